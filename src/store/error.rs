//! What can go wrong in the store, told apart so that each has its own sentence and code.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::ErrorCode as SqliteCode;

use super::Finding;
use super::files::is_full;
use crate::domain::refusal::{ErrorCode, Refusal};

/// Why the store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A rule of the domain refused the command; nothing changed.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// There is no database at this path.
    #[error("no database at {}", .0.display())]
    Missing(PathBuf),
    /// A file is there already; it was not touched.
    #[error("{} exists", .0.display())]
    Exists(PathBuf),
    /// The passphrase is wrong, the file damaged, plain or rubbish: they give the same error.
    #[error("{} does not open with this key", .0.display())]
    WrongKeyOrDamaged(PathBuf),
    /// A file of another program, or a database without its key file.
    #[error("{} is not a database of this program", .0.display())]
    ForeignFile(PathBuf),
    /// Written by a newer version of the program.
    #[error("{} has schema {found}, this program knows {known}", path.display())]
    NewerSchema {
        /// The file.
        path: PathBuf,
        /// Its schema version.
        found: i64,
        /// The newest this program knows.
        known: i64,
    },
    /// The file or its folder cannot be written to.
    #[error("{} cannot be written to", .0.display())]
    ReadOnly(PathBuf),
    /// The file lies on a network drive, where locks and syncs cannot be trusted.
    #[error("{} lies on a network drive", .0.display())]
    NetworkDrive(PathBuf),
    /// A file or folder belongs to someone else, is a link, or is open to others.
    #[error("{} is not safe to use", .0.display())]
    Unsafe(PathBuf),
    /// A copy of the database is not sound, so it is none.
    #[error("the copy has {} findings", .0.len())]
    BackupUnsound(Vec<Finding>),
    /// Others have the database open, and this can only be done alone.
    #[error("others have {} open", .0.display())]
    NotAlone(PathBuf),
    /// The disk is full.
    #[error("the disk of {} is full", .0.display())]
    DiskFull(PathBuf),
    /// Others were writing for longer than anyone should wait.
    #[error("others kept writing")]
    Busy,
    /// There is more than one adviser, and none was named.
    #[error("more than one adviser, none named")]
    AdviserNeeded(Vec<String>),
    /// Reading or writing a file failed.
    #[error("file error at {}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A stored value is not one this program writes.
    #[error("stored value not understood: {0}")]
    Value(String),
    /// The database itself failed.
    #[error("database error")]
    Sqlite(#[source] rusqlite::Error),
}

impl StoreError {
    /// The fixed code for scripts.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Refused(refusal) => refusal.code(),
            Self::Missing(_) | Self::Unsafe(_) | Self::File { .. } | Self::BackupUnsound(_) => {
                ErrorCode::BadFile
            }
            Self::NotAlone(_) => ErrorCode::NotAlone,
            Self::Exists(_) => ErrorCode::Exists,
            Self::WrongKeyOrDamaged(_) | Self::Value(_) | Self::Sqlite(_) => ErrorCode::WrongKeyOrDamaged,
            Self::ForeignFile(_) => ErrorCode::ForeignFile,
            Self::NewerSchema { .. } => ErrorCode::NewerSchema,
            Self::ReadOnly(_) => ErrorCode::ReadOnly,
            Self::NetworkDrive(_) => ErrorCode::NetworkDrive,
            Self::DiskFull(_) => ErrorCode::DiskFull,
            Self::Busy => ErrorCode::Busy,
            Self::AdviserNeeded(_) => ErrorCode::UnknownAdviser,
        }
    }

    /// The error with the file it came from, where SQLite's own code says more than «failed».
    pub(super) fn about(self, path: &Path) -> Self {
        let Self::Sqlite(error) = self else { return self };
        match error.sqlite_error_code() {
            // On a disk without a free block SQLite fails in many ways before it says «full».
            Some(SqliteCode::CannotOpen | SqliteCode::SystemIoFailure) if is_full(path) => {
                Self::DiskFull(path.to_owned())
            }
            Some(SqliteCode::NotADatabase | SqliteCode::DatabaseCorrupt) => {
                Self::WrongKeyOrDamaged(path.to_owned())
            }
            Some(SqliteCode::ReadOnly | SqliteCode::CannotOpen | SqliteCode::PermissionDenied) => {
                Self::ReadOnly(path.to_owned())
            }
            Some(SqliteCode::DiskFull) => Self::DiskFull(path.to_owned()),
            Some(SqliteCode::DatabaseBusy | SqliteCode::DatabaseLocked) => Self::Busy,
            _ => Self::Sqlite(error),
        }
    }

    /// Whether the failure is in the file or disk, so that what was committed is not known.
    pub(super) fn leaves_commit_unknown(&self) -> bool {
        matches!(self, Self::Sqlite(_) | Self::DiskFull(_) | Self::ReadOnly(_) | Self::WrongKeyOrDamaged(_))
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

/// Adds the path to a file error; a full disk and a missing right have their own kinds.
pub(super) fn file_error(path: &Path) -> impl FnOnce(io::Error) -> StoreError + '_ {
    move |source| match source.kind() {
        io::ErrorKind::AlreadyExists => StoreError::Exists(path.to_owned()),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => StoreError::DiskFull(path.to_owned()),
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
            StoreError::ReadOnly(path.to_owned())
        }
        _ => StoreError::File { path: path.to_owned(), source },
    }
}
