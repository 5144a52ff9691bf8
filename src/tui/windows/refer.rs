//! Draws the referral received.

use crate::app::form::FieldId;
use crate::app::refer_window::ReferWindow;
use crate::domain::call::CallKind;

use super::fields::{Spot, draw as draw_field};
use crate::tui::frame::window;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 78;
const HEIGHT: u16 = 8;
const COLUMN: u16 = 11;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, referral: &ReferWindow) {
    let texts = scene.texts;
    let Some(call) = scene.view().and_then(|view| view.board.call(referral.call)) else { return };
    let now = scene.now();
    let title = texts.refer_title(call.id.0, scene.caller_place(call), scene.children(call));
    let inner = window(pen, WIDTH, HEIGHT, &title, &texts.refer_hint());
    let spot = Spot { area: inner, row: 0, column: COLUMN };
    draw_field(pen, spot, &referral.form, FieldId::At, &texts.refer_at(), &texts.refer_at_hint(), &[]);
    let mut lines: Vec<(String, Role)> = Vec::new();
    match (&referral.told, referral.at(now)) {
        (Some(Err(error)), _) => {
            // While it is typed a time is seldom whole: it is said to be wrong after Enter.
            if referral.is_refused {
                lines.push((format!("! {}", texts.line_error(error)), Role::Alarm));
            }
        }
        (_, at) => {
            let received = texts.time_near(at.unwrap_or(now), now);
            lines.push(match referral.deadline(scene.model) {
                Some(deadline) => {
                    (texts.refer_does_clock(texts.time_near(deadline, now), received), Role::Strong)
                }
                None => (texts.refer_does_no_clock(received), Role::Text),
            });
        }
    }
    if call.kind == CallKind::Consultation {
        lines.push((texts.refer_was_consultation().into_owned(), Role::Faint));
    }
    let mut y = 2;
    for (text, role) in lines {
        for line in wrap(&text, inner.width.saturating_sub(2)) {
            pen.line(inner, y).text(" ", Role::Text).text(line, role);
            y += 1;
        }
    }
}
