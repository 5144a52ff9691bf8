//! What changed since this adviser's last shift ended.

use rusqlite::{Connection, OptionalExtension};

use super::error::StoreError;
use super::read::moment_if;
use super::{details, shifts};
use crate::domain::handover::Changes;
use crate::domain::ids::{AdviserId, CallId, UnitId};

/// Most calls that are told one by one: the newest.
const MOST_CALLS: usize = 200;

/// What others did, by case, the newest change first; none where no shift of the adviser has ended.
pub(super) fn since_last_shift(
    connection: &Connection,
    adviser: AdviserId,
) -> Result<Option<Changes>, StoreError> {
    let Some((shift, seq)) = shifts::last_ended(connection, adviser)? else { return Ok(None) };
    // A forgotten shift ended later than its adviser was last seen.
    let since: Option<i64> = connection
        .prepare_cached("SELECT at FROM journal WHERE seq = ?1")?
        .query_row([seq], |row| row.get(0))
        .optional()?;
    let since = moment_if(since)?.unwrap_or(shift.planned_until);
    // What handing over writes about each call is no news of the call, nor that it was read or its words erased.
    let mut statement = connection.prepare_cached(
        "SELECT call, max(seq) AS newest FROM journal
         WHERE seq > ?1 AND call IS NOT NULL AND adviser IS NOT ?3
         AND act NOT IN ('handover', 'go_through', 'receive', 'take_shift', 'reveal', 'export', 'purge')
         GROUP BY call ORDER BY newest DESC LIMIT ?2",
    )?;
    let most = i64::try_from(MOST_CALLS).unwrap_or(i64::MAX);
    let rows = statement.query_map((seq, most, adviser.0), |row| row.get(0).map(CallId))?;
    let numbers: Vec<CallId> = rows.collect::<Result<_, _>>()?;
    let calls =
        numbers.into_iter().map(|call| details::details(connection, call)).collect::<Result<Vec<_>, _>>()?;
    let mut statement = connection.prepare_cached(
        "SELECT DISTINCT p.unit FROM journal j JOIN place_states s ON s.number = j.number
         JOIN places p ON p.number = s.place
         WHERE j.seq > ?1 AND j.subject = 'place_states' AND j.adviser IS NOT ?2 ORDER BY p.unit",
    )?;
    let rows = statement.query_map((seq, adviser.0), |row| row.get(0).map(UnitId))?;
    let units = rows.collect::<Result<_, _>>()?;
    Ok(Some(Changes { since, after: seq, calls, units }))
}
