//! Three advisers with a store each on one database, and what befalls them.

use std::collections::{BTreeMap, VecDeque};
use std::fmt::{Display, Formatter};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use akuttvakt::cli::demo::nights::{Nights, Turn};
use akuttvakt::cli::demo::places::PLACES;
use akuttvakt::cli::demo::plan::LIST_AGE;
use akuttvakt::cli::demo::region::{self, Known, Wanted};
use akuttvakt::domain::board::Board;
use akuttvakt::domain::command::{Command, CommandId, Outcome};
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::offer::Offer;
use akuttvakt::domain::refusal::ErrorCode;
use akuttvakt::store::{NewDatabase, OpenOptions, Store, StoreError};
use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, ffi};
use tempfile::TempDir;

use super::invariants::{Judge, Step};
use crate::faults::disk::{Access, Fault};
use crate::faults::raw;
use crate::faults::vfs::Layer;
use crate::fixture::{ADVISER, options, passphrase};
use crate::support::dice::Dice;

const ADVISERS: [&str; 3] = [ADVISER, "Per S.", "Aud T."];

/// What fails, and as what SQLite's own file layer would report it.
const FAULTS: [(Access, i32); 6] = [
    (Access::Write, ffi::SQLITE_IOERR_WRITE),
    (Access::Write, ffi::SQLITE_FULL),
    (Access::Write, ffi::SQLITE_FULL),
    (Access::Sync, ffi::SQLITE_IOERR_FSYNC),
    (Access::Read, ffi::SQLITE_IOERR_READ),
    (Access::Truncate, ffi::SQLITE_IOERR_TRUNCATE),
];

/// How many boards back an adviser may still look at.
const BOARDS_BACK: usize = 3;

/// What befell the team.
#[derive(Default)]
pub struct Seen {
    acts: BTreeMap<&'static str, usize>,
    refused: BTreeMap<&'static str, usize>,
    faults: usize,
    said_failed: usize,
    kills: usize,
    sleeps: usize,
    twice: usize,
    rivals: usize,
    copies: usize,
}

impl Seen {
    /// Whether this kind of act was done.
    pub fn has(&self, act: &str) -> bool {
        self.acts.contains_key(act)
    }
}

impl Display for Seen {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let Self { faults, said_failed, kills, sleeps, twice, rivals, copies, .. } = self;
        write!(
            f,
            "{} kinds of acts, {faults} faults ({said_failed} told), {kills} kills, {copies} crashed copies, \
             {sleeps} sleeps, {twice} sent twice, {rivals} rivals, {} refusals",
            self.acts.len(),
            self.refused.values().sum::<usize>()
        )
    }
}

pub struct Team {
    /// Before the layer: no store may outlive it.
    stores: Vec<Option<Store>>,
    pub raw: Connection,
    layer: Layer,
    folder: TempDir,
    pub path: PathBuf,
    known: Known,
    nights: Nights,
    dice: Dice,
    boards: VecDeque<Rc<Board>>,
    judge: Judge,
    said: Vec<(CommandId, Outcome)>,
    pub begins: DateTime<Utc>,
    ends: DateTime<Utc>,
    now: DateTime<Utc>,
    awake_from: DateTime<Utc>,
    next_day: DateTime<Utc>,
    days: usize,
    pub steps: usize,
    pub seen: Seen,
}

impl Team {
    pub fn new(dice: &Dice, days: i64) -> Self {
        let dice = dice.branch(17);
        let seed = dice.clone().next();
        let begins: DateTime<Utc> = "2026-01-05T07:00:00Z".parse().unwrap();
        let known = Known::read().unwrap();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vakt.db");
        let word = passphrase();
        let new = NewDatabase { adviser: ADVISER, region: Region::Ost, passphrase: &word };
        let layer = Layer::register();
        let on_layer = OpenOptions { vfs: Some(layer.name()), ..options() };
        let store =
            Store::create(&path, new, region::reference(&known), on_layer, begins - LIST_AGE).unwrap();
        let wanted = Wanted { seed, places: PLACES, calls: 0 };
        let mut first = region::settle(store, wanted, &known, begins).unwrap();
        for name in &ADVISERS[1..] {
            first.add_adviser(name, &passphrase(), begins).unwrap();
        }
        let board = first.board(begins).unwrap();
        let raw = raw::open(&path).unwrap();
        // More than the questions after every step: none is made ready anew.
        raw.set_prepared_statement_cache_capacity(64);
        let judge = Judge::new(&raw);
        let nights = Nights::new(seed, &known.catalog.municipalities, ADVISERS.len(), begins);
        let mut team = Self {
            stores: vec![Some(first), None, None],
            raw,
            layer,
            folder,
            path,
            known,
            nights,
            dice,
            boards: VecDeque::from([Rc::new(board)]),
            judge,
            said: Vec::new(),
            begins,
            ends: begins + TimeDelta::days(days),
            now: begins,
            awake_from: begins,
            next_day: begins + TimeDelta::days(1),
            days: 0,
            steps: 0,
            seen: Seen::default(),
        };
        for adviser in 1..ADVISERS.len() {
            team.sign_on(adviser);
        }
        team
    }

    /// The newest board.
    pub fn board(&self) -> &Board {
        self.boards.back().unwrap()
    }

    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    pub fn judge(&self) -> &Judge {
        &self.judge
    }

    /// Goes on after the days are over, until an open call has an offer that awaits its answer.
    pub fn go_on_until_an_answer_is_awaited(&mut self) {
        while !self.board().offers.iter().any(Offer::awaits_answer) {
            self.ends = self.now + TimeDelta::days(1);
            self.step();
        }
    }

    /// Lets the next one do something; false when the days are over.
    pub fn step(&mut self) -> bool {
        let Some(mut turn) = self.nights.next_turn() else { return false };
        if turn.at >= self.ends {
            return false;
        }
        // Who sleeps does it after waking, and so does everyone who waited.
        turn.at = turn.at.max(self.awake_from).max(self.now);
        self.now = turn.at;
        while self.now >= self.next_day {
            self.day_is_over();
        }
        self.befall(&turn);
        let back = if self.dice.roll(4) == 0 { self.dice.roll(self.boards.len()) } else { 0 };
        let board = Rc::clone(&self.boards[self.boards.len() - 1 - back]);
        let Some(command) = self.nights.command(&turn, &board) else { return true };
        *self.seen.acts.entry(turn.name()).or_default() += 1;
        let rival = if self.dice.roll(4) == 0 { self.nights.rival(&turn, &command, &board) } else { None };
        match rival {
            Some((other, wanted)) => {
                self.seen.rivals += 1;
                let first = self.dice.roll(2) == 0;
                let mut both = [(turn, command), (other, wanted)];
                if first {
                    both.reverse();
                }
                for (turn, command) in both {
                    self.give(&turn, &command);
                }
            }
            None => self.give(&turn, &command),
        }
        true
    }

    /// Gives a command, and looks at everything after it.
    fn give(&mut self, turn: &Turn, command: &Command) {
        let id = Store::new_command_id(turn.at);
        let head = self.store(turn.adviser).journal_head().unwrap();
        let is_disturbed = self.dice.roll(70) == 0;
        let answer = if is_disturbed {
            self.disturbed(id, turn, command)
        } else {
            self.store(turn.adviser).execute(id, command, turn.at)
        };
        let answer = match answer {
            Ok(outcome) => Ok(outcome),
            Err(StoreError::Refused(refusal)) => Err(refusal),
            Err(error) => panic!("{} at {}: {error:?}", turn.name(), turn.at),
        };
        if let Ok(outcome) = &answer {
            if self.dice.roll(60) == 0 {
                self.seen.twice += 1;
                let before = self.store(turn.adviser).journal_head().unwrap();
                // By the same adviser: the answer of another's command is nobody else's to ask for again.
                let again = self.store(turn.adviser).execute(id, command, turn.at).unwrap();
                // What wrote nothing is not kept, and is done again.
                let is_kept = self.store(turn.adviser).outcome_of(id).unwrap().is_some();
                assert!(!is_kept || again == *outcome, "sent twice, answered differently");
                assert_eq!(
                    self.store(turn.adviser).journal_head().unwrap(),
                    before,
                    "sent twice, done twice"
                );
            }
            self.said.push((id, outcome.clone()));
        }
        // A colleague looks now and then; what she reads anew costs more than what she who wrote has in memory.
        let reader = if self.dice.roll(8) == 0 { turn.adviser + 1 } else { turn.adviser } % ADVISERS.len();
        let board = self.store(reader).board(turn.at).unwrap();
        let step = Step { id, command, answer: answer.as_ref(), before: head, board: &board, now: turn.at };
        if let Err(breach) = self.judge.after(&self.raw, &step) {
            panic!("after {} at {} ({command:?}): {breach}", turn.name(), turn.at);
        }
        if let Err(refusal) = &answer {
            *self.seen.refused.entry(refusal.code().code()).or_default() += 1;
        }
        self.nights.told(turn, answer.as_ref());
        self.boards.push_back(Rc::new(board));
        if self.boards.len() > BOARDS_BACK {
            self.boards.pop_front();
        }
        self.steps += 1;
    }

    /// Gives a command while the disk fails. «Failed» is true when it is said, and it works again afterwards.
    fn disturbed(&mut self, id: CommandId, turn: &Turn, command: &Command) -> Result<Outcome, StoreError> {
        let (access, code) = self.dice.one_of(&FAULTS);
        let (nth, lasts) = (1 + self.dice.roll(8), self.dice.roll(3) == 0);
        self.layer.disk().fail(Fault { access, nth, code, lasts });
        let answer = self.store(turn.adviser).execute(id, command, turn.at);
        self.seen.faults += usize::from(self.layer.disk().mend() > 0);
        match answer {
            Err(StoreError::Refused(_)) | Ok(_) => answer,
            Err(error) => {
                self.seen.said_failed += 1;
                assert_ne!(error.code(), ErrorCode::Busy, "a failing disk is not others' work");
                let other = (turn.adviser + 1) % ADVISERS.len();
                let known = self.store(other).outcome_of(id).unwrap();
                assert_eq!(known, None, "«failed» was said of {command:?}, and it was done");
                self.store(turn.adviser).execute(id, command, turn.at)
            }
        }
    }

    /// Between two steps: an adviser's program is killed, or a laptop sleeps.
    fn befall(&mut self, turn: &Turn) {
        if self.dice.roll(150) == 0 {
            self.seen.kills += 1;
            self.stores[turn.adviser] = None;
            self.sign_on(turn.adviser);
        }
        if self.dice.roll(300) == 0 {
            self.seen.sleeps += 1;
            let minutes = i64::try_from(10 + self.dice.roll(9 * 60)).unwrap();
            self.awake_from = turn.at + TimeDelta::minutes(minutes);
        }
    }

    /// What is looked at once a day, and what is dear once in a while.
    fn day_is_over(&mut self) {
        self.next_day += TimeDelta::days(1);
        self.days += 1;
        let at = self.now;
        let of_week = self.judge.daily(&self.raw).and_then(|()| match self.days % 7 {
            0 => Judge::weekly(&self.raw),
            _ => Ok(()),
        });
        if let Err(breach) = of_week {
            panic!("on the day before {at}: {breach}");
        }
        let said = std::mem::take(&mut self.said);
        let reader = self.days % ADVISERS.len();
        for (id, outcome) in &said {
            let known = self.store(reader).outcome_of(*id).unwrap();
            assert!(known.is_none_or(|known| known == *outcome), "another answer than was given");
        }
        // All of it is read then: file, chain, references, and the tables rebuilt from the journal.
        if self.days.is_multiple_of(if self.days < 30 { 7 } else { 84 }) {
            self.seen.copies += 1;
            assert_eq!(self.store(0).check().unwrap(), []);
            let folder = tempfile::tempdir_in(self.folder.path()).unwrap();
            let copy = raw::copy(&self.path, folder.path());
            let mut store = self.open(&copy, 0, options());
            let (there, here) = (store.board(at).unwrap(), self.store(0).board(at).unwrap());
            assert_eq!(there, here, "after a crash the board is another");
        }
        self.layer.disk().begin();
    }

    fn store(&mut self, adviser: usize) -> &mut Store {
        self.stores[adviser].as_mut().unwrap()
    }

    fn sign_on(&mut self, adviser: usize) {
        let on_layer = OpenOptions { vfs: Some(self.layer.name()), ..options() };
        let store = self.open(&self.path, adviser, on_layer);
        self.stores[adviser] = Some(store);
    }

    fn open(&self, path: &Path, adviser: usize, options: OpenOptions) -> Store {
        let (name, reference) = (ADVISERS[adviser], region::reference(&self.known));
        Store::open(path, Some(name), &passphrase(), reference, options).unwrap()
    }
}
