//! How a lock is got: a write's is `IMMEDIATE` from the start; waits are short, with jitter, so that no one starves and
//! no one is told «busy» while others merely work.

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

/// Tries for a lock before others are said to be at work for too long: some ten seconds in all.
const MOST_TRIES: i32 = 12_000;

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
    Ok(connection.transaction_with_behavior(TransactionBehavior::Immediate)?)
}

/// Whether someone else was in the way.
pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    matches!(error.sqlite_error_code(), Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked))
}

/// Makes a connection wait for its turn, whoever has the lock: a writer, or a program that starts or ends and puts the
/// log in order. SQLite's own waiting grows longer with each try, so that whoever waited longest comes last.
pub(super) fn wait_in_turn(connection: &mut Connection) -> Result<(), StoreError> {
    Ok(connection.busy_handler(Some(|tries| {
        sleep(jitter());
        tries < MOST_TRIES
    }))?)
}

/// A fifth of a millisecond to one and a quarter: less than a change takes, so that whoever waits meets the gap between two.
fn jitter() -> Duration {
    let [byte] = random::<1>().unwrap_or([128]);
    Duration::from_micros(200 + 4 * u64::from(byte))
}
