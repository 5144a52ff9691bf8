//! Draws the window of a case note that is to be written.

use crate::app::export_window::{ExportWindow, NAMES_LETTERS};
use crate::app::form::FieldId;

use super::fields::{Spot, draw as draw_field};
use crate::tui::frame::window;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 78;
const COLUMN: u16 = 11;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, note: &ExportWindow) {
    let texts = scene.texts;
    let call = scene.view().and_then(|view| view.board.known_call(note.call));
    let title = match call {
        Some(call) => texts.export_title_of(call.id.0, scene.caller_place(call), scene.children(call)),
        // One from long ago: only its number is at hand.
        None => texts.export_title(note.call.0),
    };
    let mut lines: Vec<(String, Role)> = Vec::new();
    if note.lacks_reason {
        lines.push((format!("! {}", texts.export_fault_reason()), Role::Alarm));
    }
    if call.is_some_and(|call| call.may_be_known == Some(false)) {
        lines.push((format!("! {}", texts.export_secret()), Role::Warning));
    }
    if !note.is_named() && call.is_some_and(|call| call.shield.is_some()) {
        lines.push((format!("! {}", texts.export_shielded()), Role::Warning));
    }
    if note.is_named() {
        lines.push((texts.export_does_named().into_owned(), Role::Text));
    }
    lines.push((texts.export_does().into_owned(), Role::Faint));
    if note.is_busy() {
        lines.push((texts.export_busy().into_owned(), Role::Strong));
    }
    let room = WIDTH.min(pen.area().width).saturating_sub(6);
    let lines: Vec<(String, Role)> = lines
        .into_iter()
        .flat_map(|(text, role)| wrap(&text, room).into_iter().map(move |line| (line, role)))
        .collect();
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(7);
    let inner = window(pen, WIDTH, height, &title, &texts.export_hint());
    let spot = |row| Spot { area: inner, row, column: COLUMN };
    let form = &note.form;
    let proposed = texts.export_file(note.call.0);
    draw_field(pen, spot(0), form, FieldId::FileName, &texts.export_field_file(), &proposed, &[]);
    let words = [texts.export_without().into_owned(), texts.export_with().into_owned()];
    let options: Vec<(char, String)> = NAMES_LETTERS.iter().copied().zip(words).collect();
    draw_field(pen, spot(1), form, FieldId::WithNames, &texts.export_field_names(), "", &options);
    if note.is_named() {
        let (label, hint) = (texts.export_field_reason(), texts.export_reason_hint());
        draw_field(pen, spot(2), form, FieldId::ExportReason, &label, &hint, &[]);
    }
    for (y, (text, role)) in (4..).zip(&lines) {
        pen.line(inner, y).text(" ", Role::Text).text(text, *role);
    }
}
