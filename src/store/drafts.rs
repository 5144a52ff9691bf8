//! Half-written work: kept as it is typed, for its adviser alone. Not journalled: it is no record yet.

use rusqlite::{Connection, Row, params};

use super::error::StoreError;
use super::read::{coded, moment_at};
use super::{Store, transaction};
use crate::domain::draft::{Draft, DraftId, DraftKind};
use crate::domain::ids::{AdviserId, CallId};

impl Store {
    /// Keeps a draft, in place of what was kept of it before.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save_draft(&mut self, draft: &Draft) -> Result<(), StoreError> {
        let (adviser, path) = (self.adviser, self.path.clone());
        let fields =
            serde_json::to_string(&draft.fields).map_err(|error| StoreError::Value(error.to_string()))?;
        let save = |connection: &mut Connection| {
            let tx = transaction::lock(connection)?;
            tx.prepare_cached(
                "INSERT INTO drafts (sitting, count, adviser, kind, call, about, begun_at, fields)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
                 ON CONFLICT (sitting, count) DO UPDATE SET kind = ?4, call = ?5, about = ?6, fields = ?8
                 WHERE adviser = ?3",
            )?
            .execute(params![
                draft.id.sitting.to_string(),
                draft.id.count,
                adviser.0,
                draft.kind.code(),
                draft.call.map(|call| call.0),
                draft.about,
                draft.begun_at.timestamp_millis(),
                fields,
            ])?;
            Ok(tx.commit()?)
        };
        self.through(save).map_err(|error: StoreError| error.about(&path))
    }

    /// Throws a draft away; one that is gone already is no error.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn drop_draft(&mut self, draft: DraftId) -> Result<(), StoreError> {
        let (adviser, path) = (self.adviser, self.path.clone());
        let drop = |connection: &mut Connection| {
            let tx = transaction::lock(connection)?;
            delete(&tx, adviser, draft)?;
            Ok(tx.commit()?)
        };
        self.through(drop).map_err(|error: StoreError| error.about(&path))
    }

    /// This adviser's drafts, the oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn drafts(&mut self) -> Result<Vec<Draft>, StoreError> {
        let (adviser, path) = (self.adviser, self.path.clone());
        self.read(|connection| {
            let mut statement = connection.prepare_cached(
                "SELECT * FROM drafts WHERE adviser = ?1 ORDER BY begun_at, sitting, count",
            )?;
            let mut rows = statement.query([adviser.0])?;
            let mut drafts = Vec::new();
            while let Some(row) = rows.next()? {
                drafts.push(draft(row)?);
            }
            Ok(drafts)
        })
        .map_err(|error| error.about(&path))
    }
}

/// Throws a draft away, in the transaction of the connection.
pub(super) fn delete(connection: &Connection, adviser: AdviserId, draft: DraftId) -> Result<(), StoreError> {
    connection
        .prepare_cached("DELETE FROM drafts WHERE sitting = ?1 AND count = ?2 AND adviser = ?3")?
        .execute(params![draft.sitting.to_string(), draft.count, adviser.0])?;
    Ok(())
}

fn draft(row: &Row<'_>) -> Result<Draft, StoreError> {
    let fields: String = row.get("fields")?;
    Ok(Draft {
        id: DraftId {
            sitting: coded(&row.get::<_, String>("sitting")?, |text| uuid::Uuid::parse_str(text).ok())?,
            count: row.get("count")?,
        },
        kind: coded(&row.get::<_, String>("kind")?, DraftKind::from_code)?,
        call: row.get::<_, Option<i64>>("call")?.map(CallId),
        about: row.get("about")?,
        begun_at: moment_at(row, "begun_at")?,
        fields: serde_json::from_str(&fields).map_err(|error| StoreError::Value(error.to_string()))?,
    })
}
