# Shifts and handovers.
cli-act-shift-start = vakt begynt
cli-act-watch = oppmerksomhet
story-watched = oppmerksomhet: { $level }
cli-act-handover = vakt overlevert
cli-act-go-through = punkt gjennomgått
cli-act-receive = vakt mottatt
cli-act-take-shift = vakt overtatt

outcome-shift-started = Du er på vakt. Vakta varer til { $until }.
outcome-watch-set = { $call }: { $level }.
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
outcome-handover-received = Overlevering { $handover } er mottatt.
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
refusal-gone-through = Punkt { $point } er gjennomgått allerede.
refusal-points-left = { $left ->
    [one] Ett punkt i overlevering { $handover } er ikke gjennomgått ennå.
   *[other] { $left } punkter i overlevering { $handover } er ikke gjennomgått ennå.
}
