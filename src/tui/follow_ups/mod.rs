//! Screen 4: what is to be done, late first, one line a follow-up; the steps of a call that go together in one line.
//! Below, the marked line in full.

use chrono::TimeDelta;
use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::app::follow_ups_screen::{Row, marked_line};
use crate::domain::call::Call;
use crate::domain::clocks::minutes_left;
use crate::domain::follow_up::{FollowUp, FollowUpKind};
use crate::domain::follow_up_list::{DueSection, FollowUpLine};
use crate::domain::local_time::{is_same_day, is_same_night};

use super::board::heading;
use super::frame::pane;
use super::list::Scroll;
use super::pen::{Pen, wrap};
use super::scene::Scene;
use super::tasks;
use super::theme::Role;

/// From this width on, columns are wide.
const WIDE: u16 = 100;
/// How many lines the marked one gets below.
const DETAIL: u16 = 4;
/// From this height on there is room for it.
const ROOM_FOR_DETAIL: u16 = 12;
/// How long it is late or has left, and when it is due.
const LEFT: u16 = 8;
const WHEN: u16 = 10;
/// Whose it is and the number to phone, on a wide screen.
const OWNER: u16 = 16;
const PHONE: u16 = 15;

/// How far the list is scrolled.
#[derive(Debug, Clone, Default)]
pub struct FollowUpsScrolls {
    rows: Scroll,
}

/// A row as it is drawn, with the heading above it where it is the first of its section.
struct Drawn<'a> {
    heading: Option<DueSection>,
    /// None for what is folded: its heading is all there is.
    line: Option<&'a FollowUpLine>,
}

/// Draws the body of the screen.
pub fn draw(
    pen: &mut Pen<'_>,
    body: Rect,
    scene: Scene<'_>,
    view: &BoardView,
    scrolls: &mut FollowUpsScrolls,
) {
    let texts = scene.texts;
    let focused = scene.model.overlays.is_empty();
    let has_room = body.width >= WIDE && !view.follow_ups.lines.is_empty();
    let hint = if has_room { texts.due_hint() } else { "".into() };
    let inner = pane(pen, body, &title(scene, view), &hint, focused);
    if view.follow_ups.lines.is_empty() {
        pen.line(inner, 1).text("  ", Role::Text).text(texts.due_none(), Role::Strong);
        for (y, text) in (3..).zip(wrap(&texts.due_none_how(), inner.width.saturating_sub(4))) {
            pen.line(inner, y).text("  ", Role::Text).text(text, Role::Faint);
        }
        return;
    }
    let detail = if inner.height >= ROOM_FOR_DETAIL { DETAIL } else { 0 };
    let list = Rect { height: inner.height - detail, ..inner };
    let marked = scene.model.follow_ups.marked();
    let rows = scene.model.follow_ups.rows(view);
    let mut before = None;
    let drawn: Vec<Drawn<'_>> = rows
        .iter()
        .filter_map(|row| match row {
            Row::Later => Some(Drawn { heading: Some(DueSection::Later), line: None }),
            Row::Line(first) => {
                let line = view.follow_ups.line_of(*first)?;
                let is_new = before.replace(line.section) != Some(line.section);
                let heading = Some(line.section).filter(|section| is_new && *section != DueSection::Later);
                Some(Drawn { heading, line: Some(line) })
            }
        })
        .collect();
    let height = |row: &Drawn<'_>| u16::from(row.heading.is_some()) + u16::from(row.line.is_some());
    let heights: Vec<u16> = drawn.iter().map(height).collect();
    let at = rows.iter().position(|row| Some(*row) == marked);
    let mut y = 0;
    for n in scrolls.rows.visible(&heights, at, list.height) {
        let row = &drawn[n];
        let mark = (at == Some(n)).then_some(focused);
        if let Some(section) = row.heading {
            heading(pen, list, y, &section_title(scene, view, section));
            if row.line.is_none() {
                draw_mark(pen, list, y, mark);
            }
            y += 1;
        }
        if let Some(line) = row.line {
            draw_line(pen, list, y, (scene, view), line);
            draw_mark(pen, list, y, mark);
            y += 1;
        }
    }
    if let Some(line) = marked_line(scene.model).filter(|_| detail > 0) {
        let area = Rect { y: list.bottom(), height: detail, ..inner };
        draw_detail(pen, area, scene, view, line);
    }
}

fn title(scene: Scene<'_>, view: &BoardView) -> String {
    let texts = scene.texts;
    let mut title = texts.due_title().into_owned();
    let late = view.follow_ups.count(DueSection::Late);
    if late > 0 {
        title = texts.due_title_late(late, title);
    }
    let shift = view.follow_ups.count(DueSection::Shift);
    if shift > 0 {
        title = texts.due_title_shift(shift, title);
    }
    title
}

fn section_title(scene: Scene<'_>, view: &BoardView, section: DueSection) -> String {
    let texts = scene.texts;
    let count = view.follow_ups.count(section);
    let ends = view.follow_ups.shift_ends;
    match section {
        DueSection::Late => texts.due_late(count),
        DueSection::Shift => texts.due_shift(count, texts.time_near(ends, scene.now())),
        DueSection::WorkingDay => texts.due_working_day(count, texts.day(ends)),
        DueSection::Later if scene.model.follow_ups.shows_later => texts.due_later_open(count),
        DueSection::Later => texts.due_later(count),
    }
}

/// The mark beside a row, when it is marked: in the focused pane, or not.
fn draw_mark(pen: &mut Pen<'_>, area: Rect, y: u16, mark: Option<bool>) {
    match mark {
        Some(true) => drop(pen.line(area, y).cursor_here().text("▌", Role::Mark)),
        Some(false) => drop(pen.line(area, y).text("▏", Role::Text)),
        None => {}
    }
}

fn draw_line(
    pen: &mut Pen<'_>,
    area: Rect,
    y: u16,
    (scene, view): (Scene<'_>, &BoardView),
    line: &FollowUpLine,
) {
    let texts = scene.texts;
    let first = &line.first;
    let call = view.board.known_call(first.call);
    let is_late = line.section == DueSection::Late;
    let is_wide = area.width >= WIDE;
    let role = if is_late { Role::Warning } else { Role::Text };
    let mut row = pen.line(area, y);
    row.text(" ", Role::Text).right_column(LEFT, left(scene, view, line), role).text(" ", Role::Text).column(
        WHEN,
        when(scene, first),
        role,
    );
    let Some(call) = call else {
        row.text(texts.due_no_call(first.call.0), Role::Text);
        return;
    };
    row.column(if is_wide { 21 } else { 16 }, who(scene, call), Role::Strong);
    let phone = tasks::phone(scene, view, call, first);
    let words = tasks::together(scene, view, call, line, " · ");
    let owner = tasks::owner_short(scene, call, first);
    if is_wide {
        let sounds = first.kind == FollowUpKind::CallBack && line.section == DueSection::Shift;
        let words = if sounds { texts.due_sounds(words) } else { words };
        let room = row.room().saturating_sub(OWNER + PHONE);
        row.column(room, words, role);
        // Where nobody is to be rung, whose it is has that room too.
        match phone {
            Some(phone) => row.column(OWNER, owner, Role::Text).text(phone, Role::Text),
            None => row.text(owner, Role::Text),
        };
    } else {
        if let Some(phone) = phone {
            row.right(phone, Role::Text);
        }
        row.right(owner.split(' ').next().unwrap_or_default(), Role::Faint).text(words, role);
    }
}

/// How late it is, or how long is left before it is late; nothing on a later day.
fn left(scene: Scene<'_>, view: &BoardView, line: &FollowUpLine) -> String {
    let (texts, now) = (scene.texts, scene.now());
    let late_from = line.first.late_from(&view.board.rules);
    match line.section {
        DueSection::Late => texts.due_for(texts.age_of(late_from, now)),
        // Rounded up, like the minutes of a clock.
        DueSection::Shift => texts.age_of(now, now + TimeDelta::minutes(minutes_left(late_from - now))),
        DueSection::WorkingDay | DueSection::Later => String::new(),
    }
}

/// The day of what belongs to a day, the time of what is due at one.
fn when(scene: Scene<'_>, task: &FollowUp) -> String {
    let texts = scene.texts;
    let has_time = is_same_day(task.due_at, scene.now()) || is_same_night(task.due_at, scene.now());
    let is_of_day = task.kind.is_of_day() || !has_time;
    if is_of_day { texts.day(task.due_at) } else { texts.time(task.due_at) }
}

fn who(scene: Scene<'_>, call: &Call) -> String {
    format!("{} {}", call.id, scene.caller_place(call))
}

/// The marked line in full: for whom, what, whose, until when.
fn draw_detail(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, view: &BoardView, line: &FollowUpLine) {
    let texts = scene.texts;
    let Some(call) = view.board.known_call(line.first.call) else { return };
    pen.line(area, 0).fill("─", Role::Border);
    let mut about = format!("{} · {}", who(scene, call), scene.request(call));
    if let Some(closed) = call.closed_at {
        about = format!("{about} · {}", texts.due_detail_closed(texts.day(closed)));
    }
    pen.line(area, 1).text(" ", Role::Text).text(about, Role::Text);
    let what = tasks::in_full(scene, view, call, line);
    let words = texts.due_detail(tasks::owner(scene, call, &line.first), what, due(scene, view, line));
    for (y, text) in (2..area.height).zip(wrap(&words, area.width.saturating_sub(2))) {
        pen.line(area, y).text(" ", Role::Text).text(text, Role::Strong);
    }
}

fn due(scene: Scene<'_>, view: &BoardView, line: &FollowUpLine) -> String {
    let (texts, first) = (scene.texts, &line.first);
    let late_from = first.late_from(&view.board.rules);
    let when = if first.kind.is_of_day() {
        texts.due_detail_day(texts.day(first.due_at), texts.time(late_from))
    } else {
        texts.due_detail_by(texts.time_near(first.due_at, scene.now()))
    };
    if line.tasks().any(|task| task.is_moved) { texts.due_detail_moved(when) } else { when }
}
