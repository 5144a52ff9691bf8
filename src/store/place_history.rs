//! What happened with the places of a unit: states and claims from their rows, confirmations from the journal.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::error::StoreError;
use super::read::{adviser_names, coded, coded_if, moment, moment_at, moment_if_at, sensitive, small};
use super::table::Table;
use crate::domain::claim::{ClaimEnd, ClaimKind};
use crate::domain::ids::{CallId, PlaceId, UnitId};
use crate::domain::place_history::{HistoryEvent, HistoryLine};
use crate::domain::unit::{ConfirmedHow, PlaceState};

/// At most this many lines are read: years of a busy home are not.
const MOST_LINES: usize = 200;

/// The newest first.
pub(super) fn of_unit(
    connection: &Connection,
    unit: UnitId,
    now: DateTime<Utc>,
) -> Result<Vec<HistoryLine>, StoreError> {
    let names = adviser_names(connection)?;
    let mut lines = states(connection, unit, &names)?;
    lines.extend(claims(connection, unit, &names, now)?);
    lines.extend(confirmations(connection, unit, &names)?);
    lines.sort_by_key(|line| (std::cmp::Reverse(line.at), line.place));
    lines.truncate(MOST_LINES);
    Ok(lines)
}

fn states(
    connection: &Connection,
    unit: UnitId,
    names: &HashMap<i64, String>,
) -> Result<Vec<HistoryLine>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT s.number, s.place, p.ordinal, s.state, s.adviser, s.from_at, s.ended_at
         FROM place_states s JOIN places p ON p.number = s.place
         WHERE p.unit = ?1 ORDER BY s.from_at DESC, s.number DESC LIMIT 200",
    )?;
    let mut rows = statement.query([unit.0])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        lines.push(HistoryLine {
            place: PlaceId(row.get("place")?),
            ordinal: small(row.get("ordinal")?)?,
            at: moment_at(row, "from_at")?,
            ended_at: moment_if_at(row, "ended_at")?,
            by: name(names, row.get("adviser")?),
            event: HistoryEvent::State {
                state: coded(&row.get::<_, String>("state")?, PlaceState::from_code)?,
                reason: sensitive(connection, Table::PlaceStates, row.get("number")?, "reason")?,
            },
        });
    }
    Ok(lines)
}

fn claims(
    connection: &Connection,
    unit: UnitId,
    names: &HashMap<i64, String>,
    now: DateTime<Utc>,
) -> Result<Vec<HistoryLine>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT c.place, p.ordinal, c.kind, c.call, c.adviser, c.from_at, c.until_at, c.ended_at, c.end_reason
         FROM claims c JOIN places p ON p.number = c.place
         WHERE p.unit = ?1 ORDER BY c.from_at DESC, c.number DESC LIMIT 200",
    )?;
    let mut rows = statement.query([unit.0])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let mut ended_at = moment_if_at(row, "ended_at")?;
        let mut end = coded_if(row.get("end_reason")?, ClaimEnd::from_code)?;
        // A hold whose time is up has lapsed, though nobody ended it yet.
        if let (None, Some(until)) = (ended_at, moment_if_at(row, "until_at")?.filter(|until| *until <= now))
        {
            (ended_at, end) = (Some(until), Some(ClaimEnd::Lapsed));
        }
        lines.push(HistoryLine {
            place: PlaceId(row.get("place")?),
            ordinal: small(row.get("ordinal")?)?,
            at: moment_at(row, "from_at")?,
            ended_at,
            by: name(names, row.get("adviser")?),
            event: HistoryEvent::Claim {
                kind: coded(&row.get::<_, String>("kind")?, ClaimKind::from_code)?,
                call: CallId(row.get("call")?),
                end,
            },
        });
    }
    Ok(lines)
}

/// A place's row holds its last confirmation only. How it was confirmed has a line where it differs from before.
fn confirmations(
    connection: &Connection,
    unit: UnitId,
    names: &HashMap<i64, String>,
) -> Result<Vec<HistoryLine>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT j.number, p.ordinal, j.adviser, j.field, j.new
         FROM places p JOIN journal j ON j.subject = 'places' AND j.number = p.number
         WHERE p.unit = ?1 AND j.field IN ('confirmed_at', 'confirmed_how') AND j.new IS NOT NULL
         ORDER BY j.number, j.seq",
    )?;
    let mut rows = statement.query([unit.0])?;
    let mut lines: Vec<HistoryLine> = Vec::new();
    let mut last = (PlaceId(0), ConfirmedHow::Phoned);
    while let Some(row) = rows.next()? {
        let (place, new) = (PlaceId(row.get("number")?), row.get::<_, String>("new")?);
        if last.0 != place {
            last = (place, ConfirmedHow::Phoned);
        }
        if row.get::<_, String>("field")? == "confirmed_how" {
            last.1 = coded(&new, ConfirmedHow::from_code)?;
            // It follows the line of its time.
            if let Some(line) = lines.last_mut() {
                line.event = HistoryEvent::Confirmed { how: last.1 };
            }
            continue;
        }
        let at = new.parse().map_err(|_| StoreError::Value(format!("no time: {new}")))?;
        lines.push(HistoryLine {
            place,
            ordinal: small(row.get("ordinal")?)?,
            at: moment(at)?,
            ended_at: None,
            by: name(names, row.get("adviser")?),
            event: HistoryEvent::Confirmed { how: last.1 },
        });
    }
    Ok(lines)
}

fn name(names: &HashMap<i64, String>, adviser: Option<i64>) -> Option<String> {
    adviser.and_then(|number| names.get(&number).cloned())
}
