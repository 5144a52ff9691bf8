//! What happened with the places of a unit.

use rusqlite::Connection;

use super::error::StoreError;
use crate::domain::ids::UnitId;
use crate::domain::place_history::HistoryLine;

/// The newest first.
pub(super) fn of_unit(_: &Connection, _: UnitId) -> Result<Vec<HistoryLine>, StoreError> {
    Ok(Vec::new())
}
