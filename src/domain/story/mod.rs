//! What happened with a call, read from its journal lines: one happening an act, in the order of time. Pure; values
//! only, so that a screen, a command and an export tell the same story. It never holds a name, a number or free
//! text: the journal has none.

mod group;
mod news;
mod nothing_free;
mod reader;
mod routine;
mod rows;
mod undoing;

use chrono::{DateTime, Utc};

use crate::domain::alarm::AlarmKind;
use crate::domain::basis::BasisCode;
use crate::domain::call::{CallKind, CallerRole, CloseReason};
use crate::domain::case_watch::WatchLevel;
use crate::domain::checklist::{AnswerState, ItemKey};
use crate::domain::child::ChildFacts;
use crate::domain::compensation::{CompensationKind, CompensationState};
use crate::domain::deviation::{
    DeviationOutcome, Meanwhile, Missing, Scheme, SupervisionBy, SupervisionResult,
};
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind};
use crate::domain::ids::{DeviationId, EnquiryId, FollowUpId, OfferId, PlaceId, PlacementId};
use crate::domain::journal::Act;
use crate::domain::measure::Wish;
use crate::domain::municipality::MunicipalityNumber;
use crate::domain::offer::{Answer, DeclineReason};
use crate::domain::placement::StayEnd;
use crate::domain::remark::RemarkKind;
use crate::domain::routine::StepKey;
use crate::domain::steps::StepEnd;

pub use news::{has_begun_after, news};
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
        /// Whether what was said besides stands: a later end of the offer writes over it.
        has_note: bool,
    },
    /// A journey and an arrival were agreed.
    Planned(Box<Planned>),
    /// Children arrived at their places.
    Arrived {
        /// Whose arrival; empty where it was before there were placements.
        placements: Vec<PlacementId>,
        /// The places.
        places: Vec<PlaceId>,
        /// When they were expected.
        expected_at: Option<DateTime<Utc>>,
        /// When it was written down, where that was later.
        written_at: Option<DateTime<Utc>>,
    },
    /// An accepted offer came to nothing before the children arrived.
    FellThrough(OfferId),
    /// A stay ended.
    StayEnded {
        /// Whose.
        placement: PlacementId,
        /// Where.
        place: Option<PlaceId>,
        /// How.
        end: StayEnd,
        /// After how many whole days.
        days: Option<i64>,
        /// When it was written down, where that was later.
        written_at: Option<DateTime<Utc>>,
    },
    /// What child and parents say of a stay was written down.
    Evaluated {
        /// Whose stay.
        placement: PlacementId,
        /// Where.
        place: Option<PlaceId>,
        /// The views that were told.
        told: Vec<ToldField>,
    },
    /// Siblings are placed apart.
    Split {
        /// Its number, as the journal has it.
        number: i64,
        /// When the municipality said so.
        agreed_at: Option<DateTime<Utc>>,
    },
    /// Something was recorded as a fact.
    Remarked {
        /// Its number, as the journal has it.
        number: i64,
        /// What it is about.
        kind: RemarkKind,
    },
    /// The request stays open though its children have a place, or does no longer.
    StaysOpen(bool),
    /// The clarification meeting got its time.
    MeetingSet {
        /// When it is.
        at: DateTime<Utc>,
        /// When it was to be before.
        before: Option<DateTime<Utc>>,
        /// Tasks that got their time by it.
        moved: Vec<(Task, DateTime<Utc>)>,
    },
    /// A step of the routine was settled by a key.
    StepSettled {
        /// The step.
        step: StepKey,
        /// How.
        end: StepEnd,
    },
    /// A follow-up was moved.
    FollowUpMoved {
        /// Which.
        task: Task,
        /// From when.
        from: Option<DateTime<Utc>>,
        /// To when.
        to: DateTime<Utc>,
        /// Whether a later move wrote over the reason.
        is_replaced: bool,
    },
    /// A follow-up was given to someone else.
    FollowUpAssigned {
        /// Which.
        task: Task,
        /// The adviser's number; none for the department.
        adviser: Option<i64>,
    },
    /// Alarms were silenced for all.
    Silenced(Vec<AlarmKind>),
    /// The call left the house with names.
    Exported {
        /// Its number, as the journal has it.
        number: i64,
    },
    /// Places that fit came free.
    PlacesFree {
        /// Which.
        places: Vec<PlaceId>,
        /// The follow-ups that tell of them.
        tasks: Vec<FollowUpId>,
        /// Whether they were opened above capacity.
        is_extra: bool,
    },
    /// Places that were free went to another call.
    PlacesTaken(Vec<PlaceId>),
    /// Someone was asked for a place.
    Asked(EnquiryId),
    /// It was said where something stands that is offered meanwhile.
    MeasureSet {
        /// Its number, as the journal has it.
        number: i64,
        /// Which measure.
        kind: CompensationKind,
        /// Where it stands.
        state: CompensationState,
    },
    /// Something became of a deviation.
    Deviation {
        /// Which.
        id: DeviationId,
        /// What.
        turn: DeviationTurn,
    },
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
    CallBackPromised {
        /// The follow-up.
        task: FollowUpId,
        /// When.
        due_at: DateTime<Utc>,
        /// After how many minutes again, until the child has a place.
        every: Option<i64>,
    },
    /// A follow-up ended.
    FollowUpEnded {
        /// What was to be done.
        task: Task,
        /// How it ended.
        end: FollowUpEnd,
    },
    /// How closely it is followed was set, with what is to be done.
    Watched(WatchLevel),
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

/// Something to be done, as far as the lines tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Task {
    /// Its number.
    pub id: FollowUpId,
    /// What was to be done.
    pub kind: Option<FollowUpKind>,
    /// About which item.
    pub item: Option<ItemKey>,
    /// Which step of the routine it is.
    pub step: Option<StepKey>,
    /// About which place.
    pub place: Option<PlaceId>,
    /// Which attempt is to be made again.
    pub enquiry: Option<EnquiryId>,
}

/// What can become of a deviation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviationTurn {
    /// It was drafted.
    Drafted {
        /// What was missing.
        missing: Option<Missing>,
        /// Where the child was meanwhile.
        meanwhile: Meanwhile,
    },
    /// Facts of it were corrected.
    Corrected {
        /// Which.
        changes: Vec<Change>,
        /// Whether what was written besides stands: a later note writes over it.
        has_note: bool,
    },
    /// It was registered as a possible breach.
    Registered {
        /// How severe it was then, with the scale.
        severity: Option<(Scheme, u8)>,
    },
    /// It ended.
    Ended(DeviationOutcome),
    /// It is open again: the request was not answered.
    OpenAgain,
    /// Supervision.
    Supervised {
        /// Who asked.
        by: SupervisionBy,
        /// When.
        at: DateTime<Utc>,
        /// What it found.
        result: SupervisionResult,
    },
}

/// What was agreed about a journey and an arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Planned {
    /// Whose.
    pub placements: Vec<PlacementId>,
    /// Where to.
    pub places: Vec<PlaceId>,
    /// When they leave.
    pub leaves_at: Option<DateTime<Utc>>,
    /// When they are expected.
    pub expected_at: Option<DateTime<Utc>>,
    /// When the unit was told.
    pub unit_told_at: Option<DateTime<Utc>>,
    /// What was told in words, or as a number.
    pub told: Vec<ToldField>,
}

/// A field that was told in words: the words themselves stand elsewhere, and only those told last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldField {
    /// The field, by its code.
    pub field: String,
    /// Whether it was taken out.
    pub is_removed: bool,
    /// Whether it was told anew later.
    pub is_replaced: bool,
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
