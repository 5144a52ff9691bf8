//! Undo: what it takes back, what it refuses, how far it looks.

use akuttvakt::domain::call::CloseReason;
use akuttvakt::domain::child::SiblingRule;
use akuttvakt::domain::clocks::ResponseClock;
use akuttvakt::domain::command::{Command, OfferDraft, Outcome, UndoScope};
use akuttvakt::domain::ids::PlaceId;
use akuttvakt::domain::journal::Act;
use akuttvakt::domain::offer::{Answer, DeclineReason};
use akuttvakt::domain::refusal::ErrorCode;
use akuttvakt::domain::unit::{Availability, ConfirmedHow, PlaceState};
use akuttvakt::store::{CallFilter, Store};

use crate::fixture::{Fixture, girl_of_nine, minutes};

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
        fixture.store.call_details(call).unwrap().timeline.iter().map(|line| line.entry.act).collect();
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
        by: None,
        note: Some("tre timer å kjøre".to_owned()),
    };
    fixture.run(declined.clone());
    assert_eq!(fixture.run(UNDO), Outcome::Undone { act: Act::Answer, number: offer.0 });
    assert_eq!(fixture.holder(PlaceId(4)), Some(call));
    let given = &fixture.store.call_details(call).unwrap().offers[0];
    assert!(given.offer.awaits_answer());
    assert_eq!((given.offer.answer_reason, given.answer_note.as_deref()), (None, None));
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
    let declined = Command::Answer {
        offer,
        answer: Answer::Declined,
        reason: Some(DeclineReason::TooFar),
        by: None,
        note: None,
    };
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
    fixture.run(Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None });
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

#[test]
fn a_hold_that_is_over_does_not_bar_the_way() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let set = Command::SetPlace { place: PlaceId(1), state: PlaceState::Staffing, reason: None };
    for is_released in [true, false] {
        fixture.run(&set);
        fixture.run(Command::Hold { call, place: PlaceId(4) });
        if is_released {
            fixture.run(Command::Release { place: PlaceId(4) });
        }
        fixture.later(16);
        assert_eq!(fixture.run(UNDO), Outcome::Undone { act: Act::Place, number: 1 });
    }
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn doing_a_follow_up_does_not_bar_undoing_its_offer() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let offer = fixture.offer(call, PlaceId(1));
    fixture.later(1);
    let place = PlaceId(1);
    fixture.run(Command::ConfirmPlace { place, how: ConfirmedHow::Phoned, whole_unit: false });
    assert_eq!(fixture.run(UNDO), Outcome::Undone { act: Act::Offer, number: offer.0 });
    assert_eq!(fixture.store.board(fixture.now).unwrap().follow_ups, []);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn an_id_that_was_done_elsewhere_is_nothing_to_take_back_or_do_again_here() {
    let own = Command::Undo { scope: UndoScope::ThisProcess };
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let (id, now) = (Store::new_command_id(fixture.now), fixture.now);
    let hold = Command::Hold { call, place: PlaceId(4) };
    let answer = fixture.store.execute(id, &hold, now).unwrap();
    let mut elsewhere = fixture.open();
    elsewhere.execute(Store::new_command_id(now), &Command::Hold { call, place: PlaceId(1) }, now).unwrap();
    elsewhere.execute(Store::new_command_id(now), &own, now).unwrap();
    assert_eq!(elsewhere.execute(id, &hold, now).unwrap(), answer, "the same answer");
    let again = elsewhere.execute(Store::new_command_id(now), &Command::Redo, now).unwrap();
    assert!(matches!(again, Outcome::Redone { .. }), "nothing was done since");
    elsewhere.execute(Store::new_command_id(now), &own, now).unwrap();
    let nothing = elsewhere.execute(Store::new_command_id(now), &own, now).unwrap_err();
    assert_eq!(nothing.code(), ErrorCode::Stale, "the hold is the other's");
    assert_eq!(fixture.holder(PlaceId(4)), Some(call));
}

#[test]
fn an_answer_is_not_awaited_again_when_the_child_has_another_offer_or_the_call_is_over() {
    let declined = |offer| Command::Answer {
        offer,
        answer: Answer::Declined,
        reason: Some(DeclineReason::TooFar),
        by: None,
        note: None,
    };
    let own = Command::Undo { scope: UndoScope::ThisProcess };
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let offer = fixture.offer(call, PlaceId(4));
    fixture.run(declined(offer));
    let mut second = fixture.open();
    let now = fixture.now;
    let other = Command::Offer(Box::new(OfferDraft::new(call, PlaceId(1))));
    second.execute(Store::new_command_id(now), &other, now).unwrap();
    assert_eq!(fixture.try_run(&own).unwrap_err().code(), ErrorCode::Stale, "one open offer a child");

    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let offer = fixture.offer(call, PlaceId(4));
    fixture.run(declined(offer));
    fixture.run(Command::CloseCall { call, reason: CloseReason::Withdrawn, note: None });
    assert_eq!(fixture.try_run(&UNDO).unwrap_err().code(), ErrorCode::Stale, "the call is closed");
    assert_eq!(fixture.holder(PlaceId(4)), None);

    let mut facts = girl_of_nine(fixture.now);
    facts.children.push(facts.children[0]);
    facts.siblings = Some(SiblingRule::Apart);
    let call = fixture.register(facts);
    let offer = fixture.offer(call, PlaceId(4));
    fixture.run(Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None });
    fixture.run(Command::Arrive { offer, at: None });
    assert_eq!(fixture.try_run(&UNDO).unwrap_err().code(), ErrorCode::Stale, "the child has arrived");
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn a_renewal_taken_back_gives_the_hold_to_its_first_holder() {
    let mut fixture = Fixture::with_places();
    let mut facts = girl_of_nine(fixture.now);
    facts.children.push(facts.children[0]);
    facts.siblings = Some(SiblingRule::Apart);
    let call = fixture.register(facts);
    fixture.run(Command::Hold { call, place: PlaceId(4) });
    let child = |fixture: &mut Fixture| {
        let board = fixture.store.board(fixture.now).unwrap();
        board.places.iter().find(|place| place.id == PlaceId(4)).unwrap().claim.as_ref().unwrap().child
    };
    let before = child(&mut fixture);
    fixture.offer(call, PlaceId(1));
    fixture.later(1);
    fixture.run(Command::Hold { call, place: PlaceId(4) });
    assert_ne!(child(&mut fixture), before, "the first child has an offer now; the hold is for the second");
    fixture.run(UNDO);
    assert_eq!(child(&mut fixture), before);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn a_group_s_hold_is_taken_back_where_it_still_holds_and_nowhere_else() {
    let mut fixture = Fixture::with_places();
    let mut facts = girl_of_nine(fixture.now);
    facts.children.push(facts.children[0]);
    facts.siblings = Some(SiblingRule::Together);
    let group = fixture.register(facts);
    fixture.run(Command::Hold { call: group, place: PlaceId(1) });
    let (calls, _) = fixture.store.calls(CallFilter::One(group)).unwrap();
    let one = OfferDraft { children: vec![calls[0].children[0].id], ..OfferDraft::new(group, PlaceId(1)) };
    fixture.later(1);
    fixture.run(Command::Offer(Box::new(one)));
    fixture.later(1);
    fixture.run(UNDO);
    let mut colleague = fixture.open();
    let facts = girl_of_nine(fixture.now);
    let other = fixture.register(facts);
    fixture.later(1);
    let taken = Command::Hold { call: other, place: PlaceId(1) };
    let now = fixture.now;
    colleague.execute(Store::new_command_id(now), &taken, now).unwrap();
    fixture.later(1);
    let undone = Command::Undo { scope: UndoScope::ThisProcess };
    fixture.run(undone);
    assert_eq!(fixture.holder(PlaceId(1)), Some(other), "the place that another has stays theirs");
    assert_eq!(fixture.holder(PlaceId(2)), None);
    assert_eq!(fixture.store.check().unwrap(), []);
}
