//! All deviations, one line each: the open ones with their days, where the child is and the next contact; then those that
//! ended in the last year. Names and free text are never here.

use chrono::{DateTime, Utc};
use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::domain::call::Call;
use crate::domain::deviation::{Deviation, count};
use crate::domain::follow_up::FollowUpKind;
use crate::domain::ids::CallId;

use super::board::heading;
use super::frame::pane;
use super::list::Scroll;
use super::pen::Pen;
use super::scene::Scene;
use super::theme::Role;

/// From this width on, columns are wide.
const WIDE: u16 = 100;

/// How far the list is scrolled.
#[derive(Debug, Clone, Default)]
pub struct DeviationsScrolls {
    rows: Scroll,
}

/// The columns' widths.
struct Columns {
    number: u16,
    who: u16,
    days: u16,
    meanwhile: u16,
    next: u16,
}

const NARROW_COLUMNS: Columns = Columns { number: 4, who: 25, days: 5, meanwhile: 12, next: 8 };
const WIDE_COLUMNS: Columns = Columns { number: 6, who: 33, days: 7, meanwhile: 18, next: 10 };

/// Draws the body of the screen.
pub fn draw(
    pen: &mut Pen<'_>,
    body: Rect,
    scene: Scene<'_>,
    view: &BoardView,
    scrolls: &mut DeviationsScrolls,
) {
    let texts = scene.texts;
    let focused = scene.model.overlays.is_empty();
    let Some(page) = &scene.model.deviations.page else {
        let inner = pane(pen, body, &texts.deviations_title_none(), "", focused);
        pen.line(inner, 1).text("  ", Role::Text).text(texts.list_loading(), Role::Faint);
        return;
    };
    let is_open = |found: &&Deviation| found.closed_at.is_none();
    let open: Vec<Deviation> = page.deviations.iter().filter(is_open).cloned().collect();
    let (cases, children) = count(&page.deviations, |child| page.reference_of(child));
    let title = texts.deviations_title(cases, children, open.len());
    let inner = pane(pen, body, &title, &texts.deviations_hint(), focused);
    if page.deviations.is_empty() {
        pen.line(inner, 1).text("  ", Role::Text).text(texts.deviations_none(), Role::Strong);
        return;
    }
    let columns = if body.width >= WIDE { &WIDE_COLUMNS } else { &NARROW_COLUMNS };
    pen.line(inner, 0)
        .text(" ", Role::Text)
        .column(columns.number, texts.deviations_column_number(), Role::Faint)
        .column(columns.who, texts.deviations_column_who(), Role::Faint)
        .column(columns.days, texts.deviations_column_days(), Role::Faint)
        .column(columns.meanwhile, texts.deviations_column_meanwhile(), Role::Faint)
        .column(columns.next, texts.deviations_column_next(), Role::Faint)
        .text(texts.deviations_column_state(), Role::Faint);
    let rows = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    let marked = scene.model.deviations.marked_row().map(|found| found.id);
    let at = page.deviations.iter().position(|found| Some(found.id) == marked);
    // The first that ended has the line above it.
    let heights: Vec<u16> = (0..page.deviations.len()).map(|n| if n == open.len() { 2 } else { 1 }).collect();
    let mut y = 0;
    for n in scrolls.rows.visible(&heights, at, rows.height) {
        if n == open.len() {
            heading(pen, rows, y, &texts.deviations_closed());
            y += 1;
        }
        draw_row(pen, rows, y, scene, view, columns, &page.deviations[n], at == Some(n), focused);
        y += 1;
    }
}

#[expect(clippy::too_many_arguments, reason = "one row of a table")]
fn draw_row(
    pen: &mut Pen<'_>,
    area: Rect,
    y: u16,
    scene: Scene<'_>,
    view: &BoardView,
    columns: &Columns,
    found: &Deviation,
    is_marked: bool,
    focused: bool,
) {
    let texts = scene.texts;
    let mut line = pen.line(area, y);
    match (is_marked, focused) {
        (true, true) => line.text("▌", Role::Mark).cursor_here(),
        (true, false) => line.text("▏", Role::Text),
        (false, _) => line.text(" ", Role::Text),
    };
    let role = if found.closed_at.is_none() { Role::Strong } else { Role::Text };
    line.column(columns.number, found.id.to_string(), role)
        .column(columns.who, who(scene, found), role)
        .column(columns.days, found.days(scene.now()).to_string(), role)
        .column(columns.meanwhile, texts.meanwhile_short(found.facts.meanwhile), Role::Text)
        .column(columns.next, next_contact(scene, view, found), Role::Text)
        .text(state(scene, found), role);
}

fn call_of(scene: Scene<'_>, call: CallId) -> Option<&Call> {
    let page = scene.model.deviations.page.as_ref()?;
    page.calls.binary_search_by_key(&call, |known| known.id).ok().map(|at| &page.calls[at])
}

/// The call with its place, and the child.
fn who(scene: Scene<'_>, found: &Deviation) -> String {
    let Some(call) = call_of(scene, found.call) else { return found.call.to_string() };
    let child = call.children.iter().filter(|child| child.id == found.child).map(|child| &child.facts);
    let child: Vec<_> = child.collect();
    format!("{} {} · {}", call.id, scene.caller_place(call), scene.texts.children(child.into_iter(), None))
}

/// When it was promised to ring the municipality.
fn next_contact(scene: Scene<'_>, view: &BoardView, found: &Deviation) -> String {
    let due: Option<DateTime<Utc>> = view
        .board
        .follow_ups
        .iter()
        .find(|due| due.call == found.call && due.kind == FollowUpKind::CallBack)
        .map(|due| due.due_at);
    match due {
        Some(at) => scene.texts.time_or_day(at, scene.now()),
        None if found.closed_at.is_none() => scene.texts.deviations_no_contact().into_owned(),
        None => String::new(),
    }
}

fn state(scene: Scene<'_>, found: &Deviation) -> String {
    let texts = scene.texts;
    let mut parts = vec![match found.outcome {
        Some(outcome) => texts.deviation_outcome(outcome).into_owned(),
        None => texts.deviation_state(found.state).into_owned(),
    }];
    let supervised = found.supervision.map(|told| texts.supervision_result(told.result));
    parts.extend(supervised.map(|result| texts.deviations_supervision(result)));
    parts.push(match found.facts.severity {
        Some(level) => scene.model.catalog.severity(found.scheme, level).unwrap_or_default().to_owned(),
        None => texts.deviation_not_assessed().into_owned(),
    });
    parts.join(" · ")
}
