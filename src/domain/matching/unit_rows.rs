//! The list as it is shown for a request: one row a unit, with the place that would be offered.

use chrono::{DateTime, Utc};

use super::facts::{UnitFacts, is_hold_of, takes_alone};
use super::order::{Key, in_order};
use super::places::{Distances, count_takable, unit_of};
use super::{Offerable, Order, PlaceMatch, Request};
use crate::domain::claim::ClaimKind;
use crate::domain::distance::Coordinates;
use crate::domain::ids::UnitId;
use crate::domain::municipality::MunicipalityNumber;
use crate::domain::unit::{Place, PlaceState, Unit};

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
    /// Which children of the request it takes, counted from 0, where it takes only part of the group. Its facts are
    /// then about these.
    pub part: Option<Vec<usize>>,
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

impl UnitMatches {
    /// How many units fit for all that are looked for.
    #[must_use]
    pub fn count_whole(&self) -> usize {
        self.fits.iter().filter(|row| row.part.is_none()).count()
    }

    /// How many units take part of the group.
    #[must_use]
    pub fn count_parts(&self) -> usize {
        self.fits.len() - self.count_whole()
    }
}

/// Matches the list unit by unit: the same facts and the same order as [`super::match_places`] gives the place
/// each row shows, without working out the facts of the places no row shows.
///
/// `point_of` gives the point of a municipality. A place whose unit the list lacks is left out.
#[must_use]
pub fn match_units(
    request: &Request,
    list: &Offerable<'_>,
    point_of: impl Fn(MunicipalityNumber) -> Option<Coordinates>,
    order: Order,
    now: DateTime<Utc>,
) -> UnitMatches {
    match_all(request, false, list, point_of, order, now)
}

/// The same for a group that may be split: after the units with room for all of it come those that take part of it,
/// the larger part first.
#[must_use]
pub fn match_units_in_part(
    request: &Request,
    list: &Offerable<'_>,
    point_of: impl Fn(MunicipalityNumber) -> Option<Coordinates>,
    order: Order,
    now: DateTime<Utc>,
) -> UnitMatches {
    match_all(request, true, list, point_of, order, now)
}

fn match_all(
    request: &Request,
    in_part: bool,
    list: &Offerable<'_>,
    point_of: impl Fn(MunicipalityNumber) -> Option<Coordinates>,
    order: Order,
    now: DateTime<Utc>,
) -> UnitMatches {
    let mut matching = Matching { list, distances: Distances::new(request.from, point_of), order, now };
    let (mut fits, mut parts, mut out) = (Vec::new(), Vec::new(), Vec::new());
    let mut matches = UnitMatches::default();
    for places in list.places.chunk_by(|a, b| a.unit == b.unit) {
        let Some(unit) = unit_of(list, &places[0]) else { continue };
        let occupied = places.iter().filter(|place| is_occupied(place, now)).count();
        matches.occupied_places += occupied;
        if occupied == places.len() {
            matches.full_units += 1;
            continue;
        }
        let Some(row) = matching.row(request, unit, places) else { continue };
        if row.1.place.fits() {
            fits.push(row);
            continue;
        }
        match in_part.then(|| matching.part(request, unit, places)).flatten() {
            Some(part) => parts.push(part),
            None => out.push(row),
        }
    }
    matches.fits = in_order(fits);
    // In the chosen order, and the larger part before the smaller.
    let mut parts = in_order(parts);
    parts.sort_by_key(|row| std::cmp::Reverse(row.part.as_ref().map_or(0, Vec::len)));
    matches.fits.extend(parts);
    matches.out = in_order(out);
    matches
}

/// What every row of one list is worked out with.
struct Matching<'l, F> {
    list: &'l Offerable<'l>,
    distances: Distances<F>,
    order: Order,
    now: DateTime<Utc>,
}

impl<'l, F: Fn(MunicipalityNumber) -> Option<Coordinates>> Matching<'l, F> {
    /// The row of a unit, with the key it is sorted by.
    fn row(&mut self, request: &Request, unit: &'l Unit, places: &[Place]) -> Option<(Key<'l>, UnitMatch)> {
        let now = self.now;
        let shown = places
            .iter()
            .filter(|place| !is_occupied(place, now))
            .min_by_key(|place| shown_first(request, place, now))?;
        let free = count_takable(request, places, now);
        let facts = UnitFacts::of(request, unit, free, now);
        let place = PlaceMatch {
            place: shown.id,
            facts: facts.with_place(request, shown, now, self.list.fresh_hours),
            km: self.distances.to(unit.municipality),
        };
        let key = Key::of(&place, unit, facts.wish_position, self.order);
        let total = u8::try_from(places.len()).unwrap_or(u8::MAX);
        Some((key, UnitMatch { unit: unit.id, place, free, total, part: None }))
    }

    /// The row of a unit for the part of the group that it takes: those it may have alone, in the order told, as many
    /// as it has room for. None where it takes nobody, or all of them.
    fn part(&mut self, request: &Request, unit: &'l Unit, places: &[Place]) -> Option<(Key<'l>, UnitMatch)> {
        let room = usize::from(count_takable(request, places, self.now).min(unit.max_siblings));
        let takes = |at: &usize| takes_alone(request, unit, request.children[*at]);
        let part: Vec<usize> = (0..request.children.len()).filter(takes).take(room).collect();
        if part.is_empty() || part.len() == request.children.len() {
            return None;
        }
        let children = part.iter().map(|at| request.children[*at]).collect();
        let (key, row) = self.row(&Request { children, ..request.clone() }, unit, places)?;
        row.place.fits().then_some((key, UnitMatch { part: Some(part), ..row }))
    }
}

/// The units that have no row: a child lives in each of their places. Only whoever looks for a place above capacity
/// asks for them.
#[must_use]
pub fn match_full_units(
    request: &Request,
    list: &Offerable<'_>,
    point_of: impl Fn(MunicipalityNumber) -> Option<Coordinates>,
    order: Order,
    now: DateTime<Utc>,
) -> Vec<UnitMatch> {
    let mut distances = Distances::new(request.from, point_of);
    let mut full = Vec::new();
    for places in list.places.chunk_by(|a, b| a.unit == b.unit) {
        let Some(unit) =
            unit_of(list, &places[0]).filter(|_| places.iter().all(|place| is_occupied(place, now)))
        else {
            continue;
        };
        let facts = UnitFacts::of(request, unit, 0, now);
        let place = PlaceMatch {
            place: places[0].id,
            facts: facts.with_place(request, &places[0], now, list.fresh_hours),
            km: distances.to(unit.municipality),
        };
        let key = Key::of(&place, unit, facts.wish_position, order);
        let total = u8::try_from(places.len()).unwrap_or(u8::MAX);
        full.push((key, UnitMatch { unit: unit.id, place, free: 0, total, part: None }));
    }
    in_order(full)
}

/// What decides which place of a unit its row shows: the least in the way (what is in the way of the unit is
/// the same for all its places), then one the call holds, then the lowest.
fn shown_first(request: &Request, place: &Place, now: DateTime<Utc>) -> (usize, bool, u16) {
    let claim = place.live_claim(now);
    let own_hold = claim.is_some_and(|claim| is_hold_of(claim, request.call));
    let in_the_way = usize::from(claim.is_some() && !own_hold) + usize::from(place.state != PlaceState::Free);
    (in_the_way, !own_hold, place.ordinal)
}

fn is_occupied(place: &Place, now: DateTime<Utc>) -> bool {
    place.live_claim(now).is_some_and(|claim| claim.kind == ClaimKind::Placement)
}
