//! First run and sign-on.

use ratatui::layout::Rect;

use crate::app::attempts::Attempts;
use crate::app::entry::{BegunAnew, Entry, EntryFault, EntryKind, REGION_LETTERS};
use crate::app::form::FieldId;
use crate::app::message::Failure;
use crate::domain::municipality::Region;
use crate::domain::refusal::ErrorCode;

use super::frame::window;
use super::notices::failure_sentence;
use super::pen::{Pen, cells, wrap};
use super::scene::Scene;
use super::theme::Role;
use super::windows::{Spot, draw_field};

const WIDTH: u16 = 78;
const HEIGHT: u16 = 14;
const COLUMN: u16 = 16;

/// Draws the form before the board.
pub fn draw(pen: &mut Pen<'_>, scene: Scene<'_>, entry: &Entry) {
    let texts = scene.texts;
    let (title, hint) = match entry.kind {
        EntryKind::FirstRun => (texts.first_run_title(), texts.first_run_hint()),
        EntryKind::SignOn if scene.model.lock.is_some() => (texts.sign_on_title(), texts.lock_other_hint()),
        EntryKind::SignOn => (texts.sign_on_title(), texts.sign_on_hint()),
    };
    let inner = window(pen, WIDTH, HEIGHT, &title, &hint);
    let mut y = 1;
    if entry.kind == EntryKind::FirstRun {
        pen.line(inner, 0).text(texts.first_run_intro(), Role::Faint);
        y = 2;
    }
    let regions: Vec<(char, String)> = REGION_LETTERS
        .iter()
        .copied()
        .zip(Region::ALL.iter().map(|region| region.code().to_owned()))
        .collect();
    for (row, _) in entry.form.shown() {
        let (label, hint) = match (row.id, entry.kind) {
            (FieldId::Adviser, EntryKind::FirstRun) => (texts.field_name(), "".into()),
            (FieldId::Adviser, EntryKind::SignOn) => (texts.field_adviser(), texts.entry_choose_adviser()),
            (FieldId::Region, _) => (texts.field_region(), "".into()),
            (FieldId::PassphraseAgain, _) => (texts.field_passphrase_again(), "".into()),
            _ => (texts.field_passphrase(), "".into()),
        };
        let options = if row.id == FieldId::Region { regions.as_slice() } else { &[] };
        let spot = Spot { area: inner, row: y, column: COLUMN };
        draw_field(pen, spot, &entry.form, row.id, &label, &hint, options);
        y += 1;
    }
    y += 1;
    if entry.kind == EntryKind::FirstRun {
        pen.line(inner, y).text(texts.entry_passphrase_lost(), Role::Faint);
        y += 1;
    }
    let begun_anew = entry.begun_anew.map(|why| match why {
        BegunAnew::Jumped(by) => (texts.entry_clock_jumped(texts.jump_length(by)), Role::Warning),
        BegunAnew::HandedOver => (texts.entry_handed_over().into_owned(), Role::Good),
    });
    if let Some((sentence, role)) = begun_anew {
        for text in wrap(&sentence, inner.width.saturating_sub(2)) {
            pen.line(inner, y).text("  ", role).text(text, role);
            y += 1;
        }
    }
    y += 1;
    let is_opening = scene.model.awaiting.is_some()
        || scene.model.lock.as_ref().is_some_and(|lock| lock.checking.is_some());
    if is_opening {
        pen.line(inner, y).text(texts.entry_opening(), Role::Strong);
        return;
    }
    let Some(fault) = &entry.fault else { return };
    if is_wrong(fault) {
        return draw_wrong(pen, inner, y, scene, &entry.attempts);
    }
    let sentence = match fault {
        EntryFault::NameMissing => texts.entry_name_missing().into_owned(),
        EntryFault::RegionMissing => texts.entry_region_missing().into_owned(),
        EntryFault::PassphraseMissing => texts.entry_passphrase_missing().into_owned(),
        EntryFault::PassphrasesDiffer => texts.entry_passphrases_differ().into_owned(),
        EntryFault::Failed(failure) => failure_sentence(scene, failure),
    };
    draw_fault(pen, inner, y, &sentence);
}

/// Whether the passphrase was wrong, or the file is.
fn is_wrong(fault: &EntryFault) -> bool {
    matches!(fault, EntryFault::Failed(failure) if is_wrong_passphrase(failure))
}

/// The same of what came of a try.
pub fn is_wrong_passphrase(failure: &Failure) -> bool {
    matches!(failure, Failure::Store { code: ErrorCode::WrongKeyOrDamaged, .. })
}

/// Says that a passphrase was wrong, how often, and when the next one may be tried.
pub fn draw_wrong(pen: &mut Pen<'_>, area: Rect, row: u16, scene: Scene<'_>, attempts: &Attempts) {
    let texts = scene.texts;
    let count = match attempts.waits_until(scene.now()) {
        Some(until) => texts.entry_attempts_wait(attempts.wrong(), texts.time_seconds(until)),
        None if attempts.wrong() > Attempts::FREE => texts.entry_attempts_many(attempts.wrong()),
        None => texts.entry_attempts(attempts.wrong(), Attempts::FREE),
    };
    let wrong = texts.entry_wrong();
    let mut line = pen.line(area, row);
    line.text("! ", Role::Alarm).text(&wrong, Role::Alarm);
    let fits = line.room() > cells(&count) + 1;
    if fits {
        line.right(" ", Role::Text).right(count, Role::Strong);
    } else {
        pen.line(area, row + 1).text("  ", Role::Text).text(count, Role::Strong);
    }
}

/// Says why the form did nothing.
pub fn draw_fault(pen: &mut Pen<'_>, inner: Rect, mut y: u16, sentence: &str) {
    for text in wrap(sentence, inner.width.saturating_sub(2)) {
        pen.line(inner, y).text("! ", Role::Alarm).text(text, Role::Alarm);
        y += 1;
    }
}
