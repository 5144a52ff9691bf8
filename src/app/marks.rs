//! What is marked on the board, and whether places or the ladder are shown. Marks follow items by number, never by line: a refresh cannot move one onto
//! another call or place. When a marked item goes, nothing is marked until the adviser moves.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::ids::{CallId, FollowUpId, UnitId};
use crate::domain::ladder::{LadderRow, Rung, Whom};

use super::board_view::BoardView;

/// A pane of the board that can have the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    /// The open calls.
    #[default]
    Calls,
    /// The places for the marked call.
    Places,
}

/// How far a mark moves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Rows down; negative: up.
    Rows(isize),
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

/// The marked call, the marked unit of each call, and the pane with the focus.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Marks {
    /// The pane with the focus.
    pub pane: Pane,
    call: Option<CallId>,
    /// Where the marked call last stood, to go on from when it is gone.
    call_at: usize,
    units: BTreeMap<CallId, UnitId>,
    /// What told each call of a place that came free, once that place was marked for it.
    freed: BTreeMap<CallId, FollowUpId>,
    unit_at: usize,
    /// Calls whose ladder stands where the places stood.
    ladders: BTreeSet<CallId>,
    /// Whether the adviser chose the ladder or the places for a call; else it is the ladder when nothing fits.
    chosen: BTreeMap<CallId, bool>,
    rows: BTreeMap<CallId, LadderRow>,
    row_at: usize,
}

impl Marks {
    /// The marked call.
    #[must_use]
    pub const fn call(&self) -> Option<CallId> {
        self.call
    }

    /// The marked unit among the places of the marked call, or on its ladder.
    #[must_use]
    pub fn unit(&self) -> Option<UnitId> {
        if self.shows_ladder() {
            return self.ladder_row().and_then(LadderRow::unit);
        }
        self.units.get(&self.call?).copied()
    }

    /// Whether the ladder of the marked call is shown.
    #[must_use]
    pub fn shows_ladder(&self) -> bool {
        self.call.is_some_and(|call| self.ladders.contains(&call))
    }

    /// The marked row of the ladder of the marked call.
    #[must_use]
    pub fn ladder_row(&self) -> Option<LadderRow> {
        self.rows.get(&self.call?).copied()
    }

    /// Marks a row of the ladder of the marked call.
    pub fn mark_row(&mut self, view: &BoardView, row: LadderRow) {
        if let Some(call) = self.call {
            self.rows.insert(call, row);
            self.remember(view);
        }
    }

    /// Shows the ladder of the marked call instead of its places, or the places again.
    pub fn swap_ladder(&mut self, view: &BoardView) {
        if let Some(call) = self.call {
            self.chosen.insert(call, !self.shows_ladder());
            self.settle_ladders(view);
        }
    }

    /// Which ladders are shown, and where each is marked: at first whom it is worth asking.
    fn settle_ladders(&mut self, view: &BoardView) {
        self.chosen.retain(|call, _| view.call_row(*call).is_some());
        self.rows.retain(|call, _| view.call_row(*call).is_some());
        self.ladders.clear();
        for call in view.calls.iter().map(|row| row.id) {
            let Some(ladder) = view.ladder(call) else { continue };
            let by_itself = || view.has_nothing_that_fits(call);
            if self.chosen.get(&call).copied().unwrap_or_else(by_itself) {
                self.ladders.insert(call);
            }
            let is_there = |row: &LadderRow| ladder.rows(Some(row.rung)).contains(row);
            if self.rows.get(&call).is_none_or(|row| !is_there(row)) {
                let leader = LadderRow { rung: Rung::Leader, whom: Whom::Rung };
                self.rows.insert(call, ladder.next_after(None).unwrap_or(leader));
            }
        }
    }

    /// Marks a call and, the first time, the first place that fits it; when one came free for it since, that one.
    pub fn mark_call(&mut self, view: &BoardView, call: CallId) {
        // Closed by another in the meantime: nothing acts on what is not there.
        if view.call_row(call).is_none() {
            return;
        }
        self.call = Some(call);
        if !self.units.contains_key(&call) {
            self.mark_first_fitting(view);
        }
        self.mark_freed(view);
        self.remember(view);
    }

    /// Marks the place that came free for the marked call, if it fits; each once, so that the adviser's own mark stays.
    fn mark_freed(&mut self, view: &BoardView) {
        let Some(row) = self.call.and_then(|call| view.call_row(call)) else { return };
        let Some(freed) = row.freed.filter(|freed| self.freed.get(&row.id) != Some(&freed.follow_up)) else {
            return;
        };
        if view.fits(row.id, freed.unit) && view.declined(row.id, freed.unit).is_none() {
            self.units.insert(row.id, freed.unit);
            self.freed.insert(row.id, freed.follow_up);
        }
    }

    /// Marks the first place that fits the marked call and was not declined by it; where none does, the first.
    pub fn mark_first_fitting(&mut self, view: &BoardView) {
        let Some(call) = self.call else { return };
        let first = || view.found(call).and_then(|found| found.fits.iter().chain(&found.out).next());
        match view.first_fitting(call).or_else(|| first().map(|row| row.unit)) {
            Some(unit) => self.units.insert(call, unit),
            None => self.units.remove(&call),
        };
        self.remember(view);
    }

    /// Marks a place of the marked call; false when it is not among them.
    pub fn mark_unit(&mut self, view: &BoardView, unit: UnitId) -> bool {
        let Some(call) = self.call.filter(|call| view.unit_row(*call, unit).is_some()) else { return false };
        self.units.insert(call, unit);
        self.remember(view);
        true
    }

    /// After a fresh board: what is gone is no longer marked. An empty list of calls that gets its first one marks it.
    pub fn settle(&mut self, was_empty: bool, view: &BoardView) {
        self.units.retain(|call, unit| view.unit_row(*call, *unit).is_some());
        if self.call.is_some_and(|call| view.call_row(call).is_none()) {
            self.call = None;
        }
        if let (None, true, Some(first)) = (self.call, was_empty, view.calls.first()) {
            self.mark_call(view, first.id);
        }
        let before = self.ladders.clone();
        self.settle_ladders(view);
        for call in before.difference(&self.ladders).filter(|call| !self.chosen.contains_key(*call)) {
            // Places came back by themselves: what was marked below the ladder was out of sight.
            if let Some(first) = view.first_fitting(*call)
                && self.units.get(call).is_none_or(|unit| !view.fits(*call, *unit))
            {
                self.units.insert(*call, first);
            }
        }
        self.remember(view);
    }

    /// Moves the mark of the focused pane. From nothing marked it goes to where the mark last stood.
    pub fn step(&mut self, view: &BoardView, step: Step) {
        match self.pane {
            Pane::Calls => {
                let at = view.calls.iter().position(|row| Some(row.id) == self.call);
                let to = target(at, self.call_at, step, view.calls.len());
                if let Some(row) = to.and_then(|to| view.calls.get(to)) {
                    self.mark_call(view, row.id);
                }
            }
            Pane::Places if self.shows_ladder() => {
                let marked = self.ladder_row();
                let ladder = self.call.and_then(|call| view.ladder(call));
                let rows = ladder.map_or_else(Vec::new, |ladder| ladder.rows(marked.map(|row| row.rung)));
                let at = rows.iter().position(|row| Some(*row) == marked);
                if let Some(row) = target(at, self.row_at, step, rows.len()).and_then(|to| rows.get(to)) {
                    self.mark_row(view, *row);
                }
            }
            Pane::Places => {
                let Some((call, found)) = self.call.and_then(|call| Some((call, view.found(call)?))) else {
                    return;
                };
                let marked = self.unit();
                let rows = || found.fits.iter().chain(&found.out);
                let at = rows().position(|row| Some(row.unit) == marked);
                let length = found.fits.len() + found.out.len();
                if let Some(row) = target(at, self.unit_at, step, length).and_then(|to| rows().nth(to)) {
                    self.units.insert(call, row.unit);
                    self.remember(view);
                }
            }
        }
    }

    fn remember(&mut self, view: &BoardView) {
        if let Some((ladder, row)) = self.call.and_then(|call| view.ladder(call)).zip(self.ladder_row()) {
            let rows = ladder.rows(Some(row.rung));
            self.row_at = rows.iter().position(|known| *known == row).unwrap_or(self.row_at);
        }
        if let Some(at) = view.calls.iter().position(|row| Some(row.id) == self.call) {
            self.call_at = at;
        }
        if let (Some(found), Some(unit)) = (self.call.and_then(|call| view.found(call)), self.unit())
            && let Some(at) = found.fits.iter().chain(&found.out).position(|row| row.unit == unit)
        {
            self.unit_at = at;
        }
    }
}

pub(super) fn target(at: Option<usize>, last_at: usize, step: Step, length: usize) -> Option<usize> {
    let end = length.checked_sub(1)?;
    Some(match (step, at) {
        (Step::First, _) => 0,
        (Step::Last, _) => end,
        (Step::Rows(_), None) => last_at.min(end),
        (Step::Rows(rows), Some(at)) => at.saturating_add_signed(rows).min(end),
    })
}
