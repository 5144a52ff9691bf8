//! What is to be done: each kind of follow-up with each act on it, the steps of the routine, and which acts are taken
//! back.

use akuttvakt::domain::call::CloseReason;
use akuttvakt::domain::checklist::{AnswerState, ItemKey};
use akuttvakt::domain::child::{Age, ChildFacts, Sex, SiblingRule};
use akuttvakt::domain::command::{Command, ItemAnswer, ItemFields, OfferDraft, Outcome, UndoScope};
use akuttvakt::domain::enquiry::{EnquiryDraft, EnquiryResult};
use akuttvakt::domain::follow_up::{FollowUpEnd, FollowUpKind, Owner, Receiver};
use akuttvakt::domain::ids::{CallId, FollowUpId, OfferId, PlaceId};
use akuttvakt::domain::journal::Act;
use akuttvakt::domain::ladder::Rung;
use akuttvakt::domain::offer::{Answer, Clearance};
use akuttvakt::domain::refusal::{Refusal, Stale};
use akuttvakt::domain::routine::StepKey;
use akuttvakt::domain::steps::{AFTER_PLACEMENT, StepEnd};
use akuttvakt::domain::unit::PlaceState;
use akuttvakt::store::Store;

use super::{About, STATES, act, answer, assert_told, copy_of, of_day, state};
use crate::fixture::{Fixture, girl_of_nine, minutes};

pub const UNDO: Command = Command::Undo { scope: UndoScope::ThisProcess };

fn done(follow_up: FollowUpId, end: FollowUpEnd) -> Command {
    Command::EndFollowUp { follow_up, end }
}

/// The open follow-up of a kind about the first call.
fn open(fixture: &mut Fixture, kind: FollowUpKind) -> Option<FollowUpId> {
    let now = fixture.now;
    let board = fixture.store.board(now).unwrap();
    board.follow_ups.iter().find(|row| row.kind == kind && row.call == CallId(1)).map(|row| row.id)
}

/// The first call with an open follow-up of a kind.
fn with(kind: FollowUpKind) -> Fixture {
    let mut fixture = match kind {
        FollowUpKind::Step | FollowUpKind::Arrival => state("planned").0,
        FollowUpKind::OfferAnswer
        | FollowUpKind::OfferReason
        | FollowUpKind::ConfirmPlace
        | FollowUpKind::ClearWithMeasure => state("offered").0,
        FollowUpKind::CallBack
        | FollowUpKind::ItemLater
        | FollowUpKind::PlaceFree
        | FollowUpKind::AskAgain => state("asked").0,
        FollowUpKind::Paper => of_day::bought(),
    };
    let call = CallId(1);
    match kind {
        FollowUpKind::CallBack => {
            let due_at = fixture.now + minutes(30);
            fixture.run(Command::PromiseCallBack { call, due_at });
        }
        FollowUpKind::ItemLater => {
            fixture.run(Command::AnswerItem(Box::new(ItemAnswer {
                call,
                item: ItemKey::Doctor,
                state: AnswerState::Later,
                text: None,
                fields: ItemFields::default(),
            })));
        }
        FollowUpKind::PlaceFree => {
            for state in [PlaceState::Staffing, PlaceState::Free] {
                fixture.run(Command::SetPlace { place: PlaceId(4), state, reason: None });
            }
        }
        FollowUpKind::AskAgain => {
            let mut asked = EnquiryDraft::new(call, Rung::Agreement, EnquiryResult::NoAnswer);
            asked.ask_at = Some(fixture.now + minutes(30));
            fixture.run(Command::LogEnquiry(Box::new(asked)));
        }
        _ => {}
    }
    fixture
}

#[test]
fn every_kind_of_follow_up_is_done_dropped_moved_and_given_away_once() {
    for kind in FollowUpKind::ALL {
        let mut fixture = with(*kind);
        fixture.store.add_adviser("Per S.", &crate::fixture::passphrase(), fixture.now).unwrap();
        let follow_up = open(&mut fixture, *kind).unwrap_or_else(|| panic!("no {kind:?}"));
        let due_at = fixture.now + minutes(600);
        let moved = Command::MoveFollowUp { follow_up, due_at, reason: "vakten ringer".to_owned() };
        let given = |to: &str| Command::AssignFollowUp { follow_up, to: Receiver::Adviser(to.to_owned()) };
        let to_department = Command::AssignFollowUp { follow_up, to: Receiver::Department };
        for act in
            [moved.clone(), given("Per S."), to_department.clone(), done(follow_up, FollowUpEnd::Dropped)]
        {
            let mut copy = copy_of(&fixture);
            copy.run(&act);
            let now = copy.now;
            let row = copy.store.board(now).unwrap().follow_ups.into_iter().find(|row| row.id == follow_up);
            match (&act, row) {
                (Command::MoveFollowUp { .. }, Some(row)) => {
                    assert_eq!((row.due_at, row.is_moved), (due_at, true));
                    copy.run(UNDO);
                    let row = copy.store.board(now).unwrap().follow_ups;
                    assert!(row.iter().any(|row| row.id == follow_up && !row.is_moved), "{kind:?}");
                }
                (Command::AssignFollowUp { to: Receiver::Department, .. }, Some(row)) => {
                    assert_eq!(row.owner, Owner::Department);
                }
                (Command::AssignFollowUp { .. }, Some(row)) => {
                    assert_eq!((row.owner, row.by.as_str()), (Owner::Adviser, "Per S."));
                }
                (Command::EndFollowUp { .. }, None) => {}
                (act, row) => panic!("{kind:?} after {act:?}: {row:?}"),
            }
            assert_eq!(copy.store.check().unwrap(), []);
        }
        let nobody = fixture.refused(&given("Nils"));
        assert_eq!(nobody, Refusal::UnknownAdviser("Nils".to_owned()));
        assert_told(&nobody, &fixture);
        // What still has no answer, and who has not arrived, is asked for again.
        let repeats = matches!(kind, FollowUpKind::OfferAnswer | FollowUpKind::Arrival);
        let Outcome::FollowUpEnded { next, .. } = fixture.run(done(follow_up, FollowUpEnd::Done)) else {
            panic!()
        };
        assert_eq!(next.is_some(), repeats, "{kind:?}");
        for act in [moved, given("Per S."), to_department, done(follow_up, FollowUpEnd::Done)] {
            let refusal = fixture.refused(&act);
            assert_eq!(refusal, Refusal::Stale(Stale::FollowUpEnded(follow_up)), "{kind:?}");
            assert_told(&refusal, &fixture);
        }
        fixture.run(UNDO);
        assert_eq!(open(&mut fixture, *kind), Some(follow_up), "{kind:?} is to be done again");
        assert_eq!(fixture.store.check().unwrap(), []);
    }
}

#[test]
fn each_step_is_settled_once_and_others_steps_never() {
    for end in StepEnd::ALL {
        let (mut fixture, about) = state("arrived");
        for step in StepKey::ALL {
            let command = Command::DoStep { call: about.call, step: *step, end: *end, note: None };
            if matches!(step, StepKey::Database | StepKey::Arrival) {
                let refusal = fixture.refused(&command);
                assert_eq!(refusal, Refusal::Stale(Stale::StepOfOthers(*step)));
                assert_told(&refusal, &fixture);
                continue;
            }
            fixture.run(&command);
            let refusal = fixture.refused(&command);
            assert_eq!(refusal, Refusal::Stale(Stale::StepSettled { call: about.call, step: *step }));
            assert_told(&refusal, &fixture);
            fixture.run(UNDO);
            fixture.run(&command);
        }
        let now = fixture.now;
        let board = fixture.store.board(now).unwrap();
        assert_eq!(board.follow_ups, [], "no task is left of a step that is settled");
        assert_eq!(board.steps.len(), StepKey::ALL.len() - 2);
    }
}

/// The tasks of the first working day that are open, in their order.
fn tasks(fixture: &mut Fixture) -> Vec<StepKey> {
    let now = fixture.now;
    let mut rows = fixture.store.board(now).unwrap().follow_ups;
    rows.sort_by_key(|row| row.id);
    rows.into_iter().filter_map(|row| row.step).collect()
}

#[test]
fn a_place_found_later_has_tasks_of_its_own_and_one_that_came_to_nothing_none() {
    let mut fixture = Fixture::with_places();
    let facts = girl_of_nine(fixture.now);
    let twin = ChildFacts { sex: Sex::Boy, age: Age::Years(7) };
    let children = vec![facts.children[0], twin];
    let siblings = Some(SiblingRule::Apart);
    let call = fixture.register(akuttvakt::domain::call::CallFacts { children, siblings, ..facts });
    let first = fixture.offer(call, PlaceId(4));
    fixture.run(answer(first, Answer::Accepted));
    assert_eq!(tasks(&mut fixture), AFTER_PLACEMENT);
    let birk = |end| Command::DoStep { call, step: StepKey::Birk, end, note: None };
    fixture.run(birk(StepEnd::Done));
    fixture.run(Command::DoStep {
        call,
        step: StepKey::ClarificationMeeting,
        end: StepEnd::Done,
        note: None,
    });
    let left = [StepKey::InformUnit, StepKey::Commitment];
    assert_eq!(tasks(&mut fixture), left);
    fixture.later(60);
    let second = fixture.offer(call, PlaceId(1));
    fixture.run(answer(second, Answer::Accepted));
    // Of each placement the unit is informed, the choice is registered and the commitment written; there is one meeting
    // about both.
    let both = [left[0], left[1], StepKey::InformUnit, StepKey::Birk, StepKey::Commitment];
    assert_eq!(tasks(&mut fixture), both);
    let mut undone = copy_of(&fixture);
    undone.run(Command::Undo { scope: UndoScope::Database });
    assert_eq!(tasks(&mut undone), left, "for the first child it goes on");
    fixture.run(Command::FallThrough { offer: second, reason: "syk".to_owned() });
    assert_eq!(tasks(&mut fixture), left, "the first child has its place");
    fixture.run(Command::FallThrough { offer: first, reason: "syk".to_owned() });
    assert_eq!(tasks(&mut fixture), [], "nobody has a place");
    assert_eq!(fixture.store.check().unwrap(), []);
    assert_eq!(undone.store.check().unwrap(), []);
}

#[test]
fn undo_of_the_only_acceptance_leaves_no_task_and_no_placement() {
    let (mut fixture, about) = state("offered");
    fixture.run(answer(about.offer, Answer::Accepted));
    assert_eq!(tasks(&mut fixture), AFTER_PLACEMENT);
    fixture.run(UNDO);
    assert_eq!(tasks(&mut fixture), []);
    assert_eq!(fixture.store.call_details(about.call).unwrap().placements, []);
    fixture.run(Command::Redo);
    assert_eq!(tasks(&mut fixture), AFTER_PLACEMENT);
    assert_eq!(fixture.store.call_details(about.call).unwrap().placements.len(), 1);
    assert_eq!(fixture.store.check().unwrap(), []);
}

/// The acts of the table that are taken back, in the state each is done in, and those that are not.
const UNDOABLE: [(&str, &str, Option<Act>); 21] = [
    ("asked", "hold", Some(Act::Hold)),
    ("asked", "offer", Some(Act::Offer)),
    ("offered", "accept", Some(Act::Answer)),
    ("offered", "decline", Some(Act::Answer)),
    ("offered", "withdraw", Some(Act::Answer)),
    ("asked", "item", Some(Act::Checklist)),
    ("asked", "promise", Some(Act::CallBack)),
    ("expected", "step", Some(Act::Step)),
    ("held", "release", None),
    ("offered", "complete", None),
    ("expected", "plan", None),
    ("planned", "arrive", None),
    ("planned", "fall", None),
    ("arrived", "end", None),
    ("ended", "evaluate", None),
    ("asked", "close", None),
    ("asked", "edit", None),
    ("expected", "meeting", None),
    ("asked", "remark", None),
    ("expected", "stay open", None),
    ("asked", "export", None),
];

#[test]
fn what_can_be_taken_back_is_and_nothing_else() {
    for (name, row, taken_back) in UNDOABLE {
        assert!(STATES.contains(&name));
        let (mut fixture, about): (Fixture, About) = state(name);
        // Another process: only what is done here can be taken back in it.
        fixture.reopen();
        let command = act(row, &about, &mut fixture);
        fixture.run(&command);
        let undone = fixture.try_run(&UNDO).map_err(|error| error.code());
        match (taken_back, undone) {
            (Some(act), Ok(Outcome::Undone { act: found, .. })) => {
                assert_eq!(found, act);
                fixture.run(Command::Redo);
            }
            (None, Err(_)) => {
                let refusal = fixture.refused(&UNDO);
                assert_eq!(refusal, Refusal::Stale(Stale::NothingToUndo), "{row}");
                assert_told(&refusal, &fixture);
            }
            (_, undone) => panic!("{row} when {name}: {undone:?}"),
        }
        assert_eq!(fixture.store.check().unwrap(), [], "{row}");
    }
}

#[test]
fn an_answer_is_not_taken_back_when_the_work_went_on() {
    type Next = fn(&About) -> Command;
    let after: [(&str, Next); 3] = [
        ("arrived", |about| Command::Arrive { offer: about.offer, at: None }),
        ("fallen", |about| Command::FallThrough { offer: about.offer, reason: "syk".to_owned() }),
        ("moved", |about| Command::StayOpen { call: about.call, stays_open: true }),
    ];
    for (name, act) in after {
        let (mut fixture, about) = state("offered");
        fixture.run(answer(about.offer, Answer::Accepted));
        fixture.run(act(&about));
        let undone = fixture.try_run(&UNDO);
        // That it stays open says nothing of the place.
        assert_eq!(undone.is_ok(), name == "moved", "{name}: {undone:?}");
    }
}

/// Two calls that fit place 4, the second referred first.
fn two_calls() -> (Fixture, CallId, CallId) {
    let mut fixture = Fixture::with_places();
    let late = fixture.girl();
    let mut earlier = girl_of_nine(fixture.now - minutes(40));
    earlier.first_contact_at = fixture.now;
    let early = fixture.register(earlier);
    (fixture, late, early)
}

fn told(fixture: &mut Fixture) -> Vec<(CallId, PlaceId)> {
    let now = fixture.now;
    let mut rows = fixture.store.board(now).unwrap().follow_ups;
    rows.retain(|row| row.kind == FollowUpKind::PlaceFree);
    rows.sort_by_key(|row| row.id);
    rows.into_iter().map(|row| (row.call, row.place.unwrap())).collect()
}

#[test]
fn a_free_place_is_told_by_referral_once_of_a_unit_and_follows_what_is_left_of_it() {
    let (mut fixture, late, early) = two_calls();
    let out = |state| Command::SetUnit { place: PlaceId(1), state, reason: None };
    fixture.run(out(PlaceState::Staffing));
    fixture.run(out(PlaceState::Free));
    assert_eq!(told(&mut fixture), [(early, PlaceId(1)), (late, PlaceId(1))], "three places, told once");
    // Held it may be free again; offered it is not, and the next one of the unit is told of instead.
    fixture.run(Command::Hold { call: early, place: PlaceId(1) });
    assert_eq!(told(&mut fixture).len(), 2);
    let offer = fixture.offer(early, PlaceId(1));
    assert_eq!(told(&mut fixture), [(late, PlaceId(2))]);
    fixture.run(out(PlaceState::Holiday));
    assert_eq!(told(&mut fixture), []);
    fixture.run(UNDO);
    assert_eq!(told(&mut fixture), [(late, PlaceId(3))], "the unit is open again");
    fixture.run(answer(offer, Answer::Accepted));
    // The last of the unit is taken out of use, and comes back.
    for place in [3, 2] {
        let state = PlaceState::Maintenance;
        fixture.run(Command::SetPlace { place: PlaceId(place), state, reason: None });
    }
    assert_eq!(told(&mut fixture), []);
    fixture.run(UNDO);
    assert_eq!(told(&mut fixture), [(late, PlaceId(2))]);
    fixture.run(Command::CloseCall { call: late, reason: CloseReason::SolvedOutside, note: None });
    assert_eq!(told(&mut fixture), []);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn taking_back_a_decline_takes_the_place_from_all_who_were_told_of_it() {
    let (mut fixture, late, early) = two_calls();
    let offer = fixture.offer(early, PlaceId(4));
    fixture.run(answer(offer, Answer::Declined));
    assert_eq!(told(&mut fixture), [(late, PlaceId(4))], "not the one that declined it");
    // A third is told by another act.
    let third = fixture.girl();
    let mut per = fixture.open();
    for state in [PlaceState::Staffing, PlaceState::Free] {
        let command = Command::SetPlace { place: PlaceId(4), state, reason: None };
        per.execute(Store::new_command_id(fixture.now), &command, fixture.now).unwrap();
    }
    assert_eq!(told(&mut fixture), [(early, PlaceId(4)), (late, PlaceId(4)), (third, PlaceId(4))]);
    fixture.run(UNDO);
    assert_eq!(told(&mut fixture), [], "the place is offered again");
    assert_eq!(fixture.holder(PlaceId(4)), Some(early));
    fixture.run(Command::Redo);
    assert_eq!(told(&mut fixture), [(late, PlaceId(4)), (third, PlaceId(4))]);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn taking_back_an_offer_tells_again_of_its_place() {
    let (mut fixture, late, early) = two_calls();
    for state in [PlaceState::Staffing, PlaceState::Free] {
        fixture.run(Command::SetPlace { place: PlaceId(4), state, reason: None });
    }
    let before = told(&mut fixture);
    let offer = OfferDraft { clearance: Clearance::Cleared, ..OfferDraft::new(early, PlaceId(4)) };
    fixture.run(Command::Offer(Box::new(offer)));
    assert_eq!(told(&mut fixture), []);
    fixture.run(UNDO);
    assert_eq!(told(&mut fixture), before);
    assert_eq!(before, [(early, PlaceId(4)), (late, PlaceId(4))]);
    let offer = fixture.offer(early, PlaceId(4));
    assert_eq!(offer, OfferId(2));
}
