//! A place comes free: every open call that it fits is told so, by referral and without priority (domain section 5).
//! A call is told once of a unit, whatever number of its places are free.

use super::claims::unit_of;
use super::error::StoreError;
use super::list::{self, CallFilter};
use super::places::end_follow_up;
use super::settings;
use super::table::Table;
use super::write::{Write, int, moment, text};
use crate::domain::call::{Call, CallKind, CallState};
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind};
use crate::domain::ids::{CallId, PlaceId, UnitId};
use crate::domain::matching::{Offerable, match_place};
use crate::domain::offer::Offer;
use crate::domain::siblings::{children_to_place, request_for};
use crate::domain::unit::{Availability, Place, Unit};

/// A unit with its places, as they are now.
struct Seen {
    unit: Unit,
    places: Vec<Place>,
    fresh_hours: i64,
}

impl Seen {
    fn of(write: &Write<'_>, place: PlaceId) -> Result<Self, StoreError> {
        let (unit, places) = unit_of(write, place)?;
        Ok(Self { unit, places, fresh_hours: settings::rules(&write.tx)?.fresh_hours })
    }

    fn is_free(&self, write: &Write<'_>, place: PlaceId) -> bool {
        let is_free = |known: &Place| known.id == place && known.availability(write.at) == Availability::Free;
        self.places.iter().any(is_free)
    }

    /// Whether a call looks for a place and a free one of this unit fits it. How far away it is does not matter.
    fn fits(&self, write: &Write<'_>, place: PlaceId, call: &Call, offers: &[Offer]) -> bool {
        let list = Offerable {
            units: std::slice::from_ref(&self.unit),
            places: &self.places,
            fresh_hours: self.fresh_hours,
        };
        looks_for_place(call, offers)
            && self.is_free(write, place)
            && match_place(&request_for(call, offers, None), &list, place, |_| None, write.at)
                .is_some_and(|found| found.fits())
    }
}

fn looks_for_place(call: &Call, offers: &[Offer]) -> bool {
    call.state == CallState::Open
        && call.kind == CallKind::Placement
        && !children_to_place(call, offers).is_empty()
}

/// Tells the open calls that a place fits that it is free; they are given in the order of their referrals. `except` is
/// the call that had it.
pub(super) fn tell(
    write: &mut Write<'_>,
    place: PlaceId,
    except: Option<CallId>,
) -> Result<Vec<CallId>, StoreError> {
    let own = write.call();
    let seen = Seen::of(write, place)?;
    if !seen.is_free(write, place) {
        return Ok(Vec::new());
    }
    let mut calls = list::calls(&write.tx, CallFilter::Open)?;
    let offers = list::offers(&write.tx, CallFilter::Open)?;
    calls.retain(|call| Some(call.id) != except && seen.fits(write, place, call, &offers));
    calls.sort_by_key(|call| (call.received_at.unwrap_or(call.first_contact_at), call.id));
    let fits: Vec<CallId> = calls.iter().map(|call| call.id).collect();
    let told = told_of_unit(write, seen.unit.id)?;
    for call in &fits {
        if told.iter().any(|(_, known)| known == call) {
            continue;
        }
        write.about_call(Some(*call));
        write.insert(
            Table::FollowUps,
            &[
                ("kind", text(Some(FollowUpKind::PlaceFree.code()))),
                ("call", int(Some(call.0))),
                ("place", int(Some(place.0))),
                ("adviser", write.adviser_number()),
                ("due_at", moment(Some(write.at))),
            ],
        )?;
    }
    write.about_call(own);
    Ok(fits)
}

/// A place is free no longer: what told of it tells of another of its unit that is free and fits, or is over. To be
/// called when its claim or its state is written.
pub(super) fn forget_place(write: &mut Write<'_>, place: PlaceId) -> Result<(), StoreError> {
    let told = open_for(write, None, Some(place))?;
    if told.is_empty() {
        return Ok(());
    }
    let own = write.call();
    let seen = Seen::of(write, place)?;
    for (number, call) in told {
        write.about_call(Some(call));
        let filter = CallFilter::One(call);
        let offers = list::offers(&write.tx, filter)?;
        let found = list::calls(&write.tx, filter)?.pop();
        let other = found.and_then(|call| {
            seen.places.iter().map(|other| other.id).find(|other| seen.fits(write, *other, &call, &offers))
        });
        match other {
            Some(other) => write.update(Table::FollowUps, number, &[("place", int(Some(other.0)))])?,
            None => end_follow_up(write, number, FollowUpEnd::Dropped)?,
        }
    }
    write.about_call(own);
    Ok(())
}

/// What told a call of free places is over when it needs none any more.
pub(super) fn forget_call(write: &mut Write<'_>, call: CallId) -> Result<(), StoreError> {
    let filter = CallFilter::One(call);
    let offers = list::offers(&write.tx, filter)?;
    if list::calls(&write.tx, filter)?.iter().any(|call| looks_for_place(call, &offers)) {
        return Ok(());
    }
    for (number, _) in open_for(write, Some(call), None)? {
        end_follow_up(write, number, FollowUpEnd::Dropped)?;
    }
    Ok(())
}

/// Whether what a follow-up told of still holds: the place is free and fits the call, which was not told of its unit
/// otherwise.
pub(super) fn still_holds(write: &Write<'_>, call: CallId, place: PlaceId) -> Result<bool, StoreError> {
    let filter = CallFilter::One(call);
    let offers = list::offers(&write.tx, filter)?;
    let seen = Seen::of(write, place)?;
    let fits = list::calls(&write.tx, filter)?.iter().any(|call| seen.fits(write, place, call, &offers));
    Ok(fits && told_of_unit(write, seen.unit.id)?.iter().all(|(_, known)| *known != call))
}

fn told_of_unit(write: &Write<'_>, unit: UnitId) -> Result<Vec<(i64, CallId)>, StoreError> {
    Ok(write
        .tx
        .prepare_cached(
            "SELECT f.number, f.call FROM follow_ups f JOIN places p ON p.number = f.place
             WHERE f.kind = 'place_free' AND f.ended_at IS NULL AND p.unit = ?1",
        )?
        .query_map([unit.0], |row| Ok((row.get(0)?, CallId(row.get(1)?))))?
        .collect::<Result<_, _>>()?)
}

fn open_for(
    write: &Write<'_>,
    call: Option<CallId>,
    place: Option<PlaceId>,
) -> Result<Vec<(i64, CallId)>, StoreError> {
    Ok(write
        .tx
        .prepare_cached(
            "SELECT number, call FROM follow_ups WHERE kind = 'place_free' AND ended_at IS NULL
             AND (?1 IS NULL OR call = ?1) AND (?2 IS NULL OR place = ?2) ORDER BY number",
        )?
        .query_map((call.map(|call| call.0), place.map(|place| place.0)), |row| {
            Ok((row.get(0)?, CallId(row.get(1)?)))
        })?
        .collect::<Result<_, _>>()?)
}
