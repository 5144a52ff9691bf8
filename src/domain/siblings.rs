//! Whom an offer to a call is for now: siblings go as one group, or one child at a time.

use chrono::{DateTime, Utc};

use super::call::Call;
use super::child::SiblingRule;
use super::distance::Coordinates;
use super::ids::{ChildId, OfferId};
use super::matching::Request;
use super::offer::Offer;
use super::placement::{Placement, PlacementState};

/// Where one child of a call stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChildStanding {
    /// It has no offer that counts.
    NeedsPlace,
    /// The answer to its offer is awaited.
    Offered {
        /// The offer.
        offer: OfferId,
        /// When it was given.
        since: DateTime<Utc>,
    },
    /// Its offer was accepted; it waits to leave.
    Accepted {
        /// The offer.
        offer: OfferId,
    },
    /// It has left for its place.
    OnTheWay {
        /// The offer.
        offer: OfferId,
        /// When it is expected there.
        expected_at: Option<DateTime<Utc>>,
    },
    /// It lives at its place.
    Placed {
        /// The offer.
        offer: OfferId,
    },
}

impl ChildStanding {
    /// Where a child of a call stands: by its newest offer that counts.
    #[must_use]
    pub fn of(
        call: &Call,
        offers: &[Offer],
        placements: &[Placement],
        child: ChildId,
        now: DateTime<Utc>,
    ) -> Self {
        let counts = |offer: &&Offer| {
            offer.call == call.id
                && offer.children.contains(&child)
                && (offer.awaits_answer() || offer.is_accepted())
        };
        let Some(newest) = offers.iter().filter(counts).max_by_key(|offer| offer.id) else {
            return Self::NeedsPlace;
        };
        let offer = newest.id;
        if newest.awaits_answer() {
            return Self::Offered { offer, since: newest.at };
        }
        if newest.has_arrived {
            return Self::Placed { offer };
        }
        let is_own = |placement: &&Placement| {
            placement.offer == offer
                && placement.child == child
                && placement.state() == PlacementState::Expected
        };
        match placements.iter().find(is_own) {
            Some(placement) if placement.leaves_at.is_some_and(|at| at <= now) => {
                Self::OnTheWay { offer, expected_at: placement.expected_at }
            }
            _ => Self::Accepted { offer },
        }
    }

    /// The offer it is about.
    #[must_use]
    pub const fn offer(self) -> Option<OfferId> {
        match self {
            Self::NeedsPlace => None,
            Self::Offered { offer, .. }
            | Self::Accepted { offer }
            | Self::OnTheWay { offer, .. }
            | Self::Placed { offer } => Some(offer),
        }
    }
}

/// The children a hold or an offer now would be for, in the order told (routine step 3: siblings together or
/// apart by their needs).
///
/// Siblings who go together: every child without an offer that awaits its answer or was accepted. Children to
/// be apart, or who are not siblings: the first such child. Empty when every child has its offer.
#[must_use]
pub fn children_to_place(call: &Call, offers: &[Offer]) -> Vec<ChildId> {
    call.children
        .iter()
        .map(|child| child.id)
        .filter(|child| needs_offer(call, offers, *child))
        .take(group_size(call))
        .collect()
}

/// Whether a child may be offered a place: it has no offer that awaits its answer or was accepted. While the request
/// stays open, one that lives at its place may be offered another.
#[must_use]
pub fn needs_offer(call: &Call, offers: &[Offer], child: ChildId) -> bool {
    let counts = |offer: &Offer| {
        offer.awaits_answer() || offer.is_accepted() && !(call.stays_open && offer.has_arrived)
    };
    !offers.iter().any(|offer| offer.call == call.id && counts(offer) && offer.children.contains(&child))
}

/// Whom the next offer may be for, the usual first: the group, or the first child without an offer; then each other
/// child alone. Siblings who must be together are not looked for alone: a split is the municipality's word first.
#[must_use]
pub fn turns(call: &Call, offers: &[Offer]) -> Vec<Vec<ChildId>> {
    let usual = children_to_place(call, offers);
    let may_be_alone = call.siblings != Some(SiblingRule::Together);
    let alone = call
        .children
        .iter()
        .filter(|child| may_be_alone && needs_offer(call, offers, child.id))
        .map(|child| vec![child.id])
        .filter(|turn| *turn != usual);
    let others: Vec<_> = alone.collect();
    std::iter::once(usual).chain(others).filter(|turn| !turn.is_empty()).collect()
}

/// Whom a search is for: the child chosen to come first, as long as it may, else those whose turn it is.
///
/// While every child has an offer, it is whom would be looked for if none had: what else there is, should the
/// municipality decline.
#[must_use]
pub fn searched_for(call: &Call, offers: &[Offer], chosen: Option<ChildId>) -> Vec<ChildId> {
    let turns = turns(call, offers);
    let is_chosen = |turn: &&Vec<ChildId>| chosen.is_some_and(|child| **turn == [child]);
    match turns.iter().find(is_chosen).or_else(|| turns.first()) {
        Some(turn) => turn.clone(),
        None => call.children.iter().map(|child| child.id).take(group_size(call)).collect(),
    }
}

/// What to look for on behalf of a call. `from` is the point of its municipality.
#[must_use]
pub fn request_for(call: &Call, offers: &[Offer], from: Option<Coordinates>) -> Request {
    request_for_these(call, &searched_for(call, offers, None), from)
}

/// What to look for on behalf of some of the children of a call.
#[must_use]
pub fn request_for_these(call: &Call, ids: &[ChildId], from: Option<Coordinates>) -> Request {
    Request {
        call: Some(call.id),
        children: call
            .children
            .iter()
            .filter(|child| ids.contains(&child.id))
            .map(|child| child.facts)
            .collect(),
        basis: call.basis,
        wished: call.wished.clone(),
        needs: call.needs.clone(),
        from,
        counts_double: false,
    }
}

fn group_size(call: &Call) -> usize {
    if SiblingRule::is_one_group(call.siblings) { call.children.len() } else { 1 }
}
