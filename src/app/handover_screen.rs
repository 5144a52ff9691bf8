//! Screen 6: the handover of another that is to be received, else the own running shift that is to be given.
//!
//! An open case is one row with everything that is open of it, wherever that stands on the page: one key goes through
//! all of it. What is left of calls that are over is a row a section.

use std::collections::VecDeque;

use crate::domain::case_watch::{CaseWatch, WatchChange, WatchLevel};
use crate::domain::command::Command;
use crate::domain::handover::{Handover, HandoverSection, HandoverTold};
use crate::domain::handover_page::{HandoverPage, PageEntry};
use crate::domain::ids::{CallId, PointId};
use crate::domain::question::{JournalAbout, Question};
use crate::domain::shift::Shift;

use super::availability::WhyNot;
use super::effect::{Effect, Query};
use super::handover_pages::{Shown, pages, received};
use super::keymap::Action;
use super::marks::Step;
use super::model::{Model, Screen};
use super::news::own_name;
use super::row_mark::RowMark;
use super::{
    acts, handover_file, handover_through, handover_window, journal_screen, late_shift, watch_window,
};

/// A row that can be marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// An open case, with everything that is open of it.
    Case(CallId),
    /// What a section has of other calls.
    Section(HandoverSection),
    /// What was done in the shift.
    Sums,
    /// What is free against when the shift began.
    Free,
    /// What must be confirmed.
    Confirm,
    /// The giver's summary.
    Summary,
    /// The giver's note.
    Note,
    /// What the receiver repeated.
    Repeated,
}

/// The handover as it is shown.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HandoverScreen {
    /// What was read; none until then, or where there is nothing to hand over.
    pub told: Option<HandoverTold>,
    /// The page that is made of it.
    pub page: Option<HandoverPage>,
    shown: Option<Shown>,
    asked: Option<Query>,
    /// The last journal line the answer may know of.
    read_at: Option<i64>,
    mark: RowMark<Row>,
    /// What is still to be done of what a key ordered, and the point that is being gone through.
    pub(super) left: VecDeque<Command>,
    pub(super) going_through: Option<PointId>,
}

impl HandoverScreen {
    /// Whether there is a page that was not read yet.
    #[must_use]
    pub fn is_being_read(&self) -> bool {
        self.told.is_none() && self.asked.is_some()
    }

    /// Whether there is a page that could not be read.
    #[must_use]
    pub fn is_unreadable(&self) -> bool {
        self.told.is_none() && self.asked.is_none() && self.shown.is_some()
    }

    /// The marked row.
    #[must_use]
    pub fn marked(&self) -> Option<Row> {
        self.mark.id()
    }

    /// The marked case.
    #[must_use]
    pub fn marked_call(&self) -> Option<CallId> {
        match self.marked()? {
            Row::Case(call) => Some(call),
            _ => None,
        }
    }

    /// Every row, in the order of the page.
    #[must_use]
    pub fn rows(&self) -> Vec<Row> {
        let (Some(page), Some(told)) = (&self.page, &self.told) else { return Vec::new() };
        let cases = page.section(HandoverSection::Open).map(|entry| Row::Case(entry.call));
        let sections =
            HandoverSection::ALL.iter().copied().filter(|section| *section != HandoverSection::Open);
        let mut rows: Vec<Row> = cases.chain(sections.map(Row::Section)).collect();
        rows.extend([Row::Sums, Row::Free, Row::Confirm]);
        rows.extend(told.signed.is_some().then_some(Row::Summary));
        rows.push(Row::Note);
        rows.extend(told.is_received().then_some(Row::Repeated));
        rows
    }

    /// Everything that one key goes through in a row.
    pub fn entries(&self, row: Row) -> impl Iterator<Item = &PageEntry> {
        let cases: Vec<CallId> = self
            .page
            .iter()
            .flat_map(|page| page.section(HandoverSection::Open))
            .map(|entry| entry.call)
            .collect();
        let belongs = move |entry: &PageEntry| match row {
            Row::Case(call) => entry.call == call,
            Row::Section(section) => entry.section == section && !cases.contains(&entry.call),
            _ => false,
        };
        self.page.iter().flat_map(|page| &page.entries).filter(move |entry| belongs(entry))
    }

    /// The points of a row that were not gone through yet.
    #[must_use]
    pub fn unread(&self, row: Row) -> Vec<PointId> {
        let entries = self.entries(row).filter(|entry| entry.gone_through.is_none());
        entries.filter_map(|entry| entry.point).collect()
    }

    /// How many rows were gone through, and how many there are to go through.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        let rows = self.rows();
        let with_points = rows.iter().filter(|row| self.entries(**row).any(|entry| entry.point.is_some()));
        let all: Vec<&Row> = with_points.collect();
        (all.iter().filter(|row| self.unread(***row).is_empty()).count(), all.len())
    }

    /// Cases that were not gone through yet.
    #[must_use]
    pub fn unread_cases(&self) -> usize {
        let rows = self.rows();
        rows.iter().filter(|row| matches!(row, Row::Case(_)) && !self.unread(**row).is_empty()).count()
    }

    /// Sections with something of other calls that was not gone through yet.
    #[must_use]
    pub fn unread_sections(&self) -> Vec<HandoverSection> {
        let unread = |row: Row| match row {
            Row::Section(section) if !self.unread(row).is_empty() => Some(section),
            _ => None,
        };
        self.rows().into_iter().filter_map(unread).collect()
    }

    /// What is recorded of a case.
    #[must_use]
    pub fn watch(&self, call: CallId) -> Option<&CaseWatch> {
        self.told.as_ref()?.watches.iter().find(|watch| watch.draft.call == call)
    }

    fn mark_first_unread(&mut self) {
        let rows = self.rows();
        let unread = rows.iter().copied().find(|row| !self.unread(*row).is_empty());
        match unread {
            Some(row) => self.mark.set(row, rows),
            None => self.mark.step(&rows, Step::First),
        }
    }

    /// The mark goes to the next row that was not gone through; with none left it stays.
    pub(super) fn mark_next_unread(&mut self) {
        let rows = self.rows();
        let at = rows.iter().position(|row| Some(*row) == self.marked()).unwrap_or(0);
        let (before, after) = rows.split_at(at);
        let next = after.iter().chain(before).copied().find(|row| !self.unread(*row).is_empty());
        if let Some(row) = next {
            self.mark.set(row, rows);
        }
    }
}

/// The handover that is shown, where it can be received here.
#[must_use]
pub fn receivable(model: &Model) -> Option<&Handover> {
    let signed = model.handover.told.as_ref()?.signed.as_ref()?;
    (signed.received_at.is_none() && signed.giver != own_name(model)).then_some(signed)
}

/// Whether what is shown was received.
#[must_use]
pub fn is_received(model: &Model) -> bool {
    model.handover.told.as_ref().is_some_and(HandoverTold::is_received)
}

/// The own running shift, where it is shown.
#[must_use]
pub fn givable(model: &Model) -> Option<&Shift> {
    let told = model.handover.told.as_ref()?;
    (told.signed.is_none() && told.shift.is_of(own_name(model))).then_some(&told.shift)
}

/// Opens the screen. Keys wait for the page.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.screen != Screen::Handover {
        model.screen = Screen::Handover;
        model.handover = HandoverScreen::default();
        let first = pages(model).first().copied();
        show(model, first, effects);
    }
}

fn show(model: &mut Model, shown: Option<Shown>, effects: &mut Vec<Effect>) {
    model.handover = HandoverScreen { shown, ..HandoverScreen::default() };
    if let Some(query) = ask(model, effects) {
        model.await_answer(query);
    }
}

fn ask(model: &mut Model, effects: &mut Vec<Effect>) -> Option<Query> {
    model.handover.read_at = model.view.as_ref().map(|view| view.board.journal_head);
    let question = match model.handover.shown? {
        Shown::Signed(handover) => Question::Handover(Some(handover)),
        Shown::Own => Question::Handover(None),
        Shown::Late(adviser) => Question::LateShift(adviser),
    };
    let (query, effect) = model.ask(question);
    model.handover.asked = Some(query);
    effects.push(effect);
    Some(query)
}

/// After a fresh board: something may have changed. A page that is over gives way to the next.
pub(super) fn settle(model: &mut Model, effects: &mut Vec<Effect>) {
    let pages = pages(model);
    let head = model.view.as_ref().map(|view| view.board.journal_head);
    // What is received by now is over too, until one turns to it.
    let is_received =
        receivable(model).is_some_and(|shown| received(model).any(|known| known.id == shown.id));
    let is_there = !is_received && model.handover.shown.is_some_and(|shown| pages.contains(&shown));
    if !is_there {
        if model.handover.shown.is_some() || !pages.is_empty() {
            show(model, pages.first().copied(), effects);
        }
    } else if head != model.handover.read_at {
        ask(model, effects);
    }
}

/// A handover was read.
pub(super) fn told(model: &mut Model, query: Query, told: Option<HandoverTold>) {
    if model.handover.asked.take_if(|asked| *asked == query).is_none() {
        return;
    }
    let is_first = model.handover.told.is_none();
    model.handover.told = told;
    work_out(model);
    let screen = &mut model.handover;
    let rows = screen.rows();
    screen.mark.settle(rows);
    if is_first {
        screen.mark_first_unread();
    }
}

/// A handover could not be read: with the next board it is asked for again. A page that stands stays.
pub(super) fn failed(model: &mut Model, query: Query) {
    if model.handover.asked.take_if(|asked| *asked == query).is_some() {
        model.handover.read_at = None;
    }
}

/// The page is made anew of what was read and the board.
pub(super) fn work_out(model: &mut Model) {
    let (Some(view), Some(told)) = (&model.view, &model.handover.told) else {
        model.handover.page = None;
        return;
    };
    model.handover.page = Some(HandoverPage::of(&view.board, told, model.now));
}

/// Does what a key of this screen is for; the keys that work everywhere are done already.
pub(super) fn perform(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    let step = match action {
        Action::Up => Step::Rows(-1),
        Action::Down => Step::Rows(1),
        Action::PageUp => Step::Rows(-acts::PAGE),
        Action::PageDown => Step::Rows(acts::PAGE),
        Action::First => Step::First,
        Action::Last => Step::Last,
        Action::Open if receivable(model).is_some() => return handover_through::marked_row(model, effects),
        Action::Open | Action::Edit => return watch_window::open(model),
        Action::Left => return set_level(model, false, effects),
        Action::Right => return set_level(model, true, effects),
        Action::SignHandover if late_shift::shown(model).is_some() => {
            return late_shift::take_over(model, effects);
        }
        Action::SignHandover => return handover_window::open(model, effects),
        Action::NextPane => return turn_page(model, 1, effects),
        Action::PreviousPane => return turn_page(model, -1, effects),
        Action::Export => return export(model, effects),
        Action::Reveal => return acts::reveal(model, effects),
        Action::ItemJournal => {
            if let Some(call) = model.handover.marked_call() {
                journal_screen::open(model, JournalAbout::Call(call), effects);
            }
            return;
        }
        Action::Back => {
            model.screen = Screen::Board;
            return;
        }
        _ => return,
    };
    let rows = model.handover.rows();
    model.handover.mark.step(&rows, step);
}

fn turn_page(model: &mut Model, by: isize, effects: &mut Vec<Effect>) {
    let pages = pages(model);
    let at = pages.iter().position(|page| Some(*page) == model.handover.shown).unwrap_or(0);
    let next = at.checked_add_signed(by).unwrap_or(pages.len().saturating_sub(1));
    let page = pages.get(next).or(pages.first()).copied();
    show(model, page, effects);
}

/// The level of the marked case, one closer or one calmer. What else is recorded of it stays.
fn set_level(model: &mut Model, is_closer: bool, effects: &mut Vec<Effect>) {
    let Some(call) = model.handover.marked_call() else { return };
    let before = model.handover.watch(call).map_or(WatchLevel::Calm, |watch| watch.draft.level);
    let level = match (before, is_closer) {
        (WatchLevel::Calm, true) | (WatchLevel::Critical, false) => WatchLevel::Watch,
        (WatchLevel::Watch | WatchLevel::Critical, true) => WatchLevel::Critical,
        (WatchLevel::Watch | WatchLevel::Calm, false) => WatchLevel::Calm,
    };
    if level != before {
        let change = WatchChange::level(call, level);
        effects.push(model.await_command(Command::SetWatch(Box::new(change))));
    }
}

/// Writes the page as it is shown beside the database: to be printed, without names and words.
fn export(model: &mut Model, effects: &mut Vec<Effect>) {
    if let Some(told) = model.handover.told.clone() {
        handover_file::write(model, &told, effects);
    }
}

/// A level or an action was recorded: known at once, so that keys typed ahead go on from it.
pub(super) fn watched(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.screen == Screen::Handover
        && let Some(query) = ask(model, effects)
    {
        model.await_answer(query);
    }
}

/// Why a key of this screen can do nothing now.
#[must_use]
pub fn why_not(model: &Model, action: Action) -> Option<WhyNot> {
    let screen = &model.handover;
    if screen.told.is_none() {
        let needs_page = matches!(
            action,
            Action::Up
                | Action::Down
                | Action::PageUp
                | Action::PageDown
                | Action::First
                | Action::Last
                | Action::Open
                | Action::Edit
                | Action::Left
                | Action::Right
                | Action::SignHandover
                | Action::Export
                | Action::NextPane
                | Action::PreviousPane
        );
        return needs_page.then_some(WhyNot::NoHandover);
    }
    match action {
        Action::Open if receivable(model).is_some() => {
            let is_read = screen.marked().is_none_or(|row| screen.unread(row).is_empty());
            is_read.then_some(WhyNot::NothingToGoThrough)
        }
        Action::Open | Action::Edit | Action::Left | Action::Right => {
            if is_received(model) {
                Some(WhyNot::Received)
            } else if givable(model).is_none() {
                Some(WhyNot::GiverSetsLevel)
            } else {
                screen.marked_call().is_none().then_some(WhyNot::NoCall)
            }
        }
        Action::SignHandover if givable(model).is_some() => None,
        Action::SignHandover if late_shift::shown(model).is_some() => late_shift::why_not(model),
        Action::SignHandover if is_received(model) => Some(WhyNot::Received),
        Action::SignHandover if receivable(model).is_none() => Some(WhyNot::WaitsForReceiver),
        Action::SignHandover => {
            let left = screen.unread_cases();
            (left > 0).then_some(WhyNot::CasesLeft(left))
        }
        Action::NextPane | Action::PreviousPane => (pages(model).len() < 2).then_some(WhyNot::OnePage),
        _ => None,
    }
}
