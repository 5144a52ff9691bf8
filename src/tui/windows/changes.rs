//! What is new since the last shift: by case, the newest first, of each only what came after.

use ratatui::layout::Rect;

use crate::app::changes_window::{ChangesWindow, NewsRow};
use crate::app::news::{News, NewsOfCall};
use crate::domain::call::CallState;
use crate::text::story::StoryLine;

use super::timeline::who;
use crate::tui::duty;
use crate::tui::frame;
use crate::tui::list::Scroll;
use crate::tui::names::SceneNames;
use crate::tui::pen::{Pen, cells, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 110;
/// Before the text of a fact: mark, day and time.
const INDENT: u16 = 15;
/// For who did it, at the right.
const WHO: u16 = 9;

/// A row of the list, broken into lines.
struct Block {
    row: NewsRow,
    lead: String,
    lines: Vec<(String, Role)>,
    right: String,
}

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, window: &ChangesWindow) {
    let texts = scene.texts;
    let words = if scene.model.hides_words { "hidden" } else { "shown" };
    let height = pen.area().height.saturating_sub(3);
    let inner = frame::window(pen, WIDTH, height, &texts.changes_title(), &texts.changes_hint(words));
    let mut y = 1;
    let known = window.news.as_ref();
    match known {
        None => pen.line(inner, 0).text(texts.news_reading(), Role::Faint),
        Some(None) => pen.line(inner, 0).text(texts.news_first_shift(), Role::Strong),
        Some(Some(news)) => pen.line(inner, 0).text(duty::count(scene, news.counts()), Role::Strong),
    };
    y += duty::draw_on(pen, below(inner, y), scene);
    let Some(Some(news)) = known else { return };
    if !news.units.is_empty() {
        pen.line(inner, y).text(units(scene, news, inner.width), Role::Text);
        y += 1;
    }
    let list = below(inner, y + 1);
    if news.calls.is_empty() {
        pen.line(list, 0).text(texts.changes_none(), Role::Strong);
        return;
    }
    draw_list(pen, list, scene, window, news);
}

fn below(area: Rect, rows: u16) -> Rect {
    Rect { y: area.y + rows.min(area.height), height: area.height.saturating_sub(rows), ..area }
}

/// The units whose places changed, as many as there is room for in one line.
fn units(scene: Scene<'_>, news: &News, width: u16) -> String {
    let texts = scene.texts;
    let name = |unit| scene.view().and_then(|view| view.board.unit(unit)).map(|unit| unit.name.clone());
    let names: Vec<String> = news.units.iter().filter_map(|unit| name(*unit)).collect();
    let told = |named: usize| {
        let list = names[..named].join(", ");
        texts.changes_units(match names.len() - named {
            0 => list,
            more => texts.changes_units_more(more, list),
        })
    };
    let fits = |named: &usize| cells(&told(*named)) <= width;
    told((1..=names.len()).rev().find(fits).unwrap_or(names.len().min(1)))
}

fn draw_list(pen: &mut Pen<'_>, list: Rect, scene: Scene<'_>, window: &ChangesWindow, news: &News) {
    let rows = window.rows();
    let marked = window.marked().min(rows.len().saturating_sub(1));
    // Each row has a line at least: no more rows than lines can be seen on either side of the mark.
    let around = usize::from(list.height);
    let from = marked.saturating_sub(around);
    let near = &rows[from..rows.len().min(marked + around)];
    let blocks = blocks(scene, news, near, marked - from, list.width);
    let heights: Vec<u16> =
        blocks.iter().map(|block| u16::try_from(block.lines.len()).unwrap_or(u16::MAX)).collect();
    let marked = marked - from;
    let seen = Scroll::default().visible(&heights, Some(marked), list.height);
    // A fact that alone is higher than the window is cut at its foot.
    let seen = if seen.is_empty() { marked..(marked + 1).min(blocks.len()) } else { seen };
    let mut y = 0;
    for at in seen {
        let block = &blocks[at];
        for (n, (text, role)) in block.lines.iter().enumerate() {
            let mut line = pen.line(list, y);
            y += 1;
            if at == marked {
                line.text("▌", Role::Mark);
                if n == 0 {
                    line.cursor_here();
                }
            }
            if n == 0 {
                line.right(&block.right, Role::Faint);
                line.to(1)
                    .text(&block.lead, if block.row.fact.is_none() { Role::Strong } else { Role::Text });
            }
            line.to(if block.row.fact.is_none() { 1 + cells(&block.lead) } else { INDENT }).text(text, *role);
        }
    }
}

/// The rows as they are drawn. Of the marked call what was told in words is shown, of the others it is not.
fn blocks(scene: Scene<'_>, news: &News, rows: &[NewsRow], marked: usize, width: u16) -> Vec<Block> {
    let marked_call = rows.get(marked).map(|row| row.call);
    let mut stories: Option<(usize, Vec<StoryLine>)> = None;
    let mut blocks = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(of_call) = news.calls.get(row.call) else { continue };
        let is_marked = marked_call == Some(row.call);
        let Some(fact) = row.fact else {
            blocks.push(heading_of(scene, *row, of_call));
            continue;
        };
        if stories.as_ref().is_none_or(|(call, _)| *call != row.call) {
            stories = Some((row.call, story(scene, of_call, is_marked)));
        }
        let line = stories.as_ref().zip(of_call.facts.get(fact)).and_then(|((_, story), at)| story.get(*at));
        if let Some(line) = line {
            blocks.push(fact_of(scene, *row, line, is_marked, width));
        }
    }
    blocks
}

fn story(scene: Scene<'_>, of_call: &NewsOfCall, is_marked: bool) -> Vec<StoryLine> {
    let (texts, details) = (scene.texts, &of_call.details);
    let is_shielded = details.call.shield.is_some();
    let names = SceneNames { scene, shows_municipality: !is_shielded };
    if is_marked && !is_shielded && !scene.model.hides_words {
        texts.story(details, scene.now(), &names)
    } else {
        texts.story(&details.without_words(&texts.value_hidden()), scene.now(), &names)
    }
}

fn heading_of(scene: Scene<'_>, row: NewsRow, of_call: &NewsOfCall) -> Block {
    let (texts, call) = (scene.texts, &of_call.details.call);
    let known = scene.view().and_then(|view| view.call_row(call.id));
    let state = match (call.state, call.close_reason, known) {
        (CallState::Closed, Some(reason), _) => texts.close_reason_short(reason),
        (_, _, Some(row)) => scene.clock(row).0,
        _ => texts.list_state_open().into_owned(),
    };
    let new = if of_call.is_new { format!("{} · ", texts.changes_new()) } else { String::new() };
    let what = format!("{} · {}", scene.caller_place(call), scene.request(call));
    let mut lines = vec![(what, Role::Strong)];
    if of_call.facts.is_empty() {
        lines.push((texts.changes_untold().into_owned(), Role::Faint));
    }
    Block { row, lead: format!("{} ", call.id), lines, right: format!("{new}{state}") }
}

fn fact_of(scene: Scene<'_>, row: NewsRow, line: &StoryLine, is_marked: bool, width: u16) -> Block {
    let texts = scene.texts;
    let room = width.saturating_sub(INDENT + WHO);
    let role = if line.is_undone { Role::Faint } else { Role::Text };
    let mut rows = wrap(&line.text, room);
    if is_marked {
        rows.extend(line.more.iter().flat_map(|more| wrap(more, room)));
    }
    let day = texts.day(line.at);
    let day = day.split(' ').next_back().unwrap_or_default().to_owned();
    Block {
        row,
        lead: format!("  {day:<6}{}", texts.time_narrow(line.at)),
        lines: rows.into_iter().map(|row| (row, role)).collect(),
        right: line.by.as_deref().map_or_else(|| texts.timeline_nobody().into_owned(), who),
    }
}
