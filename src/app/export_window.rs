//! Writing a call as a case note: with or without names. With names the export is journalled first, then they are read;
//! whoever writes the file gets them and nothing of them stays here.

use crate::domain::call_details::CallDetails;
use crate::domain::command::Command;
use crate::domain::draft::DraftKind;
use crate::domain::ids::CallId;
use crate::domain::question::{PersonalData, Question, Subject};

use super::availability::marked_call;
use super::drafts::{self, HalfWritten};
use super::effect::{Effect, NoteOrder, Query};
use super::form::{FieldId, FieldKind, FieldRow, Form};
use super::key::{Code, Key};
use super::message::Failure;
use super::model::{Model, Overlay};
use super::notice::Notice;
use super::replies;

/// Letters of «names»: without, with.
pub const NAMES_LETTERS: &[char] = &['u', 'm'];

const WITHOUT: usize = 0;
const WITH: usize = 1;
const ROWS: &[FieldRow] = &[
    FieldRow::always(FieldId::FileName, FieldKind::Text),
    FieldRow::always(FieldId::WithNames, FieldKind::Pick(NAMES_LETTERS)),
    FieldRow { id: FieldId::ExportReason, kind: FieldKind::Text, is_shown: has_names },
];
/// What of it is kept while it is not written: whether it has names is picked again.
const KEPT: &[(FieldId, &str)] = &[(FieldId::FileName, "file"), (FieldId::ExportReason, "reason")];

fn has_names(form: &Form) -> bool {
    form.picked(FieldId::WithNames) == Some(WITH)
}

/// A case note that is to be written.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportWindow {
    /// The call.
    pub call: CallId,
    /// What is filled in.
    pub form: Form,
    /// Whether Enter found no reason for names.
    pub lacks_reason: bool,
    /// What is read for it; none before Enter.
    reading: Option<Reading>,
    /// The file that is being written.
    writing: Option<Query>,
}

/// What a note needs, as far as it is read.
#[derive(Debug, Clone, PartialEq, Default)]
struct Reading {
    call: Option<Query>,
    details: Option<CallDetails>,
    /// Whether names are wanted at all.
    is_named: bool,
    personal: Option<Query>,
    named: Option<PersonalData>,
}

impl ExportWindow {
    /// Whether names are to be in it.
    #[must_use]
    pub fn is_named(&self) -> bool {
        has_names(&self.form)
    }

    /// Whether it is being written.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.reading.is_some() || self.writing.is_some()
    }
}

/// Opens it for the marked call, with what was half-written before.
pub(super) fn open(model: &mut Model, _: &mut Vec<Effect>) {
    let Some(call) = marked_call(model) else { return };
    let mut form = Form::new(ROWS);
    form.pick(FieldId::WithNames, Some(WITHOUT));
    if let Some(part) = drafts::take(model, DraftKind::Export, Some(call), None) {
        drafts::write(&mut form, KEPT, &part.fields);
    }
    let window = ExportWindow { call, form, lacks_reason: false, reading: None, writing: None };
    model.overlays.push(Overlay::Export(Box::new(window)));
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let Some(Overlay::Export(window)) = model.overlays.last_mut() else { return };
    if key.code != Code::Enter {
        if window.form.press(key) {
            window.lacks_reason = false;
        }
        return;
    }
    if window.is_busy() {
        return;
    }
    let call = window.call;
    if !window.is_named() {
        read(model, call, false, effects);
        return;
    }
    let Some(reason) = window.form.text(FieldId::ExportReason) else {
        window.form.focus(FieldId::ExportReason);
        window.lacks_reason = true;
        return;
    };
    let finishes = drafts::of_top(model);
    effects.push(model.await_finishing(Command::ExportNamed { call, reason }, finishes));
}

/// Takes pasted text.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Export(window)) = model.overlays.last_mut() {
        window.form.paste(text);
    }
}

/// It is journalled that the call leaves the house with names: now they are read.
pub(super) fn journalled(model: &mut Model, call: CallId, effects: &mut Vec<Effect>) {
    if window_of(model).is_some_and(|window| window.call == call) {
        read(model, call, true, effects);
    }
}

fn read(model: &mut Model, call: CallId, is_named: bool, effects: &mut Vec<Effect>) {
    let (of_call, effect) = model.ask(Question::Call(call));
    effects.push(effect);
    let mut reading = Reading { call: Some(of_call), is_named, ..Reading::default() };
    if is_named {
        let (personal, effect) = model.ask(Question::Personal(Subject::Call(call)));
        reading.personal = Some(personal);
        effects.push(effect);
    }
    if let Some(window) = window_of(model) {
        window.reading = Some(reading);
    }
}

/// The call was read.
pub(super) fn told(model: &mut Model, query: Query, details: &CallDetails) {
    if let Some(reading) = reading_of(model)
        && reading.call.take_if(|asked| *asked == query).is_some()
    {
        reading.details = Some(details.clone());
    }
}

/// Names and numbers were read; they are given back where they were asked for by something else.
pub(super) fn told_names(model: &mut Model, query: Query, data: PersonalData) -> Option<PersonalData> {
    match reading_of(model) {
        Some(reading) if reading.personal == Some(query) => {
            reading.personal = None;
            reading.named = Some(data);
            None
        }
        _ => Some(data),
    }
}

/// What was asked for could not be read.
pub(super) fn failed(model: &mut Model, query: Query) {
    if reading_of(model).is_some_and(|reading| [reading.call, reading.personal].contains(&Some(query)))
        && let Some(window) = window_of(model)
    {
        window.reading = None;
    }
}

/// Orders the file once everything is read.
pub(super) fn go_on(model: &mut Model, effects: &mut Vec<Effect>) {
    let is_read =
        |reading: &mut Reading| reading.details.is_some() && (!reading.is_named || reading.named.is_some());
    if !reading_of(model).is_some_and(is_read) {
        return;
    }
    let query = model.next_query();
    let Some(board) = model.view.as_ref().map(|view| &view.board) else { return };
    let (places, rules, region) = (board.names_of_places(), board.rules.clone(), board.region);
    let Some(window) = window_of(model) else { return };
    let Some(Reading { details: Some(details), named, .. }) = window.reading.take() else { return };
    window.writing = Some(query);
    let file = window.form.text(FieldId::FileName);
    let order = Box::new(NoteOrder { file, details, named, places, rules, region });
    effects.push(Effect::WriteNote { query, order });
}

/// It was written, or not: then the window stays.
pub(super) fn written(
    model: &mut Model,
    query: Query,
    call: CallId,
    result: Result<(String, String), Failure>,
) {
    let is_ours = |window: &ExportWindow| window.writing == Some(query);
    if let Some(window) = window_of(model).filter(|window| is_ours(window)) {
        window.writing = None;
        if result.is_ok() {
            model.overlays.retain(|overlay| !matches!(overlay, Overlay::Export(_)));
        }
    }
    match result {
        // Also where the window was left meanwhile: the file is there.
        Ok((file, folder)) => model.tell(Notice::NoteWritten { call, file, folder }),
        Err(failure) => replies::refused(model, failure),
    }
}

/// What is written and not saved.
pub(super) fn half_written(window: &ExportWindow) -> Option<HalfWritten> {
    HalfWritten::about(DraftKind::Export, window.call, None, drafts::written(&window.form, KEPT))
}

fn window_of(model: &mut Model) -> Option<&mut ExportWindow> {
    model.overlays.iter_mut().rev().find_map(|overlay| match overlay {
        Overlay::Export(window) => Some(window.as_mut()),
        _ => None,
    })
}

fn reading_of(model: &mut Model) -> Option<&mut Reading> {
    window_of(model)?.reading.as_mut()
}
