//! One call with everything known of it, as it is read for its timeline and its windows.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::call::Call;
use super::checklist::ItemKey;
use super::journal::JournalLine;
use super::matching::Fact;
use super::offer::{Clearance, DeclineReason, Offer};

/// A call with its offers and its timeline. Names and numbers are not in it: they are revealed.
#[derive(Debug, Clone, PartialEq)]
pub struct CallDetails {
    /// The call.
    pub call: Call,
    /// Its offers that were not voided, by number.
    pub offers: Vec<OfferDetails>,
    /// The adviser's note.
    pub note: Option<String>,
    /// What was told in words, by item of the checklist.
    pub told: BTreeMap<ItemKey, String>,
    /// What was said when it was closed.
    pub close_note: Option<String>,
    /// When names, numbers and free text were erased, if they were.
    pub erased_at: Option<DateTime<Utc>>,
    /// Every journal line that concerns it, the oldest first.
    pub timeline: Vec<JournalLine>,
}

/// An offer with what was kept with it.
#[derive(Debug, Clone, PartialEq)]
pub struct OfferDetails {
    /// The offer.
    pub offer: Offer,
    /// The name of the unit it is of, as it is now.
    pub unit: String,
    /// The facts of the match at that moment; empty after erasure.
    pub facts: Vec<Fact>,
    /// Air line in whole kilometres.
    pub km: Option<u32>,
    /// The adviser's own reason.
    pub why: Option<String>,
    /// The child's view.
    pub child_view: Option<String>,
    /// Travel time as typed.
    pub travel_time: Option<String>,
    /// Whether the measure said yes.
    pub clearance: Option<Clearance>,
    /// With whom.
    pub cleared_with: Option<String>,
    /// When.
    pub cleared_at: Option<DateTime<Utc>>,
    /// Whether parents and network may know the place.
    pub may_be_known: Option<bool>,
    /// Why it was declined.
    pub answer_reason: Option<DeclineReason>,
    /// Who at the municipality answered.
    pub answered_by: Option<String>,
    /// What was said besides.
    pub answer_note: Option<String>,
}

impl CallDetails {
    /// The same with this in place of everything that was told in words.
    #[must_use]
    pub fn without_words(&self, hidden: &str) -> Self {
        let instead = |words: &Option<String>| words.as_ref().map(|_| hidden.to_owned());
        let without = |offer: &OfferDetails| OfferDetails {
            why: instead(&offer.why),
            child_view: instead(&offer.child_view),
            travel_time: instead(&offer.travel_time),
            cleared_with: instead(&offer.cleared_with),
            answered_by: instead(&offer.answered_by),
            answer_note: instead(&offer.answer_note),
            ..offer.clone()
        };
        Self {
            offers: self.offers.iter().map(without).collect(),
            note: instead(&self.note),
            told: self.told.keys().map(|item| (*item, hidden.to_owned())).collect(),
            close_note: instead(&self.close_note),
            ..self.clone()
        }
    }
}
