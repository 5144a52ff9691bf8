//! A referral received: a consultation, or a call without a clock, becomes a request with its clock running.

use chrono::{DateTime, Utc};

use crate::domain::call::CallKind;
use crate::domain::clocks::deadline_of;
use crate::domain::command::Command;
use crate::domain::ids::CallId;
use crate::domain::quick_line::{self, LineError, Mode, Value};

use super::availability::marked_call;
use super::effect::Effect;
use super::form::{FieldId, FieldKind, FieldRow, Form};
use super::key::{Code, Key};
use super::model::{Model, Overlay};

const ROWS: &[FieldRow] = &[FieldRow::always(FieldId::At, FieldKind::Text)];

/// A referral received.
#[derive(Debug, Clone, PartialEq)]
pub struct ReferWindow {
    /// The call.
    pub call: CallId,
    /// What is filled in.
    pub form: Form,
    /// When, as it is read; none while nothing is typed: then it is now.
    pub told: Option<Result<DateTime<Utc>, LineError>>,
    /// Whether Enter found the time wrong.
    pub is_refused: bool,
}

impl ReferWindow {
    /// When the referral was received; none while what is typed is no time.
    #[must_use]
    pub fn at(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        match &self.told {
            None => Some(now),
            Some(told) => told.as_ref().ok().copied(),
        }
    }

    /// When an offer will be due; none where no clock of the routine will run.
    #[must_use]
    pub fn deadline(&self, model: &Model) -> Option<DateTime<Utc>> {
        let board = &model.view.as_ref()?.board;
        let mut facts = board.call(self.call)?.facts();
        facts.kind = CallKind::Placement;
        facts.received_at = Some(self.at(model.now)?);
        deadline_of(&facts, &board.rules)
    }
}

/// Opens it for the marked call.
pub(super) fn open(model: &mut Model, _: &mut Vec<Effect>) {
    if let Some(call) = marked_call(model) {
        let window = ReferWindow { call, form: Form::new(ROWS), told: None, is_refused: false };
        model.overlays.push(Overlay::Refer(Box::new(window)));
    }
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let now = model.now;
    let Some(Overlay::Refer(window)) = model.overlays.last_mut() else { return };
    if key.code == Code::Enter {
        match window.at(now) {
            Some(at) => {
                let call = window.call;
                effects.push(model.await_command(Command::Refer { call, at }));
            }
            None => window.is_refused = true,
        }
    } else if window.form.press(key) {
        read(model);
    }
}

/// Takes pasted text.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Refer(window)) = model.overlays.last_mut() {
        window.form.paste(text);
        read(model);
    }
}

/// Reads the time as the quick line does, with `kl` before it where it is not told back from now.
fn read(model: &mut Model) {
    let Some(region) = model.session.as_ref().map(|session| session.region) else { return };
    let (now, tables) = (model.now, model.tables.clone());
    let Some(Overlay::Refer(window)) = model.overlays.last_mut() else { return };
    window.is_refused = false;
    window.told = window.form.text(FieldId::At).map(|text| {
        let is_whole = text.starts_with('-') || text.to_lowercase().starts_with("kl");
        let line = if is_whole { text } else { format!("kl {text}") };
        let parsed = quick_line::parse(&line, now, region, &tables, Mode::Screen { being_typed: false });
        let error = parsed.tokens.iter().find_map(|token| token.content.error().cloned());
        let at = parsed.tokens.iter().find_map(|token| match token.content.value() {
            Some(Value::Received(at)) => Some(*at),
            _ => None,
        });
        match (error, at) {
            (None, Some(at)) => Ok(at),
            (Some(error), _) => Err(error),
            (None, None) => Err(LineError::NotATime { written: line }),
        }
    });
}
