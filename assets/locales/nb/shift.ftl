# Shifts and handovers.
cli-act-shift-start = vakt begynt
act-found-handover = { $act } overlevering vaktskifte skifte
cli-act-watch = oppmerksomhet
story-watched = oppmerksomhet: { $level }
cli-act-handover = vakt overlevert
cli-act-go-through = punkt gjennomgått
cli-act-receive = vakt mottatt
cli-act-take-shift = vakt overtatt

outcome-shift-started = Du er på vakt. Vakta varer til { $until }.
outcome-watch-set = { $call }: { $level }.
outcome-watch-set-by = { $call }: { $level }, innen { $time }.
outcome-handover-signed = Vakta er overlevert: overlevering { $handover } er signert. { $points ->
    [0] Ingenting er åpent.
    [one] Ett punkt følger med.
   *[other] { $points } punkter følger med.
}
outcome-went-through = { $left ->
    [0] Alle punkter i overlevering { $handover } er gjennomgått. Gjenta og signer.
    [one] Ett punkt igjen i overlevering { $handover }.
   *[other] { $left } punkter igjen i overlevering { $handover }.
}
outcome-handover-received = Overlevering { $handover } er mottatt. { $came }
outcome-came-over = { $calls ->
    [0] Ingen saker
    [one] Én sak
   *[other] { $calls } saker
} og { $tasks ->
    [0] ingen oppgaver
    [one] én oppgave
   *[other] { $tasks } oppgaver
} er dine fra nå.
outcome-nothing-came-over = Ingen saker skiftet eier.
outcome-and-on = { $done } Vakta di varer til { $until }.
outcome-shift-taken = Overtatt uten overlevering: { $calls ->
    [0] ingen saker
    [one] én sak
   *[other] { $calls } saker
} og { $tasks ->
    [0] ingen oppgaver
    [one] én oppgave
   *[other] { $tasks } oppgaver
}. Det er ditt fra nå.

watch-critical = kritisk
watch-watch = følg med
watch-calm = rolig

refusal-no-shift = Du har ingen vakt i gang, så det er ingenting å overlevere. Begynn med shift start, eller logg på skjermen.
refusal-shift-goes-on = Vakta er i gang. Blir den ikke overlevert, kan du overta den fra { $until }.
refusal-nothing-to-take = Det er ingenting å overta: ingen vakt i gang, ingen åpne saker og ingen oppgaver.
refusal-own-handover = Du kan ikke overlevere til deg selv eller motta din egen overlevering.
refusal-handover-received = Overlevering { $handover } er mottatt allerede.
refusal-handover-erased = Ordene i overlevering { $handover } er slettet. Den kan ikke mottas lenger.
refusal-gone-through = Punktet er gjennomgått allerede.
refusal-points-left = { $left ->
    [one] Ett punkt i overlevering { $handover } er ikke gjennomgått ennå.
   *[other] { $left } punkter i overlevering { $handover } er ikke gjennomgått ennå.
}

log-about-case-watches = oppmerksomhet { $number }
log-about-handovers = overlevering { $number }
log-about-handover-points = skiftepunkt { $number }
log-about-handover-sums = skiftetall { $number }
log-about-handover-capacity = ledig ved skifte { $number }
logged-planned-until = varer til
logged-signed-on-at = pålogget
logged-ended-seq = siste linje
logged-level = oppmerksomhet
logged-action = hva som gjøres
logged-action-at = når det gjøres
logged-action-by = hvem gjør det
logged-if-then = hvis, så
logged-shift = vakt
logged-giver = gitt av
logged-receiver = gitt til
logged-signed-at = signert
logged-head-seq = loggens linje
logged-head-hash = loggens kjede
logged-searched-in-vain = spurt forgjeves
logged-median-minutes = median svartid
logged-received-by = mottatt av
logged-handover-received-at = mottatt
logged-handover = overlevering
logged-section = del
logged-matter = nummer
logged-given = skifter eier
logged-gone-through-by = gjennomgått av
logged-gone-through-at = gjennomgått
logged-list = liste
logged-of-group = gruppe
logged-free-then = ledig ved start
logged-free-now = ledig ved slutt
value-working-day = neste virkedag
value-journey = på vei til plass
value-on-the-way = på vei
value-awaiting = venter på svar
value-without-offer = uten tilbud
value-earlier-accepted = fikk plass, registrert før vakta
value-ended-otherwise = endte på annen måte
logged-to-confirm = må bekreftes
logged-summary = sammendrag
logged-repeated = gjentatt
