//! Commands: everything an adviser can do that changes the store, as values, and what came of it.
//!
//! Screen, command line, `batch` and tests all go through these. Each carries an id: sent twice, done once.

use chrono::{DateTime, Utc};

use super::call::{CallFacts, CloseReason};
use super::ids::{CallId, ChildId, OfferId, PlaceId, UnitId};
use super::municipality::MunicipalityNumber;
use super::offer::{Answer, Clearance, DeclineReason};
use super::unit::{ConfirmedHow, PlaceState};
use super::unit_list::UnitRow;

/// The id of a command (UUID), chosen by whoever sends it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct CommandId(pub uuid::Uuid);

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
        /// What was said besides; free text, required with the reason `other`.
        note: Option<String>,
    },
    /// Records that the children of an accepted offer have arrived (routine step 11). When every child of the
    /// call has, the call is closed as placed.
    Arrive {
        /// The accepted offer.
        offer: OfferId,
    },
    /// Closes a call that asks for nothing more.
    CloseCall {
        /// The call.
        call: CallId,
        /// Why.
        reason: CloseReason,
    },
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

/// An offer as the adviser fills it in. The facts of the match are the tool's; the reason is the adviser's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferDraft {
    /// To which call.
    pub call: CallId,
    /// Which place.
    pub place: PlaceId,
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
    /// Whether parents and network may know the place (checklist item 6); none when not clarified.
    pub may_be_known: Option<bool>,
}

impl OfferDraft {
    /// A draft with nothing filled in but what is offered to whom.
    #[must_use]
    pub const fn new(call: CallId, place: PlaceId) -> Self {
        Self {
            call,
            place,
            why: None,
            child_view: None,
            travel_time: None,
            clearance: Clearance::NotYet,
            cleared_with: None,
            may_be_known: None,
        }
    }
}

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
        missing: Vec<super::gaps::Gap>,
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
    /// A call was closed.
    Closed {
        /// The call.
        call: CallId,
    },
    /// Something was taken back.
    Undone {
        /// The act that was taken back.
        act: super::journal::Act,
        /// What it was about: a place for hold and state, an offer for offer and answer.
        number: i64,
    },
    /// Units were imported, or would be.
    Imported(ImportReport),
    /// A shared rule was set.
    SettingSet {
        /// Its name.
        key: String,
        /// Its value.
        value: String,
    },
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
