//! Finding in the list below: what is typed marks or narrows, at every key. Enter keeps, Esc gives back what was.

use crate::catalog::Catalog;
use crate::domain::fold::fold;
use crate::domain::ids::{CallId, UnitId};
use crate::domain::question::JournalAbout;

use super::board_view::{BoardView, municipality};
use super::effect::Effect;
use super::follow_ups_screen::{self, FollowUpsScreen};
use super::key::{Code, Key};
use super::marks::{Marks, Pane};
use super::model::{Model, Overlay, Screen};
use super::places_screen::PlacesScreen;
use super::text_field::TextField;
use super::{calls_screen, journal_screen, places_screen};

/// What is looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct FindLine {
    /// The text.
    pub field: TextField,
    /// Whether the board has nothing of that name.
    pub is_missing: bool,
    before: Before,
}

/// How it was before anything was typed.
#[derive(Debug, Clone, PartialEq)]
enum Before {
    Board(Box<Marks>),
    Places(Box<PlacesScreen>),
    Calls(String),
    FollowUps(Box<FollowUpsScreen>),
    Journal { about: JournalAbout, text: String },
}

/// Opens it.
pub(super) fn open(model: &mut Model) {
    let (before, text) = match model.screen {
        Screen::Board | Screen::Entry(_) => (Before::Board(Box::new(model.marks.clone())), String::new()),
        Screen::Places => (Before::Places(Box::new(model.places.clone())), String::new()),
        Screen::Calls => {
            calls_screen::begin_to_find(model);
            (Before::Calls(model.calls.looked_for.clone()), model.calls.looked_for.clone())
        }
        Screen::FollowUps => (Before::FollowUps(Box::new(model.follow_ups.clone())), String::new()),
        Screen::Journal => {
            let (about, text) = (model.journal.about, model.journal.looked_for.clone());
            // What is looked for next is typed anew.
            (Before::Journal { about, text }, String::new())
        }
        // There is nothing to find in: the list is short.
        Screen::Deviations | Screen::Handover => return,
    };
    let line = FindLine { field: TextField::with_text(&text), is_missing: false, before };
    model.overlays.push(Overlay::Find(Box::new(line)));
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let Some(Overlay::Find(line)) = model.overlays.last_mut() else { return };
    if key.code == Code::Enter {
        model.overlays.pop();
        calls_screen::keep_found(model);
        return;
    }
    let before = line.field.text().to_owned();
    if line.field.press(key) && line.field.text() != before {
        look(model, effects);
    }
}

/// Takes pasted text.
pub(super) fn paste(model: &mut Model, text: &str, effects: &mut Vec<Effect>) {
    if let Some(Overlay::Find(line)) = model.overlays.last_mut() {
        line.field.paste(text);
        look(model, effects);
    }
}

/// Leaves it with Esc: everything is as it was.
pub(super) fn give_back(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(Overlay::Find(line)) = model.overlays.pop() else { return };
    match line.before {
        Before::Board(marks) => {
            model.marks = *marks;
            // What has gone in the meantime is not marked.
            if let Some(view) = &model.view {
                model.marks.settle(false, view);
            }
        }
        Before::Places(places) => {
            model.places = *places;
            places_screen::settle(model, effects);
        }
        Before::FollowUps(follow_ups) => {
            model.follow_ups = *follow_ups;
            follow_ups_screen::settle(model);
        }
        Before::Calls(text) => calls_screen::look_for(model, &text, effects),
        Before::Journal { about, text } if text.is_empty() => {
            if model.journal.about != about || !model.journal.looked_for.is_empty() {
                journal_screen::show(model, about, effects);
            }
        }
        Before::Journal { text, .. } => journal_screen::look_for(model, &text, effects),
    }
}

fn look(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(Overlay::Find(line)) = model.overlays.last() else { return };
    let text = line.field.text().trim().to_owned();
    match model.screen {
        Screen::Board | Screen::Entry(_) => look_on_board(model, &text),
        Screen::Places => places_screen::find(model, &text),
        Screen::Calls => calls_screen::look_for(model, &text, effects),
        Screen::FollowUps => look_among_follow_ups(model, &text),
        Screen::Journal => journal_screen::look_for(model, &text, effects),
        Screen::Deviations | Screen::Handover => {}
    }
}

fn look_on_board(model: &mut Model, text: &str) {
    let Some(view) = &model.view else { return };
    let Some(Overlay::Find(line)) = model.overlays.last_mut() else { return };
    if let Before::Board(marks) = &line.before {
        model.marks = (**marks).clone();
        if let Some(view) = &model.view {
            model.marks.settle(false, view);
        }
    }
    line.is_missing = false;
    if text.is_empty() {
        return;
    }
    let marked = model.marks.call().filter(|_| model.marks.pane == Pane::Places);
    let is_found = if let Some(call) = marked {
        find_unit(view, call, text).is_some_and(|unit| model.marks.mark_unit(view, unit))
    } else {
        let found = find_call(view, &model.catalog, text);
        if let Some(call) = found {
            model.marks.mark_call(view, call);
        }
        found.is_some()
    };
    line.is_missing = !is_found;
}

/// Marks the first line whose call is meant; without one the mark is where it was.
fn look_among_follow_ups(model: &mut Model, text: &str) {
    let Some(view) = &model.view else { return };
    let calls: Vec<CallId> = view.follow_ups.lines.iter().map(|line| line.first.call).collect();
    let found = find_among(view, &model.catalog, &calls, text);
    let Some(Overlay::Find(line)) = model.overlays.last_mut() else { return };
    if let Before::FollowUps(before) = &line.before {
        model.follow_ups = (**before).clone();
    }
    line.is_missing = found.is_none() && !text.is_empty();
    match found.filter(|_| !text.is_empty()) {
        Some(call) => follow_ups_screen::mark_call(model, call),
        None => follow_ups_screen::settle(model),
    }
}

/// The first open call whose number begins so, or whose municipality does. A protected one is found by its number.
fn find_call(view: &BoardView, catalog: &Catalog, text: &str) -> Option<CallId> {
    let calls: Vec<CallId> = view.calls.iter().map(|row| row.id).collect();
    find_among(view, catalog, &calls, text)
}

/// The same among these calls.
fn find_among(view: &BoardView, catalog: &Catalog, calls: &[CallId], text: &str) -> Option<CallId> {
    let folded = fold(text);
    let begins = |name: &str| !folded.is_empty() && fold(name).starts_with(&folded);
    let is_named = |call: CallId| {
        let call = view.board.known_call(call).filter(|call| call.shield.is_none())?;
        municipality(catalog, call.municipality)
            .map(|found| begins(&found.name) || found.other_names.iter().any(|name| begins(name)))
    };
    let calls = || calls.iter().copied();
    calls()
        .find(|call| call.to_string() == text)
        .or_else(|| calls().find(|call| call.to_string().starts_with(text) || is_named(*call) == Some(true)))
}

/// The first place whose home is called so; a name that begins so before one that has it within.
fn find_unit(view: &BoardView, call: CallId, text: &str) -> Option<UnitId> {
    let folded = fold(text);
    let found = view.found(call)?;
    let units = || {
        found
            .fits
            .iter()
            .chain(&found.out)
            .filter_map(|row| view.board.unit(row.unit))
            .map(|unit| (unit.id, fold(&unit.name)))
    };
    units()
        .find(|(_, name)| name.starts_with(&folded))
        .or_else(|| units().find(|(_, name)| name.contains(&folded)))
        .map(|(unit, _)| unit)
}
