//! The data key: how it is made, wrapped by a passphrase, and given to SQLCipher. One of the two files with
//! `unsafe`: `PRAGMA key` would leave the key's hex in the heap, so the bytes go through `sqlite3_key` and are
//! wiped after.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use rusqlite::{Connection, ffi};
use zeroize::{Zeroize, Zeroizing};

/// A passphrase as typed; wiped when dropped, never printed.
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Takes over the typed text.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// Whether nothing was typed: an empty key would give an open file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase(…)")
    }
}

/// What a passphrase costs to try (Argon2id).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over it.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl Cost {
    /// For data that matters: 64 MiB, three passes, one lane; about 0.13 s.
    pub const FULL: Self = Self { memory_kib: 65_536, passes: 3, lanes: 1 };
    /// For the demo and for tests, which hold nothing real.
    pub const LOW: Self = Self { memory_kib: 8, passes: 1, lanes: 1 };
}

/// The random key the database is encrypted with; wiped when dropped.
///
/// It lies in one place of the heap: moved, it leaves no copy behind that nobody wipes.
#[derive(Clone)]
pub(super) struct DataKey(Box<Zeroizing<[u8; 32]>>);

/// A data key wrapped for one adviser.
pub(super) struct Wrapped {
    pub(super) salt: [u8; 16],
    pub(super) nonce: [u8; 24],
    pub(super) bytes: Vec<u8>,
}

/// The key could not be made or used; no details, on purpose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KeyFailure;

/// Random bytes from the system.
pub(super) fn random<const N: usize>() -> Result<[u8; N], KeyFailure> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| KeyFailure)?;
    Ok(bytes)
}

impl DataKey {
    /// A fresh key.
    pub(super) fn generate() -> Result<Self, KeyFailure> {
        let mut key = Self::blank();
        getrandom::fill(key.0.as_mut_slice()).map_err(|_| KeyFailure)?;
        Ok(key)
    }

    /// Wraps the key for an adviser; `binding` (name and database) must be the same at unwrapping.
    pub(super) fn wrap(
        &self,
        passphrase: &Passphrase,
        cost: Cost,
        binding: &[u8],
    ) -> Result<Wrapped, KeyFailure> {
        let (salt, nonce) = (random()?, random()?);
        let cipher = cipher(passphrase, &salt, cost)?;
        let payload = Payload { msg: self.0.as_slice(), aad: binding };
        let bytes = cipher.encrypt(XNonce::from_slice(&nonce), payload).map_err(|_| KeyFailure)?;
        Ok(Wrapped { salt, nonce, bytes })
    }

    /// Unwraps a key; a wrong passphrase and a changed wrap fail alike.
    pub(super) fn unwrap(
        wrapped: &Wrapped,
        passphrase: &Passphrase,
        cost: Cost,
        binding: &[u8],
    ) -> Result<Self, KeyFailure> {
        let cipher = cipher(passphrase, &wrapped.salt, cost)?;
        let payload = Payload { msg: &wrapped.bytes, aad: binding };
        let plain = Zeroizing::new(
            cipher.decrypt(XNonce::from_slice(&wrapped.nonce), payload).map_err(|_| KeyFailure)?,
        );
        Self::from_slice(&plain)
    }

    /// A key of these 32 bytes.
    pub(super) fn from_slice(bytes: &[u8]) -> Result<Self, KeyFailure> {
        let mut key = Self::blank();
        if bytes.len() != key.0.len() {
            return Err(KeyFailure);
        }
        key.0.copy_from_slice(bytes);
        Ok(key)
    }

    fn blank() -> Self {
        Self(Box::new(Zeroizing::new([0; 32])))
    }

    /// Its bytes.
    pub(super) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Gives the key to a fresh connection, before anything is read through it.
    pub(super) fn apply(&self, connection: &Connection) -> Result<(), KeyFailure> {
        self.give(connection, give_key)
    }

    /// Encrypts the whole database of an open connection with this key, in one transaction of SQLCipher's own. The
    /// database must have left its log, and nobody else may have it open.
    pub(super) fn encrypt_anew(&self, connection: &Connection) -> Result<(), KeyFailure> {
        self.give(connection, change_key)
    }

    fn give(
        &self,
        connection: &Connection,
        give: impl FnOnce(&Connection, &[u8], i32) -> i32,
    ) -> Result<(), KeyFailure> {
        // SQLCipher takes a raw key as x'…' with 64 hex digits, and then derives nothing.
        let mut raw = Zeroizing::new([b'\''; 67]);
        raw[0] = b'x';
        for (at, byte) in self.0.iter().enumerate() {
            raw[2 + 2 * at] = hex_digit(byte >> 4);
            raw[3 + 2 * at] = hex_digit(byte & 15);
        }
        let length = i32::try_from(raw.len()).map_err(|_| KeyFailure)?;
        let code = give(connection, &raw[..], length);
        raw.zeroize();
        if code == ffi::SQLITE_OK { Ok(()) } else { Err(KeyFailure) }
    }
}

const fn hex_digit(nibble: u8) -> u8 {
    if nibble < 10 { b'0' + nibble } else { b'a' + nibble - 10 }
}

#[expect(unsafe_code, reason = "rusqlite has no safe call that keeps the key out of an SQL text")]
fn give_key(connection: &Connection, raw: &[u8], length: i32) -> i32 {
    // SAFETY: the handle is valid while `connection` is borrowed, it is used by this thread alone, and
    // `sqlite3_key` copies the `length` bytes it is given before it returns.
    unsafe { ffi::sqlite3_key(connection.handle(), raw.as_ptr().cast(), length) }
}

#[expect(unsafe_code, reason = "rusqlite has no safe call that keeps the key out of an SQL text")]
fn change_key(connection: &Connection, raw: &[u8], length: i32) -> i32 {
    // SAFETY: as for `give_key`; `sqlite3_rekey` copies the bytes too.
    unsafe { ffi::sqlite3_rekey(connection.handle(), raw.as_ptr().cast(), length) }
}

fn cipher(passphrase: &Passphrase, salt: &[u8], cost: Cost) -> Result<XChaCha20Poly1305, KeyFailure> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32)).map_err(|_| KeyFailure)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(passphrase.0.as_bytes(), salt, key.as_mut_slice())
        .map_err(|_| KeyFailure)?;
    XChaCha20Poly1305::new_from_slice(key.as_slice()).map_err(|_| KeyFailure)
}
