//! Whom an offer to a call is for now: siblings go as one group, or one child at a time.

use super::call::Call;
use super::child::SiblingRule;
use super::distance::Coordinates;
use super::ids::ChildId;
use super::matching::Request;
use super::offer::Offer;

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

/// What to look for on behalf of a call. `from` is the point of its municipality.
///
/// While every child has an offer, it is what would be looked for if none had: what else there is, should the
/// municipality decline.
#[must_use]
pub fn request_for(call: &Call, offers: &[Offer], from: Option<Coordinates>) -> Request {
    let mut ids = children_to_place(call, offers);
    if ids.is_empty() {
        ids = call.children.iter().map(|child| child.id).take(group_size(call)).collect();
    }
    request_for_these(call, &ids, from)
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
    }
}

fn group_size(call: &Call) -> usize {
    if SiblingRule::is_one_group(call.siblings) { call.children.len() } else { 1 }
}
