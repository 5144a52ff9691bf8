//! Draws the promise to ring back.

use chrono::TimeDelta;

use crate::app::call_back_window::{CallBackFault, CallBackWindow, PHONED_LETTERS, due_of};
use crate::app::form::FieldId;
use crate::domain::follow_up::{FollowUp, FollowUpKind};

use super::fields::{Spot, draw as draw_field};
use crate::tui::frame::window;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 78;
/// The border, the rows of the window without what is due, and blank rows between.
const HEIGHT: u16 = 10;
const COLUMN: u16 = 15;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, promise: &CallBackWindow) {
    let texts = scene.texts;
    let Some(view) = scene.view() else { return };
    let Some(call) = view.board.call(promise.call) else { return };
    let now = scene.now();
    let title = texts.call_back_title(call.id.0, scene.caller_place(call), scene.children(call));
    let due: Vec<&FollowUp> = due_of(&view.board, call.id, now).collect();
    let more = u16::try_from(due.len()).unwrap_or(0);
    let inner = window(pen, WIDTH, HEIGHT + more, &title, &texts.call_back_hint());
    let mut y = 0;
    if due.is_empty() {
        pen.line(inner, y).text(" ", Role::Text).text(texts.call_back_nothing(), Role::Faint);
        y += 1;
    }
    for follow_up in &due {
        let time = texts.time_near(follow_up.due_at, now);
        let (text, role) = match follow_up.kind {
            FollowUpKind::OfferAnswer => (texts.call_back_offer(time), Role::Warning),
            _ if follow_up.due_at <= now => {
                let late = texts.duration(now - follow_up.due_at);
                (texts.call_back_promised_late(late, time), Role::Warning)
            }
            _ => (texts.call_back_promised(time), Role::Text),
        };
        pen.line(inner, y).text(" ", Role::Text).text(text, role);
        y += 1;
    }
    y += 1;
    let options: Vec<(char, String)> = PHONED_LETTERS
        .iter()
        .copied()
        .zip([texts.call_back_yes().into_owned(), texts.call_back_no().into_owned()])
        .collect();
    for (row, _) in promise.form.shown() {
        let spot = Spot { area: inner, row: y, column: COLUMN };
        if row.id == FieldId::Phoned {
            draw_field(pen, spot, &promise.form, row.id, &texts.call_back_phoned(), "", &options);
        } else if row.id == FieldId::Repeat {
            let hint = texts.call_back_repeat_hint();
            draw_field(pen, spot, &promise.form, row.id, &texts.call_back_repeat(), &hint, &[]);
        } else {
            let hint = texts.call_back_at_hint();
            draw_field(pen, spot, &promise.form, row.id, &texts.call_back_at(), &hint, &[]);
        }
        y += 1;
    }
    y += 1;
    let Some((text, role)) = below(scene, promise, &due) else { return };
    for text in wrap(&text, inner.width.saturating_sub(2)) {
        pen.line(inner, y).text(" ", Role::Text).text(text, role);
        y += 1;
    }
}

/// Why Enter did nothing, or what it will do.
fn below(scene: Scene<'_>, promise: &CallBackWindow, due: &[&FollowUp]) -> Option<(String, Role)> {
    let texts = scene.texts;
    let now = scene.now();
    let typed = promise.form.text(FieldId::At);
    let promised = promise.promised(now);
    if let Some(fault) = promise.fault {
        let text = match fault {
            CallBackFault::Empty if !due.is_empty() => texts.call_back_fault_empty_phoned().into_owned(),
            CallBackFault::Empty => texts.call_back_fault_empty().into_owned(),
            CallBackFault::NotMinutes => texts.call_back_fault_repeat().into_owned(),
            CallBackFault::NotATime => texts.call_back_fault_time(typed.unwrap_or_default()),
            CallBackFault::Passed => {
                texts.call_back_fault_passed(promised.map(|at| texts.time_near(at, now)).unwrap_or_default())
            }
        };
        return Some((format!("! {text}"), Role::Alarm));
    }
    let text = match (promised.filter(|at| *at > now), promise.was_phoned()) {
        (Some(at), was_phoned) => {
            // A started minute is said as the one it is in: `+30` is half an hour.
            let left = texts.duration(at - now + TimeDelta::seconds(59));
            let time = texts.time_near(at, now);
            if let Some(Ok(minutes)) = promise.repeats() {
                texts.call_back_does_repeat(left, minutes, time)
            } else if was_phoned {
                texts.call_back_does_both(left, time)
            } else if due.iter().any(|follow_up| follow_up.kind == FollowUpKind::CallBack) {
                texts.call_back_does_instead(left, time)
            } else {
                texts.call_back_does(left, time)
            }
        }
        (None, true) => texts.call_back_does_phoned().into_owned(),
        (None, false) => return None,
    };
    Some((text, Role::Faint))
}
