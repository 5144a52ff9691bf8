//! Handovers that the screen has written: beside the database, in a folder that is the owner's alone.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::app::effect::HandoverOrder;
use crate::catalog::Catalog;
use crate::domain::handover_page::HandoverPage;
use crate::report::pages::handover;
use crate::report::pages::scene::Scene;
use crate::text::Texts;

/// Where a page is to lie: under the handover's number.
#[must_use]
pub fn path_of(texts: &Texts, order: &HandoverOrder, database: &Path) -> PathBuf {
    let name = match &order.told.signed {
        Some(signed) => texts.handover_file(signed.id.0),
        None => texts.handover_file_draft().into_owned(),
    };
    database.parent().unwrap_or(Path::new("")).join(name)
}

/// What stands in it: the printable page.
#[must_use]
pub fn content(texts: &Texts, catalog: &Catalog, order: &HandoverOrder, now: DateTime<Utc>) -> String {
    let words = catalog.report_words.in_language(order.language);
    let scene = Scene::without_names(&order.board, &catalog.municipalities, words, texts, now);
    handover::page(&scene, &order.told, &HandoverPage::of(&order.board, &order.told, now)).html()
}
