//! The two orders, as keys that can be read: no score, only facts of the place compared one after the other.

use super::{Fact, Order, PlaceMatch};
use crate::domain::ids::PlaceId;
use crate::domain::unit::Unit;

/// What a matched place is sorted by, the weightiest first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Key<'a> {
    /// How much is in the way; 0 for a place that fits.
    blockers: usize,
    /// Wish, owner, age of the list's word and distance, in the chosen order.
    weighed: [u32; 4],
    /// The unit's name, so that equals stand still.
    name: &'a str,
    /// The place.
    place: PlaceId,
}

impl<'a> Key<'a> {
    /// The key of one place. A stale word comes after the fresh ones of the same wish and owner; a distance
    /// that is not known comes after every known one.
    pub(super) fn of(found: &PlaceMatch, unit: &'a Unit, wish_position: usize, order: Order) -> Self {
        let wish = u32::try_from(wish_position).unwrap_or(u32::MAX);
        let owner = unit.ownership as u32;
        let stale = u32::from(found.facts.iter().any(|fact| matches!(fact, Fact::Stale { .. })));
        let km = found.km.unwrap_or(u32::MAX);
        let weighed = match order {
            Order::OwnerFirst => [wish, owner, stale, km],
            Order::DistanceFirst => [km, wish, owner, stale],
        };
        // Those in the way stand first, so the count ends at the first that is not.
        let blockers = found.facts.iter().take_while(|fact| fact.is_blocker()).count();
        Self { blockers, weighed, name: &unit.name, place: found.place }
    }
}

/// What was keyed, in the order of its keys.
pub(super) fn in_order<T>(mut keyed: Vec<(Key<'_>, T)>) -> Vec<T> {
    keyed.sort_unstable_by(|(a, _), (b, _)| a.cmp(b));
    keyed.into_iter().map(|(_, found)| found).collect()
}
