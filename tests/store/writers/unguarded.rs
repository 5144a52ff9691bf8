//! The control of R1: a writer as one would write it without thinking. It looks whether the place is free, and then
//! takes it, on a copy without the unique index.

use std::path::Path;

use akuttvakt::domain::ids::{CallId, PlaceId};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, params};
use uuid::Uuid;

use super::process::{Taken, Works};
use crate::faults::raw;
use crate::support::dice::Dice;

/// Takes away what keeps a place from having two claims.
pub fn drop_the_index(path: &Path) {
    raw::open(path).unwrap().execute_batch("DROP INDEX claims_live").unwrap();
}

pub struct Unguarded {
    connection: Connection,
}

impl Unguarded {
    pub fn open(path: &Path) -> Self {
        Self { connection: raw::open(path).unwrap() }
    }

    fn is_free(&self, place: PlaceId, now: DateTime<Utc>) -> bool {
        let live = "SELECT count(*) FROM claims
                    WHERE place = ?1 AND ended_at IS NULL AND (until_at IS NULL OR until_at > ?2)";
        let found: i64 =
            self.connection.query_row(live, [place.0, now.timestamp_millis()], |row| row.get(0)).unwrap();
        found == 0
    }
}

impl Works for Unguarded {
    fn take(&mut self, id: Uuid, call: CallId, place: PlaceId, is_offer: bool, now: DateTime<Utc>) -> Taken {
        if !self.is_free(place, now) {
            return Err("taken".to_owned());
        }
        let until = (!is_offer).then(|| now + TimeDelta::seconds(60));
        let end_lapsed = "UPDATE claims SET ended_at = until_at, end_reason = 'lapsed'
                          WHERE place = ?1 AND ended_at IS NULL AND until_at <= ?2";
        self.connection.execute(end_lapsed, [place.0, now.timestamp_millis()]).unwrap();
        let begin =
            "INSERT INTO claims (number, uuid, version, place, kind, call, adviser, from_at, until_at)
                     SELECT coalesce(max(number), 0) + 1, ?1, 1, ?2, ?3, ?4, 1, ?5, ?6 FROM claims";
        let kind = if is_offer { "offer" } else { "hold" };
        let until_at = until.map(|until| until.timestamp_millis());
        let row = params![id.to_string(), place.0, kind, call.0, now.timestamp_millis(), until_at];
        self.connection.execute(begin, row).map_err(|error| format!("failed: {error}"))?;
        Ok(until)
    }

    fn release(&mut self, _: Uuid, place: PlaceId, now: DateTime<Utc>) -> Result<(), String> {
        let end =
            "UPDATE claims SET ended_at = ?2, end_reason = 'released' WHERE place = ?1 AND ended_at IS NULL";
        let ended = self.connection.execute(end, [place.0, now.timestamp_millis()]).unwrap();
        if ended > 0 { Ok(()) } else { Err("stale".to_owned()) }
    }

    fn has_offers(&self) -> bool {
        false
    }

    fn decline(&mut self, _: Uuid, _: &mut Dice, _: DateTime<Utc>) -> Result<PlaceId, String> {
        Err("none to decline".to_owned())
    }
}
