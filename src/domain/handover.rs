//! The handover: everything that is open when a shift ends, each once, built from the data (design section 5).

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::board::Board;
use super::call::{Call, CallState};
use super::call_details::CallDetails;
use super::call_standing::Urgency;
use super::case_watch::{CaseWatch, WatchLevel};
use super::claim::ClaimKind;
use super::codes::coded;
use super::follow_up::{FollowUp, FollowUpKind};
use super::handover_page::GroupChange;
use super::ids::{
    CallId, ClaimId, DeviationId, FollowUpId, HandoverId, OfferId, PlacementId, PointId, ShiftId, UnitId,
};
use super::placement::PlacementState;
use super::shift::Shift;
use super::shift_sums::ShiftSums;
use super::steps::{closing_of, first_working_day, hours_at};
use super::working_days::Hours;

/// How far ahead deadlines stand on the handover one by one.
const SOON: TimeDelta = TimeDelta::hours(24);

coded! {
    /// Where a point stands on the handover. The order is that of the page.
    pub enum HandoverSection {
        /// Open calls.
        Open = "open",
        /// Offers without an answer, and holds.
        Awaiting = "awaiting",
        /// Children on their way to a place.
        OnTheWay = "on_the_way",
        /// Promises to ring back.
        Promised = "promised",
        /// What is late, or due in the next 24 hours.
        Due = "due",
        /// What is due on the next working day: the departments have it.
        WorkingDay = "working_day",
        /// What is due later.
        Later = "later",
        /// Deviations that are open.
        Deviations = "deviations",
    }
}

coded! {
    /// What kind of thing is open.
    pub enum MatterKind {
        /// A call.
        Call = "call",
        /// An offer without an answer.
        Offer = "offer",
        /// A place that is held.
        Hold = "hold",
        /// A child on its way to its place.
        Placement = "placement",
        /// Something that is to be done.
        FollowUp = "follow_up",
        /// A deviation.
        Deviation = "deviation",
    }
}

/// Something that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Matter {
    /// A call.
    Call(CallId),
    /// An offer without an answer.
    Offer(OfferId),
    /// A place that is held.
    Hold(ClaimId),
    /// A child on its way to its place.
    Placement(PlacementId),
    /// Something that is to be done.
    FollowUp(FollowUpId),
    /// A deviation.
    Deviation(DeviationId),
}

impl Matter {
    /// Its kind and number, as they are kept.
    #[must_use]
    pub const fn parts(self) -> (MatterKind, i64) {
        match self {
            Self::Call(id) => (MatterKind::Call, id.0),
            Self::Offer(id) => (MatterKind::Offer, id.0),
            Self::Hold(id) => (MatterKind::Hold, id.0),
            Self::Placement(id) => (MatterKind::Placement, id.0),
            Self::FollowUp(id) => (MatterKind::FollowUp, id.0),
            Self::Deviation(id) => (MatterKind::Deviation, id.0),
        }
    }

    /// From kind and number.
    #[must_use]
    pub const fn from_parts(kind: MatterKind, number: i64) -> Self {
        match kind {
            MatterKind::Call => Self::Call(CallId(number)),
            MatterKind::Offer => Self::Offer(OfferId(number)),
            MatterKind::Hold => Self::Hold(ClaimId(number)),
            MatterKind::Placement => Self::Placement(PlacementId(number)),
            MatterKind::FollowUp => Self::FollowUp(FollowUpId(number)),
            MatterKind::Deviation => Self::Deviation(DeviationId(number)),
        }
    }
}

/// An open matter, where it stands on the handover, and the call it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OpenMatter {
    /// Where it stands.
    pub section: HandoverSection,
    /// What.
    pub matter: Matter,
    /// Of which call.
    pub call: CallId,
}

/// The open calls: by how closely they are followed, then by how urgent they are.
#[must_use]
pub fn open_calls(board: &Board, now: DateTime<Utc>) -> Vec<&Call> {
    let mut open: Vec<&Call> = board.calls.iter().filter(|call| call.state == CallState::Open).collect();
    open.sort_by_cached_key(|call| (level_of(board, call.id), Urgency::of(call, board, now), call.id));
    open
}

/// Everything that is open, each once, in the order of the page: the calls as in [`open_calls`], the rest by time.
#[must_use]
pub fn open_matters(board: &Board, now: DateTime<Utc>) -> Vec<OpenMatter> {
    let mut matters = Vec::new();
    let mut put = |section, matter, call| matters.push(OpenMatter { section, matter, call });
    for call in open_calls(board, now) {
        put(HandoverSection::Open, Matter::Call(call.id), call.id);
    }
    for offer in board.offers.iter().filter(|offer| offer.awaits_answer() && !offer.is_void()) {
        put(HandoverSection::Awaiting, Matter::Offer(offer.id), offer.call);
    }
    let claims = board.places.iter().filter_map(|place| place.live_claim(now));
    let holds: BTreeSet<_> = claims
        .filter(|claim| claim.kind == ClaimKind::Hold)
        .map(|claim| (claim.until, claim.id, claim.call))
        .collect();
    for (_, claim, call) in holds {
        put(HandoverSection::Awaiting, Matter::Hold(claim), call);
    }
    for placement in board.placements.iter().filter(|known| known.state() == PlacementState::Expected) {
        put(HandoverSection::OnTheWay, Matter::Placement(placement.id), placement.call);
    }
    for task in &board.follow_ups {
        put(section_of(task, board, now), Matter::FollowUp(task.id), task.call);
    }
    for deviation in board.deviations.iter().filter(|deviation| deviation.closed_at.is_none()) {
        put(HandoverSection::Deviations, Matter::Deviation(deviation.id), deviation.call);
    }
    // Stable: within a section the order stays.
    matters.sort_by_key(|matter| matter.section);
    matters
}

/// How closely a call is followed; calm where nothing was said.
#[must_use]
pub fn level_of(board: &Board, call: CallId) -> WatchLevel {
    board.watched.get(&call).copied().unwrap_or(WatchLevel::Calm)
}

fn section_of(task: &FollowUp, board: &Board, now: DateTime<Utc>) -> HandoverSection {
    if task.kind == FollowUpKind::CallBack {
        return HandoverSection::Promised;
    }
    let working_day = first_working_day(now, &board.rules);
    let is_step = task.kind == FollowUpKind::Step;
    let belongs_to_it = task.due_at >= working_day && task.due_at <= closing_of(working_day, &board.rules);
    if is_step && belongs_to_it {
        HandoverSection::WorkingDay
    } else if task.is_late(&board.rules, now) || task.due_at <= now + SOON {
        HandoverSection::Due
    } else if belongs_to_it {
        HandoverSection::WorkingDay
    } else {
        HandoverSection::Later
    }
}

/// Whom a shift is handed over to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HandoverTo {
    /// An adviser, by name.
    Adviser(String),
    /// Nobody is on next: the intake unit has everything from here.
    IntakeUnit,
}

/// Longest summary, in characters: a page.
pub const MOST_SUMMARY: usize = 4000;

/// A handover as it is signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverDraft {
    /// To whom.
    pub to: HandoverTo,
    /// The summary: made from the data, edited by the giver; free text.
    pub summary: Option<String>,
    /// Anything else; free text.
    pub note: Option<String>,
}

/// A handover that was signed, without its words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    /// Its number.
    pub id: HandoverId,
    /// Of which shift.
    pub shift: ShiftId,
    /// Who gave it.
    pub giver: String,
    /// Whom it is for; none: the intake unit.
    pub receiver: Option<String>,
    /// When the shift began.
    pub begun_at: DateTime<Utc>,
    /// When it was signed by the giver.
    pub signed_at: DateTime<Utc>,
    /// Who received it.
    pub received_by: Option<String>,
    /// When it was received and repeated.
    pub received_at: Option<DateTime<Utc>>,
    /// How many points it has.
    pub points: usize,
    /// How many of them were gone through.
    pub gone_through: usize,
}

/// A point of a signed handover.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverPoint {
    /// Its number.
    pub id: PointId,
    /// What was open.
    pub open: OpenMatter,
    /// How closely the call was followed, of a call.
    pub level: Option<WatchLevel>,
    /// Who went through it, and when.
    pub gone_through: Option<(String, DateTime<Utc>)>,
}

/// What changes hands with a signature: what the giver has, and of a signed handover what becomes the receiver's. The rest
/// of what is open is told, and stays with whoever has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Given {
    /// Open calls, by number.
    pub calls: Vec<CallId>,
    /// Tasks, by number.
    pub tasks: Vec<FollowUpId>,
}

/// What comes before the intake unit opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BeforeOpening {
    /// When it opens.
    pub opens: DateTime<Utc>,
    /// How many of its cases are critical.
    pub critical: usize,
    /// How many promises of its own to ring back are due before.
    pub promises: usize,
    /// The first of these.
    pub first_promise: Option<DateTime<Utc>>,
}

impl BeforeOpening {
    /// Of what is given to the intake unit; none in office hours.
    #[must_use]
    pub fn of(board: &Board, given: &Given, now: DateTime<Utc>) -> Option<Self> {
        if hours_at(now, &board.rules) == Hours::Ordinary {
            return None;
        }
        let opens = first_working_day(now, &board.rules);
        let is_critical = |call: &&CallId| level_of(board, **call) == WatchLevel::Critical;
        let promised = board.follow_ups.iter().filter(|task| {
            task.kind == FollowUpKind::CallBack && task.due_at < opens && given.tasks.contains(&task.id)
        });
        let times: Vec<DateTime<Utc>> = promised.map(|task| task.due_at).collect();
        Some(Self {
            opens,
            critical: given.calls.iter().filter(is_critical).count(),
            promises: times.len(),
            first_promise: times.into_iter().min(),
        })
    }
}

/// A handover with everything it is shown from besides the board.
#[derive(Debug, Clone, PartialEq)]
pub struct HandoverTold {
    /// The shift it is about.
    pub shift: Shift,
    /// Until when: when it was signed, else now.
    pub until: DateTime<Utc>,
    /// The signed handover; none while the shift runs.
    pub signed: Option<Handover>,
    /// Its points; empty while the shift runs.
    pub points: Vec<HandoverPoint>,
    /// What the next signature would give; nothing once it is received.
    pub given: Given,
    /// What is recorded of the open cases.
    pub watches: Vec<CaseWatch>,
    /// What was done in the shift, as signed; while it runs, up to now.
    pub sums: ShiftSums,
    /// How many places were free on a list that was too old when it was signed; none while the shift runs.
    pub to_confirm: Option<usize>,
    /// What is free by group, as signed; while the shift runs, now.
    pub capacity: Vec<GroupChange>,
    /// The summary as signed.
    pub summary: Option<String>,
    /// The giver's note.
    pub note: Option<String>,
    /// What the receiver repeated.
    pub repeated: Option<String>,
}

impl HandoverTold {
    /// Whether it was received.
    #[must_use]
    pub fn is_received(&self) -> bool {
        self.signed.as_ref().is_some_and(|signed| signed.received_at.is_some())
    }
}

/// What changed since an adviser's last shift ended.
#[derive(Debug, Clone, PartialEq)]
pub struct Changes {
    /// When that shift ended; of a forgotten one, when its adviser was last seen.
    pub since: DateTime<Utc>,
    /// The journal's last line then: order comes from here, not from times.
    pub after: i64,
    /// The calls something happened with, the newest change first. Their stories go further back than that.
    pub calls: Vec<CallDetails>,
    /// The units whose places have another state.
    pub units: Vec<UnitId>,
}
