//! The state of a place, with its reason, or of every place of its unit; a hold is given back here. A place that is
//! offered or occupied is not anyone's to set; but when it is expected to be free can be told of any place, and a place
//! above the unit's capacity is opened here, and closed again.

use chrono::{DateTime, Utc};

use crate::domain::claim::{Claim, ClaimKind};
use crate::domain::command::Command;
use crate::domain::draft::DraftKind;
use crate::domain::ids::PlaceId;
use crate::domain::quick_line::day_or_time_ahead;
use crate::domain::unit::{Place, PlaceState};

use super::board_view::BoardView;
use super::drafts::{self, HalfWritten};
use super::effect::Effect;
use super::form::{FieldId, FieldKind, FieldRow, Form};
use super::key::{Code, Key};
use super::model::{Model, Overlay};

/// What can be done about a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateAct {
    /// It gets this state.
    Set(PlaceState),
    /// Its unit gets a place above its capacity.
    OpenExtra,
    /// It is above capacity, and is closed.
    CloseExtra,
}

/// Letters of what can be done, in the order of [`ACTS`].
const LETTERS: &[char] = &['l', 'i', 'b', 'v', 'f', 'o', 'n', 'k'];
/// The same where the unit has no place above its capacity that can be closed.
const ORDINARY_LETTERS: &[char] = &['l', 'i', 'b', 'v', 'f', 'o', 'n'];
/// The same of a place that someone has.
const TAKEN_LETTERS: &[char] = &['n'];
/// Letters of the places: this one, every one of the unit.
pub const WHICH_LETTERS: &[char] = &['p', 'a'];
/// Most characters of a reason.
pub const MOST_SIGNS: usize = 200;

const ACTS: &[(char, StateAct)] = &[
    ('l', StateAct::Set(PlaceState::Free)),
    ('i', StateAct::Set(PlaceState::IntakeStop)),
    ('b', StateAct::Set(PlaceState::Staffing)),
    ('v', StateAct::Set(PlaceState::Maintenance)),
    ('f', StateAct::Set(PlaceState::Holiday)),
    ('o', StateAct::Set(PlaceState::OverCapacity)),
    ('n', StateAct::OpenExtra),
    ('k', StateAct::CloseExtra),
];

const WHOLE_UNIT: usize = 1;
/// What is typed when nobody knows any more when a place is expected to be free.
const NOT_EXPECTED: &str = "-";

const REASON: FieldRow = FieldRow::always(FieldId::StateReason, FieldKind::Text);
const EXPECTED: FieldRow = FieldRow::always(FieldId::ExpectedFree, FieldKind::Text);
const WHICH: FieldRow = FieldRow::always(FieldId::WhichPlaces, FieldKind::Pick(WHICH_LETTERS));
/// What of it is kept while it is not saved.
const KEPT: &[(FieldId, &str)] = &[
    (FieldId::PlaceState, "state"),
    (FieldId::StateReason, "reason"),
    (FieldId::ExpectedFree, "expected_free"),
    (FieldId::WhichPlaces, "which"),
];

/// The state of a place.
#[derive(Debug, Clone, PartialEq)]
pub struct StateWindow {
    /// The place.
    pub place: PlaceId,
    /// What is filled in.
    pub form: Form,
    /// Why Enter did nothing.
    pub fault: Option<StateFault>,
    letters: &'static [char],
    /// The place above capacity that is closed, whichever of the unit's free places it was opened for.
    extra: Option<PlaceId>,
    /// What is still to be saved once the state is.
    then: Option<Command>,
}

/// Why a state cannot be saved as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StateFault {
    /// Nothing is picked or told.
    StateMissing,
    /// Nothing is told of a place that someone has.
    NothingTold,
    /// The place is in that state already, and nothing new is said of it.
    SameState(PlaceState),
    /// The reason is too long.
    ReasonTooLong,
    /// A place above capacity needs who decided it, and why.
    ReasonMissing,
    /// When it is expected to be free cannot be read, or has passed.
    NotATime,
}

impl StateWindow {
    fn new(place: &Place, of_unit: &[&Place], now: DateTime<Utc>) -> Self {
        let is_taken = place.live_claim(now).is_some_and(|claim| claim.kind != ClaimKind::Hold);
        let mut unused = of_unit.iter().filter(|other| other.is_extra && other.live_claim(now).is_none());
        let extra = if place.is_extra { Some(place.id) } else { unused.next_back().map(|extra| extra.id) };
        let letters = match (is_taken, extra) {
            (true, _) => TAKEN_LETTERS,
            (false, Some(_)) => LETTERS,
            (false, None) => ORDINARY_LETTERS,
        };
        let state = FieldRow::always(FieldId::PlaceState, FieldKind::Pick(letters));
        let mut rows = vec![state, REASON];
        if of_unit.len() > 1 && !is_taken {
            rows.push(WHICH);
        }
        rows.push(EXPECTED);
        let mut form = Form::new(&rows);
        form.pick(FieldId::WhichPlaces, Some(0));
        if is_taken {
            form.focus(FieldId::ExpectedFree);
        }
        Self { place: place.id, form, fault: None, letters, extra, then: None }
    }

    /// What can be picked, each with its letter.
    pub fn acts(&self) -> impl Iterator<Item = (char, StateAct)> {
        ACTS.iter().copied().filter(|(letter, _)| self.letters.contains(letter))
    }

    /// Whether someone has the place, so that its state is not to be set.
    #[must_use]
    pub fn is_taken(&self) -> bool {
        self.letters == TAKEN_LETTERS
    }

    /// What is picked.
    #[must_use]
    pub fn act(&self) -> Option<StateAct> {
        let at = self.form.picked(FieldId::PlaceState)?;
        self.acts().nth(at).map(|(_, act)| act)
    }

    /// The picked state.
    #[must_use]
    pub fn state(&self) -> Option<PlaceState> {
        match self.act() {
            Some(StateAct::Set(state)) => Some(state),
            Some(StateAct::OpenExtra | StateAct::CloseExtra) | None => None,
        }
    }

    /// Whether every place of the unit is meant.
    #[must_use]
    pub fn is_whole_unit(&self) -> bool {
        self.form.picked(FieldId::WhichPlaces) == Some(WHOLE_UNIT) && self.state().is_some()
    }

    /// Whether what is picked gives a hold back instead of setting a state.
    #[must_use]
    pub fn gives_hold_back(&self, place: &Place, hold: Option<&Claim>) -> bool {
        hold.is_some_and(|claim| claim.kind == ClaimKind::Hold)
            && self.state() == Some(PlaceState::Free)
            && place.state == PlaceState::Free
            && !self.is_whole_unit()
    }

    /// What is told of when the place is expected to be free.
    fn expected(&self, now: DateTime<Utc>) -> Result<Option<Command>, StateFault> {
        let Some(written) = self.form.text(FieldId::ExpectedFree) else { return Ok(None) };
        let place = self.place;
        if written == NOT_EXPECTED {
            return Ok(Some(Command::ExpectFree { place, at: None }));
        }
        let at = day_or_time_ahead(&written, now).filter(|at| *at > now);
        at.map(|at| Some(Command::ExpectFree { place, at: Some(at) })).ok_or(StateFault::NotATime)
    }

    /// The command that saves it; none with the reason shown and the cursor where something is wrong.
    fn complete(&mut self, place: &Place, claim: Option<&Claim>, now: DateTime<Utc>) -> Option<Command> {
        let expected = self.expected(now);
        let (fault, field) = match self.command(place, claim, expected.as_ref().is_ok_and(Option::is_some)) {
            Ok(first) => match (first, expected) {
                (Some(first), Ok(expected)) => {
                    self.then = expected.filter(|_| !matches!(first, Command::CloseExtraPlace { .. }));
                    return Some(first);
                }
                (None, Ok(expected)) => return expected,
                (_, Err(fault)) => (fault, FieldId::ExpectedFree),
            },
            Err(_) if expected.is_err() => (StateFault::NotATime, FieldId::ExpectedFree),
            Err(wrong) => wrong,
        };
        self.fault = Some(fault);
        self.form.focus(field);
        None
    }

    /// What the pick comes to; none where only the expectation is told.
    fn command(
        &self,
        place: &Place,
        claim: Option<&Claim>,
        is_expected: bool,
    ) -> Result<Option<Command>, (StateFault, FieldId)> {
        let reason = self.form.text(FieldId::StateReason);
        if reason.as_ref().is_some_and(|reason| reason.chars().count() > MOST_SIGNS) && self.act().is_some() {
            return Err((StateFault::ReasonTooLong, FieldId::StateReason));
        }
        let state = match self.act() {
            None if is_expected => return Ok(None),
            None if self.is_taken() => return Err((StateFault::NothingTold, FieldId::ExpectedFree)),
            None => return Err((StateFault::StateMissing, FieldId::PlaceState)),
            Some(StateAct::CloseExtra) => {
                let place = self.extra.unwrap_or(self.place);
                return Ok(Some(Command::CloseExtraPlace { place }));
            }
            Some(StateAct::OpenExtra) => {
                let reason = reason.ok_or((StateFault::ReasonMissing, FieldId::StateReason))?;
                return Ok(Some(Command::OpenExtraPlace { place: self.place, reason }));
            }
            Some(StateAct::Set(state)) => state,
        };
        if self.gives_hold_back(place, claim) {
            return Ok(Some(Command::Release { place: self.place }));
        }
        if self.is_whole_unit() {
            return Ok(Some(Command::SetUnit { place: self.place, state, reason }));
        }
        match (state == place.state && reason.is_none(), is_expected) {
            (true, true) => Ok(None),
            (true, false) => Err((StateFault::SameState(state), FieldId::PlaceState)),
            (false, _) => Ok(Some(Command::SetPlace { place: self.place, state, reason })),
        }
    }
}

/// Opens it for a place, with what was written for it before.
pub(super) fn open(model: &mut Model, place: PlaceId) {
    let now = model.now;
    let Some(view) = model.view.as_ref() else { return };
    let Some(known) = view.place(place) else { return };
    let mut window = StateWindow::new(known, &of_unit(view, known), now);
    if let Some(part) = drafts::take(model, DraftKind::PlaceState, None, Some(place.0)) {
        drafts::write(&mut window.form, KEPT, &part.fields);
    }
    model.overlays.push(Overlay::PlaceState(Box::new(window)));
}

fn of_unit<'a>(view: &'a BoardView, place: &Place) -> Vec<&'a Place> {
    view.board.places.iter().filter(|other| other.unit == place.unit).collect()
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

/// The claim that leaves no state to set: an offer or a child who lives there.
#[must_use]
pub fn claim_in_the_way(model: &Model, place: PlaceId) -> Option<&Claim> {
    let claim = model.view.as_ref()?.place(place)?.live_claim(model.now)?;
    (claim.kind != ClaimKind::Hold).then_some(claim)
}

/// Takes a key. A state picked by its letter goes on to the reason.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let now = model.now;
    let Some(Overlay::PlaceState(window)) = model.overlays.last_mut() else { return };
    let known = model.view.as_ref().and_then(|view| Some((view, view.place(window.place)?)));
    let Some((view, place)) = known else {
        if key.code == Code::Enter {
            model.overlays.pop();
        }
        return;
    };
    let claim = place.live_claim(now);
    let has_claim = claim.is_some_and(|claim| claim.kind != ClaimKind::Hold);
    if has_claim != window.is_taken() {
        // Someone took the place, or it came free, while the window stood: it is made anew for what can be done now.
        let mut fresh = StateWindow::new(place, &of_unit(view, place), now);
        drafts::write(&mut fresh.form, KEPT, &drafts::written(&window.form, KEPT));
        **window = fresh;
    }
    if key.code == Code::Enter {
        let command = window.complete(place, claim, now);
        if let Some(command) = command {
            effects.push(model.await_command(command));
        }
        return;
    }
    let before = window.act();
    if window.form.press(key) {
        window.fault = None;
    }
    let needs_reason = match window.act() {
        Some(StateAct::Set(state)) => state != PlaceState::Free,
        Some(StateAct::OpenExtra) => true,
        Some(StateAct::CloseExtra) | None => false,
    };
    if before != window.act() && key.typed().is_some() && needs_reason {
        window.form.focus(FieldId::StateReason);
    }
}

/// What the window was for is saved: it closes, and what is still to be saved follows.
pub(super) fn done(model: &mut Model, effects: &mut Vec<Effect>) {
    let at = model.overlays.iter().rposition(|overlay| matches!(overlay, Overlay::PlaceState(_)));
    let Some(at) = at else { return };
    if let Overlay::PlaceState(window) = model.overlays.remove(at)
        && let Some(command) = window.then
    {
        effects.push(model.await_command(command));
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
    fn every_act_has_its_own_letter_and_every_state_is_an_act() {
        let mut letters: Vec<char> = ACTS.iter().map(|(letter, _)| *letter).collect();
        assert_eq!(letters, LETTERS);
        assert_eq!(ORDINARY_LETTERS, &LETTERS[..ORDINARY_LETTERS.len()]);
        let states: Vec<PlaceState> = ACTS
            .iter()
            .filter_map(|(_, act)| match act {
                StateAct::Set(state) => Some(*state),
                StateAct::OpenExtra | StateAct::CloseExtra => None,
            })
            .collect();
        assert_eq!(states, PlaceState::ALL);
        letters.sort_unstable();
        letters.dedup();
        assert_eq!(letters.len(), ACTS.len());
    }
}
