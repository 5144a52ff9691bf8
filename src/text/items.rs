//! Where an item of the checklist stands, and what the fields of a call tell of it, in words. Names and numbers are never
//! among them: they are revealed.

use std::borrow::Cow;

use chrono::{DateTime, Utc};

use super::Texts;
use crate::domain::basis::BasisCode;
use crate::domain::call::{Call, Need, Shield};
use crate::domain::checklist::{AnswerState, ItemKey};

impl Texts {
    /// Where an item stands.
    #[must_use]
    pub fn item_standing(&self, state: AnswerState) -> Cow<'_, str> {
        match state {
            AnswerState::NotAsked => self.cli_item_not_asked(),
            AnswerState::Answered => self.cli_item_is_answered(),
            AnswerState::Unknown => self.cli_item_unknown(),
            AnswerState::NotRelevant => self.cli_item_not_relevant(),
            AnswerState::Later => self.cli_item_later(),
        }
    }

    /// A protected address.
    #[must_use]
    pub fn shield(&self, shield: Shield) -> Cow<'_, str> {
        match shield {
            Shield::Code6 => self.cli_shield_code6(),
            Shield::Code7 => self.cli_shield_code7(),
            Shield::Shielded => self.cli_shielded(),
        }
    }

    /// What the fields of a call tell of an item; none when they tell nothing. `at` is the form of its times.
    #[must_use]
    pub fn item_told(
        &self,
        call: &Call,
        item: ItemKey,
        at: &dyn Fn(DateTime<Utc>) -> String,
    ) -> Option<String> {
        let told: Vec<String> = match item {
            ItemKey::Basis => {
                let decision = call.decision.map(|decision| self.decision(decision).into_owned());
                let maker = call.decided_by.map(|maker| self.item_decided_by(self.decision_maker(maker)));
                let basis = call.basis.map(BasisCode::with_sign);
                [basis, decision, maker, call.decided_at.map(at)].into_iter().flatten().collect()
            }
            ItemKey::Whereabouts => {
                let place = call.whereabouts.map(|place| self.whereabouts(place).into_owned());
                place
                    .into_iter()
                    .chain(call.holds_until.map(|until| self.cli_item_until(at(until))))
                    .collect()
            }
            ItemKey::Wished => call.wished.iter().map(|wish| self.wish(*wish).into_owned()).collect(),
            ItemKey::Protection => {
                let known = call.may_be_known.map(|known| {
                    if known { self.cli_item_may_be_known() } else { self.cli_item_not_be_known() }
                        .into_owned()
                });
                known.into_iter().chain(call.shield.map(|shield| self.shield(shield).into_owned())).collect()
            }
            ItemKey::Health => call.needs.iter().map(need).collect(),
            ItemKey::Siblings => {
                call.siblings.map(|rule| self.sibling_rule(rule).into_owned()).into_iter().collect()
            }
            _ => Vec::new(),
        };
        (!told.is_empty()).then(|| told.join(", "))
    }
}

fn need(need: &Need) -> String {
    need.detail.as_ref().map_or_else(|| need.word.clone(), |detail| format!("{}:{detail}", need.word))
}
