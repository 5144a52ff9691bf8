//! Why a command was refused, as values. The sentences stand in the texts; the codes are fixed for scripts.

use chrono::{DateTime, Utc};

use super::codes::coded;
use super::ids::{CallId, ChildId, DeviationId, FollowUpId, HandoverId, OfferId, PlaceId, PointId};
use super::routine::StepKey;

coded! {
    /// The code of an error, the same in every language and version.
    pub enum ErrorCode {
        /// The command line was not understood (exit 2).
        Usage = "usage",
        /// A quick line was not understood.
        BadLine = "bad_line",
        /// No municipality has that name or number.
        UnknownMunicipality = "unknown_municipality",
        /// More than one municipality could be meant.
        AmbiguousMunicipality = "ambiguous_municipality",
        /// No call has that number.
        UnknownCall = "unknown_call",
        /// No place has that number.
        UnknownPlace = "unknown_place",
        /// No offer has that number.
        UnknownOffer = "unknown_offer",
        /// No adviser has that name.
        UnknownAdviser = "unknown_adviser",
        /// Someone else has the place.
        Taken = "taken",
        /// A blocked place needs a typed reason.
        ReasonNeeded = "reason_needed",
        /// Nothing can be offered: a consultation, or every child has an offer.
        NotOfferable = "not_offerable",
        /// The call is closed.
        Closed = "closed",
        /// Something changed in the meantime, or there is nothing to take back.
        Stale = "stale",
        /// The time cannot be meant.
        BadTime = "bad_time",
        /// A value is outside what is allowed.
        BadValue = "bad_value",
        /// A file cannot be read as what it should be.
        BadFile = "bad_file",
        /// It is there already and was not touched.
        Exists = "exists",
        /// Wrong key, a damaged file, a plain file or rubbish: they look alike.
        WrongKeyOrDamaged = "wrong_key_or_damaged",
        /// A database of another program.
        ForeignFile = "foreign_file",
        /// Written by a newer version.
        NewerSchema = "newer_schema",
        /// The file or folder cannot be written to.
        ReadOnly = "read_only",
        /// The file lies on a network drive.
        NetworkDrive = "network_drive",
        /// The disk is full.
        DiskFull = "disk_full",
        /// Others were writing for too long.
        Busy = "busy",
        /// Must be alone on the database.
        NotAlone = "not_alone",
    }
}

/// A command refused by a rule, with what the adviser must be told.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Someone else has the place.
    #[error("place {place} is taken by {by} for call {call}")]
    Taken {
        /// The place.
        place: PlaceId,
        /// The adviser who has it.
        by: String,
        /// Since when.
        at: DateTime<Utc>,
        /// Until when, for a hold.
        until: Option<DateTime<Utc>>,
        /// For which call.
        call: CallId,
    },
    /// Something is in the way and no reason was given.
    #[error("place {place} does not fit call {call} and no reason was given")]
    ReasonNeeded {
        /// The place.
        place: PlaceId,
        /// The call.
        call: CallId,
        /// What is in the way.
        blockers: Vec<super::matching::Fact>,
    },
    /// Nothing can be offered to the call.
    #[error("call {call} cannot be offered a place: {why:?}")]
    NotOfferable {
        /// The call.
        call: CallId,
        /// Why.
        why: NotOfferable,
    },
    /// The call is closed.
    #[error("call {call} is closed")]
    Closed {
        /// The call.
        call: CallId,
    },
    /// No such call.
    #[error("no call {0}")]
    UnknownCall(CallId),
    /// No such place.
    #[error("no place {0}")]
    UnknownPlace(PlaceId),
    /// No such offer.
    #[error("no offer {0}")]
    UnknownOffer(OfferId),
    /// No such adviser.
    #[error("no adviser «{0}»")]
    UnknownAdviser(String),
    /// What was to be changed has changed.
    #[error("stale: {0:?}")]
    Stale(Stale),
    /// A value outside what is allowed.
    #[error("bad value: {0:?}")]
    BadValue(BadValue),
    /// A time that cannot be meant.
    #[error("bad time: {0:?}")]
    BadTime(BadTime),
}

/// Why a time cannot be meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BadTime {
    /// A referral or a decision still to come.
    InFuture(DateTime<Utc>),
    /// A referral more than seven days back.
    TooFarBack(DateTime<Utc>),
    /// Something promised for a time that has passed.
    Passed(DateTime<Utc>),
    /// A promise more than seven days ahead.
    TooFarAhead(DateTime<Utc>),
    /// Before what it follows: an arrival before the offer, an end before the arrival.
    TooEarly {
        /// What was told.
        at: DateTime<Utc>,
        /// What it cannot be before.
        after: DateTime<Utc>,
    },
    /// In another century than any child of a call lives in.
    WrongCentury(DateTime<Utc>),
}

/// Why nothing can be offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotOfferable {
    /// It is a consultation: becomes a placement request first.
    Consultation,
    /// Every child has an offer or a place.
    EveryChildHasOffer,
    /// A child that counts double takes two places, and the unit has not so many free.
    TooFewForDouble,
}

/// What stood differently than the command thought.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stale {
    /// The place has no live hold of anyone.
    NoHold(PlaceId),
    /// The offer has its answer.
    Answered(OfferId),
    /// The offer was voided.
    Voided(OfferId),
    /// The offer was not accepted, or its children have arrived already.
    NotExpected(OfferId),
    /// The call has an offer that awaits its answer, or a place it waits to move to.
    OfferOpen(CallId),
    /// The adviser has nothing that can be taken back.
    NothingToUndo,
    /// Someone built on what was to be taken back.
    BuiltOn,
    /// The call has its referral already.
    HasReferral(CallId),
    /// The follow-up is over.
    FollowUpEnded(FollowUpId),
    /// The child has an offer or a place, so it cannot have been told by mistake.
    ChildHasPlace(ChildId),
    /// The call has an offer, so it cannot become a consultation.
    CallHasOffer(CallId),
    /// Nothing was taken back in this process, or something was done since.
    NothingToRedo,
    /// Oneself cannot be removed.
    OwnName,
    /// This adviser's keys are of an earlier kind: the passphrase must be changed first.
    OldKeys,
    /// What was told in the call has been erased since, so nothing can be put back.
    Erased(CallId),
    /// The child has not arrived, so no stay can end.
    NotArrived(ChildId),
    /// The child lives at no place.
    NoStay(ChildId),
    /// The step was settled already.
    StepSettled {
        /// The call.
        call: CallId,
        /// The step.
        step: StepKey,
    },
    /// Someone else's step: nothing is to be settled.
    StepOfOthers(StepKey),
    /// The call is a consultation: the routine's steps are for placement requests.
    NoSteps(CallId),
    /// A call of one child has no siblings to place apart.
    NoSiblings(CallId),
    /// Its siblings are placed apart already.
    ApartAlready(CallId),
    /// No child of the call has a place, so there is nothing to stay open for.
    NotPlaced(CallId),
    /// Whether the request stays open is so already.
    StaysOpenAlready(CallId),
    /// A child has only one deviation that is not closed.
    HasDeviation {
        /// The child.
        child: ChildId,
        /// The open one.
        deviation: DeviationId,
    },
    /// The deviation is closed.
    DeviationClosed(DeviationId),
    /// The deviation is registered already.
    DeviationRegistered(DeviationId),
    /// Every child of the call has its place.
    EveryChildPlaced(CallId),
    /// Only a place above capacity is closed again.
    NotExtra(PlaceId),
    /// The place is taken, so it cannot be closed.
    PlaceTaken(PlaceId),
    /// The adviser has no shift that runs, so nothing is handed over.
    NoShift,
    /// The shift was not forgotten, so nobody else takes it over.
    ShiftGoesOn {
        /// From when it may be taken over.
        until: DateTime<Utc>,
    },
    /// The adviser has neither a shift nor an open case.
    NothingToTake,
    /// Nobody receives a handover of their own.
    OwnHandover,
    /// The handover was received already.
    HandoverReceived(HandoverId),
    /// The handover's words were erased: it is not received any more.
    HandoverErased(HandoverId),
    /// The point was gone through already.
    GoneThrough(PointId),
    /// A handover is received when every point was gone through.
    PointsLeft {
        /// The handover.
        handover: HandoverId,
        /// How many are left.
        left: usize,
    },
    /// The row changed since it was read.
    Changed,
}

/// Which value is not allowed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadValue {
    /// A coded value that is not in its list.
    Code {
        /// What the value is for.
        field: &'static str,
        /// What was given.
        value: String,
        /// What would be allowed.
        allowed: String,
    },
    /// What must be told in words is empty.
    TextMissing(&'static str),
    /// A decline needs a reason.
    ReasonMissing,
    /// The reason «other» needs a note.
    NoteMissing,
    /// A reason goes only with a declined offer.
    ReasonNotDeclined,
    /// A setting without such a name.
    UnknownSetting(String),
    /// A setting's value outside its limits.
    Setting {
        /// The setting.
        key: &'static str,
        /// What was given.
        value: String,
        /// What would be allowed.
        allowed: String,
    },
    /// A name is empty.
    EmptyName,
    /// A name is there already.
    NameTaken(String),
    /// A unit with that name is in the region already.
    UnitExists(String),
    /// Children live in more of its places, or are expected there, than it should have.
    PlacesInUse {
        /// How many.
        in_use: usize,
    },
    /// The passphrase is empty.
    EmptyPassphrase,
    /// No row has that number.
    UnknownNumber {
        /// What it would be the number of.
        field: &'static str,
        /// The number.
        number: i64,
    },
    /// Erasure has not been turned on by the authority.
    PurgeOff,
    /// An answer to the checklist that is none.
    NotAnAnswer,
    /// A child linked with itself, or with one of the same call.
    SameCall(ChildId),
    /// A severity that its scale does not have.
    Severity {
        /// The level.
        level: u8,
        /// The levels of the scale.
        levels: u8,
    },
    /// Text longer than its limit, in characters.
    TooLong {
        /// What the text is for.
        field: &'static str,
        /// The limit.
        limit: usize,
    },
}

impl Refusal {
    /// The fixed code of this refusal.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        match self {
            Self::Taken { .. } => ErrorCode::Taken,
            Self::ReasonNeeded { .. } => ErrorCode::ReasonNeeded,
            Self::NotOfferable { .. } => ErrorCode::NotOfferable,
            Self::Closed { .. } => ErrorCode::Closed,
            Self::UnknownCall(_) => ErrorCode::UnknownCall,
            Self::UnknownPlace(_) => ErrorCode::UnknownPlace,
            Self::UnknownOffer(_) => ErrorCode::UnknownOffer,
            Self::UnknownAdviser(_) => ErrorCode::UnknownAdviser,
            Self::Stale(_) => ErrorCode::Stale,
            Self::BadValue(_) => ErrorCode::BadValue,
            Self::BadTime(_) => ErrorCode::BadTime,
        }
    }
}
