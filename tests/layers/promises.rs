//! The promises: README, full run and tests speak of the same ones, and the table of a run hides nothing.

#[path = "../promises/list.rs"]
mod list;

use std::fs;
use std::path::Path;

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("README.md")
}

/// The section of the README on promises.
fn section() -> String {
    let readme = readme();
    let (_, section) = readme.split_once("## What it promises\n").expect("the section");
    section.split("\n## ").next().expect("its end").to_owned()
}

#[test]
fn every_promise_has_one_row_in_the_readme() {
    let section = section();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| ")?.split_once(" |"));
    let named: Vec<_> =
        rows.map(|(number, _)| number).filter(|number| number.starts_with(['R', 'S'])).collect();
    assert_eq!(named, list::numbers());
    assert!(section.contains("cargo bench --profile dev --bench promises"), "how to run all of it");
    assert!(section.contains("It does not promise"));
}

/// The rows of a run in which all went well.
fn good() -> Vec<String> {
    let control = |number: &str| match number {
        "R1" => "without the index and the lock",
        "R4" => "synchronous=NORMAL",
        "R7" => "a broken chain line, a cut tail",
        "S9" => "cleaning off",
        _ => "",
    };
    list::numbers().iter().map(|number| format!("{number}\tall\t3\t0\t{}\tseen", control(number))).collect()
}

fn faults(lines: &[String]) -> Vec<String> {
    list::faults(&list::read(&lines.join("\n")).expect("a list"))
}

#[test]
fn a_run_is_good_only_with_every_promise_and_every_control() {
    assert_eq!(faults(&good()), Vec::<String>::new());
    for at in 0..good().len() {
        let mut lines = good();
        let line = lines.remove(at);
        assert!(!faults(&lines).is_empty(), "without {line}");
        lines.push(line.replace("\t3\t0\t", "\t0\t0\t"));
        assert!(!faults(&lines).is_empty(), "not tried: {line}");
        lines.pop();
        lines.push(line.replace("\t3\t0\t", "\t3\t1\t"));
        assert!(!faults(&lines).is_empty(), "failed: {line}");
    }
    for control in [
        "without the index and the lock",
        "synchronous=NORMAL",
        "broken chain line",
        "cut tail",
        "cleaning off",
    ] {
        let lines: Vec<_> = good().iter().map(|line| line.replace(control, "")).collect();
        assert_eq!(faults(&lines).len(), 1, "not caught: {control}");
    }
    assert_eq!(faults(&[good(), vec!["R99\tall\t1\t0\t\tseen".to_owned()]].concat()).len(), 1);
    assert!(list::read("R1\tall").is_err());
}

#[test]
fn the_table_sums_up_each_promise_in_order() {
    let lines = "S1\tfiles\t5\t0\t\t0 found\nR2\tb\t1\t0\tone, two\tfast\nR2\ta\t2\t1\ttwo\t";
    let table = list::table(&list::read(lines).expect("a list"));
    let rows: Vec<_> =
        table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let at = rows.iter().position(|row| row == "R2 3 1 one, two").expect("the sums");
    assert_eq!(rows[at + 1..at + 3], ["a: FAILED", "b: fast"]);
    assert!(rows[at + 3..].contains(&"S1 5 0".to_owned()), "{table}");
    assert!(rows.contains(&"R1 MISSING".to_owned()), "{table}");
}

#[test]
fn the_tests_know_no_other_promises() {
    let numbers = list::numbers();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")];
    let mut found = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                for named in text.split("Promise::of(\"").skip(1) {
                    let number = named.split('"').next().unwrap_or_default();
                    assert!(numbers.iter().any(|known| known == number), "{}: {number}", path.display());
                    found += 1;
                }
            }
        }
    }
    assert!(found > 10, "the tests were not found");
}
