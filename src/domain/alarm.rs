//! The four alarms of the watch: what sounds, since when, and whom it is silent for. Silenced once, silent for all.
//!
//! An alarm is known by its kind, its call and the moment it began: a new promise is a new alarm.

use chrono::{DateTime, TimeDelta, Utc};

use super::board::Board;
use super::call::{Call, CallState};
use super::clocks::ResponseClock;
use super::codes::coded;
use super::follow_up::FollowUpKind;
use super::ids::CallId;

/// How long before the deadline it sounds.
const HALF_HOUR: TimeDelta = TimeDelta::minutes(30);
/// A new call sounds until its last repetition is over.
const NEW_CALL_SOUNDS: TimeDelta = TimeDelta::minutes(16);

coded! {
    /// What sounds. The order is that of urgency.
    pub enum AlarmKind {
        /// The response clock has passed its deadline without an offer.
        Overdue = "overdue",
        /// A promise to ring back is due.
        CallBack = "call_back",
        /// 30 minutes are left.
        HalfHour = "half_hour",
        /// Someone else entered a call.
        NewCall = "new_call",
    }
}

/// An alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Alarm {
    /// What.
    pub kind: AlarmKind,
    /// About which call.
    pub call: CallId,
    /// Since when.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub since: DateTime<Utc>,
}

/// The alarms that sound now for an adviser, the most urgent first.
#[must_use]
pub fn sounding(board: &Board, adviser: &str, now: DateTime<Utc>) -> Vec<Alarm> {
    let mut alarms: Vec<Alarm> =
        begun(board, adviser, now).filter(|alarm| !board.silenced.contains(alarm)).collect();
    alarms.sort_unstable();
    alarms.dedup();
    alarms
}

/// The next moment at which another alarm begins, or one ends by itself.
#[must_use]
pub fn next_at(board: &Board, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    open_calls(board).flat_map(|call| moments(board, call)).filter(|at| *at > now).min()
}

fn open_calls(board: &Board) -> impl Iterator<Item = &Call> {
    board.calls.iter().filter(|call| call.state == CallState::Open)
}

fn begun<'b>(board: &'b Board, adviser: &'b str, now: DateTime<Utc>) -> impl Iterator<Item = Alarm> + 'b {
    open_calls(board).flat_map(move |call| {
        let alarm = |kind, since| Alarm { kind, call: call.id, since };
        let promised = promised_at(board, call.id);
        let promise = promised.filter(|due| *due <= now).map(|due| alarm(AlarmKind::CallBack, due));
        // An overdue call with an agreed next contact is silent until then; then the promise sounds.
        let is_agreed = promised.is_some();
        let deadline = running_deadline(board, call);
        let overdue = deadline
            .filter(|deadline| *deadline <= now && !is_agreed)
            .map(|at| alarm(AlarmKind::Overdue, at));
        let half = deadline
            .filter(|deadline| *deadline > now)
            .map(|deadline| deadline - HALF_HOUR)
            .filter(|at| *at <= now)
            .map(|at| alarm(AlarmKind::HalfHour, at));
        let new =
            (call.by != adviser && call.registered_at <= now && now - call.registered_at < NEW_CALL_SOUNDS)
                .then(|| alarm(AlarmKind::NewCall, call.registered_at));
        [promise, overdue, half, new].into_iter().flatten()
    })
}

fn moments(board: &Board, call: &Call) -> Vec<DateTime<Utc>> {
    let deadline = running_deadline(board, call);
    let half = deadline.map(|deadline| deadline - HALF_HOUR);
    let new = call.registered_at + NEW_CALL_SOUNDS;
    [deadline, half, promised_at(board, call.id), Some(new)].into_iter().flatten().collect()
}

/// The deadline of a call while no offer was given.
fn running_deadline(board: &Board, call: &Call) -> Option<DateTime<Utc>> {
    match ResponseClock::of(call, &board.offers) {
        ResponseClock::Running { deadline, .. } => Some(deadline),
        ResponseClock::None | ResponseClock::Stopped { .. } => None,
    }
}

/// When it was promised to ring a call back.
fn promised_at(board: &Board, call: CallId) -> Option<DateTime<Utc>> {
    let promises = board
        .follow_ups
        .iter()
        .filter(|follow_up| follow_up.call == call && follow_up.kind == FollowUpKind::CallBack);
    promises.map(|promise| promise.due_at).min()
}
