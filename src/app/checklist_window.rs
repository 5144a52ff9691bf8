//! The checklist of one call as a conversation: the field is always open, and no letter acts in it. `?`, `-` and
//! `+` count only as the first sign in an empty field.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use crate::domain::board::Board;
use crate::domain::call::{Call, CallState};
use crate::domain::call_details::CallDetails;
use crate::domain::checklist::{AnswerState, ItemKey};
use crate::domain::checklist_standing::{in_order, may_ask_for_help, next_to_ask, sent_later, to_ask};
use crate::domain::command::{Command, ItemAnswer, ItemFields};
use crate::domain::ids::CallId;
use crate::domain::item_reading;
use crate::domain::question::Question;

use super::availability::marked_call;
use super::drafts;
use super::effect::{Effect, Query};
use super::follow_ups_screen::marked_line;
use super::key::{Code, Key};
use super::keymap::{Action, action_of};
use super::model::{Model, Overlay, Screen};
use super::text_field::TextField;

/// The checklist of one call as a conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct ChecklistWindow {
    /// The call.
    pub call: CallId,
    /// The item that is asked.
    pub item: ItemKey,
    /// What is being typed.
    pub field: TextField,
    /// What the typed words fill, as far as they are understood.
    pub reading: ItemFields,
    /// What was told in words, by item.
    pub told: BTreeMap<ItemKey, String>,
    /// Why Enter did nothing.
    pub fault: Option<ChecklistFault>,
    /// The words that stood in the field when the item was come to.
    found: String,
    query: Query,
}

/// Why an answer cannot be saved as it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChecklistFault {
    /// More children are named than the call has.
    TooManyNames {
        /// How many are named.
        named: usize,
        /// How many there are.
        children: usize,
    },
}

impl ChecklistWindow {
    /// The half-typed answer and its item; none while the field is as it was found.
    #[must_use]
    pub fn typed(&self) -> Option<(ItemKey, &str)> {
        let is_typed = !self.field.is_blank() && self.field.text() != self.found;
        is_typed.then(|| (self.item, self.field.text()))
    }

    /// Comes to an item: a half-typed answer stands in the field, else the words told, to be corrected.
    fn come_to(&mut self, item: ItemKey, half_typed: Option<&str>) {
        self.item = item;
        self.found = self.told.get(&item).cloned().unwrap_or_default();
        self.field = TextField::with_text(half_typed.unwrap_or(&self.found));
        self.fault = None;
    }
}

/// Opens the conversation about the marked call, at the first item to ask. Where it is marked for an item that is to be
/// sent later, at that one.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(id) = marked_call(model) else { return };
    let later = if model.screen == Screen::FollowUps { marked_line(model) } else { None };
    let item = later.and_then(|line| line.first.item);
    open_at(model, id, item, effects);
}

/// Opens it at an item.
pub(super) fn open_at(model: &mut Model, id: CallId, item: Option<ItemKey>, effects: &mut Vec<Effect>) {
    let Some(first) = with_call(model, id, first_to_ask) else { return };
    let item = item.or_else(|| drafts::half_typed_item(model, id)).unwrap_or(first);
    let (query, effect) = model.ask(Question::Call(id));
    effects.push(effect);
    let mut window = ChecklistWindow {
        call: id,
        item,
        field: TextField::default(),
        reading: ItemFields::default(),
        told: BTreeMap::new(),
        fault: None,
        found: String::new(),
        query,
    };
    let text = drafts::take_item(model, id, item);
    window.come_to(item, text.as_deref());
    model.overlays.push(Overlay::Checklist(Box::new(window)));
    read(model);
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let Some(window) = window(model) else { return };
    let call = window.call;
    let state = match key.typed().filter(|_| window.field.text().is_empty()) {
        Some('?') => Some(AnswerState::Unknown),
        Some('-') => Some(AnswerState::NotRelevant),
        Some('+') => Some(AnswerState::Later),
        _ => None,
    };
    if let Some(state) = state {
        let item = window.item;
        let answer = ItemAnswer { call, item, state, text: None, fields: ItemFields::default() };
        effects.push(model.await_command(Command::AnswerItem(Box::new(answer))));
        return;
    }
    match key.code {
        Code::Enter => enter(model, effects),
        Code::Up | Code::Down => {
            let item = window.item;
            let to = with_call(model, call, |call, board, now| {
                let items = items(call, board, now);
                let at = items.iter().position(|known| *known == item)?;
                let to = if key.code == Code::Down { at + 1 } else { at.checked_sub(1)? };
                items.get(to).copied()
            });
            if let Some(to) = to.flatten() {
                go(model, to);
            }
        }
        _ if action_of(key) == Some(Action::HideWords) => model.hides_words = !model.hides_words,
        _ => {
            if window.field.press(key) {
                window.fault = None;
                read(model);
            }
        }
    }
}

/// Takes pasted text.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(window) = window(model) {
        window.field.paste(text);
        window.fault = None;
        read(model);
    }
}

/// The call was read: its words are known, and stand ready to be corrected where nothing is typed.
pub(super) fn told(model: &mut Model, query: Query, details: &CallDetails) {
    let Some(window) = window(model).filter(|window| window.query == query) else { return };
    let is_untouched = window.field.text() == window.found;
    window.told.clone_from(&details.told);
    if is_untouched {
        window.come_to(window.item, None);
    }
    read(model);
}

/// An item was answered: on to the next one to ask.
pub(super) fn answered(model: &mut Model, call: CallId, item: ItemKey, effects: &mut Vec<Effect>) {
    if window(model).is_none_or(|window| window.call != call || window.item != item) {
        return;
    }
    let (query, effect) = model.ask(Question::Call(call));
    effects.push(effect);
    let next = with_call(model, call, |call, board, now| next(call, board, now, item)).flatten();
    if next.is_none() && is_closed(model, call) {
        // Nothing of it is asked for any more.
        model.overlays.retain(|overlay| !matches!(overlay, Overlay::Checklist(_)));
        return;
    }
    let half_typed = next.and_then(|next| drafts::take_item(model, call, next));
    if let Some(window) = window(model) {
        window.query = query;
        let answer = window.field.filled().filter(|_| item != ItemKey::Identity);
        match answer {
            Some(answer) => window.told.insert(item, answer),
            None => window.told.remove(&item),
        };
        window.come_to(next.unwrap_or(item), half_typed.as_deref());
    }
    read(model);
}

/// After a fresh board or a new minute: the words may fill something else.
pub(super) fn refresh(model: &mut Model) {
    read(model);
}

fn enter(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(window) = window(model) else { return };
    let (call, item, text) = (window.call, window.item, window.field.text().to_owned());
    if window.typed().is_none() {
        if let Some(next) = with_call(model, call, |call, board, now| next(call, board, now, item)).flatten()
        {
            go(model, next);
        }
        return;
    }
    let Some(region) = model.session.as_ref().map(|session| session.region) else { return };
    let (now, tables) = (model.now, model.tables.clone());
    let Some(answer) = with_call(model, call, |call, _, _| {
        let named = item_reading::count_names(&text);
        if item == ItemKey::Identity && named > call.children.len() {
            return Err(ChecklistFault::TooManyNames { named, children: call.children.len() });
        }
        Ok(item_reading::answer(item, &text, call, now, region, &tables))
    }) else {
        return;
    };
    match answer {
        Ok(answer) => {
            let finishes = drafts::of_top(model);
            effects.push(model.await_finishing(Command::AnswerItem(Box::new(answer)), finishes));
        }
        Err(fault) => {
            if let Some(window) = self::window(model) {
                window.fault = Some(fault);
            }
        }
    }
}

/// Goes to an item; what is half-typed stays with the one that is left.
fn go(model: &mut Model, to: ItemKey) {
    let Some(window) = window(model) else { return };
    let call = window.call;
    let left = window.typed().map(|(item, text)| (item, text.to_owned()));
    if let Some((item, text)) = left {
        drafts::keep_item(model, call, item, &text);
    }
    let half_typed = drafts::take_item(model, call, to);
    if let Some(window) = self::window(model) {
        window.come_to(to, half_typed.as_deref());
    }
    read(model);
}

/// Reads the typed words anew, for what stands below the field.
fn read(model: &mut Model) {
    let Some(region) = model.session.as_ref().map(|session| session.region) else { return };
    let (now, tables) = (model.now, model.tables.clone());
    let Some(window) = window(model) else { return };
    let (call, item, text) = (window.call, window.item, window.field.text().to_owned());
    let is_typed = window.typed().is_some();
    let reading = with_call(model, call, |call, _, _| {
        if is_typed {
            item_reading::read(item, &text, call, now, region, &tables)
        } else {
            ItemFields::default()
        }
    });
    if let (Some(window), Some(reading)) = (self::window(model), reading) {
        window.reading = reading;
    }
}

fn window(model: &mut Model) -> Option<&mut ChecklistWindow> {
    model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Checklist(window) => Some(window.as_mut()),
        _ => None,
    })
}

/// Works something out from the call and the board.
fn with_call<T>(
    model: &Model,
    id: CallId,
    work_out: impl FnOnce(&Call, &Board, DateTime<Utc>) -> T,
) -> Option<T> {
    let board = &model.view.as_ref()?.board;
    board.known_call(id).map(|call| work_out(call, board, model.now))
}

fn is_closed(model: &Model, id: CallId) -> bool {
    with_call(model, id, |call, _, _| call.state == CallState::Closed).unwrap_or(true)
}

/// The items that can be come to, in their order.
fn items(call: &Call, board: &Board, now: DateTime<Utc>) -> Vec<ItemKey> {
    match call.state {
        CallState::Open => in_order(call, may_ask_for_help(board, call, now)),
        CallState::Closed => sent_later(board, call.id),
    }
}

fn first_to_ask(call: &Call, board: &Board, now: DateTime<Utc>) -> ItemKey {
    let asked = match call.state {
        CallState::Open => to_ask(call, may_ask_for_help(board, call, now)),
        CallState::Closed => sent_later(board, call.id),
    };
    asked.first().copied().unwrap_or(ItemKey::Basis)
}

/// The item to ask after this one.
fn next(call: &Call, board: &Board, now: DateTime<Utc>, after: ItemKey) -> Option<ItemKey> {
    match call.state {
        CallState::Open => next_to_ask(call, may_ask_for_help(board, call, now), after),
        CallState::Closed => sent_later(board, call.id).into_iter().find(|item| *item != after),
    }
}
