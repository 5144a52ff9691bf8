//! The next moment at which something visible changes: the loop sleeps until then. No ticks.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::clocks::PlacelessClock;

use super::call_row::Standing;
use super::lock;
use super::model::{Model, Overlay, Screen};

/// With this much left, or less, a clock shows its seconds.
pub const SECONDS_SHOWN: TimeDelta = TimeDelta::minutes(10);

/// With this much left, or less, a hold is marked.
pub const HOLD_ENDS_SOON: TimeDelta = TimeDelta::minutes(5);

const DAY: i64 = 24 * 60 * MINUTE;
const MINUTE: i64 = 60_000;
const SECOND: i64 = 1_000;

/// The next moment something visible changes, after the model's own.
#[must_use]
pub fn next_change(model: &Model) -> DateTime<Utc> {
    let now = model.now;
    // The clock of the bar is always there, so no sleep is longer than a minute.
    let mut next = after(now, DateTime::UNIX_EPOCH, MINUTE);
    let mut earlier = |at: DateTime<Utc>| {
        if at > now && at < next {
            next = at;
        }
    };
    if let Some(at) = model.slow_from() {
        earlier(at);
    }
    for line in &model.parked_lines {
        earlier(after(now, line.opened_at, MINUTE));
    }
    for parked in model.parked_offers.values() {
        earlier(after(now, parked.begun_at, MINUTE));
    }
    for overlay in &model.overlays {
        match overlay {
            Overlay::QuickLine(line) => earlier(after(now, line.opened_at, MINUTE)),
            Overlay::Form(form) => earlier(after(now, form.opened_at, MINUTE)),
            _ => {}
        }
    }
    if let Some(at) = lock::locks_at(model) {
        earlier(at);
    }
    let attempts = match (&model.lock, &model.screen) {
        (Some(lock), _) => Some(lock.attempts()),
        (None, Screen::Entry(entry)) => Some(&entry.attempts),
        _ => None,
    };
    if let Some(at) = attempts.and_then(|attempts| attempts.waits_until(now)) {
        earlier(at);
    }
    if let Some(until) = model.notice_until() {
        earlier(until);
    }
    if let Some(at) = model.alarms.next_change() {
        earlier(at);
    }
    if let Some(revealed) = &model.revealed {
        earlier(revealed.until);
    }
    let Some(view) = &model.view else { return next };
    earlier(view.good_until());
    for follow_up in &view.board.follow_ups {
        earlier(follow_up.due_at - HOLD_ENDS_SOON);
        earlier(after(now, follow_up.due_at, MINUTE));
        earlier(after(now, follow_up.late_from(&view.board.rules), MINUTE));
    }
    for offer in &view.board.offers {
        earlier(after(now, offer.at, MINUTE));
    }
    for placement in &view.board.placements {
        // That it is late, then that it is to be asked for; how long a stay lasts.
        [placement.expected_at, placement.ask_arrival_at()].into_iter().flatten().for_each(&mut earlier);
        if let Some(arrived) = placement.arrived_at.filter(|_| placement.ended_at.is_none()) {
            earlier(after(now, arrived, DAY));
        }
    }
    for confirmed in view.board.places.iter().filter_map(|place| place.confirmed.as_ref()) {
        earlier(age_changes(confirmed.at, now));
    }
    for row in &view.calls {
        if let Some((left, deadline)) = row.response.left(now).zip(row.deadline) {
            let shows_seconds = left > TimeDelta::zero() && left <= SECONDS_SHOWN;
            earlier(after(now, deadline, if shows_seconds { SECOND } else { MINUTE }));
        }
        if let Standing::AwaitsAnswer { since, .. } = row.standing {
            earlier(after(now, since, MINUTE));
        }
        if let PlacelessClock::Running { since } = row.placeless {
            earlier(after(now, since, MINUTE));
        }
    }
    // A hold is marked before it lapses.
    let lapses = view.board.places.iter().filter_map(|place| place.claim.as_ref()?.until);
    lapses.flat_map(|until| [until - HOLD_ENDS_SOON, until]).for_each(earlier);
    next
}

/// When an age next says something else: it is told in minutes, then in hours, then in days.
fn age_changes(since: DateTime<Utc>, now: DateTime<Utc>) -> DateTime<Utc> {
    let age = now - since;
    let step = if age < TimeDelta::hours(1) { MINUTE } else { 60 * MINUTE };
    after(now, since, step)
}

/// The first moment after `now` that lies a whole number of steps from `from`, before or after it.
fn after(now: DateTime<Utc>, from: DateTime<Utc>, step: i64) -> DateTime<Utc> {
    let into = (now - from).num_milliseconds().rem_euclid(step);
    now + TimeDelta::milliseconds(step - into)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_counted_from_a_moment_before_or_after() {
        let at = |millis| DateTime::from_timestamp_millis(millis).expect("in range");
        assert_eq!(after(at(61_000), at(0), MINUTE), at(120_000));
        assert_eq!(after(at(60_000), at(0), MINUTE), at(120_000));
        assert_eq!(after(at(61_000), at(300_500), MINUTE), at(120_500));
        assert_eq!(after(at(300_400), at(300_500), SECOND), at(300_500));
    }
}
