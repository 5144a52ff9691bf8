//! R6: the disk fails at the Nth read, write, sync, … What was said is true, before and after, and nothing breaks.
//!
//! The same night is worked through once undisturbed; a disturbed one must say the same, or say that it failed.

use std::path::Path;

use akuttvakt::domain::command::Outcome;
use akuttvakt::domain::refusal::ErrorCode;
use akuttvakt::store::{Store, StoreError};
use rusqlite::ffi;

use super::disk::{Access, Fault};
use crate::support::dice::Dice;

use super::night::{Night, Said, Seedling, open, open_on};
use super::raw;
use super::vfs::Layer;
use crate::fixture::{ADVISER, night, options, passphrase, reference};
use crate::support::promise::{Figure, Promise};

/// The Nth access fails.
const FAILING_ACCESS: Figure = Figure::new(4, 100);

/// What fails, and as what SQLite's own file layer would report it for EIO, ENOSPC and EACCES.
const FAULTS: [(Access, i32); 12] = [
    (Access::Read, ffi::SQLITE_IOERR_READ),
    (Access::Write, ffi::SQLITE_IOERR_WRITE),
    (Access::Write, ffi::SQLITE_FULL),
    (Access::Sync, ffi::SQLITE_IOERR_FSYNC),
    (Access::Open, ffi::SQLITE_CANTOPEN),
    (Access::Open, ffi::SQLITE_IOERR_ACCESS),
    (Access::Truncate, ffi::SQLITE_IOERR_TRUNCATE),
    (Access::Truncate, ffi::SQLITE_FULL),
    (Access::Delete, ffi::SQLITE_IOERR_DELETE),
    (Access::Map, ffi::SQLITE_IOERR_SHMMAP),
    (Access::Map, ffi::SQLITE_IOERR_SHMSIZE),
    (Access::Map, ffi::SQLITE_CANTOPEN),
];

/// Commands in one night; in the middle of it the adviser signs off and on again.
const COMMANDS: usize = 10;

/// What an undisturbed night says.
struct Undisturbed {
    answers: Vec<Result<Outcome, ErrorCode>>,
    boards: Vec<String>,
}

fn undisturbed(seedling: &Seedling, dice: &Dice) -> Undisturbed {
    let copy = seedling.copy();
    let mut store = open(&copy.path).unwrap();
    let mut night = Night::new(dice.branch(1));
    let (mut answers, mut boards) = (Vec::new(), Vec::new());
    for at in 0..COMMANDS {
        // As in the disturbed nights: what was done before it, this opening may not take back.
        if at == COMMANDS / 2 {
            drop(store);
            store = open(&copy.path).unwrap();
        }
        let said = night.go_on(&mut store);
        assert!(said.answer.is_ok() || said.is_refused, "{:?}", said.answer);
        answers.push(said.answer);
        boards.push(format!("{:?}", store.board(night.now).unwrap()));
    }
    Undisturbed { answers, boards }
}

/// One disturbed night.
struct Trial<'t> {
    layer: &'t Layer,
    copy: Seedling,
    fault: Fault,
    dice: Dice,
    plan: &'t Undisturbed,
}

impl Trial<'_> {
    /// Works through the night, and says how many accesses failed.
    fn run(&self) -> usize {
        let disk = self.layer.disk();
        disk.begin();
        disk.fail(self.fault);
        let mut all = Vec::new();
        let mut night = Night::new(self.dice.branch(1));
        let mut store = self.open();
        for at in 0..COMMANDS {
            if at == COMMANDS / 2 {
                drop(store.take());
                store = self.open();
            }
            let Some(store) = &mut store else { break };
            let mut said = night.go_on(store);
            if said.answer.is_err() && !said.is_refused {
                if self.fault.lasts {
                    all.push(said);
                    break;
                }
                self.after_a_crash(&said);
                assert_eq!(store.outcome_of(said.id).unwrap(), None, "«failed» was said, and it was done");
                said = night.again(store, &said);
            }
            assert_eq!(said.answer, self.plan.answers[at], "{:?}", said.command);
            all.push(said);
            match store.board(night.now) {
                Ok(board) => assert_eq!(format!("{board:?}"), self.plan.boards[at]),
                Err(error) => assert!(!matches!(error, StoreError::Refused(_)), "{error:?}"),
            }
            // Failing or not, it reads; what it finds it must not find.
            if at % 4 == 3
                && let Ok(findings) = store.check()
            {
                assert!(findings.is_empty() || self.fault.access == Access::Read, "{findings:?}");
            }
        }
        let failed = disk.mend();
        if let Some(mut store) = store {
            // Without being opened again, it works on.
            store.board(night.now).unwrap();
            let said = night.go_on(&mut store);
            assert!(said.answer.is_ok() || said.is_refused, "still failing: {:?}", said.answer);
            all.push(said);
        }
        self.afterwards(&all);
        failed
    }

    fn open(&self) -> Option<Store> {
        let first = open_on(&self.copy.path, &self.layer.name());
        if self.fault.lasts {
            return first.ok();
        }
        Some(first.unwrap_or_else(|_| open_on(&self.copy.path, &self.layer.name()).unwrap()))
    }

    /// Killed right after «failed» was said, it is not there on the next day either.
    fn after_a_crash(&self, said: &Said) {
        let folder = tempfile::tempdir().unwrap();
        let mut store = open(&raw::copy(&self.copy.path, folder.path())).unwrap();
        assert_eq!(store.check().unwrap(), []);
        assert_eq!(store.outcome_of(said.id).unwrap(), None, "«failed» was said of {:?}", said.command);
    }

    fn afterwards(&self, all: &[Said]) {
        self.judge(&self.copy.path, all);
        let folder = tempfile::tempdir().unwrap();
        let path = raw::copy(&self.copy.path, folder.path());
        // And if the power goes, what a failing sync left is not relied on.
        let disk = self.layer.disk();
        disk.cut_power(disk.moment(), &mut self.dice.branch(2), folder.path());
        self.judge(&path, all);
    }

    fn judge(&self, path: &Path, all: &[Said]) {
        let mut store = open(path).unwrap();
        assert_eq!(store.check().unwrap(), []);
        let drafts = store.drafts().unwrap();
        for said in all {
            if !self.fault.lasts || said.answer.is_ok() {
                assert!(said.keeps_its_text(&drafts), "{:?}", said.command);
            }
            let found = store.outcome_of(said.id).unwrap();
            match &said.answer {
                Ok(outcome) => assert_eq!(found.as_ref(), Some(outcome), "lost: {:?}", said.command),
                Err(_) if said.is_refused => assert_eq!(found, None),
                // While nothing could be read nobody can know; but it is whole, or not there.
                Err(_) => assert!(self.fault.lasts || found.is_none(), "{:?}", said.command),
            }
        }
    }
}

#[test]
fn what_was_said_is_true_whatever_access_failed() {
    let mut promise = Promise::of("R6", "I/O errors");
    let dice = Dice::of_test();
    let seedling = Seedling::new();
    let plan = undisturbed(&seedling, &dice);
    let layer = Layer::register();
    let (mut nights, mut failed) = (0, 0);
    for nth in FAILING_ACCESS.spread(&mut dice.branch(3)) {
        for (access, code) in FAULTS {
            for lasts in [false, true] {
                let fault = Fault { access, nth, code, lasts };
                let trial =
                    Trial { layer: &layer, copy: seedling.copy(), fault, dice: dice.clone(), plan: &plan };
                let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| trial.run()));
                failed += usize::from(result.unwrap_or_else(|_| panic!("with {fault:?}")) > 0);
                nights += 1;
            }
        }
    }
    assert!(failed * 4 > nights, "too few faults were met: {failed} of {nights}");
    promise.ran(nights, format_args!("{nights} nights, {failed} met their fault, 0 false answers"));
}

#[test]
fn a_database_is_made_whole_or_not_at_all() {
    let mut promise = Promise::of("R6", "I/O errors at first start");
    let mut dice = Dice::of_test();
    let layer = Layer::register();
    let (mut tried, mut failed) = (0, 0);
    for nth in FAILING_ACCESS.spread(&mut dice) {
        for (access, code) in FAULTS {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("vakt.db");
            let start = || {
                let passphrase = passphrase();
                let region = akuttvakt::domain::municipality::Region::Ost;
                let new = akuttvakt::store::NewDatabase { adviser: ADVISER, region, passphrase: &passphrase };
                let options = akuttvakt::store::OpenOptions { vfs: Some(layer.name()), ..options() };
                Store::create(&path, new, reference(), options, night())
            };
            layer.disk().begin();
            layer.disk().fail(Fault { access, nth, code, lasts: false });
            let started = start();
            tried += 1;
            failed += layer.disk().mend().min(1);
            drop(started);
            if !path.exists() {
                drop(start().unwrap_or_else(|error| panic!("{access:?} {nth}: {error:?}")));
            }
            let mut store = open(&path).unwrap();
            assert_eq!(store.check().unwrap(), [], "{access:?} {nth}");
            let mode: String = raw::open(&path)
                .and_then(|connection| connection.pragma_query_value(None, "journal_mode", |row| row.get(0)))
                .unwrap();
            assert_eq!(mode, "wal", "{access:?} {nth}");
            let files = std::fs::read_dir(folder.path()).unwrap();
            let left = files.map(|file| file.unwrap().file_name().into_string().unwrap());
            assert_eq!(left.filter(|name| name.contains(".new-")).collect::<Vec<_>>(), Vec::<String>::new());
        }
    }
    promise.ran(tried, format_args!("{tried} starts, {failed} met their fault, all whole"));
}
