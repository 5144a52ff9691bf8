# Windows over the board, and what came of things.
quick-title = Ny henvendelse
quick-title-since = Ny henvendelse · begynt for { $age } siden
quick-hint = Enter registrer   Esc parker
quick-hint-guess = Tab { $guess }   Enter registrer   Esc parker
quick-hint-again = Enter en gang til registrerer med ordet i notatet   Esc parker
quick-hint-fetch = pil opp henter utkastet   Esc lukk
quick-example = kommune, hvem ringer, barn, hjemmel, tiltak: ringsaker bvv j9 4-2 bh
quick-received = henvist { $time }, frist { $deadline }
quick-received-no-deadline = henvist { $time }, ingen totimersfrist
quick-no-clock = klokken er ikke startet (-0m starter den nå)
quick-consultation = drøfting: ingen klokke
quick-rung-from = for, ringt fra { $municipality }
quick-needs = behov: { $needs }
quick-note = notat: { $note }
quick-gaps = ennå ikke kjent: { $gaps }
quick-fits = { $count ->
    [0] Ingen plasser passer nå.
    [one] 1 plass passer nå: { $first }
   *[other] { $count } plasser passer nå. Først: { $first }
}
quick-first-km = { $unit }, { $km } km luftlinje
quick-guesses = forslag: { $guesses }
quick-without-region = utenfor Bufetat
quick-municipality = { $name } ({ $number }, { $county }, { $region })

offer-title = Tilbud til { $municipality } for { $call } · { $what }
offer-hint = Enter gi tilbud   Tab neste felt   Esc tilbake
offer-hint-blocked = Enter gi tilbud likevel   Tab neste felt   Esc tilbake
offer-hint-taken = Esc tilbake
offer-distance = { $km } km luftlinje
offer-facts = Fakta
offer-in-the-way = I veien
offer-why = Hvorfor dette for dette barnet
offer-why-empty = (tomt blir en oppfølging)
offer-why-needed = (må fylles ut: noe er i veien)
offer-child-view = Barnets syn
offer-child-view-empty = ikke spurt ennå
offer-travel = Reisetid
offer-travel-empty = ikke oppgitt
offer-known = Stedet kan kjennes av familien
offer-known-unclear = uavklart
offer-known-yes = ja
offer-known-no = nei
offer-cleared = Avklart med tiltaket
offer-cleared-not-yet = ikke ennå (står åpent i tilbudet)
offer-cleared-yes = ja
offer-cleared-with = Hvem sa ja
offer-cleared-with-empty = navn eller rolle der
offer-cleared-at = Når
offer-cleared-at-empty = nå (eller 0155, igår 2340)
offer-title-fill-in = Fyll ut tilbud { $offer } · { $call } { $municipality } · { $what }
offer-hint-fill-in = Enter lagre   Tab neste felt   Esc tilbake
offer-why-missing = (mangler)
offer-unchanged = (tomt endrer ikke)
offer-fills-in = Det du skriver, kommer inn i tilbud { $offer }. Tomme felt blir som de er.
offer-not-to-be-known = Stedet skal ikke kjennes av familien. Si ikke navn eller sted i telefonen.
offer-children = Gjelder
offer-children-all = { $count ->
    [one] barnet uten tilbud
   *[other] alle { $count } som én gruppe
}
offer-child-has-offer = { $child } (har tilbud)
offer-too-few = Bare plass til { $room } av { $children } her. Velg ett barn under Gjelder, eller skriv hvorfor.
offer-rest-waits = Uten tilbud etter dette: { $children }.
offer-gaps = Ennå ikke kjent: { $gaps }. Blir stående som spørsmål.
offer-clock-stops = Klokken til tilbud stopper på { $time }.
offer-clock-stopped = Første tilbud ble gitt på { $time }.
offer-no-clock = Saken har ingen klokke.
offer-place-kept = Plassen holdes for { $call } til svar; ring kommunen { $time }.
offer-stale = Listen er gammel her: blir en oppfølging å bekrefte plassen.
offer-fault-reason = Noe er i veien. Skriv hvorfor plassen likevel tilbys.
offer-fault-child = Barnet har fått tilbud i mellomtiden. Velg et annet, eller Esc.
offer-fault-nothing = Ingenting er fylt ut ennå.
offer-fault-gone = Plassen er ikke ledig lenger. Esc, og velg en annen.

answer-title = Svar fra { $municipality } · { $call } · tilbud { $offer }: { $unit }
answer-hint = Enter lagre   Tab neste felt   Esc tilbake
answer-label = Svar
answer-more = PgUp, PgDn: tilbud { $at } av { $count } som venter
answer-accepted = godtar
answer-declined = nei
answer-withdrawn = trukket
answer-reason = Grunn
reason-too-far = langt
reason-not-same-day = ikke i dag
reason-not-fitting = passer ikke
reason-other-type = annen type
reason-own-solution = egen løsning
reason-family-against = familien imot
reason-basis-changed = ny hjemmel
reason-other = annet
answer-by = Hvem svarte
answer-by-empty = navn eller rolle (valgfritt)
answer-note = Merknad
answer-note-empty = (valgfri)
answer-note-needed = (må fylles ut)
answer-for = Gjelder { $who }.
answer-given = Tilbudt { $time }, for { $age } siden.
answer-does-accept = Barnet får plassen. Saken blir stående til den lukkes.
answer-does-decline = Plassen blir ledig igjen, saken går tilbake på toppen. Klokken uten plass går videre.
answer-does-withdraw = Plassen blir ledig igjen. Saken må ha et nytt tilbud.
answer-fault-answer = Velg svar: g godtar, n nei, t trukket.
answer-fault-reason = Et nei trenger grunn. Velg en bokstav.
answer-fault-note = Annet trenger en merknad.

reasons-title = Alle grunner · { $unit } for { $call }
reasons-hint = pil neste plass   o tilby   h hold   Esc tilbake
reasons-in-the-way = i veien
reasons-speaks-for = ellers
reasons-nothing-in-the-way = Ingenting er i veien.
reasons-none = Ingen plass er merket.

refused-taken-until = { $unit } er tatt: { $by } holder plassen for { $call } til { $time }. Velg en annen, eller spør { $by }.
refused-taken = { $unit } er tatt: { $by } tilbød plassen til { $call } { $time }. Velg en annen.
refused-title = Ikke gjort
refused-hint = Enter eller Esc lukk

quit-title = Avslutte?
quit-hint = q avslutt likevel   Enter eller Esc bli
quit-lost = Dette går tapt: { $lines ->
    [0] { "" }
    [one] 1 utkast til henvendelse
   *[other] { $lines } utkast til henvendelser
}{ $offers ->
    [0] { "" }
    [one] {" "}1 påbegynt tilbud
   *[other] {" "}{ $offers } påbegynte tilbud
}
quit-open-window = Et vindu er åpent med tekst som ikke er lagret.

done-registered = { $call } registrert, frist { $time }. { $fits }
done-registered-no-clock = { $call } registrert uten frist. { $fits }
done-duplicate = { $text } Kan være samme sak som { $calls }.
done-held = { $unit } holdes for { $call } til { $time }. h forlenger, o tilbyr.
done-offered = Tilbudt: { $unit } til { $call }, { $took } etter henvisning. u angrer, a når svaret kommer.
done-offered-no-clock = Tilbudt: { $unit } til { $call }. u angrer, a når svaret kommer.
done-accepted = { $call }: tilbudet er godtatt.
done-declined = { $call }: takket nei. Neste plass er merket.
done-declined-none-left = { $call }: takket nei. Ingen annen plass passer nå.
done-withdrawn = { $call }: tilbudet er trukket.
done-confirmed = { $unit } er bekreftet nå.
done-undone = Angret: { $what }.
done-undone-hold = hold på { $unit }
done-undone-offer = tilbud { $offer }; plassen er ledig, klokkene går som før
done-undone-offer-of = tilbud av { $unit } til { $call }
done-undone-answer-of = svaret fra { $call } om { $unit }
done-redone = Gjort om igjen: { $what }.
done-redone-hold = hold på { $unit } for { $call }
done-undone-answer = svaret på tilbud { $offer }
done-undone-place = tilstanden til { $unit }
done-other = Lagret.
notice-order-owner = Rekkefølge: eier, så avstand.
notice-order-distance = Rekkefølge: avstand, så eier.
notice-line-parked = Linjen er parkert. n og pil opp henter den.
notice-offer-parked = Det du skrev til tilbudet er tatt vare på. o for { $call } henter det.
notice-answer-parked = Det du skrev til svaret er tatt vare på. a for { $call } henter det.
notice-cannot = { $key }: { $why }.
notice-quit = Esc går bare tilbake. q avslutter.
quick-notice-also = også { $also }
quick-notice-planned = { $basis } er planlagt: saken får ingen totimersfrist.
quick-notice-own-system = { $municipality } har eget barnevern og hører ikke til Bufetat. Registreres likevel; sjekk ansvaret.
quick-notice-other-region = { $municipality } hører til region { $region }, som har egen vakttelefon. Registreres likevel.
quick-notice-institutions = { $basis } gjelder institusjon, ønsket er { $wish }.
quick-not-understood = (ikke forstått: { $words })
done-released = { $unit } er gitt fri.
done-place-set = { $unit }: { $state }.
