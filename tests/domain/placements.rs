//! Where a placement stands, how long a stay lasts, when its arrival is asked for.

use akuttvakt::domain::child::{Age, ChildFacts, Sex};
use akuttvakt::domain::ids::{CallId, ChildId, OfferId, PlaceId, PlacementId};
use akuttvakt::domain::measure::MeasureKind;
use akuttvakt::domain::placement::{Placement, PlacementState, StayEnd};
use chrono::{DateTime, TimeDelta, Utc};

fn at(hours: i64) -> DateTime<Utc> {
    "2026-11-21T01:00:00Z".parse::<DateTime<Utc>>().unwrap() + TimeDelta::hours(hours)
}

/// Accepted at the hour 0, nothing more.
fn accepted() -> Placement {
    Placement {
        id: PlacementId(1),
        call: CallId(412),
        child: ChildId(5),
        facts: ChildFacts { sex: Sex::Girl, age: Age::Years(9) },
        shield: None,
        place: PlaceId(31),
        offer: OfferId(7),
        basis: None,
        decision: None,
        measure: MeasureKind::EmergencyHome,
        accepted_at: at(0),
        leaves_at: None,
        expected_at: None,
        unit_told_at: None,
        arrived_at: None,
        ended_at: None,
        end: None,
        cancelled_at: None,
        has_driver: false,
        has_medicines: false,
        has_night_number: false,
        has_child_view: false,
        has_parents_view: false,
    }
}

#[test]
fn a_placement_stands_where_its_last_moment_puts_it() {
    let planned = Placement { leaves_at: Some(at(1)), expected_at: Some(at(2)), ..accepted() };
    let arrived = Placement { arrived_at: Some(at(3)), ..planned.clone() };
    let ended = Placement { ended_at: Some(at(60)), end: Some(StayEnd::Home), ..arrived.clone() };
    let cancelled = Placement { cancelled_at: Some(at(2)), ..planned.clone() };
    for (placement, state) in [
        (accepted(), PlacementState::Expected),
        (planned, PlacementState::Expected),
        (arrived, PlacementState::Living),
        (ended, PlacementState::Ended),
        (cancelled, PlacementState::Cancelled),
    ] {
        assert_eq!(placement.state(), state);
        assert_eq!(PlacementState::from_code(state.code()), Some(state));
    }
}

#[test]
fn a_stay_is_counted_from_the_arrival_in_whole_days() {
    let living = Placement { arrived_at: Some(at(3)), ..accepted() };
    for (hours, days) in [(3, 0), (26, 0), (27, 1), (75, 3)] {
        assert_eq!(living.days(at(hours)), Some(days), "{hours}");
    }
    let ended = Placement { ended_at: Some(at(30)), end: Some(StayEnd::PlannedMove), ..living.clone() };
    assert_eq!(ended.days(at(1000)), Some(1), "it does not grow after the end");
    assert_eq!(living.length_of_stay(at(1)), Some(TimeDelta::zero()), "never below zero");
    assert_eq!(accepted().days(at(5)), None, "nobody lives there yet");
}

#[test]
fn an_arrival_is_asked_for_an_hour_after_it_was_expected_and_only_until_it_is_told() {
    let expected = Placement { expected_at: Some(at(2)), ..accepted() };
    assert_eq!(expected.ask_arrival_at(), Some(at(3)));
    assert_eq!(accepted().ask_arrival_at(), None, "no time is agreed");
    for settled in [
        Placement { arrived_at: Some(at(2)), ..expected.clone() },
        Placement { cancelled_at: Some(at(2)), ..expected },
    ] {
        assert_eq!(settled.ask_arrival_at(), None);
    }
}

#[test]
fn only_an_unplanned_move_and_another_end_must_be_told_why() {
    let needing: Vec<&str> =
        StayEnd::ALL.iter().filter(|end| end.needs_reason()).map(|end| end.code()).collect();
    assert_eq!(needing, ["unplanned_move", "other"]);
}
