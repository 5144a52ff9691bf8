# Errors of the command line and the store: what happened, to what, what to do now.
error-unknown-command = «{ $command }» er ikke en kommando. Se { $help }.
error-unknown-flag = «{ $argument }» kjenner jeg ikke. Se { $help }.
error-unexpected-word = «{ $word }» hører ikke hjemme her. Flere ord i ett settes i anførselstegn. Se { $help }.
error-missing-argument = Det mangler noe: { $argument }. Se { $help }.
error-missing-command = Det mangler en kommando. Se { $help }.
error-missing-value = { $argument } mangler sin verdi. Se { $help }.
error-bad-argument = «{ $value }» går ikke for { $argument }. Se { $help }.
error-argument-twice = { $argument } står to ganger. Se { $help }.
error-argument-conflict = { $argument } går ikke sammen med { $prior }. Se { $help }.
error-arguments-not-utf8 = Et ord på kommandolinjen er ikke UTF-8. Skriv det på nytt.
error-not-understood = Kommandolinjen er ikke forstått. Se { $help }.
error-unknown-language = Det finnes ingen tekster på «{ $language }». Mulig: { $allowed }.
error-file-form = Siden kan ikke skrives til «{ $file }». Mulige endelser: { $allowed }.
error-unknown-format = Denne kommandoen svarer ikke som «{ $format }». Mulig: { $allowed }.
error-no-home = Finner ikke din egen mappe. Si hvor databasen er med --db.
error-batch-blank = Linjen er tom. Skriv én kommando per linje.
error-batch-quotes = Linjen har et anførselstegn som ikke er lukket.
error-batch-not-utf8 = Linjen er ikke UTF-8.
error-batch-too-long = Linjen er lengre enn { $limit } tegn.
error-batch-id = «{ $id }» er ikke en UUID. Skriv id= og en UUID, eller la den være.
error-batch-id-used = Id-en { $id } er brukt til noe annet. Bruk en ny.
error-not-in-batch = «{ $command }» går ikke i batch. Kjør den for seg selv.
error-key-fd = Filnummer { $number } er ikke åpent for lesing. Åpne det først, for eksempel 3<fil --key-fd 3.
error-no-terminal = Kan ikke spørre om passordet uten terminal. Gi det med --key-fd.
error-not-anew = Skjermen er låst, men programmet kunne ikke starte på nytt ({ $reason }). Start akuttvakt igjen.
error-no-screen = Skjermen trenger en terminal ({ $reason }). Kjør akuttvakt fra en terminal, eller bruk kommandoene.
error-passphrase-long = Passordet er lengre enn { $limit } tegn.
error-passphrase-not-utf8 = Passordet er ikke UTF-8. Skriv det på nytt.
error-passphrases-differ = De to passordene er ikke like. Prøv igjen.
error-import-failed = { $file } ble ikke lest inn. { $count ->
    [one] Én feil. Rett den
   *[other] { $count } feil. Rett dem
} og prøv igjen.
error-cannot-read = { $file } kan ikke leses ({ $reason }). Se etter at navnet er riktig og at du har tilgang.
error-too-large = { $file } er større enn { $limit } MiB. En liste over tiltak er ikke så stor.
error-bad-time = «{ $value }» er ikke et tidspunkt. Skriv 2026-11-21T02:37 (norsk tid) eller med Z på slutten.
error-catalog = Programmets egne tabeller kan ikke leses: { $reason }. Installer programmet på nytt.
error-line-more = { $message } ({ $count } til.)
error-store-missing = Det finnes ingen database på { $file }. Lag en med akuttvakt init, eller si hvor den er med --db.
error-store-exists = { $file } finnes fra før og er ikke rørt. Velg et annet navn med --db.
error-store-wrong-key = { $file } åpnes ikke: feil passord, skadet fil, ukryptert fil eller noe annet enn en database. Prøv passordet på nytt, ellers hent fram siste sikkerhetskopi.
error-store-foreign = { $file } er ikke laget av akuttvakt, eller nøkkelfilen ved siden av ({ $file }.keys) mangler. Filen er ikke rørt.
error-store-newer = { $file } er laget av en nyere versjon (skjema { $found }, dette programmet kan { $known }). Installer den nye versjonen.
error-store-read-only = { $file } kan ikke skrives til. Gi deg selv skrivetilgang til filen og mappen.
error-store-network = { $file } ligger på en nettverksdisk, der to kan få samme plass. Flytt den til en lokal disk.
error-store-unsafe = { $file } er en lenke, tilhører en annen bruker eller kan leses av andre. Gjør den til din egen fil med rettighet 0600.
error-store-full = Disken til { $file } er full. Ingenting er lagret; gjør plass og prøv igjen.
error-store-busy = Andre skrev for lenge. Ingenting er lagret; prøv igjen.
error-store-adviser = Her er flere rådgivere ({ $names }). Si hvem med --as.
error-store-damaged = Databasen svarer ikke som den skal. Kjør akuttvakt check, og hent fram siste sikkerhetskopi om den finner feil.
error-output-closed = Svaret kunne ikke skrives; mottakeren er borte. Det som er besvart, er lagret.
error-store-backup-unsound = Kopien har { $count ->
    [one] 1 feil
   *[other] { $count } feil
} og brukes ikke. Kjør check på databasen, eller ta en annen kopi.
error-store-not-alone = Andre har { $path } åpen. Be dem avslutte, og prøv igjen.
error-purge-not-confirmed = Ingenting er slettet. Skriv navnet på databasen ({ $name }) for å slette, eller bruk --yes.
