//! Times as told on the phone, turned into moments.
//!
//! A time without a day is the latest such moment not after now, with two minutes for a slow clock. If that is more
//! than twelve hours back, the day must be said: it is more often a slip than yesterday. Nights on which the clocks
//! change have an hour twice, or not at all.

use chrono::{DateTime, Datelike, LocalResult, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeDelta, Utc};

use super::error::LineError;
use super::words::is_digits;
use crate::domain::fold::fold;
use crate::domain::local_time::{day_in_norway, in_norway, is_same_day, is_same_night, moments_of};

/// How far ahead the adviser's clock may be of this one.
const SLOW_CLOCK: TimeDelta = TimeDelta::minutes(2);
/// How far back a time without a day is taken.
const WITHOUT_DAY: TimeDelta = TimeDelta::hours(12);
/// How far back minutes and hours reach.
const BY_MINUTES: TimeDelta = TimeDelta::hours(48);
/// The largest number of minutes or hours that is told apart from an even larger one.
const LARGEST: i64 = 1_000_000;
/// How far back a written day reaches.
const BY_DATE: TimeDelta = TimeDelta::days(7);

/// The day a time was told with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Day {
    /// None.
    Unsaid,
    /// `igår`.
    Yesterday,
    /// A date, with or without its year.
    On(Date),
}

/// A day and month, with or without a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Date {
    pub day: u32,
    pub month: u32,
    pub year: Option<i32>,
}

/// Which of two hours is meant on the night when the clocks go back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Season {
    /// `s`: summer time, the first.
    Summer,
    /// `v`: winter time, the second.
    Winter,
}

/// A moment that has been, as it is written in a field of its own: `0155`, `kl 1.55`, `igår 2340`, `-10m`.
///
/// # Errors
/// What is wrong with it, as in the quick line.
pub fn past_moment(written: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, LineError> {
    let words: Vec<&str> =
        written.split_whitespace().filter(|word| !matches!(fold(word).as_str(), "kl" | "kl.")).collect();
    let wrong = || LineError::NotATime { written: written.to_owned() };
    let (day, word) = match words.as_slice() {
        [word] => (Day::Unsaid, *word),
        [day, word] if is_yesterday(day) => (Day::Yesterday, *word),
        [day, word] => (Day::On(date(day).ok_or_else(wrong)?), *word),
        _ => return Err(wrong()),
    };
    if let Some(back) = ago(word, now) {
        return back;
    }
    let Some((Some(time), season)) = clock(word) else { return Err(wrong()) };
    moment(time, day, season, written, now)
}

/// A time of day as written: `2`, `155`, `0227`, `2.27`, `02:27`, each with `s` or `v` after it or not.
/// None when it has not that form; the time is none when no clock shows it.
pub(super) fn clock(written: &str) -> Option<(Option<NaiveTime>, Option<Season>)> {
    let (digits, season) = match (written.strip_suffix('s'), written.strip_suffix('v')) {
        (Some(rest), _) => (rest, Some(Season::Summer)),
        (_, Some(rest)) => (rest, Some(Season::Winter)),
        _ => (written, None),
    };
    let (hour, minute) = match digits.split_once([':', '.']) {
        Some((hour, minute)) if matches!(hour.len(), 1 | 2) && minute.len() == 2 => (hour, minute),
        Some(_) => return None,
        None => match digits.len() {
            1 | 2 => (digits, "0"),
            3 | 4 => digits.split_at_checked(digits.len() - 2)?,
            _ => return None,
        },
    };
    let number = |text: &str| is_digits(text).then(|| text.parse::<u32>().ok()).flatten();
    let (hour, minute) = (number(hour)?, number(minute)?);
    Some((NaiveTime::from_hms_opt(hour, minute, 0), season))
}

/// A date as written: `24.11`, `24.11.`, `24.11.2026`. None when it has not that form or names no month.
pub(super) fn date(written: &str) -> Option<Date> {
    let parts: Vec<&str> = written.strip_suffix('.').unwrap_or(written).split('.').collect();
    let number = |part: &str, longest: usize| {
        let is_number = (1..=longest).contains(&part.len()) && is_digits(part);
        is_number.then(|| part.parse::<u32>().ok()).flatten()
    };
    let (day, month, year) = match parts.as_slice() {
        [day, month] => (number(day, 2)?, number(month, 2)?, None),
        [day, month, year] => (number(day, 2)?, number(month, 2)?, Some(number(year, 4)?)),
        _ => return None,
    };
    let year = match year {
        Some(short) if short < 100 => Some(2000 + i32::try_from(short).ok()?),
        Some(year) => Some(i32::try_from(year).ok()?),
        None => None,
    };
    ((1..=12).contains(&month) && (1..=31).contains(&day)).then_some(Date { day, month, year })
}

/// The next such day, today included; the day itself when the year is written. None when there is no such day.
pub(super) fn next_day(date: Date, now: DateTime<Utc>) -> Option<NaiveDate> {
    let today = day_in_norway(now);
    match date.year {
        Some(year) => NaiveDate::from_ymd_opt(year, date.month, date.day),
        // Eight years: the longest time between two 29 Februaries.
        None => (today.year()..=today.year() + 8)
            .filter_map(|year| NaiveDate::from_ymd_opt(year, date.month, date.day))
            .find(|day| *day >= today),
    }
}

/// The moment a time was told for.
pub(super) fn moment(
    time: NaiveTime,
    day: Day,
    season: Option<Season>,
    written: &str,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, LineError> {
    let today = day_in_norway(now);
    match day {
        Day::Unsaid => without_day(time, season, written, now),
        Day::Yesterday => {
            let yesterday = today.pred_opt().unwrap_or(today);
            on_day(yesterday, time, season, written, now)
        }
        Day::On(date) => {
            let day = last_day(date, time, now)
                .ok_or_else(|| LineError::NotATime { written: written.to_owned() })?;
            let at = on_day(day, time, season, written, now)?;
            if now - at > BY_DATE { Err(LineError::DateTooFarBack { at }) } else { Ok(at) }
        }
    }
}

/// The moment a span told back from now (`-10m`, `-1t`, `-1t10`) comes to. None when a word does not begin like one.
pub(super) fn ago(written: &str, now: DateTime<Utc>) -> Option<Result<DateTime<Utc>, LineError>> {
    let rest =
        written.strip_prefix('-').filter(|rest| rest.starts_with(|sign: char| sign.is_ascii_digit()))?;
    let written = written.to_owned();
    let Some(back) = read_span(rest) else {
        return Some(Err(LineError::NotATime { written }));
    };
    if back <= BY_MINUTES {
        return Some(Ok(now - back));
    }
    // The earliest day that is taken stands for anything earlier; a minute later, since seconds are dropped.
    let instead = now - back.min(BY_DATE - TimeDelta::minutes(1));
    Some(Err(LineError::TooFarBack { written, instead }))
}

/// The next moment that a time told ahead is meant for: `0500`, `5`, `05:00`, `kl 5`, `+30`, `+1t30`, `i morgen 8`,
/// `22.11 0800`. None when it has no such form, or no clock shows it. A moment told with its day may have passed.
#[must_use]
pub fn time_ahead(written: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let lower = written.to_lowercase();
    let mut words: Vec<&str> = lower.split_whitespace().collect();
    if let [span] = words.as_slice()
        && let Some(rest) = span.strip_prefix('+')
    {
        let minutes = if is_digits(rest) { format!("{rest}m") } else { rest.to_owned() };
        return Some(now + read_span(&minutes)?);
    }
    let today = day_in_norway(now);
    let day = match words.as_slice() {
        ["i", "morgen", ..] => {
            words.drain(..2);
            Some(today.succ_opt()?)
        }
        ["imorgen", ..] => {
            words.remove(0);
            Some(today.succ_opt()?)
        }
        [first, _, ..] if date(first).is_some() => {
            let day = next_day(date(first)?, now)?;
            words.remove(0);
            Some(day)
        }
        _ => None,
    };
    let word = match words.as_slice() {
        ["kl" | "kl." | "klokka" | "klokken", word] => (*word).to_owned(),
        [word] => word.strip_prefix("kl").unwrap_or(word).trim_start_matches(['.', ':']).to_owned(),
        _ => return None,
    };
    let (time, season) = clock(&word)?;
    let time = time?;
    let days: Vec<NaiveDate> = match day {
        Some(day) => vec![day],
        None => today.iter_days().take(3).collect(),
    };
    let mut all = days.into_iter().flat_map(|day| moments(day.and_time(time), season));
    if day.is_some() { all.next() } else { all.find(|at| *at > now) }
}

/// Whether a time is told without its day, and is one of today that has passed: [`time_ahead`] means it of tomorrow. In the
/// evening a time after midnight is of the same night.
#[must_use]
pub fn is_passed(written: &str, now: DateTime<Utc>) -> bool {
    let lower = written.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    let has_no_day = match words.as_slice() {
        [word] => !word.starts_with('+'),
        [first, _] => first.starts_with("kl"),
        _ => false,
    };
    let is_of_tomorrow = |at| !is_same_day(at, now) && !is_same_night(at, now);
    has_no_day && time_ahead(written, now).is_some_and(is_of_tomorrow)
}

/// The next moment that a day or a time told ahead is meant for: a day alone (`1.12`) means the middle of it, so that it is
/// the same day wherever it is read; else as [`time_ahead`].
#[must_use]
pub fn day_or_time_ahead(written: &str, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match date(written.trim()) {
        Some(date) => moments(next_day(date, now)?.and_hms_opt(12, 0, 0)?, None).into_iter().next(),
        None => time_ahead(written, now),
    }
}

fn read_span(rest: &str) -> Option<TimeDelta> {
    let (first, rest) = leading_number(rest)?;
    let minutes = match rest {
        "m" | "min" => first,
        "t" => first.saturating_mul(60),
        _ => {
            let (second, end) = leading_number(rest.strip_prefix('t')?)?;
            if !matches!(end, "" | "m" | "min") {
                return None;
            }
            first.saturating_mul(60).saturating_add(second)
        }
    };
    Some(TimeDelta::minutes(minutes))
}

/// The digits a text begins with, as a number, and the rest. A number too long to matter is cut to the largest
/// that can still be added to a moment.
fn leading_number(text: &str) -> Option<(i64, &str)> {
    let end = text.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at_checked(end)?;
    (!digits.is_empty()).then(|| (digits.parse::<i64>().unwrap_or(LARGEST).min(LARGEST), rest))
}

/// Whether a word says yesterday.
pub(super) fn is_yesterday(word: &str) -> bool {
    fold(word) == "igar"
}

fn without_day(
    time: NaiveTime,
    season: Option<Season>,
    written: &str,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, LineError> {
    let latest_allowed = now + SLOW_CLOCK;
    let today = day_in_norway(now);
    let days = (-2..=1).filter_map(|days| today.checked_add_signed(TimeDelta::days(days)));
    let mut past: Option<DateTime<Utc>> = None;
    let mut next: Option<DateTime<Utc>> = None;
    let mut skipped: Vec<(NaiveDate, DateTime<Utc>)> = Vec::new();
    for day in days {
        let local = day.and_time(time);
        for at in moments(local, season) {
            if at <= latest_allowed {
                past = past.max(Some(at));
            } else {
                next = Some(next.map_or(at, |earlier| earlier.min(at)));
            }
        }
        if let Some(at) = skipped_moment(local) {
            skipped.push((day, at));
        }
    }
    let Some(past) = past else {
        return Err(LineError::NotATime { written: written.to_owned() });
    };
    if now - past <= WITHOUT_DAY {
        return Ok(past);
    }
    // The skipped time was the one meant when it lies between the past and the next that exist.
    if let Some((day, _)) = skipped.iter().find(|(day, at)| *at > past && *day == today) {
        return Err(LineError::MissingHour { time, day: *day });
    }
    let minutes_until = next.map_or(0, |next| (whole_minute(next) - whole_minute(now)).num_minutes());
    Err(LineError::WhichDay {
        time,
        past,
        minutes_since: (whole_minute(now) - whole_minute(past)).num_minutes(),
        minutes_until,
        is_yesterday: day_in_norway(past) != today,
    })
}

fn on_day(
    day: NaiveDate,
    time: NaiveTime,
    season: Option<Season>,
    written: &str,
    now: DateTime<Utc>,
) -> Result<DateTime<Utc>, LineError> {
    let local = day.and_time(time);
    if skipped_moment(local).is_some() {
        return Err(LineError::MissingHour { time, day });
    }
    let of_day = moments(local, season);
    let past = of_day.iter().copied().filter(|at| *at <= now + SLOW_CLOCK).max();
    match (past, of_day.first()) {
        (Some(at), _) => Ok(at),
        (None, Some(at)) => Err(LineError::NotYet { at: *at }),
        (None, None) => Err(LineError::NotATime { written: written.to_owned() }),
    }
}

/// The last such day on which the time is not still to come; the day itself when the year is written. A day that
/// lies nearer ahead than back is taken to be the one meant.
fn last_day(date: Date, time: NaiveTime, now: DateTime<Utc>) -> Option<NaiveDate> {
    if let Some(year) = date.year {
        return NaiveDate::from_ymd_opt(year, date.month, date.day);
    }
    let local_now = in_norway(now + SLOW_CLOCK).naive_local();
    let this_year = local_now.date().year();
    let days: Vec<NaiveDate> = (this_year - 8..=this_year + 1)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, date.month, date.day))
        .collect();
    let past = days.iter().copied().filter(|day| day.and_time(time) <= local_now).max();
    let next = days.iter().copied().filter(|day| day.and_time(time) > local_now).min();
    match (past, next) {
        (Some(past), Some(next)) => {
            let back = local_now - past.and_time(time);
            let ahead = next.and_time(time) - local_now;
            Some(if back > BY_DATE && ahead < back { next } else { past })
        }
        (past, next) => past.or(next),
    }
}

/// The moments a clock shows this time, the earlier first; with a season only those of that season.
fn moments(local: NaiveDateTime, season: Option<Season>) -> Vec<DateTime<Utc>> {
    let all = match moments_of(local) {
        LocalResult::None => vec![],
        LocalResult::Single(at) => vec![at],
        LocalResult::Ambiguous(first, second) => vec![first.min(second), first.max(second)],
    };
    all.into_iter().filter(|at| season.is_none_or(|season| season == season_of(*at))).collect()
}

/// Where a time that was skipped would have stood; none when a clock showed it.
fn skipped_moment(local: NaiveDateTime) -> Option<DateTime<Utc>> {
    if !matches!(moments_of(local), LocalResult::None) {
        return None;
    }
    // Only one hour is skipped at a time, so the same time an hour earlier exists.
    moments(local - TimeDelta::hours(1), None).first().map(|at| *at + TimeDelta::hours(1))
}

fn season_of(at: DateTime<Utc>) -> Season {
    if in_norway(at).offset().fix().local_minus_utc() > 3600 { Season::Summer } else { Season::Winter }
}

fn whole_minute(at: DateTime<Utc>) -> DateTime<Utc> {
    at - TimeDelta::milliseconds(at.timestamp_millis().rem_euclid(60_000))
}
