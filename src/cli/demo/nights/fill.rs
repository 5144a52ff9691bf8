//! Fills a database with years of nights: the histories that statistics, benchmarks and tests work on.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};

use super::Nights;
#[cfg(doc)]
use crate::cli::demo::plan::LIST_AGE;
use crate::cli::demo::region::{self, DemoError, Known, Wanted};
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

impl Filling {
    /// When the nights begin. The list of units and the stays of that day lie before it ([`LIST_AGE`]).
    #[must_use]
    pub fn begins(self, until: DateTime<Utc>) -> DateTime<Utc> {
        until - TimeDelta::days(self.days)
    }
}

/// Makes a database of the demo's kind with this many days of history up to `until`, and opens it as the demo is.
///
/// # Errors
/// When a store fails; what a rule refuses is part of the nights.
pub fn fill(path: &Path, filling: Filling, until: DateTime<Utc>) -> Result<Store, DemoError> {
    let known = Known::read()?;
    let store = region::create_unsynced(path, &known, filling.begins(until))?;
    drop(play(store, filling, &known, until)?);
    region::open(path, &known)
}

/// Plays the history into an empty database made before [`Filling::begins`].
///
/// # Errors
/// As [`fill`].
pub fn play(store: Store, filling: Filling, known: &Known, until: DateTime<Utc>) -> Result<Store, DemoError> {
    let begins = filling.begins(until);
    let municipalities = &known.catalog.municipalities;
    let wanted = Wanted { seed: filling.seed, places: filling.places, calls: 0 };
    let mut store = region::settle(store, wanted, known, begins)?;
    let mut nights = Nights::new(filling.seed, municipalities, 1, begins);
    while let Some(turn) = nights.next_turn().filter(|turn| turn.at < until) {
        let board = store.board(turn.at)?;
        let Some(command) = nights.command(&turn, &board) else { continue };
        match store.execute(Store::new_command_id(turn.at), &command, turn.at) {
            Ok(outcome) => nights.told(&turn, Ok(&outcome)),
            Err(StoreError::Refused(refusal)) => nights.told(&turn, Err(&refusal)),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(store)
}
