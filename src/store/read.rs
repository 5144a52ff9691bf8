//! From columns to domain values. A value this program would not have written is an error, never a guess.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row, params};

use super::error::StoreError;
use super::table::{Sensitive, Table};
use crate::domain::municipality::MunicipalityNumber;

/// A coded value.
pub(super) fn coded<T>(code: &str, from_code: impl Fn(&str) -> Option<T>) -> Result<T, StoreError> {
    from_code(code).ok_or_else(|| StoreError::Value(format!("unknown code «{code}»")))
}

/// A coded value or none.
pub(super) fn coded_if<T>(
    code: Option<String>,
    from_code: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, StoreError> {
    code.map(|code| coded(&code, from_code)).transpose()
}

/// A column that holds a coded value. Read in place: boards have thousands of them.
pub(super) fn coded_at<T>(
    row: &Row<'_>,
    column: usize,
    from_code: impl Fn(&str) -> Option<T>,
) -> Result<T, StoreError> {
    coded(row.get_ref(column)?.as_str().map_err(|error| StoreError::Value(error.to_string()))?, from_code)
}

/// A column that holds a coded value or none.
pub(super) fn coded_if_at<T>(
    row: &Row<'_>,
    column: usize,
    from_code: impl Fn(&str) -> Option<T>,
) -> Result<Option<T>, StoreError> {
    let code = row.get_ref(column)?.as_str_or_null();
    code.map_err(|error| StoreError::Value(error.to_string()))?.map(|code| coded(code, from_code)).transpose()
}

/// Coded values with `;` between.
pub(super) fn coded_list<T>(
    codes: &str,
    from_code: impl Fn(&str) -> Option<T>,
) -> Result<Vec<T>, StoreError> {
    codes.split(';').filter(|code| !code.is_empty()).map(|code| coded(code, &from_code)).collect()
}

/// Codes with `;` between, as [`coded_list`] reads them.
pub(super) fn joined<T: Copy>(values: &[T], code: impl Fn(T) -> &'static str) -> String {
    values.iter().map(|value| code(*value)).collect::<Vec<_>>().join(";")
}

/// A moment from UTC milliseconds.
pub(super) fn moment(milliseconds: i64) -> Result<DateTime<Utc>, StoreError> {
    DateTime::from_timestamp_millis(milliseconds)
        .ok_or_else(|| StoreError::Value(format!("no such time: {milliseconds}")))
}

/// A moment or none.
pub(super) fn moment_if(milliseconds: Option<i64>) -> Result<Option<DateTime<Utc>>, StoreError> {
    milliseconds.map(moment).transpose()
}

/// A column that holds a moment.
pub(super) fn moment_at(row: &Row<'_>, column: &str) -> Result<DateTime<Utc>, StoreError> {
    moment(row.get(column)?)
}

/// A column that holds a moment or none.
pub(super) fn moment_if_at(row: &Row<'_>, column: &str) -> Result<Option<DateTime<Utc>>, StoreError> {
    moment_if(row.get(column)?)
}

/// A municipality number.
pub(super) fn municipality(text: &str) -> Result<MunicipalityNumber, StoreError> {
    MunicipalityNumber::parse(text)
        .ok_or_else(|| StoreError::Value(format!("no municipality number: {text}")))
}

/// A small count.
pub(super) fn small<T: TryFrom<i64>>(number: i64) -> Result<T, StoreError> {
    T::try_from(number).map_err(|_| StoreError::Value(format!("{number} is out of range")))
}

/// One sensitive field of one row, unless it is not set or was erased.
pub(super) fn sensitive(
    connection: &Connection,
    table: Table,
    number: i64,
    field: &str,
) -> Result<Option<String>, StoreError> {
    use rusqlite::OptionalExtension as _;
    let Some(kind) = table.sensitive(field) else { return Ok(None) };
    let sql = format!("SELECT value FROM {} WHERE subject = ?1 AND number = ?2 AND field = ?3", kind.name());
    Ok(connection
        .prepare_cached(&sql)?
        .query_row(params![table.name(), number, field], |row| row.get(0))
        .optional()?)
}

/// All values of one sensitive field of a table, by row number.
pub(super) fn sensitive_column(
    connection: &Connection,
    kind: Sensitive,
    table: Table,
    field: &str,
) -> Result<HashMap<i64, String>, StoreError> {
    let sql = format!("SELECT number, value FROM {} WHERE subject = ?1 AND field = ?2", kind.name());
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params![table.name(), field], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The names of all advisers, leavers included, by number.
pub(super) fn adviser_names(connection: &Connection) -> Result<HashMap<i64, String>, StoreError> {
    sensitive_column(connection, Sensitive::PersonalData, Table::Advisers, "name")
}
