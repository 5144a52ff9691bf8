//! The journal: lines about everything or about one thing, and whether the chain holds.

use crate::domain::question::{ChainState, JournalAbout, JournalPage};

use super::effect::{Effect, Query};
use super::keymap::Action;
use super::model::{Model, Screen};

/// The journal.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct JournalScreen {}

/// Opens the screen about something.
pub(super) fn open(model: &mut Model, _: JournalAbout, _: &mut Vec<Effect>) {
    model.screen = Screen::Journal;
}

/// Does what a key of this screen is for; the keys that work everywhere are done already.
pub(super) fn perform(_: &mut Model, _: Action, _: &mut Vec<Effect>) {}

/// After a fresh board: there may be new lines.
pub(super) fn settle(_: &mut Model, _: &mut Vec<Effect>) {}

/// Lines were read.
pub(super) fn told(_: &mut Model, _: Query, _: JournalPage) {}

/// The chain was looked at.
pub(super) fn told_chain(_: &mut Model, _: Query, _: ChainState) {}
