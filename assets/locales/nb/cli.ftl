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
cli-finding-damaged = { $count } sider i filen er endret utenfra.
cli-finding-structure = Filens oppbygning har en feil: { $fault }.
cli-finding-references = { $count } rader viser til noe som ikke finnes.
cli-finding-chain = Loggens kjede brytes ved linje { $line }.
cli-finding-tail = Loggen slutter ved linje { $head }, men skulle nådd { $expected }.
cli-finding-differs = { $table } { $number } er ikke slik loggen sier.
cli-finding-search = Henvendelse { $call } finnes ikke på de ordene som står i den.
cli-finding-twice = Plass { $place } har vært gitt bort to ganger samtidig.
cli-finding-two-offers = Barn { $child } har mer enn ett åpent tilbud.
cli-finding-lives-twice = Barn { $child } bor på to plasser.
cli-finding-placement-without-claim = Plassering { $placement } har ikke plassen sin.
cli-finding-claim-after-end = Plass { $place } er opptatt av et barn som har flyttet ut.
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
cli-purge-is-off = Sletting er ikke slått på. Myndigheten avgjør om og når; så slås den på med setting set purge.on on og setting set purge.days { $days }.
cli-purge-nothing = Ingenting å slette: ingen henvendelse med opplysninger har vært avsluttet i { $days } dager.
cli-purge-call = { $call }: { $values } opplysninger
cli-purge-drafts = { $dry ->
    [yes] Ville kastet
   *[no] Kastet
} { $count ->
    [one] 1 påbegynt utkast
   *[other] { $count } påbegynte utkast
}.
cli-purge-handovers = { $dry ->
    [yes] Ville slettet
   *[no] Slettet
} ordene i { $count ->
    [one] 1 overlevering
   *[other] { $count } overleveringer
}.
cli-purge-confirm = { $what } Det kan ikke angres. Skriv navnet på databasen ({ $name }) for å slette:
cli-purge-log-empty = Det slettede er overskrevet i filen og ligger ikke igjen ved siden av den.
cli-purge-log-in-use = Andre brukte databasen hele tiden, så noe kan ligge igjen i filen eller ved siden av den. Kjør purge en gang til når de andre har avsluttet.
cli-purge-backups = { $count ->
    [one] 1 sikkerhetskopi
   *[other] { $count } sikkerhetskopier
} i { $folder } er tatt før og har det slettede med. De byttes ut etter hvert, de siste etter et år; kopier fra før en oppgradering og kopier andre steder må du slette selv.
cli-access-none = Ingen har sett navn eller numre, og ingen har logget seg på, med dette utvalget.
cli-access-signed-on = logget seg på skjermen
cli-access-call = så på navn og numre i { $call }
cli-access-call-with = så på navn og numre i { $call } (barn { $children })
cli-access-unit = så på numre og det som er fortalt om tiltak { $unit } (plass { $places })
cli-access-line = { $time } { $adviser } { $what }, linje { $line }
cli-erased = Navn, numre og fritekst ble slettet { $time }.
cli-todo-restore = Hent fram siste sikkerhetskopi: restore { $backup }.
cli-todo-restore-any = Ta vare på filen, og hent fram en sikkerhetskopi med restore; i den vanlige mappen ligger det ingen.
cli-todo-chain = Ta vare på filen som den er, og ring den som har ansvar for programmet. Linjene fra { $line } kan være endret utenfra.
cli-todo-tail = Ta vare på filen, og ring den som har ansvar for programmet. Linjene etter { $head } er borte; sammenlign med siste sikkerhetskopi.
cli-todo-other-than-backup = Ta vare på både filen og sikkerhetskopiene, og ring den som har ansvar for programmet: filen kan være byttet ut.
cli-todo-differs = Ta vare på filen, og ring den som har ansvar for programmet. Loggen sier hva som ble gjort; stol på den til det er rettet.
cli-todo-references = Ta vare på filen, og ring den som har ansvar for programmet.
cli-todo-twice = Ring hjemmet og kommunene og avklar hvem som har plassen (place history { $place } viser hvem).
cli-todo-lives-twice = Ring tiltakene og finn ut hvor barnet er. Avslutt oppholdet det har flyttet fra (placement end { $child }).
cli-todo-placement = Ring tiltaket og avklar om barnet er der. Ta vare på filen, og ring den som har ansvar for programmet.
cli-todo-two-offers = Åpne henvendelsen og trekk det tilbudet som ikke gjelder.
cli-act-passphrase = byttet passord
cli-act-rekey = ny nøkkel
