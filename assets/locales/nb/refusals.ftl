# Why a command was refused: what happened, to what, what to do now.
refusal-taken-until = Plass { $place } er tatt: { $by } holder den for { $call } til { $until }. Velg en annen, eller spør { $by }.
refusal-taken = Plass { $place } er tatt: { $by } tilbød den til { $call } { $at }. Velg en annen.
refusal-reason-needed = Plass { $place } passer ikke for { $call }: { $blockers }. Skriv hvorfor den likevel tilbys (--reason).
refusal-consultation = Henvendelse { $call } er en drøfting. Den må bli en henvisning før noe kan tilbys.
refusal-every-child-has-offer = Alle barna i { $call } har tilbud eller plass. Registrer svaret først.
refusal-closed = Henvendelse { $call } er lukket. Registrer en ny hvis det trengs plass igjen.
refusal-unknown-call = Det finnes ingen henvendelse { $number }.
refusal-unknown-place = Det finnes ingen plass { $number }.
refusal-unknown-offer = Det finnes ikke noe tilbud { $number }.
refusal-unknown-adviser = Ingen rådgiver heter «{ $name }» her. Se navnene i oppsettet, eller legg til rådgiveren.
refusal-no-hold = Plass { $place } holdes ikke av noen. Den kan ha gått ut av seg selv.
refusal-answered = Tilbud { $offer } har fått svar.
refusal-voided = Tilbud { $offer } er angret.
refusal-not-expected = Tilbud { $offer } er ikke godtatt, eller barnet er alt framme.
refusal-offer-open = Henvendelse { $call } har et tilbud som ikke er avsluttet. Registrer svar eller ankomst først.
refusal-nothing-to-undo = Du har ikke noe å angre her. Forespørsel, tilbud imens og avvik rettes ved å føre dem på nytt.
refusal-built-on = Noen har bygd videre på dette. Det kan ikke angres, bare rettes.
refusal-changed = Noen endret dette i mellomtiden. Se på det på nytt og prøv igjen.
refusal-bad-code = «{ $value }» går ikke for { $field }. Mulig: { $allowed }.
refusal-reason-missing = Et avslag trenger grunn. Skriv --reason og en kode fra listen.
refusal-note-missing = Grunnen «other» trenger en merknad.
refusal-reason-not-declined = Grunn hører bare til et avslag.
refusal-unknown-setting = Det finnes ingen innstilling «{ $key }».
refusal-setting = «{ $value }» går ikke for { $key }. Mulig: { $allowed }.
refusal-empty-name = Navnet er tomt.
refusal-name-taken = «{ $name }» er registrert fra før.
refusal-empty-passphrase = Passordet er tomt. Et tomt passord ville gi en åpen fil.
refusal-too-long = Teksten i { $field } er lengre enn { $limit } tegn.
refusal-has-referral = { $call } har allerede en henvisning. Rett tiden i skjemaet (e).
refusal-follow-up-ended = Oppfølgingen er avsluttet allerede.
refusal-child-has-place = Barn { $child } har tilbud eller plass og kan ikke fjernes fra saken.
refusal-call-has-offer = { $call } har fått tilbud og kan ikke bli en drøfting.
refusal-nothing-to-redo = Det er ingenting å gjøre om igjen.
refusal-time-in-future = { $time } er ikke kommet ennå. Skriv tiden det skjedde.
refusal-time-too-far-back = { $time } er mer enn sju dager siden. Skriv en senere tid.
refusal-time-passed = { $time } er passert. Skriv en tid som kommer.
refusal-time-too-far-ahead = { $time } er for langt fram. Se på datoen, eller skriv en tidligere tid.
refusal-unknown-number = Det finnes { $field ->
    [child] ikke noe barn
    [follow_up] ingen oppfølging
    [unit] noe tiltak
    [handover] ingen overlevering
    [point] ikke noe punkt
    [deviation] ikke noe avvik
    [contact] ingen kontakt
   *[other] ingen { $field }
} med nummer { $number } her.
refusal-not-an-answer = Det er ikke et svar. Skriv svaret, eller velg vet ikke, ikke aktuelt eller ettersendes.
refusal-same-call = Barn { $child } hører til samme sak. Velg et barn i en annen sak.
refusal-purge-off = Sletting er ikke slått på. Myndigheten avgjør det (setting set purge.on on); --dry-run viser hva som ville gå.
refusal-own-name = Du kan ikke fjerne deg selv. La en annen rådgiver gjøre det.
refusal-old-keys = Nøklene dine er fra en eldre utgave. Bytt passord (passphrase) først, og prøv igjen.
refusal-erased = Det som ble sagt i { $call }, er slettet. Ingenting der kan føyes til, angres eller gjøres om igjen.
