//! Follow-ups, offers filled in further, and redo.

use akuttvakt::domain::child::SiblingRule;
use akuttvakt::domain::command::{Command, OfferCompletion, OfferDraft, Outcome, UndoScope};
use akuttvakt::domain::follow_up::{FollowUpEnd, FollowUpKind};
use akuttvakt::domain::ids::{CallId, ChildId, FollowUpId, OfferId, PlaceId};
use akuttvakt::domain::offer::{Answer, Clearance, DeclineReason};
use akuttvakt::domain::refusal::{BadTime, BadValue, NotOfferable, Refusal, Stale};
use akuttvakt::domain::unit::PlaceState;
use akuttvakt::store::Store;
use chrono::TimeDelta;

use crate::fixture::{Fixture, girl_of_nine, minutes};

const UNDO: Command = Command::Undo { scope: UndoScope::ThisProcess };

fn kinds(fixture: &mut Fixture) -> Vec<FollowUpKind> {
    fixture.store.board(fixture.now).unwrap().follow_ups.iter().map(|follow_up| follow_up.kind).collect()
}

fn declined(offer: OfferId) -> Command {
    let reason = Some(DeclineReason::TooFar);
    Command::Answer { offer, answer: Answer::Declined, reason, by: None, note: None }
}

fn completion(offer: OfferId) -> OfferCompletion {
    OfferCompletion {
        offer,
        why: None,
        child_view: None,
        travel_time: None,
        clearance: None,
        cleared_with: None,
        cleared_at: None,
        may_be_known: None,
    }
}

#[test]
fn a_call_has_one_promise_to_ring_back() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let now = fixture.now;
    let promise = |due_at| Command::PromiseCallBack { call, due_at };
    let first = now + minutes(30);
    let outcome = fixture.run(promise(first));
    assert_eq!(outcome, Outcome::CallBackPromised { call, follow_up: FollowUpId(1), due_at: first });
    let moved = fixture.run(promise(now + minutes(60)));
    assert_eq!(
        moved,
        Outcome::CallBackPromised { call, follow_up: FollowUpId(1), due_at: now + minutes(60) }
    );
    fixture.run(UNDO);
    assert_eq!(fixture.store.board(now).unwrap().follow_ups[0].due_at, first);
    let far = now + TimeDelta::days(7) + minutes(1);
    assert_eq!(fixture.refused(&promise(now)), Refusal::BadTime(BadTime::Passed(now)));
    assert_eq!(fixture.refused(&promise(far)), Refusal::BadTime(BadTime::TooFarAhead(far)));
    // Moved by another process: the own promise is not there to be taken back.
    let mut second = fixture.open();
    second.execute(Store::new_command_id(now), &promise(now + minutes(90)), now).unwrap();
    assert_eq!(fixture.refused(&UNDO), Refusal::Stale(Stale::BuiltOn));
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn phoning_about_an_offer_is_repeated_until_it_has_its_answer() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let offer = fixture.offer(call, PlaceId(4));
    let end = |number, end| Command::EndFollowUp { follow_up: FollowUpId(number), end };
    let phoned = fixture.store.board(fixture.now).unwrap().follow_ups[0].id;
    fixture.later(30);
    let outcome = fixture.run(end(phoned.0, FollowUpEnd::Done));
    let Outcome::FollowUpEnded { next: Some(next), .. } = outcome else { panic!("{outcome:?}") };
    assert_eq!(
        fixture.refused(&end(phoned.0, FollowUpEnd::Done)),
        Refusal::Stale(Stale::FollowUpEnded(phoned))
    );
    let unknown = BadValue::UnknownNumber { field: "follow_up", number: 99 };
    assert_eq!(fixture.refused(&end(99, FollowUpEnd::Done)), Refusal::BadValue(unknown));
    let due = |fixture: &mut Fixture, id| {
        let board = fixture.store.board(fixture.now).unwrap();
        board.follow_ups.iter().find(|follow_up| follow_up.id == id).map(|follow_up| follow_up.due_at)
    };
    let later = fixture.now + minutes(30);
    assert_eq!(due(&mut fixture, next), Some(later));
    fixture.run(UNDO);
    assert_eq!((due(&mut fixture, next), due(&mut fixture, phoned)), (None, Some(fixture.now)));
    let dropped = fixture.run(end(phoned.0, FollowUpEnd::Dropped));
    assert_eq!(dropped, Outcome::FollowUpEnded { follow_up: phoned, next: None });
    // With the answer nothing is left to phone about.
    let mut second = fixture.open();
    let now = fixture.now;
    second.execute(Store::new_command_id(now), &declined(offer), now).unwrap();
    assert_eq!(fixture.refused(&UNDO), Refusal::Stale(Stale::BuiltOn));
}

#[test]
fn an_offer_is_filled_in_further() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let offer = fixture.offer(call, PlaceId(4));
    let complete = |given: OfferCompletion| Command::CompleteOffer(Box::new(given));
    let at = fixture.now;
    let cleared = OfferCompletion {
        why: Some(" nær skolen ".to_owned()),
        travel_time: Some("40 min".to_owned()),
        clearance: Some(Clearance::Cleared),
        cleared_with: Some("fostermor".to_owned()),
        cleared_at: Some(at),
        may_be_known: Some(true),
        ..completion(offer)
    };
    assert_eq!(fixture.run(complete(cleared)), Outcome::OfferCompleted { offer, call });
    let details = fixture.store.call_details(call).unwrap();
    let given = &details.offers[0];
    assert_eq!(
        (given.why.as_deref(), given.cleared_with.as_deref()),
        (Some("nær skolen"), Some("fostermor"))
    );
    assert_eq!((given.clearance, given.cleared_at), (Some(Clearance::Cleared), Some(at)));
    assert_eq!((given.may_be_known, details.call.may_be_known), (Some(true), Some(true)));
    let left = kinds(&mut fixture);
    assert!(!left.contains(&FollowUpKind::OfferReason) && !left.contains(&FollowUpKind::ClearWithMeasure));
    let empty =
        OfferCompletion { why: Some(" ".to_owned()), travel_time: Some(String::new()), ..completion(offer) };
    fixture.run(complete(empty));
    let given = fixture.store.call_details(call).unwrap().offers.remove(0);
    assert_eq!((given.why.as_deref(), given.travel_time), (Some("nær skolen"), None));

    let long = OfferCompletion { child_view: Some("å".repeat(501)), ..completion(offer) };
    let ahead = OfferCompletion { cleared_at: Some(at + minutes(5)), ..completion(offer) };
    let cases = [
        (long, Refusal::BadValue(BadValue::TooLong { field: "child_view", limit: 500 })),
        (ahead, Refusal::BadTime(BadTime::InFuture(at + minutes(5)))),
        (completion(OfferId(9)), Refusal::UnknownOffer(OfferId(9))),
    ];
    for (given, refusal) in cases {
        assert_eq!(fixture.refused(&complete(given)), refusal);
    }
    fixture.run(declined(offer));
    assert_eq!(fixture.refused(&complete(completion(offer))), Refusal::Stale(Stale::Answered(offer)));
    let void = fixture.offer(call, PlaceId(1));
    fixture.run(UNDO);
    assert_eq!(fixture.refused(&complete(completion(void))), Refusal::Stale(Stale::Voided(void)));
}

#[test]
fn an_offer_is_for_the_children_it_names() {
    let mut fixture = Fixture::with_places();
    let mut three = girl_of_nine(fixture.now);
    three.children.extend([three.children[0]; 2]);
    three.siblings = Some(SiblingRule::MaySplit);
    let call = fixture.register(three);
    let offer = |children: &[i64], place| {
        let children = children.iter().copied().map(ChildId).collect();
        Command::Offer(Box::new(OfferDraft {
            children,
            may_be_known: Some(false),
            ..OfferDraft::new(call, PlaceId(place))
        }))
    };
    fixture.run(offer(&[3, 2], 1));
    let details = fixture.store.call_details(call).unwrap();
    assert_eq!(details.offers[0].offer.children, [ChildId(2), ChildId(3)]);
    assert_eq!(details.call.may_be_known, Some(false));
    assert_eq!(fixture.holder(PlaceId(3)), None);
    let unknown = BadValue::UnknownNumber { field: "child", number: 8 };
    assert_eq!(fixture.refused(&offer(&[8], 4)), Refusal::BadValue(unknown));
    let why = NotOfferable::EveryChildHasOffer;
    assert_eq!(fixture.refused(&offer(&[1, 2], 4)), Refusal::NotOfferable { call, why });
    // One child fits where three do not: it is matched alone.
    fixture.run(offer(&[1], 4));
    fixture.run(UNDO);
    fixture.run(UNDO);
    assert_eq!(fixture.store.call_details(call).unwrap().call.may_be_known, None);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn redo_does_again_what_was_taken_back_as_an_act_of_its_own() {
    let mut fixture = Fixture::with_places();
    let nothing = Refusal::Stale(Stale::NothingToRedo);
    assert_eq!(fixture.refused(&Command::Redo), nothing);
    let call = fixture.girl();
    let offer = fixture.offer(call, PlaceId(4));
    fixture.run(declined(offer));
    fixture.run(UNDO);
    fixture.run(UNDO);
    assert_eq!(fixture.holder(PlaceId(4)), None);
    let Outcome::Redone { again } = fixture.run(Command::Redo) else { panic!() };
    let Outcome::Offered { offer: anew, .. } = *again else { panic!("{again:?}") };
    assert_ne!(anew, offer);
    // The answer means the offer that was given again.
    let again = Box::new(Outcome::Answered { offer: anew, answer: Answer::Declined });
    assert_eq!(fixture.run(Command::Redo), Outcome::Redone { again });
    assert_eq!(fixture.refused(&Command::Redo), nothing);
    // What was done again can be taken back again, and again done.
    fixture.run(UNDO);
    assert_eq!(fixture.holder(PlaceId(4)), Some(call));
    fixture.run(Command::Redo);
    fixture.run(UNDO);
    // Something else was done since.
    fixture.girl();
    assert_eq!(fixture.refused(&Command::Redo), nothing);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn redo_is_refused_when_someone_built_on_what_was_taken_back() {
    let mut fixture = Fixture::with_places();
    let set = |state| Command::SetPlace { place: PlaceId(1), state, reason: None };
    fixture.run(set(PlaceState::Holiday));
    fixture.later(1);
    fixture.run(set(PlaceState::Staffing));
    fixture.run(UNDO);
    fixture.run(UNDO);
    fixture.run(Command::Redo);
    fixture.run(Command::Redo);
    assert_eq!(fixture.store.board(fixture.now).unwrap().places[0].state, PlaceState::Staffing);
    fixture.run(UNDO);
    let mut second = fixture.open();
    let now = fixture.now;
    second.execute(Store::new_command_id(now), &set(PlaceState::IntakeStop), now).unwrap();
    assert_eq!(fixture.refused(&Command::Redo), Refusal::Stale(Stale::BuiltOn));
    assert_eq!(fixture.refused(&UNDO), Refusal::Stale(Stale::BuiltOn), "the state in force is another's");
    assert_eq!(fixture.store.board(now).unwrap().places[0].state, PlaceState::IntakeStop);
}

#[test]
fn the_same_undo_sent_twice_is_one_undo_and_leaves_one_redo() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    fixture.run(Command::Hold { call, place: PlaceId(4) });
    let (id, now) = (Store::new_command_id(fixture.now), fixture.now);
    let first = fixture.store.execute(id, &UNDO, now).unwrap();
    assert_eq!(fixture.store.execute(id, &UNDO, now).unwrap(), first);
    fixture.run(Command::Redo);
    assert_eq!(fixture.holder(PlaceId(4)), Some(CallId(1)));
    assert_eq!(fixture.refused(&Command::Redo), Refusal::Stale(Stale::NothingToRedo));
}
