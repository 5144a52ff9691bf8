//! What a rig's database is made with.

use akuttvakt::app::message::{Failure, Session};
use akuttvakt::domain::municipality::Region;
use akuttvakt::store::{Cost, NewDatabase, OpenOptions, Passphrase, Store, StoreError};
use tempfile::TempDir;

use crate::rig::{night, reference, texts};

pub fn session(adviser: &str, region: Region) -> Session {
    Session { adviser: adviser.to_owned(), region, sitting: uuid::Uuid::new_v4() }
}

pub fn options() -> OpenOptions {
    OpenOptions { cost: Cost::LOW, ..OpenOptions::default() }
}

pub fn create(
    folder: &TempDir,
    adviser: &str,
    region: Region,
    passphrase: &str,
) -> Result<Store, StoreError> {
    let passphrase = Passphrase::new(passphrase.to_owned());
    let new = NewDatabase { adviser, region, passphrase: &passphrase };
    Store::create(&folder.path().join("vakt.db"), new, reference(), options(), night())
}

pub fn failure(error: &StoreError) -> Failure {
    match error {
        StoreError::Refused(refusal) => Failure::Refused(refusal.clone()),
        error => Failure::Store {
            code: error.code(),
            sentence: akuttvakt::cli::store_error_sentence(texts(), error, night()),
        },
    }
}
