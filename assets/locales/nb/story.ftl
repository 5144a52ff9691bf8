# What happened with a call, as a note is written.
story-first-contact = første samtale. { $who }: { $what }
story-referred = henvist
story-became-referral = drøftingen ble henvisning
story-clock = { $what }: klokken startet, frist { $deadline }
story-no-clock = { $what }: ingen totimersfrist
story-held = holdt { $units } til { $until }
story-held-longer = holdt { $units } lenger, til { $until }
story-hold-lapsed = hold på { $units } gikk ut av seg selv
story-released = hold på { $units } gitt fra seg
story-offered = tilbud { $unit }, { $after } etter henvisning.
story-offered-no-clock = tilbud { $unit }.
story-why = { $text } Hvorfor: { $why }
story-offer-number = tilbud { $offer }
story-completed = tilbudet om { $unit } fylt ut: { $fields }
story-child-view = Barnets syn: { $view }
story-travel = Reisetid: { $travel }
story-cleared = Avklart med tiltaket.
story-cleared-with = Avklart med tiltaket: { $with }
story-not-cleared = Ikke avklart med tiltaket da tilbudet ble gitt.
story-answer = svar om { $unit }: { $answer }
story-accepted = godtatt
story-declined = takket nei, { $reason }
story-withdrawn = tilbudet trukket
story-said-by = { $text } (sagt av { $by })
story-arrived = framme: { $units }
story-closed = saken avsluttet: { $reason }
story-corrected = rettet: { $changes }
story-field-was = { $field } { $new }, ikke { $old }
story-field-is = { $field } { $new }
story-field-gone = { $field } tatt bort (var { $old })
story-field-changed = { $field } endret
story-child-added = nytt barn: { $child }
story-child-removed = et barn tatt ut av saken
story-item = sjekkliste, { $item }: { $answer }
story-told = «{ $told }»
story-note = Notat: { $note }
story-call-back = lovet å ringe tilbake { $time }
story-done = gjort: { $what }
story-dropped = falt bort: { $what }
story-undone = angret: { $what }
story-undone-later = { $text } (angret { $time })
story-the-answer = svaret om { $unit }
story-the-offer = tilbudet om { $unit }
story-the-hold = hold på { $units }
story-the-item = sjekkliste, { $item }
story-the-promise = løftet om å ringe { $time }
story-the-last = det siste
story-linked = knyttet til samme barn i en annen henvendelse
story-erased = navn, numre og fritekst er slettet
story-revealed = så på navn og numre
story-places-of = { $unit } ({ $count } plasser)
story-to-do-offer-answer = ringe om svar på tilbudet
story-to-do-confirm = bekrefte plassen
story-to-do-clear = avklare med tiltaket
story-to-do-call-back = ringe tilbake
story-to-do-item = etterspørre det som skulle ettersendes
story-to-do-any = oppfølgingen
story-reason-too-far = for langt
story-reason-not-same-day = rekker ikke fram i dag
story-reason-not-fitting = passer ikke behovet
story-reason-other-type = vil ha en annen type
story-reason-own-solution = fant egen løsning
story-reason-family-against = familien er imot
story-reason-basis-changed = hjemmelen er endret
story-reason-other = annen grunn

timeline-title = { $call } { $who } · { $what } · { $state }
timeline-loading = Leser saken …
timeline-ahead = foran oss
timeline-nothing-ahead = Ingen oppfølging står åpen.
timeline-hint = pil bla   e endre   r ring   v navn   F3 { $words ->
    [shown] skjul
   *[hidden] vis
} ord   j logg   Esc tilbake
timeline-hint-closed = pil bla   v vis navn   F3 { $words ->
    [shown] skjul
   *[hidden] vis
} ord   j logg   Esc tilbake
timeline-nobody = –
timeline-offered-in = tilbud på { $took }
timeline-names = Navn og numre (vises til du trykker v):
timeline-name = { $child } { $name } { $number }
timeline-callback = tlf tilbake { $phone }
timeline-municipality = kommune { $municipality }
timeline-no-names = Ingen navn eller numre er skrevet inn.
