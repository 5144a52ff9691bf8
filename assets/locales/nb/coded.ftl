# Coded facts in words.
maker-court = domstol
maker-municipality = kommunen
maker-tribunal = nemnda
maker-police = påtale eller barnevernsvakt
maker-immigration = utlendingsmyndighet
claim-end-lapsed = gikk ut
claim-end-released = gitt fra seg
claim-end-declined = takket nei
claim-end-undone = angret
claim-end-ended = flyttet ut
claim-end-closed = saken ble lukket
