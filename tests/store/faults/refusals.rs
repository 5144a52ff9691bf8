//! R8: files that are not to be opened each get their own answer, and are the same byte for byte afterwards.
//! (Wrong keys, plain and foreign files, links: in `keys`.)

use std::fs;
use std::path::{Path, PathBuf};

use akuttvakt::domain::refusal::ErrorCode;
use akuttvakt::store::{Drive, OpenOptions, StoreError};

use super::mount::SmallDisk;
use super::night::{Seedling, open, open_with};
use super::raw;
use crate::fixture::{create, night, options};
use crate::support::promise::Promise;

/// Names, bytes and rights of all files of a folder.
fn files(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read(&path).unwrap()))
        .collect();
    files.sort();
    files
}

#[test]
fn newer_and_foreign_databases_are_told_and_left_as_they_are() {
    let mut promise = Promise::of("R8", "newer and foreign databases");
    for (field, value, code) in [
        ("user_version", 99, ErrorCode::NewerSchema),
        ("application_id", 4711, ErrorCode::ForeignFile),
        ("application_id", 0, ErrorCode::ForeignFile),
    ] {
        let seedling = Seedling::new();
        let connection = raw::open(&seedling.path).unwrap();
        connection.pragma_update(None, field, value).unwrap();
        connection.close().unwrap();
        let before = files(seedling.folder.path());
        let error = open(&seedling.path).map(|_| ()).unwrap_err();
        assert_eq!(error.code(), code, "{error:?}");
        if let StoreError::NewerSchema { found, known, .. } = error {
            assert!(found == 99 && (2..99).contains(&known));
        }
        assert_eq!(files(seedling.folder.path()), before, "{field}");
    }
    promise.ran(3, "told, byte for byte as before");
}

#[test]
fn nothing_is_opened_or_made_on_a_network_drive() {
    let mut promise = Promise::of("R8", "network drive");
    let seedling = Seedling::new();
    let network = || OpenOptions { drive_of: |_| Ok(Drive::Network), ..options() };
    let before = files(seedling.folder.path());
    assert_eq!(open_with(&seedling.path, network()).map(|_| ()).unwrap_err().code(), ErrorCode::NetworkDrive);
    assert_eq!(files(seedling.folder.path()), before);
    // A drive that cannot be judged is not taken for a local one.
    let unknown: fn(&Path) -> Result<Drive, StoreError> = |path| Err(StoreError::Unsafe(path.to_owned()));
    let unknown = OpenOptions { drive_of: unknown, ..options() };
    assert!(open_with(&seedling.path, unknown).is_err());
    assert_eq!(files(seedling.folder.path()), before);
    promise.ran(2, "told, byte for byte as before");
}

#[test]
fn a_folder_that_may_not_be_written_to_is_told_and_left_as_it_is() {
    let mut promise = Promise::of("R8", "read-only folder");
    let Some(mount) = SmallDisk::mount("a read-only folder") else { return };
    let path = create_closed(mount.path());
    let before = files(mount.path());
    mount.make_read_only();
    assert_eq!(open(&path).map(|_| ()).unwrap_err().code(), ErrorCode::ReadOnly);
    assert_eq!(files(mount.path()), before);
    let new = mount.path().join("ny.db");
    assert_eq!(create(&new, night()).map(|_| ()).unwrap_err().code(), ErrorCode::ReadOnly);
    assert_eq!(files(mount.path()), before);
    mount.make_writable();
    assert_eq!(open(&path).unwrap().check().unwrap(), []);
    promise.ran(2, "told, byte for byte as before, opens when it may");
}

fn create_closed(folder: &Path) -> PathBuf {
    let path = folder.join("vakt.db");
    drop(create(&path, night()).unwrap());
    path
}
