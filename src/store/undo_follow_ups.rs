//! What an act on an offer, an answer or a place did to follow-ups, its own and other calls', is taken back with it.

use super::error::StoreError;
use super::places::end_follow_up;
use super::read::coded;
use super::table::Table;
use super::undo::{Done, touched};
use super::undo_answers::is_open;
use super::write::{Write, moment, text};
use super::{freed, routine_steps};
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind};
use crate::domain::ids::{CallId, PlaceId};
use crate::domain::routine::StepKey;

/// What is known of a follow-up that an act touched.
struct Known {
    kind: FollowUpKind,
    call: CallId,
    place: Option<PlaceId>,
    /// Whether nothing was done with it since.
    is_as_left: bool,
}

/// What the act made is over; what it ended is to be done again, unless it has no sense any more. To be called when
/// claims and states are as before the act.
pub(super) fn give_back(write: &mut Write<'_>, done: &Done) -> Result<(), StoreError> {
    let own = write.call();
    for follow_up in touched(write, done, Table::FollowUps)? {
        let number = follow_up.number;
        let known = known(write, done, number)?;
        let is_open = is_open(write, number)?;
        write.about_call(Some(known.call));
        if follow_up.is_new {
            if is_open && !is_for_another(write, &known)? {
                end_follow_up(write, number, FollowUpEnd::Undone)?;
            }
        } else if !is_open && known.is_as_left && is_needed(write, &known)? {
            let fields = [("ended_at", moment(None)), ("end_kind", text(None::<String>))];
            write.update(Table::FollowUps, number, &fields)?;
        }
    }
    write.about_call(own);
    Ok(())
}

/// The steps that an accepted offer had settled for an earlier place are settled again, where nobody did them anew.
pub(super) fn settle_again(write: &mut Write<'_>, done: &Done) -> Result<(), StoreError> {
    for row in touched(write, done, Table::RoutineSteps)? {
        let (call, step): (i64, String) = write
            .tx
            .prepare_cached("SELECT call, step FROM routine_steps WHERE number = ?1")?
            .query_row([row.number], |row| Ok((row.get(0)?, row.get(1)?)))?;
        if !routine_steps::is_settled(write, CallId(call), coded(&step, StepKey::from_code)?)? {
            write.update(Table::RoutineSteps, row.number, &[("ended_at", moment(None))])?;
        }
    }
    Ok(())
}

fn known(write: &Write<'_>, done: &Done, number: i64) -> Result<Known, StoreError> {
    let (kind, call, place, is_as_left): (String, i64, Option<i64>, bool) = write
        .tx
        .prepare_cached(
            "SELECT kind, call, place, version BETWEEN ?2 AND ?3 FROM follow_ups WHERE number = ?1",
        )?
        .query_row((number, done.first, done.last), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?))
        })?;
    let kind = coded(&kind, FollowUpKind::from_code)?;
    Ok(Known { kind, call: CallId(call), place: place.map(PlaceId), is_as_left })
}

/// The steps of the working days go on while another child of the call has its place.
fn is_for_another(write: &Write<'_>, known: &Known) -> Result<bool, StoreError> {
    Ok(known.kind == FollowUpKind::Step && routine_steps::has_place(write, known.call)?)
}

fn is_needed(write: &Write<'_>, known: &Known) -> Result<bool, StoreError> {
    match (known.kind, known.place) {
        (FollowUpKind::PlaceFree, Some(place)) => freed::still_holds(write, known.call, place),
        _ => Ok(true),
    }
}
