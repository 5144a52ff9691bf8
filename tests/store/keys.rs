//! Keys and files: what opens, what is refused and how, and that a refusal leaves every byte as it was.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

use akuttvakt::domain::refusal::ErrorCode;
use akuttvakt::store::{Drive, OpenOptions, Passphrase, Store, StoreError, advisers};

use crate::fixture::{ADVISER, Fixture, create, night, options, passphrase, reference};
use crate::support::promise::Promise;

fn open(path: &Path, name: Option<&str>, word: &str) -> Result<Store, StoreError> {
    Store::open(path, name, &Passphrase::new(word.to_owned()), reference(), options())
}

fn code(result: Result<Store, StoreError>) -> ErrorCode {
    match result {
        Ok(_) => panic!("it opened"),
        Err(error) => error.code(),
    }
}

fn bytes_of(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.display().to_string(), fs::read(&path).unwrap_or_default()))
        .collect();
    files.sort();
    files
}

fn closed() -> Fixture {
    let mut fixture = Fixture::with_places();
    let spare = tempfile::tempdir().unwrap();
    fixture.store = create(&spare.path().join("spare.db"), night()).unwrap();
    fixture
}

#[test]
fn files_are_private_and_hold_nothing_in_the_clear() {
    let mut fixture = Fixture::with_places();
    let call = {
        let mut facts = crate::fixture::girl_of_nine(fixture.now);
        facts.note = Some("MARKØRNOTAT".to_owned());
        facts.callback = Some("99887766".to_owned());
        fixture.register(facts)
    };
    assert_eq!(fixture.store.call_details(call).unwrap().note.as_deref(), Some("MARKØRNOTAT"));
    let mut seen = 0;
    for entry in fs::read_dir(fixture.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{}", path.display());
        let bytes = fs::read(&path).unwrap();
        for marker in ["MARKØRNOTAT", "99887766", "Furuly", "SQLite format 3"] {
            let found = bytes.windows(marker.len()).any(|window| window == marker.as_bytes());
            assert!(!found, "«{marker}» stands in {}", path.display());
        }
        seen += 1;
    }
    assert!(seen >= 3, "database, log and key file");
}

#[test]
fn only_the_right_name_and_passphrase_open() {
    let fixture = closed();
    let before = bytes_of(fixture.folder.path());
    assert_eq!(code(open(&fixture.path, None, "feil")), ErrorCode::WrongKeyOrDamaged);
    assert_eq!(code(open(&fixture.path, None, "")), ErrorCode::WrongKeyOrDamaged);
    assert_eq!(code(open(&fixture.path, Some("Per S."), "feil")), ErrorCode::UnknownAdviser);
    assert_eq!(bytes_of(fixture.folder.path()), before);
    assert_eq!(advisers(&fixture.path).unwrap(), [ADVISER]);
    let store = open(&fixture.path, Some(ADVISER), crate::fixture::PASSPHRASE).unwrap();
    assert_eq!(store.adviser_name(), ADVISER);
}

#[test]
fn damaged_plain_and_foreign_files_are_told_and_left_alone() {
    let fixture = closed();
    let good = fs::read(&fixture.path).unwrap();
    let mut damaged = good.clone();
    damaged[100] ^= 1;
    let plain = [b"SQLite format 3\0".as_slice(), &[0; 4080]].concat();
    for content in [damaged, plain, b"rubbish".repeat(600), good[..1000].to_vec()] {
        fs::write(&fixture.path, &content).unwrap();
        let before = bytes_of(fixture.folder.path());
        assert_eq!(code(open(&fixture.path, None, crate::fixture::PASSPHRASE)), ErrorCode::WrongKeyOrDamaged);
        assert_eq!(bytes_of(fixture.folder.path()), before);
    }
    let other = fixture.folder.path().join("annet.db");
    fs::write(&other, b"something else").unwrap();
    assert_eq!(code(open(&other, None, "x")), ErrorCode::ForeignFile, "no key file beside it");
    assert_eq!(code(open(&fixture.folder.path().join("ingen.db"), None, "x")), ErrorCode::BadFile);
}

#[test]
fn a_key_file_of_another_database_opens_nothing() {
    let (one, two) = (closed(), closed());
    let keys = |fixture: &Fixture| fixture.path.with_extension("db.keys");
    fs::copy(keys(&two), keys(&one)).unwrap();
    assert_eq!(code(open(&one.path, None, crate::fixture::PASSPHRASE)), ErrorCode::WrongKeyOrDamaged);
    fs::write(keys(&one), "{").unwrap();
    assert_eq!(code(open(&one.path, None, crate::fixture::PASSPHRASE)), ErrorCode::WrongKeyOrDamaged);
    let newer = fs::read_to_string(keys(&two)).unwrap().replace("\"format\": 2", "\"format\": 3");
    fs::write(keys(&one), newer).unwrap();
    assert_eq!(code(open(&one.path, None, crate::fixture::PASSPHRASE)), ErrorCode::NewerSchema);
}

#[test]
fn what_exists_is_never_overwritten() {
    let fixture = closed();
    let before = bytes_of(fixture.folder.path());
    assert_eq!(code(create(&fixture.path, night())), ErrorCode::Exists);
    assert_eq!(bytes_of(fixture.folder.path()), before);
    let orphan = fixture.folder.path().join("ny.db");
    fs::write(fixture.folder.path().join("ny.db.keys"), "{}").unwrap();
    assert_eq!(code(create(&orphan, night())), ErrorCode::Exists);
    assert!(!orphan.exists());
}

#[test]
fn links_open_files_and_network_drives_are_refused() {
    let fixture = closed();
    let link = fixture.folder.path().join("lenke.db");
    symlink(&fixture.path, &link).unwrap();
    fs::copy(fixture.path.with_extension("db.keys"), fixture.folder.path().join("lenke.db.keys")).unwrap();
    assert_eq!(code(open(&link, None, crate::fixture::PASSPHRASE)), ErrorCode::BadFile);
    let network = OpenOptions { drive_of: |_| Ok(Drive::Network), ..options() };
    let result = Store::open(&fixture.path, None, &passphrase(), reference(), network);
    assert_eq!(code(result), ErrorCode::NetworkDrive);
    fs::set_permissions(&fixture.path, fs::Permissions::from_mode(0o644)).unwrap();
    assert_eq!(code(open(&fixture.path, None, crate::fixture::PASSPHRASE)), ErrorCode::BadFile);
}

#[test]
fn empty_names_and_passphrases_make_no_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vakt.db");
    for (adviser, word) in [("Kari", ""), ("  ", "ord")] {
        let passphrase = Passphrase::new(word.to_owned());
        let new = akuttvakt::store::NewDatabase {
            adviser,
            region: akuttvakt::domain::municipality::Region::Ost,
            passphrase: &passphrase,
        };
        assert_eq!(code(Store::create(&path, new, reference(), options(), night())), ErrorCode::BadValue);
    }
    assert_eq!(bytes_of(folder.path()), []);
}

#[test]
fn database_and_cipher_are_the_programs_own_and_new_enough() {
    let mut promise = Promise::of("S1", "versions of SQLite and SQLCipher");
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    let sqlite: String = connection.query_row("SELECT sqlite_version()", [], |row| row.get(0)).unwrap();
    let cipher: String =
        connection.pragma_query_value(None, "cipher_version", |row| row.get(0)).expect("SQLCipher is there");
    let parts = |version: &str| -> Vec<u32> {
        let digits = version.split(' ').next().unwrap();
        digits.split('.').map(|part| part.parse().unwrap()).collect()
    };
    // Before this a reset of the log could damage the database.
    assert!(parts(&sqlite) >= vec![3, 51, 3], "SQLite {sqlite}");
    // Distributions still carry 4.5 and 4.6, with SQLite of that time.
    assert!(parts(&cipher) >= vec![4, 10, 0], "SQLCipher {cipher}");
    let maps = fs::read_to_string("/proc/self/maps").unwrap();
    for library in ["libsqlite3", "libsqlcipher"] {
        assert!(!maps.contains(library), "{library} of the system is in use");
    }
    promise.ran(2, format_args!("SQLite {sqlite}, SQLCipher {cipher}, both built in"));
}
