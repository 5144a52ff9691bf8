//! Follow-ups made and ended by the adviser.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::OptionalExtension;

use super::error::StoreError;
use super::places::end_follow_up;
use super::table::Table;
use super::write::{Write, int, moment, text};
use super::{limits, list, settings};
use crate::domain::command::Outcome;
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind};
use crate::domain::ids::{CallId, FollowUpId};
use crate::domain::refusal::{BadValue, Refusal, Stale};

/// Promises to ring back. A call has one such promise: a later one moves it.
pub(super) fn promise(
    write: &mut Write<'_>,
    call: CallId,
    due_at: DateTime<Utc>,
) -> Result<Outcome, StoreError> {
    list::open_call(&write.tx, call)?;
    limits::check_promise(due_at, write.at)?;
    write.about_call(Some(call));
    let due = ("due_at", moment(Some(due_at)));
    let number = if let Some(number) = open_promise(write, call)? {
        write.update(Table::FollowUps, number, &[due])?;
        number
    } else {
        write.insert(
            Table::FollowUps,
            &[
                ("kind", text(Some(FollowUpKind::CallBack.code()))),
                ("call", int(Some(call.0))),
                ("adviser", write.adviser_number()),
                due,
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

/// Ends a follow-up. Phoning about an offer that still has no answer is to be done again later.
pub(super) fn end_one(
    write: &mut Write<'_>,
    follow_up: FollowUpId,
    end: FollowUpEnd,
) -> Result<Outcome, StoreError> {
    let unknown = BadValue::UnknownNumber { field: "follow_up", number: follow_up.0 };
    let (call, is_over, repeats): (i64, bool, bool) = write
        .tx
        .prepare_cached(
            "SELECT f.call, f.ended_at IS NOT NULL,
                    f.kind = 'offer_answer' AND o.answer IS NULL AND o.voided_at IS NULL
             FROM follow_ups f LEFT JOIN offers o ON o.number = f.offer WHERE f.number = ?1",
        )?
        .query_row([follow_up.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .optional()?
        .ok_or(Refusal::BadValue(unknown))?;
    if is_over {
        return Err(Refusal::Stale(Stale::FollowUpEnded(follow_up)).into());
    }
    write.about_call(Some(CallId(call)));
    end_follow_up(write, follow_up.0, end)?;
    let next = if repeats && end == FollowUpEnd::Done { Some(repeat(write, follow_up)?) } else { None };
    Ok(Outcome::FollowUpEnded { follow_up, next })
}

fn repeat(write: &mut Write<'_>, follow_up: FollowUpId) -> Result<FollowUpId, StoreError> {
    let (kind, call, offer, place): (String, i64, Option<i64>, Option<i64>) = write
        .tx
        .prepare_cached("SELECT kind, call, offer, place FROM follow_ups WHERE number = ?1")?
        .query_row([follow_up.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let later = TimeDelta::minutes(settings::rules(&write.tx)?.call_back_minutes);
    let number = write.insert(
        Table::FollowUps,
        &[
            ("kind", text(Some(kind))),
            ("call", int(Some(call))),
            ("offer", int(offer)),
            ("place", int(place)),
            ("adviser", write.adviser_number()),
            ("due_at", moment(Some(write.at + later))),
        ],
    )?;
    Ok(FollowUpId(number))
}
