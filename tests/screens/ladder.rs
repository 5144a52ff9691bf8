//! The ladder when nothing fits, what is done meanwhile, and the search log.

use insta::assert_snapshot;

use akuttvakt::app::key::Code;
use akuttvakt::app::model::Overlay;
use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::command::{Command, OfferDraft, Outcome};
use akuttvakt::domain::compensation::{CompensationKind, CompensationState};
use akuttvakt::domain::deviation::{Area, DeviationState, Meanwhile};
use akuttvakt::domain::enquiry::{EnquiryDraft, EnquiryResult, LeaderDecision, NoReason};
use akuttvakt::domain::follow_up::FollowUpKind;
use akuttvakt::domain::ids::{CallId, PlaceId};
use akuttvakt::domain::ladder::Rung;
use akuttvakt::domain::measure::{MeasureKind, Ownership};
use akuttvakt::domain::offer::Answer;
use akuttvakt::domain::question::Subject;
use akuttvakt::domain::unit::PlaceState;
use akuttvakt::domain::unit_list::UnitRow;
use chrono::TimeDelta;

use crate::rig::{Rig, night, unit};

/// Institutions of a region where nothing is free for a boy on § 4-4.
pub fn institutions() -> Vec<UnitRow> {
    let inst = |name, municipality, places| UnitRow {
        legal_bases: vec![BasisCode::A4_1, BasisCode::A4_4],
        ..unit(name, MeasureKind::AcuteInstitution, municipality, (13, 17), places)
    };
    vec![
        inst("Åsen", "3201", 1),
        inst("Granly", "3411", 1),
        inst("Elvebakken", "3403", 1),
        UnitRow {
            legal_bases: vec![BasisCode::A4_1],
            ownership: Ownership::Framework,
            ..inst("Solvang", "3107", 1)
        },
        UnitRow { ownership: Ownership::Framework, ..inst("Fjellro", "3203", 1) },
        UnitRow { kind: MeasureKind::CareInstitution, ..inst("Fagerheim", "3405", 1) },
        UnitRow { kind: MeasureKind::CrisisHome, ..inst("Stua", "3407", 1) },
        unit("Furuly", MeasureKind::EmergencyHome, "3411", (6, 12), 2),
    ]
}

/// Boys live in two of the institutions, and three have stopped intake.
pub fn boys_live_in_two(rig: &mut Rig) {
    for (place, line) in [(1, "moss bvt g16 4-4 inst"), (2, "hamar bvt g14 4-4 inst")] {
        let now = rig.now;
        let call = rig.register(line, now);
        let draft = OfferDraft::new(call, PlaceId(place));
        let Outcome::Offered { offer, .. } = rig.by_hand(&Command::Offer(Box::new(draft))) else {
            panic!("offered")
        };
        rig.by_hand(&Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None });
        rig.by_hand(&Command::Arrive { offer, at: None });
    }
    for place in [3, 5, 7] {
        let reason = Some("bemanning".to_owned());
        rig.by_hand(&Command::SetPlace { place: PlaceId(place), state: PlaceState::IntakeStop, reason });
    }
}

/// A boy of 15 in Lillestrøm, over his deadline; boys live in two institutions, the rest is stopped.
pub fn nothing_fits() -> Rig {
    let mut rig = Rig::without_places();
    rig.now = night() - TimeDelta::hours(26);
    rig.by_hand(&Command::ImportUnits { rows: institutions(), dry_run: false });
    boys_live_in_two(&mut rig);
    rig.now = night();
    rig.register("lillestrøm bvv g15 4-4 inst -132m tlf 00000000 nå kommune vedtak", night());
    rig.register("hamar bvv j9 4-2 bh -20m", night());
    rig.refresh();
    rig
}

/// The boy.
pub const BOY: CallId = CallId(3);

#[test]
fn the_ladder_comes_by_itself_when_nothing_fits_and_goes_and_comes_by_arrow() {
    let mut rig = nothing_fits();
    assert_eq!(rig.model.marks.call(), Some(BOY));
    assert_snapshot!("ladder_120x36", rig.screen(120, 36));
    assert_snapshot!("ladder_100x30", rig.screen(100, 30));
    assert_snapshot!("ladder_80x24", rig.screen(80, 24));
    assert!(rig.screen(120, 36).contains("Stigen for 3"));
    rig.keys("←");
    assert!(rig.screen(120, 36).contains("Plasser for 3"));
    rig.keys("→");
    assert!(rig.screen(120, 36).contains("Stigen for 3"));
    rig.keys("↓");
    assert!(rig.screen(120, 36).contains("Plasser for 4"), "a place fits the girl");
    rig.keys("→");
    assert!(rig.screen(120, 36).contains("Stigen for 4"), "the ladder can be looked at all the same");
    rig.keys("↑");
    assert!(rig.screen(120, 36).contains("Stigen for 3"), "each call has its own");
}

fn logged(rig: &Rig) -> Vec<&EnquiryDraft> {
    let drafts = rig.commands.iter().filter_map(|command| match command {
        Command::LogEnquiry(draft) => Some(&**draft),
        _ => None,
    });
    drafts.collect()
}

#[test]
fn a_refusal_is_three_keys_and_the_window_goes_on_to_whom_to_ask_next() {
    let mut rig = nothing_fits();
    rig.keys("snf");
    assert_snapshot!("enquiry_120x36", rig.screen(120, 36));
    assert_snapshot!("enquiry_80x24", rig.screen(80, 24));
    rig.keys("\rnb\r");
    assert_snapshot!("enquiry_next_120x36", rig.screen(120, 36));
    let told: Vec<_> = logged(&rig)
        .iter()
        .map(|one| (one.rung, one.unit.map(|unit| unit.0), one.result, one.reason))
        .collect();
    assert_eq!(
        told,
        [
            (Rung::OwnAcute, Some(3), EnquiryResult::No, Some(NoReason::Full)),
            (Rung::Agreement, Some(5), EnquiryResult::No, Some(NoReason::Staffing)),
        ]
    );
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::Enquiry(_)]), "asking goes on");
    rig.keys("\u{1b}");
    assert_snapshot!("ladder_asked_120x36", rig.screen(120, 36));
    assert_snapshot!("ladder_asked_80x24", rig.screen(80, 24));
}

#[test]
fn whoever_is_to_answer_becomes_a_follow_up_and_is_asked_again_from_where_it_stands() {
    let mut rig = nothing_fits();
    rig.keys("\ts");
    rig.keys("v0500\tanne på vakt\r\u{1b}");
    let [first] = logged(&rig)[..] else { panic!("{:?}", rig.commands) };
    assert_eq!((first.result, first.who.as_deref()), (EnquiryResult::Asked, Some("anne på vakt")));
    assert_eq!(first.ask_at, Some(night() + TimeDelta::minutes(143)));
    let follow_ups = &rig.model.view.as_ref().unwrap().board.follow_ups;
    assert!(follow_ups.iter().any(|due| due.kind == FollowUpKind::AskAgain && due.call == BOY));
    assert!(rig.screen(120, 36).contains("05:00  spør igjen: Elvebakken"));
    // The mark went on; what was asked still stands where it stood, with its answer.
    rig.keys("↑");
    while rig.model.marks.ladder_row().is_some_and(|row| row.rung != Rung::OwnAcute) {
        rig.keys("↑");
    }
    assert!(rig.screen(120, 36).contains("svarer 05:00 · 02:37 Kari N."), "{}", rig.screen(120, 36));
}

#[test]
fn a_leader_is_asked_for_what_was_decided() {
    let mut rig = nothing_fits();
    rig.keys("\t");
    rig.code(Code::Home);
    rig.keys("\rg\r");
    assert!(rig.screen(80, 24).contains("! Velg hva som ble avgjort"));
    assert_snapshot!("enquiry_leader_80x24", rig.screen(80, 24));
    rig.keys("b\tleder sier ja til begge deler\r");
    let [only] = logged(&rig)[..] else { panic!("{:?}", rig.commands) };
    assert_eq!(only.rung, Rung::Leader);
    assert_eq!(only.decisions, [LeaderDecision::SinglePurchase, LeaderDecision::OverCapacity]);
    rig.keys("\u{1b}");
    let screen = rig.screen(120, 36);
    assert!(
        screen.contains("✓ 0 leder, logistikk") && screen.contains("kjøp: ja, ekstra plass: ja"),
        "{screen}"
    );
    let narrow = rig.screen(80, 24);
    assert!(narrow.contains("✓ 0 leder, kjøp: ja, ekstra plass: ja"), "folded, it still says what: {narrow}");
}

#[test]
fn a_purchase_says_which_papers_follow_and_from_when() {
    let mut rig = nothing_fits();
    rig.keys("\t");
    while rig.model.marks.ladder_row().is_some_and(|row| row.rung != Rung::SinglePurchase) {
        rig.keys("↓");
    }
    rig.keys("s");
    assert!(!rig.screen(120, 36).contains("Enkeltkjøp:"), "only once the provider takes the child");
    rig.keys("g");
    let window = rig.screen(120, 36);
    assert!(window.contains("Enkeltkjøp: når kommunen godtar, følger første virkedag"), "{window}");
    for paper in &rig.model.catalog.purchase_papers {
        let label = crate::rig::texts().paper(paper.key).into_owned();
        let word = label.split(' ').next().unwrap();
        assert!(window.contains(word), "{word}: {window}");
    }
    assert!(rig.screen(80, 24).contains("når kommunen godtar"), "{}", rig.screen(80, 24));
}

#[test]
fn a_rung_with_nobody_to_ask_says_so_and_not_that_nobody_was_asked() {
    let mut rig = Rig::without_places();
    let rows = institutions().into_iter().filter(|row| row.kind != MeasureKind::CareInstitution).collect();
    rig.by_hand(&Command::ImportUnits { rows, dry_run: false });
    rig.register("lillestrøm bvv g15 4-5 inst tlf 00000000", night());
    rig.refresh();
    let screen = rig.screen(120, 36);
    let care = screen.lines().find(|line| line.contains("2 omsorgsplass")).unwrap();
    assert!(care.contains("✓ 2") && care.contains("ingen å spørre"), "{screen}");
    let crisis = screen.lines().find(|line| line.contains("4 andre regioner")).unwrap();
    assert!(crisis.contains("ikke spurt"), "{screen}");
}

#[test]
fn what_is_missing_is_said_where_it_is_and_what_was_typed_is_parked() {
    for (keys, said) in [
        ("\r", "Velg svaret med en bokstav"),
        ("n\r", "Velg grunnen med en bokstav"),
        ("nx\r", "Annet: skriv hva det var"),
        ("vsnart\r", "«snart» er ikke et klokkeslett"),
        ("v21.11 0100\r", "er passert"),
        ("u\t\t\t\t2600\r", "26"),
    ] {
        let mut rig = nothing_fits();
        rig.keys("s").keys(keys);
        assert!(rig.screen(80, 24).contains(said), "{keys}: {}", rig.screen(80, 24));
        assert!(rig.commands.is_empty(), "{keys}");
    }
    let mut rig = nothing_fits();
    rig.keys("s\tnattevakta ringer leder\u{1b}");
    assert!(rig.model.overlays.is_empty());
    rig.restart();
    let (wide, narrow) = (rig.screen(120, 36), rig.screen(80, 24));
    assert!(wide.contains("søkelogg 3: Elvebakken") && narrow.contains("søkelogg 3: Elvebakken"), "{wide}");
    assert!(!wide.contains("nattevakta"), "what was said is for the window alone");
    rig.keys("s");
    assert!(rig.screen(80, 24).contains("nattevakta ringer leder"), "it is kept with whom it was about");
}

#[test]
fn a_homes_number_is_journalled_before_it_is_shown() {
    let mut rig = nothing_fits();
    // Everything that fits the girl is a home; its ladder shows the homes of the list.
    rig.keys("↓→\t");
    while rig.model.marks.unit().is_none() {
        rig.keys("↓");
    }
    assert!(rig.screen(120, 36).contains("tlf skjult"), "{}", rig.screen(120, 36));
    rig.keys("\r");
    assert!(matches!(rig.commands.as_slice(), [Command::Reveal { subject: Subject::Unit(_) }]));
    assert!(rig.screen(120, 36).contains("tlf 00000000"), "{}", rig.screen(120, 36));
}

#[test]
fn where_places_fit_the_marked_one_can_be_logged_too() {
    let mut rig = Rig::ordinary();
    rig.keys("s");
    assert!(rig.screen(120, 36).contains("Fjellro"));
    rig.keys("ns\r");
    assert_eq!(logged(&rig).len(), 1);
    assert!(rig.model.overlays.is_empty(), "there is no next on a ladder that is not shown");
}

/// The row of the list of keystrokes: two refusals, a promise to ring at five, a deviation drafted.
#[test]
fn two_refusals_a_promise_and_a_deviation_are_sixteen_keys() {
    let mut rig = nothing_fits();
    let keys = "snf\rnf\r\u{1b}r0500\rw\r";
    assert_eq!(keys.chars().count(), 16);
    rig.keys(keys);
    assert!(rig.model.overlays.is_empty(), "{:?}", rig.model.overlays);
    assert_eq!(logged(&rig).len(), 2);
    let board = &rig.model.view.as_ref().unwrap().board;
    assert!(board.follow_ups.iter().any(|due| due.kind == FollowUpKind::CallBack && due.call == BOY));
    let [deviation] = &board.deviations[..] else { panic!("{:?}", board.deviations) };
    assert_eq!((deviation.call, deviation.state), (BOY, DeviationState::Draft));
    assert_eq!(deviation.facts.meanwhile, Meanwhile::Temporary, "from where the child is");
    assert_eq!(deviation.facts.area, Some(Area::Institution));
    assert_snapshot!("ladder_worked_120x36", rig.screen(120, 36));
    assert_snapshot!("ladder_worked_80x24", rig.screen(80, 24));
}

#[test]
fn measures_are_set_by_letter_and_saved_together() {
    let mut rig = nothing_fits();
    rig.keys("'t↓n");
    assert_snapshot!("measures_80x24", rig.screen(80, 24));
    rig.keys("↓↓↓t\r");
    let set: Vec<_> = rig
        .commands
        .iter()
        .map(|command| match command {
            Command::SetCompensation { call, kind, state, note: None } if *call == BOY => (*kind, *state),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(
        set,
        [
            (CompensationKind::FamilyCouncil, CompensationState::Offered),
            (CompensationKind::Mst, CompensationState::Declined),
            (CompensationKind::PhoneAdvice, CompensationState::Offered),
        ]
    );
    assert!(rig.model.overlays.is_empty());
    // What stands is not said again.
    rig.keys("'↓ø\r");
    assert_eq!(rig.commands.len(), 4, "{:?}", rig.commands);
    assert!(rig.screen(120, 36).contains("MST ønsket"));
    rig.keys("'↓f\r");
    assert!(rig.screen(120, 36).contains("3, MST: finnes ikke nå."), "{}", rig.screen(120, 36));
}

#[test]
fn a_promise_can_repeat_until_the_child_has_a_place() {
    let mut rig = nothing_fits();
    rig.keys("r0500\t60");
    assert_snapshot!("call_back_repeats_80x24", rig.screen(80, 24));
    rig.keys("\r");
    let due_at = night() + TimeDelta::minutes(143);
    assert_eq!(rig.commands, [Command::RepeatCallBack { call: BOY, due_at, minutes: 60 }]);
    for typed in ["0", "titt", "2000"] {
        let mut rig = nothing_fits();
        rig.keys("r0500\t").keys(typed).keys("\r");
        assert!(rig.screen(80, 24).contains("! Gjenta hvert"), "{typed}");
        assert!(rig.commands.is_empty());
    }
    // The next is promised when this one is done.
    rig.later(TimeDelta::minutes(150));
    rig.keys("r\tj\r");
    let board = &rig.model.view.as_ref().unwrap().board;
    assert!(board.follow_ups.iter().any(|due| due.call == BOY && due.due_at > rig.now));
}
