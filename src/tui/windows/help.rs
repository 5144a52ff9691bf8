//! Help and palette, made from the key table: what works here and now, and why the rest does not.

use crate::app::availability::{marked_call, marked_place};
use crate::app::help_window::{HelpKind, HelpRow, HelpWindow, Section, rows};
use crate::app::model::Screen;

use crate::tui::board::heading;
use crate::tui::duty;
use crate::tui::frame;
use crate::tui::labels;
use crate::tui::list::Scroll;
use crate::tui::pen::Pen;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;
use crate::tui::windows::draw_text;

const WIDTH: u16 = 96;
/// For the keys of a row.
const KEYS: u16 = 19;
/// For one key, where a reason is to come after the name.
const ONE_KEY: u16 = 12;
/// For what it does, where the reason comes after it; the rest is for the reason.
const LABEL: u16 = 36;
const NARROW_LABEL: u16 = 26;

/// A line of the window.
enum HelpLine {
    Heading(String),
    Row(HelpRow),
    Hint { keys: String, text: String },
}

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, window: &HelpWindow) {
    let texts = scene.texts;
    // What lies below a second window over it is of no use to its rows.
    let rows = rows(scene.model);
    let lines = lines(scene, window, &rows);
    let height = match window.kind {
        HelpKind::Help => pen.area().height.saturating_sub(2),
        HelpKind::Palette => {
            u16::try_from(lines.len() + 4).unwrap_or(u16::MAX).min(pen.area().height.saturating_sub(2))
        }
    };
    let screen = match scene.model.screen {
        Screen::Board | Screen::Entry(_) => texts.help_screen_board(),
        Screen::Places => texts.help_screen_places(),
        Screen::Calls => texts.help_screen_calls(),
        Screen::FollowUps => texts.help_screen_follow_ups(),
        Screen::Deviations => texts.help_screen_deviations(),
        Screen::Handover => texts.help_screen_handover(),
        Screen::Journal => texts.help_screen_journal(),
    };
    let title = match window.kind {
        HelpKind::Help => texts.help_title(screen),
        HelpKind::Palette => texts.help_title_palette(screen),
    };
    let marked = rows.iter().find(|row| Some(row.action) == window.marked);
    let works = marked.is_some_and(|row| row.why.is_none());
    let hint = if works { texts.help_hint() } else { texts.help_hint_why() };
    let inner = frame::window(pen, WIDTH, height, &title, &hint);
    let mut line = pen.line(inner, 0);
    let on = duty::names(scene);
    if !on.is_empty() {
        line.right(texts.duty_names(on.join(", ")), Role::Faint);
    }
    line.text(texts.help_find(), Role::Faint).text(" ", Role::Text);
    draw_text(&mut line, &window.find, true, &texts.help_find_hint());
    let list = ratatui::layout::Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    if rows.is_empty() {
        pen.line(list, 1).text(texts.help_find_none(), Role::Strong);
        return;
    }
    let is_marked = |line: &HelpLine| matches!(line, HelpLine::Row(row) if Some(row.action) == window.marked);
    let at = lines.iter().position(is_marked).unwrap_or(0);
    // The hints after the last row are seen with it.
    let is_last_row = !lines.iter().skip(at + 1).any(|line| matches!(line, HelpLine::Row(_)));
    let shown_at = if is_last_row { lines.len().saturating_sub(1) } else { at };
    let seen = Scroll::default().visible(&vec![1; lines.len()], Some(shown_at), list.height);
    for (y, line) in (0..).zip(&lines[seen]) {
        match line {
            HelpLine::Heading(text) => heading(pen, list, y, text),
            HelpLine::Row(row) => draw_row(pen, list, y, scene, row, is_marked(line)),
            HelpLine::Hint { keys, text } => {
                pen.line(list, y).text(" ", Role::Text).column(KEYS, keys, Role::Key).text(text, Role::Text);
            }
        }
    }
}

fn draw_row(
    pen: &mut Pen<'_>,
    list: ratatui::layout::Rect,
    y: u16,
    scene: Scene<'_>,
    row: &HelpRow,
    is_marked: bool,
) {
    let texts = scene.texts;
    let mut line = pen.line(list, y);
    line.text(if is_marked { "▌" } else { " " }, Role::Mark);
    let label = match row.section {
        Section::Here => labels::on_handover(scene, row.action),
        _ => labels::full(texts, row.action),
    };
    match row.why {
        None => line
            .column(KEYS, labels::all_keys(texts, row.action), Role::Key)
            .text(label, if is_marked { Role::Strong } else { Role::Text }),
        Some(why) => {
            let columns = if list.width + 4 < WIDTH { NARROW_LABEL } else { LABEL };
            line.column(ONE_KEY, labels::first_key(texts, row.action), Role::Key)
                .column(columns, label, Role::Faint)
                .text(labels::why_not(texts, why), Role::Text)
        }
    };
}

fn lines(scene: Scene<'_>, window: &HelpWindow, rows: &[HelpRow]) -> Vec<HelpLine> {
    let mut lines = Vec::new();
    let mut section = None;
    for row in rows {
        if section != Some(row.section) {
            section = Some(row.section);
            lines.push(HelpLine::Heading(heading_of(scene, row.section)));
        }
        lines.push(HelpLine::Row(*row));
    }
    if window.kind == HelpKind::Help && window.find.is_blank() {
        lines.extend(hints(scene));
    }
    lines
}

/// What the rows of a section act on, by name.
fn heading_of(scene: Scene<'_>, section: Section) -> String {
    let texts = scene.texts;
    match (section, marked_place(scene.model), marked_call(scene.model)) {
        (Section::Place, Some((call, unit)), _) => {
            let unit = scene.view().and_then(|view| view.board.unit(unit));
            texts.help_works_place(call.0, unit.map(|unit| unit.name.clone()).unwrap_or_default())
        }
        (Section::Place | Section::Call, _, Some(call)) => texts.help_works_call(call.0),
        (Section::Here, ..) => texts.help_here().into_owned(),
        (Section::NotNow, ..) => texts.help_not_now().into_owned(),
        (Section::List, ..) => texts.help_works_list().into_owned(),
        _ => texts.help_works_always().into_owned(),
    }
}

/// What keys do in the quick line and in fields: nothing of it is an action of its own.
fn hints(scene: Scene<'_>) -> Vec<HelpLine> {
    let texts = scene.texts;
    let hint =
        |keys: String, text: std::borrow::Cow<'_, str>| HelpLine::Hint { keys, text: text.into_owned() };
    vec![
        HelpLine::Heading(texts.help_line().into_owned()),
        hint(texts.key_up().into_owned(), texts.help_line_fetch()),
        hint(texts.key_tab().into_owned(), texts.help_line_guess()),
        hint(texts.key_down().into_owned(), texts.help_line_choose()),
        hint(texts.key_enter().into_owned(), texts.help_line_enter()),
        HelpLine::Heading(texts.help_fields().into_owned()),
        hint(texts.key_tab().into_owned(), texts.help_fields_next()),
        hint("a–ø".to_owned(), texts.help_fields_pick()),
        hint(texts.key_enter().into_owned(), texts.help_fields_save()),
    ]
}
