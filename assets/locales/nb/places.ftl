# All places, and the state of one.
all-places-title = Plasser
all-places-title-confirm = Plasser · { $count } må bekreftes
all-places-shown = Vis
all-places-all = alle
all-places-region = region { $region }
all-places-sorted = y sorter: { $by }
all-places-by-distance = km fra { $call }
all-places-by-name = navn
all-places-by-confirmed = eldst bekreftet
all-places-counts = { $total ->
    [one] 1 plass
   *[other] { $total } plasser
}: { $free } ledig, { $taken } holdt, { $out } ute, { $occupied } opptatt
all-places-group-to-confirm = må bekreftes
all-places-group-free = ledig
all-places-group-taken = holdt og tilbudt
all-places-group-out = ute av drift
all-places-group-occupied = opptatt
all-places-heading = { $group } { $count }
all-places-heading-folded = { $group } { $count } (Enter åpner)
all-places-heading-open = { $group } { $count } (Enter lukker)
all-places-column-state = tilstand
all-places-column-since = siden
all-places-empty = Ingen plasser i listen. Les inn en fil med: akuttvakt import places FIL
all-places-none-shown = Ingen plasser i dette utvalget. Pil høyre viser neste.
all-places-held = holdt { $call } til { $time }
all-places-offered = tilbudt { $call }
all-places-occupied = opptatt { $call }
all-places-extra = { $count ->
    [1] over kapasitet
   *[other] over kapasitet, { $count }
}
all-places-expected-short = ventes { $when }
all-places-expected = ventes ledig { $when }
all-places-unconfirmed = { $age } ?
all-places-never = aldri ?

home-title = Kart og historikk
home-title-none = Ingen plass er merket
home-title-narrow = { $unit }
home-hint-open = Enter mer
home-hint-close = Enter mindre
home-hint-history = Tab historikk
home-hint-list = Tab listen
home-ages = alder { $min }–{ $max }
home-places = { $count ->
    [one] 1 plass
   *[other] { $count } plasser
}
home-largest-group = høyst { $count } sammen
home-approved = godkjent for { $groups }
home-note = Merknad: { $note }
home-shown = vist, loggført (v skjuler)
home-occupied-places = Enter åpner eller lukker listen over opptatte plasser.

map-none = Kartet har ikke omriss av regionen.
map-air-line = luftlinje, km
map-shielded = saken er skjermet
map-call = { $municipality } ({ $call })

place-history-title = historikk
place-history-reading = Leser historikken …
place-history-none = Ingen historikk ennå.
place-history-place = plass { $number }: { $what }
place-history-by = { $what } ({ $by })
place-history-state-reason = { $state }: { $reason }
place-history-held = holdt for { $call }
place-history-offered = tilbudt { $call }
place-history-occupied = opptatt { $call }
place-history-ended = { $what }, { $end } { $time }
place-history-lapsed = gikk ut
place-history-released = gitt fri
place-history-declined = takket nei
place-history-withdrawn = trukket
place-history-undone = angret
place-history-stay-ended = flyttet ut
place-history-closed = saken lukket
place-history-confirmed-phoned = bekreftet, ringt
place-history-confirmed-mail = bekreftet, e-post
place-history-confirmed-message = bekreftet, melding

place-state-title = Tilstand · { $unit } · nå { $state }
place-state-title-of-several = Tilstand · { $unit }, plass { $number } av { $places } · nå { $state }
place-state-hint = Enter lagre   Tab neste felt   Esc tilbake
place-state-hint-release = Enter gi fri   Tab neste felt   Esc tilbake
place-state-label = Tilstand
place-state-reason = Hvorfor
place-state-reason-empty = (valgfritt)
place-state-reason-wanted = (skriv hvorfor, så slipper neste vakt å spørre)
place-state-which = Gjelder
place-state-which-one = plassen
place-state-which-all = alle på enheten
place-state-gives-back = Holdet for { $call } gis fri.
place-state-hold-stays = Holdt for { $call } til { $time }. Holdet står til det går ut eller gis fri.
place-state-free-gives-back = Holdt for { $call } til { $time }. l og Enter gir plassen fri.
place-state-offered = Tilbudt til { $call } av { $by }, { $time }. Tilstanden settes når svaret er kommet.
place-state-occupied = Et barn bor her ({ $call }). Tilstanden settes når barnet har flyttet.
place-state-all-places = Alle { $count } plassene på { $unit } får samme tilstand. Hold, tilbud og barn som bor der, står.
place-state-fault-state = Velg tilstand med en bokstav.
place-state-fault-same = Plassen er allerede { $state }.
place-state-fault-long = Høyst { $limit } tegn.
place-state-act = Gjør
place-state-expected = Ventes ledig
place-state-expected-empty = (dato eller tid, som 1.12 eller 1.12 0800)
place-state-expected-now = (nå { $when }; ny dato eller tid, - når ingen vet)
place-state-open-extra = ny ekstra plass
place-state-close-extra = lukk ekstra
place-state-reason-extra = (hvem bestemte det, og hvorfor)
place-state-opens-extra = { $unit } får en plass over ordinær kapasitet. Den lukkes her igjen når den ikke trengs.
place-state-closes-extra = Plassen over kapasitet på { $unit } lukkes. Ingen kan få den.
place-state-title-of-extra = Tilstand · { $unit }, plass over kapasitet · nå { $state }
place-state-fault-nothing = Skriv når plassen ventes ledig, eller velg hva som skal gjøres.
place-state-fault-reason = Skriv hvem som bestemte det, og hvorfor.
place-state-fault-time = Skriv en dato eller tid som kommer, som 1.12 eller 1.12 0800.
cli-place-is-extra = over kapasitet
