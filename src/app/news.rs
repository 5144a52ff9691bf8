//! What is new since the adviser's last shift, as the window and the lines after signing on tell it.

use chrono::{DateTime, Utc};

use crate::domain::call_details::CallDetails;
use crate::domain::handover::Changes;
use crate::domain::ids::UnitId;
use crate::domain::shift::Shift;
use crate::domain::story;

use super::model::Model;

/// What is new.
#[derive(Debug, Clone, PartialEq)]
pub struct News {
    /// When the last shift ended.
    pub since: DateTime<Utc>,
    /// Calls something happened with, the newest change first.
    pub calls: Vec<NewsOfCall>,
    /// Units whose places changed.
    pub units: Vec<UnitId>,
    /// How many deviations were drafted or changed.
    pub deviations: usize,
}

/// What is new of one call.
#[derive(Debug, Clone, PartialEq)]
pub struct NewsOfCall {
    /// The call.
    pub details: CallDetails,
    /// The facts of its story that are new, in its order.
    pub facts: Vec<usize>,
    /// Whether the call itself is new.
    pub is_new: bool,
}

impl News {
    /// Reads it.
    #[must_use]
    pub fn of(changes: Changes, now: DateTime<Utc>) -> Self {
        let Changes { since, after, calls, units } = changes;
        let mut deviations: Vec<i64> = calls
            .iter()
            .flat_map(|details| &details.timeline)
            .map(|line| &line.entry)
            .filter(|entry| entry.seq > after && entry.subject == "deviations")
            .map(|entry| entry.number)
            .collect();
        deviations.sort_unstable();
        deviations.dedup();
        let of_call = |details: CallDetails| NewsOfCall {
            facts: story::news(&details.timeline, after, since, now),
            is_new: story::has_begun_after(&details.timeline, after),
            details,
        };
        let calls = calls.into_iter().map(of_call).collect();
        Self { since, calls, units, deviations: deviations.len() }
    }

    /// How much there is.
    #[must_use]
    pub fn counts(&self) -> NewsCounts {
        NewsCounts {
            since: self.since,
            calls: self.calls.len(),
            deviations: self.deviations,
            units: self.units.len(),
        }
    }
}

/// How much is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewsCounts {
    /// When the last shift ended.
    pub since: DateTime<Utc>,
    /// Calls.
    pub calls: usize,
    /// Deviations.
    pub deviations: usize,
    /// Units.
    pub units: usize,
}

/// The shifts that run, whoever works here first.
#[must_use]
pub fn on_duty(model: &Model) -> Vec<&Shift> {
    let on = model.view.iter().flat_map(|view| &view.board.on).filter(|shift| !shift.is_deserted);
    let (mut first, others): (Vec<_>, Vec<_>) = on.partition(|shift| shift.is_of(own_name(model)));
    first.extend(others);
    first
}

/// The name of whoever works here; empty before anyone is on.
#[must_use]
pub fn own_name(model: &Model) -> &str {
    model.session.as_ref().map_or("", |session| session.adviser.as_str())
}

/// The running shift of whoever works here.
#[must_use]
pub fn own_shift(model: &Model) -> Option<&Shift> {
    model.view.as_ref()?.board.on.iter().find(|shift| shift.is_of(own_name(model)))
}
