//! Times on the command line: with an offset or `Z`, else by the clock in Norway; near by with the hour alone.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::domain::local_time::moments_of;
use crate::domain::quick_line::{LineError, past_moment, time_ahead};

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

/// A moment, or an hour (`04:20`) that means the nearest such moment on its side of now. One that was told for
/// something done is asked the day of when it is more often a slip, as in the quick line.
pub fn moment_near(written: &str, now: DateTime<Utc>, side: Side) -> Result<DateTime<Utc>, LineError> {
    let written = written.trim();
    if let Some(at) = moment(written) {
        return Ok(at);
    }
    match side {
        Side::Past => past_moment(written, now),
        Side::Coming => {
            time_ahead(written, now).ok_or_else(|| LineError::NotATime { written: written.to_owned() })
        }
    }
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
        let at = |written, side| moment_near(written, now, side).ok();
        assert_eq!(at("04:20", Side::Coming), Some(utc("2026-11-21T03:20:00Z")));
        assert_eq!(at("02:37", Side::Coming), Some(utc("2026-11-22T01:37:00Z")));
        assert_eq!(at("02:37", Side::Past), Some(now));
        assert_eq!(at("23:50", Side::Past), Some(utc("2026-11-20T22:50:00Z")));
        // More than twelve hours back, or still to come: the day must be told.
        let asked = moment_near("04:20", now, Side::Past);
        assert!(matches!(asked, Err(LineError::WhichDay { .. })), "{asked:?}");
        assert_eq!(at("2026-11-21 04:20", Side::Past), Some(utc("2026-11-21T03:20:00Z")));
        assert_eq!(at("25:00", Side::Coming), None);
    }

    #[test]
    fn an_hour_that_is_skipped_is_taken_on_another_day_and_one_that_comes_twice_is_the_nearest() {
        let spring = utc("2027-03-28T00:30:00Z");
        assert_eq!(moment_near("02:30", spring, Side::Coming), Ok(utc("2027-03-29T00:30:00Z")));
        let autumn = utc("2026-10-25T00:45:00Z");
        assert_eq!(moment_near("02:30", autumn, Side::Coming), Ok(utc("2026-10-25T01:30:00Z")));
        assert_eq!(moment_near("02:30", autumn, Side::Past), Ok(utc("2026-10-25T00:30:00Z")));
    }
}
