//! Wrong passphrases in a row. The first few cost nothing but the time each takes to check; from the fifth on, the
//! next try must wait, twice as long each time.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::refusal::ErrorCode;

use super::message::Failure;

/// Wrong passphrases in a row, and how long the next one must wait.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Attempts {
    wrong: u32,
    last_at: Option<DateTime<Utc>>,
}

impl Attempts {
    /// This many wrong ones go before the first wait.
    pub const FREE: u32 = 5;
    /// The first wait, in seconds; each further one is twice as long.
    const FIRST_WAIT: i64 = 30;
    /// No wait is longer, in seconds: a colleague who mistyped must get in before the deadline of a call.
    const LONGEST_WAIT: i64 = 900;

    /// How many wrong ones there were.
    #[must_use]
    pub const fn wrong(&self) -> u32 {
        self.wrong
    }

    /// Counts a failure, if it is about the passphrase.
    pub(super) fn count(&mut self, failure: &Failure, now: DateTime<Utc>) {
        if matches!(failure, Failure::Store { code: ErrorCode::WrongKeyOrDamaged, .. }) {
            self.wrong = self.wrong.saturating_add(1);
            self.last_at = Some(now);
        }
    }

    /// Until when the next try must wait; none when it need not. A clock that was put back ends the wait.
    #[must_use]
    pub fn waits_until(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let since = self.last_at.filter(|since| *since <= now)?;
        let doublings = self.wrong.checked_sub(Self::FREE)?;
        let factor = 1_i64.checked_shl(doublings).filter(|factor| *factor > 0).unwrap_or(i64::MAX);
        let wait = Self::FIRST_WAIT.saturating_mul(factor).min(Self::LONGEST_WAIT);
        Some(since + TimeDelta::seconds(wait)).filter(|until| *until > now)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong() -> Failure {
        Failure::Store { code: ErrorCode::WrongKeyOrDamaged, sentence: String::new() }
    }

    #[test]
    fn the_wait_begins_at_the_fifth_and_doubles_up_to_a_quarter_of_an_hour() {
        let now = DateTime::UNIX_EPOCH;
        let mut attempts = Attempts::default();
        let waits: Vec<i64> = (0..80)
            .map(|_| {
                attempts.count(&wrong(), now);
                attempts.waits_until(now).map_or(0, |until| (until - now).num_seconds())
            })
            .collect();
        assert_eq!(waits[..10], [0, 0, 0, 0, 30, 60, 120, 240, 480, 900]);
        assert!(waits[10..].iter().all(|wait| *wait == 900));
    }

    #[test]
    fn a_wait_ends_and_other_failures_do_not_count() {
        let now = DateTime::UNIX_EPOCH;
        let mut attempts = Attempts::default();
        attempts.count(&Failure::Store { code: ErrorCode::DiskFull, sentence: String::new() }, now);
        assert_eq!(attempts.wrong(), 0);
        (0..5).for_each(|_| attempts.count(&wrong(), now));
        assert!(attempts.waits_until(now + TimeDelta::seconds(29)).is_some());
        assert_eq!(attempts.waits_until(now + TimeDelta::seconds(30)), None);
        assert_eq!(attempts.waits_until(now - TimeDelta::hours(1)), None, "a clock that was put back");
    }
}
