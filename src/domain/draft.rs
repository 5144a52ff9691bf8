//! Half-written work: kept as it is typed, so that nothing is lost when the program ends. Not a record: it is not
//! journalled, and it goes when what it was to become is registered or its adviser throws it away.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::codes::coded;
use super::ids::CallId;

/// Tells drafts apart, across processes: the sitting that began it, and a count within it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DraftId {
    /// The sitting.
    pub sitting: Uuid,
    /// The count.
    pub count: u32,
}

coded! {
    /// Which window a draft was typed in.
    pub enum DraftKind {
        /// The quick line.
        Line = "line",
        /// The full form of a new call.
        NewCall = "new_call",
        /// The full form of a call there is.
        EditCall = "edit_call",
        /// An offer.
        Offer = "offer",
        /// An offer being filled in further.
        CompleteOffer = "complete_offer",
        /// An answer to an offer.
        Answer = "answer",
        /// The checklist.
        Checklist = "checklist",
        /// Closing a call.
        Close = "close",
        /// The journey of an offer's children.
        Journey = "journey",
        /// A child's stay.
        Stay = "stay",
        /// What a call turns into.
        Turn = "turn",
        /// A state of a place.
        PlaceState = "place_state",
        /// A unit being corrected.
        Unit = "unit",
        /// Moving a follow-up, or giving it to another.
        MoveFollowUp = "move_follow_up",
        /// A step of the routine.
        Step = "step",
        /// A case note that is to be written.
        Export = "export",
        /// An attempt of the search log.
        Enquiry = "enquiry",
        /// A deviation.
        Deviation = "deviation",
        /// What is to be done of a case.
        Watch = "watch",
        /// A handover that is given.
        GiveHandover = "give_handover",
        /// A handover that is received.
        ReceiveHandover = "receive_handover",
    }
}

/// Half-written work.
#[derive(Clone, PartialEq, Eq)]
pub struct Draft {
    /// Which.
    pub id: DraftId,
    /// In which window.
    pub kind: DraftKind,
    /// About which call.
    pub call: Option<CallId>,
    /// About which place, unit or offer, where the window needs it.
    pub about: Option<i64>,
    /// When it was begun.
    pub begun_at: DateTime<Utc>,
    /// What stands in its fields, by name: free text and personal data.
    pub fields: Vec<(String, String)>,
}

impl std::fmt::Debug for Draft {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Draft").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl Draft {
    /// What stands in a field.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}
