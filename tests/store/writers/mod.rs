//! R1: a place is never given twice, whatever number of processes write.
//!
//! The writers are this test program started anew, each with the store open through the library, because holds must run
//! out: a writer's clock is the machine's, moved on between the rounds by whole minutes, the same for all. (The built
//! program has no such clock; it races in `tests/cli/race.rs`.) What every writer was told comes back as JSON.

mod process;
mod unguarded;

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;

use akuttvakt::domain::command::{Command as Act, CommandId};
use akuttvakt::domain::ids::CallId;
use akuttvakt::store::{Finding, Store};
use rusqlite::Connection;
use tempfile::TempDir;
use uuid::Uuid;

use self::process::{Orders, WRITER};
use crate::faults::raw;
use crate::fixture::{create, girl_of_nine, home, options, passphrase, reference};
use crate::support::dice::Dice;
use crate::support::history::{Claim, Line, Told, assert_none, claimed_twice};
use crate::support::promise::{Figure, Promise, is_full};

const PROCESSES: usize = 8;
/// Calls of each writer's own.
const CALLS: usize = 20;
const ROUNDS: usize = 10;
/// Commands of each writer on many places, and on one.
const MANY_PLACES: Figure = Figure::new(40, 500);
const ONE_PLACE: Figure = Figure::new(20, 200);
/// Commands of each writer without guards; few are enough to see it go wrong.
const UNGUARDED: usize = 100;

/// A database with homes of one place, and calls for every writer.
struct Settled {
    folder: TempDir,
    places: usize,
    /// Lines of the journal before the race.
    lines: usize,
}

impl Settled {
    fn new(places: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let now = process::now(0);
        let mut store = create(&folder.path().join("vakt.db"), now).unwrap();
        let rows = (1..=places).map(|number| home(&format!("Hjem {number}"), 1)).collect();
        let hold = Act::SetSetting { key: "hold.seconds".to_owned(), value: "60".to_owned() };
        let calls = (0..PROCESSES * CALLS).map(|_| Act::RegisterCall(Box::new(girl_of_nine(now))));
        for act in [Act::ImportUnits { rows, dry_run: false }, hold].into_iter().chain(calls) {
            store.execute(Store::new_command_id(now), &act, now).unwrap();
        }
        let lines = usize::try_from(store.journal_head().unwrap()).unwrap();
        Self { folder, places, lines }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("vakt.db")
    }

    /// The same place for all writers to be born in, and for each a seed and calls of its own.
    fn orders(&self, process: usize, dice: &mut Dice, is_guarded: bool) -> Orders {
        Orders {
            path: self.path(),
            seed: dice.next(),
            places: self.places,
            first_call: CallId(i64::try_from(1 + process * CALLS).unwrap()),
            calls: CALLS,
            is_guarded,
        }
    }
}

/// A fault made from outside: its name, its SQL, and what `check` must say of it.
type Control = (&'static str, &'static str, fn(&Finding) -> bool);

/// A running writer.
struct Writer {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
}

impl Writer {
    fn start(orders: &Orders) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "writers::process::a_writer_at_work", "--nocapture", "--test-threads=1"])
            .env(WRITER, serde_json::to_string(orders).unwrap())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let orders = child.stdin.take().unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        let mut writer = Self { child, orders, answers };
        // Open, so that all begin together.
        assert!(writer.hear().is_some());
        writer
    }

    /// Lets it give this many commands, its clock ahead by so many seconds.
    fn begin(&mut self, seconds_ahead: i64, commands: usize) {
        writeln!(self.orders, "{seconds_ahead} {commands}").unwrap();
    }

    /// What it was told in a round; the harness's own lines are passed over.
    fn hear(&mut self) -> Option<Told> {
        let mut line = String::new();
        while self.answers.read_line(&mut line).unwrap() > 0 {
            if let Some(told) = line.find("{\"got\"") {
                return serde_json::from_str(&line[told..]).ok();
            }
            line.clear();
        }
        None
    }

    fn end(self) {
        let Self { child, orders, answers } = self;
        drop(orders);
        // Read on, or its last words would meet a closed pipe.
        thread::spawn(move || answers.lines().count());
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    }
}

/// All that eight writers were told.
fn race(settled: &Settled, commands: usize, dice: &mut Dice, is_guarded: bool) -> Told {
    let mut writers: Vec<_> =
        (0..PROCESSES).map(|process| Writer::start(&settled.orders(process, dice, is_guarded))).collect();
    let (mut told, mut seconds_ahead) = (Told::default(), 0);
    for _ in 0..ROUNDS {
        // Some holds have run out since, some have not, and some do in the middle of the round.
        seconds_ahead += dice.one_of(&[20, 59, 60, 90]);
        for writer in &mut writers {
            writer.begin(seconds_ahead, commands / ROUNDS);
        }
        for writer in &mut writers {
            told.add(writer.hear().expect("a writer's answers"));
        }
    }
    writers.into_iter().for_each(Writer::end);
    told
}

fn open(path: &Path) -> Store {
    Store::open(path, None, &passphrase(), reference(), options()).unwrap()
}

fn claims(connection: &Connection) -> Vec<Claim> {
    let mut statement = connection.prepare("SELECT place, from_at, until_at, ended_at FROM claims").unwrap();
    let claims = statement.query_map([], |row| {
        Ok(Claim { place: row.get(0)?, from: row.get(1)?, until: row.get(2)?, ended: row.get(3)? })
    });
    claims.unwrap().map(Result::unwrap).collect()
}

fn lines(store: &mut Store) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut keep = |entry: akuttvakt::domain::journal::Entry| {
        lines.push(Line {
            command: entry.command.0,
            subject: entry.subject,
            number: entry.number,
            call: entry.call,
            field: entry.field,
            new: entry.new,
        });
    };
    store.journal(|line| keep(line.entry)).unwrap();
    lines
}

/// Judges a race with guards, and says what was seen.
fn judge(settled: &Settled, told: &Told, commands: usize) -> String {
    let sum: usize = told.codes.values().sum();
    assert_eq!(sum, PROCESSES * commands / ROUNDS * ROUNDS, "one answer a command: {:?}", told.codes);
    for code in told.codes.keys() {
        // A lock, the disk, or anything else that is no rule's word reached a writer.
        assert!(!code.starts_with("failed"), "{:?}", told.codes);
    }
    for code in ["ok", "taken", "stale"] {
        assert!(told.codes.contains_key(code), "nothing of «{code}»: {:?}", told.codes);
    }
    assert_none(&told.given_twice(), "overlaps by what was told");
    let claims = claims(&raw::open(&settled.path()).unwrap());
    let lapsed = claims.iter().filter(|claim| claim.ended.is_some() && claim.ended == claim.until).count();
    // One place may have been offered each time the clock moved on.
    assert!(lapsed > 0 || settled.places == 1, "no hold ran out and was taken");
    assert_none(&claimed_twice(claims.clone()), "overlaps by the database");
    let mut store = open(&settled.path());
    let lines = lines(&mut store);
    assert_none(&told.without_one_line(&lines), "not in exactly one line");
    let done: BTreeSet<Uuid> = told.done().collect();
    for command in lines.iter().skip(settled.lines).map(|line| line.command).collect::<BTreeSet<_>>() {
        assert!(done.contains(&command), "{command} was done, and nobody was told so");
        assert!(store.outcome_of(CommandId(command)).unwrap().is_some(), "{command} has lines and no answer");
    }
    format!(
        "{} told «you have it», {} taken, {lapsed} ran out, 0 overlaps, 0 lost",
        told.got.len(),
        told.codes["taken"]
    )
}

/// R12 after a race: the tables say what their history says, and `check` would have seen it if not.
fn equals_its_history(settled: &Settled) {
    let mut promise = Promise::of("R12", "after eight writers");
    let path = settled.path();
    let mut store = open(&path);
    assert_eq!(store.check().unwrap(), []);
    let journal = store.journal_head().unwrap();
    drop(store);
    let controls: [Control; 3] = [
        ("a row changed", "UPDATE claims SET from_at = from_at + 1 WHERE number = 1", |finding| {
            *finding == Finding::DiffersFromHistory { table: "claims", number: 1 }
        }),
        ("broken chain line", "UPDATE journal SET new = new || '1' WHERE seq = 40", |finding| {
            *finding == Finding::BrokenChain(40)
        }),
        ("cut tail", "DELETE FROM journal WHERE seq > (SELECT max(seq) - 3 FROM journal)", |finding| {
            matches!(finding, Finding::CutTail { .. })
        }),
    ];
    for (control, change, is_it) in controls {
        let folder = tempfile::tempdir().unwrap();
        let copy = raw::copy(&path, folder.path());
        assert!(raw::open(&copy).unwrap().execute(change, []).unwrap() > 0, "{control}");
        let findings = open(&copy).check().unwrap();
        assert!(findings.iter().any(is_it), "{control}: {findings:?}");
        promise.caught(control);
    }
    promise.ran(1, format_args!("{journal} journal lines replayed, 0 rows differ"));
}

#[test]
fn a_place_is_never_given_twice() {
    let mut promise = Promise::of("R1", "many places, holds that run out");
    let mut dice = Dice::of_test();
    let settled = Settled::new(if is_full() { 200 } else { 20 });
    let commands = MANY_PLACES.count();
    let told = race(&settled, commands, &mut dice, true);
    promise.ran(PROCESSES * commands, judge(&settled, &told, commands));
    equals_its_history(&settled);
}

#[test]
fn one_place_that_all_want_is_never_given_twice() {
    let mut promise = Promise::of("R1", "one place, holds that run out");
    let mut dice = Dice::of_test();
    let settled = Settled::new(1);
    let commands = ONE_PLACE.count();
    let told = race(&settled, commands, &mut dice, true);
    promise.ran(PROCESSES * commands, judge(&settled, &told, commands));
    equals_its_history(&settled);
}

#[test]
fn a_place_given_twice_is_caught() {
    let mut promise = Promise::of("R1", "control: without guards");
    let mut dice = Dice::of_test();
    let settled = Settled::new(8);
    unguarded::drop_the_index(&settled.path());
    let told = race(&settled, UNGUARDED, &mut dice, false);
    let by_told = told.given_twice().len();
    let by_database = claimed_twice(claims(&raw::open(&settled.path()).unwrap())).len();
    assert!(by_told > 0 && by_database > 0, "blind: {by_told}, {by_database} of {}", told.got.len());
    promise.caught("without the index and the lock");
    promise.ran(
        PROCESSES * UNGUARDED,
        format_args!("{by_told} overlaps by answers, {by_database} by the database"),
    );
}
