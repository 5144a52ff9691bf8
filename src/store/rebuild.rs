//! The tables as the journal tells them: every line replayed onto nothing. Used to check that no table says
//! anything its history does not.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;
use rusqlite::types::Value;

use super::error::StoreError;
use super::journal;
use super::purge::goes_with_call;
use super::table::{Sensitive, Table};
use super::write::journal_text;
use crate::domain::journal::commitment;

/// A row: its fields as the journal writes them, without those that are null; `version` among them.
type Row = BTreeMap<String, String>;
/// Rows by table and number.
type Rows = BTreeMap<(&'static str, i64), Row>;

/// Where tables and journal differ: table and row number. At most one a row, in order.
pub(super) fn differences(connection: &Connection) -> Result<Vec<(&'static str, i64)>, StoreError> {
    let mut told = replayed(connection)?;
    leave_out_erased(&mut told);
    let found = stored(connection)?;
    let mut differing: Vec<_> = told
        .iter()
        .filter(|(key, row)| found.get(*key) != Some(*row))
        .map(|(key, _)| *key)
        .chain(found.keys().filter(|key| !told.contains_key(*key)).copied())
        .collect();
    differing.sort_unstable();
    Ok(differing)
}

/// What was erased stands in the journal as a commitment and nowhere else.
fn leave_out_erased(rows: &mut Rows) {
    let erased: BTreeSet<i64> = rows
        .iter()
        .filter(|((table, _), row)| *table == Table::Calls.name() && row.contains_key("erased_at"))
        .map(|((_, number), _)| *number)
        .collect();
    for ((name, number), row) in rows.iter_mut() {
        let Some(table) = Table::ALL.into_iter().find(|table| table.name() == *name) else { continue };
        let call = match table {
            Table::Calls => Some(*number),
            _ => row.get("call").and_then(|call| call.parse().ok()),
        };
        let is_erased = match table {
            Table::Handovers => row.contains_key("erased_at"),
            _ => goes_with_call(table) && call.is_some_and(|call| erased.contains(&call)),
        };
        if is_erased {
            row.retain(|field, _| table.sensitive(field).is_none());
        }
    }
}

fn replayed(connection: &Connection) -> Result<Rows, StoreError> {
    let mut rows = Rows::new();
    journal::lines(connection, |entry, _| {
        let Some(table) = Table::of(&entry) else {
            return Err(StoreError::Value(format!("journal line {} is about no table", entry.seq)));
        };
        let row = rows.entry((table.name(), entry.number)).or_default();
        row.insert("version".to_owned(), entry.seq.to_string());
        match entry.new {
            Some(new) => {
                row.insert(entry.field, new);
            }
            None => {
                row.remove(&entry.field);
            }
        }
        Ok(())
    })?;
    Ok(rows)
}

fn stored(connection: &Connection) -> Result<Rows, StoreError> {
    let mut rows = Rows::new();
    for table in Table::ALL {
        let mut statement = connection.prepare(&format!("SELECT * FROM {}", table.name()))?;
        let columns: Vec<String> = statement.column_names().map(str::to_owned).collect();
        let mut found = statement.query([])?;
        while let Some(row) = found.next()? {
            let mut fields = Row::new();
            for (at, column) in columns.iter().enumerate().filter(|(_, column)| *column != "number") {
                if let Some(value) = journal_text(&row.get::<_, Value>(at)?) {
                    fields.insert(column.clone(), value);
                }
            }
            rows.insert((table.name(), row.get("number")?), fields);
        }
    }
    for sensitive in Sensitive::ALL {
        let sql = format!("SELECT subject, number, field, salt, value FROM {}", sensitive.name());
        let mut statement = connection.prepare(&sql)?;
        let mut found = statement.query([])?;
        while let Some(row) = found.next()? {
            let subject: String = row.get(0)?;
            let (field, salt, value): (String, Vec<u8>, String) = (row.get(2)?, row.get(3)?, row.get(4)?);
            let table = Table::ALL
                .into_iter()
                .find(|table| table.name() == subject)
                .filter(|table| table.sensitive(&field) == Some(sensitive))
                .ok_or_else(|| StoreError::Value(format!("{subject}.{field} is not known")))?;
            let fields = rows.entry((table.name(), row.get(1)?)).or_default();
            fields.insert(field, commitment(&salt, &value));
        }
    }
    Ok(rows)
}
