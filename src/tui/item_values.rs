//! What is known of the items of the checklist, in a few words: coded facts only, never what was told in words.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use crate::domain::basis::BasisCode;
use crate::domain::call::{Call, Need};
use crate::domain::checklist::{AnswerState, ItemKey};
use crate::domain::checklist_standing::ItemStanding;
use crate::domain::command::ItemFields;
use crate::domain::follow_up::FollowUpKind;
use crate::domain::measure::Wish;

use super::scene::Scene;
use super::theme::Role;

/// The sign before an item, and its look.
#[must_use]
pub const fn sign(state: AnswerState) -> (&'static str, Role) {
    match state {
        AnswerState::Answered => ("✓", Role::Good),
        AnswerState::Unknown => ("?", Role::Warning),
        AnswerState::Later => ("→", Role::Warning),
        AnswerState::NotRelevant => ("–", Role::Faint),
        AnswerState::NotAsked => ("·", Role::Strong),
    }
}

/// What a list may say of an item that need not be asked any more.
#[must_use]
pub fn value(scene: Scene<'_>, call: &Call, item: ItemKey, standing: &ItemStanding) -> String {
    let texts = scene.texts;
    let time = || standing.at.map(|at| texts.time_near(at, scene.now())).unwrap_or_default();
    match standing.state {
        AnswerState::NotAsked => String::new(),
        AnswerState::Unknown => texts.item_state_unknown(time()),
        AnswerState::NotRelevant if item == ItemKey::HelpAtHome => texts.item_state_not_now().into_owned(),
        AnswerState::NotRelevant if item == ItemKey::Siblings && call.children.len() < 2 => {
            texts.item_state_one_child().into_owned()
        }
        AnswerState::NotRelevant => texts.item_state_not_relevant().into_owned(),
        AnswerState::Later => match due(scene, call, item) {
            Some(due_at) => texts.item_state_later_due(texts.time_near(due_at, scene.now())),
            None => texts.item_state_later().into_owned(),
        },
        AnswerState::Answered => {
            facts(scene, call, item).unwrap_or_else(|| texts.item_state_answered(time()))
        }
    }
}

/// The same where there is hardly room.
#[must_use]
pub fn value_short(scene: Scene<'_>, call: &Call, item: ItemKey, standing: &ItemStanding) -> String {
    match (standing.state, facts_short(scene, call, item)) {
        (AnswerState::Answered, Some(facts)) => facts,
        _ => scene.item_label(item).to_lowercase(),
    }
}

/// The coded facts that an item asks for; none while there are none.
#[must_use]
pub fn facts(scene: Scene<'_>, call: &Call, item: ItemKey) -> Option<String> {
    let fields = ItemFields {
        basis: call.basis,
        decision: call.decision,
        decided_by: call.decided_by,
        decided_at: call.decided_at,
        whereabouts: call.whereabouts,
        holds_until: call.holds_until,
        wished: (!call.wished.is_empty()).then(|| call.wished.clone()),
        may_be_known: call.may_be_known,
        needs: call.needs.clone(),
        siblings: call.siblings.filter(|_| call.children.len() > 1),
        identities: Vec::new(),
    };
    match item {
        ItemKey::Identity => call.has_names.then(|| scene.texts.item_names_hidden().into_owned()),
        ItemKey::Basis => basis(scene, &fields),
        ItemKey::Whereabouts => whereabouts_until(scene, &fields),
        ItemKey::Wished => fields.wished.as_deref().map(|wished| wishes(scene, wished)),
        ItemKey::Protection => fields.may_be_known.map(|known| may_be_known(scene, known).into_owned()),
        ItemKey::Health => (!fields.needs.is_empty()).then(|| needs(&fields.needs)),
        ItemKey::Siblings => fields.siblings.map(|rule| scene.texts.sibling_rule(rule).into_owned()),
        _ => None,
    }
}

fn facts_short(scene: Scene<'_>, call: &Call, item: ItemKey) -> Option<String> {
    match item {
        ItemKey::Basis => {
            let decision = call.decision.map(|decision| scene.texts.decision(decision).into_owned());
            let parts: Vec<String> =
                call.basis.map(BasisCode::with_sign).into_iter().chain(decision).collect();
            (!parts.is_empty()).then(|| parts.join(", "))
        }
        ItemKey::Wished => {
            let wished: Vec<_> = call.wished.iter().map(|wish| scene.texts.wish_short(*wish)).collect();
            (!wished.is_empty()).then(|| wished.join("/"))
        }
        ItemKey::Identity => None,
        _ => facts(scene, call, item),
    }
}

/// What the words of an answer fill, one after another; none when they fill nothing.
#[must_use]
pub fn reading(scene: Scene<'_>, fields: &ItemFields) -> Option<String> {
    let texts = scene.texts;
    let names = (!fields.identities.is_empty()).then(|| {
        let ids = fields.identities.iter().filter(|(_, identity)| identity.national_id.is_some()).count();
        let names = fields.identities.iter().filter(|(_, identity)| identity.name.is_some()).count();
        texts.item_reads_names(names, ids)
    });
    let parts = [
        basis(scene, fields),
        whereabouts_until(scene, fields),
        fields.wished.as_deref().map(|wished| wishes(scene, wished)),
        fields.may_be_known.map(|known| may_be_known(scene, known).into_owned()),
        (!fields.needs.is_empty()).then(|| needs(&fields.needs)),
        fields.siblings.map(|rule| scene.texts.sibling_rule(rule).into_owned()),
        names,
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(" · "))
}

fn basis(scene: Scene<'_>, fields: &ItemFields) -> Option<String> {
    let mut parts: Vec<String> = fields.basis.map(BasisCode::with_sign).into_iter().collect();
    if let Some(decision) = fields.decision {
        let word = scene.texts.decision(decision);
        parts.push(match fields.decided_at {
            Some(at) => format!("{word} {}", scene.texts.time_near(at, scene.now())),
            None => word.into_owned(),
        });
    }
    if let Some(maker) = fields.decided_by {
        parts.push(scene.texts.item_decided_by(scene.texts.decision_maker(maker)));
    }
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn whereabouts_until(scene: Scene<'_>, fields: &ItemFields) -> Option<String> {
    let place = fields.whereabouts.map(|place| scene.texts.whereabouts(place).into_owned());
    let until = fields.holds_until.map(|until| scene.texts.item_holds_until(until_time(scene, until)));
    let parts: Vec<String> = place.into_iter().chain(until).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

fn until_time(scene: Scene<'_>, until: DateTime<Utc>) -> String {
    scene.texts.time_near(until, scene.now())
}

fn wishes(scene: Scene<'_>, wished: &[Wish]) -> String {
    wished.iter().map(|wish| scene.texts.wish(*wish)).collect::<Vec<_>>().join(", ")
}

fn needs(needs: &[Need]) -> String {
    let word = |need: &Need| match &need.detail {
        Some(detail) => format!("{} ({detail})", need.word),
        None => need.word.clone(),
    };
    needs.iter().map(word).collect::<Vec<_>>().join(", ")
}

/// When what is sent later is asked for again.
fn due(scene: Scene<'_>, call: &Call, item: ItemKey) -> Option<DateTime<Utc>> {
    let follow_ups = &scene.view()?.board.follow_ups;
    let is_of_item = |kind, of| kind == FollowUpKind::ItemLater && of == Some(item);
    let found = follow_ups.iter().find(|found| found.call == call.id && is_of_item(found.kind, found.item));
    found.map(|found| found.due_at)
}

fn may_be_known(scene: Scene<'_>, known: bool) -> Cow<'_, str> {
    if known { scene.texts.item_may_be_known() } else { scene.texts.item_not_be_known() }
}
