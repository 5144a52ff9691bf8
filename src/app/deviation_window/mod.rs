//! A deviation: drafted from clocks, log and measures, registered as a possible breach, ended, supervised. Nothing is
//! written before Enter; one whose case is over takes supervision only.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};

use crate::domain::call_details::CallDetails;
use crate::domain::command::Command;
use crate::domain::deviation::{
    Deviation, DeviationFacts, DeviationState, Known, Scheme, Supervision, draft_of,
};
use crate::domain::draft::DraftKind;
use crate::domain::ids::{CallId, ChildId, DeviationId};
use crate::domain::question::Question;
use crate::domain::quick_line::LineError;
use crate::domain::siblings::needs_offer;

use super::availability::marked_call;
use super::board_view::BoardView;
use super::call_form::Picks;
use super::drafts::{self, HalfWritten};
use super::effect::{Effect, Query};
use super::form::{FieldId, Form};
use super::key::{Code, Key};
use super::keymap::{Action, action_of};
use super::model::{Model, Overlay, Screen};

mod fields;
mod filled;

pub use fields::{
    ACUTE, AREAS, DeviationField, MEANWHILE, MISSING, STATUSES, SUPERVISION_BY, SUPERVISION_RESULT, Status,
};
use fields::{SUPERVISION, fill, rows};

const NOTE: &str = "note";
/// What of it is kept while it is not saved: what was picked is picked again.
const KEPT: &[(FieldId, &str)] = &[
    (FieldId::Note, NOTE),
    (FieldId::Deviation(DeviationField::FirstAt), "first_at"),
    (FieldId::Deviation(DeviationField::SupervisionAt), "supervision_at"),
];

/// A deviation.
#[derive(Debug, Clone, PartialEq)]
pub struct DeviationWindow {
    /// Its call.
    pub call: CallId,
    /// The record; none while it is about to be drafted.
    pub deviation: Option<DeviationId>,
    /// The children it is, or will be, about: a record each.
    pub children: Vec<ChildId>,
    /// What stood there when it was opened.
    pub before: DeviationFacts,
    /// Its scale of severity.
    pub scheme: Scheme,
    /// Whether the case is over.
    pub is_closed: bool,
    /// What was written besides, once it is read.
    pub noted: Option<String>,
    query: Option<Query>,
    /// Supervision as it stood.
    supervision: Option<Supervision>,
    state: DeviationState,
    /// What is filled in.
    pub form: Form,
    /// Why Enter did nothing.
    pub fault: Option<LineError>,
    /// What is still to be done of what Enter ordered, and for whom a record is still to be drafted.
    left: VecDeque<Command>,
    to_draft: VecDeque<ChildId>,
    /// The child whose record is being drafted.
    drafting: Option<ChildId>,
}

impl DeviationWindow {
    /// A record that is about to be drafted for children.
    fn draft(call: CallId, children: Vec<ChildId>, before: DeviationFacts) -> Self {
        Self::with(call, children, before, None)
    }

    fn of(found: &Deviation) -> Self {
        Self::with(found.call, vec![found.child], found.facts.clone(), Some(found))
    }

    fn with(call: CallId, children: Vec<ChildId>, before: DeviationFacts, found: Option<&Deviation>) -> Self {
        let scheme = found.map_or_else(|| Scheme::on(before.first_request_at), |found| found.scheme);
        let state = found.map_or(DeviationState::Draft, |found| found.state);
        let is_closed = state == DeviationState::Closed;
        let supervision = found.and_then(|found| found.supervision);
        let mut form = if is_closed { Form::new(&SUPERVISION) } else { Form::new(&rows(scheme)) };
        fill(&mut form, &before, state, supervision);
        Self {
            call,
            deviation: found.map(|found| found.id),
            children,
            before,
            scheme,
            is_closed,
            noted: None,
            query: None,
            supervision,
            state,
            form,
            fault: None,
            left: VecDeque::new(),
            to_draft: VecDeque::new(),
            drafting: None,
        }
    }

    fn picked<T: Copy + PartialEq>(&self, field: DeviationField, picks: &Picks<T>) -> Option<T> {
        picks.value(self.form.picked(FieldId::Deviation(field)))
    }

    fn text(&self, field: DeviationField) -> Option<String> {
        self.form.text(FieldId::Deviation(field))
    }

    /// Where it goes with Enter.
    #[must_use]
    pub fn status(&self) -> Status {
        self.picked(DeviationField::Status, &STATUSES).unwrap_or(Status::Draft)
    }

    /// Whether the note stands as it was read.
    #[must_use]
    pub fn has_note_as_read(&self) -> bool {
        self.noted.is_some() && self.form.text(FieldId::Note) == self.noted
    }

    /// When supervision was, as it stood.
    #[must_use]
    pub fn supervision_at(&self) -> Option<DateTime<Utc>> {
        self.supervision.map(|told| told.at)
    }

    /// The level of severity; none when not assessed.
    #[must_use]
    pub fn severity(&self) -> Option<u8> {
        let at = self.form.picked(FieldId::Deviation(DeviationField::Severity))?;
        u8::try_from(at).ok().filter(|level| *level > 0)
    }
}

/// Children of a call who need a place and have no open record.
fn to_draft(view: &BoardView, call: CallId) -> Vec<ChildId> {
    let board = &view.board;
    let Some(call) = board.call(call) else { return Vec::new() };
    let is_open = |child: ChildId| {
        board.deviations.iter().any(|known| known.child == child && known.closed_at.is_none())
    };
    let children = call.children.iter().map(|child| child.id);
    children.filter(|child| needs_offer(call, &board.offers, *child) && !is_open(*child)).collect()
}

/// The open record of a call, and whether one can be drafted.
#[must_use]
pub fn can_open(view: &BoardView, call: CallId) -> bool {
    open_of(view, call).is_some() || !to_draft(view, call).is_empty()
}

fn open_of(view: &BoardView, call: CallId) -> Option<&Deviation> {
    view.board.deviations.iter().find(|known| known.call == call && known.closed_at.is_none())
}

/// Opens the marked record, the open one of the marked call, or one that is about to be drafted for it.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(view) = &model.view else { return };
    let mut window = if model.screen == Screen::Deviations {
        let Some(found) = model.deviations.marked_row() else { return };
        DeviationWindow::of(found)
    } else {
        let Some(call) = marked_call(model) else { return };
        match (open_of(view, call), view.board.call(call)) {
            (Some(found), _) => DeviationWindow::of(found),
            (None, Some(found)) => {
                let children = to_draft(view, call);
                let Some(first) = children.first() else { return };
                let board = &view.board;
                let known = Known {
                    call: found,
                    offers: &board.offers,
                    enquiries: &board.enquiries,
                    placements: &board.placements,
                };
                let facts = draft_of(known, *first);
                DeviationWindow::draft(call, children, facts)
            }
            (None, None) => return,
        }
    };
    let about = window.deviation.map(|deviation| deviation.0);
    if let Some(part) = drafts::take(model, DraftKind::Deviation, Some(window.call), about) {
        drafts::write(&mut window.form, KEPT, &part.fields);
    }
    if window.deviation.is_some() {
        let (query, effect) = model.ask(Question::Call(window.call));
        window.query = Some(query);
        effects.push(effect);
    }
    model.overlays.push(Overlay::Deviation(Box::new(window)));
}

/// The call was read: what was written besides stands ready to be corrected, where nothing is typed.
pub(super) fn told(model: &mut Model, query: Query, details: &CallDetails) {
    let Some(window) = window_of(model).filter(|window| window.query == Some(query)) else { return };
    let mut own = details.deviations.iter().filter(|(known, _)| Some(known.id) == window.deviation);
    window.noted = own.next().and_then(|(_, note)| note.clone());
    if let (Some(note), None) = (&window.noted, window.form.text(FieldId::Note)) {
        window.form.write(FieldId::Note, note);
    }
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let Some(region) = model.session.as_ref().map(|session| session.region) else { return };
    let (now, tables) = (model.now, model.tables.clone());
    if action_of(key) == Some(Action::HideWords) {
        model.hides_words = !model.hides_words;
        return;
    }
    let Some(Overlay::Deviation(window)) = model.overlays.last_mut() else { return };
    if key.code != Code::Enter {
        if window.form.press(key) {
            window.fault = None;
        }
        return;
    }
    // What cannot be read is said before anything is drafted.
    let id = window.deviation.unwrap_or(DeviationId(0));
    match window.complete(id, now, region, &tables) {
        Ok(commands) if window.deviation.is_some() => window.left = commands,
        Ok(_) => window.to_draft = window.children.iter().copied().collect(),
        Err((fault, field)) => {
            window.form.focus(FieldId::Deviation(field));
            window.fault = Some(fault);
            return;
        }
    }
    go_on(model, effects);
}

/// Takes pasted text.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Deviation(window)) = model.overlays.last_mut() {
        window.form.paste(text);
        window.fault = None;
    }
}

/// One thing is done: what belongs to a fresh draft follows it; after the last the window closes.
pub(super) fn done(model: &mut Model, deviation: DeviationId, effects: &mut Vec<Effect>) {
    let Some(region) = model.session.as_ref().map(|session| session.region) else { return };
    let (now, tables) = (model.now, model.tables.clone());
    if let Some(window) = window_of(model)
        && let Some(child) = window.drafting.take()
    {
        // A refusal of what follows leaves this record to go on with.
        if window.children.len() > 1 {
            window.children.retain(|known| *known != child);
        } else {
            window.deviation = Some(deviation);
        }
        window.left = window.complete(deviation, now, region, &tables).unwrap_or_default();
    }
    go_on(model, effects);
}

/// Orders the next thing. `done` finds the window by what is left in it.
fn go_on(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(window) = window_of(model) else { return };
    let call = window.call;
    let next = window.left.pop_front();
    let next = next.or_else(|| {
        window.drafting = window.to_draft.pop_front();
        window.drafting.map(|child| Command::DraftDeviation { call, child: Some(child) })
    });
    let is_last = window.left.is_empty() && window.to_draft.is_empty() && window.drafting.is_none();
    match next {
        Some(command) => {
            let finishes = if is_last { drafts::of_top(model) } else { None };
            effects.push(model.await_finishing(command, finishes));
        }
        None => model.overlays.retain(|overlay| !matches!(overlay, Overlay::Deviation(_))),
    }
}

fn window_of(model: &mut Model) -> Option<&mut DeviationWindow> {
    model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Deviation(window) => Some(&mut **window),
        _ => None,
    })
}

/// What is written and not saved.
pub(super) fn half_written(window: &DeviationWindow) -> Option<HalfWritten> {
    let mut fields = drafts::written(&window.form, KEPT);
    if window.has_note_as_read() {
        fields.retain(|(field, _)| field != NOTE);
    }
    let about = window.deviation.map(|deviation| deviation.0);
    HalfWritten::about(DraftKind::Deviation, window.call, about, fields)
}
