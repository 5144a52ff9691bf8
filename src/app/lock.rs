//! The lock over the screen. Behind it everything stays as it was: screen, windows, marks, what is typed; no key and
//! no paste reaches it.
//!
//! The soft lock keeps the database open, so that the clocks go on. The hard one lets the program begin anew at the
//! sign-on form, once everything typed is kept: nothing of the run before stays in memory.

use std::collections::VecDeque;

use chrono::{DateTime, TimeDelta, Utc};

use crate::domain::settings::Rules;

use super::attempts::Attempts;
use super::effect::{Effect, Query};
use super::entry::{BegunAnew, Entry};
use super::key::{Code, Key};
use super::keymap::{Action, action_in_window};
use super::message::{Failure, Input, Session};
use super::model::Model;
use super::secret::Secret;
use super::{alarm, drafts, update};

/// The lock, while the screen is locked.
#[derive(Debug, Clone, PartialEq)]
pub struct Lock {
    /// Since when.
    pub since: DateTime<Utc>,
    /// The passphrase being typed by the adviser who is on.
    pub passphrase: Secret,
    /// Wrong ones so far.
    pub attempts: Attempts,
    /// Why it does not open.
    pub fault: Option<LockFault>,
    /// The form of another adviser who signs on.
    pub other: Option<Entry>,
    /// The question the next key waits for.
    pub checking: Option<Query>,
    is_by_itself: bool,
    hardens: Option<Hardening>,
    typed_ahead: VecDeque<Input>,
}

/// Why the lock does not open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LockFault {
    /// No passphrase is typed.
    PassphraseMissing,
    /// It was wrong, or could not be checked.
    Failed(Failure),
    /// Something typed could not be kept, and would be lost.
    Unsaved,
}

/// What comes after everything typed is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hardening {
    suspends: bool,
    why: Option<BegunAnew>,
}

impl Lock {
    fn new(since: DateTime<Utc>, is_by_itself: bool) -> Self {
        Self {
            since,
            passphrase: Secret::new(),
            attempts: Attempts::default(),
            fault: None,
            other: None,
            checking: None,
            is_by_itself,
            hardens: None,
            typed_ahead: VecDeque::new(),
        }
    }

    /// Wrong passphrases so far, of whoever is asked now.
    #[must_use]
    pub fn attempts(&self) -> &Attempts {
        self.other.as_ref().map_or(&self.attempts, |entry| &entry.attempts)
    }
}

/// How long nobody presses a key before the screen locks.
fn idle_limit(model: &Model) -> TimeDelta {
    let minutes = match &model.view {
        Some(view) => view.board.rules.lock_minutes,
        None => Rules::from_lookup(|_| None).lock_minutes,
    };
    TimeDelta::minutes(minutes)
}

/// When the screen locks if nobody presses a key; none while it is locked, or never locks by itself.
#[must_use]
pub(super) fn locks_at(model: &Model) -> Option<DateTime<Utc>> {
    let may_lock = model.locks_by_itself && model.session.is_some() && model.lock.is_none();
    may_lock.then(|| model.touched_at + idle_limit(model))
}

/// Locks when nobody has pressed a key for long. The loop never sleeps longer than a minute: when more than the idle
/// time has passed since the message before, the machine was asleep, and the lock is the hard one.
pub(super) fn by_time(model: &mut Model, now: DateTime<Utc>) {
    if !model.locks_by_itself || model.session.is_none() {
        return;
    }
    // A clock that was put back must not keep the screen open for as long again.
    model.touched_at = model.touched_at.min(now);
    let has_slept = now - model.now > idle_limit(model);
    if has_slept || locks_at(model).is_some_and(|at| at <= now) {
        let lock = model.lock.get_or_insert_with(|| Box::new(Lock::new(now, true)));
        if has_slept {
            lock.hardens
                .get_or_insert(Hardening { suspends: false, why: Some(BegunAnew::Jumped(now - model.now)) });
        }
    }
}

/// Locks because the adviser says so.
pub(super) fn close(model: &mut Model) {
    if model.lock.is_none() {
        model.lock = Some(Box::new(Lock::new(model.now, false)));
    }
}

/// Puts the program to sleep: under the hard lock, where there is a passphrase to come back with.
pub(super) fn suspend(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.is_demo {
        effects.push(Effect::Suspend);
        return;
    }
    let lock = model.lock.get_or_insert_with(|| Box::new(Lock::new(model.now, false)));
    let why = lock.hardens.and_then(|hardening| hardening.why);
    lock.hardens = Some(Hardening { suspends: true, why });
}

/// The shift of whoever is on is handed over: the screen is nobody's any more.
pub(super) fn shift_over(model: &mut Model) {
    if model.is_demo {
        return;
    }
    let lock = model.lock.get_or_insert_with(|| Box::new(Lock::new(model.now, true)));
    lock.hardens.get_or_insert(Hardening { suspends: false, why: Some(BegunAnew::HandedOver) });
}

/// The hard lock, once everything typed is kept. What cannot be kept stays behind the soft one.
pub(super) fn harden(model: &mut Model, effects: &mut Vec<Effect>) {
    let is_failing = model.has_unsaved_work();
    let Some(lock) = model.lock.as_mut().filter(|lock| lock.hardens.is_some()) else { return };
    if is_failing {
        lock.hardens = None;
        lock.fault = Some(LockFault::Unsaved);
    } else if drafts::are_kept(model)
        && let Some(Hardening { suspends, why }) = model.lock.as_mut().and_then(|lock| lock.hardens.take())
    {
        effects.push(Effect::BeginAnew { suspends, why });
    }
}

/// Takes what is pressed or pasted while the screen is locked.
pub(super) fn take(model: &mut Model, input: Input, effects: &mut Vec<Effect>) {
    let is_demo = model.is_demo;
    let Some(lock) = &mut model.lock else { return };
    if lock.is_by_itself && model.now - lock.since < Model::UNREAD {
        return;
    }
    if lock.checking.is_some() {
        let is_lock = matches!(&input, Input::Key(key) if action_in_window(*key) == Some(Action::Lock));
        if !is_lock && lock.typed_ahead.len() < Model::TYPED_AHEAD {
            lock.typed_ahead.push_back(input);
        }
        return;
    }
    match input {
        Input::Key(key) => press(model, key, effects),
        Input::Paste(_) if is_demo => {}
        Input::Paste(text) => match &mut lock.other {
            Some(entry) => entry.form.paste(&text),
            None => lock.passphrase.paste(&text),
        },
    }
}

fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    match action_in_window(key) {
        Some(Action::Quit) => quit(model, effects),
        Some(Action::Suspend) => suspend(model, effects),
        Some(Action::Redraw) => effects.push(Effect::Redraw),
        Some(Action::Back) => back(model),
        Some(Action::Lock) => {}
        Some(Action::Silence) => alarm::silence_behind_lock(model, effects),
        None if key == Key::char(' ') && silences_by_space(model) => {
            alarm::silence_behind_lock(model, effects);
        }
        _ if model.is_demo => {
            if key.code == Code::Enter {
                open(model);
            }
        }
        _ if model.lock.as_ref().is_some_and(|lock| lock.other.is_some()) => {
            press_other(model, key, effects);
        }
        _ => press_own(model, key, effects),
    }
}

/// Whether Space silences the alarms: while one sounds, as the first sign where one's own passphrase goes. Later it
/// is a sign of the passphrase.
#[must_use]
pub fn silences_by_space(model: &Model) -> bool {
    let is_at_start =
        model.lock.as_ref().is_some_and(|lock| lock.other.is_none() && lock.passphrase.signs() == 0);
    is_at_start && !model.alarms.sounding().is_empty()
}

/// Ends the program. With something typed that could not be kept, only when it is pressed again.
fn quit(model: &mut Model, effects: &mut Vec<Effect>) {
    let is_failing = model.has_unsaved_work();
    let Some(lock) = &mut model.lock else { return };
    if is_failing && lock.fault != Some(LockFault::Unsaved) {
        lock.fault = Some(LockFault::Unsaved);
    } else {
        update::end(model, effects);
    }
}

/// From another adviser's form back to one's own; there, the passphrase is typed anew.
fn back(model: &mut Model) {
    let Some(lock) = &mut model.lock else { return };
    if let Some(entry) = lock.other.take() {
        lock.attempts = entry.attempts;
    }
    lock.passphrase = Secret::new();
    lock.fault = None;
}

fn press_own(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let now = model.now;
    let query = model.next_query();
    let Some((lock, session)) = model.lock.as_mut().zip(model.session.as_ref()) else { return };
    match key.code {
        Code::Enter if lock.attempts.waits_until(now).is_some() => {}
        Code::Enter if lock.passphrase.signs() == 0 => lock.fault = Some(LockFault::PassphraseMissing),
        Code::Enter => {
            let passphrase = std::mem::replace(&mut lock.passphrase, Secret::new());
            lock.fault = None;
            lock.checking = Some(query);
            effects.push(Effect::Unlock { query, adviser: session.adviser.clone(), passphrase });
        }
        Code::Tab => {
            lock.passphrase = Secret::new();
            lock.fault = None;
            lock.checking = Some(query);
            effects.push(Effect::ListAdvisers { query });
        }
        _ => {
            if lock.passphrase.press(key) && lock.attempts.waits_until(now).is_none() {
                lock.fault = None;
            }
        }
    }
}

fn press_other(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let now = model.now;
    let query = model.next_query();
    let are_kept = drafts::are_kept(model);
    let Some(lock) = &mut model.lock else { return };
    let Some(entry) = &mut lock.other else { return };
    if key.code != Code::Enter {
        if entry.form.press(key) && entry.attempts.waits_until(now).is_none() {
            entry.fault = None;
            lock.fault = None;
        }
    } else if entry.attempts.waits_until(now).is_none() {
        match entry.enter(query) {
            // The one who is on would lose it to whoever comes.
            Some(_) if !are_kept => lock.fault = Some(LockFault::Unsaved),
            Some(effect) => {
                lock.fault = None;
                lock.checking = Some(query);
                effects.push(effect);
            }
            None => {}
        }
    }
}

/// Everything stands as before; what was typed while the passphrase was checked is played back.
fn open(model: &mut Model) {
    if let Some(lock) = model.lock.take() {
        model.touched_at = model.now;
        model.typed_ahead.extend(lock.typed_ahead);
    }
}

/// The lock whose answer this is.
fn asked(model: &mut Model, query: Query) -> Option<&mut Lock> {
    let lock = model.lock.as_mut().filter(|lock| lock.checking == Some(query))?;
    lock.checking = None;
    Some(lock)
}

/// The passphrase was checked.
pub(super) fn checked(model: &mut Model, query: Query, result: Result<(), Failure>) {
    let now = model.now;
    let Some(lock) = asked(model, query) else { return };
    match result {
        Ok(()) => open(model),
        Err(failure) => {
            lock.typed_ahead.clear();
            lock.attempts.count(&failure, now);
            lock.fault = Some(LockFault::Failed(failure));
        }
    }
}

/// The advisers there are were read: one of them may sign on.
pub(super) fn listed(
    model: &mut Model,
    query: Query,
    result: Result<Vec<String>, Failure>,
    effects: &mut Vec<Effect>,
) {
    let Some(lock) = asked(model, query) else { return };
    let typed = std::mem::take(&mut lock.typed_ahead);
    match result {
        Ok(advisers) => {
            let attempts = std::mem::take(&mut lock.attempts);
            lock.other = Some(Entry { attempts, ..Entry::sign_on(advisers) });
            for input in typed {
                take(model, input, effects);
            }
        }
        Err(failure) => lock.fault = Some(LockFault::Failed(failure)),
    }
}

/// Another adviser signed on, or could not; false when it was not asked from the lock. The half-written work of the
/// one before stays in the store, with its owner.
pub(super) fn signed_on(
    model: &mut Model,
    query: Query,
    result: &Result<Session, Failure>,
    effects: &mut Vec<Effect>,
) -> bool {
    let now = model.now;
    let Some(lock) = asked(model, query) else { return false };
    match result {
        Ok(session) => {
            let typed_ahead = std::mem::take(&mut lock.typed_ahead);
            effects.extend(model.begin_for(session.clone(), typed_ahead));
        }
        Err(failure) => {
            lock.typed_ahead.clear();
            if let Some(entry) = &mut lock.other {
                entry.fail(failure.clone(), now);
            }
        }
    }
    true
}
