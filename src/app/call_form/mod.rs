//! The full form of a call: the same fields as the quick line, in the same order, and more. For a new call it goes
//! on from a quick line; for a call there is it corrects what is known. It never saves by itself.

mod complete;
mod fill;
mod table;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::domain::call::{Call, CallFacts};
use crate::domain::call_details::CallDetails;
use crate::domain::draft::{DraftId, DraftKind};
use crate::domain::ids::{CallId, ChildId};
use crate::domain::question::{Question, Subject};
use crate::domain::quick_line::{LineError, Parsed, Tables};

use super::availability::marked_call;
use super::effect::{Effect, Query};
use super::form::{FieldId, Form};
use super::key::{Code, Key};
use super::keymap::{Action, action_in_window};
use super::model::{Model, Overlay};
use super::{drafts, windows};

pub use complete::Reading;
pub use table::{
    CALLERS, CallField, ChildPart, ChildRow, DECISIONS, KINDS, MAKERS, PLACES, Picks, SEXES, SHIELDS,
    SIBLINGS, WISHES, YES_NO, child_rows,
};

/// The full form of a call.
#[derive(Debug, Clone, PartialEq)]
pub struct CallForm {
    /// The call; none while it is new.
    pub call: Option<CallId>,
    /// What was known of the call when the form was opened.
    pub known: Option<Box<Known>>,
    /// When it was begun: for a new call, the first talk.
    pub opened_at: DateTime<Utc>,
    /// The half-written work it is; none for a call there is, which has at most one.
    pub draft: Option<DraftId>,
    /// What is filled in.
    pub form: Form,
    /// What is wrong with a field.
    pub fault: Option<Fault>,
    /// What stood in it before anything was typed.
    at_first: Form,
    /// The question for the note.
    query: Option<Query>,
}

/// What was known of a call.
#[derive(Debug, Clone, PartialEq)]
pub struct Known {
    /// The facts; names and number are not among them.
    pub facts: CallFacts,
    /// Its children's numbers.
    pub children: Vec<ChildId>,
    /// Whether a number to ring back on is known.
    pub has_callback: bool,
    /// Whether the children's names are known.
    pub has_names: bool,
    /// Whether the place is protected and was not revealed.
    pub hides_place: bool,
}

/// A field that cannot be read as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which.
    pub field: CallField,
    /// What is wrong.
    pub error: Box<LineError>,
}

impl Fault {
    /// Something wrong with a field.
    #[must_use]
    pub fn new(field: CallField, error: LineError) -> Self {
        Self { field, error: Box::new(error) }
    }
}

impl CallForm {
    /// An empty form of a new call.
    #[must_use]
    pub fn blank(opened_at: DateTime<Utc>, draft: Option<DraftId>) -> Self {
        let mut form = Form::new(table::ROWS);
        table::add_child(&mut form, ChildRow::New(1));
        form.write(FieldId::Call(CallField::FirstContact), &fill::moment(opened_at));
        form.write(FieldId::Call(CallField::Kind), "p");
        let at_first = form.clone();
        Self { call: None, known: None, opened_at, draft, form, fault: None, at_first, query: None }
    }

    /// A form of a new call, filled with what a line was read as.
    #[must_use]
    pub fn from_line(
        parsed: &Parsed,
        tables: &Tables,
        opened_at: DateTime<Utc>,
        draft: Option<DraftId>,
        mark: impl FnOnce(&[&str]) -> String,
    ) -> Self {
        let mut form = Self::blank(opened_at, draft);
        form.fill(fill::of_line(parsed, tables, mark));
        form
    }

    /// The form of a call there is. `hides_place`: its municipality is protected, and was not revealed.
    #[must_use]
    pub fn of_call(call: &Call, hides_place: bool, tables: &Tables, now: DateTime<Utc>) -> Self {
        let mut form = Form::new(table::ROWS);
        for child in &call.children {
            table::add_child(&mut form, ChildRow::Known(child.id));
        }
        let known = Known {
            facts: call.facts(),
            children: call.children.iter().map(|child| child.id).collect(),
            has_callback: call.has_callback,
            has_names: call.has_names,
            hides_place,
        };
        let at_first = form.clone();
        let mut form = Self {
            call: Some(call.id),
            known: Some(Box::new(known)),
            opened_at: now,
            draft: None,
            form,
            fault: None,
            at_first,
            query: None,
        };
        form.fill(fill::of_call(call, hides_place, tables));
        form.at_first = form.form.clone();
        form
    }

    fn fill(&mut self, filled: Vec<fill::Filled>) {
        for (field, text) in filled {
            self.put_text(field, &text);
        }
    }

    /// Puts back what was typed before, by the names of the fields. What is no longer there is passed over.
    pub fn take_typed(&mut self, fields: &[(String, String)]) {
        for (name, text) in fields {
            if let Some(field) = CallField::named(name) {
                self.put_text(field, text);
            }
        }
    }

    fn put_text(&mut self, field: CallField, text: &str) {
        if let CallField::Child(ChildRow::New(count), _) = field {
            while count <= table::MOST_CHILDREN
                && !child_rows(&self.form).any(|row| row == ChildRow::New(count))
            {
                self.add_child();
            }
        }
        self.form.write(FieldId::Call(field), text);
    }

    /// A row for another child, if there is room; which.
    fn add_child(&mut self) -> Option<ChildRow> {
        let new = child_rows(&self.form).filter(|row| matches!(row, ChildRow::New(_))).count();
        let count = u8::try_from(new).unwrap_or(u8::MAX).saturating_add(1);
        if count > table::MOST_CHILDREN {
            return None;
        }
        table::add_child(&mut self.form, ChildRow::New(count));
        Some(ChildRow::New(count))
    }

    /// What differs from what stood there at first, by the names of the fields.
    #[must_use]
    pub fn typed_fields(&self) -> Vec<(String, String)> {
        let fields = self.form.ids().filter_map(|id| match id {
            FieldId::Call(field) if self.is_changed(field) => Some((field.name()?, self.written(field))),
            _ => None,
        });
        fields.collect()
    }

    /// Whether a field differs from what stood there at first.
    #[must_use]
    pub fn is_changed(&self, field: CallField) -> bool {
        self.written(field).trim() != self.before(field).trim()
    }

    /// What stood in a field at first.
    #[must_use]
    pub fn before(&self, field: CallField) -> String {
        self.at_first.written(FieldId::Call(field))
    }

    /// What stands in a field: its text or its letter.
    #[must_use]
    pub fn written(&self, field: CallField) -> String {
        self.form.written(FieldId::Call(field))
    }

    /// The text of a field; none when it is empty.
    #[must_use]
    pub fn typed(&self, field: CallField) -> Option<String> {
        let text = self.written(field);
        let text = text.trim();
        (!text.is_empty()).then(|| text.to_owned())
    }

    /// Which of a list is picked.
    #[must_use]
    pub fn picked(&self, field: CallField) -> Option<usize> {
        self.form.picked(FieldId::Call(field))
    }

    /// The field with the cursor.
    #[must_use]
    pub fn focused(&self) -> CallField {
        match self.form.focused() {
            FieldId::Call(field) => field,
            _ => CallField::Municipality,
        }
    }

    /// In short what it is about, for a list of half-written work: never names nor the note.
    #[must_use]
    pub fn short(&self) -> String {
        let mut parts: Vec<String> = self.typed(CallField::Municipality).into_iter().collect();
        for row in child_rows(&self.form).filter(|row| !self.is_blank(*row)) {
            let part = |part| self.written(CallField::Child(row, part));
            let child = format!("{}{}", part(ChildPart::Sex), part(ChildPart::Age).trim());
            parts.extend((!child.is_empty()).then_some(child));
        }
        parts.extend(self.typed(CallField::Basis));
        parts.join(" ")
    }
}

impl Model {
    /// What the open form is read with; none while nobody is on.
    #[must_use]
    pub fn form_reading(&self) -> Option<Reading<'_>> {
        let region = self.session.as_ref()?.region;
        Some(Reading { now: self.now, region, tables: &self.tables })
    }
}

/// Opens it for the marked call, with what was typed for it before.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(id) = marked_call(model) else { return };
    let mut form = match model.view.as_ref().and_then(|view| view.board.call(id)) {
        Some(call) => CallForm::of_call(call, hides_place(model, call), &model.tables, model.now),
        // An older one is read first.
        None => CallForm { call: Some(id), ..CallForm::blank(model.now, None) },
    };
    if form.known.is_some() {
        take_parked(model, &mut form, id);
    }
    let (query, effect) = model.ask(Question::Call(id));
    form.query = Some(query);
    effects.push(effect);
    model.overlays.push(Overlay::Form(Box::new(form)));
}

fn hides_place(model: &Model, call: &Call) -> bool {
    call.shield.is_some() && model.shown_of(Subject::Call(call.id)).is_none()
}

fn take_parked(model: &mut Model, form: &mut CallForm, call: CallId) {
    if let Some(parked) = drafts::take(model, DraftKind::EditCall, Some(call), None) {
        form.opened_at = parked.begun_at.unwrap_or(form.opened_at);
        form.take_typed(&parked.fields);
    }
}

/// Opens it for the new call of the quick line, with what the line was read as.
pub(super) fn open_from_line(model: &mut Model) {
    let tables = Arc::clone(&model.tables);
    let form = windows::with_line(model, |line, context| {
        line.read_whole(context);
        let parsed = line.parsed.as_ref()?;
        let mark = |words: &[&str]| context.not_understood(words);
        Some(CallForm::from_line(parsed, &tables, line.opened_at, line.draft, mark))
    });
    if let Some(Some(form)) = form {
        model.overlays.pop();
        model.overlays.push(Overlay::Form(Box::new(form)));
    }
}

/// The call was read: the note comes with it. What was typed in the meantime stays.
pub(super) fn told(model: &mut Model, query: Query, details: &CallDetails) {
    let call = &details.call;
    let is_unread = |form: &CallForm| form.query == Some(query) && form.known.is_none();
    if open_form(model).is_some_and(|form| is_unread(form)) {
        let hidden = hides_place(model, call);
        let mut read = CallForm::of_call(call, hidden, &model.tables, model.now);
        read.query = Some(query);
        take_parked(model, &mut read, call.id);
        if let Some(form) = open_form(model) {
            *form = read;
        }
    }
    let Some(form) = open_form(model).filter(|form| form.query == Some(query)) else { return };
    let is_typed = form.is_changed(CallField::Note);
    let note = details.note.clone().unwrap_or_default();
    form.at_first.write(FieldId::Call(CallField::Note), &note);
    if !is_typed {
        form.form.write(FieldId::Call(CallField::Note), &note);
    }
    if let Some(known) = &mut form.known {
        known.facts.note.clone_from(&details.note);
    }
}

fn open_form(model: &mut Model) -> Option<&mut CallForm> {
    model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Form(form) => Some(&mut **form),
        _ => None,
    })
}

/// Takes a key. Enter goes on to the next field and saves at the last one.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let Some(region) = model.session.as_ref().map(|session| session.region) else { return };
    let tables = Arc::clone(&model.tables);
    let reading = Reading { now: model.now, region, tables: &tables };
    let Some(Overlay::Form(form)) = model.overlays.last_mut() else { return };
    if form.call.is_some() && form.known.is_none() {
        return;
    }
    let left = form.focused();
    let is_enter = key.code == Code::Enter;
    if action_in_window(key) == Some(Action::Save) || (is_enter && form.form.is_at_last()) {
        match form.complete(reading) {
            Ok(command) => {
                form.fault = None;
                let finishes = drafts::of_top(model);
                let effect = model.await_finishing(command, finishes);
                effects.push(effect);
            }
            Err(fault) => {
                form.form.focus(FieldId::Call(fault.field));
                form.fault = Some(fault);
            }
        }
        return;
    }
    if is_enter {
        form.form.go(true);
    } else if !form.form.press(key) {
        return;
    }
    if form.focused() != left {
        form.fault = form.check(left, reading).map(|error| Fault::new(left, error));
        return;
    }
    form.fault = None;
    if left == CallField::AddChild && form.picked(left).is_some() {
        form.form.pick(FieldId::Call(left), None);
        if let Some(row) = form.add_child() {
            form.form.focus(FieldId::Call(CallField::Child(row, ChildPart::Sex)));
        }
    }
}

/// Takes pasted text.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Form(form)) = model.overlays.last_mut() {
        form.form.paste(text);
        form.fault = None;
    }
}
