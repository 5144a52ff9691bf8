//! An agreed rhythm: what repeats is due at its next time, however late it was done, also when the clocks change.

use akuttvakt::domain::follow_up::next_in_rhythm;
use chrono::{DateTime, TimeDelta, Utc};

fn utc(written: &str) -> DateTime<Utc> {
    written.parse().unwrap()
}

fn next(due: &str, minutes: i64, now: &str) -> DateTime<Utc> {
    next_in_rhythm(utc(due), minutes, utc(now))
}

#[test]
fn the_next_time_is_on_the_agreed_grid() {
    // Agreed for 03:00 each hour, rung at 03:07, at 02:50, at 04:00 sharp, and after a long sleep.
    let due = "2026-11-21T02:00:00Z";
    for (now, expected) in [
        ("2026-11-21T02:07:00Z", "2026-11-21T03:00:00Z"),
        ("2026-11-21T01:50:00Z", "2026-11-21T03:00:00Z"),
        ("2026-11-21T02:00:00Z", "2026-11-21T03:00:00Z"),
        ("2026-11-21T03:00:00Z", "2026-11-21T04:00:00Z"),
        ("2026-11-21T03:59:59.999Z", "2026-11-21T04:00:00Z"),
        ("2026-11-23T09:20:00Z", "2026-11-23T10:00:00Z"),
    ] {
        assert_eq!(next(due, 60, now), utc(expected), "{now}");
    }
    assert_eq!(next(due, 90, "2026-11-21T05:01:00Z"), utc("2026-11-21T06:30:00Z"));
}

#[test]
fn an_hour_is_an_hour_when_the_clocks_change() {
    // 25 October 2026: 02:00 comes twice. 28 March 2027: it does not come.
    for (due, nexts) in [
        ("2026-10-24T23:00:00Z", ["2026-10-25T00:00:00Z", "2026-10-25T01:00:00Z", "2026-10-25T02:00:00Z"]),
        ("2027-03-27T23:00:00Z", ["2027-03-28T00:00:00Z", "2027-03-28T01:00:00Z", "2027-03-28T02:00:00Z"]),
    ] {
        let mut at = utc(due);
        for expected in nexts {
            at = next_in_rhythm(at, 60, at + TimeDelta::minutes(7));
            assert_eq!(at, utc(expected));
        }
    }
}

#[test]
fn once_a_day_is_at_the_same_time_of_day() {
    let day = 24 * 60;
    // Eight in the morning, before and after each change of the clocks; and missed for some days.
    assert_eq!(next("2026-10-24T06:00:00Z", day, "2026-10-24T06:10:00Z"), utc("2026-10-25T07:00:00Z"));
    assert_eq!(next("2027-03-27T07:00:00Z", day, "2027-03-27T07:10:00Z"), utc("2027-03-28T06:00:00Z"));
    assert_eq!(next("2026-10-23T06:00:00Z", day, "2026-10-26T06:30:00Z"), utc("2026-10-26T07:00:00Z"));
    assert_eq!(next("2027-03-26T07:00:00Z", day, "2027-03-29T06:00:00Z"), utc("2027-03-30T06:00:00Z"));
    // Half past two does not come on 28 March.
    assert_eq!(next("2027-03-27T01:30:00Z", day, "2027-03-27T02:00:00Z"), utc("2027-03-28T01:30:00Z"));
}
