//! The architecture page points to every row of the routine and every item of the checklist, and to files there are.

use std::fs;
use std::path::Path;

use akuttvakt::domain::checklist::ItemKey;
use akuttvakt::domain::routine::StepKey;

const PAGE: &str = include_str!("../../src/architecture.md");

/// The rows that a table of the page must have: a number and a key each.
fn rows_wanted() -> Vec<String> {
    let numbered = |keys: Vec<&'static str>| {
        keys.into_iter().enumerate().map(|(at, key)| format!("| {} `{key}` |", at + 1)).collect::<Vec<_>>()
    };
    let steps = numbered(StepKey::ALL.iter().map(|step| step.code()).collect());
    let items = numbered(ItemKey::ALL.iter().map(|item| item.code()).collect());
    steps.into_iter().chain(items).collect()
}

/// What stands in code signs and looks like a file or folder of the source.
fn files_named(page: &str) -> Vec<&str> {
    let marked = page.split('`').skip(1).step_by(2);
    marked
        .filter(|text| !text.contains(' ') && !text.contains('*') && !text.contains('<'))
        .filter(|text| text.contains('/') && (text.ends_with('/') || text.contains('.')))
        .collect()
}

fn is_there(file: &str) -> bool {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    [root.join(file), root.join("src").join(file)].iter().any(|path| fs::symlink_metadata(path).is_ok())
}

#[test]
fn every_step_and_every_item_has_its_row() {
    let lacking: Vec<String> =
        rows_wanted().into_iter().filter(|row| !PAGE.lines().any(|line| line.starts_with(row))).collect();
    assert_eq!(lacking, Vec::<String>::new());
    assert_eq!(rows_wanted().len(), 34);
}

#[test]
fn every_file_the_page_names_is_there() {
    let named = files_named(PAGE);
    assert!(named.len() > 50, "{named:?}");
    let gone: Vec<&str> = named.into_iter().filter(|file| !is_there(file)).collect();
    assert_eq!(gone, Vec::<&str>::new());
    assert!(!is_there("store/nowhere.rs"));
}
