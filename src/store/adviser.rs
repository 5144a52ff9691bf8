//! Advisers of a database, and signing on.

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension};

use super::Store;
use super::error::StoreError;
use super::read::{adviser_names, moment_at};
use super::table::Table;
use super::write::{Write, moment};
use crate::domain::ids::AdviserId;
use crate::domain::refusal::{BadValue, Refusal};

/// Longest name of an adviser, in characters.
const MAX_NAME: usize = 60;

/// An adviser, as they are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedAdviser {
    /// The adviser's number.
    pub number: AdviserId,
    /// The name; none after it was erased.
    pub name: Option<String>,
    /// When the adviser was added.
    pub added_at: DateTime<Utc>,
    /// Whether the adviser was removed, and cannot sign on any more.
    pub is_removed: bool,
}

impl Store {
    /// Every adviser there is or was, by number.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn adviser_list(&mut self) -> Result<Vec<ListedAdviser>, StoreError> {
        let path = self.path.clone();
        self.read(|connection| {
            let mut names = adviser_names(connection)?;
            let mut statement = connection.prepare_cached("SELECT * FROM advisers ORDER BY number")?;
            let mut rows = statement.query([])?;
            let mut advisers = Vec::new();
            while let Some(row) = rows.next()? {
                let number: i64 = row.get("number")?;
                advisers.push(ListedAdviser {
                    number: AdviserId(number),
                    name: names.remove(&number),
                    added_at: moment_at(row, "added_at")?,
                    is_removed: row.get::<_, Option<i64>>("removed_at")?.is_some(),
                });
            }
            Ok(advisers)
        })
        .map_err(|error| error.about(&path))
    }
}

/// A name as it is kept: without blanks around it, not empty, not too long.
pub(super) fn checked_name(name: &str) -> Result<String, StoreError> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Refusal::BadValue(BadValue::EmptyName).into());
    }
    if name.chars().count() > MAX_NAME {
        return Err(Refusal::BadValue(BadValue::TooLong { field: "name", limit: MAX_NAME }).into());
    }
    Ok(name.to_owned())
}

/// Adds an adviser's row. The name is personal data and stays out of the journal.
pub(super) fn add(write: &mut Write<'_>, name: &str) -> Result<AdviserId, StoreError> {
    let number = write.insert(Table::Advisers, &[("added_at", moment(Some(write.at)))])?;
    write.set_sensitive(Table::Advisers, number, "name", Some(name))?;
    Ok(AdviserId(number))
}

/// Every adviser who has this name or had it, whoever was not removed first: who was keeps the cases they had.
pub(super) fn all_by_name(connection: &Connection, name: &str) -> Result<Vec<AdviserId>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT a.number FROM advisers a JOIN personal_data p
         ON p.subject = 'advisers' AND p.number = a.number AND p.field = 'name'
         WHERE p.value = ?1 ORDER BY a.removed_at IS NOT NULL, a.number",
    )?;
    let rows = statement.query_map([name], |row| row.get(0).map(AdviserId))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The adviser with this name.
pub(super) fn by_name(connection: &Connection, name: &str) -> Result<Option<AdviserId>, StoreError> {
    let number = connection
        .query_row(
            "SELECT a.number FROM advisers a JOIN personal_data p
             ON p.subject = 'advisers' AND p.number = a.number AND p.field = 'name'
             WHERE p.value = ?1 AND a.removed_at IS NULL",
            [name],
            |row| row.get(0),
        )
        .optional()?;
    Ok(number.map(AdviserId))
}
