//! Fills a database with years of nights: the histories that statistics, benchmarks and tests work on.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};

use super::Nights;
use crate::cli::context::Known;
use crate::cli::demo::places::units;
use crate::cli::demo::region::{self, DemoError, Wanted};
use crate::store::{Store, StoreError};

/// Days of a year, for rates.
pub const DAYS_A_YEAR: i64 = 365;

/// What a database is filled with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filling {
    /// The same seed gives the same years.
    pub seed: u64,
    /// How many places the region has to begin with.
    pub places: usize,
    /// How many days of nights; [`DAYS_A_YEAR`] a year.
    pub days: i64,
}

/// Makes a database of the demo's kind with this many days of history up to `until`, and opens it as the demo is.
///
/// # Errors
/// When a store fails; what a rule refuses is part of the nights.
pub fn fill(path: &Path, filling: Filling, until: DateTime<Utc>) -> Result<Store, DemoError> {
    let known = Known::read()?;
    let begins = until - TimeDelta::days(filling.days);
    let list = units(filling.seed, filling.places, &known.catalog.municipalities)?;
    let wanted = Wanted { seed: filling.seed, places: filling.places, calls: 0 };
    let mut store = region::make_unsynced(path, wanted, &known, begins)?;
    let mut nights = Nights::new(filling.seed, list, &known.catalog.municipalities, 1, begins);
    while let Some(turn) = nights.next_turn() {
        if turn.at >= until {
            break;
        }
        let board = store.board(turn.at)?;
        let Some(command) = nights.command(&turn, &board) else { continue };
        match store.execute(Store::new_command_id(turn.at), &command, turn.at) {
            Ok(outcome) => nights.told(&turn, Ok(&outcome)),
            Err(StoreError::Refused(refusal)) => nights.told(&turn, Err(&refusal)),
            Err(error) => return Err(error.into()),
        }
    }
    drop(store);
    region::open(path, &known)
}
