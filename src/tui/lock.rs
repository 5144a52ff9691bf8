//! The lock: how many wait and how long is left, and nothing that names a call, a place or a child. Who walks past
//! learns that somebody is on, not about whom.

use chrono::{DateTime, TimeDelta, Utc};
use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::app::lock::{Lock, LockFault};
use crate::domain::clocks::ClockMark;
use crate::domain::follow_up::FollowUpKind;

use super::alarm;
use super::entry::{self, draw_fault, draw_wrong, is_wrong_passphrase};
use super::frame::window;
use super::notices::failure_sentence;
use super::pen::{Line, Pen, cells};
use super::scene::{Scene, short_name};
use super::screen::is_too_small;
use super::theme::Role;

const WIDTH: u16 = 80;
const HEIGHT: u16 = 13;
/// Between two parts of a line.
const GAP: &str = "   ";

/// Draws the lock; nothing else is drawn.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, lock: &Lock) {
    let area = pen.area();
    if is_too_small(area) {
        return draw_small(pen, area, scene, lock);
    }
    if let Some(other) = &lock.other {
        entry::draw(pen, scene, other);
        draw_alarms(pen, area, scene);
        if lock.fault == Some(LockFault::Unsaved) {
            let below = Rect { y: area.y + area.height.saturating_sub(3), height: 2, ..area };
            draw_fault(pen, below, 0, &scene.texts.lock_unsaved());
        }
        return;
    }
    let texts = scene.texts;
    let hint = if scene.model.is_demo { texts.lock_hint_demo() } else { texts.lock_hint() };
    let inner = window(pen, WIDTH, HEIGHT, &texts.lock_title(), &hint);
    draw_who(pen, inner, scene);
    let parts = counts(scene);
    let mut line = pen.line(inner, 3);
    draw_parts(&mut line, &parts);
    draw_passphrase(pen, inner, 5, scene, lock);
    let kept = scene.model.has_half_written_work().then(|| texts.lock_kept());
    let told = [kept, Some(texts.lock_alarms_go_on())].into_iter().flatten().collect::<Vec<_>>().join(" ");
    pen.line(inner, 7).text(told, Role::Faint);
    draw_state(pen, inner, 9, scene, lock);
    draw_alarms(pen, area, scene);
}

/// What sounds, in the last row: no window reaches it.
fn draw_alarms(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) {
    let Some((words, key)) = alarm::on_lock(scene) else { return };
    let mut line = pen.line(area, area.height - 1);
    line.right(" ", Role::Text).right(key, Role::Key);
    line.text(" !! ", Role::Alarm).text(words, Role::Alarm);
}

/// `LÅST   Kari N.   04:41`, in the middle.
fn draw_who(pen: &mut Pen<'_>, inner: Rect, scene: Scene<'_>) {
    let texts = scene.texts;
    let name = scene.model.session.as_ref().map(|session| short_name(&session.adviser)).unwrap_or_default();
    let time = texts.time(scene.now());
    let locked = texts.lock_locked();
    let width = cells(&locked) + cells(&name) + cells(&time) + 2 * cells(GAP);
    let mut line = pen.line(inner, 1);
    line.to(inner.width.saturating_sub(width) / 2)
        .text(locked, Role::FocusedTitle)
        .text(GAP, Role::Text)
        .text(name, Role::Text)
        .text(GAP, Role::Text)
        .text(time, Role::Strong);
}

/// How many calls are open, how many are late, when the next deadline is, and the next promised call back.
fn counts(scene: Scene<'_>) -> Vec<(String, Role)> {
    let texts = scene.texts;
    let Some(view) = scene.view() else { return vec![(texts.lock_loading().into_owned(), Role::Strong)] };
    let now = scene.now();
    let mut parts = vec![(texts.calls_title(view.calls.len()), Role::Strong)];
    let left = || view.calls.iter().filter_map(|row| row.response.left(now));
    let over: Vec<TimeDelta> = left().filter(|left| *left <= TimeDelta::zero()).collect();
    if let Some(longest) = over.iter().min() {
        parts.push((texts.lock_over(over.len(), texts.over(-*longest)), Role::Alarm));
    }
    if let Some(next) = left().filter(|left| *left > TimeDelta::zero()).min() {
        let role = match ClockMark::for_time_left(next) {
            ClockMark::Calm => Role::Text,
            ClockMark::Hour => Role::Hour,
            ClockMark::HalfHour => Role::Warning,
            ClockMark::Quarter | ClockMark::Over => Role::Alarm,
        };
        parts.push((texts.lock_next_deadline(scene.time_left(next)), role));
    }
    parts.extend(next_call_back(view).map(|due| {
        let time = texts.time_near(due, now);
        if due > now {
            (texts.lock_next_call_back(time), Role::Text)
        } else {
            (texts.lock_late_call_back(time), Role::Warning)
        }
    }));
    parts
}

/// When the next promised call back is due, or was.
fn next_call_back(view: &BoardView) -> Option<DateTime<Utc>> {
    let promised = view.board.follow_ups.iter().filter(|task| task.kind == FollowUpKind::CallBack);
    promised.map(|task| task.due_at).min()
}

fn draw_parts(line: &mut Line<'_, '_>, parts: &[(String, Role)]) {
    for (text, role) in parts {
        line.text(text, *role).text(GAP, Role::Text);
    }
}

fn draw_passphrase(pen: &mut Pen<'_>, area: Rect, row: u16, scene: Scene<'_>, lock: &Lock) {
    let texts = scene.texts;
    let mut line = pen.line(area, row);
    if scene.model.is_demo {
        line.cursor_here().text(texts.lock_demo(), Role::Text);
        return;
    }
    line.text(texts.field_passphrase(), Role::Strong).text("  ", Role::Text);
    // No more dots than fit: the length of a passphrase is nobody's business.
    let dots = lock.passphrase.signs().min(usize::from(line.room().saturating_sub(1)));
    line.text("•".repeat(dots), Role::Field).cursor_here();
}

/// Why it does not open, or that it is being tried.
fn draw_state(pen: &mut Pen<'_>, area: Rect, row: u16, scene: Scene<'_>, lock: &Lock) {
    let texts = scene.texts;
    if lock.checking.is_some() {
        pen.line(area, row).text(texts.entry_opening(), Role::Strong);
        return;
    }
    match &lock.fault {
        None => {}
        Some(LockFault::Failed(failure)) if is_wrong_passphrase(failure) => {
            draw_wrong(pen, area, row, scene, &lock.attempts);
        }
        Some(LockFault::PassphraseMissing) => draw_fault(pen, area, row, &texts.entry_passphrase_missing()),
        Some(LockFault::Unsaved) => draw_fault(pen, area, row, &texts.lock_unsaved()),
        Some(LockFault::Failed(failure)) => draw_fault(pen, area, row, &failure_sentence(scene, failure)),
    }
}

/// Where there is hardly room: one line that says what it is, then one fact a line, the passphrase last.
fn draw_small(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>, lock: &Lock) {
    let texts = scene.texts;
    let time = texts.time(scene.now());
    pen.line(area, 0)
        .text(texts.lock_locked(), Role::FocusedTitle)
        .text(" ", Role::Text)
        .text(time, Role::Strong);
    let mut parts = counts(scene);
    if let Some((words, key)) = alarm::on_lock(scene) {
        // What is cut off is the end.
        parts.insert(0, (format!("{key} · {words}"), Role::Alarm));
    }
    let room = area.height.saturating_sub(2);
    let mut row = 1;
    for (text, role) in parts.iter().take(usize::from(room)) {
        pen.line(area, row).text(text, *role);
        row += 1;
    }
    if lock.other.is_some() {
        // The form needs more room than there is; what is typed into it is kept.
        pen.line(area, row).text(texts.small_screen(), Role::Strong);
    } else {
        draw_passphrase(pen, area, row, scene, lock);
        draw_state(pen, area, row + 1, scene, lock);
    }
}
