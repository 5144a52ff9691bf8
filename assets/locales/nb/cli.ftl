# Answers of the command line, for people and screen readers.
cli-prompt-passphrase = {"Passord: "}
cli-prompt-new-passphrase = {"Velg passord: "}
cli-prompt-passphrase-again = {"En gang til: "}

cli-registered = Henvendelse { $call } registrert: { $municipality }, frist { $time } ({ $minutes } min igjen).
cli-registered-without-clock = Henvendelse { $call } registrert: { $municipality }, uten frist.
cli-missing = Ennå ikke kjent: { $gaps }.
cli-duplicate = Kan være samme sak som henvendelse { $call }.
cli-gap-callback = nummer å ringe tilbake på
cli-gap-age = alder
cli-gap-basis = hjemmel
cli-gap-decision = vedtak fattet?
cli-gap-wished = ønsket tiltak
cli-gap-whereabouts = hvor barnet er nå
cli-gap-siblings = sammen eller hver for seg?
cli-gap-caller = hvem som ringer
cli-place-set = Plass { $place }: { $state }.
cli-place-confirmed = Plass { $place } er bekreftet { $time }.
cli-held = Plass { $place } holdes for { $call } til { $time }.
cli-released = Plass { $place } holdes ikke lenger.
cli-offered = Tilbud { $offer }: plass { $place } er tilbudt til { $call }.
cli-offered-on = Tilbud { $offer }: plass { $place } er tilbudt til { $call } på { $minutes } min.
cli-answered = Tilbud { $offer }: { $answer }.
cli-arrived = Barna i tilbud { $offer } er kommet fram.
cli-closed-call = Henvendelse { $call } er lukket.
cli-undone = Angret: { $act } { $number }.
cli-imported = Lest inn: { $added } nye tiltak, { $updated } endret, { $unchanged } som før, { $places } nye plasser.
cli-would-import = Ville lest inn: { $added } nye tiltak, { $updated } endret, { $unchanged } som før, { $places } nye plasser. Ingenting er lagret.
cli-import-missing = Står ikke i filen og er latt i fred: { $units }.
cli-import-fewer = Har færre plasser i filen enn før; plassene er latt i fred: { $units }.
cli-setting-set = { $key } er { $value }.

cli-no-calls = Ingen henvendelser.
cli-no-places = Ingen plasser.
cli-shielded = skjermet
cli-offers = tilbud: { $count }
cli-closed = lukket
cli-consultation = drøfting
cli-no-clock = uten frist
cli-offered-after = tilbud etter { $duration }
cli-minutes-left = { $minutes } min igjen, frist { $time }
cli-minutes-over = { $duration } over fristen { $time }
cli-show-note = Notat: { $note }
cli-show-offer = Tilbud { $offer }: plass { $place }, { $answer }. { $reason }
cli-show-line = { $time } { $act } ({ $adviser })
cli-answer-awaited = svar ventes
cli-answer-accepted = godtatt
cli-answer-declined = avslått
cli-answer-withdrawn = trukket
cli-act-init = database laget
cli-act-sign-on = pålogging
cli-act-call = henvendelse
cli-act-place = tilstand for plass
cli-act-confirm = bekreftelse av plass
cli-act-hold = hold
cli-act-release = hold gitt fra seg
cli-act-offer = tilbud
cli-act-answer = svar
cli-act-undo = angring
cli-act-import = innlesing
cli-act-setting = innstilling
cli-act-arrive = ankomst
cli-act-close = lukking

cli-place = plass { $place } { $unit }
cli-fits = passer
cli-fits-not = passer ikke nå
cli-air-line = { $km } km luftlinje

cli-initialised = Databasen { $file } er laget for { $adviser }, region { $region }. Passordet kan ikke hentes fram igjen; pass godt på det.
cli-check-clean = Alt er i orden: fil, logg og plasser.
cli-finding-damaged = { $count } sider i filen er endret utenfra. Hent fram siste sikkerhetskopi.
cli-finding-structure = Filens oppbygning har en feil: { $fault }. Hent fram siste sikkerhetskopi.
cli-finding-references = { $count } rader viser til noe som ikke finnes.
cli-finding-chain = Loggens kjede brytes ved linje { $line }.
cli-finding-tail = Loggen slutter ved linje { $head }, men skulle nådd { $expected }.
cli-finding-differs = { $table } { $number } er ikke slik loggen sier.
cli-finding-twice = Plass { $place } har vært gitt bort to ganger samtidig.
cli-finding-two-offers = Barn { $child } har mer enn ett åpent tilbud.
cli-setting-line = { $key } = { $value }{ $own ->
    [yes] {""}
   *[no] {" (vanlig verdi)"}
}
cli-about =
    Akuttvakt { $version }
    For rådgivere som har akuttvakt i Bufetat: hvem som venter og hvor lenge det er igjen, hva som kan tilbys
    dette barnet og hvorfor resten ikke passer, og hva som ikke er spurt om eller gjort ennå.
    Kommunen bestemmer tiltaket, rådgiveren bestemmer plassen. Programmet sorterer bare.

    Kommuner og grenser: { $boundaries }
    Steder og koordinater: { $points }
cli-act-edit = rettet
cli-act-refer = henvist inn
cli-act-checklist = sjekkliste
cli-act-call-back = lovet å ringe
cli-act-follow-up = oppfølging
cli-act-complete = fylte ut tilbud
cli-act-link = samme barn
cli-act-reveal = viste skjult
cli-act-adviser = ny rådgiver
cli-act-adviser-left = rådgiver sluttet
cli-edited = { $call } er rettet.
cli-referred = { $call } er henvist, frist { $deadline }.
cli-referred-no-deadline = { $call } er henvist, uten totimersfrist.
cli-item-answered = { $call }: punktet er besvart.
cli-item-answered-later = { $call }: ettersendes, oppfølging { $time }.
cli-call-back-promised = { $call }: lovet å ringe tilbake { $time }.
cli-follow-up-ended = Oppfølgingen er avsluttet.
cli-offer-completed = Tilbud { $offer } er fylt ut.
cli-linked = Barn { $child } er samme barn som { $other } i { $call }.
cli-revealed = Visningen er loggført.
cli-adviser-added = Rådgiveren er lagt til.
cli-act-restore = gjenopprettet
cli-finding-other-than-backup = Loggen er en annen enn da sikkerhetskopien ble tatt: linje { $line } mangler eller sier noe annet.
cli-act-purge = slettet
cli-purged = { $dry ->
    [yes] Ville slettet
   *[no] Slettet
} { $values } opplysninger i { $calls ->
    [one] 1 henvendelse
   *[other] { $calls } henvendelser
}.
cli-purge-is-off = Sletting er ikke slått på; tallene viser bare hva som ville gå.
cli-act-passphrase = byttet passord
cli-act-rekey = ny nøkkel
