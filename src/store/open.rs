//! Making and opening a database: the checks before the key, the key, the settings of a connection.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Once};

use chrono::{DateTime, Utc};
use rusqlite::{Connection, OpenFlags};
use uuid::Uuid;

use super::error::{StoreError, file_error};
use super::files::{self, Drive, SIDE_FILES, beside, folder_of};
use super::key_file::{self, KeyFile};
use super::keying::{Cost, DataKey, KeyFailure, Passphrase};
use super::write::{moment, text, uuid_at};
use super::{Store, adviser, backup, finish_restore, log, schema, transaction};
use crate::domain::distance::Coordinates;
use crate::domain::journal::Act;
use crate::domain::municipality::{MunicipalityNumber, Region};
use crate::domain::purchase::PurchasePaper;
use crate::domain::refusal::{BadValue, Refusal};
use crate::domain::routine::StepKey;

/// When a commit is on the disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Synchronous {
    /// Before it is acknowledged, power loss included.
    Full,
    /// After a crash of the program, not of the machine. For controls in tests.
    Normal,
    /// Whenever the system likes. For throw-away data.
    Off,
}

/// How a database is opened. Reachable from tests and the demo, not from flags.
#[derive(Debug, Clone)]
pub struct OpenOptions {
    /// What a new passphrase costs to try.
    pub cost: Cost,
    /// SQLite's file layer; none for the system's own.
    pub vfs: Option<String>,
    /// When a commit is on the disk.
    pub synchronous: Synchronous,
    /// Tells the kind of drive a folder lies on.
    pub drive_of: fn(&Path) -> Result<Drive, StoreError>,
}

impl Default for OpenOptions {
    fn default() -> Self {
        Self { cost: Cost::FULL, vfs: None, synchronous: Synchronous::Full, drive_of: files::drive_of }
    }
}

/// What the store must know of the world outside it.
#[derive(Debug, Clone, Default)]
pub struct Reference {
    /// The point of each municipality, for air lines.
    pub points: HashMap<MunicipalityNumber, Coordinates>,
    /// The routine version that new calls of a region are opened with.
    pub routine_versions: HashMap<Region, String>,
    /// The steps that others do, by the version of the routine.
    pub steps_of_others: HashMap<String, Vec<StepKey>>,
    /// The papers that must follow a single purchase.
    pub purchase_papers: Vec<PurchasePaper>,
}

impl Reference {
    /// The routine version that new calls of this region are opened with; empty where none is known.
    pub(super) fn routine_version(&self, region: Region) -> &str {
        self.routine_versions.get(&region).map_or("", String::as_str)
    }

    /// Whether others do a step in a version of the routine.
    pub(super) fn is_of_others(&self, version: &str, step: StepKey) -> bool {
        self.steps_of_others.get(version).is_some_and(|steps| steps.contains(&step))
    }
}

/// What a new database starts with.
#[derive(Debug, Clone, Copy)]
pub struct NewDatabase<'a> {
    /// The first adviser's name.
    pub adviser: &'a str,
    /// The region.
    pub region: Region,
    /// The first adviser's passphrase.
    pub passphrase: &'a Passphrase,
}

impl Store {
    /// Makes a database and its key file, and opens it. Built beside and put in place when whole.
    ///
    /// # Errors
    /// [`StoreError::Exists`] when database or key file is there already; nothing is touched then.
    pub fn create(
        path: &Path,
        new: NewDatabase<'_>,
        reference: Arc<Reference>,
        options: OpenOptions,
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let name = adviser::checked_name(new.adviser)?;
        if new.passphrase.is_empty() {
            return Err(Refusal::BadValue(BadValue::EmptyPassphrase).into());
        }
        finish_restore::finish(path)?;
        // A log that an earlier database left behind would be taken for the log of the new one.
        let sides = SIDE_FILES.map(|suffix| beside(path, suffix));
        for taken in [path.to_owned(), key_file::path_of(path)].into_iter().chain(sides) {
            if fs::symlink_metadata(&taken).is_ok() {
                return Err(StoreError::Exists(taken));
            }
        }
        files::check_folder(folder_of(path))?;
        if (options.drive_of)(folder_of(path))? == Drive::Network {
            return Err(StoreError::NetworkDrive(path.to_owned()));
        }
        let database = uuid_at(now);
        let no_key = |KeyFailure| StoreError::Value("no random bytes".to_owned());
        let key = DataKey::generate().map_err(no_key)?;
        let mut keys = KeyFile::new(database);
        keys.add(&name, new.passphrase, options.cost, &key).map_err(no_key)?;

        let draft = beside(path, &format!(".new-{database}"));
        let built = build(&draft, &key, &options, database, &name, new.region, now)
            .and_then(|()| keys.write_new(path))
            .and_then(|()| {
                let named = files::rename_to_new(&draft, path);
                if named.is_err() {
                    // The key file is ours, and opens nothing: without this it would be in the way for good.
                    let _ = fs::remove_file(key_file::path_of(path));
                }
                named
            });
        // Only what is our own draft's; what stood at the path was refused above.
        for left in ["-journal", "-wal", "-shm"] {
            let _ = fs::remove_file(beside(&draft, left));
        }
        if let Err(error) = built {
            let _ = fs::remove_file(&draft);
            return Err(error.about(path));
        }
        Self::open(path, Some(&name), new.passphrase, reference, options)
    }

    /// Opens a database as one of its advisers. Without a name there must be exactly one.
    ///
    /// # Errors
    /// Each kind of file or key problem has its own; the files are untouched then.
    pub fn open(
        path: &Path,
        name: Option<&str>,
        passphrase: &Passphrase,
        reference: Arc<Reference>,
        options: OpenOptions,
    ) -> Result<Self, StoreError> {
        finish_restore::finish(path)?;
        match fs::symlink_metadata(path) {
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(StoreError::Missing(path.to_owned()));
            }
            Err(error) => return Err(file_error(path)(error)),
        }
        let keys = KeyFile::read(path)?;
        files::check_folder(folder_of(path))?;
        files::check_own_file(path)?;
        files::check_side_files(path)?;
        files::check_writable(path)?;
        if (options.drive_of)(folder_of(path))? == Drive::Network {
            return Err(StoreError::NetworkDrive(path.to_owned()));
        }
        let names = keys.names();
        let name = match (name, names.as_slice()) {
            (Some(name), _) => {
                let name = name.trim();
                match names.iter().find(|known| *known == name) {
                    Some(known) => known.clone(),
                    None => return Err(Refusal::UnknownAdviser(name.to_owned()).into()),
                }
            }
            (None, [only]) => only.clone(),
            (None, _) => return Err(StoreError::AdviserNeeded(names)),
        };
        let key = keys
            .unlock(&name, passphrase)
            .map_err(|KeyFailure| StoreError::WrongKeyOrDamaged(path.to_owned()))?;
        let (mut connection, key) = match connect(path, &key, &options).map_err(|error| error.about(path)) {
            Ok(connection) => (connection, key),
            // A change of the key that was not finished: the database has the new one already.
            Err(StoreError::WrongKeyOrDamaged(_)) if KeyFile::read_next(path).is_some() => {
                connect_with_next(path, &name, passphrase, &options)?
            }
            Err(error) => return Err(error),
        };
        check_identity(&connection, path)?;
        if schema::version(&connection)? < schema::known_version() {
            // Before a file is changed for good, as it was is kept.
            backup::keep_before_migration(path, &key, &options, &connection)
                .map_err(|error| error.about(path))?;
        }
        schema::migrate(&mut connection, path).map_err(|error| error.about(path))?;
        Self::from_parts(path.to_owned(), connection, key, reference, options, keys.database, name)
    }
}

/// Opens a database whose key was being changed with the key it was to get, and finishes the change.
fn connect_with_next(
    path: &Path,
    name: &str,
    passphrase: &Passphrase,
    options: &OpenOptions,
) -> Result<(Connection, DataKey), StoreError> {
    let wrong = || StoreError::WrongKeyOrDamaged(path.to_owned());
    let next = KeyFile::read_next(path).ok_or_else(wrong)?;
    let key = next.unlock(name, passphrase).map_err(|KeyFailure| wrong())?;
    let mut connection = connect(path, &key, options).map_err(|error| error.about(path))?;
    // With the lock that whoever changes keys holds from writing the next file to removing it: this key opened the
    // database under it, so the next file, if it is there still, is the one that belongs to it. Left as it was if this
    // fails: the next opening finds both again.
    let alone = transaction::lock(&mut connection).map_err(|error| error.about(path))?;
    if let Some(next) = KeyFile::read_next(path) {
        next.replace(path)?;
        key_file::remove_next(path)?;
    }
    alone.rollback()?;
    log::use_one(&connection)?;
    Ok((connection, key))
}

/// A keyed connection to a file that is to become a copy: nothing has been read of it, and nothing set.
pub(super) fn connect_empty(
    path: &Path,
    key: &DataKey,
    options: &OpenOptions,
) -> Result<Connection, StoreError> {
    silence_sqlcipher();
    // The folder may be reached through links, the file may not: not even one that was put there since it was judged.
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | OpenFlags::SQLITE_OPEN_NOFOLLOW;
    let folder = fs::canonicalize(folder_of(path)).map_err(file_error(path))?;
    let real = folder.join(path.file_name().unwrap_or_default());
    let connection = match &options.vfs {
        Some(vfs) => Connection::open_with_flags_and_vfs(&real, flags, vfs.as_str())?,
        None => Connection::open_with_flags(&real, flags)?,
    };
    // Before the key, or SQLCipher writes on standard error, over the screen.
    connection.pragma_update(None, "cipher_log", "off")?;
    // Sorting and large changes would else put pages in files of their own, outside the cipher.
    connection.pragma_update(None, "temp_store", "memory")?;
    key.apply(&connection).map_err(|KeyFailure| StoreError::WrongKeyOrDamaged(path.to_owned()))?;
    Ok(connection)
}

/// A keyed connection with the settings every connection has. The file must exist.
pub(super) fn connect(path: &Path, key: &DataKey, options: &OpenOptions) -> Result<Connection, StoreError> {
    let mut connection = connect_empty(path, key, options)?;
    transaction::wait_in_turn(&mut connection)?;
    // The first read: a wrong key shows here.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    connection.pragma_update(None, "foreign_keys", "on")?;
    let synchronous = match options.synchronous {
        Synchronous::Full => "full",
        Synchronous::Normal => "normal",
        Synchronous::Off => "off",
    };
    connection.pragma_update(None, "synchronous", synchronous)?;
    log::keep_small(&connection)?;
    // The rows that are open lie scattered among years of others: 16 MiB hold their pages, which are costly to decrypt.
    connection.pragma_update(None, "cache_size", -16_384)?;
    // What is erased is overwritten, not only unlinked.
    connection.pragma_update(None, "secure_delete", "on")?;
    connection.set_prepared_statement_cache_capacity(256);
    Ok(connection)
}

fn silence_sqlcipher() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        if let Ok(connection) = Connection::open_in_memory() {
            // A failure leaves SQLCipher's own notices on, nothing worse.
            let _ = connection.pragma_update(None, "cipher_log_level", "NONE");
        }
    });
}

/// Refuses databases of other programs and newer versions, before anything is written.
fn check_identity(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    if schema::application_id(connection)? != schema::APPLICATION_ID {
        return Err(StoreError::ForeignFile(path.to_owned()));
    }
    let (found, known) = (schema::version(connection)?, schema::known_version());
    if found > known {
        return Err(StoreError::NewerSchema { path: path.to_owned(), found, known });
    }
    Ok(())
}

fn build(
    draft: &Path,
    key: &DataKey,
    options: &OpenOptions,
    database: Uuid,
    name: &str,
    region: Region,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    drop(files::create_private(draft)?);
    let mut connection = connect(draft, key, options)?;
    schema::migrate(&mut connection, draft)?;
    let mut write = transaction::begin(&mut connection, now, None, database, Act::Init)?;
    write.insert_as(
        super::table::Table::Meta,
        database,
        &[("region", text(Some(region.code()))), ("created_at", moment(Some(now)))],
    )?;
    adviser::add(&mut write, name)?;
    write.commit()?;
    // The journal mode stays in the file; the last connection to close folds the log into it.
    log::use_one(&connection)?;
    connection.close().map_err(|(_, error)| error)?;
    fs::File::open(draft).and_then(|file| file.sync_all()).map_err(file_error(draft))
}
