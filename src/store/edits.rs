//! Corrections of a call: its fields, its referral, and which child is the same as another call's.

use chrono::{DateTime, Utc};

use super::error::StoreError;
use super::write::Write;
use crate::domain::command::{CallEdit, Outcome};
use crate::domain::ids::{CallId, ChildId};

/// Corrects a call.
pub(super) fn edit(_: &mut Write<'_>, _: &CallEdit) -> Result<Outcome, StoreError> {
    Err(StoreError::Value("not there yet".to_owned()))
}

/// Records the referral: the clock starts.
pub(super) fn refer(_: &mut Write<'_>, _: CallId, _: DateTime<Utc>) -> Result<Outcome, StoreError> {
    Err(StoreError::Value("not there yet".to_owned()))
}

/// Links a child with the same child of another call.
pub(super) fn link(_: &mut Write<'_>, _: ChildId, _: ChildId) -> Result<Outcome, StoreError> {
    Err(StoreError::Value("not there yet".to_owned()))
}
