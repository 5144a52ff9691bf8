//! What the screens ask the store for besides the board, and the answers. Values only.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::call::Call;
use super::call_details::CallDetails;
use super::child::ChildIdentity;
use super::deviation::Deviation;
use super::directory::Contact;
use super::draft::Draft;
use super::handover::{Changes, HandoverTold};
use super::ids::{AdviserId, CallId, ChildId, HandoverId, UnitId};
use super::journal::{Act, JournalLine};
use super::municipality::MunicipalityNumber;
use super::offer::Offer;
use super::place_history::HistoryLine;
use super::unit_facts::UnitFact;

/// Whom hidden data is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// The children of a call, its numbers, who agreed to something by name, its place when that is protected.
    Call(CallId),
    /// A home: its numbers and what is told of the family.
    Unit(UnitId),
}

/// Something to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// One call with everything but names and numbers.
    Call(CallId),
    /// Calls that a search finds, the newest first.
    Calls(CallSearch),
    /// What happened with the places of a unit, the newest first.
    PlaceHistory(UnitId),
    /// Journal lines, the newest first.
    Journal(JournalQuery),
    /// Those of them that a filter lets through.
    JournalFound(JournalQuery, JournalFilter),
    /// Whether the journal's chain holds, line by line.
    Chain,
    /// What is hidden of someone. Ask for it only after the reveal is journalled.
    Personal(Subject),
    /// Half-written work of this adviser.
    Drafts,
    /// The advisers work can be given to.
    Advisers,
    /// Deviations: those that are open, and those that ended in the last year.
    Deviations,
    /// The directory of phone numbers.
    Contacts,
    /// A signed handover, or what this adviser would hand over now.
    Handover(Option<HandoverId>),
    /// What an adviser would hand over whose shift should have been given.
    LateShift(AdviserId),
    /// What changed since this adviser's last shift ended.
    Changes,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Told {
    /// One call.
    Call(Box<CallDetails>),
    /// Calls.
    Calls(CallPage),
    /// What happened with a unit's places.
    PlaceHistory(Vec<HistoryLine>),
    /// Journal lines.
    Journal(JournalPage),
    /// The chain's state.
    Chain(ChainState),
    /// Hidden data.
    Personal(PersonalData),
    /// Half-written work, the oldest first.
    Drafts(Vec<Draft>),
    /// Names of advisers, in the order they were added.
    Advisers(Vec<String>),
    /// Deviations.
    Deviations(DeviationPage),
    /// The directory, by kind.
    Contacts(Vec<Contact>),
    /// A handover; none where this adviser has no shift.
    Handover(Option<Box<HandoverTold>>),
    /// What changed since; none where no shift of the adviser has ended.
    Changes(Option<Box<Changes>>),
}

/// A search for calls. Every part that is given must hold, but of municipalities and words one is enough; without any, all
/// calls are meant.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CallSearch {
    /// Only open ones.
    pub open_only: bool,
    /// Only the call with this number, or calls whose number begins with these digits.
    pub number: Option<String>,
    /// Only calls of one of these municipalities; protected ones are found by number alone.
    pub municipalities: Option<Vec<MunicipalityNumber>>,
    /// Only calls of which all these words were written: whole, or from three letters on as the beginning of a word.
    /// Protected ones are found by number alone.
    pub words: Option<String>,
    /// At most this many.
    pub limit: usize,
}

/// Calls found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CallPage {
    /// The calls, the newest first.
    pub calls: Vec<Call>,
    /// Their offers that were not voided.
    pub offers: Vec<Offer>,
    /// How many were found in all.
    pub found: usize,
}

/// Deviations with the calls they are about.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeviationPage {
    /// The open ones first, the longest open on top; then those that ended, the newest on top.
    pub deviations: Vec<Deviation>,
    /// Their calls, by number.
    pub calls: Vec<Call>,
    /// The first child that is the same, of each child that was linked with another.
    pub same: BTreeMap<ChildId, ChildId>,
}

impl DeviationPage {
    /// The same for the same child in every call.
    #[must_use]
    pub fn reference_of(&self, child: ChildId) -> ChildId {
        self.same.get(&child).copied().unwrap_or(child)
    }
}

/// Which journal lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JournalQuery {
    /// About what.
    pub about: JournalAbout,
    /// Only lines before this one; none for the newest.
    pub before: Option<i64>,
    /// At most this many.
    pub limit: usize,
}

/// What journal lines are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum JournalAbout {
    /// Everything.
    All,
    /// One call, with everything that concerns it.
    Call(CallId),
    /// A unit, its places, their states and claims.
    Unit(UnitId),
}

/// What is looked for in the journal. Every part that is given must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct JournalFilter {
    /// Each word must fit.
    pub words: Vec<JournalWord>,
    /// Only lines written since.
    pub since: Option<DateTime<Utc>>,
}

/// A word that fits who did something, or what was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JournalWord {
    /// The beginning of an adviser's first or last name.
    pub name: String,
    /// The kinds of act it may mean.
    pub acts: Vec<Act>,
}

/// Journal lines.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct JournalPage {
    /// The lines, the newest first.
    pub lines: Vec<JournalLine>,
    /// Whether there are earlier ones.
    pub has_more: bool,
}

/// Whether the journal's chain holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChainState {
    /// How many lines there are.
    pub lines: i64,
    /// The first line that does not hold; none when all do.
    pub broken_at: Option<i64>,
    /// The first hex digits of the last line's hash.
    pub head: String,
    /// When it was looked at.
    pub checked_at: DateTime<Utc>,
}

/// What is hidden of someone, once revealed.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct PersonalData {
    /// Names and numbers of children.
    pub children: Vec<(ChildId, ChildIdentity)>,
    /// The number to ring back on.
    pub callback: Option<String>,
    /// The numbers for the night where its children go, by child.
    pub night_numbers: Vec<(ChildId, String)>,
    /// Who at the municipality said that siblings are placed apart, the first first.
    pub split_agreed_by: Vec<String>,
    /// The municipality of a call with a protected address.
    pub municipality: Option<MunicipalityNumber>,
    /// A home's number by day.
    pub phone: Option<String>,
    /// What a municipality asks about a home, as far as it is known.
    pub facts: BTreeMap<UnitFact, String>,
    /// When it was erased, if it was.
    pub erased_at: Option<DateTime<Utc>>,
}

impl std::fmt::Debug for PersonalData {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("PersonalData(…)")
    }
}
