//! The folder that backups of a database lie in: one process at a time makes one there, what a killed one left is
//! cleared away, and the old ones go when the rotation no longer keeps them.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Utc};
use rustix::fs::{FlockOperation, flock};

use super::backup::usual_folder;
use super::error::{StoreError, file_error};
use super::files::{self, beside, remove_if_there};
use super::key_file;
use crate::domain::backup_rotation::kept;

/// How the time stands in a backup's name: sorted by name they are sorted by time.
const NAME_TIME: &str = "%Y%m%dT%H%M%SZ";
/// How long that is, in characters.
const NAME_TIME_LENGTH: usize = 16;
const ENDING: &str = ".db";
/// What a backup is called until it is whole.
const DRAFT: &str = ".new";
const HEAD: &str = ".head";

/// The folder, taken: nobody else makes backups in it meanwhile.
pub(super) struct BackupFolder {
    path: PathBuf,
    stem: String,
    /// The lock goes with the file, also when the process is killed. None on a drive that knows no locks.
    lock: Option<File>,
}

impl BackupFolder {
    /// Takes the folder for backups of this database, waiting for whoever makes one there.
    pub(super) fn take(folder: &Path, database: &Path) -> Result<Self, StoreError> {
        make_folder(folder, database)?;
        let file = File::open(folder).map_err(file_error(folder))?;
        let is_locked = flock(&file, FlockOperation::LockExclusive).is_ok();
        Self::taken(folder, database, is_locked.then_some(file))
    }

    /// Takes the folder; none while another process makes a backup there.
    pub(super) fn take_if_free(folder: &Path, database: &Path) -> Result<Option<Self>, StoreError> {
        make_folder(folder, database)?;
        let file = File::open(folder).map_err(file_error(folder))?;
        let lock = match flock(&file, FlockOperation::NonBlockingLockExclusive) {
            Ok(()) => Some(file),
            Err(rustix::io::Errno::WOULDBLOCK) => return Ok(None),
            Err(_) => None,
        };
        Self::taken(folder, database, lock).map(Some)
    }

    fn taken(folder: &Path, database: &Path, lock: Option<File>) -> Result<Self, StoreError> {
        let stem = database.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let taken = Self { path: folder.to_owned(), stem, lock };
        taken.clear()?;
        Ok(taken)
    }

    /// What the backup of this moment is called.
    pub(super) fn path_at(&self, at: DateTime<Utc>) -> PathBuf {
        self.path.join(format!("{}-{}{ENDING}", self.stem, at.format(NAME_TIME)))
    }

    /// Removes what killed processes left: copies that never got their name, and key files and heads without theirs.
    fn clear(&self) -> Result<(), StoreError> {
        if self.lock.is_none() {
            // Whose they are cannot be known.
            return Ok(());
        }
        for (_, name, ending) in self.entries()? {
            let is_draft = ending.strip_prefix(ENDING).is_some_and(|rest| rest.starts_with(DRAFT));
            let is_part = [".db.keys", ".db.head"].contains(&ending.as_str());
            let whole = &name[..name.len() - ending.len()];
            let is_orphan = is_part && !self.path.join(format!("{whole}{ENDING}")).exists();
            if is_draft || is_orphan {
                remove_if_there(&self.path.join(&name))?;
            }
        }
        Ok(())
    }

    /// Throws away the backups of this database that are no longer kept; says how many.
    pub(super) fn rotate(&self, now: DateTime<Utc>) -> Result<usize, StoreError> {
        let there: Vec<_> = self.entries()?.into_iter().filter(|(_, _, ending)| ending == ENDING).collect();
        let times: Vec<_> = there.iter().map(|(at, _, _)| *at).collect();
        let keep = kept(&times, now);
        let gone: Vec<_> = there.iter().filter(|(at, _, _)| !keep.contains(at)).collect();
        for (_, name, _) in &gone {
            let path = self.path.join(name);
            // The copy first: killed here, what is left is cleared away, and nothing looks like a backup.
            for part in [path.clone(), key_file::path_of(&path), head_path(&path)] {
                remove_if_there(&part)?;
            }
        }
        Ok(gone.len())
    }

    /// The files here that belong to backups of this database: the time in the name, the name, and what follows the
    /// time in it.
    fn entries(&self) -> Result<Vec<(DateTime<Utc>, String, String)>, StoreError> {
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.path).map_err(file_error(&self.path))? {
            let name = entry.map_err(file_error(&self.path))?.file_name();
            let Some(name) = name.to_str() else { continue };
            let rest = name.strip_prefix(self.stem.as_str()).and_then(|rest| rest.strip_prefix('-'));
            let Some((time, ending)) = rest.and_then(|rest| rest.split_at_checked(NAME_TIME_LENGTH)) else {
                continue;
            };
            if let Ok(at) = NaiveDateTime::parse_from_str(time, NAME_TIME) {
                found.push((at.and_utc(), name.to_owned(), ending.to_owned()));
            }
        }
        Ok(found)
    }
}

/// Makes the folder where there is none. At the place that we chose ourselves no link is followed.
fn make_folder(folder: &Path, database: &Path) -> Result<(), StoreError> {
    if folder == usual_folder(database) {
        files::make_own_folder(folder)
    } else {
        files::make_private_folder(folder)
    }
}

/// What a backup is called until it is whole.
pub(super) fn draft_of(backup: &Path) -> PathBuf {
    beside(backup, DRAFT)
}

/// Where the head of a backup lies.
pub(super) fn head_path(backup: &Path) -> PathBuf {
    beside(backup, HEAD)
}

/// The heads in a folder, each with the backup it is of.
pub(super) fn heads_in(folder: &Path) -> Vec<(PathBuf, PathBuf)> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    entries
        .filter_map(|entry| {
            let head = entry.ok()?.path();
            let backup = PathBuf::from(head.to_str()?.strip_suffix(HEAD)?);
            backup.extension().is_some_and(|extension| extension == "db").then_some((head, backup))
        })
        .collect()
}

/// The backups of a database in its usual folder, the oldest first; those from before a migration come last.
#[must_use]
pub fn backups_of(database: &Path) -> Vec<PathBuf> {
    let stem = database.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let Ok(entries) = fs::read_dir(usual_folder(database)) else { return Vec::new() };
    let is_own = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| {
            let own = name.strip_prefix(&stem).is_some_and(|rest| rest.starts_with('-'));
            own && name.ends_with(ENDING)
        })
    };
    let mut found: Vec<PathBuf> =
        entries.filter_map(|entry| Some(entry.ok()?.path())).filter(is_own).collect();
    found.sort_unstable();
    found
}

/// The newest backup of a database in its usual folder that was made and checked.
#[must_use]
pub fn newest_backup(database: &Path) -> Option<PathBuf> {
    let stem = database.file_stem()?.to_string_lossy().into_owned();
    let is_timed = |path: &PathBuf| {
        let rest = path.file_name()?.to_str()?.strip_prefix(&stem)?.strip_prefix('-')?;
        NaiveDateTime::parse_from_str(rest.strip_suffix(ENDING)?, NAME_TIME).ok()
    };
    backups_of(database).into_iter().rfind(|path| is_timed(path).is_some())
}
