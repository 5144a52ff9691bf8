//! Draws a deviation: one row a field, the focused one with what can be picked; below, what clocks, log and measures tell.

use crate::app::call_form::{WISHES, YES_NO};
use crate::app::deviation_window::{
    ACUTE, AREAS, DeviationField, DeviationWindow, MEANWHILE, MISSING, STATUSES, SUPERVISION_BY,
    SUPERVISION_RESULT, Status,
};
use crate::app::form::FieldId;
use crate::domain::enquiry::EnquiryResult;

use super::fields::{
    Spot, draw as draw_field, draw_covered, draw_pick, draw_rows_of_text, option_rows, text_rows,
};
use crate::tui::frame::window;
use crate::tui::pen::{Pen, wrap};
use crate::tui::scene::Scene;
use crate::tui::theme::Role;

const WIDTH: u16 = 98;
const COLUMN: u16 = 22;

/// Draws the window.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, record: &DeviationWindow) {
    let texts = scene.texts;
    let width = WIDTH.min(pen.area().width);
    let hint = if record.is_closed { texts.deviation_hint_closed() } else { texts.deviation_hint() };
    let hint = if record.noted.is_some() {
        let words = if scene.model.hides_words { "hidden" } else { "shown" };
        texts.deviation_hint_words(hint, words).into()
    } else {
        hint
    };
    let told: Vec<(String, Role)> = below(scene, record)
        .into_iter()
        .flat_map(|(text, role)| {
            wrap(&text, width.saturating_sub(4)).into_iter().map(move |line| (line, role))
        })
        .collect();
    let fields: Vec<(FieldId, Vec<(char, String)>)> =
        record.form.shown().map(|(row, _)| (row.id, options(scene, record, row.id))).collect();
    let focused = record.form.focused();
    let room = width.saturating_sub(2 + COLUMN);
    let rows: usize = fields
        .iter()
        .map(
            |(id, options)| {
                if *id == focused && !options.is_empty() { option_rows(options, room).len() } else { 1 }
            },
        )
        .sum();
    // The note has a row more while it is written in, as many as it fills and as there is room for.
    let taken = rows + told.len() + 3;
    let spare = usize::from(pen.area().height).saturating_sub(taken);
    let is_written_in = focused == FieldId::Note && !hides_note(scene, record);
    let note_rows = 1 + if is_written_in { note_lines(record, room).min(spare) } else { 0 };
    let height = u16::try_from(taken + note_rows - 1).unwrap_or(u16::MAX);
    let inner = window(pen, WIDTH, height, &title(scene, record), &hint);
    let mut spot = Spot { area: inner, row: 0, column: COLUMN };
    for (id, options) in &fields {
        let label = label(scene, *id);
        if options.is_empty() {
            if *id == FieldId::Note && hides_note(scene, record) {
                draw_covered(pen, spot, &label, *id == focused, &texts.talk_hidden());
            } else if *id == FieldId::Note {
                let rows = u16::try_from(note_rows).unwrap_or(1);
                draw_rows_of_text(
                    pen,
                    spot,
                    &record.form,
                    *id,
                    (&label, &text_hint(scene, record, *id)),
                    rows,
                );
                spot.row += rows - 1;
            } else {
                draw_field(pen, spot, &record.form, *id, &label, &text_hint(scene, record, *id), &[]);
            }
            spot.row += 1;
        } else if *id == focused {
            spot.row += draw_pick(pen, spot, &record.form, *id, &label, options);
        } else {
            let picked = record.form.picked(*id).and_then(|at| options.get(at));
            let (word, role) = match picked {
                Some((_, word)) => (word.clone(), Role::Text),
                None => (texts.deviation_not_told().into_owned(), Role::Faint),
            };
            pen.line(inner, spot.row)
                .text(" ", Role::Text)
                .text(label, Role::Faint)
                .to(COLUMN)
                .text(word, role);
            spot.row += 1;
        }
    }
    // What is below stays at the foot, however low the screen is.
    let below = u16::try_from(told.len()).unwrap_or(0);
    let first = (spot.row + 1).min(inner.height.saturating_sub(below)).max(spot.row);
    for (y, (line, role)) in (first..).zip(told) {
        pen.line(inner, y).text(" ", Role::Text).text(line, role);
    }
}

fn title(scene: Scene<'_>, record: &DeviationWindow) -> String {
    let texts = scene.texts;
    let known = scene.view().and_then(|view| view.board.call(record.call));
    let read = || scene.model.deviations.page.as_ref()?.calls.iter().find(|call| call.id == record.call);
    let Some(call) = known.or_else(read) else { return texts.deviation_title_new(record.call.0, "", "") };
    let about = call.children.iter().filter(|child| record.children.contains(&child.id));
    let about: Vec<_> = about.map(|child| &child.facts).collect();
    let children = texts.children(about.into_iter(), call.siblings);
    let place = scene.caller_place(call);
    match record.deviation {
        Some(number) => texts.deviation_title(call.id.0, number.0, place, children),
        None => texts.deviation_title_new(call.id.0, place, children),
    }
}

fn label(scene: Scene<'_>, id: FieldId) -> String {
    let texts = scene.texts;
    let FieldId::Deviation(field) = id else { return texts.deviation_note().into_owned() };
    match field {
        DeviationField::Status => texts.deviation_status(),
        DeviationField::Acute => texts.deviation_acute(),
        DeviationField::Area => texts.deviation_area_label(),
        DeviationField::Basis => texts.deviation_basis(),
        DeviationField::Wished => texts.deviation_wished(),
        DeviationField::Missing => texts.deviation_missing_label(),
        DeviationField::FirstAt => texts.deviation_first_at(),
        DeviationField::Meanwhile => texts.deviation_meanwhile(),
        DeviationField::Substance => texts.deviation_substance(),
        DeviationField::Crime => texts.deviation_crime(),
        DeviationField::Severity => texts.deviation_severity(),
        DeviationField::SupervisionBy => texts.deviation_supervision_by(),
        DeviationField::SupervisionResult => texts.deviation_supervision_result(),
        DeviationField::SupervisionAt => texts.deviation_supervision_at(),
    }
    .into_owned()
}

fn text_hint(scene: Scene<'_>, record: &DeviationWindow, id: FieldId) -> String {
    let texts = scene.texts;
    let now = scene.now();
    match id {
        FieldId::Deviation(DeviationField::FirstAt) => {
            let at = record.before.first_request_at;
            texts.deviation_first_at_hint(format!("{} {}", texts.day(at), texts.time(at)))
        }
        FieldId::Deviation(DeviationField::Basis) => texts.deviation_basis_hint().into_owned(),
        FieldId::Deviation(DeviationField::SupervisionAt) => match record.supervision_at() {
            Some(at) => texts.time_or_day(at, now),
            None => texts.deviation_supervision_at_hint().into_owned(),
        },
        _ => texts.deviation_note_hint().into_owned(),
    }
}

fn list<T: Copy>(letters: &[char], values: &[T], word: impl Fn(T) -> String) -> Vec<(char, String)> {
    letters.iter().copied().zip(values.iter().map(|value| word(*value))).collect()
}

/// What can be picked; nothing for a text.
fn options(scene: Scene<'_>, record: &DeviationWindow, id: FieldId) -> Vec<(char, String)> {
    let texts = scene.texts;
    let FieldId::Deviation(field) = id else { return Vec::new() };
    match field {
        DeviationField::Status => list(STATUSES.letters, STATUSES.values, |status| {
            match status {
                Status::Draft => texts.deviation_draft(),
                Status::Registered => texts.deviation_pick_registered(),
                Status::Ended(outcome) => texts.deviation_outcome(outcome),
            }
            .into_owned()
        }),
        DeviationField::Acute => list(ACUTE.letters, ACUTE.values, |acute| acute_word(scene, acute)),
        DeviationField::Area => {
            list(AREAS.letters, AREAS.values, |area| texts.deviation_area(area).into_owned())
        }
        DeviationField::Wished => list(WISHES.letters, WISHES.values, |wish| texts.wish(wish).into_owned()),
        DeviationField::Missing => {
            list(MISSING.letters, MISSING.values, |missing| texts.deviation_missing(missing).into_owned())
        }
        DeviationField::Meanwhile => {
            list(MEANWHILE.letters, MEANWHILE.values, |place| texts.meanwhile(place).into_owned())
        }
        DeviationField::Substance | DeviationField::Crime => list(YES_NO.letters, YES_NO.values, |yes| {
            if yes { texts.call_back_yes() } else { texts.call_back_no() }.into_owned()
        }),
        DeviationField::Severity => {
            let levels = (1..=record.scheme.levels()).map(|level| {
                let word = scene.model.catalog.severity(record.scheme, level).unwrap_or_default();
                (char::from(b'0' + level), word.to_owned())
            });
            std::iter::once(('0', texts.deviation_not_assessed().into_owned())).chain(levels).collect()
        }
        DeviationField::SupervisionBy => {
            list(SUPERVISION_BY.letters, SUPERVISION_BY.values, |by| texts.supervision_by(by).into_owned())
        }
        DeviationField::SupervisionResult => {
            list(SUPERVISION_RESULT.letters, SUPERVISION_RESULT.values, |result| {
                texts.supervision_result(result).into_owned()
            })
        }
        DeviationField::Basis | DeviationField::FirstAt | DeviationField::SupervisionAt => Vec::new(),
    }
}

fn acute_word(scene: Scene<'_>, acute: bool) -> String {
    if acute { scene.texts.deviation_is_acute() } else { scene.texts.deviation_is_planned() }.into_owned()
}

/// How many rows the note fills below its first.
fn note_lines(record: &DeviationWindow, room: u16) -> usize {
    let note = record.form.text(FieldId::Note).unwrap_or_default();
    // The last column is left for the cursor.
    text_rows(&note, usize::from(room.saturating_sub(1)).max(1)).len() - 1
}

/// Words that were read are hidden; those that are being typed are not.
fn hides_note(scene: Scene<'_>, record: &DeviationWindow) -> bool {
    scene.model.hides_words && record.has_note_as_read()
}

/// Why Enter did nothing; what was written besides; what clocks, log and measures tell; what Enter will do.
fn below(scene: Scene<'_>, record: &DeviationWindow) -> Vec<(String, Role)> {
    let texts = scene.texts;
    let mut lines = Vec::new();
    if let Some(fault) = &record.fault {
        lines.push((format!("! {}", texts.line_error(fault)), Role::Alarm));
    }
    // Where it cannot be written in, it is read here.
    if let (true, Some(note)) = (record.is_closed, &record.noted) {
        let note = if scene.model.hides_words { texts.talk_hidden() } else { note.into() };
        lines.push((texts.deviation_noted(note), Role::Text));
    }
    let Some(view) = scene.view() else { return lines };
    let mut known = Vec::new();
    if let Some(row) = view.call_row(record.call) {
        known.extend(row.deadline.map(|due| texts.deviation_deadline(texts.time_tonight(due, scene.now()))));
        known.extend(scene.placeless(row));
    }
    let own = || view.board.enquiries.iter().filter(|one| one.call == record.call);
    if own().next().is_some() {
        let no = own().filter(|one| one.result == EnquiryResult::No).count();
        known.push(texts.deviation_asked(own().count(), no));
    }
    let measures = view.board.compensations.iter().filter(|one| one.call == record.call);
    known.extend(texts.deviation_measures_told(measures));
    if !known.is_empty() {
        lines.push((known.join(" · "), Role::Text));
    }
    let does = match (record.deviation, record.is_closed, record.status()) {
        (_, true, _) => texts.deviation_does_supervise(),
        (None, _, Status::Draft) => texts.deviation_does_draft(),
        (_, _, Status::Registered) => texts.deviation_does_register(),
        (Some(_), _, Status::Draft) => texts.deviation_does_save(),
        (_, _, Status::Ended(_)) => texts.deviation_does_end(),
    };
    lines.push((does.into_owned(), Role::Faint));
    lines
}
