//! Something that is to be done at a time, so that nothing is forgotten.

use chrono::{DateTime, Utc};

use super::checklist::ItemKey;
use super::codes::coded;
use super::ids::{CallId, FollowUpId, OfferId};

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
    /// When it is due.
    pub due_at: DateTime<Utc>,
}
