# Screen 6, the handover, and its windows.
bar-handover = Skifte
label-handover = vaktskifte: motta og overlevere
label-sign-handover = overlever eller motta
label-sign-handover-short = signer
label-give-handover = overlever
label-receive-handover = motta
label-take-shift = overta
label-go-through = gjennomgått, neste
label-case-window = saken
label-closer = oppmerksomhet
label-next-page = neste skifte
help-screen-handover = Skifte
not-no-handover = det er ingenting å motta, og du har ingen vakt i gang
not-nothing-to-go-through = alt i denne raden er gjennomgått
not-giver-sets-level = den som overlever, setter oppmerksomheten; når du har mottatt, gjør du det
not-received = denne er mottatt; det som er åpent nå, står på din egen vakt
not-waits-for-receiver = overleveringen er signert og venter på mottakeren
not-forgotten = vakta kan fortsatt bli overlevert; om noen timer kan du overta den
not-cases-left = { $count ->
    [one] én sak er ikke gjennomgått; Enter på den
   *[other] { $count } saker er ikke gjennomgått; Enter på hver
}
not-one-page = det er bare ett skifte å vise

handover-title-none = Vaktskifte
handover-title-own = Vaktskifte · { $from } – nå · { $giver }
handover-title-late = Vaktskifte · { $from } – nå · { $giver } · ikke overlevert
handover-title-late-short = Vaktskifte · { $giver } · ikke overlevert
handover-title-signed-short = Vaktskifte · { $giver } → { $receiver } · { $until }
handover-title-signed = Vaktskifte · { $from } – { $until } · { $giver } → { $receiver }
handover-intake-unit = inntaksenheten
handover-hint-case = Enter, e saken
handover-hint-level = pil til siden: oppmerksomhet
handover-hint-give = m overlever
handover-hint-through = Enter gjennomgått, neste
handover-hint-left = { $count ->
    [one] én sak igjen før m
   *[other] { $count } saker igjen før m
}
handover-hint-receive = m motta
handover-hint-late = m overta sakene
handover-hint-other = venter på mottakeren
handover-hint-received = mottatt { $time }
handover-hint-pages = Tab neste skifte
handover-unreadable = Skiftet kunne ikke leses. Det prøves igjen når noe endres, eller når du trykker 1 og så 6.
handover-nothing = Ingenting å motta, og du har ingen vakt i gang.
handover-nothing-how = Når noen overlever til deg eller til inntaksenheten, står det her. Har du vakt, står det du skal overlevere her.
handover-open = Åpne { $count }
handover-open-none = Ingen åpne saker.
handover-progress = gjennomgått { $done } av { $all ->
    [one] 1 punkt
   *[other] { $all } punkter
}
notice-went-through = { $left ->
    [0] Gjennomgått. Gjenta og signer med m.
    [one] Gjennomgått. Én sak igjen før m.
   *[other] Gjennomgått. { $left } saker igjen før m.
}
handover-below = { $count } til: pil ned
handover-above = { $count } over: pil opp
handover-cut = raden fortsetter
handover-above-below = { $above } over, { $below } til: pil opp og ned
handover-section-open = Åpne
handover-section-awaiting = Venter svar
handover-section-on-the-way = På vei
handover-section-promised = Lovet å ringe
handover-section-due = Frist 24 timer
handover-section-later = Senere
handover-section-deviations = Avvik
handover-sums = Gjort i vakta
handover-free = Ledig mot start
handover-confirm = Må bekreftes
handover-summary-label = Sammendrag
handover-note = Notat
handover-repeated = Gjentatt
handover-none = ingen
handover-hidden = skjult, F3 viser
handover-not-written = ikke skrevet
handover-written-when-given = skrives når du overlever, med m
handover-half-written = påbegynt, m henter det
handover-over = { $count ->
    [one] 1 er ferdig siden
   *[other] { $count } er ferdige siden
}
handover-case-over = avsluttet siden
handover-offer = { $call } { $unit } siden { $time }
handover-hold = { $call } { $unit } holdes til { $time }
handover-journey = { $call } til { $unit }, ventes { $time }
handover-journey-unplanned = { $call } til { $unit }, reise ikke avtalt
handover-promise = { $time } { $who }
handover-promise-late = { $time } { $who } (sen)
handover-due = { $time } { $call } { $what }
handover-late = { $time } { $call } { $what } (sen)
handover-freed = { $call } ledig igjen, passer: { $units }
handover-freed-more = { $call } ledig igjen, passer: { $units } og { $more } til
handover-owner = { $owner } ({ $calls })
handover-by-owner = { $owners }: { $what }
handover-deviation = { $call } { $state }, { $days ->
    [one] 1 dag
   *[other] { $days } dager
}
handover-fact-deviation = avvik: { $state }
handover-fact-measures = tilbudt: { $measures }
handover-fact-owner = har saken: { $owner }
handover-action = gjør: { $what }
handover-next = neste: { $what }
handover-next-late = neste: { $what } (sen)
handover-action-timed = { $what } { $time }
handover-action-by = { $what } ({ $by })
handover-action-folded = gjør innen { $time }: vises når saken er merket
handover-action-folded-untimed = gjør: vises når saken er merket
handover-if-then = hvis { $text }
handover-sums-none = ingen henvendelser
handover-sums-received = { $count }: { $parts }
handover-sums-placed = { $count } plassert ({ $calls })
handover-sums-on-the-way = { $count } på vei ({ $calls })
handover-sums-awaiting = { $count } venter svar ({ $calls })
handover-sums-without = { $count } uten tilbud ({ $calls })
handover-sums-otherwise = { $count } endte på annen måte ({ $calls })
handover-sums-consultations = { $count ->
    [one] 1 drøfting ({ $calls })
   *[other] { $count } drøftinger ({ $calls })
}
handover-sums-earlier = { $count } fra før fikk plass ({ $calls })
handover-sums-declined = avslått: { $count ->
    [one] 1 tilbud ({ $calls })
   *[other] { $count } tilbud ({ $calls })
}
handover-sums-in-vain = spurt forgjeves: { $count }
handover-sums-median = median svartid { $minutes } min
handover-to-confirm = { $count ->
    [0] ingen; listen er ny nok
    [one] 1 ledig plass er ikke bekreftet i tide
   *[other] { $count } ledige plasser er ikke bekreftet i tide
}
handover-summary-open = { $count ->
    [0] Ingen åpne saker.
    [one] 1 åpen sak.
   *[other] { $count } åpne saker.
}
handover-summary-case = { $call } ({ $who }){ $facts }{ $more }.
handover-summary-over = over fristen { $time } uten tilbud
handover-summary-until = uten tilbud, frist { $time }
handover-summary-deadline = frist { $time }
handover-summary-unoffered = uten tilbud
handover-summary-another = trenger nytt tilbud
handover-summary-awaits = tilbud gitt { $time }, svar ventes
handover-summary-journey = på vei, ventes { $time }
handover-summary-unplanned = godtatt, reise ikke avtalt
handover-summary-accepted = godtatt
handover-summary-calm = { $call } ({ $who })
handover-summary-group-unoffered = Uten tilbud: { $calls }.
handover-summary-others = Rolige: { $calls }.
handover-summary-do = : { $what }
handover-summary-if = ; hvis { $text }
handover-summary-more = { $count ->
    [one] Og én sak til.
   *[other] Og { $count } saker til.
}
handover-summary-late = { $count ->
    [one] 1 oppgave er forsinket.
   *[other] { $count } oppgaver er forsinket.
}
handover-summary-due = { $count ->
    [one] 1 frist det neste døgnet.
   *[other] { $count } frister det neste døgnet.
}
handover-summary-sums = I vakta { $sums }.
handover-waiting = Vaktskiftet { $from } til { $to }, { $time }, er ikke mottatt.
handover-not-given = Vakta til { $by } skulle vært overlevert { $time }.
handover-waiting-more = { $first } Og { $count } til: { $keys }.
handover-waiting-see = { $first } { $keys } viser det.
handover-waiting-keys = { $tabs ->
    [0] 6
    [one] 6, så Tab,
   *[other] 6, så Tab { $tabs } ganger,
}
handover-waiting-keys-last = { $tabs ->
    [0] 6
    [one] 6, så Tab
   *[other] 6, så Tab { $tabs } ganger
}
help-here = På skiftet
help-here-through = raden er gjennomgått, og merket går til neste
help-here-case = saken: hva som skal gjøres, når, av hvem, hvis
help-here-closer = saken skal følges tettere
help-here-calmer = saken skal følges mindre tett
help-here-receive = motta: gjenta og signer
help-here-take = overta sakene i vakta
help-here-give = overlever vakta: velg hvem, og signer
help-here-previous = forrige skifte
help-here-print = siden til fil for utskrift, uten navn og ord

watch-title = { $call } { $place } · { $who } · til neste vakt
watch-hint = Enter lagre   Tab neste felt   Esc parker   F3 skjul ord
watch-level-field = Oppmerksomhet
watch-action = Gjør
watch-action-hint = hva som skal gjøres
watch-at = Når
watch-at-hint = 0830, eller 24.11 0830
watch-by = Av
watch-by-hint = hvem gjør det
watch-if-then = Hvis
watch-if-then-hint = leverandøren sier nei: ekstra plass på Åsen
watch-fault-time = Tidspunktet kan ikke leses, eller er passert. Skriv 0830, eller 24.11 0830.
watch-fault-passed = { $written } er passert. Enter en gang til: { $at }. Eller rett tidspunktet.
watch-at-passed = passert, altså { $at }
watch-of-other = Saken er ikke din: { $owner } har den.
watch-does = Enter lagrer det for { $call }. Det står på skiftet til neste vakt.

sign-title-give = Overlever vakta · { $count ->
    [0] ingen åpne saker
    [one] 1 åpen sak
   *[other] { $count } åpne saker
}
sign-title-receive = Motta vakta fra { $giver }
sign-hint-give = Enter signer   Tab neste felt   Esc parker   F3 skjul ord
sign-hint-receive = Enter signer   pil opp/ned: lese over   Esc parker   F3 skjul ord
sign-to = Til
sign-to-nobody = ikke valgt
sign-to-hint = pil til siden eller første bokstav
sign-to-on-duty = { $name } · på vakt
sign-on-duty = { $count ->
    [0] Ingen andre er på vakt nå.
   *[other] På vakt nå: { $names }.
}
sign-not-on-duty = { $name } er ikke på vakt nå.
sign-summary = Sammendrag
sign-note = Notat
sign-note-hint = annet neste vakt bør vite
sign-repeat = Gjenta
sign-repeat-hint = det viktigste, med egne ord
sign-names-receiver = Velg hvem som får vakta. Signaturen avslutter vakta di og kan ikke angres.
sign-does-give = { $count ->
    [0] Enter overlever til { $to } og avslutter vakta di. Ingen saker skifter eier.
   *[other] Enter gir { $calls } til { $to } og avslutter vakta di.
} Det kan ikke angres.
sign-fault-receiver = Velg hvem som får vakta, med pil til siden eller første bokstav.
sign-fault-repeat = Gjenta det viktigste med egne ord først.
sign-does-receive = { $count ->
    [0] Enter signerer at du har mottatt vakta. Ingen saker skifter eier.
    [one] Enter signerer at du har mottatt vakta. { $calls } er din fra nå.
   *[other] Enter signerer at du har mottatt vakta. { $calls } er dine fra nå.
}
sign-overtaken = Noe er endret siden sammendraget ble skrevet: les over.
sign-waits-for-you = Vakta fra { $givers } venter på at du mottar den.
sign-meant-for = Denne var til { $receiver }.
sign-intake-opens = Inntaksenheten åpner { $opens }.
sign-before-opening = Inntaksenheten åpner { $opens }. Før det: { $critical ->
    [0] ingen kritiske saker
    [one] 1 kritisk sak
   *[other] { $critical } kritiske saker
}, { $promises ->
    [0] ingen løfter om å ringe
    [one] 1 løfte om å ringe ({ $first })
   *[other] { $promises } løfter om å ringe, det første { $first }
}.
sign-for-information = { $calls } følger med til orientering.
sign-does-rest = Enter gjennomgår også: { $rest }
label-print-page = siden til utskrift
