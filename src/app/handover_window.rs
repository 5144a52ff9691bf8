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
use super::handover_screen::{self, givable, receivable};
use super::handover_through;
use super::key::{Code, Key};
use super::keymap::{Action, action_in_window};
use super::model::{Model, Overlay};
use super::news::own_name;
use super::text_field::TextField;

const NOTE: FieldRow = FieldRow::always(FieldId::Note, FieldKind::Text);
const GIVE: &[FieldRow] = &[
    FieldRow::always(FieldId::Receiver, FieldKind::Name),
    FieldRow::always(FieldId::Summary, FieldKind::Page),
    NOTE,
];
const RECEIVE: &[FieldRow] = &[FieldRow::always(FieldId::Repeated, FieldKind::Text)];
/// What of it is kept while it is not signed.
const KEPT: &[(FieldId, &str)] = &[
    (FieldId::Receiver, RECEIVER),
    (FieldId::Summary, SUMMARY),
    (FieldId::Note, "note"),
    (FieldId::Repeated, "repeated"),
];
const RECEIVER: &str = "receiver";
const SUMMARY: &str = "summary";
/// Kept beside a summary that was written: what the made one said as that was begun.
const BEGUN: &str = "begun";

/// Before the advisers: nobody is named yet, and the intake unit, by its first letter.
const BEFORE: [&str; 2] = ["", "i"];
const INTAKE_UNIT: usize = 1;

/// Who signs.
#[derive(Debug, Clone, PartialEq)]
pub enum Signs {
    /// The giver, of this shift.
    Giver {
        /// The shift.
        shift: ShiftId,
        /// The summary as the data make it now.
        made: String,
        /// The same as it was when what stands in the field was begun.
        begun: String,
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
    /// What is filled in. The first two names of the receiver are no advisers': see [`Self::to`].
    pub form: Form,
    /// Whether Enter found nobody named, or nothing repeated.
    pub lacks_words: bool,
}

impl HandoverWindow {
    /// Whether the summary was written on one that the data no longer make.
    #[must_use]
    pub fn is_overtaken(&self) -> bool {
        matches!(&self.signs, Signs::Giver { made, begun, .. } if made != begun)
    }

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
        // What is repeated begins with what comes first.
        handover_screen::perform(model, Action::First, effects);
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
    let mut begun = String::new();
    let (advisers, effect) = model.ask(Question::Advisers);
    effects.push(effect);
    model.await_answer(advisers);
    let mut form = Form::new(GIVE);
    form.set(FieldId::Receiver, receivers(&[]));
    if let Some(part) = drafts::take(model, DraftKind::GiveHandover, None, Some(shift.0)) {
        let kept: Vec<String> = field(&part, RECEIVER).map(str::to_owned).into_iter().collect();
        form.set(FieldId::Receiver, receivers(&kept));
        drafts::write(&mut form, KEPT, &part.fields);
        begun.push_str(field(&part, BEGUN).unwrap_or_default());
    }
    let signs = Signs::Giver { shift, made: begun.clone(), begun, asked: (summary, advisers) };
    push(model, HandoverWindow { signs, form, lacks_words: false });
}

fn push(model: &mut Model, window: HandoverWindow) {
    model.overlays.push(Overlay::Handover(Box::new(window)));
}

fn receivers(advisers: &[String]) -> FieldValue {
    let names = BEFORE.map(str::to_owned).into_iter().chain(advisers.iter().cloned());
    FieldValue::Name { names: names.collect(), at: 0 }
}

fn field<'p>(part: &'p HalfWritten, name: &str) -> Option<&'p str> {
    part.fields.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str())
}

/// The other advisers who are on duty, the first to begin first.
pub fn others_on_duty(model: &Model) -> impl Iterator<Item = &str> {
    let on = model.view.iter().flat_map(|view| &view.board.on);
    let others = on.filter(|shift| shift.by != own_name(model) && shift.goes_on(model.now));
    others.map(|shift| shift.by.as_str())
}

/// Whether a handover is being received: its page stands above.
#[must_use]
pub fn is_receiving(model: &Model) -> bool {
    model.overlays.iter().any(|overlay| match overlay {
        Overlay::Handover(window) => matches!(window.signs, Signs::Receiver(_)),
        _ => false,
    })
}

fn opened(model: &mut Model) -> Option<&mut HandoverWindow> {
    model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Handover(window) => Some(&mut **window),
        _ => None,
    })
}

/// The advisers were read: all but whoever works here can be given to, those on duty first. Who was named before stays so.
pub(super) fn told(model: &mut Model, query: Query, advisers: &[String]) {
    let mut others: Vec<String> = advisers.iter().filter(|name| *name != own_name(model)).cloned().collect();
    others.sort_by_key(|name| !others_on_duty(model).any(|on| on == name));
    let Some(window) = opened(model) else { return };
    if matches!(window.signs, Signs::Giver { asked: (_, advisers), .. } if advisers == query) {
        let named = window.form.written(FieldId::Receiver);
        window.form.set(FieldId::Receiver, receivers(&others));
        window.form.write(FieldId::Receiver, &named);
    }
}

/// The page was read anew: the summary may say something else now.
pub(super) fn summarise_again(model: &mut Model, effects: &mut Vec<Effect>) {
    let (Some(view), Some(told)) = (&model.view, &model.handover.told) else { return };
    let order = Box::new(SummaryOrder { board: view.board.clone(), told: told.clone() });
    let shown = told.shift.id;
    let query = model.next_query();
    let Some(HandoverWindow { signs: Signs::Giver { shift, asked: (summary, _), .. }, .. }) = opened(model)
    else {
        return;
    };
    if *shift == shown {
        *summary = query;
        effects.push(Effect::Summarise { query, order });
    }
}

/// The summary was made: it stands in its field, unless something was written there.
pub(super) fn summarised(model: &mut Model, query: Query, text: &str) {
    let Some(window) = opened(model) else { return };
    let HandoverWindow { signs: Signs::Giver { made, begun, asked: (summary, _), .. }, form, .. } = window
    else {
        return;
    };
    if *summary == query {
        // As it stands in the field.
        TextField::with_text(text).text().clone_into(made);
        if form.written(FieldId::Summary) == *begun {
            form.write(FieldId::Summary, text);
            begun.clone_from(made);
        }
    }
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    if action_in_window(key) == Some(Action::HideWords) {
        model.hides_words = !model.hides_words;
        return;
    }
    let Some(Overlay::Handover(window)) = model.overlays.last_mut() else { return };
    // The page stands above what is repeated, and can be read on.
    let over_page = match key.code {
        Code::Up => Some(Action::Up),
        Code::Down => Some(Action::Down),
        Code::PageUp => Some(Action::PageUp),
        Code::PageDown => Some(Action::PageDown),
        _ => None,
    };
    if let (Signs::Receiver(_), Some(action)) = (&window.signs, over_page) {
        return handover_screen::perform(model, action, effects);
    }
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
    let (kind, about, begun) = match &window.signs {
        Signs::Giver { shift, begun, .. } => (DraftKind::GiveHandover, shift.0, begun.as_str()),
        Signs::Receiver(handover) => (DraftKind::ReceiveHandover, handover.0, ""),
    };
    let mut fields = drafts::written(&window.form, KEPT);
    fields.retain(|(name, text)| name != SUMMARY || text != begun);
    if fields.iter().any(|(name, _)| name == SUMMARY) {
        fields.push((BEGUN.to_owned(), begun.to_owned()));
    }
    (!fields.is_empty()).then_some(HalfWritten {
        id: None,
        kind,
        call: None,
        about: Some(about),
        begun_at: None,
        fields,
    })
}
