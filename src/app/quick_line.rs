//! The quick line: a new call in one line, read anew at every key.

use chrono::{DateTime, Utc};

use crate::catalog::Catalog;
use crate::domain::call::CallFacts;
use crate::domain::matching::Order;
use crate::domain::municipality::Region;

use super::board_view::BoardView;
use super::text_field::TextField;

/// A line being typed, with what it was read as.
#[derive(Debug, Clone, PartialEq)]
pub struct QuickLine {
    /// The text.
    pub field: TextField,
    /// When the line was begun: the first talk.
    pub opened_at: DateTime<Utc>,
}

/// A half-written line that is kept.
#[derive(Debug, Clone, PartialEq)]
pub struct ParkedLine {
    /// The text.
    pub text: String,
    /// When it was begun.
    pub opened_at: DateTime<Utc>,
}

impl QuickLine {
    /// An empty line.
    #[must_use]
    pub fn open(now: DateTime<Utc>) -> Self {
        Self { field: TextField::default(), opened_at: now }
    }

    /// What is kept when the line is left; none when nothing was typed.
    #[must_use]
    pub fn park(self) -> Option<ParkedLine> {
        self.field.filled().map(|text| ParkedLine { text, opened_at: self.opened_at })
    }

    /// Goes on with a parked line.
    pub fn fetch(&mut self, parked: ParkedLine) {
        self.field = TextField::with_text(&parked.text);
        self.opened_at = parked.opened_at;
    }

    pub fn enter(&mut self) -> Option<CallFacts> { None }
    pub fn take_guess(&mut self) {}
    pub fn choose(&mut self, _down: bool) {}
    pub fn read(&mut self, _catalog: &Catalog, _region: Region, _view: Option<&BoardView>, _order: Order, _now: DateTime<Utc>) {}
}
