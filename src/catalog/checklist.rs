//! The intake checklist, from `assets/checklist.toml`.

use super::reading::{CatalogError, fault, toml_value};
use crate::domain::checklist::{ChecklistItem, ItemKey};

const ASSET: &str = "checklist.toml";
const TEXT: &str = include_str!("../../assets/checklist.toml");

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    item: Vec<ChecklistItem>,
}

/// The items in the order they are asked.
pub(super) fn read() -> Result<Vec<ChecklistItem>, CatalogError> {
    parse(TEXT)
}

fn parse(text: &str) -> Result<Vec<ChecklistItem>, CatalogError> {
    let items = toml_value::<File>(ASSET, text)?.item;
    if !items.iter().map(|item| item.key).eq(ItemKey::ALL.iter().copied()) {
        return Err(fault(ASSET, "item", "the items are not the twenty in their order"));
    }
    for (item, number) in items.iter().zip(1..) {
        if item.number != number {
            return Err(fault(ASSET, item.key.code(), "its number is not its place in the order"));
        }
        if item.label.chars().count() > ChecklistItem::LABEL_WIDTH {
            return Err(fault(ASSET, item.key.code(), "its label is too wide"));
        }
    }
    Ok(items)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_missing_moved_misnumbered_or_too_wide_are_refused() {
        assert!(parse(TEXT).is_ok());
        let (rest, _) = TEXT.rsplit_once("[[item]]").expect("several items");
        for broken in [
            rest.to_owned(),
            TEXT.replacen("key = \"basis\"", "key = \"identity\"", 1),
            TEXT.replacen("number = 2\n", "number = 3\n", 1),
            TEXT.replacen("\"Ønsket tiltak\"", "\"Ønsket tiltak, om det er noe bestemt\"", 1),
            TEXT.replacen("never_before_search", "before_search", 1),
        ] {
            assert!(parse(&broken).is_err());
        }
    }
}
