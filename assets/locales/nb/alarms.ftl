# What sounds: in the line below the bar, on the lock, and by command. The call is its number, with its place where that may be told.
alarm-overdue = { $call } gikk over fristen { $time } uten tilbud
alarm-overdue-short = { $call } over fristen { $time }, ingen tilbud
alarm-call-back = { $call }: lovet å ringe tilbake { $time }
alarm-call-back-short = { $call }: lovet å ringe { $time }
alarm-half-hour = { $call } nærmer seg fristen { $time } uten tilbud
alarm-half-hour-short = { $call } har frist { $time }, ingen tilbud
alarm-new-call = { $call } er ny, skrevet inn av { $by } { $time }
alarm-new-call-short = { $call } er ny { $time }
alarm-more = { $alarm } · +{ $count } til
alarm-silence = { $key }: demp for alle
alarm-silence-short = { $key }: demp
alarm-lock = { $count ->
    [1] En alarm lyder
   *[other] { $count } alarmer lyder
}: { $kinds }
cli-no-alarms = Ingen alarm lyder.
help-group-alarm = Alarmer: hva som lyder, og demping for alle.
help-alarm-list = Lister alarmene som lyder nå, den som haster mest først.
help-alarm-silence = Demper alarmene som lyder, for alle rådgivere.
help-alarm-silence-call = Bare alarmene for denne henvendelsen.
