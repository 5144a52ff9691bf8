//! All calls, one line each, the newest first. Free text and names are never here.

use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::app::calls_screen::CallsScreen;
use crate::domain::call::{Call, CallState};
use crate::domain::clocks::ResponseClock;
use crate::domain::question::CallPage;

use super::frame::pane;
use super::list::Scroll;
use super::pen::Pen;
use super::scene::Scene;
use super::theme::Role;

/// From this width on, columns are wide.
const WIDE: u16 = 100;

/// How far the lists are scrolled.
#[derive(Debug, Clone, Default)]
pub struct CallsScrolls {
    rows: Scroll,
}

/// The columns' widths.
struct Columns {
    number: u16,
    when: u16,
    who: u16,
    what: u16,
    state: u16,
}

const NARROW_COLUMNS: Columns = Columns { number: 5, when: 12, who: 15, what: 20, state: 17 };
const WIDE_COLUMNS: Columns = Columns { number: 6, when: 17, who: 28, what: 28, state: 24 };

/// Draws the body of the screen.
pub fn draw(pen: &mut Pen<'_>, body: Rect, scene: Scene<'_>, view: &BoardView, scrolls: &mut CallsScrolls) {
    let texts = scene.texts;
    let calls = &scene.model.calls;
    let hint = if calls.looked_for.is_empty() { texts.list_hint() } else { texts.list_hint_search() };
    let focused = scene.model.overlays.is_empty();
    let inner = pane(pen, body, &title(scene, calls), &hint, focused);
    let Some(page) = &calls.page else {
        pen.line(inner, 1).text("  ", Role::Text).text(texts.list_loading(), Role::Faint);
        return;
    };
    if page.calls.is_empty() {
        let text = match (calls.looked_for.as_str(), calls.open_only) {
            ("", true) => texts.list_none_open().into_owned(),
            ("", false) => texts.list_none().into_owned(),
            (text, _) => texts.list_none_found(text),
        };
        for (y, text) in (1..).zip(super::pen::wrap(&text, inner.width.saturating_sub(4))) {
            pen.line(inner, y).text("  ", Role::Text).text(text, Role::Strong);
        }
        return;
    }
    let columns = if body.width >= WIDE { &WIDE_COLUMNS } else { &NARROW_COLUMNS };
    draw_head(pen, inner, scene, columns);
    let rows = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    let marked = page.calls.iter().position(|call| Some(call.id) == calls.marked());
    let seen = scrolls.rows.visible(&vec![1; page.calls.len()], marked, rows.height);
    for (y, at) in (0..).zip(seen) {
        let call = &page.calls[at];
        let mut line = pen.line(rows, y);
        match (marked == Some(at), focused) {
            (true, true) => line.text("▌", Role::Mark).cursor_here(),
            (true, false) => line.text("▏", Role::Text),
            (false, _) => line.text(" ", Role::Text),
        };
        let role = if call.state == CallState::Open { Role::Strong } else { Role::Text };
        let (state, state_role) = state(scene, view, call);
        line.column(columns.number, call.id.to_string(), role)
            .column(columns.when, when(scene, columns, call), Role::Text)
            .column(columns.who, who(scene, columns, call), role)
            .column(columns.what, scene.request(call).replace(" · ", " "), Role::Text)
            .column(columns.state, state, state_role)
            .text(first_offer(scene, page, call), Role::Text);
    }
}

fn title(scene: Scene<'_>, calls: &CallsScreen) -> String {
    let texts = scene.texts;
    let count = match &calls.page {
        Some(page) if page.found > page.calls.len() => texts.list_count_of(page.calls.len(), page.found),
        Some(page) => texts.list_count(page.calls.len()),
        None => String::new(),
    };
    let shown = if calls.open_only { texts.list_open() } else { texts.list_all() };
    match calls.looked_for.as_str() {
        "" => texts.list_title(count, shown),
        text => texts.list_title_search(count, shown, text),
    }
}

fn draw_head(pen: &mut Pen<'_>, inner: Rect, scene: Scene<'_>, columns: &Columns) {
    let texts = scene.texts;
    pen.line(inner, 0)
        .text(" ", Role::Text)
        .column(columns.number, texts.list_column_number(), Role::Faint)
        .column(columns.when, texts.list_column_when(), Role::Faint)
        .column(columns.who, texts.list_column_who(), Role::Faint)
        .column(columns.what, texts.list_column_what(), Role::Faint)
        .column(columns.state, texts.list_column_state(), Role::Faint)
        .text(texts.list_column_offer(), Role::Faint);
}

fn when(scene: Scene<'_>, columns: &Columns, call: &Call) -> String {
    let (texts, at) = (scene.texts, call.first_contact_at);
    let day = texts.day(at);
    if columns.when > NARROW_COLUMNS.when {
        format!("{day} {}", texts.time(at))
    } else {
        // The weekday gives way first.
        format!("{} {}", day.split(' ').next_back().unwrap_or_default(), texts.time_narrow(at))
    }
}

fn who(scene: Scene<'_>, columns: &Columns, call: &Call) -> String {
    let place = scene.caller_place(call);
    match call.caller.filter(|_| columns.who > NARROW_COLUMNS.who) {
        Some(caller) => format!("{place} · {}", scene.caller_short(caller)),
        None => place,
    }
}

/// The clock of an open call, as on the board; how a closed one ended.
fn state(scene: Scene<'_>, view: &BoardView, call: &Call) -> (String, Role) {
    let texts = scene.texts;
    match (call.state, call.close_reason, view.call_row(call.id)) {
        (CallState::Open, _, Some(row)) => scene.clock(row),
        (CallState::Open, _, None) => (texts.list_state_open().into_owned(), Role::Text),
        (CallState::Closed, Some(reason), _) => (texts.close_reason_short(reason), Role::Faint),
        (CallState::Closed, None, _) => (texts.value_closed().into_owned(), Role::Faint),
    }
}

/// How long after the referral the first offer was given.
fn first_offer(scene: Scene<'_>, page: &CallPage, call: &Call) -> String {
    match ResponseClock::of(call, &page.offers) {
        ResponseClock::Stopped { took } => scene.texts.duration_minutes(took.num_minutes()),
        ResponseClock::Running { .. } | ResponseClock::None => String::new(),
    }
}
