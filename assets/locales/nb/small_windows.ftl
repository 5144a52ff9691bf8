# Small windows about one call: ringing back, referral, closing, numbers.
call-back-title = Ring tilbake · { $call } { $municipality } · { $what }
call-back-hint = Enter lagre   Tab neste felt   Esc tilbake
call-back-at = Ring tilbake
call-back-at-hint = klokkeslett: 0500, 5, i morgen 8, eller +30 (minutter)
call-back-phoned = Ringt nå
call-back-yes = ja
call-back-no = nei
call-back-promised = Lovet å ringe { $time }
call-back-promised-late = ! Lovet å ringe { $time }, { $late } siden
call-back-offer = ! Ringe om svar på tilbudet, fra { $time }
call-back-nothing = Ingenting er lovet ennå.
call-back-does = Lover å ringe { $time }, om { $left }.
call-back-does-instead = Lover å ringe { $time }, om { $left }. Det gjelder i stedet for løftet over.
call-back-does-phoned = Det som står over, er gjort.
call-back-does-both = Det som står over, er gjort. Nytt løfte: { $time }, om { $left }.
call-back-fault-empty = Skriv når du ringer tilbake.
call-back-fault-empty-phoned = Skriv når du ringer tilbake, eller velg ja på «Ringt nå».
call-back-fault-time = «{ $text }» er ikke et klokkeslett. Skriv 0500, 5, i morgen 8 eller +30.
call-back-fault-passed = { $time } er passert. Skriv en tid som kommer.

refer-title = Henvist inn · { $call } { $municipality } · { $what }
refer-hint = Enter henvis   Esc tilbake
refer-at = Henvist
refer-at-hint = tomt er nå; ellers 0227, -10m, kl igår 2350
refer-does-clock = Klokken starter { $received }, frist { $deadline }.
refer-does-no-clock = Henvist { $received }. Ingen totimersfrist for denne saken.
refer-was-consultation = Drøftingen blir en forespørsel om plass.

close-title = Lukk { $call } { $municipality } · { $what }
close-hint = Enter lukk   Tab neste felt   Esc tilbake
close-reason = Grunn
close-note = Merknad
close-note-hint = (valgfri)
close-consultation-done = drøfting ferdig
close-placed = plassert
close-withdrawn = trukket
close-solved-outside = løst uten Bufetat
close-became-planned = blir planlagt
close-in-the-way = I veien: tilbudet om { $unit } er ikke avsluttet. Registrer svaret (a) eller ankomsten først.
close-ends-holds = Holdet på { $units } blir gitt fri.
close-ends-follow-ups = { $count ->
    [one] 1 oppfølging faller bort.
   *[other] { $count } oppfølginger faller bort.
}
close-does = { $call } går ut av vakten. Alt som er skrevet, blir stående.
close-fault-reason = Velg grunn med en bokstav.

phones-title = Telefon · { $call } { $municipality }
phones-title-place = Telefon
phones-hint = v vis skjult (loggføres)   f finn   Esc lukk
phones-hint-shown = f finn   Esc lukk
phones-hint-finding = Enter ferdig   Esc vis alle igjen
phones-call = { $call } { $municipality }
phones-callback = ring tilbake på
phones-who = hos dem
phones-who-unknown = ikke oppgitt hvem som ringer
phones-who-in = { $who } i { $municipality }
phones-rung-from = ringt fra
phones-unit = { $unit } · { $kind }
phones-day = dag
phones-night = natt
phones-not-registered = ikke registrert
phones-not-in-list = ikke i listen
phones-hidden = skjult: v viser, og det loggføres
phones-reading = hentes …
phones-list = Telefonliste
phones-list-empty = Tom. Legg inn numre med kommandoen import contacts.
phones-find-hint = navn, sted, slag eller nummer
phones-find-none = Ingen passer. Esc viser alle igjen.
phones-ladder-first = ingen plass passer: stigens numre først

names-title = Navn og numre { $call }
names-hint = Esc eller v skjuler   skjules også av seg selv { $time }
names-no-name = navn ikke registrert
names-no-id = fødselsnummer ikke registrert
names-callback = ring tilbake på
names-municipality = kommune
names-logged = Visningen er loggført.

steps-more = { $count } til
