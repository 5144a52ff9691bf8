//! The journal: lines about everything or about one thing, and whether the chain holds.

use crate::domain::ids::CallId;
use crate::domain::journal::JournalLine;
use crate::domain::question::{ChainState, JournalAbout, JournalFilter, JournalPage, JournalQuery, Question};

use super::acts;
use super::effect::{Effect, Query};
use super::journal_words::{self, Known};
use super::keymap::Action;
use super::marks::Step;
use super::model::{Model, Screen};
use super::news::own_shift;
use super::row_mark::RowMark;
use super::timeline_window;

/// Lines asked for at a time.
const PAGE: usize = 200;
/// Earlier lines are asked for when fewer than this are left below the mark.
const LOW: usize = 40;

/// The journal.
#[derive(Debug, Clone, PartialEq)]
pub struct JournalScreen {
    /// What its lines are about.
    pub about: JournalAbout,
    /// What was typed to find; empty where everything about it is shown.
    pub looked_for: String,
    /// What that means.
    pub filter: JournalFilter,
    /// The one thing it was last opened about.
    pub item: Option<JournalAbout>,
    /// The lines, the newest first; none until they are read.
    pub lines: Option<Vec<JournalLine>>,
    /// The chain's state, once looked at.
    pub chain: Option<ChainState>,
    has_more: bool,
    asked: Option<Asked>,
    asked_chain: Option<Query>,
    read_at: Option<i64>,
    mark: RowMark<i64>,
    /// The screen it was opened from.
    from: Screen,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Asked {
    query: Query,
    is_earlier: bool,
}

impl Default for JournalScreen {
    fn default() -> Self {
        Self {
            about: JournalAbout::All,
            looked_for: String::new(),
            filter: JournalFilter::default(),
            item: None,
            lines: None,
            chain: None,
            has_more: false,
            asked: None,
            asked_chain: None,
            read_at: None,
            mark: RowMark::default(),
            from: Screen::Board,
        }
    }
}

impl JournalScreen {
    /// The number of the marked line.
    #[must_use]
    pub fn marked(&self) -> Option<i64> {
        self.mark.id()
    }

    /// The call that the marked line concerns.
    #[must_use]
    pub fn marked_call(&self) -> Option<CallId> {
        let marked = self.mark.id()?;
        self.lines.iter().flatten().find(|line| line.entry.seq == marked)?.entry.call.map(CallId)
    }

    /// Whether there is no row to mark.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.lines.as_ref().is_none_or(Vec::is_empty)
    }

    fn rows(&self) -> Vec<i64> {
        self.lines.iter().flatten().map(|line| line.entry.seq).collect()
    }
}

/// Opens the screen about something.
pub(super) fn open(model: &mut Model, about: JournalAbout, effects: &mut Vec<Effect>) {
    if model.screen != Screen::Journal {
        model.journal.from = std::mem::replace(&mut model.screen, Screen::Journal);
        ask_chain(model, effects);
    }
    if about != JournalAbout::All {
        model.journal.item = Some(about);
    }
    show(model, about, effects);
}

/// Shows all lines about something, from the newest.
pub(super) fn show(model: &mut Model, about: JournalAbout, effects: &mut Vec<Effect>) {
    model.journal.looked_for.clear();
    model.journal.filter = JournalFilter::default();
    show_found(model, about, effects);
}

fn show_found(model: &mut Model, about: JournalAbout, effects: &mut Vec<Effect>) {
    let journal = &mut model.journal;
    journal.about = about;
    journal.lines = None;
    journal.mark = RowMark::default();
    ask(model, None, effects);
}

/// Does what a key of this screen is for; the keys that work everywhere are done already.
pub(super) fn perform(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Up => step(model, Step::Rows(-1), effects),
        Action::Down => step(model, Step::Rows(1), effects),
        Action::PageUp => step(model, Step::Rows(-acts::PAGE), effects),
        Action::PageDown => step(model, Step::Rows(acts::PAGE), effects),
        Action::First => step(model, Step::First, effects),
        Action::Last => step(model, Step::Last, effects),
        Action::Left => show(model, JournalAbout::All, effects),
        Action::Right => {
            if let Some(item) = model.journal.item {
                show(model, item, effects);
            }
        }
        Action::Open => {
            if let Some(call) = model.journal.marked_call() {
                timeline_window::open_for(model, call, effects);
            }
        }
        Action::ItemJournal => {
            if let Some(call) = model.journal.marked_call() {
                open(model, JournalAbout::Call(call), effects);
            }
        }
        Action::Back => {
            let from = std::mem::replace(&mut model.journal.from, Screen::Board);
            acts::go_to(model, &from, effects);
        }
        _ => {}
    }
}

/// Shows what the typed words find: by call, by adviser, by kind of act, since when. Everything while none is typed.
pub(super) fn look_for(model: &mut Model, text: &str, effects: &mut Vec<Effect>) {
    let Some(view) = &model.view else { return };
    let known = Known {
        now: model.now,
        rules: &view.board.rules,
        on_since: own_shift(model).map(|shift| shift.started_at),
        acts: &model.named_acts,
    };
    let (about, filter) = journal_words::read(text, &known);
    text.clone_into(&mut model.journal.looked_for);
    if about != model.journal.about || filter != model.journal.filter {
        model.journal.filter = filter;
        show_found(model, about, effects);
    }
}

/// After a fresh board: there may be new lines.
pub(super) fn settle(model: &mut Model, effects: &mut Vec<Effect>) {
    let head = model.view.as_ref().map(|view| view.board.journal_head);
    if head != model.journal.read_at {
        ask(model, None, effects);
        ask_chain(model, effects);
    }
}

/// Lines were read.
pub(super) fn told(model: &mut Model, query: Query, page: JournalPage) {
    let journal = &mut model.journal;
    let Some(asked) = journal.asked.take_if(|asked| asked.query == query) else { return };
    let is_first = journal.lines.is_none();
    let known = journal.lines.take().unwrap_or_default();
    let oldest = page.lines.last().map(|line| line.entry.seq);
    let newest_known = known.first().map(|line| line.entry.seq);
    journal.lines = Some(if asked.is_earlier {
        journal.has_more = page.has_more;
        known.into_iter().chain(page.lines).collect()
    } else if newest_known.is_some_and(|known| oldest.is_some_and(|oldest| oldest <= known)) {
        // The new lines come above; what was read before stays below.
        let older = known.into_iter().filter(|line| oldest.is_some_and(|oldest| line.entry.seq < oldest));
        page.lines.into_iter().chain(older).collect()
    } else {
        journal.has_more = page.has_more;
        page.lines
    });
    let rows = journal.rows();
    journal.mark.settle(rows.iter().copied());
    if is_first {
        journal.mark.step(&rows, Step::First);
    }
}

/// The chain was looked at.
pub(super) fn told_chain(model: &mut Model, query: Query, state: ChainState) {
    if model.journal.asked_chain.take_if(|asked| *asked == query).is_some() {
        model.journal.chain = Some(state);
    }
}

fn step(model: &mut Model, step: Step, effects: &mut Vec<Effect>) {
    let rows = model.journal.rows();
    model.journal.mark.step(&rows, step);
    let at = rows.iter().position(|row| Some(*row) == model.journal.marked());
    let is_near_the_end = at.is_some_and(|at| at + LOW >= rows.len());
    if is_near_the_end && model.journal.has_more && model.journal.asked.is_none() {
        ask(model, rows.last().copied(), effects);
    }
}

/// Only lines that were not gone through are.
fn ask_chain(model: &mut Model, effects: &mut Vec<Effect>) {
    let (query, effect) = model.ask(Question::Chain);
    model.journal.asked_chain = Some(query);
    effects.push(effect);
}

fn ask(model: &mut Model, before: Option<i64>, effects: &mut Vec<Effect>) {
    let about = model.journal.about;
    let (wanted, filter) = (JournalQuery { about, before, limit: PAGE }, model.journal.filter.clone());
    let (query, effect) = model.ask(if filter == JournalFilter::default() {
        Question::Journal(wanted)
    } else {
        Question::JournalFound(wanted, filter)
    });
    model.journal.asked = Some(Asked { query, is_earlier: before.is_some() });
    if before.is_none() {
        model.journal.read_at = model.view.as_ref().map(|view| view.board.journal_head);
    }
    effects.push(effect);
}
