//! The search log: every attempt is a row; a later attempt at the same one ends what was awaited of it.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row};

use super::error::StoreError;
use super::limits::{self, MAX_NAME, MAX_TEXT};
use super::list;
use super::places::end_follow_up;
use super::read::{adviser_names, coded, coded_if, coded_list, joined, moment_at, moment_if_at, sensitive};
use super::table::Table;
use super::write::{Write, int, moment, text};
use crate::domain::command::Outcome;
use crate::domain::enquiry::{Enquiry, EnquiryDraft, EnquiryResult, LeaderDecision, NoReason};
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind};
use crate::domain::ids::{CallId, EnquiryId, UnitId};
use crate::domain::ladder::Rung;
use crate::domain::municipality::Region;
use crate::domain::refusal::{BadValue, Refusal};

/// Logs an attempt. A no needs its reason, and the reason «other» a note.
pub(super) fn log(write: &mut Write<'_>, draft: &EnquiryDraft) -> Result<Outcome, StoreError> {
    let call = list::open_call(&write.tx, draft.call)?.id;
    let who = limits::kept("who", draft.who.as_deref(), MAX_NAME)?;
    let note = limits::kept("note", draft.note.as_deref(), MAX_TEXT)?;
    match (draft.result, draft.reason) {
        (EnquiryResult::No, None) => return refused(BadValue::ReasonMissing),
        (EnquiryResult::No, Some(NoReason::Other)) if note.is_none() => {
            return refused(BadValue::NoteMissing);
        }
        (EnquiryResult::No, _) => {}
        (_, Some(_)) => return refused(BadValue::ReasonNotDeclined),
        _ => {}
    }
    limits::check_lately(draft.at, write.at)?;
    if let Some(at) = draft.ask_at {
        limits::check_promise(at, write.at)?;
    }
    if let Some(unit) = draft.unit {
        check_unit(write, unit)?;
    }
    write.about_call(Some(call));
    let at = draft.at.unwrap_or(write.at);
    let number = write.insert(
        Table::Enquiries,
        &[
            ("call", int(Some(call.0))),
            ("rung", text(Some(draft.rung.code()))),
            ("unit", int(draft.unit.map(|unit| unit.0))),
            ("region", text(draft.region.map(Region::code))),
            ("adviser", write.adviser_number()),
            ("at", moment(Some(at))),
            ("result", text(Some(draft.result.code()))),
            ("reason", text(draft.reason.map(NoReason::code))),
            ("ask_at", moment(draft.ask_at)),
            ("decisions", text(Some(joined(&draft.decisions, LeaderDecision::code)))),
        ],
    )?;
    write.set_sensitive(Table::Enquiries, number, "who", who)?;
    write.set_sensitive(Table::Enquiries, number, "note", note)?;
    for awaited in awaited_before(write, draft, number)? {
        end_follow_up(write, awaited, FollowUpEnd::Done)?;
    }
    if let Some(due_at) = draft.ask_at {
        ask_again(write, call, number, due_at)?;
    }
    Ok(Outcome::EnquiryLogged { enquiry: EnquiryId(number), call, ask_at: draft.ask_at })
}

fn check_unit(write: &Write<'_>, unit: UnitId) -> Result<(), StoreError> {
    let is_known: bool = write
        .tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM units WHERE number = ?1)")?
        .query_row([unit.0], |row| row.get(0))?;
    if is_known {
        return Ok(());
    }
    Err(Refusal::BadValue(BadValue::UnknownNumber { field: "unit", number: unit.0 }).into())
}

fn ask_again(
    write: &mut Write<'_>,
    call: CallId,
    enquiry: i64,
    due_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    write.insert(
        Table::FollowUps,
        &[
            ("kind", text(Some(FollowUpKind::AskAgain.code()))),
            ("call", int(Some(call.0))),
            ("enquiry", int(Some(enquiry))),
            ("adviser", write.adviser_number()),
            ("due_at", moment(Some(due_at))),
        ],
    )?;
    Ok(())
}

/// What is still awaited of the same unit, or, without a unit, of the same rung and region.
fn awaited_before(write: &Write<'_>, draft: &EnquiryDraft, number: i64) -> Result<Vec<i64>, StoreError> {
    Ok(write
        .tx
        .prepare_cached(
            "SELECT f.number FROM follow_ups f JOIN enquiries e ON e.number = f.enquiry
             WHERE f.ended_at IS NULL AND e.call = ?1 AND e.number < ?2
             AND e.unit IS ?3 AND (?3 IS NOT NULL OR e.rung = ?4 AND e.region IS ?5) ORDER BY f.number",
        )?
        .query_map(
            (
                draft.call.0,
                number,
                draft.unit.map(|unit| unit.0),
                draft.rung.code(),
                draft.region.map(Region::code),
            ),
            |row| row.get(0),
        )?
        .collect::<Result<_, _>>()?)
}

/// Whether the one a follow-up is to ask again was asked since.
pub(super) fn was_asked_since(write: &Write<'_>, follow_up: i64) -> Result<bool, StoreError> {
    Ok(write
        .tx
        .prepare_cached(
            "SELECT EXISTS (
                 SELECT 1 FROM follow_ups f JOIN enquiries e ON e.number = f.enquiry
                 JOIN enquiries later ON later.call = e.call AND later.number > e.number AND later.unit IS e.unit
                 AND (e.unit IS NOT NULL OR later.rung = e.rung AND later.region IS e.region)
                 WHERE f.number = ?1)",
        )?
        .query_row([follow_up], |row| row.get(0))?)
}

/// The attempts of the calls of a condition, by number.
pub(super) fn of_calls(
    connection: &Connection,
    condition: &str,
    parameter: i64,
) -> Result<Vec<Enquiry>, StoreError> {
    let names = adviser_names(connection)?;
    let sql = format!(
        "SELECT e.*, EXISTS (SELECT 1 FROM free_texts t WHERE t.subject = 'enquiries' AND t.number = e.number)
                AS has_note
         FROM enquiries e WHERE e.call IN (SELECT number FROM calls WHERE {condition}) ORDER BY e.number"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([parameter])?;
    let mut enquiries = Vec::new();
    while let Some(row) = rows.next()? {
        let by = names.get(&row.get("adviser")?).cloned().unwrap_or_else(|| "–".to_owned());
        enquiries.push(enquiry(row, by)?);
    }
    Ok(enquiries)
}

fn enquiry(row: &Row<'_>, by: String) -> Result<Enquiry, StoreError> {
    let text_if = |column: &str| row.get::<_, Option<String>>(column);
    Ok(Enquiry {
        id: EnquiryId(row.get("number")?),
        call: CallId(row.get("call")?),
        rung: coded(&row.get::<_, String>("rung")?, Rung::from_code)?,
        unit: row.get::<_, Option<i64>>("unit")?.map(UnitId),
        region: coded_if(text_if("region")?, Region::from_code)?,
        at: moment_at(row, "at")?,
        by,
        result: coded(&row.get::<_, String>("result")?, EnquiryResult::from_code)?,
        reason: coded_if(text_if("reason")?, NoReason::from_code)?,
        ask_at: moment_if_at(row, "ask_at")?,
        decisions: coded_list(&row.get::<_, String>("decisions")?, LeaderDecision::from_code)?,
        has_note: row.get("has_note")?,
    })
}

/// What was said and told in an attempt. Who was spoken to is revealed, not read.
pub(super) fn note(connection: &Connection, id: EnquiryId) -> Result<Option<String>, StoreError> {
    sensitive(connection, Table::Enquiries, id.0, "note")
}

fn refused(bad: BadValue) -> Result<Outcome, StoreError> {
    Err(Refusal::BadValue(bad).into())
}
