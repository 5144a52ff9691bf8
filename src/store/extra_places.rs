//! Places above a unit's capacity, and when a place is expected to be free.

use chrono::{DateTime, Utc};

use super::error::StoreError;
use super::freed;
use super::limits::{self, MAX_TEXT};
use super::places::{begin_state, state_in_force};
use super::table::Table;
use super::units::next_ordinal;
use super::write::{Write, int, moment};
use crate::domain::command::Outcome;
use crate::domain::ids::PlaceId;
use crate::domain::refusal::{Refusal, Stale};
use crate::domain::unit::PlaceState;

/// Opens a place above the capacity of a place's unit. It is free, and closed again by an act.
pub(super) fn open(write: &mut Write<'_>, place: PlaceId, reason: &str) -> Result<Outcome, StoreError> {
    let reason = limits::required("reason", reason, MAX_TEXT)?;
    let (unit, _) = super::claims::unit_of(write, place)?;
    let ordinal = next_ordinal(write, unit.id)?;
    let number = write.insert(
        Table::Places,
        &[("unit", int(Some(unit.id.0))), ("ordinal", int(Some(ordinal))), ("is_extra", int(Some(true)))],
    )?;
    let extra = PlaceId(number);
    let state = begin_state(write, extra, PlaceState::Free)?;
    write.set_sensitive(Table::PlaceStates, state, "reason", Some(reason))?;
    freed::tell(write, extra, None)?;
    Ok(Outcome::ExtraPlaceOpened { place: extra })
}

/// Closes a place above capacity: nobody may have it.
pub(super) fn close(write: &mut Write<'_>, place: PlaceId) -> Result<Outcome, StoreError> {
    let (_, places) = super::claims::unit_of(write, place)?;
    let found = places.iter().find(|known| known.id == place).ok_or(Refusal::UnknownPlace(place))?;
    if !found.is_extra {
        return Err(Refusal::Stale(Stale::NotExtra(place)).into());
    }
    if is_taken(write, place)? {
        return Err(Refusal::Stale(Stale::PlaceTaken(place)).into());
    }
    shut(write, place)?;
    Ok(Outcome::ExtraPlaceClosed { place })
}

/// Whether someone has a place now.
pub(super) fn is_taken(write: &Write<'_>, place: PlaceId) -> Result<bool, StoreError> {
    let (_, places) = super::claims::unit_of(write, place)?;
    Ok(places.iter().any(|known| known.id == place && known.live_claim(write.at).is_some()))
}

/// Closes a place for good: nobody may have it, and it counts no more.
pub(super) fn shut(write: &mut Write<'_>, place: PlaceId) -> Result<(), StoreError> {
    let at = moment(Some(write.at));
    if let Some(state) = state_in_force(write, place)? {
        write.update(Table::PlaceStates, state, &[("ended_at", at.clone())])?;
    }
    write.update(Table::Places, place.0, &[("closed_at", at)])?;
    freed::forget_place(write, place)
}

/// Says when a place is expected to be free.
pub(super) fn expect(
    write: &mut Write<'_>,
    place: PlaceId,
    at: Option<DateTime<Utc>>,
) -> Result<Outcome, StoreError> {
    state_in_force(write, place)?.ok_or(Refusal::UnknownPlace(place))?;
    if let Some(at) = at {
        limits::check_moved(at, write.at)?;
    }
    write.update(Table::Places, place.0, &[("expected_free_at", moment(at))])?;
    Ok(Outcome::FreeExpected { place, at })
}
