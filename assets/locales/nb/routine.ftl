# The routine's steps, placements, siblings, tasks: words that screen, commands and the story share.
cli-act-move = flyttet oppgave
cli-act-assign = ga oppgave videre
cli-act-step = steg i rutinen
cli-act-meeting = avklaringsmøte
cli-act-plan = avtalte reise
cli-act-fall-through = ble ikke noe av
cli-act-end-stay = opphold slutt
cli-act-evaluate = syn på oppholdet
cli-act-split = delte søsken
cli-act-remark = noterte
cli-act-stay-open = holdt åpen
cli-act-silence = dempet
cli-act-export = eksport med navn

step-name-received = ta imot henvisningen
step-name-clarify = avklare behovet
step-name-search-basis = lete ut fra alder og målgruppe
step-name-allocate = gi tilbud
step-name-clear-with-head = klarere med avdelingsleder
step-name-inform-unit = informere inntaksenheten
step-name-database = holde listen à jour
step-name-birk = registrere i BIRK
step-name-commitment = skrive tilsagn
step-name-contact-measure = snakke med tiltaket
step-name-arrival = ta imot barnet
step-name-clarification-meeting = kalle inn til avklaringsmøte
step-name-onward = søknad på vanlig måte
step-name-notify-nit = varsle nasjonalt inntaksteam
step-task = { $step } ({ $owner })
step-arrival = ring { $unit }: er barnet framme?
step-place-free = { $unit } er ledig igjen, passer
to-do-step = steg i rutinen
to-do-arrival = spør om barnet er framme
to-do-place-free = ledig plass som passer
owner-department = inntaksavdelingen
owner-department-of = avd. for { $municipality }

stay-end-planned-move = planlagt flytting
stay-end-home = hjem
stay-end-unplanned-move = flytting som ikke var planlagt
stay-end-age-18 = fylte 18
stay-end-other = annet
remark-kind-disagreement = uenighet om type tiltak
remark-kind-note = merknad
value-step-done = gjort
value-step-not-relevant = ikke aktuelt
alarm-kind-overdue = over fristen
alarm-kind-call-back = lovet å ringe
alarm-kind-half-hour = 30 minutter igjen
alarm-kind-new-call = ny henvendelse
value-owner-adviser = rådgiver

outcome-planned = Reisen i tilbud { $offer } er avtalt.
outcome-planned-expected = Reisen i tilbud { $offer } er avtalt, ventes { $time }. Er barnet ikke bekreftet framme en time etter, blir det en oppfølging.
outcome-fell-through = Tilbud { $offer } ble det ikke noe av. Plassen er ledig, og { $call } trenger plass igjen.
outcome-stay-ended = Oppholdet for barn { $child } er slutt. Plassen er ledig.
outcome-stay-ended-days = Oppholdet for barn { $child } er slutt etter { $days ->
    [0] under ett døgn
    [1] ett døgn
   *[other] { $days } døgn
}. Plassen er ledig.
outcome-stay-ended-fits = { $said } Den passer for { $calls }.
outcome-evaluated = Synet på oppholdet er skrevet ned for barn { $child }.
outcome-split = Søsknene i { $call } søkes plass til hver for seg.
outcome-remarked = Skrevet ned på { $call }.
outcome-stays-open = { $call } blir stående åpen mens barnet bor på plassen.
outcome-stays-open-no-more = { $call } står ikke lenger åpen etter plasseringen.
outcome-stays-open-closed = { $call } er lukket: alle barna har plass.
outcome-meeting-set = Avklaringsmøtet for { $call } er { $time }.
outcome-meeting-set-commitment = Avklaringsmøtet for { $call } er { $time }. Tilsagnet har frist { $due }.
outcome-step-done = { $call }: { $step } er gjort.
outcome-step-not-relevant = { $call }: { $step } er ikke aktuelt.
outcome-follow-up-moved = Oppfølgingen er flyttet til { $time }.
outcome-follow-up-to-department = Oppfølgingen er gitt til inntaksavdelingen.
outcome-follow-up-to-adviser = Oppfølgingen er gitt videre.
outcome-silenced = { $count ->
    [0] Ingen alarm lyder.
    [1] Alarmen er dempet for alle.
   *[other] { $count } alarmer er dempet for alle.
}
outcome-named-export = { $call } er eksportert med navn. Eksporten er loggført.
outcome-arrived = Barna i tilbud { $offer } er framme.
outcome-arrived-closed = Barna i tilbud { $offer } er framme. Saken er lukket som plassert.

refusal-not-arrived = Barn { $child } er ikke kommet fram. Registrer ankomsten først, eller at det ikke ble noe av.
refusal-no-stay = Barn { $child } bor ikke på noen plass her.
refusal-step-settled = Steget «{ $step }» er alt avgjort for { $call }.
refusal-step-of-others = Steget «{ $step }» gjør andre. Det vises, men krysses ikke av her.
refusal-no-steps = { $call } er en drøfting. Rutinens steg gjelder plassering.
refusal-no-siblings = { $call } gjelder ikke søsken. Det er ingen å dele.
refusal-apart-already = Søsknene i { $call } søkes alt plass til hver for seg.
refusal-not-placed = Ingen i { $call } har plass ennå.
refusal-stays-open-already = Slik er det alt for { $call }.
refusal-too-early = { $time } er før { $after }, som kom først. Skriv en senere tid.
refusal-wrong-century = { $time } er for lenge siden til å gjelde et barn. Se på årstallet.
refusal-text-missing = { $field ->
    [reason] Grunnen mangler. Skriv hvorfor.
    [agreed_by] Navnet mangler. Skriv hvem i kommunen som sa det.
    [text] Teksten mangler. Skriv hva som skal noteres.
   *[other] Teksten mangler. Skriv hva som ble sagt.
}

logged-registered-at = registrert
logged-meeting-at = avklaringsmøte
logged-meeting-set-at = innkalt
logged-stays-open = står åpen
logged-step = steg
logged-owner = hvem sin
logged-moved-at = flyttet
logged-measure = tiltak
logged-accepted-at = godtatt
logged-leaves-at = reiser
logged-expected-at = ventes
logged-unit-told-at = tiltaket fikk vite
logged-arrived-at = framme
logged-cancelled-at = ble ikke noe av
logged-driver = hvem kjører
logged-medicines = medisiner og klær
logged-night-number = nattnummer
logged-parents-view = foreldrenes syn
logged-agreed-at = avtalt
logged-agreed-by = avtalt med
logged-text = tekst
logged-since-at = lyder siden
log-about-placements = plassering { $number }
log-about-routine-steps = steg { $number }
log-about-sibling-splits = deling { $number }
log-about-remarks = merknad { $number }
log-about-silences = demping { $number }
log-about-named-exports = eksport { $number }
