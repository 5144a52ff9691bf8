//! Screen 6, the handover: what is open, case by case and by section, what was done, what is free. The marked case shows
//! its words.

mod cases;
mod sections;
mod waiting;

use chrono::{DateTime, Utc};
use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::app::handover_pages::pages;
use crate::app::handover_screen::{Row, givable, receivable};
use crate::app::handover_window::is_receiving;
use crate::app::late_shift;
use crate::domain::draft::DraftKind;
use crate::domain::handover::HandoverTold;
use crate::domain::handover_page::HandoverPage;

use super::frame::pane;
use super::list::Scroll;
use super::pen::{Pen, cells, wrap};
use super::scene::{Scene, short_name};
use super::theme::Role;

pub use waiting::line as waiting_line;

/// Columns of the mark and what a row is called.
const LABEL: u16 = 18;

/// How far the page is scrolled.
#[derive(Debug, Clone, Default)]
pub struct HandoverScrolls {
    rows: Scroll,
}

/// A line as it is drawn: a few words each in its role.
type Line = Vec<(String, Role)>;

/// What a page is drawn from.
#[derive(Clone, Copy)]
struct Drawn<'a> {
    scene: Scene<'a>,
    view: &'a BoardView,
    told: &'a HandoverTold,
    page: &'a HandoverPage,
    /// Columns after the mark.
    width: u16,
}

/// Draws the body of the screen.
pub fn draw(
    pen: &mut Pen<'_>,
    body: Rect,
    scene: Scene<'_>,
    view: &BoardView,
    scrolls: &mut HandoverScrolls,
) {
    let texts = scene.texts;
    let screen = &scene.model.handover;
    let focused = scene.model.overlays.is_empty();
    let (Some(told), Some(page)) = (&screen.told, &screen.page) else {
        let inner = pane(pen, body, &texts.handover_title_none(), "", focused);
        if screen.is_being_read() {
            pen.line(inner, 1).text("  ", Role::Text).text(texts.list_loading(), Role::Faint);
            return;
        }
        if screen.is_unreadable() {
            pen.line(inner, 1).text("  ", Role::Text).text(texts.handover_unreadable(), Role::Strong);
            return;
        }
        pen.line(inner, 1).text("  ", Role::Text).text(texts.handover_nothing(), Role::Strong);
        for (y, text) in (3..).zip(wrap(&texts.handover_nothing_how(), inner.width.saturating_sub(4))) {
            pen.line(inner, y).text("  ", Role::Text).text(text, Role::Faint);
        }
        return;
    };
    let room = body.width.saturating_sub(4);
    let inner = pane(pen, body, &title(scene, told, room), &hint(scene, room), focused);
    let drawn = Drawn { scene, view, told, page, width: inner.width.saturating_sub(2) };
    draw_heading(pen, inner, drawn);
    let list = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    let rows = screen.rows();
    let blocks: Vec<Vec<Line>> = rows.iter().map(|row| block(drawn, *row)).collect();
    let heights: Vec<u16> =
        blocks.iter().map(|block| u16::try_from(block.len()).unwrap_or(u16::MAX)).collect();
    let at = rows.iter().position(|row| Some(*row) == screen.marked());
    let list = if heights.iter().sum::<u16>() > list.height {
        Rect { height: list.height.saturating_sub(1), ..list }
    } else {
        list
    };
    // A row that is longer than the list is cut: it is not to be missed.
    let is_cut = |n: usize| blocks[n].len() > usize::from(list.height);
    let heights: Vec<u16> = heights.into_iter().map(|height| height.min(list.height)).collect();
    let seen = scrolls.rows.visible(&heights, at, list.height);
    // The next row fills what room is left, as far as it goes.
    let mut y = 0;
    for (n, block) in blocks.iter().enumerate().skip(seen.start) {
        for (first, line) in block.iter().enumerate() {
            if y < list.height {
                draw_line(pen, list, y, line, (at == Some(n)).then_some(focused), first == 0);
                y += 1;
            }
        }
    }
    let more = match (seen.start, rows.len() - seen.end) {
        (0, 0) => String::new(),
        (0, below) => texts.handover_below(below),
        (above, 0) => texts.handover_above(above),
        (above, below) => texts.handover_above_below(above, below),
    };
    let cut = at.filter(|at| is_cut(*at)).map(|_| texts.handover_cut().into_owned());
    let more: Vec<String> = [more].into_iter().chain(cut).filter(|told| !told.is_empty()).collect();
    let more = more.join(" · ");
    pen.line(inner, inner.height.saturating_sub(1)).text("  ", Role::Text).text(more, Role::Faint);
}

fn draw_heading(pen: &mut Pen<'_>, inner: Rect, drawn: Drawn<'_>) {
    let texts = drawn.scene.texts;
    let screen = &drawn.scene.model.handover;
    let open = screen.rows().iter().filter(|row| matches!(row, Row::Case(_))).count();
    let mut line = pen.line(inner, 0);
    let (done, all) = screen.progress();
    if all > 0 {
        line.right(format!("{} ", texts.handover_progress(all, done)), Role::Strong);
    }
    line.text("  ", Role::Text).text(texts.handover_open(open), Role::Strong);
    if open == 0 {
        line.text("  ", Role::Text).text(texts.handover_open_none(), Role::Text);
    }
}

fn draw_line(pen: &mut Pen<'_>, list: Rect, y: u16, line: &Line, mark: Option<bool>, is_first: bool) {
    let mut out = pen.line(list, y);
    match mark {
        Some(true) => out.text("▌", Role::Mark),
        Some(false) => out.text("▏", Role::Text),
        None => out.text(" ", Role::Text),
    };
    if is_first && mark == Some(true) {
        out.cursor_here();
    }
    for (text, role) in line {
        out.text(text, *role);
    }
}

/// The lines of a row: there is always one.
fn block(drawn: Drawn<'_>, row: Row) -> Vec<Line> {
    let scene = drawn.scene;
    let texts = scene.texts;
    let screen = &scene.model.handover;
    let is_read =
        drawn.told.signed.is_some() && screen.entries(row).next().is_some() && screen.unread(row).is_empty();
    let tick = if is_read { "✓" } else { " " };
    let (label, words) = match row {
        Row::Case(call) => {
            let is_marked = screen.marked() == Some(row);
            return cases::block(drawn, call, is_marked, tick);
        }
        Row::Section(section) => {
            let day = crate::domain::steps::first_working_day(drawn.told.until, &drawn.view.board.rules);
            (texts.handover_section(section, day), sections::words(scene, drawn.view, drawn.page, section))
        }
        Row::Sums => (texts.handover_sums(), texts.shift_sums(&drawn.page.sums)),
        Row::Free => (texts.handover_free(), texts.free_against_then(&drawn.page.capacity)),
        Row::Confirm => (texts.handover_confirm(), texts.handover_to_confirm(drawn.page.to_confirm)),
        Row::Summary => (texts.handover_summary_label(), free_text(scene, drawn.told.summary.as_deref())),
        Row::Note if givable(scene.model).is_none() => {
            (texts.handover_note(), free_text(scene, drawn.told.note.as_deref()))
        }
        Row::Repeated => (texts.handover_repeated(), free_text(scene, drawn.told.repeated.as_deref())),
        Row::Note => (texts.handover_note(), own_note(scene, drawn.told)),
    };
    let is_empty = words.is_empty();
    let words = if is_empty { texts.handover_none().into_owned() } else { words };
    let role = if is_empty { Role::Faint } else { Role::Text };
    let label = format!("{tick}{label}");
    labelled(&label, &words, role, drawn.width)
}

/// Words behind a label, over as many lines as they need.
fn labelled(label: &str, words: &str, role: Role, width: u16) -> Vec<Line> {
    let columns = usize::from(LABEL);
    let room = width.saturating_sub(LABEL);
    let lines = wrap(words, room).into_iter().enumerate();
    lines
        .map(|(n, text)| {
            let label = if n == 0 { label } else { "" };
            vec![(format!("{label:<columns$}"), Role::Faint), (text, role)]
        })
        .collect()
}

/// What the giver wrote, unless words are hidden.
fn free_text(scene: Scene<'_>, text: Option<&str>) -> String {
    match text {
        Some(_) if scene.model.hides_words => scene.texts.handover_hidden().into_owned(),
        Some(text) => text.to_owned(),
        None => scene.texts.handover_not_written().into_owned(),
    }
}

/// What will be written as the shift is given, or that it is begun.
fn own_note(scene: Scene<'_>, told: &HandoverTold) -> String {
    let parts = scene.model.drafts.parked();
    let is_begun =
        parts.iter().any(|part| part.kind == DraftKind::GiveHandover && part.about == Some(told.shift.id.0));
    let words = if is_begun {
        scene.texts.handover_half_written()
    } else {
        scene.texts.handover_written_when_given()
    };
    words.into_owned()
}

/// The title in so many columns: where it would be cut, when it began is left out.
fn title(scene: Scene<'_>, told: &HandoverTold, room: u16) -> String {
    let texts = scene.texts;
    let moment = |at| format!("{} {}", texts.day(at), texts.time(at));
    let (from, giver) = (moment(told.shift.started_at), short_name(&told.shift.by));
    let (full, short) = match &told.signed {
        None if late_shift::shown(scene.model).is_some() => {
            (texts.handover_title_late(from, giver.as_str()), texts.handover_title_late_short(giver.as_str()))
        }
        None => return texts.handover_title_own(from, giver),
        Some(signed) => {
            let receiver = receiver(scene, signed.receiver.as_deref());
            let until = moment(signed.signed_at);
            let short = texts.handover_title_signed_short(giver.as_str(), receiver.as_str(), until.as_str());
            (texts.handover_title_signed(from, giver, receiver, until), short)
        }
    };
    if cells(&full) <= room { full } else { short }
}

/// Whom a handover is for.
pub fn receiver(scene: Scene<'_>, name: Option<&str>) -> String {
    name.map_or_else(|| scene.texts.handover_intake_unit().into_owned(), short_name)
}

fn received_at(scene: Scene<'_>) -> Option<DateTime<Utc>> {
    scene.model.handover.told.as_ref()?.signed.as_ref()?.received_at
}

/// What works on the page, the most needed first, as much as fits.
fn hint(scene: Scene<'_>, room: u16) -> String {
    let texts = scene.texts;
    if is_receiving(scene.model) {
        return String::new();
    }
    let (mut parts, mut last) = (Vec::new(), None);
    if givable(scene.model).is_some() {
        parts.extend([texts.handover_hint_case(), texts.handover_hint_give()]);
        last = Some(texts.handover_hint_level());
    } else if receivable(scene.model).is_some() {
        let (done, all) = scene.model.handover.progress();
        parts.extend((done < all).then(|| texts.handover_hint_through()));
        parts.push(match scene.model.handover.unread_cases() {
            0 => texts.handover_hint_receive(),
            left => texts.handover_hint_left(left).into(),
        });
    } else if let Some(at) = received_at(scene) {
        parts.push(texts.handover_hint_received(texts.time_near(at, scene.now())).into());
    } else if let Some(shift) = late_shift::shown(scene.model) {
        parts.extend((!shift.goes_on(scene.now())).then(|| texts.handover_hint_late()));
    } else {
        parts.push(texts.handover_hint_other());
    }
    if pages(scene.model).len() > 1 {
        parts.push(texts.handover_hint_pages());
    }
    parts.extend(last);
    let joined = |parts: &[std::borrow::Cow<'_, str>]| parts.join("   ");
    while parts.len() > 1 && cells(&joined(&parts)) > room {
        parts.pop();
    }
    joined(&parts)
}
