//! Preparedness: how many places of each group are available now, against the region's target.

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::board::Board;
use akuttvakt::domain::claim::ClaimKind;
use akuttvakt::domain::measure::MeasureKind;
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::preparedness::{CapacityGroup, GroupCount, count_groups};
use akuttvakt::domain::settings::Rules;
use akuttvakt::domain::unit::{Availability, Place, PlaceState, Unit};
use chrono::TimeDelta;

use super::matching::world::{claim, home, now, place};

pub fn board(units: Vec<Unit>, places: Vec<Place>) -> Board {
    Board {
        read_at: now(),
        journal_head: 0,
        region: Region::Ost,
        rules: Rules::from_lookup(|_| None),
        calls: Vec::new(),
        offers: Vec::new(),
        units,
        places,
        duty_phones: std::collections::BTreeMap::new(),
        follow_ups: Vec::new(),
        earlier: Vec::new(),
        placements: Vec::new(),
        steps: Vec::new(),
        enquiries: Vec::new(),
        compensations: Vec::new(),
        deviations: Vec::new(),
        watched: std::collections::BTreeMap::new(),
        on: Vec::new(),
        handovers: Vec::new(),
        received: Vec::new(),
        silenced: Vec::new(),
    }
}

/// What is said of children's homes when Furuly has these places.
fn homes(places: Vec<Place>) -> GroupCount {
    count_groups(&board(vec![home(1, "Furuly")], places), now())[0]
}

#[test]
fn a_home_counts_for_children_when_it_takes_any_under_13_and_else_for_young_people() {
    let from = |age_min| CapacityGroup::of(&Unit { age_min, age_max: 18, ..home(1, "Furuly") });
    assert_eq!(from(0), Some(CapacityGroup::HomeChild));
    assert_eq!(from(12), Some(CapacityGroup::HomeChild));
    assert_eq!(from(13), Some(CapacityGroup::HomeYouth));
}

#[test]
fn an_acute_institution_counts_in_one_group_the_rarest_approval_it_has() {
    let (care, behaviour, trafficking) = (BasisCode::A4_2, BasisCode::A4_4, BasisCode::A4_5);
    for kind in [MeasureKind::AcuteInstitution, MeasureKind::TemporaryUnit] {
        let group = |bases: &[BasisCode]| {
            CapacityGroup::of(&Unit { kind, bases: bases.to_vec(), ..home(1, "Åsen") })
        };
        assert_eq!(group(&[care]), Some(CapacityGroup::AcuteCare));
        assert_eq!(group(&[care, behaviour]), Some(CapacityGroup::AcuteBehaviour));
        assert_eq!(group(&[trafficking, behaviour, care]), Some(CapacityGroup::Trafficking));
    }
}

#[test]
fn places_that_are_not_acute_count_in_no_group() {
    for kind in MeasureKind::ALL.iter().copied() {
        let acute = matches!(
            kind,
            MeasureKind::EmergencyHome | MeasureKind::AcuteInstitution | MeasureKind::TemporaryUnit
        );
        assert_eq!(CapacityGroup::of(&Unit { kind, ..home(1, "Furuly") }).is_some(), acute, "{kind:?}");
    }
}

#[test]
fn every_group_is_shown_in_the_same_order_with_places_or_without() {
    let groups = count_groups(&board(Vec::new(), Vec::new()), now());
    assert_eq!(groups.iter().map(|count| count.group).collect::<Vec<_>>(), CapacityGroup::ALL);
    assert!(groups.iter().all(|count| (count.free, count.fresh) == (0, 0)));
    assert!(groups.iter().all(GroupCount::is_below_target));
}

#[test]
fn only_places_that_can_be_offered_now_are_free() {
    assert_eq!(homes(vec![place(1, 1, 1), place(2, 1, 2)]).free, 2);
    let with = |kind, until| Place { claim: Some(claim(kind, 396, until)), ..place(1, 1, 1) };
    for kind in ClaimKind::ALL.iter().copied() {
        let until = (kind == ClaimKind::Hold).then(|| now() + TimeDelta::milliseconds(1));
        assert_eq!(homes(vec![with(kind, until), place(2, 1, 2)]).free, 1, "{kind:?}");
    }
    assert_eq!(homes(vec![with(ClaimKind::Hold, Some(now()))]).free, 1, "the hold has lapsed");
    for state in PlaceState::ALL.iter().copied() {
        let free = usize::from(state == PlaceState::Free);
        assert_eq!(homes(vec![Place { state, ..place(1, 1, 1) }]).free, free, "{state:?}");
    }
}

#[test]
fn from_the_moment_its_unit_closes_a_place_is_not_free_and_who_lives_there_lives_there() {
    let closing = |at| Place { closes_at: Some(at), ..place(1, 1, 1) };
    assert_eq!(homes(vec![closing(now()), place(2, 1, 2)]).free, 1);
    assert_eq!(homes(vec![closing(now() + TimeDelta::milliseconds(1)), place(2, 1, 2)]).free, 2);
    assert_eq!(closing(now()).availability(now()), Availability::Closed(now()));
    let lived_in = Place { claim: Some(claim(ClaimKind::Placement, 396, None)), ..closing(now()) };
    assert!(matches!(lived_in.availability(now()), Availability::Occupied(_)));
    let out = Place { state: PlaceState::IntakeStop, ..closing(now()) };
    assert_eq!(out.availability(now()), Availability::Closed(now()));
    // Nothing is expected of it once it is closed.
    let at = |hours| now() + TimeDelta::hours(hours);
    let expected = |free, closes| {
        let lived_in = Place { claim: Some(claim(ClaimKind::Placement, 396, None)), ..closing(closes) };
        Place { expected_free_at: Some(free), ..lived_in }.expected_free(now())
    };
    assert_eq!(expected(at(2), at(3)), Some(at(2)));
    assert_eq!(expected(at(3), at(3)), None);
}

#[test]
fn a_free_place_with_an_old_confirmation_is_free_and_not_fresh() {
    let old = Place { confirmed: None, ..place(1, 1, 1) };
    let count = homes(vec![old, place(2, 1, 2)]);
    assert_eq!((count.free, count.fresh), (2, 1));
}

#[test]
fn the_target_is_met_when_as_many_are_free_as_the_region_wants() {
    let count = |free| GroupCount { group: CapacityGroup::AcuteCare, free, fresh: 0, target: 4 };
    assert!(count(3).is_below_target());
    assert!(!count(4).is_below_target());
}
