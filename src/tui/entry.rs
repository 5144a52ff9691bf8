//! First run and sign-on.

use crate::app::entry::{Entry, EntryFault, EntryKind, REGION_LETTERS};
use crate::app::form::FieldId;
use crate::domain::municipality::Region;

use super::frame::window;
use super::notices::failure_sentence;
use super::pen::{Pen, wrap};
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
    y += 1;
    if scene.model.awaiting.is_some() {
        pen.line(inner, y).text(texts.entry_opening(), Role::Strong);
        return;
    }
    let Some(fault) = &entry.fault else { return };
    let sentence = match fault {
        EntryFault::NameMissing => texts.entry_name_missing().into_owned(),
        EntryFault::RegionMissing => texts.entry_region_missing().into_owned(),
        EntryFault::PassphraseMissing => texts.entry_passphrase_missing().into_owned(),
        EntryFault::PassphrasesDiffer => texts.entry_passphrases_differ().into_owned(),
        EntryFault::Failed(failure) => failure_sentence(scene, failure),
    };
    for text in wrap(&sentence, inner.width.saturating_sub(2)) {
        pen.line(inner, y).text("! ", Role::Alarm).text(text, Role::Alarm);
        y += 1;
    }
}
