//! Shared rules in the store.

use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension};

use super::Store;
use super::error::StoreError;
use super::table::Table;
use super::write::{Write, text};
use crate::domain::command::Outcome;
use crate::domain::refusal::Refusal;
use crate::domain::settings::{Rules, SETTINGS, department_of, setting, target_unit_of};

/// A shared rule and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingValue {
    /// Its name.
    pub key: String,
    /// Its value now.
    pub value: String,
    /// Whether the region has set it.
    pub is_set: bool,
}

impl Store {
    /// Every shared rule with its value, in the order of the list.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn settings(&self) -> Result<Vec<SettingValue>, StoreError> {
        let mut set = values(&self.connection).map_err(|error| error.about(&self.path))?;
        let mut all: Vec<SettingValue> = SETTINGS
            .iter()
            .map(|setting| {
                let found = set.remove(setting.key);
                let is_set = found.is_some();
                let value = found.unwrap_or_else(|| setting.default.to_owned());
                SettingValue { key: setting.key.to_owned(), value, is_set }
            })
            .collect();
        let is_of_one = |key: &str| department_of(key).is_some() || target_unit_of(key).is_some();
        let mut of_one: Vec<_> = set.into_iter().filter(|(key, _)| is_of_one(key)).collect();
        of_one.sort_unstable();
        all.extend(of_one.into_iter().map(|(key, value)| SettingValue { key, value, is_set: true }));
        Ok(all)
    }
}

fn values(connection: &Connection) -> Result<HashMap<String, String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT key, value FROM settings")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The rules as they are now.
pub(super) fn rules(connection: &Connection) -> Result<Rules, StoreError> {
    let values = values(connection)?;
    let departments = values
        .iter()
        .filter(|(_, name)| !name.is_empty())
        .filter_map(|(key, name)| Some((department_of(key)?, name.clone())))
        .collect();
    let unit_targets = values
        .iter()
        .filter_map(|(key, target)| Some((target_unit_of(key)?, target.parse().ok()?)))
        .collect();
    Ok(Rules { unit_targets, departments, ..Rules::from_lookup(|key| values.get(key).cloned()) })
}

/// Sets a rule.
pub(super) fn set(write: &mut Write<'_>, key: &str, value: &str) -> Result<Outcome, StoreError> {
    let setting = setting(key).map_err(Refusal::BadValue)?;
    let value = setting.check(value).map_err(Refusal::BadValue)?;
    let number: Option<i64> = write
        .tx
        .prepare_cached("SELECT number FROM settings WHERE key = ?1")?
        .query_row([key], |row| row.get(0))
        .optional()?;
    match number {
        Some(number) => write.update(Table::Settings, number, &[("value", text(Some(value.as_str())))])?,
        None => {
            write.insert(
                Table::Settings,
                &[("key", text(Some(key))), ("value", text(Some(value.as_str())))],
            )?;
        }
    }
    Ok(Outcome::SettingSet { key: key.to_owned(), value })
}
