//! The calls on a narrow screen: one line a call, the most urgent never scrolled out.

use ratatui::layout::Rect;

use crate::app::call_row::{CallRow, Standing};
use crate::app::marks::Pane;
use crate::domain::call::Call;

use super::calls::{drafts, next_of, title};
use super::{has_focus, mark};
use crate::tui::frame::pane;
use crate::tui::list::Scroll;
use crate::tui::pen::{Pen, cells};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// Draws the pane.
pub fn draw(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, scroll: &mut Scroll) {
    let Some(view) = scene.view() else { return };
    let focused = has_focus(scene, Pane::Calls);
    let parked = drafts(scene);
    let hint = match parked.first() {
        Some((text, how)) => scene.texts.calls_drafts_narrow(parked.len(), how.as_str(), text.as_str()),
        None => String::new(),
    };
    let count = view.calls.len();
    let seen_at_once = usize::from(area.height.saturating_sub(2));
    let title = if count > seen_at_once {
        format!("{} · {}", title(scene, view), scene.texts.calls_more(count - seen_at_once))
    } else {
        title(scene, view)
    };
    let inner = pane(pen, area, &title, &hint, focused);
    let marked = view.calls.iter().position(|row| Some(row.id) == scene.model.marks.call());
    let pinned = usize::from(view.calls[0].is_over(scene.now()) && count > 1 && inner.height > 1);
    let rest = vec![1; count - pinned];
    let room = inner.height.saturating_sub(u16::from(pinned > 0));
    let seen = scroll.visible(&rest, marked.and_then(|at| at.checked_sub(pinned)), room);
    let shown: Vec<usize> = (0..pinned).chain(seen.map(|at| at + pinned)).collect();
    let clocks = shown.iter().map(|at| cells(&scene.clock(&view.calls[*at]).0)).max().unwrap_or(0);
    for (y, at) in (0..).zip(shown) {
        let row = &view.calls[at];
        if let Some(call) = view.board.call(row.id) {
            let place = Rect { y: inner.y + y, height: 1.min(inner.height.saturating_sub(y)), ..inner };
            draw_call(pen, place, scene, row, call, (marked == Some(at), focused), clocks);
        }
    }
}

fn draw_call(
    pen: &mut Pen<'_>,
    place: Rect,
    scene: Scene<'_>,
    row: &CallRow,
    call: &Call,
    (is_marked, focused): (bool, bool),
    clocks: u16,
) {
    let (sign, sign_role) = mark(is_marked, focused);
    let (clock, clock_role) = scene.clock(row);
    let mut line = pen.line(place, 0);
    line.text(sign, sign_role);
    if is_marked && focused {
        line.cursor_here();
    }
    let name_role = if is_marked { Role::Strong } else { Role::Text };
    line.column(19, format!("{} {}", call.id, scene.caller_place(call)), name_role)
        .column(20, scene.request(call).replace(" · ", " "), Role::Text)
        .right_column(clocks + 1, clock, clock_role)
        .text(" ", Role::Text);
    let next = match row.standing {
        Standing::NeedsPlace if row.fits == 0 => Some(scene.texts.call_fits(0)),
        _ => next_of(scene, row, call),
    };
    line.text(next.unwrap_or_default(), Role::Text);
}
