//! The forms of times, ages and people, the same on every screen and in every sentence.

use std::cmp::Ordering;

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use super::Texts;
use crate::domain::child::{Age, ChildFacts, Sex, SiblingRule};
use crate::domain::local_time::{in_norway, is_same_day, is_same_night, season_letter};

impl Texts {
    /// `02:37`, Norwegian time; `02:37s` and `02:37v` in the hour that comes twice, as they are typed.
    #[must_use]
    pub fn time(&self, at: DateTime<Utc>) -> String {
        let time = in_norway(at).format("%H:%M");
        season_letter(at).map_or_else(|| time.to_string(), |letter| format!("{time}{letter}"))
    }

    /// The same in five cells: `02:37`, `0237s`.
    #[must_use]
    pub fn time_narrow(&self, at: DateTime<Utc>) -> String {
        let time = in_norway(at);
        match season_letter(at) {
            Some(letter) => format!("{}{letter}", time.format("%H%M")),
            None => time.format("%H:%M").to_string(),
        }
    }

    /// `02:37:05`, Norwegian time.
    #[must_use]
    pub fn time_seconds(&self, at: DateTime<Utc>) -> String {
        in_norway(at).format("%H:%M:%S").to_string()
    }

    /// `lør 21.11`, Norwegian time.
    #[must_use]
    pub fn day(&self, at: DateTime<Utc>) -> String {
        let local = in_norway(at);
        let weekday = match local.weekday().number_from_monday() {
            1 => self.weekday_1(),
            2 => self.weekday_2(),
            3 => self.weekday_3(),
            4 => self.weekday_4(),
            5 => self.weekday_5(),
            6 => self.weekday_6(),
            _ => self.weekday_7(),
        };
        format!("{weekday} {}", local.format("%d.%m"))
    }

    /// `21.11.2026 02:37`, Norwegian time: for what is read long after.
    #[must_use]
    pub fn date_time(&self, at: DateTime<Utc>) -> String {
        format!("{} {}", in_norway(at).format("%d.%m.%Y"), self.time(at))
    }

    /// `02:50` today, `lør 21.11 02:50` on another day than `now`.
    #[must_use]
    pub fn time_near(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        if is_same_day(at, now) { self.time(at) } else { format!("{} {}", self.day(at), self.time(at)) }
    }

    /// `02:50` today, `21.11` on another day than `now`: for narrow columns.
    #[must_use]
    pub fn time_or_day(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        if is_same_day(at, now) { self.time_narrow(at) } else { in_norway(at).format("%d.%m").to_string() }
    }

    /// `02:50` today and tonight, `lør 21.11 02:50` else: for what an adviser on duty waits for.
    #[must_use]
    pub fn time_tonight(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        if is_same_night(at, now) { self.time(at) } else { self.time_near(at, now) }
    }

    /// The same of what is due: what has passed on another day carries its day, so that yesterday evening is not read as
    /// tonight.
    #[must_use]
    pub fn time_due(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        if at < now { self.time_near(at, now) } else { self.time_tonight(at, now) }
    }

    /// `02:50` today and tonight, `21.11` else: for narrow columns of what is due.
    #[must_use]
    pub fn due_or_day(&self, at: DateTime<Utc>, now: DateTime<Utc>) -> String {
        if is_same_night(at, now) { self.time_narrow(at) } else { self.time_or_day(at, now) }
    }

    /// How long ago, in its largest whole unit: `12 min`, `3 t` (up to 48), `5 d`.
    #[must_use]
    pub fn age_of(&self, since: DateTime<Utc>, now: DateTime<Utc>) -> String {
        let elapsed = (now - since).max(TimeDelta::zero());
        if elapsed < TimeDelta::hours(1) {
            self.age_minutes(elapsed.num_minutes())
        } else if elapsed < TimeDelta::hours(48) {
            self.age_hours(elapsed.num_hours())
        } else {
            self.age_days(elapsed.num_days())
        }
    }

    /// `51 min`, `2 t`, `2 t 55 min`.
    #[must_use]
    pub fn duration(&self, length: TimeDelta) -> String {
        let minutes = length.num_minutes().max(0);
        match (minutes / 60, minutes % 60) {
            (0, minutes) => self.duration_minutes(minutes),
            (hours, 0) => self.duration_hours(hours),
            (hours, minutes) => self.duration_hours_minutes(hours, minutes),
        }
    }

    /// How far a clock jumped: in seconds below a minute, in days from two days on.
    #[must_use]
    pub fn jump_length(&self, length: TimeDelta) -> String {
        // To the nearest second: two clocks are never read at the very same moment.
        let seconds = (length.num_milliseconds() + 500) / 1_000;
        match (seconds / 60, seconds / 86_400) {
            (0, _) => self.duration_seconds(seconds),
            (_, 0 | 1) => self.duration(TimeDelta::seconds(seconds)),
            (_, days) => self.duration_days(days),
        }
    }

    /// `+0:12`, hours and minutes over a deadline.
    #[must_use]
    pub fn over(&self, over: TimeDelta) -> String {
        let minutes = over.num_minutes().max(0);
        format!("+{}:{:02}", minutes / 60, minutes % 60)
    }

    /// `12 034`: a large number in groups of three digits.
    #[must_use]
    pub fn count(&self, number: i64) -> String {
        let digits = number.to_string();
        let first = digits.len() % 3;
        let mut groups = String::with_capacity(digits.len() + digits.len() / 3);
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && at % 3 == first {
                groups.push(' ');
            }
            groups.push(digit);
        }
        groups
    }

    /// `jente`, `gutt`, `barn`.
    #[must_use]
    pub fn sex(&self, sex: Sex) -> String {
        match sex {
            Sex::Girl => self.sex_girl(),
            Sex::Boy => self.sex_boy(),
            Sex::Unspecified => self.sex_child(),
        }
        .into_owned()
    }

    /// `9`, `8 mnd`, `3 uker`, `ufødt`, `?`.
    #[must_use]
    pub fn age(&self, age: Age) -> String {
        match age {
            Age::Years(years) => years.to_string(),
            Age::Months(count) => self.age_in_months(count),
            Age::Weeks(count) => self.age_in_weeks(count),
            Age::Unborn(None) => self.age_unborn().into_owned(),
            Age::Unborn(Some(term)) => self.age_unborn_term(term.format("%d.%m").to_string()),
            Age::Unknown => self.age_not_known().into_owned(),
        }
    }

    /// `jente 9`, `ufødt`, `2 søsken 5 3`.
    #[must_use]
    pub fn children<'c>(
        &self,
        children: impl ExactSizeIterator<Item = &'c ChildFacts>,
        siblings: Option<SiblingRule>,
    ) -> String {
        let count = children.len();
        let mut children = children.peekable();
        match (count, children.peek()) {
            (0, _) | (_, None) => self.sex(Sex::Unspecified),
            (1, Some(child)) => match child.age {
                Age::Unborn(_) => self.age(child.age),
                age => format!("{} {}", self.sex(child.sex), self.age(age)),
            },
            (count, Some(_)) => {
                let ages = children.map(|child| self.age(child.age)).collect::<Vec<_>>().join(" ");
                if siblings == Some(SiblingRule::NotSiblings) {
                    self.children_count(ages, count)
                } else {
                    self.siblings_count(ages, count)
                }
            }
        }
    }
}

/// How much there is more or less than before: `+1`, `0`, `−2`.
#[must_use]
pub fn change(then: usize, now: usize) -> String {
    match now.cmp(&then) {
        Ordering::Greater => format!("+{}", now - then),
        Ordering::Less => format!("−{}", then - now),
        Ordering::Equal => "0".to_owned(),
    }
}
