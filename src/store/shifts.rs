//! Shifts: signing on, who is on, and how one ends.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, Row};

use super::error::StoreError;
use super::handovers;
use super::read::{adviser_names, moment_at, moment_if_at};
use super::table::Table;
use super::write::{Write, int, moment};
use super::{Store, adviser, settings};
use crate::domain::command::Outcome;
use crate::domain::ids::{AdviserId, ShiftId};
use crate::domain::outcome::BegunShift;
use crate::domain::refusal::{Refusal, Stale};
use crate::domain::shift::{Shift, planned_until};

/// The columns of a shift, by name.
const SHIFT: &str = "s.*, EXISTS (SELECT 1 FROM handovers h WHERE h.shift = s.number) AS is_handed_over,
    (SELECT a.removed_at IS NOT NULL FROM advisers a WHERE a.number = s.adviser) AS is_deserted";

/// Signs on: a shift that runs goes on, and one that was forgotten ends without a handover.
pub(super) fn start(write: &mut Write<'_>) -> Result<Outcome, StoreError> {
    let signed_on = ("signed_on_at", moment(Some(write.at)));
    if let Some(running) = own_running(write)? {
        if running.goes_on(write.at) {
            write.update(Table::Shifts, running.id.0, &[signed_on])?;
            return Ok(Outcome::ShiftStarted { shift: running.id, until: running.planned_until });
        }
        end_forgotten(write, &running)?;
    }
    let until = planned_until(write.at, &settings::rules(&write.tx)?);
    let number = write.insert(
        Table::Shifts,
        &[
            ("adviser", write.adviser_number()),
            ("started_at", moment(Some(write.at))),
            ("planned_until", moment(Some(until))),
            signed_on,
        ],
    )?;
    Ok(Outcome::ShiftStarted { shift: ShiftId(number), until })
}

/// Whoever has cases is on: begins a shift where the adviser's own is not running.
pub(super) fn be_on(write: &mut Write<'_>) -> Result<Option<BegunShift>, StoreError> {
    if own_running(write)?.is_some_and(|running| running.goes_on(write.at)) {
        return Ok(None);
    }
    let Outcome::ShiftStarted { shift, until } = start(write)? else { return Ok(None) };
    Ok(Some(BegunShift { shift, until }))
}

/// Takes over what an adviser has who is not on any more: whose shift was forgotten, who was removed, or who worked
/// without a shift. The shift ends without a handover, and the taker's own runs from here. There may have been another
/// adviser of the same name before.
pub(super) fn take(write: &mut Write<'_>, name: &str) -> Result<Outcome, StoreError> {
    let name = name.trim();
    let named = adviser::all_by_name(&write.tx, name)?;
    if named.is_empty() {
        return Err(Refusal::UnknownAdviser(name.to_owned()).into());
    }
    let mut refused = Stale::NothingToTake;
    for from in named {
        if write.adviser == Some(from) {
            refused = Stale::OwnHandover;
            continue;
        }
        let shift = running(&write.tx)?.into_iter().find(|shift| shift.adviser == from);
        if let Some(shift) = shift.as_ref().filter(|shift| shift.goes_on(write.at)) {
            refused = Stale::ShiftGoesOn { until: shift.forgotten_from() };
            continue;
        }
        let given = handovers::had_by(&write.tx, from)?;
        let (calls, tasks) = (given.calls.len(), given.tasks.len());
        if shift.is_none() && calls + tasks == 0 {
            continue;
        }
        let taker = write.adviser;
        handovers::give_cases(write, given, taker)?;
        write.about_call(None);
        if let Some(shift) = &shift {
            end_forgotten(write, shift)?;
        }
        let begun = be_on(write)?;
        return Ok(Outcome::ShiftTaken { shift: shift.map(|shift| shift.id), calls, tasks, begun });
    }
    Err(Refusal::Stale(refused).into())
}

/// Ends a shift: what comes after this line is new to its adviser.
pub(super) fn end(write: &mut Write<'_>, shift: ShiftId) -> Result<(), StoreError> {
    let (_, last) = write.lines();
    end_after(write, shift, last)
}

/// Ends a shift that nobody handed over: its adviser has seen nothing that came after the last they did themselves.
fn end_forgotten(write: &mut Write<'_>, shift: &Shift) -> Result<(), StoreError> {
    let last: Option<i64> = write
        .tx
        .prepare_cached("SELECT max(seq) FROM journal WHERE adviser = ?1")?
        .query_row([shift.adviser.0], |row| row.get(0))?;
    end_after(write, shift.id, last.unwrap_or(0))
}

fn end_after(write: &mut Write<'_>, shift: ShiftId, last: i64) -> Result<(), StoreError> {
    let ended_at = ("ended_at", moment(Some(write.at)));
    write.update(Table::Shifts, shift.0, &[ended_at, ("ended_seq", int(Some(last)))])
}

/// The running shift of whoever writes.
pub(super) fn own_running(write: &Write<'_>) -> Result<Option<Shift>, StoreError> {
    let Some(adviser) = write.adviser else { return Ok(None) };
    Ok(running(&write.tx)?.into_iter().find(|shift| shift.adviser == adviser))
}

/// The shifts that run, the first to begin first.
pub(super) fn running(connection: &Connection) -> Result<Vec<Shift>, StoreError> {
    read(connection, "s.ended_at IS NULL AND s.planned_until IS NOT NULL ORDER BY s.number", [])
}

/// One shift.
pub(super) fn by_number(connection: &Connection, shift: ShiftId) -> Result<Option<Shift>, StoreError> {
    Ok(read(connection, "s.number = ?1 AND s.planned_until IS NOT NULL", [shift.0])?.pop())
}

/// The last shift of an adviser that ended, with the journal's last line then.
pub(super) fn last_ended(
    connection: &Connection,
    adviser: AdviserId,
) -> Result<Option<(Shift, i64)>, StoreError> {
    let found: Option<(i64, i64)> = connection
        .prepare_cached(
            "SELECT number, ended_seq FROM shifts
             WHERE adviser = ?1 AND ended_at IS NOT NULL AND planned_until IS NOT NULL
             ORDER BY number DESC LIMIT 1",
        )?
        .query_row([adviser.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    match found {
        Some((number, seq)) => Ok(by_number(connection, ShiftId(number))?.map(|shift| (shift, seq))),
        None => Ok(None),
    }
}

impl Store {
    /// Shifts that began since a moment or still run, the newest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn shifts(&mut self, since: DateTime<Utc>) -> Result<Vec<Shift>, StoreError> {
        let path = self.path.clone();
        self.read(|connection| {
            let condition = "(s.started_at >= ?1 OR s.ended_at IS NULL) AND s.planned_until IS NOT NULL
                 ORDER BY s.number DESC";
            read(connection, condition, [since.timestamp_millis()])
        })
        .map_err(|error| error.about(&path))
    }
}

fn read(
    connection: &Connection,
    condition: &str,
    parameters: impl rusqlite::Params,
) -> Result<Vec<Shift>, StoreError> {
    let names = adviser_names(connection)?;
    let mut statement =
        connection.prepare_cached(&format!("SELECT {SHIFT} FROM shifts s WHERE {condition}"))?;
    let mut rows = statement.query(parameters)?;
    let mut shifts = Vec::new();
    while let Some(row) = rows.next()? {
        let by = names.get(&row.get("adviser")?).cloned();
        shifts.push(shift(row, by.unwrap_or_else(|| "–".to_owned()))?);
    }
    Ok(shifts)
}

fn shift(row: &Row<'_>, by: String) -> Result<Shift, StoreError> {
    Ok(Shift {
        id: ShiftId(row.get("number")?),
        adviser: AdviserId(row.get("adviser")?),
        by,
        started_at: moment_at(row, "started_at")?,
        planned_until: moment_at(row, "planned_until")?,
        ended_at: moment_if_at(row, "ended_at")?,
        is_handed_over: row.get("is_handed_over")?,
        is_deserted: row.get("is_deserted")?,
    })
}
