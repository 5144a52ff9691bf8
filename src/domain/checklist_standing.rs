//! Where an item of the checklist stands for a call: what a field of the call tells is answered, whoever filled it;
//! the rest is what was answered in the conversation.

use chrono::{DateTime, Utc};

use super::board::Board;
use super::call::Call;
use super::checklist::{AnswerState, ItemKey};
use super::child::Age;
use super::follow_up::{FollowUp, FollowUpKind};
use super::ids::CallId;

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

/// Whether the search for a place is under way: something is held or was offered.
#[must_use]
pub fn has_searched(board: &Board, call: CallId) -> bool {
    board.offers.iter().any(|offer| offer.call == call)
        || board.places.iter().any(|place| place.claim.as_ref().is_some_and(|claim| claim.call == call))
}

/// Whether help in the home may be brought up now (item 8): the search is under way, with the age known that it goes
/// by, and the municipality is not being rung back. Municipalities feel overruled by questions, so it is an offer of
/// help that comes neither before the search nor with a promised call ([003] 2.7).
#[must_use]
pub fn may_ask_for_help(board: &Board, call: &Call, now: DateTime<Utc>) -> bool {
    let ages_are_known = call.children.iter().all(|child| child.facts.age != Age::Unknown);
    has_searched(board, call.id) && ages_are_known && !is_rung_back(board, call.id, now)
}

/// Whether a promise to ring the municipality back is due, or the call about an offer.
fn is_rung_back(board: &Board, call: CallId, now: DateTime<Utc>) -> bool {
    let is_due = |task: &FollowUp| {
        task.call == call
            && task.due_at <= now
            && matches!(task.kind, FollowUpKind::CallBack | FollowUpKind::OfferAnswer)
    };
    board.follow_ups.iter().any(is_due)
}

/// The items still to be asked, in the order of asking. Names come last of what is asked at once: no search needs
/// them. Help in the home comes after everything, where it [may be asked](may_ask_for_help).
#[must_use]
pub fn to_ask(call: &Call, with_help: bool) -> Vec<ItemKey> {
    let is_late = |item: &ItemKey| matches!(item, ItemKey::Identity | ItemKey::HelpAtHome);
    let open = |item: &ItemKey| ItemStanding::of(call, *item).is_open();
    let at_once = ItemKey::ALL.iter().copied().filter(|item| !is_late(item));
    let help = with_help.then_some(ItemKey::HelpAtHome);
    at_once.chain([ItemKey::Identity]).chain(help).filter(open).collect()
}

/// The items of a call that the municipality is to send later, the first due first. Of a call that is closed only these
/// are still asked for.
#[must_use]
pub fn sent_later(board: &Board, call: CallId) -> Vec<ItemKey> {
    let later = |task: &&FollowUp| task.call == call && task.kind == FollowUpKind::ItemLater;
    board.follow_ups.iter().filter(later).filter_map(|task| task.item).collect()
}

/// Every item: the settled ones in their order, then those to be asked, at last what is not to be brought up yet.
#[must_use]
pub fn in_order(call: &Call, with_help: bool) -> Vec<ItemKey> {
    let mut items: Vec<ItemKey> =
        ItemKey::ALL.iter().copied().filter(|item| !ItemStanding::of(call, *item).is_open()).collect();
    items.extend(to_ask(call, with_help));
    items.extend(ItemKey::ALL.iter().filter(|item| !items.contains(item)).copied().collect::<Vec<_>>());
    items
}

/// The item to ask after this one: the next that is open, from the beginning again at the end; none when none is.
#[must_use]
pub fn next_to_ask(call: &Call, with_help: bool, after: ItemKey) -> Option<ItemKey> {
    let open = to_ask(call, with_help);
    let rank = |item: ItemKey| match item {
        ItemKey::HelpAtHome => ItemKey::ALL.len() + 1,
        ItemKey::Identity => ItemKey::ALL.len(),
        _ => ItemKey::ALL.iter().position(|known| *known == item).unwrap_or_default(),
    };
    let next = open.iter().find(|item| rank(**item) > rank(after));
    next.or_else(|| open.iter().find(|item| **item != after)).copied()
}
