//! One open call as the list of calls shows it: where it stands, its two clocks, what it lacks.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};

use crate::domain::board::Board;
use crate::domain::call::{Call, CallFacts, CallKind};
use crate::domain::clocks::{PlacelessClock, ResponseClock};
use crate::domain::gaps::Gap;
use crate::domain::ids::{CallId, OfferId};
use crate::domain::siblings::children_to_place;

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
    /// A consultation: nothing is to be offered.
    Consultation,
    /// Every child has an accepted offer.
    Accepted {
        /// The last accepted offer.
        offer: OfferId,
    },
}

/// One open call.
#[derive(Debug, Clone, PartialEq)]
pub struct CallRow {
    /// The call.
    pub id: CallId,
    /// Where it stands.
    pub standing: Standing,
    /// To the first offer.
    pub response: ResponseClock,
    /// Without a place.
    pub placeless: PlacelessClock,
    /// When an offer is due, or was.
    pub deadline: Option<DateTime<Utc>>,
    /// Units with a place that fits now.
    pub fits: usize,
    /// What is not known, the most needed first.
    pub gaps: Vec<Gap>,
    /// Children with an offer that awaits its answer or was accepted.
    pub children_offered: usize,
}

impl CallRow {
    /// The row of a call.
    #[must_use]
    pub fn of(call: &Call, board: &Board, fits: usize) -> Self {
        let awaited = board.offers.iter().filter(|offer| offer.call == call.id && offer.awaits_answer());
        let accepted = board.offers.iter().filter(|offer| offer.call == call.id && offer.is_accepted());
        let has_offer =
            |child| board.offers.iter().any(|offer| offer.call == call.id && counts_for(offer, child));
        let standing = if call.kind == CallKind::Consultation {
            Standing::Consultation
        } else if !children_to_place(call, &board.offers).is_empty() {
            Standing::NeedsPlace
        } else if let Some(offer) = awaited.min_by_key(|offer| offer.at) {
            Standing::AwaitsAnswer { since: offer.at, offer: offer.id }
        } else if let Some(offer) = accepted.max_by_key(|offer| offer.at) {
            Standing::Accepted { offer: offer.id }
        } else {
            Standing::NeedsPlace
        };
        Self {
            id: call.id,
            standing,
            response: ResponseClock::of(call, &board.offers),
            placeless: PlacelessClock::of(call, &board.offers),
            deadline: call.deadline,
            fits,
            gaps: gaps_of(call),
            children_offered: call.children.iter().filter(|child| has_offer(child.id)).count(),
        }
    }

    /// The most urgent first: calls that need a place by deadline, those without a clock after them.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        let deadline = |row: &Self| row.deadline.unwrap_or(DateTime::<Utc>::MAX_UTC);
        match (self.standing, other.standing) {
            (Standing::NeedsPlace, Standing::NeedsPlace) => deadline(self).cmp(&deadline(other)),
            (a, b) => a.cmp(&b),
        }
        .then(self.id.cmp(&other.id))
    }

    /// Whether its response clock runs and the deadline has passed.
    #[must_use]
    pub fn is_over(&self, now: DateTime<Utc>) -> bool {
        self.response.left(now).is_some_and(|left| left <= chrono::TimeDelta::zero())
    }
}

fn counts_for(offer: &crate::domain::offer::Offer, child: crate::domain::ids::ChildId) -> bool {
    (offer.awaits_answer() || offer.is_accepted()) && offer.children.contains(&child)
}

/// What is not known of a registered call.
fn gaps_of(call: &Call) -> Vec<Gap> {
    Gap::of(&CallFacts { callback: call.has_callback.then(String::new), ..call.facts() })
}
