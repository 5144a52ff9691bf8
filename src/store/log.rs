//! The write-ahead log beside the database file. Must not decide anything about what the database says.

use rusqlite::Connection;

use super::error::StoreError;

/// Folds what is in the log into the file, as far as nobody reads older pages.
pub(super) fn fold(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?)
}
