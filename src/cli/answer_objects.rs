//! The objects that answers of commands are, field by field.

use serde::Serialize;

use crate::domain::case_watch::WatchLevel;
use crate::domain::checklist::{AnswerState, ItemKey};
use crate::domain::compensation::{CompensationKind, CompensationState};
use crate::domain::deviation::DeviationState;
use crate::domain::follow_up::Owner;
use crate::domain::gaps::Gap;
use crate::domain::ids::{
    CallId, ChildId, ContactId, DeviationId, EnquiryId, FollowUpId, HandoverId, OfferId, PlaceId, ShiftId,
};
use crate::domain::journal::Act;
use crate::domain::municipality::MunicipalityNumber;
use crate::domain::offer::Answer;
use crate::domain::outcome::BegunShift;
use crate::domain::question::Subject;
use crate::domain::routine::StepKey;
use crate::domain::steps::StepEnd;
use crate::domain::unit::PlaceState;
use crate::report::times::iso;

#[derive(Serialize)]
pub struct Registered<'o> {
    pub call: CallId,
    pub children: &'o [ChildId],
    pub municipality: MunicipalityNumber,
    pub referral_received_at: Option<String>,
    pub deadline: Option<String>,
    pub minutes_left: Option<i64>,
    pub missing: &'o [Gap],
    pub warnings: Vec<String>,
}

#[derive(Serialize)]
pub struct Set {
    pub place: PlaceId,
    pub state: PlaceState,
}

#[derive(Serialize)]
pub struct Confirmed {
    pub place: PlaceId,
    pub confirmed_at: String,
}

#[derive(Serialize)]
pub struct Held {
    pub call: CallId,
    pub place: PlaceId,
    pub until: String,
}

#[derive(Serialize)]
pub struct Released {
    pub place: PlaceId,
}

#[derive(Serialize)]
pub struct Offered {
    pub offer: OfferId,
    pub call: CallId,
    pub place: PlaceId,
    pub response_minutes: Option<i64>,
}

#[derive(Serialize)]
pub struct Answered {
    pub offer: OfferId,
    pub answer: Answer,
}

#[derive(Serialize)]
pub struct Arrived {
    pub offer: OfferId,
    pub closes_call: bool,
}

#[derive(Serialize)]
pub struct Planned {
    pub offer: OfferId,
    pub expected_at: Option<String>,
}

#[derive(Serialize)]
pub struct StayEnded<'o> {
    pub child: ChildId,
    pub place: PlaceId,
    pub days: Option<i64>,
    pub fits: &'o [CallId],
}

#[derive(Serialize)]
pub struct Evaluated {
    pub child: ChildId,
}

#[derive(Serialize)]
pub struct KeptOpen {
    pub call: CallId,
    pub stays_open: bool,
    pub closes_call: bool,
}

#[derive(Serialize)]
pub struct MeetingSet {
    pub call: CallId,
    pub meeting_at: String,
    pub commitment_due_at: Option<String>,
}

#[derive(Serialize)]
pub struct Settled {
    pub call: CallId,
    pub step: StepKey,
    pub state: StepEnd,
}

#[derive(Serialize)]
pub struct Moved {
    pub follow_up: FollowUpId,
    pub due_at: String,
}

#[derive(Serialize)]
pub struct Assigned {
    pub follow_up: FollowUpId,
    pub owner: Owner,
}

#[derive(Serialize)]
pub struct Logged {
    pub enquiry: EnquiryId,
    pub call: CallId,
    pub ask_at: Option<String>,
}

#[derive(Serialize)]
pub struct Meanwhile {
    pub call: CallId,
    pub measure: CompensationKind,
    pub state: CompensationState,
}

#[derive(Serialize)]
pub struct DeviationSet {
    pub deviation: DeviationId,
    pub call: CallId,
    pub state: DeviationState,
}

#[derive(Serialize)]
pub struct FreeExpected {
    pub place: PlaceId,
    pub expected_free_at: Option<String>,
}

#[derive(Serialize)]
pub struct ContactSet {
    pub contact: ContactId,
}

#[derive(Serialize)]
pub struct ContactsImported {
    pub added: usize,
    pub updated: usize,
    pub unchanged: usize,
    pub dry_run: bool,
}

#[derive(Serialize)]
pub struct Silenced {
    pub silenced: usize,
}

#[derive(Serialize)]
pub struct Closed {
    pub call: CallId,
}

#[derive(Serialize)]
pub struct Undone {
    pub undone: Act,
    pub number: i64,
}

#[derive(Serialize)]
pub struct Edited<'o> {
    pub call: CallId,
    pub deadline: Option<String>,
    pub added_children: &'o [ChildId],
}

#[derive(Serialize)]
pub struct Referred {
    pub call: CallId,
    pub referral_received_at: String,
    pub deadline: Option<String>,
}

#[derive(Serialize)]
pub struct ItemAnswered {
    pub call: CallId,
    pub item: ItemKey,
    pub state: AnswerState,
    pub due_at: Option<String>,
}

#[derive(Serialize)]
pub struct CallBack {
    pub call: CallId,
    pub follow_up: FollowUpId,
    pub due_at: String,
}

#[derive(Serialize)]
pub struct FollowUpEnded {
    pub follow_up: FollowUpId,
    pub next: Option<FollowUpId>,
}

#[derive(Serialize)]
pub struct Completed {
    pub offer: OfferId,
    pub call: CallId,
}

#[derive(Serialize)]
pub struct Linked {
    pub child: ChildId,
    pub same_as: ChildId,
    pub call: CallId,
}

#[derive(Serialize)]
pub struct Revealed {
    pub revealed: Subject,
}

#[derive(Serialize)]
pub struct AdviserAdded {
    pub adviser: i64,
}

#[derive(Serialize)]
pub struct SettingSet<'o> {
    pub key: &'o str,
    pub value: &'o str,
}

#[derive(Serialize)]
pub struct ShiftStarted {
    pub shift: ShiftId,
    pub planned_until: String,
}

impl ShiftStarted {
    pub fn of(begun: BegunShift) -> Self {
        Self { shift: begun.shift, planned_until: iso(begun.until) }
    }
}

#[derive(Serialize)]
pub struct WatchSet {
    pub call: CallId,
    pub level: WatchLevel,
    pub action_at: Option<String>,
}

#[derive(Serialize)]
pub struct HandoverSigned {
    pub handover: HandoverId,
    pub points: usize,
}

#[derive(Serialize)]
pub struct WentThrough {
    pub handover: HandoverId,
    pub points_left: usize,
}

#[derive(Serialize)]
pub struct HandoverReceived {
    pub handover: HandoverId,
    pub calls: usize,
    pub follow_ups: usize,
    pub shift_started: Option<ShiftStarted>,
}

#[derive(Serialize)]
pub struct ShiftTaken {
    pub shift: Option<ShiftId>,
    pub calls: usize,
    pub follow_ups: usize,
    pub shift_started: Option<ShiftStarted>,
}
