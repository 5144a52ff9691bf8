//! The calls on a narrow screen: one line a call, the most urgent never scrolled out, the rest folded into one line.

use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::app::call_row::{CallRow, Standing};
use crate::app::marks::Pane;
use crate::domain::call::Call;

use super::calls::{asked_short, folded, freed, next_of, title};
use super::child_rows::{child_words, part_offered};
use super::parked::parked;
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
    let parked = parked(scene, view);
    let hint = match parked.as_slice() {
        [] => String::new(),
        [(text, how)] => format!("{}: {text} · {how}", scene.texts.calls_drafts()),
        [(text, how), ..] => format!("{}: {text} · {how}", scene.texts.calls_parked(parked.len())),
    };
    let inner = pane(pen, area, &title(scene, view), &hint, focused);
    let count = view.calls.len();
    let marked = view.calls.iter().position(|row| Some(row.id) == scene.model.marks.call());
    let over = view.calls.iter().take_while(|row| row.is_over(scene.now())).count();
    // The marked call's children stand below it, as far as the call itself and a line for the others have room.
    let kept = if count > 1 { 2 } else { 1 };
    let children = rows_of_children(scene, view).min(inner.height.saturating_sub(kept));
    let rows = u16::try_from(count).unwrap_or(u16::MAX).saturating_add(children);
    let is_folded = rows > inner.height;
    let room = inner.height.saturating_sub(u16::from(is_folded));
    let height = |at: usize| if marked == Some(at) { 1 + children } else { 1 };
    let spare = usize::from(room.saturating_sub(1 + children));
    let pinned = over.min(spare).min(count - 1).min(marked.unwrap_or(count));
    let rest: Vec<u16> = (pinned..count).map(height).collect();
    let below = room.saturating_sub(u16::try_from(pinned).unwrap_or(u16::MAX));
    let seen = scroll.visible(&rest, marked.and_then(|at| at.checked_sub(pinned)), below);
    let shown: Vec<usize> = (0..pinned).chain(seen.map(|at| at + pinned)).collect();
    let lines: Vec<(&CallRow, &Call)> = shown
        .iter()
        .filter_map(|at| Some((&view.calls[*at], view.board.call(view.calls[*at].id)?)))
        .collect();
    let columns = Columns::of(scene, &lines, inner.width);
    let mut y = inner.y;
    for (row, call) in &lines {
        let is_marked = scene.model.marks.call() == Some(row.id);
        let place = Rect { y, height: 1, ..inner };
        draw_call(pen, place, scene, row, call, (is_marked, focused), columns);
        y += 1;
        let children = if is_marked { usize::from(children) } else { 0 };
        for child in row.children.iter().take(children) {
            let words = child_words(scene, call, child);
            let (sign, sign_role) = mark(true, focused);
            let mut line = pen.line(Rect { y, height: 1, ..inner }, 0);
            line.text(sign, sign_role).text("  ", Role::Text).text(words.text, Role::Text);
            line.text("  ", Role::Text).text(words.right, Role::Faint);
            y += 1;
        }
    }
    if is_folded {
        let hidden: Vec<&CallRow> =
            (0..count).filter(|at| !shown.contains(at)).map(|at| &view.calls[at]).collect();
        if !hidden.is_empty() {
            pen.line(inner, room).text("   ", Role::Text).text(folded(scene, &hidden), Role::Text);
        }
    }
}

/// Rows that the children of the marked call would take.
pub fn rows_of_children(scene: Scene<'_>, view: &BoardView) -> u16 {
    let marked = scene.model.marks.call().and_then(|call| view.call_row(call));
    marked.map_or(0, |row| u16::try_from(row.children.len()).unwrap_or(u16::MAX))
}

/// Widths of the columns: who and for whom in full, then the clock; what to do next gets the rest.
#[derive(Debug, Clone, Copy)]
struct Columns {
    name: u16,
    request: u16,
    clock: u16,
}

impl Columns {
    fn of(scene: Scene<'_>, lines: &[(&CallRow, &Call)], width: u16) -> Self {
        let widest = |text: &dyn Fn(&CallRow, &Call) -> String| {
            lines.iter().map(|(row, call)| cells(&text(row, call)) + 1).max().unwrap_or(0)
        };
        let clock = widest(&|row, _| scene.clock(row).0);
        let name = widest(&|_, call| name(scene, call)).clamp(12, 34);
        let request = widest(&|_, call| request(scene, call)).max(18);
        let room = width.saturating_sub(1 + name + clock);
        Self { name, request: request.min(room), clock }
    }
}

fn name(scene: Scene<'_>, call: &Call) -> String {
    format!("{} {}", call.id, scene.caller_place(call))
}

fn request(scene: Scene<'_>, call: &Call) -> String {
    scene.request(call).replace(" · ", " ")
}

fn draw_call(
    pen: &mut Pen<'_>,
    place: Rect,
    scene: Scene<'_>,
    row: &CallRow,
    call: &Call,
    (is_marked, focused): (bool, bool),
    columns: Columns,
) {
    let (sign, sign_role) = mark(is_marked, focused);
    let (clock, clock_role) = scene.clock(row);
    let mut line = pen.line(place, 0);
    line.text(sign, sign_role);
    if is_marked && focused {
        line.cursor_here();
    }
    let name_role = if is_marked { Role::Strong } else { Role::Text };
    line.column(columns.name, name(scene, call), name_role)
        .column(columns.request, request(scene, call), Role::Text)
        .right_column(columns.clock, clock, clock_role)
        .text(" ", Role::Text);
    let next = match row.standing {
        Standing::NeedsPlace if row.children_offered > 0 => Some(part_offered(scene, row, call)),
        Standing::NeedsPlace if row.fits == 0 => {
            asked_short(scene, row).or_else(|| Some(scene.fits(row.fits, row.takes_part)))
        }
        // The clock beside it says when they are expected, or that they are late.
        Standing::Accepted { .. } => scene.journey_short(row),
        _ => next_of(scene, row, call, u16::MAX),
    };
    let next = freed(scene, row).or(next);
    line.text(next.unwrap_or_default(), Role::Text);
}
