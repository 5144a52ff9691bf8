//! What the store says when it fails, in sentences: what happened, to which file, what to do now.

use chrono::{DateTime, Utc};

use super::failure::Failure;
use crate::store::StoreError;
use crate::text::Texts;

/// The sentence for an error of the store.
#[must_use]
pub fn sentence(texts: &Texts, error: &StoreError, now: DateTime<Utc>) -> String {
    let shown = |path: &std::path::Path| path.display().to_string();
    match error {
        StoreError::Refused(refusal) => texts.refusal(refusal, now),
        StoreError::Missing(path) => texts.error_store_missing(shown(path)),
        StoreError::Exists(path) => texts.error_store_exists(shown(path)),
        StoreError::WrongKeyOrDamaged(path) => texts.error_store_wrong_key(shown(path)),
        StoreError::ForeignFile(path) => texts.error_store_foreign(shown(path)),
        StoreError::NewerSchema { path, found, known } => {
            texts.error_store_newer(shown(path), *found, *known)
        }
        StoreError::ReadOnly(path) => texts.error_store_read_only(shown(path)),
        StoreError::NetworkDrive(path) => texts.error_store_network(shown(path)),
        StoreError::Unsafe(path) => texts.error_store_unsafe(shown(path)),
        StoreError::DiskFull(path) => texts.error_store_full(shown(path)),
        StoreError::Busy => texts.error_store_busy().into_owned(),
        StoreError::AdviserNeeded(names) => texts.error_store_adviser(names.join(", ")),
        StoreError::File { path, source } => texts.error_cannot_read(shown(path), source.to_string()),
        StoreError::Value(_) | StoreError::Sqlite(_) => texts.error_store_damaged().into_owned(),
    }
}

/// The failure for an error of the store.
pub fn failure(texts: &Texts, error: &StoreError, now: DateTime<Utc>) -> Failure {
    match error {
        StoreError::Refused(refusal) => Failure::refused(texts, refusal, now),
        _ => Failure::new(error.code(), sentence(texts, error, now)),
    }
}
