//! The write-ahead log beside the database file. Must not decide anything about what the database says.

use rusqlite::Connection;

use super::error::StoreError;
use super::{schema, transaction};

/// What is kept of the log's file once it was folded in, in bytes: what SQLite lets it grow to before it folds it in.
const KEPT: i64 = 4 << 20;

/// Gives back the room that one large change took, at the next change after it was folded in.
pub(super) fn keep_small(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.pragma_update(None, "journal_size_limit", KEPT)?)
}

/// Makes a database use a log from now on.
pub(super) fn use_one(connection: &Connection) -> Result<(), StoreError> {
    let mut statement = connection.prepare("PRAGMA journal_mode = wal")?;
    let mut rows = statement.query([])?;
    // To the end: the first step answers «wal», and only the last one writes it, and can fail.
    while rows.next()?.is_some() {}
    Ok(())
}

/// Folds what is in the log into the file, as far as nobody reads older pages.
pub(super) fn fold(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?)
}

/// Writes over what a failed commit left behind the end of the log. A commit whose sync failed lies there whole: after
/// a crash SQLite would take it for done, long after the adviser was told that it failed.
pub(super) fn write_over_failed(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = transaction::lock(connection)?;
    // Writes a page although nothing changes; a row set to what it was would write none.
    let version = schema::version(&transaction)?;
    transaction.pragma_update(None, "user_version", version)?;
    Ok(transaction.commit()?)
}

/// Writes the whole file anew from what is in it. Deleted values are overwritten where they stood, but a page that was
/// split or joined may keep a copy of what once moved to its neighbour, in room it does not use: only writing it anew
/// takes that away. False when others write for longer than a command waits.
pub(super) fn is_written_anew(connection: &Connection) -> Result<bool, StoreError> {
    match connection.execute_batch("VACUUM") {
        Err(error) if transaction::is_busy(&error) => Ok(false),
        other => Ok(other.map(|()| true)?),
    }
}

/// Folds the whole log into the file and empties it, so that no former page is left in it; false when someone reads
/// an older one.
pub(super) fn is_emptied(connection: &mut Connection) -> Result<bool, StoreError> {
    // Whoever reads an older page may do so for long: it is not waited for.
    connection.busy_handler(None::<fn(i32) -> bool>)?;
    let is_blocked = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0));
    transaction::wait_in_turn(connection)?;
    match is_blocked {
        Err(error) if transaction::is_busy(&error) => Ok(false),
        other => Ok(!other?),
    }
}
