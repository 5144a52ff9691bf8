//! Databases seen past the store: opened with the key itself, read table by table, kept and copied as files.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use crypto_box::SecretKey;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use serde_json::Value as Json;

use akuttvakt::store::Cost;

use crate::fixture::PASSPHRASE;

/// Every row of every table, by table.
pub type Tables = BTreeMap<String, Vec<Vec<Value>>>;

/// Opens a database of the fixtures with its data key.
pub fn open(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    connection.pragma_update(None, "cipher_log", "off")?;
    connection.pragma_update(None, "key", format!("x'{}'", hex(&data_key(path))))?;
    Ok(connection)
}

/// Everything a database says.
pub fn tables(connection: &Connection) -> rusqlite::Result<Tables> {
    let mut names =
        connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")?;
    let names: Vec<String> = names.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut tables = Tables::new();
    for name in names {
        let mut statement = connection.prepare(&format!("SELECT * FROM {name}"))?;
        let columns = statement.column_count();
        let rows = statement.query_map([], |row| (0..columns).map(|at| row.get(at)).collect())?;
        tables.insert(name, rows.collect::<Result<_, _>>()?);
    }
    Ok(tables)
}

/// The schema version of a database.
pub fn version(connection: &Connection) -> rusqlite::Result<i64> {
    connection.pragma_query_value(None, "user_version", |row| row.get(0))
}

/// Copies the files of a database, its log included, into a folder; gives where it lies there.
pub fn copy(path: &Path, into: &Path) -> PathBuf {
    let name = path.file_name().unwrap().to_str().unwrap();
    for suffix in ["", ".keys", "-wal"] {
        let (from, to) =
            (path.with_file_name(format!("{name}{suffix}")), into.join(format!("{name}{suffix}")));
        match fs::read(&from) {
            Ok(bytes) => write_private(&to, &bytes),
            Err(_) => drop(fs::remove_file(&to)),
        }
    }
    // The index of the log is memory: a crash leaves none.
    drop(fs::remove_file(into.join(format!("{name}-shm"))));
    into.join(name)
}

/// Writes a file only its owner can read.
pub fn write_private(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o600)).unwrap();
}

/// The log of a database.
pub fn log_of(path: &Path) -> PathBuf {
    path.with_file_name(format!("{}-wal", path.file_name().unwrap().to_str().unwrap()))
}

/// The key file of a database, with a passphrase that costs next to nothing to try: for tests that open often.
pub fn cheap_keys(path: &Path) -> Vec<u8> {
    let (mut file, key) = (key_file(path), data_key(path));
    file["advisers"][0]["memory_kib"] = Cost::LOW.memory_kib.into();
    file["advisers"][0]["passes"] = Cost::LOW.passes.into();
    let (cipher, nonce, binding) = wrapping(&file);
    let wrapped = cipher.encrypt(XNonce::from_slice(&nonce), Payload { msg: &key, aad: &binding }).unwrap();
    file["advisers"][0]["wrapped"] = hex(&wrapped).into();
    serde_json::to_vec(&file).unwrap()
}

fn key_file(path: &Path) -> Json {
    serde_json::from_slice(&fs::read(format!("{}.keys", path.display())).unwrap()).unwrap()
}

fn data_key(path: &Path) -> Vec<u8> {
    let file = key_file(path);
    let (cipher, nonce, binding) = wrapping(&file);
    let adviser = &file["advisers"][0];
    let wrapped = unhex(adviser["wrapped"].as_str().unwrap());
    let opened =
        cipher.decrypt(XNonce::from_slice(&nonce), Payload { msg: &wrapped, aad: &binding }).unwrap();
    // The first format wraps the data key itself; later the adviser's secret key is wrapped, and opens the data key.
    let Some(sealed) = adviser["sealed"].as_str() else { return opened };
    let secret: [u8; 32] = opened.try_into().unwrap();
    SecretKey::from(secret).unseal(&unhex(sealed)).unwrap()[..32].to_vec()
}

/// What wraps the data key of the first adviser: cipher, nonce, and what the wrap is bound to.
fn wrapping(file: &Json) -> (XChaCha20Poly1305, Vec<u8>, Vec<u8>) {
    let adviser = &file["advisers"][0];
    let text = |field: &str| adviser[field].as_str().unwrap();
    let number = |field: &str| u32::try_from(adviser[field].as_u64().unwrap()).unwrap();
    let params = Params::new(number("memory_kib"), number("passes"), number("lanes"), Some(32)).unwrap();
    let mut key = [0; 32];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(PASSPHRASE.as_bytes(), &unhex(text("salt")), &mut key)
        .unwrap();
    let database = uuid::Uuid::parse_str(file["database"].as_str().unwrap()).unwrap();
    let binding = [database.as_bytes().as_slice(), text("name").as_bytes()].concat();
    (XChaCha20Poly1305::new_from_slice(&key).unwrap(), unhex(text("nonce")), binding)
}

fn unhex(text: &str) -> Vec<u8> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).unwrap()).collect()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}
