//! The legal bases of both acts, from `assets/legal_bases.toml`.

use super::reading::{CatalogError, fault, toml_value};
use crate::domain::basis::{BasisCode, LegalBasis};

const ASSET: &str = "legal_bases.toml";
const TEXT: &str = include_str!("../../assets/legal_bases.toml");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    basis: Vec<LegalBasis>,
}

/// One row a code, in the order of [`BasisCode::ALL`].
pub(super) fn read() -> Result<Vec<LegalBasis>, CatalogError> {
    parse(TEXT)
}

fn parse(text: &str) -> Result<Vec<LegalBasis>, CatalogError> {
    let mut rows = toml_value::<File>(ASSET, text)?.basis;
    rows.sort_by_key(|row| row.code);
    let codes: Vec<BasisCode> = rows.iter().map(|row| row.code).collect();
    if let Some(twice) = codes.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(fault(ASSET, twice[0].code(), "the basis is there twice"));
    }
    match BasisCode::ALL.iter().find(|code| !codes.contains(code)) {
        Some(missing) => Err(fault(ASSET, missing.code(), "the basis is missing")),
        None => Ok(rows),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_and_a_repeated_basis_are_refused() {
        let without = TEXT.replacen("code = \"4-2\"", "code = \"4-3\"", 1);
        assert!(matches!(parse(&without), Err(CatalogError::Value { subject, .. }) if subject == "4-3"));
        let (rest, _) = TEXT.rsplit_once("[[basis]]").expect("several rows");
        assert!(matches!(parse(rest), Err(CatalogError::Value { subject, .. }) if subject == "4-29"));
    }

    #[test]
    fn unknown_fields_and_codes_are_refused() {
        assert!(parse(&TEXT.replacen("tribunal_hours", "tribunal_days", 1)).is_err());
        assert!(parse(&TEXT.replacen("code = \"4-2\"", "code = \"4-22\"", 1)).is_err());
    }
}
