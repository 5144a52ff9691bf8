//! Codes of Bufdir's exchange format v1.0.0 that are known, from `assets/codes.toml`.

use super::reading::{CatalogError, fault, toml_value};
use crate::domain::call::DecisionStatus;

const ASSET: &str = "codes.toml";
const TEXT: &str = include_str!("../../assets/codes.toml");

/// What the exchange format calls the domain's coded values. Codes of legal bases stand with the legal bases.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExchangeCodes {
    /// Where the codes come from.
    pub source: String,
    /// The day they were compared with their source.
    pub checked_on: chrono::NaiveDate,
    /// One row a status of the decision.
    #[serde(rename = "decision")]
    pub decisions: Vec<DecisionCode>,
}

/// The code of one status of the decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DecisionCode {
    /// The status.
    pub status: DecisionStatus,
    /// Its code in the exchange format.
    pub exchange_code: u8,
}

/// The codes, one for every status.
pub(super) fn read() -> Result<ExchangeCodes, CatalogError> {
    parse(TEXT)
}

fn parse(text: &str) -> Result<ExchangeCodes, CatalogError> {
    let codes: ExchangeCodes = toml_value(ASSET, text)?;
    if codes.decisions.iter().map(|row| row.status).eq(DecisionStatus::ALL.iter().copied()) {
        Ok(codes)
    } else {
        Err(fault(ASSET, "decision", "the statuses are not the three in their order"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_or_repeated_status_is_refused() {
        assert!(parse(TEXT).is_ok());
        let (rest, _) = TEXT.rsplit_once("[[decision]]").expect("several rows");
        assert!(parse(rest).is_err());
        assert!(parse(&TEXT.replace("\"awaits_place\"", "\"made\"")).is_err());
    }
}
