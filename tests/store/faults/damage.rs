//! R7: a damaged file is found, or recovered without a trace of the damage; what it says is never anything but what
//! was written.

use std::fs;
use std::path::{Path, PathBuf};

use akuttvakt::domain::command::Outcome;
use akuttvakt::domain::ids::CallId;
use akuttvakt::store::{CallFilter, OpenOptions, Store, Synchronous};

use crate::support::dice::Dice;

use super::night::{Night, Seedling, open, open_with};
use super::raw::{self, Tables};
use crate::fixture::options;
use crate::support::promise::{Figure, Promise};

/// Cuts of the file, and faults in its log, that are tried.
const DAMAGED_FILES: Figure = Figure::new(16, 300);
/// Pages of the damaged database that are tried.
const DAMAGED_PAGES: Figure = Figure::new(16, 10_000);

const PAGE: usize = 4096;
/// The damaged database has at least this many pages.
const PAGES: usize = 200;
const BYTES: u64 = (PAGES * PAGE) as u64;
/// More commands than it takes to fill them.
const MANY: usize = 5_000;

/// What came of looking at a damaged database.
#[derive(Debug, PartialEq, Eq)]
enum Seen {
    /// It did not open, or `check` told of it.
    Found,
    /// It opens, is sound, and says what was written, all of it or up to some command.
    Sound,
}

/// A sound database and everything it says.
struct Sound {
    seedling: Seedling,
    calls: i64,
    says: Vec<String>,
}

/// All that the program can be asked about.
fn answers(store: &mut Store, calls: i64) -> Vec<Option<String>> {
    let later = crate::fixture::night() + chrono::TimeDelta::days(9);
    let mut answers = vec![
        store.board(later).ok().map(|board| format!("{board:?}")),
        store.calls(CallFilter::All).ok().map(|calls| format!("{calls:?}")),
        store.settings().ok().map(|settings| format!("{settings:?}")),
    ];
    let mut lines = Vec::new();
    let read = store.journal(|line| lines.push(format!("{line:?}")));
    answers.push(read.ok().map(|()| lines.join("\n")));
    answers.extend(
        (1..=calls)
            .step_by(7)
            .map(|call| store.call_details(CallId(call)).ok().map(|details| format!("{details:?}"))),
    );
    answers
}

fn sound(dice: &Dice) -> Sound {
    let seedling = Seedling::new();
    let mut store =
        open_with(&seedling.path, OpenOptions { synchronous: Synchronous::Off, ..options() }).unwrap();
    let mut night = Night::new(dice.branch(1));
    let mut calls = 0;
    for _ in 0..MANY {
        if fs::metadata(&seedling.path).unwrap().len() >= BYTES {
            break;
        }
        if let Ok(Outcome::CallRegistered { call, .. }) = night.go_on(&mut store).answer {
            calls = call.0;
        }
    }
    add_free_pages(&seedling.path);
    let says = answers(&mut store, calls).into_iter().map(|answer| answer.unwrap()).collect();
    drop(store);
    Sound { seedling, calls, says }
}

/// Pages that nothing uses any more, at the end of the file: only the cipher's own check reads them.
fn add_free_pages(path: &Path) {
    let connection = raw::open(path).unwrap();
    connection
        .execute_batch(
            "CREATE TABLE gone (bytes BLOB); INSERT INTO gone VALUES (randomblob(40960)); DROP TABLE gone;",
        )
        .unwrap();
}

/// Looks at a database as the program does: what it answers must be what it was told, whatever happened to the file.
fn look(path: &Path, sound: &Sound) -> Seen {
    let Ok(mut store) = open(path) else { return Seen::Found };
    let answers = answers(&mut store, sound.calls);
    for (answer, said) in answers.iter().zip(&sound.says) {
        assert!(answer.is_none() || answer.as_ref() == Some(said), "other data shown as truth: {answer:?}");
    }
    match store.check() {
        Ok(findings) if findings.is_empty() => Seen::Sound,
        _ => Seen::Found,
    }
}

#[test]
fn one_changed_byte_in_any_page_is_found() {
    let mut promise = Promise::of("R7", "damaged pages");
    let mut dice = Dice::of_test();
    let sound = sound(&dice);
    let good = fs::read(&sound.seedling.path).unwrap();
    let copy = sound.seedling.copy();
    assert_eq!(look(&copy.path, &sound), Seen::Sound, "undamaged");
    let pages = good.len() / PAGE;
    assert!(pages >= PAGES, "{pages} pages");
    let mut tried: Vec<usize> = (0..pages).collect();
    while tried.len() > DAMAGED_PAGES.count() {
        // The first page and the last one, which is free, are never left out.
        let at = 1 + dice.roll(tried.len() - 2);
        tried.remove(at);
    }
    for page in &tried {
        let at = page * PAGE + dice.roll(PAGE);
        let mut bad = good.clone();
        bad[at] ^= u8::try_from(1 << dice.roll(8)).unwrap();
        raw::write_private(&copy.path, &bad);
        assert_eq!(look(&copy.path, &sound), Seen::Found, "byte {at}");
        // A sector that was never written, or was given away: a whole page of zeros.
        bad[page * PAGE..(page + 1) * PAGE].fill(0);
        raw::write_private(&copy.path, &bad);
        assert_eq!(look(&copy.path, &sound), Seen::Found, "page {page} of zeros");
        // A page written to the place of another.
        let other = (page + 1 + dice.roll(pages - 1)) % pages;
        bad.copy_from_slice(&good);
        bad.copy_within(other * PAGE..(other + 1) * PAGE, page * PAGE);
        raw::write_private(&copy.path, &bad);
        assert_eq!(look(&copy.path, &sound), Seen::Found, "page {other} in the place of {page}");
    }
    raw::write_private(&copy.path, &good);
    assert_eq!(look(&copy.path, &sound), Seen::Sound, "undamaged again");
    let tried = tried.len();
    promise.ran(3 * tried, format_args!("{tried} of {pages} pages, 3 damages each, all found"));
}

#[test]
fn a_file_that_was_cut_is_found() {
    let mut promise = Promise::of("R7", "cut files");
    let mut dice = Dice::of_test();
    let sound = sound(&dice);
    let good = fs::read(&sound.seedling.path).unwrap();
    let copy = sound.seedling.copy();
    let count = DAMAGED_FILES.count();
    for part in 0..count {
        let size = match part {
            0 => 0,
            1 => 1,
            2 => PAGE,
            3 => good.len() - 1,
            4 => good.len() - PAGE,
            _ if part % 2 == 0 => dice.roll(good.len()),
            _ => dice.roll(good.len() / PAGE) * PAGE,
        };
        raw::write_private(&copy.path, &good[..size]);
        assert_eq!(look(&copy.path, &sound), Seen::Found, "cut at {size}");
        // The length is there, the content not: an unfinished copy.
        let mut hollow = good[..size].to_vec();
        hollow.resize(good.len(), 0);
        raw::write_private(&copy.path, &hollow);
        assert_eq!(look(&copy.path, &sound), Seen::Found, "zeros from {size}");
    }
    promise.ran(2 * count, format_args!("{} files, all found", 2 * count));
}

/// A database whose last commands are in the log only, and what it said after each of them.
struct Logged {
    folder: tempfile::TempDir,
    path: PathBuf,
    states: Vec<Tables>,
}

fn logged(dice: &Dice) -> Logged {
    let seedling = Seedling::new();
    let mut store = open(&seedling.path).unwrap();
    let mut night = Night::new(dice.branch(1));
    let folder = tempfile::tempdir().unwrap();
    let mut states = vec![state(&seedling.path)];
    for _ in 0..30 {
        if night.go_on(&mut store).answer.is_ok() {
            states.push(state(&seedling.path));
        }
    }
    let path = raw::copy(&seedling.path, folder.path());
    drop(store);
    Logged { folder, path, states }
}

/// All but half-written work, which is kept before its command.
fn state(path: &Path) -> Tables {
    let mut tables = raw::tables(&raw::open(path).unwrap()).unwrap();
    tables.remove("drafts");
    tables
}

#[test]
fn a_damaged_log_is_found_or_recovered_up_to_a_whole_command() {
    let mut promise = Promise::of("R7", "damaged log");
    let mut dice = Dice::of_test();
    let logged = logged(&dice);
    let (database, log) = (fs::read(&logged.path).unwrap(), fs::read(raw::log_of(&logged.path)).unwrap());
    assert!(log.len() > 20 * PAGE, "the commands are in the log");
    let (mut found, mut recovered) = (0, 0);
    let count = DAMAGED_FILES.count();
    for part in 0..count {
        let mut bad = log.clone();
        match part {
            0 => bad.clear(),
            1 => bad.truncate(32),
            2 => bad.fill(0),
            3 => bad.fill(0xa5),
            _ if part % 4 == 0 => bad.truncate(dice.roll(log.len())),
            _ if part % 4 == 1 => {
                let (from, length) = (dice.roll(log.len()), 1 + dice.roll(2 * PAGE));
                bad[from..].iter_mut().take(length).for_each(|byte| *byte = 0);
            }
            _ => bad[dice.roll(log.len())] ^= u8::try_from(1 << dice.roll(8)).unwrap(),
        }
        drop(fs::remove_file(logged.folder.path().join("vakt.db-shm")));
        raw::write_private(&logged.path, &database);
        raw::write_private(&raw::log_of(&logged.path), &bad);
        let Ok(mut store) = open(&logged.path) else {
            found += 1;
            continue;
        };
        if store.check().is_ok_and(|findings| findings.is_empty()) {
            let now = state(&logged.path);
            assert!(logged.states.contains(&now), "part {part}: sound, and no state there ever was");
            recovered += 1;
        } else {
            found += 1;
        }
    }
    promise.ran(count, format_args!("{count} logs, {recovered} recovered whole, {found} found"));
}
