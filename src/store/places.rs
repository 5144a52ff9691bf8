//! The state of places and their confirmation.

use super::error::StoreError;
use super::freed;
use super::table::Table;
use super::write::{Write, int, moment, text};
use crate::domain::command::Outcome;
use crate::domain::follow_up::FollowUpEnd;
use crate::domain::ids::PlaceId;
use crate::domain::refusal::{BadValue, Refusal};
use crate::domain::unit::{ConfirmedHow, PlaceState};

/// Longest reason for a state, in characters.
const MAX_REASON: usize = 200;

/// Sets the state of a place: the row in force ends, a new one begins.
pub(super) fn set_state(
    write: &mut Write<'_>,
    place: PlaceId,
    state: PlaceState,
    reason: Option<&str>,
) -> Result<Outcome, StoreError> {
    if reason.is_some_and(|reason| reason.chars().count() > MAX_REASON) {
        return Err(Refusal::BadValue(BadValue::TooLong { field: "reason", limit: MAX_REASON }).into());
    }
    let current = state_in_force(write, place)?.ok_or(Refusal::UnknownPlace(place))?;
    let was_free: bool = write
        .tx
        .prepare_cached("SELECT state = 'free' FROM place_states WHERE number = ?1")?
        .query_row([current], |row| row.get(0))?;
    write.update(Table::PlaceStates, current, &[("ended_at", moment(Some(write.at)))])?;
    let number = begin_state(write, place, state)?;
    write.set_sensitive(Table::PlaceStates, number, "reason", reason)?;
    match state {
        PlaceState::Free if !was_free => drop(freed::tell(write, place, None)?),
        PlaceState::Free => {}
        _ => freed::forget_place(write, place)?,
    }
    Ok(Outcome::PlaceSet { place, state })
}

/// Sets the state of every place of a place's unit, each with the reason.
pub(super) fn set_unit(
    write: &mut Write<'_>,
    place: PlaceId,
    state: PlaceState,
    reason: Option<&str>,
) -> Result<Outcome, StoreError> {
    let places = places_like(write, place, true)?;
    if places.is_empty() {
        return Err(Refusal::UnknownPlace(place).into());
    }
    for number in places {
        set_state(write, PlaceId(number), state, reason)?;
    }
    Ok(Outcome::PlaceSet { place, state })
}

/// A place alone, or with every other place of its unit; none when there is no such place.
fn places_like(write: &Write<'_>, place: PlaceId, whole_unit: bool) -> Result<Vec<i64>, StoreError> {
    Ok(write
        .tx
        .prepare_cached(
            "SELECT number FROM places WHERE closed_at IS NULL
             AND (number = ?1 OR ?2 AND unit = (SELECT unit FROM places WHERE number = ?1 AND closed_at IS NULL))
             ORDER BY number",
        )?
        .query_map((place.0, whole_unit), |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}

/// Begins a state; the one before must have ended.
pub(super) fn begin_state(
    write: &mut Write<'_>,
    place: PlaceId,
    state: PlaceState,
) -> Result<i64, StoreError> {
    write.insert(
        Table::PlaceStates,
        &[
            ("place", int(Some(place.0))),
            ("state", text(Some(state.code()))),
            ("adviser", write.adviser_number()),
            ("from_at", moment(Some(write.at))),
        ],
    )
}

/// The row of the state in force; none when there is no such place.
pub(super) fn state_in_force(write: &Write<'_>, place: PlaceId) -> Result<Option<i64>, StoreError> {
    use rusqlite::OptionalExtension as _;
    Ok(write
        .tx
        .prepare_cached("SELECT number FROM place_states WHERE place = ?1 AND ended_at IS NULL")?
        .query_row([place.0], |row| row.get(0))
        .optional()?)
}

/// Confirms that the list's word holds now: on one place, or on every place of its unit.
pub(super) fn confirm(
    write: &mut Write<'_>,
    place: PlaceId,
    how: ConfirmedHow,
    whole_unit: bool,
) -> Result<Outcome, StoreError> {
    state_in_force(write, place)?.ok_or(Refusal::UnknownPlace(place))?;
    let confirmed = places_like(write, place, whole_unit)?;
    for number in confirmed {
        write.update(
            Table::Places,
            number,
            &[
                ("confirmed_at", moment(Some(write.at))),
                ("confirmed_by", write.adviser_number()),
                ("confirmed_how", text(Some(how.code()))),
            ],
        )?;
        let waiting: Vec<i64> = write
            .tx
            .prepare_cached(
                "SELECT number FROM follow_ups
                 WHERE place = ?1 AND kind = 'confirm_place' AND ended_at IS NULL",
            )?
            .query_map([number], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for number in waiting {
            end_follow_up(write, number, FollowUpEnd::Done)?;
        }
    }
    Ok(Outcome::PlaceConfirmed { place, at: write.at })
}

/// Ends a follow-up.
pub(super) fn end_follow_up(write: &mut Write<'_>, number: i64, end: FollowUpEnd) -> Result<(), StoreError> {
    write.update(
        Table::FollowUps,
        number,
        &[("ended_at", moment(Some(write.at))), ("end_kind", text(Some(end.code())))],
    )
}
