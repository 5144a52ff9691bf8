//! Matches a request with the list: every place once, with every reason.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use super::facts::{UnitFacts, is_hold_of, is_takable};
use super::order::{Key, in_order};
use super::{Offerable, Order, PlaceMatch, Request};
use crate::domain::distance::{Coordinates, air_line_whole_km};
use crate::domain::ids::{CallId, PlaceId};
use crate::domain::municipality::MunicipalityNumber;
use crate::domain::unit::{Availability, Place, Unit};

/// The places of a list for one request: each in exactly one of the two.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Matches {
    /// Nothing is in the way, in the chosen order.
    pub fits: Vec<PlaceMatch>,
    /// Something is in the way: fewest reasons first, then in the chosen order.
    pub out: Vec<PlaceMatch>,
}

/// Matches every place of the list with the request, with every reason for and against.
///
/// `point_of` gives the point of a municipality; without it, or without the request's own point, the distance
/// is not known. A place whose unit the list lacks cannot be judged and is left out.
#[must_use]
pub fn match_places(
    request: &Request,
    list: &Offerable<'_>,
    point_of: impl Fn(MunicipalityNumber) -> Option<Coordinates>,
    order: Order,
    now: DateTime<Utc>,
) -> Matches {
    let mut distances = Distances::new(request.from, point_of);
    let mut fits = Vec::new();
    let mut out = Vec::with_capacity(list.places.len());
    for places in list.places.chunk_by(|a, b| a.unit == b.unit) {
        let Some(unit) = unit_of(list, &places[0]) else { continue };
        let facts = UnitFacts::of(request, unit, count_takable(request, places, now), now);
        let km = distances.to(unit.municipality);
        for place in places {
            let found = PlaceMatch {
                place: place.id,
                facts: facts.with_place(request, place, now, list.fresh_hours),
                km,
            };
            let key = Key::of(&found, unit, facts.wish_position, order);
            if found.fits() { &mut fits } else { &mut out }.push((key, found));
        }
    }
    Matches { fits: in_order(fits), out: in_order(out) }
}

/// Matches one place: the same facts as [`match_places`] gives it. The list must hold its unit and all the
/// places of that unit; none when it lacks the place or the unit.
#[must_use]
pub fn match_place(
    request: &Request,
    list: &Offerable<'_>,
    place: PlaceId,
    point_of: impl Fn(MunicipalityNumber) -> Option<Coordinates>,
    now: DateTime<Utc>,
) -> Option<PlaceMatch> {
    let place = list.places.iter().find(|candidate| candidate.id == place)?;
    let unit = unit_of(list, place)?;
    let siblings = list.places.iter().filter(|candidate| candidate.unit == unit.id);
    let facts = UnitFacts::of(request, unit, count_takable(request, siblings, now), now);
    Some(PlaceMatch {
        place: place.id,
        facts: facts.with_place(request, place, now, list.fresh_hours),
        km: Distances::new(request.from, point_of).to(unit.municipality),
    })
}

/// The places of a unit that an offer or a hold of `count` places takes: the named one first, then those the call holds,
/// then the lowest free ones. Fewer than `count` when the unit has no more.
#[must_use]
pub fn places_for(
    places: &[Place],
    named: PlaceId,
    call: CallId,
    count: usize,
    now: DateTime<Utc>,
) -> Vec<&Place> {
    let is_named = |place: &&Place| place.id == named;
    let is_held = |place: &&Place| {
        place.id != named && place.live_claim(now).is_some_and(|claim| is_hold_of(claim, Some(call)))
    };
    let is_free = |place: &&Place| place.id != named && place.availability(now) == Availability::Free;
    places
        .iter()
        .filter(is_named)
        .chain(places.iter().filter(is_held))
        .chain(places.iter().filter(is_free))
        .take(count)
        .collect()
}

/// The unit of a place.
pub(super) fn unit_of<'a>(list: &Offerable<'a>, place: &Place) -> Option<&'a Unit> {
    list.units.binary_search_by_key(&place.unit, |unit| unit.id).ok().map(|at| &list.units[at])
}

/// How many of a unit's places can be taken for the request now.
pub(super) fn count_takable<'a>(
    request: &Request,
    places: impl IntoIterator<Item = &'a Place>,
    now: DateTime<Utc>,
) -> u8 {
    let count = places.into_iter().filter(|place| is_takable(place, request.call, now)).count();
    u8::try_from(count).unwrap_or(u8::MAX)
}

/// Air lines from one point, found once for each municipality.
pub(super) struct Distances<F> {
    from: Option<Coordinates>,
    point_of: F,
    known: HashMap<MunicipalityNumber, Option<u32>>,
}

impl<F: Fn(MunicipalityNumber) -> Option<Coordinates>> Distances<F> {
    /// Nothing measured yet.
    pub(super) fn new(from: Option<Coordinates>, point_of: F) -> Self {
        Self { from, point_of, known: HashMap::new() }
    }

    /// Whole kilometres to a municipality, where both points are known.
    pub(super) fn to(&mut self, municipality: MunicipalityNumber) -> Option<u32> {
        let from = self.from?;
        let point_of = &self.point_of;
        *self
            .known
            .entry(municipality)
            .or_insert_with(|| point_of(municipality).map(|to| air_line_whole_km(from, to)))
    }
}
