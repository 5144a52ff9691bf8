//! The keys of the window, and what it asks for.

use crate::domain::call_details::CallDetails;
use crate::domain::draft::DraftKind;
use crate::domain::ids::CallId;

use super::{KEPT, PlacementWindow, PlacementsOf, stays_of};
use crate::app::availability::marked_call;
use crate::app::call_reading::{self, CallReading, ReadsCall};
use crate::app::drafts::{self, HalfWritten};
use crate::app::effect::{Effect, Query};
use crate::app::form::FieldId;
use crate::app::key::{Code, Key};
use crate::app::keymap::{Action, action_of};
use crate::app::model::{Model, Overlay};
use crate::app::stays::{self, Stay, Whom};

/// Whether a call has anyone who is expected, lives somewhere or has moved out. Of one that has left the board what
/// is read of it on its screen tells.
#[must_use]
pub fn has_any(model: &Model, call: CallId) -> bool {
    let Some(view) = &model.view else { return false };
    if !stays::of_call(&view.board, None, call, model.now).is_empty() {
        return true;
    }
    let listed = model.calls.page.iter().flat_map(|page| &page.offers);
    let read = model.overlays.iter().filter_map(|overlay| match overlay {
        Overlay::Timeline(window) => window.details.as_ref(),
        _ => None,
    });
    let read = read.flat_map(|details| &details.offers).map(|details| &details.offer);
    view.board.call(call).is_none()
        && listed.chain(read).any(|offer| offer.call == call && offer.is_accepted())
}

/// Opens it for the marked call.
pub(in crate::app) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    if let Some(call) = marked_call(model) {
        open_of(model, PlacementsOf::Call(call), effects);
    }
}

/// Opens it for who lives at a unit, or for one call.
pub(in crate::app) fn open_of(model: &mut Model, of: PlacementsOf, effects: &mut Vec<Effect>) {
    let Some(view) = &model.view else { return };
    let found = stays_of(&view.board, None, of, model.now);
    let window = match (found.first(), of) {
        (Some(first), _) => window_for(model, of, first, found.len()),
        // Of a call that has left the board nothing is known before it is read.
        (None, PlacementsOf::Call(call)) => PlacementWindow::unread(call),
        (None, PlacementsOf::Unit(_)) => return,
    };
    model.overlays.push(Overlay::Placement(Box::new(window)));
    call_reading::ask(model, window_of, effects);
}

/// A window about these children, with what was half-written about them.
fn window_for(model: &mut Model, of: PlacementsOf, stay: &Stay, count: usize) -> PlacementWindow {
    let mut window = PlacementWindow::new(of, stay, count, model.now);
    let (kind, about) = slot(stay.whom);
    if let Some(part) = drafts::take(model, kind, Some(stay.call), Some(about)) {
        drafts::write(&mut window.form, KEPT, &part.fields);
    }
    window
}

const fn slot(whom: Whom) -> (DraftKind, i64) {
    match whom {
        Whom::Journey(offer) => (DraftKind::Journey, offer.0),
        Whom::Stay(child) => (DraftKind::Stay, child.0),
    }
}

/// What is written and not saved.
pub(in crate::app) fn half_written(window: &PlacementWindow) -> Option<HalfWritten> {
    let fields = if window.form.has_text() { drafts::written(&window.form, KEPT) } else { Vec::new() };
    let (kind, about) = slot(window.whom?);
    HalfWritten::about(kind, window.call, Some(about), fields)
}

/// Takes a key.
pub(in crate::app) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let Some(Overlay::Placement(window)) = model.overlays.last() else { return };
    // In the list the arrows go through it first, then on to the fields.
    let is_choosing = window.form.focused() == FieldId::Whom;
    match (key.code, action_of(key)) {
        (Code::Enter, _) | (_, Some(Action::Save)) => enter(model, effects),
        (_, Some(Action::HideWords)) => model.hides_words = !model.hides_words,
        (Code::PageDown, _) => step(model, true, effects),
        (Code::PageUp, _) => step(model, false, effects),
        (Code::Down, _) if is_choosing && neighbour(model, true).is_some() => step(model, true, effects),
        (Code::Up, _) if is_choosing && neighbour(model, false).is_some() => step(model, false, effects),
        _ => {
            if let Some(Overlay::Placement(window)) = model.overlays.last_mut() {
                window.typed(key);
            }
        }
    }
}

fn enter(model: &mut Model, effects: &mut Vec<Effect>) {
    let now = model.now;
    let Some(Overlay::Placement(window)) = model.overlays.last_mut() else { return };
    let Some(whom) = window.whom else { return };
    match window.complete(whom, now) {
        Ok(command) => {
            let finishes = drafts::of_top(model);
            effects.push(model.await_finishing(command, finishes));
        }
        Err(fault) => {
            window.form.focus(fault.field());
            window.fault = Some(fault);
        }
    }
}

/// Takes pasted text.
pub(in crate::app) fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Placement(window)) = model.overlays.last_mut() {
        window.form.paste(text);
        window.fault = None;
    }
}

/// The children beside those it is about.
fn neighbour(model: &Model, forward: bool) -> Option<(Stay, usize)> {
    let Some(Overlay::Placement(window)) = model.overlays.last() else { return None };
    let mut found = window.stays(&model.view.as_ref()?.board, model.now);
    let at = found.iter().position(|stay| Some(stay.whom) == window.whom);
    let to = match (at, forward) {
        (None, _) => 0,
        (Some(at), true) => at + 1,
        (Some(at), false) => at.checked_sub(1)?,
    };
    let count = found.len();
    (to < count).then(|| (found.swap_remove(to), count))
}

/// Goes on to other children: what is typed about the ones before is kept with them.
fn step(model: &mut Model, forward: bool, effects: &mut Vec<Effect>) {
    let Some((stay, count)) = neighbour(model, forward) else { return };
    let Some(Overlay::Placement(before)) = model.overlays.pop() else { return };
    if let Some(part) = half_written(&before) {
        drafts::keep(model, part);
    }
    let mut window = window_for(model, before.of, &stay, count);
    let is_same_call = before.call == window.call;
    if is_same_call {
        (window.details, window.reading) = (before.details, before.reading);
    }
    model.overlays.push(Overlay::Placement(Box::new(window)));
    if !is_same_call {
        call_reading::ask(model, window_of, effects);
    }
}

/// After a fresh board: something may have happened with the call.
pub(in crate::app) fn settle(model: &mut Model, effects: &mut Vec<Effect>) {
    call_reading::settle(model, window_of, effects);
}

/// The call was read.
pub(in crate::app) fn told(model: &mut Model, query: Query, details: &CallDetails) {
    let now = model.now;
    let Some(window) = window_of(model) else { return };
    if !window.reading.takes(query) {
        return;
    }
    window.details = Some(Box::new(details.clone()));
    let (of, whom, reading) = (window.of, window.whom, window.reading);
    let Some(view) = &model.view else { return };
    let found = stays_of(&view.board, Some(details), of, now);
    // Of a call that had left the board it is known only now whom it is about.
    let fresh = match (whom, found.first()) {
        (None, Some(first)) => Some(window_for(model, of, first, found.len())),
        _ => None,
    };
    let Some(window) = window_of(model) else { return };
    if let Some(fresh) = fresh {
        *window = PlacementWindow { details: window.details.take(), reading, ..fresh };
    }
    window.let_choose(found.len());
}

impl ReadsCall for PlacementWindow {
    fn reading(&mut self) -> (CallId, &mut CallReading) {
        (self.call, &mut self.reading)
    }
}

fn window_of(model: &mut Model) -> Option<&mut PlacementWindow> {
    model.overlays.iter_mut().rev().find_map(|overlay| match overlay {
        Overlay::Placement(window) => Some(window.as_mut()),
        _ => None,
    })
}
