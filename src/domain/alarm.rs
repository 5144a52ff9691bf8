//! The four alarms of the watch: what sounds, since when, whom it is silent for, and when a bell rings for it.
//! Silenced once, silent for all.
//!
//! An alarm is known by its kind, its call and the moment it began: a new promise is a new alarm.

use std::collections::{BTreeMap, VecDeque};

use chrono::{DateTime, TimeDelta, Utc};

use super::board::Board;
use super::call::{Call, CallState};
use super::clocks::ResponseClock;
use super::codes::coded;
use super::follow_up::FollowUpKind;
use super::ids::CallId;

/// How long before the deadline it sounds.
const HALF_HOUR: TimeDelta = TimeDelta::minutes(30);
/// When an alarm is heard while nobody silences it: as it begins, and again.
const STEPS: [TimeDelta; 4] =
    [TimeDelta::zero(), TimeDelta::minutes(1), TimeDelta::minutes(5), TimeDelta::minutes(15)];
/// A new call sounds until its last repetition is over.
const NEW_CALL_SOUNDS: TimeDelta = TimeDelta::minutes(16);
/// Between two bells at least. What is due in it waits for its end.
const PAUSE: TimeDelta = TimeDelta::minutes(1);
/// A repetition due sooner after a bell was heard with it. Less than a minute: a bell rings a little after its moment,
/// and must not take the first repetition with it.
const HEARD_WITH: TimeDelta = TimeDelta::seconds(45);
/// When many calls come in, so many bells in [`CROWDED`] are enough to tell of it; what is more urgent is not held back.
const ENOUGH_FOR_NEW_CALLS: usize = 3;
/// See [`ENOUGH_FOR_NEW_CALLS`].
const CROWDED: TimeDelta = TimeDelta::minutes(5);

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

/// An alarm. The order is that of urgency: by kind, the oldest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
pub struct Alarm {
    /// What.
    pub kind: AlarmKind,
    /// Since when.
    #[serde(with = "chrono::serde::ts_milliseconds")]
    pub since: DateTime<Utc>,
    /// About which call.
    pub call: CallId,
}

impl Alarm {
    /// The moment it tells of: the deadline, the promise, or when the call was entered.
    #[must_use]
    pub fn about(&self, call: &Call) -> DateTime<Utc> {
        match self.kind {
            AlarmKind::Overdue | AlarmKind::HalfHour => call.deadline.unwrap_or(self.since),
            AlarmKind::CallBack | AlarmKind::NewCall => self.since,
        }
    }

    /// How many of the moments at which it is to be heard have come.
    fn steps_come(&self, now: DateTime<Utc>) -> usize {
        STEPS.iter().filter(|step| self.since + **step <= now).count()
    }
}

/// The alarms that sound now for an adviser, the most urgent first.
#[must_use]
pub fn sounding(board: &Board, adviser: &str, now: DateTime<Utc>) -> Vec<Alarm> {
    let mut alarms: Vec<Alarm> = spans(board, adviser)
        .filter(|span| span.alarm.since <= now && span.ends_at.is_none_or(|end| now < end))
        .map(|span| span.alarm)
        .filter(|alarm| !board.silenced.contains(alarm))
        .collect();
    alarms.sort_unstable();
    alarms
}

/// The next moment at which another alarm begins, or one ends by itself.
#[must_use]
pub fn next_at(board: &Board, adviser: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let moments = spans(board, adviser).flat_map(|span| [Some(span.alarm.since), span.ends_at]);
    moments.flatten().filter(|at| *at > now).min()
}

/// When an alarm sounds, if the board stays as it is and nobody silences it.
struct Span {
    alarm: Alarm,
    ends_at: Option<DateTime<Utc>>,
}

fn spans(board: &Board, adviser: &str) -> impl Iterator<Item = Span> {
    board
        .calls
        .iter()
        .filter(|call| call.state == CallState::Open)
        .flat_map(move |call| spans_of(board, call, adviser))
}

fn spans_of(board: &Board, call: &Call, adviser: &str) -> impl Iterator<Item = Span> + use<> {
    let span = |kind, since, ends_at| Span { alarm: Alarm { kind, since, call: call.id }, ends_at };
    // Nothing sounds of a call before it is there, however late it was entered.
    let not_before_it = |at: DateTime<Utc>| at.max(call.registered_at);
    let promised = promised_at(board, call.id);
    let deadline = running_deadline(board, call);
    // An overdue call with an agreed next contact is silent until then; then the promise sounds.
    let overdue = deadline
        .filter(|_| promised.is_none())
        .map(|deadline| span(AlarmKind::Overdue, not_before_it(deadline), None));
    let half = deadline
        .map(|deadline| span(AlarmKind::HalfHour, not_before_it(deadline - HALF_HOUR), Some(deadline)));
    let new = (call.by != adviser)
        .then(|| span(AlarmKind::NewCall, call.registered_at, Some(call.registered_at + NEW_CALL_SOUNDS)));
    let promise = promised.map(|due| span(AlarmKind::CallBack, due, None));
    [promise, overdue, half, new].into_iter().flatten()
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

/// The bell of one screen: what was heard of which alarm, so that nothing is heard twice or never.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Bell {
    /// How many of an alarm's moments are behind us, heard or passed over.
    heard: BTreeMap<Alarm, usize>,
    /// The last bells, the newest last.
    rang_at: VecDeque<DateTime<Utc>>,
    has_begun: bool,
}

impl Bell {
    /// Whether it rings now for what sounds. One bell tells of everything that sounds.
    pub fn rings(&mut self, sounding: &[Alarm], now: DateTime<Utc>) -> bool {
        if !std::mem::replace(&mut self.has_begun, true) {
            // The screen was just opened: what had its last repetition stands in the alarm line, and that is enough.
            let is_old = |alarm: &&Alarm| alarm.since + STEPS[STEPS.len() - 1] < now;
            self.heard.extend(sounding.iter().filter(is_old).map(|alarm| (*alarm, STEPS.len())));
        }
        let rings = self.next_at(sounding).is_some_and(|at| at <= now);
        if rings {
            if self.rang_at.len() == ENOUGH_FOR_NEW_CALLS {
                self.rang_at.pop_front();
            }
            self.rang_at.push_back(now);
            self.heard.extend(sounding.iter().map(|alarm| (*alarm, alarm.steps_come(now))));
        }
        rings
    }

    /// When it next rings for what sounds, if nothing else begins; a moment gone by means at once.
    #[must_use]
    pub fn next_at(&self, sounding: &[Alarm]) -> Option<DateTime<Utc>> {
        let next = |alarm: &Alarm| {
            let due = self.due(alarm)?;
            Some(self.quiet_until(alarm.kind).map_or(due, |until| until.max(due)))
        };
        sounding.iter().filter_map(next).min()
    }

    /// The next of an alarm's moments that no bell has told of.
    fn due(&self, alarm: &Alarm) -> Option<DateTime<Utc>> {
        let heard = self.heard.get(alarm).copied().unwrap_or_default();
        if heard == 0 {
            return Some(alarm.since);
        }
        let last = self.rang_at.back().copied();
        let was_told = |step: usize| {
            let (before, at) = (alarm.since + STEPS[step - 1], alarm.since + STEPS[step]);
            // New calls share their repetitions: any bell since the moment before told of this one too.
            let is_shared =
                |last: DateTime<Utc>| alarm.kind == AlarmKind::NewCall && last >= before + HEARD_WITH;
            last.is_some_and(|last| at < last + HEARD_WITH || is_shared(last))
        };
        (heard..STEPS.len()).find(|step| !was_told(*step)).map(|step| alarm.since + STEPS[step])
    }

    /// Until when it does not ring for an alarm of this kind.
    fn quiet_until(&self, kind: AlarmKind) -> Option<DateTime<Utc>> {
        let is_enough = kind == AlarmKind::NewCall && self.rang_at.len() == ENOUGH_FOR_NEW_CALLS;
        let crowded = self.rang_at.front().filter(|_| is_enough).map(|first| *first + CROWDED);
        crowded.max(self.rang_at.back().map(|last| *last + PAUSE))
    }

    /// The machine's clock jumped. Set back, what has not begun by the clock as it is now is heard when its time
    /// comes; what has is not heard again. A jump ahead needs nothing: one bell tells of all that it skipped.
    pub fn clock_jumped(&mut self, by: TimeDelta, now: DateTime<Utc>) {
        if by < TimeDelta::zero() {
            self.rang_at.iter_mut().for_each(|at| *at += by);
            for (alarm, heard) in &mut self.heard {
                *heard = alarm.steps_come(now).min(*heard);
            }
        }
    }

    /// Forgets alarms of calls that are done.
    pub fn keep_calls(&mut self, is_open: impl Fn(CallId) -> bool) {
        self.heard.retain(|alarm, _| is_open(alarm.call));
    }
}
