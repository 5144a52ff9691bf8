//! Where an item of the checklist stands for a call: what a field of the call tells is answered, whoever filled it;
//! the rest is what was answered in the conversation.

use chrono::{DateTime, Utc};

use super::call::Call;
use super::checklist::{AnswerState, ItemKey};

/// Where an item stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemStanding {
    /// Not asked, answered, unknown, not relevant, later.
    pub state: AnswerState,
    /// When it was answered in the conversation; none where a field tells it or it was not asked.
    pub at: Option<DateTime<Utc>>,
    /// By whom.
    pub by: Option<String>,
    /// Whether something was told in words.
    pub has_text: bool,
}

impl ItemStanding {
    /// Where an item stands for a call.
    #[must_use]
    pub fn of(call: &Call, item: ItemKey) -> Self {
        let answered = call.answers.iter().find(|answer| answer.item == item);
        let state = if is_told_by_field(call, item) {
            AnswerState::Answered
        } else {
            match answered {
                Some(answer) => answer.state,
                // There is nothing to ask.
                None if item == ItemKey::Siblings && call.children.len() < 2 => AnswerState::NotRelevant,
                None => AnswerState::NotAsked,
            }
        };
        Self {
            state,
            at: answered.map(|answer| answer.at),
            by: answered.map(|answer| answer.by.clone()),
            has_text: answered.is_some_and(|answer| answer.has_text),
        }
    }

    /// Whether it still has to be asked.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == AnswerState::NotAsked
    }
}

/// Whether the fields of the call tell all that the item asks for as a coded fact.
fn is_told_by_field(call: &Call, item: ItemKey) -> bool {
    match item {
        ItemKey::Identity => call.has_names,
        ItemKey::Basis => call.basis.is_some() && call.decision.is_some(),
        ItemKey::Whereabouts => call.whereabouts.is_some(),
        ItemKey::Wished => !call.wished.is_empty(),
        ItemKey::Protection => call.may_be_known.is_some(),
        ItemKey::Health => !call.needs.is_empty(),
        ItemKey::Siblings => call.children.len() > 1 && call.siblings.is_some(),
        _ => false,
    }
}

/// How many items need not be asked any more.
#[must_use]
pub fn count_settled(call: &Call) -> usize {
    ItemKey::ALL.iter().filter(|item| !ItemStanding::of(call, **item).is_open()).count()
}

/// The items still to be asked, in the order of asking: help in the home is never asked before the search is under
/// way, and comes last then (domain: item 8; [003] 2.7).
#[must_use]
pub fn to_ask(call: &Call, has_searched: bool) -> Vec<ItemKey> {
    let open = |item: &ItemKey| ItemStanding::of(call, *item).is_open();
    let mut items: Vec<ItemKey> =
        ItemKey::ALL.iter().copied().filter(|item| *item != ItemKey::HelpAtHome).filter(open).collect();
    if has_searched && open(&ItemKey::HelpAtHome) {
        items.push(ItemKey::HelpAtHome);
    }
    items
}
