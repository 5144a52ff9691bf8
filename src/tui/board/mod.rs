//! The board: calls with their clocks, places for the marked call, its checklist and next steps.

mod calls;
mod checklist;
mod child_rows;
mod ladder;
mod meanwhile;
mod narrow_calls;
mod now;
mod parked;
mod place_rows;
mod places;
mod steps;

use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::app::marks::Pane;
use crate::domain::call::Call;
use crate::domain::ladder::Ladder;

use super::pen::Pen;
use super::scene::Scene;
use super::theme::Role;

use crate::tui::list::Scroll;
pub use calls::{asked, heading};
pub use ladder::phone_of;
pub use steps::{of_call as steps_of_call, without_task as steps_without_task};

/// From this size on, calls stand beside the places.
const SIDE_BY_SIDE: (u16, u16) = (100, 24);

/// How far the lists are scrolled.
#[derive(Debug, Clone, Default)]
pub struct BoardScrolls {
    calls: Scroll,
    fits: Scroll,
    out: Scroll,
    ladder: Scroll,
}

/// Draws the board into the body of the screen.
pub fn draw(pen: &mut Pen<'_>, body: Rect, scene: Scene<'_>, view: &BoardView, scrolls: &mut BoardScrolls) {
    let has_calls = !view.calls.is_empty();
    if body.width >= SIDE_BY_SIDE.0 && body.height >= SIDE_BY_SIDE.1 {
        let left = if has_calls { (body.width / 3).clamp(38, 52) } else { body.width * 5 / 12 };
        let (left, right) = split_columns(body, left);
        calls::draw(pen, left, scene, &mut scrolls.calls);
        if has_calls {
            let (top, bottom) = split_rows(right, body.height - (body.height * 2 / 5).clamp(9, 16));
            let (first, second) = split_columns(bottom, bottom.width / 2 + 1);
            if let Some(shown) = on_ladder(scene, view) {
                ladder::draw(pen, top, scene, view, shown, scrolls);
                meanwhile::draw(pen, first, scene, view, shown.0);
                let question = checklist::question_with_title(scene, shown.0);
                steps::draw(pen, second, scene, question);
            } else {
                places::draw(pen, top, scene, scrolls);
                checklist::draw(pen, first, scene);
                steps::draw(pen, second, scene, None);
            }
        } else {
            now::draw(pen, right, scene);
        }
    } else if has_calls {
        // The places get what the calls and the questions leave; all three are always there.
        let rows = u16::try_from(view.calls.len()).unwrap_or(u16::MAX);
        let children = narrow_calls::rows_of_children(scene, view);
        let questions = (body.height / 4).clamp(4, 7);
        let wanted = rows.min(body.height / 4).saturating_add(children).min(body.height / 3) + 2;
        let (top, rest) = split_rows(body, wanted);
        let (middle, bottom) = split_rows(rest, rest.height.saturating_sub(questions));
        narrow_calls::draw(pen, top, scene, &mut scrolls.calls);
        if let Some(shown) = on_ladder(scene, view) {
            ladder::draw(pen, middle, scene, view, shown, scrolls);
            meanwhile::draw_narrow(pen, bottom, scene, view, shown.0);
        } else {
            places::draw(pen, middle, scene, scrolls);
            checklist::draw_narrow(pen, bottom, scene);
        }
    } else {
        let (top, bottom) = split_rows(body, body.height / 2);
        calls::draw(pen, top, scene, &mut scrolls.calls);
        now::draw(pen, bottom, scene);
    }
}

/// The marked call with its ladder, while that is shown instead of places.
fn on_ladder<'a>(scene: Scene<'a>, view: &'a BoardView) -> Option<(&'a Call, &'a Ladder)> {
    let call = scene.model.marks.call().filter(|_| scene.model.marks.shows_ladder())?;
    Some((view.board.call(call)?, view.ladder(call)?))
}

fn has_focus(scene: Scene<'_>, pane: Pane) -> bool {
    scene.model.marks.pane == pane && scene.model.overlays.is_empty()
}

/// The sign beside a marked row: a bar in the focused pane, a thin line in the others.
pub(super) fn mark(is_marked: bool, has_focus: bool) -> (&'static str, Role) {
    match (is_marked, has_focus) {
        (true, true) => ("▌", Role::Mark),
        (true, false) => ("▏", Role::Text),
        (false, _) => (" ", Role::Text),
    }
}

pub(super) fn split_columns(area: Rect, left: u16) -> (Rect, Rect) {
    let left = left.min(area.width);
    (Rect { width: left, ..area }, Rect { x: area.x + left, width: area.width - left, ..area })
}

pub(super) fn split_rows(area: Rect, top: u16) -> (Rect, Rect) {
    let top = top.min(area.height);
    (Rect { height: top, ..area }, Rect { y: area.y + top, height: area.height - top, ..area })
}
