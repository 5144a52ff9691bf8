//! What changed since the adviser's last shift, by case, the newest first. The window is only read.

use crate::domain::handover::Changes;
use crate::domain::ids::CallId;
use crate::domain::question::Question;

use super::effect::{Effect, Query};
use super::key::{Code, Key};
use super::keymap::{Action, action_of};
use super::model::{Model, Overlay};
use super::news::News;
use super::{acts, timeline_window};

/// What is new since the last shift.
#[derive(Debug, Clone, PartialEq)]
pub struct ChangesWindow {
    /// What is new, once read; none where no shift of the adviser has ended.
    pub news: Option<Option<News>>,
    asked: Query,
    read_at: Option<i64>,
    mark: usize,
}

/// A row of the list: a call, or a new fact of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewsRow {
    /// Which of the calls.
    pub call: usize,
    /// Which of its new facts; none for the call itself.
    pub fact: Option<usize>,
}

impl ChangesWindow {
    /// The rows in their order.
    #[must_use]
    pub fn rows(&self) -> Vec<NewsRow> {
        let calls = self.news.iter().flatten().flat_map(|news| news.calls.iter().enumerate());
        calls
            .flat_map(|(call, of_call)| {
                let facts = (0..of_call.facts.len()).map(move |fact| NewsRow { call, fact: Some(fact) });
                std::iter::once(NewsRow { call, fact: None }).chain(facts)
            })
            .collect()
    }

    /// Which of the rows is marked.
    #[must_use]
    pub const fn marked(&self) -> usize {
        self.mark
    }

    /// The call of the marked row.
    #[must_use]
    pub fn marked_call(&self) -> Option<CallId> {
        let row = *self.rows().get(self.mark)?;
        Some(self.news.as_ref()?.as_ref()?.calls.get(row.call)?.details.call.id)
    }
}

/// Opens it.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    let window = ChangesWindow { news: None, asked: Query::default(), read_at: None, mark: 0 };
    model.overlays.push(Overlay::Changes(Box::new(window)));
    ask(model, effects);
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let Some(window) = window_of(model) else { return };
    let last = window.rows().len().saturating_sub(1);
    let page = acts::PAGE.unsigned_abs();
    match key.code {
        Code::Up => window.mark = window.mark.saturating_sub(1),
        Code::Down => window.mark = (window.mark + 1).min(last),
        Code::PageUp => window.mark = window.mark.saturating_sub(page),
        Code::PageDown => window.mark = (window.mark + page).min(last),
        Code::Home => window.mark = 0,
        Code::End => window.mark = last,
        Code::Enter => {
            if let Some(call) = window.marked_call() {
                timeline_window::open_for(model, call, effects);
            }
        }
        _ if action_of(key) == Some(Action::HideWords) => model.hides_words = !model.hides_words,
        _ => {}
    }
}

/// After a fresh board: there may be more.
pub(super) fn settle(model: &mut Model, effects: &mut Vec<Effect>) {
    let head = model.view.as_ref().map(|view| view.board.journal_head);
    if window_of(model).is_some_and(|window| window.read_at != head) {
        ask(model, effects);
    }
}

/// It was read. The mark stays on its row, wherever that is now.
pub(super) fn told(model: &mut Model, query: Query, changes: Option<Changes>) {
    let now = model.now;
    let Some(window) = window_of(model).filter(|window| window.asked == query) else { return };
    let call = window.marked_call();
    let fact = window.rows().get(window.mark).and_then(|row| row.fact);
    window.news = Some(changes.map(|changes| News::of(changes, now)));
    let rows = window.rows();
    let calls = window.news.iter().flatten().flat_map(|news| &news.calls);
    let at = calls.map(|of_call| of_call.details.call.id).position(|id| Some(id) == call);
    let same = at.and_then(|call| rows.iter().position(|row| *row == NewsRow { call, fact }));
    window.mark = same.unwrap_or_else(|| window.mark.min(rows.len().saturating_sub(1)));
}

fn ask(model: &mut Model, effects: &mut Vec<Effect>) {
    let head = model.view.as_ref().map(|view| view.board.journal_head);
    let (query, effect) = model.ask(Question::Changes);
    if let Some(window) = window_of(model) {
        (window.asked, window.read_at) = (query, head);
        effects.push(effect);
    }
}

fn window_of(model: &mut Model) -> Option<&mut ChangesWindow> {
    model.overlays.iter_mut().rev().find_map(|overlay| match overlay {
        Overlay::Changes(window) => Some(window.as_mut()),
        _ => None,
    })
}
