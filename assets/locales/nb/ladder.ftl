# The ladder and what is done meanwhile, on the board.
ladder-title = Stigen for { $call } · { $what } · { $fits }
ladder-title-narrow = Stigen for { $call } · { $fits }
ladder-hint = ← → plassene
ladder-column-rung = trinn
ladder-column-can-take = kan ta
ladder-column-asked = spurt
ladder-column-answer = svar
ladder-one-thing = én ting i veien (det som må endres)
ladder-not-asked = ikke spurt
ladder-nobody-there = ingen å spørre
ladder-not-asked-count = { $count } ikke spurt
ladder-asked = spurt { $count }
ladder-asked-at = { $told } · { $time } { $by }
ladder-full = { $count ->
    [one] 1 full
   *[other] { $count } fulle
}
ladder-stopped = { $count } inntaksstopp
ladder-papers = { $count } papirer følger
ladder-km = { $km } km
ladder-phone-hidden = tlf skjult (Enter viser, loggføres)
rung-short-leader = leder
rung-short-own-acute = akutt
rung-short-care = omsorg
rung-short-agreement = avtale
rung-short-other-regions = regioner
rung-short-single-purchase = enkeltkjøp
rung-short-crisis-temporary = krise
rung-short-over-capacity = ekstra
enquiry-answers-at = svarer { $time }
enquiry-no-because = nei: { $reason }
enquiry-ask-again = { $told }, spør igjen { $time }
places-hint-ladder = → stigen   { $order }
ladder-question = { $title }. Spør nå: { $question }
meanwhile-title = Til kommunen imens · { $call }
meanwhile-hint = ' tilbud imens
meanwhile-next-call = Ny beskjed
meanwhile-next-call-at = { $time }, om { $left }
meanwhile-next-call-late = ! { $time }, { $late } siden
meanwhile-next-call-none = ikke avtalt (r)
meanwhile-where = Barnet er nå
meanwhile-where-until = { $place }, til { $time }
meanwhile-where-unknown = ikke spurt
meanwhile-offered = Tilbudt imens
meanwhile-offered-at = { $what } { $time }
meanwhile-told-at = { $what } { $state } { $time }
meanwhile-supervision = Tilsyn
meanwhile-supervision-none = ikke meldt
meanwhile-supervision-told = { $by }: { $result }
meanwhile-deviation = Avvik
meanwhile-deviation-none = ikke skrevet (w)
meanwhile-deviation-open = { $number } { $state }, { $days ->
    [0] i dag
    [one] 1 dag
   *[other] { $days } dager
}
meanwhile-deviation-not-assessed = mangler alvorsgrad
meanwhile-deviation-until = åpent til tilbud er gitt eller kommunen trekker saken
meanwhile-line-call = ring { $time }
meanwhile-line-where = barnet: { $place }
meanwhile-line-deviation = avvik: { $state }
meanwhile-line-no-deviation = uten avvik (w)
meanwhile-line-offered = tilbudt: { $list }
meanwhile-line-not-offered = ikke tilbudt: { $list }
compensation-short-family-council = familieråd
compensation-short-mst = MST
compensation-short-home-visits = besøk
compensation-short-guidance = veiledning
compensation-short-phone-advice = råd på telefon
compensation-short-family-centre = senter
compensation-short-psychologist = psykolog

# The window of what is offered meanwhile, and a promise that repeats.
measures-title = Tilbud imens · { $call } { $municipality } · { $what }
measures-hint = bokstav velger   pil: neste   Enter lagre   Esc tilbake
measures-advice = Et tilbud om hjelp mens barnet venter; kommunen avgjør om de vil ha det.
label-meanwhile = tilbud imens: familieråd, MST, hjelp hjemme
label-meanwhile-short = tilbud imens
call-back-repeat = Gjenta hvert
call-back-repeat-hint = minutter, til barnet har plass; tomt: én gang
call-back-does-repeat = Lover å ringe { $time }, om { $left }, og så hvert { $minutes }. minutt til barnet har plass.
call-back-fault-repeat = Gjenta hvert: skriv antall minutter, 5 til 1440.
