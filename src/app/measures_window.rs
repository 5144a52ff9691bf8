//! What the municipality is offered meanwhile: each measure with where it stands; Enter saves what was changed.

use std::collections::VecDeque;

use crate::domain::board::Board;
use crate::domain::command::Command;
use crate::domain::compensation::{CompensationKind, CompensationState};
use crate::domain::ids::CallId;

use super::availability::marked_call;
use super::effect::Effect;
use super::form::{FieldId, FieldKind, FieldRow, Form};
use super::key::{Code, Key};
use super::model::{Model, Overlay};

/// Where a measure can stand, with its letters, in the order of [`CompensationState::ALL`].
pub const STATE_LETTERS: &[char] = &['t', 'ø', 'f', 'n'];

/// What is offered meanwhile.
#[derive(Debug, Clone, PartialEq)]
pub struct MeasuresWindow {
    /// The call.
    pub call: CallId,
    /// What is filled in, a field a measure.
    pub form: Form,
    /// What is still to be done of what Enter ordered.
    left: VecDeque<Command>,
}

impl MeasuresWindow {
    fn new(board: &Board, call: CallId) -> Self {
        let rows: Vec<FieldRow> = CompensationKind::ALL
            .iter()
            .map(|kind| FieldRow::always(FieldId::Measure(*kind), FieldKind::Pick(STATE_LETTERS)))
            .collect();
        let mut form = Form::new(&rows);
        for known in board.compensations.iter().filter(|known| known.call == call) {
            let at = CompensationState::ALL.iter().position(|state| *state == known.state);
            form.pick(FieldId::Measure(known.kind), at);
        }
        Self { call, form, left: VecDeque::new() }
    }

    /// What was changed.
    fn changed(&self, board: &Board) -> VecDeque<Command> {
        let known = |kind| board.compensations.iter().find(|one| one.call == self.call && one.kind == kind);
        let picked = |kind: &CompensationKind| {
            let at = self.form.picked(FieldId::Measure(*kind))?;
            Some((*kind, *CompensationState::ALL.get(at)?))
        };
        let told = CompensationKind::ALL.iter().filter_map(picked);
        told.filter(|(kind, state)| known(*kind).is_none_or(|one| one.state != *state))
            .map(|(kind, state)| Command::SetCompensation { call: self.call, kind, state, note: None })
            .collect()
    }
}

/// Opens it for the marked call.
pub(super) fn open(model: &mut Model) {
    let (Some(call), Some(view)) = (marked_call(model), &model.view) else { return };
    let window = MeasuresWindow::new(&view.board, call);
    model.overlays.push(Overlay::Measures(Box::new(window)));
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let (Some(Overlay::Measures(window)), Some(view)) = (model.overlays.last_mut(), &model.view) else {
        return;
    };
    if key.code == Code::Enter {
        window.left = window.changed(&view.board);
        done(model, effects);
    } else {
        window.form.press(key);
    }
}

/// One measure is set: the next is ordered; after the last the window closes.
pub(super) fn done(model: &mut Model, effects: &mut Vec<Effect>) {
    let next = model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Measures(window) => window.left.pop_front(),
        _ => None,
    });
    match next {
        Some(command) => effects.push(model.await_command(command)),
        None => model.overlays.retain(|overlay| !matches!(overlay, Overlay::Measures(_))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_has_its_own_letter() {
        assert_eq!(STATE_LETTERS.len(), CompensationState::ALL.len());
    }
}
