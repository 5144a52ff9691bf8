//! Draws what the municipality is offered meanwhile.

use crate::app::form::FieldId;
use crate::app::measures_window::{MeasuresWindow, STATE_LETTERS};
use crate::domain::compensation::{CompensationKind, CompensationState};

use super::fields::{Spot, draw as draw_field};
use crate::tui::frame::window;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 78;
const COLUMN: u16 = 17;
/// The border, a blank row and two of advice.
const FIXED: u16 = 5;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, measures: &MeasuresWindow) {
    let texts = scene.texts;
    let Some(call) = scene.view().and_then(|view| view.board.call(measures.call)) else { return };
    let title = texts.measures_title(call.id.0, scene.caller_place(call), scene.children(call));
    let rows = u16::try_from(CompensationKind::ALL.len()).unwrap_or(u16::MAX);
    let inner = window(pen, WIDTH, rows + FIXED, &title, &texts.measures_hint());
    let words = CompensationState::ALL.iter().map(|state| texts.compensation_state(*state).into_owned());
    let options: Vec<(char, String)> = STATE_LETTERS.iter().copied().zip(words).collect();
    for (row, kind) in (0..).zip(CompensationKind::ALL) {
        let spot = Spot { area: inner, row, column: COLUMN };
        let label = texts.compensation_short(*kind);
        draw_field(pen, spot, &measures.form, FieldId::Measure(*kind), &label, "", &options);
    }
    for (y, line) in (rows + 1..).zip(wrap(&texts.measures_advice(), inner.width.saturating_sub(2))) {
        pen.line(inner, y).text(" ", Role::Text).text(line, Role::Faint);
    }
}
