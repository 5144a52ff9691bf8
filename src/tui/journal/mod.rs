//! The journal, one line a change, the newest first, and whether its chain holds.

use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::domain::ids::{CallId, UnitId};
use crate::domain::journal::{Entry, JournalLine};
use crate::domain::question::{ChainState, JournalAbout};
use crate::domain::story::is_commitment;

use super::frame::pane;
use super::list::Scroll;
use super::names::SceneNames;
use super::pen::Pen;
use super::scene::{Scene, short_name};
use super::theme::Role;

/// From this width on, columns are wide.
const WIDE: u16 = 100;

/// How far the lists are scrolled.
#[derive(Debug, Clone, Default)]
pub struct JournalScrolls {
    rows: Scroll,
}

/// The columns' widths; old and new value take the rest.
struct Columns {
    seq: u16,
    when: u16,
    who: u16,
    act: u16,
    about: u16,
    field: u16,
}

const NARROW_COLUMNS: Columns = Columns { seq: 6, when: 12, who: 6, act: 12, about: 14, field: 11 };
const WIDE_COLUMNS: Columns = Columns { seq: 7, when: 13, who: 10, act: 18, about: 20, field: 18 };

/// Draws the body of the screen.
pub fn draw(pen: &mut Pen<'_>, body: Rect, scene: Scene<'_>, _: &BoardView, scrolls: &mut JournalScrolls) {
    let texts = scene.texts;
    let journal = &scene.model.journal;
    let hint = match journal.item {
        Some(item) => texts.log_hint_item(about(scene, item)),
        None => texts.log_hint().into_owned(),
    };
    let title = match journal.about {
        JournalAbout::All => texts.log_title().into_owned(),
        JournalAbout::Call(call) => texts.log_title_call(call.0),
        JournalAbout::Unit(unit) => texts.log_title_unit(unit_name(scene, unit)),
    };
    let title = match (journal.looked_for.trim(), journal.filter.since) {
        ("", _) => title,
        (text, None) => texts.log_title_found(text, title),
        (text, Some(since)) => texts.log_title_found_since(text, texts.time_near(since, scene.now()), title),
    };
    let focused = scene.model.overlays.is_empty();
    let inner = pane(pen, body, &title, &hint, focused);
    draw_chain(pen, inner, scene);
    let rest = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    let Some(lines) = &journal.lines else {
        pen.line(rest, 1).text(" ", Role::Text).text(texts.list_loading(), Role::Faint);
        return;
    };
    if lines.is_empty() {
        let none = if journal.looked_for.is_empty() { texts.log_none() } else { texts.log_none_found() };
        pen.line(rest, 1).text(" ", Role::Text).text(none, Role::Strong);
        return;
    }
    let columns = if body.width >= WIDE { &WIDE_COLUMNS } else { &NARROW_COLUMNS };
    draw_head(pen, rest, scene, columns);
    let rows = Rect { y: rest.y + 1, height: rest.height.saturating_sub(1), ..rest };
    let marked = lines.iter().position(|line| Some(line.entry.seq) == journal.marked());
    let seen = scrolls.rows.visible(&vec![1; lines.len()], marked, rows.height);
    for (y, at) in (0..).zip(seen) {
        draw_row(pen, rows, y, scene, columns, &lines[at], (marked == Some(at), focused));
    }
}

fn draw_chain(pen: &mut Pen<'_>, inner: Rect, scene: Scene<'_>) {
    let texts = scene.texts;
    let (text, role) = match &scene.model.journal.chain {
        None => (texts.log_chain_asked().into_owned(), Role::Faint),
        Some(ChainState { broken_at: Some(line), .. }) => (texts.log_chain_broken(*line), Role::Alarm),
        Some(state) => {
            let time = texts.time_near(state.checked_at, scene.now());
            let head = state.head.chars().take(8).collect::<String>();
            (texts.log_chain_whole(head, texts.count(state.lines), time), Role::Good)
        }
    };
    pen.line(inner, 0).text(" ", Role::Text).text(text, role);
}

fn draw_head(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, columns: &Columns) {
    let texts = scene.texts;
    pen.line(area, 0)
        .text(" ", Role::Text)
        .right_column(columns.seq, texts.log_column_line(), Role::Faint)
        .column(columns.when, texts.log_column_when(), Role::Faint)
        .column(columns.who, texts.log_column_who(), Role::Faint)
        .column(columns.act, texts.log_column_act(), Role::Faint)
        .column(columns.about, texts.log_column_about(), Role::Faint)
        .column(columns.field, texts.log_column_field(), Role::Faint)
        .text(texts.log_column_change(), Role::Faint);
}

fn draw_row(
    pen: &mut Pen<'_>,
    area: Rect,
    y: u16,
    scene: Scene<'_>,
    columns: &Columns,
    row: &JournalLine,
    (is_marked, focused): (bool, bool),
) {
    let (texts, entry) = (scene.texts, &row.entry);
    let who = row.adviser.as_deref().map(|name| {
        // Where there is hardly room the first name tells enough.
        let short = short_name(name);
        if columns.who < WIDE_COLUMNS.who {
            short.split(' ').next().unwrap_or_default().to_owned()
        } else {
            short
        }
    });
    let mut line = pen.line(area, y);
    match (is_marked, focused) {
        (true, true) => line.text("▌", Role::Mark).cursor_here(),
        (true, false) => line.text("▏", Role::Text),
        (false, _) => line.text(" ", Role::Text),
    };
    let day = texts.day(entry.at);
    let when = format!("{} {}", day.split(' ').next_back().unwrap_or_default(), texts.time_narrow(entry.at));
    line.right_column(columns.seq, entry.seq.to_string(), Role::Faint)
        .column(columns.when, when, Role::Text)
        .column(columns.who, who.as_deref().unwrap_or("–"), Role::Text)
        .column(columns.act, texts.act(entry.act), Role::Strong)
        .column(columns.about, subject(scene, entry), Role::Text)
        .column(columns.field, texts.field_of(&entry.subject, &entry.field), Role::Text)
        .text(change(scene, row), Role::Text);
}

/// `tilbud 7 (412)`: the row that changed, and the call it concerns.
fn subject(scene: Scene<'_>, entry: &Entry) -> String {
    let (texts, number) = (scene.texts, entry.number);
    let what = match entry.subject.as_str() {
        "meta" => texts.log_about_meta().into_owned(),
        "advisers" => texts.log_about_advisers(number),
        "shifts" => texts.log_about_shifts(number),
        "settings" => texts.log_about_settings(number),
        "units" => texts.log_about_units(number),
        "places" => texts.log_about_places(number),
        "place_states" => texts.log_about_place_states(number),
        "calls" => return texts.log_about_calls(number),
        "children" => texts.log_about_children(number),
        "offers" => texts.log_about_offers(number),
        "placements" => texts.log_about_placements(number),
        "routine_steps" => texts.log_about_routine_steps(number),
        "sibling_splits" => texts.log_about_sibling_splits(number),
        "remarks" => texts.log_about_remarks(number),
        "enquiries" => texts.log_about_enquiries(number),
        "compensations" => texts.log_about_compensations(number),
        "deviations" => texts.log_about_deviations(number),
        "contacts" => texts.log_about_contacts(number),
        "silences" => texts.log_about_silences(number),
        "named_exports" => texts.log_about_named_exports(number),
        "claims" => texts.log_about_claims(number),
        "follow_ups" => texts.log_about_follow_ups(number),
        "checklist_answers" => texts.log_about_checklist_answers(number),
        "reveals" => texts.log_about_reveals(number),
        "case_watches" => texts.log_about_case_watches(number),
        "handovers" => texts.log_about_handovers(number),
        "handover_points" => texts.log_about_handover_points(number),
        "handover_sums" => texts.log_about_handover_sums(number),
        "handover_capacity" => texts.log_about_handover_capacity(number),
        other => format!("{other} {number}"),
    };
    match entry.call {
        Some(call) => texts.log_of_call(call, what),
        None => what,
    }
}

fn change(scene: Scene<'_>, row: &JournalLine) -> String {
    let entry = &row.entry;
    // The municipality of a call is named only where its address is known not to be protected.
    let call = entry.call.and_then(|call| scene.view()?.board.call(CallId(call)));
    let shows_municipality = entry.subject != "calls" || call.is_some_and(|call| call.shield.is_none());
    let names = SceneNames { scene, shows_municipality };
    let value = |code: &String| {
        if row.hides_place {
            scene.texts.value_hidden().into_owned()
        } else if row.is_erased && is_commitment(code) {
            scene.texts.value_erased().into_owned()
        } else if matches!(entry.field.as_str(), "uuid" | "reference") {
            code.chars().take(8).collect()
        } else {
            scene.texts.value(&entry.subject, &entry.field, code, scene.now(), &names)
        }
    };
    match (entry.old.as_ref().map(value), entry.new.as_ref().map(value)) {
        (Some(old), Some(new)) => scene.texts.log_change(new, old),
        (None, Some(new)) => new,
        (Some(old), None) => scene.texts.log_change("–", old),
        (None, None) => String::new(),
    }
}

fn about(scene: Scene<'_>, about: JournalAbout) -> String {
    match about {
        JournalAbout::All => scene.texts.list_all().into_owned(),
        JournalAbout::Call(call) => call.to_string(),
        JournalAbout::Unit(unit) => unit_name(scene, unit),
    }
}

fn unit_name(scene: Scene<'_>, unit: UnitId) -> String {
    let found = scene.view().and_then(|view| view.board.unit(unit));
    found.map_or_else(|| unit.to_string(), |unit| unit.name.clone())
}
