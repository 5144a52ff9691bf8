//! How a write gets its lock: `IMMEDIATE` from the start, short waits with jitter, so that no one starves and no
//! one is told «busy» while others merely work.

use std::thread::sleep;
use std::time::Duration;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, ErrorCode, Transaction, TransactionBehavior};
use uuid::Uuid;

use super::error::StoreError;
use super::keying::random;
use super::write::{Write, uuid_at};
use crate::domain::command::CommandId;
use crate::domain::ids::AdviserId;
use crate::domain::journal::{Act, chain_start};

/// Tries for the lock before others are said to be writing for too long: some ten seconds in all.
const MOST_TRIES: u32 = 400;

/// Starts a command that has no id of its own.
pub(super) fn begin(
    connection: &mut Connection,
    at: DateTime<Utc>,
    adviser: Option<AdviserId>,
    database: Uuid,
    act: Act,
) -> Result<Write<'_>, StoreError> {
    let tx = lock(connection)?;
    Write::new(tx, at, adviser, CommandId(uuid_at(at)), act, chain_start(database))
}

/// A write transaction, however many others write.
pub(super) fn lock(connection: &mut Connection) -> Result<Transaction<'_>, StoreError> {
    let connection = &*connection;
    let mut tries = 0;
    loop {
        // `new_unchecked` because the loop borrows again; the exclusive borrow above keeps it from nesting.
        match Transaction::new_unchecked(connection, TransactionBehavior::Immediate) {
            Ok(transaction) => return Ok(transaction),
            Err(error) if is_busy(&error) && tries < MOST_TRIES => {
                tries += 1;
                sleep(jitter());
            }
            Err(error) if is_busy(&error) => return Err(StoreError::Busy),
            Err(error) => return Err(error.into()),
        }
    }
}

/// Whether someone else was in the way.
pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Half a millisecond to four and a half.
fn jitter() -> Duration {
    let [byte] = random::<1>().unwrap_or([128]);
    Duration::from_micros(500 + 16 * u64::from(byte))
}
