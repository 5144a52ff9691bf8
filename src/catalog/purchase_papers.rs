//! What must follow a single purchase, from `assets/purchase_papers.toml`.

use super::reading::{CatalogError, fault, toml_value};
use crate::domain::purchase::{PaperKey, PurchasePaper};

const ASSET: &str = "purchase_papers.toml";
const TEXT: &str = include_str!("../../assets/purchase_papers.toml");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[expect(dead_code, reason = "when they were compared with their sources")]
    checked_on: chrono::NaiveDate,
    #[serde(rename = "paper")]
    papers: Vec<PurchasePaper>,
}

/// The papers, in their order: each of them, and each once.
pub(super) fn read() -> Result<Vec<PurchasePaper>, CatalogError> {
    let papers = toml_value::<File>(ASSET, TEXT)?.papers;
    if papers.iter().map(|paper| paper.key).ne(PaperKey::ALL.iter().copied()) {
        return Err(fault(ASSET, "paper", "they are not the papers that are known"));
    }
    Ok(papers)
}
