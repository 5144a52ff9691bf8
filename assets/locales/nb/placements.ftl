# Arrived, moved, ended: the window, the words on the board and the commands.
label-placement = plassert: framme, slutt
label-placement-short = plassert
label-placement-this = plassert { $call }
label-placement-unit = hvem bor på { $unit }
not-accepted = { $call } har ikke godtatt noe ennå
not-lived-in = ingen bor der eller er ventet

not-to-be-known = Stedet må ikke bli kjent for foreldre og nettverk.

placement-title = Plassert · { $call } { $municipality } · { $what }
placement-title-unit = Plassert · { $unit }
placement-who = Hvem
placement-more = { $count } til
placement-of-call = { $call } · { $whom }
placement-child = barn { $number }
placement-at-unit = { $whom } · { $unit }
placement-gone = Dette er registrert av en annen i mellomtiden. Esc går tilbake.
placement-state-expected = ventes { $time }
placement-state-expected-late = ventes { $time }, ikke bekreftet
placement-state-expected-some-time = ankomst ikke avtalt
placement-state-living = bor der
placement-state-ended = flyttet ut
placement-accepted = godtatt { $time }
placement-leaves = reiser { $time }
placement-told = tiltaket fikk vite { $time }
placement-arrived = framme { $time }
placement-days-lived = { $days ->
    [0] bodd der under ett døgn
    [1] bodd der ett døgn
   *[other] bodd der { $days } døgn
}
placement-ended-after = { $days ->
    [0] slutt { $time } etter under ett døgn
    [1] slutt { $time } etter ett døgn
   *[other] slutt { $time } etter { $days } døgn
}

placement-act = Hva
placement-act-arrived = framme
placement-act-plan = avtale reisen
placement-act-fall-through = ble ikke noe av
placement-act-end = opphold slutt
placement-act-views = syn på oppholdet
placement-at = Når
placement-at-hint = tomt er nå; ellers 0420, kl igår 2350
placement-leaves-at = Reiser
placement-expected-at = Ventes
placement-time-hint = 0900, i morgen 8, +30
placement-driver = Hvem kjører
placement-driver-hint = barnevernsvakta, drosje, hjemmet
placement-medicines = Medisiner og klær
placement-medicines-hint = hva barnet har med seg
placement-told-at = Tiltaket fikk vite
placement-told-at-hint = 0310, -10m
placement-night-number = Nattnummer
placement-night-number-hint = hvem tiltaket ringer i natt
placement-night-number-known = notert og skjult, vises med v (skriv for å endre)
placement-known = { $text } (skriv for å endre)
placement-known-text = { $text } (skriv for å endre, - fjerner)
placement-reason = Hvorfor
placement-reason-hint = hva som skjedde
placement-end = Slutt
placement-note = Merknad
placement-note-hint = (valgfri)
placement-note-needed = hva som skjedde
placement-child-view = Barnets syn
placement-parents-view = Foreldrenes syn
placement-view-hint = med egne ord, to linjer

placement-enter-arrived = Enter framme på { $unit } { $time }
placement-enter-arrived-now = Enter framme på { $unit } nå
placement-enter-plan = Enter avtal reisen
placement-enter-fall-through = Enter ikke noe av, { $unit } blir ledig
placement-enter-end = Enter opphold på { $unit } slutt
placement-enter-views = Enter skriv ned
placement-hint = { $does }   Tab felt   Esc tilbake
placement-hint-words = { $does }   Tab felt   F3 { $words ->
    [hidden] vis ord
   *[shown] skjul ord
}   Esc tilbake
placement-does-close = { $call } lukkes som plassert. Kan ikke angres.
placement-does-close-drops = { $call } lukkes som plassert. Kan ikke angres. Det spørres ikke mer om: { $what }.
placement-does-wait = { $call } er åpen til alle barna er framme. Kan ikke angres.
placement-does-stay-open = { $call } blir stående åpen. Kan ikke angres.
placement-does-ask = Er ankomsten ikke bekreftet { $time }, blir det en oppfølging.
placement-does-fall-through = { $call } trenger plass igjen. Kan ikke angres.
placement-does-end = Plassen blir ledig, og åpne saker den passer for, får vite det. Kan ikke angres.

placement-fault-empty = Skriv det som er avtalt, eller Esc.
placement-fault-no-view = Skriv hva barnet eller foreldrene sier, eller Esc.
placement-fault-time = «{ $text }» er ikke et klokkeslett. Skriv 0900, i morgen 8 eller +30.
placement-fault-reason = Skriv hvorfor det ikke ble noe av.
placement-fault-end = Velg hvordan oppholdet sluttet.
placement-fault-note = { $end }: skriv hva som skjedde.

call-expected = ventes { $time }
call-not-arrived = ikke framme
call-journey = godtatt, reiser { $leaves } · ventes { $time }
call-journey-narrow = reiser { $leaves } · ventes { $time }
call-journey-short = reiser { $leaves }
call-journey-expected = godtatt, ventes { $time }
call-journey-leaves = godtatt, reiser { $leaves }
call-journey-late = ventes { $time }, ikke bekreftet
call-journey-unplanned = gjør: avtal reisen, p
call-lives-at = bor på { $unit }, søker videre
call-place-free = { $unit } er ledig igjen

home-lives = { $whom } siden { $time }
home-lives-unknown = { $whom } bor der
home-expected = { $whom } ventes { $time }
home-expected-some-time = { $whom } ventes, ingen tid avtalt
done-fits = { $said } Passer for { $calls }.
done-stay-ended = { $unit } er ledig igjen etter { $days ->
    [0] under ett døgn.
    [1] ett døgn.
   *[other] { $days } døgn.
}
done-stay-ended-unknown = { $unit } er ledig igjen.

phones-night-number = nattnummer { $whom }
names-agreed-by = deling avtalt med
timeline-night-number = nattnummer for { $what }: { $number }
timeline-agreed-by = deling av søsken avtalt med { $name }
cli-revealed-night-number = barn { $child }, nattnummer: { $number }
cli-revealed-agreed-by = Deling av søsken avtalt med: { $name }

help-group-placement = Reisen, ankomsten og oppholdet.
help-placement-list = Hvem som er ventet eller bor på en plass.
help-placement-list-call = Bare plasseringene for denne henvendelsen, også de som er slutt.
help-placement-plan = Avtaler reisen etter et godtatt tilbud. Det som ikke sies, står som før; tom tekst fjerner.
help-placement-driver = Hvem som kjører.
help-placement-leaves-at = Når barnet reiser.
help-placement-expected-at = Når barnet ventes.
help-placement-medicines = Medisiner og klær.
help-placement-unit-told-at = Når tiltaket fikk vite om barnet.
help-placement-night-number = Nummeret tiltaket ringer i natt.
help-placement-arrive = Barna i et godtatt tilbud er framme.
help-placement-arrive-at = Når de kom. Uten er det nå.
help-placement-fall-through = Et godtatt tilbud ble det ikke noe av.
help-placement-reason = Hvorfor.
help-placement-end = Oppholdet for et barn er slutt.
help-placement-end-how = Hvordan oppholdet sluttet.
help-placement-end-at = Når det sluttet. Uten er det nå.
help-placement-end-note = Hva som skjedde. Må være med for unplanned_move og other.
help-placement-evaluate = Synet på oppholdet, mens det varer eller etterpå.
help-placement-child-view = Hva barnet sier.
help-placement-parents-view = Hva foreldrene sier.
help-number-child = Barnets nummer.
cli-placement = { $call } barn { $child }, { $who } · { $unit } · { $state }
cli-placement-expected = ventes { $time }
cli-placement-expected-some-time = ventes, ingen tid avtalt
cli-placement-living = bor der siden { $time }, { $days } døgn
cli-placement-ended = { $end } { $time }, etter { $days } døgn
cli-placement-cancelled = ble ikke noe av { $time }
cli-no-placements = Ingen er ventet eller bor på en plass.
cli-place-fits = Ledig igjen, passer for { $calls }.
