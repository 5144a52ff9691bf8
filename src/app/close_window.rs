//! Closing a call, with its reason. What is in the way is named before Enter is pressed.

use crate::domain::board::Board;
use crate::domain::call::{CallKind, CloseReason};
use crate::domain::claim::ClaimKind;
use crate::domain::command::Command;
use crate::domain::draft::DraftKind;
use crate::domain::ids::{CallId, UnitId};
use crate::domain::offer::Offer;

use super::availability::marked_call;
use super::drafts::{self, HalfWritten};
use super::effect::Effect;
use super::form::{FieldId, FieldKind, FieldRow, Form};
use super::key::{Code, Key};
use super::model::{Model, Overlay};

/// Reasons for closing a request that was not met, with their letters.
pub const REQUEST: &[(char, CloseReason)] =
    &[('t', CloseReason::Withdrawn), ('u', CloseReason::SolvedOutside), ('p', CloseReason::BecamePlanned)];
/// Reasons for closing a consultation, with their letters.
pub const CONSULTATION: &[(char, CloseReason)] = &[
    ('d', CloseReason::ConsultationDone),
    ('u', CloseReason::SolvedOutside),
    ('p', CloseReason::BecamePlanned),
];

const NOTE: FieldRow = FieldRow::always(FieldId::Note, FieldKind::Text);
/// What of it is kept while it is not saved: a reason is picked again.
const KEPT: &[(FieldId, &str)] = &[(FieldId::Note, "note")];
const REQUEST_ROWS: &[FieldRow] =
    &[FieldRow::always(FieldId::CloseReason, FieldKind::Pick(&['t', 'u', 'p'])), NOTE];
const CONSULTATION_ROWS: &[FieldRow] =
    &[FieldRow::always(FieldId::CloseReason, FieldKind::Pick(&['d', 'u', 'p'])), NOTE];

/// Closing a call.
#[derive(Debug, Clone, PartialEq)]
pub struct CloseWindow {
    /// The call.
    pub call: CallId,
    /// The reasons that go with its kind.
    pub reasons: &'static [(char, CloseReason)],
    /// What is filled in.
    pub form: Form,
    /// Whether Enter found no reason.
    pub lacks_reason: bool,
}

impl CloseWindow {
    /// The picked reason.
    #[must_use]
    pub fn reason(&self) -> Option<CloseReason> {
        let at = self.form.picked(FieldId::CloseReason)?;
        self.reasons.get(at).map(|(_, reason)| *reason)
    }
}

/// What stands open with a call: offers that must be settled first, and units whose hold ends with it.
#[must_use]
pub fn open_work(
    board: &Board,
    call: CallId,
    now: chrono::DateTime<chrono::Utc>,
) -> (Vec<&Offer>, Vec<UnitId>) {
    let claimed = |kind: ClaimKind| {
        board.places.iter().filter_map(move |place| {
            let claim = place.live_claim(now)?;
            (claim.call == call && claim.kind == kind).then_some((place.unit, claim.offer))
        })
    };
    let is_expected = |offer: &Offer| claimed(ClaimKind::Offer).any(|(_, of)| of == Some(offer.id));
    let offers = board.offers.iter().filter(|offer| offer.call == call);
    let in_the_way = offers.filter(|offer| offer.awaits_answer() || is_expected(offer)).collect();
    let mut held: Vec<UnitId> = claimed(ClaimKind::Hold).map(|(unit, _)| unit).collect();
    held.dedup();
    (in_the_way, held)
}

/// Opens it for the marked call, with what was half-written before.
pub(super) fn open(model: &mut Model, _: &mut Vec<Effect>) {
    let Some(id) = marked_call(model) else { return };
    let Some(kind) = model.view.as_ref().and_then(|view| view.board.call(id)).map(|call| call.kind) else {
        return;
    };
    let (reasons, rows) = match kind {
        CallKind::Placement => (REQUEST, REQUEST_ROWS),
        CallKind::Consultation => (CONSULTATION, CONSULTATION_ROWS),
    };
    let mut form = Form::new(rows);
    if let Some(part) = drafts::take(model, DraftKind::Close, Some(id), None) {
        drafts::write(&mut form, KEPT, &part.fields);
    }
    let window = CloseWindow { call: id, reasons, form, lacks_reason: false };
    model.overlays.push(Overlay::Close(Box::new(window)));
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let Some(Overlay::Close(window)) = model.overlays.last_mut() else { return };
    if key.code != Code::Enter {
        if window.form.press(key) {
            window.lacks_reason = false;
        }
        return;
    }
    let Some(reason) = window.reason() else {
        window.form.focus(FieldId::CloseReason);
        window.lacks_reason = true;
        return;
    };
    let (call, note) = (window.call, window.form.text(FieldId::Note));
    let finishes = drafts::of_top(model);
    effects.push(model.await_finishing(Command::CloseCall { call, reason, note }, finishes));
}

/// Takes pasted text.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Close(window)) = model.overlays.last_mut() {
        window.form.paste(text);
    }
}

/// What is written and not saved.
pub(super) fn half_written(window: &CloseWindow) -> Option<HalfWritten> {
    HalfWritten::about(DraftKind::Close, window.call, None, drafts::written(&window.form, KEPT))
}
