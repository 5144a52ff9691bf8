//! What whoever signed on is told first: the shift, who else is on, what was not received, how much is new. It lies over
//! the foot of the first board, takes no key, and is gone with the first one.

use super::effect::{Effect, Query};
use super::model::Model;
use super::news::{News, NewsCounts, own_shift};
use crate::domain::handover::Changes;
use crate::domain::question::Question;

/// The lines over the first board.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Greeting {
    /// No board was read yet.
    #[default]
    Due,
    /// It is seen.
    Shown {
        /// The question how much is new.
        asked: Query,
        /// How much is new, once it is read; none where no shift of the adviser has ended.
        news: Option<Option<NewsCounts>>,
    },
    /// A key was pressed, or nobody has a shift here.
    Gone,
}

/// After a board: with the first one it appears.
pub(super) fn settle(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.greeting != Greeting::Due || model.view.is_none() {
        return;
    }
    model.greeting = if own_shift(model).is_some() {
        let (asked, effect) = model.ask(Question::Changes);
        effects.push(effect);
        Greeting::Shown { asked, news: None }
    } else {
        Greeting::Gone
    };
}

/// A key was pressed.
pub(super) fn leave(model: &mut Model) {
    if matches!(model.greeting, Greeting::Shown { .. }) {
        model.greeting = Greeting::Gone;
    }
}

/// How much is new was read.
pub(super) fn told(model: &mut Model, query: Query, changes: Option<&Changes>) {
    let now = model.now;
    if let Greeting::Shown { asked, news } = &mut model.greeting
        && *asked == query
    {
        *news = Some(changes.map(|changes| News::of(changes.clone(), now).counts()));
    }
}
