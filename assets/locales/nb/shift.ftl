# Shifts and handovers.
cli-act-shift-start = vakt begynt
cli-act-watch = oppmerksomhet
cli-act-handover = vakt overlevert
cli-act-go-through = punkt gjennomgått
cli-act-receive = vakt mottatt

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
outcome-handover-received = Overlevering { $handover } er mottatt. Sakene er dine.

watch-critical = kritisk
watch-watch = følg med
watch-calm = rolig

refusal-no-shift = Du har ingen vakt i gang, så det er ingenting å overlevere. Begynn med shift start, eller logg på skjermen.
refusal-own-handover = Du kan ikke overlevere til deg selv eller motta din egen overlevering.
refusal-handover-received = Overlevering { $handover } er mottatt allerede.
refusal-handover-erased = Ordene i overlevering { $handover } er slettet. Den kan ikke mottas lenger.
refusal-gone-through = Punkt { $point } er gjennomgått allerede.
refusal-points-left = { $left ->
    [one] Ett punkt i overlevering { $handover } er ikke gjennomgått ennå.
   *[other] { $left } punkter i overlevering { $handover } er ikke gjennomgått ennå.
}
