//! What commands carry that is more than a few values.

use chrono::{DateTime, Utc};

use super::basis::BasisCode;
use super::call::{CallFacts, DecisionMaker, DecisionStatus, Need, Whereabouts};
use super::checklist::{AnswerState, ItemKey};
use super::child::{ChildIdentity, SiblingRule};
use super::ids::{CallId, ChildId, OfferId, PlaceId};
use super::measure::Wish;
use super::offer::Clearance;

/// An offer as the adviser fills it in. The facts of the match are the tool's; the reason is the adviser's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferDraft {
    /// To which call.
    pub call: CallId,
    /// Which place.
    pub place: PlaceId,
    /// For which children of the call; empty for all that [`super::siblings::children_to_place`] names.
    pub children: Vec<ChildId>,
    /// Why this place for this child; never filled by the tool; free text.
    pub why: Option<String>,
    /// The child's view; free text.
    pub child_view: Option<String>,
    /// Travel time as typed; free text.
    pub travel_time: Option<String>,
    /// Whether the measure said yes about this child.
    pub clearance: Clearance,
    /// With whom it was cleared; free text.
    pub cleared_with: Option<String>,
    /// When it was cleared.
    pub cleared_at: Option<DateTime<Utc>>,
    /// Whether parents and network may know the place (checklist item 6); none when not clarified.
    pub may_be_known: Option<bool>,
    /// Whether each child takes two places of the unit.
    pub counts_double: bool,
}

impl OfferDraft {
    /// A draft with nothing filled in but what is offered to whom.
    #[must_use]
    pub const fn new(call: CallId, place: PlaceId) -> Self {
        Self {
            call,
            place,
            children: Vec::new(),
            why: None,
            child_view: None,
            travel_time: None,
            clearance: Clearance::NotYet,
            cleared_with: None,
            cleared_at: None,
            may_be_known: None,
            counts_double: false,
        }
    }
}

/// What an offer is filled in with after it was given. What is none stays as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferCompletion {
    /// Which offer.
    pub offer: OfferId,
    /// Why this place for this child; free text.
    pub why: Option<String>,
    /// The child's view; free text.
    pub child_view: Option<String>,
    /// Travel time as typed; free text.
    pub travel_time: Option<String>,
    /// The measure's yes.
    pub clearance: Option<Clearance>,
    /// With whom it was cleared; free text.
    pub cleared_with: Option<String>,
    /// When it was cleared.
    pub cleared_at: Option<DateTime<Utc>>,
    /// Whether parents and network may know the place.
    pub may_be_known: Option<bool>,
}

/// A correction of a call: only what differs between `before` and `after` is written, so that two advisers who
/// correct different fields both succeed. A field that someone else changed in the meantime refuses it as stale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallEdit {
    /// Which call.
    pub call: CallId,
    /// The facts when the adviser began; names hidden, so `identities` is empty.
    pub before: CallFacts,
    /// The facts as corrected. The first children are those of `children`, in their order; further ones are new.
    /// A name given here replaces the one there was; an empty one removes it.
    pub after: CallFacts,
    /// The numbers of the children of `before`.
    pub children: Vec<ChildId>,
    /// Children told by mistake: they must have neither offer nor place.
    pub removed: Vec<ChildId>,
}

/// An answer to an item of the checklist.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemAnswer {
    /// Which call.
    pub call: CallId,
    /// Which item.
    pub item: ItemKey,
    /// How: never [`AnswerState::NotAsked`].
    pub state: AnswerState,
    /// What was told, in words; free text.
    pub text: Option<String>,
    /// The fields of the call the answer fills.
    pub fields: ItemFields,
}

/// What a municipality said of siblings who are to be placed apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiblingSplit {
    /// The call.
    pub call: CallId,
    /// Who at the municipality said so; personal data.
    pub agreed_by: String,
    /// When; none for now.
    pub agreed_at: Option<DateTime<Utc>>,
    /// Why; free text.
    pub reason: String,
}

/// Fields of a call that an answer fills. What is none stays as it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ItemFields {
    /// Legal basis.
    pub basis: Option<BasisCode>,
    /// Status of the decision.
    pub decision: Option<DecisionStatus>,
    /// Who made it.
    pub decided_by: Option<DecisionMaker>,
    /// When it was made.
    pub decided_at: Option<DateTime<Utc>>,
    /// Where the child is now.
    pub whereabouts: Option<Whereabouts>,
    /// Until when it can stay there.
    pub holds_until: Option<DateTime<Utc>>,
    /// Wished measures, the first preferred.
    pub wished: Option<Vec<Wish>>,
    /// Whether parents and network may know the place.
    pub may_be_known: Option<bool>,
    /// Needs told with it, besides those of the call.
    pub needs: Vec<Need>,
    /// Siblings together or apart.
    pub siblings: Option<SiblingRule>,
    /// Names and numbers of children.
    pub identities: Vec<(ChildId, ChildIdentity)>,
}
