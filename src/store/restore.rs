//! Restoring from a backup: the copy is checked before anything is touched, and the file it takes the place of is kept.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::error::{StoreError, file_error};
use super::files::{self, Drive, SIDE_FILES, beside, create_private, folder_of};
use super::table::Table;
use super::write::moment;
use super::{Passphrase, Reference, Store, backup, key_file, log, open::OpenOptions, transaction};
use crate::domain::journal::Act;

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Journal lines in it, without the one that says it was restored.
    pub lines: i64,
    /// Where the file it took the place of lies now.
    pub kept: Option<PathBuf>,
}

/// What a restore needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Restoring<'a> {
    /// The backup; its key file lies beside it.
    pub backup: &'a Path,
    /// Where the database is to be.
    pub to: &'a Path,
    /// Whether a database that is there may be put aside.
    pub replaces: bool,
    /// As which adviser of the backup.
    pub adviser: Option<&'a str>,
    /// That adviser's passphrase when the backup was made.
    pub passphrase: &'a Passphrase,
}

/// Restores a database from a backup.
///
/// # Errors
/// [`StoreError::Exists`] when a database is there and may not be put aside, [`StoreError::NotAlone`] when others
/// have it open, [`StoreError::BackupUnsound`] when the copy has findings. Nothing is touched then.
pub fn restore(
    restoring: &Restoring<'_>,
    reference: Arc<Reference>,
    options: &OpenOptions,
    now: DateTime<Utc>,
) -> Result<Restored, StoreError> {
    let to = restoring.to;
    let is_there = |path: &Path| fs::symlink_metadata(path).is_ok();
    let keys = key_file::path_of(to);
    if !restoring.replaces
        && let Some(taken) = [to, &keys].into_iter().find(|path| is_there(path))
    {
        return Err(StoreError::Exists(taken.to_owned()));
    }
    files::check_folder(folder_of(to))?;
    if (options.drive_of)(folder_of(to))? == Drive::Network {
        return Err(StoreError::NetworkDrive(to.to_owned()));
    }
    let draft = beside(to, ".restoring");
    let draft_keys = key_file::path_of(&draft);
    // Left by a restore that was killed.
    remove_draft(&draft)?;
    let made = copy_private(restoring.backup, &draft)
        .and_then(|()| copy_private(&key_file::path_of(restoring.backup), &draft_keys))
        .and_then(|()| checked(&draft, restoring, reference, options, now));
    let lines = match made {
        Ok(lines) => lines,
        Err(error) => {
            // The failure is what matters; what stays is removed by the next try.
            let _ = remove_draft(&draft);
            return Err(error.about(restoring.backup));
        }
    };
    let kept = put_aside(to, restoring, options, now)?;
    if is_there(&keys) {
        files::rename_to_new(&keys, &aside(&keys, now))?;
    }
    files::rename_to_new(&draft_keys, &keys)?;
    files::rename_to_new(&draft, to)?;
    remove_draft(&draft)?;
    Ok(Restored { lines, kept })
}

/// Opens the copy, checks it and journals in it that it was restored; how many lines it had.
fn checked(
    draft: &Path,
    restoring: &Restoring<'_>,
    reference: Arc<Reference>,
    options: &OpenOptions,
    now: DateTime<Utc>,
) -> Result<i64, StoreError> {
    let mut store = Store::open(draft, restoring.adviser, restoring.passphrase, reference, options.clone())?;
    let findings = store.check()?;
    if !findings.is_empty() {
        return Err(StoreError::BackupUnsound(findings));
    }
    let lines = store.journal_head()?;
    let (adviser, database) = (store.adviser, store.database);
    let mut write = transaction::begin(&mut store.connection, now, Some(adviser), database, Act::Restore)?;
    let at = write.at;
    write.update(Table::Meta, 1, &[("restored_at", moment(Some(at)))])?;
    write.commit()?;
    // A backup has no log of its own; the database it becomes has.
    store.take_log_up()?;
    store.connection.close().map_err(|(_, error)| error)?;
    fs::File::open(draft).and_then(|file| file.sync_all()).map_err(file_error(draft))?;
    Ok(lines)
}

/// Puts the database that is there aside, with its log; refuses while others have it open. A log without a database is
/// put aside too: SQLite would take it for the log of what is restored.
fn put_aside(
    to: &Path,
    restoring: &Restoring<'_>,
    options: &OpenOptions,
    now: DateTime<Utc>,
) -> Result<Option<PathBuf>, StoreError> {
    let is_there = |path: &Path| fs::symlink_metadata(path).is_ok();
    // One that does not open any more is put aside as it is: that is what a backup is for.
    let reference = Arc::new(Reference::default());
    if let Ok(store) = Store::open(to, restoring.adviser, restoring.passphrase, reference, options.clone()) {
        store.check_alone()?;
    } else if fs::symlink_metadata(to).is_ok_and(|metadata| metadata.is_file())
        && files::is_open_elsewhere(to)?
    {
        // Not with this passphrase, that is: whoever has it open may still write to it.
        return Err(StoreError::NotAlone(to.to_owned()));
    }
    let kept = aside(to, now);
    for suffix in SIDE_FILES {
        let part = beside(to, suffix);
        if is_there(&part) {
            files::rename_to_new(&part, &beside(&kept, suffix))?;
        }
    }
    if !is_there(to) {
        return Ok(None);
    }
    files::rename_to_new(to, &kept)?;
    Ok(Some(kept))
}

fn aside(path: &Path, now: DateTime<Utc>) -> PathBuf {
    beside(path, &format!(".replaced-{}", now.format("%Y%m%dT%H%M%SZ")))
}

fn copy_private(from: &Path, to: &Path) -> Result<(), StoreError> {
    if fs::symlink_metadata(from).is_err() {
        return Err(StoreError::Missing(from.to_owned()));
    }
    let mut source = files::open_own(from)?;
    let mut target = create_private(to)?;
    std::io::copy(&mut source, &mut target).and_then(|_| target.sync_all()).map_err(file_error(to))
}

/// Removes what a restore works on, and the copy that was kept of it where its schema was older: the backup is one.
fn remove_draft(draft: &Path) -> Result<(), StoreError> {
    let there = |path: &Path, removed: std::io::Result<()>| match removed {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(file_error(path)(error)),
        _ => Ok(()),
    };
    for path in SIDE_FILES.map(|suffix| beside(draft, suffix)).iter().chain([&key_file::path_of(draft)]) {
        there(path, fs::remove_file(path))?;
    }
    let copies = backup::usual_folder(draft);
    there(&copies, fs::remove_dir_all(&copies))?;
    there(draft, fs::remove_file(draft))
}

impl Store {
    /// Refuses while any other connection has the database open: leaving the log is possible only alone. The log is
    /// taken up again at once.
    pub(super) fn check_alone(&self) -> Result<(), StoreError> {
        let left = self.leave_log();
        self.take_log_up()?;
        left
    }

    /// Leaves the log, which is possible only alone.
    pub(super) fn leave_log(&self) -> Result<(), StoreError> {
        let left =
            self.connection.query_row("PRAGMA journal_mode = delete", [], |row| row.get::<_, String>(0));
        match left.as_deref() {
            Ok("delete") => Ok(()),
            _ => Err(StoreError::NotAlone(self.path.clone())),
        }
    }

    /// Takes the log up again.
    pub(super) fn take_log_up(&self) -> Result<(), StoreError> {
        log::use_one(&self.connection)
    }
}
