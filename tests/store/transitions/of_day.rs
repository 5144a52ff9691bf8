//! What each accepted offer brings for the first working day: the steps of that placement, the papers of a place that
//! is bought; and what is said of places, taken back.

use akuttvakt::domain::call::CallFacts;
use akuttvakt::domain::child::{Age, ChildFacts, Sex, SiblingRule};
use akuttvakt::domain::command::{Command, OfferDraft, Outcome};
use akuttvakt::domain::follow_up::{FollowUp, FollowUpEnd, FollowUpKind, Owner};
use akuttvakt::domain::ids::{CallId, OfferId, PlaceId};
use akuttvakt::domain::measure::Ownership;
use akuttvakt::domain::offer::Answer;
use akuttvakt::domain::purchase::PaperKey;
use akuttvakt::domain::refusal::{Refusal, Stale};
use akuttvakt::domain::routine::StepKey;
use akuttvakt::domain::steps::first_working_day;
use akuttvakt::domain::unit::{ConfirmedHow, Place, PlaceState};
use akuttvakt::domain::unit_list::UnitRow;
use akuttvakt::store::Store;

use super::tasks::UNDO;
use super::{answer, assert_told};
use crate::fixture::{Fixture, girl_of_nine, home, minutes};

/// Places 1–3 and 4 are of two providers that a place is bought of for each child.
fn with_providers() -> Fixture {
    let mut fixture = Fixture::with_places();
    let bought = |row| UnitRow { ownership: Ownership::SinglePurchase, ..row };
    let rows = vec![bought(home("Furuly", 3)), bought(home("Solbakken", 1))];
    fixture.run(Command::ImportUnits { rows, dry_run: false });
    fixture
}

fn accepted(fixture: &mut Fixture, call: CallId, place: i64) -> OfferId {
    let offer = fixture.offer(call, PlaceId(place));
    fixture.run(answer(offer, Answer::Accepted));
    offer
}

/// A girl with a place that was bought for her.
pub fn bought() -> Fixture {
    let mut fixture = with_providers();
    let call = fixture.girl();
    accepted(&mut fixture, call, 4);
    fixture
}

/// Two siblings who are placed apart.
fn siblings(fixture: &mut Fixture) -> CallId {
    let facts = girl_of_nine(fixture.now);
    let twin = ChildFacts { sex: Sex::Boy, age: Age::Years(7) };
    let children = vec![facts.children[0], twin];
    fixture.register(CallFacts { children, siblings: Some(SiblingRule::Apart), ..facts })
}

fn rows(fixture: &mut Fixture, kind: FollowUpKind) -> Vec<FollowUp> {
    let now = fixture.now;
    let mut rows = fixture.store.board(now).unwrap().follow_ups;
    rows.retain(|row| row.kind == kind);
    rows.sort_by_key(|row| row.id);
    rows
}

/// The papers that are open, each with the child it is about.
fn papers(fixture: &mut Fixture) -> Vec<(PaperKey, Option<i64>)> {
    let rows = rows(fixture, FollowUpKind::Paper);
    rows.into_iter().map(|row| (row.paper.unwrap(), row.child.map(|child| child.0))).collect()
}

fn of_purchase(child: i64) -> [(PaperKey, Option<i64>); 4] {
    use PaperKey::{Agreement, Birk, Documents, Quality};
    [(Agreement, Some(child)), (Documents, None), (Quality, None), (Birk, Some(child))]
}

#[test]
fn papers_follow_the_place_that_is_bought_once_the_municipality_accepts_it() {
    let mut fixture = with_providers();
    let call = fixture.girl();
    let offer = fixture.offer(call, PlaceId(4));
    assert_eq!(papers(&mut fixture), [], "nothing is bought before");
    fixture.run(answer(offer, Answer::Accepted));
    assert_eq!(papers(&mut fixture), of_purchase(1));
    let now = fixture.now;
    let due = first_working_day(now, &fixture.store.board(now).unwrap().rules);
    for row in rows(&mut fixture, FollowUpKind::Paper) {
        assert_eq!((row.due_at, row.owner, row.place), (due, Owner::Department, Some(PlaceId(4))));
    }
    fixture.run(UNDO);
    assert_eq!(papers(&mut fixture), [], "the answer was taken back");
    fixture.run(Command::Redo);
    assert_eq!(papers(&mut fixture), of_purchase(1));
    // They outlive the call, and are done one by one.
    let Outcome::Arrived { closes_call: true, .. } = fixture.run(Command::Arrive { offer, at: None }) else {
        panic!()
    };
    assert_eq!(papers(&mut fixture), of_purchase(1));
    let agreement = rows(&mut fixture, FollowUpKind::Paper)[0].id;
    fixture.run(Command::EndFollowUp { follow_up: agreement, end: FollowUpEnd::Done });
    assert_eq!(papers(&mut fixture), of_purchase(1)[1..]);
    fixture.run(UNDO);
    assert_eq!(papers(&mut fixture), of_purchase(1));
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn a_place_that_is_not_bought_has_no_papers() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    accepted(&mut fixture, call, 4);
    assert_eq!(papers(&mut fixture), []);
}

#[test]
fn a_second_child_has_the_papers_that_are_its_own_and_the_provider_s_stand_while_one_needs_them() {
    let mut fixture = with_providers();
    let call = siblings(&mut fixture);
    let first = accepted(&mut fixture, call, 1);
    assert_eq!(papers(&mut fixture), of_purchase(1));
    let second = accepted(&mut fixture, call, 2);
    let own = [(PaperKey::Agreement, Some(2)), (PaperKey::Birk, Some(2))];
    assert_eq!(papers(&mut fixture), [&of_purchase(1)[..], &own].concat());
    fixture.run(UNDO);
    assert_eq!(papers(&mut fixture), of_purchase(1));
    fixture.run(Command::Redo);
    // The first comes to nothing: what is the provider's is still needed for the second.
    fixture.run(Command::FallThrough { offer: first, reason: "syk".to_owned() });
    let left = [(PaperKey::Documents, None), (PaperKey::Quality, None), own[0], own[1]];
    assert_eq!(papers(&mut fixture), left);
    fixture.run(Command::FallThrough { offer: second, reason: "syk".to_owned() });
    assert_eq!(papers(&mut fixture), []);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn the_same_purchase_has_its_papers_once_and_another_has_its_own() {
    let mut fixture = with_providers();
    let call = fixture.girl();
    // A child that takes two places.
    let draft = OfferDraft { counts_double: true, ..OfferDraft::new(call, PlaceId(1)) };
    let Outcome::Offered { offer, .. } = fixture.run(Command::Offer(Box::new(draft))) else { panic!() };
    fixture.run(answer(offer, Answer::Accepted));
    assert_eq!(papers(&mut fixture), of_purchase(1));
    // What came to nothing was another purchase, also where its agreement was made.
    let agreement = rows(&mut fixture, FollowUpKind::Paper)[0].id;
    let done = Command::EndFollowUp { follow_up: agreement, end: FollowUpEnd::Done };
    fixture.run(&done);
    fixture.run(Command::FallThrough { offer, reason: "syk".to_owned() });
    assert_eq!(papers(&mut fixture), []);
    let offer = accepted(&mut fixture, call, 1);
    assert_eq!(papers(&mut fixture), of_purchase(1));
    // She moves within the unit: it is the same purchase, done or not.
    let agreement = rows(&mut fixture, FollowUpKind::Paper)[0].id;
    fixture.run(Command::EndFollowUp { follow_up: agreement, end: FollowUpEnd::Done });
    fixture.run(Command::StayOpen { call, stays_open: true });
    fixture.run(Command::Arrive { offer, at: None });
    accepted(&mut fixture, call, 3);
    assert_eq!(papers(&mut fixture), of_purchase(1)[1..]);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn a_place_at_another_provider_is_another_purchase() {
    let mut fixture = with_providers();
    let call = fixture.girl();
    let first = accepted(&mut fixture, call, 1);
    fixture.run(Command::StayOpen { call, stays_open: true });
    fixture.run(Command::Arrive { offer: first, at: None });
    accepted(&mut fixture, call, 4);
    assert_eq!(papers(&mut fixture), [of_purchase(1), of_purchase(1)].concat());
}

/// The open tasks of steps, each with the offer it is about.
fn steps(fixture: &mut Fixture) -> Vec<(StepKey, Option<OfferId>)> {
    let rows = rows(fixture, FollowUpKind::Step);
    rows.into_iter().map(|row| (row.step.unwrap(), row.offer)).collect()
}

fn of_placement(offer: OfferId) -> [(StepKey, Option<OfferId>); 3] {
    [StepKey::InformUnit, StepKey::Birk, StepKey::Commitment].map(|step| (step, Some(offer)))
}

#[test]
fn each_acceptance_has_the_steps_of_its_placement_and_the_case_has_one_meeting() {
    let mut fixture = Fixture::with_places();
    let call = siblings(&mut fixture);
    let first = accepted(&mut fixture, call, 4);
    let meeting = (StepKey::ClarificationMeeting, None);
    assert_eq!(steps(&mut fixture), [&of_placement(first)[..], &[meeting]].concat());
    let second = accepted(&mut fixture, call, 1);
    let all = [&of_placement(first)[..], &[meeting], &of_placement(second)].concat();
    assert_eq!(steps(&mut fixture), all);
    // A step is settled once it is done for both.
    let birk: Vec<_> = rows(&mut fixture, FollowUpKind::Step)
        .into_iter()
        .filter(|row| row.step == Some(StepKey::Birk))
        .collect();
    let settled = |fixture: &mut Fixture| {
        let now = fixture.now;
        fixture.store.board(now).unwrap().steps.len()
    };
    let done = |row: &FollowUp| Command::EndFollowUp { follow_up: row.id, end: FollowUpEnd::Done };
    fixture.run(done(&birk[0]));
    assert_eq!(settled(&mut fixture), 0, "not yet for the other");
    fixture.run(done(&birk[1]));
    assert_eq!(settled(&mut fixture), 1);
    fixture.run(UNDO);
    assert_eq!(settled(&mut fixture), 0);
    // The meeting moves both commitments, and is about both.
    let at = fixture.now + minutes(60 * 72);
    fixture.run(Command::SetMeeting { call, at });
    let now = fixture.now;
    let due = first_working_day(at, &fixture.store.board(now).unwrap().rules);
    let commitments = rows(&mut fixture, FollowUpKind::Step);
    let commitments: Vec<_> = commitments
        .iter()
        .filter(|row| row.step == Some(StepKey::Commitment))
        .map(|row| row.due_at)
        .collect();
    assert_eq!(commitments, [due, due]);
    fixture.run(Command::FallThrough { offer: first, reason: "syk".to_owned() });
    assert_eq!(steps(&mut fixture), of_placement(second));
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn a_meeting_that_was_held_before_the_acceptance_is_not_the_one_about_it() {
    let mut fixture = Fixture::with_places();
    let call = siblings(&mut fixture);
    accepted(&mut fixture, call, 4);
    fixture.run(Command::SetMeeting { call, at: fixture.now + minutes(60) });
    let meetings = |fixture: &mut Fixture| {
        steps(fixture).iter().filter(|(step, _)| *step == StepKey::ClarificationMeeting).count()
    };
    let offer = fixture.offer(call, PlaceId(1));
    let mut before = super::copy_of(&fixture);
    before.run(answer(offer, Answer::Accepted));
    assert_eq!(meetings(&mut before), 0, "it is called to and not held");
    fixture.later(61);
    fixture.run(answer(offer, Answer::Accepted));
    assert_eq!(meetings(&mut fixture), 1, "it was held without this placement");
    let mut undone = super::copy_of(&fixture);
    undone.run(Command::Undo { scope: akuttvakt::domain::command::UndoScope::Database });
    assert_eq!(meetings(&mut undone), 0);
    fixture.run(Command::FallThrough { offer, reason: "syk".to_owned() });
    assert_eq!(meetings(&mut fixture), 0);
    assert_eq!(fixture.store.check().unwrap(), []);
    assert_eq!(undone.store.check().unwrap(), []);
}

fn place(fixture: &mut Fixture, place: PlaceId) -> Option<Place> {
    let now = fixture.now;
    let mut places = fixture.store.board(now).unwrap().places.into_iter();
    places.find(|known| known.id == place)
}

#[test]
fn a_place_above_capacity_is_closed_by_undo_unless_someone_built_on_it() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let reason = "leder sa ja".to_owned();
    let opened = fixture.run(Command::OpenExtraPlace { place: PlaceId(4), reason });
    let Outcome::ExtraPlaceOpened { place: extra } = opened else { panic!("{opened:?}") };
    let mut per = fixture.open();
    let now = fixture.now;
    let mut of_per = |command| per.execute(Store::new_command_id(now), &command, now).unwrap();
    // That it was confirmed says nothing of whether it should be there; that someone holds it does.
    let how = ConfirmedHow::Phoned;
    of_per(Command::ConfirmPlace { place: extra, how, whole_unit: false });
    of_per(Command::Hold { call, place: extra });
    let held = fixture.refused(&UNDO);
    assert_eq!(held, Refusal::Stale(Stale::BuiltOn));
    assert_told(&held, &fixture);
    of_per(Command::Release { place: extra });
    let mut set = super::copy_of(&fixture);
    set.run(Command::SetPlace { place: extra, state: PlaceState::Staffing, reason: None });
    fixture.run(UNDO);
    assert_eq!(place(&mut fixture, extra), None);
    // Done again it is another place, and so is what was built on it.
    let Outcome::Redone { again } = fixture.run(Command::Redo) else { panic!() };
    let Outcome::ExtraPlaceOpened { place: again } = *again else { panic!("{again:?}") };
    assert!(again > extra && place(&mut fixture, again).is_some());
    fixture.run(Command::Hold { call, place: again });
    fixture.run(UNDO);
    fixture.run(UNDO);
    fixture.run(Command::Redo);
    fixture.run(Command::Redo);
    let newest = PlaceId(again.0 + 1);
    assert_eq!(fixture.holder(newest), Some(call));
    // Its state was set: that is built on it.
    let database = Command::Undo { scope: akuttvakt::domain::command::UndoScope::Database };
    set.run(&database);
    set.run(&database);
    assert_eq!(place(&mut set, extra), None, "first its state, then itself");
    assert_eq!(fixture.store.check().unwrap(), []);
    assert_eq!(set.store.check().unwrap(), []);
}

#[test]
fn when_a_place_is_expected_free_is_taken_back_to_what_was_said_before() {
    let mut fixture = Fixture::with_places();
    let at = PlaceId(4);
    let expect =
        |fixture: &Fixture, later| Command::ExpectFree { place: at, at: Some(fixture.now + minutes(later)) };
    fixture.run(expect(&fixture, 600));
    let first = place(&mut fixture, at).unwrap().expected_free_at;
    fixture.run(expect(&fixture, 1200));
    // A confirmation is about something else.
    let mut per = fixture.open();
    let confirm = Command::ConfirmPlace { place: at, how: ConfirmedHow::Phoned, whole_unit: false };
    per.execute(Store::new_command_id(fixture.now), &confirm, fixture.now).unwrap();
    fixture.run(UNDO);
    assert_eq!(place(&mut fixture, at).unwrap().expected_free_at, first);
    let other = expect(&fixture, 1800);
    per.execute(Store::new_command_id(fixture.now), &other, fixture.now).unwrap();
    let stale = fixture.refused(&UNDO);
    assert_eq!(stale, Refusal::Stale(Stale::BuiltOn), "another said otherwise since");
    assert_told(&stale, &fixture);
    assert_eq!(fixture.store.check().unwrap(), []);
}
