//! Reveals of hidden data: journalled before anything is shown.

use super::error::StoreError;
use super::table::Table;
use super::write::{Write, int, moment};
use crate::domain::command::Outcome;
use crate::domain::ids::{CallId, UnitId};
use crate::domain::question::Subject;
use crate::domain::refusal::{BadValue, Refusal};

/// Journals a reveal.
pub(super) fn reveal(write: &mut Write<'_>, subject: Subject) -> Result<Outcome, StoreError> {
    let (field, number) = match subject {
        Subject::Call(call @ CallId(number)) => {
            if !exists(write, "SELECT EXISTS (SELECT 1 FROM calls WHERE number = ?1)", number)? {
                return Err(Refusal::UnknownCall(call).into());
            }
            write.about_call(Some(call));
            ("call", number)
        }
        Subject::Unit(UnitId(number)) => {
            if !exists(write, "SELECT EXISTS (SELECT 1 FROM units WHERE number = ?1)", number)? {
                return Err(Refusal::BadValue(BadValue::UnknownNumber { field: "unit", number }).into());
            }
            ("unit", number)
        }
    };
    let fields =
        [("adviser", write.adviser_number()), (field, int(Some(number))), ("at", moment(Some(write.at)))];
    write.insert(Table::Reveals, &fields)?;
    Ok(Outcome::Revealed { subject })
}

fn exists(write: &Write<'_>, sql: &str, number: i64) -> Result<bool, StoreError> {
    Ok(write.tx.prepare_cached(sql)?.query_row([number], |row| row.get(0))?)
}
