//! The routine's steps of one call: what is done, what is open, whose it is. The field is always open, as in the
//! checklist: Enter settles the marked step with what is written, `-` first in an empty field says that it is not
//! relevant. At the clarification meeting the field takes its time.

use crate::catalog::Catalog;
use crate::domain::call_details::CallDetails;
use crate::domain::command::Command;
use crate::domain::draft::DraftKind;
use crate::domain::ids::CallId;
use crate::domain::quick_line::time_ahead;
use crate::domain::routine::StepKey;
use crate::domain::settings::Rules;
use crate::domain::steps::{CallSteps, Standing, StepEnd, StepState};

use super::availability::marked_call;
use super::call_reading::{self, CallReading, ReadsCall};
use super::drafts::{self, HalfWritten};
use super::effect::{Effect, Query};
use super::key::{Code, Key};
use super::keymap::{Action, action_of};
use super::model::{Model, Overlay};
use super::text_field::TextField;

/// The name of the one field.
const NOTE: &str = "note";

/// The steps of one call.
#[derive(Debug, Clone, PartialEq)]
pub struct StepsWindow {
    /// The call.
    pub call: CallId,
    /// What is known of it, once read.
    pub known: Option<StepsKnown>,
    /// The marked step.
    pub step: StepKey,
    /// What is being typed.
    pub field: TextField,
    /// Why Enter did nothing.
    pub fault: Option<StepFault>,
    /// Whether the first step to do is to be marked once the call is read.
    goes_on: bool,
    reading: CallReading,
}

/// What is known of the steps of a call.
#[derive(Debug, Clone, PartialEq)]
pub struct StepsKnown {
    /// The call.
    pub details: CallDetails,
    /// Where each step stands; none where this program does not know the routine.
    pub steps: Option<CallSteps>,
}

/// Why a step cannot be settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepFault {
    /// Others do it.
    OfOthers,
    /// It is settled already.
    Settled,
    /// The meeting has no time.
    NoTime,
    /// The time has no form a clock shows.
    NotATime,
}

impl StepsKnown {
    fn of(details: &CallDetails, catalog: &Catalog, rules: &Rules) -> Self {
        let routine = catalog.routine(&details.call.routine_version);
        let steps = routine.map(|routine| CallSteps::of(routine, details, rules));
        Self { details: details.clone(), steps }
    }

    /// Every step, in the order of the routine.
    pub fn standings(&self) -> impl Iterator<Item = &Standing> {
        self.steps.iter().flat_map(|steps| &steps.standings)
    }

    /// Where a step stands.
    #[must_use]
    pub fn standing(&self, step: StepKey) -> Option<&Standing> {
        self.standings().find(|standing| standing.step == step)
    }

    /// What was written of a step.
    #[must_use]
    pub fn note(&self, step: StepKey) -> Option<&str> {
        let found = self.details.steps.iter().find(|(settled, _)| settled.step == step)?;
        found.1.as_deref()
    }

    fn is_settled_by_key(&self, step: StepKey) -> bool {
        self.details.steps.iter().any(|(settled, _)| settled.step == step)
    }

    fn first_open(&self) -> Option<StepKey> {
        let mut standings = self.standings();
        standings.find(|found| matches!(found.state, StepState::Open { .. })).map(|found| found.step)
    }
}

/// Opens it for the marked call, at the first step that is open, or at one that something is half-written of.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(call) = marked_call(model) else { return };
    let parked = model.drafts.parked().iter().rev();
    let mut half_written =
        parked.filter(|part| part.kind == DraftKind::Step && part.call == Some(call)).map(|part| part.about);
    match half_written.next().flatten().and_then(step_of) {
        Some(step) => open_at(model, call, step, effects),
        None => push(model, call, StepKey::Received, true, effects),
    }
}

/// Opens it for a call, at a step.
pub(super) fn open_at(model: &mut Model, call: CallId, step: StepKey, effects: &mut Vec<Effect>) {
    push(model, call, step, false, effects);
    come_to(model, step);
}

fn push(model: &mut Model, call: CallId, step: StepKey, goes_on: bool, effects: &mut Vec<Effect>) {
    let field = TextField::default();
    let reading = CallReading::default();
    let window = StepsWindow { call, known: None, step, field, fault: None, goes_on, reading };
    model.overlays.push(Overlay::Steps(Box::new(window)));
    call_reading::ask(model, window_of, effects);
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let Some(window) = window_of(model) else { return };
    if key.typed() == Some('-') && window.field.text().is_empty() {
        settle_step(model, StepEnd::NotRelevant, effects);
        return;
    }
    match key.code {
        Code::Enter => enter(model, effects),
        Code::Up => step(model, |at, _| at.saturating_sub(1)),
        Code::Down => step(model, |at, last| (at + 1).min(last)),
        Code::PageUp => step(model, |_, _| 0),
        Code::PageDown => step(model, |_, last| last),
        _ if action_of(key) == Some(Action::HideWords) => model.hides_words = !model.hides_words,
        _ => {
            if window.field.press(key) {
                window.fault = None;
            }
        }
    }
}

/// Takes pasted text.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(window) = window_of(model) {
        window.field.paste(text);
        window.fault = None;
    }
}

fn enter(model: &mut Model, effects: &mut Vec<Effect>) {
    let now = model.now;
    let Some(window) = window_of(model) else { return };
    if window.step != StepKey::ClarificationMeeting {
        settle_step(model, StepEnd::Done, effects);
        return;
    }
    let at = match window.field.filled() {
        None => Err(StepFault::NoTime),
        Some(written) => time_ahead(&written, now).ok_or(StepFault::NotATime),
    };
    match at {
        Ok(at) => {
            let command = Command::SetMeeting { call: window.call, at };
            let finishes = drafts::of_top(model);
            effects.push(model.await_finishing(command, finishes));
        }
        Err(fault) => window.fault = Some(fault),
    }
}

fn settle_step(model: &mut Model, end: StepEnd, effects: &mut Vec<Effect>) {
    let Some(window) = window_of(model) else { return };
    let (call, step, note) = (window.call, window.step, window.field.filled());
    let Some(standing) = window.known.as_ref().and_then(|known| known.standing(step)) else { return };
    // The measure's yes is a talk with it: what else was arranged can be written once after it.
    let is_by_key = window.known.as_ref().is_some_and(|known| known.is_settled_by_key(step));
    let tells_more = step == StepKey::ContactMeasure && end == StepEnd::Done && note.is_some() && !is_by_key;
    window.fault = match standing.state {
        StepState::Others => Some(StepFault::OfOthers),
        StepState::Done { .. } if tells_more => None,
        StepState::Done { .. } | StepState::NotRelevant => Some(StepFault::Settled),
        StepState::Open { .. } | StepState::Waits { .. } => None,
    };
    if window.fault.is_none() {
        let finishes = drafts::of_top(model);
        effects.push(model.await_finishing(Command::DoStep { call, step, end, note }, finishes));
    }
}

/// A step was settled: on to the next that is open, once the call is read anew.
pub(super) fn done(model: &mut Model) {
    if let Some(window) = window_of(model) {
        window.field = TextField::default();
        window.fault = None;
        window.goes_on = true;
    }
}

fn step(model: &mut Model, to: impl Fn(usize, usize) -> usize) {
    let Some(window) = window_of(model) else { return };
    let steps: Vec<StepKey> = match &window.known {
        Some(known) => known.standings().map(|standing| standing.step).collect(),
        None => return,
    };
    let at = steps.iter().position(|step| *step == window.step).unwrap_or(0);
    if let Some(step) = steps.get(to(at, steps.len().saturating_sub(1))).copied() {
        leave(model);
        come_to(model, step);
    }
}

/// What is half-written of the marked step stays with it.
fn leave(model: &mut Model) {
    let part = window_of(model).and_then(|window| half_written(window));
    if let Some(part) = part {
        drafts::keep(model, part);
    }
}

/// Marks a step, with what was half-written of it in the field.
fn come_to(model: &mut Model, step: StepKey) {
    let Some(call) = window_of(model).map(|window| window.call) else { return };
    let part = drafts::take(model, DraftKind::Step, Some(call), Some(about(step)));
    let text = part.and_then(|part| part.fields.into_iter().find(|(name, _)| name == NOTE));
    if let Some(window) = window_of(model) {
        window.step = step;
        window.field = text.map(|(_, text)| TextField::with_text(&text)).unwrap_or_default();
        window.fault = None;
    }
}

/// After a fresh board: something may have happened with the call.
pub(super) fn settle(model: &mut Model, effects: &mut Vec<Effect>) {
    call_reading::settle(model, window_of, effects);
}

/// The call was read.
pub(super) fn told(model: &mut Model, query: Query, details: &CallDetails) {
    let Some(rules) = model.view.as_ref().map(|view| view.board.rules.clone()) else { return };
    let known = StepsKnown::of(details, &model.catalog, &rules);
    let first = known.first_open();
    let Some(window) = window_of(model) else { return };
    if !window.reading.takes(query) {
        return;
    }
    window.known = Some(known);
    if std::mem::take(&mut window.goes_on)
        && let (Some(first), true) = (first, window.field.is_blank())
    {
        come_to(model, first);
    }
}

/// What is written and not saved.
pub(super) fn half_written(window: &StepsWindow) -> Option<HalfWritten> {
    let note = window.field.filled().map(|text| (NOTE.to_owned(), text));
    HalfWritten::about(DraftKind::Step, window.call, Some(about(window.step)), note.into_iter().collect())
}

/// A step as a number: its place in the routine.
fn about(step: StepKey) -> i64 {
    let at = StepKey::ALL.iter().position(|known| *known == step);
    at.and_then(|at| i64::try_from(at).ok()).unwrap_or_default()
}

fn step_of(about: i64) -> Option<StepKey> {
    StepKey::ALL.get(usize::try_from(about).ok()?).copied()
}

impl ReadsCall for StepsWindow {
    fn reading(&mut self) -> (CallId, &mut CallReading) {
        (self.call, &mut self.reading)
    }
}

fn window_of(model: &mut Model) -> Option<&mut StepsWindow> {
    model.overlays.iter_mut().rev().find_map(|overlay| match overlay {
        Overlay::Steps(window) => Some(window.as_mut()),
        _ => None,
    })
}
