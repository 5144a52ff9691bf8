//! What is known of the marked call and what has not been asked, from its coded facts only.

use ratatui::layout::Rect;

use crate::app::board_view::BoardView;
use crate::app::call_row::CallRow;
use crate::domain::basis::BasisCode;
use crate::domain::call::{Call, CallerRole, DecisionStatus, Whereabouts};
use crate::domain::child::SiblingRule;
use crate::domain::gaps::Gap;

use super::steps;
use crate::tui::frame::pane;
use crate::tui::pen::{Pen, cells, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// The items in the order they are asked; siblings only where there are several children.
const ITEMS: &[Gap] = &[
    Gap::Basis,
    Gap::Decision,
    Gap::Whereabouts,
    Gap::Wished,
    Gap::Age,
    Gap::Siblings,
    Gap::Caller,
    Gap::Callback,
];

/// Draws the pane beside the next steps.
pub fn draw(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) {
    let Some(((call, row), _)) = marked(scene) else {
        pane(pen, area, &scene.texts.checklist_title_empty(), "", false);
        return;
    };
    let inner = pane(pen, area, &title(scene, call, row), "", false);
    let mut y = 0;
    for item in items(call) {
        let mut line = pen.line(inner, y);
        match known(scene, call, row, item) {
            Some(value) => {
                line.text(" ✓ ", Role::Good)
                    .column(19, label(scene, item), Role::Text)
                    .text(value, Role::Text);
            }
            None => {
                line.text(" · ", Role::Strong).text(label(scene, item), Role::Strong);
            }
        }
        y += 1;
    }
    if !call.needs.is_empty() {
        let needs = call.needs.iter().map(|need| need.word.as_str()).collect::<Vec<_>>().join(", ");
        let mut line = pen.line(inner, y);
        line.text(" ✓ ", Role::Good).column(19, scene.texts.item_needs(), Role::Text).text(needs, Role::Text);
        y += 1;
    }
    if call.has_note {
        let mut line = pen.line(inner, y);
        line.text(" ✓ ", Role::Good)
            .column(19, scene.texts.item_note(), Role::Text)
            .text(scene.texts.known_note(), Role::Text);
        y += 1;
    }
    y += 1;
    match row.gaps.first() {
        Some(gap) => {
            for text in wrap(&scene.question(*gap), inner.width.saturating_sub(2)) {
                pen.line(inner, y).text(" ", Role::Text).text(text, Role::Strong);
                y += 1;
            }
        }
        None => {
            pen.line(inner, y).text(" ", Role::Text).text(scene.texts.checklist_complete(), Role::Faint);
        }
    }
}

/// Draws the pane of a narrow screen: what is known in one line, then what to ask.
pub fn draw_narrow(pen: &mut Pen<'_>, area: Rect, scene: Scene<'_>) {
    let Some(((call, row), view)) = marked(scene) else {
        pane(pen, area, &scene.texts.checklist_title_empty(), "", false);
        return;
    };
    let title = title(scene, call, row);
    let title = match steps::of_call(scene, view, call, row).into_iter().next() {
        Some(step) => scene.texts.checklist_title_next(format!("{} {}", step.when, step.what), title),
        None => title,
    };
    let inner = pane(pen, area, &title, "", false);
    let mut y = 0;
    let mut line = pen.line(inner, 0);
    for value in items(call).filter_map(|item| known_short(scene, call, row, item)) {
        if cells(&value) + 5 > line.room() {
            break;
        }
        line.text(" ✓ ", Role::Good).text(value, Role::Text).text(" ", Role::Text);
        y = 1;
    }
    for gap in &row.gaps {
        pen.line(inner, y).text(" ", Role::Text).text(scene.question(*gap), Role::Strong);
        y += 1;
    }
    if row.gaps.is_empty() {
        pen.line(inner, y).text(" ", Role::Text).text(scene.texts.checklist_complete(), Role::Faint);
    }
}

fn marked(scene: Scene<'_>) -> Option<((&Call, &CallRow), &BoardView)> {
    let view = scene.view()?;
    let id = scene.model.marks.call()?;
    Some(((view.board.call(id)?, view.call_row(id)?), view))
}

fn title(scene: Scene<'_>, call: &Call, row: &CallRow) -> String {
    let count = items(call).count();
    let known = items(call).filter(|item| !row.gaps.contains(item)).count();
    scene.texts.checklist_title(call.id.0, count, known)
}

fn items(call: &Call) -> impl Iterator<Item = Gap> {
    let has_siblings = call.children.len() > 1;
    ITEMS.iter().copied().filter(move |item| *item != Gap::Siblings || has_siblings)
}

fn label(scene: Scene<'_>, item: Gap) -> std::borrow::Cow<'_, str> {
    match item {
        Gap::Callback => scene.texts.item_callback(),
        Gap::Age => scene.texts.item_age(),
        Gap::Basis => scene.texts.item_basis(),
        Gap::Decision => scene.texts.item_decision(),
        Gap::Wished => scene.texts.item_wished(),
        Gap::Whereabouts => scene.texts.item_whereabouts(),
        Gap::Siblings => scene.texts.item_siblings(),
        Gap::Caller => scene.texts.item_caller(),
    }
}

/// The value of an item; none while it is not known. An item that does not apply counts as known, as `–`.
fn known(scene: Scene<'_>, call: &Call, row: &CallRow, item: Gap) -> Option<String> {
    if row.gaps.contains(&item) {
        return None;
    }
    let texts = scene.texts;
    let value = match item {
        Gap::Callback => Some(texts.known_callback().into_owned()),
        Gap::Age => Some(scene.children(call)),
        Gap::Basis => call.basis.map(BasisCode::with_sign),
        Gap::Decision => call.decision.map(|decision| match decision {
            DecisionStatus::Made => texts.decision_made().into_owned(),
            DecisionStatus::AwaitsPlace => texts.decision_awaits_place().into_owned(),
            DecisionStatus::AwaitsTribunal => texts.decision_awaits_tribunal().into_owned(),
        }),
        Gap::Wished => {
            let wishes: Vec<_> = call.wished.iter().map(|wish| texts.wish(*wish)).collect();
            (!wishes.is_empty()).then(|| wishes.join(", "))
        }
        Gap::Whereabouts => call.whereabouts.map(|place| whereabouts(scene, place)),
        Gap::Siblings => call.siblings.map(|rule| match rule {
            SiblingRule::Together => texts.siblings_together().into_owned(),
            SiblingRule::MaySplit => texts.siblings_may_split().into_owned(),
            SiblingRule::Apart => texts.siblings_apart().into_owned(),
            SiblingRule::NotSiblings => texts.siblings_not().into_owned(),
        }),
        Gap::Caller => call.caller.map(|caller| caller_in_full(scene, caller).into_owned()),
    };
    Some(value.unwrap_or_else(|| "–".to_owned()))
}

fn known_short(scene: Scene<'_>, call: &Call, row: &CallRow, item: Gap) -> Option<String> {
    match item {
        Gap::Callback | Gap::Caller | Gap::Age => {
            known(scene, call, row, item).map(|_| label(scene, item).to_lowercase())
        }
        _ => known(scene, call, row, item).filter(|value| value != "–"),
    }
}

/// Where the child is, in words.
pub fn whereabouts(scene: Scene<'_>, place: Whereabouts) -> String {
    let texts = scene.texts;
    match place {
        Whereabouts::Home => texts.where_home(),
        Whereabouts::Institution => texts.where_institution(),
        Whereabouts::FosterHome => texts.where_foster_home(),
        Whereabouts::Kin => texts.where_kin(),
        Whereabouts::MunicipalitySolution => texts.where_municipality_solution(),
        Whereabouts::Staff => texts.where_staff(),
        Whereabouts::Hospital => texts.where_hospital(),
        Whereabouts::Custody => texts.where_custody(),
        Whereabouts::Unknown => texts.where_unknown(),
        Whereabouts::Other => texts.where_other(),
    }
    .into_owned()
}

/// Who phones, in full.
pub fn caller_in_full(scene: Scene<'_>, caller: CallerRole) -> std::borrow::Cow<'_, str> {
    match caller {
        CallerRole::Municipality => scene.texts.caller_municipality(),
        CallerRole::OutOfHours => scene.texts.caller_out_of_hours(),
        CallerRole::Prosecutor => scene.texts.caller_prosecutor(),
        CallerRole::Other => scene.texts.caller_other(),
    }
}
