//! Something that is to be done at a time, so that nothing is forgotten.

use chrono::{DateTime, Utc};

use super::checklist::ItemKey;
use super::codes::coded;
use super::ids::{CallId, EnquiryId, FollowUpId, OfferId, PlaceId};
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
    }
}

impl FollowUpKind {
    /// Whether it is still to be done once its call is closed because every child has its place: the steps of the
    /// working days, and what the municipality was to send later.
    #[must_use]
    pub const fn outlives_placement(self) -> bool {
        matches!(self, Self::Step | Self::ItemLater)
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
    /// From when on it is late: a step of a working day when the offices close that day, all else at its time.
    #[must_use]
    pub fn late_from(&self, rules: &Rules) -> DateTime<Utc> {
        match self.kind {
            FollowUpKind::Step => steps::closing_of(self.due_at, rules),
            _ => self.due_at,
        }
    }

    /// Whether it is late.
    #[must_use]
    pub fn is_late(&self, rules: &Rules, now: DateTime<Utc>) -> bool {
        now >= self.late_from(rules)
    }
}
