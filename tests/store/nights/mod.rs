//! R17: a year of nights. A seed makes the work of a region with several advisers, on the virtual clock, through the
//! same commands as the screen; disks fail, laptops sleep, two want the same place. What must hold is judged after
//! every step.
//!
//! `AKUTTVAKT_FULL=1` plays the whole year, else some weeks of it; `AKUTTVAKT_SEED` replays a failure.

mod figures;
mod invariants;
mod team;

use std::time::Instant;

use crate::support::dice::Dice;
use crate::support::promise::{Figure, Promise, is_full};

use figures::Figures;
use team::Team;

/// Days that are played.
const DAYS: Figure = Figure::new(21, 365);
/// Seconds that the whole year may take.
const MOST_SECONDS: u64 = 60;

#[test]
fn whatever_happens_in_a_year_of_nights_everything_that_must_hold_does_after_every_step() {
    let mut promise = Promise::of("R17", "a year of nights");
    let dice = Dice::of_test();
    let days = i64::try_from(DAYS.count()).unwrap();
    let began = Instant::now();
    let mut team = Team::new(&dice, days);
    while team.step() {}
    let took = began.elapsed().as_secs();
    assert!(!is_full() || took <= MOST_SECONDS, "a year took {took} s");
    let figures = Figures::of(&team, days);
    figures.judge(days);
    promise.ran(team.steps, format!("{days} days, {figures}, {} in {took} s", team.seen));
    team.go_on_until_an_answer_is_awaited();
    for (control, breach) in invariants::controls(&mut team) {
        assert!(breach.is_some(), "{control} was not seen");
        promise.caught(control);
    }
}
