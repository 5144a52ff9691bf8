# Deviations: the window of one, and the screen of all.
bar-deviations = Avvik
label-deviation = avvik: utkast, registrering, tilsyn
label-deviation-short = avvik
label-deviations = avvik, åpne og avsluttede
help-screen-deviations = Avvik
deviation-title = Avvik { $number } · { $call } { $place } · { $what }
deviation-title-new = Nytt avvik · { $call } { $place } · { $what }
deviation-hint = Enter lagre   Tab neste felt   Esc tilbake
deviation-hint-closed = Enter lagre tilsyn   Tab neste felt   Esc tilbake
deviation-status = Status
deviation-pick-registered = registrert som mulig brudd
deviation-acute = Akutt eller planlagt
deviation-is-acute = akutt
deviation-is-planned = planlagt
deviation-area-label = Område
deviation-basis = Hjemmel
deviation-basis-hint = ikke oppgitt
deviation-wished = Ønsket tiltak
deviation-missing-label = Hva manglet
deviation-first-at = Først bedt om
deviation-first-at-hint = { $time }
deviation-meanwhile = Barnet er imens
deviation-substance = Rus eller psykiatri
deviation-crime = Kriminalitet
deviation-severity = Alvorsgrad
deviation-not-assessed = ikke vurdert
deviation-not-told = ikke oppgitt
deviation-supervision-by = Tilsyn meldt av
deviation-supervision-result = Tilsynet fant
deviation-supervision-at = Tilsyn når
deviation-supervision-at-hint = tomt er nå; ellers 0420, 19.11 1400
deviation-note = Merknad
deviation-noted = Merknaden: { $note }
deviation-hint-words = F3 { $words ->
    [hidden] vis ord
   *[shown] skjul ord
}   { $hint }
deviation-note-hint = (valgfri)
deviation-deadline = frist { $time }
deviation-asked = spurt { $asked }, { $no } nei
deviation-measures = imens: { $list }
deviation-does-draft = Enter lagrer utkastet. Det står åpent til tilbud er gitt eller saken trekkes.
deviation-does-save = Enter lagrer det som er endret.
deviation-does-register = Enter registrerer det som mulig brudd. Bare statsforvalteren avgjør om plikten er brutt.
deviation-does-end = Enter avslutter avviket.
deviation-does-supervise = Avviket er avsluttet. Tilsyn kan fortsatt føres.
deviations-title-none = Avvik
deviations-title = Avvik · { $open ->
    [one] 1 åpent
   *[other] { $open } åpne
} · på ett år { $cases ->
    [one] 1 sak
   *[other] { $cases } saker
} om { $children } barn
deviations-hint = Enter åpne   Esc vakten
deviations-none = Ingen avvik på ett år. w på en sak skriver ett.
deviations-closed = avsluttet på ett år
deviations-column-number = nr
deviations-column-who = sak og barn
deviations-column-days = døgn
deviations-column-meanwhile = barnet er
deviations-column-next = ringes
deviations-column-state = status
deviations-days = { $days ->
    [one] 1 dag
   *[other] { $days } dager
}
deviations-no-contact = uavtalt
deviations-supervision = tilsyn: { $result }
meanwhile-short-home = hjemme
meanwhile-short-other-placement = annet tiltak
meanwhile-short-temporary = kommunen
meanwhile-short-hospital-or-custody = sykehus, arrest
meanwhile-short-staff-or-network = nettverk
meanwhile-short-unknown = ikke kjent
