//! The key file `<db>.keys` beside the database: who can sign on, and the data key sealed for each.
//!
//! Each adviser has a pair of keys: the secret one is wrapped by the passphrase, the data key is sealed to the public
//! one. Format 1 had the data key itself wrapped by the passphrase; such entries still open. Its form is JSON, so that
//! a damaged one can be looked at. It holds no key and no passphrase in the clear.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::error::{StoreError, file_error};
use super::files::{beside, create_private, folder_of, read_own, remove_if_there, sync_folder, write_over};
use super::finish_restore;
use super::keying::{Cost, DataKey, KeyFailure, Passphrase, Wrapped};
use super::sealing::{KeyPair, seal, unseal};
use crate::domain::refusal::Refusal;

/// The newest format.
const FORMAT: u32 = 2;
/// A key file is a few hundred bytes an adviser; anything larger is not one.
const MAX_BYTES: u64 = 1 << 20;

/// No wrap of ours costs more; a file that asks for more was not written here and must not stall the machine.
const MAX_MEMORY_KIB: u32 = 4 * Cost::FULL.memory_kib;
/// Memory times passes, which is what the time is made of: half a second.
const MAX_WORK: u64 = 4 * Cost::FULL.memory_kib as u64 * Cost::FULL.passes as u64;
const MAX_LANES: u32 = 16;

/// The file, read or to be written.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyFile {
    format: u32,
    pub(super) database: Uuid,
    advisers: Vec<AdviserKey>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct AdviserKey {
    name: String,
    salt: String,
    memory_kib: u32,
    passes: u32,
    lanes: u32,
    nonce: String,
    /// The adviser's secret key, wrapped by the passphrase; in format 1 the data key itself.
    wrapped: String,
    /// The adviser's public key; none in format 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    public: Option<String>,
    /// The data key, sealed to the public key; none in format 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sealed: Option<String>,
}

/// Where the key file of a database lies.
pub(super) fn path_of(database: &Path) -> PathBuf {
    beside(database, ".keys")
}

/// Where the next key file lies while the database gets a new key.
fn next_path_of(database: &Path) -> PathBuf {
    beside(database, ".keys.next")
}

/// Removes the next key file, which has become the key file. Two who open at once may both try.
pub(super) fn remove_next(database: &Path) -> Result<(), StoreError> {
    let path = next_path_of(database);
    remove_if_there(&path)?;
    sync_folder(folder_of(&path))
}

impl KeyFile {
    pub(super) const fn new(database: Uuid) -> Self {
        Self { format: FORMAT, database, advisers: Vec::new() }
    }

    /// Reads the key file of a database.
    pub(super) fn read(database: &Path) -> Result<Self, StoreError> {
        Self::read_at(database, path_of(database))
    }

    /// The next key file, where a change of the key was not finished; none otherwise.
    pub(super) fn read_next(database: &Path) -> Option<Self> {
        Self::read_at(database, next_path_of(database)).ok()
    }

    fn read_at(database: &Path, path: PathBuf) -> Result<Self, StoreError> {
        let foreign = || StoreError::ForeignFile(database.to_owned());
        let text = read_own(&path, MAX_BYTES).map_err(|error| match error {
            StoreError::File { source, .. } if source.kind() == std::io::ErrorKind::NotFound => foreign(),
            error => error,
        })?;
        let file: Self = serde_json::from_slice(&text.ok_or_else(foreign)?)
            .map_err(|_| StoreError::WrongKeyOrDamaged(path.clone()))?;
        if file.format > FORMAT {
            let (found, known) = (i64::from(file.format), i64::from(FORMAT));
            return Err(StoreError::NewerSchema { path, found, known });
        }
        Ok(file)
    }

    /// Writes the key file of a new database; refuses what exists.
    pub(super) fn write_new(&self, database: &Path) -> Result<(), StoreError> {
        let path = path_of(database);
        let text = serde_json::to_vec_pretty(self).map_err(|error| StoreError::Value(error.to_string()))?;
        let mut file = create_private(&path)?;
        let written = file.write_all(&text).and_then(|()| file.sync_all()).map_err(file_error(&path));
        if written.is_err() {
            // Half a key file would be in the way of the next try.
            let _ = fs::remove_file(&path);
        }
        written.and_then(|()| sync_folder(folder_of(&path)))
    }

    /// Writes the key file of a database anew: beside it, and put in its place when whole.
    pub(super) fn replace(&self, database: &Path) -> Result<(), StoreError> {
        self.replace_at(&path_of(database))
    }

    /// Writes what will be the key file once the database has its new key.
    pub(super) fn write_next(&self, database: &Path) -> Result<(), StoreError> {
        self.replace_at(&next_path_of(database))
    }

    /// Writes the key file of a copy of the database to where it is told.
    pub(super) fn write_at(&self, path: &Path) -> Result<(), StoreError> {
        self.replace_at(path)
    }

    fn replace_at(&self, path: &Path) -> Result<(), StoreError> {
        let text = serde_json::to_vec_pretty(self).map_err(|error| StoreError::Value(error.to_string()))?;
        write_over(path, &text)
    }

    /// The names that can sign on, in the order they were added.
    pub(super) fn names(&self) -> Vec<String> {
        self.advisers.iter().map(|adviser| adviser.name.clone()).collect()
    }

    /// Adds an adviser, or gives one that is there new keys and a new passphrase.
    pub(super) fn add(
        &mut self,
        name: &str,
        passphrase: &Passphrase,
        cost: Cost,
        key: &DataKey,
    ) -> Result<(), KeyFailure> {
        let pair = KeyPair::generate()?;
        let wrapped = pair.secret.wrap(passphrase, cost, &self.binding(name))?;
        let entry = AdviserKey {
            name: name.to_owned(),
            salt: to_hex(&wrapped.salt),
            memory_kib: cost.memory_kib,
            passes: cost.passes,
            lanes: cost.lanes,
            nonce: to_hex(&wrapped.nonce),
            wrapped: to_hex(&wrapped.bytes),
            public: Some(to_hex(&pair.public)),
            sealed: Some(to_hex(&seal(&pair.public, key, &self.binding(name))?)),
        };
        self.format = FORMAT;
        match self.advisers.iter_mut().find(|adviser| adviser.name == name) {
            Some(there) => *there = entry,
            None => self.advisers.push(entry),
        }
        Ok(())
    }

    /// Whether an adviser's entry has a pair of keys; those of format 1 have not.
    pub(super) fn has_pair(&self, name: &str) -> bool {
        self.advisers.iter().any(|adviser| adviser.name == name && adviser.public.is_some())
    }

    /// The file as it is once the database has another key: for those who stay. The names of those whose entry is of
    /// format 1 come back: their key cannot be sealed anew, and they must be added again.
    pub(super) fn rekeyed(
        &self,
        key: &DataKey,
        staying: &[String],
    ) -> Result<(Self, Vec<String>), KeyFailure> {
        let mut next = Self::new(self.database);
        let mut left_out = Vec::new();
        for adviser in self.advisers.iter().filter(|adviser| staying.contains(&adviser.name)) {
            let Some(public) = &adviser.public else {
                left_out.push(adviser.name.clone());
                continue;
            };
            let public: [u8; 32] = from_hex(public)?.try_into().map_err(|_| KeyFailure)?;
            let sealed = to_hex(&seal(&public, key, &self.binding(&adviser.name))?);
            next.advisers.push(AdviserKey { sealed: Some(sealed), ..adviser.clone() });
        }
        Ok((next, left_out))
    }

    /// The data key, if the passphrase is the adviser's.
    pub(super) fn unlock(&self, name: &str, passphrase: &Passphrase) -> Result<DataKey, KeyFailure> {
        let adviser = self.advisers.iter().find(|adviser| adviser.name == name).ok_or(KeyFailure)?;
        let cost = Cost { memory_kib: adviser.memory_kib, passes: adviser.passes, lanes: adviser.lanes };
        let work = u64::from(cost.memory_kib) * u64::from(cost.passes);
        if cost.memory_kib > MAX_MEMORY_KIB || work > MAX_WORK || cost.lanes > MAX_LANES {
            return Err(KeyFailure);
        }
        let wrapped = Wrapped {
            salt: from_hex(&adviser.salt)?.try_into().map_err(|_| KeyFailure)?,
            nonce: from_hex(&adviser.nonce)?.try_into().map_err(|_| KeyFailure)?,
            bytes: from_hex(&adviser.wrapped)?,
        };
        let opened = DataKey::unwrap(&wrapped, passphrase, cost, &self.binding(name))?;
        match &adviser.sealed {
            Some(sealed) => unseal(&opened, &from_hex(sealed)?, &self.binding(name)),
            None => Ok(opened),
        }
    }

    /// What a wrap is bound to: moved to another name or database it opens nothing.
    fn binding(&self, name: &str) -> Vec<u8> {
        [self.database.as_bytes().as_slice(), name.as_bytes()].concat()
    }
}

/// Lower-case hex.
pub(super) fn to_hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn from_hex(text: &str) -> Result<Vec<u8>, KeyFailure> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return Err(KeyFailure);
    }
    (0..text.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&text[at..at + 2], 16).map_err(|_| KeyFailure))
        .collect()
}

/// The names that can sign on to a database; needs no key. A restore that was killed is finished first.
///
/// # Errors
/// [`StoreError::Missing`] without a database, [`StoreError::ForeignFile`] without its key file.
pub fn advisers(database: &Path) -> Result<Vec<String>, StoreError> {
    finish_restore::finish(database)?;
    if !database.exists() {
        return Err(StoreError::Missing(database.to_owned()));
    }
    Ok(KeyFile::read(database)?.names())
}

/// Whether this is an adviser's passphrase; needs no open database, and opens none.
///
/// # Errors
/// [`StoreError::WrongKeyOrDamaged`] when it is not, a refusal when there is no such adviser any more.
pub fn check_passphrase(database: &Path, name: &str, passphrase: &Passphrase) -> Result<(), StoreError> {
    let keys = KeyFile::read(database)?;
    if !keys.names().iter().any(|known| known == name) {
        return Err(Refusal::UnknownAdviser(name.to_owned()).into());
    }
    // The key itself is wiped at once: it was only to see whether it comes out.
    keys.unlock(name, passphrase)
        .map(drop)
        .map_err(|KeyFailure| StoreError::WrongKeyOrDamaged(database.to_owned()))
}
