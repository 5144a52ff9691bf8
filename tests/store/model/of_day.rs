//! What belongs to a working day once an offer is accepted: for which placement a step is needed, and the papers of a
//! place that is bought.

use akuttvakt::domain::follow_up::{FollowUpEnd, FollowUpKind, Owner};
use akuttvakt::domain::measure::Ownership;
use akuttvakt::domain::purchase::PaperKey;
use akuttvakt::domain::routine::StepKey;

use super::contacts::about_call;
use super::rows::PlacementRow;
use super::world::{At, FollowUpRow, World, index};

/// Each paper, and whether each child has its own.
const PAPERS: [(PaperKey, bool); 4] = [
    (PaperKey::Agreement, true),
    (PaperKey::Documents, false),
    (PaperKey::Quality, false),
    (PaperKey::Birk, true),
];

impl World {
    /// Whether a step is to be done: of a placement while that stands, of the case while there is one; a meeting is one
    /// that comes after the acceptance.
    pub(super) fn needs_step(&self, call: i64, step: StepKey, offer: Option<i64>) -> bool {
        if let Some(offer) = offer {
            return self.offers[index(offer)].is_accepted();
        }
        let met = self.calls[index(call)].meeting.filter(|_| step == StepKey::ClarificationMeeting);
        self.offers.iter().any(|row| {
            row.call == call
                && row.is_accepted()
                && met.is_none_or(|(met, _)| row.answer.is_some_and(|(_, at)| at >= met))
        })
    }

    /// The open tasks of a step.
    pub(super) fn tasks(&self, call: i64, step: StepKey) -> Vec<usize> {
        self.open_follow_ups(|row| row.call == call && row.step == Some(step))
    }

    fn unit(&self, place: i64) -> i64 {
        self.places[index(place)].unit
    }

    /// Whether two papers are the same one of the same purchase.
    pub(super) fn is_same_paper(&self, one: &FollowUpRow, other: &FollowUpRow) -> bool {
        let unit = |row: &FollowUpRow| row.place.map(|place| self.unit(place));
        one.kind == FollowUpKind::Paper
            && (one.kind, one.call, one.paper, one.child, unit(one))
                == (other.kind, other.call, other.paper, other.child, unit(other))
    }

    /// Whether an accepted offer of the unit needs a paper.
    pub(super) fn needs_paper(&self, paper: &FollowUpRow) -> bool {
        let unit = paper.place.map(|place| self.unit(place));
        self.offers.iter().zip(1..).any(|(offer, number)| {
            offer.call == paper.call
                && offer.is_accepted()
                && Some(self.unit(offer.place)) == unit
                && paper.child.is_none_or(|child| self.children_of_offer(number).contains(&child))
        })
    }

    /// Whether a paper is there already: open, or settled for a purchase that goes on or never came to an end.
    fn has_paper(&self, paper: &FollowUpRow, offer: i64) -> bool {
        let unit = paper.place.map(|place| self.unit(place));
        let is_of = |row: &&PlacementRow| {
            row.call == paper.call
                && Some(self.unit(row.place)) == unit
                && !row.is_void
                && paper.child.is_none_or(|child| child == row.child)
        };
        let is_gone = |row: &PlacementRow| row.cancelled.is_some() || row.ended.is_some();
        let goes_on = self.placements.iter().filter(is_of).any(|row| row.offer != offer && !is_gone(row))
            || !self.placements.iter().filter(is_of).any(is_gone);
        self.follow_ups.iter().filter(|row| self.is_same_paper(paper, row)).any(|row| match row.ended {
            None => true,
            Some((_, end)) => end != FollowUpEnd::Undone && goes_on,
        })
    }

    /// The papers of a place that is bought are due once it is accepted.
    pub(super) fn begin_papers(&mut self, offer: i64, now: At) {
        let (call, place) = (self.offers[index(offer)].call, self.offers[index(offer)].place);
        if self.units[index(self.unit(place))].ownership != Ownership::SinglePurchase {
            return;
        }
        let due = self.next_office_day(now);
        let children = self.children_of_offer(offer);
        for (paper, per_child) in PAPERS {
            let about: Vec<Option<i64>> =
                if per_child { children.iter().copied().map(Some).collect() } else { vec![None] };
            for child in about {
                let row = FollowUpRow {
                    place: Some(place),
                    child,
                    paper: Some(paper),
                    owner: Owner::Department,
                    ..about_call(FollowUpKind::Paper, call, due, self.hand)
                };
                if !self.has_paper(&row, offer) {
                    self.follow_ups.push(row);
                }
            }
        }
    }

    /// A placement came to nothing: what no other needs is over.
    pub(super) fn drop_of_day(&mut self, call: i64, now: At) {
        for at in self.open_follow_ups(|row| row.call == call) {
            let row = &self.follow_ups[at];
            let is_needed = match (row.kind, row.step) {
                (FollowUpKind::Step, Some(step)) => self.needs_step(call, step, row.offer),
                (FollowUpKind::Paper, _) => self.needs_paper(row),
                _ => true,
            };
            if !is_needed {
                self.follow_ups[at].ended = Some((now, FollowUpEnd::Dropped));
            }
        }
    }
}
