//! What is to be done in words: the board's next steps and screen 4 say the same.

use crate::app::board_view::BoardView;
use crate::app::follow_ups_screen::unit_of;
use crate::app::keymap::Action;
use crate::domain::call::Call;
use crate::domain::follow_up::{FollowUp, FollowUpKind, Owner};
use crate::domain::follow_up_list::FollowUpLine;
use crate::domain::question::Subject;
use crate::domain::unit_facts::UnitFact;
use crate::text::routine::ToDo;

use super::labels;
use super::scene::{Scene, short_name};
use super::windows::grouped;

/// What a follow-up asks for.
#[must_use]
pub fn what(scene: Scene<'_>, view: &BoardView, call: &Call, task: &FollowUp) -> String {
    said(scene, view, call, task, scene.texts.placement_of(&view.board, task).as_deref())
}

fn said(scene: Scene<'_>, view: &BoardView, call: &Call, task: &FollowUp, of: Option<&str>) -> String {
    let unit = unit_of(view, task).and_then(|unit| view.board.unit(unit));
    let asked = task.enquiry.and_then(|enquiry| scene.asked(enquiry));
    let about = ToDo {
        who: &scene.caller_place(call),
        unit: unit.map(|unit| unit.name.as_str()),
        item: task.item.map(|item| scene.item_label(item)),
        asked: asked.as_deref(),
        of,
    };
    scene.texts.to_do(task, &about)
}

/// What a line asks for: a single thing in full; several in a word each, with what they are of.
#[must_use]
pub fn together(
    scene: Scene<'_>,
    view: &BoardView,
    call: &Call,
    line: &FollowUpLine,
    between: &str,
) -> String {
    if line.more.is_empty() {
        return what(scene, view, call, &line.first);
    }
    let texts = scene.texts;
    let words = if line.first.kind == FollowUpKind::Paper {
        texts.paper_count(line.count())
    } else {
        let steps = line.tasks().filter_map(|task| task.step);
        steps.map(|step| texts.step_short(step)).collect::<Vec<_>>().join(between)
    };
    texts.named_with(of_line(scene, view, line).as_deref(), words)
}

/// The same, each in full.
#[must_use]
pub fn in_full(scene: Scene<'_>, view: &BoardView, call: &Call, line: &FollowUpLine) -> String {
    let words: Vec<String> = line.tasks().map(|task| said(scene, view, call, task, None)).collect();
    scene.texts.named_with(of_line(scene, view, line).as_deref(), words.join(", "))
}

/// What a line is of: a child's own paper, or a step of one placement, tells more than what is for all.
fn of_line(scene: Scene<'_>, view: &BoardView, line: &FollowUpLine) -> Option<String> {
    let is_particular = |task: &&FollowUp| task.child.is_some() || task.offer.is_some();
    scene.texts.placement_of(&view.board, line.tasks().find(is_particular).unwrap_or(&line.first))
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
        FollowUpKind::AskAgain => {
            Some(asked_phone(scene, view, task).map_or_else(hidden, |number| texts.due_phone(number)))
        }
        FollowUpKind::OfferReason | FollowUpKind::Step | FollowUpKind::Paper | FollowUpKind::PlaceFree => {
            None
        }
    }
}

/// The number of whom to ask again, where it is known and shown: an institution's own number and a region's duty phone
/// are no person's.
#[must_use]
pub fn asked_phone(scene: Scene<'_>, view: &BoardView, task: &FollowUp) -> Option<String> {
    let asked = view.board.enquiries.iter().find(|known| Some(known.id) == task.enquiry)?;
    let number = match asked.unit {
        Some(unit) => {
            let revealed = scene.model.shown_of(Subject::Unit(unit)).and_then(|data| data.phone.as_deref());
            let listed = || view.board.unit(unit).filter(|unit| !unit.kind.is_home())?.phone.as_deref();
            revealed.or_else(listed)
        }
        None => view.board.duty_phones.get(&asked.region?).map(String::as_str),
    };
    number.map(grouped)
}
