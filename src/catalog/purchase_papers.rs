//! What must follow a single purchase, from `assets/purchase_papers.toml`.

use super::reading::{CatalogError, fault, toml_value};

const ASSET: &str = "purchase_papers.toml";
const TEXT: &str = include_str!("../../assets/purchase_papers.toml");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[expect(dead_code, reason = "where the rows come from, for whoever reads the file")]
    source: String,
    #[expect(dead_code, reason = "when they were compared with their source")]
    checked_on: chrono::NaiveDate,
    #[serde(rename = "paper")]
    papers: Vec<PurchasePaper>,
}

/// A paper that must follow a single purchase.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PurchasePaper {
    /// Its fixed name.
    pub key: String,
    /// What it is, in Norwegian, as a data text.
    pub label: String,
    /// What of it is not confirmed.
    #[serde(default)]
    pub to_be_confirmed: Option<String>,
}

/// The papers, in their order.
pub(super) fn read() -> Result<Vec<PurchasePaper>, CatalogError> {
    let papers = toml_value::<File>(ASSET, TEXT)?.papers;
    if papers.is_empty() {
        return Err(fault(ASSET, "paper", "there is none"));
    }
    Ok(papers)
}
