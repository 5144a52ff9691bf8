//! The window of the full form. Where it is higher than the screen it is scrolled so that the field with the cursor
//! is seen; what the field takes and what is wrong with it stand below and are never scrolled away.

use ratatui::layout::Rect;

use crate::app::call_form::{CallField, CallForm, ChildPart, ChildRow, Reading, child_rows};
use crate::app::form::{FieldId, FieldKind, FieldRow, FieldValue};

use super::fields::draw_text;
use super::form_words::{help, hint, label, options, word};
use crate::tui::frame::window;
use crate::tui::list::Scroll;
use crate::tui::pen::{Pen, cells, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 108;
/// From this width on, the fields of a child stand in one row.
const WIDE: u16 = 96;
/// Where what stands in the first field of a row begins.
const COLUMN: u16 = 16;
/// Rows below the fields: what the field takes, and what is wrong.
const FOOT: u16 = 3;

/// A row of the form.
enum Row<'a> {
    /// Fields, each with the column it begins at.
    Fields(Vec<(CallField, u16)>),
    /// A heading.
    Heading(std::borrow::Cow<'a, str>),
}

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, form: &CallForm) {
    let texts = scene.texts;
    let hint = if form.form.is_at_last() { texts.form_hint_last() } else { texts.form_hint() };
    let is_unread = form.call.is_some() && form.known.is_none();
    let inner_width = WIDTH.min(pen.area().width).saturating_sub(4);
    let rows = if is_unread { Vec::new() } else { rows(scene, form, inner_width) };
    let height = u16::try_from(rows.len()).unwrap_or(u16::MAX).saturating_add(FOOT + 2);
    let inner = window(pen, WIDTH, height, &title(scene, form), &hint);
    let Some(reading) = scene.model.form_reading().filter(|_| !is_unread) else {
        pen.line(inner, 0).text(texts.form_reading(), Role::Faint);
        return;
    };
    let room = inner.height.saturating_sub(FOOT).max(1);
    let focused = form.focused();
    let has_focus = |row: &Row<'_>| match row {
        Row::Fields(fields) => fields.iter().any(|(field, _)| *field == focused),
        Row::Heading(_) => false,
    };
    let marked = rows.iter().position(has_focus);
    let seen = Scroll::default().visible(&vec![1; rows.len()], marked, room);
    for (y, row) in (0..).zip(&rows[seen]) {
        match row {
            Row::Heading(text) => crate::tui::board::heading(pen, inner, y, text),
            Row::Fields(fields) => draw_row(pen, scene, form, reading, (inner, y), fields),
        }
    }
    draw_foot(pen, scene, form, reading, Rect { y: inner.y + room, height: FOOT, ..inner });
}

fn title(scene: Scene<'_>, form: &CallForm) -> String {
    let texts = scene.texts;
    let Some(call) = form.call else {
        return match (scene.now() - form.opened_at).num_minutes() {
            0 => texts.form_title_new().into_owned(),
            _ => texts.form_title_new_since(texts.age_of(form.opened_at, scene.now())),
        };
    };
    match scene.view().and_then(|view| view.board.call(call)) {
        Some(known) => texts.form_title_place(call.0, scene.caller_place(known)),
        None => texts.form_title(call.0),
    }
}

fn rows<'a>(scene: Scene<'a>, form: &CallForm, width: u16) -> Vec<Row<'a>> {
    use CallField as F;
    let is_wide = width >= WIDE;
    let half = if is_wide { 54 } else { 40 };
    let pair = |first, second| Row::Fields(vec![(first, 0), (second, half)]);
    let one = |field| Row::Fields(vec![(field, 0)]);
    let mut rows = vec![one(F::Municipality)];
    if is_wide {
        rows.push(Row::Fields(vec![(F::Caller, 0), (F::RungFrom, 38), (F::Callback, 72)]));
    } else {
        rows.extend([pair(F::Caller, F::RungFrom), one(F::Callback)]);
    }
    rows.extend([pair(F::FirstContact, F::Received), pair(F::Kind, F::Decision)]);
    rows.extend([pair(F::DecidedBy, F::DecidedAt), one(F::Basis), pair(F::Wished, F::WishedElse)]);
    rows.extend([pair(F::Shield, F::MayBeKnown), pair(F::Whereabouts, F::HoldsUntil)]);
    rows.push(Row::Heading(scene.texts.form_children()));
    for row in child_rows(&form.form) {
        let part = |part| F::Child(row, part);
        let mut first = vec![(part(ChildPart::Sex), 0), (part(ChildPart::Age), 14)];
        let who = [part(ChildPart::Name), part(ChildPart::NationalId)];
        let last = matches!(row, ChildRow::Known(_)).then(|| part(ChildPart::Mistake));
        if is_wide {
            first.extend(who.into_iter().zip([36, 64]));
            first.extend(last.map(|last| (last, 84)));
            rows.push(Row::Fields(first));
        } else {
            first.extend(last.map(|last| (last, 60)));
            rows.push(Row::Fields(first));
            rows.push(Row::Fields(who.into_iter().zip([14, 50]).collect()));
        }
    }
    let has_siblings = child_rows(&form.form).count() > 1;
    rows.push(if has_siblings { pair(F::AddChild, F::Siblings) } else { one(F::AddChild) });
    rows.push(Row::Heading(scene.texts.form_else()));
    rows.extend([one(F::Needs), one(F::Note)]);
    rows
}

fn draw_row(
    pen: &mut Pen<'_>,
    scene: Scene<'_>,
    form: &CallForm,
    reading: Reading<'_>,
    (inner, y): (Rect, u16),
    fields: &[(CallField, u16)],
) {
    for (n, (field, column)) in fields.iter().enumerate() {
        let end = fields.get(n + 1).map_or(inner.width, |(_, next)| next.saturating_sub(1));
        let place = Rect {
            x: inner.x + (*column).min(inner.width),
            y: inner.y + y,
            width: end.saturating_sub(*column),
            height: 1,
        };
        draw_field(pen, scene, form, reading, place, *field);
    }
}

fn draw_field(
    pen: &mut Pen<'_>,
    scene: Scene<'_>,
    form: &CallForm,
    reading: Reading<'_>,
    place: Rect,
    field: CallField,
) {
    let is_focused = form.focused() == field;
    let is_wrong = form.fault.as_ref().is_some_and(|fault| fault.field == field);
    let found = form.form.shown().find(|(row, _)| row.id == FieldId::Call(field));
    let Some((FieldRow { kind, .. }, value)) = found else { return };
    let mut line = pen.line(place, 0);
    let label_role = if is_focused { Role::Strong } else { Role::Faint };
    line.text(if is_focused { "▌" } else { " " }, Role::Mark);
    let label = label(scene, form, field);
    if field == CallField::AddChild {
        if is_focused {
            line.cursor_here();
        }
        line.text(label, label_role);
        return;
    }
    line.text(&label, label_role);
    if !label.is_empty() {
        line.text(" ", Role::Text);
    }
    if is_first_of_row(field) {
        line.to(COLUMN);
    }
    if is_wrong {
        line.text("! ", Role::Alarm);
    }
    match value {
        FieldValue::Text(text) if is_focused => {
            let hint = if text.text().is_empty() { hint(scene, form, field, reading) } else { String::new() };
            draw_text(&mut line, text, true, &hint);
        }
        FieldValue::Text(text) => {
            let is_hidden = *kind == FieldKind::Hidden && !text.is_blank();
            let shown =
                if is_hidden { scene.texts.form_hidden().into_owned() } else { text.text().to_owned() };
            let hint = hint(scene, form, field, reading);
            match (shown.is_empty(), hint.is_empty()) {
                (true, true) => line.text(scene.texts.form_not_picked(), Role::Faint),
                (true, false) => line.text(hint, Role::Faint),
                (false, _) => line.text(shown, Role::Field).text("  ", Role::Text).text(hint, Role::Faint),
            };
        }
        FieldValue::Pick(_) => {
            if is_focused {
                line.cursor_here();
            }
            let role = if form.picked(field).is_some() { Role::Field } else { Role::Faint };
            // The arrow that says it is a list must not be cut off.
            let room = line.room().saturating_sub(3);
            let word = word(scene, form, field);
            line.column(cells(&word).min(room).saturating_add(1), word, role).text("▾", Role::Faint);
        }
        FieldValue::Secret(_) | FieldValue::Name { .. } => {}
    }
}

const fn is_first_of_row(field: CallField) -> bool {
    use CallField as F;
    matches!(
        field,
        F::Municipality
            | F::Caller
            | F::FirstContact
            | F::Kind
            | F::DecidedBy
            | F::Basis
            | F::Wished
            | F::Shield
            | F::Whereabouts
            | F::Needs
            | F::Note
    )
}

/// What the field takes, what is registered where it was changed, and what is wrong.
fn draw_foot(pen: &mut Pen<'_>, scene: Scene<'_>, form: &CallForm, reading: Reading<'_>, foot: Rect) {
    let field = form.focused();
    let choices = options(scene, field);
    if choices.is_empty() {
        let is_typed = form.typed(field).is_some();
        let read = if is_typed { hint(scene, form, field, reading) } else { String::new() };
        for (y, text) in (0..2).zip(wrap(&help(scene, form, field, reading), foot.width)) {
            pen.line(foot, y).text(text, Role::Faint);
        }
        if !read.is_empty() {
            pen.line(foot, 1).text(read, Role::Strong);
        }
    } else {
        let picked = form.picked(field);
        let (mut y, mut used) = (0, 0);
        for (at, (letter, word)) in choices.iter().enumerate() {
            let width = cells(word) + 5;
            if used > 0 && used + width > foot.width {
                (y, used) = (y + 1, 0);
            }
            let place = Rect { x: foot.x + used, width: foot.width.saturating_sub(used), ..foot };
            let mut line = pen.line(place, y.min(1));
            if picked == Some(at) {
                line.text(format!("▸ {word}"), Role::Strong);
            } else {
                line.text(letter.to_string(), Role::Key).text(format!(" {word}"), Role::Text);
            }
            used += width;
        }
    }
    let last = foot.height.saturating_sub(1);
    if let Some(fault) = &form.fault {
        pen.line(foot, last).text("! ", Role::Alarm).text(scene.texts.line_error(&fault.error), Role::Alarm);
    } else if let Some(text) = was(scene, form, field) {
        pen.line(foot, last).text(text, Role::Faint);
    }
}

/// What is registered of a field that was changed. Names are not in the form.
fn was(scene: Scene<'_>, form: &CallForm, field: CallField) -> Option<String> {
    let is_hidden =
        matches!(field, CallField::Child(_, ChildPart::Name | ChildPart::NationalId | ChildPart::Mistake));
    if form.call.is_none() || !form.is_changed(field) || is_hidden || field == CallField::Callback {
        return None;
    }
    let before = form.before(field);
    let letter = before.chars().next();
    let choices = options(scene, field);
    let word = choices.iter().find(|(known, _)| Some(*known) == letter).map(|(_, word)| word.clone());
    let text = if choices.is_empty() { before } else { word.unwrap_or_default() };
    Some(if text.is_empty() { scene.texts.form_was_empty().into_owned() } else { scene.texts.form_was(text) })
}
