//! Shifts and handovers: each state with each act, by the adviser whose it is and by another.

use akuttvakt::domain::call::CallOwner;
use akuttvakt::domain::case_watch::{WatchDraft, WatchLevel};
use akuttvakt::domain::command::{Command, Outcome};
use akuttvakt::domain::handover::{HandoverDraft, HandoverTo};
use akuttvakt::domain::ids::{CallId, HandoverId, PointId};
use akuttvakt::domain::journal::Act;
use akuttvakt::domain::question::{Question, Told};
use akuttvakt::domain::refusal::{Refusal, Stale};
use akuttvakt::store::{Store, StoreError};

use super::{assert_told, close, set};
use crate::fixture::{ADVISER, Fixture, girl_of_nine, minutes, options, passphrase, reference};

pub const OTHER: &str = "Per S.";
const HANDOVER: HandoverId = HandoverId(1);

/// The states, in their order: no shift, one that runs, signed, gone through in part and wholly, received, erased.
const STATES: [&str; 7] = ["none", "running", "signed", "begun", "through", "received", "erased"];

/// The acts, by whom, and what comes of each in each state.
const TABLE: [(&str, &str, [&str; 7]); 17] = [
    ("start", ADVISER, ["done"; 7]),
    ("watch", ADVISER, ["done", "done", "done", "done", "done", "done", "Closed"]),
    ("sign", ADVISER, ["NoShift", "done", "NoShift", "NoShift", "NoShift", "NoShift", "NoShift"]),
    ("sign to Per", ADVISER, ["NoShift", "done", "NoShift", "NoShift", "NoShift", "NoShift", "NoShift"]),
    (
        "sign to oneself",
        ADVISER,
        ["NoShift", "OwnHandover", "NoShift", "NoShift", "NoShift", "NoShift", "NoShift"],
    ),
    (
        "sign to nobody known",
        ADVISER,
        ["NoShift", "UnknownAdviser", "NoShift", "NoShift", "NoShift", "NoShift", "NoShift"],
    ),
    (
        "sign with a long summary",
        ADVISER,
        ["NoShift", "TooLong", "NoShift", "NoShift", "NoShift", "NoShift", "NoShift"],
    ),
    // Whoever received it is on.
    ("sign", OTHER, ["NoShift", "NoShift", "NoShift", "NoShift", "NoShift", "done", "NoShift"]),
    ("take", ADVISER, ["OwnHandover"; 7]),
    (
        "take",
        OTHER,
        [
            "done",
            "ShiftGoesOn",
            "NothingToTake",
            "NothingToTake",
            "NothingToTake",
            "NothingToTake",
            "NothingToTake",
        ],
    ),
    ("take from nobody known", OTHER, ["UnknownAdviser"; 7]),
    (
        "go through",
        ADVISER,
        [
            "UnknownNumber",
            "UnknownNumber",
            "OwnHandover",
            "OwnHandover",
            "OwnHandover",
            "HandoverReceived",
            "HandoverErased",
        ],
    ),
    (
        "go through",
        OTHER,
        [
            "UnknownNumber",
            "UnknownNumber",
            "done",
            "GoneThrough",
            "GoneThrough",
            "HandoverReceived",
            "HandoverErased",
        ],
    ),
    (
        "go through what is not there",
        OTHER,
        [
            "UnknownNumber",
            "UnknownNumber",
            "UnknownNumber",
            "UnknownNumber",
            "UnknownNumber",
            "HandoverReceived",
            "HandoverErased",
        ],
    ),
    (
        "receive",
        ADVISER,
        [
            "UnknownNumber",
            "UnknownNumber",
            "OwnHandover",
            "OwnHandover",
            "OwnHandover",
            "HandoverReceived",
            "HandoverErased",
        ],
    ),
    (
        "receive",
        OTHER,
        [
            "UnknownNumber",
            "UnknownNumber",
            "PointsLeft",
            "PointsLeft",
            "done",
            "HandoverReceived",
            "HandoverErased",
        ],
    ),
    (
        "receive without a word",
        OTHER,
        [
            "UnknownNumber",
            "UnknownNumber",
            "TextMissing",
            "TextMissing",
            "TextMissing",
            "HandoverReceived",
            "HandoverErased",
        ],
    ),
];

/// Two advisers at one database, with two open calls of the first.
pub struct Two {
    pub fixture: Fixture,
    other: Store,
}

impl Two {
    pub fn new() -> Self {
        let mut fixture = Fixture::with_places();
        let now = fixture.now;
        fixture.store.add_adviser(OTHER, &passphrase(), now).unwrap();
        fixture.girl();
        fixture.girl();
        let other = Store::open(&fixture.path, Some(OTHER), &passphrase(), reference(), options()).unwrap();
        Self { fixture, other }
    }

    pub fn run(&mut self, by: &str, command: &Command) -> Result<Outcome, StoreError> {
        let (id, now) = (Store::new_command_id(self.fixture.now), self.fixture.now);
        let store = if by == ADVISER { &mut self.fixture.store } else { &mut self.other };
        store.execute(id, command, now)
    }

    pub fn done(&mut self, by: &str, command: &Command) -> Outcome {
        self.run(by, command).unwrap()
    }

    /// How many points the handover has.
    fn points(&mut self) -> i64 {
        let now = self.fixture.now;
        let told = self.other.handover(Some(HANDOVER), now).unwrap().unwrap();
        i64::try_from(told.points.len()).unwrap()
    }

    fn in_state(name: &str) -> Self {
        let mut two = Self::new();
        let at = STATES.iter().position(|state| *state == name).unwrap();
        if at >= 1 {
            two.done(ADVISER, &Command::StartShift);
        }
        if at >= 2 {
            two.fixture.later(60);
            two.done(ADVISER, &act("sign"));
        }
        let points = if at >= 2 { two.points() } else { 0 };
        let through = if at >= 4 { points } else { i64::from(at == 3) };
        for point in 1..=through {
            two.done(OTHER, &Command::GoThrough { handover: HANDOVER, point: PointId(point) });
        }
        if at == 5 {
            two.done(OTHER, &act("receive"));
        }
        if at == 6 {
            for call in [1, 2] {
                two.done(ADVISER, &close(CallId(call)));
            }
            two.done(ADVISER, &set("purge.on", "on"));
            two.done(ADVISER, &set("purge.days", "1"));
            two.fixture.later(60 * 24 * 2);
            two.done(ADVISER, &Command::Purge { dry_run: false });
        }
        two.fixture.later(1);
        two
    }
}

pub fn watch(call: i64) -> WatchDraft {
    let (action, action_by) = (Some("ring vakten".to_owned()), Some("Per".to_owned()));
    WatchDraft {
        call: CallId(call),
        level: WatchLevel::Critical,
        action,
        action_at: None,
        action_by,
        if_then: None,
    }
}

fn sign(to: HandoverTo, summary: &str) -> Command {
    let (summary, note) = (Some(summary.to_owned()), None);
    Command::SignHandover(Box::new(HandoverDraft { to, summary, note }))
}

fn take(adviser: &str) -> Command {
    Command::TakeShift { adviser: adviser.to_owned() }
}

fn act(name: &str) -> Command {
    let to = |name: &str| sign(HandoverTo::Adviser(name.to_owned()), "rolig");
    let receive =
        |repeated: &str| Command::ReceiveHandover { handover: HANDOVER, repeated: repeated.to_owned() };
    match name {
        "start" => Command::StartShift,
        "watch" => Command::SetWatch(Box::new(watch(1).into())),
        "sign" => sign(HandoverTo::IntakeUnit, "rolig"),
        "sign to Per" => to(OTHER),
        "sign to oneself" => to(ADVISER),
        "sign to nobody known" => to("Ingen"),
        "sign with a long summary" => sign(HandoverTo::IntakeUnit, &"å".repeat(4001)),
        "take" => take(ADVISER),
        "take from nobody known" => take("Ingen"),
        "go through" => Command::GoThrough { handover: HANDOVER, point: PointId(1) },
        "go through what is not there" => Command::GoThrough { handover: HANDOVER, point: PointId(99) },
        "receive" => receive("to saker, ingen haster"),
        "receive without a word" => receive("  "),
        other => panic!("{other}"),
    }
}

/// A refusal by its own name.
fn name_of(refusal: &Refusal) -> String {
    let told = match refusal {
        Refusal::Stale(stale) => format!("{stale:?}"),
        Refusal::BadValue(value) => format!("{value:?}"),
        other => format!("{other:?}"),
    };
    told.chars().take_while(|letter| letter.is_alphanumeric()).collect()
}

#[test]
fn every_act_of_a_shift_and_its_handover_in_every_state() {
    for (at, state) in STATES.into_iter().enumerate() {
        for (name, by, expected) in TABLE {
            let mut two = Two::in_state(state);
            let head = two.fixture.head();
            let came = match two.run(by, &act(name)) {
                Ok(_) => "done".to_owned(),
                Err(StoreError::Refused(refusal)) => {
                    assert_told(&refusal, &two.fixture);
                    assert_eq!(
                        two.fixture.head(),
                        head,
                        "{name} by {by} in {state} was refused and left a line"
                    );
                    name_of(&refusal)
                }
                Err(error) => panic!("{name} by {by} in {state}: {error:?}"),
            };
            assert_eq!(came, expected[at], "{name} by {by} in {state}");
            assert_eq!(two.fixture.store.check().unwrap(), [], "after {name} by {by} in {state}");
        }
    }
}

#[test]
fn signing_on_again_goes_on_with_the_shift_until_it_was_forgotten() {
    let mut two = Two::new();
    let Outcome::ShiftStarted { shift, until } = two.done(ADVISER, &Command::StartShift) else { panic!() };
    two.fixture.now = until + minutes(239);
    let again = two.done(ADVISER, &Command::StartShift);
    assert_eq!(again, Outcome::ShiftStarted { shift, until }, "it goes on");
    // The other's is another one.
    let Outcome::ShiftStarted { shift: of_other, .. } = two.done(OTHER, &Command::StartShift) else {
        panic!()
    };
    assert_ne!(of_other, shift);
    two.fixture.now = until + minutes(240);
    let now = two.fixture.now;
    // At the screen it is the same rule.
    two.fixture.store.sign_on(now).unwrap();
    let shifts = two.fixture.store.shifts(now - minutes(60 * 72)).unwrap();
    let own: Vec<_> = shifts.iter().filter(|shift| shift.by == ADVISER).collect();
    assert_eq!(own.len(), 2, "the forgotten one ended, a new one began");
    assert_eq!((own[1].id, own[1].ended_at, own[1].is_handed_over), (shift, Some(now), false));
    assert_eq!((own[0].started_at, own[0].ended_at), (now, None));
    let on = two.fixture.store.board(now).unwrap().on;
    assert_eq!(on.iter().map(|shift| shift.by.as_str()).collect::<Vec<_>>(), [OTHER, ADVISER]);
}

#[test]
fn a_forgotten_shift_is_taken_over_with_its_cases() {
    let mut two = Two::new();
    let Outcome::ShiftStarted { shift, until } = two.done(ADVISER, &Command::StartShift) else { panic!() };
    let due_at = two.fixture.now + minutes(60);
    two.done(ADVISER, &Command::PromiseCallBack { call: CallId(2), due_at });
    // It stands on the board until someone takes it, and not a minute before it is forgotten.
    two.fixture.now = until + minutes(239);
    let until = until + minutes(240);
    let early = two.run(OTHER, &take(ADVISER)).unwrap_err();
    let goes_on = Refusal::Stale(Stale::ShiftGoesOn { until });
    assert!(matches!(early, StoreError::Refused(refusal) if refusal == goes_on));
    two.fixture.now = until;
    let board = two.fixture.store.board(until).unwrap();
    assert_eq!(board.on.iter().map(|shift| shift.id).collect::<Vec<_>>(), [shift]);
    let taken = two.done(OTHER, &take(" Kari N. "));
    let Outcome::ShiftTaken { shift: over, calls: 2, tasks: 1, begun: Some(begun) } = taken else {
        panic!("{taken:?}")
    };
    assert_eq!(over, Some(shift));

    let board = two.fixture.store.board(until).unwrap();
    let on: Vec<_> =
        board.on.iter().map(|shift| (shift.by.as_str(), shift.id, shift.planned_until)).collect();
    assert_eq!(on, [(OTHER, begun.shift, begun.until)], "whoever takes is on");
    assert!(board.handovers.is_empty());
    let owner = CallOwner::Adviser(OTHER.to_owned());
    assert!(board.calls.iter().all(|call| call.owner == owner), "{:?}", board.calls);
    assert!(board.follow_ups.iter().all(|task| task.by == OTHER), "{:?}", board.follow_ups);
    let shifts = two.fixture.store.shifts(until - minutes(60 * 72)).unwrap();
    assert_eq!((shifts[1].ended_at, shifts[1].is_handed_over), (Some(until), false));
    // Whoever comes back begins anew, without cases, and may take nothing back from one who is on.
    assert!(
        matches!(two.done(ADVISER, &Command::StartShift), Outcome::ShiftStarted { shift: new, .. } if new != shift)
    );
    assert!(two.run(ADVISER, &take(OTHER)).is_err());
    assert_eq!(two.fixture.store.check().unwrap(), []);
}

#[test]
fn whoever_receives_is_on_from_there_and_is_told_what_came_over() {
    for (is_on, is_forgotten) in [(false, false), (true, false), (true, true)] {
        let mut two = Two::new();
        two.done(ADVISER, &Command::StartShift);
        let due_at = two.fixture.now + minutes(60);
        two.done(ADVISER, &Command::PromiseCallBack { call: CallId(2), due_at });
        let mut own = None;
        if is_on {
            let Outcome::ShiftStarted { shift, until } = two.done(OTHER, &Command::StartShift) else {
                panic!()
            };
            two.fixture.now = if is_forgotten { until + minutes(240) } else { two.fixture.now };
            own = Some(shift);
        }
        two.done(ADVISER, &act("sign to Per"));
        for point in 1..=two.points() {
            two.done(OTHER, &Command::GoThrough { handover: HANDOVER, point: PointId(point) });
        }
        let received = two.done(OTHER, &act("receive"));
        let Outcome::HandoverReceived { handover: HANDOVER, calls: 2, tasks: 1, begun } = received else {
            panic!("{received:?}")
        };
        assert_eq!(begun.is_none(), is_on && !is_forgotten);
        let now = two.fixture.now;
        let on: Vec<_> = two.fixture.store.board(now).unwrap().on.iter().map(|shift| shift.id).collect();
        assert_eq!(on, [begun.map(|begun| begun.shift).or(own).unwrap()]);
        // In the journal it is of the receiving.
        if let Some(begun) = begun {
            let mut lines = Vec::new();
            two.fixture.store.journal(|line| lines.push(line)).unwrap();
            let of_shift = lines
                .iter()
                .filter(|line| line.entry.subject == "shifts" && line.entry.number == begun.shift.0);
            assert!(of_shift.clone().count() > 2);
            assert!(of_shift.clone().all(|line| line.entry.act == Act::Receive && line.entry.call.is_none()));
        }
        assert_eq!(two.fixture.store.check().unwrap(), []);
    }
}

#[test]
fn what_an_adviser_who_was_removed_had_is_taken_over_at_once() {
    let mut two = Two::new();
    let girl = girl_of_nine(two.fixture.now);
    two.done(OTHER, &Command::RegisterCall(Box::new(girl)));
    let Outcome::ShiftStarted { shift, .. } = two.done(OTHER, &Command::StartShift) else { panic!() };
    let Two { mut fixture, other } = two;
    drop(other);
    let now = fixture.now;
    fixture.store.remove_adviser(OTHER, now).unwrap();
    // Another of that name, with nothing.
    fixture.store.add_adviser(OTHER, &passphrase(), now).unwrap();
    let taken = fixture.run(take(OTHER));
    assert!(
        matches!(taken, Outcome::ShiftTaken { shift: Some(over), calls: 1, tasks: 0, begun: Some(_) } if over == shift)
    );
    assert_eq!(fixture.refused(&take(OTHER)), Refusal::Stale(Stale::NothingToTake));
}

#[test]
fn whoever_comes_back_to_a_forgotten_shift_is_told_what_others_did_since_they_were_seen() {
    for is_taken in [false, true] {
        let mut two = Two::new();
        let Outcome::ShiftStarted { until, .. } = two.done(ADVISER, &Command::StartShift) else { panic!() };
        two.fixture.later(5);
        two.done(OTHER, &Command::SetWatch(Box::new(watch(1).into())));
        two.fixture.later(5);
        two.done(ADVISER, &Command::SetWatch(Box::new(watch(1).into())));
        let seen = two.fixture.now;
        two.fixture.later(5);
        two.done(OTHER, &Command::SetWatch(Box::new(watch(2).into())));
        two.fixture.now = until + minutes(240);
        if is_taken {
            two.done(OTHER, &take(ADVISER));
        }
        two.fixture.later(60);
        two.done(ADVISER, &Command::StartShift);
        let now = two.fixture.now;
        let told = two.fixture.store.tell(&Question::Changes, now).unwrap();
        let Told::Changes(Some(changes)) = told else { panic!("{told:?}") };
        assert_eq!(changes.calls.iter().map(|call| call.call.id).collect::<Vec<_>>(), [CallId(2)]);
        assert_eq!(changes.since, seen);
    }
}

#[test]
fn a_handover_says_how_many_points_are_left() {
    let mut two = Two::in_state("begun");
    let left = usize::try_from(two.points() - 1).unwrap();
    assert!(left > 0);
    let refused = two.run(OTHER, &act("receive")).unwrap_err();
    let expected = Stale::PointsLeft { handover: HANDOVER, left };
    assert!(matches!(refused, StoreError::Refused(Refusal::Stale(stale)) if stale == expected));
}
