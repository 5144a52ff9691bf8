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
        StoreError::BackupUnsound(findings) => texts.error_store_backup_unsound(findings.len()),
        StoreError::NotAlone(path) => texts.error_store_not_alone(shown(path)),
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

#[cfg(test)]
mod tests {
    use std::collections::HashSet;
    use std::path::PathBuf;

    use super::*;
    use crate::domain::refusal::ErrorCode;

    #[test]
    fn every_error_of_the_store_names_its_file_and_has_a_sentence_and_a_code_of_its_own() {
        let texts = Texts::load(Texts::DEFAULT).unwrap();
        let path = || PathBuf::from("/her/vakt.db");
        let now = DateTime::UNIX_EPOCH;
        let of_files = [
            (StoreError::Missing(path()), ErrorCode::BadFile),
            (StoreError::Exists(path()), ErrorCode::Exists),
            (StoreError::WrongKeyOrDamaged(path()), ErrorCode::WrongKeyOrDamaged),
            (StoreError::ForeignFile(path()), ErrorCode::ForeignFile),
            (StoreError::NewerSchema { path: path(), found: 9, known: 1 }, ErrorCode::NewerSchema),
            (StoreError::ReadOnly(path()), ErrorCode::ReadOnly),
            (StoreError::NetworkDrive(path()), ErrorCode::NetworkDrive),
            (StoreError::Unsafe(path()), ErrorCode::BadFile),
            (StoreError::NotAlone(path()), ErrorCode::NotAlone),
            (StoreError::DiskFull(path()), ErrorCode::DiskFull),
        ];
        let mut sentences = HashSet::new();
        for (error, code) in of_files {
            let said = sentence(&texts, &error, now);
            assert!(said.contains("/her/vakt.db") && said.ends_with('.'), "{said}");
            assert_eq!(error.code(), code);
            assert!(sentences.insert(said), "{error}");
        }
        let others = [StoreError::Busy, StoreError::AdviserNeeded(vec!["Kari".to_owned(), "Per".to_owned()])];
        for error in others {
            assert!(sentences.insert(sentence(&texts, &error, now)), "{error}");
        }
    }
}
