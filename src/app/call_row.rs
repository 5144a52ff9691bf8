//! One open call as the list of calls shows it: where it stands, its two clocks, what it lacks.

use std::cmp::Ordering;

use chrono::{DateTime, Utc};

use crate::domain::board::Board;
use crate::domain::call::{Call, CallFacts, CallKind};
pub use crate::domain::call_standing::Standing;
use crate::domain::child::SiblingRule;
use crate::domain::clocks::{PlacelessClock, ResponseClock};
use crate::domain::follow_up::FollowUpKind;
use crate::domain::gaps::Gap;
use crate::domain::ids::{CallId, ChildId, FollowUpId, PlaceId, UnitId};
use crate::domain::ladder::Asked;
use crate::domain::matching::UnitMatches;
use crate::domain::placement::{Placement, PlacementState};
use crate::domain::siblings::ChildStanding;

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
    /// Units that take part of the group, where it may be split.
    pub takes_part: usize,
    /// What is not known, the most needed first.
    pub gaps: Vec<Gap>,
    /// Children with an offer that awaits its answer or was accepted.
    pub children_offered: usize,
    /// Where each child stands, where siblings do not all stand at the same place.
    pub children: Vec<ChildRow>,
    /// The journey that is to be confirmed first, once an offer is accepted.
    pub journey: Option<Journey>,
    /// Where a child lives while its request stays open.
    pub lives_at: Option<UnitId>,
    /// The place that came free for it last, while that is news.
    pub freed: Option<Freed>,
    /// Who was asked for a place for it.
    pub asked: Asked,
}

/// A journey to a place, as far as it is agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Journey {
    /// When the child leaves.
    pub leaves_at: Option<DateTime<Utc>>,
    /// When it is expected.
    pub expected_at: Option<DateTime<Utc>>,
}

/// A place that came free for a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Freed {
    /// The follow-up that tells of it.
    pub follow_up: FollowUpId,
    /// The unit.
    pub unit: UnitId,
}

/// One child of an open call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChildRow {
    /// The child.
    pub child: ChildId,
    /// Where it stands.
    pub standing: ChildStanding,
    /// How long it has been without a place.
    pub placeless: PlacelessClock,
}

impl CallRow {
    /// The row of a call.
    #[must_use]
    pub fn of(call: &Call, board: &Board, found: Option<&UnitMatches>, now: DateTime<Utc>) -> Self {
        let has_offer =
            |child| board.offers.iter().any(|offer| offer.call == call.id && counts_for(offer, child));
        let mut row = Self {
            id: call.id,
            standing: Standing::of(call, board),
            response: ResponseClock::of(call, &board.offers),
            placeless: PlacelessClock::of(call, &board.offers),
            deadline: call.deadline,
            fits: 0,
            takes_part: 0,
            gaps: gaps_of(call),
            children_offered: call.children.iter().filter(|child| has_offer(child.id)).count(),
            children: children_of(call, board, now),
            journey: journey_of(call, board),
            lives_at: lives_at(call, board),
            freed: freed_for(call, board),
            asked: Asked::of(&board.enquiries, call),
        };
        row.count(found);
        row
    }

    /// Whether a place is looked for: none yet, or another while the request stays open.
    #[must_use]
    pub const fn is_looked_for(&self) -> bool {
        matches!(self.standing, Standing::NeedsPlace | Standing::StaysOpen)
    }

    /// Counts the units that were found.
    pub(super) fn count(&mut self, found: Option<&UnitMatches>) {
        self.fits = found.map_or(0, UnitMatches::count_whole);
        self.takes_part = found.map_or(0, UnitMatches::count_parts);
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

/// Where each of several children stands; empty while they go as one group and all stand alike.
fn children_of(call: &Call, board: &Board, now: DateTime<Utc>) -> Vec<ChildRow> {
    let row = |child: ChildId| ChildRow {
        child,
        standing: ChildStanding::of(call, &board.offers, &board.placements, child, now),
        placeless: PlacelessClock::of_child(call, &board.offers, child),
    };
    let rows: Vec<ChildRow> = call.children.iter().map(|child| row(child.id)).collect();
    let are_alike = rows.iter().all(|row| row.standing == rows[0].standing);
    let is_group = SiblingRule::is_one_group(call.siblings);
    if call.kind == CallKind::Consultation || rows.len() < 2 || is_group && are_alike {
        return Vec::new();
    }
    rows
}

fn counts_for(offer: &crate::domain::offer::Offer, child: ChildId) -> bool {
    (offer.awaits_answer() || offer.is_accepted()) && offer.children.contains(&child)
}

fn placements_of<'a>(
    call: &Call,
    board: &'a Board,
    state: PlacementState,
) -> impl Iterator<Item = &'a Placement> {
    let call = call.id;
    board.placements.iter().filter(move |placement| placement.call == call && placement.state() == state)
}

fn unit_of(board: &Board, place: PlaceId) -> Option<UnitId> {
    board.places.iter().find(|known| known.id == place).map(|known| known.unit)
}

fn journey_of(call: &Call, board: &Board) -> Option<Journey> {
    let expected = placements_of(call, board, PlacementState::Expected);
    let first = expected.min_by_key(|placement| placement.expected_at.unwrap_or(DateTime::<Utc>::MAX_UTC))?;
    Some(Journey { leaves_at: first.leaves_at, expected_at: first.expected_at })
}

fn lives_at(call: &Call, board: &Board) -> Option<UnitId> {
    let living = placements_of(call, board, PlacementState::Living).filter(|_| call.stays_open);
    unit_of(board, living.last()?.place)
}

fn freed_for(call: &Call, board: &Board) -> Option<Freed> {
    let told = board.follow_ups.iter();
    let told = told.filter(|known| known.kind == FollowUpKind::PlaceFree && known.call == call.id);
    let newest = told.max_by_key(|known| known.id)?;
    Some(Freed { follow_up: newest.id, unit: unit_of(board, newest.place?)? })
}

/// What is not known of a registered call.
fn gaps_of(call: &Call) -> Vec<Gap> {
    Gap::of(&CallFacts { callback: call.has_callback.then(String::new), ..call.facts() })
}
