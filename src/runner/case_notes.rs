//! Case notes that the screen has written: beside the database, in a folder that is the owner's alone.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::app::effect::NoteOrder;
use crate::catalog::Catalog;
use crate::report::case_note::{CaseNote, PlainNames, Sources};
use crate::text::Texts;

/// Where a note is to lie: under the name that was typed, else under the call's number. A name with a folder is taken as
/// it is.
#[must_use]
pub fn path_of(texts: &Texts, order: &NoteOrder, database: &Path) -> PathBuf {
    let name = order.file.clone().unwrap_or_else(|| texts.export_file(order.details.call.id.0));
    let mut path = database.parent().unwrap_or(Path::new("")).join(name);
    if path.extension().is_none() {
        path.set_extension("md");
    }
    path
}

/// What stands in it.
#[must_use]
pub fn content(texts: &Texts, catalog: &Catalog, order: &NoteOrder, now: DateTime<Utc>) -> String {
    let names = PlainNames {
        municipalities: &catalog.municipalities,
        places: &order.places,
        checklist: &catalog.checklist,
        severities: &catalog.severities,
    };
    let sources = Sources {
        details: &order.details,
        named: order.named.as_ref(),
        checklist: &catalog.checklist,
        legal_bases: &catalog.legal_bases,
        routine: catalog.routine_of(&order.details.call, order.region),
        rules: &order.rules,
        names: &names,
        now,
    };
    CaseNote::of(texts, &sources).markdown()
}

/// A file's name, and its folder.
#[must_use]
pub fn named(path: &Path) -> (String, String) {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = path.parent().unwrap_or(Path::new("")).display().to_string();
    (name, folder)
}
