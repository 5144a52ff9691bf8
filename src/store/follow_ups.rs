//! Follow-ups made and ended by the adviser.

use chrono::{DateTime, Utc};

use super::error::StoreError;
use super::write::Write;
use crate::domain::command::Outcome;
use crate::domain::follow_up::FollowUpEnd;
use crate::domain::ids::{CallId, FollowUpId};

/// Promises to ring back.
pub(super) fn promise(_: &mut Write<'_>, _: CallId, _: DateTime<Utc>) -> Result<Outcome, StoreError> {
    Err(StoreError::Value("not there yet".to_owned()))
}

/// Ends a follow-up.
pub(super) fn end_one(_: &mut Write<'_>, _: FollowUpId, _: FollowUpEnd) -> Result<Outcome, StoreError> {
    Err(StoreError::Value("not there yet".to_owned()))
}
