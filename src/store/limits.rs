//! What is kept of typed values, and what is refused: text that is too long, times that cannot be meant.

use chrono::{DateTime, TimeDelta, Utc};

use super::error::StoreError;
use crate::domain::call::Need;
use crate::domain::refusal::{BadTime, BadValue, Refusal};

/// Longest free text, in characters.
pub(super) const MAX_TEXT: usize = 500;
/// Longest name or number of a person, in characters.
pub(super) const MAX_NAME: usize = 100;
/// Longest list of needs as kept, in characters.
const MAX_NEEDS: usize = 4000;
/// Clocks differ, and a minute is typed before it is over.
const CLOCK_SLACK: TimeDelta = TimeDelta::minutes(2);
/// A child of a call is under 18, so nothing that was decided for it is older.
const CHILDHOOD: TimeDelta = TimeDelta::days(18 * 366);
/// How far ahead a journey may be planned, or a child stay where it is.
const MOST_DAYS_TO_JOURNEY: TimeDelta = TimeDelta::days(60);
/// How far ahead a clarification meeting may be.
const MOST_DAYS_TO_MEETING: TimeDelta = TimeDelta::days(120);
/// How far back a referral may be told of, and how far ahead something may be promised.
const MOST_DAYS: TimeDelta = TimeDelta::days(7);

/// A text as it is kept: without blanks around it; empty is none.
pub(super) fn kept<'t>(
    field: &'static str,
    value: Option<&'t str>,
    limit: usize,
) -> Result<Option<&'t str>, StoreError> {
    let value = value.map(str::trim).filter(|value| !value.is_empty());
    if value.is_some_and(|value| value.chars().count() > limit) {
        return Err(Refusal::BadValue(BadValue::TooLong { field, limit }).into());
    }
    Ok(value)
}

/// A text that must not be empty.
pub(super) fn required<'t>(field: &'static str, value: &'t str, limit: usize) -> Result<&'t str, StoreError> {
    kept(field, Some(value), limit)?.ok_or_else(|| Refusal::BadValue(BadValue::TextMissing(field)).into())
}

/// Needs as they are kept: JSON, because a need may be the adviser's own word; none when there are none.
pub(super) fn kept_needs(needs: &[Need]) -> Result<Option<String>, StoreError> {
    if needs.is_empty() {
        return Ok(None);
    }
    let text = serde_json::to_string(needs).map_err(|error| StoreError::Value(error.to_string()))?;
    if text.chars().count() > MAX_NEEDS {
        return Err(Refusal::BadValue(BadValue::TooLong { field: "needs", limit: MAX_NEEDS }).into());
    }
    Ok(Some(text))
}

/// Refuses what is said to have happened but is still to come.
pub(super) fn check_not_to_come(at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), Refusal> {
    match at {
        Some(at) if at > now + CLOCK_SLACK => Err(Refusal::BadTime(BadTime::InFuture(at))),
        _ => Ok(()),
    }
}

/// Refuses a referral still to come, or too far back to be this one.
pub(super) fn check_referral(at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), Refusal> {
    check_not_to_come(at, now)?;
    match at {
        Some(at) if at < now - MOST_DAYS => Err(Refusal::BadTime(BadTime::TooFarBack(at))),
        _ => Ok(()),
    }
}

/// Refuses a promise for a time that has passed, or too far ahead.
pub(super) fn check_promise(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Refusal> {
    if at <= now {
        return Err(Refusal::BadTime(BadTime::Passed(at)));
    }
    if at > now + MOST_DAYS {
        return Err(Refusal::BadTime(BadTime::TooFarAhead(at)));
    }
    Ok(())
}

/// Refuses what happened in another century, or is still to come: a decision, a first talk.
pub(super) fn check_past(at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), Refusal> {
    check_not_to_come(at, now)?;
    match at {
        Some(at) if at < now - CHILDHOOD => Err(Refusal::BadTime(BadTime::WrongCentury(at))),
        _ => Ok(()),
    }
}

/// Refuses what is said to have happened lately but is still to come, or more than a week back.
pub(super) fn check_lately(at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), Refusal> {
    check_referral(at, now)
}

/// Refuses a promise that repeats too often, or after more than a day.
pub(super) fn check_repeat(minutes: Option<i64>) -> Result<(), Refusal> {
    match minutes {
        Some(minutes) if !(5..=1440).contains(&minutes) => Err(Refusal::BadValue(BadValue::Code {
            field: "repeat_minutes",
            value: minutes.to_string(),
            allowed: "5–1440".to_owned(),
        })),
        _ => Ok(()),
    }
}

/// Refuses what comes before that which it follows.
pub(super) fn check_not_before(at: DateTime<Utc>, after: DateTime<Utc>) -> Result<(), Refusal> {
    // A minute is typed whole: what follows within the same minute may seem to come before.
    if at + TimeDelta::minutes(1) <= after {
        return Err(Refusal::BadTime(BadTime::TooEarly { at, after }));
    }
    Ok(())
}

/// Refuses a time that is not about these days: more than a week back, or too far ahead.
pub(super) fn check_near(at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<(), Refusal> {
    match at {
        Some(at) if at < now - MOST_DAYS => Err(Refusal::BadTime(BadTime::TooFarBack(at))),
        Some(at) if at > now + MOST_DAYS_TO_JOURNEY => Err(Refusal::BadTime(BadTime::TooFarAhead(at))),
        _ => Ok(()),
    }
}

/// Refuses a meeting that lies behind by more than a week or too far ahead.
pub(super) fn check_meeting(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Refusal> {
    if at < now - MOST_DAYS {
        return Err(Refusal::BadTime(BadTime::TooFarBack(at)));
    }
    if at > now + MOST_DAYS_TO_MEETING {
        return Err(Refusal::BadTime(BadTime::TooFarAhead(at)));
    }
    Ok(())
}

/// Refuses to move what is to be done to a time that has passed, or too far ahead.
pub(super) fn check_moved(at: DateTime<Utc>, now: DateTime<Utc>) -> Result<(), Refusal> {
    if at <= now {
        return Err(Refusal::BadTime(BadTime::Passed(at)));
    }
    if at > now + MOST_DAYS_TO_MEETING {
        return Err(Refusal::BadTime(BadTime::TooFarAhead(at)));
    }
    Ok(())
}
