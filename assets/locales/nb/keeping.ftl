# Keys, backup and restore by command: help, questions, answers and errors.
help-adviser-remove = Fjerner en rådgiver og gir databasen ny nøkkel. Krever at ingen andre har den åpen.
help-adviser-remove-name = Rådgiverens navn, slik det står i adviser list.
help-adviser-remove-yes = Fjerner uten å spørre.
help-passphrase = Bytter ditt eget passord.
help-rekey = Gir databasen ny nøkkel; alle beholder passordet sitt. Krever at ingen andre har den åpen.
help-backup = Tar en sikkerhetskopi og sjekker den før den gjelder.
help-backup-folder = Mappen kopien skal ligge i. Uten mappe legges den til de faste kopiene ved siden av databasen, og gamle ryddes bort.
help-value-folder = MAPPE
help-restore = Gjenoppretter databasen fra en sikkerhetskopi. Kopien sjekkes først, og den gamle filen blir tatt vare på.
help-restore-file = Sikkerhetskopien. Nøkkelfilen ligger ved siden av den.
help-restore-replace = Erstatter databasen som er der, uten å spørre.
cli-prompt-own-new-passphrase = {"Nytt passord: "}
cli-prompt-backup-passphrase = {"Passord (det du hadde da kopien ble tatt): "}
cli-confirm-adviser-remove = Fjerne { $name }? Det kan ikke angres. Skriv navnet for å fjerne:{" "}
cli-confirm-restore = { $path } finnes og blir erstattet av kopien; den gamle tas vare på. Skriv { $name } for å gå videre:{" "}
cli-passphrase-changed = Passordet er byttet. Gamle sikkerhetskopier åpnes fortsatt med det gamle.
cli-rekeyed = Databasen har ny nøkkel. Gamle sikkerhetskopier åpnes fortsatt med den gamle.
cli-add-again = Disse har nøkler fra en eldre utgave og må legges til på nytt (adviser add): { $names }.
cli-adviser-is-removed = { $name } er fjernet og kommer ikke inn lenger. Databasen har ny nøkkel.
cli-old-backups-still-open = Gamle sikkerhetskopier åpnes fortsatt med passordet til { $name }: slett dem, eller hold dem der { $name } ikke kommer til.
cli-backup-made = Sikkerhetskopien { $file } er tatt og sjekket, med { $lines ->
    [one] 1 logglinje
   *[other] { $lines } logglinjer
}.{ $thrown ->
    [0] {""}
    [one] {" "}1 gammel kopi er ryddet bort.
   *[other] {" "}{ $thrown } gamle kopier er ryddet bort.
}
cli-restored = { $file } er gjenopprettet, med { $lines ->
    [one] 1 logglinje
   *[other] { $lines } logglinjer
}. Det som ble skrevet etter at kopien ble tatt, er ikke med.
cli-restored-kept = Databasen som var der, ligger nå i { $file }.
error-not-confirmed = Navnet stemmer ikke. Ingenting er gjort.
error-confirm-with = Dette må bekreftes. Kjør det i en terminal, eller bekreft med { $flag }.
error-restore-exists = { $file } finnes fra før og er ikke rørt. Bekreft i en terminal, eller med { $flag }, at den skal erstattes; den gamle tas vare på.
notice-backup-failed = Sikkerhetskopien ble ikke tatt. Arbeid videre; kjør akuttvakt backup. { $reason }
