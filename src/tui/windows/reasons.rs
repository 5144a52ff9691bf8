//! Every reason for and against the marked place, whole.

use crate::app::availability::marked_place;
use crate::domain::matching::Fact;

use crate::tui::board::heading;
use crate::tui::frame::window;
use crate::tui::pen::Pen;
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>) {
    let texts = scene.texts;
    let found = marked_place(scene.model).and_then(|(call, unit)| {
        let view = scene.view()?;
        Some((call, view.board.unit(unit)?, view.unit_row(call, unit)?))
    });
    let Some((call, unit, row)) = found else {
        let inner = window(pen, 60, 3, &texts.label_reasons(), &texts.offer_hint_taken());
        pen.line(inner, 0).text(texts.reasons_none(), Role::Faint);
        return;
    };
    let (against, rest): (Vec<&Fact>, Vec<&Fact>) =
        row.place.facts.iter().partition(|fact| fact.is_blocker());
    let height = u16::try_from(against.len().max(1) + rest.len() + 5).unwrap_or(u16::MAX);
    let title = texts.reasons_title(call.0, unit.name.as_str());
    let inner = window(pen, 74, height, &title, &texts.reasons_hint());
    let kind = format!("{}, {}", texts.kind(unit.kind), texts.ownership(unit.ownership));
    pen.line(inner, 0).cursor_here().text(kind, Role::Text);
    heading(pen, inner, 1, &texts.reasons_in_the_way());
    let mut y = 2;
    if against.is_empty() {
        pen.line(inner, y).text("  ", Role::Text).text(texts.reasons_nothing_in_the_way(), Role::Text);
        y += 1;
    }
    for fact in against {
        pen.line(inner, y).text("! ", Role::Alarm).text(texts.fact(fact, scene.now()), Role::Strong);
        y += 1;
    }
    heading(pen, inner, y, &texts.reasons_speaks_for());
    for fact in rest {
        y += 1;
        pen.line(inner, y).text("  ", Role::Text).text(texts.fact(fact, scene.now()), Role::Text);
    }
}
