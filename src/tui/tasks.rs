//! What is to be done in words: the board's next steps and screen 4 say the same.

use crate::app::board_view::BoardView;
use crate::app::follow_ups_screen::unit_of;
use crate::app::keymap::Action;
use crate::domain::call::Call;
use crate::domain::follow_up::{FollowUp, FollowUpKind, Owner};
use crate::domain::follow_up_list::FollowUpLine;
use crate::domain::question::Subject;
use crate::text::routine::ToDo;

use super::labels;
use super::scene::{Scene, short_name};
use super::windows::grouped;

/// What a follow-up asks for.
#[must_use]
pub fn what(scene: Scene<'_>, view: &BoardView, call: &Call, task: &FollowUp) -> String {
    let unit = unit_of(view, task).and_then(|unit| view.board.unit(unit));
    let asked = task.enquiry.and_then(|enquiry| scene.asked(enquiry));
    let of = scene.texts.placement_of(&view.board, task);
    let about = ToDo {
        who: &scene.caller_place(call),
        unit: unit.map(|unit| unit.name.as_str()),
        item: task.item.map(|item| scene.item_label(item)),
        asked: asked.as_deref(),
        of: of.as_deref(),
    };
    scene.texts.to_do(task, &about)
}

/// What a line asks for: a single thing in full; several in a word each, with what they are of.
#[must_use]
pub fn together(scene: Scene<'_>, view: &BoardView, call: &Call, line: &FollowUpLine, between: &str) -> String {
    if line.more.is_empty() {
        return what(scene, view, call, &line.first);
    }
    let texts = scene.texts;
    let words: Vec<_> = line.tasks().filter_map(|task| texts.task_short(task)).collect();
    let is_particular = |task: &&FollowUp| task.child.is_some() || task.offer.is_some();
    let of = texts.placement_of(&view.board, line.tasks().find(is_particular).unwrap_or(&line.first));
    texts.named_with(of.as_deref(), words.join(between))
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
            let number = shown.and_then(|data| data.on_call_phone.as_deref().or(data.phone.as_deref()));
            Some(number.map_or_else(hidden, |number| texts.due_phone(grouped(number))))
        }
        // An institution's own number and a region's duty phone are no person's.
        FollowUpKind::AskAgain => {
            let asked = view.board.enquiries.iter().find(|known| Some(known.id) == task.enquiry)?;
            let unit = asked.unit.and_then(|unit| view.board.unit(unit));
            let shown = unit.and_then(|unit| scene.model.shown_of(Subject::Unit(unit.id)));
            let of_unit = unit.filter(|unit| !unit.kind.is_home()).and_then(|unit| unit.phone.as_deref());
            let of_region = asked.region.filter(|_| unit.is_none());
            let number = shown
                .and_then(|data| data.phone.as_deref())
                .or(of_unit)
                .or_else(|| view.board.duty_phones.get(&of_region?).map(String::as_str));
            Some(number.map_or_else(hidden, |number| texts.due_phone(grouped(number))))
        }
        FollowUpKind::OfferReason | FollowUpKind::Step | FollowUpKind::Paper | FollowUpKind::PlaceFree => None,
    }
}
