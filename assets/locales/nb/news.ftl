# Who is on, what is new since the last shift, and finding in the log.
label-changes = det nye siden din forrige vakt
label-changes-short = det nye

shift-hours-office = kontortid
shift-hours-evening = kveld
shift-hours-night = natt
shift-hours-weekend = helg
shift-hours-holiday = helligdag

duty-title = Du er på vakt
duty-hint = d det nye   lukkes med første tast
duty-shift = Vakt
duty-span = { $hours } · { $from } – { $until }
duty-with = Også på
duty-alone = ingen andre
duty-on = På vakt
duty-nobody = ingen
duty-handover = Ikke mottatt: overlevering fra { $giver } { $time }. Skjerm 6.
duty-handover-own = Din egen overlevering { $time } er ikke mottatt ennå.
duty-handovers-more = { $more } overleveringer til er ikke mottatt.
duty-names = på vakt: { $names }
duty-bar-more = { $name } +{ $more }

news-since = Siden { $time }: { $calls ->
    [0] ingen saker
    [one] 1 sak
   *[other] { $calls } saker
}, { $deviations ->
    [0] ingen avvik
   *[other] { $deviations } avvik
}, { $units ->
    [0] ingen enheter
    [one] 1 enhet
   *[other] { $units } enheter
} endret
news-since-key = { $what } (d).
news-first-shift = Ingen tidligere vakt er avsluttet, så det er ingenting å sammenligne med.
news-reading = Leser det nye …

changes-title = Det nye siden din forrige vakt
changes-hint = Enter tidslinje   F3 { $words ->
    [hidden] vis
   *[other] skjul
} fritekst   Esc tilbake
changes-none = Ingenting er skrevet siden.
changes-units = Enheter endret: { $units }
changes-units-more = { $units } og { $more } til
changes-new = ny
changes-untold = endret uten linje i tidslinjen

log-title-found = { $title } · «{ $text }»
log-title-found-since = { $title } · «{ $text }» · siden { $time }
log-none-found = Ingen linjer passer. Søk på nummer, navn, handling, i natt, i dag, vakta eller 20.11.
