//! An adviser's own pair of keys: what is sealed to the public one opens with the secret one alone. So the database
//! can get a new key for everyone who stays, without anyone's passphrase.

use crypto_box::aead::OsRng;
use crypto_box::{PublicKey, SecretKey};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::keying::{DataKey, KeyFailure};

/// A pair of keys (X25519). The secret one is wrapped by the adviser's passphrase.
pub(super) struct KeyPair {
    pub(super) secret: DataKey,
    pub(super) public: [u8; 32],
}

impl KeyPair {
    /// A fresh pair.
    pub(super) fn generate() -> Result<Self, KeyFailure> {
        let secret = DataKey::generate()?;
        let public = *SecretKey::from(*secret.bytes()).public_key().as_bytes();
        Ok(Self { secret, public })
    }
}

/// Seals a data key to a public key; `binding` (name and database) must be the same when it is opened.
pub(super) fn seal(public: &[u8; 32], key: &DataKey, binding: &[u8]) -> Result<Vec<u8>, KeyFailure> {
    let mut plain = Zeroizing::new([0_u8; 64]);
    plain[..32].copy_from_slice(key.bytes());
    plain[32..].copy_from_slice(&Sha256::digest(binding));
    PublicKey::from(*public).seal(&mut OsRng, plain.as_slice()).map_err(|_| KeyFailure)
}

/// Opens what was sealed.
pub(super) fn unseal(secret: &DataKey, sealed: &[u8], binding: &[u8]) -> Result<DataKey, KeyFailure> {
    let plain = Zeroizing::new(SecretKey::from(*secret.bytes()).unseal(sealed).map_err(|_| KeyFailure)?);
    if plain.len() != 64 || plain[32..] != *Sha256::digest(binding) {
        return Err(KeyFailure);
    }
    DataKey::from_slice(&plain[..32])
}
