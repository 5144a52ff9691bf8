//! One call with everything known of it, as it is read for its timeline and its windows.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::call::Call;
use super::checklist::ItemKey;
use super::compensation::Compensation;
use super::deviation::Deviation;
use super::enquiry::Enquiry;
use super::follow_up::FollowUp;
use super::ids::{CallId, ChildId, FollowUpId};
use super::journal::JournalLine;
use super::matching::Fact;
use super::offer::{Clearance, Offer};
use super::placement::{Placement, PlacementWords};
use super::remark::RemarkKind;
use super::steps::StepSettled;

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
    /// The placements of its children, by number, with what was told of them in words.
    pub placements: Vec<(Placement, PlacementWords)>,
    /// Steps of the routine that were settled by a key, with what was written of them.
    pub steps: Vec<(StepSettled, Option<String>)>,
    /// The search log, by number.
    pub enquiries: Vec<EnquiryTold>,
    /// What is offered meanwhile.
    pub compensations: Vec<Compensation>,
    /// What was said of them, also of words that were replaced, by the number the journal has.
    pub compensation_notes: BTreeMap<i64, String>,
    /// Deviations, by number, with what else was told.
    pub deviations: Vec<(Deviation, Option<String>)>,
    /// Open follow-ups, by time.
    pub follow_ups: Vec<FollowUp>,
    /// Why follow-ups were moved, by number.
    pub moved: BTreeMap<FollowUpId, String>,
    /// What was recorded as facts.
    pub remarks: Vec<RemarkTold>,
    /// What the municipality said of siblings who are placed apart.
    pub splits: Vec<SplitTold>,
    /// Its children that are the same as in other calls.
    pub linked: Vec<LinkTold>,
    /// Why it left the house with names, by the number the journal has.
    pub exports: BTreeMap<i64, String>,
    /// When names, numbers and free text were erased, if they were.
    pub erased_at: Option<DateTime<Utc>>,
    /// Every journal line that concerns it, the oldest first.
    pub timeline: Vec<JournalLine>,
}

/// An attempt with what was kept with it. Who was spoken to is revealed, not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EnquiryTold {
    /// The attempt.
    pub enquiry: Enquiry,
    /// The name of the unit that was asked, as it is now.
    pub unit: Option<String>,
    /// What was said and told.
    pub note: Option<String>,
}

/// Something that was recorded as a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemarkTold {
    /// Its number, as the journal has it.
    pub number: i64,
    /// What it is about.
    pub kind: RemarkKind,
    /// When it was recorded.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: String,
    /// The words; none after erasure.
    pub text: Option<String>,
}

/// What the municipality said of siblings who are placed apart. The name of who said it is revealed, not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitTold {
    /// Its number, as the journal has it.
    pub number: i64,
    /// When it was agreed.
    pub agreed_at: DateTime<Utc>,
    /// Why; none after erasure.
    pub reason: Option<String>,
}

/// That a child is the same as in another call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkTold {
    /// The child of this call.
    pub child: ChildId,
    /// The same child there.
    pub other: ChildId,
    /// The other call.
    pub call: CallId,
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
    /// Who at the municipality answered.
    pub answered_by: Option<String>,
    /// What was said besides.
    pub answer_note: Option<String>,
}

impl CallDetails {
    /// The same without the words that say who somebody is: who answered, who was talked with, who drives.
    #[must_use]
    pub fn without_people(&self) -> Self {
        let without =
            |offer: &OfferDetails| OfferDetails { cleared_with: None, answered_by: None, ..offer.clone() };
        let placements = self
            .placements
            .iter()
            .map(|(placement, words)| (placement.clone(), PlacementWords { driver: None, ..words.clone() }));
        Self {
            offers: self.offers.iter().map(without).collect(),
            placements: placements.collect(),
            ..self.clone()
        }
    }

    /// The same with this in place of everything that was told in words.
    #[must_use]
    pub fn without_words(&self, hidden: &str) -> Self {
        let instead = |words: &Option<String>| words.as_ref().map(|_| hidden.to_owned());
        let hidden_each = |words: &BTreeMap<i64, String>| -> BTreeMap<i64, String> {
            words.keys().map(|number| (*number, hidden.to_owned())).collect()
        };
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
            placements: self
                .placements
                .iter()
                .map(|(placement, words)| {
                    let words = PlacementWords {
                        driver: instead(&words.driver),
                        medicines: instead(&words.medicines),
                        end_note: instead(&words.end_note),
                        child_view: instead(&words.child_view),
                        parents_view: instead(&words.parents_view),
                    };
                    (placement.clone(), words)
                })
                .collect(),
            steps: self.steps.iter().map(|(step, note)| (step.clone(), instead(note))).collect(),
            enquiries: self
                .enquiries
                .iter()
                .map(|asked| EnquiryTold { note: instead(&asked.note), ..asked.clone() })
                .collect(),
            compensation_notes: hidden_each(&self.compensation_notes),
            deviations: self.deviations.iter().map(|(one, note)| (one.clone(), instead(note))).collect(),
            moved: self.moved.keys().map(|id| (*id, hidden.to_owned())).collect(),
            exports: hidden_each(&self.exports),
            remarks: self
                .remarks
                .iter()
                .map(|remark| RemarkTold { text: instead(&remark.text), ..remark.clone() })
                .collect(),
            splits: self
                .splits
                .iter()
                .map(|split| SplitTold { reason: instead(&split.reason), ..split.clone() })
                .collect(),
            ..self.clone()
        }
    }
}
