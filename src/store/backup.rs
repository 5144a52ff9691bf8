//! Copies of the database that can be used: made while others write, checked before they count, rotated.
//!
//! A backup is a database of its own with its key file; beside it stands how long the journal was and its last
//! hash, so that a journal that was cut or replaced later is seen. A copy that is not whole never has its final name.

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::backup::{Backup as Copying, StepResult};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

use super::backup_folder::{BackupFolder, draft_of, head_path, heads_in};
use super::error::{StoreError, file_error};
use super::files::{self, beside, create_private, remove_if_there};
use super::key_file::{self, KeyFile, to_hex};
use super::keying::DataKey;
use super::{Finding, OpenOptions, Store, check, journal, open, schema};
use crate::domain::journal::Act;

/// What a copy made before a migration is called until it is whole; what follows is of one try alone.
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

impl Head {
    /// Whether a backup says the same of the journal.
    fn is_among(&self, others: &[Self]) -> bool {
        others.iter().any(|other| (other.lines, &other.hash) == (self.lines, &self.hash))
    }
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
    /// Makes a backup in the usual folder if one is due: the newest is older than `pause`, and something was written
    /// since. None when it is not, or when another process makes one just now.
    ///
    /// # Errors
    /// As [`BackupMaker::make`].
    pub fn make_when_due(
        &self,
        now: DateTime<Utc>,
        pause: TimeDelta,
    ) -> Result<Option<BackupMade>, StoreError> {
        let Some(folder) = BackupFolder::take_if_free(&usual_folder(&self.path), &self.path)? else {
            return Ok(None);
        };
        // Looked at while the folder is taken, so that of several processes only one finds that it is due.
        let heads = heads_of(&self.path);
        let is_fresh = heads.iter().any(|head| head.at <= now && now - head.at < pause);
        if is_fresh || self.head_now(now)?.is_among(&heads) {
            return Ok(None);
        }
        self.make_in(&folder, true, now).map(Some)
    }

    /// Makes a backup, checks it, and gives it its name. Without a folder it goes to [`usual_folder`], where those
    /// the rotation no longer keeps are thrown away; in a folder of the adviser's own nothing is.
    ///
    /// # Errors
    /// [`StoreError::BackupUnsound`] when the copy has findings; then, and after every other failure, there is no file
    /// under a final name.
    pub fn make(&self, folder: Option<&Path>, now: DateTime<Utc>) -> Result<BackupMade, StoreError> {
        let path = folder.map_or_else(|| usual_folder(&self.path), Path::to_owned);
        self.make_in(&BackupFolder::take(&path, &self.path)?, folder.is_none(), now)
    }

    fn make_in(
        &self,
        folder: &BackupFolder,
        rotates: bool,
        now: DateTime<Utc>,
    ) -> Result<BackupMade, StoreError> {
        let made = folder.path_at(now);
        if fs::symlink_metadata(&made).is_ok() {
            return Err(StoreError::Exists(made));
        }
        let draft = draft_of(&made);
        let parts = [draft.clone(), key_file::path_of(&draft), head_path(&draft)];
        let written = self.write_parts(&parts, now).and_then(|lines| {
            // The copy last: what has its final name is whole, with key file and head beside it.
            files::rename_to_new(&parts[1], &key_file::path_of(&made))?;
            files::rename_to_new(&parts[2], &head_path(&made))?;
            files::rename_to_new(&draft, &made)?;
            Ok(lines)
        });
        let lines = match written {
            Ok(lines) => lines,
            Err(error) => {
                for part in parts.into_iter().chain([key_file::path_of(&made), head_path(&made)]) {
                    // The failure itself is what matters; what stays is cleared away by the next try.
                    let _ = remove_if_there(&part);
                }
                return Err(error.about(&made));
            }
        };
        let thrown_away = if rotates { folder.rotate(now)? } else { 0 };
        Ok(BackupMade { path: made, lines, thrown_away })
    }

    /// Writes copy, key file and head of a backup; how many journal lines it has.
    fn write_parts(&self, [copy, keys, head]: &[PathBuf; 3], now: DateTime<Utc>) -> Result<i64, StoreError> {
        drop(create_private(copy)?);
        let source = open::connect(&self.path, &self.key, &self.options)?;
        let found = self.copy(&source, copy, now)?;
        // While the database is open nobody can give it a new key: the key file is the one of the copy.
        KeyFile::read(&self.path)?.write_at(keys)?;
        drop(source);
        let record = serde_json::to_vec(&found).map_err(|error| StoreError::Value(error.to_string()))?;
        files::write_over(head, &record)?;
        Ok(found.lines)
    }

    /// Copies the database as it is at one moment and checks the copy.
    fn copy(&self, source: &Connection, draft: &Path, now: DateTime<Utc>) -> Result<Head, StoreError> {
        let mut copy = open::connect_empty(draft, &self.key, &self.options)?;
        copy_all(source, &mut copy)?;
        // The copy is a file of its own, without a log beside it.
        copy.pragma_update(None, "journal_mode", "delete")?;
        let found = check::findings(&copy, self.database)?;
        if !found.is_empty() {
            return Err(StoreError::BackupUnsound(found));
        }
        let head = head(&copy, now)?;
        copy.close().map_err(|(_, error)| error)?;
        fs::File::open(draft).and_then(|file| file.sync_all()).map_err(file_error(draft))?;
        Ok(head)
    }

    /// What the head of a backup would be now.
    fn head_now(&self, now: DateTime<Utc>) -> Result<Head, StoreError> {
        let about = |error: StoreError| error.about(&self.path);
        let connection = open::connect(&self.path, &self.key, &self.options).map_err(about)?;
        head(&connection, now).map_err(about)
    }
}

fn head(connection: &Connection, at: DateTime<Utc>) -> Result<Head, StoreError> {
    let (lines, hash) = journal::head_with_hash(connection)?;
    Ok(Head { lines, hash, at })
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
    let kept = folder.join(format!("{stem}-before-schema-{}.db", schema::known_version()));
    if fs::symlink_metadata(&kept).is_ok() {
        return Ok(());
    }
    remove_abandoned(&folder, &stem)?;
    // Several first starts at once each write their own; the first to finish gives it the name.
    let (draft, file) = files::create_held(|| draft_before_migration(&kept))?;
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
    heads_in(&usual_folder(database))
        .into_iter()
        // Without its backup it was left by a process that was killed.
        .filter(|(_, backup)| backup.exists())
        .filter_map(|(head, _)| serde_json::from_slice(&files::read_own(&head, MAX_HEAD_BYTES).ok()??).ok())
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

/// What a copy before a migration is called until it is whole: another name each try, and beside its final one.
fn draft_before_migration(kept: &Path) -> PathBuf {
    kept.with_extension(format!("{DRAFT}{}", uuid::Uuid::new_v4()))
}
