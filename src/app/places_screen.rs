//! All places: what is shown of them, in which order, and which one is marked.

use crate::domain::ids::UnitId;
use crate::domain::place_history::HistoryLine;

use super::availability::WhyNot;
use super::effect::{Effect, Query};
use super::keymap::Action;
use super::model::{Model, Screen};

/// All places.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlacesScreen {}

impl PlacesScreen {
    /// The unit of the marked row.
    #[must_use]
    pub fn marked_unit(&self) -> Option<UnitId> {
        None
    }
}

/// Opens the screen.
pub(super) fn open(model: &mut Model, _: &mut Vec<Effect>) {
    model.screen = Screen::Places;
}

/// Why an action can do nothing on this screen now.
pub(super) fn why_not(_: &Model, _: Action) -> Option<WhyNot> {
    None
}

/// Does what a key of this screen is for; the keys that work everywhere are done already.
pub(super) fn perform(_: &mut Model, _: Action, _: &mut Vec<Effect>) {}

/// Marks the first place of that name.
pub(super) fn find(_: &mut Model, _: &str) {}

/// After a fresh board: what is marked stays marked, by number.
pub(super) fn settle(_: &mut Model, _: &mut Vec<Effect>) {}

/// The history of a unit's places was read.
pub(super) fn told(_: &mut Model, _: Query, _: Vec<HistoryLine>) {}
