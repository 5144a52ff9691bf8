//! Shifts: who is on, from when to when, and which hours of the week they take in (domain section 1).

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Days, NaiveTime, TimeDelta, Utc, Weekday};

use super::codes::coded;
use super::ids::{AdviserId, ShiftId};
use super::local_time::{day_in_norway, in_norway};
use super::settings::Rules;
use super::steps::{at_on, closing_of, first_working_day, hours_at};
use super::working_days::{Hours, is_public_holiday};

/// How long after its planned end a shift that was never handed over still goes on. From then on it is forgotten: its
/// adviser begins another, and another adviser may take it over.
pub const GOES_ON_AFTER: TimeDelta = TimeDelta::hours(4);

coded! {
    /// The hours of the week, by the calendar.
    pub enum ShiftHours {
        /// Office hours of a working day.
        Office = "office",
        /// A working day's evening, from when the offices close.
        Evening = "evening",
        /// A working day's night, until the offices open.
        Night = "night",
        /// Saturday and Sunday.
        Weekend = "weekend",
        /// Public holidays, and days the region has closed.
        Holiday = "holiday",
    }
}

/// An adviser's shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// Its number.
    pub id: ShiftId,
    /// Whose.
    pub adviser: AdviserId,
    /// The adviser's name.
    pub by: String,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it is to end by the calendar.
    pub planned_until: DateTime<Utc>,
    /// When it ended; none while the adviser is on.
    pub ended_at: Option<DateTime<Utc>>,
    /// Whether it ended with a handover.
    pub is_handed_over: bool,
    /// Whether its adviser was removed since: nobody is on in it any more, also where another has the same name now.
    pub is_deserted: bool,
}

impl Shift {
    /// From when it is forgotten, unless it was handed over before.
    #[must_use]
    pub fn forgotten_from(&self) -> DateTime<Utc> {
        self.planned_until + GOES_ON_AFTER
    }

    /// Whether the shift goes on when its adviser signs on: not where it was forgotten.
    #[must_use]
    pub fn goes_on(&self, now: DateTime<Utc>) -> bool {
        self.ended_at.is_none() && !self.is_deserted && now < self.forgotten_from()
    }

    /// Whether it is this adviser's.
    #[must_use]
    pub fn is_of(&self, adviser: &str) -> bool {
        self.by == adviser && !self.is_deserted
    }
}

/// When a shift that begins now is to end: in office hours when the offices close, else when they open next.
#[must_use]
pub fn planned_until(now: DateTime<Utc>, rules: &Rules) -> DateTime<Utc> {
    match hours_at(now, rules) {
        Hours::Ordinary => closing_of(now, rules),
        Hours::OutOfHours => first_working_day(now, rules),
    }
}

/// Which hours a moment belongs to.
#[must_use]
pub fn hours_of(at: DateTime<Utc>, rules: &Rules) -> ShiftHours {
    let local = in_norway(at);
    let day = local.date_naive();
    if is_public_holiday(day) || rules.closed_days.contains(&day) {
        ShiftHours::Holiday
    } else if matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
        ShiftHours::Weekend
    } else if local.time() < rules.office_from || local.time() >= rules.night_from {
        ShiftHours::Night
    } else if local.time() < rules.office_to {
        ShiftHours::Office
    } else {
        ShiftHours::Evening
    }
}

/// How long a span lies in each kind of hours. A night with a clock change has an hour more or less.
#[must_use]
pub fn hours_between(
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    rules: &Rules,
) -> BTreeMap<ShiftHours, TimeDelta> {
    let mut spent = BTreeMap::new();
    let mut at = from;
    while at < to {
        let next = next_border(at, rules).min(to);
        *spent.entry(hours_of(at, rules)).or_insert_with(TimeDelta::zero) += next - at;
        at = next;
    }
    spent
}

/// The next moment that may belong to other hours.
fn next_border(at: DateTime<Utc>, rules: &Rules) -> DateTime<Utc> {
    let today = day_in_norway(at);
    let tomorrow = today + Days::new(1);
    let borders = [
        (today, rules.office_from),
        (today, rules.office_to),
        (today, rules.night_from),
        (tomorrow, NaiveTime::MIN),
    ];
    let after = borders.into_iter().filter_map(|(day, time)| at_on(day, time)).filter(|border| *border > at);
    after.min().unwrap_or(at + TimeDelta::hours(1))
}
