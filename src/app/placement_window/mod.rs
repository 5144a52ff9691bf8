//! Arrived, moved, ended: the journey of an accepted offer's children, and the stay of a child. For one call, or for
//! who lives at one unit. Enter does what the lower border says; with nothing typed an expected child has arrived.

use chrono::{DateTime, Utc};

use crate::domain::board::Board;
use crate::domain::call_details::CallDetails;
use crate::domain::command::Command;
use crate::domain::ids::{CallId, OfferId, UnitId};
use crate::domain::local_time::day_in_norway;
use crate::domain::placement::{
    Placement, PlacementPlan, PlacementState, PlacementWords, StayEnd, StayEnding, StayViews,
};
use crate::domain::quick_line::{LineError, past_moment, time_ahead};

use super::call_reading::CallReading;
use super::form::{FieldId, FieldKind, FieldRow, Form};
use super::key::Key;
use super::stays::{self, Stay, Whom};

mod keys;

pub use keys::has_any;
pub(in crate::app) use keys::{half_written, open, open_of, paste, press, settle, told};

/// Letters of what can be done about a journey, in the order of [`JOURNEY_ACTS`].
pub const JOURNEY_LETTERS: &[char] = &['f', 'a', 'i'];
/// What can be done about a journey.
pub const JOURNEY_ACTS: &[PlacementAct] =
    &[PlacementAct::Arrived, PlacementAct::Plan, PlacementAct::FallThrough];
/// Letters of what can be done about a stay, in the order of [`STAY_ACTS`].
pub const STAY_LETTERS: &[char] = &['s', 'y'];
/// What can be done about a stay.
pub const STAY_ACTS: &[PlacementAct] = &[PlacementAct::End, PlacementAct::Views];
/// Letters of the ends, in the order of [`StayEnd::ALL`].
pub const END_LETTERS: &[char] = &['p', 'h', 'u', 'f', 'x'];

/// What is typed to remove what was told before.
const REMOVES: &str = "-";

/// What can be done about a placement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlacementAct {
    /// The children have arrived.
    Arrived,
    /// The journey is agreed.
    Plan,
    /// It came to nothing.
    FallThrough,
    /// The stay is over.
    End,
    /// What child and parents say of it.
    Views,
}

const WHOM: FieldRow = FieldRow::always(FieldId::Whom, FieldKind::Pick(&[]));

const fn of_act(id: FieldId, kind: FieldKind, is_shown: fn(&Form) -> bool) -> FieldRow {
    FieldRow { id, kind, is_shown }
}

fn act_of(form: &Form, acts: &[PlacementAct]) -> Option<PlacementAct> {
    form.picked(FieldId::PlacementAct).and_then(|at| acts.get(at)).copied()
}

fn is_plan(form: &Form) -> bool {
    act_of(form, JOURNEY_ACTS) == Some(PlacementAct::Plan)
}

fn is_end(form: &Form) -> bool {
    act_of(form, STAY_ACTS) == Some(PlacementAct::End)
}

const JOURNEY: &[FieldRow] = &[
    FieldRow::always(FieldId::PlacementAct, FieldKind::Pick(JOURNEY_LETTERS)),
    of_act(FieldId::At, FieldKind::Text, |form| act_of(form, JOURNEY_ACTS) == Some(PlacementAct::Arrived)),
    of_act(FieldId::LeavesAt, FieldKind::Text, is_plan),
    of_act(FieldId::ExpectedAt, FieldKind::Text, is_plan),
    of_act(FieldId::Driver, FieldKind::Text, is_plan),
    of_act(FieldId::Medicines, FieldKind::Text, is_plan),
    of_act(FieldId::ToldAt, FieldKind::Text, is_plan),
    of_act(FieldId::NightNumber, FieldKind::Hidden, is_plan),
    of_act(FieldId::Reason, FieldKind::Text, |form| {
        act_of(form, JOURNEY_ACTS) == Some(PlacementAct::FallThrough)
    }),
];
const STAY: &[FieldRow] = &[
    FieldRow::always(FieldId::PlacementAct, FieldKind::Pick(STAY_LETTERS)),
    of_act(FieldId::StayEnd, FieldKind::Pick(END_LETTERS), is_end),
    of_act(FieldId::At, FieldKind::Text, is_end),
    of_act(FieldId::Note, FieldKind::Text, is_end),
    of_act(FieldId::ChildView, FieldKind::Text, |form| !is_end(form)),
    of_act(FieldId::ParentsView, FieldKind::Text, |form| !is_end(form)),
];
const ENDED: &[FieldRow] = &[
    FieldRow::always(FieldId::ChildView, FieldKind::Text),
    FieldRow::always(FieldId::ParentsView, FieldKind::Text),
];

/// What of it is kept while it is not saved.
const KEPT: &[(FieldId, &str)] = &[
    (FieldId::PlacementAct, "act"),
    (FieldId::At, "at"),
    (FieldId::LeavesAt, "leaves_at"),
    (FieldId::ExpectedAt, "expected_at"),
    (FieldId::Driver, "driver"),
    (FieldId::Medicines, "medicines"),
    (FieldId::ToldAt, "unit_told_at"),
    (FieldId::NightNumber, "night_number"),
    (FieldId::Reason, "reason"),
    (FieldId::StayEnd, "end"),
    (FieldId::Note, "note"),
    (FieldId::ChildView, "child_view"),
    (FieldId::ParentsView, "parents_view"),
];

/// What the window was opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlacementsOf {
    /// One call.
    Call(CallId),
    /// Who lives at one unit.
    Unit(UnitId),
}

/// Arrived, moved, ended.
#[derive(Debug, Clone, PartialEq)]
pub struct PlacementWindow {
    /// What it was opened for.
    pub of: PlacementsOf,
    /// Whom it is about; none before a call that has left the board is read.
    pub whom: Option<Whom>,
    /// The call of those.
    pub call: CallId,
    /// What is known of that call, once read.
    pub details: Option<Box<CallDetails>>,
    /// What is filled in.
    pub form: Form,
    /// Why Enter did nothing.
    pub fault: Option<PlacementFault>,
    reading: CallReading,
}

/// Why nothing can be saved as it stands.
#[derive(Debug, Clone, PartialEq)]
pub enum PlacementFault {
    /// Nothing is filled in.
    Empty,
    /// What is said of the stay is not filled in.
    NoView,
    /// The time of something to come has no form a clock shows.
    NotATime(FieldId),
    /// The time of something that was cannot be meant.
    Time(FieldId, Box<LineError>),
    /// It is not told why it came to nothing.
    ReasonMissing,
    /// It is not told how the stay ended.
    EndMissing,
    /// That end needs a note.
    NoteMissing(StayEnd),
}

impl PlacementFault {
    const fn field(&self) -> FieldId {
        match self {
            Self::Empty => FieldId::LeavesAt,
            Self::NoView => FieldId::ChildView,
            Self::NotATime(field) | Self::Time(field, _) => *field,
            Self::ReasonMissing => FieldId::Reason,
            Self::EndMissing => FieldId::StayEnd,
            Self::NoteMissing(_) => FieldId::Note,
        }
    }
}

impl PlacementWindow {
    /// Before anything of a call that has left the board is read.
    fn unread(call: CallId) -> Self {
        Self {
            of: PlacementsOf::Call(call),
            whom: None,
            call,
            details: None,
            form: Form::new(ENDED),
            fault: None,
            reading: CallReading::default(),
        }
    }

    fn new(of: PlacementsOf, stay: &Stay, count: usize, now: DateTime<Utc>) -> Self {
        let rows = match stay.state {
            PlacementState::Expected | PlacementState::Cancelled => JOURNEY,
            PlacementState::Living => STAY,
            PlacementState::Ended => ENDED,
        };
        let mut form = Form::new(rows);
        let is_later = |at: DateTime<Utc>| day_in_norway(at) > day_in_norway(now);
        // A child that is not to come today has hardly arrived.
        let is_due = !stay.expected_at().is_some_and(is_later);
        form.pick(
            FieldId::PlacementAct,
            Some(usize::from(stay.state == PlacementState::Expected && !is_due)),
        );
        let mut window = Self {
            of,
            whom: Some(stay.whom),
            call: stay.call,
            details: None,
            form,
            fault: None,
            reading: CallReading::default(),
        };
        window.let_choose(count);
        if count > 1 {
            window.form.focus(FieldId::Whom);
        }
        window
    }

    /// With several to be about, the first field says whom.
    fn let_choose(&mut self, count: usize) {
        let first = self.form.ids().next();
        if let Some(first) = first.filter(|first| count > 1 && *first != FieldId::Whom) {
            self.form.insert_before(first, &[WHOM]);
        }
    }

    /// Everyone the window can be about.
    #[must_use]
    pub fn stays(&self, board: &Board, now: DateTime<Utc>) -> Vec<Stay> {
        stays_of(board, self.details.as_deref(), self.of, now)
    }

    /// What is done with Enter.
    #[must_use]
    pub fn act(&self) -> PlacementAct {
        let is_journey = matches!(self.whom, Some(Whom::Journey(_)));
        let picked = act_of(&self.form, if is_journey { JOURNEY_ACTS } else { STAY_ACTS });
        picked.unwrap_or(if is_journey { PlacementAct::Arrived } else { PlacementAct::Views })
    }

    /// How the stay ended, as picked.
    #[must_use]
    pub fn end(&self) -> Option<StayEnd> {
        self.form.picked(FieldId::StayEnd).and_then(|at| StayEnd::ALL.get(at)).copied()
    }

    /// When it was, as typed; none where nothing is typed: then it is now.
    ///
    /// # Errors
    /// When it cannot be meant.
    pub fn was_at(&self, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, LineError> {
        self.form.text(FieldId::At).map(|written| told_past(&written, now)).transpose()
    }

    /// When the children are expected, as typed.
    #[must_use]
    pub fn expected_at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        time_ahead(&self.form.text(FieldId::ExpectedAt)?, now)
    }

    /// What was told of it in words, once read.
    #[must_use]
    pub fn words(&self) -> Option<&PlacementWords> {
        let told = &self.details.as_ref()?.placements;
        let is_meant = |placement: &Placement| match self.whom {
            Some(Whom::Journey(offer)) => placement.offer == offer,
            Some(Whom::Stay(child)) => placement.child == child && placement.arrived_at.is_some(),
            None => false,
        };
        told.iter().rfind(|(placement, _)| is_meant(placement)).map(|(_, words)| words)
    }

    /// The command that Enter gives.
    fn complete(&self, whom: Whom, now: DateTime<Utc>) -> Result<Command, PlacementFault> {
        match (whom, self.act()) {
            (Whom::Journey(offer), PlacementAct::Plan) => {
                self.plan(offer, now).map(|plan| Command::PlanPlacement(Box::new(plan)))
            }
            (Whom::Journey(offer), PlacementAct::FallThrough) => {
                let reason = self.form.text(FieldId::Reason).ok_or(PlacementFault::ReasonMissing)?;
                Ok(Command::FallThrough { offer, reason })
            }
            (Whom::Journey(offer), _) => {
                let at =
                    self.was_at(now).map_err(|error| PlacementFault::Time(FieldId::At, Box::new(error)))?;
                Ok(Command::Arrive { offer, at })
            }
            (Whom::Stay(child), PlacementAct::End) => {
                let end = self.end().ok_or(PlacementFault::EndMissing)?;
                let at =
                    self.was_at(now).map_err(|error| PlacementFault::Time(FieldId::At, Box::new(error)))?;
                let note = self.form.text(FieldId::Note);
                if note.is_none() && end.needs_reason() {
                    return Err(PlacementFault::NoteMissing(end));
                }
                Ok(Command::EndPlacement(Box::new(StayEnding { child, at, end, note })))
            }
            (Whom::Stay(child), _) => {
                let views = StayViews {
                    child,
                    child_view: self.told(FieldId::ChildView),
                    parents_view: self.told(FieldId::ParentsView),
                };
                if views.child_view.is_none() && views.parents_view.is_none() {
                    return Err(PlacementFault::NoView);
                }
                Ok(Command::EvaluatePlacement(Box::new(views)))
            }
        }
    }

    fn plan(&self, offer: OfferId, now: DateTime<Utc>) -> Result<PlacementPlan, PlacementFault> {
        let told_at = self.form.text(FieldId::ToldAt).map(|written| past_moment(&written, now)).transpose();
        let plan = PlacementPlan {
            offer,
            driver: self.told(FieldId::Driver),
            leaves_at: self.ahead(FieldId::LeavesAt, now)?,
            expected_at: self.ahead(FieldId::ExpectedAt, now)?,
            medicines: self.told(FieldId::Medicines),
            unit_told_at: told_at.map_err(|error| PlacementFault::Time(FieldId::ToldAt, Box::new(error)))?,
            night_number: self.told(FieldId::NightNumber),
        };
        if plan == PlacementPlan::new(offer) { Err(PlacementFault::Empty) } else { Ok(plan) }
    }

    /// A text as it is told: a hyphen alone removes what was told before.
    fn told(&self, id: FieldId) -> Option<String> {
        let text = self.form.text(id)?;
        Some(if text == REMOVES { String::new() } else { text })
    }

    fn ahead(&self, id: FieldId, now: DateTime<Utc>) -> Result<Option<DateTime<Utc>>, PlacementFault> {
        let Some(written) = self.form.text(id) else { return Ok(None) };
        time_ahead(&written, now).map(Some).ok_or(PlacementFault::NotATime(id))
    }

    /// Takes a key that is typed. What is picked by its letter, also again, goes on to what belongs to it. Of several
    /// children one is chosen by arrows, so that a letter is what is done, as it is for one.
    fn typed(&mut self, key: Key) {
        if self.form.focused() == FieldId::Whom && key.typed().is_some() {
            self.form.focus(FieldId::PlacementAct);
        }
        let is_taken = self.form.press(key);
        if is_taken {
            self.fault = None;
        }
        let picks = matches!(self.form.focused(), FieldId::PlacementAct | FieldId::StayEnd);
        if !picks || !is_taken || key.typed().is_none() {
            return;
        }
        let to = match (self.form.focused(), self.act()) {
            (FieldId::StayEnd, _) if self.end().is_some_and(StayEnd::needs_reason) => FieldId::Note,
            (FieldId::StayEnd, _) | (_, PlacementAct::Arrived) => FieldId::At,
            (_, PlacementAct::Plan) => FieldId::LeavesAt,
            (_, PlacementAct::FallThrough) => FieldId::Reason,
            (_, PlacementAct::End) => FieldId::StayEnd,
            (_, PlacementAct::Views) => FieldId::ChildView,
        };
        self.form.focus(to);
    }
}

/// A time of something that was. A stay may have ended long before it is told.
fn told_past(written: &str, now: DateTime<Utc>) -> Result<DateTime<Utc>, LineError> {
    match past_moment(written, now) {
        Err(LineError::DateTooFarBack { at }) => Ok(at),
        other => other,
    }
}

fn stays_of(board: &Board, details: Option<&CallDetails>, of: PlacementsOf, now: DateTime<Utc>) -> Vec<Stay> {
    match of {
        PlacementsOf::Call(call) => stays::of_call(board, details, call, now),
        PlacementsOf::Unit(unit) => stays::of_unit(board, unit, now),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_to_pick_has_its_own_letter() {
        for (letters, count) in [
            (JOURNEY_LETTERS, JOURNEY_ACTS.len()),
            (STAY_LETTERS, STAY_ACTS.len()),
            (END_LETTERS, StayEnd::ALL.len()),
        ] {
            let mut own = letters.to_vec();
            own.sort_unstable();
            own.dedup();
            assert_eq!((own.len(), letters.len()), (count, count));
        }
    }
}
