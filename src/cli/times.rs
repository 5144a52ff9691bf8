//! Times on the command line: with an offset or `Z`, else by the clock in Norway; near by with the hour alone.

use chrono::{DateTime, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Utc};

use crate::domain::local_time::{day_in_norway, moments_of};
use crate::domain::quick_line::time_ahead;

/// Which moment an hour without a day means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// The latest that is not still to come: something that was done.
    Past,
    /// The next: something that is to be done.
    Coming,
}

/// A moment as people write it: with an offset or `Z`, else by the clock in Norway.
pub fn moment(written: &str) -> Option<DateTime<Utc>> {
    let written = written.trim().replace(' ', "T");
    if let Ok(at) = DateTime::parse_from_rfc3339(&written) {
        return Some(at.to_utc());
    }
    let plain = |text: &str| {
        let formats = ["%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%M"];
        formats.iter().find_map(|format| NaiveDateTime::parse_from_str(text, format).ok())
    };
    match written.strip_suffix(['Z', 'z']) {
        Some(utc) => plain(utc).map(|at| at.and_utc()),
        // Of an hour that came twice, the first.
        None => moments_of(plain(&written)?).earliest(),
    }
}

/// A moment, or an hour (`04:20`) that means the nearest such moment on its side of now.
pub fn moment_near(written: &str, now: DateTime<Utc>, side: Side) -> Option<DateTime<Utc>> {
    moment(written).or_else(|| match side {
        Side::Past => time_back(written, now),
        Side::Coming => time_ahead(written, now),
    })
}

fn time_back(written: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let time = NaiveTime::parse_from_str(written.trim(), "%H:%M").ok()?;
    let today = day_in_norway(now);
    let days = std::iter::successors(Some(today), NaiveDate::pred_opt).take(3);
    let moments = days.flat_map(|day| match moments_of(day.and_time(time)) {
        LocalResult::None => vec![],
        LocalResult::Single(at) => vec![at],
        LocalResult::Ambiguous(first, second) => vec![first, second],
    });
    moments.filter(|at| *at <= now).max()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(written: &str) -> DateTime<Utc> {
        written.parse().unwrap()
    }

    #[test]
    fn a_moment_is_read_by_the_clock_in_norway_unless_it_says_otherwise() {
        let at = |written| moment(written).map(|at| at.to_rfc3339());
        for written in
            ["2026-11-21T02:37", "2026-11-21 02:37:00", "2026-11-21T01:37Z", "2026-11-21T02:37:00+01:00"]
        {
            assert_eq!(at(written).as_deref(), Some("2026-11-21T01:37:00+00:00"), "{written}");
        }
        for wrong in ["", "02:37", "2026-11-21", "2026-13-01T00:00", "2027-03-28T02:30", "i går"] {
            assert_eq!(at(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn an_hour_is_the_nearest_on_its_side_of_now() {
        let now = utc("2026-11-21T01:37:00Z");
        let at = |written, side| moment_near(written, now, side);
        assert_eq!(at("04:20", Side::Coming), Some(utc("2026-11-21T03:20:00Z")));
        assert_eq!(at("02:37", Side::Coming), Some(utc("2026-11-22T01:37:00Z")));
        assert_eq!(at("02:37", Side::Past), Some(now));
        assert_eq!(at("04:20", Side::Past), Some(utc("2026-11-20T03:20:00Z")));
        assert_eq!(at("2026-11-21 04:20", Side::Past), Some(utc("2026-11-21T03:20:00Z")));
        assert_eq!(at("25:00", Side::Coming), None);
    }

    #[test]
    fn an_hour_that_is_skipped_is_taken_on_another_day_and_one_that_comes_twice_is_the_nearest() {
        let spring = utc("2027-03-28T00:30:00Z");
        assert_eq!(moment_near("02:30", spring, Side::Coming), Some(utc("2027-03-29T00:30:00Z")));
        let autumn = utc("2026-10-25T00:45:00Z");
        assert_eq!(moment_near("02:30", autumn, Side::Coming), Some(utc("2026-10-25T01:30:00Z")));
        assert_eq!(moment_near("02:30", autumn, Side::Past), Some(utc("2026-10-25T00:30:00Z")));
    }
}
