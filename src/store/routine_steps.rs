//! Steps of the routine: the tasks an accepted offer makes, the meeting, and what is settled by a key.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension};

use super::error::StoreError;
use super::limits::{self, MAX_TEXT};
use super::list::{self, CallFilter};
use super::open::Reference;
use super::places::end_follow_up;
use super::read::{adviser_names, coded, moment_at, moment_if};
use super::settings;
use super::table::Table;
use super::write::{Write, int, moment, text};
use crate::domain::basis::BasisCode;
use crate::domain::call::{Call, CallKind};
use crate::domain::command::Outcome;
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind, Owner};
use crate::domain::ids::{CallId, OfferId};
use crate::domain::measure::MeasureKind;
use crate::domain::offer::Offer;
use crate::domain::refusal::{Refusal, Stale};
use crate::domain::routine::StepKey;
use crate::domain::steps::{self, StepEnd, StepSettled};

/// The steps that others do in every version of the routine: nothing of them is ours to settle.
const OF_OTHERS: [StepKey; 2] = [StepKey::Database, StepKey::Arrival];

/// The tasks of the first working day that an accepted offer makes, those of them that are ours. What is about the
/// placement has a task for each offer, also where it was settled for an earlier place; there is one meeting about a
/// case, and another where that was held before this place was accepted. They are the department's (domain section 1).
pub(super) fn begin_tasks(
    write: &mut Write<'_>,
    call: &Call,
    offer: OfferId,
    reference: &Reference,
) -> Result<(), StoreError> {
    let rules = settings::rules(&write.tx)?;
    for (step, due) in steps::tasks_after_placement(write.at, &rules) {
        let own = steps::is_of_placement(step).then_some(offer);
        let is_met = own.is_none() && !is_needed(write, call.id, step, None)?;
        let is_open = own.is_none() && !tasks(write, call.id, step)?.is_empty();
        if is_met || is_open || reference.is_of_others(&call.routine_version, step) {
            continue;
        }
        let due = match (step, call.meeting_at) {
            (StepKey::Commitment, Some(meeting)) => due.max(steps::commitment_due(meeting, &rules)),
            _ => due,
        };
        if let Some(settled) = settled_row(write, call.id, step)? {
            let is_settled = match own {
                Some(offer) => !was_for_other(write, settled, offer)?,
                None => call.meeting_at.is_none(),
            };
            if is_settled {
                continue;
            }
            write.update(Table::RoutineSteps, settled, &[("ended_at", moment(Some(write.at)))])?;
        }
        begin_task(write, call.id, step, own, due)?;
    }
    Ok(())
}

/// Whether a step was settled after another offer of its call was accepted.
fn was_for_other(write: &Write<'_>, settled: i64, offer: OfferId) -> Result<bool, StoreError> {
    Ok(write
        .tx
        .prepare_cached(
            "SELECT EXISTS (
                 SELECT 1 FROM routine_steps r JOIN placements p ON p.call = r.call
                 WHERE r.number = ?1 AND p.offer <> ?2 AND p.voided_at IS NULL AND p.accepted_at <= r.at)",
        )?
        .query_row((settled, offer.0), |row| row.get(0))?)
}

fn begin_task(
    write: &mut Write<'_>,
    call: CallId,
    step: StepKey,
    offer: Option<OfferId>,
    due_at: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let place: Option<i64> = match offer {
        Some(offer) => write
            .tx
            .prepare_cached("SELECT place FROM offers WHERE number = ?1")?
            .query_row([offer.0], |row| row.get(0))?,
        None => None,
    };
    write.insert(
        Table::FollowUps,
        &[
            ("kind", text(Some(FollowUpKind::Step.code()))),
            ("call", int(Some(call.0))),
            ("step", text(Some(step.code()))),
            ("offer", int(offer.map(|offer| offer.0))),
            ("place", int(place)),
            ("owner", text(Some(Owner::Department.code()))),
            ("adviser", write.adviser_number()),
            ("due_at", moment(Some(due_at))),
        ],
    )
}

/// The open tasks of a step: one about the case, or one for each placement.
pub(super) fn tasks(write: &Write<'_>, call: CallId, step: StepKey) -> Result<Vec<i64>, StoreError> {
    Ok(write
        .tx
        .prepare_cached(
            "SELECT number FROM follow_ups WHERE call = ?1 AND kind = 'step' AND step = ?2 AND ended_at IS NULL
             ORDER BY number",
        )?
        .query_map((call.0, step.code()), |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}

/// Whether a task of a step is open for the same placement, or for the case.
pub(super) fn is_asked_anew(
    write: &Write<'_>,
    call: CallId,
    step: StepKey,
    offer: Option<OfferId>,
) -> Result<bool, StoreError> {
    Ok(write
        .tx
        .prepare_cached(
            "SELECT EXISTS (
                 SELECT 1 FROM follow_ups
                 WHERE call = ?1 AND kind = 'step' AND step = ?2 AND offer IS ?3 AND ended_at IS NULL)",
        )?
        .query_row((call.0, step.code(), offer.map(|offer| offer.0)), |row| row.get(0))?)
}

/// Whether a step of the working days is to be done: its placement stands; of those about the case, while a child has
/// its place, and the meeting until one is held or set that comes after the last acceptance.
pub(super) fn is_needed(
    write: &Write<'_>,
    call: CallId,
    step: StepKey,
    offer: Option<OfferId>,
) -> Result<bool, StoreError> {
    let offers = list::offers(&write.tx, CallFilter::One(call))?;
    let mut accepted = offers.iter().filter(|known| known.is_accepted());
    if let Some(offer) = offer {
        return Ok(accepted.any(|known| known.id == offer));
    }
    let meeting_at: Option<i64> = write
        .tx
        .prepare_cached("SELECT meeting_at FROM calls WHERE number = ?1")?
        .query_row([call.0], |row| row.get(0))?;
    let meeting_at = moment_if(meeting_at)?.filter(|_| step == StepKey::ClarificationMeeting);
    Ok(accepted.any(|known| meeting_at.is_none_or(|met| known.answered_at.is_some_and(|at| at >= met))))
}

pub(super) fn is_settled(write: &Write<'_>, call: CallId, step: StepKey) -> Result<bool, StoreError> {
    Ok(settled_row(write, call, step)?.is_some())
}

fn settled_row(write: &Write<'_>, call: CallId, step: StepKey) -> Result<Option<i64>, StoreError> {
    Ok(write
        .tx
        .prepare_cached(
            "SELECT number FROM routine_steps WHERE call = ?1 AND step = ?2 AND ended_at IS NULL",
        )?
        .query_row((call.0, step.code()), |row| row.get(0))
        .optional()?)
}

/// A placement of the call came to nothing: the tasks about the case that no other one needs are over with it.
pub(super) fn drop_tasks(write: &mut Write<'_>, call: CallId) -> Result<(), StoreError> {
    let open: Vec<(i64, String)> = write
        .tx
        .prepare_cached(
            "SELECT number, step FROM follow_ups
             WHERE call = ?1 AND kind = 'step' AND offer IS NULL AND ended_at IS NULL ORDER BY number",
        )?
        .query_map([call.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (number, step) in open {
        if !is_needed(write, call, coded(&step, StepKey::from_code)?, None)? {
            end_follow_up(write, number, FollowUpEnd::Dropped)?;
        }
    }
    Ok(())
}

/// Settles a step by a key. Its task is over with it.
pub(super) fn settle(
    write: &mut Write<'_>,
    call: CallId,
    step: StepKey,
    end: StepEnd,
    note: Option<&str>,
    reference: &Reference,
) -> Result<Outcome, StoreError> {
    let note = limits::kept("note", note, MAX_TEXT)?;
    let found = request(write, call)?;
    if OF_OTHERS.contains(&step) || reference.is_of_others(&found.routine_version, step) {
        return Err(Refusal::Stale(Stale::StepOfOthers(step)).into());
    }
    if is_settled(write, call, step)? {
        return Err(Refusal::Stale(Stale::StepSettled { call, step }).into());
    }
    write.about_call(Some(call));
    record(write, call, step, end, note)?;
    for task in tasks(write, call, step)? {
        end_follow_up(write, task, task_end(end))?;
    }
    Ok(Outcome::StepSettled { call, step, end })
}

/// A task that was ended settles its step, unless it is to be done for another placement too.
pub(super) fn settled_by_task(
    write: &mut Write<'_>,
    call: CallId,
    step: StepKey,
    end: FollowUpEnd,
) -> Result<(), StoreError> {
    let end = if end == FollowUpEnd::Done { StepEnd::Done } else { StepEnd::NotRelevant };
    if is_settled(write, call, step)? || !tasks(write, call, step)?.is_empty() {
        return Ok(());
    }
    record(write, call, step, end, None)
}

const fn task_end(end: StepEnd) -> FollowUpEnd {
    match end {
        StepEnd::Done => FollowUpEnd::Done,
        StepEnd::NotRelevant => FollowUpEnd::Dropped,
    }
}

fn record(
    write: &mut Write<'_>,
    call: CallId,
    step: StepKey,
    end: StepEnd,
    note: Option<&str>,
) -> Result<(), StoreError> {
    let number = write.insert(
        Table::RoutineSteps,
        &[
            ("call", int(Some(call.0))),
            ("step", text(Some(step.code()))),
            ("state", text(Some(end.code()))),
            ("adviser", write.adviser_number()),
            ("at", moment(Some(write.at))),
        ],
    )?;
    write.set_sensitive(Table::RoutineSteps, number, "note", note)
}

/// A placement request, open or closed: the routine goes on after the child has its place.
fn request(write: &Write<'_>, call: CallId) -> Result<Call, StoreError> {
    let found = list::calls(&write.tx, CallFilter::One(call))?.pop().ok_or(Refusal::UnknownCall(call))?;
    if found.kind == CallKind::Consultation {
        return Err(Refusal::Stale(Stale::NoSteps(call)).into());
    }
    Ok(found)
}

/// Sets the time of the clarification meeting: all parties are called to it, the commitment is due after it, and where
/// the case goes on to treatment the national intake team is told at once after it (steps 9, 12 and 14).
pub(super) fn set_meeting(
    write: &mut Write<'_>,
    call: CallId,
    at: DateTime<Utc>,
) -> Result<Outcome, StoreError> {
    let found = request(write, call)?;
    if !has_place(write, call)? {
        return Err(Refusal::Stale(Stale::NotPlaced(call)).into());
    }
    limits::check_meeting(at, write.at)?;
    write.about_call(Some(call));
    let set_at = write.at;
    write.update(
        Table::Calls,
        call.0,
        &[("meeting_at", moment(Some(at))), ("meeting_set_at", moment(Some(set_at)))],
    )?;
    for task in tasks(write, call, StepKey::ClarificationMeeting)? {
        end_follow_up(write, task, FollowUpEnd::Done)?;
    }
    let due = steps::commitment_due(at, &settings::rules(&write.tx)?);
    let commitments = tasks(write, call, StepKey::Commitment)?;
    let commitment_due_at = (!commitments.is_empty()).then_some(due);
    for task in commitments {
        write.update(Table::FollowUps, task, &[("due_at", moment(Some(due)))])?;
    }
    if goes_to_treatment(&found) && !is_settled(write, call, StepKey::NotifyNit)? {
        match tasks(write, call, StepKey::NotifyNit)?.first() {
            Some(task) => write.update(Table::FollowUps, *task, &[("due_at", moment(Some(at)))])?,
            None => drop(begin_task(write, call, StepKey::NotifyNit, None, at)?),
        }
    }
    Ok(Outcome::MeetingSet { call, at, commitment_due_at })
}

/// Whether a child of the call has a place.
pub(super) fn has_place(write: &Write<'_>, call: CallId) -> Result<bool, StoreError> {
    Ok(list::offers(&write.tx, CallFilter::One(call))?.iter().any(Offer::is_accepted))
}

/// Whether the municipality wants the case under the treatment provisions.
fn goes_to_treatment(call: &Call) -> bool {
    let basis = matches!(call.basis, Some(BasisCode::A6_1 | BasisCode::A6_2 | BasisCode::A6_6));
    basis || call.wished.iter().any(|wish| wish.kinds().contains(&MeasureKind::TreatmentInstitution))
}

/// Steps settled by a key, of the calls of a filter.
pub(super) fn settled(
    connection: &Connection,
    condition: &str,
    parameter: i64,
) -> Result<Vec<StepSettled>, StoreError> {
    let names = adviser_names(connection)?;
    let sql = format!(
        "SELECT r.call, r.step, r.state, r.at, r.adviser,
                EXISTS (SELECT 1 FROM free_texts t WHERE t.subject = 'routine_steps' AND t.number = r.number) AS has_note
         FROM routine_steps r
         WHERE r.ended_at IS NULL AND r.call IN (SELECT number FROM calls WHERE {condition}) ORDER BY r.number"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([parameter])?;
    let mut settled = Vec::new();
    while let Some(row) = rows.next()? {
        settled.push(StepSettled {
            call: CallId(row.get("call")?),
            step: coded(&row.get::<_, String>("step")?, StepKey::from_code)?,
            end: coded(&row.get::<_, String>("state")?, StepEnd::from_code)?,
            at: moment_at(row, "at")?,
            by: names.get(&row.get("adviser")?).cloned().unwrap_or_else(|| "–".to_owned()),
            has_note: row.get("has_note")?,
        });
    }
    Ok(settled)
}

/// The steps of a call that were settled by a key, with what was written of them.
pub(super) fn with_notes(
    connection: &Connection,
    call: CallId,
) -> Result<Vec<(StepSettled, Option<String>)>, StoreError> {
    let (condition, parameter) = list::condition(CallFilter::One(call));
    let notes: BTreeMap<String, String> = connection
        .prepare_cached(
            "SELECT r.step, t.value FROM routine_steps r CROSS JOIN free_texts t
             ON t.subject = 'routine_steps' AND t.number = r.number AND t.field = 'note'
             WHERE r.call = ?1 AND r.ended_at IS NULL",
        )?
        .query_map([call.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    let steps = settled(connection, condition, parameter)?;
    Ok(steps.into_iter().map(|step| (step.clone(), notes.get(step.step.code()).cloned())).collect())
}
