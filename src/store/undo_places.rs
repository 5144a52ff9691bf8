//! Taking back what was said of a place: its state, that it was opened above capacity or closed, when it is free.

use super::error::StoreError;
use super::read::{coded, sensitive};
use super::table::Table;
use super::undo::{Done, Touched, built_on, check_in_force, restore, touched};
use super::write::{Write, moment};
use super::{extra_places, freed, places, undo_follow_ups};
use crate::domain::ids::PlaceId;
use crate::domain::unit::PlaceState;

/// The state before it comes into force again, as a new row, for each place that was set.
pub(super) fn take_back_state(write: &mut Write<'_>, done: &Done) -> Result<i64, StoreError> {
    // For each place the act ended one row and began another; the first is the state to go back to.
    let (mut place, mut out) = (None, Vec::new());
    for before in touched(write, done, Table::PlaceStates)?.into_iter().filter(|row| !row.is_new) {
        let (restored, state) = restore_state(write, done, &before)?;
        place = place.or(Some(restored));
        if state != PlaceState::Free {
            out.push(PlaceId(restored));
        }
    }
    undo_follow_ups::give_back(write, done)?;
    for place in out {
        freed::forget_place(write, place)?;
    }
    place.ok_or_else(built_on)
}

fn restore_state(
    write: &mut Write<'_>,
    done: &Done,
    before: &Touched,
) -> Result<(i64, PlaceState), StoreError> {
    let place: i64 = write
        .tx
        .prepare_cached("SELECT place FROM place_states WHERE number = ?1")?
        .query_row([before.number], |row| row.get(0))?;
    // A place above capacity may be closed by now.
    let in_force = places::state_in_force(write, PlaceId(place))?.ok_or_else(built_on)?;
    check_in_force(write, done, Table::PlaceStates, in_force)?;
    let at = moment(Some(write.at));
    write.update(Table::PlaceStates, in_force, &[("ended_at", at)])?;
    Ok((place, begin_again(write, before.number)?))
}

/// A state that has ended is in force again, as a new row with its reason.
fn begin_again(write: &mut Write<'_>, before: i64) -> Result<PlaceState, StoreError> {
    let (place, code): (i64, String) = write
        .tx
        .prepare_cached("SELECT place, state FROM place_states WHERE number = ?1")?
        .query_row([before], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let state = coded(&code, PlaceState::from_code)?;
    let reason = sensitive(&write.tx, Table::PlaceStates, before, "reason")?;
    let number = places::begin_state(write, PlaceId(place), state)?;
    write.set_sensitive(Table::PlaceStates, number, "reason", reason.as_deref())?;
    Ok(state)
}

/// A place that was opened above capacity is closed, unless someone has it; one that was closed is as it was.
pub(super) fn take_back_extra(write: &mut Write<'_>, done: &Done) -> Result<i64, StoreError> {
    let place = touched(write, done, Table::Places)?.pop().ok_or_else(built_on)?;
    let id = PlaceId(place.number);
    if place.is_new {
        let in_force = places::state_in_force(write, id)?.ok_or_else(built_on)?;
        check_in_force(write, done, Table::PlaceStates, in_force)?;
        if extra_places::is_taken(write, id)? {
            return Err(built_on());
        }
        extra_places::shut(write, id)?;
        return Ok(place.number);
    }
    restore(write, done, Table::Places, &["closed_at"])?;
    for before in touched(write, done, Table::PlaceStates)? {
        begin_again(write, before.number)?;
    }
    undo_follow_ups::give_back(write, done)?;
    Ok(place.number)
}

/// When the place is expected to be free is as it was said before.
pub(super) fn take_back_expected(write: &mut Write<'_>, done: &Done) -> Result<i64, StoreError> {
    let place = touched(write, done, Table::Places)?.pop().ok_or_else(built_on)?;
    // It may be closed by now.
    places::state_in_force(write, PlaceId(place.number))?.ok_or_else(built_on)?;
    restore(write, done, Table::Places, &["expected_free_at"])?;
    Ok(place.number)
}
