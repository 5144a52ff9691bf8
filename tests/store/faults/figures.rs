//! How often each promise is tried, and the list of what held.

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

/// R4: power cuts at random points, besides those at every sync.
pub const POWER_CUTS: Figure = Figure { short: 30, full: 1_000 };
/// R4: power cuts at syncs that are tried.
pub const SYNC_CUTS: Figure = Figure { short: 30, full: 100_000 };
/// R4: commands acknowledged before the power goes.
pub const POWER_COMMANDS: Figure = Figure { short: 120, full: 300 };
/// R5: commands tried on a full disk.
pub const FULL_DISK_COMMANDS: Figure = Figure { short: 10, full: 200 };
/// R6: the Nth access fails.
pub const FAILING_ACCESS: Figure = Figure { short: 4, full: 100 };
/// R7: pages of the damaged database that are tried.
pub const DAMAGED_PAGES: Figure = Figure { short: 16, full: 10_000 };
/// R7: cuts of the file, and faults in its log, that are tried.
pub const DAMAGED_FILES: Figure = Figure { short: 16, full: 300 };
/// R9: faults while migrating.
pub const MIGRATION_FAULTS: Figure = Figure { short: 12, full: 200 };
/// R9: power cuts while migrating.
pub const MIGRATION_CUTS: Figure = Figure { short: 20, full: 500 };
/// R9: simultaneous first openings after an update, in rounds of [`OPENERS`].
pub const MIGRATION_ROUNDS: Figure = Figure { short: 3, full: 30 };
/// How many open at once in a round.
pub const OPENERS: usize = 6;
/// R16: writes while a screen is open.
pub const LOG_WRITES: Figure = Figure { short: 2_000, full: 50_000 };

fn is_full() -> bool {
    std::env::var_os("AKUTTVAKT_FULL").is_some_and(|value| value == "1")
}

/// Notes that a promise held, with its figures, in `target/promises.txt`.
pub fn held(promise: &str, figures: impl Display) {
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/promises.txt");
    let mut list = OpenOptions::new().create(true).append(true).open(list).expect("the list of promises");
    // In one write, so that lines of tests at the same time do not mix.
    list.write_all(format!("{promise}: {figures}\n").as_bytes()).expect("the list of promises");
}
