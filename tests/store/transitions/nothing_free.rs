//! The hard hours: a deviation in each of its states with each act on it, what is asked again, promises that repeat,
//! places above capacity; and which of that is taken back.

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::call::{CallFacts, CloseReason};
use akuttvakt::domain::child::{Age, ChildFacts, Sex};
use akuttvakt::domain::command::{Command, OfferDraft, Outcome};
use akuttvakt::domain::deviation::{
    DeviationOutcome, DeviationState, Known, Supervision, SupervisionBy, SupervisionResult, draft_of,
};
use akuttvakt::domain::enquiry::{EnquiryDraft, EnquiryResult};
use akuttvakt::domain::follow_up::{FollowUp, FollowUpEnd, FollowUpKind};
use akuttvakt::domain::ids::{CallId, DeviationId, OfferId, PlaceId};
use akuttvakt::domain::ladder::Rung;
use akuttvakt::domain::measure::Wish;
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::offer::Answer;
use akuttvakt::domain::refusal::{Refusal, Stale};
use akuttvakt::domain::unit::PlaceState;
use chrono::TimeDelta;

use super::tasks::UNDO;
use super::{answer, assert_told};
use crate::edits::begun;
use crate::fixture::{Fixture, girl_of_nine, minutes};

const ONE: DeviationId = DeviationId(1);
/// The states a deviation can be in, the first when there is none.
const STATES: [&str; 7] = ["none", "draft", "registered", "ended", "offered", "call closed", "offer undone"];

/// What becomes of the deviation: its state after it, or why it is refused.
const TABLE: [(&str, [&str; STATES.len()]); 7] = [
    ("draft", ["draft", "has one", "has one", "draft", "has offer", "closed", "has one"]),
    ("edit", ["unknown", "draft", "registered", "over", "over", "over", "draft"]),
    ("register", ["unknown", "registered", "twice", "over", "over", "over", "registered"]),
    ("end", ["unknown", "closed", "closed", "over", "over", "over", "closed"]),
    ("supervise", ["unknown", "draft", "registered", "closed", "closed", "closed", "draft"]),
    ("offer", ["-", "closed", "closed", "closed", "has offer", "closed", "closed"]),
    ("close call", ["-", "closed", "closed", "closed", "offer open", "closed", "closed"]),
];

fn state(name: &str) -> (Fixture, CallId) {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    if name != "none" {
        fixture.run(Command::DraftDeviation { call, child: None });
    }
    match name {
        "registered" => drop(fixture.run(Command::RegisterDeviation { deviation: ONE })),
        "ended" => {
            let outcome = DeviationOutcome::BecamePlanned;
            fixture.run(Command::CloseDeviation { deviation: ONE, outcome });
        }
        "offered" => drop(fixture.offer(call, PlaceId(1))),
        "call closed" => {
            fixture.run(Command::CloseCall { call, reason: CloseReason::SolvedOutside, note: None });
        }
        "offer undone" => {
            fixture.offer(call, PlaceId(1));
            fixture.run(UNDO);
        }
        _ => {}
    }
    (fixture, call)
}

fn act(name: &str, call: CallId, fixture: &mut Fixture) -> Command {
    let deviation = ONE;
    match name {
        "draft" => Command::DraftDeviation { call, child: None },
        "edit" => {
            let found = fixture.store.call_details(call).unwrap().deviations;
            let facts = found.first().map(|(known, _)| known.facts.clone());
            let facts = facts.unwrap_or_else(|| {
                let call = fixture.store.call_details(call).unwrap().call;
                let known = Known { call: &call, offers: &[], enquiries: &[], placements: &[] };
                draft_of(known, call.children[0].id)
            });
            Command::EditDeviation { deviation, facts: Box::new(facts), note: Some("ingen plass".to_owned()) }
        }
        "register" => Command::RegisterDeviation { deviation },
        "end" => Command::CloseDeviation { deviation, outcome: DeviationOutcome::Withdrawn },
        "supervise" => {
            let (by, result) = (SupervisionBy::Governor, SupervisionResult::Open);
            Command::Supervise { deviation, supervision: Supervision { by, at: fixture.now, result } }
        }
        "offer" => with_reason(call, PlaceId(1)),
        "close call" => Command::CloseCall { call, reason: CloseReason::Withdrawn, note: None },
        other => panic!("no act {other}"),
    }
}

fn short(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::BadValue(_) => "unknown",
        Refusal::Closed { .. } => "closed",
        Refusal::Stale(Stale::HasDeviation { .. }) => "has one",
        Refusal::Stale(Stale::DeviationClosed(_)) => "over",
        Refusal::Stale(Stale::DeviationRegistered(_)) => "twice",
        Refusal::Stale(Stale::EveryChildPlaced(_)) | Refusal::NotOfferable { .. } => "has offer",
        Refusal::Stale(Stale::OfferOpen(_)) => "offer open",
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_act_in_every_state_of_a_deviation() {
    for (name, row) in TABLE {
        for (column, expected) in STATES.iter().zip(row) {
            let (mut fixture, call) = state(column);
            let command = act(name, call, &mut fixture);
            let (id, now) = (akuttvakt::store::Store::new_command_id(fixture.now), fixture.now);
            let said = match fixture.store.execute(id, &command, now) {
                Ok(_) => {
                    let found = fixture.store.call_details(call).unwrap().deviations;
                    found.last().map_or("-", |(known, _)| known.state.code())
                }
                Err(akuttvakt::store::StoreError::Refused(refusal)) => {
                    assert_told(&refusal, &fixture);
                    short(&refusal)
                }
                Err(error) => panic!("{error:?}"),
            };
            assert_eq!(said, expected, "{name} when {column}");
            assert_eq!(fixture.store.check().unwrap(), []);
        }
    }
}

fn deviation(fixture: &mut Fixture) -> akuttvakt::domain::deviation::Deviation {
    fixture.store.deviation(ONE).unwrap().0
}

#[test]
fn a_deviation_ends_with_the_offer_and_is_open_again_when_that_is_taken_back() {
    let (mut fixture, call) = state("registered");
    let registered = deviation(&mut fixture);
    fixture.offer(call, PlaceId(1));
    let offered = deviation(&mut fixture);
    assert_eq!(offered.outcome, Some(DeviationOutcome::Offered));
    assert_eq!(offered.offered_at, Some(fixture.now));
    fixture.run(UNDO);
    assert_eq!(deviation(&mut fixture), registered);
    fixture.run(Command::Redo);
    assert_eq!(deviation(&mut fixture).state, DeviationState::Closed);
    // A decline does not bring it back: another case begins, and the first is not open beside it.
    let offer = OfferId(2);
    fixture.run(answer(offer, Answer::Withdrawn));
    fixture.run(Command::DraftDeviation { call, child: None });
    fixture.run(UNDO);
    let refused = fixture.refused(&Command::DraftDeviation { call, child: None });
    assert!(matches!(refused, Refusal::Stale(Stale::HasDeviation { .. } | Stale::EveryChildPlaced(_))));
    fixture.run(UNDO);
    assert_eq!(deviation(&mut fixture).state, DeviationState::Closed, "its child has another open one");
    assert_eq!(fixture.store.check().unwrap(), []);
}

/// A girl for whom an institution on § 4-4 is asked, with a registered deviation; then the municipality decides § 4-2 for
/// the night.
fn waits_for_4_4(meanwhile: &[BasisCode]) -> (Fixture, CallId) {
    let mut fixture = Fixture::with_places();
    let facts = CallFacts {
        basis: Some(BasisCode::A4_4),
        wished: vec![Wish::Institution],
        children: vec![ChildFacts { sex: Sex::Girl, age: Age::Years(14) }],
        ..girl_of_nine(fixture.now)
    };
    let call = fixture.register(facts);
    fixture.run(Command::DraftDeviation { call, child: None });
    fixture.run(Command::RegisterDeviation { deviation: ONE });
    for basis in meanwhile {
        turn_to(&mut fixture, call, *basis);
    }
    (fixture, call)
}

/// The municipality decides on another basis: for a home on § 4-2, for an institution on § 4-4.
fn turn_to(fixture: &mut Fixture, call: CallId, basis: BasisCode) {
    fixture.later(10);
    let mut edit = begun(fixture, call);
    let wish = if basis == BasisCode::A4_2 { Wish::EmergencyHome } else { Wish::Institution };
    edit.after.basis = Some(basis);
    edit.after.wished = vec![wish];
    fixture.run(Command::EditCall(Box::new(edit)));
}

fn with_reason(call: CallId, place: PlaceId) -> Command {
    let draft = OfferDraft::new(call, place);
    Command::Offer(Box::new(OfferDraft { why: Some("trygt i natt".to_owned()), ..draft }))
}

fn give(fixture: &mut Fixture, call: CallId, place: PlaceId) -> OfferId {
    fixture.later(10);
    match fixture.run(with_reason(call, place)) {
        Outcome::Offered { offer, .. } => offer,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_place_meanwhile_leaves_the_deviation_open_until_its_request_has_an_offer() {
    let (mut fixture, call) = waits_for_4_4(&[BasisCode::A4_2]);
    let open = deviation(&mut fixture);
    let home = give(&mut fixture, call, PlaceId(4));
    assert_eq!(deviation(&mut fixture), open, "a place on § 4-2 is no answer to § 4-4");
    fixture.run(UNDO);
    assert_eq!(deviation(&mut fixture), open);
    fixture.run(Command::Redo);
    assert_eq!(deviation(&mut fixture), open);
    let home = OfferId(home.0 + 1);
    fixture.run(answer(home, Answer::Accepted));
    assert_eq!(deviation(&mut fixture), open);
    fixture.run(UNDO);
    fixture.run(answer(home, Answer::Accepted));
    fixture.run(Command::StayOpen { call, stays_open: true });
    fixture.later(60);
    fixture.run(Command::Arrive { offer: home, at: None });
    turn_to(&mut fixture, call, BasisCode::A4_4);
    assert_eq!(deviation(&mut fixture), open, "the same deviation, with its days");
    fixture.now += TimeDelta::days(2);
    assert_eq!(deviation(&mut fixture).days(fixture.now), 2);
    let place = give(&mut fixture, call, PlaceId(5));
    let ended = deviation(&mut fixture);
    assert_eq!((ended.outcome, ended.offered_at), (Some(DeviationOutcome::Offered), Some(fixture.now)));
    fixture.run(UNDO);
    assert_eq!(deviation(&mut fixture), open);
    fixture.run(Command::Redo);
    let place = OfferId(place.0 + 1);
    fixture.run(answer(place, Answer::Accepted));
    fixture.later(60);
    fixture.run(Command::Arrive { offer: place, at: None });
    fixture.run(Command::StayOpen { call, stays_open: false });
    assert_eq!(deviation(&mut fixture).outcome, Some(DeviationOutcome::Offered));
    assert_eq!(fixture.store.call_details(call).unwrap().deviations.len(), 1);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn a_request_that_stays_open_after_its_offer_has_the_same_deviation_open_again() {
    for (is_registered, is_kept_open) in [(true, false), (true, true), (false, true)] {
        let (mut fixture, call) = state(if is_registered { "registered" } else { "draft" });
        let open = deviation(&mut fixture);
        fixture.later(10);
        let offer = fixture.offer(call, PlaceId(1));
        fixture.run(answer(offer, Answer::Accepted));
        assert_eq!(deviation(&mut fixture).outcome, Some(DeviationOutcome::Offered));
        if is_kept_open {
            fixture.run(Command::StayOpen { call, stays_open: true });
            assert_eq!(deviation(&mut fixture), open, "open as it was");
        }
        // The answer and the offer are taken back: what is open stays so.
        fixture.run(UNDO);
        fixture.run(UNDO);
        assert_eq!(deviation(&mut fixture), open);
        assert_eq!(fixture.store.check().unwrap(), []);
    }
}

#[test]
fn a_child_that_keeps_its_place_ends_its_deviation_with_the_offer_of_that() {
    let (mut fixture, call) = waits_for_4_4(&[BasisCode::A4_2]);
    let home = give(&mut fixture, call, PlaceId(4));
    let given = fixture.now;
    fixture.later(60);
    fixture.run(answer(home, Answer::Accepted));
    fixture.later(24 * 60);
    assert_eq!(deviation(&mut fixture).closed_at, None);
    fixture.run(Command::Arrive { offer: home, at: None });
    let ended = deviation(&mut fixture);
    assert_eq!((ended.outcome, ended.offered_at), (Some(DeviationOutcome::Offered), Some(given)));
    assert_eq!((ended.closed_at, ended.days(fixture.now)), (Some(fixture.now), 0), "days run to the offer");
}

#[test]
fn a_request_that_is_given_up_after_a_place_meanwhile_was_never_answered() {
    let (mut fixture, call) = waits_for_4_4(&[BasisCode::A4_2]);
    let home = give(&mut fixture, call, PlaceId(4));
    fixture.run(answer(home, Answer::Accepted));
    fixture.run(Command::StayOpen { call, stays_open: true });
    fixture.run(Command::Arrive { offer: home, at: None });
    fixture.later(24 * 60);
    fixture.run(Command::StayOpen { call, stays_open: false });
    let ended = deviation(&mut fixture);
    assert_eq!((ended.outcome, ended.offered_at), (Some(DeviationOutcome::Withdrawn), None));
    assert_eq!(ended.closed_at, Some(fixture.now));
}

#[test]
fn a_home_for_who_asked_for_an_institution_is_a_place_meanwhile() {
    let (mut fixture, call) = waits_for_4_4(&[]);
    let open = deviation(&mut fixture);
    give(&mut fixture, call, PlaceId(4));
    assert_eq!(deviation(&mut fixture), open);
}

fn to_do(fixture: &mut Fixture, kind: FollowUpKind) -> Vec<FollowUp> {
    let now = fixture.now;
    let mut rows = fixture.store.board(now).unwrap().follow_ups;
    rows.retain(|row| row.kind == kind);
    rows
}

#[test]
fn who_was_asked_is_asked_again_until_the_same_was_asked() {
    let (mut fixture, call) = state("none");
    let asked = |rung, region, minutes_ahead: Option<i64>, now| EnquiryDraft {
        region,
        ask_at: minutes_ahead.map(|ahead| now + minutes(ahead)),
        ..EnquiryDraft::new(call, rung, EnquiryResult::NoAnswer)
    };
    let now = fixture.now;
    for region in [Region::Sor, Region::Vest] {
        let draft = asked(Rung::OtherRegions, Some(region), Some(60), now);
        fixture.run(Command::LogEnquiry(Box::new(draft)));
    }
    let both = to_do(&mut fixture, FollowUpKind::AskAgain);
    assert_eq!(both.len(), 2, "asked at once");
    // One is done by its task, then asked after all: the task is not taken back to be done twice.
    fixture.run(Command::EndFollowUp { follow_up: both[0].id, end: FollowUpEnd::Done });
    fixture.run(Command::LogEnquiry(Box::new(asked(Rung::OtherRegions, Some(Region::Sor), None, now))));
    assert_eq!(fixture.refused(&UNDO), Refusal::Stale(Stale::BuiltOn));
    fixture.run(Command::LogEnquiry(Box::new(asked(Rung::Leader, None, None, now))));
    assert_eq!(to_do(&mut fixture, FollowUpKind::AskAgain).len(), 1, "another rung is another");
    fixture.run(Command::LogEnquiry(Box::new(asked(Rung::OtherRegions, Some(Region::Vest), None, now))));
    assert_eq!(to_do(&mut fixture, FollowUpKind::AskAgain), []);
}

#[test]
fn a_promise_repeats_until_the_call_is_closed_and_is_taken_back_as_it_was() {
    let (mut fixture, call) = state("none");
    fixture.run(Command::PromiseCallBack { call, due_at: fixture.now + minutes(30) });
    let once = to_do(&mut fixture, FollowUpKind::CallBack);
    fixture.run(Command::RepeatCallBack { call, due_at: fixture.now + minutes(60), minutes: 60 });
    fixture.run(UNDO);
    assert_eq!(to_do(&mut fixture, FollowUpKind::CallBack), once);
    let done = |fixture: &mut Fixture| {
        let row = to_do(fixture, FollowUpKind::CallBack).remove(0);
        let Outcome::FollowUpEnded { next, .. } =
            fixture.run(Command::EndFollowUp { follow_up: row.id, end: FollowUpEnd::Done })
        else {
            panic!()
        };
        next
    };
    assert_eq!(done(&mut fixture), None, "what was taken back does not repeat");
    fixture.run(Command::RepeatCallBack { call, due_at: fixture.now + minutes(60), minutes: 90 });
    // However late or early it is done, the next is at an agreed time; after a long sleep there is one.
    let agreed = fixture.now + minutes(60);
    for (later, turn) in [(67, 1), (60, 2), (600, 8), (0, 9)] {
        fixture.later(later);
        let next = done(&mut fixture).expect("the next");
        let rows = to_do(&mut fixture, FollowUpKind::CallBack);
        let due: Vec<_> = rows.iter().map(|row| (row.id, row.due_at)).collect();
        assert_eq!(due, [(next, agreed + minutes(90 * turn))], "{later} minutes later");
    }
    fixture.run(Command::CloseCall { call, reason: CloseReason::Withdrawn, note: None });
    assert_eq!(to_do(&mut fixture, FollowUpKind::CallBack), []);
}

#[test]
fn a_place_above_capacity_is_there_until_it_is_closed_and_then_nothing_takes_it() {
    let (mut fixture, call) = state("none");
    let opened = fixture.run(Command::OpenExtraPlace { place: PlaceId(4), reason: "leder sa ja".to_owned() });
    let Outcome::ExtraPlaceOpened { place } = opened else { panic!("{opened:?}") };
    let offer = fixture.offer(call, place);
    let taken = fixture.refused(&Command::CloseExtraPlace { place });
    assert_eq!(taken, Refusal::Stale(Stale::PlaceTaken(place)));
    assert_told(&taken, &fixture);
    fixture.run(answer(offer, Answer::Withdrawn));
    let count = |fixture: &mut Fixture| fixture.store.board(fixture.now).unwrap().places.len();
    let before = count(&mut fixture);
    fixture.run(Command::CloseExtraPlace { place });
    assert_eq!(count(&mut fixture), before - 1);
    fixture.run(UNDO);
    assert_eq!(count(&mut fixture), before, "it is there again");
    fixture.offer(call, place);
    fixture.run(UNDO);
    fixture.run(Command::CloseExtraPlace { place });
    let unknown = Refusal::UnknownPlace(place);
    let state = PlaceState::Staffing;
    for command in [
        Command::Hold { call, place },
        Command::SetPlace { place, state, reason: None },
        Command::SetUnit { place, state, reason: None },
        Command::ExpectFree { place, at: Some(fixture.now + minutes(600)) },
        Command::CloseExtraPlace { place },
    ] {
        assert_eq!(fixture.refused(&command), unknown, "{command:?}");
    }
    // The rest of its unit goes on.
    fixture.run(Command::SetUnit { place: PlaceId(4), state, reason: None });
    let ordinary = fixture.refused(&Command::CloseExtraPlace { place: PlaceId(4) });
    assert_eq!(ordinary, Refusal::Stale(Stale::NotExtra(PlaceId(4))));
    assert_told(&ordinary, &fixture);
    assert_eq!(fixture.store.check().unwrap(), []);
}
