//! The words of the levels of severity, from `assets/severity.toml`.

use super::reading::{CatalogError, fault, toml_value};
use crate::domain::deviation::{Scheme, SeverityLevel};

const ASSET: &str = "severity.toml";
const TEXT: &str = include_str!("../../assets/severity.toml");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[expect(dead_code, reason = "where the words come from, for whoever reads the file")]
    source: String,
    #[expect(dead_code, reason = "when they were compared with their source")]
    checked_on: chrono::NaiveDate,
    #[serde(rename = "level")]
    levels: Vec<SeverityLevel>,
}

/// Every level of both scales, each scale in its order.
pub(super) fn read() -> Result<Vec<SeverityLevel>, CatalogError> {
    parse(TEXT)
}

fn parse(text: &str) -> Result<Vec<SeverityLevel>, CatalogError> {
    let levels = toml_value::<File>(ASSET, text)?.levels;
    let expected = Scheme::ALL.iter().flat_map(|scheme| (1..=scheme.levels()).map(|level| (*scheme, level)));
    if levels.iter().map(|row| (row.scheme, row.level)).eq(expected) {
        Ok(levels)
    } else {
        Err(fault(ASSET, "level", "the levels are not those of the two scales, in their order"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_level_that_is_missing_or_stands_twice_is_refused() {
        assert!(parse(TEXT).is_ok());
        let (rest, _) = TEXT.rsplit_once("[[level]]").expect("several rows");
        assert!(parse(rest).is_err());
        assert!(parse(&TEXT.replace("level = 5", "level = 4")).is_err());
    }
}
