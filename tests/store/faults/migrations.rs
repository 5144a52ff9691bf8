//! R9: a database of an earlier version becomes one of this version, whole, or stays what it was, whatever happens
//! on the way and however many open it first.

use std::path::PathBuf;
use std::sync::{Arc, Barrier, OnceLock};
use std::thread;

use akuttvakt::store::{CallFilter, Store};
use rusqlite::ffi;
use tempfile::TempDir;

use super::disk::{Access, Fault};
use crate::support::dice::Dice;

use super::night::{open, open_on};
use super::raw::{self, Tables};
use super::vfs::Layer;
use crate::fixtures::copy;
use crate::support::promise::{Figure, Promise};

/// Power cuts while migrating.
const MIGRATION_CUTS: Figure = Figure::new(20, 500);
/// Faults while migrating.
const MIGRATION_FAULTS: Figure = Figure::new(12, 200);
/// Simultaneous first openings after an update, in rounds of [`OPENERS`].
const MIGRATION_ROUNDS: Figure = Figure::new(3, 30);
/// How many open at once in a round.
const OPENERS: usize = 6;

/// The version of the fixture.
const FIRST: i64 = 1;

fn first_light() -> (TempDir, PathBuf) {
    static KEYS: OnceLock<Vec<u8>> = OnceLock::new();
    let folder = copy("first_light.db");
    let path = folder.path().join("first_light.db");
    raw::write_private(
        &folder.path().join("first_light.db.keys"),
        KEYS.get_or_init(|| raw::cheap_keys(&path)),
    );
    (folder, path)
}

/// What the program tells of every call; the same before and after.
fn told(store: &mut Store) -> String {
    let (calls, offers) = store.calls(CallFilter::All).unwrap();
    let details: Vec<_> = calls.iter().map(|call| store.call_details(call.id).unwrap()).collect();
    let mut lines = Vec::new();
    store.journal(|line| lines.push(line)).unwrap();
    format!("{calls:?}{offers:?}{details:?}{lines:?}")
}

/// What must be true of a database whose migration was disturbed.
struct Expected {
    first: Tables,
    newest: Tables,
    version: i64,
    told: String,
}

impl Expected {
    fn new() -> Self {
        let (_folder, path) = first_light();
        let connection = raw::open(&path).unwrap();
        assert_eq!(raw::version(&connection).unwrap(), FIRST, "the fixture is of the first version");
        let first = raw::tables(&connection).unwrap();
        drop(connection);
        let told = told(&mut open(&path).unwrap());
        let connection = raw::open(&path).unwrap();
        let (newest, version) = (raw::tables(&connection).unwrap(), raw::version(&connection).unwrap());
        assert!(version > FIRST && newest != first, "there is something to migrate to");
        Self { first, newest, version, told }
    }

    /// All of the first version or all of the newest, and it opens. Says whether it was the newest.
    fn judge(&self, path: &std::path::Path, when: &str) -> bool {
        let connection = raw::open(path).unwrap();
        let version = raw::version(&connection).unwrap();
        let tables = raw::tables(&connection).unwrap();
        drop(connection);
        let is_newest = version == self.version;
        assert!(is_newest || version == FIRST, "{when}: version {version}");
        assert!(tables == if is_newest { &self.newest } else { &self.first }.clone(), "{when}: {version}");
        let mut store = open(path).unwrap();
        assert_eq!(store.check().unwrap(), [], "{when}");
        assert_eq!(told(&mut store), self.told, "{when}");
        is_newest
    }
}

#[test]
fn a_migration_cut_by_a_power_loss_is_all_or_nothing() {
    let mut promise = Promise::of("R9", "migration, power loss");
    let mut dice = Dice::of_test();
    let expected = Expected::new();
    let (_folder, path) = first_light();
    let (_kept_folder, kept) = first_light();
    let layer = Layer::register();
    drop(open_on(&path, &layer.name()).unwrap());
    let disk = layer.disk();
    let mut moments: Vec<usize> = disk.sync_moments().into_iter().chain([0, disk.moment()]).collect();
    moments.extend((0..MIGRATION_CUTS.count()).map(|_| dice.roll(disk.moment() + 1)));
    let folder = tempfile::tempdir().unwrap();
    let mut newest = 0;
    for moment in &moments {
        let path = raw::copy(&kept, folder.path());
        disk.cut_power(*moment, &mut dice, folder.path());
        newest += usize::from(expected.judge(&path, &format!("cut at {moment}")));
    }
    let cuts = moments.len();
    assert!(newest > 0 && newest < cuts, "{newest} of {cuts}");
    promise.ran(cuts, format_args!("{cuts} cuts, {newest} newest, {} first", cuts - newest));
}

#[test]
fn a_migration_on_a_failing_disk_is_all_or_nothing() {
    let mut promise = Promise::of("R9", "migration, failing disk");
    let mut dice = Dice::of_test();
    let expected = Expected::new();
    let layer = Layer::register();
    let (mut tried, mut failed, mut newest) = (0, 0, 0);
    for nth in MIGRATION_FAULTS.spread(&mut dice) {
        for (access, code) in [
            (Access::Write, ffi::SQLITE_IOERR_WRITE),
            (Access::Write, ffi::SQLITE_FULL),
            (Access::Sync, ffi::SQLITE_IOERR_FSYNC),
            (Access::Read, ffi::SQLITE_IOERR_READ),
        ] {
            let (_folder, path) = first_light();
            layer.disk().begin();
            layer.disk().fail(Fault { access, nth, code, lasts: dice.roll(2) == 0 });
            let opened = open_on(&path, &layer.name());
            tried += 1;
            // Folding the log in at the end may fail without harm.
            failed += usize::from(opened.is_err());
            drop(opened);
            layer.disk().mend();
            newest += usize::from(expected.judge(&path, &format!("{access:?} {nth}")));
        }
    }
    assert!(failed > 0 && newest < tried, "{failed} failed, {newest} of {tried} newest");
    promise.ran(tried, format_args!("{tried} openings, {failed} failed, all whole"));
}

#[test]
fn many_first_openings_after_an_update_all_succeed() {
    let mut promise = Promise::of("R9", "migration, simultaneous");
    let expected = Expected::new();
    let rounds = MIGRATION_ROUNDS.count();
    for _ in 0..rounds {
        let (_folder, path) = first_light();
        let barrier = Arc::new(Barrier::new(OPENERS));
        let threads: Vec<_> = (0..OPENERS)
            .map(|_| {
                let (path, barrier) = (path.clone(), Arc::clone(&barrier));
                thread::spawn(move || {
                    barrier.wait();
                    open(&path).map(drop).map_err(|error| format!("{error:?}"))
                })
            })
            .collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), Ok(()));
        }
        assert!(expected.judge(&path, "together"));
    }
    promise.ran(rounds * OPENERS, format_args!("{rounds} x {OPENERS} openings, all succeed"));
}
