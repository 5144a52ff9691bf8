//! What is to be done in words: the board's next steps and screen 4 say the same.

use crate::app::board_view::BoardView;
use crate::app::follow_ups_screen::unit_of;
use crate::app::keymap::Action;
use crate::domain::call::Call;
use crate::domain::follow_up::{FollowUp, FollowUpKind, Owner};
use crate::domain::question::Subject;
use crate::domain::unit_facts::UnitFact;
use crate::text::routine::ToDo;

use super::labels;
use super::scene::{Scene, short_name};
use super::windows::grouped;

/// What a follow-up asks for.
#[must_use]
pub fn what(scene: Scene<'_>, view: &BoardView, call: &Call, task: &FollowUp) -> String {
    let unit = unit_of(view, task).and_then(|unit| view.board.unit(unit));
    let asked = task.enquiry.and_then(|enquiry| scene.asked(enquiry));
    let about = ToDo {
        who: &scene.caller_place(call),
        unit: unit.map(|unit| unit.name.as_str()),
        item: task.item.map(|item| scene.item_label(item)),
        asked: asked.as_deref(),
    };
    scene.texts.to_do(task, &about)
}

/// Who has a follow-up, in full.
#[must_use]
pub fn owner(scene: Scene<'_>, call: &Call, task: &FollowUp) -> String {
    match task.owner {
        Owner::Department => scene.department_of(call),
        Owner::Adviser => task.by.clone(),
    }
}

/// The same for a column.
#[must_use]
pub fn owner_short(scene: Scene<'_>, call: &Call, task: &FollowUp) -> String {
    match task.owner {
        Owner::Department => scene.department_of(call),
        Owner::Adviser => short_name(&task.by),
    }
}

/// The number to phone, where one is to be phoned: hidden until it is revealed, as every number of a person.
#[must_use]
pub fn phone(scene: Scene<'_>, view: &BoardView, call: &Call, task: &FollowUp) -> Option<String> {
    let texts = scene.texts;
    let hidden = || texts.due_phone_hidden(labels::first_key(texts, Action::Phones));
    match task.kind {
        FollowUpKind::OfferAnswer | FollowUpKind::CallBack | FollowUpKind::ItemLater => {
            let shown = scene.model.shown_of(Subject::Call(call.id));
            Some(match shown.and_then(|data| data.callback.as_deref()) {
                Some(number) => texts.due_phone(grouped(number)),
                None if call.has_callback => hidden(),
                None => texts.due_phone_unknown().into_owned(),
            })
        }
        FollowUpKind::ConfirmPlace | FollowUpKind::ClearWithMeasure | FollowUpKind::Arrival => {
            let shown = scene.model.shown_of(Subject::Unit(unit_of(view, task)?));
            let number =
                shown.and_then(|data| data.facts.get(&UnitFact::OnCallPhone).or(data.phone.as_ref()));
            Some(number.map_or_else(hidden, |number| texts.due_phone(grouped(number))))
        }
        FollowUpKind::OfferReason | FollowUpKind::Step | FollowUpKind::PlaceFree | FollowUpKind::AskAgain => {
            None
        }
    }
}
