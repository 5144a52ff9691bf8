//! `update`: one message in, the new state and the orders that follow out. No clock, no I/O.
//!
//! While a write is under way, keys are kept in their order and played back once its reply and the board after it
//! are here. So `n`, a line, Enter, `o`, Enter typed in one go offers to the new call and never to another one.

use chrono::{DateTime, Utc};

use super::effect::Effect;
use super::entry::EntryKind;
use super::key::Key;
use super::keymap::{Action, action_in_window, action_of};
use super::message::{Input, Msg};
use super::model::{Model, Overlay, Screen};
use super::notice::Notice;
use super::{
    acts, alarm, clock_jump, drafts, follow_ups_screen, greeting, lock, places_screen, replies, revealed,
    windows,
};

/// Takes one message at a moment.
#[must_use]
pub fn update(model: &mut Model, msg: Msg, now: DateTime<Utc>) -> Vec<Effect> {
    lock::by_time(model, now);
    model.now = now;
    let mut effects = Vec::new();
    match msg {
        Msg::Input(input) if model.lock.is_some() => lock::take(model, input, &mut effects),
        // At once, also while a write is under way: what was typed before it is still done, behind the lock.
        Msg::Input(Input::Key(key)) if locks(model, key) => lock::close(model),
        Msg::Input(input) if model.awaiting.is_some() => {
            model.touched_at = now;
            if model.typed_ahead.len() < Model::TYPED_AHEAD {
                model.typed_ahead.push_back(input);
            }
        }
        Msg::Input(input) => {
            model.touched_at = now;
            take(model, input, &mut effects);
        }
        Msg::Resized { width, height } => model.size = (width, height),
        // A board that could not be read is asked for again, quietly, each minute.
        Msg::TimePassed if model.session.is_some() && model.view.is_none() && model.awaiting.is_none() => {
            effects.push(model.await_board(None));
        }
        Msg::TimePassed => {}
        Msg::ClockJumped { by } => clock_jump::take(model, by),
        Msg::Changed => {
            if model.session.is_some() {
                let query = model.next_query();
                effects.push(Effect::ReadBoard { query });
            }
        }
        Msg::Replied(reply) => {
            replies::take(model, reply, &mut effects);
            while model.awaiting.is_none()
                && let Some(input) = model.typed_ahead.pop_front()
            {
                take(model, input, &mut effects);
            }
        }
        Msg::BackupFailed { reason } => model.tell(Notice::BackupFailed(reason)),
        Msg::Ended => end(model, &mut effects),
    }
    let (catalog, order) = (&model.catalog, model.order);
    if let Some(view) = model.view.as_mut().filter(|view| view.is_old(now)) {
        view.work_out(catalog, order, now);
        model.marks.settle(false, view);
        follow_ups_screen::settle(model);
        windows::refresh(model);
    }
    revealed::settle(model);
    places_screen::sync(model, &mut effects);
    drafts::sync(model, &mut effects);
    alarm::settle(model, &mut effects);
    lock::harden(model, &mut effects);
    effects
}

/// Whether a key locks the screen. Before anyone is on there is nothing to lock.
fn locks(model: &Model, key: Key) -> bool {
    model.session.is_some() && action_in_window(key) == Some(Action::Lock)
}

fn take(model: &mut Model, input: Input, effects: &mut Vec<Effect>) {
    match (&model.screen, input) {
        (Screen::Entry(_), Input::Key(key)) => press_entry(model, key, effects),
        (Screen::Entry(_), Input::Paste(text)) => {
            if let Screen::Entry(entry) = &mut model.screen {
                entry.form.paste(&text);
            }
        }
        (_, Input::Key(key)) => {
            greeting::leave(model);
            if model.overlays.is_empty() {
                if let Some(action) = action_of(key) {
                    acts::perform(model, action, effects);
                } else if let Some(sign) = key.typed() {
                    model.tell(Notice::NoSuchKey(sign));
                }
            } else {
                windows::press(model, key, effects);
            }
        }
        (_, Input::Paste(text)) => windows::paste(model, &text, effects),
    }
}

fn press_entry(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    match action_in_window(key) {
        Some(Action::Quit) => effects.push(Effect::Quit),
        Some(Action::Suspend) => suspend_entry(model, effects),
        Some(Action::Redraw) => effects.push(Effect::Redraw),
        _ => {
            let query = model.next_query();
            let now = model.now;
            let Screen::Entry(entry) = &mut model.screen else { return };
            if key.code == super::key::Code::Enter {
                if entry.attempts.waits_until(now).is_some() {
                    return;
                }
                if let Some(effect) = entry.enter(query) {
                    model.awaiting = Some(super::model::Awaiting { query, since: now, outcome: None });
                    effects.push(effect);
                }
            } else if entry.form.press(key) && entry.attempts.waits_until(now).is_none() {
                entry.fault = None;
            }
        }
    }
}

/// Puts the program to sleep before the board. A passphrase that is half-typed does not sleep with it.
fn suspend_entry(model: &mut Model, effects: &mut Vec<Effect>) {
    let Screen::Entry(entry) = &mut model.screen else { return };
    match entry.kind {
        EntryKind::SignOn => effects.push(Effect::BeginAnew { suspends: true, why: None }),
        EntryKind::FirstRun => {
            entry.empty_passphrases();
            effects.push(Effect::Suspend);
        }
    }
}

/// Ends the program, or asks first when something typed would be lost.
pub(super) fn quit(model: &mut Model, effects: &mut Vec<Effect>) {
    if model.has_unsaved_work() {
        model.overlays.push(Overlay::Quit);
    } else {
        end(model, effects);
    }
}

/// Ends the program: what is half-written is kept first.
pub(super) fn end(model: &mut Model, effects: &mut Vec<Effect>) {
    drafts::flush(model, effects);
    effects.push(Effect::Quit);
}
