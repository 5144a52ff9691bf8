//! Draws the closing of a call.

use std::borrow::Cow;

use crate::app::close_window::{CloseWindow, open_work};
use crate::app::form::FieldId;
use crate::domain::call::CloseReason;

use super::fields::{Spot, draw as draw_field};
use crate::tui::frame::window;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 78;
const COLUMN: u16 = 11;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, closing: &CloseWindow) {
    let texts = scene.texts;
    let Some(view) = scene.view() else { return };
    let Some(call) = view.board.call(closing.call) else { return };
    let title = texts.close_title(call.id.0, scene.caller_place(call), scene.children(call));
    let options: Vec<(char, String)> = closing
        .reasons
        .iter()
        .map(|(letter, reason)| (*letter, reason_word(scene, *reason).into_owned()))
        .collect();
    let mut lines: Vec<(String, Role)> = Vec::new();
    if closing.lacks_reason {
        lines.push((format!("! {}", texts.close_fault_reason()), Role::Alarm));
    }
    let (offers, held) = open_work(&view.board, call.id, scene.now());
    for offer in &offers {
        let unit = view.unit_of_place(offer.place).map(|unit| unit.name.clone()).unwrap_or_default();
        lines.push((format!("! {}", texts.close_in_the_way(unit)), Role::Warning));
    }
    if offers.is_empty() {
        let names: Vec<&str> =
            held.iter().filter_map(|unit| Some(view.board.unit(*unit)?.name.as_str())).collect();
        if !names.is_empty() {
            lines.push((texts.close_ends_holds(names.join(", ")), Role::Text));
        }
        let follow_ups = view.board.follow_ups.iter().filter(|due| due.call == call.id).count();
        if follow_ups > 0 {
            lines.push((texts.close_ends_follow_ups(follow_ups), Role::Text));
        }
        lines.push((texts.close_does(call.id.0), Role::Faint));
    }
    let room = WIDTH.min(pen.area().width).saturating_sub(6);
    let lines: Vec<(String, Role)> = lines
        .into_iter()
        .flat_map(|(text, role)| wrap(&text, room).into_iter().map(move |line| (line, role)))
        .collect();
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(6);
    let inner = window(pen, WIDTH, height, &title, &texts.close_hint());
    let spot = |row| Spot { area: inner, row, column: COLUMN };
    let form = &closing.form;
    draw_field(pen, spot(0), form, FieldId::CloseReason, &texts.close_reason(), "", &options);
    draw_field(pen, spot(1), form, FieldId::Note, &texts.close_note(), &texts.close_note_hint(), &[]);
    for (y, (text, role)) in (3..).zip(&lines) {
        pen.line(inner, y).text(" ", Role::Text).text(text, *role);
    }
}

fn reason_word(scene: Scene<'_>, reason: CloseReason) -> Cow<'_, str> {
    let texts = scene.texts;
    match reason {
        CloseReason::Placed => texts.close_placed(),
        CloseReason::ConsultationDone => texts.close_consultation_done(),
        CloseReason::Withdrawn => texts.close_withdrawn(),
        CloseReason::SolvedOutside => texts.close_solved_outside(),
        CloseReason::BecamePlanned => texts.close_became_planned(),
    }
}
