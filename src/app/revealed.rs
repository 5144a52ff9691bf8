//! Hidden data that is shown for a while: each reveal is journalled first. It is hidden again when the mark goes to
//! another call, and after two minutes.

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::ids::UnitId;
use crate::domain::question::{PersonalData, Question, Subject};

use super::availability::marked_call;
use super::effect::{Effect, Query};
use super::model::{Model, Overlay};
use super::phones_window::{self, Shows};
use super::unit_window;

/// Hidden data of someone, asked for or shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revealed {
    /// Of whom.
    pub subject: Subject,
    /// The question it is the answer to.
    pub query: Query,
    /// What is shown; none until it is read.
    pub data: Option<PersonalData>,
    /// Until when.
    pub until: DateTime<Utc>,
    /// What is shown of the call besides, while a home's numbers are.
    pub call: Option<(Subject, PersonalData)>,
}

/// How long it is shown.
const SHOWN: TimeDelta = TimeDelta::minutes(2);

/// The reveal is journalled: now it is read.
pub(super) fn journalled(model: &mut Model, subject: Subject, effects: &mut Vec<Effect>) {
    let (query, effect) = model.ask(Question::Personal(subject));
    // In the list of numbers the call's stays while the home's is asked for.
    let is_listed = model.overlays.iter().any(|overlay| matches!(overlay, Overlay::Phones(_)));
    let call = match model.revealed.take() {
        Some(Revealed { subject: before @ Subject::Call(_), data: Some(data), .. })
            if is_listed && before != subject =>
        {
            Some((before, data))
        }
        _ => None,
    };
    let until = model.now + SHOWN;
    model.revealed = Some(Revealed { subject, query, data: None, until, call });
    effects.push(effect);
}

/// It was read. With nothing else open, a window shows what is hidden of a call.
pub(super) fn told(model: &mut Model, query: Query, data: PersonalData) {
    let Some(revealed) = model.revealed.as_mut().filter(|revealed| revealed.query == query) else { return };
    let subject = revealed.subject;
    unit_window::shown(model, subject, Some(&data));
    let Some(revealed) = model.revealed.as_mut() else { return };
    revealed.data = Some(data);
    if let (Subject::Call(call), true) = (revealed.subject, model.overlays.is_empty()) {
        phones_window::open_names(model, call);
    }
}

/// What is shown of a home has changed: it is read again, for as long as it is shown.
pub(super) fn read_again(model: &mut Model, unit: UnitId, effects: &mut Vec<Effect>) {
    let subject = Subject::Unit(unit);
    if model.shown_of(subject).is_none() {
        return;
    }
    let (query, effect) = model.ask(Question::Personal(subject));
    if let Some(revealed) = &mut model.revealed {
        revealed.query = query;
        effects.push(effect);
    }
}

/// Hides what has been shown long enough, is not about the marked call any more, or was shown when the screen was
/// locked.
pub(super) fn settle(model: &mut Model) {
    let Some(revealed) = &model.revealed else { return };
    let is_of_other = match revealed.subject {
        Subject::Call(call) => marked_call(model) != Some(call),
        Subject::Unit(_) => false,
    };
    if model.now >= revealed.until || is_of_other || model.lock.is_some() {
        model.hide();
        model.overlays.retain(|overlay| match overlay {
            Overlay::Phones(window) => window.shows == Shows::Phones,
            _ => true,
        });
    }
}

impl Model {
    /// What is shown of someone's hidden data.
    #[must_use]
    pub fn shown_of(&self, subject: Subject) -> Option<&PersonalData> {
        let revealed = self.revealed.as_ref()?;
        if revealed.subject == subject {
            return revealed.data.as_ref();
        }
        revealed.call.as_ref().filter(|(call, _)| *call == subject).map(|(_, data)| data)
    }

    /// Hides what was revealed.
    pub(super) fn hide(&mut self) {
        if let Some(revealed) = self.revealed.take() {
            unit_window::shown(self, revealed.subject, None);
        }
    }
}
