//! What the municipality is offered meanwhile.

use rusqlite::{Connection, OptionalExtension};

use super::error::StoreError;
use super::limits::{self, MAX_TEXT};
use super::list;
use super::read::{adviser_names, coded, moment_at};
use super::table::Table;
use super::write::{Write, int, moment, text};
use crate::domain::command::Outcome;
use crate::domain::compensation::{Compensation, CompensationKind, CompensationState};
use crate::domain::ids::CallId;

/// Says where a measure stands: the word before it ends.
pub(super) fn set(
    write: &mut Write<'_>,
    call: CallId,
    kind: CompensationKind,
    state: CompensationState,
    note: Option<&str>,
) -> Result<Outcome, StoreError> {
    let note = limits::kept("note", note, MAX_TEXT)?;
    list::open_call(&write.tx, call)?;
    write.about_call(Some(call));
    let before: Option<i64> = write
        .tx
        .prepare_cached(
            "SELECT number FROM compensations WHERE call = ?1 AND kind = ?2 AND ended_at IS NULL",
        )?
        .query_row((call.0, kind.code()), |row| row.get(0))
        .optional()?;
    if let Some(before) = before {
        let ended_at = moment(Some(write.at));
        write.update(Table::Compensations, before, &[("ended_at", ended_at)])?;
    }
    let number = write.insert(
        Table::Compensations,
        &[
            ("call", int(Some(call.0))),
            ("kind", text(Some(kind.code()))),
            ("state", text(Some(state.code()))),
            ("adviser", write.adviser_number()),
            ("at", moment(Some(write.at))),
        ],
    )?;
    write.set_sensitive(Table::Compensations, number, "note", note)?;
    Ok(Outcome::CompensationSet { call, kind, state })
}

/// The measures of the calls of a condition as they stand.
pub(super) fn of_calls(
    connection: &Connection,
    condition: &str,
    parameter: i64,
) -> Result<Vec<Compensation>, StoreError> {
    let names = adviser_names(connection)?;
    let sql = format!(
        "SELECT c.call, c.kind, c.state, c.at, c.adviser,
                EXISTS (SELECT 1 FROM free_texts t WHERE t.subject = 'compensations' AND t.number = c.number)
                AS has_note
         FROM compensations c WHERE c.ended_at IS NULL
         AND c.call IN (SELECT number FROM calls WHERE {condition}) ORDER BY c.number"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([parameter])?;
    let mut measures = Vec::new();
    while let Some(row) = rows.next()? {
        measures.push(Compensation {
            call: CallId(row.get("call")?),
            kind: coded(&row.get::<_, String>("kind")?, CompensationKind::from_code)?,
            state: coded(&row.get::<_, String>("state")?, CompensationState::from_code)?,
            at: moment_at(row, "at")?,
            by: names.get(&row.get("adviser")?).cloned().unwrap_or_else(|| "–".to_owned()),
            has_note: row.get("has_note")?,
        });
    }
    Ok(measures)
}
