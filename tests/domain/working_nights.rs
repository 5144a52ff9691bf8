//! The first working day and the last one, by a second computation: tables and plain walking from day to day, for every day of twelve
//! years at the times of day that matter.

use std::collections::BTreeSet;

use akuttvakt::domain::settings::Rules;
use akuttvakt::domain::steps::{
    closing_of, first_working_day, hours_at, last_closing, tasks_after_placement,
};
use akuttvakt::domain::working_days::Hours;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc, Weekday};

/// Easter Sundays, from the almanac.
const EASTERS: [&str; 12] = [
    "2024-03-31",
    "2025-04-20",
    "2026-04-05",
    "2027-03-28",
    "2028-04-16",
    "2029-04-01",
    "2030-04-21",
    "2031-04-13",
    "2032-03-28",
    "2033-04-17",
    "2034-04-09",
    "2035-03-25",
];

/// Before, at and after the offices open and close, and on both sides of midnight.
const TIMES: [&str; 8] = ["00:00", "00:30", "07:59", "08:00", "12:00", "15:29", "15:30", "23:30"];

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

/// The public holidays of the years, each as a day.
fn holidays() -> BTreeSet<NaiveDate> {
    let mut days = BTreeSet::new();
    for easter in EASTERS.map(day) {
        let year = easter.year();
        days.extend(["01-01", "05-01", "05-17", "12-25", "12-26"].map(|rest| day(&format!("{year}-{rest}"))));
        // Maundy Thursday and Good Friday; Easter Monday, Ascension and Whit Monday.
        days.extend([3, 2].map(|before| easter - Days::new(before)));
        days.extend([1, 39, 50].map(|after| easter + Days::new(after)));
    }
    // The walk may end in the year after the last.
    days.insert(day("2036-01-01"));
    days
}

/// The last Sunday of a month of 31 days.
fn last_sunday(year: i32, month: u32) -> NaiveDate {
    let last = NaiveDate::from_ymd_opt(year, month, 31).unwrap();
    last - Days::new(u64::from(last.weekday().num_days_from_sunday()))
}

/// A time on a clock in Norway as a moment; not in the hours in which the clocks change.
fn in_norway(local: NaiveDateTime) -> DateTime<Utc> {
    let changes = |month| last_sunday(local.year(), month).and_hms_opt(2, 30, 0).unwrap();
    let is_summer = (changes(3)..changes(10)).contains(&local);
    local.and_utc() - TimeDelta::hours(if is_summer { 2 } else { 1 })
}

fn rules(from: &str, closed_days: Vec<NaiveDate>) -> Rules {
    let mut rules = Rules::from_lookup(|_| None);
    rules.office_from = time(from);
    rules.closed_days = closed_days;
    rules
}

/// Every day at every time of [`TIMES`] against the walk.
fn compare(rules: &Rules, opens: &str) {
    let holidays = holidays();
    let is_off = |day: NaiveDate| {
        matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
            || holidays.contains(&day)
            || rules.closed_days.contains(&day)
    };
    let mut count = 0;
    for today in day("2024-01-01").iter_days().take_while(|today| today.year() < 2036) {
        for at in TIMES {
            let now = in_norway(today.and_time(time(at)));
            let mut first = today;
            // The night belongs to the day before: until the offices open it is the same day.
            if time(at) >= time(opens) {
                first = first.succ_opt().unwrap();
            }
            while is_off(first) {
                first = first.succ_opt().unwrap();
            }
            let expected = in_norway(first.and_time(time(opens)));
            assert_eq!(first_working_day(now, rules), expected, "{today} {at}");
            assert!(expected > now);
            let closes = in_norway(first.and_time(time("15:30")));
            assert_eq!(closing_of(expected, rules), closes, "{today} {at}");
            let mut last = today;
            if time(at) < time("15:30") {
                last = last.pred_opt().unwrap();
            }
            while is_off(last) {
                last = last.pred_opt().unwrap();
            }
            assert_eq!(last_closing(now, rules), in_norway(last.and_time(time("15:30"))), "{today} {at}");
            let is_open = !is_off(today) && time(at) >= time(opens) && time(at) < time("15:30");
            let hours = if is_open { Hours::Ordinary } else { Hours::OutOfHours };
            assert_eq!(hours_at(now, rules), hours, "{today} {at}");
            // The unit is told on the working day of what it could not know before.
            let tasks = tasks_after_placement(now, rules);
            assert_eq!(tasks.len(), if is_open { 3 } else { 4 }, "{today} {at}");
            assert!(tasks.iter().all(|(_, due)| *due == expected));
            count += 1;
        }
    }
    assert_eq!(count, 4383 * TIMES.len(), "twelve years, three of them leap years");
}

#[test]
fn the_first_working_day_of_every_night_of_twelve_years() {
    compare(&rules("08:00", Vec::new()), "08:00");
}

#[test]
fn the_first_working_day_where_a_region_has_closed_days_of_its_own() {
    // Christmas Eve, the last day of the year, the days between, and the Wednesday before Maundy Thursday.
    let closed = EASTERS.map(day).into_iter().flat_map(|easter| {
        let year = easter.year();
        let fixed = ["12-24", "12-27", "12-28", "12-29", "12-30", "12-31"];
        let fixed = fixed.into_iter().map(move |rest| day(&format!("{year}-{rest}")));
        fixed.chain([easter - Days::new(4)])
    });
    compare(&rules("08:00", closed.collect()), "08:00");
}

#[test]
fn the_first_working_day_where_the_offices_open_at_another_time() {
    compare(&rules("07:59", Vec::new()), "07:59");
    compare(&rules("12:00", vec![day("2026-11-23")]), "12:00");
}

#[test]
fn the_nights_people_ask_about() {
    let (rules, at) = (rules("08:00", Vec::new()), |text: &str| in_norway(text.parse().unwrap()));
    let nights = [
        // The night to Maundy Thursday 2027, whose Easter Sunday is the night the clocks go forward.
        ("2027-03-25T02:10:00", "2027-03-30T08:00:00"),
        ("2027-03-28T01:50:00", "2027-03-30T08:00:00"),
        ("2027-03-28T03:10:00", "2027-03-30T08:00:00"),
        // The clocks go back.
        ("2026-10-24T23:30:00", "2026-10-26T08:00:00"),
        ("2026-10-25T04:00:00", "2026-10-26T08:00:00"),
        // Ascension Day and the Friday after it.
        ("2027-05-06T03:00:00", "2027-05-07T08:00:00"),
        // Constitution Day 2027 is Whit Monday.
        ("2027-05-14T15:30:00", "2027-05-18T08:00:00"),
        // Christmas over a weekend.
        ("2027-12-24T16:00:00", "2027-12-27T08:00:00"),
        ("2032-12-31T22:00:00", "2033-01-03T08:00:00"),
    ];
    for (night, first) in nights {
        assert_eq!(first_working_day(at(night), &rules), at(first), "{night}");
    }
    // In both of the hours that come twice it is the same working day.
    for twice in ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"] {
        assert_eq!(first_working_day(twice.parse().unwrap(), &rules), at("2026-10-26T08:00:00"));
    }
    // Offices that would open in the hour that is skipped open an hour later; it is a Sunday, but a task may be due
    // on it.
    let mut early = rules.clone();
    (early.office_from, early.office_to) = (time("02:15"), time("02:45"));
    let skipped: DateTime<Utc> = "2027-03-28T00:30:00Z".parse().unwrap();
    assert_eq!(closing_of(skipped, &early), "2027-03-28T01:45:00Z".parse::<DateTime<Utc>>().unwrap());
}

#[test]
fn what_came_since_the_offices_closed_last() {
    let (rules, at) = (rules("08:00", Vec::new()), |text: &str| in_norway(text.parse().unwrap()));
    let nights = [
        // A night in the week, and both sides of the moment they close.
        ("2026-11-19T02:10:00", "2026-11-18T15:30:00"),
        ("2026-11-20T15:29:59.999", "2026-11-19T15:30:00"),
        ("2026-11-20T15:30:00", "2026-11-20T15:30:00"),
        // Monday morning tells of the weekend, the whole night to Tuesday of Monday's night alone.
        ("2026-11-23T07:59:00", "2026-11-20T15:30:00"),
        ("2026-11-24T07:59:00", "2026-11-23T15:30:00"),
        // Easter 2027, in whose last night but one the clocks go forward.
        ("2027-03-25T02:10:00", "2027-03-24T15:30:00"),
        ("2027-03-28T03:10:00", "2027-03-24T15:30:00"),
        ("2027-03-30T08:00:00", "2027-03-24T15:30:00"),
        // The clocks go back: on Friday it was summer time still.
        ("2026-10-26T07:00:00", "2026-10-23T15:30:00"),
        // New year: a Friday and a weekend.
        ("2027-01-04T07:00:00", "2026-12-31T15:30:00"),
    ];
    for (night, last) in nights {
        assert_eq!(last_closing(at(night), &rules), at(last), "{night}");
    }
    for twice in ["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"] {
        assert_eq!(last_closing(twice.parse().unwrap(), &rules), at("2026-10-23T15:30:00"));
    }
    // A day that the region has closed besides.
    let closed = self::rules("08:00", vec![day("2026-11-20")]);
    assert_eq!(last_closing(at("2026-11-21T02:00:00"), &closed), at("2026-11-19T15:30:00"));
    // Where no day of two months was open it is a day ago.
    let all = day("2026-09-01").iter_days().take(120).collect();
    let night = at("2026-11-21T02:00:00");
    assert_eq!(last_closing(night, &self::rules("08:00", all)), night - TimeDelta::days(1));
}
