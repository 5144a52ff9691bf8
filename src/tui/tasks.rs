//! What is to be done in words: the board's next steps and screen 4 say the same.

use crate::app::board_view::BoardView;
use crate::app::follow_ups_screen::unit_of;
use crate::app::keymap::Action;
use crate::domain::call::Call;
use crate::domain::follow_up::{FollowUp, FollowUpKind, Owner};
use crate::domain::question::Subject;

use super::labels;
use super::scene::{Scene, short_name};
use super::windows::grouped;

/// What a follow-up asks for.
#[must_use]
pub fn what(scene: Scene<'_>, view: &BoardView, call: &Call, task: &FollowUp) -> String {
    let texts = scene.texts;
    let of_unit = |words: fn(&crate::text::Texts, &str) -> String| {
        let unit = unit_of(view, task).and_then(|unit| view.board.unit(unit));
        unit.map(|unit| words(texts, unit.name.as_str()))
    };
    let named = match task.kind {
        FollowUpKind::OfferAnswer => Some(texts.step_offer_answer(scene.caller_place(call))),
        FollowUpKind::OfferReason => Some(texts.step_offer_reason().into_owned()),
        FollowUpKind::CallBack => Some(texts.step_call_back(scene.caller_place(call))),
        FollowUpKind::ItemLater => task.item.map(|item| texts.step_item_later(scene.item_label(item))),
        FollowUpKind::Step => task.step.map(|step| texts.step_name(step).into_owned()),
        FollowUpKind::ConfirmPlace => of_unit(|texts, unit| texts.step_confirm_place(unit)),
        FollowUpKind::Arrival => of_unit(|texts, unit| texts.step_arrival(unit)),
        FollowUpKind::PlaceFree => of_unit(|texts, unit| texts.step_place_free(unit)),
        FollowUpKind::ClearWithMeasure => of_unit(|texts, unit| texts.step_clear_with_measure(unit)),
    };
    // What it is about may have left the board: that it is to be done is said all the same.
    named.unwrap_or_else(|| texts.follow_up_kind(task.kind))
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
                shown.and_then(|data| data.on_call_phone.as_deref().or(data.phone.as_deref()));
            Some(number.map_or_else(hidden, |number| texts.due_phone(grouped(number))))
        }
        FollowUpKind::OfferReason | FollowUpKind::Step | FollowUpKind::PlaceFree => None,
    }
}
