# The clocks of the law: the municipality's and the tribunal's, as information only.
legal-tribunal = nemnda innen { $hours } timer om mulig: { $time }
legal-petition = begjæring til nemnda innen { $days ->
    [14] to uker
    [42] seks uker
   *[other] { $days } dager
} fra vedtaket: siste dag { $day }
legal-complaint = klage på vedtaket: behandles innen { $days ->
    [7] en uke
   *[other] { $days } dager
}
legal-to-be-confirmed = ikke bekreftet for { $basis }: { $what }
legal-of = { $who }: { $text }
