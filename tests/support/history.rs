//! Whether a place was ever given twice: judged on the whole history, never on the final state. The history is told
//! twice, by what every writer was told and by what the database says, and each telling is judged alone.

use std::collections::BTreeMap;
use std::fmt::Display;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Somebody was told that they have a place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Got {
    pub command: Uuid,
    pub place: i64,
    pub call: i64,
    /// Until when they may count on it; none for an offer.
    pub until: Option<DateTime<Utc>>,
    pub sent: DateTime<Utc>,
    pub told: DateTime<Utc>,
}

/// Somebody was told that a place was given back.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct GivenBack {
    pub command: Uuid,
    pub place: i64,
    pub sent: DateTime<Utc>,
    pub told: DateTime<Utc>,
}

/// From when and until when a place was surely had, and by whom.
type Had<'t> = (DateTime<Utc>, DateTime<Utc>, &'t Got);

/// Everything that writers were told.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Told {
    pub got: Vec<Got>,
    pub given_back: Vec<GivenBack>,
    /// How often each code was answered; `ok` for what was done.
    pub codes: BTreeMap<String, usize>,
}

impl Told {
    /// Counts an answer.
    pub fn count(&mut self, code: impl Display) {
        *self.codes.entry(code.to_string()).or_default() += 1;
    }

    /// Adds what another writer was told.
    pub fn add(&mut self, other: Self) {
        self.got.extend(other.got);
        self.given_back.extend(other.given_back);
        for (code, count) in other.codes {
            *self.codes.entry(code).or_default() += count;
        }
    }

    /// The commands that were told to be done.
    pub fn done(&self) -> impl Iterator<Item = Uuid> {
        let given_back = self.given_back.iter().map(|end| end.command);
        self.got.iter().map(|got| got.command).chain(given_back)
    }

    /// Where the answers cannot all have been true. A place is surely had from the moment somebody was told so until
    /// it lapsed, or until somebody first asked for what gave it back.
    pub fn given_twice(&self) -> Vec<String> {
        let mut by_place: BTreeMap<i64, Vec<Had<'_>>> = BTreeMap::new();
        for got in &self.got {
            let may_end_it = |end: &&GivenBack| end.place == got.place && end.told >= got.sent;
            let asked_back = self.given_back.iter().filter(may_end_it).map(|end| end.sent).min();
            let end = [asked_back, got.until].into_iter().flatten().min().unwrap_or(DateTime::<Utc>::MAX_UTC);
            if got.told < end {
                by_place.entry(got.place).or_default().push((got.told, end, got));
            }
        }
        let mut faults = Vec::new();
        for (place, mut had) in by_place {
            had.sort_by_key(|(from, ..)| *from);
            for (at, (_, end, first)) in had.iter().enumerate() {
                let overlapping = had[at + 1..].iter().take_while(|(from, ..)| from < end);
                for (from, _, second) in overlapping.filter(|(.., second)| second.call != first.call) {
                    faults.push(format!(
                        "place {place}: told to be call {}'s until {end}, and from {from} call {}'s",
                        first.call, second.call
                    ));
                }
            }
        }
        faults
    }

    /// Where «you have it» does not stand in the journal exactly once. A hold renewed within its own millisecond changes
    /// nothing and needs no line: the one before it says the same.
    pub fn without_one_line(&self, lines: &[Line]) -> Vec<String> {
        let mut of_command: BTreeMap<Uuid, Vec<&Line>> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.subject == "claims") {
            of_command.entry(line.command).or_default().push(line);
        }
        let mut place_of: BTreeMap<i64, i64> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.subject == "claims" && line.field == "place") {
            place_of.insert(line.number, line.new.as_deref().unwrap().parse().unwrap());
        }
        let mut faults = Vec::new();
        for got in &self.got {
            let own = of_command.get(&got.command).map_or(&[][..], Vec::as_slice);
            let lines_of = |field: &str| {
                own.iter()
                    .filter(|line| line.field == field && place_of.get(&line.number) == Some(&got.place))
                    .filter(|line| line.new.is_some() && line.call == Some(got.call))
                    .count()
            };
            // Taken anew; or an own hold grew into an offer; or it was renewed.
            let is_told_once = match (lines_of("place"), lines_of("kind"), lines_of("until_at")) {
                (1, 1, _) | (0, 1, 0) | (0, 0, 1) => true,
                (0, 0, 0) => self.got.iter().any(|other| {
                    other.command != got.command
                        && (other.place, other.call, other.until) == (got.place, got.call, got.until)
                }),
                _ => false,
            };
            if !is_told_once {
                faults.push(format!("{got:?} stands in {} lines", own.len()));
            }
        }
        faults
    }
}

/// Fails with how many faults there are, and the first.
#[track_caller]
pub fn assert_none(faults: &[String], what: &str) {
    assert!(faults.is_empty(), "{what}: {}, the first: {}", faults.len(), faults[0]);
}

/// A line of the journal.
pub struct Line {
    pub command: Uuid,
    pub subject: String,
    pub number: i64,
    pub call: Option<i64>,
    pub field: String,
    pub new: Option<String>,
}

/// A claim as the database has it, times in UTC milliseconds.
#[derive(Debug, Clone, Default)]
pub struct Claim {
    pub place: i64,
    pub from: i64,
    pub until: Option<i64>,
    pub ended: Option<i64>,
}

/// Where the database itself says that a place was had twice at one time.
pub fn claimed_twice(claims: impl IntoIterator<Item = Claim>) -> Vec<String> {
    let mut by_place: BTreeMap<i64, Vec<(i64, i64)>> = BTreeMap::new();
    for claim in claims {
        let end = claim.ended.or(claim.until).unwrap_or(i64::MAX);
        if claim.from < end {
            by_place.entry(claim.place).or_default().push((claim.from, end));
        }
    }
    let mut faults = Vec::new();
    for (place, mut had) in by_place {
        had.sort_unstable();
        let mut end = i64::MIN;
        for (from, until) in had {
            if from < end {
                faults.push(format!("place {place}: had until {end}, taken at {from}"));
            }
            end = end.max(until);
        }
    }
    faults
}

/// The claims as the journal tells them.
pub fn claims_of(lines: &[Line]) -> Vec<Claim> {
    let mut claims: BTreeMap<i64, Claim> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.subject == "claims") {
        let claim = claims.entry(line.number).or_default();
        let new = line.new.as_deref().and_then(|new| new.parse().ok());
        match line.field.as_str() {
            "place" => claim.place = new.unwrap(),
            "from_at" => claim.from = new.unwrap(),
            "until_at" => claim.until = new,
            "ended_at" => claim.ended = new,
            _ => {}
        }
    }
    claims.into_values().collect()
}
