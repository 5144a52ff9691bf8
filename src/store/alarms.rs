//! Alarms that were silenced: once for everyone.

use rusqlite::Connection;

use super::error::StoreError;
use super::list::{self, CallFilter};
use super::read::{coded, moment_at};
use super::table::Table;
use super::write::{Write, int, moment, text};
use crate::domain::alarm::{Alarm, AlarmKind};
use crate::domain::command::Outcome;
use crate::domain::ids::CallId;
use crate::domain::local_time::to_millis;

/// Silences alarms for everyone. Those that someone else silenced first are silent already.
pub(super) fn silence(write: &mut Write<'_>, alarms: &[Alarm]) -> Result<Outcome, StoreError> {
    let mut known = silenced(&write.tx)?;
    let mut count = 0;
    for alarm in alarms {
        let alarm = Alarm { since: to_millis(alarm.since), ..*alarm };
        match list::open_call(&write.tx, alarm.call) {
            Ok(_) if !known.contains(&alarm) => {}
            Ok(_) | Err(StoreError::Refused(_)) => continue,
            Err(error) => return Err(error),
        }
        write.about_call(Some(alarm.call));
        write.insert(
            Table::Silences,
            &[
                ("kind", text(Some(alarm.kind.code()))),
                ("call", int(Some(alarm.call.0))),
                ("since_at", moment(Some(alarm.since))),
                ("adviser", write.adviser_number()),
                ("at", moment(Some(write.at))),
            ],
        )?;
        known.push(alarm);
        count += 1;
    }
    Ok(Outcome::Silenced { alarms: count })
}

/// The alarms of open calls that were silenced.
pub(super) fn silenced(connection: &Connection) -> Result<Vec<Alarm>, StoreError> {
    let (condition, parameter) = list::condition(CallFilter::Open);
    let sql = format!(
        "SELECT kind, call, since_at FROM silences
         WHERE call IN (SELECT number FROM calls WHERE {condition}) ORDER BY number"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([parameter])?;
    let mut alarms = Vec::new();
    while let Some(row) = rows.next()? {
        alarms.push(Alarm {
            kind: coded(&row.get::<_, String>("kind")?, AlarmKind::from_code)?,
            call: CallId(row.get("call")?),
            since: moment_at(row, "since_at")?,
        });
    }
    Ok(alarms)
}
