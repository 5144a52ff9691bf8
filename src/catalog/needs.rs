//! The needs a caller may name, with the words people type, from `assets/needs.toml`.

use std::collections::BTreeSet;

use super::reading::{CatalogError, fault, toml_value};
use crate::domain::call::NeedRow;

const ASSET: &str = "needs.toml";
const TEXT: &str = include_str!("../../assets/needs.toml");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    need: Vec<NeedRow>,
}

/// The rows in the order of the file; no word stands for two needs.
pub(super) fn read() -> Result<Vec<NeedRow>, CatalogError> {
    parse(TEXT)
}

fn parse(text: &str) -> Result<Vec<NeedRow>, CatalogError> {
    let rows = toml_value::<File>(ASSET, text)?.need;
    let mut seen = BTreeSet::new();
    for word in rows.iter().flat_map(|row| std::iter::once(&row.key).chain(&row.words)) {
        if word.is_empty() || word.contains(char::is_whitespace) || *word != word.to_lowercase() {
            return Err(fault(ASSET, word, "a need is one word in lower case"));
        }
        if !seen.insert(word) {
            return Err(fault(ASSET, word, "the word is there twice"));
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_cannot_be_told_apart_are_refused() {
        for words in ["\"tolk\"", "\"to ord\"", "\"Tolk2\"", "\"\"", "\"a\", \"a\""] {
            let text = format!("[[need]]\nkey = \"tolk\"\nwords = [{words}]\neffect = \"note\"\n");
            assert!(parse(&text).is_err(), "{words}");
        }
        assert!(parse("[[need]]\nkey = \"tolk\"\nwords = [\"tolken\"]\neffect = \"note\"\n").is_ok());
    }
}
