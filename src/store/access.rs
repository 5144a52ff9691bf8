//! The access report, read from the lines of the journal: they are chained, so nobody can take a look back.

use rusqlite::{Connection, params};

use super::error::StoreError;
use super::read::{adviser_names, moment_at};
use super::{Store, adviser};
use crate::domain::access::{Access, AccessLine, AccessQuery};
use crate::domain::ids::{CallId, ChildId, PlaceId, UnitId};
use crate::domain::journal::Act;
use crate::domain::refusal::Refusal;

/// One row a reveal, an export with names or a signing on: its first line, and what its lines say it was about.
const LINES: &str = "
    SELECT min(seq) AS seq, at, adviser, act,
           max(CASE WHEN subject <> 'shifts' AND field = 'call' THEN CAST(new AS INTEGER) END) AS of_call,
           max(CASE WHEN subject = 'reveals' AND field = 'unit' THEN CAST(new AS INTEGER) END) AS of_unit
    FROM journal
    WHERE act IN (?1, ?2, ?7) AND subject IN ('reveals', 'shifts', 'named_exports')
      AND (?3 IS NULL OR at >= ?3) AND (?4 IS NULL OR at < ?4) AND (?5 IS NULL OR adviser = ?5)
    GROUP BY subject, number
    HAVING ?6 IS NULL OR of_call = ?6
    ORDER BY 1";

impl Store {
    /// Who saw whose hidden data, and who signed on at the screen; the oldest first. Reading it leaves no line.
    ///
    /// # Errors
    /// [`Refusal::UnknownAdviser`] when nobody had the name; [`Refusal::UnknownCall`] when there is no such call.
    pub fn access(&mut self, query: &AccessQuery) -> Result<Vec<AccessLine>, StoreError> {
        let path = self.path.clone();
        self.read(|connection| lines(connection, query)).map_err(|error| error.about(&path))
    }
}

fn lines(connection: &Connection, query: &AccessQuery) -> Result<Vec<AccessLine>, StoreError> {
    let names = adviser_names(connection)?;
    let adviser = match &query.adviser {
        Some(name) => {
            let wanted = adviser::checked_name(name)?;
            let known = names.iter().find(|(_, known)| **known == wanted);
            Some(*known.ok_or(Refusal::UnknownAdviser(wanted.clone()))?.0)
        }
        None => None,
    };
    if let Some(call) = query.call {
        let is_known: bool = connection
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM calls WHERE number = ?1)")?
            .query_row([call.0], |row| row.get(0))?;
        if !is_known {
            return Err(Refusal::UnknownCall(call).into());
        }
    }
    let mut statement = connection.prepare_cached(LINES)?;
    let mut rows = statement.query(params![
        Act::Reveal.code(),
        Act::SignOn.code(),
        query.from.map(|at| at.timestamp_millis()),
        query.to.map(|at| at.timestamp_millis()),
        adviser,
        query.call.map(|call| call.0),
        Act::Export.code(),
    ])?;
    let mut lines = Vec::new();
    while let Some(row) = rows.next()? {
        let (call, unit): (Option<i64>, Option<i64>) = (row.get("of_call")?, row.get("of_unit")?);
        let is_export = row.get::<_, String>("act")? == Act::Export.code();
        let what = match (call, unit) {
            (Some(call), _) => {
                let sql = "SELECT number FROM children WHERE call = ?1 ORDER BY 1";
                let children = numbers(connection, sql, call)?.into_iter().map(ChildId).collect();
                let call = CallId(call);
                if is_export {
                    Access::ExportedCall { call, children }
                } else {
                    Access::SawCall { call, children }
                }
            }
            (None, Some(unit)) => Access::SawUnit {
                unit: UnitId(unit),
                places: numbers(connection, "SELECT number FROM places WHERE unit = ?1 ORDER BY 1", unit)?
                    .into_iter()
                    .map(PlaceId)
                    .collect(),
            },
            (None, None) => Access::SignedOn,
        };
        lines.push(AccessLine {
            line: row.get("seq")?,
            at: moment_at(row, "at")?,
            adviser: row.get::<_, Option<i64>>("adviser")?.and_then(|number| names.get(&number).cloned()),
            what,
        });
    }
    Ok(lines)
}

fn numbers(connection: &Connection, sql: &str, of: i64) -> Result<Vec<i64>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([of], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
