//! Draws the signing of a handover: what Enter will do stands below before it is done.

use ratatui::layout::Rect;

use crate::app::form::{FieldId, FieldValue, Form};
use crate::app::handover_pages::to_receive;
use crate::app::handover_screen::Row;
use crate::app::handover_window::{HandoverWindow, Signs, is_receiving, others_on_duty};
use crate::app::news::own_name;
use crate::domain::handover::{BeforeOpening, HandoverTo};
use crate::domain::ids::CallId;

use super::fields::{Spot, draw as draw_field, draw_covered, draw_rows_of_text, text_rows};
use crate::tui::frame::{window, window_below};
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

/// The open cases of the page by number: those that change hands with the signature, and the others.
struct Cases {
    given: Vec<CallId>,
    others: Vec<CallId>,
}

impl Cases {
    fn of(scene: Scene<'_>) -> Self {
        let screen = &scene.model.handover;
        let is_given =
            |call: &CallId| screen.told.as_ref().is_some_and(|told| told.given.calls.contains(call));
        let rows = screen.rows().into_iter();
        let cases = rows.filter_map(|row| if let Row::Case(call) = row { Some(call) } else { None });
        let (mut given, mut others): (Vec<_>, Vec<_>) = cases.partition(is_given);
        given.sort_unstable();
        others.sort_unstable();
        Self { given, others }
    }

    fn count(&self) -> usize {
        self.given.len() + self.others.len()
    }

    /// That the others are there to be known of; none where there are none.
    fn for_information(&self, scene: Scene<'_>) -> Option<(String, Role)> {
        let others = (!self.others.is_empty()).then(|| list(&self.others))?;
        Some((scene.texts.sign_for_information(others), Role::Text))
    }
}

fn list(calls: &[CallId]) -> String {
    calls.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn draw_giving(pen: &mut Pen<'_>, scene: Scene<'_>, signing: &HandoverWindow) {
    let texts = scene.texts;
    let cases = Cases::of(scene);
    let room = WIDTH.min(pen.area().width).saturating_sub(6);
    let below = wrapped(told_to_giver(scene, signing, &cases), room);
    let told = u16::try_from(below.len()).unwrap_or(0);
    let spare = pen.area().height.saturating_sub(6 + told);
    let columns = usize::from(WIDTH.min(pen.area().width).saturating_sub(5 + COLUMN));
    let written = signing.form.text(FieldId::Summary).unwrap_or_default();
    // One row more than it fills, to go on in.
    let wanted = u16::try_from(text_rows(&written, columns).len() + 1).unwrap_or(u16::MAX);
    let rows = wanted.min(SUMMARY.1).min(spare).max(SUMMARY.0);
    let title = texts.sign_title_give(cases.count());
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
    draw_below(pen, inner, rows + 3, &below);
}

/// What Enter does, and what else the giver should see before.
fn told_to_giver(scene: Scene<'_>, signing: &HandoverWindow, cases: &Cases) -> Vec<(String, Role)> {
    let texts = scene.texts;
    let mut told = Vec::new();
    if signing.lacks_words {
        told.push((format!("! {}", texts.sign_fault_receiver()), Role::Alarm));
    }
    let waiting: Vec<String> = to_receive(scene.model).map(|waiting| short_name(&waiting.giver)).collect();
    if !waiting.is_empty() {
        told.push((format!("! {}", texts.sign_waits_for_you(waiting.join(", "))), Role::Warning));
    }
    if signing.is_overtaken() {
        told.push((format!("! {}", texts.sign_overtaken()), Role::Warning));
    }
    match signing.to() {
        None => {
            if !signing.lacks_words {
                told.push((texts.sign_names_receiver().into_owned(), Role::Faint));
            }
            let on: Vec<&str> = others_on_duty(scene.model).collect();
            told.push((texts.sign_on_duty(on.len(), on.join(", ")), Role::Text));
        }
        Some(HandoverTo::Adviser(name)) => {
            if !others_on_duty(scene.model).any(|on| on == name) {
                told.push((format!("! {}", texts.sign_not_on_duty(name.as_str())), Role::Warning));
            }
            told.push((texts.sign_does_give(list(&cases.given), cases.given.len(), name), Role::Strong));
        }
        Some(HandoverTo::IntakeUnit) => {
            told.extend(before_opening(scene));
            let to = texts.handover_intake_unit();
            told.push((texts.sign_does_give(list(&cases.given), cases.given.len(), to), Role::Strong));
        }
    }
    if signing.to().is_some() {
        told.extend(cases.for_information(scene));
    }
    told
}

/// When the intake unit opens, and what comes before that; none while it is open.
fn before_opening(scene: Scene<'_>) -> Option<(String, Role)> {
    let (board, told) = (&scene.view()?.board, scene.model.handover.told.as_ref()?);
    let before = BeforeOpening::of(board, &told.given, scene.now())?;
    let near = |at| scene.texts.time_near(at, scene.now());
    let opens = near(before.opens);
    if before.critical + before.promises == 0 {
        return Some((scene.texts.sign_intake_opens(opens), Role::Text));
    }
    let promise = before.first_promise.map(near).unwrap_or_default();
    let words = scene.texts.sign_before_opening(before.critical, promise, opens, before.promises);
    Some((format!("! {words}"), Role::Warning))
}

/// Lines as wide as there is room.
fn wrapped(told: Vec<(String, Role)>, room: u16) -> Vec<(String, Role)> {
    let lines = |(text, role): (String, Role)| wrap(&text, room).into_iter().map(move |line| (line, role));
    told.into_iter().flat_map(lines).collect()
}

fn draw_below(pen: &mut Pen<'_>, inner: Rect, from: u16, below: &[(String, Role)]) {
    for (y, (text, role)) in (from..).zip(below) {
        pen.line(inner, y).text(" ", Role::Text).text(text, *role);
    }
}

/// The form with every receiver's name: nobody yet, the intake unit, the advisers.
fn with_names(scene: Scene<'_>, signing: &HandoverWindow) -> Form {
    let texts = scene.texts;
    let mut form = signing.form.clone();
    let Some(FieldValue::Name { names, at }) = signing.form.value(FieldId::Receiver) else { return form };
    let first = [texts.sign_to_nobody().into_owned(), texts.handover_intake_unit().into_owned()];
    let is_on = |name: &str| others_on_duty(scene.model).any(|on| on == name);
    let adviser =
        |name: &String| if is_on(name) { texts.sign_to_on_duty(name.as_str()) } else { name.clone() };
    let names = first.into_iter().chain(names.iter().skip(2).map(adviser)).collect();
    form.set(FieldId::Receiver, FieldValue::Name { names, at: *at });
    form
}

/// The rows a window takes at the bottom of the page it is about; none where none does.
pub fn rows_below(scene: Scene<'_>, screen: Rect) -> u16 {
    // With room for what may be lacking: the page must not jump as that is told.
    if is_receiving(scene.model) { receiving_height(&told_to_receiver(scene, true, screen.width)) } else { 0 }
}

/// The border, the field, and what is told.
fn receiving_height(below: &[(String, Role)]) -> u16 {
    u16::try_from(below.len()).unwrap_or(u16::MAX).saturating_add(3)
}

/// What Enter does, and what else the receiver should see before.
fn told_to_receiver(scene: Scene<'_>, lacks_words: bool, width: u16) -> Vec<(String, Role)> {
    let texts = scene.texts;
    let screen = &scene.model.handover;
    let (Some(told), Some(view)) = (&screen.told, scene.view()) else { return Vec::new() };
    let mut below: Vec<(String, Role)> = Vec::new();
    if lacks_words {
        below.push((format!("! {}", texts.sign_fault_repeat()), Role::Alarm));
    }
    if let Some(other) = told.signed.as_ref().and_then(|signed| signed.receiver.as_deref())
        && other != own_name(scene.model)
    {
        below.push((format!("! {}", texts.sign_meant_for(short_name(other))), Role::Warning));
    }
    let cases = Cases::of(scene);
    below.push((texts.sign_does_receive(list(&cases.given), cases.given.len()), Role::Strong));
    below.extend(cases.for_information(scene));
    let day = crate::domain::steps::first_working_day(told.until, &view.board.rules);
    let sections = screen.unread_sections().into_iter();
    let rest: Vec<_> = sections.map(|section| texts.handover_section(section, day)).collect();
    if !rest.is_empty() {
        below.push((texts.sign_does_rest(rest.join(", ")), Role::Text));
    }
    wrapped(below, width.saturating_sub(6))
}

/// Below the page, so that what is repeated can be read above it.
fn draw_receiving(pen: &mut Pen<'_>, scene: Scene<'_>, signing: &HandoverWindow) {
    let texts = scene.texts;
    let Some(told) = &scene.model.handover.told else { return };
    let below = told_to_receiver(scene, signing.lacks_words, pen.area().width);
    let title = texts.sign_title_receive(short_name(&told.shift.by));
    let inner = window_below(pen, receiving_height(&below), &title, &texts.sign_hint_receive());
    let (form, spot) = (&signing.form, Spot { area: inner, row: 0, column: COLUMN });
    let label = texts.sign_repeat();
    if scene.model.hides_words && form.text(FieldId::Repeated).is_some() {
        draw_covered(pen, spot, &label, true, &texts.handover_hidden());
    } else {
        draw_field(pen, spot, form, FieldId::Repeated, &label, &texts.sign_repeat_hint(), &[]);
    }
    draw_below(pen, inner, 1, &below);
}
