//! What is counted on the screen: places of units that have closed, targets, and who was asked for a call.

use akuttvakt::domain::command::{Command, OfferDraft, Outcome};
use akuttvakt::domain::enquiry::{EnquiryDraft, EnquiryResult, NoReason};
use akuttvakt::domain::ids::{CallId, PlaceId, UnitId};
use akuttvakt::domain::ladder::Rung;
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::offer::Answer;
use akuttvakt::domain::unit::Acute;
use akuttvakt::domain::unit_list::UnitEdit;
use chrono::{DateTime, TimeDelta, Utc};
use insta::assert_snapshot;

use crate::ladder::{BOY, nothing_fits};
use crate::rig::{Rig, night};

fn close(rig: &mut Rig, unit: i64, at: DateTime<Utc>) {
    let units = rig.store.as_mut().unwrap().units().unwrap();
    let (_, row) = units.into_iter().find(|(id, _)| id.0 == unit).unwrap();
    let edit = UnitEdit {
        unit: Some(UnitId(unit)),
        row,
        facts: std::collections::BTreeMap::new(),
        group_note: None,
        acute: Acute::No,
        closes_at: Some(at),
    };
    rig.by_hand(&Command::EditUnit(Box::new(edit)));
    rig.refresh();
}

fn set(rig: &mut Rig, key: &str, value: &str) {
    rig.by_hand(&Command::SetSetting { key: key.to_owned(), value: value.to_owned() });
    rig.refresh();
}

/// The line of what is free, above everything.
fn strip(rig: &mut Rig, width: u16) -> String {
    rig.screen(width, 36).lines().nth(1).unwrap().to_owned()
}

#[test]
fn from_the_minute_a_unit_closes_its_places_are_out_everywhere_and_who_lives_there_lives_there() {
    let mut rig = Rig::with_places();
    // A boy lives in one of Åsen's four places.
    let boy = rig.register("moss bvt g15 4-2 inst -20m", night());
    let draft = OfferDraft { why: Some("nær".to_owned()), ..OfferDraft::new(boy, PlaceId(18)) };
    let Outcome::Offered { offer, .. } = rig.by_hand(&Command::Offer(Box::new(draft))) else { panic!() };
    rig.by_hand(&Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None });
    rig.by_hand(&Command::Arrive { offer, at: None });
    rig.register("lillestrøm bvv g15 4-2 inst -20m tlf 00000000", night());
    close(&mut rig, 10, night() + TimeDelta::minutes(2));
    assert!(strip(&mut rig, 120).contains("Akutt § 4-2 3 (4) LAV"), "{}", strip(&mut rig, 120));
    assert!(rig.screen(120, 36).contains("1 passer"), "{}", rig.screen(120, 36));

    rig.later(TimeDelta::minutes(2));
    assert!(strip(&mut rig, 120).contains("Akutt § 4-2 0 (4) INGEN"), "{}", strip(&mut rig, 120));
    let board = rig.screen(120, 36);
    assert!(board.contains("0 passer") && board.contains("Stigen") && !board.contains("Åsen"), "{board}");
    rig.keys("←");
    let places = rig.screen(120, 36);
    let row = places.lines().find(|line| line.contains("Åsen") && line.contains("stengt")).unwrap();
    assert!(row.contains("0 av 4"), "{places}");
    rig.keys("2");
    let places = rig.screen(120, 36);
    let out = places.lines().find(|line| line.contains("Åsen") && line.contains("stengt")).unwrap();
    assert!(out.contains("3 av 4"), "{places}");
    assert_snapshot!("closed_places_120x36", places);
    assert_snapshot!("closed_places_80x24", rig.screen(80, 24));
    let board = &rig.model.view.as_ref().unwrap().board;
    assert_eq!(board.placements.iter().filter(|stay| stay.call == boy && stay.ended_at.is_none()).count(), 1);
}

#[test]
fn a_target_of_a_group_of_a_level_and_of_a_unit_each_show_in_the_line_above() {
    let mut rig = Rig::with_places();
    let has = |rig: &mut Rig, words: &str| {
        let line = strip(rig, 120);
        assert!(line.contains(words), "{words}: {line}");
    };
    // Of the group.
    has(&mut rig, "Akutt § 4-2 4 (4)   ");
    set(&mut rig, "preparedness.acute_care", "5");
    has(&mut rig, "Akutt § 4-2 4 (5) LAV");
    // Of the level that is in force; a level without one has the usual.
    set(&mut rig, "preparedness.acute_care.high", "3");
    has(&mut rig, "Akutt § 4-2 4 (5) LAV");
    set(&mut rig, "readiness.level", "raised");
    has(&mut rig, "Ledig (mål, hevet beredskap)");
    has(&mut rig, "§ 4-2 4 (5) LAV");
    set(&mut rig, "readiness.level", "high");
    has(&mut rig, "Ledig (mål, høy beredskap)");
    has(&mut rig, "§ 4-2 4 (3)  ");
    set(&mut rig, "preparedness.acute_care.high", "6");
    has(&mut rig, "§ 4-2 4 (6) LAV");
    set(&mut rig, "readiness.level", "normal");
    // Of a unit: it is named while it has fewer.
    set(&mut rig, "preparedness.unit.10", "4");
    assert!(!strip(&mut rig, 120).contains("Åsen"), "{}", strip(&mut rig, 120));
    rig.register("moss bvt g15 4-2 inst -20m", night());
    rig.by_hand(&Command::Hold { call: CallId(1), place: PlaceId(18) });
    rig.refresh();
    has(&mut rig, "Åsen 3 (4) LAV");
    set(&mut rig, "preparedness.unit.9", "4");
    assert!(strip(&mut rig, 160).contains("Fjellro 3 (4) LAV"), "{}", strip(&mut rig, 160));
    has(&mut rig, "Fjellro 3 LAV");
    let narrow = strip(&mut rig, 80);
    assert!(narrow.contains("§ 4-5 0 INGEN 2 enh. LAV"), "{narrow}");
    for place in [15, 16, 17] {
        let reason = None;
        let state = akuttvakt::domain::unit::PlaceState::Staffing;
        rig.by_hand(&Command::SetPlace { place: PlaceId(place), state, reason });
    }
    rig.refresh();
    has(&mut rig, "Fjellro 0 INGEN");
    // Without a target, or once it has closed, it is not there.
    set(&mut rig, "preparedness.unit.9", "");
    let closes_at = rig.now;
    close(&mut rig, 10, closes_at);
    let line = strip(&mut rig, 120);
    assert!(!line.contains("Fjellro") && !line.contains("Åsen"), "{line}");
}

/// Logs what came of asking.
fn ask(
    rig: &mut Rig,
    (rung, unit, region): (Rung, Option<i64>, Option<Region>),
    result: EnquiryResult,
    ask_at: Option<DateTime<Utc>>,
) {
    let mut draft = EnquiryDraft::new(BOY, rung, result);
    (draft.unit, draft.region, draft.ask_at) = (unit.map(UnitId), region, ask_at);
    draft.reason = (result == EnquiryResult::No).then_some(NoReason::Full);
    if rung == Rung::Leader {
        draft.decisions = vec![akuttvakt::domain::enquiry::LeaderDecision::SinglePurchase];
    }
    rig.by_hand(&Command::LogEnquiry(Box::new(draft)));
    rig.refresh();
}

#[test]
fn who_was_asked_stands_with_the_call_and_whose_answer_is_awaited() {
    use EnquiryResult::{Asked, No, NoAnswer, Yes};
    let mut rig = nothing_fits();
    assert!(!rig.screen(120, 36).contains("spurt 1"));
    ask(&mut rig, (Rung::Leader, None, None), Yes, None);
    let board = rig.screen(120, 36);
    assert!(!board.contains("│▌  spurt"), "the leader decides, and gives no place: {board}");
    ask(&mut rig, (Rung::OwnAcute, Some(3), None), No, None);
    ask(&mut rig, (Rung::Agreement, Some(5), None), No, None);
    ask(&mut rig, (Rung::OtherRegions, None, Some(Region::Sor)), No, None);
    assert!(rig.screen(120, 36).contains("spurt 3: 3 nei"), "{}", rig.screen(120, 36));
    assert!(rig.screen(80, 24).contains("spurt 3: 3 nei"), "{}", rig.screen(80, 24));
    ask(&mut rig, (Rung::OtherRegions, None, Some(Region::Vest)), NoAnswer, None);
    let at = night() + TimeDelta::minutes(143);
    ask(&mut rig, (Rung::OverCapacity, Some(1), None), Asked, Some(at));
    let board = rig.screen(120, 36);
    assert!(board.contains("spurt 5: 3 nei, 1 svarte ikke"), "{board}");
    // One who is asked again counts once, with the newest word.
    ask(&mut rig, (Rung::OtherRegions, None, Some(Region::Vest)), No, None);
    let board = rig.screen(120, 36);
    assert!(board.contains("spurt 5: 4 nei, Åsen svarer 05:00"), "{board}");
    assert_snapshot!("asked_120x36", board);
    let narrow = rig.screen(80, 24);
    let row = narrow.lines().find(|line| line.contains("Lillestrøm") && line.contains("OVER")).unwrap();
    assert!(row.contains("Åsen svarer 05:00"), "{narrow}");
    assert_snapshot!("asked_80x24", narrow);
    // Another call has its own.
    rig.keys("↓");
    assert!(!rig.screen(120, 36).contains("spurt 5:"), "only the marked call has its lines");
    rig.keys("↑");
    ask(&mut rig, (Rung::OverCapacity, Some(1), None), Yes, None);
    assert!(rig.screen(120, 36).contains("spurt 5: 4 nei, Åsen ja"), "{}", rig.screen(120, 36));
    // With an offer the answer is what is waited for.
    let why = Some("sa ja".to_owned());
    rig.by_hand(&Command::Offer(Box::new(OfferDraft { why, ..OfferDraft::new(BOY, PlaceId(4)) })));
    rig.refresh();
    assert!(!rig.screen(120, 36).contains("spurt 5:"), "{}", rig.screen(120, 36));
}
