//! Which backups are kept: one an hour for a day, one a day for two weeks, one a month for a year.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};

use super::local_time::in_norway;

/// How long one an hour is kept.
pub const HOURLY: TimeDelta = TimeDelta::hours(24);
/// How long one a day is kept.
pub const DAILY: TimeDelta = TimeDelta::days(14);
/// How many months one a month is kept.
pub const MONTHS: i32 = 12;

/// The times of the backups that are kept, of those there are: in each hour, day and month the newest. The newest
/// of all is always kept; what is dated after `now` (a clock was set back) is never thrown away.
#[must_use]
pub fn kept(times: &[DateTime<Utc>], now: DateTime<Utc>) -> BTreeSet<DateTime<Utc>> {
    let mut sorted: Vec<DateTime<Utc>> = times.to_vec();
    sorted.sort_unstable_by(|a, b| b.cmp(a));
    let mut seen = BTreeSet::new();
    let mut kept = BTreeSet::new();
    for at in sorted {
        let age = now - at;
        let local = in_norway(at);
        let (year, month, day) = (local.year(), local.month(), local.day());
        // The hour in UTC: the hour that comes twice in October is two hours.
        let hour = (age < HOURLY).then_some((0, year, month, day, at.hour()));
        let day = (age < DAILY).then_some((1, year, month, day, 0));
        let month = (months_between(at, now) < MONTHS).then_some((2, year, month, 0, 0));
        // Counted, so that each slot is taken even when the first is free.
        let free = [hour, day, month].into_iter().flatten().filter(|slot| seen.insert(*slot)).count();
        if free > 0 || age < TimeDelta::zero() || kept.is_empty() {
            kept.insert(at);
        }
    }
    kept
}

fn months_between(earlier: DateTime<Utc>, later: DateTime<Utc>) -> i32 {
    let count = |at: DateTime<Utc>| {
        let local = in_norway(at);
        local.year() * 12 + i32::try_from(local.month()).unwrap_or(0)
    };
    count(later) - count(earlier)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_year_of_hourly_backups_leaves_as_many_as_promised() {
        let now = at("2026-11-21T01:37:00Z");
        let times: Vec<_> = (0..24 * 400).map(|hours| now - TimeDelta::hours(hours)).collect();
        let kept = kept(&times, now);
        let within = |span: TimeDelta| kept.iter().filter(|at| now - **at < span).count();
        assert_eq!(within(HOURLY), 24);
        // Today's and yesterday's stand among the hourly ones.
        assert_eq!(within(DAILY) - within(HOURLY), 13);
        assert_eq!(kept.len() - within(DAILY), 11, "the months before this one");
    }

    #[test]
    fn kept_again_nothing_more_goes() {
        let now = at("2026-11-21T01:37:00Z");
        let times: Vec<_> = (0..2000).map(|n| now - TimeDelta::minutes(n * 17)).collect();
        let once: Vec<_> = kept(&times, now).into_iter().collect();
        assert_eq!(kept(&once, now).into_iter().collect::<Vec<_>>(), once);
    }

    #[test]
    fn the_newest_and_those_from_a_clock_that_ran_ahead_stay() {
        let now = at("2026-11-21T01:37:00Z");
        let ahead = [now + TimeDelta::days(400), now + TimeDelta::days(400) + TimeDelta::minutes(1)];
        assert_eq!(kept(&ahead, now).len(), 2);
        let old = [now - TimeDelta::days(900)];
        assert_eq!(kept(&old, now).len(), 1);
    }
}
