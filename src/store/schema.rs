//! Tables and how they came to be: migrations are applied whole or not at all, each with its number.
//!
//! `migrate` reads the version inside its own transaction, so that two first starts cannot both apply it.

use std::path::Path;

use rusqlite::{Connection, Transaction};

use super::error::StoreError;
use super::{search, transaction};

/// Marks a file as this program's (`akut` in ASCII).
pub(super) const APPLICATION_ID: i64 = 0x616b_7574;

/// Every step, oldest first; the schema version is how many were applied. A released step never changes.
const MIGRATIONS: &[&str] = &[
    include_str!("schema_1.sql"),
    include_str!("schema_2.sql"),
    include_str!("schema_3.sql"),
    include_str!("schema_4.sql"),
    include_str!("schema_5.sql"),
    include_str!("schema_6.sql"),
];

/// The newest schema this program knows.
pub(super) fn known_version() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Brings a database to the newest schema: lock, look, apply, stamp, commit.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    if version(connection)? == known_version() {
        return Ok(());
    }
    // Many may open a database first after an update: those who wait for the lock find it done.
    let transaction = transaction::lock(connection)?;
    let found = version(&transaction)?;
    let known = known_version();
    if found > known {
        return Err(StoreError::NewerSchema { path: path.to_owned(), found, known });
    }
    if found == known {
        return Ok(());
    }
    let applied = usize::try_from(found).unwrap_or(0);
    for step in MIGRATIONS.iter().skip(applied) {
        transaction.execute_batch(step)?;
    }
    // What is looked through may have changed with the program.
    search::fill(&transaction)?;
    stamp(&transaction)?;
    transaction.commit()?;
    Ok(())
}

/// The schema version of a database.
pub(super) fn version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// The program a database belongs to.
pub(super) fn application_id(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "application_id", |row| row.get(0))?)
}

fn stamp(transaction: &Transaction<'_>) -> Result<(), StoreError> {
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", known_version())?;
    Ok(())
}
