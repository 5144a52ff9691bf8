//! All deviations: the open ones, the longest first, then those that ended in the last year.

use crate::domain::deviation::Deviation;
use crate::domain::ids::DeviationId;
use crate::domain::question::{DeviationPage, JournalAbout, Question};

use super::effect::{Effect, Query};
use super::keymap::Action;
use super::marks::Step;
use super::model::{Model, Screen};
use super::row_mark::RowMark;
use super::{acts, deviation_window, journal_screen};

/// All deviations.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DeviationsScreen {
    /// What was read; none until then.
    pub page: Option<DeviationPage>,
    asked: Option<Query>,
    /// The last journal line the answer may know of.
    read_at: Option<i64>,
    mark: RowMark<DeviationId>,
}

impl DeviationsScreen {
    /// The marked record.
    #[must_use]
    pub fn marked_row(&self) -> Option<&Deviation> {
        self.page.as_ref()?.deviations.iter().find(|found| Some(found.id) == self.mark.id())
    }

    /// Whether there is no row to mark.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.page.as_ref().is_none_or(|page| page.deviations.is_empty())
    }

    fn rows(&self) -> Vec<DeviationId> {
        self.page.iter().flat_map(|page| &page.deviations).map(|found| found.id).collect()
    }
}

/// Opens the screen.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.screen != Screen::Deviations {
        model.screen = Screen::Deviations;
        ask(model, effects);
    }
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
        Action::Open | Action::Deviation => return deviation_window::open(model, effects),
        Action::Reveal => return acts::reveal(model, effects),
        Action::ItemJournal => {
            if let Some(call) = model.deviations.marked_row().map(|found| found.call) {
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
    let rows = model.deviations.rows();
    model.deviations.mark.step(&rows, step);
}

/// After a fresh board: something may have changed.
pub(super) fn settle(model: &mut Model, effects: &mut Vec<Effect>) {
    let head = model.view.as_ref().map(|view| view.board.journal_head);
    if head != model.deviations.read_at {
        ask(model, effects);
    }
}

/// Deviations were read.
pub(super) fn told(model: &mut Model, query: Query, page: DeviationPage) {
    let screen = &mut model.deviations;
    if screen.asked.take_if(|asked| *asked == query).is_none() {
        return;
    }
    let is_first = screen.page.is_none();
    screen.page = Some(page);
    let rows = screen.rows();
    screen.mark.settle(rows.iter().copied());
    if is_first {
        screen.mark.step(&rows, Step::First);
    }
}

fn ask(model: &mut Model, effects: &mut Vec<Effect>) {
    let (query, effect) = model.ask(Question::Deviations);
    model.deviations.asked = Some(query);
    model.deviations.read_at = model.view.as_ref().map(|view| view.board.journal_head);
    effects.push(effect);
}
