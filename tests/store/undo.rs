//! Undo: what it takes back, what it refuses, how far it looks.

use akuttvakt::domain::clocks::ResponseClock;
use akuttvakt::domain::command::{Command, Outcome, UndoScope};
use akuttvakt::domain::ids::PlaceId;
use akuttvakt::domain::journal::Act;
use akuttvakt::domain::offer::{Answer, DeclineReason};
use akuttvakt::domain::refusal::ErrorCode;
use akuttvakt::domain::unit::{Availability, PlaceState};
use akuttvakt::store::{CallFilter, Store};

use crate::fixture::{Fixture, minutes};

const UNDO: Command = Command::Undo { scope: UndoScope::Database };

#[test]
fn an_offer_taken_back_is_as_if_it_had_not_been() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    fixture.run(Command::Hold { call, place: PlaceId(4) });
    fixture.later(10);
    let offer = fixture.offer(call, PlaceId(4));
    assert_eq!(fixture.run(UNDO), Outcome::Undone { act: Act::Offer, number: offer.0 });
    let (calls, offers) = fixture.store.calls(CallFilter::One(call)).unwrap();
    assert!(matches!(ResponseClock::of(&calls[0], &offers), ResponseClock::Running { .. }));
    assert_eq!(fixture.holder(PlaceId(4)), None);
    assert_eq!(fixture.store.board(fixture.now).unwrap().follow_ups, []);
    let acts: Vec<_> =
        fixture.store.call_details(call).unwrap().timeline.iter().map(|line| line.act).collect();
    assert!(acts.contains(&Act::Offer) && acts.contains(&Act::Undo), "both lines stay");
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn an_answer_taken_back_is_awaited_again() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let offer = fixture.offer(call, PlaceId(4));
    let declined = Command::Answer {
        offer,
        answer: Answer::Declined,
        reason: Some(DeclineReason::TooFar),
        note: Some("tre timer å kjøre".to_owned()),
    };
    fixture.run(declined.clone());
    assert_eq!(fixture.run(UNDO), Outcome::Undone { act: Act::Answer, number: offer.0 });
    assert_eq!(fixture.holder(PlaceId(4)), Some(call));
    let given = &fixture.store.call_details(call).unwrap().offers[0];
    assert!(given.offer.awaits_answer());
    assert_eq!((given.answer_reason, given.answer_note.as_deref()), (None, None));
    assert!(!fixture.store.board(fixture.now).unwrap().follow_ups.is_empty());

    fixture.run(declined);
    let other = fixture.girl();
    fixture.offer(other, PlaceId(4));
    fixture.run(UNDO);
    fixture.run(Command::Hold { call: other, place: PlaceId(4) });
    fixture.run(UNDO);
    assert_eq!(
        fixture.run(UNDO),
        Outcome::Undone { act: Act::Answer, number: offer.0 },
        "the place is free again"
    );
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn what_someone_built_on_is_not_taken_back() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let offer = fixture.offer(call, PlaceId(4));
    let declined =
        Command::Answer { offer, answer: Answer::Declined, reason: Some(DeclineReason::TooFar), note: None };
    fixture.run(declined);
    let other = fixture.girl();
    // A second process of the same adviser takes the place; this one's newest act is still the answer.
    let mut second = fixture.open();
    let now = fixture.now;
    let id = Store::new_command_id(now);
    second.execute(id, &Command::Hold { call: other, place: PlaceId(4) }, now).unwrap();
    let head = fixture.head();
    let own = Command::Undo { scope: UndoScope::ThisProcess };
    assert_eq!(fixture.try_run(&own).unwrap_err().code(), ErrorCode::Stale);
    assert_eq!(fixture.head(), head);
    fixture.later(16);
    fixture.run(own);
    assert_eq!(fixture.holder(PlaceId(4)), Some(call), "the other's hold has lapsed");
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn holds_and_states_go_back_to_what_was() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    fixture.run(Command::Hold { call, place: PlaceId(4) });
    let first_until = fixture.now + minutes(15);
    fixture.later(10);
    fixture.run(Command::Hold { call, place: PlaceId(4) });
    fixture.run(UNDO);
    let board = fixture.store.board(fixture.now).unwrap();
    let place = board.places.iter().find(|place| place.id == PlaceId(4)).unwrap();
    assert_eq!(place.live_claim(fixture.now).unwrap().until, Some(first_until), "the renewal is gone");

    let reason = Some("influensa".to_owned());
    fixture.run(Command::SetPlace { place: PlaceId(1), state: PlaceState::Staffing, reason });
    assert_eq!(fixture.run(UNDO), Outcome::Undone { act: Act::Place, number: 1 });
    let board = fixture.store.board(fixture.now).unwrap();
    assert_eq!(board.places[0].availability(fixture.now), Availability::Free);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn undo_goes_back_one_act_at_a_time() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let offer = fixture.offer(call, PlaceId(4));
    fixture.run(Command::Answer { offer, answer: Answer::Accepted, reason: None, note: None });
    assert_eq!(fixture.run(UNDO), Outcome::Undone { act: Act::Answer, number: offer.0 });
    assert_eq!(fixture.run(UNDO), Outcome::Undone { act: Act::Offer, number: offer.0 });
    assert_eq!(fixture.holder(PlaceId(4)), None);

    let set = |state| Command::SetPlace { place: PlaceId(1), state, reason: None };
    fixture.run(set(PlaceState::Staffing));
    fixture.later(1);
    fixture.run(set(PlaceState::Holiday));
    fixture.later(1);
    for state in [PlaceState::Staffing, PlaceState::Free] {
        fixture.run(UNDO);
        let board = fixture.store.board(fixture.now).unwrap();
        assert_eq!(board.places[0].state, state);
    }
    assert_eq!(fixture.try_run(&UNDO).unwrap_err().code(), ErrorCode::Stale);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn this_process_takes_back_only_its_own() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    fixture.run(Command::Hold { call, place: PlaceId(4) });
    fixture.reopen();
    let own = Command::Undo { scope: UndoScope::ThisProcess };
    assert_eq!(fixture.try_run(&own).unwrap_err().code(), ErrorCode::Stale);
    fixture.run(UNDO);
    assert_eq!(fixture.try_run(&UNDO).unwrap_err().code(), ErrorCode::Stale, "nothing is left");
    assert_eq!(fixture.holder(PlaceId(4)), None);
}

#[test]
fn a_hold_that_another_process_prolonged_is_not_taken_back() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    fixture.run(Command::Hold { call, place: PlaceId(4) });
    fixture.later(10);
    let mut second = fixture.open();
    let now = fixture.now;
    second.execute(Store::new_command_id(now), &Command::Hold { call, place: PlaceId(4) }, now).unwrap();
    let own = Command::Undo { scope: UndoScope::ThisProcess };
    assert_eq!(fixture.try_run(&own).unwrap_err().code(), ErrorCode::Stale);
    assert_eq!(fixture.holder(PlaceId(4)), Some(call));
}
