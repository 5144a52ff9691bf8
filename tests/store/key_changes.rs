//! Who can sign on changes: passphrases, removed advisers, new keys, and changes that were cut short.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use akuttvakt::domain::refusal::{ErrorCode, Refusal};
use akuttvakt::store::{Passphrase, Store, StoreError};

use crate::fixture::{ADVISER, Fixture, PASSPHRASE, options, passphrase, reference};
use crate::fixtures::copy;
use crate::support::promise::{Figure, Promise};

const SECOND: &str = "Per S.";

/// New keys while somebody else changes their passphrase.
const CHANGES: Figure = Figure::new(10, 200);

fn word(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned())
}

fn open(path: &Path, name: &str, text: &str) -> Result<Store, StoreError> {
    Store::open(path, Some(name), &word(text), reference(), options())
}

fn refused_key(path: &Path, name: &str, text: &str) {
    match open(path, name, text) {
        Err(StoreError::WrongKeyOrDamaged(_)) => {}
        other => panic!("{:?}", other.map(|_| "it opened")),
    }
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", path.display()))
}

fn with_second() -> Fixture {
    let mut fixture = Fixture::with_places();
    fixture.girl();
    fixture.store.add_adviser(SECOND, &word("annet"), fixture.now).unwrap();
    fixture
}

#[test]
fn a_changed_passphrase_opens_and_the_old_one_does_not() {
    let mut fixture = Fixture::with_places();
    let wrong = fixture.store.change_passphrase(&word("feil"), &word("nytt"), fixture.now);
    assert!(matches!(wrong, Err(StoreError::WrongKeyOrDamaged(_))), "{wrong:?}");
    let empty = fixture.store.change_passphrase(&passphrase(), &word(""), fixture.now);
    assert_eq!(empty.unwrap_err().code(), ErrorCode::BadValue);
    fixture.store.change_passphrase(&passphrase(), &word("nytt"), fixture.now).unwrap();
    refused_key(&fixture.path, ADVISER, PASSPHRASE);
    let mut store = open(&fixture.path, ADVISER, "nytt").unwrap();
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn a_removed_adviser_is_refused_and_their_copied_keys_open_nothing() {
    let mut fixture = with_second();
    let keys = beside(&fixture.path, ".keys");
    let copied = fs::read(&keys).unwrap();
    assert!(open(&fixture.path, SECOND, "annet").is_ok());
    let unknown = fixture.store.remove_adviser("Ola", fixture.now).unwrap_err();
    assert_eq!(unknown.code(), ErrorCode::UnknownAdviser);
    assert!(fixture.store.remove_adviser(ADVISER, fixture.now).is_err(), "not oneself");
    assert_eq!(fixture.store.remove_adviser(SECOND, fixture.now).unwrap(), Vec::<String>::new());
    assert_eq!(fixture.store.check().unwrap(), []);
    let gone = open(&fixture.path, SECOND, "annet").map(|_| ()).unwrap_err();
    assert!(matches!(gone, StoreError::Refused(Refusal::UnknownAdviser(_))), "{gone:?}");
    let mut again = open(&fixture.path, ADVISER, PASSPHRASE).unwrap();
    assert_eq!(again.check().unwrap(), []);
    drop(again);
    fs::write(&keys, copied).unwrap();
    refused_key(&fixture.path, SECOND, "annet");
}

#[test]
fn a_new_key_is_given_only_alone() {
    let mut fixture = with_second();
    let mut other = open(&fixture.path, SECOND, "annet").unwrap();
    let keys = fs::read(beside(&fixture.path, ".keys")).unwrap();
    let head = fixture.head();
    for refused in [fixture.store.rekey(fixture.now), fixture.store.remove_adviser(SECOND, fixture.now)] {
        assert_eq!(refused.unwrap_err().code(), ErrorCode::NotAlone);
    }
    assert_eq!(fs::read(beside(&fixture.path, ".keys")).unwrap(), keys);
    assert_eq!(other.journal_head().unwrap(), head, "nothing changed");
    assert_eq!(other.check().unwrap(), []);
    drop(other);
    fixture.store.rekey(fixture.now).unwrap();
    assert!(open(&fixture.path, SECOND, "annet").is_ok(), "who stays keeps their passphrase");
}

#[test]
fn a_change_of_the_key_that_was_cut_short_opens_with_the_old_or_the_new() {
    let mut fixture = with_second();
    let (keys, next) = (beside(&fixture.path, ".keys"), beside(&fixture.path, ".keys.next"));
    let old = fs::read(&keys).unwrap();
    fixture.store.rekey(fixture.now).unwrap();
    let new = fs::read(&keys).unwrap();
    let Fixture { folder: _folder, path, store, now } = fixture;
    drop(store);
    // The database has its new key, the key file not yet.
    fs::rename(&keys, &next).unwrap();
    fs::copy(&next, &keys).unwrap();
    fs::write(&keys, &old).unwrap();
    let mut store = open(&path, SECOND, "annet").unwrap();
    assert_eq!(store.check().unwrap(), []);
    drop(store);
    assert_eq!(
        serde_json::from_slice::<serde_json::Value>(&fs::read(&keys).unwrap()).unwrap(),
        serde_json::from_slice::<serde_json::Value>(&new).unwrap()
    );
    assert!(!next.exists(), "the change is finished");
    // The next key file is written, the database still has its key.
    fs::copy(&keys, &next).unwrap();
    fs::write(&next, old).unwrap();
    let mut store = open(&path, ADVISER, PASSPHRASE).unwrap();
    assert_eq!(store.check().unwrap(), []);
    store.rekey(now).unwrap();
    assert!(!next.exists());
}

#[test]
fn keys_of_the_first_format_open_and_are_renewed_with_the_passphrase() {
    let folder = copy("first_light.db");
    let path = folder.path().join("first_light.db");
    let format = || -> serde_json::Value {
        let file: serde_json::Value =
            serde_json::from_slice(&fs::read(beside(&path, ".keys")).unwrap()).unwrap();
        file["format"].clone()
    };
    let mut store = open(&path, ADVISER, PASSPHRASE).unwrap();
    let now = crate::fixture::night();
    assert_eq!(format(), 1);
    assert_eq!(store.rekey(now).unwrap_err().code(), ErrorCode::Stale);
    store.change_passphrase(&passphrase(), &word("nytt"), now).unwrap();
    assert_eq!(format(), 2);
    refused_key(&path, ADVISER, PASSPHRASE);
    assert!(open(&path, ADVISER, "nytt").is_ok());
    assert_eq!(store.rekey(now).unwrap(), Vec::<String>::new());
    assert_eq!(store.check().unwrap(), []);
    assert!(open(&path, ADVISER, "nytt").is_ok());
}

#[test]
fn who_has_keys_of_the_first_format_loses_them_with_a_new_key_and_is_added_again() {
    let folder = copy("the_board.db");
    let path = folder.path().join("the_board.db");
    let mut store = open(&path, ADVISER, PASSPHRASE).unwrap();
    let now = crate::fixture::night();
    store.add_adviser("Ny N.", &word("ny"), now).unwrap();
    assert!(open(&path, "Ny N.", "ny").is_ok(), "a new entry beside old ones");
    store.change_passphrase(&passphrase(), &word("nytt"), now).unwrap();
    assert_eq!(store.rekey(now).unwrap(), [SECOND], "named, so that it can be said who must be added again");
    assert_eq!(open(&path, SECOND, "annet").map(|_| ()).unwrap_err().code(), ErrorCode::UnknownAdviser);
    assert!(open(&path, "Ny N.", "ny").is_ok());
    store.add_adviser(SECOND, &word("igjen"), now).unwrap();
    let mut again = open(&path, SECOND, "igjen").unwrap();
    assert_eq!(again.check().unwrap(), []);
    let listed = again.adviser_list().unwrap();
    assert_eq!(listed.len(), 3, "the same adviser as before, with new keys: {listed:?}");
    let taken = again.add_adviser("Ny N.", &word("annet"), now).unwrap_err();
    assert_eq!(taken.code(), ErrorCode::BadValue, "who can sign on is not overwritten");
}

#[test]
fn a_passphrase_changed_while_the_key_is_changed_stays_changed() {
    let mut promise = Promise::of("S2", "a passphrase and the key changed at once");
    let mut fixture = with_second();
    let path = fixture.path.clone();
    let is_over = Arc::new(AtomicBool::new(false));
    let done = Arc::new(AtomicUsize::new(0));
    let (over, counted, now) = (Arc::clone(&is_over), Arc::clone(&done), fixture.now);
    let other = thread::spawn(move || {
        let mut known = "annet".to_owned();
        while !over.load(Ordering::Relaxed) {
            let next = format!("ord {}", counted.load(Ordering::Relaxed));
            // Refused where the key is being changed just now: then the old one stands.
            let result = open(&path, SECOND, &known)
                .and_then(|mut store| store.change_passphrase(&word(&known), &word(&next), now));
            if result.is_ok() {
                known = next;
                counted.fetch_add(1, Ordering::Relaxed);
            }
            thread::sleep(Duration::from_millis(1));
        }
        known
    });
    let (wanted, deadline) = (CHANGES.count(), Instant::now() + Duration::from_mins(1));
    let mut given = 0;
    // Both must have had their turn.
    let is_enough = |given| given >= wanted && done.load(Ordering::Relaxed) > 0;
    while !is_enough(given) && Instant::now() < deadline {
        match fixture.store.rekey(now) {
            Ok(left_out) => {
                assert_eq!(left_out, Vec::<String>::new());
                given += 1;
            }
            Err(StoreError::NotAlone(_) | StoreError::Busy) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    is_over.store(true, Ordering::Relaxed);
    let (known, changes) = (other.join().unwrap(), done.load(Ordering::Relaxed));
    assert!(given > 0 && changes > 0, "{given} keys, {changes} passphrases");
    let mut second = open(&fixture.path, SECOND, &known).unwrap();
    assert_eq!(second.check().unwrap(), []);
    assert_eq!(fixture.store.check().unwrap(), []);
    promise.ran(given, format_args!("{changes} passphrases changed meanwhile, the last one opens"));
}
