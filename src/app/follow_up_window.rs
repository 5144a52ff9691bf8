//! Moving a follow-up to another time, with the reason, or giving it to another adviser or to the department. Steps
//! that stand in one line are moved and given together.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};

use crate::domain::command::Command;
use crate::domain::draft::DraftKind;
use crate::domain::follow_up::{FollowUp, Owner, Receiver};
use crate::domain::ids::{CallId, FollowUpId};
use crate::domain::question::Question;
use crate::domain::quick_line::time_ahead;

use super::board_view::BoardView;
use super::drafts::{self, HalfWritten};
use super::effect::{Effect, Query};
use super::follow_ups_screen::marked_line;
use super::form::{FieldId, FieldKind, FieldRow, FieldValue, Form};
use super::key::{Code, Key};
use super::model::{Model, Overlay};

const ROWS: &[FieldRow] = &[
    FieldRow::always(FieldId::At, FieldKind::Text),
    FieldRow::always(FieldId::MoveReason, FieldKind::Text),
    FieldRow::always(FieldId::Receiver, FieldKind::Name),
];
/// What of it is kept while it is not saved: a receiver is picked again.
const KEPT: &[(FieldId, &str)] = &[(FieldId::At, "at"), (FieldId::MoveReason, "reason")];
/// Most characters of a reason.
pub const MOST_SIGNS: usize = 500;

/// The receivers before the advisers: whoever has it, the department.
const AS_IT_IS: usize = 0;
const DEPARTMENT: usize = 1;

/// Moving follow-ups, or giving them to another.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowUpWindow {
    /// Of which call.
    pub call: CallId,
    /// Which.
    pub tasks: Vec<FollowUpId>,
    /// What is filled in. The names of the receiver are empty where none is an adviser's: see [`Self::receiver`].
    pub form: Form,
    /// Why Enter did nothing.
    pub fault: Option<FollowUpFault>,
    asked: Query,
    left: VecDeque<Command>,
}

/// Why nothing can be saved as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowUpFault {
    /// Nothing is filled in.
    Empty,
    /// The time has no form a clock shows.
    NotATime,
    /// The time has passed.
    Passed,
    /// A reason without a time.
    NoTime,
    /// A move without its reason.
    NoReason,
    /// The reason is too long.
    ReasonTooLong,
}

impl FollowUpWindow {
    /// To when it is moved, as typed.
    #[must_use]
    pub fn moved_to(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        time_ahead(&self.form.text(FieldId::At)?, now)
    }

    /// Whom it is given to; none where it stays with whoever has it.
    #[must_use]
    pub fn receiver(&self) -> Option<Receiver> {
        match self.form.value(FieldId::Receiver) {
            Some(FieldValue::Name { at: DEPARTMENT, .. }) => Some(Receiver::Department),
            Some(FieldValue::Name { names, at }) if *at > DEPARTMENT => {
                names.get(*at).cloned().map(Receiver::Adviser)
            }
            _ => None,
        }
    }

    /// The follow-ups it is about that are still open.
    pub fn open_tasks<'v>(&'v self, view: &'v BoardView) -> impl Iterator<Item = &'v FollowUp> {
        view.board.follow_ups.iter().filter(|task| self.tasks.contains(&task.id))
    }

    /// What to do, in its order. What stands so already is left alone, so that Enter after a refusal does the rest.
    fn complete(
        &self,
        view: &BoardView,
        now: DateTime<Utc>,
    ) -> Result<VecDeque<Command>, (FollowUpFault, FieldId)> {
        let reason = self.form.text(FieldId::MoveReason);
        let due_at = match (self.form.text(FieldId::At), self.moved_to(now)) {
            (Some(_), None) => return Err((FollowUpFault::NotATime, FieldId::At)),
            (_, Some(due_at)) if due_at <= now => return Err((FollowUpFault::Passed, FieldId::At)),
            (_, due_at) => due_at,
        };
        let mut commands = VecDeque::new();
        match (due_at, reason) {
            (Some(_), None) => return Err((FollowUpFault::NoReason, FieldId::MoveReason)),
            (None, Some(_)) => return Err((FollowUpFault::NoTime, FieldId::At)),
            (Some(_), Some(reason)) if reason.chars().count() > MOST_SIGNS => {
                return Err((FollowUpFault::ReasonTooLong, FieldId::MoveReason));
            }
            (Some(due_at), Some(reason)) => {
                let moved = self.open_tasks(view).filter(|task| task.due_at != due_at);
                commands.extend(moved.map(|task| Command::MoveFollowUp {
                    follow_up: task.id,
                    due_at,
                    reason: reason.clone(),
                }));
            }
            (None, None) => {}
        }
        if let Some(to) = self.receiver() {
            let given = self.open_tasks(view).filter(|task| !has(task, &to));
            commands.extend(given.map(|task| Command::AssignFollowUp { follow_up: task.id, to: to.clone() }));
        }
        if commands.is_empty() { Err((FollowUpFault::Empty, FieldId::At)) } else { Ok(commands) }
    }
}

/// Whether a follow-up is this receiver's already.
fn has(task: &FollowUp, receiver: &Receiver) -> bool {
    match receiver {
        Receiver::Department => task.owner == Owner::Department,
        Receiver::Adviser(name) => task.owner == Owner::Adviser && task.by == *name,
    }
}

/// Opens it for the marked line, with what was half-written before.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(line) = marked_line(model) else { return };
    let (call, tasks): (_, Vec<FollowUpId>) = (line.first.call, line.tasks().map(|task| task.id).collect());
    let mut form = Form::new(ROWS);
    form.set(FieldId::Receiver, receivers(&[]));
    let about = tasks.first().map(|task| task.0);
    if let Some(part) = drafts::take(model, DraftKind::MoveFollowUp, Some(call), about) {
        drafts::write(&mut form, KEPT, &part.fields);
    }
    let (asked, effect) = model.ask(Question::Advisers);
    effects.push(effect);
    let window = FollowUpWindow { call, tasks, form, fault: None, asked, left: VecDeque::new() };
    model.overlays.push(Overlay::FollowUp(Box::new(window)));
}

fn receivers(advisers: &[String]) -> FieldValue {
    let names = std::iter::repeat_n(String::new(), DEPARTMENT + 1).chain(advisers.iter().cloned());
    FieldValue::Name { names: names.collect(), at: AS_IT_IS }
}

/// The advisers were read. Who was picked in the meantime stays picked.
pub(super) fn told(model: &mut Model, query: Query, advisers: &[String]) {
    let window = model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::FollowUp(window) if window.asked == query => Some(window),
        _ => None,
    });
    if let Some(window) = window {
        let picked = match window.form.value(FieldId::Receiver) {
            Some(FieldValue::Name { at, .. }) => *at,
            _ => AS_IT_IS,
        };
        let FieldValue::Name { names, .. } = receivers(advisers) else { return };
        window.form.set(FieldId::Receiver, FieldValue::Name { names, at: picked });
    }
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let now = model.now;
    let Some(Overlay::FollowUp(window)) = model.overlays.last_mut() else { return };
    if key.code != Code::Enter {
        if window.form.press(key) {
            window.fault = None;
        }
        return;
    }
    let Some(view) = &model.view else { return };
    match window.complete(view, now) {
        Ok(commands) => {
            window.left = commands;
            done(model, effects);
        }
        Err((fault, field)) => {
            window.form.focus(field);
            window.fault = Some(fault);
        }
    }
}

/// Takes pasted text.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::FollowUp(window)) = model.overlays.last_mut() {
        window.form.paste(text);
        window.fault = None;
    }
}

/// One thing is done: the next is ordered; after the last the window closes. The last takes the half-written work
/// along.
pub(super) fn done(model: &mut Model, effects: &mut Vec<Effect>) {
    let next = model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::FollowUp(window) => window.left.pop_front().map(|next| (next, window.left.is_empty())),
        _ => None,
    });
    match next {
        Some((command, is_last)) => {
            let finishes = if is_last { drafts::of_top(model) } else { None };
            effects.push(model.await_finishing(command, finishes));
        }
        None => model.overlays.retain(|overlay| !matches!(overlay, Overlay::FollowUp(_))),
    }
}

/// What is written and not saved.
pub(super) fn half_written(window: &FollowUpWindow) -> Option<HalfWritten> {
    let about = window.tasks.first().map(|task| task.0);
    let fields = drafts::written(&window.form, KEPT);
    HalfWritten::about(DraftKind::MoveFollowUp, window.call, about, fields)
}
