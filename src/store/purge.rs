//! Erasure of what names people or was told about them, some time after a call is over: off until the authority
//! turns it on. Coded facts, figures and the journal's chain stay as they are; the journal holds only commitments.

use chrono::TimeDelta;
use rusqlite::params;

use super::error::StoreError;
use super::settings;
use super::table::{Sensitive, Table};
use super::write::{Write, moment};
use crate::domain::command::Outcome;
use crate::domain::ids::CallId;
use crate::domain::outcome::PurgeReport;
use crate::domain::refusal::{BadValue, Refusal};

/// The tables whose sensitive fields go with a call, and how their rows are found by its number.
const OF_A_CALL: [(Table, &str); 4] = [
    (Table::Calls, "SELECT ?1"),
    (Table::Children, "SELECT number FROM children WHERE call = ?1"),
    (Table::Offers, "SELECT number FROM offers WHERE call = ?1"),
    (Table::ChecklistAnswers, "SELECT number FROM checklist_answers WHERE call = ?1"),
];

/// Whether a row's sensitive fields go with its call.
pub(super) fn goes_with_call(table: Table) -> bool {
    OF_A_CALL.iter().any(|(known, _)| *known == table)
}

/// Erases what is due, or only says what would go.
pub(super) fn purge(write: &mut Write<'_>, dry_run: bool) -> Result<Outcome, StoreError> {
    let rules = settings::rules(&write.tx)?;
    if !dry_run && !rules.purge_is_on {
        return Err(Refusal::BadValue(BadValue::PurgeOff).into());
    }
    let until = write.at - TimeDelta::days(rules.purge_days);
    let due: Vec<i64> = write
        .tx
        .prepare_cached(
            "SELECT number FROM calls WHERE closed_at <= ?1 AND erased_at IS NULL ORDER BY number",
        )?
        .query_map([until.timestamp_millis()], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut report = PurgeReport { dry_run, is_on: rules.purge_is_on, calls: Vec::new(), values: 0 };
    for call in due {
        let values = count(write, call)?;
        report.calls.push(CallId(call));
        report.values += values;
        if !dry_run {
            erase(write, call)?;
        }
    }
    Ok(Outcome::Purged(report))
}

fn count(write: &Write<'_>, call: i64) -> Result<usize, StoreError> {
    let mut values = 0;
    for (table, rows) in OF_A_CALL {
        for sensitive in Sensitive::ALL {
            let sql = format!(
                "SELECT count(*) FROM {} WHERE subject = ?2 AND number IN ({rows})",
                sensitive.name()
            );
            let found: i64 =
                write.tx.prepare_cached(&sql)?.query_row(params![call, table.name()], |row| row.get(0))?;
            values += usize::try_from(found).unwrap_or(0);
        }
    }
    Ok(values)
}

fn erase(write: &mut Write<'_>, call: i64) -> Result<(), StoreError> {
    write.about_call(Some(CallId(call)));
    for (table, rows) in OF_A_CALL {
        for sensitive in Sensitive::ALL {
            let sql = format!("DELETE FROM {} WHERE subject = ?2 AND number IN ({rows})", sensitive.name());
            write.tx.prepare_cached(&sql)?.execute(params![call, table.name()])?;
        }
    }
    write.tx.prepare_cached("DELETE FROM drafts WHERE call = ?1")?.execute([call])?;
    let at = write.at;
    write.update(Table::Calls, call, &[("erased_at", moment(Some(at)))])
}
