//! Something that is to be done at a time, so that nothing is forgotten.

use chrono::{DateTime, Days, TimeDelta, Utc};

use super::checklist::ItemKey;
use super::codes::coded;
use super::ids::{CallId, ChildId, EnquiryId, FollowUpId, OfferId, PlaceId};
use super::local_time::{in_norway, moments_of};
use super::purchase::PaperKey;
use super::routine::StepKey;
use super::settings::Rules;
use super::steps;

coded! {
    /// What is to be done.
    pub enum FollowUpKind {
        /// Phone the municipality about an offer: 30 minutes after it, and again while it has no answer.
        OfferAnswer = "offer_answer",
        /// Write why this place for this child: the offer was given without.
        OfferReason = "offer_reason",
        /// Confirm a stale place that was offered.
        ConfirmPlace = "confirm_place",
        /// Clear with the measure: the offer was given before its yes (routine step 10).
        ClearWithMeasure = "clear_with_measure",
        /// Ring the municipality back, as promised.
        CallBack = "call_back",
        /// Ask for what was to be sent later (checklist).
        ItemLater = "item_later",
        /// A step of the routine that is due on a working day (steps 6, 8, 9, 12 and 14).
        Step = "step",
        /// Ask whether the child has arrived: it was not confirmed an hour after it was expected.
        Arrival = "arrival",
        /// A place came free that fits the call.
        PlaceFree = "place_free",
        /// An answer is awaited, or someone is to be asked again (search log).
        AskAgain = "ask_again",
        /// A paper that must follow a single purchase.
        Paper = "paper",
    }
}

impl FollowUpKind {
    /// Whether it is still to be done once its call is closed because every child has its place: the steps of the
    /// working days, the papers of a purchase, and what the municipality was to send later.
    #[must_use]
    pub const fn outlives_placement(self) -> bool {
        self.is_of_day() || matches!(self, Self::ItemLater)
    }

    /// Whether it belongs to a working day, not to a time of it.
    #[must_use]
    pub const fn is_of_day(self) -> bool {
        matches!(self, Self::Step | Self::Paper)
    }
}

coded! {
    /// How a follow-up ended.
    pub enum FollowUpEnd {
        /// Done.
        Done = "done",
        /// No longer needed.
        Dropped = "dropped",
        /// Its act was taken back.
        Undone = "undone",
    }
}

coded! {
    /// Who has a follow-up.
    pub enum Owner {
        /// An adviser of the team.
        Adviser = "adviser",
        /// The intake department that serves the municipality.
        Department = "department",
    }
}

/// Whom a follow-up is given to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Receiver {
    /// An adviser, by name.
    Adviser(String),
    /// The intake department that serves the municipality.
    Department,
}

/// An open follow-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// Its number.
    pub id: FollowUpId,
    /// What is to be done.
    pub kind: FollowUpKind,
    /// For which call.
    pub call: CallId,
    /// About which offer.
    pub offer: Option<OfferId>,
    /// About which item of the checklist.
    pub item: Option<ItemKey>,
    /// About which place.
    pub place: Option<PlaceId>,
    /// About which attempt of the search log.
    pub enquiry: Option<EnquiryId>,
    /// Which step of the routine it is.
    pub step: Option<StepKey>,
    /// Which paper of a purchase it is.
    pub paper: Option<PaperKey>,
    /// About which child.
    pub child: Option<ChildId>,
    /// When it is due.
    pub due_at: DateTime<Utc>,
    /// Who has it.
    pub owner: Owner,
    /// The name of the adviser who has it, or made it.
    pub by: String,
    /// Whether it was moved, with a reason.
    pub is_moved: bool,
}

impl FollowUp {
    /// From when on it is late: what belongs to a working day when the offices close that day, all else at its time.
    #[must_use]
    pub fn late_from(&self, rules: &Rules) -> DateTime<Utc> {
        if self.kind.is_of_day() { steps::closing_of(self.due_at, rules) } else { self.due_at }
    }

    /// Whether it is late.
    #[must_use]
    pub fn is_late(&self, rules: &Rules, now: DateTime<Utc>) -> bool {
        now >= self.late_from(rules)
    }
}

/// Minutes of a day: a rhythm of days keeps its time on the Norwegian clock.
const DAY: i64 = 24 * 60;

/// When something that repeats is due after it was done: the next time of its rhythm, however late or early it was
/// done. What was agreed for three o'clock each hour is due at four, also when it was done at seven minutes past; after
/// a long sleep what was missed is one thing to do, not several.
#[must_use]
pub fn next_in_rhythm(due_at: DateTime<Utc>, minutes: i64, now: DateTime<Utc>) -> DateTime<Utc> {
    let passed = (now - due_at).num_minutes().max(0);
    let first = passed / minutes.max(1);
    let at = |turn: i64| match minutes {
        DAY => same_time_later(due_at, turn),
        _ => due_at + TimeDelta::minutes(turn * minutes),
    };
    // A day may be an hour longer or shorter than it is counted here.
    let turns = (first.max(1)..).take(3);
    turns.map(at).find(|at| *at > now).unwrap_or_else(|| now + TimeDelta::minutes(minutes))
}

/// The same time on a later day; where the clocks skip it, as long after as it would have been.
fn same_time_later(due_at: DateTime<Utc>, days: i64) -> DateTime<Utc> {
    let local = in_norway(due_at).naive_local();
    let later = u64::try_from(days).ok().and_then(|days| local.checked_add_days(Days::new(days)));
    later.and_then(|later| moments_of(later).earliest()).unwrap_or(due_at + TimeDelta::days(days))
}
