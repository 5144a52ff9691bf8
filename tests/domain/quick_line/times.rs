//! Times: the latest such moment, the question beyond twelve hours, and the nights on which the clocks change.

use std::collections::HashMap;

use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::quick_line::{LineError, parse, past_moment};
use chrono::{DateTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Oslo;

use super::{ENTERED, TABLES, norway};

/// What a time comes to at this now.
fn at(now: DateTime<Utc>, words: &str) -> Result<DateTime<Utc>, LineError> {
    let parsed = parse(&format!("hamar {words}"), now, Region::Ost, &TABLES, ENTERED);
    parsed.to_facts(now).map(|facts| facts.received_at.expect("a placement request has its referral"))
}

fn utc(month: u32, day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
    let year = if month == 3 { 2027 } else { 2026 };
    Utc.with_ymd_and_hms(year, month, day, hour, minute, 0).single().expect("a moment")
}

#[test]
fn every_way_to_write_a_time() {
    let now = norway("2026-11-21 14:37");
    for (words, local) in [
        ("kl 1427", "2026-11-21 14:27"),
        ("kl 14.27", "2026-11-21 14:27"),
        ("kl 14:27", "2026-11-21 14:27"),
        ("kl. 1427", "2026-11-21 14:27"),
        ("kl1427", "2026-11-21 14:27"),
        ("kl 14", "2026-11-21 14:00"),
        ("kl 0905", "2026-11-21 09:05"),
        ("kl 905", "2026-11-21 09:05"),
        ("kl 9.05", "2026-11-21 09:05"),
        ("kl 1438", "2026-11-21 14:38"),
        ("kl 1427v", "2026-11-21 14:27"),
        ("kl igår 2355", "2026-11-20 23:55"),
        ("kl i går 0100", "2026-11-20 01:00"),
        ("kl 2355 igår", "2026-11-20 23:55"),
        ("kl 19.11 1400", "2026-11-19 14:00"),
        ("kl 19.11.2026 14.00", "2026-11-19 14:00"),
        ("kl 21.11 0100", "2026-11-21 01:00"),
        ("-10m", "2026-11-21 14:27"),
        ("-1t10", "2026-11-21 13:27"),
        ("-2t", "2026-11-21 12:37"),
        ("-48t", "2026-11-19 14:37"),
    ] {
        assert_eq!(at(now, words), Ok(norway(local)), "{words}");
    }
    assert!(at(now, "kl 1427s").is_err(), "no summer time in November");
    assert!(at(now, "-2881m").is_err(), "more than 48 hours");
}

#[test]
fn the_times_of_the_rule() {
    assert_eq!(at(norway("2026-11-21 00:20"), "kl 2355"), Ok(norway("2026-11-20 23:55")));
    assert_eq!(at(norway("2026-11-21 02:37"), "kl 155"), Ok(norway("2026-11-21 01:55")));
    assert_eq!(at(norway("2026-11-21 02:37"), "kl 2"), Ok(norway("2026-11-21 02:00")));
    assert!(matches!(at(norway("2026-11-21 02:37"), "kl 0240"), Err(LineError::WhichDay { .. })));
    assert_eq!(at(norway("2026-11-21 02:38"), "kl 0240"), Ok(norway("2026-11-21 02:40")));
    assert_eq!(at(norway("2026-11-21 23:59"), "kl 0000"), Ok(norway("2026-11-22 00:00")));
}

#[test]
fn a_told_time_is_a_whole_minute_and_a_span_is_not() {
    let now = norway("2026-11-21 02:37") + TimeDelta::milliseconds(12_345);
    assert_eq!(at(now, "kl 0227"), Ok(norway("2026-11-21 02:27")));
    assert_eq!(at(now, "-10m"), Ok(now - TimeDelta::minutes(10)));
    assert_eq!(at(now, ""), Ok(now));
}

#[test]
fn beyond_twelve_hours_is_asked_with_the_day_it_would_be() {
    let now = norway("2026-11-21 23:00");
    assert_eq!(at(now, "kl 1100"), Ok(norway("2026-11-21 11:00")));
    let Err(LineError::WhichDay { past, is_yesterday, minutes_until, minutes_since, .. }) =
        at(now, "kl 1059")
    else {
        panic!("asked")
    };
    assert_eq!((past, is_yesterday), (norway("2026-11-21 10:59"), false));
    assert_eq!((minutes_since, minutes_until), (12 * 60 + 1, 11 * 60 + 59));
    let parsed = parse("hamar kl 1059", now, Region::Ost, &TABLES, ENTERED);
    assert_eq!(super::guesses(&parsed, "kl 1059"), ["kl 21.11 1059"]);
}

#[test]
fn an_explicit_date_reaches_seven_days_back() {
    let now = norway("2026-11-21 14:37");
    assert_eq!(at(now, "kl 14.11 1437"), Ok(norway("2026-11-14 14:37")));
    assert!(matches!(at(now, "kl 14.11 1436"), Err(LineError::DateTooFarBack { .. })));
    assert_eq!(at(norway("2027-01-02 08:00"), "kl 31.12 2300"), Ok(norway("2026-12-31 23:00")));
    assert!(matches!(at(now, "kl 21.11 1500"), Err(LineError::NotYet { .. })));
    assert!(matches!(at(now, "kl 31.2 1500"), Err(LineError::NotATime { .. })));
}

/// What each time must give at this now, worked out from nothing but the minutes that exist: the latest one not more
/// than two ahead that reads so on a clock in Norway, within twelve hours. By reading, with and without `s` or `v`.
fn expected(now: DateTime<Utc>) -> HashMap<String, DateTime<Utc>> {
    let mut expected = HashMap::new();
    for back in -2..=12 * 60 {
        let minute = now - TimeDelta::minutes(back);
        let local = minute.with_timezone(&Oslo);
        let season = if local.format("%z").to_string() == "+0200" { "s" } else { "v" };
        let reads = local.format("%H%M").to_string();
        expected.entry(format!("{reads}{season}")).or_insert(minute);
        expected.entry(reads).or_insert(minute);
    }
    expected
}

/// Tries every time of the day at every eleventh minute of a night, and the hours of the change also with `s` and `v`.
fn check_night(from: DateTime<Utc>, hours: i64) {
    for step in (0..hours * 60).step_by(11) {
        let now = from + TimeDelta::minutes(step);
        let expected = expected(now);
        for minute in 0..24 * 60 {
            let is_near_change = (60..240).contains(&minute);
            for suffix in if is_near_change { &["", "s", "v"][..] } else { &[""][..] } {
                let reads = format!("{:02}{:02}{suffix}", minute / 60, minute % 60);
                let parsed = parse(&format!("kl {reads}"), now, Region::Ost, &TABLES, ENTERED);
                assert_eq!(
                    parsed.draft.received_at,
                    expected.get(&reads).copied(),
                    "kl {reads} at {now}: {:?}",
                    parsed.tokens
                );
            }
        }
    }
}

#[test]
fn the_night_with_a_double_hour() {
    check_night(utc(10, 24, 22, 0), 8);
    // 02:50 for the second time: the latest 02:30 is the second; `s` says the first.
    let now = utc(10, 25, 1, 50);
    assert_eq!(at(now, "kl 0230"), Ok(utc(10, 25, 1, 30)));
    assert_eq!(at(now, "kl 0230v"), Ok(utc(10, 25, 1, 30)));
    assert_eq!(at(now, "kl 0230s"), Ok(utc(10, 25, 0, 30)));
    assert_eq!(at(now, "kl 0230 s"), Ok(utc(10, 25, 0, 30)));
    // 02:10 for the second time: 02:40 was only the first.
    assert_eq!(at(utc(10, 25, 1, 10), "kl 0240"), Ok(utc(10, 25, 0, 40)));
    assert_eq!(at(utc(10, 25, 20, 0), "kl 25.10 0230s"), Ok(utc(10, 25, 0, 30)));
    assert_eq!(at(utc(10, 26, 1, 0), "kl igår 0230"), Ok(utc(10, 25, 1, 30)));
}

#[test]
fn the_night_with_a_missing_hour() {
    check_night(utc(3, 27, 22, 0), 8);
    let missing = |given: Result<DateTime<Utc>, LineError>| {
        let Err(LineError::MissingHour { time, day }) = given else { panic!("{given:?}") };
        assert_eq!(day.to_string(), "2027-03-28");
        time.format("%H:%M").to_string()
    };
    for minute in 0..60 {
        let words = format!("kl 02{minute:02}");
        assert_eq!(missing(at(utc(3, 28, 1, 30), &words)), format!("02:{minute:02}"));
        assert_eq!(missing(at(utc(3, 28, 18, 0), &words)), format!("02:{minute:02}"));
        let dated = format!("kl 28.3 02{minute:02}");
        assert_eq!(missing(at(utc(3, 29, 1, 0), &dated)), format!("02:{minute:02}"));
    }
    assert_eq!(missing(at(utc(3, 29, 1, 0), "kl igår 0230")), "02:30");
    assert_eq!(at(utc(3, 28, 1, 30), "kl 0159"), Ok(utc(3, 28, 0, 59)));
    assert_eq!(at(utc(3, 28, 1, 30), "kl 0300"), Ok(utc(3, 28, 1, 0)));
}

#[test]
fn a_time_in_a_field_of_its_own_is_the_latest_such_moment() {
    let now = utc(11, 21, 1, 37);
    let moment = |written| past_moment(written, now).ok();
    assert_eq!(moment("0155"), Some(utc(11, 21, 0, 55)));
    assert_eq!(moment("kl 1.55"), Some(utc(11, 21, 0, 55)));
    assert_eq!(moment("2340"), Some(utc(11, 20, 22, 40)));
    assert_eq!(moment("igår 1400"), Some(utc(11, 20, 13, 0)));
    assert_eq!(moment("20.11 1400"), Some(utc(11, 20, 13, 0)));
    assert_eq!(moment("-10m"), Some(utc(11, 21, 1, 27)));
    for wrong in ["0500", "i morgen", "", "25", "20.11 0155 igjen"] {
        assert_eq!(moment(wrong), None, "{wrong}");
    }
}
