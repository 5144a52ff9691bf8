//! Copies of the database that can be used: made while others write, checked before they count, rotated.
//!
//! A backup is a database of its own with its key file; beside it stands how long the journal was and its last
//! hash, so that a journal that was cut or replaced later is seen. A copy that is not whole never has its final name.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, NaiveDateTime, Utc};
use rusqlite::backup::{Backup as Copying, StepResult};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

use super::error::{StoreError, file_error};
use super::files::{self, beside};
use super::key_file::{self, KeyFile, to_hex};
use super::keying::DataKey;
use super::{Finding, OpenOptions, Store, check, journal, open, schema};
use crate::domain::backup_rotation::kept;
use crate::domain::journal::Act;

/// How the time stands in a backup's name: sorted by name they are sorted by time.
const NAME_TIME: &str = "%Y%m%dT%H%M%SZ";
const ENDING: &str = ".db";

/// What a copy is called until it is whole; what follows is of one try alone.
const DRAFT: &str = "db.new-";

/// A head is some hundred bytes; anything larger is none.
const MAX_HEAD_BYTES: u64 = 1 << 12;

/// A backup that was made and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackupMade {
    /// The file; its key file and its head lie beside it.
    pub path: PathBuf,
    /// Journal lines in it.
    pub lines: i64,
    /// How many older ones the rotation threw away.
    pub thrown_away: usize,
}

/// How long the journal was when a backup was made, and its last hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Head {
    lines: i64,
    hash: String,
    at: DateTime<Utc>,
}

/// Makes backups of one database, with a connection of its own.
#[derive(Clone)]
pub struct BackupMaker {
    path: PathBuf,
    key: DataKey,
    options: OpenOptions,
    database: uuid::Uuid,
}

/// Where the backups of a database lie when nothing else is said.
#[must_use]
pub fn usual_folder(database: &Path) -> PathBuf {
    beside(database, ".backups")
}

impl Store {
    /// What makes backups of this database, from any thread.
    #[must_use]
    pub fn backup_maker(&self) -> BackupMaker {
        BackupMaker {
            path: self.path.clone(),
            key: self.key.clone(),
            options: self.options.clone(),
            database: self.database,
        }
    }
}

impl BackupMaker {
    /// The newest backup in the usual folder, and the last journal line in it.
    #[must_use]
    pub fn newest(&self) -> Option<(DateTime<Utc>, i64)> {
        heads_of(&self.path).into_iter().map(|head| (head.at, head.lines)).max()
    }

    /// The number of the last journal line now.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn journal_head(&self) -> Result<i64, StoreError> {
        let about = |error: StoreError| error.about(&self.path);
        let connection = open::connect(&self.path, &self.key, &self.options).map_err(about)?;
        journal::head(&connection).map_err(about)
    }

    /// Makes a backup, checks it, and gives it its name. Without a folder it goes to [`usual_folder`], where those
    /// the rotation no longer keeps are thrown away; in a folder of the adviser's own nothing is.
    ///
    /// # Errors
    /// [`StoreError::BackupUnsound`] when the copy has findings; then, and after every other failure, there is no file
    /// under a final name.
    pub fn make(&self, folder: Option<&Path>, now: DateTime<Utc>) -> Result<BackupMade, StoreError> {
        let rotates = folder.is_none();
        let folder = if let Some(folder) = folder {
            files::make_private_folder(folder)?;
            folder.to_owned()
        } else {
            let folder = usual_folder(&self.path);
            files::make_own_folder(&folder)?;
            folder
        };
        let stem = self.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let made = folder.join(format!("{stem}-{}{ENDING}", now.format(NAME_TIME)));
        if fs::symlink_metadata(&made).is_ok() {
            return Err(StoreError::Exists(made));
        }
        remove_abandoned(&folder, &stem)?;
        // Two who make one in the same second each write their own; the first to finish gives it the name.
        let (draft, file) = files::create_held(|| draft_of(&made))?;
        let head = match self.copy_to(&draft, &file, &made, now) {
            Ok(head) => head,
            Err(error) => {
                // The failure itself is what matters; a draft that stays is removed by a later try.
                let _ = remove_if_there(&draft);
                return Err(error.about(&made));
            }
        };
        let thrown_away = if rotates { rotate(&folder, &stem, now)? } else { 0 };
        Ok(BackupMade { path: made, lines: head.lines, thrown_away })
    }

    /// Copies the database as it is at one moment, checks the copy and gives it its name.
    fn copy_to(
        &self,
        draft: &Path,
        file: &fs::File,
        made: &Path,
        now: DateTime<Utc>,
    ) -> Result<Head, StoreError> {
        let source = open::connect(&self.path, &self.key, &self.options)?;
        // While the database is open nobody gives it another key: these are the keys of what is copied.
        let keys = KeyFile::read(&self.path)?;
        let mut copy = open::connect_empty(draft, &self.key, &self.options)?;
        copy_all(&source, &mut copy)?;
        drop(source);
        // The copy is a file of its own, without a log beside it.
        copy.pragma_update(None, "journal_mode", "delete")?;
        let found = check::findings(&copy, self.database)?;
        if !found.is_empty() {
            return Err(StoreError::BackupUnsound(found));
        }
        let (lines, hash): (i64, Vec<u8>) =
            copy.query_row("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1", [], |row| {
                Ok((row.get(0)?, row.get(1)?))
            })?;
        copy.close().map_err(|(_, error)| error)?;
        file.sync_all().map_err(file_error(draft))?;
        let head = Head { lines, hash: to_hex(&hash), at: now };
        let record = serde_json::to_vec(&head).map_err(|error| StoreError::Value(error.to_string()))?;
        keys.replace(made)?;
        files::write_over(&head_path(made), &record)?;
        // Last: what has its final name is whole, with key file and head beside it.
        files::rename_to_new(draft, made)?;
        Ok(head)
    }
}

/// Copies all pages in one step: one moment, however much others write meanwhile.
fn copy_all(source: &Connection, copy: &mut Connection) -> Result<(), StoreError> {
    match Copying::new(source, copy)?.step(-1)? {
        StepResult::Done => Ok(()),
        // Not an error to SQLite, which would go on another time; but the copy is not whole.
        _ => Err(StoreError::Busy),
    }
}

/// Removes what processes left that were killed while they copied; what another is writing now stays.
fn remove_abandoned(folder: &Path, stem: &str) -> Result<(), StoreError> {
    for entry in fs::read_dir(folder).map_err(file_error(folder))? {
        let path = entry.map_err(file_error(folder))?.path();
        let name = path.file_name().and_then(std::ffi::OsStr::to_str).unwrap_or_default();
        // Not what SQLite puts beside one: it goes with it.
        let is_draft = name.starts_with(&format!("{stem}-"))
            && name.split_once(DRAFT).is_some_and(|(_, end)| uuid::Uuid::parse_str(end).is_ok());
        if is_draft {
            files::remove_abandoned(&path);
        }
    }
    Ok(())
}

/// Keeps a database as it is before its schema changes: `<folder>/<name>-before-schema-<version>.db`. One that is
/// there already is from a migration that did not come through, and says the same.
pub(super) fn keep_before_migration(
    path: &Path,
    key: &DataKey,
    options: &OpenOptions,
    source: &Connection,
) -> Result<(), StoreError> {
    let folder = usual_folder(path);
    files::make_own_folder(&folder)?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let kept = folder.join(format!("{stem}-before-schema-{}{ENDING}", schema::known_version()));
    if fs::symlink_metadata(&kept).is_ok() {
        return Ok(());
    }
    // Several first starts at once each write their own; the first to finish gives it the name.
    let (draft, file) = files::create_held(|| draft_of(&kept))?;
    let copied = || {
        let mut copy = open::connect_empty(&draft, key, options)?;
        copy_all(source, &mut copy)?;
        copy.close().map_err(|(_, error)| error)?;
        file.sync_all().map_err(file_error(&draft))?;
        KeyFile::read(path)?.replace(&kept)?;
        files::rename_to_new(&draft, &kept)
    };
    match copied() {
        Err(StoreError::Exists(_)) => remove_if_there(&draft),
        Err(error) => {
            let _ = remove_if_there(&draft);
            Err(error)
        }
        Ok(()) => Ok(()),
    }
}

/// The heads that stand beside the usual backups of a database. One that cannot be read says nothing.
pub(super) fn heads_of(database: &Path) -> Vec<Head> {
    let Ok(entries) = fs::read_dir(usual_folder(database)) else { return Vec::new() };
    entries
        .filter_map(|entry| {
            let path = entry.ok()?.path();
            if path.extension()? != "head" {
                return None;
            }
            serde_json::from_slice(&files::read_own(&path, MAX_HEAD_BYTES).ok()??).ok()
        })
        .collect()
}

/// Finds heads whose line is gone or says something else. What was written after a backup that was restored is gone
/// on purpose: heads from before the restoring are judged only up to where it went back.
pub(super) fn compare(
    connection: &Connection,
    heads: &[Head],
    findings: &mut Vec<Finding>,
) -> Result<(), StoreError> {
    let restored: Option<(i64, i64)> = connection
        .prepare_cached("SELECT seq, at FROM journal WHERE act = ?1 ORDER BY seq DESC LIMIT 1")?
        .query_row([Act::Restore.code()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    let mut broken: Vec<i64> = Vec::new();
    for head in heads {
        let is_gone_on_purpose =
            restored.is_some_and(|(line, at)| head.lines >= line && head.at.timestamp_millis() <= at);
        if is_gone_on_purpose {
            continue;
        }
        let hash: Option<Vec<u8>> = connection
            .prepare_cached("SELECT hash FROM journal WHERE seq = ?1")?
            .query_row([head.lines], |row| row.get(0))
            .optional()?;
        if hash.is_none_or(|hash| to_hex(&hash) != head.hash) {
            broken.push(head.lines);
        }
    }
    // The earliest says where it began.
    findings.extend(broken.into_iter().min().map(|line| Finding::OtherThanBackup { line }));
    Ok(())
}

/// What a copy is called until it is whole: another name each try, and beside its final one.
fn draft_of(made: &Path) -> PathBuf {
    made.with_extension(format!("{DRAFT}{}", uuid::Uuid::new_v4()))
}

fn head_path(backup: &Path) -> PathBuf {
    beside(backup, ".head")
}

fn remove_if_there(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(file_error(path)(error)),
        _ => Ok(()),
    }
}

/// Throws away the backups of this database that are no longer kept; says how many.
fn rotate(folder: &Path, stem: &str, now: DateTime<Utc>) -> Result<usize, StoreError> {
    let mut there = Vec::new();
    for entry in fs::read_dir(folder).map_err(file_error(folder))? {
        let name = entry.map_err(file_error(folder))?.file_name();
        there.extend(name.to_str().and_then(|name| time_of(name, stem)).map(|at| (at, folder.join(&name))));
    }
    let times: Vec<_> = there.iter().map(|(at, _)| *at).collect();
    let keep = kept(&times, now);
    let gone: Vec<_> = there.iter().filter(|(at, _)| !keep.contains(at)).collect();
    for (_, path) in &gone {
        for part in [path.clone(), key_file::path_of(path), head_path(path)] {
            remove_if_there(&part)?;
        }
    }
    files::sync_folder(folder)?;
    Ok(gone.len())
}

/// The time in the name of a backup of this database.
fn time_of(name: &str, stem: &str) -> Option<DateTime<Utc>> {
    let time = name.strip_prefix(stem)?.strip_prefix('-')?.strip_suffix(ENDING)?;
    NaiveDateTime::parse_from_str(time, NAME_TIME).ok().map(|time| time.and_utc())
}
