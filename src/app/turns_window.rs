//! What a call can turn into now: siblings who are placed apart, a request that stays open after a placement, a
//! disagreement or a remark as a fact, the same child as in another call. What cannot be done says why.

use chrono::{DateTime, Utc};

use crate::domain::board::Board;
use crate::domain::call::{Call, CallKind, CallState};
use crate::domain::call_details::{CallDetails, LinkTold};
use crate::domain::child::SiblingRule;
use crate::domain::command::{Command, SiblingSplit};
use crate::domain::draft::DraftKind;
use crate::domain::ids::{CallId, ChildId};
use crate::domain::question::Question;
use crate::domain::quick_line::{LineError, past_moment};
use crate::domain::remark::RemarkKind;

use super::availability::marked_call;
use super::drafts::{self, HalfWritten};
use super::effect::{Effect, Query};
use super::form::{FieldId, FieldKind, FieldRow, Form};
use super::key::{Code, Key};
use super::model::{Model, Overlay};

/// What a call can turn into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Siblings are placed apart.
    Split,
    /// The request stays open though the children have a place; or that ends.
    StayOpen,
    /// The type of measure was seen differently.
    Disagreement,
    /// Anything else worth keeping.
    Note,
    /// A child is the same as in another call.
    SameChild,
}

/// Every turn, in the order of the list.
pub const TURNS: [Turn; 5] = [Turn::Split, Turn::StayOpen, Turn::Disagreement, Turn::Note, Turn::SameChild];
/// Their letters, in the same order.
pub const TURN_LETTERS: &[char] = &['d', 'o', 'u', 'm', 's'];
/// Letters of the children, in the order told.
pub const CHILD_LETTERS: &[char] = &['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/// Why a call cannot turn that way now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TurnWhyNot {
    /// The call is closed.
    Closed,
    /// There is one child.
    OneChild,
    /// The children are placed apart already, or are no siblings.
    ApartAlready,
    /// A consultation has no places.
    Consultation,
    /// No child has a place.
    NotPlaced,
}

/// Why Enter did nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TurnFault {
    /// No turn is picked.
    NotPicked,
    /// The picked one cannot be done now.
    CannotNow,
    /// A field is empty that must not be.
    Missing(FieldId),
    /// The time cannot be read.
    Time(LineError),
    /// There is no call with the typed number on the board, and it is being looked for.
    NotReadYet,
}

const fn shown_for(id: FieldId, kind: FieldKind, is_shown: fn(&Form) -> bool) -> FieldRow {
    FieldRow { id, kind, is_shown }
}

const ROWS: &[FieldRow] = &[
    FieldRow::always(FieldId::Turn, FieldKind::Pick(TURN_LETTERS)),
    shown_for(FieldId::AgreedBy, FieldKind::Text, |form| picked(form) == Some(Turn::Split)),
    shown_for(FieldId::At, FieldKind::Text, |form| picked(form) == Some(Turn::Split)),
    shown_for(FieldId::Why, FieldKind::Text, |form| picked(form) == Some(Turn::Split)),
    shown_for(FieldId::Note, FieldKind::Text, |form| {
        matches!(picked(form), Some(Turn::Disagreement | Turn::Note))
    }),
    shown_for(FieldId::OtherCall, FieldKind::Text, |form| picked(form) == Some(Turn::SameChild)),
    // A child is asked for only where there are several: then one is picked from the beginning.
    shown_for(FieldId::Children, FieldKind::Pick(CHILD_LETTERS), |form| {
        picked(form) == Some(Turn::SameChild) && form.picked(FieldId::Children).is_some()
    }),
    shown_for(FieldId::OtherChild, FieldKind::Pick(CHILD_LETTERS), |form| {
        picked(form) == Some(Turn::SameChild) && form.picked(FieldId::OtherChild).is_some()
    }),
];

/// What of it is kept while it is not saved.
const KEPT: &[(FieldId, &str)] = &[
    (FieldId::Turn, "turn"),
    (FieldId::AgreedBy, "agreed_by"),
    (FieldId::At, "at"),
    (FieldId::Why, "reason"),
    (FieldId::Note, "text"),
    (FieldId::OtherCall, "other"),
];

fn picked(form: &Form) -> Option<Turn> {
    form.picked(FieldId::Turn).and_then(|at| TURNS.get(at)).copied()
}

/// What a call can turn into.
#[derive(Debug, Clone, PartialEq)]
pub struct TurnsWindow {
    /// The call.
    pub call: CallId,
    /// What is filled in.
    pub form: Form,
    /// The call with the typed number, once it is known.
    pub other: Option<Call>,
    /// The same children as are linked already.
    pub linked: Vec<LinkTold>,
    /// Why Enter did nothing.
    pub fault: Option<TurnFault>,
    /// The call itself, where the board holds it no more.
    read: Option<Call>,
    query: Query,
    other_query: Option<Query>,
}

impl TurnsWindow {
    /// The picked turn.
    #[must_use]
    pub fn turn(&self) -> Option<Turn> {
        picked(&self.form)
    }

    /// The call it is about.
    #[must_use]
    pub fn about<'a>(&'a self, board: &'a Board) -> Option<&'a Call> {
        board.known_call(self.call).or(self.read.as_ref())
    }

    /// The number typed as the other call.
    #[must_use]
    pub fn other_number(&self) -> Option<CallId> {
        self.form.text(FieldId::OtherCall)?.parse().ok().filter(|number| *number > 0).map(CallId)
    }

    /// Open calls that may be the same contact, and are not linked yet.
    #[must_use]
    pub fn may_be_same(&self, board: &Board) -> Vec<CallId> {
        let Some(call) = self.about(board) else { return Vec::new() };
        let facts = call.facts();
        let is_linked = |other: CallId| self.linked.iter().any(|link| link.call == other);
        let others = board.calls.iter().filter(|other| other.id != call.id && facts.may_be_same_as(other));
        others.map(|other| other.id).filter(|other| !is_linked(*other)).collect()
    }

    fn child(&self, call: &Call, field: FieldId) -> Option<ChildId> {
        let at = self.form.picked(field).unwrap_or(0);
        call.children.get(at).map(|child| child.id)
    }

    /// Whether the two children that would be linked were told to be of different sex or age.
    #[must_use]
    pub fn are_unlike(&self, board: &Board) -> bool {
        let told = |call: Option<&Call>, field| {
            let child = call.and_then(|call| Some((call, self.child(call, field)?)));
            child
                .and_then(|(call, child)| call.children.iter().find(|known| known.id == child))
                .map(|child| child.facts)
        };
        let here = told(self.about(board), FieldId::Children);
        let there = told(self.other.as_ref(), FieldId::OtherChild);
        here.zip(there).is_some_and(|(here, there)| here != there)
    }

    fn complete(&self, board: &Board, now: DateTime<Utc>) -> Result<Command, TurnFault> {
        let call = self.about(board).ok_or(TurnFault::NotPicked)?;
        let turn = self.turn().ok_or(TurnFault::NotPicked)?;
        if why_not(board, call, turn).is_some() {
            return Err(TurnFault::CannotNow);
        }
        let text = |id| self.form.text(id).ok_or(TurnFault::Missing(id));
        let remark = |kind| text(FieldId::Note).map(|text| Command::Remark { call: call.id, kind, text });
        match turn {
            Turn::Split => {
                let (agreed_by, reason) = (text(FieldId::AgreedBy)?, text(FieldId::Why)?);
                let at = self.form.text(FieldId::At).map(|written| past_moment(&written, now)).transpose();
                let agreed_at = at.map_err(TurnFault::Time)?;
                let split = SiblingSplit { call: call.id, agreed_by, agreed_at, reason };
                Ok(Command::SplitSiblings(Box::new(split)))
            }
            Turn::StayOpen => Ok(Command::StayOpen { call: call.id, stays_open: !call.stays_open }),
            Turn::Disagreement => remark(RemarkKind::Disagreement),
            Turn::Note => remark(RemarkKind::Note),
            Turn::SameChild => {
                self.other_number().ok_or(TurnFault::Missing(FieldId::OtherCall))?;
                let other = self.other.as_ref().ok_or(TurnFault::NotReadYet)?;
                let child = self.child(call, FieldId::Children);
                let same = self.child(other, FieldId::OtherChild);
                let (child, other) = child.zip(same).ok_or(TurnFault::Missing(FieldId::OtherCall))?;
                Ok(Command::LinkChild { child, other })
            }
        }
    }
}

/// Why a call cannot turn that way now; none when it can.
#[must_use]
pub fn why_not(board: &Board, call: &Call, turn: Turn) -> Option<TurnWhyNot> {
    let is_closed = call.state == CallState::Closed;
    match turn {
        Turn::Split | Turn::StayOpen if is_closed => Some(TurnWhyNot::Closed),
        Turn::Split if call.children.len() < 2 => Some(TurnWhyNot::OneChild),
        Turn::Split => matches!(call.siblings, Some(SiblingRule::Apart | SiblingRule::NotSiblings))
            .then_some(TurnWhyNot::ApartAlready),
        Turn::StayOpen if call.kind == CallKind::Consultation => Some(TurnWhyNot::Consultation),
        Turn::StayOpen => {
            let is_placed = board.offers.iter().any(|offer| offer.call == call.id && offer.is_accepted());
            (!is_placed && !call.stays_open).then_some(TurnWhyNot::NotPlaced)
        }
        Turn::Disagreement | Turn::Note | Turn::SameChild => None,
    }
}

/// Opens it for the marked call, with what was half-written before.
pub(super) fn open(model: &mut Model, effects: &mut Vec<Effect>) {
    let Some(call) = marked_call(model) else { return };
    let mut form = Form::new(ROWS);
    if let Some(part) = drafts::take(model, DraftKind::Turn, Some(call), None) {
        drafts::write(&mut form, KEPT, &part.fields);
    }
    let (query, effect) = model.ask(Question::Call(call));
    effects.push(effect);
    let window = TurnsWindow {
        call,
        form,
        other: None,
        linked: Vec::new(),
        fault: None,
        read: None,
        query,
        other_query: None,
    };
    model.overlays.push(Overlay::Turns(Box::new(window)));
    settle(model);
}

/// Takes a key.
pub(super) fn press(model: &mut Model, key: Key, effects: &mut Vec<Effect>) {
    let now = model.now;
    let (Some(Overlay::Turns(window)), Some(view)) = (model.overlays.last_mut(), &model.view) else { return };
    if key.code == Code::Enter {
        match window.complete(&view.board, now) {
            Ok(command) => {
                let finishes = drafts::of_top(model);
                effects.push(model.await_finishing(command, finishes));
            }
            Err(fault) => {
                if let TurnFault::Missing(field) = &fault {
                    window.form.focus(*field);
                } else if matches!(fault, TurnFault::Time(_)) {
                    window.form.focus(FieldId::At);
                }
                window.fault = Some(fault);
                ask_for_other(model, effects);
            }
        }
        return;
    }
    let at_turns = window.form.focused() == FieldId::Turn;
    let before = window.turn();
    let is_taken = match key.code {
        // The turns stand one below the other: arrows go from one to the next, Tab to the fields.
        Code::Down if at_turns => window.form.press(Key::plain(Code::Right)),
        Code::Up if at_turns => window.form.press(Key::plain(Code::Left)),
        _ => window.form.press(key),
    };
    if is_taken {
        window.fault = None;
    }
    let now_picked = window.turn().filter(|turn| Some(*turn) != before);
    let can = now_picked.filter(|turn| {
        window.about(&view.board).is_some_and(|call| why_not(&view.board, call, *turn).is_none())
    });
    // A letter goes on to what is to be written; an arrow may go further down.
    if can.is_some() && key.typed().is_some() {
        window.form.go(true);
    }
    let left_number =
        window.form.focused() != FieldId::OtherCall && matches!(key.code, Code::Tab | Code::Down);
    settle(model);
    if left_number {
        ask_for_other(model, effects);
    }
}

/// Takes pasted text.
pub(super) fn paste(model: &mut Model, text: &str) {
    if let Some(Overlay::Turns(window)) = model.overlays.last_mut() {
        window.form.paste(text);
        window.fault = None;
    }
    settle(model);
}

/// A call was read: the one it is about, or the other one.
pub(super) fn told(model: &mut Model, query: Query, details: &CallDetails) {
    let Some(window) = window(model) else { return };
    if window.query == query {
        window.linked.clone_from(&details.linked);
        window.read = Some(details.call.clone());
    } else if window.other_query == Some(query) && window.other_number() == Some(details.call.id) {
        window.other = Some(details.call.clone());
        window.fault = None;
    }
    settle(model);
}

/// After a fresh board: what it knows of the two calls may be new.
pub(super) fn refresh(model: &mut Model) {
    settle(model);
}

/// A call the board does not hold is looked for in the store, once its number is whole.
fn ask_for_other(model: &mut Model, effects: &mut Vec<Effect>) {
    let number = window(model)
        .filter(|window| window.other.is_none() && window.turn() == Some(Turn::SameChild))
        .and_then(|window| window.other_number());
    if let Some(number) = number {
        let (query, effect) = model.ask(Question::Call(number));
        effects.push(effect);
        if let Some(window) = window(model) {
            window.other_query = Some(query);
        }
    }
}

/// The other call as far as it is known, and a picked child where there are several to pick from: the one of the same
/// sex and age, until the adviser picks another.
fn settle(model: &mut Model) {
    let Some(board) = model.view.as_ref().map(|view| &view.board) else { return };
    let window = model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Turns(window) => Some(window),
        _ => None,
    });
    let Some(window) = window else { return };
    let number = window.other_number();
    if window.other.as_ref().map(|other| other.id) != number {
        window.form.pick(FieldId::OtherChild, None);
        window.other = None;
    }
    if let Some(known) = number.and_then(|number| board.known_call(number)) {
        window.other = Some(known.clone());
    }
    let Some(call) = window.about(board).cloned() else { return };
    let other = window.other.clone();
    let alike = |call: &Call, other: Option<&Call>| {
        let is_alike =
            |facts| other.is_some_and(|other| other.children.iter().any(|child| child.facts == facts));
        call.children.iter().position(|child| is_alike(child.facts)).unwrap_or(0)
    };
    let pick = |form: &mut Form, field, of: Option<&Call>, with: Option<&Call>| {
        let count = of.map_or(0, |of| of.children.len());
        let picked = form.picked(field).filter(|at| *at < count);
        let wanted = of.map(|of| alike(of, with)).filter(|_| count > 1);
        form.pick(field, picked.filter(|_| count > 1).or(wanted));
    };
    pick(&mut window.form, FieldId::Children, Some(&call), other.as_ref());
    let own = window.form.picked(FieldId::Children).unwrap_or(0);
    let own = Call { children: call.children.get(own).cloned().into_iter().collect(), ..call };
    pick(&mut window.form, FieldId::OtherChild, other.as_ref(), Some(&own));
}

fn window(model: &mut Model) -> Option<&mut TurnsWindow> {
    model.overlays.iter_mut().find_map(|overlay| match overlay {
        Overlay::Turns(window) => Some(window.as_mut()),
        _ => None,
    })
}

/// What is written and not saved. A turn alone is picked again.
pub(super) fn half_written(window: &TurnsWindow) -> Option<HalfWritten> {
    let fields = if window.form.has_text() { drafts::written(&window.form, KEPT) } else { Vec::new() };
    HalfWritten::about(DraftKind::Turn, window.call, None, fields)
}
