//! What is known of the marked call and what has not been asked, from its coded facts only. What was told in words
//! is never shown here, only that it was.

use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::app::call_row::CallRow;
use crate::domain::call::Call;
use crate::domain::checklist::{AnswerState, ItemKey};
use crate::domain::checklist_standing::{ItemStanding, count_settled, may_ask_for_help, to_ask};
use crate::domain::gaps::Gap;

use super::steps;
use crate::app::keymap::Action;
use crate::tui::frame::pane;
use crate::tui::item_values::{facts, sign, value, value_short};
use crate::tui::labels;
use crate::tui::pen::{Pen, cells, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const LABEL: u16 = 19;
/// What is to be asked next keeps so many rows, however much is known.
const OPEN_ROWS: usize = 4;

/// Something to ask: a fact of the call that no item asks for, or an item.
#[derive(Clone, Copy)]
enum Ask {
    Gap(Gap),
    Item(ItemKey),
}

impl Ask {
    fn label(self, scene: Scene<'_>) -> std::borrow::Cow<'_, str> {
        match self {
            Self::Gap(Gap::Callback) => scene.texts.item_callback(),
            Self::Gap(Gap::Age) => scene.texts.item_age(),
            Self::Gap(_) => scene.texts.item_caller(),
            Self::Item(item) => scene.item_label(item).into(),
        }
    }

    /// What to ask; of the basis and its decision only what is not known.
    fn question<'a>(self, scene: Scene<'a>, call: &Call) -> std::borrow::Cow<'a, str> {
        match self {
            Self::Gap(gap) => scene.question(gap),
            Self::Item(ItemKey::Basis) if call.basis.is_some() => scene.question(Gap::Decision),
            Self::Item(ItemKey::Basis) if call.decision.is_some() => scene.question(Gap::Basis),
            Self::Item(item) => scene.item_question(item).into(),
        }
    }
}

/// Draws the pane beside the next steps.
pub fn draw(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) {
    let Some(((call, row), view)) = marked(scene) else {
        pane(pen, area, &scene.texts.checklist_title_empty(), "", false);
        return;
    };
    let inner = pane(pen, area, &title(scene, call), "", false);
    let settled = settled(call);
    let asks = asks(scene, call, row, view);
    let question = asks.first().map_or_else(
        || vec![scene.texts.checklist_complete().into_owned()],
        |ask| wrap(&ask.question(scene, call), inner.width.saturating_sub(2)),
    );
    let below = u16::try_from(question.len()).unwrap_or(u16::MAX);
    let room = usize::from(inner.height.saturating_sub(below));
    let (known, open) = share(settled.len(), asks.len(), room);
    let mut y = 0;
    for (item, standing) in settled.iter().take(known) {
        let (mark, role) = sign(standing.state);
        let mut line = pen.line(inner, y);
        line.text(format!(" {mark} "), role).column(LABEL, scene.item_label(*item), Role::Text);
        line.text(value(scene, call, *item, standing), Role::Text);
        y += 1;
    }
    for ask in asks.iter().take(open) {
        let mut line = pen.line(inner, y);
        line.text(" · ", Role::Strong);
        let partly = match ask {
            Ask::Item(item) => facts(scene, call, *item),
            Ask::Gap(_) => None,
        };
        match partly {
            Some(partly) => line.column(LABEL, ask.label(scene), Role::Strong).text(partly, Role::Text),
            None => line.text(ask.label(scene), Role::Strong),
        };
        y += 1;
    }
    let more = settled.len() - known + asks.len() - open;
    if more > 0 {
        let key = labels::first_key(scene.texts, Action::Checklist);
        pen.line(inner, y).text("   ", Role::Text).text(scene.texts.checklist_more(more, key), Role::Faint);
    }
    let role = if asks.is_empty() { Role::Faint } else { Role::Strong };
    for (y, text) in (inner.height.saturating_sub(below)..).zip(question) {
        pen.line(inner, y).text(" ", Role::Text).text(text, role);
    }
}

/// How many of what is known and of what is to be asked get a row; one row is left to say that there is more.
fn share(known: usize, open: usize, room: usize) -> (usize, usize) {
    if known + open <= room {
        return (known, open);
    }
    let room = room.saturating_sub(1);
    let for_open = open.min(OPEN_ROWS).min(room);
    let for_known = known.min(room - for_open);
    (for_known, open.min(room - for_known))
}

/// Draws the pane of a narrow screen: what is known in one line, then what to ask.
pub fn draw_narrow(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) {
    let Some(((call, row), view)) = marked(scene) else {
        pane(pen, area, &scene.texts.checklist_title_empty(), "", false);
        return;
    };
    let title = title(scene, call);
    let title = match steps::next_in_words(scene, view, call, row) {
        Some(next) => scene.texts.checklist_title_next(next, title),
        None => title,
    };
    let inner = pane(pen, area, &title, "", false);
    let settled = settled(call);
    let mut line = pen.line(inner, 0);
    for (item, standing) in &settled {
        let text = value_short(scene, call, *item, standing);
        if cells(&text) + 4 > line.room() {
            break;
        }
        let (mark, role) = sign(standing.state);
        line.text(format!(" {mark} "), role).text(text, Role::Text).text(" ", Role::Text);
    }
    let asks = asks(scene, call, row, view);
    let first = u16::from(!settled.is_empty());
    if asks.is_empty() {
        pen.line(inner, first).text(" ", Role::Text).text(scene.texts.checklist_complete(), Role::Faint);
    }
    for (y, ask) in (first..inner.height).zip(&asks) {
        pen.line(inner, y).text(" ", Role::Text).text(ask.question(scene, call), Role::Strong);
    }
}

fn marked(scene: Scene<'_>) -> Option<((&Call, &CallRow), &BoardView)> {
    let view = scene.view()?;
    let id = scene.model.marks.call()?;
    Some(((view.board.call(id)?, view.call_row(id)?), view))
}

fn title(scene: Scene<'_>, call: &Call) -> String {
    scene.texts.checklist_title(call.id.0, ItemKey::ALL.len(), count_settled(call))
}

/// What need not be asked any more: first what was answered, then what is not known or comes later, at last what is
/// not relevant. What does not apply at all is not worth a row.
fn settled(call: &Call) -> Vec<(ItemKey, ItemStanding)> {
    let rank = |standing: &ItemStanding| match standing.state {
        AnswerState::Answered => 0,
        AnswerState::Unknown | AnswerState::Later => 1,
        AnswerState::NotRelevant | AnswerState::NotAsked => 2,
    };
    let applies = |item: ItemKey| item != ItemKey::Siblings || call.children.len() > 1;
    let all = ItemKey::ALL.iter().map(|item| (*item, ItemStanding::of(call, *item)));
    let mut settled: Vec<_> = all.filter(|(item, standing)| !standing.is_open() && applies(*item)).collect();
    settled.sort_by_key(|(_, standing)| rank(standing));
    settled
}

/// What to ask: the number to ring back on first, the age, the items in the order of asking, at last who phones.
fn asks(scene: Scene<'_>, call: &Call, row: &CallRow, view: &BoardView) -> Vec<Ask> {
    let gap = |gap: Gap| row.gaps.contains(&gap).then_some(Ask::Gap(gap));
    let items = to_ask(call, may_ask_for_help(&view.board, call, scene.now())).into_iter().map(Ask::Item);
    let first = gap(Gap::Callback).into_iter().chain(gap(Gap::Age));
    first.chain(items).chain(gap(Gap::Caller)).collect()
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn what_is_to_be_asked_keeps_its_rows() {
        assert_eq!(share(5, 3, 10), (5, 3));
        assert_eq!(share(10, 10, 9), (4, 4));
        assert_eq!(share(2, 18, 9), (2, 6));
        assert_eq!(share(19, 1, 9), (7, 1));
        assert_eq!(share(5, 5, 1), (0, 0));
        assert_eq!(share(5, 5, 0), (0, 0));
    }
}
