//! The only place that asks what time it is.
//!
//! A clock can be started at a chosen moment (`demo --at`): from there it runs at the pace of the real one.

use chrono::{DateTime, TimeDelta, Utc};

/// Where times come from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock {
    ahead: TimeDelta,
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that shows `at` now and runs on from there.
    #[must_use]
    pub fn starting_at(at: DateTime<Utc>) -> Self {
        Self { ahead: at - Utc::now() }
    }

    /// What time it is, in whole milliseconds as the store keeps it.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        crate::domain::local_time::to_millis(Utc::now() + self.ahead)
    }
}
