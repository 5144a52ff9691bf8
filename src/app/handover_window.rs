//! Signing a handover, as giver or as receiver. The giver names to whom, since the signature ends the shift for good; the
//! receiver repeats what was given over.

use crate::domain::command::Command;
use crate::domain::draft::DraftKind;
use crate::domain::handover::{HandoverDraft, HandoverTo};
use crate::domain::ids::{HandoverId, ShiftId};
use crate::domain::question::Question;

use super::drafts::{self, HalfWritten};
use super::effect::{Effect, Query, SummaryOrder};
use super::form::{FieldId, FieldKind, FieldRow, FieldValue, Form};
use super::handover_screen::{givable, receivable};
use super::handover_through;
use super::key::{Code, Key};
use super::keymap::{Action, action_in_window};
use super::model::{Model, Overlay};
use super::text_field::TextField;

const NOTE: FieldRow = FieldRow::always(FieldId::Note, FieldKind::Text);
const GIVE: &[FieldRow] = &[
    FieldRow::always(FieldId::Receiver, FieldKind::Name),
    FieldRow::always(FieldId::Summary, FieldKind::Page),
    NOTE,
];
const RECEIVE: &[FieldRow] = &[FieldRow::always(FieldId::Repeated, FieldKind::Text)];
/// What of it is kept while it is not signed: a receiver is named again.
const KEPT: &[(FieldId, &str)] =
    &[(FieldId::Summary, "summary"), (FieldId::Note, "note"), (FieldId::Repeated, "repeated")];

/// Before the advisers: nobody is named yet, and the intake unit.
const NOBODY: usize = 0;
const INTAKE_UNIT: usize = 1;

/// Who signs.
#[derive(Debug, Clone, PartialEq)]
pub enum Signs {
    /// The giver, of this shift.
    Giver {
        /// The shift.
        shift: ShiftId,
        /// The summary as it was made from the data.
        made: String,
        /// The questions for the summary and the advisers.
        asked: (Query, Query),
    },
    /// The receiver, of this handover.
    Receiver(HandoverId),
}

/// Signing a handover.
#[derive(Debug, Clone, PartialEq)]
pub struct HandoverWindow {
    /// Who signs.
    pub signs: Signs,
    /// What is filled in. The first two names of the receiver are empty: see [`Self::to`].
    pub form: Form,
    /// Whether Enter found nobody named, or nothing repeated.
    pub lacks_words: bool,
}

impl HandoverWindow {
    /// To whom the shift is given; none until that is named.
    #[must_use]
    pub fn to(&self) -> Option<HandoverTo> {
        match self.form.value(FieldId::Receiver)? {
            FieldValue::Name { at: INTAKE_UNIT, .. } => Some(HandoverTo::IntakeUnit),
            FieldValue::Name { names, at } if *at > INTAKE_UNIT => {
                names.get(*at).cloned().map(HandoverTo::Adviser)
            }
            _ => None,
        }
    }
}

/// Opens it for the page that is shown, with what was half-written before.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    if let Some(shift) = givable(model).map(|shift| shift.id) {
        open_to_give(model, shift, effects);
    } else if let Some(handover) = receivable(model).map(|handover| handover.id) {
        let mut form = Form::new(RECEIVE);
        if let Some(part) = drafts::take(model, DraftKind::ReceiveHandover, None, Some(handover.0)) {
            drafts::write(&mut form, KEPT, &part.fields);
        }
        push(model, HandoverWindow { signs: Signs::Receiver(handover), form, lacks_words: false });
    }
}

/// Keys wait until it is known who there is to give to, so that a letter typed ahead finds its name.
fn open_to_give(model: &mut Model, shift: ShiftId, effects: &mut Vec<Effect>) {
    let (Some(view), Some(told)) = (&model.view, &model.handover.told) else { return };
    let order = SummaryOrder { board: view.board.clone(), told: told.clone() };
    let summary = model.next_query();
    effects.push(Effect::Summarise { query: summary, order: Box::new(order) });
    let (advisers, effect) = model.ask(Question::Advisers);
    effects.push(effect);
    model.await_answer(advisers);
    let mut form = Form::new(GIVE);
    form.set(FieldId::Receiver, receivers(&[]));
    if let Some(part) = drafts::take(model, DraftKind::GiveHandover, None, Some(shift.0)) {
        drafts::write(&mut form, KEPT, &part.fields);
    }
    let signs = Signs::Giver { shift, made: String::new(), asked: (summary, advisers) };
    push(model, HandoverWindow { signs, form, lacks_words: false });
}

fn push(model: &mut Model, window: HandoverWindow) {
    model.overlays.push(Overlay::Handover(Box::new(window)));
}

fn receivers(advisers: &[String]) -> FieldValue {
    let names = std::iter::repeat_n(String::new(), INTAKE_UNIT + 1).chain(advisers.iter().cloned());
    FieldValue::Name { names: names.collect(), at: NOBODY }
}

fn opened(model: &mut Model) -> Option<&mut HandoverWindow> {
    model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Handover(window) => Some(&mut **window),
        _ => None,
    })
}

/// The advisers were read: all but whoever is on can be given to.
pub(super) fn told(model: &mut Model, query: Query, advisers: &[String]) {
    let own = model.session.as_ref().map(|session| session.adviser.clone());
    let Some(window) = opened(model) else { return };
    if matches!(window.signs, Signs::Giver { asked: (_, advisers), .. } if advisers == query) {
        let others: Vec<String> =
            advisers.iter().filter(|name| Some(*name) != own.as_ref()).cloned().collect();
        window.form.set(FieldId::Receiver, receivers(&others));
    }
}

/// The summary was made: it stands in its field, unless something was written there before.
pub(super) fn summarised(model: &mut Model, query: Query, text: &str) {
    let Some(window) = opened(model) else { return };
    let HandoverWindow { signs: Signs::Giver { made, asked: (summary, _), .. }, form, .. } = window else {
        return;
    };
    if *summary == query {
        if form.text(FieldId::Summary).is_none() {
            form.write(FieldId::Summary, text);
        }
        // As it stands in the field.
        TextField::with_text(text).text().clone_into(made);
    }
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    if action_in_window(key) == Some(Action::HideWords) {
        model.hides_words = !model.hides_words;
        return;
    }
    let Some(Overlay::Handover(window)) = model.overlays.last_mut() else { return };
    let signs = key.code == Code::Enter || action_in_window(key) == Some(Action::Save);
    if !signs {
        if window.form.press(key) {
            window.lacks_words = false;
        }
        return;
    }
    match window.signs {
        Signs::Giver { .. } => {
            let Some(to) = window.to() else {
                window.form.focus(FieldId::Receiver);
                window.lacks_words = true;
                return;
            };
            let (summary, note) = (window.form.text(FieldId::Summary), window.form.text(FieldId::Note));
            let finishes = drafts::of_top(model);
            let command = Command::SignHandover(Box::new(HandoverDraft { to, summary, note }));
            effects.push(model.await_finishing(command, finishes));
        }
        Signs::Receiver(_) => match window.form.text(FieldId::Repeated) {
            Some(repeated) => handover_through::receive(model, repeated, effects),
            None => window.lacks_words = true,
        },
    }
}

/// Takes pasted text.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Handover(window)) = model.overlays.last_mut() {
        window.form.paste(text);
        window.lacks_words = false;
    }
}

/// What is written and not signed. A summary as it was made is nobody's work.
pub(super) fn half_written(window: &HandoverWindow) -> Option<HalfWritten> {
    let (kind, about, made) = match &window.signs {
        Signs::Giver { shift, made, .. } => (DraftKind::GiveHandover, shift.0, made.as_str()),
        Signs::Receiver(handover) => (DraftKind::ReceiveHandover, handover.0, ""),
    };
    let mut fields = drafts::written(&window.form, KEPT);
    fields.retain(|(name, text)| name != "summary" || text != made);
    (!fields.is_empty()).then_some(HalfWritten {
        id: None,
        kind,
        call: None,
        about: Some(about),
        begun_at: None,
        fields,
    })
}
