//! Boxes: panes of a screen and windows over it, with titles in the upper border and hints in the lower.

use ratatui::layout::Rect;

use super::pen::{Pen, cells};
use super::theme::Role;

/// Draws a box and gives the area within it.
pub fn pane(pen: &mut Pen<'_>, area: Rect, title: &str, hint: &str, has_focus: bool) -> Rect {
    if area.width < 2 || area.height < 2 {
        return Rect { width: 0, height: 0, ..area };
    }
    let title_role = if has_focus { Role::FocusedTitle } else { Role::Title };
    let mut top = pen.line(area, 0);
    top.right("┐", Role::Border).text("┌", Role::Border);
    if !title.is_empty() {
        top.text(" ", Role::Border).text(title, title_role);
        if top.room() > 0 {
            top.text(" ", Role::Border);
        }
    }
    // `right` leaves one column free before its text.
    top.fill("─", Role::Border);
    close_gap(pen, area, 0);
    for row in 1..area.height - 1 {
        pen.line(area, row).text("│", Role::Border).to(area.width - 1).text("│", Role::Border);
    }
    let last = area.height - 1;
    let mut bottom = pen.line(area, last);
    bottom.text("└", Role::Border).fill("─", Role::Border);
    let corner = Rect { x: area.right() - 1, width: 1, ..area };
    pen.line(corner, last).text("┘", Role::Border);
    if !hint.is_empty() {
        let room = area.width.saturating_sub(4);
        let width = cells(hint).min(room);
        let place = Rect { x: area.right().saturating_sub(width + 4), width: width + 2, ..area };
        pen.line(place, last).text(" ", Role::Border).text(hint, Role::Faint).text(" ", Role::Border);
    }
    Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 }
}

fn close_gap(pen: &mut Pen<'_>, area: Rect, row: u16) {
    let gap = Rect { x: area.right().saturating_sub(2), width: 1, ..area };
    pen.line(gap, row).text("─", Role::Border);
}

/// Draws a window in the upper part of the screen, as wide as asked where there is room, and gives the area
/// within it. The cursor of what lies below is taken away.
pub fn window(pen: &mut Pen<'_>, width: u16, height: u16, title: &str, hint: &str) -> Rect {
    let screen = pen.area();
    let height = height.min(screen.height.saturating_sub(1));
    let y = screen.y + ((screen.height - height) / 3).min(4);
    window_at(pen, (y, height), width, title, hint)
}

/// The same at the bottom of a screen's body, above the notice and the last row.
pub fn window_below(pen: &mut Pen<'_>, height: u16, title: &str, hint: &str) -> Rect {
    let screen = pen.area();
    let y = screen.y + screen.height.saturating_sub(height + 2);
    window_at(pen, (y, height), screen.width, title, hint)
}

fn window_at(pen: &mut Pen<'_>, (y, height): (u16, u16), width: u16, title: &str, hint: &str) -> Rect {
    let screen = pen.area();
    let width = width.min(screen.width);
    let x = screen.x + (screen.width - width) / 2;
    let area = Rect { x, y, width, height };
    pen.wipe(area);
    pen.clear_cursor();
    let inner = pane(pen, area, title, hint, true);
    Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner }
}
