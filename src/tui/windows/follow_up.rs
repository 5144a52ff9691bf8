//! Draws the window that moves a follow-up or gives it to another.

use crate::app::follow_up_window::{FollowUpFault, FollowUpWindow, MOST_SIGNS};
use crate::app::form::{FieldId, FieldValue, Form};
use crate::domain::call::Call;
use crate::domain::follow_up::{FollowUp, Receiver};

use super::fields::{Spot, draw as draw_field};
use crate::tui::frame::window;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::tasks;
use crate::tui::theme::Role;

const WIDTH: u16 = 78;
const COLUMN: u16 = 12;
/// The border, the fields, what Enter does, and blank rows between.
const HEIGHT: u16 = 9;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, moving: &FollowUpWindow) {
    let texts = scene.texts;
    let Some(view) = scene.view() else { return };
    let Some(call) = view.board.known_call(moving.call) else { return };
    let open: Vec<&FollowUp> = moving.open_tasks(view).collect();
    let room = WIDTH.min(pen.area().width).saturating_sub(6);
    let about = match open.first() {
        Some(first) => {
            let what: Vec<String> = open.iter().map(|task| tasks::what(scene, view, call, task)).collect();
            let owner = tasks::owner(scene, call, first);
            texts.move_about(owner, what.join(", "), texts.time_near(first.due_at, scene.now()))
        }
        None => texts.move_gone().into_owned(),
    };
    let about = wrap(&about, room);
    let rows = u16::try_from(about.len()).unwrap_or(0);
    let title = texts.move_title(call.id.0, scene.caller_place(call));
    let inner = window(pen, WIDTH, HEIGHT + rows, &title, &texts.move_hint());
    for (y, text) in (0..).zip(&about) {
        pen.line(inner, y).text(" ", Role::Text).text(text, Role::Text);
    }
    let form = with_names(scene, call, moving, open.first().copied());
    let fields = [
        (FieldId::At, texts.move_at(), texts.move_at_hint()),
        (FieldId::MoveReason, texts.move_reason(), texts.move_reason_hint()),
        (FieldId::Receiver, texts.move_receiver(), texts.move_receiver_hint()),
    ];
    for (row, (id, label, hint)) in (rows + 1..).zip(fields) {
        draw_field(pen, Spot { area: inner, row, column: COLUMN }, &form, id, &label, &hint, &[]);
    }
    let Some((words, role)) = below(scene, call, moving) else { return };
    for (y, text) in (rows + 5..).zip(wrap(&words, room)) {
        pen.line(inner, y).text(" ", Role::Text).text(text, role);
    }
}

/// The form with every receiver's name: whoever has it now, the department, the advisers.
fn with_names(scene: Scene<'_>, call: &Call, moving: &FollowUpWindow, task: Option<&FollowUp>) -> Form {
    let mut form = moving.form.clone();
    let Some(FieldValue::Name { names, at }) = moving.form.value(FieldId::Receiver) else { return form };
    let now = task.map(|task| tasks::owner(scene, call, task)).unwrap_or_default();
    let first = [scene.texts.move_receiver_same(now), scene.department_of(call)];
    let names = first.into_iter().chain(names.iter().skip(2).cloned()).collect();
    form.set(FieldId::Receiver, FieldValue::Name { names, at: *at });
    form
}

/// Why Enter did nothing, or what it will do.
fn below(scene: Scene<'_>, call: &Call, moving: &FollowUpWindow) -> Option<(String, Role)> {
    let (texts, now) = (scene.texts, scene.now());
    let moved_to = moving.moved_to(now);
    if let Some(fault) = moving.fault {
        let words = match fault {
            FollowUpFault::Empty => texts.move_fault_empty().into_owned(),
            FollowUpFault::NotATime => {
                texts.move_fault_time(moving.form.text(FieldId::At).unwrap_or_default())
            }
            FollowUpFault::Passed => {
                texts.move_fault_passed(moved_to.map(|at| texts.time_near(at, now)).unwrap_or_default())
            }
            FollowUpFault::NoTime => texts.move_fault_no_time().into_owned(),
            FollowUpFault::NoReason => texts.move_fault_reason().into_owned(),
            FollowUpFault::ReasonTooLong => texts.move_fault_long(MOST_SIGNS),
        };
        return Some((format!("! {words}"), Role::Alarm));
    }
    let moves = moved_to.map(|at| texts.move_does(texts.time_near(at, now)));
    let gives = moving.receiver().map(|receiver| {
        texts.move_does_give(match receiver {
            Receiver::Department => scene.department_of(call),
            Receiver::Adviser(name) => name,
        })
    });
    let words: Vec<String> = moves.into_iter().chain(gives).collect();
    (!words.is_empty()).then(|| (words.join(" "), Role::Strong))
}
