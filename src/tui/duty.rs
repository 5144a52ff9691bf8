//! Who is on, which shift it is, what was not received and how much is new: over the foot of the first board after signing
//! on, in the window of what is new, in the bar and in help.

use ratatui::layout::Rect;

use crate::app::greeting::Greeting;
use crate::app::news::{NewsCounts, on_duty, own_shift};
use crate::domain::shift::{Shift, hours_between};

use super::frame::pane;
use super::pen::{Pen, cells, wrap};
use super::scene::{Scene, short_name};
use super::theme::Role;

/// From this width on, calls stand beside the places.
const BESIDE_FROM: u16 = 100;
/// What the calls take there.
const CALLS: u16 = 40;
/// For the words before what is told.
const COLUMN: u16 = 10;
/// Handovers told one by one; more are counted.
const MOST_HANDOVERS: usize = 2;
const WIDTH: u16 = 100;

/// One told line: a word before it, or none.
struct Told {
    label: String,
    text: String,
    role: Role,
}

/// Draws the lines for whoever has just signed on, over the foot of the body.
pub fn greet(pen: &mut Pen<'_>, body: Rect, scene: Scene<'_>) {
    let Greeting::Shown { news, .. } = &scene.model.greeting else { return };
    let texts = scene.texts;
    let mut lines = Vec::new();
    if let Some(shift) = own_shift(scene.model) {
        lines.push(told(&texts.duty_shift(), span(scene, shift), Role::Strong));
    }
    let others: Vec<String> =
        on_duty(scene.model).into_iter().skip(1).map(|shift| short_name(&shift.by)).collect();
    let others = if others.is_empty() { texts.duty_alone().into_owned() } else { others.join(", ") };
    lines.push(told(&texts.duty_with(), others, Role::Text));
    lines.extend(handovers(scene));
    let (new, role) = match news {
        None => (texts.news_reading().into_owned(), Role::Faint),
        Some(None) => (texts.news_first_shift().into_owned(), Role::Faint),
        Some(Some(counts)) => (texts.news_since_key(count(scene, *counts)), Role::Text),
    };
    lines.push(told("", new, role));
    // Where there is room, beside the calls: half-written work stands at their foot.
    let beside = if body.width >= BESIDE_FROM { CALLS } else { 0 };
    let width = WIDTH.min(body.width - beside);
    let inner_width = width.saturating_sub(4);
    let height = heights(&lines, inner_width).saturating_add(2).min(body.height);
    let area = Rect { x: body.right() - width, y: body.bottom().saturating_sub(height), width, height };
    pen.wipe(area);
    let inner = pane(pen, area, &texts.duty_title(), &texts.duty_hint(), true);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    draw_lines(pen, inner, &lines);
}

/// Who is on and what was not received, within a window; rows used.
pub fn draw_on(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) -> u16 {
    let texts = scene.texts;
    let names = names(scene);
    let names = if names.is_empty() { texts.duty_nobody().into_owned() } else { names.join(", ") };
    let mut lines = vec![told(&texts.duty_on(), names, Role::Text)];
    lines.extend(handovers(scene));
    draw_lines(pen, area, &lines)
}

/// How much is new, in one sentence.
pub fn count(scene: Scene<'_>, counts: NewsCounts) -> String {
    let time = scene.texts.time_near(counts.since, scene.now());
    scene.texts.news_since(counts.calls, counts.deviations, time, counts.units)
}

/// Who is on, whoever works here first.
pub fn names(scene: Scene<'_>) -> Vec<String> {
    on_duty(scene.model).into_iter().map(|shift| short_name(&shift.by)).collect()
}

/// The names for the bar: all of them, then the own one with the number of the rest. Empty while nobody else is on.
pub fn for_bar(scene: Scene<'_>) -> Vec<String> {
    let names = names(scene);
    let [own, others @ ..] = names.as_slice() else { return Vec::new() };
    if others.is_empty() {
        return Vec::new();
    }
    vec![
        scene.texts.duty_names(names.join(", ")),
        names.join(", "),
        scene.texts.duty_bar_more(others.len(), own.as_str()),
    ]
}

/// `kveld, natt, helg · fre 20.11 15:30 – man 23.11 08:00`.
fn span(scene: Scene<'_>, shift: &Shift) -> String {
    let texts = scene.texts;
    let time = |at| format!("{} {}", texts.day(at), texts.time(at));
    let rules = scene.view().map(|view| &view.board.rules);
    let spent = rules.map(|rules| hours_between(shift.started_at, shift.planned_until, rules));
    let hours: Vec<_> =
        spent.iter().flat_map(|spent| spent.keys()).map(|kind| texts.shift_hours(*kind)).collect();
    texts.duty_span(time(shift.started_at), hours.join(", "), time(shift.planned_until))
}

fn handovers(scene: Scene<'_>) -> Vec<Told> {
    let texts = scene.texts;
    let open = scene.view().map(|view| view.board.handovers.as_slice()).unwrap_or_default();
    let own = scene.model.session.as_ref().map(|session| session.adviser.as_str());
    let mut lines: Vec<Told> = open
        .iter()
        .take(MOST_HANDOVERS)
        .map(|handover| {
            let time = texts.time_near(handover.signed_at, scene.now());
            if own == Some(handover.giver.as_str()) {
                return told("", texts.duty_handover_own(time), Role::Text);
            }
            told("", texts.duty_handover(short_name(&handover.giver), time), Role::Warning)
        })
        .collect();
    let more = open.len().saturating_sub(MOST_HANDOVERS);
    if more > 0 {
        lines.push(told("", texts.duty_handovers_more(more), Role::Warning));
    }
    lines
}

fn told(label: &str, text: String, role: Role) -> Told {
    Told { label: label.to_owned(), text, role }
}

fn rows(line: &Told, width: u16) -> Vec<String> {
    let indent = if line.label.is_empty() { 0 } else { COLUMN };
    if cells(&line.text) + indent <= width {
        vec![line.text.clone()]
    } else {
        wrap(&line.text, width - indent.min(width))
    }
}

fn heights(lines: &[Told], width: u16) -> u16 {
    lines.iter().map(|line| u16::try_from(rows(line, width).len()).unwrap_or(u16::MAX)).sum()
}

fn draw_lines(pen: &mut Pen<'_>, area: Rect, lines: &[Told]) -> u16 {
    let mut y = 0;
    for line in lines {
        for (n, row) in rows(line, area.width).iter().enumerate() {
            let mut drawn = pen.line(area, y);
            y += 1;
            if !line.label.is_empty() {
                drawn.column(COLUMN, if n == 0 { line.label.as_str() } else { "" }, Role::Faint);
            }
            drawn.text(row, line.role);
        }
    }
    y
}
