//! How closely open cases are followed, and what the next shift is to do.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row};

use super::error::StoreError;
use super::limits::{self, MAX_NAME, MAX_TEXT};
use super::list;
use super::read::{adviser_names, coded, moment_at, moment_if_at, sensitive};
use super::table::Table;
use super::write::{Write, int, moment, text};
use crate::domain::case_watch::{CaseWatch, WatchChange, WatchDraft, WatchLevel};
use crate::domain::command::Outcome;
use crate::domain::ids::CallId;

/// Records it: what was recorded before ends.
pub(super) fn set(write: &mut Write<'_>, change: &WatchChange) -> Result<Outcome, StoreError> {
    let call = change.call;
    let recorded = recorded(&write.tx, call)?;
    // What was recorded before may have passed; it is no new promise.
    let before = recorded.as_ref().and_then(|draft| draft.action_at);
    let draft = change.clone().after(recorded);
    let action = limits::kept("action", draft.action.as_deref(), MAX_TEXT)?;
    let action_by = limits::kept("action_by", draft.action_by.as_deref(), MAX_NAME)?;
    let if_then = limits::kept("if_then", draft.if_then.as_deref(), MAX_TEXT)?;
    if let Some(at) = draft.action_at.filter(|at| before != Some(*at)) {
        limits::check_promise(at, write.at)?;
    }
    list::open_call(&write.tx, call)?;
    write.about_call(Some(call));
    end(write, call)?;
    let number = write.insert(
        Table::CaseWatches,
        &[
            ("call", int(Some(call.0))),
            ("level", text(Some(draft.level.code()))),
            ("action_at", moment(draft.action_at)),
            ("adviser", write.adviser_number()),
            ("at", moment(Some(write.at))),
        ],
    )?;
    write.set_sensitive(Table::CaseWatches, number, "action", action)?;
    write.set_sensitive(Table::CaseWatches, number, "action_by", action_by)?;
    write.set_sensitive(Table::CaseWatches, number, "if_then", if_then)?;
    Ok(Outcome::WatchSet { call, level: draft.level, action_at: draft.action_at })
}

/// What is recorded of a call.
fn recorded(connection: &Connection, call: CallId) -> Result<Option<WatchDraft>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT * FROM case_watches WHERE call = ?1 AND ended_at IS NULL")?;
    let mut rows = statement.query([call.0])?;
    rows.next()?.map(|row| draft(connection, row)).transpose()
}

fn draft(connection: &Connection, row: &Row<'_>) -> Result<WatchDraft, StoreError> {
    let number = row.get("number")?;
    let words = |field: &str| sensitive(connection, Table::CaseWatches, number, field);
    Ok(WatchDraft {
        call: CallId(row.get("call")?),
        level: coded(&row.get::<_, String>("level")?, WatchLevel::from_code)?,
        action: words("action")?,
        action_at: moment_if_at(row, "action_at")?,
        action_by: words("action_by")?,
        if_then: words("if_then")?,
    })
}

/// A call that closes is not followed any more.
pub(super) fn end(write: &mut Write<'_>, call: CallId) -> Result<(), StoreError> {
    let now: Option<i64> = write
        .tx
        .prepare_cached("SELECT number FROM case_watches WHERE call = ?1 AND ended_at IS NULL")?
        .query_row([call.0], |row| row.get(0))
        .optional()?;
    match now {
        Some(number) => write.update(Table::CaseWatches, number, &[("ended_at", moment(Some(write.at)))]),
        None => Ok(()),
    }
}

/// How closely each open call is followed.
pub(super) fn levels(connection: &Connection) -> Result<BTreeMap<CallId, WatchLevel>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT call, level FROM case_watches WHERE ended_at IS NULL")?;
    let mut rows = statement.query([])?;
    let mut levels = BTreeMap::new();
    while let Some(row) = rows.next()? {
        levels.insert(CallId(row.get(0)?), coded(&row.get::<_, String>(1)?, WatchLevel::from_code)?);
    }
    Ok(levels)
}

/// What is recorded of the open cases, with its words, by call.
pub(super) fn all(connection: &Connection) -> Result<Vec<CaseWatch>, StoreError> {
    let names = adviser_names(connection)?;
    let mut statement = connection
        .prepare_cached("SELECT * FROM case_watches WHERE ended_at IS NULL ORDER BY call, number")?;
    let mut rows = statement.query([])?;
    let mut watches = Vec::new();
    while let Some(row) = rows.next()? {
        watches.push(CaseWatch {
            draft: draft(connection, row)?,
            at: moment_at(row, "at")?,
            by: names.get(&row.get("adviser")?).cloned().unwrap_or_else(|| "–".to_owned()),
        });
    }
    Ok(watches)
}
