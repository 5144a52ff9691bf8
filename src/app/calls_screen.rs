//! All calls: what was found, and which one is marked.

use crate::domain::ids::CallId;
use crate::domain::question::CallPage;

use super::effect::{Effect, Query};
use super::keymap::Action;
use super::model::{Model, Screen};

/// All calls.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CallsScreen {}

impl CallsScreen {
    /// The marked call.
    #[must_use]
    pub fn marked(&self) -> Option<CallId> {
        None
    }
}

/// Opens the screen.
pub(super) fn open(model: &mut Model, _: &mut Vec<Effect>) {
    model.screen = Screen::Calls;
}

/// Does what a key of this screen is for; the keys that work everywhere are done already.
pub(super) fn perform(_: &mut Model, _: Action, _: &mut Vec<Effect>) {}

/// After a fresh board: something may have changed.
pub(super) fn settle(_: &mut Model, _: &mut Vec<Effect>) {}

/// Calls were read.
pub(super) fn told(_: &mut Model, _: Query, _: CallPage) {}
