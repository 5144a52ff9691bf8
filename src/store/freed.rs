//! A place comes free: every open call that it fits is told so, by referral and without priority (domain section 5).

use super::claims::unit_of;
use super::error::StoreError;
use super::list::{self, CallFilter};
use super::open::Reference;
use super::places::end_follow_up;
use super::settings;
use super::table::Table;
use super::write::{Write, int, moment, text};
use crate::domain::call::CallKind;
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind};
use crate::domain::ids::{CallId, PlaceId};
use crate::domain::matching::{Offerable, match_place};
use crate::domain::siblings::{children_to_place, request_for};
use crate::domain::unit::Availability;

/// Tells the open calls that a place fits that it is free; they are given in the order of their referrals. `except` is
/// the call that had it.
pub(super) fn tell(
    write: &mut Write<'_>,
    place: PlaceId,
    except: Option<CallId>,
    reference: &Reference,
) -> Result<Vec<CallId>, StoreError> {
    let own = write.call();
    let (unit, places) = unit_of(write, place)?;
    let is_free = places
        .iter()
        .any(|candidate| candidate.id == place && candidate.availability(write.at) == Availability::Free);
    if !is_free {
        return Ok(Vec::new());
    }
    let rules = settings::rules(&write.tx)?;
    let mut calls = list::calls(&write.tx, CallFilter::Open)?;
    let offers = list::offers(&write.tx, CallFilter::Open)?;
    calls.retain(|call| {
        call.kind == CallKind::Placement
            && Some(call.id) != except
            && !children_to_place(call, &offers).is_empty()
    });
    calls.sort_by_key(|call| (call.received_at.unwrap_or(call.first_contact_at), call.id));
    let list =
        Offerable { units: std::slice::from_ref(&unit), places: &places, fresh_hours: rules.fresh_hours };
    let point_of = |number| reference.points.get(&number).copied();
    let mut fits = Vec::new();
    for call in calls {
        let request = request_for(&call, &offers, point_of(call.municipality));
        let fit = match_place(&request, &list, place, point_of, write.at).is_some_and(|found| found.fits());
        if !fit {
            continue;
        }
        fits.push(call.id);
        if open_for(write, Some(call.id), Some(place))?.is_empty() {
            write.about_call(Some(call.id));
            write.insert(
                Table::FollowUps,
                &[
                    ("kind", text(Some(FollowUpKind::PlaceFree.code()))),
                    ("call", int(Some(call.id.0))),
                    ("place", int(Some(place.0))),
                    ("adviser", write.adviser_number()),
                    ("due_at", moment(Some(write.at))),
                ],
            )?;
        }
    }
    write.about_call(own);
    Ok(fits)
}

/// A place is free no longer: what told of it is over.
pub(super) fn forget_place(write: &mut Write<'_>, place: PlaceId) -> Result<(), StoreError> {
    forget(write, None, Some(place))
}

/// A call needs no place any more: what told it of free ones is over.
pub(super) fn forget_call(write: &mut Write<'_>, call: CallId) -> Result<(), StoreError> {
    forget(write, Some(call), None)
}

fn forget(write: &mut Write<'_>, call: Option<CallId>, place: Option<PlaceId>) -> Result<(), StoreError> {
    let own = write.call();
    for (number, call) in open_for(write, call, place)? {
        write.about_call(Some(call));
        end_follow_up(write, number, FollowUpEnd::Dropped)?;
    }
    write.about_call(own);
    Ok(())
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
