//! Who is expected at a place, lives there or has moved out: what can be said and done of it, by call and by unit.

use chrono::{DateTime, Utc};

use crate::domain::board::Board;
use crate::domain::call::Shield;
use crate::domain::call_details::CallDetails;
use crate::domain::child::ChildFacts;
use crate::domain::claim::{Claim, ClaimKind};
use crate::domain::ids::{CallId, ChildId, OfferId, PlaceId, UnitId};
use crate::domain::placement::{Placement, PlacementState};

/// What is acted on: the children of an offer travel together, a stay is one child's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    /// The children of an accepted offer who have not arrived.
    Journey(OfferId),
    /// A child that lives at a place, or did.
    Stay(ChildId),
}

/// Children that are expected at a place, or a child that lives there or has moved out.
#[derive(Debug, Clone, PartialEq)]
pub struct Stay {
    /// What is acted on.
    pub whom: Whom,
    /// The call.
    pub call: CallId,
    /// Whether its address is protected.
    pub shield: Option<Shield>,
    /// The place; the first of a group's.
    pub place: PlaceId,
    /// The children, by number.
    pub children: Vec<ChildId>,
    /// Their sex and age; empty where the call has left the board and nothing of it was read.
    pub facts: Vec<ChildFacts>,
    /// Where it stands.
    pub state: PlacementState,
    /// The placement, the first of a group's; none for one from before there were placements.
    pub placement: Option<Placement>,
}

impl Stay {
    fn of_placement(placement: &Placement) -> Self {
        let state = placement.state();
        let whom = match state {
            PlacementState::Expected | PlacementState::Cancelled => Whom::Journey(placement.offer),
            PlacementState::Living | PlacementState::Ended => Whom::Stay(placement.child),
        };
        Self {
            whom,
            call: placement.call,
            shield: placement.shield,
            place: placement.place,
            children: vec![placement.child],
            facts: vec![placement.facts],
            state,
            placement: Some(placement.clone()),
        }
    }

    /// One from before there were placements: only its claim tells of it.
    fn of_claim(board: &Board, claim: &Claim) -> Option<Self> {
        let (child, offer) = (claim.child?, claim.offer?);
        let is_accepted = || board.offers.iter().any(|known| known.id == offer && known.is_accepted());
        let (whom, state) = match claim.kind {
            ClaimKind::Placement => (Whom::Stay(child), PlacementState::Living),
            ClaimKind::Offer if is_accepted() => (Whom::Journey(offer), PlacementState::Expected),
            ClaimKind::Offer | ClaimKind::Hold => return None,
        };
        let call = board.known_call(claim.call);
        let facts = call.and_then(|call| call.children.iter().find(|known| known.id == child));
        Some(Self {
            whom,
            call: claim.call,
            shield: call.and_then(|call| call.shield),
            place: claim.place,
            children: vec![child],
            facts: facts.map(|child| child.facts).into_iter().collect(),
            state,
            placement: None,
        })
    }

    /// When its children are expected, where that is agreed.
    #[must_use]
    pub fn expected_at(&self) -> Option<DateTime<Utc>> {
        self.placement.as_ref()?.expected_at
    }

    /// Whether its arrival is to be asked for: it was not confirmed an hour after it was expected.
    #[must_use]
    pub fn is_asked_for(&self, now: DateTime<Utc>) -> bool {
        self.placement.as_ref().and_then(Placement::ask_arrival_at).is_some_and(|at| at <= now)
    }
}

/// What there is of a call: who travels first, by when they are expected, then who lives somewhere, then who has
/// moved out. `details` are of a call that may have left the board.
#[must_use]
pub fn of_call(board: &Board, details: Option<&CallDetails>, call: CallId, now: DateTime<Utc>) -> Vec<Stay> {
    let details = details.filter(|details| details.call.id == call && board.call(call).is_none());
    let of_board = board.placements.iter().filter(|placement| placement.call == call);
    let known = |placement: &&Placement| board.placements.iter().all(|other| other.id != placement.id);
    let of_details = details.into_iter().flat_map(|details| &details.placements);
    let placements: Vec<&Placement> =
        of_board.chain(of_details.map(|(placement, _)| placement).filter(known)).collect();
    let claims = board.places.iter().filter_map(|place| place.live_claim(now));
    gather(board, &placements, claims.filter(|claim| claim.call == call))
}

/// Who lives at a unit or is expected there; nobody who has moved out.
#[must_use]
pub fn of_unit(board: &Board, unit: UnitId, now: DateTime<Utc>) -> Vec<Stay> {
    let from = board.places.partition_point(|place| place.unit < unit);
    let places = || board.places[from..].iter().take_while(|place| place.unit == unit);
    let is_here = |place: PlaceId| places().any(|known| known.id == place);
    let placements: Vec<&Placement> = board
        .placements
        .iter()
        .filter(|placement| matches!(placement.state(), PlacementState::Expected | PlacementState::Living))
        .filter(|placement| is_here(placement.place))
        .collect();
    gather(board, &placements, places().filter_map(|place| place.live_claim(now)))
}

fn gather<'a>(
    board: &Board,
    placements: &[&Placement],
    claims: impl Iterator<Item = &'a Claim>,
) -> Vec<Stay> {
    let mut stays: Vec<Stay> = Vec::new();
    let is_newest = |placement: &Placement| {
        let of_child = placements.iter().filter(|other| other.child == placement.child);
        of_child.filter(|other| other.arrived_at.is_some()).all(|other| other.id <= placement.id)
    };
    let wanted = placements.iter().filter(|placement| match placement.state() {
        PlacementState::Expected | PlacementState::Living => true,
        // What is said of a stay is said of the last one.
        PlacementState::Ended => is_newest(placement),
        PlacementState::Cancelled => false,
    });
    let told = wanted.map(|placement| Stay::of_placement(placement));
    let only_claimed = claims.filter(|claim| {
        let tells = |placement: &&&Placement| {
            Some(placement.child) == claim.child && Some(placement.offer) == claim.offer
        };
        placements.iter().find(tells).is_none()
    });
    for stay in told.chain(only_claimed.filter_map(|claim| Stay::of_claim(board, claim))) {
        match stays.iter_mut().find(|known| known.whom == stay.whom) {
            // A child that takes two places stands there once.
            Some(known) if known.children.contains(&stay.children[0]) => {}
            Some(known) => {
                known.children.extend(stay.children);
                known.facts.extend(stay.facts);
            }
            None => stays.push(stay),
        }
    }
    stays.sort_by_key(|stay| {
        let expected = stay.expected_at().unwrap_or(DateTime::<Utc>::MAX_UTC);
        (stay.state, if stay.state == PlacementState::Expected { expected } else { DateTime::UNIX_EPOCH })
    });
    stays
}
