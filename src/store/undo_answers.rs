//! Taking back answers to the checklist, promises to ring back, and follow-ups that were ended.

use rusqlite::OptionalExtension;

use super::error::StoreError;
use super::places::end_follow_up;
use super::read::{coded_if, sensitive};
use super::table::Table;
use super::undo::{Done, built_on, changes, check_in_force, restore, touched};
use super::write::{Field, Write};
use super::{checklist, enquiries, follow_ups, freed, list, placements, purchases, read, routine_steps};
use crate::domain::checklist::ItemKey;
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind};
use crate::domain::ids::{CallId, FollowUpId, OfferId, PlaceId};
use crate::domain::refusal::Refusal;
use crate::domain::routine::StepKey;

/// The columns of a call that an answer fills.
const ANSWERED: [&str; 10] = [
    "basis",
    "decision",
    "decided_by",
    "decided_at",
    "whereabouts",
    "holds_until",
    "wished",
    "may_be_known",
    "siblings",
    "deadline",
];
const FOLLOW_UP: [&str; 4] = ["due_at", "repeat_minutes", "ended_at", "end_kind"];

/// Of a closed call only what was done after it was closed is taken back: what was still asked for then.
fn check_open(write: &Write<'_>, done: &Done, call: CallId) -> Result<(), StoreError> {
    match list::open_call(&write.tx, call) {
        Err(StoreError::Refused(Refusal::Closed { .. })) if !is_after_closing(write, done, call)? => {
            Err(built_on())
        }
        Err(StoreError::Refused(Refusal::Closed { .. })) => Ok(()),
        other => other.map(drop),
    }
}

fn is_after_closing(write: &Write<'_>, done: &Done, call: CallId) -> Result<bool, StoreError> {
    let closed: Option<i64> = write
        .tx
        .prepare_cached(
            "SELECT max(seq) FROM journal WHERE subject = 'calls' AND number = ?1 AND field = 'closed_at'",
        )?
        .query_row([call.0], |row| row.get(0))?;
    Ok(closed.is_some_and(|closed| closed < done.first))
}

/// The answer before it is in force again, and the fields of the call are as they were. A name that was written
/// over another cannot be taken back: the other is gone.
pub(super) fn take_back_item(write: &mut Write<'_>, done: &Done) -> Result<i64, StoreError> {
    let (mut call, mut before, mut item) = (CallId(0), None, None);
    for row in touched(write, done, Table::ChecklistAnswers)? {
        let (of_call, code): (i64, String) = write
            .tx
            .prepare_cached("SELECT call, item FROM checklist_answers WHERE number = ?1")?
            .query_row([row.number], |found| Ok((found.get(0)?, found.get(1)?)))?;
        call = CallId(of_call);
        if row.is_new {
            item = Some(read::coded(&code, ItemKey::from_code)?);
        } else {
            before = Some(row.number);
        }
    }
    check_open(write, done, call)?;
    let item = item.ok_or_else(built_on)?;
    let in_force = checklist::in_force(write, call, item)?.ok_or_else(built_on)?;
    check_in_force(write, done, Table::ChecklistAnswers, in_force)?;

    for change in changes(write, done, Table::Children)? {
        let field = match change.field.as_str() {
            "name" => "name",
            "national_id" => "national_id",
            _ => return Err(built_on()),
        };
        if change.old.is_some() {
            return Err(built_on());
        }
        write.set_sensitive(Table::Children, change.number, field, None)?;
    }
    restore(write, done, Table::Calls, &ANSWERED)?;
    let ended_at = super::write::moment(Some(write.at));
    write.update(Table::ChecklistAnswers, in_force, &[("ended_at", ended_at)])?;
    if let Some(before) = before {
        answer_again(write, before)?;
    }
    for follow_up in touched(write, done, Table::FollowUps)? {
        if !follow_up.is_new {
            restore_one(write, done, follow_up.number)?;
        } else if is_open(write, follow_up.number)? {
            end_follow_up(write, follow_up.number, FollowUpEnd::Undone)?;
        }
    }
    Ok(call.0)
}

/// An answer that was ended is in force again, as a new row: given when and by whom it was given.
fn answer_again(write: &mut Write<'_>, before: i64) -> Result<(), StoreError> {
    let kept = ["call", "item", "state", "adviser", "from_at"];
    let sql = format!("SELECT {} FROM checklist_answers WHERE number = ?1", kept.join(", "));
    let fields: Vec<Field> = write.tx.prepare_cached(&sql)?.query_row([before], |row| {
        kept.iter().enumerate().map(|(at, field)| Ok((*field, row.get(at)?))).collect()
    })?;
    let number = write.insert(Table::ChecklistAnswers, &fields)?;
    for field in ["told", "needs"] {
        let value = sensitive(&write.tx, Table::ChecklistAnswers, before, field)?;
        write.set_sensitive(Table::ChecklistAnswers, number, field, value.as_deref())?;
    }
    Ok(())
}

/// A new promise is over; a moved one is due when it was before.
pub(super) fn take_back_promise(write: &mut Write<'_>, done: &Done) -> Result<i64, StoreError> {
    let mut call = 0;
    for follow_up in touched(write, done, Table::FollowUps)? {
        call = call_of(write, follow_up.number)?;
        if follow_up.is_new {
            end_follow_up(write, follow_up.number, FollowUpEnd::Undone)?;
        } else {
            restore_one(write, done, follow_up.number)?;
        }
    }
    Ok(call)
}

/// What was ended is to be done again, unless it has no sense any more; its repetition is over. A step that was settled
/// is open again, also of a call that is closed: the routine goes on after it.
pub(super) fn take_back_end(write: &mut Write<'_>, done: &Done) -> Result<i64, StoreError> {
    let mut call = 0;
    let ended_at = super::write::moment(Some(write.at));
    for step in touched(write, done, Table::RoutineSteps)? {
        call = write
            .tx
            .prepare_cached("SELECT call FROM routine_steps WHERE number = ?1")?
            .query_row([step.number], |row| row.get(0))?;
        write.update(Table::RoutineSteps, step.number, &[("ended_at", ended_at.clone())])?;
    }
    // Its repetition first: while that is open nothing is to be done again.
    let mut follow_ups = touched(write, done, Table::FollowUps)?;
    follow_ups.sort_by_key(|follow_up| !follow_up.is_new);
    for follow_up in follow_ups {
        call = call_of(write, follow_up.number)?;
        if !is_of_day(write, follow_up.number)? {
            check_open(write, done, CallId(call))?;
        }
        if follow_up.is_new {
            if !is_open(write, follow_up.number)? {
                return Err(built_on());
            }
            end_follow_up(write, follow_up.number, FollowUpEnd::Undone)?;
        } else {
            check_still_needed(write, follow_up.number)?;
            restore_one(write, done, follow_up.number)?;
        }
    }
    Ok(call)
}

/// A follow-up that was moved or given away is due when it was, and is whose it was.
pub(super) fn take_back_change(write: &mut Write<'_>, done: &Done) -> Result<i64, StoreError> {
    let mut call = 0;
    for follow_up in touched(write, done, Table::FollowUps)? {
        call = call_of(write, follow_up.number)?;
        if !is_open(write, follow_up.number)? {
            return Err(built_on());
        }
        let fields = ["due_at", "moved_at", "owner", "adviser"];
        super::undo::restore_row(write, done, Table::FollowUps, follow_up.number, &fields)?;
        let changed = changes(write, done, Table::FollowUps)?;
        if changed.iter().any(|change| change.field == "reason") {
            // The reason that stood there before is gone: of an earlier move only that it was moved is left.
            write.set_sensitive(Table::FollowUps, follow_up.number, "reason", None)?;
        }
    }
    Ok(call)
}

fn is_of_day(write: &Write<'_>, follow_up: i64) -> Result<bool, StoreError> {
    let kind: String = write
        .tx
        .prepare_cached("SELECT kind FROM follow_ups WHERE number = ?1")?
        .query_row([follow_up], |row| row.get(0))?;
    Ok(read::coded(&kind, FollowUpKind::from_code)?.is_of_day())
}

/// Whether every follow-up of the act is over, so that a promise has nothing left to take back.
pub(super) fn are_over(write: &Write<'_>, done: &Done) -> Result<bool, StoreError> {
    for follow_up in touched(write, done, Table::FollowUps)? {
        if is_open(write, follow_up.number)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Refuses to ask again for what has been done in another way.
fn check_still_needed(write: &Write<'_>, follow_up: i64) -> Result<(), StoreError> {
    let (kind, call, offer, place, code, is_settled): (
        String,
        i64,
        Option<i64>,
        Option<i64>,
        Option<String>,
        Option<bool>,
    ) = write
        .tx
        .prepare_cached(
            "SELECT f.kind, f.call, f.offer, f.place, coalesce(f.item, f.step),
                    CASE f.kind
                        WHEN 'offer_answer' THEN o.answer IS NOT NULL
                        WHEN 'offer_reason' THEN EXISTS (
                            SELECT 1 FROM free_texts t WHERE t.subject = 'offers' AND t.number = o.number
                            AND t.field = 'why')
                        WHEN 'clear_with_measure' THEN o.clearance = 'cleared'
                        ELSE 0
                    END OR coalesce(o.voided_at IS NOT NULL OR o.answer IN ('declined', 'withdrawn'), 0)
             FROM follow_ups f LEFT JOIN offers o ON o.number = f.offer WHERE f.number = ?1",
        )?
        .query_row([follow_up], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?))
        })?;
    let call = CallId(call);
    let is_settled = match read::coded(&kind, FollowUpKind::from_code)? {
        FollowUpKind::CallBack => follow_ups::open_promise(write, call)?.is_some(),
        FollowUpKind::ItemLater => {
            let state: Option<String> = write
                .tx
                .prepare_cached(
                    "SELECT state FROM checklist_answers WHERE call = ?1 AND item = ?2 AND ended_at IS NULL",
                )?
                .query_row((call.0, code), |row| row.get(0))
                .optional()?;
            state.as_deref() != Some("later")
        }
        FollowUpKind::Arrival => match offer {
            Some(offer) => {
                let offer = OfferId(offer);
                !placements::is_expected(write, offer)?
                    || !placements::open_of(write, offer, FollowUpKind::Arrival)?.is_empty()
            }
            None => true,
        },
        FollowUpKind::AskAgain => enquiries::was_asked_since(write, follow_up)?,
        FollowUpKind::PlaceFree => match place {
            Some(place) => !freed::still_holds(write, call, PlaceId(place))?,
            None => true,
        },
        FollowUpKind::Step => match coded_if(code, StepKey::from_code)? {
            Some(step) => {
                let offer = offer.map(OfferId);
                routine_steps::is_asked_anew(write, call, step, offer)?
                    || routine_steps::is_settled(write, call, step)?
                    || !routine_steps::is_needed(write, call, step, offer)?
            }
            None => true,
        },
        FollowUpKind::Paper => {
            let paper = FollowUpId(follow_up);
            purchases::is_asked_anew(write, paper)? || !purchases::is_needed(write, paper)?
        }
        _ => is_settled.unwrap_or(false),
    };
    if is_settled { Err(built_on()) } else { Ok(()) }
}

fn restore_one(write: &mut Write<'_>, done: &Done, follow_up: i64) -> Result<(), StoreError> {
    super::undo::restore_row(write, done, Table::FollowUps, follow_up, &FOLLOW_UP)
}

pub(super) fn call_of(write: &Write<'_>, follow_up: i64) -> Result<i64, StoreError> {
    Ok(write
        .tx
        .prepare_cached("SELECT call FROM follow_ups WHERE number = ?1")?
        .query_row([follow_up], |row| row.get(0))?)
}

/// Whether a follow-up is still to be done.
pub(super) fn is_open(write: &Write<'_>, follow_up: i64) -> Result<bool, StoreError> {
    Ok(write
        .tx
        .prepare_cached("SELECT ended_at IS NULL FROM follow_ups WHERE number = ?1")?
        .query_row([follow_up], |row| row.get(0))?)
}
