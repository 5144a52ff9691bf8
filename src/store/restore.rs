//! Restoring from a backup: the copy is checked before anything is touched, and the file it takes the place of is kept.
//! Killed half-way, either nothing happened or the next opening finishes it.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, Utc};

use super::error::{StoreError, file_error};
use super::files::{self, Drive, beside, create_private, folder_of, remove_if_there};
use super::table::Table;
use super::write::moment;
use super::{
    Passphrase, Reference, Store, backup, finish_restore, key_file, log, open::OpenOptions, transaction,
};
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
    check_is_backup(restoring.backup)?;
    finish_restore::finish(to)?;
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
    clear(&draft)?;
    let lines = copy_private(restoring.backup, &draft)
        .and_then(|()| copy_private(&key_file::path_of(restoring.backup), &draft_keys))
        .and_then(|()| checked(&draft, restoring, reference, options, now))
        .map_err(|error| of_backup(error, restoring.backup));
    let decided = lines.and_then(|lines| {
        if is_there(to) {
            refuse_while_open(to, restoring, options)?;
        }
        finish_restore::decide(&draft, to).map(|()| lines)
    });
    // The failure is what matters; what stays of the copy is removed by the next try.
    let _ = clear(&draft);
    let lines = decided?;
    Ok(Restored { lines, kept: finish_restore::finish(to)? })
}

/// What is wrong with the copy is told of the backup it is of.
fn of_backup(error: StoreError, backup: &Path) -> StoreError {
    let path = backup.to_owned();
    match error.about(backup) {
        StoreError::WrongKeyOrDamaged(_) => StoreError::WrongKeyOrDamaged(path),
        StoreError::ForeignFile(_) => StoreError::ForeignFile(path),
        StoreError::NewerSchema { found, known, .. } => StoreError::NewerSchema { path, found, known },
        other => other,
    }
}

/// Removes what a copy that did not become the database leaves.
fn clear(draft: &Path) -> Result<(), StoreError> {
    for suffix in ["", "-journal", "-wal", "-shm", ".keys", ".keys.next"] {
        remove_if_there(&beside(draft, suffix))?;
    }
    // A copy of an older form was kept there before it was brought up to date; the backup itself says the same.
    match fs::remove_dir_all(backup::usual_folder(draft)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(file_error(draft)(error)),
        _ => Ok(()),
    }
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

/// Refuses while others have the database that is there open: what they write would go with it.
fn refuse_while_open(to: &Path, restoring: &Restoring<'_>, options: &OpenOptions) -> Result<(), StoreError> {
    let reference = Arc::new(Reference::default());
    match Store::open(to, restoring.adviser, restoring.passphrase, reference, options.clone()) {
        Ok(store) => store.check_alone(),
        // One that does not open any more, or not with what opened the backup, is put aside as it is.
        Err(_) if finish_restore::is_open_elsewhere(to) => Err(StoreError::NotAlone(to.to_owned())),
        Err(_) => Ok(()),
    }
}

/// Refuses at once what cannot be a backup: no file, a link, or a file without its key file.
///
/// # Errors
/// [`StoreError::File`], [`StoreError::Unsafe`] and [`StoreError::ForeignFile`], in that order.
pub fn check_is_backup(backup: &Path) -> Result<(), StoreError> {
    check_is_file(backup)?;
    match check_is_file(&key_file::path_of(backup)) {
        Err(StoreError::File { .. }) => Err(StoreError::ForeignFile(backup.to_owned())),
        checked => checked,
    }
}

/// Whose the file is, and who may read it, does not matter here: many sticks know no owners, and a copy that was not
/// made with this adviser's key does not open.
fn check_is_file(path: &Path) -> Result<(), StoreError> {
    let metadata = fs::symlink_metadata(path).map_err(file_error(path))?;
    if metadata.is_file() { Ok(()) } else { Err(StoreError::Unsafe(path.to_owned())) }
}

fn copy_private(from: &Path, to: &Path) -> Result<(), StoreError> {
    let mut source = files::open_plain(from)?;
    let mut target = create_private(to)?;
    std::io::copy(&mut source, &mut target).and_then(|_| target.sync_all()).map_err(file_error(to))
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
