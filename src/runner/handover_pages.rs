//! Handovers that the screen has written: beside the database, in a folder that is the owner's alone.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::app::effect::HandoverOrder;
use crate::catalog::Catalog;
use crate::domain::handover_page::HandoverPage;
use crate::report::pages::handover;
use crate::report::pages::scene::Scene;
use crate::text::Texts;

/// Where a page is to lie: under the name that was typed, else under the handover's number. A name with a folder is taken
/// as it is.
#[must_use]
pub fn path_of(texts: &Texts, order: &HandoverOrder, database: &Path) -> PathBuf {
    let proposed = || match &order.told.signed {
        Some(signed) => texts.handover_file(signed.id.0),
        None => texts.handover_file_draft().into_owned(),
    };
    let name = order.file.clone().unwrap_or_else(proposed);
    let mut path = database.parent().unwrap_or(Path::new("")).join(name);
    if path.extension().is_none() {
        path.set_extension("html");
    }
    path
}

/// What stands in it: Markdown where its name says so, else the printable page.
#[must_use]
pub fn content(
    texts: &Texts,
    catalog: &Catalog,
    order: &HandoverOrder,
    path: &Path,
    now: DateTime<Utc>,
) -> String {
    let scene = Scene {
        board: &order.board,
        municipalities: &catalog.municipalities,
        words: catalog.report_words.in_language(order.language),
        texts,
        people: None,
        has_words: false,
        now,
    };
    let page = handover::page(&scene, &order.told, &HandoverPage::of(&order.board, &order.told, now));
    let is_markdown = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("md"));
    if is_markdown { page.markdown() } else { page.html() }
}
