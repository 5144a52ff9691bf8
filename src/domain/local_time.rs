//! Times as people say them in Norway. The store keeps UTC; this module alone knows Europe/Oslo.

use chrono::{DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike, Utc};
use chrono_tz::{Europe::Oslo, Tz};

/// The moment as read on a clock in Norway.
#[must_use]
pub fn in_norway(at: DateTime<Utc>) -> DateTime<Tz> {
    at.with_timezone(&Oslo)
}

/// The calendar day in Norway.
#[must_use]
pub fn day_in_norway(at: DateTime<Utc>) -> NaiveDate {
    in_norway(at).date_naive()
}

/// The moments a clock in Norway shows this time: none when the hour was skipped, two when it came twice.
#[must_use]
pub fn moments_of(local: NaiveDateTime) -> LocalResult<DateTime<Utc>> {
    Oslo.from_local_datetime(&local).map(|at| at.with_timezone(&Utc))
}

/// When a clock in Norway next shows this time of day, whatever day that is.
#[must_use]
pub fn next_time_of_day(time: NaiveTime, now: DateTime<Utc>) -> DateTime<Utc> {
    day_in_norway(now)
        .iter_days()
        .take(4)
        // An hour that is skipped when the clocks change comes a day later; one that comes twice comes twice.
        .flat_map(|day| {
            let moments = moments_of(day.and_time(time));
            [moments.earliest(), moments.latest()]
        })
        .flatten()
        .find(|at| *at > now)
        .unwrap_or(now)
}

/// Which of the two a time is that comes twice, the night the clocks go back: `s` while it is still summer time, then
/// `v`, as they are typed. None for every other time.
#[must_use]
pub fn season_letter(at: DateTime<Utc>) -> Option<char> {
    match moments_of(in_norway(at).naive_local()) {
        LocalResult::Ambiguous(first, _) => Some(if at == first { 's' } else { 'v' }),
        LocalResult::Single(_) | LocalResult::None => None,
    }
}

/// Whether two moments fall on the same day in Norway.
#[must_use]
pub fn is_same_day(a: DateTime<Utc>, b: DateTime<Utc>) -> bool {
    let (a, b) = (day_in_norway(a), day_in_norway(b));
    (a.year(), a.ordinal()) == (b.year(), b.ordinal())
}

/// Whether two moments fall in the same night in Norway, from noon to noon: within one the clock alone tells when.
#[must_use]
pub fn is_same_night(a: DateTime<Utc>, b: DateTime<Utc>) -> bool {
    let evening_of = |at| {
        let local = in_norway(at);
        if local.hour() < 12 { local.date_naive().pred_opt() } else { Some(local.date_naive()) }
    };
    evening_of(a) == evening_of(b)
}

/// The moment with whole milliseconds, as the store keeps it.
#[must_use]
pub fn to_millis(at: DateTime<Utc>) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at)
}
