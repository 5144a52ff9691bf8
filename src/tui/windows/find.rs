//! Finding: one line over the footer, so that the list stays in view.

use ratatui::layout::Rect;

use crate::app::find_line::FindLine;
use crate::app::marks::Pane;
use crate::app::model::Screen;

use crate::tui::pen::Pen;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::windows::draw_text;

/// Draws the line.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, find: &FindLine) {
    let texts = scene.texts;
    let screen = pen.area();
    let area = Rect { y: screen.bottom().saturating_sub(2), height: screen.height.min(1), ..screen };
    pen.wipe(area);
    pen.clear_cursor();
    let hint = match (&scene.model.screen, scene.model.marks.pane) {
        (Screen::Board | Screen::Entry(_), Pane::Calls) => texts.find_hint_board(),
        (Screen::Board | Screen::Entry(_), Pane::Places) | (Screen::Places, _) => texts.find_hint_places(),
        (Screen::Calls, _) => texts.find_hint_calls(),
        (Screen::FollowUps, _) => texts.find_hint_follow_ups(),
        (Screen::Deviations | Screen::Handover | Screen::Journal, _) => texts.find_hint_journal(),
    };
    let mut line = pen.line(area, 0);
    line.right(" ", Role::Text).right(hint, Role::Faint);
    if find.is_missing {
        line.right(texts.find_nothing(), Role::Warning);
    }
    line.text(" ", Role::Text).text(texts.find_label(), Role::Strong).text(" ", Role::Text);
    draw_text(&mut line, &find.field, true, "");
}
