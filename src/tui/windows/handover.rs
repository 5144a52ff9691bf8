//! Draws the signing of a handover: what Enter will do stands below before it is done.

use crate::app::form::{FieldId, FieldValue, Form};
use crate::app::handover_screen::Row;
use crate::app::handover_window::{HandoverWindow, Signs};
use crate::domain::handover::HandoverTo;
use crate::domain::ids::CallId;

use super::fields::{Spot, draw as draw_field, draw_covered, draw_rows_of_text, text_rows};
use crate::tui::frame::window;
use crate::tui::handover::words_of_section;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::{Scene, short_name};
use crate::tui::theme::Role;

const WIDTH: u16 = 98;
const COLUMN: u16 = 12;
/// The fewest and the most rows of the summary.
const SUMMARY: (u16, u16) = (4, 12);

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, signing: &HandoverWindow) {
    match signing.signs {
        Signs::Giver { .. } => draw_giving(pen, scene, signing),
        Signs::Receiver(_) => draw_receiving(pen, scene, signing),
    }
}

/// The open cases that are handed over.
fn open_cases(scene: Scene<'_>) -> Vec<CallId> {
    let rows = scene.model.handover.rows().into_iter();
    rows.filter_map(|row| if let Row::Case(call) = row { Some(call) } else { None }).collect()
}

fn list(calls: &[CallId]) -> String {
    calls.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn draw_giving(pen: &mut Pen<'_>, scene: Scene<'_>, signing: &HandoverWindow) {
    let texts = scene.texts;
    let cases = open_cases(scene);
    let room = WIDTH.min(pen.area().width).saturating_sub(6);
    let (below, role) = match signing.to() {
        _ if signing.lacks_words => (format!("! {}", texts.sign_fault_receiver()), Role::Alarm),
        None => (texts.sign_names_receiver().into_owned(), Role::Faint),
        Some(to) => {
            let to = match to {
                HandoverTo::Adviser(name) => name,
                HandoverTo::IntakeUnit => texts.handover_intake_unit().into_owned(),
            };
            (texts.sign_does_give(list(&cases), cases.len(), to), Role::Strong)
        }
    };
    let below = wrap(&below, room);
    let told = u16::try_from(below.len()).unwrap_or(0);
    let spare = pen.area().height.saturating_sub(6 + told);
    let columns = usize::from(WIDTH.min(pen.area().width).saturating_sub(5 + COLUMN));
    let written = signing.form.text(FieldId::Summary).unwrap_or_default();
    // One row more than it fills, to go on in.
    let wanted = u16::try_from(text_rows(&written, columns).len() + 1).unwrap_or(u16::MAX);
    let rows = wanted.min(SUMMARY.1).min(spare).max(SUMMARY.0);
    let title = texts.sign_title_give(cases.len());
    let inner = window(pen, WIDTH, rows + told + 5, &title, &texts.sign_hint_give());
    let form = with_names(scene, signing);
    let spot = |row| Spot { area: inner, row, column: COLUMN };
    draw_field(pen, spot(0), &form, FieldId::Receiver, &texts.sign_to(), &texts.sign_to_hint(), &[]);
    let hides = |id| scene.model.hides_words && form.text(id).is_some();
    let is_at = |id| form.focused() == id;
    if hides(FieldId::Summary) {
        let label = texts.sign_summary();
        draw_covered(pen, spot(1), &label, is_at(FieldId::Summary), &texts.handover_hidden());
    } else {
        draw_rows_of_text(pen, spot(1), &form, FieldId::Summary, (&texts.sign_summary(), ""), rows);
    }
    if hides(FieldId::Note) {
        let label = texts.sign_note();
        draw_covered(pen, spot(rows + 1), &label, is_at(FieldId::Note), &texts.handover_hidden());
    } else {
        let hint = texts.sign_note_hint();
        draw_field(pen, spot(rows + 1), &form, FieldId::Note, &texts.sign_note(), &hint, &[]);
    }
    for (y, text) in (rows + 3..).zip(&below) {
        pen.line(inner, y).text(" ", Role::Text).text(text, role);
    }
}

/// The form with every receiver's name: nobody yet, the intake unit, the advisers.
fn with_names(scene: Scene<'_>, signing: &HandoverWindow) -> Form {
    let mut form = signing.form.clone();
    let Some(FieldValue::Name { names, at }) = signing.form.value(FieldId::Receiver) else { return form };
    let first = [scene.texts.sign_to_nobody().into_owned(), scene.texts.handover_intake_unit().into_owned()];
    let names = first.into_iter().chain(names.iter().skip(2).cloned()).collect();
    form.set(FieldId::Receiver, FieldValue::Name { names, at: *at });
    form
}

fn draw_receiving(pen: &mut Pen<'_>, scene: Scene<'_>, signing: &HandoverWindow) {
    let texts = scene.texts;
    let screen = &scene.model.handover;
    let (Some(told), Some(page), Some(view)) = (&screen.told, &screen.page, scene.view()) else { return };
    let cases = open_cases(scene);
    let room = WIDTH.min(pen.area().width).saturating_sub(6);
    let mut below: Vec<(String, Role)> = Vec::new();
    if signing.lacks_words {
        below.push((format!("! {}", texts.sign_fault_repeat()), Role::Alarm));
    }
    below.push((texts.sign_does_receive(list(&cases), cases.len()), Role::Strong));
    let day = crate::domain::steps::first_working_day(told.until, &view.board.rules);
    for section in screen.unread_sections() {
        let words = words_of_section(scene, view, page, section);
        let rest = format!("{}: {words}", texts.handover_section(section, day));
        below.push((texts.sign_does_rest(rest), Role::Text));
    }
    let below: Vec<(String, Role)> = below
        .into_iter()
        .flat_map(|(text, role)| wrap(&text, room).into_iter().map(move |line| (line, role)))
        .collect();
    let title = texts.sign_title_receive(short_name(&told.shift.by));
    let height = u16::try_from(below.len()).unwrap_or(u16::MAX).saturating_add(5);
    let inner = window(pen, WIDTH, height, &title, &texts.sign_hint_receive());
    let (form, spot) = (&signing.form, Spot { area: inner, row: 0, column: COLUMN });
    let label = texts.sign_repeat();
    if scene.model.hides_words && form.text(FieldId::Repeated).is_some() {
        draw_covered(pen, spot, &label, true, &texts.handover_hidden());
    } else {
        draw_field(pen, spot, form, FieldId::Repeated, &label, &texts.sign_repeat_hint(), &[]);
    }
    for (y, (text, role)) in (2..).zip(&below) {
        pen.line(inner, y).text(" ", Role::Text).text(text, *role);
    }
}
