//! All calls: what was found, and which one is marked.

use crate::catalog::Catalog;
use crate::domain::fold::fold;
use crate::domain::ids::CallId;
use crate::domain::question::{CallPage, CallSearch, JournalAbout, Question};

use super::effect::{Effect, Query};
use super::keymap::Action;
use super::marks::Step;
use super::model::{Model, Screen};
use super::row_mark::RowMark;
use super::{acts, call_form, journal_screen, timeline_window};

/// All calls.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CallsScreen {
    /// Whether only open ones are shown.
    pub open_only: bool,
    /// What is looked for: digits of a number, the name of a municipality, or words that were written.
    pub looked_for: String,
    /// What was found; none until it is read.
    pub page: Option<CallPage>,
    asked: Option<Query>,
    /// The last journal line the answer may know of.
    read_at: Option<i64>,
    mark: RowMark<CallId>,
    /// Whether the answer is to another search than the list that is shown.
    is_narrowing: bool,
    /// What was marked when finding began: marked again whenever it is among what is found.
    begun_at: Option<CallId>,
}

impl CallsScreen {
    /// The most calls that are asked for.
    pub const LIMIT: usize = 300;

    /// The marked call.
    #[must_use]
    pub fn marked(&self) -> Option<CallId> {
        self.mark.id()
    }

    /// Whether there is no row to mark.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.page.as_ref().is_none_or(|page| page.calls.is_empty())
    }

    fn rows(&self) -> Vec<CallId> {
        self.page.iter().flat_map(|page| &page.calls).map(|call| call.id).collect()
    }
}

/// Opens the screen.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.screen != Screen::Calls {
        model.screen = Screen::Calls;
        ask(model, effects);
    }
}

/// Does what a key of this screen is for; the keys that work everywhere are done already.
pub(super) fn perform(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    match action {
        Action::Up => step(model, Step::Rows(-1)),
        Action::Down => step(model, Step::Rows(1)),
        Action::PageUp => step(model, Step::Rows(-acts::PAGE)),
        Action::PageDown => step(model, Step::Rows(acts::PAGE)),
        Action::First => step(model, Step::First),
        Action::Last => step(model, Step::Last),
        Action::Left | Action::Right => {
            model.calls.open_only = action == Action::Right;
            model.calls.is_narrowing = true;
            ask(model, effects);
        }
        Action::Open => timeline_window::open(model, effects),
        Action::Edit => call_form::open(model, effects),
        Action::Reveal => acts::reveal(model, effects),
        Action::ItemJournal => {
            if let Some(call) = model.calls.marked() {
                journal_screen::open(model, JournalAbout::Call(call), effects);
            }
        }
        Action::Back if model.calls.looked_for.is_empty() => model.screen = Screen::Board,
        Action::Back => look_for(model, "", effects),
        _ => {}
    }
}

/// Finding begins.
pub(super) fn begin_to_find(model: &mut Model) {
    model.calls.begun_at = model.calls.mark.id();
}

/// What was found is kept.
pub(super) fn keep_found(model: &mut Model) {
    model.calls.begun_at = None;
}

/// Looks for something else.
pub(super) fn look_for(model: &mut Model, text: &str, effects: &mut Vec<Effect>) {
    if model.calls.looked_for != text {
        text.clone_into(&mut model.calls.looked_for);
        model.calls.is_narrowing = true;
        ask(model, effects);
    }
}

/// After a fresh board: something may have changed.
pub(super) fn settle(model: &mut Model, effects: &mut Vec<Effect>) {
    let head = model.view.as_ref().map(|view| view.board.journal_head);
    if head != model.calls.read_at {
        ask(model, effects);
    }
}

/// Calls were read.
pub(super) fn told(model: &mut Model, query: Query, page: CallPage) {
    let calls = &mut model.calls;
    if calls.asked.take_if(|asked| *asked == query).is_none() {
        return;
    }
    let is_first = calls.page.is_none();
    calls.page = Some(page);
    let rows = calls.rows();
    calls.mark.settle(rows.iter().copied());
    // The first time, the call that is marked on the board. After that only the adviser's own search moves the mark.
    let wanted = if is_first { model.marks.call() } else { calls.begun_at };
    let is_narrowing = std::mem::take(&mut calls.is_narrowing);
    if is_first || is_narrowing {
        if let Some(call) = wanted {
            calls.mark.set(call, rows.iter().copied());
        }
        if calls.mark.id().is_none() {
            calls.mark.step(&rows, Step::First);
        }
    }
}

fn step(model: &mut Model, step: Step) {
    let rows = model.calls.rows();
    model.calls.mark.step(&rows, step);
}

fn ask(model: &mut Model, effects: &mut Vec<Effect>) {
    let search = search(&model.catalog, &model.calls.looked_for, model.calls.open_only);
    let (query, effect) = model.ask(Question::Calls(search));
    model.calls.asked = Some(query);
    model.calls.read_at = model.view.as_ref().map(|view| view.board.journal_head);
    effects.push(effect);
}

/// Digits are the beginning of a number, letters that of a municipality's name, in any spelling, or words that were
/// written of a call.
fn search(catalog: &Catalog, text: &str, open_only: bool) -> CallSearch {
    let text = text.trim();
    let all = CallSearch { open_only, limit: CallsScreen::LIMIT, ..CallSearch::default() };
    if text.is_empty() {
        all
    } else if text.chars().all(|sign| sign.is_ascii_digit()) {
        CallSearch { number: Some(text.to_owned()), ..all }
    } else {
        let begin = fold(text);
        let is_meant = |name: &String| fold(name).starts_with(&begin);
        let found = catalog.municipalities.iter().filter(|municipality| {
            is_meant(&municipality.name) || municipality.other_names.iter().any(is_meant)
        });
        let municipalities = Some(found.map(|municipality| municipality.number).collect());
        CallSearch { municipalities, words: Some(text.to_owned()), ..all }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_a_number_and_letters_a_municipality_in_any_spelling() {
        let catalog = Catalog::load().unwrap();
        let numbers = |text: &str| {
            let found = search(&catalog, text, false).municipalities.unwrap();
            found.iter().map(ToString::to_string).collect::<Vec<_>>()
        };
        assert_eq!(search(&catalog, " 41", true).number.as_deref(), Some("41"));
        assert_eq!(search(&catalog, "", false).municipalities, None);
        assert_eq!(numbers("LILLESTROEM"), ["3205"]);
        assert!(numbers("ha").len() > 3, "every name that begins so");
        assert!(numbers("xyz").is_empty(), "nothing is found, rather than everything");
    }
}
