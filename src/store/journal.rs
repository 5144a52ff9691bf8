//! Reading the journal: its head, its lines in order, and whether the chain holds.

use std::collections::{BTreeSet, HashMap};

use rusqlite::{Connection, OptionalExtension, Row};

use super::error::StoreError;
use super::key_file::to_hex;
use super::read::{adviser_names, coded, moment};
use super::{Store, purge};
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
            let named = Naming::of(connection)?;
            lines(connection, |entry, hash| {
                each(named.line(entry, hash));
                Ok(())
            })
        })
        .map_err(|error| error.about(&path))
    }
}

/// What is shown with a line: its adviser's name, and whether its values were erased.
pub(super) struct Naming {
    names: HashMap<i64, String>,
    erased: purge::Erased,
    shielded: BTreeSet<i64>,
}

impl Naming {
    pub(super) fn of(connection: &Connection) -> Result<Self, StoreError> {
        let mut statement = connection.prepare_cached("SELECT number FROM calls WHERE shield IS NOT NULL")?;
        let shielded = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
        Ok(Self { names: adviser_names(connection)?, erased: purge::erased(connection)?, shielded })
    }

    pub(super) fn line(&self, entry: Entry, hash: Hash) -> JournalLine {
        JournalLine {
            adviser: entry.adviser.and_then(|number| self.names.get(&number).cloned()),
            is_erased: purge::is_erased(&entry, &self.erased),
            hides_place: matches!(entry.field.as_str(), "municipality" | "rung_from" | "km")
                && entry.call.is_some_and(|call| self.shielded.contains(&call)),
            entry,
            hash,
        }
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

/// The number of the last line, and its hash in hex.
pub(super) fn head_with_hash(connection: &Connection) -> Result<(i64, String), StoreError> {
    let (seq, hash): (i64, Vec<u8>) = connection
        .prepare_cached("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((seq, to_hex(&hash)))
}

/// Goes through every line in order.
pub(super) fn lines(
    connection: &Connection,
    mut each: impl FnMut(Entry, Hash) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare(&format!("SELECT {COLUMNS} FROM journal ORDER BY seq"))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        each(entry(row)?, row.get(HASH)?)?;
    }
    Ok(())
}

/// The lines that a condition picks, with its order.
pub(super) fn lines_where<P: rusqlite::Params>(
    connection: &Connection,
    condition: &str,
    parameters: P,
) -> Result<Vec<(Entry, Hash)>, StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM journal WHERE {condition}"))?;
    let mut rows = statement.query(parameters)?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        entries.push((entry(row)?, row.get(HASH)?));
    }
    Ok(entries)
}

/// The columns of a line, in the order [`entry`] reads them: by position, for looking up names costs more than the
/// reading of a long journal.
const COLUMNS: &str = "seq, at, adviser, command, act, subject, number, call, field, old, new, hash";
/// The position of the hash.
const HASH: usize = 11;

fn entry(row: &Row<'_>) -> Result<Entry, StoreError> {
    let command: String = row.get(3)?;
    Ok(Entry {
        seq: row.get(0)?,
        at: moment(row.get(1)?)?,
        adviser: row.get(2)?,
        command: CommandId(coded(&command, |text| uuid::Uuid::parse_str(text).ok())?),
        act: coded(&row.get::<_, String>(4)?, Act::from_code)?,
        subject: row.get(5)?,
        number: row.get(6)?,
        call: row.get(7)?,
        field: row.get(8)?,
        old: row.get(9)?,
        new: row.get(10)?,
    })
}

/// A line up to which the chain was found to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Verified {
    seq: i64,
    hash: Hash,
}

/// What going through the chain found.
pub(super) struct Chain {
    /// How many lines there are.
    pub(super) lines: i64,
    /// The hash of the last line.
    pub(super) head: Hash,
    /// The first line that does not hold.
    pub(super) broken_at: Option<i64>,
    /// How far it holds.
    pub(super) verified: Option<Verified>,
}

/// Goes through the chain from where it was found to hold before; from its start without.
pub(super) fn verify(
    connection: &Connection,
    database: uuid::Uuid,
    verified: Option<Verified>,
) -> Result<Chain, StoreError> {
    let start = Verified { seq: 0, hash: chain_start(database) };
    let mut holds = verified.unwrap_or(start);
    let (mut last, mut broken_at) = (holds, None);
    if holds != start {
        // The line it held up to must still stand there.
        let hash: Option<Hash> = connection
            .prepare_cached("SELECT hash FROM journal WHERE seq = ?1")?
            .query_row([holds.seq], |row| row.get(0))
            .optional()?;
        if hash != Some(holds.hash) {
            return verify(connection, database, None);
        }
    }
    let sql = format!("SELECT {COLUMNS} FROM journal WHERE seq > ?1 ORDER BY seq");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([holds.seq])?;
    while let Some(row) = rows.next()? {
        let (entry, hash) = (entry(row)?, row.get(HASH)?);
        if broken_at.is_none() {
            if entry.seq == last.seq + 1 && entry.hash(&last.hash) == hash {
                holds = Verified { seq: entry.seq, hash };
            } else {
                broken_at = Some(entry.seq.min(last.seq + 1));
            }
        }
        last = Verified { seq: entry.seq, hash };
    }
    let verified = (holds != start).then_some(holds);
    Ok(Chain { lines: last.seq, head: last.hash, broken_at, verified })
}
