//! The shape of the source holds: who may use what, where SQL and the clock live, and how long a file may be.
//!
//! Each rule is a function from one file to its breaches, and is itself tried on small files that break it.

#![cfg(test)]

#[path = "layers/licences.rs"]
mod licences;
#[path = "layers/map.rs"]
mod map;
#[path = "layers/promises.rs"]
mod promises;
#[path = "layers/source.rs"]
mod source;
#[expect(dead_code, reason = "shared with the other test binaries")]
#[path = "support/mod.rs"]
mod support;

use std::fs;
use std::path::Path;

use source::Source;

/// What a folder of `src` (or a file there) may use of the others. A name that is not here may not be used at all.
const MAY_USE: &[(&str, &[&str])] = &[
    ("domain", &["domain"]),
    ("catalog", &["catalog", "domain"]),
    ("store", &["store", "domain"]),
    ("app", &["app", "domain", "catalog"]),
    ("tui", &["tui", "app", "domain", "text"]),
    ("text", &["text", "domain"]),
    ("report", &["report", "domain", "text"]),
    ("clock", &["clock", "domain"]),
    ("cli", EVERYTHING),
    ("runner", EVERYTHING),
    ("main", EVERYTHING),
    ("lib", EVERYTHING),
];

const EVERYTHING: &[&str] =
    &["domain", "catalog", "store", "app", "tui", "text", "report", "cli", "clock", "runner"];

/// All that the domain may use from outside.
const DOMAIN_PACKAGES: &[&str] =
    &["std", "core", "chrono", "chrono_tz", "serde", "thiserror", "sha2", "uuid", "nucleo_matcher"];

/// Packages that belong to one folder.
const AT_HOME_IN: &[(&str, &str)] = &[
    ("rusqlite", "store"),
    ("ratatui", "tui"),
    ("crossterm", "tui"),
    ("tui_input", "app"),
    ("fluent_bundle", "text"),
];

/// Folders that reach nothing outside the program.
const PURE: &[&str] = &["domain", "catalog", "app", "report"];

/// Parts of the standard library that reach outside the program.
const OUTSIDE: &[&str] = &["fs", "io", "net", "env", "process", "thread"];

/// The two files with `unsafe`: the key on its way to SQLCipher, and the file layer of the tests.
const UNSAFE_IN: &[&str] = &["src/store/keying.rs", "tests/store/faults/vfs.rs"];

const LONGEST_FILE: usize = 500;

/// The folder of the crate that a path names, if it names one.
fn folder_named(source: &Source, path: &[String]) -> Option<String> {
    let mut module = source.module();
    let mut rest = path.iter();
    match rest.next()?.as_str() {
        "crate" => module.clear(),
        "super" => {
            module.pop();
            while rest.clone().next().is_some_and(|next| next == "super") {
                module.pop();
                rest.next();
            }
        }
        _ => return None,
    }
    if module.is_empty() { rest.next().cloned() } else { None }
}

fn forbidden_imports(source: &Source, packages: &[String]) -> Vec<String> {
    let Some(folder) = source.folder() else { return Vec::new() };
    let Some((_, may_use)) = MAY_USE.iter().find(|(name, _)| *name == folder) else {
        return vec![source.breach(1, format_args!("nobody has said what {folder} may use"))];
    };
    let mut breaches = Vec::new();
    for (line, path) in source.paths() {
        if let Some(named) = folder_named(source, &path) {
            if !may_use.contains(&named.as_str()) {
                breaches.push(source.breach(line, format_args!("{folder} may not use {named}")));
            }
            continue;
        }
        let first = path[0].as_str();
        if path.len() < 2 || !(packages.iter().any(|package| package == first) || first == "std") {
            continue;
        }
        if folder == "domain" && !DOMAIN_PACKAGES.contains(&first) {
            breaches.push(source.breach(line, format_args!("domain may not use the package {first}")));
        }
        if let Some((_, home)) =
            AT_HOME_IN.iter().find(|(package, home)| *package == first && *home != folder)
        {
            breaches.push(source.breach(line, format_args!("{first} belongs in {home}")));
        }
        if first == "std" && PURE.contains(&folder) && OUTSIDE.contains(&path[1].as_str()) {
            breaches.push(source.breach(line, format_args!("{folder} may not use std::{}", path[1])));
        }
    }
    breaches
}

fn sql_outside_store(source: &Source) -> Vec<String> {
    if source.folder().is_none_or(|folder| folder == "store") {
        return Vec::new();
    }
    let sql = source.literals.iter().filter(|(_, literal)| is_sql(literal));
    sql.map(|(line, literal)| source.breach(*line, format_args!("SQL outside store: {literal}"))).collect()
}

fn is_sql(literal: &str) -> bool {
    let words: Vec<&str> = literal
        .split(|sign: char| !(sign.is_alphanumeric() || sign == '_'))
        .filter(|word| !word.is_empty())
        .collect();
    let upper: Vec<String> = words.iter().map(|word| word.to_uppercase()).collect();
    let is_pair = |pair: &[String]| {
        matches!(
            (pair[0].as_str(), pair[1].as_str()),
            ("INSERT" | "REPLACE", "INTO")
                | ("INSERT", "OR")
                | ("DELETE", "FROM")
                | (
                    "CREATE" | "DROP" | "ALTER",
                    "TABLE" | "INDEX" | "UNIQUE" | "TRIGGER" | "VIEW" | "VIRTUAL"
                )
                | ("BEGIN", "IMMEDIATE" | "EXCLUSIVE" | "DEFERRED")
        )
    };
    words.iter().any(|word| matches!(*word, "SELECT" | "INSERT" | "UPDATE" | "DELETE" | "PRAGMA" | "VACUUM"))
        || upper.windows(2).any(is_pair)
        || upper.first().is_some_and(|first| first == "PRAGMA")
        || (upper.first().is_some_and(|first| first == "SELECT") && upper.iter().any(|word| word == "FROM"))
        || (upper.first().is_some_and(|first| first == "UPDATE")
            && upper.get(2).is_some_and(|word| word == "SET"))
        || Path::new(literal).extension().is_some_and(|extension| extension == "sql")
}

fn now_outside_clock(source: &Source) -> Vec<String> {
    let Some(folder) = source.folder() else { return Vec::new() };
    let mut breaches = Vec::new();
    for (at, (line, token)) in source.tokens.iter().enumerate() {
        let before = |back: usize| at.checked_sub(back).map_or("", |at| source.tokens[at].1.as_str());
        if token != "now" || before(1) != "::" {
            continue;
        }
        let is_allowed = match before(2) {
            "Instant" => matches!(folder, "clock" | "tui" | "runner"),
            "Utc" | "Local" | "SystemTime" => folder == "clock",
            _ => true,
        };
        if !is_allowed {
            breaches.push(source.breach(*line, format_args!("{}::now() outside the clock", before(2))));
        }
    }
    breaches
}

fn too_long(source: &Source) -> Vec<String> {
    let is_too_long = source.lines > LONGEST_FILE;
    is_too_long.then(|| source.breach(source.lines, "longer than 500 lines")).into_iter().collect()
}

fn unsafe_outside_its_files(source: &Source) -> Vec<String> {
    if UNSAFE_IN.contains(&source.path.as_str()) {
        return Vec::new();
    }
    let found = source.tokens.iter().filter(|(_, token)| token == "unsafe");
    found.map(|(line, _)| source.breach(*line, "unsafe outside its two files")).collect()
}

fn without_doc(source: &Source) -> Vec<String> {
    let is_without = !source.begins_with_doc;
    is_without.then(|| source.breach(1, "does not open by saying what it is for")).into_iter().collect()
}

/// Breaches that only all files together can show.
fn text_input_in_several_files(sources: &[Source]) -> Vec<String> {
    let uses =
        |source: &&Source| source.paths().iter().any(|(_, path)| path.len() > 1 && path[0] == "tui_input");
    let using: Vec<&Source> = sources.iter().filter(uses).collect();
    using.iter().skip(1).map(|source| source.breach(1, "tui_input is used in another file already")).collect()
}

fn read_sources(folder: &Path, root: &Path, into: &mut Vec<Source>) {
    for entry in fs::read_dir(folder).expect("a folder of the project") {
        let path = entry.expect("an entry of it").path();
        if path.is_dir() {
            read_sources(&path, root, into);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let name = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
            into.push(Source::new(&name, &fs::read_to_string(&path).expect("a source file")));
        }
    }
}

/// The packages of `Cargo.toml`, as they are written in code.
fn packages(root: &Path) -> Vec<String> {
    let manifest: toml::Table =
        fs::read_to_string(root.join("Cargo.toml")).expect("Cargo.toml").parse().expect("a manifest");
    let dependencies = manifest["dependencies"].as_table().expect("a table");
    dependencies.keys().map(|name| name.replace('-', "_")).collect()
}

#[test]
fn the_source_keeps_its_shape() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let packages = packages(root);
    let mut sources = Vec::new();
    for folder in ["src", "tests"] {
        read_sources(&root.join(folder), root, &mut sources);
    }
    assert!(sources.len() > 30, "the source was not found");
    let mut breaches: Vec<String> = text_input_in_several_files(&sources);
    for source in &sources {
        breaches.extend(forbidden_imports(source, &packages));
        breaches.extend(sql_outside_store(source));
        breaches.extend(now_outside_clock(source));
        breaches.extend(too_long(source));
        breaches.extend(unsafe_outside_its_files(source));
        breaches.extend(without_doc(source));
    }
    assert!(breaches.is_empty(), "\n{}", breaches.join("\n"));
}

fn imports(path: &str, text: &str) -> usize {
    let packages = ["rusqlite", "ratatui", "crossterm", "tui_input", "csv", "chrono"].map(ToOwned::to_owned);
    forbidden_imports(&Source::new(path, text), &packages).len()
}

#[test]
fn a_forbidden_import_is_found_however_it_is_written() {
    for (path, text) in [
        ("src/domain/a.rs", "use crate::store::Store;"),
        ("src/domain/a.rs", "use crate::{domain::b, store::{c, d::E}};"),
        ("src/domain/a.rs", "fn f() { crate::app::g() }"),
        ("src/domain/b/a.rs", "use super::super::super::text::X;"),
        ("src/domain/mod.rs", "pub use super::catalog::Catalog;"),
        ("src/domain/a.rs", "use csv::Reader;"),
        ("src/domain/a.rs", "use std::{fmt, fs};"),
        ("src/domain/a.rs", "fn f() -> ::std::io::Result<()> { Ok(()) }"),
        ("src/catalog/a.rs", "use crate::clock::Clock;"),
        ("src/store/a.rs", "use crate::text::Texts;"),
        ("src/app/a.rs", "use rusqlite::Connection;"),
        ("src/app/a.rs", "fn f(x: ratatui::Frame) {}"),
        ("src/app/a.rs", "use std::fs;"),
        ("src/tui/a.rs", "use crate::store;"),
        ("src/tui/a.rs", "use tui_input::Input;"),
        ("src/text/a.rs", "use crate::app::Model;"),
        ("src/report/a.rs", "use crate::tui::X;"),
        ("src/elsewhere/a.rs", "fn f() {}"),
    ] {
        assert_ne!(imports(path, text), 0, "{path}: {text}");
    }
    assert_eq!(imports("src/domain/a.rs", "use crate::{app::X, text::{Y, Z}};"), 3);
}

#[test]
fn allowed_imports_comments_and_tests_are_left_alone() {
    for (path, text) in [
        ("src/domain/a.rs", "use super::b::C; use std::fmt; use chrono::Utc; pub(crate) struct D;"),
        (
            "src/domain/a.rs",
            "// use crate::store::X;\n/* crate::app::Y /* z */ */ const A: &str = \"crate::text\";",
        ),
        (
            "src/domain/a.rs",
            "const A: &str = r#\"a \" crate::text::b\"#; const B: char = '\"'; type C<'a> = D<'a>;",
        ),
        ("src/domain/b/mod.rs", "use super::c::D; use super::super::domain::E;"),
        ("src/domain/a.rs", "fn f() {} #[cfg(test)] mod tests { use csv::Reader; }"),
        ("src/store/a.rs", "use rusqlite::Connection; use std::fs; use crate::domain::x;"),
        ("src/tui/a.rs", "use crate::app::Model; use ratatui::Frame;"),
        ("src/cli/a.rs", "use crate::store::Store; use crate::clock::Clock;"),
        ("tests/domain/a.rs", "use csv::Reader; use std::fs;"),
        ("src/domain/b/tests.rs", "use csv::Reader; use std::fs;"),
    ] {
        assert_eq!(imports(path, text), 0, "{path}: {text}");
    }
}

#[test]
fn sql_is_found_outside_store_only() {
    let found = |path: &str, text: &str| sql_outside_store(&Source::new(path, text)).len();
    for literal in [
        "SELECT 1",
        "select id from calls",
        "insert into calls values (1)",
        "UPDATE calls",
        "update calls set a = 1",
        "delete from calls",
        "create unique index a on b(c)",
        "PRAGMA key",
        "pragma user_version",
        "begin immediate",
        "WITH a AS (SELECT 1)",
        "schema.sql",
    ] {
        assert_eq!(found("src/app/a.rs", &format!("const A: &str = \"{literal}\";")), 1, "{literal}");
        assert_eq!(found("src/store/a.rs", &format!("const A: &str = \"{literal}\";")), 0, "{literal}");
    }
    for text in
        ["const A: &str = \"select a place\";", "// SELECT 1", "fn update() {}", "f(\"stale: {update}\")"]
    {
        assert_eq!(found("src/app/a.rs", text), 0, "{text}");
    }
    assert_eq!(found("src/app/a.rs", "const A: &str = r#\"\nSELECT 1\n\"#;"), 1);
}

#[test]
fn asking_the_time_is_found_outside_the_clock() {
    let found = |path: &str, text: &str| now_outside_clock(&Source::new(path, text)).len();
    for call in ["Utc::now()", "chrono::Utc::now()", "Local :: now()", "std::time::SystemTime::now()"] {
        assert_eq!(found("src/tui/a.rs", &format!("fn f() {{ {call}; }}")), 1, "{call}");
        assert_eq!(found("src/clock.rs", &format!("fn f() {{ {call}; }}")), 0, "{call}");
    }
    for (path, breaches) in
        [("src/domain/a.rs", 1), ("src/store/a.rs", 1), ("src/tui/a.rs", 0), ("src/runner.rs", 0)]
    {
        assert_eq!(found(path, "fn f() { Instant::now(); }"), breaches, "{path}");
    }
    assert_eq!(found("src/app/a.rs", "fn f(now: T) { clock.now(); g(now); /* Utc::now() */ }"), 0);
}

#[test]
fn long_files_unsafe_code_and_missing_openings_are_found() {
    assert_eq!(too_long(&Source::new("src/a.rs", &"\n".repeat(500))).len(), 0);
    assert_eq!(too_long(&Source::new("tests/a/b.rs", &"\n".repeat(501))).len(), 1);
    let found = |path: &str| unsafe_outside_its_files(&Source::new(path, "fn f() { unsafe { g() } }")).len();
    assert_eq!((found("src/store/open.rs"), found("tests/store/main.rs")), (1, 1));
    assert_eq!((found("src/store/keying.rs"), found("tests/store/faults/vfs.rs")), (0, 0));
    assert_eq!(found("tests/store/vfs.rs"), 1);
    assert_eq!(
        unsafe_outside_its_files(&Source::new("src/a.rs", "#![deny(unsafe_code)] // unsafe")).len(),
        0
    );
    let opening = |text: &str| without_doc(&Source::new("src/a.rs", text)).len();
    assert_eq!((opening("use a::b;"), opening("// A comment."), opening("")), (1, 1, 1));
    assert_eq!((opening("//! What it is for."), opening("#![doc = include_str!(\"a.md\")]")), (0, 0));
    let inputs = ["src/app/a.rs", "src/app/b.rs"].map(|path| Source::new(path, "use tui_input::Input;"));
    assert_eq!(text_input_in_several_files(&inputs).len(), 1);
    assert_eq!(text_input_in_several_files(&inputs[..1]).len(), 0);
}

/// The ids of messages that no source names as a function.
fn unused_texts(messages: &str, sources: &[Source]) -> Vec<String> {
    let ids = messages.lines().filter_map(|line| line.split_once(" =")).map(|(id, _)| id);
    let is_id = |id: &&str| id.starts_with(|sign: char| sign.is_ascii_lowercase());
    let is_named = |id: &str| {
        let function = id.replace('-', "_");
        sources.iter().any(|source| source.tokens.iter().any(|(_, token)| *token == function))
    };
    ids.filter(is_id).filter(|id| !is_named(id)).map(ToOwned::to_owned).collect()
}

#[test]
fn every_text_is_used() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    read_sources(&root.join("src"), root, &mut sources);
    for file in fs::read_dir(root.join("assets/locales/nb")).expect("the texts") {
        let path = file.expect("a file of texts").path();
        let unused = unused_texts(&fs::read_to_string(&path).expect("texts"), &sources);
        assert!(unused.is_empty(), "{}: nothing uses {}", path.display(), unused.join(", "));
    }
    let sources = [Source::new("src/tui/a.rs", "fn f() { texts.call_add(1) }")];
    let messages = "# call-x = d\ncall-add = a\ncall-ad = { $n ->\n    [one] b\n} = c";
    assert_eq!(unused_texts(messages, &sources), ["call-ad"]);
}
