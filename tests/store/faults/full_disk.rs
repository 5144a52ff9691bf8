//! R5: a full disk loses nothing and says so. Reading goes on, the answer comes at once, and with room again
//! everything works.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::time::{Duration, Instant};

use akuttvakt::domain::refusal::ErrorCode;
use akuttvakt::store::Store;
use rusqlite::ffi;

use super::disk::{Access, Fault};
use crate::support::dice::Dice;

use super::mount::SmallDisk;
use super::night::{Night, Said, Seedling, open, open_on};
use super::vfs::Layer;
use crate::fixture::create;
use crate::support::promise::{Figure, Promise};

/// Commands tried on a full disk.
const FULL_DISK_COMMANDS: Figure = Figure::new(10, 200);

/// No answer takes longer.
const AT_ONCE: Duration = Duration::from_secs(1);

/// More commands than a disk of a few MiB has room for in the log.
const MANY: usize = 1_000;

/// Goes on with the night until the disk says it is full.
fn until_full(night: &mut Night, store: &mut Store) -> Said {
    for _ in 0..MANY {
        let before = Instant::now();
        let said = night.go_on(store);
        assert!(before.elapsed() < AT_ONCE, "{:?}", before.elapsed());
        if said.answer.is_err() && !said.is_refused {
            assert_eq!(said.answer, Err(ErrorCode::DiskFull));
            return said;
        }
    }
    panic!("the disk never was full")
}

/// Nothing of it was done, everything can be read, and it is said each time it is tried.
fn holds(night: &mut Night, store: &mut Store, said: &Said, board: &str) {
    assert_eq!(format!("{:?}", store.board(night.now).unwrap()), board);
    assert_eq!(store.outcome_of(said.id).unwrap(), None);
    assert!(said.keeps_its_text(&store.drafts().unwrap()), "what was typed is kept");
    let before = Instant::now();
    let again = night.again(store, said);
    assert_eq!(again.answer, Err(ErrorCode::DiskFull));
    assert!(before.elapsed() < AT_ONCE, "{:?}", before.elapsed());
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn a_disk_without_room_is_called_full_and_loses_nothing() {
    let mut promise = Promise::of("R5", "full disk, injected");
    let dice = Dice::of_test();
    let seedling = Seedling::new();
    let layer = Layer::register();
    let mut night = Night::new(dice.branch(1));
    let mut store = open_on(&seedling.path, &layer.name()).unwrap();
    let times = FULL_DISK_COMMANDS.count();
    for nth in 1..=times {
        let begun_at = night.now;
        let board = format!("{:?}", store.board(begun_at).unwrap());
        // Full in the middle of a command, each time at another write of it.
        layer.disk().fail(Fault {
            access: Access::Write,
            nth: nth % 12 + 1,
            code: ffi::SQLITE_FULL,
            lasts: true,
        });
        let mut said = night.go_on(&mut store);
        if said.is_refused || said.answer.is_ok() {
            layer.disk().mend();
            continue;
        }
        assert_eq!(said.answer, Err(ErrorCode::DiskFull));
        layer.disk().fail(Fault { access: Access::Write, nth: 1, code: ffi::SQLITE_FULL, lasts: true });
        assert_eq!(format!("{:?}", store.board(begun_at).unwrap()), board, "nothing changed");
        let board = format!("{:?}", store.board(night.now).unwrap());
        holds(&mut night, &mut store, &said, &board);
        layer.disk().mend();
        said = night.again(&mut store, &said);
        assert!(said.answer.is_ok() || said.is_refused, "room again: {:?}", said.answer);
        assert_eq!(store.outcome_of(said.id).unwrap(), said.answer.ok());
    }
    drop(store);
    assert_eq!(open(&seedling.path).unwrap().check().unwrap(), []);
    promise.ran(times, format_args!("{times} commands, 0 lost, reads go on"));
}

#[test]
fn a_real_disk_that_is_full_is_called_full_and_loses_nothing() {
    let mut promise = Promise::of("R5", "full disk, real");
    let Some(disk) = SmallDisk::mount("a real disk that is full") else { return };
    let dice = Dice::of_test();
    let path = disk.path().join("vakt.db");
    drop(create(&path, crate::fixture::night()).unwrap());
    let mut store = open(&path).unwrap();
    crate::faults::night::settle_in(&mut store);
    let mut night = Night::new(dice.branch(1));
    let filler = disk.path().join("annet");
    fill(&filler);
    let said = until_full(&mut night, &mut store);
    fill(&filler);
    let board = format!("{:?}", store.board(night.now).unwrap());
    holds(&mut night, &mut store, &said, &board);
    // A start on the full disk: it opens, or says what is the matter.
    if let Err(error) = open(&path) {
        assert_eq!(error.code(), ErrorCode::DiskFull);
    }
    assert_eq!(
        create(&disk.path().join("ny.db"), night.now).map(drop).unwrap_err().code(),
        ErrorCode::DiskFull
    );
    let left =
        fs::read_dir(disk.path()).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    assert!(left.into_iter().all(|name| !name.contains("ny.db")), "a start that failed leaves nothing");
    fs::remove_file(&filler).unwrap();
    let said = night.again(&mut store, &said);
    assert!(said.answer.is_ok() || said.is_refused, "room again: {:?}", said.answer);
    assert_eq!(store.check().unwrap(), []);
    drop(store);
    assert_eq!(open(&path).unwrap().check().unwrap(), []);
    promise.ran(1, "told within 1 s, 0 lost, reads go on, works again");
}

/// Writes until not a byte more goes in.
fn fill(path: &Path) {
    let mut file = File::options().create(true).append(true).open(path).unwrap();
    for size in [1 << 16, 1 << 12, 512, 1] {
        while file.write_all(&vec![0; size]).is_ok() {}
    }
}
