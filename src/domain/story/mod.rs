//! What happened with a call, read from its journal lines: one happening an act, in the order of time. Pure; values
//! only, so that a screen, a command and an export tell the same story. It never holds a name, a number or free
//! text: the journal has none.

mod group;
mod reader;

use chrono::{DateTime, Utc};

use crate::domain::basis::BasisCode;
use crate::domain::call::{CallKind, CallerRole, CloseReason};
use crate::domain::checklist::{AnswerState, ItemKey};
use crate::domain::child::ChildFacts;
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind};
use crate::domain::ids::{OfferId, PlaceId};
use crate::domain::journal::Act;
use crate::domain::measure::Wish;
use crate::domain::municipality::MunicipalityNumber;
use crate::domain::offer::{Answer, DeclineReason};

pub use reader::read;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Happening {
    /// When.
    pub at: DateTime<Utc>,
    /// Who; none where it happened by itself.
    pub by: Option<String>,
    /// What.
    pub what: What,
    /// When it was taken back, if it was.
    pub undone_at: Option<DateTime<Utc>>,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// The first talk, with what was told in it.
    FirstContact(Box<FirstContact>),
    /// The referral was received.
    Referred {
        /// When an offer is due.
        deadline: Option<DateTime<Utc>>,
        /// Whether the call was a consultation until then.
        was_consultation: bool,
    },
    /// Places of a unit were held, or held longer.
    Held {
        /// Which.
        places: Vec<PlaceId>,
        /// Until when.
        until: Option<DateTime<Utc>>,
        /// Whether they were held already.
        is_longer: bool,
    },
    /// A hold ran out by itself.
    HoldLapsed(Vec<PlaceId>),
    /// A hold was given back.
    Released(Vec<PlaceId>),
    /// A place was offered.
    Offered {
        /// The offer.
        offer: OfferId,
        /// The place.
        place: Option<PlaceId>,
    },
    /// An offer was filled in further.
    OfferCompleted {
        /// The offer.
        offer: OfferId,
        /// The fields, by their code.
        fields: Vec<String>,
    },
    /// An offer was answered.
    Answered {
        /// The offer.
        offer: OfferId,
        /// The answer.
        answer: Answer,
        /// Why it was declined.
        reason: Option<DeclineReason>,
    },
    /// Children arrived at their places.
    Arrived(Vec<PlaceId>),
    /// The call was closed.
    Closed(CloseReason),
    /// Fields were corrected.
    Corrected {
        /// Which.
        changes: Vec<Change>,
        /// Children told besides.
        added: Vec<ChildFacts>,
    },
    /// An item of the checklist was answered.
    ItemAnswered {
        /// The item.
        item: ItemKey,
        /// How.
        state: AnswerState,
        /// Fields of the call that the answer filled.
        filled: Vec<Change>,
        /// Whether a later answer took its place.
        is_replaced: bool,
    },
    /// It was promised to ring back.
    CallBackPromised(DateTime<Utc>),
    /// A follow-up ended.
    FollowUpEnded {
        /// What was to be done.
        kind: Option<FollowUpKind>,
        /// About which item.
        item: Option<ItemKey>,
        /// How it ended.
        end: FollowUpEnd,
    },
    /// A child was linked with the same child of another call.
    Linked,
    /// What is hidden was shown.
    Revealed,
    /// Names, numbers and free text were erased.
    Erased,
    /// Something was taken back; none where the lines do not tell what.
    Undone(Option<Box<What>>),
    /// Anything else.
    Other(Act),
}

/// What the first talk told, as it was registered.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FirstContact {
    /// Placement request or consultation.
    pub kind: Option<CallKind>,
    /// The municipality it is for.
    pub municipality: Option<MunicipalityNumber>,
    /// Who phoned.
    pub caller: Option<CallerRole>,
    /// The children.
    pub children: Vec<ChildFacts>,
    /// Legal basis.
    pub basis: Option<BasisCode>,
    /// Wished measures.
    pub wished: Vec<Wish>,
}

/// A field that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The table.
    pub subject: String,
    /// The number in it.
    pub number: i64,
    /// The field, by its code.
    pub field: String,
    /// What stood there, by its code; for a sensitive field the commitment.
    pub old: Option<String>,
    /// What stands there now.
    pub new: Option<String>,
}

impl Change {
    /// Whether the journal holds only a commitment to the value.
    #[must_use]
    pub fn is_hidden(&self) -> bool {
        [&self.old, &self.new].into_iter().flatten().any(|value| is_commitment(value))
    }
}

/// Whether a value of a journal line is a commitment to one that stands elsewhere.
#[must_use]
pub fn is_commitment(value: &str) -> bool {
    value.strip_prefix("sha256:").is_some_and(|hex| hex.len() == 64)
}

/// The moment that a value of a journal line stands for.
#[must_use]
pub fn moment(value: &str) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(value.parse().ok()?)
}
