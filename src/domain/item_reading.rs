//! What an answer to the checklist fills, read from its words. The words stay as they were told; only what is said
//! without doubt becomes a field, and what is said not to be so never does.
//!
//! The words of the quick line mean the same here, and so do its times.

use chrono::{DateTime, Utc};

use super::call::{Call, CallerRole, DecisionMaker, DecisionStatus, Need, Whereabouts};
use super::checklist::{AnswerState, ItemKey};
use super::child::{ChildIdentity, SiblingRule};
use super::command::{ItemAnswer, ItemFields};
use super::fold::fold;
use super::measure::Wish;
use super::municipality::Region;
use super::quick_line::{self, LineError, Mode, Parsed, Tables, Value};

/// The digits of a national identity number.
const ID_DIGITS: usize = 11;
/// A time ahead is told in at most so many words: `i morgen kl 8`.
const TIME_WORDS: usize = 4;
/// How many words back a «no» is looked for: `ingen kjent allergi`.
const NO_REACHES: usize = 2;

/// The answer with everything its words fill. Names and numbers are kept as such only, never as words.
#[must_use]
pub fn answer(
    item: ItemKey,
    text: &str,
    call: &Call,
    now: DateTime<Utc>,
    region: Region,
    tables: &Tables,
) -> ItemAnswer {
    let text = text.trim();
    let is_kept = item != ItemKey::Identity && !text.is_empty();
    let is_unclear = item == ItemKey::Protection && fold(text) == fold("uavklart");
    ItemAnswer {
        call: call.id,
        item,
        state: if is_unclear { AnswerState::Unknown } else { AnswerState::Answered },
        text: is_kept.then(|| text.to_owned()),
        fields: read(item, text, call, now, region, tables),
    }
}

/// What the words of an answer fill.
#[must_use]
pub fn read(
    item: ItemKey,
    text: &str,
    call: &Call,
    now: DateTime<Utc>,
    region: Region,
    tables: &Tables,
) -> ItemFields {
    let words = Words::new(text);
    let mut fields = ItemFields::default();
    match item {
        ItemKey::Identity => {
            fields.identities = call.children.iter().map(|child| child.id).zip(identities(text)).collect();
        }
        ItemKey::Basis => {
            let line = words.basis_line();
            let parsed = quick_line::parse(&line, now, region, tables, Mode::Screen { being_typed: false });
            fill_basis(&mut fields, &words, &parsed);
        }
        ItemKey::Whereabouts => {
            fields.whereabouts = words.said(whereabouts).next();
            fields.holds_until = words.until(now);
        }
        ItemKey::Wished => {
            let mut wished: Vec<Wish> = Vec::new();
            for wish in words.said(wish) {
                if !wished.contains(&wish) {
                    wished.push(wish);
                }
            }
            fields.wished = (!wished.is_empty()).then_some(wished);
        }
        ItemKey::Protection => {
            fields.may_be_known = match words.folded.first().map(String::as_str) {
                Some("ja" | "j") => Some(true),
                Some("nei" | "n") => Some(false),
                _ => None,
            };
        }
        ItemKey::Health => fields.needs = words.needs(now, region, tables),
        ItemKey::Siblings => fields.siblings = words.siblings(),
        _ => {}
    }
    fields
}

/// How many children an answer to the first item names. More than the call has cannot be kept.
#[must_use]
pub fn count_names(text: &str) -> usize {
    identities(text).len()
}

/// An answer, cut into words.
struct Words {
    /// As written, without the marks at their ends.
    written: Vec<String>,
    /// Folded.
    folded: Vec<String>,
    /// Whether a mark parts the word from the one before.
    parted: Vec<bool>,
}

impl Words {
    fn new(text: &str) -> Self {
        let (mut written, mut folded, mut parted) = (Vec::new(), Vec::new(), Vec::new());
        let mut is_parted = false;
        for word in text.split(|sign: char| sign.is_whitespace() || sign == '/') {
            let bare = word.trim_end_matches([',', ';', '.', '!', '?']);
            if !bare.is_empty() {
                folded.push(fold(bare));
                written.push(bare.to_owned());
                parted.push(is_parted);
                is_parted = false;
            }
            is_parted |= bare.len() < word.len();
        }
        Self { written, folded, parted }
    }

    /// Whether the word is said not to be so.
    fn is_denied(&self, at: usize) -> bool {
        let mut at = at;
        for _ in 0..NO_REACHES {
            if at == 0 || self.parted[at] {
                return false;
            }
            at -= 1;
            match self.folded[at].as_str() {
                "ikke" | "ingen" | "uten" | "aldri" | "nei" => return true,
                "men" => return false,
                _ => {}
            }
        }
        false
    }

    /// What the words stand for by a table, without what is said not to be so.
    fn said<'a, T: 'a>(&'a self, table: fn(&str) -> Option<T>) -> impl Iterator<Item = T> + 'a {
        (0..self.folded.len()).filter(|at| !self.is_denied(*at)).filter_map(move |at| table(&self.folded[at]))
    }

    /// `til 05`, `til kl 5`, `til i morgen kl 8`: the next such moment.
    fn until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let starts = (0..self.folded.len()).filter(|at| self.folded[*at] == "til").map(|at| at + 1);
        starts.into_iter().find_map(|start| {
            let end = (start + TIME_WORDS).min(self.written.len());
            (start + 1..=end)
                .rev()
                .find_map(|end| quick_line::time_ahead(&self.written.get(start..end)?.join(" "), now))
        })
    }

    /// The words of an answer about the basis that the quick line knows, in its own spelling.
    fn basis_line(&self) -> String {
        let mut line: Vec<String> = Vec::new();
        for at in 0..self.written.len() {
            let written = self.written[at].as_str();
            let is_after_time = line.last().is_some_and(|word| word == "kl");
            if self.folded[at] == "kl" || self.folded[at] == "klokka" || self.folded[at] == "klokken" {
                line.push("kl".to_owned());
            } else if is_yesterday(&self.folded, at) {
                line.push("igår".to_owned());
            } else if written.starts_with(|sign: char| sign.is_ascii_digit()) && written.contains(':') {
                if !is_after_time {
                    line.push("kl".to_owned());
                }
                line.push(written.to_owned());
            } else if written.starts_with(|sign: char| sign.is_ascii_digit() || sign == '§')
                || self.folded[at].starts_with("kl") && written.ends_with(|sign: char| sign.is_ascii_digit())
            {
                line.push(written.to_owned());
            }
        }
        line.join(" ")
    }

    fn needs(&self, now: DateTime<Utc>, region: Region, tables: &Tables) -> Vec<Need> {
        let mut needs: Vec<Need> = Vec::new();
        for at in 0..self.written.len() {
            let is_need = self.written[at].starts_with('#') || tables.need(&self.folded[at]).is_some();
            if !is_need || self.is_denied(at) {
                continue;
            }
            let mode = Mode::Screen { being_typed: false };
            for need in quick_line::parse(&self.written[at], now, region, tables, mode).draft.needs {
                if !needs.iter().any(|known| known.word == need.word) {
                    needs.push(need);
                }
            }
        }
        needs
    }

    fn siblings(&self) -> Option<SiblingRule> {
        let is_apart = self.folded.windows(3).any(|words| words == ["hver", "for", "seg"]);
        one_of(self.said(quick_line::siblings_word).chain(is_apart.then_some(SiblingRule::Apart)))
    }
}

fn fill_basis(fields: &mut ItemFields, words: &Words, parsed: &Parsed) {
    let is_told_twice = parsed
        .tokens
        .iter()
        .filter_map(|token| token.content.error())
        .any(|error| matches!(error, LineError::Conflict { kind: quick_line::Kind::Basis, .. }));
    fields.basis = parsed.draft.basis.filter(|_| !is_told_twice);
    let is_tribunal_named = words.said(tribunal).next().is_some();
    let is_made = words.said(made).next().is_some();
    fields.decision = if is_made {
        Some(DecisionStatus::Made)
    } else if is_tribunal_named {
        Some(DecisionStatus::AwaitsTribunal)
    } else {
        words.folded.iter().any(|word| word == "venter").then_some(DecisionStatus::AwaitsPlace)
    };
    if is_made {
        let by_tribunal = is_tribunal_named.then_some(DecisionMaker::Tribunal);
        fields.decided_by = one_of(words.said(maker).chain(by_tribunal));
        fields.decided_at = parsed.tokens.iter().find_map(|token| match token.content.value() {
            Some(Value::Received(at)) => Some(*at),
            _ => None,
        });
    }
}

/// The one value that is said; none when several are.
fn one_of<T: PartialEq>(mut values: impl Iterator<Item = T>) -> Option<T> {
    let first = values.next()?;
    values.all(|value| value == first).then_some(first)
}

fn is_yesterday(folded: &[String], at: usize) -> bool {
    folded[at] == "igar" || (folded[at] == "gar" && at > 0 && folded[at - 1] == "i")
}

fn made(folded: &str) -> Option<()> {
    matches!(folded, "vedtak" | "fattet" | "vedtatt").then_some(())
}

fn tribunal(folded: &str) -> Option<()> {
    matches!(folded, "nemnd" | "nemnda" | "nemnden").then_some(())
}

fn maker(folded: &str) -> Option<DecisionMaker> {
    match quick_line::caller_word(folded) {
        Some(CallerRole::Municipality) => return Some(DecisionMaker::Municipality),
        Some(CallerRole::OutOfHours | CallerRole::Prosecutor) => {
            return Some(DecisionMaker::PoliceOrOutOfHours);
        }
        Some(CallerRole::Other) | None => {}
    }
    let table: &[(DecisionMaker, &[&str])] = &[
        (DecisionMaker::Court, &["retten", "tingretten", "lagmannsretten"]),
        (DecisionMaker::Municipality, &["kommunen", "barneverntjenesten", "barnevernstjenesten"]),
        (
            DecisionMaker::PoliceOrOutOfHours,
            &[
                "barnevernsvakta",
                "barnevernsvakten",
                "barnevernvakta",
                "barnevernvakten",
                "politiet",
                "påtalemyndigheten",
                "jourhavende",
            ],
        ),
        (DecisionMaker::Immigration, &["udi", "utlendingsmyndighetene"]),
    ];
    spoken(table, folded)
}

fn whereabouts(folded: &str) -> Option<Whereabouts> {
    let table: &[(Whereabouts, &[&str])] = &[
        (Whereabouts::Home, &["hjemmet"]),
        (Whereabouts::Institution, &["institusjon", "institusjonen"]),
        (Whereabouts::FosterHome, &["fosterhjem", "fosterhjemmet"]),
        (
            Whereabouts::Kin,
            &["slekta", "slekten", "slektninger", "besteforeldre", "bestemor", "bestefar", "tante", "onkel"],
        ),
        (Whereabouts::Hospital, &["sykehuset", "legevakta", "legevakten"]),
        (Whereabouts::Custody, &["arresten", "politistasjonen"]),
        (
            Whereabouts::Staff,
            &["barnevernsvakta", "barnevernsvakten", "barnevernvakta", "barnevernvakten", "bvv"],
        ),
        (Whereabouts::Unknown, &["savnet"]),
    ];
    quick_line::whereabouts_word(folded).or_else(|| spoken(table, folded))
}

fn wish(folded: &str) -> Option<Wish> {
    let table: &[(Wish, &[&str])] = &[
        (Wish::EmergencyHome, &["beredskapshjem"]),
        (Wish::Institution, &["institusjon", "akuttinstitusjon"]),
        (Wish::FosterHome, &["fosterhjem"]),
        (Wish::Care, &["omsorgsinstitusjon"]),
        (Wish::Treatment, &["behandling", "behandlingsinstitusjon"]),
        (Wish::CrisisHome, &["krisehjem"]),
        (Wish::FamilyCentre, &["familiesenter"]),
    ];
    quick_line::wish_word(folded).or_else(|| spoken(table, folded))
}

/// What a word stands for in a table of words as they are said aloud.
fn spoken<T: Copy>(table: &[(T, &[&str])], folded: &str) -> Option<T> {
    table.iter().find(|(_, words)| words.iter().any(|word| fold(word) == folded)).map(|(value, _)| *value)
}

/// Names and numbers in their order: a number ends its child, and so does a comma, a semicolon or a plus.
fn identities(text: &str) -> Vec<ChildIdentity> {
    let mut found: Vec<ChildIdentity> = Vec::new();
    for part in text.split([',', ';', '+']) {
        let (mut name, mut digits) = (Vec::new(), String::new());
        for word in part.split_whitespace() {
            let is_number = word.bytes().all(|byte| byte.is_ascii_digit());
            if is_number && digits.len() + word.len() <= ID_DIGITS {
                digits.push_str(word);
            } else {
                name.push(word);
            }
            if digits.len() == ID_DIGITS {
                found.extend(identity(&mut name, &mut digits));
            }
        }
        found.extend(identity(&mut name, &mut digits));
    }
    found
}

fn identity(name: &mut Vec<&str>, digits: &mut String) -> Option<ChildIdentity> {
    let (name, digits) = (std::mem::take(name).join(" "), std::mem::take(digits));
    let identity = ChildIdentity {
        name: (!name.is_empty()).then_some(name),
        national_id: (!digits.is_empty()).then_some(digits),
    };
    (identity != ChildIdentity::default()).then_some(identity)
}
