//! What is hidden stays hidden: words that stand nowhere else in every field that names people or was told of them,
//! and every screen and window looked through for them.

mod later;
mod shift;

use akuttvakt::app::key::Code;
use akuttvakt::domain::call::{CallFacts, CallKind, CallerRole, CloseReason, Need, NeedEffect, Shield};
use akuttvakt::domain::case_watch::{WatchChange, WatchDraft, WatchLevel};
use akuttvakt::domain::checklist::{AnswerState, ItemKey};
use akuttvakt::domain::child::{Age, ChildFacts, ChildIdentity, Sex};
use akuttvakt::domain::command::{Command, ItemAnswer, ItemFields, OfferDraft, Outcome, SiblingSplit};
use akuttvakt::domain::directory::{ContactKind, ContactRow};
use akuttvakt::domain::ids::{CallId, PlaceId, UnitId};
use akuttvakt::domain::measure::{MeasureKind, Wish};
use akuttvakt::domain::municipality::MunicipalityNumber;
use akuttvakt::domain::offer::{Answer, Clearance, DeclineReason};
use akuttvakt::domain::placement::{PlacementPlan, StayEnd, StayEnding, StayViews};
use akuttvakt::domain::remark::RemarkKind;
use akuttvakt::domain::routine::StepKey;
use akuttvakt::domain::steps::StepEnd;
use akuttvakt::domain::unit::PlaceState;
use akuttvakt::domain::unit_facts::UnitFact;
use akuttvakt::domain::unit_list::{UnitEdit, UnitRow};
use chrono::TimeDelta;

use crate::matrix::{SCREENS, SIZES};
use crate::rig::{Rig, night, unit};
use crate::support::dice::Dice;
use crate::support::promise::{Figure, Promise};

/// Of a protected call: its municipality and the one that rang for it, where no home lies.
const PROTECTED: [(&str, &str); 2] = [("3427", "Tynset"), ("3428", "Alvdal")];

/// Which call of the board is marked.
const MARKED: Figure = Figure::new(2, 7);

/// The markers, by who may see them.
#[derive(Default)]
struct Marks {
    /// Names and numbers: nobody, until they are revealed.
    personal: Vec<String>,
    /// Those of them that are names and numbers of children.
    identities: Vec<String>,
    /// What was told in words: in the windows of the one call alone.
    words: Vec<String>,
    /// A home's number at night, and what is told of the family: nobody, until it is revealed.
    homes: Vec<String>,
    /// A home's number by day and its note: where the home is marked.
    marked_homes: Vec<String>,
    /// The directory: in the window of phone numbers alone.
    directory: Vec<String>,
    count: usize,
}

#[expect(clippy::unnecessary_wraps, reason = "as the fields take them")]
impl Marks {
    /// A word of four signs, so that narrow columns hold it whole: `Æ` stands nowhere else.
    fn next(&mut self) -> String {
        self.count += 1;
        format!("Æ{:03}", self.count)
    }

    fn personal(&mut self) -> Option<String> {
        let mark = self.next();
        self.personal.push(mark.clone());
        Some(mark)
    }

    fn identity(&mut self) -> ChildIdentity {
        let identity = ChildIdentity { name: self.personal(), national_id: self.personal() };
        self.identities.extend(identity.name.iter().chain(&identity.national_id).cloned());
        identity
    }

    fn word(&mut self) -> Option<String> {
        let mark = self.next();
        self.words.push(mark.clone());
        Some(mark)
    }

    fn home(&mut self) -> Option<String> {
        let mark = self.next();
        self.homes.push(mark.clone());
        Some(mark)
    }

    fn marked_home(&mut self) -> Option<String> {
        let mark = self.next();
        self.marked_homes.push(mark.clone());
        Some(mark)
    }
}

fn municipality(number: &str) -> MunicipalityNumber {
    MunicipalityNumber::parse(number).unwrap()
}

fn homes(marks: &mut Marks) -> Vec<UnitRow> {
    (1..=24)
        .map(|n| UnitRow {
            phone: marks.marked_home(),
            note: marks.marked_home(),
            on_call_phone: marks.home(),
            presentation: marks.home(),
            languages: marks.home(),
            ..unit(&format!("Heim {n}"), MeasureKind::EmergencyHome, "3407", (0, 17), 2)
        })
        .collect()
}

fn register(rig: &mut Rig, marks: &mut Marks, shield: Option<Shield>) -> CallId {
    let number = if shield.is_some() { PROTECTED[0].0 } else { "3411" };
    let child = ChildFacts { sex: Sex::Girl, age: Age::Years(9) };
    let facts = CallFacts {
        caller: Some(CallerRole::OutOfHours),
        rung_from: shield.map(|_| municipality(PROTECTED[1].0)),
        children: vec![child, child],
        wished: vec![Wish::EmergencyHome],
        identities: vec![marks.identity(), marks.identity()],
        callback: marks.personal(),
        note: marks.word(),
        received_at: Some(rig.now),
        shield,
        ..CallFacts::new(CallKind::Placement, municipality(number), rig.now)
    };
    let call = match rig.by_hand(&Command::RegisterCall(Box::new(facts))) {
        Outcome::CallRegistered { call, .. } => call,
        other => panic!("{other:?}"),
    };
    for item in [ItemKey::Situation, ItemKey::ChildView, ItemKey::Danger, ItemKey::Health] {
        let text = marks.word();
        let needs = vec![Need { word: "allergi".to_owned(), detail: None, effect: NeedEffect::Note }];
        let fields = ItemFields { needs, ..ItemFields::default() };
        let state = AnswerState::Answered;
        rig.by_hand(&Command::AnswerItem(Box::new(ItemAnswer { call, item, state, text, fields })));
    }
    call
}

fn offer(rig: &mut Rig, marks: &mut Marks, call: CallId, place: i64) -> Outcome {
    rig.by_hand(&Command::Offer(Box::new(OfferDraft {
        why: marks.word(),
        child_view: marks.word(),
        travel_time: marks.word(),
        clearance: Clearance::Cleared,
        cleared_with: marks.word(),
        ..OfferDraft::new(call, PlaceId(place))
    })))
}

/// A step with what was agreed, and every task of a call moved with its reason.
fn settle_and_move(rig: &mut Rig, marks: &mut Marks, call: CallId) {
    let note = marks.word();
    rig.by_hand(&Command::DoStep { call, step: StepKey::Clarify, end: StepEnd::Done, note });
    let tasks = rig.store.as_mut().unwrap().board(rig.now).unwrap().follow_ups;
    for task in tasks.iter().filter(|task| task.call == call) {
        let (follow_up, reason) = (task.id, marks.word().unwrap());
        rig.by_hand(&Command::MoveFollowUp { follow_up, due_at: task.due_at + TimeDelta::days(1), reason });
    }
}

/// Numbers of every kind.
fn directory(marks: &mut Marks) -> Vec<ContactRow> {
    let mut next = || {
        let mark = marks.next();
        marks.directory.push(mark.clone());
        mark
    };
    let row = |kind: &ContactKind| ContactRow {
        kind: *kind,
        name: next(),
        phone: next(),
        region: None,
        municipality: None,
        note: Some(next()),
    };
    ContactKind::ALL.iter().map(row).collect()
}

/// A night with protected calls and others, waiting, offered, declined and closed; one with a protected address has a
/// place, so that its department has the steps of the first working day.
fn secret() -> (Rig, Marks) {
    let (mut rig, mut marks) = (Rig::without_places(), Marks::default());
    rig.now = night() - TimeDelta::minutes(100);
    rig.by_hand(&Command::StartShift);
    let rows = homes(&mut marks);
    rig.by_hand(&Command::ImportUnits { rows, dry_run: false });
    for unit in 1..=24 {
        let board = rig.store.as_mut().unwrap().board(rig.now).unwrap();
        let known = board.unit(UnitId(unit)).unwrap();
        let facts = UnitFact::ALL.iter().map(|fact| (*fact, marks.home())).collect();
        let (row, group_note) = (UnitRow::of(known), marks.marked_home());
        let (unit, acute) = (Some(known.id), known.acute);
        let edit = UnitEdit { unit, row, facts, group_note, acute, closes_at: None };
        rig.by_hand(&Command::EditUnit(Box::new(edit)));
    }
    let department = format!("avd. {}", PROTECTED[0].1);
    rig.by_hand(&Command::SetSetting { key: format!("department.{}", PROTECTED[0].0), value: department });
    let rows = directory(&mut marks);
    rig.by_hand(&Command::ImportContacts { rows, dry_run: false });
    for place in [23, 24] {
        let (place, state) = (PlaceId(place), PlaceState::IntakeStop);
        // On the list of places it stands in the history of the marked one.
        rig.by_hand(&Command::SetPlace { place, state, reason: marks.marked_home() });
    }
    let reason = marks.marked_home().unwrap_or_default();
    rig.by_hand(&Command::OpenExtraPlace { place: PlaceId(23), reason });
    let shields =
        [Some(Shield::Code6), None, Some(Shield::Code7), None, Some(Shield::Shielded), None, None, None];
    for (n, shield) in (0_i64..).zip(shields) {
        let call = register(&mut rig, &mut marks, shield);
        rig.by_hand(&Command::SetWatch(Box::new(WatchChange::from(WatchDraft {
            call,
            level: WatchLevel::Critical,
            action: marks.word(),
            action_at: Some(night() + TimeDelta::hours(6)),
            action_by: marks.word(),
            if_then: marks.word(),
        }))));
        rig.now += TimeDelta::minutes(5);
        if n == 4 || n == 5 {
            let agreed_by = marks.personal().unwrap_or_default();
            let reason = marks.word().unwrap_or_default();
            let split = SiblingSplit { call, agreed_by, agreed_at: None, reason };
            rig.by_hand(&Command::SplitSiblings(Box::new(split)));
            for kind in [RemarkKind::Disagreement, RemarkKind::Note] {
                let text = marks.word().unwrap_or_default();
                rig.by_hand(&Command::Remark { call, kind, text });
            }
        }
        if n % 4 < 2 {
            let words = [marks.word(), marks.word(), marks.word()];
            crate::deviations::noted(&mut rig, call, marks.personal(), words);
            settle_and_move(&mut rig, &mut marks, call);
            continue;
        }
        // Two places a home, and a group of two takes a home whole.
        let Outcome::Offered { offer, .. } = offer(&mut rig, &mut marks, call, 2 * n + 1) else { continue };
        if n == 2 {
            let (answer, by, note) = (Answer::Accepted, marks.word(), None);
            rig.by_hand(&Command::Answer { offer, answer, reason: None, by, note });
        }
        if n < 6 {
            settle_and_move(&mut rig, &mut marks, call);
        }
        if n >= 6 {
            let (answer, reason) = (Answer::Declined, Some(DeclineReason::Other));
            rig.by_hand(&Command::Answer { offer, answer, reason, by: marks.word(), note: marks.word() });
        }
        if n == 7 {
            let (reason, note) = (CloseReason::Withdrawn, marks.word());
            rig.by_hand(&Command::CloseCall { call, reason, note });
        }
    }
    placed(&mut rig, &mut marks);
    rig.now = night();
    rig.refresh();
    (rig, marks)
}

/// Siblings on their way to a home, others who lived in one and have moved out, and such as are placed apart.
fn placed(rig: &mut Rig, marks: &mut Marks) {
    for (shield, place) in [(None, 17), (Some(Shield::Code6), 19)] {
        let call = register(rig, marks, shield);
        let Outcome::Offered { offer, .. } = offer(rig, marks, call, place) else { panic!("{call}") };
        let (answer, reason) = (Answer::Accepted, None);
        rig.by_hand(&Command::Answer { offer, answer, reason, by: marks.word(), note: marks.word() });
        rig.by_hand(&Command::PlanPlacement(Box::new(PlacementPlan {
            driver: marks.word(),
            expected_at: Some(night() + TimeDelta::minutes(30)),
            medicines: marks.word(),
            night_number: marks.personal(),
            ..PlacementPlan::new(offer)
        })));
        let Some(child) =
            shield.map(|_| rig.store.as_mut().unwrap().call_details(call).unwrap().call.children[0].id)
        else {
            continue;
        };
        rig.by_hand(&Command::Arrive { offer, at: None });
        rig.by_hand(&Command::EvaluatePlacement(Box::new(StayViews {
            child,
            child_view: marks.word(),
            parents_view: marks.word(),
        })));
        let (at, end, note) = (None, StayEnd::Other, marks.word());
        rig.by_hand(&Command::EndPlacement(Box::new(StayEnding { child, at, end, note })));
    }
    let call = register(rig, marks, None);
    let (agreed_by, reason) = (marks.personal().unwrap(), marks.word().unwrap());
    rig.by_hand(&Command::SplitSiblings(Box::new(SiblingSplit { call, agreed_by, agreed_at: None, reason })));
}

/// The markers that a frame shows.
fn seen<'m>(frame: &str, marks: &'m [String]) -> Vec<&'m str> {
    marks.iter().map(String::as_str).filter(|mark| frame.contains(*mark)).collect()
}

fn protected_places(frame: &str) -> Vec<&str> {
    PROTECTED
        .iter()
        .flat_map(|(number, name)| [*number, *name])
        .filter(|place| frame.contains(place))
        .collect()
}

/// Windows that are opened for one call, and may show what was told in it.
const OF_ONE_CALL: [&str; 14] = [
    "deviation",
    "timeline",
    "checklist",
    "form_existing",
    "fill_in",
    "answer",
    "answer_declined",
    "placement",
    "placement_plan",
    "placement_stay",
    "steps",
    "handover",
    "watch",
    "sign",
];
/// What only the screen itself shows, and windows that show nothing of a call in words.
fn may_show_words(name: &str) -> bool {
    OF_ONE_CALL.contains(&name)
}

fn look(name: &str, rig: &mut Rig, marks: &Marks, faults: &mut Vec<String>) -> usize {
    for (width, height) in SIZES {
        let frame = rig.screen(width, height);
        let mut fault = |what: &str, found: Vec<&str>| {
            if !found.is_empty() {
                faults.push(format!("{name} {width}x{height}: {what} {found:?}"));
            }
        };
        // Opening the list of numbers shows the call's, and is journalled as such.
        let personal = if name == "phones" { &marks.identities } else { &marks.personal };
        fault("personal", seen(&frame, personal));
        if name != "home" {
            fault("homes", seen(&frame, &marks.homes));
        }
        if name != "phones" {
            fault("directory", seen(&frame, &marks.directory));
        }
        fault("protected", protected_places(&frame));
        if !may_show_words(name) {
            fault("words", seen(&frame, &marks.words));
        }
        let title = |line: &&str| line.contains('┌');
        let titles: String = frame.lines().filter(title).collect();
        fault("in a title", seen(&titles, &marks.words));
    }
    SIZES.len()
}

#[test]
fn nothing_hidden_is_on_any_screen_or_window() {
    let mut promise = Promise::of("S5", "hidden data on screens and windows");
    let (mut frames, mut count, mut numbers, mut faults) = (0, 0, 0, Vec::new());
    for marked in MARKED.spread(&mut Dice::of_test()) {
        let (mut rig, marks) = secret();
        for (name, _, keys) in SCREENS {
            // The names are there on purpose.
            if *name == "names" {
                continue;
            }
            rig.restart();
            let before = rig.store.as_ref().unwrap().journal_head().unwrap();
            rig.keys(&"↓".repeat(marked - 1));
            rig.keys(keys);
            frames += look(name, &mut rig, &marks, &mut faults);
            let is_journalled = rig.store.as_ref().unwrap().journal_head().unwrap() > before;
            // A call of the windows before may have no number.
            let shows_number = *name == "phones" && !seen(&rig.screen(120, 36), &marks.personal).is_empty();
            assert!(!shows_number || is_journalled, "the number to ring back on is shown unseen");
            numbers += usize::from(shows_number);
        }
        count = marks.count;
    }
    faults.sort();
    faults.dedup();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(count >= 150 && numbers > 0, "{count} {numbers}");
    promise.ran(frames, format!("frames, {count} markers, 0 seen"));
}

/// What a window shows of what was told, with and without the words.
fn with_and_without_words(rig: &mut Rig, marks: &Marks) -> (usize, usize) {
    let shown = seen(&rig.screen(120, 36), &marks.words).len();
    rig.code(Code::F(3));
    let hidden = seen(&rig.screen(120, 36), &marks.words).len();
    rig.code(Code::F(3));
    assert_eq!(seen(&rig.screen(120, 36), &marks.words).len(), shown, "the same key shows them again");
    (shown, hidden)
}

#[test]
fn what_was_told_in_words_is_hidden_with_one_key() {
    let mut promise = Promise::of("S11", "words in the windows of one call, and hidden with a key");
    let mut runs = 0;
    for (keys, least) in
        [("\r", 4), ("3↓\r", 4), ("k↓↓↓", 3), ("-↑", 1), ("w", 1), ("6", 3), ("6e", 3), ("6m", 3)]
    {
        let (mut rig, marks) = secret();
        rig.keys(keys);
        let (shown, hidden) = with_and_without_words(&mut rig, &marks);
        assert!(shown >= least, "{keys}: {shown} words are shown");
        assert_eq!(hidden, 0, "{keys}");
        // Hidden in one window they are in the other too.
        rig.code(Code::F(3));
        rig.keys("\u{1b}1\r");
        assert_eq!(seen(&rig.screen(120, 36), &marks.words).len(), 0, "{keys}");
        runs += 1;
    }
    promise.caught("the words are found while they are shown");
    promise.ran(runs, "windows; 0 words with them hidden");
}

#[test]
fn a_reveal_is_journalled_before_it_is_shown_and_shows_what_was_hidden() {
    let (mut rig, marks) = secret();
    let head = rig.store.as_ref().unwrap().journal_head().unwrap();
    rig.keys("v");
    assert!(matches!(rig.commands.last(), Some(Command::Reveal { .. })));
    assert!(rig.store.as_ref().unwrap().journal_head().unwrap() > head);
    let frame = rig.screen(120, 36);
    assert_eq!(seen(&frame, &marks.identities).len(), 4, "{frame}");
    // The first call has a protected address: with its names its place is told.
    assert_eq!(protected_places(&frame), ["Tynset"], "{frame}");
    rig.keys("\u{1b}2v");
    let frame = rig.screen(120, 36);
    assert!(!seen(&frame, &marks.homes).is_empty(), "{frame}");
    assert_eq!(seen(&frame, &marks.personal), Vec::<&str>::new(), "{frame}");
}

#[test]
fn how_far_it_is_is_not_told_of_a_protected_address() {
    for keys in ["", "\t", "2", "o"] {
        let (mut rig, _) = secret();
        let far = |rig: &mut Rig| {
            let frame = rig.screen(120, 36);
            frame.contains(" km luftlinje") || frame.lines().any(|line| line.contains(" BH stat   131 "))
        };
        rig.keys(keys);
        assert!(!far(&mut rig), "{keys}: {}", rig.screen(120, 36));
    }
    let (mut rig, _) = secret();
    assert!(
        rig.keys("↓").screen(120, 36).contains(" km luftlinje"),
        "the control: of an open address it is told"
    );
}

#[test]
fn what_is_typed_is_not_on_the_board_once_it_is_saved_or_left() {
    let mut promise = Promise::of("S11", "typed words once saved or left");
    let flows = [
        "nhamar bvv j9 4-2 bh tlf 99887766 -- Æ999\r",
        "nhamar bvv j9 4-2 bh -- Æ999\u{1b}",
        "nhamar bvv j9 4-2 bh tlf 99887766\u{1b}",
        "↓kÆ999\r\u{1b}",
        "↓kÆ999\u{1b}",
        "↓oÆ999\u{1b}",
        "↓oÆ999\r",
        "↓lt\tÆ999\u{1b}",
        "-Æ999\u{1b}",
        "-Æ999\r\u{1b}",
        "4e+30\tÆ999\u{1b}",
        "4e+30\tÆ999\r",
        "↓,dÆ999\t\tÆ999\r",
        "↓,dÆ999\t\tÆ999\u{1b}",
        "↓,uÆ999\r",
        "↓,mÆ999\u{1b}",
        "6eÆ999\u{1b}1",
        "6eÆ999\r1",
        "6m\t\tÆ999\u{1b}1",
    ];
    for keys in flows {
        let (mut rig, _) = secret();
        rig.keys(keys);
        for (width, height) in SIZES {
            let frame = rig.screen(width, height);
            let found = ["Æ999", "99887766", "99 88 77 66"].iter().any(|word| frame.contains(word));
            assert!(!found, "{keys}\n{frame}");
        }
    }
    promise.ran(flows.len(), "flows; 0 seen on the board after them");
}
