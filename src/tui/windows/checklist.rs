//! Draws the checklist as a conversation: what is known above, the item that is asked with its field, what is left
//! below.

use ratatui::layout::Rect;

use crate::app::checklist_window::{ChecklistFault, ChecklistWindow};
use crate::app::drafts::is_half_typed;
use crate::domain::call::{Call, CallState};
use crate::domain::checklist::{AnswerState, ItemKey};
use crate::domain::checklist_standing::{ItemStanding, count_settled, in_order, may_ask_for_help};
use crate::domain::question::Subject;

use super::fields::draw_text;
use crate::tui::frame::window;
use crate::tui::item_values::{facts, reading, sign, value};
use crate::tui::pen::{Pen, cells, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 104;
/// Where what is known of an item begins.
const LABEL: u16 = 26;
/// How wide an open item is: the widest label, its sign and a blank.
const OPEN: u16 = 32;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, talk: &ChecklistWindow) {
    let Some(view) = scene.view() else { return };
    let Some(call) = view.board.known_call(talk.call) else { return };
    let texts = scene.texts;
    let words = if scene.model.hides_words { "hidden" } else { "shown" };
    let items = in_order(call, may_ask_for_help(&view.board, call, scene.now()));
    let standing = |item: ItemKey| ItemStanding::of(call, item);
    let (known, mut open): (Vec<ItemKey>, Vec<ItemKey>) =
        items.into_iter().partition(|item| !standing(*item).is_open());
    let is_closed = call.state == CallState::Closed;
    if is_closed {
        // What was not asked is not asked any more.
        open.clear();
    }
    let width = WIDTH.min(pen.area().width).saturating_sub(4);
    let asked = asked_lines(scene, talk, call, width, open.is_empty() && !is_closed);
    let columns = (width / OPEN).max(1);
    let rows = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
    let rows_open = rows(open.len()).div_ceil(columns);
    let asked_rows = rows(asked.len());
    let height = rows(known.len()).saturating_add(asked_rows + rows_open + 5);
    let title = title(scene, call, pen.area().width);
    let inner = window(pen, WIDTH, height, &title, &texts.talk_hint(words));
    let spare = inner.height.saturating_sub(asked_rows + 2);
    // What is known gets what the open items leave, and never less than half.
    let room_known =
        spare.saturating_sub(rows_open).max(spare / 2).min(u16::try_from(known.len()).unwrap_or(0));
    draw_known(pen, Rect { height: room_known, ..inner }, scene, talk, call, &known);
    let top = inner.y + room_known + u16::from(room_known > 0);
    let middle = Rect { y: top, height: inner.bottom().saturating_sub(top), ..inner };
    for (y, line) in (0..).zip(&asked) {
        draw_asked(pen, middle, y, line, talk);
    }
    let top = middle.y + asked_rows + 1;
    let below = Rect { y: top, height: inner.bottom().saturating_sub(top), ..inner };
    draw_open(pen, below, scene, talk, &open, columns);
}

fn title(scene: Scene<'_>, call: &Call, width: u16) -> String {
    let texts = scene.texts;
    let clock = scene.view().and_then(|view| view.call_row(call.id)).map(|row| scene.clock(row).0);
    let (clock, place) = (clock.unwrap_or_default(), scene.caller_place(call));
    if call.state == CallState::Closed {
        return texts.talk_title_narrow(call.id.0, texts.talk_closed(), place);
    }
    let full =
        texts.talk_title(call.id.0, clock.clone(), ItemKey::ALL.len(), place.clone(), count_settled(call));
    if cells(&full) + 6 <= width { full } else { texts.talk_title_narrow(call.id.0, clock, place) }
}

/// A line of the item that is asked.
enum Asked {
    Line(String, Role),
    Head(String, String),
    Field(String),
}

fn asked_lines(
    scene: Scene<'_>,
    talk: &ChecklistWindow,
    call: &Call,
    width: u16,
    is_complete: bool,
) -> Vec<Asked> {
    let texts = scene.texts;
    let Some(row) = scene.model.catalog.checklist.iter().find(|row| row.key == talk.item) else {
        return Vec::new();
    };
    let is_open = ItemStanding::of(call, talk.item).is_open();
    let room = width.saturating_sub(4);
    let mut lines = vec![Asked::Head(texts.talk_item(row.number), row.label.clone())];
    let wrapped = |text: &str, role| wrap(text, room).into_iter().map(move |line| Asked::Line(line, role));
    lines.extend(wrapped(&scene.item_question(talk.item), Role::Strong));
    lines.extend(wrapped(&texts.talk_why(row.why.as_str()), Role::Faint));
    if let Some(partly) = facts(scene, call, talk.item) {
        lines.extend(wrapped(&texts.talk_known(partly), Role::Text));
    }
    let label = if is_open { texts.talk_answer() } else { texts.talk_answer_new() };
    lines.push(Asked::Field(label.into_owned()));
    let below = match (&talk.fault, reading(scene, &talk.reading), form_of(scene, talk.item)) {
        (Some(ChecklistFault::TooManyNames { named, children }), ..) => {
            (format!("! {}", texts.talk_fault_names(*children, *named)), Role::Alarm)
        }
        (None, Some(what), _) => (texts.talk_reads(what), Role::Good),
        (None, None, Some(form)) => (form, Role::Faint),
        (None, None, None) => (String::new(), Role::Faint),
    };
    lines.push(Asked::Line(below.0, below.1));
    let keys = if is_complete && talk.typed().is_none() {
        texts.talk_complete()
    } else if !talk.field.text().is_empty() {
        texts.talk_keys_typing()
    } else if talk.item == ItemKey::HelpAtHome {
        texts.talk_keys_help()
    } else {
        texts.talk_keys()
    };
    lines.push(Asked::Line(keys.into_owned(), Role::Text));
    lines
}

/// How an answer that fills fields may be written.
fn form_of(scene: Scene<'_>, item: ItemKey) -> Option<String> {
    let texts = scene.texts;
    let form = match item {
        ItemKey::Identity => texts.talk_form_identity(),
        ItemKey::Basis => texts.talk_form_basis(),
        ItemKey::Whereabouts => texts.talk_form_whereabouts(),
        ItemKey::Wished => texts.talk_form_wished(),
        ItemKey::Protection => texts.talk_form_protection(),
        ItemKey::Health => texts.talk_form_health(),
        ItemKey::Siblings => texts.talk_form_siblings(),
        _ => return None,
    };
    Some(form.into_owned())
}

fn draw_asked(pen: &mut Pen<'_>, area: Rect, y: u16, asked: &Asked, talk: &ChecklistWindow) {
    let mut line = pen.line(area, y);
    line.text("▌", Role::Mark);
    match asked {
        Asked::Head(number, label) => {
            line.text(number, Role::Faint).text("  ", Role::Text).text(label, Role::FocusedTitle);
        }
        Asked::Line(text, role) => {
            line.text("  ", Role::Text).text(text, *role);
        }
        Asked::Field(label) => {
            line.text("  ", Role::Text).text(label, Role::Strong).text(" ", Role::Text);
            draw_text(&mut line, &talk.field, true, "");
        }
    }
}

fn draw_known(
    pen: &mut Pen<'_>,
    area: Rect,
    scene: Scene<'_>,
    talk: &ChecklistWindow,
    call: &Call,
    known: &[ItemKey],
) {
    let room = usize::from(area.height);
    // The marked one is seen, else the last: it stands nearest to what is asked.
    let at = known.iter().position(|item| *item == talk.item);
    let end = at.map_or(known.len(), |at| (at + 2).max(room).min(known.len()));
    let start = end.saturating_sub(room);
    for (y, (n, item)) in (0..).zip(known.iter().enumerate().take(end).skip(start)) {
        let mut line = pen.line(area, y);
        if y == 0 && start > 0 {
            line.text("   ", Role::Text).text(scene.texts.talk_more_above(start + 1), Role::Faint);
            continue;
        }
        let standing = ItemStanding::of(call, *item);
        let (mark, role) = sign(standing.state);
        let is_marked = at == Some(n);
        line.text(if is_marked { "▌" } else { " " }, Role::Mark).text(format!("{mark} "), role);
        if let (Some(time), Some(by)) = (standing.at, &standing.by) {
            let first = by.split_whitespace().next().unwrap_or_default();
            line.right(scene.texts.talk_by(first, scene.texts.time_near(time, scene.now())), Role::Faint);
        }
        let label = if is_marked { Role::Strong } else { Role::Text };
        line.column(LABEL, scene.item_label(*item), label);
        line.text(known_text(scene, talk, call, *item, &standing), Role::Text);
    }
}

/// What is known of an item, with what was told in words while these are shown.
fn known_text(
    scene: Scene<'_>,
    talk: &ChecklistWindow,
    call: &Call,
    item: ItemKey,
    standing: &ItemStanding,
) -> String {
    let texts = scene.texts;
    if item == ItemKey::Identity
        && let Some(data) = scene.model.shown_of(Subject::Call(call.id))
    {
        let names = data.children.iter().filter_map(|(_, identity)| identity.name.clone());
        return names.collect::<Vec<_>>().join(", ");
    }
    let facts = facts(scene, call, item);
    let words = talk.told.get(&item).filter(|_| standing.state == AnswerState::Answered);
    match (facts, words) {
        (_, None) => value(scene, call, item, standing),
        (Some(facts), Some(_)) if scene.model.hides_words => facts,
        (Some(facts), Some(words)) => format!("{facts} · {words}"),
        (None, Some(_)) if scene.model.hides_words => texts.talk_hidden().into_owned(),
        (None, Some(words)) => words.clone(),
    }
}

fn draw_open(
    pen: &mut Pen<'_>,
    area: Rect,
    scene: Scene<'_>,
    talk: &ChecklistWindow,
    open: &[ItemKey],
    columns: u16,
) {
    let room = usize::from(area.height) * usize::from(columns);
    for (n, item) in open.iter().enumerate().take(room) {
        let (row, column) = (n / usize::from(columns), n % usize::from(columns));
        let x = area.x + u16::try_from(column).unwrap_or(0) * OPEN;
        let cell = Rect { x, width: OPEN.min(area.right().saturating_sub(x)), ..area };
        let mut line = pen.line(cell, u16::try_from(row).unwrap_or(u16::MAX));
        if n + 1 == room && open.len() > room {
            line.text("   ", Role::Text).text(scene.texts.talk_more_below(open.len() - n), Role::Faint);
            break;
        }
        let is_marked = *item == talk.item;
        line.text(if is_marked { "▌" } else { " " }, Role::Mark).text("· ", Role::Text);
        line.text(scene.item_label(*item), if is_marked { Role::Strong } else { Role::Text });
        if is_half_typed(scene.model, talk.call, *item) {
            line.text(" ", Role::Text).text(scene.texts.talk_half_typed(), Role::Warning);
        }
    }
}
