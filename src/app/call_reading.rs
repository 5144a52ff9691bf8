//! Windows about one call: it is read when the window opens, and anew when something may have happened with it.

use super::effect::{Effect, Query};
use super::model::Model;
use crate::domain::ids::CallId;
use crate::domain::question::Question;

/// Which answer about its call a window waits for, and as of which line of the journal it asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CallReading {
    asked: Option<Query>,
    read_at: Option<i64>,
}

impl CallReading {
    /// Whether this is the answer that is waited for; it is waited for no more.
    pub(super) fn takes(&mut self, query: Query) -> bool {
        self.asked.take_if(|asked| *asked == query).is_some()
    }
}

/// A window that shows what is known of one call.
pub(super) trait ReadsCall {
    /// The call, and how far it is read.
    fn reading(&mut self) -> (CallId, &mut CallReading);
}

/// Asks for the call's details, and notes as of which line of the journal.
pub(super) fn ask<W: ReadsCall>(
    model: &mut Model,
    find: fn(&mut Model) -> Option<&mut W>,
    effects: &mut Vec<Effect>,
) {
    let Some((call, _)) = find(model).map(ReadsCall::reading) else { return };
    let (query, effect) = model.ask(Question::Call(call));
    let head = model.view.as_ref().map(|view| view.board.journal_head);
    if let Some((_, reading)) = find(model).map(ReadsCall::reading) {
        *reading = CallReading { asked: Some(query), read_at: head };
    }
    effects.push(effect);
}

/// After a fresh board: something may have happened with the call.
pub(super) fn settle<W: ReadsCall>(
    model: &mut Model,
    find: fn(&mut Model) -> Option<&mut W>,
    effects: &mut Vec<Effect>,
) {
    let head = model.view.as_ref().map(|view| view.board.journal_head);
    if find(model).is_some_and(|window| window.reading().1.read_at != head) {
        ask(model, find, effects);
    }
}
