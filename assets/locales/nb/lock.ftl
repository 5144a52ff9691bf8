# The lock: counts and clocks only.
lock-title = akuttvakt
lock-locked = LÅST
lock-loading = Vakten leses …
lock-over = { $count } OVER FRISTEN { $time }
lock-next-deadline = neste frist om { $time }
lock-next-call-back = neste beskjed { $time }
lock-late-call-back = beskjed lovet { $time }
lock-kept = Noe du skrev ligger parkert.
lock-alarms-go-on = Alarmer går videre; mellomrom demper.
lock-unsaved = Noe du skrev er ikke lagret ennå, og går tapt om programmet slutter. Lås opp og lagre det først.
lock-demo = Demo: her er ikke noe passord. Enter alene låser opp.
lock-hint = Enter lås opp   Tab annen rådgiver   Ctrl-Q avslutt
lock-hint-demo = Enter lås opp   Ctrl-Q avslutt
lock-other-hint = Enter start   Tab felt   Esc tilbake   Ctrl-Q avslutt
entry-handed-over = Vakta er avsluttet, og sakene er overlevert.
entry-clock-jumped = Klokka hoppet { $length } fram, og skjermen ble låst. Maskinen sov, eller klokka ble stilt.
