//! What a database's writers were told, over all their lives; and whether it is all there. Besides, the control: a writer
//! that says «done» before it is.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead as _, Write as _};
use std::path::PathBuf;
use std::process::Command as Process;

use akuttvakt::domain::call::{CallFacts, CallKind};
use akuttvakt::domain::command::{Command, CommandId};
use akuttvakt::domain::municipality::MunicipalityNumber;
use serde_json::Value;
use uuid::Uuid;

use crate::program::{Home, now};
use crate::support::dice::Dice;
use crate::worker::command_id;

/// Names the variable with the database of the writer that says «done» too early.
const TOO_EARLY: &str = "AKUTTVAKT_TEST_TOO_EARLY";

/// What was asked and answered.
#[derive(Default)]
pub struct Ledger {
    /// What was acknowledged: the line and its answer.
    done: BTreeMap<Uuid, (String, String)>,
    /// Asked, and never answered.
    open: BTreeMap<Uuid, String>,
    /// The last journal line before the first was asked.
    first: i64,
}

impl Ledger {
    pub fn begin(home: &Home) -> Self {
        Self { first: home.journal_head(), ..Self::default() }
    }

    pub fn len(&self) -> usize {
        self.done.len()
    }

    /// Whether everything asked was answered.
    pub fn is_answered(&self) -> bool {
        self.open.is_empty()
    }

    /// Keeps what was answered to a line; none when nothing came.
    pub fn keep(&mut self, id: Uuid, line: &str, answer: Option<&str>) {
        match answer {
            Some(answer) if answer.contains("\"ok\":true") => {
                self.done.insert(id, (line.to_owned(), answer.to_owned()));
                self.open.remove(&id);
            }
            Some(_) => drop(self.open.remove(&id)),
            None => drop(self.open.insert(id, line.to_owned())),
        }
    }

    pub fn add(&mut self, other: Self) {
        self.done.extend(other.done);
        self.open.extend(other.open);
    }

    /// What one would send again after a crash: some that were answered, and what was not, with what was answered.
    pub fn again(&self, dice: &mut Dice) -> Vec<(Uuid, String, Option<String>)> {
        let open = self.open.iter().map(|(id, line)| (*id, line.clone(), None));
        let done: Vec<_> = self.done.iter().collect();
        let some = (0..2).filter(|_| !done.is_empty()).map(|_| {
            let (id, (line, answer)) = done[dice.roll(done.len())];
            (*id, line.clone(), Some(answer.clone()))
        });
        some.chain(open).collect()
    }

    /// What is wrong with the database; none when all that was acknowledged is there, whole, and nothing else.
    pub fn judge(&self, home: &Home) -> Option<String> {
        let mut store = home.store();
        match store.check() {
            Ok(findings) if findings.is_empty() => {}
            other => return Some(format!("not sound: {other:?}")),
        }
        let mut found = BTreeSet::new();
        let keep = |line: akuttvakt::domain::journal::JournalLine| {
            if line.entry.seq > self.first {
                found.insert(line.entry.command.0);
            }
        };
        store.journal(keep).unwrap();
        for (id, (line, _)) in &self.done {
            let answer = store.outcome_of(CommandId(*id)).unwrap();
            if answer.is_none() || !found.contains(id) {
                return Some(format!("lost: {line}"));
            }
        }
        for id in self.open.keys() {
            let is_answered = store.outcome_of(CommandId(*id)).unwrap().is_some();
            if is_answered != found.contains(id) {
                return Some(format!("half: {id}"));
            }
        }
        let unasked = found.iter().find(|id| !self.done.contains_key(id) && !self.open.contains_key(id));
        unasked.map(|id| format!("done, but never asked for: {id}"))
    }
}

/// Lines of a night in a random but sensible order, each with its id.
pub struct Lines {
    dice: Dice,
    calls: Vec<i64>,
    offers: Vec<i64>,
    count: usize,
    last: String,
}

impl Lines {
    pub fn new(dice: Dice) -> Self {
        Self { dice, calls: Vec::new(), offers: Vec::new(), count: 0, last: String::new() }
    }

    pub fn next(&mut self) -> (Uuid, String) {
        let dice = &mut self.dice;
        self.count += 1;
        let (id, count, place) = (command_id(dice), self.count, dice.number(6));
        let call = if self.calls.is_empty() { 0 } else { dice.one_of(&self.calls) };
        let offer = if self.offers.is_empty() { 0 } else { dice.one_of(&self.offers) };
        let mut words = match dice.roll(12) {
            0..=2 => format!("hold {call} {place}"),
            3 | 4 => format!("offer {call} {place} --reason \"prøver {count}\""),
            5 if offer > 0 => format!("answer {offer} declined --reason too_far"),
            6 => format!("checklist answer {call} danger \"stikker av {count}\""),
            7 => format!("place set {place} staffing --reason \"syk {count}\""),
            8 => format!("place set {place} free --reason \"frisk {count}\""),
            9 => format!("release {place}"),
            _ => String::new(),
        };
        // A hold renewed at once would change nothing.
        if words.is_empty() || call == 0 || words == self.last {
            words = format!("call add \"ringsaker bvv j9 4-2 bh -- notat {count}\"");
        }
        self.last.clone_from(&words);
        (id, format!("id={id} {words}"))
    }

    /// Hears of calls and offers there are now.
    pub fn hear(&mut self, answer: &str) {
        let answer: Value = serde_json::from_str(answer).unwrap();
        if answer["children"].is_array() {
            self.calls.extend(answer["call"].as_i64());
        }
        if answer["response_minutes"].is_i64() {
            self.offers.extend(answer["offer"].as_i64());
        }
    }
}

/// The writer that says «done» too early, on this database.
pub fn too_early(home: &Home) -> Process {
    let mut process = Process::new(std::env::current_exe().unwrap());
    process
        .args([
            "--exact",
            "acknowledged::a_writer_that_says_done_too_early",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(TOO_EARLY, &home.db);
    process
}

#[test]
fn a_writer_that_says_done_too_early() {
    // Among the other tests it has no database, and nothing to do.
    let Some(path) = std::env::var_os(TOO_EARLY).map(PathBuf::from) else { return };
    let mut store = crate::program::store_at(&path);
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let id = line.trim_start_matches("id=").split(' ').next().unwrap().parse().unwrap();
        // Past the harness, which keeps what is printed.
        let mut out = std::io::stdout().lock();
        writeln!(out, "{{\"ok\":true}}").unwrap();
        out.flush().unwrap();
        let ringsaker = MunicipalityNumber::parse("3411").unwrap();
        let call = CallFacts::new(CallKind::Consultation, ringsaker, now());
        store.execute(CommandId(id), &Command::RegisterCall(Box::new(call)), now()).unwrap();
    }
}
