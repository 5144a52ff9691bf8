# First run and sign-on.
first-run-title = akuttvakt · første gang
first-run-intro = Lager en ny, kryptert database for din region på denne maskinen.
first-run-hint = Enter neste felt, til slutt: lag databasen   Ctrl-Q avslutt
sign-on-title = akuttvakt · logg på
sign-on-hint = Enter start   Tab felt   Ctrl-Q avslutt
field-adviser = Rådgiver
field-name = Ditt navn
field-region = Region
field-passphrase = Passord
field-passphrase-again = Passord igjen
entry-choose-adviser = pil eller forbokstav velger
entry-passphrase-lost = Uten passordet kan ingen åpne databasen. Ta vare på det.
entry-opening = Åpner …
entry-name-missing = Skriv navnet ditt, slik det skal stå i loggen.
entry-region-missing = Velg region med bokstav eller pil.
entry-passphrase-missing = Skriv passordet.
entry-passphrases-differ = De to passordene er ikke like. Skriv begge på nytt.
