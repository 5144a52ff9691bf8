//! What takes the room while nobody waits: the places there are, and how old the list's word on them is.

use ratatui::layout::Rect;

use crate::tui::bars::low;
use crate::tui::frame::pane;
use crate::tui::pen::Pen;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// Draws the pane.
pub fn draw(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) {
    let Some(view) = scene.view() else { return };
    let texts = scene.texts;
    let inner = pane(pen, area, &texts.places_now_title(), "", false);
    let fresh = texts.places_now_fresh(view.board.rules.fresh_hours);
    pen.line(inner, 0)
        .text(" ", Role::Text)
        .column(34, texts.places_now_head(), Role::Faint)
        .text(fresh, Role::Faint);
    for (y, count) in (1..).zip(&view.groups) {
        let mut line = pen.line(inner, y);
        line.text("  ", Role::Text)
            .column(15, scene.texts.capacity_group(count.group), Role::Text)
            .right_column(4, count.free.to_string(), Role::Strong)
            .text(" ", Role::Text)
            .column(6, format!("({})", count.target), Role::Faint);
        if count.is_below_target() {
            let (word, role) = low(scene, count.free);
            line.text(word, role);
        }
        let confirmed = match count.free {
            0 => "–".to_owned(),
            free => texts.places_now_fresh_count(free, count.fresh),
        };
        line.to(36).text(confirmed, Role::Text);
    }
}
