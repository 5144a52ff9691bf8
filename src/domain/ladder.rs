//! The ladder when nothing fits (domain section 6): a list, not a sequence. Several rungs may be asked at once; what was
//! asked stays in sight, and a no may be asked again.

use std::collections::BTreeMap;

use super::board::Board;
use super::call::Call;
use super::codes::coded;
use super::enquiry::Enquiry;
use super::ids::UnitId;
use super::matching::UnitMatches;
use super::measure::{MeasureKind, Ownership};
use super::municipality::Region;
use super::unit::{Acute, PlaceState, Unit};

coded! {
    /// A rung, in the order they are shown.
    pub enum Rung {
        /// 0: logistics adviser and leader on duty: single purchase, over capacity and intake stop need authority.
        Leader = "leader",
        /// 1: the region's own acute places.
        OwnAcute = "own_acute",
        /// 2: care places where allowed.
        Care = "care",
        /// 3: private on agreement.
        Agreement = "agreement",
        /// 4: all other regions.
        OtherRegions = "other_regions",
        /// 5: single purchase from any approved provider.
        SinglePurchase = "single_purchase",
        /// 6: crisis home, temporary unit.
        CrisisTemporary = "crisis_temporary",
        /// 7: an extra place above capacity: an emergency act, never the default next step.
        OverCapacity = "over_capacity",
    }
}

impl Rung {
    /// Its number as people say it.
    #[must_use]
    pub fn number(self) -> usize {
        Self::ALL.iter().position(|rung| *rung == self).unwrap_or_default()
    }
}

/// One rung for a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RungStanding {
    /// Which.
    pub rung: Rung,
    /// How many of its units can take the request now; none where the list does not know.
    pub can_take: Option<usize>,
    /// Its units on the list, those that can take it first, then those with one thing in the way.
    pub units: Vec<UnitId>,
    /// Attempts on it, the newest first, by position in the call's log.
    pub asked: Vec<usize>,
}

/// The rungs for a call: every one, asked or not. `found` is what matching found for it.
#[must_use]
pub fn standings(
    board: &Board,
    call: &Call,
    found: &UnitMatches,
    enquiries: &[Enquiry],
) -> Vec<RungStanding> {
    let mut by_rung: BTreeMap<Rung, (usize, Vec<UnitId>)> = BTreeMap::new();
    for row in found.fits.iter().chain(&found.out) {
        let Some(unit) = board.unit(row.unit) else { continue };
        let entry = by_rung.entry(rung_of(unit, board.region)).or_default();
        entry.0 += usize::from(row.place.fits());
        entry.1.push(row.unit);
    }
    let asked = |rung: Rung| {
        let own =
            enquiries.iter().enumerate().filter(move |(_, one)| one.call == call.id && one.rung == rung);
        own.map(|(at, _)| at).rev().collect::<Vec<_>>()
    };
    Rung::ALL
        .iter()
        .map(|&rung| {
            let (count, units) = by_rung.remove(&rung).unwrap_or_default();
            let can_take = match rung {
                Rung::Leader => None,
                Rung::OverCapacity => Some(over_capacity_candidates(board, found).len()),
                Rung::OtherRegions | Rung::SinglePurchase if units.is_empty() => None,
                _ => Some(count),
            };
            let units =
                if rung == Rung::OverCapacity { over_capacity_candidates(board, found) } else { units };
            RungStanding { rung, can_take, units, asked: asked(rung) }
        })
        .collect()
}

/// The rung a unit stands on, seen from a region.
#[must_use]
pub fn rung_of(unit: &Unit, region: Region) -> Rung {
    if unit.region != region {
        return Rung::OtherRegions;
    }
    match (unit.kind, unit.ownership) {
        (MeasureKind::CrisisHome | MeasureKind::TemporaryUnit, _) => Rung::CrisisTemporary,
        (_, Ownership::SinglePurchase) => Rung::SinglePurchase,
        (_, Ownership::Framework | Ownership::FrameworkGuaranteed) => Rung::Agreement,
        (MeasureKind::CareInstitution | MeasureKind::TreatmentInstitution, Ownership::State) => Rung::Care,
        _ => Rung::OwnAcute,
    }
}

/// Units for which only their capacity is in the way: all their places are taken, or one stands over capacity.
fn over_capacity_candidates(board: &Board, found: &UnitMatches) -> Vec<UnitId> {
    let only_full = |row: &&super::matching::UnitMatch| {
        let mut blockers = row.place.facts.iter().filter(|fact| fact.is_blocker());
        blockers.all(super::matching::Fact::is_capacity)
            && board.unit(row.unit).is_some_and(|unit| unit.region == board.region)
    };
    found.out.iter().filter(only_full).map(|row| row.unit).collect()
}

/// Units with exactly one thing in the way: what would have to change.
#[must_use]
pub fn one_thing_in_the_way(found: &UnitMatches) -> Vec<UnitId> {
    let is_one = |row: &&super::matching::UnitMatch| {
        row.place.facts.iter().filter(|fact| fact.is_blocker()).count() == 1
    };
    found.out.iter().filter(is_one).map(|row| row.unit).collect()
}

/// Whether a care unit may take acute children (domain section 5), and why.
#[must_use]
pub const fn may_take_acute(unit: &Unit) -> bool {
    !matches!(unit.kind, MeasureKind::CareInstitution | MeasureKind::TreatmentInstitution)
        || !matches!(unit.acute, Acute::No)
}

/// Whether a state of a place stands for an emergency act.
#[must_use]
pub const fn is_emergency(state: PlaceState) -> bool {
    matches!(state, PlaceState::OverCapacity)
}
