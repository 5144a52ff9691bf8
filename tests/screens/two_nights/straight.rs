//! A girl of nine, a Friday night: offered, accepted, driven there, followed up, moved on as planned.

use akuttvakt::domain::command::Command;
use akuttvakt::domain::follow_up::{FollowUpEnd, Owner};
use akuttvakt::domain::ids::CallId;
use akuttvakt::domain::routine::StepKey;
use akuttvakt::domain::steps::StepEnd;

use super::{Night, utc};
use crate::rig::Rig;

const CALL: CallId = CallId(1);

#[test]
fn a_straight_case_from_the_first_ring_to_the_last_follow_up() {
    let mut night = Night::begin("2026-11-20T21:40:00Z");
    // An adviser who works by day, at a screen of her own.
    let mut per = night.rig.second("Per Sæther");
    night.began = night.rig.store.as_ref().unwrap().journal_head().unwrap();
    the_call_and_its_checklist(&mut night);
    the_offer_and_the_answer(&mut night);
    the_journey(&mut night);
    saturday_morning(&mut night);
    monday(&mut night);
    by_day(&mut night, &mut per);
    weeks_later(&mut night);
    night.routine_is_over(CALL);
    night.is_over(&per.acknowledged);
    night.tells(CALL, STORY);
}

fn the_call_and_its_checklist(night: &mut Night) {
    night.keys("nringsaker bvv j9 4-2 bh -10m nå hjemme tlf 22334455 -- mor ringte selv");
    night.sees(&["henvist 22:30, frist lør 21.11 00:30", "Først: Furuly, 0 km luftlinje"]);
    night.keys("\r").is_done();
    // The deadline is after midnight, and it is its clock that matters tonight.
    night.sees(&["1 registrert", "frist 00:30", "00:30  gi tilbud", "spør: om vedtak er fattet"]);
    night.keys("kvedtak kl 2215 bvv\rvold i hjemmet, politi på stedet\rnei, far må ikke vite det\r");
    night.sees(&["stedet skal ikke bli kjent", "punkt 7  Fare, rus"]);
    night.keys("ingen fare\r?+");
    night.sees(&["ettersendes lør 21.11 08:00", "9 av 20"]);
    night.keys("\u{1b}").is_done();
    night.sees(&["! Stedet må ikke bli kjent.", "08:00  etterspør: Allergi, helse", "4 Oppfølging (1)"]);
    night.sees_narrow(&["! Stedet må ikke bli kjent."]);
}

fn the_offer_and_the_answer(night: &mut Night) {
    night.until("2026-11-20T21:46:00Z").mark_place("Furuly").keys("o");
    night.sees(&[
        "! Stedet må ikke bli kjent for foreldre og nettverk.",
        "Kommunen vet ikke: fysisk og psykisk tilstand. Ettersendes: allergi, helse.",
        "Klokken til tilbud stopper på 16 min.",
    ]);
    night
        .keys("nær skolen, ingen dyr\tvil bo et sted med ro\t15 min\t\tj\tHanne i hjemmet\t2240\r")
        .is_done();
    night.sees(&["Tilbudt: Furuly til 1, 16 min etter henvisning.", "svar ventes 0 min"]);
    night.keys("r2310\r").is_done();
    night.until("2026-11-20T22:10:00Z");
    night.sees(&["! 1 Ringsaker: lovet å ringe tilbake 23:10", "!23:10  ring Ringsaker tilbake"]);
    night.keys("4").mark("ring Ringsaker tilbake").keys("\r1").sees_not("lovet å ringe");
    night.keys("ag\tvakthavende\r").is_done();
    night.sees(&["1: tilbudet er godtatt.", "gjør: avtal reisen, p"]);
}

fn the_journey(night: &mut Night) {
    night.keys("pa2320\t0015\tbarnevernsvakta\tinhalator og ullklær\t2255\t99887766");
    night.sees(&["Er ankomsten ikke bekreftet lør 21.11 01:15, blir det en oppfølging."]);
    night.keys("\r").is_done();
    night.sees(&["reiser 23:20 · ventes 00:15", "01:15  ring Furuly", "08:00  etterspør: Allergi, helse"]);
    night.sees_narrow(&["ventes 00:15  reiser 23:20"]);
    night.sees_not("99887766").sees_not("99 88 77 66");
    night.until("2026-11-20T23:25:00Z");
    night.sees(&["ikke framme", "ventes 00:15, ikke bekreftet"]);
    night.keys("p").sees(&["1 lukkes som plassert.", "reiser 23:20 · ventes 00:15"]);
    night.keys("f0015\r").is_done();
    night.sees(&["Saken er lukket som plassert.", "Ingen venter.", "plassert · tilb. 16"]);
    // The case is closed, the municipality still owes an answer.
    night.sees(&["4 Oppfølging (1)"]);
}

fn saturday_morning(night: &mut Night) {
    night.until("2026-11-21T07:05:00Z").keys("4").mark("etterspør: Allergi, helse");
    night.sees(&["over tiden 1", "Enter skriv svaret for 1", "avd. for Rings"]);
    night.keys("\r").sees(&["saken er avsluttet", "punkt 10  Allergi, helse", "ettersendes 08:00"]);
    night.sees_narrow(&["Allergi, helse"]);
    night.sees_not("Tro, tilrettelegging");
    night.keys("tåler ikke nøtter, inhalator ved behov\r").is_done();
    night.sees(&["1: punktet er besvart."]).sees_not("etterspør");
}

fn monday(night: &mut Night) {
    night.until("2026-11-23T07:10:00Z").mark("informere");
    night.sees(&[
        "i vakta, til tir 24.11 08:00: 4",
        "informere · BIRK · tilsagn · avklaringsmøte",
        "avd. for Rings",
    ]);
    night.sees(&["1 Ringsaker · jente 9 · § 4-2 BH · avsluttet lør 21.11"]);
    night.sees_narrow(&["informere · BIRK · tilsagn"]);
    night.keys("\r").sees(&["Hva er gjort? · 1 Ringsaker"]);
    night.keys("\r\r↓\r").sees(&["Rutinens steg · 1 Ringsaker", "Møtet er"]);
    night
        .keys("24.11 1000\r")
        .sees(&["Avklaringsmøtet for 1 er tir 24.11 10:00. Tilsagnet har frist ons 25.11 08:00."]);
    night.keys("\u{1b}\u{1b}").is_done();
    let ends = [FollowUpEnd::Done; 2];
    let ended: Vec<FollowUpEnd> = night.rig.commands.iter().filter_map(ended).collect();
    assert_eq!(ended[1..], ends, "informed and registered, after the call that was promised");
    // The commitment is of another day now, and Per writes it.
    night.sees_not("informere").sees(&["senere 1 (Enter åpner)"]);
    night.mark("senere 1").keys("\r↓e26.11 1200\tkommunen flyttet møtet\t").sees(&["Gi til"]);
    night.keys("p").sees(&["Gis til Per Sæther."]).keys("\r").is_done();
    night
        .sees(&["tor 26.11 1 Ringsaker          skrive tilsagn", "Per S.", "flyttet"])
        .sees_not("kommunen flyttet");
    // The measure said yes on Friday; what else was arranged is written down today.
    night.keys("-").mark("10 snakke med tiltaket").keys("natteravn til helga, betales ekstra\r");
    night.sees(&["10 snakke med tiltaket               vårt    ✓ 08:10"]);
    night.mark("13 søknad").keys("-").mark("14 varsle").keys("-\u{1b}").is_done();
}

fn ended(command: &Command) -> Option<FollowUpEnd> {
    match command {
        Command::EndFollowUp { end, .. } => Some(*end),
        _ => None,
    }
}

fn by_day(night: &mut Night, per: &mut Rig) {
    night.until("2026-11-26T11:30:00Z");
    per.now = night.rig.now;
    per.refresh();
    per.keys("4");
    let screen = per.screen(120, 36);
    assert!(screen.contains("▌    3 t  tor 26.11 1 Ringsaker          skrive tilsagn"), "{screen}");
    per.keys("\r");
    let screen = per.screen(120, 36);
    assert!(screen.contains("Ingenting å følge opp."), "{screen}");
    night.rig.refresh();
    night
        .keys("4")
        .sees(&["Ingenting å følge opp.", "4 Oppfølging  5 Avvik"])
        .sees_narrow(&["Ingenting å følge opp."]);
    let board = night.rig.store.as_mut().unwrap().board(utc("2026-11-26T11:30:00Z")).unwrap();
    assert!(
        board.follow_ups.iter().all(|task| task.owner == Owner::Department) && board.follow_ups.is_empty()
    );
    let not_relevant = |command: &Command| match command {
        Command::DoStep { step, end: StepEnd::NotRelevant, .. } => Some(*step),
        _ => None,
    };
    let steps: Vec<StepKey> = night.rig.commands.iter().filter_map(not_relevant).collect();
    assert_eq!(steps, [StepKey::Onward, StepKey::NotifyNit]);
}

fn weeks_later(night: &mut Night) {
    night.until("2026-12-14T09:00:00Z").keys("2fFuruly\r");
    night.sees(&["1 · jente 9 siden lør 21.11 00:15"]);
    night.keys("p").sees(&["bodd der 23 døgn", "! Stedet må ikke bli kjent"]).keys("\rp\r").is_done();
    night.sees(&["Furuly er ledig igjen etter 23 døgn."]);
    night.keys("\u{1b}3p").sees(&["flyttet ut", "slutt 10:00 etter 23 døgn · planlagt flytting"]);
    night.keys("savner hunden, trygg der\tde fikk god beskjed\r").is_done();
    // The timeline holds the words, and what they are of.
    night.keys("\r").sees(&[
        "Avtalt med tiltaket: natteravn til helga, betales ekstra",
        "barnets syn: savner hunden, trygg der",
        "foreldrenes syn: de fikk god beskjed",
        "foran oss",
    ]);
    night.sees_not("uten frist").keys("\u{1b}").is_done();
    night.keys("4").sees(&["Ingenting å følge opp."]).keys("3");
}

const STORY: &[&str] = &[
    "20.11.2026 22:30 første samtale. Ringsaker, barnevernsvakt: plassering · jente 9 · § 4-2 · beredskapshjem",
    "  Notat: mor ringte selv",
    "20.11.2026 22:30 henvist: klokken startet, frist lør 21.11 00:30",
    "20.11.2026 22:40 sjekkliste, Hjemmel, vedtak: vedtak fattet · vedtak av påtale eller barnevernsvakt · vedtak fattet fre 20.11 22:15",
    "  «vedtak kl 2215 bvv»",
    "20.11.2026 22:40 sjekkliste, Situasjon: besvart",
    "  «vold i hjemmet, politi på stedet»",
    "20.11.2026 22:40 sjekkliste, Beskyttelse: stedet kan kjennes nei",
    "  «nei, far må ikke vite det»",
    "20.11.2026 22:40 sjekkliste, Fare, rus, politiets syn: besvart",
    "  «ingen fare»",
    "20.11.2026 22:40 sjekkliste, Fysisk og psykisk tilstand: vet ikke",
    "20.11.2026 22:40 sjekkliste, Allergi, helse: ettersendes",
    "20.11.2026 22:46 tilbud Furuly, 16 min etter henvisning. Hvorfor: nær skolen, ingen dyr",
    "  Barnets syn: vil bo et sted med ro",
    "  Reisetid: 15 min",
    "  Avklart med tiltaket.",
    "20.11.2026 22:46 lovet å ringe tilbake 23:10",
    "20.11.2026 23:10 gjort: ringe tilbake",
    "20.11.2026 23:10 svar om Furuly: godtatt",
    "20.11.2026 23:10 reisen til Furuly avtalt: reiser 23:20 · ventes lør 21.11 00:15 · tiltaket fikk vite det 22:55",
    "  hvem kjører: oppgitt",
    "  medisiner og klær: inhalator og ullklær",
    "  nattnummer: oppgitt",
    "21.11.2026 00:15 framme: Furuly (skrevet inn 00:25)",
    "21.11.2026 00:25 saken avsluttet: plassert",
    "21.11.2026 08:05 sjekkliste, Allergi, helse: besvart",
    "  «tåler ikke nøtter, inhalator ved behov»",
    "23.11.2026 08:10 gjort: informere inntaksenheten",
    "23.11.2026 08:10 gjort: registrere i BIRK",
    "23.11.2026 08:10 avklaringsmøte satt til tir 24.11 10:00",
    "  skrive tilsagn: frist ons 25.11 08:00",
    "23.11.2026 08:10 flyttet: skrive tilsagn, fra ons 25.11 08:00 til tor 26.11 12:00",
    "  Grunn: kommunen flyttet møtet",
    "23.11.2026 08:10 gitt til Per Sæther: skrive tilsagn",
    "23.11.2026 08:10 gjort: snakke med tiltaket",
    "  Avtalt med tiltaket: natteravn til helga, betales ekstra",
    "23.11.2026 08:10 ikke aktuelt: søknad på vanlig måte",
    "23.11.2026 08:10 ikke aktuelt: varsle nasjonalt inntaksteam",
    "26.11.2026 12:30 gjort: skrive tilsagn",
    "14.12.2026 10:00 opphold slutt etter 23 døgn, planlagt flytting: Furuly",
    "14.12.2026 10:00 syn på oppholdet: Furuly",
    "  barnets syn: savner hunden, trygg der",
    "  foreldrenes syn: de fikk god beskjed",
];
