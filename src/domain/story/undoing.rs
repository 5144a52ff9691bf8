//! What an undo took back: the happening it made says so.

use super::group::Group;
use super::rows::Rows;
use super::{Happening, What};
use crate::domain::checklist::ItemKey;
use crate::domain::ids::{FollowUpId, OfferId, PlaceId};
use crate::domain::routine::StepKey;

/// What the lines of an undo touch.
struct Touched {
    act: Option<Undone>,
    offer: Option<OfferId>,
    places: Vec<PlaceId>,
    item: Option<ItemKey>,
    step: Option<StepKey>,
    tasks: Vec<FollowUpId>,
}

/// What kind of act was taken back.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Undone {
    Offer,
    Answer,
    Complete,
    Item,
    Hold,
    Step,
    Task,
}

/// Where the happening stands that an undo took back; none where the lines do not tell.
pub(super) fn taken_back(group: &Group<'_>, rows: &Rows, told: &[Happening]) -> Option<usize> {
    let touched = Touched::by(group, rows);
    told.iter().rposition(|happening| happening.undone_at.is_none() && touched.made(&happening.what))
}

impl Touched {
    fn by(group: &Group<'_>, rows: &Rows) -> Self {
        let has = |subject, field| group.line(subject, field).is_some();
        let offer = group.rows("offers").first().copied().map(OfferId);
        let act = if has("offers", "voided_at") {
            Some(Undone::Offer)
        } else if has("offers", "answer") {
            Some(Undone::Answer)
        } else if offer.is_some() {
            Some(Undone::Complete)
        } else if has("checklist_answers", "ended_at") || has("checklist_answers", "uuid") {
            Some(Undone::Item)
        } else if !group.rows("claims").is_empty() {
            Some(Undone::Hold)
        } else if has("routine_steps", "ended_at") {
            Some(Undone::Step)
        } else if !group.rows("follow_ups").is_empty() {
            Some(Undone::Task)
        } else {
            None
        };
        Self {
            act,
            offer,
            places: rows.places(group, |_| true),
            item: group.of("checklist_answers").find_map(|entry| rows.items.get(&entry.number).copied()),
            step: group.of("routine_steps").find_map(|entry| rows.steps.get(&entry.number).copied()),
            tasks: group.rows("follow_ups").into_iter().map(FollowUpId).collect(),
        }
    }

    /// Whether this is what was taken back.
    fn made(&self, what: &What) -> bool {
        match (what, self.act) {
            (What::Offered { offer, .. }, Some(Undone::Offer))
            | (What::Answered { offer, .. }, Some(Undone::Answer))
            | (What::OfferCompleted { offer, .. }, Some(Undone::Complete)) => Some(*offer) == self.offer,
            (What::Held { places, .. }, Some(Undone::Hold)) => {
                places.iter().any(|place| self.places.contains(place))
            }
            (What::ItemAnswered { item, .. }, Some(Undone::Item)) => self.item.is_none_or(|own| own == *item),
            (What::StepSettled { step, .. }, Some(Undone::Step)) => self.step == Some(*step),
            (What::FollowUpEnded { task, .. }, Some(Undone::Step)) => {
                self.step.is_some() && self.step == task.step
            }
            (What::CallBackPromised { task, .. }, Some(Undone::Task)) => self.tasks.contains(task),
            (
                What::FollowUpEnded { task, .. }
                | What::FollowUpMoved { task, .. }
                | What::FollowUpAssigned { task, .. },
                Some(Undone::Task),
            ) => self.tasks.contains(&task.id),
            (What::PlacesFree { tasks, .. }, Some(Undone::Task)) => {
                tasks.iter().any(|task| self.tasks.contains(task))
            }
            _ => false,
        }
    }
}
