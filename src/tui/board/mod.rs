//! The board: calls with their clocks, places for the marked call, its checklist and next steps.

mod calls;
mod checklist;
mod list;
mod narrow_calls;
mod now;
mod place_rows;
mod places;
mod steps;

use ratatui::layout::Rect;

use crate::app::marks::Pane;

use super::bars;
use super::pen::Pen;
use super::scene::Scene;
use super::theme::Role;

pub use calls::heading;
pub use checklist::caller_in_full;
use list::Scroll;

/// From this size on, calls stand beside the places.
const SIDE_BY_SIDE: (u16, u16) = (100, 28);
/// Below this size there is no room for a board.
const SMALLEST: (u16, u16) = (60, 16);

/// How far lists are scrolled, kept from frame to frame.
#[derive(Debug, Clone, Default)]
pub struct Scrolls {
    calls: Scroll,
    fits: Scroll,
    out: Scroll,
}

/// Draws the board.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, scrolls: &mut Scrolls) {
    let area = pen.area();
    if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
        return draw_clocks_only(pen, area, scene);
    }
    let row = |y: u16| Rect { y: area.y + y, height: 1, ..area };
    bars::bar(pen, row(0), scene);
    bars::preparedness(pen, row(1), scene);
    bars::notice(pen, row(area.height - 2), scene);
    bars::footer(pen, row(area.height - 1), scene);
    let body = Rect { y: area.y + 2, height: area.height - 4, ..area };
    let Some(view) = scene.view() else {
        pen.line(body, 1).text(" ", Role::Text).text(scene.texts.loading(), Role::Strong);
        return;
    };
    let has_calls = !view.calls.is_empty();
    if area.width >= SIDE_BY_SIDE.0 && area.height >= SIDE_BY_SIDE.1 {
        let left = if has_calls { (area.width / 3).clamp(38, 52) } else { area.width * 5 / 12 };
        let (left, right) = split_columns(body, left);
        calls::draw(pen, left, scene, &mut scrolls.calls);
        if has_calls {
            let (top, bottom) = split_rows(right, body.height - (body.height * 2 / 5).clamp(9, 16));
            places::draw(pen, top, scene, scrolls);
            let (first, second) = split_columns(bottom, bottom.width / 2 + 1);
            checklist::draw(pen, first, scene);
            steps::draw(pen, second, scene);
        } else {
            now::draw(pen, right, scene);
        }
    } else if has_calls {
        // The places get what the calls and the questions leave; all three are always there.
        let rows = u16::try_from(view.calls.len()).unwrap_or(u16::MAX);
        let questions = (body.height / 4).clamp(4, 7);
        let wanted = rows.min(body.height / 4) + 2;
        let (top, rest) = split_rows(body, wanted);
        let (middle, bottom) = split_rows(rest, rest.height.saturating_sub(questions));
        narrow_calls::draw(pen, top, scene, &mut scrolls.calls);
        places::draw(pen, middle, scene, scrolls);
        checklist::draw_narrow(pen, bottom, scene);
    } else {
        let (top, bottom) = split_rows(body, body.height / 2);
        calls::draw(pen, top, scene, &mut scrolls.calls);
        now::draw(pen, bottom, scene);
    }
}

/// Too small for a board: one clear line, and the clocks.
fn draw_clocks_only(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) {
    let mut line = pen.line(area, 0);
    if scene.model.is_demo {
        line.text(scene.texts.bar_invented_short(), Role::Invented).text(" ", Role::Text);
    }
    line.text(scene.texts.small_screen(), Role::Strong);
    let Some(view) = scene.view() else { return };
    for (row, call) in (1..area.height).zip(&view.calls) {
        let (clock, role) = scene.clock(call);
        pen.line(area, row).text(format!("{} ", call.id), Role::Text).text(clock, role);
    }
}

fn has_focus(scene: Scene<'_>, pane: Pane) -> bool {
    scene.model.marks.pane == pane && scene.model.overlays.is_empty()
}

/// The sign beside a marked row: a bar in the focused pane, a thin line in the others.
fn mark(is_marked: bool, has_focus: bool) -> (&'static str, Role) {
    match (is_marked, has_focus) {
        (true, true) => ("▌", Role::Mark),
        (true, false) => ("▏", Role::Text),
        (false, _) => (" ", Role::Text),
    }
}

fn split_columns(area: Rect, left: u16) -> (Rect, Rect) {
    let left = left.min(area.width);
    (Rect { width: left, ..area }, Rect { x: area.x + left, width: area.width - left, ..area })
}

fn split_rows(area: Rect, top: u16) -> (Rect, Rect) {
    let top = top.min(area.height);
    (Rect { height: top, ..area }, Rect { y: area.y + top, height: area.height - top, ..area })
}
