//! The state of a place, with its reason, or of every place of its unit; a hold is given back here. A place that is
//! offered or occupied is not anyone's to set: the window says so.

use crate::domain::claim::{Claim, ClaimKind};
use crate::domain::command::Command;
use crate::domain::draft::DraftKind;
use crate::domain::ids::PlaceId;
use crate::domain::unit::{Place, PlaceState};

use super::drafts::{self, HalfWritten};
use super::effect::Effect;
use super::form::{FieldId, FieldKind, FieldRow, Form};
use super::key::{Code, Key};
use super::model::{Model, Overlay};

/// Letters of the states, in the order of [`PlaceState::ALL`].
pub const STATE_LETTERS: &[char] = &['l', 'i', 'b', 'v', 'f', 'o'];
/// Letters of the places: this one, every one of the unit.
pub const WHICH_LETTERS: &[char] = &['p', 'a'];
/// Most characters of a reason.
pub const MOST_SIGNS: usize = 200;

const WHOLE_UNIT: usize = 1;

const STATE: FieldRow = FieldRow::always(FieldId::PlaceState, FieldKind::Pick(STATE_LETTERS));
const REASON: FieldRow = FieldRow::always(FieldId::StateReason, FieldKind::Text);
const WHICH: FieldRow = FieldRow::always(FieldId::WhichPlaces, FieldKind::Pick(WHICH_LETTERS));
/// What of it is kept while it is not saved.
const KEPT: &[(FieldId, &str)] =
    &[(FieldId::PlaceState, "state"), (FieldId::StateReason, "reason"), (FieldId::WhichPlaces, "which")];
const ONE_PLACE: &[FieldRow] = &[STATE, REASON];
const OF_SEVERAL: &[FieldRow] = &[STATE, REASON, WHICH];

/// The state of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct StateWindow {
    /// The place.
    pub place: PlaceId,
    /// What is filled in.
    pub form: Form,
    /// Why Enter did nothing.
    pub fault: Option<StateFault>,
}

/// Why a state cannot be saved as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateFault {
    /// No state is picked.
    StateMissing,
    /// The place is in that state already, and nothing new is said of it.
    SameState(PlaceState),
    /// The reason is too long.
    ReasonTooLong,
}

impl StateWindow {
    fn new(place: PlaceId, has_siblings: bool) -> Self {
        let mut form = Form::new(if has_siblings { OF_SEVERAL } else { ONE_PLACE });
        form.pick(FieldId::WhichPlaces, Some(0));
        Self { place, form, fault: None }
    }

    /// The picked state.
    #[must_use]
    pub fn state(&self) -> Option<PlaceState> {
        self.form.picked(FieldId::PlaceState).and_then(|at| PlaceState::ALL.get(at)).copied()
    }

    /// Whether every place of the unit is meant.
    #[must_use]
    pub fn is_whole_unit(&self) -> bool {
        self.form.picked(FieldId::WhichPlaces) == Some(WHOLE_UNIT)
    }

    /// Whether what is picked gives a hold back instead of setting a state.
    #[must_use]
    pub fn gives_hold_back(&self, place: &Place, hold: Option<&Claim>) -> bool {
        hold.is_some_and(|claim| claim.kind == ClaimKind::Hold)
            && self.state() == Some(PlaceState::Free)
            && place.state == PlaceState::Free
            && !self.is_whole_unit()
    }

    /// The command that saves it; none with the reason shown and the cursor where something is wrong.
    fn complete(&mut self, place: &Place, claim: Option<&Claim>) -> Option<Command> {
        let reason = self.form.text(FieldId::StateReason);
        let is_long = reason.as_ref().is_some_and(|reason| reason.chars().count() > MOST_SIGNS);
        let (fault, field) = match self.state() {
            None => (StateFault::StateMissing, FieldId::PlaceState),
            Some(_) if is_long => (StateFault::ReasonTooLong, FieldId::StateReason),
            Some(_) if self.gives_hold_back(place, claim) => {
                return Some(Command::Release { place: self.place });
            }
            Some(state) if state == place.state && reason.is_none() && !self.is_whole_unit() => {
                (StateFault::SameState(state), FieldId::PlaceState)
            }
            Some(state) if self.is_whole_unit() => {
                return Some(Command::SetUnit { place: self.place, state, reason });
            }
            Some(state) => return Some(Command::SetPlace { place: self.place, state, reason }),
        };
        self.fault = Some(fault);
        self.form.focus(field);
        None
    }
}

/// Opens it for a place, with what was written for it before.
pub(super) fn open(model: &mut Model, place: PlaceId) {
    let has_siblings = model.view.as_ref().is_some_and(|view| {
        let unit = view.place(place).map(|place| place.unit);
        view.board.places.iter().filter(|place| Some(place.unit) == unit).count() > 1
    });
    let mut window = StateWindow::new(place, has_siblings);
    if let Some(part) = drafts::take(model, DraftKind::PlaceState, None, Some(place.0)) {
        drafts::write(&mut window.form, KEPT, &part.fields);
    }
    model.overlays.push(Overlay::PlaceState(Box::new(window)));
}

/// What is written and not saved.
pub(super) fn half_written(window: &StateWindow) -> Option<HalfWritten> {
    let fields = if window.form.has_text() { drafts::written(&window.form, KEPT) } else { Vec::new() };
    (!fields.is_empty()).then_some(HalfWritten {
        id: None,
        kind: DraftKind::PlaceState,
        call: None,
        about: Some(window.place.0),
        begun_at: None,
        fields,
    })
}

/// The claim that leaves nothing to set: an offer or a child who lives there.
#[must_use]
pub fn claim_in_the_way(model: &Model, place: PlaceId) -> Option<&Claim> {
    let claim = model.view.as_ref()?.place(place)?.live_claim(model.now)?;
    (claim.kind != ClaimKind::Hold).then_some(claim)
}

/// Takes a key. A state picked by its letter goes on to the reason.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let now = model.now;
    let Some(Overlay::PlaceState(window)) = model.overlays.last_mut() else { return };
    let place = model.view.as_ref().and_then(|view| view.place(window.place));
    let claim = place.and_then(|place| place.live_claim(now));
    let can_be_set = place.is_some() && claim.is_none_or(|claim| claim.kind == ClaimKind::Hold);
    if !can_be_set {
        if key.code == Code::Enter {
            model.overlays.pop();
        }
        return;
    }
    if key.code == Code::Enter {
        let command = place.and_then(|place| window.complete(place, claim));
        if let Some(command) = command {
            effects.push(model.await_command(command));
        }
        return;
    }
    let before = window.state();
    if window.form.press(key) {
        window.fault = None;
    }
    let needs_reason = window.state().is_some_and(|state| state != PlaceState::Free);
    if before != window.state() && key.typed().is_some() && needs_reason {
        window.form.focus(FieldId::StateReason);
    }
}

/// Takes pasted text.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::PlaceState(window)) = model.overlays.last_mut() {
        window.form.paste(text);
        window.fault = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_own_letter() {
        assert_eq!(STATE_LETTERS.len(), PlaceState::ALL.len());
        let mut letters = STATE_LETTERS.to_vec();
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), STATE_LETTERS.len());
    }
}
