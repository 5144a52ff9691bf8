//! Reveals of hidden data: journalled before anything is shown.

use super::error::StoreError;
use super::write::Write;
use crate::domain::command::Outcome;
use crate::domain::question::Subject;

/// Journals a reveal.
pub(super) fn reveal(_: &mut Write<'_>, _: Subject) -> Result<Outcome, StoreError> {
    Err(StoreError::Value("not there yet".to_owned()))
}
