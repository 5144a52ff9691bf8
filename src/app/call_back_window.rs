//! A promise to ring back, and what of that is due now. The time promised is the next such moment.

use std::collections::VecDeque;

use chrono::{DateTime, Utc};

use crate::domain::board::Board;
use crate::domain::command::Command;
use crate::domain::follow_up::{FollowUp, FollowUpEnd, FollowUpKind};
use crate::domain::ids::CallId;
use crate::domain::quick_line::time_ahead;

use super::availability::marked_call;
use super::effect::Effect;
use super::form::{FieldId, FieldKind, FieldRow, Form};
use super::key::{Code, Key};
use super::model::{Model, Overlay};

/// Letters of «phoned now»: yes, no.
pub const PHONED_LETTERS: &[char] = &['j', 'n'];

const YES: usize = 0;
const AT: FieldRow = FieldRow::always(FieldId::At, FieldKind::Text);
const REPEAT: FieldRow = FieldRow::always(FieldId::Repeat, FieldKind::Text);
const PROMISE: &[FieldRow] = &[AT, REPEAT];
const PROMISE_AND_PHONED: &[FieldRow] =
    &[AT, FieldRow::always(FieldId::Phoned, FieldKind::Pick(PHONED_LETTERS)), REPEAT];
/// The fewest and the most minutes from one promise to the next.
const REPEATS: std::ops::RangeInclusive<i64> = 5..=1440;

/// A promise to ring back.
#[derive(Debug, Clone, PartialEq)]
pub struct CallBackWindow {
    /// The call.
    pub call: CallId,
    /// What is filled in.
    pub form: Form,
    /// Why Enter did nothing.
    pub fault: Option<CallBackFault>,
    /// What is still to be done of what Enter ordered.
    left: VecDeque<Command>,
}

/// Why nothing can be saved as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallBackFault {
    /// Nothing is filled in.
    Empty,
    /// The time has no form a clock shows.
    NotATime,
    /// The time has passed.
    Passed,
    /// The minutes to the next promise are no number, too few or too many.
    NotMinutes,
}

impl CallBackWindow {
    /// When it is promised to ring back, as typed.
    #[must_use]
    pub fn promised(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        time_ahead(&self.form.text(FieldId::At)?, now)
    }

    /// Minutes from each promise to the next, as typed; none when it is given once.
    #[must_use]
    pub fn repeats(&self) -> Option<Result<i64, CallBackFault>> {
        let text = self.form.text(FieldId::Repeat)?;
        let minutes = text.parse().ok().filter(|minutes| REPEATS.contains(minutes));
        Some(minutes.ok_or(CallBackFault::NotMinutes))
    }

    /// Whether the municipality was phoned now.
    #[must_use]
    pub fn was_phoned(&self) -> bool {
        self.form.picked(FieldId::Phoned) == Some(YES)
    }

    /// What to do, in its order: first what is done ends, then the new promise is given.
    fn complete(&self, board: &Board, now: DateTime<Utc>) -> Result<VecDeque<Command>, CallBackFault> {
        let mut commands = VecDeque::new();
        if self.was_phoned() {
            commands.extend(
                due_of(board, self.call, now).map(|follow_up| Command::EndFollowUp {
                    follow_up: follow_up.id,
                    end: FollowUpEnd::Done,
                }),
            );
        }
        if self.form.text(FieldId::At).is_some() {
            match self.promised(now) {
                None => return Err(CallBackFault::NotATime),
                Some(due_at) if due_at <= now => return Err(CallBackFault::Passed),
                Some(due_at) => commands.push_back(match self.repeats().transpose()? {
                    None => Command::PromiseCallBack { call: self.call, due_at },
                    Some(minutes) => Command::RepeatCallBack { call: self.call, due_at, minutes },
                }),
            }
        }
        if commands.is_empty() { Err(CallBackFault::Empty) } else { Ok(commands) }
    }
}

/// What a talk with the municipality now would settle: promises to ring back, and phoning about an offer when due.
pub fn due_of(board: &Board, call: CallId, now: DateTime<Utc>) -> impl Iterator<Item = &FollowUp> {
    board.follow_ups.iter().filter(move |follow_up| {
        follow_up.call == call
            && match follow_up.kind {
                FollowUpKind::CallBack => true,
                FollowUpKind::OfferAnswer => follow_up.due_at <= now,
                _ => false,
            }
    })
}

/// Opens it for the marked call.
pub(super) fn open(model: &mut Model, _: &mut Vec<Effect>) {
    let (Some(call), Some(view)) = (marked_call(model), &model.view) else { return };
    let has_due = due_of(&view.board, call, model.now).next().is_some();
    let form = Form::new(if has_due { PROMISE_AND_PHONED } else { PROMISE });
    let window = CallBackWindow { call, form, fault: None, left: VecDeque::new() };
    model.overlays.push(Overlay::CallBack(Box::new(window)));
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let now = model.now;
    let Some(Overlay::CallBack(window)) = model.overlays.last_mut() else { return };
    if key.code != Code::Enter {
        if window.form.press(key) {
            window.fault = None;
        }
        return;
    }
    let Some(view) = &model.view else { return };
    match window.complete(&view.board, now) {
        Ok(commands) => {
            window.left = commands;
            done(model, effects);
        }
        Err(fault) => {
            let is_repeat = fault == CallBackFault::NotMinutes;
            window.form.focus(if is_repeat { FieldId::Repeat } else { FieldId::At });
            window.fault = Some(fault);
        }
    }
}

/// Takes pasted text.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::CallBack(window)) = model.overlays.last_mut() {
        window.form.paste(text);
        window.fault = None;
    }
}

/// One thing is done: the next is ordered; after the last the window closes. After a refusal Enter works out anew
/// what is left, from the board as it is then.
pub(super) fn done(model: &mut Model, effects: &mut Vec<Effect>) {
    let next = model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::CallBack(window) => window.left.pop_front(),
        _ => None,
    });
    match next {
        Some(command) => effects.push(model.await_command(command)),
        None => model.overlays.retain(|overlay| !matches!(overlay, Overlay::CallBack(_))),
    }
}
