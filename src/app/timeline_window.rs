//! One call as a timeline: the window is only read; keys about the call act on it.

use crate::domain::call_details::CallDetails;
use crate::domain::ids::CallId;
use crate::domain::question::JournalAbout;
use crate::domain::story;

use super::availability::{marked_call, why_not};
use super::call_reading::{self, CallReading, ReadsCall};
use super::effect::{Effect, Query};
use super::key::{Code, Key};
use super::keymap::{Action, action_of};
use super::model::{Model, Overlay};
use super::notice::Notice;
use super::{
    acts, call_back_window, call_form, checklist_window, close_window, deviation_window, export_window,
    journal_screen, measures_window, phones_window, placement_window, refer_window, steps_window,
    turns_window,
};

/// One call as a timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineWindow {
    /// The call.
    pub call: CallId,
    /// What is known of it, once read.
    pub details: Option<CallDetails>,
    facts: usize,
    /// The marked fact, counted from the last: a new one moves nothing while the last is marked.
    from_last: usize,
    reading: CallReading,
}

/// What acts on the call from within its timeline.
pub(super) const ACTIONS: [Action; 14] = [
    Action::Edit,
    Action::CallBack,
    Action::Meanwhile,
    Action::Deviation,
    Action::Reveal,
    Action::ItemJournal,
    Action::Export,
    Action::Checklist,
    Action::Steps,
    Action::Refer,
    Action::Turns,
    Action::CloseCall,
    Action::Placement,
    Action::Phones,
];

/// Opens it for the marked call.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    if let Some(call) = marked_call(model) {
        open_for(model, call, effects);
    }
}

/// Opens it for a call.
pub(super) fn open_for(model: &mut Model, call: CallId, effects: &mut Vec<Effect>) {
    let reading = CallReading::default();
    let window = TimelineWindow { call, details: None, facts: 0, from_last: 0, reading };
    model.overlays.push(Overlay::Timeline(Box::new(window)));
    call_reading::ask(model, window_of, effects);
}

/// The call whose timeline is open.
pub(super) fn shown(model: &Model) -> Option<CallId> {
    model.overlays.iter().rev().find_map(|overlay| match overlay {
        Overlay::Timeline(window) => Some(window.call),
        _ => None,
    })
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let Some(window) = window_of(model) else { return };
    let last = window.facts.saturating_sub(1);
    let page = acts::PAGE.unsigned_abs();
    match key.code {
        Code::Down => window.from_last = window.from_last.saturating_sub(1),
        Code::Up => window.from_last = (window.from_last + 1).min(last),
        Code::PageDown => window.from_last = window.from_last.saturating_sub(page),
        Code::PageUp => window.from_last = (window.from_last + page).min(last),
        Code::Home => window.from_last = last,
        Code::End => window.from_last = 0,
        _ if action_of(key) == Some(Action::HideWords) => model.hides_words = !model.hides_words,
        _ => {
            if let Some(action) = action_of(key).filter(|action| ACTIONS.contains(action)) {
                perform(model, action, effects);
            }
        }
    }
}

fn perform(model: &mut Model, action: Action, effects: &mut Vec<Effect>) {
    if let Some(why) = why_not(model, action) {
        model.tell(Notice::CannotNow(action, why));
        return;
    }
    match action {
        Action::Edit => call_form::open(model, effects),
        Action::CallBack => call_back_window::open(model, effects),
        Action::Meanwhile => measures_window::open(model),
        Action::Deviation => deviation_window::open(model, effects),
        Action::Reveal => acts::reveal(model, effects),
        Action::Checklist => checklist_window::open(model, effects),
        Action::Steps => steps_window::open(model, effects),
        Action::Refer => refer_window::open(model, effects),
        Action::Turns => turns_window::open(model, effects),
        Action::CloseCall => close_window::open(model, effects),
        Action::Placement => placement_window::open(model, effects),
        Action::Phones => phones_window::open(model, effects),
        Action::Export => export_window::open(model, effects),
        Action::ItemJournal => {
            if let Some(call) = shown(model) {
                model.overlays.clear();
                journal_screen::open(model, JournalAbout::Call(call), effects);
            }
        }
        _ => {}
    }
}

impl TimelineWindow {
    /// Which of so many facts is marked.
    #[must_use]
    pub const fn marked(&self, facts: usize) -> usize {
        facts.saturating_sub(1 + self.from_last)
    }
}

/// After a fresh board: something may have happened with the call.
pub(super) fn settle(model: &mut Model, effects: &mut Vec<Effect>) {
    call_reading::settle(model, window_of, effects);
}

/// The call was read.
pub(super) fn told(model: &mut Model, query: Query, details: &CallDetails) {
    let now = model.now;
    if let Some(window) = window_of(model)
        && window.reading.takes(query)
    {
        let facts = story::read(&details.timeline, now).len();
        if window.from_last > 0 {
            window.from_last += facts.saturating_sub(window.facts);
        }
        window.facts = facts;
        window.from_last = window.from_last.min(facts.saturating_sub(1));
        window.details = Some(details.clone());
    }
}

impl ReadsCall for TimelineWindow {
    fn reading(&mut self) -> (CallId, &mut CallReading) {
        (self.call, &mut self.reading)
    }
}

fn window_of(model: &mut Model) -> Option<&mut TimelineWindow> {
    model.overlays.iter_mut().rev().find_map(|overlay| match overlay {
        Overlay::Timeline(window) => Some(window.as_mut()),
        _ => None,
    })
}
