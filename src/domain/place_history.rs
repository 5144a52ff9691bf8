//! What happened with the places of a unit: states, claims and confirmations, as they are shown.

use chrono::{DateTime, Utc};

use super::claim::{ClaimEnd, ClaimKind};
use super::ids::{CallId, PlaceId};
use super::unit::{ConfirmedHow, PlaceState};

/// One thing that happened with a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// The place.
    pub place: PlaceId,
    /// Its number within the unit.
    pub ordinal: u16,
    /// Since when.
    pub at: DateTime<Utc>,
    /// Until when; none while it holds.
    pub ended_at: Option<DateTime<Utc>>,
    /// The adviser's name; none for the program itself.
    pub by: Option<String>,
    /// What.
    pub event: HistoryEvent,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HistoryEvent {
    /// It was set to a state.
    State {
        /// The state.
        state: PlaceState,
        /// Why, in the adviser's words.
        reason: Option<String>,
    },
    /// It was claimed for a call.
    Claim {
        /// How firmly, at its firmest.
        kind: ClaimKind,
        /// The call.
        call: CallId,
        /// Why it ended.
        end: Option<ClaimEnd>,
    },
    /// It was confirmed.
    Confirmed {
        /// How.
        how: ConfirmedHow,
    },
}
