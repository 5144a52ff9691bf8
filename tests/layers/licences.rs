//! S10: every package the program is built with has a licence of the list in `.deny.toml`, comes from the registry, and
//! is the one of the lock file. Advisories need a database from the network: `cargo deny --config .deny.toml check`.
//!
//! Left out: packages for other systems than the one the tests run on (they are in the lock file, and not on this
//! machine), and the C code that `libsqlite3-sys` and `openssl-src` carry: SQLite (public domain), SQLCipher
//! (BSD-3-Clause) and OpenSSL (Apache-2.0).

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::support::promise::Promise;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The licences that are allowed.
fn allowed() -> Vec<String> {
    let text = fs::read_to_string(root().join(".deny.toml")).unwrap();
    let settings: toml::Table = text.parse().unwrap();
    let list = settings["licenses"]["allow"].as_array().unwrap();
    list.iter().map(|licence| licence.as_str().unwrap().to_owned()).collect()
}

/// Whether what a package says of its licence lets it be used: `OR` (and the old `/`) gives a choice, `AND` does not.
fn may_be_used(expression: &str, allowed: &[String]) -> bool {
    let words = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let words: Vec<_> = words.split_whitespace().collect();
    let mut at = 0;
    let may = either(&words, &mut at, allowed);
    may && at == words.len()
}

fn either(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut may = both(words, at, allowed);
    while words.get(*at) == Some(&"OR") {
        *at += 1;
        may |= both(words, at, allowed);
    }
    may
}

fn both(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let mut may = one(words, at, allowed);
    while words.get(*at) == Some(&"AND") {
        *at += 1;
        may &= one(words, at, allowed);
    }
    may
}

fn one(words: &[&str], at: &mut usize, allowed: &[String]) -> bool {
    let Some(word) = words.get(*at) else { return false };
    *at += 1;
    if *word == "(" {
        let may = either(words, at, allowed);
        let is_closed = words.get(*at) == Some(&")");
        *at += 1;
        return may && is_closed;
    }
    let mut licence = (*word).to_owned();
    if words.get(*at) == Some(&"WITH") {
        let exception = words.get(*at + 1).copied().unwrap_or_default();
        licence = format!("{word} WITH {exception}");
        *at += 2;
    }
    allowed.contains(&licence)
}

#[test]
fn every_package_has_a_licence_of_the_list_and_comes_from_the_registry() {
    let mut promise = Promise::of("S10", "licences and sources of all packages");
    let host = Command::new("rustc").arg("-vV").output().unwrap();
    let host = String::from_utf8(host.stdout).unwrap();
    let host = host.lines().find_map(|line| line.strip_prefix("host: ")).unwrap();
    let answer = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--offline", "--format-version", "1", "--filter-platform", host])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(answer.status.success(), "{}", String::from_utf8_lossy(&answer.stderr));
    let metadata: Value = serde_json::from_slice(&answer.stdout).unwrap();
    let allowed = allowed();
    let mut packages = 0;
    for package in metadata["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        if name == env!("CARGO_PKG_NAME") {
            continue;
        }
        let licence = package["license"].as_str().unwrap_or("none told");
        assert!(may_be_used(licence, &allowed), "{name}: {licence}");
        let source = package["source"].as_str().unwrap_or("a folder");
        assert_eq!(source, "registry+https://github.com/rust-lang/crates.io-index", "{name}");
        packages += 1;
    }
    assert!(packages > 100, "{packages} packages are not all there are");
    let without = |left_out: &str| -> Vec<String> {
        allowed.iter().filter(|licence| *licence != left_out).cloned().collect()
    };
    let is_refused = |list: &[String]| {
        let all = metadata["packages"].as_array().unwrap().iter();
        all.filter_map(|package| package["license"].as_str()).any(|licence| !may_be_used(licence, list))
    };
    assert!(is_refused(&without("MPL-2.0")) && is_refused(&without("Zlib")));
    promise.caught("a licence that is not on the list");
    promise.ran(packages, format_args!("all of {} licences, from the registry", allowed.len()));
}

#[test]
fn licences_are_read_as_they_are_written() {
    let list = ["MIT", "Apache-2.0 WITH LLVM-exception", "Zlib"].map(str::to_owned);
    for good in [
        "MIT",
        "GPL-3.0 OR MIT",
        "MIT/GPL-3.0",
        "MIT AND Zlib",
        "(GPL-3.0 OR MIT) AND Zlib",
        "Apache-2.0 WITH LLVM-exception OR GPL-2.0",
    ] {
        assert!(may_be_used(good, &list), "{good}");
    }
    for bad in
        ["GPL-3.0", "MIT AND GPL-3.0", "Apache-2.0", "(MIT OR Zlib) AND GPL-3.0", "", "MIT Zlib", "(MIT"]
    {
        assert!(!may_be_used(bad, &list), "{bad}");
    }
}

#[test]
fn what_must_pass_builds_exactly_what_is_locked() {
    let script = fs::read_to_string(root().join(".ci/run")).unwrap();
    for line in script.lines().map(str::trim).filter(|line| line.starts_with("cargo ")) {
        assert!(line.contains("--locked") || line.starts_with("cargo fmt"), "{line}");
    }
}
