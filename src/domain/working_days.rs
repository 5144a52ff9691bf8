//! Working days in Norway: Monday to Friday outside the public holidays and the days a region has closed.
//!
//! Days are calendar days in Norway. What is due «first working day» (routine steps 6, 8, 9 and 12) comes from here.

use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, Utc, Weekday};

use super::codes::coded;
use super::local_time::in_norway;

coded! {
    /// When on the week something happens.
    pub enum Hours {
        /// Within the office hours of a working day.
        Ordinary = "ordinary",
        /// Evenings, nights, weekends and holidays.
        OutOfHours = "out_of_hours",
    }
}

/// Easter Sunday of a year in the Gregorian calendar, by Butcher's method; none outside the years a date can hold.
#[must_use]
pub fn easter_sunday(year: i32) -> Option<NaiveDate> {
    let golden = year.rem_euclid(19);
    let (century, of_century) = (year.div_euclid(100), year.rem_euclid(100));
    let (leap_centuries, rest_of_centuries) = (century / 4, century % 4);
    let moon_orbit = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - leap_centuries - moon_orbit + 15).rem_euclid(30);
    let to_sunday =
        (32 + 2 * rest_of_centuries + 2 * (of_century / 4) - epact - of_century % 4).rem_euclid(7);
    let correction = (golden + 11 * epact + 22 * to_sunday) / 451;
    let months_and_days = epact + to_sunday - 7 * correction + 114;
    let month = u32::try_from(months_and_days / 31).ok()?;
    let day = u32::try_from(months_and_days % 31 + 1).ok()?;
    NaiveDate::from_ymd_opt(year, month, day)
}

/// Whether the day is a Norwegian public holiday. Sundays are not counted unless they are one by name.
#[must_use]
pub fn is_public_holiday(day: NaiveDate) -> bool {
    is_fixed_holiday(day) || is_easter_holiday(day)
}

/// Whether the day is a working day; `closed_days` are those a region has closed besides.
#[must_use]
pub fn is_working_day(day: NaiveDate, closed_days: &[NaiveDate]) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
        && !is_public_holiday(day)
        && !closed_days.contains(&day)
}

/// The first working day later than `day`; none only at the end of the calendar.
#[must_use]
pub fn first_working_day_after(day: NaiveDate, closed_days: &[NaiveDate]) -> Option<NaiveDate> {
    day.iter_days().skip(1).find(|candidate| is_working_day(*candidate, closed_days))
}

/// Whether a moment lies within office hours, `from` included and `to` not, by the clock in Norway.
#[must_use]
pub fn office_hours(at: DateTime<Utc>, from: NaiveTime, to: NaiveTime, closed_days: &[NaiveDate]) -> Hours {
    let local = in_norway(at);
    let is_office_time = (from..to).contains(&local.time());
    if is_office_time && is_working_day(local.date_naive(), closed_days) {
        Hours::Ordinary
    } else {
        Hours::OutOfHours
    }
}

fn is_fixed_holiday(day: NaiveDate) -> bool {
    matches!((day.month(), day.day()), (1 | 5, 1) | (5, 17) | (12, 25 | 26))
}

/// Maundy Thursday, Good Friday, Easter Sunday and Monday, Ascension, Whit Sunday and Monday.
fn is_easter_holiday(day: NaiveDate) -> bool {
    easter_sunday(day.year())
        .is_some_and(|easter| matches!((day - easter).num_days(), -3 | -2 | 0 | 1 | 39 | 49 | 50))
}

#[cfg(test)]
mod tests {
    use chrono::Days;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a date")
    }

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse().expect("a moment")
    }

    fn hours(at: &str) -> Hours {
        let time = |text: &str| text.parse::<NaiveTime>().expect("a time");
        office_hours(moment(at), time("08:00:00"), time("15:30:00"), &[])
    }

    /// Gauss's own formula with the constants of 1900–2099: another way to the same Sunday.
    fn easter_by_gauss(year: i32) -> NaiveDate {
        let golden = year % 19;
        let full_moon = (19 * golden + 24) % 30;
        let to_sunday = (2 * (year % 4) + 4 * (year % 7) + 6 * full_moon + 5) % 7;
        let mut offset = full_moon + to_sunday;
        // The two exceptions: Easter never falls on 26 April, and on 25 April only in a young cycle.
        if to_sunday == 6 && (full_moon == 29 || (full_moon == 28 && golden > 10)) {
            offset -= 7;
        }
        NaiveDate::from_ymd_opt(year, 3, 22).expect("March")
            + Days::new(u64::try_from(offset).expect("after"))
    }

    #[test]
    fn easter_is_the_same_by_two_methods_and_a_table() {
        for year in 1900..2100 {
            assert_eq!(easter_sunday(year), Some(easter_by_gauss(year)), "{year}");
        }
        for known in [
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
        ] {
            assert_eq!(easter_sunday(day(known).year()), Some(day(known)));
        }
    }

    /// Every day of 2024–2035 against a list of that year's holidays made the plain way.
    #[test]
    fn every_day_of_twelve_years() {
        for year in 2024..=2035 {
            let easter = easter_by_gauss(year);
            let mut holidays: Vec<NaiveDate> = ["01-01", "05-01", "05-17", "12-25", "12-26"]
                .iter()
                .map(|rest| day(&format!("{year}-{rest}")))
                .collect();
            holidays.extend([easter - Days::new(3), easter - Days::new(2), easter, easter + Days::new(1)]);
            holidays.extend([easter + Days::new(39), easter + Days::new(49), easter + Days::new(50)]);
            for today in day(&format!("{year}-01-01")).iter_days().take_while(|today| today.year() == year) {
                assert_eq!(is_public_holiday(today), holidays.contains(&today), "{today}");
                let is_weekday = today.weekday().number_from_monday() <= 5;
                assert_eq!(is_working_day(today, &[]), is_weekday && !holidays.contains(&today), "{today}");
            }
        }
    }

    #[test]
    fn the_first_working_day_jumps_over_easter_and_closed_days() {
        // 2027: Easter Sunday is 28 March. From Wednesday to Tuesday.
        assert_eq!(first_working_day_after(day("2027-03-24"), &[]), Some(day("2027-03-30")));
        // Friday to Monday; Monday to Tuesday; Christmas Eve is a working day unless the region closes it.
        assert_eq!(first_working_day_after(day("2026-11-20"), &[]), Some(day("2026-11-23")));
        assert_eq!(first_working_day_after(day("2026-11-23"), &[]), Some(day("2026-11-24")));
        assert_eq!(first_working_day_after(day("2026-12-23"), &[]), Some(day("2026-12-24")));
        let closed = [day("2026-12-24"), day("2026-12-31")];
        assert_eq!(first_working_day_after(day("2026-12-23"), &closed), Some(day("2026-12-28")));
        assert_eq!(first_working_day_after(NaiveDate::MAX, &[]), None);
    }

    #[test]
    fn office_hours_follow_the_clock_in_norway() {
        // Monday in winter: 08:00 is 07:00 UTC; in summer it is 06:00 UTC.
        assert_eq!(hours("2026-11-23T06:59:59Z"), Hours::OutOfHours);
        assert_eq!(hours("2026-11-23T07:00:00Z"), Hours::Ordinary);
        assert_eq!(hours("2026-11-23T14:29:59Z"), Hours::Ordinary);
        assert_eq!(hours("2026-11-23T14:30:00Z"), Hours::OutOfHours);
        assert_eq!(hours("2026-06-22T06:00:00Z"), Hours::Ordinary);
        assert_eq!(hours("2026-06-22T13:30:00Z"), Hours::OutOfHours);
        // The Friday before and the Monday after the clocks go back, 25 October 2026.
        assert_eq!(hours("2026-10-23T06:00:00Z"), Hours::Ordinary);
        assert_eq!(hours("2026-10-26T06:00:00Z"), Hours::OutOfHours);
        assert_eq!(hours("2026-10-26T07:00:00Z"), Hours::Ordinary);
    }

    #[test]
    fn weekends_holidays_and_closed_days_are_out_of_hours_all_day() {
        assert_eq!(hours("2026-11-21T10:00:00Z"), Hours::OutOfHours);
        assert_eq!(hours("2027-05-17T10:00:00Z"), Hours::OutOfHours);
        // Ascension 2027 is 6 May, a Thursday.
        assert_eq!(hours("2027-05-06T10:00:00Z"), Hours::OutOfHours);
        let time = |text: &str| text.parse::<NaiveTime>().expect("a time");
        let closed = [day("2026-11-23")];
        let at = moment("2026-11-23T10:00:00Z");
        assert_eq!(office_hours(at, time("08:00:00"), time("15:30:00"), &closed), Hours::OutOfHours);
        // 23:30 UTC on Sunday is already Monday in Norway, but not office time.
        assert_eq!(hours("2026-11-22T23:30:00Z"), Hours::OutOfHours);
    }
}
