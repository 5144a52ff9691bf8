//! The last part of a restore: the database that is there is put aside, and the checked copy takes its place.
//!
//! That takes several renames. The first gives the copy the name that says that it is decided; from then on whoever
//! opens the database does the rest first, so that a restore that was killed is finished and never seen half.

use std::fs::{self, File};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use rustix::fs::{FlockOperation, flock};

use super::error::{StoreError, file_error};
use super::files::{self, beside, check_own_file, folder_of, remove_if_there};
use super::key_file;

/// Decides a restore: the copy and its key file are whole and checked.
pub(super) fn decide(draft: &Path, to: &Path) -> Result<(), StoreError> {
    let decided = decided_path(to);
    let keys = key_file::path_of(&decided);
    // Left by a restore that was killed just before it was decided.
    remove_if_there(&keys)?;
    files::rename_to_new(&key_file::path_of(draft), &keys)?;
    files::rename_to_new(draft, &decided)
}

/// Finishes a restore that was decided; where the database it took the place of lies now, if there was one. Does
/// nothing when there is none to finish.
pub(super) fn finish(to: &Path) -> Result<Option<PathBuf>, StoreError> {
    let decided = decided_path(to);
    let file = match File::open(&decided) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(file_error(&decided)(error)),
    };
    check_own_file(&decided)?;
    flock(&file, FlockOperation::LockExclusive).map_err(|error| file_error(&decided)(error.into()))?;
    let ours = file.metadata().map_err(file_error(&decided))?;
    // Another process may have finished it while this one waited.
    if !fs::symlink_metadata(&decided).is_ok_and(|there| there.ino() == ours.ino()) {
        return Ok(None);
    }
    // Named after the copy, so that whoever goes on puts the rest beside what was put aside already.
    let at = DateTime::<Utc>::from(ours.modified().map_err(file_error(&decided))?);
    let kept = beside(to, &format!(".replaced-{}", at.format("%Y%m%dT%H%M%S%.3fZ")));
    let decided_keys = key_file::path_of(&decided);
    // While the new key file waits, whatever has its own name is of the old database.
    if is_there(&decided_keys) {
        for suffix in ["-wal", "-shm", "-journal", ".keys", ".keys.next", ""] {
            put_aside(&beside(to, suffix), &beside(&kept, suffix))?;
        }
        files::sync_folder(folder_of(to))?;
        files::rename_to_new(&decided_keys, &key_file::path_of(to))?;
    }
    files::rename_to_new(&decided, to)?;
    Ok(is_there(&kept).then_some(kept))
}

/// Whether another process has the database open. Asks without a key: each connection with a log holds a lock on its
/// index as long as it is open (SQLite's `UNIX_SHM_DMS`). Connections of this process are not seen.
pub(super) fn is_open_elsewhere(database: &Path) -> bool {
    use rustix::process::{Flock, FlockOffsetType, FlockType, fcntl_getlk};
    let Ok(index) = File::open(beside(database, "-shm")) else { return false };
    let whole = Flock {
        start: 128,
        length: 1,
        pid: None,
        typ: FlockType::WriteLock,
        offset_type: FlockOffsetType::Set,
    };
    fcntl_getlk(index, &whole).is_ok_and(|held| held.is_some())
}

fn decided_path(to: &Path) -> PathBuf {
    beside(to, ".restored")
}

fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

fn put_aside(from: &Path, to: &Path) -> Result<(), StoreError> {
    if is_there(from) { files::rename_to_new(from, to) } else { Ok(()) }
}
