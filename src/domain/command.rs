//! Commands: everything an adviser can do that changes the store, as values, and what came of it.
//!
//! Screen, command line, `batch` and tests all go through these. Each carries an id: sent twice, done once.

use chrono::{DateTime, Utc};
use sha2::{Digest as _, Sha256};

use super::alarm::Alarm;
use super::call::{CallFacts, CloseReason};
use super::case_watch::WatchChange;
use super::compensation::{CompensationKind, CompensationState};
use super::deviation::{DeviationFacts, DeviationOutcome, Supervision};
use super::directory::ContactRow;
use super::enquiry::EnquiryDraft;
use super::follow_up::{FollowUpEnd, Receiver};
use super::handover::HandoverDraft;
use super::ids::{
    CallId, ChildId, ContactId, DeviationId, FollowUpId, HandoverId, OfferId, PlaceId, PointId,
};
use super::offer::{Answer, DeclineReason};
use super::placement::{PlacementPlan, StayEnding, StayViews};
use super::question::Subject;
use super::remark::RemarkKind;
use super::routine::StepKey;
use super::steps::StepEnd;
use super::unit::{ConfirmedHow, PlaceState};
use super::unit_list::{UnitEdit, UnitRow};

pub use super::command_details::{
    CallEdit, ItemAnswer, ItemFields, OfferCompletion, OfferDraft, SiblingSplit,
};
pub use super::outcome::{ImportReport, Outcome, PurgeReport, PurgedCall};

/// The id of a command (UUID), chosen by whoever sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct CommandId(pub uuid::Uuid);

impl CommandId {
    /// The id of one of several commands that are sent under this id.
    #[must_use]
    pub fn part(self, number: i64) -> Self {
        let digest =
            Sha256::new().chain_update(self.0.as_bytes()).chain_update(number.to_be_bytes()).finalize();
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&digest[..16]);
        Self(uuid::Builder::from_custom_bytes(bytes).into_uuid())
    }
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Registers a contact and starts its clock.
    RegisterCall(Box<CallFacts>),
    /// Sets the state of a place.
    SetPlace {
        /// The place.
        place: PlaceId,
        /// Its new state.
        state: PlaceState,
        /// Why, in the adviser's words; free text.
        reason: Option<String>,
    },
    /// Sets the state of every place of a place's unit: one word on a home is about all of them.
    SetUnit {
        /// One of its places.
        place: PlaceId,
        /// The new state.
        state: PlaceState,
        /// Why, in the adviser's words; free text.
        reason: Option<String>,
    },
    /// Confirms that the list's word on a place holds now.
    ConfirmPlace {
        /// The place.
        place: PlaceId,
        /// How it was confirmed.
        how: ConfirmedHow,
        /// Whether every place of its unit was: one phone call to a home tells of all of them.
        whole_unit: bool,
    },
    /// Keeps a place for a call; again by the same call renews it.
    Hold {
        /// For which call.
        call: CallId,
        /// Which place; a group takes more of the same unit.
        place: PlaceId,
    },
    /// Gives back a hold.
    Release {
        /// The held place.
        place: PlaceId,
    },
    /// Offers a place.
    Offer(Box<OfferDraft>),
    /// Records the municipality's answer.
    Answer {
        /// The offer.
        offer: OfferId,
        /// The answer.
        answer: Answer,
        /// Why it was declined.
        reason: Option<DeclineReason>,
        /// Who said it, at the municipality; free text.
        by: Option<String>,
        /// What was said besides; free text, required with the reason `other`.
        note: Option<String>,
    },
    /// Fills in what an offer was given without: the reason, the measure's yes.
    CompleteOffer(Box<OfferCompletion>),
    /// Agrees on the journey and the arrival of an accepted offer's children.
    PlanPlacement(Box<PlacementPlan>),
    /// Records that the children of an accepted offer have arrived (routine step 11). When every child of the
    /// call has, the call is closed as placed, unless the request stays open.
    Arrive {
        /// The accepted offer.
        offer: OfferId,
        /// When; none for now.
        at: Option<DateTime<Utc>>,
    },
    /// An accepted offer comes to nothing before its children arrive: its places are free again.
    FallThrough {
        /// The accepted offer.
        offer: OfferId,
        /// Why; free text.
        reason: String,
    },
    /// Ends a child's stay: its place is free again.
    EndPlacement(Box<StayEnding>),
    /// Writes down what child and parents say of a stay.
    EvaluatePlacement(Box<StayViews>),
    /// Siblings are placed apart: what the municipality said, who said it, when and why.
    SplitSiblings(Box<SiblingSplit>),
    /// Records something of a call as a fact.
    Remark {
        /// The call.
        call: CallId,
        /// What it is about.
        kind: RemarkKind,
        /// What is recorded; free text.
        text: String,
    },
    /// Keeps a request open though its children have a place, or ends that.
    StayOpen {
        /// The call.
        call: CallId,
        /// Whether it stays open.
        stays_open: bool,
    },
    /// Sets the time of the clarification meeting (routine step 12).
    SetMeeting {
        /// The call.
        call: CallId,
        /// When it is.
        at: DateTime<Utc>,
    },
    /// Settles a step of the routine.
    DoStep {
        /// The call.
        call: CallId,
        /// The step.
        step: StepKey,
        /// How.
        end: StepEnd,
        /// What was agreed; free text.
        note: Option<String>,
    },
    /// Moves a follow-up, with the reason.
    MoveFollowUp {
        /// Which.
        follow_up: FollowUpId,
        /// To when.
        due_at: DateTime<Utc>,
        /// Why; free text.
        reason: String,
    },
    /// Gives a follow-up to someone else.
    AssignFollowUp {
        /// Which.
        follow_up: FollowUpId,
        /// To whom.
        to: Receiver,
    },
    /// Logs an attempt to find a place.
    LogEnquiry(Box<EnquiryDraft>),
    /// Says where a compensating measure stands.
    SetCompensation {
        /// The call.
        call: CallId,
        /// Which measure.
        kind: CompensationKind,
        /// Where it stands.
        state: CompensationState,
        /// What was said; free text.
        note: Option<String>,
    },
    /// Drafts a deviation for a child of a call, from clocks, log and measures.
    DraftDeviation {
        /// The call.
        call: CallId,
        /// Which child; none for the only one without a place, or the first.
        child: Option<ChildId>,
    },
    /// Corrects a deviation that is not closed.
    EditDeviation {
        /// Which.
        deviation: DeviationId,
        /// Its facts as they should be.
        facts: Box<DeviationFacts>,
        /// What else is told; free text; none stays as it is.
        note: Option<String>,
    },
    /// Registers a deviation as a possible breach.
    RegisterDeviation {
        /// Which.
        deviation: DeviationId,
    },
    /// Ends a deviation with another outcome than an offer or the end of its call.
    CloseDeviation {
        /// Which.
        deviation: DeviationId,
        /// How it ended.
        outcome: DeviationOutcome,
    },
    /// Records supervision of a case.
    Supervise {
        /// Which deviation.
        deviation: DeviationId,
        /// Who asked, when, and what it found.
        supervision: Supervision,
    },
    /// Opens a place above a unit's capacity: an emergency act.
    OpenExtraPlace {
        /// One of the unit's places.
        place: PlaceId,
        /// Who decided it, and why; free text.
        reason: String,
    },
    /// Closes a place above capacity again.
    CloseExtraPlace {
        /// The place.
        place: PlaceId,
    },
    /// Says when a place is expected to be free.
    ExpectFree {
        /// The place.
        place: PlaceId,
        /// When; none when it is not known any more.
        at: Option<DateTime<Utc>>,
    },
    /// Adds an entry to the directory, or changes one.
    SetContact {
        /// Which; none for a new one.
        contact: Option<ContactId>,
        /// What stands in it.
        row: Box<ContactRow>,
    },
    /// Takes an entry out of the directory.
    RemoveContact {
        /// Which.
        contact: ContactId,
    },
    /// Adds entries from a list; one with the same kind, name, region and municipality gets the new number.
    ImportContacts {
        /// The rows, checked.
        rows: Vec<ContactRow>,
        /// Only report what would change.
        dry_run: bool,
    },
    /// Silences alarms for everyone.
    SilenceAlarms {
        /// Which.
        alarms: Vec<Alarm>,
    },
    /// Journals that a call is exported with what names people. What is exported is read after it.
    ExportNamed {
        /// The call.
        call: CallId,
        /// Why the reader needs the names; free text.
        reason: String,
    },
    /// Closes a call that asks for nothing more.
    CloseCall {
        /// The call.
        call: CallId,
        /// Why.
        reason: CloseReason,
        /// What was said besides; free text.
        note: Option<String>,
    },
    /// Corrects a call.
    EditCall(Box<CallEdit>),
    /// The referral was received: a consultation becomes a placement request, and the clock starts (routine step 1).
    Refer {
        /// The call.
        call: CallId,
        /// When the referral was received.
        at: DateTime<Utc>,
    },
    /// Answers an item of the checklist (routine step 2).
    AnswerItem(Box<ItemAnswer>),
    /// Promises the municipality to ring back; a later promise of the same call takes the place of an earlier one.
    PromiseCallBack {
        /// The call.
        call: CallId,
        /// When.
        due_at: DateTime<Utc>,
    },
    /// Promises to ring back again and again until the child is placed: each time it is done, the next is promised.
    RepeatCallBack {
        /// The call.
        call: CallId,
        /// When first.
        due_at: DateTime<Utc>,
        /// Minutes from each to the next.
        minutes: i64,
    },
    /// Ends a follow-up. One about an offer without an answer, or a child that has not arrived, comes again later.
    EndFollowUp {
        /// Which.
        follow_up: FollowUpId,
        /// How it ended.
        end: FollowUpEnd,
    },
    /// Links a child with the same child of another call, so that unique children can be counted.
    LinkChild {
        /// The child.
        child: ChildId,
        /// The same child, in another call.
        other: ChildId,
    },
    /// Journals that what is hidden of someone is to be shown. What is shown is read after it.
    Reveal {
        /// Of whom.
        subject: Subject,
    },
    /// Signs on: a shift begins, or goes on.
    StartShift,
    /// Records how closely an open case is followed, and what is to be done.
    SetWatch(Box<WatchChange>),
    /// Hands the shift over and signs.
    SignHandover(Box<HandoverDraft>),
    /// Goes through one point of a handover.
    GoThrough {
        /// Which handover.
        handover: HandoverId,
        /// Which point.
        point: PointId,
    },
    /// Receives a handover: repeats it and signs.
    ReceiveHandover {
        /// Which.
        handover: HandoverId,
        /// What was given over, in the receiver's words; free text.
        repeated: String,
    },
    /// Takes over what an adviser has who is not on any more and handed nothing over. A forgotten shift ends with it.
    TakeShift {
        /// The adviser's name.
        adviser: String,
    },
    /// Erases personal data and free text of calls that have been over long enough, where the authority has turned
    /// it on.
    Purge {
        /// Only report what would go.
        dry_run: bool,
    },
    /// Does again what was taken back last in this process, as a new act.
    Redo,
    /// Takes back the newest undoable act of this adviser.
    Undo {
        /// How far it looks.
        scope: UndoScope,
    },
    /// Adds and updates units from a list, by region and name. What the list lacks is left alone.
    ImportUnits {
        /// The rows, checked.
        rows: Vec<UnitRow>,
        /// Only report what would change.
        dry_run: bool,
    },
    /// Adds a unit, or corrects one.
    EditUnit(Box<UnitEdit>),
    /// Sets a shared rule.
    SetSetting {
        /// Its name.
        key: String,
        /// Its new value.
        value: String,
    },
}

/// How far undo looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UndoScope {
    /// Only what was done through this opened store.
    ThisProcess,
    /// Everything in the database.
    Database,
}
