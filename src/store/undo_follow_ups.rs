//! What an act on an offer, an answer or a place did to follow-ups, its own and other calls', is taken back with it.

use super::error::StoreError;
use super::places::end_follow_up;
use super::read::{coded, coded_if};
use super::table::Table;
use super::undo::{Done, built_on, touched};
use super::undo_answers::is_open;
use super::write::{Write, moment, text};
use super::{freed, purchases, routine_steps};
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind};
use crate::domain::ids::{CallId, FollowUpId, OfferId, PlaceId};
use crate::domain::routine::StepKey;

/// What is known of a follow-up that an act touched.
struct Known {
    kind: FollowUpKind,
    call: CallId,
    place: Option<PlaceId>,
    offer: Option<OfferId>,
    step: Option<StepKey>,
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
            if is_open && !is_for_another(write, number, &known)? {
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
    let mut statement = write.tx.prepare_cached(
        "SELECT kind, call, place, offer, step, version BETWEEN ?2 AND ?3 FROM follow_ups WHERE number = ?1",
    )?;
    let mut rows = statement.query((number, done.first, done.last))?;
    let row = rows.next()?.ok_or_else(built_on)?;
    Ok(Known {
        kind: coded(&row.get::<_, String>(0)?, FollowUpKind::from_code)?,
        call: CallId(row.get(1)?),
        place: row.get::<_, Option<i64>>(2)?.map(PlaceId),
        offer: row.get::<_, Option<i64>>(3)?.map(OfferId),
        step: coded_if(row.get(4)?, StepKey::from_code)?,
        is_as_left: row.get(5)?,
    })
}

/// The steps of the working days, and the papers of a purchase, go on while another accepted offer needs them.
fn is_for_another(write: &Write<'_>, number: i64, known: &Known) -> Result<bool, StoreError> {
    match (known.kind, known.step) {
        (FollowUpKind::Step, Some(step)) => routine_steps::is_needed(write, known.call, step, known.offer),
        (FollowUpKind::Paper, _) => purchases::is_needed(write, FollowUpId(number)),
        _ => Ok(false),
    }
}

fn is_needed(write: &Write<'_>, known: &Known) -> Result<bool, StoreError> {
    match (known.kind, known.place) {
        (FollowUpKind::PlaceFree, Some(place)) => freed::still_holds(write, known.call, place),
        _ => Ok(true),
    }
}
