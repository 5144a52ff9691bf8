//! Hours of the week by the calendar, when a shift is to end, and nights in which the clocks change.

use std::collections::BTreeMap;

use akuttvakt::domain::ids::{AdviserId, ShiftId};
use akuttvakt::domain::settings::Rules;
use akuttvakt::domain::shift::{Shift, ShiftHours, hours_between, hours_of, planned_until};
use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Timelike, Utc};
use chrono_tz::Europe::Oslo;

/// The public holidays of 2026 and 2027, as a calendar prints them.
const HOLIDAYS: [&str; 24] = [
    "2026-01-01",
    "2026-04-02",
    "2026-04-03",
    "2026-04-05",
    "2026-04-06",
    "2026-05-01",
    "2026-05-14",
    "2026-05-17",
    "2026-05-24",
    "2026-05-25",
    "2026-12-25",
    "2026-12-26",
    "2027-01-01",
    "2027-03-25",
    "2027-03-26",
    "2027-03-28",
    "2027-03-29",
    "2027-05-01",
    "2027-05-06",
    "2027-05-16",
    "2027-05-17",
    "2027-12-25",
    "2027-12-26",
    "2028-01-01",
];

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// The rules, with Christmas Eve closed by the region.
fn rules() -> Rules {
    let mut rules = Rules::from_lookup(|_| None);
    rules.closed_days = vec![NaiveDate::from_ymd_opt(2026, 12, 24).unwrap()];
    rules
}

/// The hours of a moment by minutes of its day.
fn by_hand(at: DateTime<Utc>) -> ShiftHours {
    let local = at.with_timezone(&Oslo);
    let day = local.date_naive().to_string();
    let minute = local.hour() * 60 + local.minute();
    if HOLIDAYS.contains(&day.as_str()) || day == "2026-12-24" {
        return ShiftHours::Holiday;
    }
    match (local.weekday().number_from_monday(), minute) {
        (6 | 7, _) => ShiftHours::Weekend,
        (_, 480..930) => ShiftHours::Office,
        (_, 930..1320) => ShiftHours::Evening,
        _ => ShiftHours::Night,
    }
}

#[test]
fn every_minute_border_of_a_year_belongs_to_the_hours_the_calendar_says() {
    let (mut moment, end) = (at("2026-01-01T00:00:00Z"), at("2027-12-31T22:00:00Z"));
    while moment < end {
        for moment in [moment, moment + TimeDelta::milliseconds(1), moment - TimeDelta::milliseconds(1)] {
            assert_eq!(hours_of(moment, &rules()), by_hand(moment), "{moment}");
        }
        moment += TimeDelta::minutes(30);
    }
}

/// Minutes in each kind of hours, counted one by one.
fn minute_by_minute(from: DateTime<Utc>, to: DateTime<Utc>) -> BTreeMap<ShiftHours, i64> {
    let mut counted = BTreeMap::new();
    let mut moment = from;
    while moment < to {
        *counted.entry(by_hand(moment)).or_default() += 1;
        moment += TimeDelta::minutes(1);
    }
    counted
}

fn minutes(from: DateTime<Utc>, to: DateTime<Utc>) -> BTreeMap<ShiftHours, i64> {
    let spent = hours_between(from, to, &rules());
    spent.into_iter().map(|(hours, time)| (hours, time.num_minutes())).collect()
}

#[test]
fn the_hours_of_a_shift_add_up_minute_by_minute_over_a_year() {
    let (mut from, end) = (at("2026-01-01T03:17:00Z"), at("2027-01-03T00:00:00Z"));
    let mut lengths = [7, 16, 25, 61].into_iter().cycle();
    while from < end {
        let to = from + TimeDelta::hours(lengths.next().unwrap());
        assert_eq!(minutes(from, to), minute_by_minute(from, to), "{from} to {to}");
        from = to + TimeDelta::minutes(47);
    }
    let same = at("2026-11-21T01:00:00Z");
    assert_eq!(minutes(same, same), BTreeMap::new());
}

#[test]
fn a_night_with_a_clock_change_has_an_hour_more_or_less() {
    // From Saturday at eight in the evening until Monday at eight, in three weeks.
    for (from, to, hours) in [
        ("2026-10-17T18:00:00Z", "2026-10-19T06:00:00Z", 36),
        ("2026-10-24T18:00:00Z", "2026-10-26T07:00:00Z", 37),
        ("2026-03-28T19:00:00Z", "2026-03-30T06:00:00Z", 35),
    ] {
        let (from, to) = (at(from), at(to));
        assert_eq!(from.with_timezone(&Oslo).hour(), 20);
        assert_eq!(planned_until(from, &rules()), to, "the shift from {from}");
        let spent = hours_between(from, to, &rules());
        assert_eq!(spent.values().sum::<TimeDelta>(), TimeDelta::hours(hours));
        // Until midnight after Sunday it is weekend; then eight hours of the working day's night.
        assert_eq!(spent[&ShiftHours::Weekend], TimeDelta::hours(hours - 8), "{from}");
        assert_eq!(spent[&ShiftHours::Night], TimeDelta::hours(8), "{from}");
    }
}

#[test]
fn a_shift_ends_when_the_offices_close_or_open_next() {
    for (from, until) in [
        // A Tuesday: office hours, the minute before they close, evening, night.
        ("2026-11-24T07:00:00Z", "2026-11-24T14:30:00Z"),
        ("2026-11-24T14:29:00Z", "2026-11-24T14:30:00Z"),
        ("2026-11-24T14:30:00Z", "2026-11-25T07:00:00Z"),
        ("2026-11-25T02:00:00Z", "2026-11-25T07:00:00Z"),
        // Friday evening, and Saturday.
        ("2026-11-27T16:00:00Z", "2026-11-30T07:00:00Z"),
        ("2026-11-28T10:00:00Z", "2026-11-30T07:00:00Z"),
        // The day before Maundy Thursday, until Tuesday after Easter; the clocks changed the Sunday before.
        ("2026-04-01T14:00:00Z", "2026-04-07T06:00:00Z"),
        ("2026-04-04T10:00:00Z", "2026-04-07T06:00:00Z"),
        // In 2027 the clocks change on Easter Sunday.
        ("2027-03-24T15:00:00Z", "2027-03-30T06:00:00Z"),
        // Christmas Eve is closed, and a Thursday.
        ("2026-12-23T15:00:00Z", "2026-12-28T07:00:00Z"),
    ] {
        assert_eq!(planned_until(at(from), &rules()), at(until), "{from}");
    }
}

#[test]
fn a_shift_across_easter_is_of_holidays_and_one_saturday() {
    let (from, to) = (at("2026-04-01T13:30:00Z"), at("2026-04-07T06:00:00Z"));
    let spent = hours_between(from, to, &rules());
    let hours = |hours| spent.get(&hours).map_or(0, TimeDelta::num_minutes);
    assert_eq!(hours(ShiftHours::Holiday), 4 * 24 * 60);
    assert_eq!(hours(ShiftHours::Weekend), 24 * 60);
    // Wednesday from half past three until ten; then until midnight, and from midnight until eight on Tuesday.
    assert_eq!(hours(ShiftHours::Evening), 390);
    assert_eq!(hours(ShiftHours::Night), 120 + 480);
    assert_eq!(hours(ShiftHours::Office), 0);
    assert_eq!(spent.values().sum::<TimeDelta>(), to - from);
}

#[test]
fn a_shift_goes_on_until_four_hours_after_its_planned_end() {
    let until = at("2026-11-25T07:00:00Z");
    let mut shift = Shift {
        id: ShiftId(1),
        adviser: AdviserId(1),
        by: "Kari N.".to_owned(),
        started_at: at("2026-11-24T14:30:00Z"),
        planned_until: until,
        ended_at: None,
        is_handed_over: false,
        is_deserted: false,
    };
    let border = until + TimeDelta::hours(4);
    assert!(shift.goes_on(border - TimeDelta::milliseconds(1)));
    assert!(!shift.goes_on(border));
    shift.ended_at = Some(until);
    assert!(!shift.goes_on(until - TimeDelta::hours(1)), "one that ended does not go on");
}
