# The checklist, on the board and as a conversation.
item-question = «{ $question }»
item-state-unknown = vet ikke, { $time }
item-state-answered = besvart { $time }
item-state-not-relevant = ikke aktuelt
item-state-not-now = ikke nå
item-state-one-child = bare ett barn
item-state-later = ettersendes
item-state-later-due = ettersendes { $time }
item-names-hidden = registrert (skjult)
item-holds-until = til { $time }
item-may-be-known = stedet kan bli kjent
item-not-be-known = stedet skal ikke bli kjent
item-reads-names = { $names ->
    [one] 1 navn
   *[other] { $names } navn
}, { $ids ->
    [one] 1 fødselsnummer
   *[other] { $ids } fødselsnumre
}
checklist-more = { $count } til: { $key }

talk-title = Sjekkliste { $call } { $municipality } · { $clock } · { $settled } av { $items }
talk-title-narrow = Sjekkliste { $call } { $municipality } · { $clock }
talk-closed = saken er avsluttet
talk-hint = pil opp/ned: punkt   F3 { $words ->
    [shown] skjul
   *[hidden] vis
} ordene   Ctrl-N ny   Esc ferdig
talk-item = punkt { $number }
talk-why = Hvorfor: { $why }
talk-known = Kjent: { $what }
talk-answer = svar:
talk-answer-new = nytt svar:
talk-reads = Føres som: { $what }
talk-keys = Enter lagre  ? vet ikke  - ikke aktuelt  + ettersendes  pil ned: hopp
talk-keys-help = Enter lagre  ? vet ikke  - ikke nå  + ettersendes  pil ned: hopp
talk-keys-typing = Enter lagre og gå videre   pil ned: neste, det skrevne blir stående
talk-hidden = ord skjult
talk-by = { $time } { $by }
talk-more-above = { $count } til over: pil opp
talk-more-below = { $count } til
talk-complete = Alle punktene er spurt om. Esc ferdig, pil opp for å rette.
talk-half-typed = halvskrevet
talk-fault-names = { $named } navn, men saken har { $children } barn. Ett navn for hvert barn, med komma mellom.
talk-form-identity = Navn Etternavn 11 siffer, komma mellom barna. Holdes skjult.
talk-form-basis = for eksempel: 4-2 vedtak kl 0210 bvv   (venter, nemnd)
talk-form-whereabouts = for eksempel: hjemme hos far, til 05
talk-form-wished = for eksempel: bh   inst   fh   bh/inst
talk-form-protection = ja: kan få vite   nei: skal ikke vite   uavklart
talk-form-health = for eksempel: allergi   medisin   #krykker
talk-form-siblings = sammen   kandeles   delt   ikkesøsken
item-decided-by = av { $maker }
