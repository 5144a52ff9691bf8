//! What came of commands, as values. Kept with each command's id, so that a command sent twice gets one answer; so
//! nothing personal may stand in them.

use chrono::{DateTime, Utc};

use super::case_watch::WatchLevel;
use super::checklist::{AnswerState, ItemKey};
use super::compensation::{CompensationKind, CompensationState};
use super::deviation::DeviationState;
use super::follow_up::Owner;
use super::gaps::Gap;
use super::ids::{
    CallId, ChildId, ContactId, DeviationId, EnquiryId, FollowUpId, HandoverId, OfferId, PlaceId, ShiftId,
    UnitId,
};
use super::journal::Act;
use super::municipality::MunicipalityNumber;
use super::offer::Answer;
use super::question::Subject;
use super::routine::StepKey;
use super::steps::StepEnd;
use super::unit::PlaceState;

/// What came of a command. Kept with the command's id, so that the same command gets the same answer.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Outcome {
    /// A call was registered.
    CallRegistered {
        /// Its number.
        call: CallId,
        /// Its children.
        children: Vec<ChildId>,
        /// Its municipality.
        municipality: MunicipalityNumber,
        /// The referral.
        received_at: Option<DateTime<Utc>>,
        /// When an offer is due.
        deadline: Option<DateTime<Utc>>,
        /// When it was registered; minutes left are counted from here.
        registered_at: DateTime<Utc>,
        /// What is not known yet, the most needed first.
        missing: Vec<Gap>,
        /// Open calls that may be the same contact.
        duplicates: Vec<CallId>,
    },
    /// A place has a new state.
    PlaceSet {
        /// The place.
        place: PlaceId,
        /// Its state.
        state: PlaceState,
    },
    /// A place was confirmed.
    PlaceConfirmed {
        /// The place.
        place: PlaceId,
        /// When.
        at: DateTime<Utc>,
    },
    /// A place is held.
    Held {
        /// For which call.
        call: CallId,
        /// The place.
        place: PlaceId,
        /// Until when.
        until: DateTime<Utc>,
    },
    /// A hold was given back.
    Released {
        /// The place.
        place: PlaceId,
    },
    /// A place was offered.
    Offered {
        /// The offer.
        offer: OfferId,
        /// To which call.
        call: CallId,
        /// The place.
        place: PlaceId,
        /// Minutes from the referral to this offer; none without a referral.
        response_minutes: Option<i64>,
    },
    /// An offer was answered.
    Answered {
        /// The offer.
        offer: OfferId,
        /// The answer.
        answer: Answer,
    },
    /// The children of an offer have arrived.
    Arrived {
        /// The offer.
        offer: OfferId,
        /// Whether the call was closed by it.
        closes_call: bool,
    },
    /// A journey and an arrival were agreed.
    Planned {
        /// The offer.
        offer: OfferId,
        /// When the child is expected.
        expected_at: Option<DateTime<Utc>>,
    },
    /// An accepted offer came to nothing.
    FellThrough {
        /// The offer.
        offer: OfferId,
        /// The call.
        call: CallId,
    },
    /// A stay ended.
    StayEnded {
        /// Whose.
        child: ChildId,
        /// The place that is free again.
        place: PlaceId,
        /// How many whole days it lasted; none where the arrival is not known.
        days: Option<i64>,
        /// Open calls the place fits, by referral.
        fits: Vec<CallId>,
    },
    /// What is said of a stay was written down.
    Evaluated {
        /// Whose.
        child: ChildId,
    },
    /// Siblings are placed apart.
    Split {
        /// The call.
        call: CallId,
    },
    /// Something was recorded.
    Remarked {
        /// The call.
        call: CallId,
    },
    /// Whether a request stays open was set.
    StaysOpen {
        /// The call.
        call: CallId,
        /// Whether it stays open.
        stays_open: bool,
        /// Whether it was closed as placed by it.
        closes_call: bool,
    },
    /// The clarification meeting got its time.
    MeetingSet {
        /// The call.
        call: CallId,
        /// When it is.
        at: DateTime<Utc>,
        /// When the commitment is due now.
        commitment_due_at: Option<DateTime<Utc>>,
    },
    /// A step was settled.
    StepSettled {
        /// The call.
        call: CallId,
        /// The step.
        step: StepKey,
        /// How.
        end: StepEnd,
    },
    /// A follow-up was moved.
    FollowUpMoved {
        /// The follow-up.
        follow_up: FollowUpId,
        /// To when.
        due_at: DateTime<Utc>,
    },
    /// A follow-up was given to someone else.
    FollowUpAssigned {
        /// The follow-up.
        follow_up: FollowUpId,
        /// Who has it.
        owner: Owner,
    },
    /// An attempt was logged.
    EnquiryLogged {
        /// Its number.
        enquiry: EnquiryId,
        /// The call.
        call: CallId,
        /// When the answer comes, or when to ask again.
        ask_at: Option<DateTime<Utc>>,
    },
    /// Where a compensating measure stands was recorded.
    CompensationSet {
        /// The call.
        call: CallId,
        /// Which measure.
        kind: CompensationKind,
        /// Where it stands.
        state: CompensationState,
    },
    /// A deviation was drafted, corrected, registered, ended or supervised.
    DeviationSet {
        /// The deviation.
        deviation: DeviationId,
        /// Its call.
        call: CallId,
        /// Where it stands now.
        state: DeviationState,
    },
    /// A place above capacity was opened.
    ExtraPlaceOpened {
        /// The new place.
        place: PlaceId,
    },
    /// A place above capacity was closed.
    ExtraPlaceClosed {
        /// The place.
        place: PlaceId,
    },
    /// When a place is expected to be free was recorded.
    FreeExpected {
        /// The place.
        place: PlaceId,
        /// When.
        at: Option<DateTime<Utc>>,
    },
    /// An entry of the directory was added, changed or taken out.
    ContactSet {
        /// The entry.
        contact: ContactId,
    },
    /// Entries of the directory were imported, or would be.
    ContactsImported {
        /// New ones.
        added: usize,
        /// Changed ones.
        updated: usize,
        /// As they were.
        unchanged: usize,
        /// Whether nothing was written.
        dry_run: bool,
    },
    /// Alarms were silenced for all.
    Silenced {
        /// How many that sounded.
        alarms: usize,
    },
    /// It was journalled that a call is exported with names.
    NamedExport {
        /// The call.
        call: CallId,
    },
    /// A call was closed.
    Closed {
        /// The call.
        call: CallId,
    },
    /// A call was corrected.
    Edited {
        /// The call.
        call: CallId,
        /// When an offer is due now.
        deadline: Option<DateTime<Utc>>,
        /// Children told besides, by number.
        added: Vec<ChildId>,
    },
    /// A referral was received.
    Referred {
        /// The call.
        call: CallId,
        /// The referral.
        received_at: DateTime<Utc>,
        /// When an offer is due.
        deadline: Option<DateTime<Utc>>,
    },
    /// An item of the checklist was answered.
    ItemAnswered {
        /// The call.
        call: CallId,
        /// The item.
        item: ItemKey,
        /// How.
        state: AnswerState,
        /// When what is sent later is asked for again.
        due_at: Option<DateTime<Utc>>,
    },
    /// It was promised to ring back.
    CallBackPromised {
        /// The call.
        call: CallId,
        /// The follow-up.
        follow_up: FollowUpId,
        /// When.
        due_at: DateTime<Utc>,
    },
    /// A follow-up is over.
    FollowUpEnded {
        /// The follow-up.
        follow_up: FollowUpId,
        /// The one that repeats it.
        next: Option<FollowUpId>,
    },
    /// An offer was filled in further.
    OfferCompleted {
        /// The offer.
        offer: OfferId,
        /// The call.
        call: CallId,
    },
    /// A child was linked with the same child of another call.
    Linked {
        /// The child.
        child: ChildId,
        /// The same child.
        other: ChildId,
        /// The other call.
        call: CallId,
    },
    /// It was journalled that what is hidden is shown.
    Revealed {
        /// Of whom.
        subject: Subject,
    },
    /// An adviser was added.
    AdviserAdded {
        /// The adviser's number.
        adviser: i64,
    },
    /// What was taken back was done again.
    Redone {
        /// What came of it.
        again: Box<Self>,
    },
    /// Something was taken back.
    Undone {
        /// The act that was taken back.
        act: Act,
        /// What it was about: a place for hold and state, an offer for offer and answer, a call for the rest.
        number: i64,
    },
    /// Personal data and free text were erased, or would be.
    Purged(PurgeReport),
    /// Units were imported, or would be.
    Imported(ImportReport),
    /// A unit was added or corrected.
    UnitSet {
        /// Its number.
        unit: UnitId,
    },
    /// A shift began, or goes on.
    ShiftStarted {
        /// The shift.
        shift: ShiftId,
        /// When it is to end by the calendar.
        until: DateTime<Utc>,
    },
    /// How closely a case is followed was recorded.
    WatchSet {
        /// The call.
        call: CallId,
        /// How closely.
        level: WatchLevel,
        /// By when something is to be done.
        action_at: Option<DateTime<Utc>>,
    },
    /// A shift was handed over and signed.
    HandoverSigned {
        /// The handover.
        handover: HandoverId,
        /// How many points it has.
        points: usize,
    },
    /// A point of a handover was gone through.
    WentThrough {
        /// The handover.
        handover: HandoverId,
        /// How many points are left.
        left: usize,
    },
    /// A handover was received.
    HandoverReceived {
        /// The handover.
        handover: HandoverId,
        /// How many open calls came over with it.
        calls: usize,
        /// How many tasks.
        tasks: usize,
        /// The shift that began with it; none where one ran.
        begun: Option<BegunShift>,
    },
    /// What an adviser had who is not on any more was taken over.
    ShiftTaken {
        /// The forgotten shift that ended with it.
        shift: Option<ShiftId>,
        /// How many open calls.
        calls: usize,
        /// How many tasks.
        tasks: usize,
        /// The taker's own shift that began with it; none where one ran.
        begun: Option<BegunShift>,
    },
    /// A shared rule was set.
    SettingSet {
        /// Its name.
        key: String,
        /// Its value.
        value: String,
    },
}

/// A shift that began with what was received or taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BegunShift {
    /// The shift.
    pub shift: ShiftId,
    /// When it is to end by the calendar.
    pub until: DateTime<Utc>,
}

/// What an import of units did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct ImportReport {
    /// How many units were added.
    pub added: usize,
    /// Units changed.
    pub updated: Vec<UnitId>,
    /// Units that were the same already.
    pub unchanged: usize,
    /// Units of the same regions that the list lacks; left alone.
    pub missing: Vec<UnitId>,
    /// Places made.
    pub places_added: usize,
    /// Units whose list has fewer places than before: their places are left alone.
    pub fewer_places: Vec<UnitId>,
    /// Whether nothing was written.
    pub dry_run: bool,
}

/// What an erasure did, or would do.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct PurgeReport {
    /// Whether nothing was erased.
    pub dry_run: bool,
    /// Whether the authority has turned it on.
    pub is_on: bool,
    /// Days from the end of a call until it is due.
    pub days: i64,
    /// The calls it is about.
    pub calls: Vec<PurgedCall>,
    /// How many values.
    pub values: usize,
    /// Half-written work about these calls, and such that is as old.
    pub drafts: usize,
    /// Handovers whose calls are all due, or that are as old: their words.
    #[serde(default)]
    pub handovers: usize,
}

/// A call whose personal data and free text were erased, or would be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct PurgedCall {
    /// The call.
    pub call: CallId,
    /// How many values of it.
    pub values: usize,
}
