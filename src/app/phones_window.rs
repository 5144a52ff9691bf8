//! Phone numbers: the marked call's first, then the marked place's; and what is hidden of a call, once revealed.
//! Nothing hidden is shown before it is journalled that it is.

use crate::domain::command::Command;
use crate::domain::ids::{CallId, UnitId};
use crate::domain::placement::Placement;
use crate::domain::question::Subject;

use super::availability::{marked_call, marked_unit};
use super::call_form;
use super::effect::Effect;
use super::key::{Code, Key};
use super::keymap::{Action, action_of};
use super::model::{Model, Overlay};

/// Phone numbers.
#[derive(Debug, Clone, PartialEq)]
pub struct PhonesWindow {
    /// What it shows.
    pub shows: Shows,
    /// The call.
    pub call: Option<CallId>,
    /// The unit.
    pub unit: Option<UnitId>,
}

/// What the window shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shows {
    /// Whom to phone.
    Phones,
    /// Everything hidden of the call.
    Names,
}

/// Opens it for what is marked. That the call's number is shown is journalled first.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    let call = marked_call(model);
    let unit = marked_unit(model);
    let window = PhonesWindow { shows: Shows::Phones, call, unit };
    model.overlays.push(Overlay::Phones(Box::new(window)));
    if let Some(subject) = number_of(model, call) {
        reveal(model, subject, effects);
    }
}

/// Whose number to ring back on, or for the night, is hidden; none where none is registered.
fn number_of(model: &Model, call: Option<CallId>) -> Option<Subject> {
    let board = &model.view.as_ref()?.board;
    let found = board.known_call(call?)?;
    let is_of_call = |placement: &&Placement| placement.call == found.id;
    let mut placements = board.placements.iter().filter(is_of_call);
    let has_number = found.has_callback || placements.any(|placement| placement.has_night_number);
    has_number.then_some(Subject::Call(found.id))
}

/// Opens it with everything hidden of a call: it is journalled and read.
pub(super) fn open_names(model: &mut Model, call: CallId) {
    let window = PhonesWindow { shows: Shows::Names, call: Some(call), unit: None };
    model.overlays.push(Overlay::Phones(Box::new(window)));
}

/// Takes a key: nothing is typed here.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let Some(Overlay::Phones(window)) = model.overlays.last() else { return };
    let (shows, call, unit) = (window.shows, window.call, window.unit);
    match (action_of(key), shows) {
        (Some(Action::Reveal), Shows::Phones) => {
            // First the call's number, where it is hidden again; then the home's at night.
            let hidden = number_of(model, call).into_iter().chain(unit.map(Subject::Unit));
            let next = hidden.into_iter().find(|subject| model.shown_of(*subject).is_none());
            if let Some(subject) = next {
                reveal(model, subject, effects);
            }
        }
        (Some(Action::Reveal), Shows::Names) | (Some(Action::Phones), Shows::Phones) => close(model),
        // The form shows what is revealed, so it stays revealed.
        (Some(Action::Edit), Shows::Names) => {
            model.overlays.retain(|overlay| !matches!(overlay, Overlay::Phones(_)));
            call_form::open(model, effects);
        }
        _ if key.code == Code::Enter => close(model),
        _ => {}
    }
}

/// The window goes, and what was revealed with it.
pub(super) fn close(model: &mut Model) {
    model.overlays.retain(|overlay| !matches!(overlay, Overlay::Phones(_)));
    model.hide();
}

fn reveal(model: &mut Model, subject: Subject, effects: &mut Vec<Effect>) {
    if model.shown_of(subject).is_none() {
        effects.push(model.await_command(Command::Reveal { subject }));
    }
}
