//! One call as a timeline: reads as a note, one line a fact.

use ratatui::layout::Rect;

use crate::app::timeline_window::TimelineWindow;
use crate::domain::call::{Call, CallState, DecisionStatus};
use crate::domain::call_details::CallDetails;
use crate::domain::clocks::ResponseClock;
use crate::domain::local_time::is_same_day;
use crate::domain::offer::Offer;
use crate::domain::question::{PersonalData, Subject};
use crate::text::story::StoryLine;

use super::timeline_ahead::{self, ahead};
use crate::tui::board::heading;
use crate::tui::frame;
use crate::tui::list::Scroll;
use crate::tui::names::SceneNames;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::{Scene, short_name};
use crate::tui::theme::Role;

const WIDTH: u16 = 100;
/// Before the text of a fact: mark, day, time.
const INDENT: u16 = 18;
/// The narrowest text: on a narrow screen the day has lines of its own.
const NARROW_INDENT: u16 = 8;
/// For who did it, at the right.
pub(super) const WHO: u16 = 9;

/// One fact, broken into rows.
struct Block {
    day: Option<String>,
    time: String,
    who: String,
    rows: Vec<String>,
    role: Role,
    /// Whether its day stands in a line of its own.
    has_day_row: bool,
}

impl Block {
    fn height(&self) -> u16 {
        u16::try_from(self.rows.len()).unwrap_or(u16::MAX).saturating_add(u16::from(self.has_day_row))
    }
}

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, window: &TimelineWindow) {
    let texts = scene.texts;
    let words = if scene.model.hides_words { "hidden" } else { "shown" };
    let height = pen.area().height.saturating_sub(3);
    let Some(details) = &window.details else {
        let inner =
            frame::window(pen, WIDTH, height, &window.call.to_string(), &texts.timeline_hint_closed(words));
        pen.line(inner, 0).text(texts.timeline_loading(), Role::Faint);
        return;
    };
    let hint = match details.call.state {
        CallState::Open => texts.timeline_hint(words),
        CallState::Closed => texts.timeline_hint_closed(words),
    };
    let width = WIDTH.min(pen.area().width).saturating_sub(4);
    let is_narrow = width < WIDTH - 4;
    let indent = if is_narrow { NARROW_INDENT } else { INDENT };
    let names = SceneNames { scene, shows_municipality: details.call.shield.is_none() };
    let story = if scene.model.hides_words {
        texts.story(&details.without_words(&texts.value_hidden()), scene.now(), &names)
    } else {
        texts.story(details, scene.now(), &names)
    };
    let blocks = blocks(scene, &story, width.saturating_sub(indent + WHO), is_narrow);
    let revealed = scene.model.shown_of(Subject::Call(details.call.id));
    let revealed = revealed.map(|data| revealed_lines(scene, &details.call, data)).unwrap_or_default();
    let ahead = ahead(scene, details, width);
    let rows = |lines: usize| u16::try_from(lines).unwrap_or(u16::MAX);
    let told = blocks.iter().fold(0_u16, |sum, block| sum.saturating_add(block.height()));
    let banners = banners(scene, &details.call);
    let needed = rows(banners.len() + revealed.len() + ahead.len().max(1) + 5).saturating_add(told);
    let inner = frame::window(pen, WIDTH, height.min(needed), &title(scene, details), &hint);
    let told = draw_banners(pen, inner, &banners);
    let below = Rect { y: inner.y + told, height: inner.height.saturating_sub(told), ..inner };
    let used = told + draw_revealed(pen, below, scene, &revealed);
    let room = Rect { y: inner.y + used, height: inner.height.saturating_sub(used), ..inner };
    let ahead_height = rows(ahead.len().max(1) + 1).min(room.height / 2);
    let facts = Rect { height: room.height - ahead_height, ..room };
    let y = draw_blocks(pen, facts, &blocks, window.marked(blocks.len()), indent);
    let below = Rect { y: room.y + y, height: room.height.saturating_sub(y), ..room };
    heading(pen, below, 0, &texts.timeline_ahead());
    timeline_ahead::draw(pen, below, scene, &ahead);
}

fn title(scene: Scene<'_>, details: &CallDetails) -> String {
    let (texts, call) = (scene.texts, &details.call);
    let offers: Vec<Offer> = details.offers.iter().map(|details| details.offer.clone()).collect();
    let row = scene.view().and_then(|view| view.call_row(call.id));
    let now = match (call.close_reason, row) {
        (Some(reason), _) => texts.close_reason_short(reason),
        (None, Some(row)) => scene.clock(row).0,
        (None, None) => texts.list_state_open().into_owned(),
    };
    let state = match ResponseClock::of(call, &offers) {
        ResponseClock::Stopped { took } => {
            format!("{now} · {}", texts.timeline_offered_in(texts.duration(took)))
        }
        ResponseClock::Running { .. } | ResponseClock::None => now,
    };
    texts.timeline_title(call.id.0, state, scene.request(call), scene.caller_place(call))
}

/// What must be seen before anything is read aloud: that the place must not be known, that the decision waits, that
/// the request stays open.
fn banners(scene: Scene<'_>, call: &Call) -> Vec<(String, Role)> {
    let texts = scene.texts;
    let known = (call.may_be_known == Some(false))
        .then(|| (format!("! {}", texts.places_not_to_be_known()), Role::Alarm));
    let awaits = (call.decision == Some(DecisionStatus::AwaitsPlace))
        .then(|| (texts.timeline_decision_awaits().into_owned(), Role::Warning));
    let stays = call.stays_open.then(|| (texts.timeline_stays_open().into_owned(), Role::Text));
    known.into_iter().chain(awaits).chain(stays).collect()
}

/// Draws them; rows used.
fn draw_banners(pen: &mut Pen<'_>, inner: Rect, banners: &[(String, Role)]) -> u16 {
    for (y, (text, role)) in (0..).zip(banners) {
        pen.line(inner, y).text(text, *role);
    }
    u16::try_from(banners.len()).unwrap_or(u16::MAX).min(inner.height)
}

/// Names and numbers, once they are revealed; rows used.
fn draw_revealed(pen: &mut Pen<'_>, inner: Rect, scene: Scene<'_>, lines: &[String]) -> u16 {
    if lines.is_empty() {
        return 0;
    }
    pen.line(inner, 0).text(scene.texts.timeline_names(), Role::Warning);
    let mut y = 1;
    for text in lines {
        pen.line(inner, y).text("  ", Role::Text).text(text, Role::Strong);
        y += 1;
    }
    (y + 1).min(inner.height)
}

fn revealed_lines(scene: Scene<'_>, call: &Call, data: &PersonalData) -> Vec<String> {
    let texts = scene.texts;
    let named = data.children.iter().filter_map(|(id, identity)| {
        let child = call.children.iter().find(|child| child.id == *id)?;
        let what = texts.children(std::iter::once(&child.facts), None);
        let (name, number) = (identity.name.as_deref(), identity.national_id.as_deref());
        (name.is_some() || number.is_some())
            .then(|| texts.timeline_name(what, name.unwrap_or("–"), number.unwrap_or_default()))
    });
    let callback = data.callback.as_deref().map(|phone| texts.timeline_callback(phone));
    let night = data.night_numbers.iter().map(|(id, number)| {
        let child = call.children.iter().find(|child| child.id == *id);
        let what = match child {
            Some(child) => texts.children(std::iter::once(&child.facts), None),
            None => texts.placement_child(id.0),
        };
        texts.timeline_night_number(number.as_str(), what)
    });
    let agreed = data.split_agreed_by.iter().map(|name| texts.timeline_agreed_by(name.as_str()));
    let municipality =
        data.municipality.map(|number| texts.timeline_municipality(scene.municipality(number)));
    let lines: Vec<String> = named.chain(callback).chain(night).chain(agreed).chain(municipality).collect();
    match (lines.is_empty(), data.erased_at) {
        (false, _) => lines,
        (true, Some(_)) => vec![texts.value_erased().into_owned()],
        (true, None) => vec![texts.timeline_no_names().into_owned()],
    }
}

fn blocks(scene: Scene<'_>, story: &[StoryLine], width: u16, is_narrow: bool) -> Vec<Block> {
    let texts = scene.texts;
    let mut before = None;
    let mut blocks = Vec::with_capacity(story.len());
    for line in story {
        let is_new_day = before.is_none_or(|before| !is_same_day(before, line.at));
        before = Some(line.at);
        let mut rows = wrap(&line.text, width);
        rows.extend(line.more.iter().flat_map(|more| wrap(more, width)));
        let who = line.by.as_deref().map_or_else(|| texts.timeline_nobody().into_owned(), who);
        blocks.push(Block {
            day: is_new_day.then(|| texts.day(line.at)),
            time: texts.time_narrow(line.at),
            who,
            rows,
            has_day_row: is_narrow && is_new_day,
            role: if line.is_undone { Role::Faint } else { Role::Text },
        });
    }
    blocks
}

/// An adviser in the column at the right.
pub(super) fn who(name: &str) -> String {
    let short = short_name(name);
    if crate::tui::pen::cells(&short) < WHO {
        short
    } else {
        short.split(' ').next().unwrap_or_default().to_owned()
    }
}

/// Draws the facts with the marked one among them; rows used.
fn draw_blocks(pen: &mut Pen<'_>, area: Rect, blocks: &[Block], marked: usize, indent: u16) -> u16 {
    let is_narrow = indent == NARROW_INDENT;
    let heights: Vec<u16> = blocks.iter().map(Block::height).collect();
    let seen = Scroll::default().visible(&heights, Some(marked), area.height);
    let mut y = 0;
    for (n, at) in seen.enumerate() {
        let block = &blocks[at];
        // The first fact that is seen always tells its day.
        let day = block.day.clone().or_else(|| (n == 0).then(|| day_of(blocks, at)).flatten());
        if let Some(day) = day.as_ref().filter(|_| block.has_day_row) {
            heading(pen, area, y, day);
            y += 1;
        }
        for (n, row) in block.rows.iter().enumerate() {
            let mut line = pen.line(area, y);
            y += 1;
            if at == marked {
                line.text("▌", Role::Mark);
                if n == 0 {
                    line.cursor_here();
                }
            }
            if n == 0 {
                line.right(&block.who, Role::Faint);
                line.to(1);
                if !is_narrow {
                    line.column(10, day.as_deref().unwrap_or_default(), Role::Strong);
                }
                line.text(&block.time, Role::Strong);
            }
            line.to(indent).text(row, block.role);
        }
    }
    y
}

fn day_of(blocks: &[Block], at: usize) -> Option<String> {
    blocks[..=at].iter().rev().find_map(|block| block.day.clone())
}
