//! The fixture `the_routine.db`: how it was made, and that it opens and says what it said.
//!
//! Made once with `AKUTTVAKT_MAKE_FIXTURE=1`, as [`crate::nothing_lost`] tells.

use akuttvakt::domain::alarm::{Alarm, AlarmKind};
use akuttvakt::domain::call::{CallFacts, CallState, CloseReason};
use akuttvakt::domain::checklist::{AnswerState, ItemKey};
use akuttvakt::domain::child::{Age, ChildFacts, Sex, SiblingRule};
use akuttvakt::domain::command::{Command, ItemAnswer, ItemFields, Outcome, SiblingSplit, UndoScope};
use akuttvakt::domain::follow_up::{FollowUpKind, Owner, Receiver};
use akuttvakt::domain::ids::{CallId, ChildId, FollowUpId, OfferId, PlaceId};
use akuttvakt::domain::journal::Act;
use akuttvakt::domain::offer::Answer;
use akuttvakt::domain::placement::{PlacementPlan, PlacementState, StayEnd, StayEnding, StayViews};
use akuttvakt::domain::question::{JournalAbout, JournalQuery, Question, Told};
use akuttvakt::domain::remark::RemarkKind;
use akuttvakt::domain::routine::StepKey;
use akuttvakt::domain::steps::StepEnd;
use akuttvakt::store::{CallFilter, Passphrase, Store};
use chrono::{DateTime, TimeDelta, Utc};

use crate::faults::raw;
use crate::fixture::{
    ADVISER, Fixture, girl_of_nine, home, institution, minutes, night, options, passphrase, reference,
};
use crate::fixtures::{copy, make_fixture};

const NAME: &str = "the_routine.db";
const COLLEAGUE: &str = "Per S.";

/// When it was left.
fn left_at() -> DateTime<Utc> {
    night() + TimeDelta::days(12)
}

#[expect(clippy::unnecessary_wraps, reason = "as the fields of a command have it")]
fn words(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn accept(offer: OfferId) -> Command {
    Command::Answer { offer, answer: Answer::Accepted, reason: None, by: words("vakten"), note: None }
}

/// The open task of a kind, or of a step.
fn task(fixture: &mut Fixture, call: CallId, kind: FollowUpKind, step: Option<StepKey>) -> FollowUpId {
    let now = fixture.now;
    let board = fixture.store.board(now).unwrap();
    let is_meant = |row: &&akuttvakt::domain::follow_up::FollowUp| {
        row.call == call && row.kind == kind && row.step == step
    };
    board.follow_ups.iter().find(is_meant).unwrap().id
}

/// Every kind of row of the routine, twelve days of them.
fn write(fixture: &mut Fixture) {
    let rows = vec![home("Furuly", 3), home("Solbakken", 2), institution("Åsen", 2)];
    fixture.run(Command::ImportUnits { rows, dry_run: false });
    fixture.store.add_adviser(COLLEAGUE, &Passphrase::new("annet".to_owned()), fixture.now).unwrap();
    let key = "department.3411".to_owned();
    fixture.run(Command::SetSetting { key, value: "Avdeling Innlandet".to_owned() });
    siblings(fixture);
    moved_out(fixture);
    looked_for_still(fixture);
    came_to_nothing(fixture);
    fixture.now = left_at();
}

/// Three siblings: two live together, one was placed apart and is on its way.
fn siblings(fixture: &mut Fixture) {
    let mut facts = girl_of_nine(fixture.now);
    let child = |sex, age| ChildFacts { sex, age: Age::Years(age) };
    facts.children.extend([child(Sex::Boy, 7), child(Sex::Girl, 4)]);
    facts.siblings = Some(SiblingRule::Together);
    let call = fixture.register(facts);
    let since = fixture.now;
    let alarms = vec![Alarm { kind: AlarmKind::NewCall, call, since }];
    fixture.run(Command::SilenceAlarms { alarms });
    fixture.run(Command::Remark {
        call,
        kind: RemarkKind::Disagreement,
        text: "kommunen ville ha institusjon for den eldste".to_owned(),
    });
    fixture.run(Command::SplitSiblings(Box::new(SiblingSplit {
        call,
        agreed_by: "Vakten i Ringsaker".to_owned(),
        agreed_at: Some(fixture.now - minutes(2)),
        reason: "ingen hjem har plass til tre i natt".to_owned(),
    })));
    let first = fixture.offer(call, PlaceId(1));
    fixture.run(accept(first));
    fixture.run(Command::PlanPlacement(Box::new(PlacementPlan {
        driver: words("barneverntjenesten kjører"),
        leaves_at: Some(fixture.now + minutes(20)),
        expected_at: Some(fixture.now + minutes(80)),
        medicines: words("ingen medisiner"),
        unit_told_at: Some(fixture.now),
        night_number: words("00 00 00 07"),
        ..PlacementPlan::new(first)
    })));
    let second = fixture.offer(call, PlaceId(4));
    fixture.run(accept(second));
    fixture.run(Command::Undo { scope: UndoScope::ThisProcess });
    fixture.run(Command::Redo);
    fixture.later(160);
    let late = task(fixture, call, FollowUpKind::Arrival, None);
    let end = akuttvakt::domain::follow_up::FollowUpEnd::Done;
    fixture.run(Command::EndFollowUp { follow_up: late, end });
    fixture.later(20);
    fixture.run(Command::Arrive { offer: first, at: Some(fixture.now - minutes(10)) });
    fixture.run(Command::Arrive { offer: second, at: None });
    let third = fixture.offer(call, PlaceId(5));
    fixture.run(accept(third));
    let expected_at = Some(left_at() - minutes(30));
    let plan = PlacementPlan { expected_at, ..PlacementPlan::new(third) };
    fixture.run(Command::PlanPlacement(Box::new(plan)));
    let birk = task(fixture, call, FollowUpKind::Step, Some(StepKey::Birk));
    let due_at = fixture.now + TimeDelta::days(2);
    let reason = "saksbehandler er borte".to_owned();
    fixture.run(Command::MoveFollowUp { follow_up: birk, due_at, reason });
    let inform = task(fixture, call, FollowUpKind::Step, Some(StepKey::InformUnit));
    fixture.run(Command::AssignFollowUp { follow_up: inform, to: Receiver::Adviser(COLLEAGUE.to_owned()) });
    let note = words("avtalt med enhetsleder");
    fixture.run(Command::DoStep { call, step: StepKey::ContactMeasure, end: StepEnd::Done, note });
}

/// A girl who was placed and moved out without a plan; what she says of it.
fn moved_out(fixture: &mut Fixture) {
    let call = fixture.girl();
    let offer = fixture.offer(call, PlaceId(2));
    fixture.run(accept(offer));
    fixture.later(60);
    fixture.run(Command::Arrive { offer, at: None });
    fixture.later(60 * 30);
    fixture.run(Command::SetMeeting { call, at: fixture.now + TimeDelta::days(3) });
    fixture.run(Command::DoStep { call, step: StepKey::Birk, end: StepEnd::Done, note: None });
    fixture.run(Command::DoStep { call, step: StepKey::Onward, end: StepEnd::NotRelevant, note: None });
    fixture.later(60 * 24 * 5);
    // Somebody else needs a place; it is told of the one that comes free.
    fixture.girl();
    fixture.run(Command::EndPlacement(Box::new(StayEnding {
        child: ChildId(4),
        at: Some(fixture.now - minutes(90)),
        end: StayEnd::UnplannedMove,
        note: words("ble for krevende for hjemmet"),
    })));
    fixture.run(Command::EvaluatePlacement(Box::new(StayViews {
        child: ChildId(4),
        child_view: words("savnet vennene"),
        parents_view: words("fikk ringe hver kveld"),
    })));
    fixture.run(Command::ExportNamed { call, reason: "limes inn i journalen".to_owned() });
}

/// A boy who lives at a home while an institution is looked for.
fn looked_for_still(fixture: &mut Fixture) {
    let children = vec![ChildFacts { sex: Sex::Boy, age: Age::Years(12) }];
    let call = fixture.register(CallFacts { children, ..girl_of_nine(fixture.now) });
    let offer = fixture.offer(call, PlaceId(3));
    fixture.run(accept(offer));
    fixture.run(Command::StayOpen { call, stays_open: true });
    fixture.later(45);
    fixture.run(Command::Arrive { offer, at: None });
    fixture.run(Command::AnswerItem(Box::new(ItemAnswer {
        call,
        item: ItemKey::Doctor,
        state: AnswerState::Later,
        text: None,
        fields: ItemFields::default(),
    })));
}

/// A girl whose offer was accepted and came to nothing.
fn came_to_nothing(fixture: &mut Fixture) {
    let facts = CallFacts {
        children: vec![ChildFacts { sex: Sex::Girl, age: Age::Years(15) }],
        wished: vec![akuttvakt::domain::measure::Wish::Institution],
        basis: Some(akuttvakt::domain::basis::BasisCode::A4_4),
        ..girl_of_nine(fixture.now)
    };
    let call = fixture.register(facts);
    let offer = fixture.offer(call, PlaceId(6));
    fixture.run(accept(offer));
    fixture.run(Command::FallThrough { offer, reason: "rømte på veien".to_owned() });
}

/// Makes the fixture: run once, asked for by an environment variable.
#[test]
#[ignore = "makes a file of the repository; run alone with AKUTTVAKT_MAKE_FIXTURE=1"]
fn make_it() {
    make_fixture(NAME, write);
}

#[test]
fn what_is_written_is_sound_and_has_every_row_of_the_routine() {
    let mut fixture = Fixture::empty();
    write(&mut fixture);
    assert_eq!(fixture.store.check().unwrap(), []);
    let tables = raw::tables(&raw::open(&fixture.path).unwrap()).unwrap();
    for table in [
        "placements",
        "routine_steps",
        "sibling_splits",
        "remarks",
        "silences",
        "named_exports",
        "follow_ups",
    ] {
        assert!(!tables[table].is_empty(), "there is no {table} in it");
    }
    says_what_it_said(&mut fixture.store);
}

#[test]
fn the_fourth_version_opens_and_is_sound() {
    let folder = copy(NAME);
    let path = folder.path().join(NAME);
    let mut store = Store::open(&path, Some(ADVISER), &passphrase(), reference(), options()).unwrap();
    assert_eq!(store.check().unwrap(), []);
    says_what_it_said(&mut store);
    // It can be worked in.
    let now = left_at() + minutes(5);
    let mut run = |command: &Command| store.execute(Store::new_command_id(now), command, now).unwrap();
    let arrived = run(&Command::Arrive { offer: OfferId(3), at: None });
    assert_eq!(arrived, Outcome::Arrived { offer: OfferId(3), closes_call: true });
    let ending = StayEnding { child: ChildId(1), at: None, end: StayEnd::Home, note: None };
    let ended = run(&Command::EndPlacement(Box::new(ending)));
    let Outcome::StayEnded { days, fits, .. } = ended else { panic!("{ended:?}") };
    // The one that has none, and the one for which the right place is still looked for.
    assert_eq!((days, fits), (Some(11), vec![CallId(3), CallId(4)]));
    run(&Command::StayOpen { call: CallId(4), stays_open: false });
    assert_eq!(store.check().unwrap(), []);
}

fn says_what_it_said(store: &mut Store) {
    let now = left_at();
    let (calls, offers) = store.calls(CallFilter::All).unwrap();
    let states: Vec<_> = calls.iter().map(|call| (call.state, call.close_reason)).collect();
    let open = (CallState::Open, None);
    assert_eq!(states, [open, (CallState::Closed, Some(CloseReason::Placed)), open, open, open]);
    let answers: Vec<_> = offers.iter().map(|offer| offer.answer).collect();
    let accepted = Some(Answer::Accepted);
    assert_eq!(answers, [accepted, accepted, accepted, accepted, accepted, Some(Answer::Withdrawn)]);

    // Every state a placement can be in; the one that was taken back is not told.
    let board = store.board(now).unwrap();
    let mut placements = Vec::new();
    for call in &calls {
        placements.extend(store.call_details(call.id).unwrap().placements);
    }
    let found: Vec<_> = placements
        .iter()
        .map(|(placement, _)| (placement.child.0, placement.place.0, placement.state()))
        .collect();
    assert_eq!(
        found,
        [
            (1, 1, PlacementState::Living),
            (2, 4, PlacementState::Living),
            (3, 5, PlacementState::Expected),
            (4, 2, PlacementState::Ended),
            (6, 3, PlacementState::Living),
            (7, 6, PlacementState::Cancelled),
        ]
    );
    let (girl, told) = &placements[0];
    assert_eq!(girl.arrived_at, Some(night() + minutes(170)));
    assert_eq!(girl.expected_at, Some(night() + minutes(80)));
    assert!(girl.has_night_number && !girl.has_child_view);
    assert_eq!(told.driver.as_deref(), Some("barneverntjenesten kjører"));
    assert_eq!(told.medicines.as_deref(), Some("ingen medisiner"));
    let (left, told) = &placements[3];
    assert_eq!((left.end, left.length_of_stay(now).unwrap().num_days()), (Some(StayEnd::UnplannedMove), 6));
    assert_eq!(told.end_note.as_deref(), Some("ble for krevende for hjemmet"));
    assert_eq!(told.child_view.as_deref(), Some("savnet vennene"));
    assert_eq!(told.parents_view.as_deref(), Some("fikk ringe hver kveld"));

    // Siblings apart, the remark, what was silenced, the step with its note.
    let first = store.call_details(CallId(1)).unwrap();
    assert_eq!(first.call.siblings, Some(SiblingRule::Apart));
    assert_eq!(first.splits[0].reason.as_deref(), Some("ingen hjem har plass til tre i natt"));
    assert_eq!(first.splits[0].agreed_at, night() - minutes(2));
    assert_eq!(first.remarks[0].kind, RemarkKind::Disagreement);
    assert_eq!(first.remarks[0].text.as_deref(), Some("kommunen ville ha institusjon for den eldste"));
    let silenced = Alarm { kind: AlarmKind::NewCall, call: CallId(1), since: night() };
    assert_eq!(board.silenced, [silenced]);
    let (step, note) = &first.steps[0];
    assert_eq!((step.step, step.end), (StepKey::ContactMeasure, StepEnd::Done));
    assert_eq!(note.as_deref(), Some("avtalt med enhetsleder"));
    assert_eq!(board.rules.departments.values().next().map(String::as_str), Some("Avdeling Innlandet"));

    // Tasks: moved with a reason, given away, the department's; the arrival that is asked for; the free place.
    let tasks = |call: i64| board.follow_ups.iter().filter(move |row| row.call == CallId(call));
    let birk = tasks(1).find(|row| row.step == Some(StepKey::Birk)).unwrap();
    assert_eq!((birk.is_moved, birk.owner), (true, Owner::Department));
    assert_eq!(first.moved[&birk.id], "saksbehandler er borte");
    let inform = tasks(1).find(|row| row.step == Some(StepKey::InformUnit)).unwrap();
    assert_eq!((inform.owner, inform.by.as_str()), (Owner::Adviser, COLLEAGUE));
    let arrival = tasks(1).find(|row| row.kind == FollowUpKind::Arrival).unwrap();
    assert_eq!((arrival.offer, arrival.due_at), (Some(OfferId(3)), left_at() + minutes(30)));
    let free = tasks(3).find(|row| row.kind == FollowUpKind::PlaceFree).unwrap();
    assert_eq!(free.place, Some(PlaceId(2)));
    assert!(calls[3].stays_open);

    // The meeting, and the commitment that waits for it.
    let second = store.call_details(CallId(2)).unwrap();
    let meeting = second.call.meeting_at.unwrap();
    let commitment = second.follow_ups.iter().find(|row| row.step == Some(StepKey::Commitment)).unwrap();
    assert!(commitment.due_at > meeting && second.call.meeting_set_at.unwrap() < meeting);
    let settled: Vec<_> = second.steps.iter().map(|(step, _)| (step.step, step.end)).collect();
    assert_eq!(settled, [(StepKey::Birk, StepEnd::Done), (StepKey::Onward, StepEnd::NotRelevant)]);

    let query = JournalQuery { about: JournalAbout::All, before: None, limit: 10_000 };
    let Told::Journal(page) = store.tell(&Question::Journal(query), now).unwrap() else { panic!() };
    for act in [
        Act::Plan,
        Act::Arrive,
        Act::FallThrough,
        Act::EndStay,
        Act::Evaluate,
        Act::Split,
        Act::Remark,
        Act::StayOpen,
        Act::Meeting,
        Act::Step,
        Act::Move,
        Act::Assign,
        Act::Silence,
        Act::Export,
    ] {
        assert!(page.lines.iter().any(|line| line.entry.act == act), "{act:?}");
    }
}
