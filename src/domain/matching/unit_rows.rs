//! Matched places as the list shows them: one row a unit, with the place that would be offered.

use std::collections::HashMap;

use super::{Fact, Matches, Offerable, PlaceMatch};
use crate::domain::ids::{PlaceId, UnitId};

/// One unit of the list for a request.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitMatch {
    /// The unit.
    pub unit: UnitId,
    /// The place an offer or a hold takes, with its facts: one this call holds already, else the lowest that
    /// fits. Where none fits, the one with the least in the way, else the lowest.
    pub place: PlaceMatch,
    /// Places of the unit that can be taken for this call now, whether they fit or not.
    pub free: u8,
    /// Places of the unit.
    pub total: u8,
}

/// Matched units: those with a place that fits, those without, and how many are full.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct UnitMatches {
    /// At least one place fits, in the order of the matches.
    pub fits: Vec<UnitMatch>,
    /// No place fits, and at least one is free, held, offered or out of use.
    pub out: Vec<UnitMatch>,
    /// Units without a row: a child lives in each of their places.
    pub full_units: usize,
    /// Places a child lives in, in every unit.
    pub occupied_places: usize,
}

/// Gathers matched places into one row a unit. Rows stand in the order of the place each one shows.
///
/// `list` is the list the places were matched with; a place it lacks is left out.
#[must_use]
pub fn group_by_unit(matches: Matches, list: &Offerable<'_>) -> UnitMatches {
    let spots = spots(list);
    let mut tallies: Vec<Tally> = Vec::new();
    let mut grouped = UnitMatches::default();
    for found in matches.fits.iter().chain(&matches.out) {
        let Some(spot) = spots.get(&found.place) else { continue };
        if tallies.len() <= spot.group {
            tallies.resize(spot.group + 1, Tally::default());
        }
        let standing = Standing::of(found);
        tallies[spot.group].count(found.place, spot, standing);
        grouped.occupied_places += usize::from(standing.is_occupied);
    }
    grouped.full_units = tallies.iter().filter(|tally| tally.total > 0 && tally.shown.is_none()).count();
    let rows = |places: Vec<PlaceMatch>| {
        let row = |place: PlaceMatch| {
            let spot = spots.get(&place.place)?;
            let tally = tallies[spot.group];
            let (_, shown) = tally.shown?;
            let (free, total) = (tally.free, tally.total);
            (shown == place.place).then_some(UnitMatch { unit: spot.unit, place, free, total })
        };
        places.into_iter().filter_map(row).collect()
    };
    grouped.fits = rows(matches.fits);
    grouped.out = rows(matches.out);
    grouped
}

/// Where a place stands in the list.
struct Spot {
    group: usize,
    unit: UnitId,
    ordinal: u8,
}

fn spots(list: &Offerable<'_>) -> HashMap<PlaceId, Spot> {
    let mut spots = HashMap::with_capacity(list.places.len());
    for (group, places) in list.places.chunk_by(|a, b| a.unit == b.unit).enumerate() {
        for place in places {
            spots.insert(place.id, Spot { group, unit: place.unit, ordinal: place.ordinal });
        }
    }
    spots
}

/// What the facts say of one place, for the row of its unit.
#[derive(Clone, Copy)]
struct Standing {
    blockers: usize,
    is_takable: bool,
    is_occupied: bool,
    is_own_hold: bool,
}

impl Standing {
    fn of(found: &PlaceMatch) -> Self {
        let mut standing = Self { blockers: 0, is_takable: true, is_occupied: false, is_own_hold: false };
        for fact in &found.facts {
            standing.blockers += usize::from(fact.is_blocker());
            match fact {
                Fact::Held { .. } | Fact::Offered { .. } | Fact::OutOfUse { .. } => {
                    standing.is_takable = false;
                }
                Fact::Occupied { .. } => {
                    standing.is_takable = false;
                    standing.is_occupied = true;
                }
                Fact::HeldByThisCall { .. } => standing.is_own_hold = true,
                _ => {}
            }
        }
        standing
    }
}

/// How much is in the way, not held by this call, ordinal: the least is shown.
type Rank = (usize, bool, u8);

/// What is counted for one unit.
#[derive(Clone, Copy, Default)]
struct Tally {
    free: u8,
    total: u8,
    shown: Option<(Rank, PlaceId)>,
}

impl Tally {
    fn count(&mut self, place: PlaceId, spot: &Spot, standing: Standing) {
        self.total = self.total.saturating_add(1);
        self.free = self.free.saturating_add(u8::from(standing.is_takable));
        let rank = (standing.blockers, !standing.is_own_hold, spot.ordinal);
        if !standing.is_occupied && self.shown.is_none_or(|(best, _)| rank < best) {
            self.shown = Some((rank, place));
        }
    }
}
