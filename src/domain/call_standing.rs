//! Where an open call stands, and how urgent it is among those that are followed as closely.

use chrono::{DateTime, TimeDelta, Utc};

use super::board::Board;
use super::call::{Call, CallKind};
use super::clocks::ResponseClock;
use super::ids::{ChildId, OfferId};
use super::placement::PlacementState;
use super::siblings::children_to_place;

/// Where a call stands. The order is the order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// At least one child has no offer that counts: not offered yet, or declined.
    NeedsPlace,
    /// Every child has an offer, and an answer is awaited.
    AwaitsAnswer {
        /// When the oldest unanswered offer was given.
        since: DateTime<Utc>,
        /// That offer.
        offer: OfferId,
    },
    /// Every child has a place, found on another basis, and the right one is still looked for.
    StaysOpen,
    /// A consultation: nothing is to be offered.
    Consultation,
    /// Every child has an accepted offer.
    Accepted {
        /// The last accepted offer.
        offer: OfferId,
    },
}

impl Standing {
    /// Where a call stands.
    #[must_use]
    pub fn of(call: &Call, board: &Board) -> Self {
        let awaited = board.offers.iter().filter(|offer| offer.call == call.id && offer.awaits_answer());
        let accepted = board.offers.iter().filter(|offer| offer.call == call.id && offer.is_accepted());
        let needs_place = !children_to_place(call, &board.offers).is_empty();
        let has_place = |child: ChildId| accepted.clone().any(|offer| offer.children.contains(&child));
        let is_looked_on = call.stays_open && call.children.iter().all(|child| has_place(child.id));
        let is_expected = || {
            let mut placements = board.placements.iter();
            placements.any(|known| known.call == call.id && known.state() == PlacementState::Expected)
        };
        if call.kind == CallKind::Consultation {
            Self::Consultation
        } else if needs_place && !is_looked_on {
            Self::NeedsPlace
        } else if let Some(offer) = awaited.min_by_key(|offer| offer.at) {
            Self::AwaitsAnswer { since: offer.at, offer: offer.id }
        } else if needs_place && !is_expected() {
            // While a child is on its way that comes first: it may be late.
            Self::StaysOpen
        } else if let Some(offer) = accepted.max_by_key(|offer| offer.at) {
            Self::Accepted { offer: offer.id }
        } else {
            Self::NeedsPlace
        }
    }
}

/// How urgent a call is, the most urgent first: over its deadline without an offer; without a place, by deadline; an answer
/// that is awaited, the longest first; another place that is looked for; children on their way; consultations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Urgency {
    rank: u8,
    has_no_time: bool,
    time: Option<DateTime<Utc>>,
}

impl Urgency {
    /// How urgent a call is now.
    #[must_use]
    pub fn of(call: &Call, board: &Board, now: DateTime<Utc>) -> Self {
        let left = ResponseClock::of(call, &board.offers).left(now);
        let (rank, time) = match Standing::of(call, board) {
            Standing::NeedsPlace if left.is_some_and(|left| left <= TimeDelta::zero()) => (0, call.deadline),
            Standing::NeedsPlace => (1, call.deadline),
            Standing::AwaitsAnswer { since, .. } => (2, Some(since)),
            Standing::StaysOpen => (3, None),
            Standing::Accepted { .. } => (4, None),
            Standing::Consultation => (5, None),
        };
        Self { rank, has_no_time: time.is_none(), time }
    }
}
