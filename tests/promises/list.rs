//! The promises by number, and what came of them in one run, as a table.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The controls a full run must have caught, each below one of these promises.
const CONTROLS: [(&[&str], &str); 5] = [
    (&["R1"], "without the index and the lock"),
    (&["R4"], "synchronous=NORMAL"),
    (&["S6", "S9"], "cleaning off"),
    (&["R7", "R12"], "broken chain line"),
    (&["R7", "R12"], "cut tail"),
];

/// The numbers of all promises, in order.
pub fn numbers() -> Vec<String> {
    let reliability = (1..=17).map(|number| format!("R{number}"));
    reliability.chain((1..=11).map(|number| format!("S{number}"))).collect()
}

/// What came of one test of a promise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    promise: String,
    what: String,
    runs: usize,
    failures: usize,
    controls: Vec<String>,
    seen: String,
}

/// Reads the list that the tests wrote: a line a test, its parts by tabs.
pub fn read(list: &str) -> Result<Vec<Tried>, String> {
    list.lines()
        .map(|line| {
            let parts: Vec<_> = line.split('\t').collect();
            let [promise, what, runs, failures, controls, seen] = parts[..] else {
                return Err(format!("not a line of the list: {line}"));
            };
            let number = |text: &str| text.parse().map_err(|_| format!("no number in: {line}"));
            Ok(Tried {
                promise: promise.to_owned(),
                what: what.to_owned(),
                runs: number(runs)?,
                failures: number(failures)?,
                controls: controls.split(", ").filter(|name| !name.is_empty()).map(str::to_owned).collect(),
                seen: seen.to_owned(),
            })
        })
        .collect()
}

fn by_promise(tried: &[Tried]) -> BTreeMap<&str, Vec<&Tried>> {
    let mut tests: BTreeMap<&str, Vec<&Tried>> = BTreeMap::new();
    for one in tried {
        tests.entry(&one.promise).or_default().push(one);
    }
    for of_one in tests.values_mut() {
        of_one.sort_by(|first, second| first.what.cmp(&second.what));
    }
    tests
}

fn sum(tests: &[&Tried]) -> (usize, usize) {
    tests.iter().fold((0, 0), |(runs, failures), test| (runs + test.runs, failures + test.failures))
}

/// The table: a row a promise with its sums, and below it what each of its tests saw.
pub fn table(tried: &[Tried]) -> String {
    let tests = by_promise(tried);
    let mut table = format!("{:<9}{:>9}{:>10}  {}\n", "promise", "runs", "failures", "control caught | seen");
    for number in numbers() {
        let of_one = tests.get(number.as_str()).map_or(&[][..], Vec::as_slice);
        let (runs, failures) = sum(of_one);
        if runs == 0 && failures == 0 {
            writeln!(table, "{number:<9}{:>9}", "MISSING").ok();
        } else {
            let mut controls: Vec<_> =
                of_one.iter().flat_map(|test| &test.controls).map(String::as_str).collect();
            controls.sort_unstable();
            controls.dedup();
            writeln!(table, "{number:<9}{runs:>9}{failures:>10}  {}", controls.join(", ")).ok();
        }
        for test in of_one {
            writeln!(
                table,
                "{:<30}{}: {}",
                "",
                test.what,
                if test.failures > 0 { "FAILED" } else { &test.seen }
            )
            .ok();
        }
    }
    table
}

/// Everything that keeps a run from being a good one.
pub fn faults(tried: &[Tried]) -> Vec<String> {
    let tests = by_promise(tried);
    let numbers = numbers();
    let mut faults = Vec::new();
    for number in &numbers {
        match tests.get(number.as_str()).map(|of_one| sum(of_one)) {
            None | Some((0, 0)) => faults.push(format!("{number} is missing")),
            Some((_, 0)) => {}
            Some((_, failures)) => faults.push(format!("{number}: {failures} failures")),
        }
    }
    for (promises, control) in CONTROLS {
        let is_caught = tried.iter().any(|test| {
            promises.contains(&test.promise.as_str())
                && test.controls.iter().any(|caught| caught.contains(control))
        });
        if !is_caught {
            faults.push(format!("the control «{control}» of {} was not caught", promises.join(" or ")));
        }
    }
    let unknown = tests.keys().filter(|name| !numbers.iter().any(|number| number == *name));
    faults.extend(unknown.map(|name| format!("{name} is no promise")));
    faults
}
