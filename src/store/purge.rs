//! Erasure of what names people or was told about them, some time after a call is over: off until the authority
//! turns it on. Coded facts, figures and the journal's chain stay as they are; the journal holds only commitments.

use std::collections::BTreeSet;
use std::thread;
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension, params};

use super::error::StoreError;
use super::read::moment_if;
use super::table::{Sensitive, Table};
use super::write::{Write, moment};
use super::{Store, log, search, settings};
use crate::domain::command::Outcome;
use crate::domain::ids::CallId;
use crate::domain::journal::Entry;
use crate::domain::outcome::{PurgeReport, PurgedCall};
use crate::domain::refusal::{BadValue, Refusal, Stale};

/// The tables whose sensitive fields go with a call, and how their rows are found by its number.
const OF_A_CALL: [(Table, &str); 14] = [
    (Table::Calls, "SELECT ?1"),
    (Table::Children, "SELECT number FROM children WHERE call = ?1"),
    (Table::Offers, "SELECT number FROM offers WHERE call = ?1"),
    (Table::ChecklistAnswers, "SELECT number FROM checklist_answers WHERE call = ?1"),
    (Table::FollowUps, "SELECT number FROM follow_ups WHERE call = ?1"),
    (Table::Placements, "SELECT number FROM placements WHERE call = ?1"),
    (Table::RoutineSteps, "SELECT number FROM routine_steps WHERE call = ?1"),
    (Table::SiblingSplits, "SELECT number FROM sibling_splits WHERE call = ?1"),
    (Table::Remarks, "SELECT number FROM remarks WHERE call = ?1"),
    (Table::NamedExports, "SELECT number FROM named_exports WHERE call = ?1"),
    (Table::Enquiries, "SELECT number FROM enquiries WHERE call = ?1"),
    (Table::Compensations, "SELECT number FROM compensations WHERE call = ?1"),
    (Table::Deviations, "SELECT number FROM deviations WHERE call = ?1"),
    (Table::CaseWatches, "SELECT number FROM case_watches WHERE call = ?1"),
];

/// Whether a row's sensitive fields go with its call.
pub(super) fn goes_with_call(table: Table) -> bool {
    OF_A_CALL.iter().any(|(known, _)| *known == table)
}

/// How often emptying the log is tried while others read, and how long it waits in between.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(50);

impl Store {
    /// Writes the file anew and empties the log, which keeps pages as they were before the erasure: after that no copy of
    /// what was erased is left in either. False when others kept reading or writing: then it is to be done again later.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn leave_nothing_erased(&mut self) -> Result<bool, StoreError> {
        let path = self.path.clone();
        let empty = |connection: &mut Connection| {
            if !log::is_written_anew(connection)? {
                return Ok(false);
            }
            for _ in 0..TRIES {
                if log::is_emptied(connection)? {
                    return Ok(true);
                }
                thread::sleep(PAUSE);
            }
            Ok(false)
        };
        self.through(empty).map_err(|error| error.about(&path))
    }
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
    let drafts = drafts_due(write, until)?;
    let handovers = handovers_due(write, until)?;
    let mut report = PurgeReport {
        dry_run,
        is_on: rules.purge_is_on,
        days: rules.purge_days,
        calls: Vec::new(),
        values: 0,
        drafts: drafts.len(),
        handovers: handovers.len(),
    };
    for call in due {
        let values = count(write, call)?;
        report.calls.push(PurgedCall { call: CallId(call), values });
        report.values += values;
        if !dry_run {
            erase(write, call)?;
        }
    }
    for handover in handovers {
        report.values += count_of(write, Table::Handovers, "SELECT ?1", handover)?;
        if !dry_run {
            write.about_call(None);
            erase_of(write, Table::Handovers, "SELECT ?1", handover)?;
            let at = write.at;
            write.update(Table::Handovers, handover, &[("erased_at", moment(Some(at)))])?;
        }
    }
    if !dry_run && !report.calls.is_empty() {
        search::make_anew(&write.tx)?;
    }
    if !dry_run {
        for (sitting, count) in drafts {
            write
                .tx
                .prepare_cached("DELETE FROM drafts WHERE sitting = ?1 AND count = ?2")?
                .execute(params![sitting, count])?;
        }
    }
    Ok(Outcome::Purged(report))
}

/// Half-written work about calls that are due, or that was left lying as long, by its key.
fn drafts_due(write: &Write<'_>, until: DateTime<Utc>) -> Result<Vec<(String, i64)>, StoreError> {
    let mut statement = write.tx.prepare_cached(
        "SELECT sitting, count FROM drafts
         WHERE begun_at <= ?1 OR call IN (SELECT number FROM calls WHERE closed_at <= ?1)",
    )?;
    let rows = statement.query_map([until.timestamp_millis()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Handovers whose words go: each is about several calls, so when all of them are due, or when it is as old.
fn handovers_due(write: &Write<'_>, until: DateTime<Utc>) -> Result<Vec<i64>, StoreError> {
    let mut statement = write.tx.prepare_cached(
        "SELECT number FROM handovers h WHERE erased_at IS NULL AND (signed_at <= ?1
             OR EXISTS (SELECT 1 FROM handover_points p WHERE p.handover = h.number)
             AND NOT EXISTS (
                 SELECT 1 FROM handover_points p JOIN calls c ON c.number = p.call
                 WHERE p.handover = h.number AND c.erased_at IS NULL
                 AND (c.closed_at IS NULL OR c.closed_at > ?1)))
         ORDER BY number",
    )?;
    let rows = statement.query_map([until.timestamp_millis()], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// What was erased, by number: calls, and handovers.
pub(super) struct Erased {
    calls: BTreeSet<i64>,
    handovers: BTreeSet<i64>,
}

/// The calls and handovers whose sensitive values were erased.
pub(super) fn erased(connection: &Connection) -> Result<Erased, StoreError> {
    let of = |sql: &str| -> Result<BTreeSet<i64>, StoreError> {
        let mut statement = connection.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get(0))?;
        Ok(rows.collect::<Result<_, _>>()?)
    };
    Ok(Erased {
        calls: of("SELECT number FROM calls WHERE erased_at IS NOT NULL")?,
        handovers: of("SELECT number FROM handovers WHERE erased_at IS NOT NULL")?,
    })
}

/// When a call's sensitive values were erased, if they were.
pub(super) fn erased_at(connection: &Connection, call: CallId) -> Result<Option<DateTime<Utc>>, StoreError> {
    let at: Option<Option<i64>> = connection
        .prepare_cached("SELECT erased_at FROM calls WHERE number = ?1")?
        .query_row([call.0], |row| row.get(0))
        .optional()?;
    moment_if(at.flatten())
}

/// Whether the values that a journal line holds commitments to were erased.
pub(super) fn is_erased(entry: &Entry, erased: &Erased) -> bool {
    match Table::of(entry) {
        Some(Table::Handovers) => erased.handovers.contains(&entry.number),
        Some(table) if goes_with_call(table) => entry.call.is_some_and(|call| erased.calls.contains(&call)),
        _ => false,
    }
}

/// Refuses to put anything back in a call whose values were erased.
pub(super) fn check_not_erased(connection: &Connection, call: Option<CallId>) -> Result<(), StoreError> {
    match call {
        Some(call) if erased_at(connection, call)?.is_some() => {
            Err(Refusal::Stale(Stale::Erased(call)).into())
        }
        _ => Ok(()),
    }
}

fn count(write: &Write<'_>, call: i64) -> Result<usize, StoreError> {
    OF_A_CALL.iter().map(|(table, rows)| count_of(write, *table, rows, call)).sum()
}

fn count_of(write: &Write<'_>, table: Table, rows: &str, number: i64) -> Result<usize, StoreError> {
    let mut values = 0;
    for sensitive in Sensitive::ALL {
        let sql =
            format!("SELECT count(*) FROM {} WHERE subject = ?2 AND number IN ({rows})", sensitive.name());
        let found: i64 =
            write.tx.prepare_cached(&sql)?.query_row(params![number, table.name()], |row| row.get(0))?;
        values += usize::try_from(found).unwrap_or(0);
    }
    Ok(values)
}

fn erase(write: &mut Write<'_>, call: i64) -> Result<(), StoreError> {
    write.about_call(Some(CallId(call)));
    for (table, rows) in OF_A_CALL {
        erase_of(write, table, rows, call)?;
    }
    search::forget(&write.tx, call)?;
    let at = write.at;
    write.update(Table::Calls, call, &[("erased_at", moment(Some(at)))])
}

fn erase_of(write: &Write<'_>, table: Table, rows: &str, number: i64) -> Result<(), StoreError> {
    for sensitive in Sensitive::ALL {
        let sql = format!("DELETE FROM {} WHERE subject = ?2 AND number IN ({rows})", sensitive.name());
        write.tx.prepare_cached(&sql)?.execute(params![number, table.name()])?;
    }
    Ok(())
}
