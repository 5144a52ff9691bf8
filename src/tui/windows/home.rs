//! Draws what a municipality asks about a home, line by line: what is not known says so.

use crate::app::phones_window::PhonesWindow;
use crate::domain::question::{PersonalData, Subject};
use crate::domain::unit::Unit;
use crate::domain::unit_facts::UnitFact;

use crate::tui::frame::window;
use crate::tui::home::{hours, notes, told};
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 78;
const LABEL: u16 = 21;
/// Columns of the border and of blanks beside it.
const BESIDE: u16 = 6;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, phones: &PhonesWindow) {
    let texts = scene.texts;
    let unit = phones.unit.and_then(|unit| scene.view()?.board.unit(unit));
    let Some(unit) = unit else { return };
    let data = scene.model.shown_of(Subject::Unit(unit.id));
    let title = texts.home_window_title(scene.kind_and_owner(unit), unit.name.as_str());
    let until = scene.model.revealed.as_ref().map(|shown| texts.time(shown.until)).unwrap_or_default();
    let Some(data) = data else {
        let inner = window(pen, WIDTH, 3, &title, &texts.home_window_hint());
        pen.line(inner, 0).text(" ", Role::Text).text(texts.phones_reading(), Role::Faint);
        return;
    };
    let room = WIDTH.min(pen.area().width).saturating_sub(LABEL + BESIDE);
    let rows: Vec<(String, String, Role)> = rows(scene, unit, data)
        .into_iter()
        .flat_map(|(label, text, role)| {
            wrap(&text, room)
                .into_iter()
                .enumerate()
                .map(move |(n, text)| (if n == 0 { label.clone() } else { String::new() }, text, role))
        })
        .collect();
    let height = u16::try_from(rows.len() + 4).unwrap_or(u16::MAX);
    let inner = window(pen, WIDTH, height, &title, &texts.home_window_hint());
    let last = inner.height.saturating_sub(1);
    for (y, (label, text, role)) in (0..last).zip(&rows) {
        let mut line = pen.line(inner, y);
        line.text(" ", Role::Text).column(LABEL, label, Role::Faint);
        line.text(text, *role);
    }
    pen.line(inner, last).text(" ", Role::Text).text(texts.home_window_logged(until), Role::Faint);
}

/// What is needed at once first, what is told at length last.
fn rows(scene: Scene<'_>, unit: &Unit, data: &PersonalData) -> Vec<(String, String, Role)> {
    let texts = scene.texts;
    let row = |what: String, told: Option<String>| match told {
        Some(told) => (what, told, Role::Strong),
        None => (what, texts.home_not_known().into_owned(), Role::Faint),
    };
    let fact = |fact: UnitFact| row(texts.unit_fact(fact).into_owned(), told(scene, unit, data, fact));
    let mut rows =
        vec![fact(UnitFact::OnCallPhone), row(texts.home_hours_label().into_owned(), hours(scene, unit))];
    let rest = UnitFact::ALL.iter().filter(|known| **known != UnitFact::OnCallPhone);
    rows.extend(rest.map(|known| fact(*known)));
    let note = unit.note.as_deref().map(|note| texts.home_note(note));
    rows.extend(notes(scene, unit, note).into_iter().map(|note| (String::new(), note, Role::Text)));
    rows
}
