//! Three siblings, a Friday night: together at first, declined for the distance, split, driven to three homes, one of
//! them late; then the work of the days, and a place that comes free for another call.

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::call::CloseReason;
use akuttvakt::domain::command::Command;
use akuttvakt::domain::ids::{CallId, ChildId};
use akuttvakt::domain::placement::PlacementState;

use super::Night;

const CALL: CallId = CallId(1);
const OTHER: CallId = CallId(2);

#[test]
fn three_siblings_from_the_first_ring_to_the_last_follow_up() {
    let mut night = Night::begin("2026-11-27T22:40:00Z");
    the_call_and_its_basis(&mut night);
    an_alarm(&mut night);
    together_and_declined(&mut night);
    split(&mut night);
    an_offer_each(&mut night);
    three_journeys(&mut night);
    one_is_late(&mut night);
    monday(&mut night);
    by_day(&mut night);
    an_unplanned_move(&mut night);
    the_place_that_came_free(&mut night);
    for call in [CALL, OTHER] {
        night.routine_is_over(call);
    }
    night.is_over(&[]);
    night.keys("3").mark("2     tir 08.12").tells(OTHER, OF_THE_OTHER);
    night.mark("1     fre 27.11").tells(CALL, STORY);
}

fn the_call_and_its_basis(night: &mut Night) {
    night.keys("nnordre land bvv j9+g6+b2 sammen 4-1 bh -20m nå hjemme tlf 22334455\r").is_done();
    night.sees(&["3 søsken 9 6 2 · § 4-1 BH", "frist 01:20", "01:20  gi tilbud"]);
    // It was an order after all.
    night.keys("k4-2 vedtak kl 2310 bvv\r").sees(&["§ 4-2, fattet 23:10, av påtale eller barnevernsvakt"]);
    night.keys("\u{1b}").is_done().sees(&["3 søsken 9 6 2 · § 4-2 BH"]);
}

fn an_alarm(night: &mut Night) {
    night.until("2026-11-27T23:50:00Z");
    assert_eq!(night.rig.bells.last(), Some(&night.rig.now), "it rings");
    night.sees(&[" ! 1 Nordre Land nærmer seg fristen 01:20 uten tilbud", "mellomrom: demp for alle"]);
    night.sees_narrow(&["mellomrom: demp"]);
    night.until("2026-11-27T23:51:00Z").keys(" ");
    night.sees(&["Alarmen er dempet for alle."]).sees_not("nærmer seg fristen");
    let rung = night.rig.bells.len();
    night.until("2026-11-27T23:52:00Z");
    assert_eq!(night.rig.bells.len(), rung, "it is silent");
}

fn together_and_declined(night: &mut Night) {
    night.sees(&["Plasser for 1 · 3 søsken 9 6 2 · § 4-2 BH · 1 passer", "plass til 2 av 3"]);
    night.mark_place("Solbakken").keys("o").sees(&["▸alle 3 som én gruppe", "tar alle 3"]);
    night.keys("plass til alle tre\t\tvil være sammen\t2 timer\t\tj\tTuva på Solbakken\t-3m\r").is_done();
    night.until("2026-11-28T00:01:00Z").keys("anl\tvakthavende\r").is_done();
    night.sees(&["1: takket nei. Ingen annen plass passer nå.", "takket nei 01:01", "uten plass 1 t 41 min"]);
    night.sees(&["neste i rutinen: gi tilbud"]).sees_narrow(&["takket nei"]);
    night.keys(",ukommunen ville ha institusjon for den eldste\r").is_done();
    night.sees_not("institusjon for den eldste");
}

fn split(night: &mut Night) {
    night.keys(",d\r").sees(&["Skriv hvem i kommunen som sa det."]);
    night.keys("Anne Ås, vakta\t0055\tnær skolene sine\r").is_done();
    night.sees(&[
        "Søsknene i 1 søkes plass til hver for seg.",
        "▸ jente 9 trenger plass  uten 101 min",
        "gutt 6 trenger plass   uten 101 min",
        "Plasser i 1 for jente 9",
    ]);
    night.sees_not("Anne Ås");
}

fn an_offer_each(night: &mut Night) {
    for (unit, why, child) in [
        ("Furuly", "nær skolen", "▸jente 9"),
        ("Nordstua", "nær barnehagen", "▸gutt 6"),
        ("Solbakken", "tar de minste", "▸barn 2"),
    ] {
        night.mark_place(unit).keys("o").sees(&[child]);
        night.keys(why).keys("\t\tspurt i bilen\t1 time\t\tj\tsvarte selv\t-1m\r").is_done();
    }
    night.sees(&[
        "jente 9 tilbudt Furuly",
        "gutt 6 tilbudt Nordstua",
        "barn 2 tilbudt Solbakken",
        "tilb. 92",
    ]);
    night
        .until("2026-11-28T00:05:00Z")
        .keys("a")
        .sees(&["▸jente 9: Furuly   gutt 6: Nordstua   barn 2: Solbakken"]);
    night.keys("g\tvakthavende\rag\rag\r").is_done();
    night.sees(&[
        "jente 9 godtatt, Furuly",
        "gutt 6 godtatt, Nordstua",
        "barn 2 godtatt, Solbakken",
        "gjør: avtal reisen",
    ]);
}

fn three_journeys(night: &mut Night) {
    night.keys("pa0130\t0215\tpolitiet\tinhalator\t0105\t99887766\r").is_done();
    night
        .keys("p↓")
        .sees(&["▸gutt 6 · Nordstua · ankomst ikke avtalt", "1 er åpen til alle barna er framme."]);
    night.keys("a0130\t0230\tbarnevernsvakta\tbamse\t0106\t99887755\r").is_done();
    night.keys("p↓↓a0140\t0245\tbarnevernsvakta\tbleier\t0107\t99887744\r").is_done();
    // The eldest has a home for now; the municipality looks for what she needs in the long run.
    night.keys(",o").sees(&["blir stående åpen"]).keys("\r").is_done();
    night.sees(&[
        "reiser 01:30 · ventes 02:15",
        "03:15  ring Furuly",
        "03:30  ring Nordstua",
        "03:45  ring Solbakken",
    ]);
    night
        .until("2026-11-28T01:11:00Z")
        .keys("p")
        .sees(&["▸jente 9 · Furuly · ventes 02:15", "1 blir stående åpen."]);
    night.keys("\r").is_done();
    night.until("2026-11-28T01:31:00Z").keys("p\r").is_done();
    night.sees(&["gutt 6 bor på Nordstua", "barn 2 på vei til Solbakken", "ventes 02:45"]);
}

fn one_is_late(night: &mut Night) {
    night
        .until("2026-11-28T01:46:00Z")
        .sees(&["ikke framme", "ventes 02:45, ikke bekreftet"])
        .sees_not("! ikke framme");
    night.until("2026-11-28T02:46:00Z");
    night.sees(&[
        "! ikke framme",
        "! ventes 02:45, ikke bekreftet",
        "!03:45  ring Solbakken: er barnet",
        "4 Oppfølging (1)",
    ]);
    night.sees_narrow(&["! ikke framme"]);
    night.keys("4").mark("ring Solbakken: er barnet framme?").sees(&["over tiden 1", "−1 min  03:45"]);
    night.keys("\r").sees(&["30 min  04:16     1 Nordre Land        ring Solbakken: er barnet framme?"]);
    night.until("2026-11-28T03:11:00Z").keys("1pf0405\r").is_done();
    night.sees(&["barn 2 bor på Solbakken", "har plass, står åpen"]).sees_not("ring Solbakken");
    night.sees_narrow(&["står åpen"]);
}

fn monday(night: &mut Night) {
    night.until("2026-11-30T07:20:00Z").sees(&["4 Oppfølging (10)", "har plass, står åpen"]);
    night.keys("4").mark("informere").sees(&["Furuly: informere · BIRK · tilsagn", "avd. for Nordr"]);
    night.keys("\r\r\r↓\r1.12 0900\r\u{1b}\u{1b}").is_done();
    night.sees(&["Avklaringsmøtet for 1 er tir 01.12 09:00. Tilsagnet har frist ons 02.12 08:00."]);
    for unit in ["Nordstua", "Solbakken"] {
        night.mark(&format!("{unit}: informere")).keys("\r\r\r").is_done();
    }
    night.keys("1,o").sees(&["ikke lenger stående åpen"]).keys("\r").is_done();
    night.sees(&["1 er lukket: alle barna har plass.", "Ingen venter."]);
}

fn by_day(night: &mut Night) {
    night.until("2026-12-02T07:20:00Z").keys("4");
    for unit in ["Furuly", "Nordstua", "Solbakken"] {
        night.mark(&format!("{unit}: skrive tilsagn")).keys("\r");
    }
    night.sees(&["Ingenting å følge opp."]);
    night
        .keys("3-")
        .mark("13 søknad")
        .keys("kommunen søker fosterhjem\r")
        .mark("14 varsle")
        .keys("-\u{1b}")
        .is_done();
    night.keys("4").sees(&["Ingenting å følge opp."]).keys("3");
    let details = night.details(CALL);
    assert_eq!(
        (details.call.basis, details.call.close_reason),
        (Some(BasisCode::A4_2), Some(CloseReason::Placed))
    );
}

fn an_unplanned_move(night: &mut Night) {
    night.until("2026-12-08T09:00:00Z");
    night
        .keys("1ngjøvik bvt g7 4-2 bh -5m nå hjemme tlf 22334455 vedtak\r")
        .is_done()
        .sees(&["2 registrert"]);
    night.keys("2fNordstua\r").sees(&["1 · gutt 6 siden lør 28.11 02:31"]);
    night.keys("p\ru\r").sees(&["flytting som ikke var planlagt: skriv hva som skjedde."]);
    night.keys("løp hjem i natt, fant ikke roen\r").is_done();
    night.sees(&["Nordstua er ledig igjen etter 10 døgn. Passer for 2."]).keys("\u{1b}1");
    night.sees(&["  Nordstua er ledig igjen", "Nordstua er ledig igjen, pas", "4 Oppfølging (1)"]);
    night.sees_narrow(&["Nordstua er ledig igjen"]);
    let moved = night.details(CALL).placements;
    let of = |child| moved.iter().find(|(placement, _)| placement.child == ChildId(child)).unwrap().0.state();
    assert_eq!(
        [of(1), of(2), of(3)],
        [PlacementState::Living, PlacementState::Ended, PlacementState::Living]
    );
}

fn the_place_that_came_free(night: &mut Night) {
    // In office hours it is cleared with the head before.
    night
        .sees(&["før plassering", "  klarere med avdelingsleder"])
        .keys("-")
        .mark("5 klarere med avdelingsleder")
        .keys("Grete\r\u{1b}");
    night.sees_not("før plassering").mark_place("Nordstua").keys("b").sees(&["Nordstua er bekreftet"]);
    night
        .keys("okjenner hjemmet\tvil dit\t40 min\t\tj\tfostermor\t-1m\r")
        .is_done()
        .sees_not("ledig igjen, pas");
    night.keys("ag\r").is_done().keys("pa1015\t1055\tkommunen\tingen\t1000\r").is_done();
    night.until("2026-12-08T10:05:00Z").keys("p\r").is_done().sees(&["plassert · tilb. 5"]);
    night.until("2026-12-09T07:30:00Z").keys("4").mark("BIRK").sees(&["BIRK · tilsagn · avklaringsmøte"]);
    night.keys("\r\r↓\r10.12 1200\r\u{1b}\u{1b}").is_done();
    night.until("2026-12-11T07:30:00Z").mark("skrive tilsagn").keys("\r").sees(&["Ingenting å følge opp."]);
    night
        .keys("3")
        .mark("2     tir 08.12")
        .keys("-")
        .mark("13 søknad")
        .keys("-")
        .mark("14 varsle")
        .keys("-\u{1b}");
    night.is_done();
    let silenced = |command: &&Command| matches!(command, Command::SilenceAlarms { .. });
    assert_eq!(night.rig.commands.iter().filter(silenced).count(), 1);
}

const OF_THE_OTHER: &[&str] = &[
    "08.12.2026 09:55 første samtale. Gjøvik, barnevernstjeneste: plassering · gutt 7 · § 4-2 · beredskapshjem",
    "08.12.2026 09:55 henvist: klokken startet, frist 11:55",
    "08.12.2026 10:00 ledig plass som passer: Nordstua",
    "08.12.2026 10:00 gjort: klarere med avdelingsleder",
    "  Notat: Grete",
    "08.12.2026 10:00 tilbud Nordstua, 5 min etter henvisning. Hvorfor: kjenner hjemmet",
    "  Barnets syn: vil dit",
    "  Reisetid: 40 min",
    "  Avklart med tiltaket.",
    "08.12.2026 10:00 svar om Nordstua: godtatt",
    "08.12.2026 10:00 reisen til Nordstua avtalt: reiser 10:15 · ventes 10:55 · tiltaket fikk vite det 10:00",
    "  hvem kjører: oppgitt",
    "  medisiner og klær: ingen",
    "08.12.2026 11:05 framme: Nordstua (ventet 10:55)",
    "08.12.2026 11:05 saken avsluttet: plassert",
    "09.12.2026 08:30 gjort: registrere i BIRK",
    "09.12.2026 08:30 avklaringsmøte satt til tor 10.12 12:00",
    "  skrive tilsagn: frist fre 11.12 08:00",
    "11.12.2026 08:30 gjort: skrive tilsagn",
    "11.12.2026 08:30 ikke aktuelt: søknad på vanlig måte",
    "11.12.2026 08:30 ikke aktuelt: varsle nasjonalt inntaksteam",
];

const STORY: &[&str] = &[
    "27.11.2026 23:20 første samtale. Nordre Land, barnevernsvakt: plassering · 3 søsken 9 6 2 · § 4-1 · beredskapshjem",
    "27.11.2026 23:20 henvist: klokken startet, frist lør 28.11 01:20",
    "27.11.2026 23:40 sjekkliste, Hjemmel, vedtak: hjemmel § 4-2, før § 4-1 · vedtak fattet · vedtak av påtale eller barnevernsvakt · vedtak fattet fre 27.11 23:10",
    "  «4-2 vedtak kl 2310 bvv»",
    "28.11.2026 00:51 alarm dempet for alle: 30 minutter igjen",
    "28.11.2026 00:52 tilbud Solbakken, 1 t 32 min etter henvisning. Hvorfor: plass til alle tre",
    "  Barnets syn: vil være sammen",
    "  Reisetid: 2 timer",
    "  Avklart med tiltaket.",
    "28.11.2026 01:01 svar om Solbakken: takket nei, for langt",
    "28.11.2026 01:01 uenighet om type tiltak notert",
    "  «kommunen ville ha institusjon for den eldste»",
    "28.11.2026 01:01 søsknene søkes plass hver for seg, avtalt 00:55",
    "  Grunn: nær skolene sine",
    "28.11.2026 01:01 tilbud Furuly (jente 9), 1 t 41 min etter henvisning. Hvorfor: nær skolen",
    "  Barnets syn: spurt i bilen",
    "  Reisetid: 1 time",
    "  Avklart med tiltaket.",
    "28.11.2026 01:01 tilbud Nordstua (gutt 6), 1 t 41 min etter henvisning. Hvorfor: nær barnehagen",
    "  Barnets syn: spurt i bilen",
    "  Reisetid: 1 time",
    "  Avklart med tiltaket.",
    "28.11.2026 01:01 tilbud Solbakken (barn 2), 1 t 41 min etter henvisning. Hvorfor: tar de minste",
    "  Barnets syn: spurt i bilen",
    "  Reisetid: 1 time",
    "  Avklart med tiltaket.",
    "28.11.2026 01:05 svar om Furuly: godtatt",
    "28.11.2026 01:05 svar om Nordstua: godtatt",
    "28.11.2026 01:05 svar om Solbakken: godtatt",
    "28.11.2026 01:05 reisen til Furuly (jente 9) avtalt: reiser 01:30 · ventes 02:15 · tiltaket fikk vite det 01:05",
    "  hvem kjører: oppgitt",
    "  medisiner og klær: inhalator",
    "  nattnummer: oppgitt",
    "28.11.2026 01:05 reisen til Nordstua (gutt 6) avtalt: reiser 01:30 · ventes 02:30 · tiltaket fikk vite det 01:06",
    "  hvem kjører: oppgitt",
    "  medisiner og klær: bamse",
    "  nattnummer: oppgitt",
    "28.11.2026 01:05 reisen til Solbakken (barn 2) avtalt: reiser 01:40 · ventes 02:45 · tiltaket fikk vite det 01:07",
    "  hvem kjører: oppgitt",
    "  medisiner og klær: bleier",
    "  nattnummer: oppgitt",
    "28.11.2026 01:05 henvendelsen står åpen selv om det er funnet plass",
    "28.11.2026 02:11 framme: Furuly (jente 9) (ventet 02:15)",
    "28.11.2026 02:31 framme: Nordstua (gutt 6) (ventet 02:30)",
    "28.11.2026 03:46 gjort: spør om barnet er framme",
    "28.11.2026 04:05 framme: Solbakken (barn 2) (ventet 02:45) (skrevet inn 04:11)",
    "30.11.2026 08:20 gjort: informere inntaksenheten",
    "30.11.2026 08:20 gjort: registrere i BIRK",
    "30.11.2026 08:20 avklaringsmøte satt til tir 01.12 09:00",
    "  skrive tilsagn: frist ons 02.12 08:00",
    "30.11.2026 08:20 gjort: informere inntaksenheten",
    "30.11.2026 08:20 gjort: registrere i BIRK",
    "30.11.2026 08:20 gjort: informere inntaksenheten",
    "30.11.2026 08:20 gjort: registrere i BIRK",
    "30.11.2026 08:20 henvendelsen står ikke lenger åpen etter plasseringen",
    "30.11.2026 08:20 saken avsluttet: plassert",
    "02.12.2026 08:20 gjort: skrive tilsagn",
    "02.12.2026 08:20 gjort: skrive tilsagn",
    "02.12.2026 08:20 gjort: skrive tilsagn",
    "02.12.2026 08:20 gjort: søknad på vanlig måte",
    "  Notat: kommunen søker fosterhjem",
    "02.12.2026 08:20 ikke aktuelt: varsle nasjonalt inntaksteam",
    "08.12.2026 10:00 opphold slutt etter 10 døgn, flytting som ikke var planlagt: Nordstua (gutt 6)",
    "  Grunn: løp hjem i natt, fant ikke roen",
];
