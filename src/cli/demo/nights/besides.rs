//! The acts beside the course of a call: places, the checklist, corrections, promises, revealing, undo, rules, erasure.

use chrono::TimeDelta;

use super::acts::{Does, Scene};
use super::contacts;
use crate::domain::call::{Call, CallerRole, DecisionStatus, Need, NeedEffect};
use crate::domain::checklist::{AnswerState, ItemKey};
use crate::domain::child::{Age, ChildFacts, ChildIdentity, Sex, SiblingRule};
use crate::domain::command::{CallEdit, Command, ItemAnswer, ItemFields, OfferCompletion, UndoScope};
use crate::domain::follow_up::{FollowUp, FollowUpEnd};
use crate::domain::offer::{Answer, Clearance, Offer};
use crate::domain::question::Subject;
use crate::domain::unit::{Availability, ConfirmedHow, Place, PlaceState};

/// The free place whose word is oldest is confirmed.
pub(super) fn confirm(scene: &mut Scene<'_>) -> Does {
    let free = scene.board.places.iter().filter(|place| place.availability(scene.now) == Availability::Free);
    let oldest = free.min_by_key(|place| place.confirmed.as_ref().map(|confirmed| confirmed.at));
    let Some(place) = oldest else { return Does::Nothing };
    let how = scene.random.pick([
        ConfirmedHow::Phoned,
        ConfirmedHow::Phoned,
        ConfirmedHow::Mail,
        ConfirmedHow::Message,
    ]);
    let whole_unit = scene.random.percent(70);
    Does::This(Command::ConfirmPlace { place: place.id, how, whole_unit })
}

fn some_free<'s>(scene: &mut Scene<'s>) -> Option<&'s Place> {
    let is_free = |place: &&Place| place.availability(scene.now) == Availability::Free;
    let free: Vec<&'s Place> = scene.board.places.iter().filter(is_free).collect();
    free.get(scene.random.below(free.len())).copied()
}

fn out(scene: &mut Scene<'_>) -> (PlaceState, Option<String>) {
    let (state, reason) = scene.random.pick([
        (PlaceState::IntakeStop, "slitasje etter et langt opphold"),
        (PlaceState::IntakeStop, "uro i gruppa"),
        (PlaceState::Staffing, "mangler nattevakt"),
        (PlaceState::Maintenance, "vannlekkasje"),
        (PlaceState::Holiday, "ferie"),
        (PlaceState::OverCapacity, "ett barn over ordinær kapasitet"),
    ]);
    (state, scene.random.percent(80).then(|| reason.to_owned()))
}

pub(super) fn out_of_use(scene: &mut Scene<'_>) -> Does {
    let Some(place) = some_free(scene) else { return Does::Nothing };
    let (state, reason) = out(scene);
    Does::This(Command::SetPlace { place: place.id, state, reason })
}

pub(super) fn unit_out_of_use(scene: &mut Scene<'_>) -> Does {
    let Some(place) = some_free(scene) else { return Does::Nothing };
    let (state, reason) = out(scene);
    Does::This(Command::SetUnit { place: place.id, state, reason })
}

pub(super) fn in_use_again(scene: &mut Scene<'_>) -> Does {
    let is_meant = |place: &&Place| Some(place.id) == scene.about.place;
    let Some(place) = scene.board.places.iter().find(is_meant) else { return Does::Nothing };
    if place.state == PlaceState::Free {
        return Does::Nothing;
    }
    let is_like = |other: &Place| {
        other.unit == place.unit && other.id != place.id && other.state_since == place.state_since
    };
    let (place, state, reason) = (place.id, PlaceState::Free, None);
    if scene.board.places.iter().any(is_like) {
        Does::This(Command::SetUnit { place, state, reason })
    } else {
        Does::This(Command::SetPlace { place, state, reason })
    }
}

pub(super) fn answer_item(scene: &mut Scene<'_>) -> Does {
    let Some(call) = scene.open_call() else { return Does::Nothing };
    let item = scene.random.pick([
        ItemKey::Identity,
        ItemKey::Basis,
        ItemKey::Whereabouts,
        ItemKey::Situation,
        ItemKey::Protection,
        ItemKey::Danger,
        ItemKey::HelpAtHome,
        ItemKey::Health,
        ItemKey::Language,
        ItemKey::Doctor,
        ItemKey::Escort,
        ItemKey::ChildView,
        ItemKey::Siblings,
    ]);
    let state = match scene.random.below(100) {
        0..75 => AnswerState::Answered,
        75..85 => AnswerState::Unknown,
        85..93 => AnswerState::NotRelevant,
        _ => AnswerState::Later,
    };
    let is_answered = state == AnswerState::Answered;
    let fields = if is_answered { told(scene, call, item) } else { ItemFields::default() };
    let text = (is_answered && scene.random.percent(70)).then(|| "fortalt på telefonen, kort".to_owned());
    Does::This(Command::AnswerItem(Box::new(ItemAnswer { call: call.id, item, state, text, fields })))
}

/// The fields of a call that an answer fills.
fn told(scene: &mut Scene<'_>, call: &Call, item: ItemKey) -> ItemFields {
    let none = ItemFields::default();
    match item {
        ItemKey::Identity => {
            let name = |number| ChildIdentity { name: Some(format!("Barn {number}")), national_id: None };
            let identities = call.children.iter().map(|child| (child.id, name(child.id.0))).collect();
            ItemFields { identities, ..none }
        }
        ItemKey::Basis => ItemFields { decision: Some(DecisionStatus::Made), ..none },
        ItemKey::Whereabouts => ItemFields { whereabouts: Some(contacts::whereabouts(scene.random)), ..none },
        ItemKey::Protection => ItemFields { may_be_known: Some(scene.random.percent(80)), ..none },
        ItemKey::Health if scene.random.percent(15) => {
            let need = Need { word: "allergi".to_owned(), detail: None, effect: NeedEffect::NoAnimals };
            ItemFields { needs: vec![need], ..none }
        }
        ItemKey::Siblings if call.children.len() > 1 => {
            let rule = scene.random.pick([SiblingRule::Together, SiblingRule::MaySplit, SiblingRule::Apart]);
            ItemFields { siblings: Some(rule), ..none }
        }
        _ => none,
    }
}

pub(super) fn correct(scene: &mut Scene<'_>) -> Does {
    let Some(call) = scene.open_call() else { return Does::Nothing };
    let before = call.facts();
    let mut after = before.clone();
    match scene.random.below(100) {
        0..25 => after.whereabouts = Some(contacts::whereabouts(scene.random)),
        25..45 => after.callback = Some("00 00 00 01".to_owned()),
        45..60 => after.note = Some("rettet etter at de ringte igjen".to_owned()),
        60..75 => after.caller = Some(scene.random.pick([CallerRole::Municipality, CallerRole::OutOfHours])),
        75..92 => {
            if let Some(child) = after.children.first_mut() {
                let years = child.age.years().unwrap_or(9);
                child.age = Age::Years(if years == 0 { 1 } else { years - 1 });
            }
        }
        92..96 => after.children.push(ChildFacts { sex: Sex::Girl, age: Age::Years(6) }),
        _ => after.may_be_known = Some(false),
    }
    let children = call.children.iter().map(|child| child.id).collect();
    Does::This(Command::EditCall(Box::new(CallEdit {
        call: call.id,
        before,
        after,
        children,
        removed: Vec::new(),
    })))
}

/// The child was called about before.
pub(super) fn link(scene: &mut Scene<'_>) -> Does {
    let Some(call) = scene.open_call() else { return Does::Nothing };
    let child = call.children.first();
    let other = scene.board.calls.iter().rev().find(|other| other.id < call.id && !other.children.is_empty());
    let other = other.and_then(|other| other.children.first());
    match (child, other) {
        (Some(child), Some(other)) => Does::This(Command::LinkChild { child: child.id, other: other.id }),
        _ => Does::Nothing,
    }
}

pub(super) fn promise(scene: &mut Scene<'_>) -> Does {
    let Some(call) = scene.open_call() else { return Does::Nothing };
    let due_at = scene.now + TimeDelta::minutes(scene.random.between(15, 120));
    Does::This(Command::PromiseCallBack { call: call.id, due_at })
}

pub(super) fn follow_up(scene: &mut Scene<'_>) -> Does {
    let is_due = |due: &&FollowUp| Some(due.call) == scene.about.call && due.due_at <= scene.now;
    let Some(due) = scene.board.follow_ups.iter().find(is_due) else { return Does::Nothing };
    let end = if scene.random.percent(85) { FollowUpEnd::Done } else { FollowUpEnd::Dropped };
    Does::This(Command::EndFollowUp { follow_up: due.id, end })
}

pub(super) fn complete(scene: &mut Scene<'_>) -> Does {
    let is_meant = |offer: &&Offer| {
        Some(offer.id) == scene.about.offer && offer.answer.is_none_or(|answer| answer == Answer::Accepted)
    };
    let Some(offer) = scene.board.offers.iter().find(is_meant) else { return Does::Nothing };
    Does::This(Command::CompleteOffer(Box::new(OfferCompletion {
        offer: offer.id,
        why: scene.random.percent(60).then(|| "ro, og voksne som kjenner situasjonen".to_owned()),
        child_view: scene.random.percent(40).then(|| "vil gjerne ha med katten".to_owned()),
        travel_time: None,
        clearance: Some(Clearance::Cleared),
        cleared_with: Some("vakten i tiltaket".to_owned()),
        cleared_at: Some(scene.now),
        may_be_known: scene.random.percent(20).then(|| scene.random.percent(80)),
    })))
}

pub(super) fn reveal(scene: &mut Scene<'_>) -> Does {
    let is_meant = |place: &&Place| Some(place.id) == scene.about.place;
    let unit = scene.board.places.iter().find(is_meant).map(|place| place.unit);
    let call = scene.open_call().map(|call| Subject::Call(call.id));
    let subject = unit.map(Subject::Unit).or(call);
    subject.map_or(Does::Nothing, |subject| Does::This(Command::Reveal { subject }))
}

pub(super) fn undo(scene: &mut Scene<'_>) -> Does {
    let by_command = scene.random.percent(25);
    let scope = if by_command { UndoScope::Database } else { UndoScope::ThisProcess };
    Does::This(Command::Undo { scope })
}

pub(super) fn redo(_: &mut Scene<'_>) -> Does {
    Does::This(Command::Redo)
}

/// Rules that leave the clocks alone.
pub(super) fn set_rule(scene: &mut Scene<'_>) -> Does {
    let (key, value) = scene.random.pick([
        ("hold.seconds", "900"),
        ("hold.seconds", "1200"),
        ("offer.call_back_minutes", "30"),
        ("offer.call_back_minutes", "20"),
        ("preparedness.home_child", "12"),
        ("preparedness.home_child", "10"),
        ("purge.on", "on"),
        ("purge.on", "on"),
        ("purge.days", "90"),
        ("purge.days", "120"),
    ]);
    Does::This(Command::SetSetting { key: key.to_owned(), value: value.to_owned() })
}

pub(super) fn erase(scene: &mut Scene<'_>) -> Does {
    Does::This(Command::Purge { dry_run: scene.random.percent(40) })
}
