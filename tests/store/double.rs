//! A child that takes two places: both in one transaction, or neither.

use akuttvakt::domain::claim::ClaimKind;
use akuttvakt::domain::command::{Command, OfferDraft, Outcome};
use akuttvakt::domain::ids::{CallId, PlaceId};
use akuttvakt::domain::matching::Fact;
use akuttvakt::domain::offer::Answer;
use akuttvakt::domain::refusal::{NotOfferable, Refusal};
use akuttvakt::domain::unit::PlaceState;

use crate::fixture::{ADVISER, Fixture};

/// Furuly's three places are 1–3, Solbakken's only one is 4.
const NAMED: PlaceId = PlaceId(1);

fn double(call: CallId, place: PlaceId) -> Command {
    let why = Some("trenger to voksne".to_owned());
    Command::Offer(Box::new(OfferDraft { why, counts_double: true, ..OfferDraft::new(call, place) }))
}

fn single(call: CallId, place: PlaceId) -> Command {
    let why = Some("nær hjemmet".to_owned());
    Command::Offer(Box::new(OfferDraft { why, ..OfferDraft::new(call, place) }))
}

/// The places a call has, by how firmly.
fn of_call(fixture: &mut Fixture, call: CallId) -> Vec<(i64, ClaimKind)> {
    let board = fixture.store.board(fixture.now).unwrap();
    let live = board.places.iter().filter_map(|place| place.live_claim(fixture.now));
    live.filter(|claim| claim.call == call).map(|claim| (claim.place.0, claim.kind)).collect()
}

fn taken(place: i64, call: CallId, fixture: &Fixture) -> Refusal {
    let (at, until) = (fixture.now, None);
    Refusal::Taken { place: PlaceId(place), by: ADVISER.to_owned(), at, until, call }
}

#[test]
fn the_place_a_call_holds_grows_and_a_second_one_is_taken_with_it() {
    let mut fixture = Fixture::with_places();
    let (call, other) = (fixture.girl(), fixture.girl());
    fixture.run(Command::Hold { call, place: PlaceId(2) });
    fixture.run(single(other, NAMED));
    assert_eq!(of_call(&mut fixture, call), [(2, ClaimKind::Hold)]);
    let Outcome::Offered { offer, .. } = fixture.run(double(call, PlaceId(2))) else { panic!() };
    assert_eq!(of_call(&mut fixture, call), [(2, ClaimKind::Offer), (3, ClaimKind::Offer)]);
    let facts = fixture.store.call_details(call).unwrap().offers.remove(0).facts;
    assert!(facts.contains(&Fact::CountsDouble { places: 2 }), "{facts:?}");
    fixture.run(Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None });
    fixture.run(Command::Arrive { offer, at: None });
    assert_eq!(of_call(&mut fixture, call), [(2, ClaimKind::Placement), (3, ClaimKind::Placement)]);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn when_another_call_took_the_second_place_nothing_is_given_and_it_is_said_who_has_it() {
    let mut fixture = Fixture::with_places();
    let (call, first, second) = (fixture.girl(), fixture.girl(), fixture.girl());
    fixture.run(Command::Hold { call, place: NAMED });
    fixture.run(single(first, PlaceId(2)));
    fixture.later(1);
    fixture.run(single(second, PlaceId(3)));
    // Who took the last one is told; the hold stays what it was.
    let refused = taken(3, second, &fixture);
    assert_eq!(fixture.refused(&double(call, NAMED)), refused);
    assert_eq!(of_call(&mut fixture, call), [(1, ClaimKind::Hold)]);
    // With the hold alone a place is given as usual.
    fixture.run(single(call, NAMED));
    assert_eq!(of_call(&mut fixture, call), [(1, ClaimKind::Offer)]);
}

#[test]
fn no_reason_makes_up_for_a_place_that_is_not_there() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let too_few = Refusal::NotOfferable { call, why: NotOfferable::TooFewForDouble };
    assert_eq!(fixture.refused(&double(call, PlaceId(4))), too_few, "Solbakken has one place");
    // Places out of use are not there either, and neither is the one that is named.
    for place in [2, 3] {
        fixture.run(Command::SetPlace { place: PlaceId(place), state: PlaceState::Staffing, reason: None });
    }
    assert_eq!(fixture.refused(&double(call, NAMED)), too_few);
    assert_eq!(fixture.refused(&double(call, PlaceId(2))), too_few);
    fixture.run(Command::SetPlace { place: PlaceId(3), state: PlaceState::Free, reason: None });
    fixture.run(double(call, NAMED));
    assert_eq!(of_call(&mut fixture, call), [(1, ClaimKind::Offer), (3, ClaimKind::Offer)]);
}
