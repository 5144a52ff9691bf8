//! The two clocks of a placement request: to the first offer, and without a place.
//!
//! Overdue is computed from times, never stored. The clock is the agency's routine (appendix 1, step 3);
//! it says nothing of whether a duty was broken.

use chrono::{DateTime, TimeDelta, Utc};

use super::call::{Call, CallFacts, CallKind, DecisionStatus};
use super::ids::ChildId;
use super::offer::Offer;
use super::settings::Rules;

/// When an offer is due for a call with these facts; none where no response clock runs: a consultation, a
/// planned call, no referral yet, or a decision still to be made where the region lets the clock wait for it.
#[must_use]
pub fn deadline_of(facts: &CallFacts, rules: &Rules) -> Option<DateTime<Utc>> {
    let waits = facts.decision == Some(DecisionStatus::AwaitsPlace) && !rules.runs_while_awaiting;
    (facts.kind == CallKind::Placement && facts.is_acute && !waits)
        .then_some(facts.received_at)
        .flatten()
        .map(|received| received + TimeDelta::minutes(rules.response_minutes))
}

/// How urgent a running response clock is. The marks change at 60, 30, 15 and 0 minutes left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClockMark {
    /// More than 60 minutes left.
    Calm,
    /// At most 60 minutes left: `*`.
    Hour,
    /// At most 30 minutes left: `!`.
    HalfHour,
    /// At most 15 minutes left: `!!`.
    Quarter,
    /// The deadline has passed: `!! OVER`.
    Over,
}

impl ClockMark {
    /// The mark for the time left.
    #[must_use]
    pub fn for_time_left(left: TimeDelta) -> Self {
        if left <= TimeDelta::zero() {
            Self::Over
        } else if left <= TimeDelta::minutes(15) {
            Self::Quarter
        } else if left <= TimeDelta::minutes(30) {
            Self::HalfHour
        } else if left <= TimeDelta::minutes(60) {
            Self::Hour
        } else {
            Self::Calm
        }
    }

    /// The sign shown before the minutes; never colour alone.
    #[must_use]
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Calm => "",
            Self::Hour => "*",
            Self::HalfHour => "!",
            Self::Quarter | Self::Over => "!!",
        }
    }
}

/// To offer: referral to the first offer. The figure of the two-hour routine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResponseClock {
    /// No clock: a consultation, a planned call, or no referral yet.
    None,
    /// No offer yet; due at the deadline.
    Running {
        /// The referral.
        since: DateTime<Utc>,
        /// When the offer is due.
        deadline: DateTime<Utc>,
    },
    /// The first offer was given this long after the referral.
    Stopped {
        /// The time it took; never below zero.
        took: TimeDelta,
    },
}

impl ResponseClock {
    /// The clock of a call with these offers. Voided offers do not count; a declined one still does.
    #[must_use]
    pub fn of(call: &Call, offers: &[Offer]) -> Self {
        let (CallKind::Placement, Some(since), Some(deadline)) = (call.kind, call.received_at, call.deadline)
        else {
            return Self::None;
        };
        let first = offers
            .iter()
            .filter(|offer| offer.call == call.id && !offer.is_void())
            .map(|offer| offer.at)
            .min();
        match first {
            Some(at) => Self::Stopped { took: (at - since).max(TimeDelta::zero()) },
            None => Self::Running { since, deadline },
        }
    }

    /// Time left to the deadline while running; below zero when over.
    #[must_use]
    pub fn left(self, now: DateTime<Utc>) -> Option<TimeDelta> {
        match self {
            Self::Running { deadline, .. } => Some(deadline - now),
            Self::None | Self::Stopped { .. } => None,
        }
    }
}

/// Without a place: referral to the accepted offer, as the child feels it. Goes on after a decline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlacelessClock {
    /// No clock: no referral.
    None,
    /// At least one child has no accepted offer.
    Running {
        /// The referral.
        since: DateTime<Utc>,
    },
    /// The last child's offer was accepted this long after the referral.
    Stopped {
        /// The time it took; never below zero.
        took: TimeDelta,
    },
}

impl PlacelessClock {
    /// The clock of a call with these offers: a sibling group shows its worst.
    #[must_use]
    pub fn of(call: &Call, offers: &[Offer]) -> Self {
        let (CallKind::Placement, Some(since)) = (call.kind, call.received_at) else {
            return Self::None;
        };
        let times: Option<Vec<_>> =
            call.children.iter().map(|child| placed_at(call, offers, child.id)).collect();
        Self::from_to(since, times.and_then(|times| times.into_iter().max()))
    }

    /// The clock of one child of the call: siblings who are placed apart have each their own.
    #[must_use]
    pub fn of_child(call: &Call, offers: &[Offer], child: ChildId) -> Self {
        match (call.kind, call.received_at) {
            (CallKind::Placement, Some(since)) => Self::from_to(since, placed_at(call, offers, child)),
            _ => Self::None,
        }
    }

    fn from_to(since: DateTime<Utc>, placed_at: Option<DateTime<Utc>>) -> Self {
        match placed_at {
            Some(at) => Self::Stopped { took: (at - since).max(TimeDelta::zero()) },
            None => Self::Running { since },
        }
    }

    /// How long the child has been without a place, running or not.
    #[must_use]
    pub fn elapsed(self, now: DateTime<Utc>) -> Option<TimeDelta> {
        match self {
            Self::None => None,
            Self::Running { since } => Some((now - since).max(TimeDelta::zero())),
            Self::Stopped { took } => Some(took),
        }
    }
}

/// When a child was first given a place: an offer of this call that is for it was accepted.
fn placed_at(call: &Call, offers: &[Offer], child: ChildId) -> Option<DateTime<Utc>> {
    offers
        .iter()
        .filter(|offer| offer.call == call.id && offer.is_accepted() && offer.children.contains(&child))
        .filter_map(|offer| offer.answered_at)
        .min()
}

/// Whole minutes left to show: rounded up while time is left, so «1 min» never means over; below zero
/// the whole minutes that have passed since.
#[must_use]
pub const fn minutes_left(left: TimeDelta) -> i64 {
    let milliseconds = left.num_milliseconds();
    if milliseconds > 0 { (milliseconds + 59_999) / 60_000 } else { milliseconds / 60_000 }
}
