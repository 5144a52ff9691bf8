//! Follow-ups made and ended by the adviser.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::OptionalExtension;

use super::error::StoreError;
use super::limits::MAX_TEXT;
use super::places::end_follow_up;
use super::read::coded_if;
use super::table::Table;
use super::write::{Write, int, moment, text};
use super::{adviser, limits, list, read, routine_steps, settings};
use crate::domain::command::Outcome;
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind, Owner, Receiver, next_in_rhythm};
use crate::domain::ids::{CallId, FollowUpId};
use crate::domain::refusal::{BadValue, Refusal, Stale};
use crate::domain::routine::StepKey;

/// Promises to ring back. A call has one such promise: a later one moves it.
pub(super) fn promise(
    write: &mut Write<'_>,
    call: CallId,
    due_at: DateTime<Utc>,
    repeat_minutes: Option<i64>,
) -> Result<Outcome, StoreError> {
    list::open_call(&write.tx, call)?;
    limits::check_promise(due_at, write.at)?;
    limits::check_repeat(repeat_minutes)?;
    write.about_call(Some(call));
    let due = ("due_at", moment(Some(due_at)));
    let repeat = ("repeat_minutes", int(repeat_minutes));
    let number = if let Some(number) = open_promise(write, call)? {
        write.update(Table::FollowUps, number, &[due, repeat])?;
        number
    } else {
        write.insert(
            Table::FollowUps,
            &[
                ("kind", text(Some(FollowUpKind::CallBack.code()))),
                ("call", int(Some(call.0))),
                ("adviser", write.adviser_number()),
                due,
                repeat,
            ],
        )?
    };
    Ok(Outcome::CallBackPromised { call, follow_up: FollowUpId(number), due_at })
}

/// The open promise to ring a call back.
pub(super) fn open_promise(write: &Write<'_>, call: CallId) -> Result<Option<i64>, StoreError> {
    Ok(write
        .tx
        .prepare_cached(
            "SELECT number FROM follow_ups WHERE call = ?1 AND kind = 'call_back' AND ended_at IS NULL",
        )?
        .query_row([call.0], |row| row.get(0))
        .optional()?)
}

/// Ends a follow-up. Phoning about an offer that still has no answer, or asking for a child that has not arrived, is to
/// be done again later.
pub(super) fn end_one(
    write: &mut Write<'_>,
    follow_up: FollowUpId,
    end: FollowUpEnd,
) -> Result<Outcome, StoreError> {
    let unknown = BadValue::UnknownNumber { field: "follow_up", number: follow_up.0 };
    let (call, is_over, repeats, step): (i64, bool, bool, Option<String>) = write
        .tx
        .prepare_cached(
            "SELECT f.call, f.ended_at IS NOT NULL,
                    f.kind = 'offer_answer' AND o.answer IS NULL AND o.voided_at IS NULL
                        OR f.kind = 'arrival' AND EXISTS (
                            SELECT 1 FROM claims c
                            WHERE c.offer = f.offer AND c.kind = 'offer' AND c.ended_at IS NULL)
                        OR f.repeat_minutes IS NOT NULL AND EXISTS (
                            SELECT 1 FROM calls c WHERE c.number = f.call AND c.state = 'open'),
                    f.step
             FROM follow_ups f LEFT JOIN offers o ON o.number = f.offer WHERE f.number = ?1",
        )?
        .query_row([follow_up.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?
        .ok_or(Refusal::BadValue(unknown))?;
    if is_over {
        return Err(Refusal::Stale(Stale::FollowUpEnded(follow_up)).into());
    }
    write.about_call(Some(CallId(call)));
    end_follow_up(write, follow_up.0, end)?;
    if let Some(step) = coded_if(step, StepKey::from_code)? {
        routine_steps::settled_by_task(write, CallId(call), step, end)?;
    }
    let next = if repeats && end == FollowUpEnd::Done { Some(repeat(write, follow_up)?) } else { None };
    Ok(Outcome::FollowUpEnded { follow_up, next })
}

/// The call of an open follow-up.
fn open_one(write: &Write<'_>, follow_up: FollowUpId) -> Result<CallId, StoreError> {
    let unknown = BadValue::UnknownNumber { field: "follow_up", number: follow_up.0 };
    let (call, is_over): (i64, bool) = write
        .tx
        .prepare_cached("SELECT call, ended_at IS NOT NULL FROM follow_ups WHERE number = ?1")?
        .query_row([follow_up.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .ok_or(Refusal::BadValue(unknown))?;
    if is_over {
        return Err(Refusal::Stale(Stale::FollowUpEnded(follow_up)).into());
    }
    Ok(CallId(call))
}

/// Moves a follow-up, with the reason.
pub(super) fn move_one(
    write: &mut Write<'_>,
    follow_up: FollowUpId,
    due_at: DateTime<Utc>,
    reason: &str,
) -> Result<Outcome, StoreError> {
    let call = open_one(write, follow_up)?;
    let reason = limits::required("reason", reason, MAX_TEXT)?;
    limits::check_moved(due_at, write.at)?;
    write.about_call(Some(call));
    let moved_at = ("moved_at", moment(Some(write.at)));
    write.update(Table::FollowUps, follow_up.0, &[("due_at", moment(Some(due_at))), moved_at])?;
    write.set_sensitive(Table::FollowUps, follow_up.0, "reason", Some(reason))?;
    Ok(Outcome::FollowUpMoved { follow_up, due_at })
}

/// Gives a follow-up to another adviser, or to the department.
pub(super) fn assign(
    write: &mut Write<'_>,
    follow_up: FollowUpId,
    to: &Receiver,
) -> Result<Outcome, StoreError> {
    let call = open_one(write, follow_up)?;
    write.about_call(Some(call));
    let (owner, fields) = match to {
        Receiver::Department => {
            let owner = Owner::Department;
            (owner, vec![("owner", text(Some(owner.code())))])
        }
        Receiver::Adviser(name) => {
            let adviser = adviser::by_name(&write.tx, name.trim())?
                .ok_or_else(|| Refusal::UnknownAdviser(name.trim().to_owned()))?;
            (Owner::Adviser, vec![("owner", text(None::<String>)), ("adviser", int(Some(adviser.0)))])
        }
    };
    write.update(Table::FollowUps, follow_up.0, &fields)?;
    Ok(Outcome::FollowUpAssigned { follow_up, owner })
}

/// What was agreed keeps its rhythm; what is only asked for again comes as long after as usual.
fn repeat(write: &mut Write<'_>, follow_up: FollowUpId) -> Result<FollowUpId, StoreError> {
    let (kind, call, offer, place, minutes, due_at): (
        String,
        i64,
        Option<i64>,
        Option<i64>,
        Option<i64>,
        i64,
    ) = write
        .tx
        .prepare_cached(
            "SELECT kind, call, offer, place, repeat_minutes, due_at FROM follow_ups WHERE number = ?1",
        )?
        .query_row([follow_up.0], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
        })?;
    let due_at = match minutes {
        Some(minutes) => next_in_rhythm(read::moment(due_at)?, minutes, write.at),
        None => write.at + TimeDelta::minutes(settings::rules(&write.tx)?.call_back_minutes),
    };
    let number = write.insert(
        Table::FollowUps,
        &[
            ("kind", text(Some(kind))),
            ("call", int(Some(call))),
            ("offer", int(offer)),
            ("place", int(place)),
            ("repeat_minutes", int(minutes)),
            ("adviser", write.adviser_number()),
            ("due_at", moment(Some(due_at))),
        ],
    )?;
    Ok(FollowUpId(number))
}
