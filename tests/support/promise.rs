//! How often each promise is tried, and the list of what came of it.

use std::fmt::Display;
use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;

use super::dice::Dice;

/// A count: `short` on every run, `full` with `AKUTTVAKT_FULL=1`.
pub struct Figure {
    short: usize,
    full: usize,
}

impl Figure {
    /// A count for every run and one for the full run.
    pub const fn new(short: usize, full: usize) -> Self {
        Self { short, full }
    }

    /// The count of this run.
    pub fn count(&self) -> usize {
        if is_full() { self.full } else { self.short }
    }

    /// Numbers from 1 to the full count: all of them, or one of each stretch, the first stretches being the shortest
    /// because early faults meet more different situations than late ones.
    pub fn spread(&self, dice: &mut Dice) -> Vec<usize> {
        if is_full() || self.short >= self.full {
            return (1..=self.full).collect();
        }
        let (steps, full) = (self.short, self.full);
        let end = |step: usize| (full * step * step / (steps * steps)).max(step);
        (1..=steps).map(|step| 1 + end(step - 1) + dice.roll(end(step) - end(step - 1))).collect()
    }
}

/// Whether the full counts are run.
pub fn is_full() -> bool {
    std::env::var_os("AKUTTVAKT_FULL").is_some_and(|value| value == "1")
}

/// A promise while it is tried. When it goes out of scope, `target/promises.txt` gets one line: promise, what of it,
/// runs, failures, the controls that were caught, what was seen; by tabs.
pub struct Promise {
    name: &'static str,
    what: &'static str,
    runs: usize,
    controls: Vec<&'static str>,
    seen: String,
}

impl Promise {
    /// Begins to try a promise by its number, and what of it.
    pub fn of(name: &'static str, what: &'static str) -> Self {
        Self { name, what, runs: 0, controls: Vec::new(), seen: String::new() }
    }

    /// It was tried this often, and this was seen.
    pub fn ran(&mut self, runs: usize, seen: impl Display) {
        self.runs += runs;
        self.seen = seen.to_string();
    }

    /// With the guard taken away, the test saw it.
    pub fn caught(&mut self, control: &'static str) {
        self.controls.push(control);
    }
}

impl Drop for Promise {
    fn drop(&mut self) {
        let failures = usize::from(std::thread::panicking());
        let controls = self.controls.join(", ");
        let Self { name, what, runs, seen, .. } = self;
        let line = format!("{name}\t{what}\t{runs}\t{failures}\t{controls}\t{seen}\n");
        let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/promises.txt");
        // In one write, so that lines of tests at the same time do not mix. A second panic would hide the first.
        let written = OpenOptions::new()
            .create(true)
            .append(true)
            .open(list)
            .and_then(|mut list| list.write_all(line.as_bytes()));
        assert!(written.is_ok() || failures > 0, "the list of promises: {written:?}");
    }
}
