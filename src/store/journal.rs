//! Reading the journal: its head, its lines in order, and whether the chain holds.

use rusqlite::{Connection, OptionalExtension, Row};

use super::Store;
use super::error::StoreError;
use super::read::{adviser_names, coded, moment_at};
use crate::domain::command::CommandId;
use crate::domain::journal::{Act, Entry, Hash, JournalLine, chain_start};

impl Store {
    /// Goes through every line in order.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn journal(&mut self, mut each: impl FnMut(JournalLine)) -> Result<(), StoreError> {
        let path = self.path.clone();
        self.read(|connection| {
            let names = adviser_names(connection)?;
            lines(connection, |entry, hash| {
                let adviser = entry.adviser.and_then(|number| names.get(&number).cloned());
                each(JournalLine { entry, adviser, hash });
                Ok(())
            })
        })
        .map_err(|error| error.about(&path))
    }
}

/// The number of the last line; 0 before the first.
pub(super) fn head(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection
        .prepare_cached("SELECT seq FROM journal ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?
        .unwrap_or(0))
}

/// Goes through every line in order.
pub(super) fn lines(
    connection: &Connection,
    mut each: impl FnMut(Entry, Hash) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare("SELECT * FROM journal ORDER BY seq")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(entry(row)?, row.get("hash")?)?;
    }
    Ok(())
}

/// The lines that concern a call, in order.
pub(super) fn lines_of_call(connection: &Connection, call: i64) -> Result<Vec<(Entry, Hash)>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT * FROM journal WHERE call = ?1 ORDER BY seq")?;
    let mut rows = statement.query([call])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push((entry(row)?, row.get("hash")?));
    }
    Ok(entries)
}

fn entry(row: &Row<'_>) -> Result<Entry, StoreError> {
    let command: String = row.get("command")?;
    Ok(Entry {
        seq: row.get("seq")?,
        at: moment_at(row, "at")?,
        adviser: row.get("adviser")?,
        command: CommandId(coded(&command, |text| uuid::Uuid::parse_str(text).ok())?),
        act: coded(&row.get::<_, String>("act")?, Act::from_code)?,
        subject: row.get("subject")?,
        number: row.get("number")?,
        call: row.get("call")?,
        field: row.get("field")?,
        old: row.get("old")?,
        new: row.get("new")?,
    })
}

/// The first line that breaks the chain, if any: a changed, missing or foreign line.
pub(super) fn first_broken(connection: &Connection, database: uuid::Uuid) -> Result<Option<i64>, StoreError> {
    let mut previous = chain_start(database);
    let mut expected = 1;
    let mut broken = None;
    lines(connection, |entry, hash| {
        if broken.is_none() && (entry.seq != expected || entry.hash(&previous) != hash) {
            broken = Some(expected.min(entry.seq));
        }
        expected = entry.seq + 1;
        previous = hash;
        Ok(())
    })?;
    Ok(broken)
}
