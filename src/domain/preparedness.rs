//! Preparedness: how many places of each group are available now, against the region's target.

use chrono::{DateTime, Utc};

use super::basis::BasisCode;
use super::board::Board;
use super::codes::coded;
use super::ids::UnitId;
use super::measure::MeasureKind;
use super::unit::{Availability, Place, Unit};

coded! {
    /// A group of acute places that is counted together (domain: capacity of Region øst 2017).
    pub enum CapacityGroup {
        /// Emergency homes that take children under 13.
        HomeChild = "home_child",
        /// Emergency homes for young people only.
        HomeYouth = "home_youth",
        /// Acute institutions approved for § 4-2.
        AcuteCare = "acute_care",
        /// Acute institutions approved for § 4-4.
        AcuteBehaviour = "acute_behaviour",
        /// Acute institutions approved for § 4-5.
        Trafficking = "trafficking",
    }
}

impl CapacityGroup {
    /// The group a unit counts in; none for units that are not acute places.
    #[must_use]
    pub fn of(unit: &Unit) -> Option<Self> {
        Self::by_facts(unit.kind, unit.age_min, &unit.bases)
    }

    /// The group of a unit of this kind, for children from this age on, cleared or approved for these bases.
    #[must_use]
    pub fn by_facts(kind: MeasureKind, age_min: u8, bases: &[BasisCode]) -> Option<Self> {
        match kind {
            MeasureKind::EmergencyHome if age_min < 13 => Some(Self::HomeChild),
            MeasureKind::EmergencyHome => Some(Self::HomeYouth),
            MeasureKind::AcuteInstitution | MeasureKind::TemporaryUnit => {
                let approved = |basis| bases.contains(&basis);
                if approved(BasisCode::A4_5) {
                    Some(Self::Trafficking)
                } else if approved(BasisCode::A4_4) {
                    Some(Self::AcuteBehaviour)
                } else {
                    Some(Self::AcuteCare)
                }
            }
            _ => None,
        }
    }
}

/// One group's places now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupCount {
    /// The group.
    pub group: CapacityGroup,
    /// Places that can be offered now.
    pub free: usize,
    /// Of these, how many were confirmed within the limit.
    pub fresh: usize,
    /// How many must be available.
    pub target: i64,
}

impl GroupCount {
    /// Whether fewer are free than the region wants.
    #[must_use]
    pub fn is_below_target(&self) -> bool {
        is_below(self.free, self.target)
    }
}

/// One unit that has a target of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnitCount {
    /// The unit.
    pub unit: UnitId,
    /// Places that can be offered now.
    pub free: usize,
    /// How many must be available.
    pub target: i64,
}

/// The units with fewer free places than their own target, by number. One that has closed has none to keep.
#[must_use]
pub fn units_below_target(board: &Board, now: DateTime<Utc>) -> Vec<UnitCount> {
    let open = |unit: &UnitId| board.unit(*unit).is_some_and(|unit| !unit.is_closed(now));
    let targets = board.rules.unit_targets.iter().filter(|(unit, _)| open(unit));
    let count = |(&unit, &target): (&UnitId, &i64)| {
        let is_free = |place: &&Place| place.unit == unit && place.availability(now) == Availability::Free;
        UnitCount { unit, free: board.places.iter().filter(is_free).count(), target }
    };
    targets.map(count).filter(|count| is_below(count.free, count.target)).collect()
}

fn is_below(free: usize, target: i64) -> bool {
    i64::try_from(free).is_ok_and(|free| free < target)
}

/// Every group, with or without places or target, in the order of the code list.
#[must_use]
pub fn count_groups(board: &Board, now: DateTime<Utc>) -> Vec<GroupCount> {
    board
        .rules
        .preparedness
        .iter()
        .map(|&(group, target)| {
            let free = board.places.iter().filter(|place| {
                place.availability(now) == Availability::Free
                    && board.unit(place.unit).and_then(CapacityGroup::of) == Some(group)
            });
            let (free, fresh) = free.fold((0, 0), |(free, fresh), place| {
                (free + 1, fresh + usize::from(!place.is_stale(now, board.rules.fresh_hours)))
            });
            GroupCount { group, free, fresh, target }
        })
        .collect()
}
