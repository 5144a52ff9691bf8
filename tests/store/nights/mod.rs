//! R17: a year of nights. A seed makes the work of a region with several advisers, on the virtual clock, through the
//! same commands as the screen; disks fail, laptops sleep, two want the same place. What must hold is judged after
//! every step.
//!
//! `AKUTTVAKT_FULL=1` plays the whole year, else some weeks of it; `AKUTTVAKT_SEED` replays a failure.

mod figures;
mod invariants;
mod team;

use std::fs;
use std::time::Instant;

use akuttvakt::cli::demo::nights::act_names;

use crate::support::dice::Dice;
use crate::support::promise::{Figure, Promise, is_full};

use figures::Figures;
use team::Team;

/// Days that are played.
const DAYS: Figure = Figure::new(14, 365);
/// Days of the histories whose figures are compared.
const DAYS_OF_HISTORY: Figure = Figure::new(10, 120);
/// Seconds of work that the whole year may take. Of work, for others may be at work on the same machine.
const MOST_SECONDS: f64 = 60.0;

#[test]
fn whatever_happens_in_a_year_of_nights_everything_that_must_hold_does_after_every_step() {
    let mut promise = Promise::of("R17", "a year of nights");
    let dice = Dice::of_test();
    let days = i64::try_from(DAYS.count()).unwrap();
    let began = seconds_of_work();
    let mut team = Team::new(&dice, days);
    while team.step() {}
    let took = seconds_of_work() - began;
    let figures = Figures::of(&team, days);
    promise.ran(team.steps, format!("{days} days in {took:.0} s: {figures}; {}", team.seen));
    figures.judge(days);
    if is_full() {
        assert!(took <= MOST_SECONDS, "a year took {took:.0} s");
        let missing: Vec<_> = act_names().filter(|act| !team.seen.has(act)).collect();
        assert!(missing.is_empty(), "never done: {missing:?}");
    }
    team.go_on_until_an_answer_is_awaited();
    for (control, breach) in invariants::controls(&mut team) {
        assert!(breach.is_some(), "{control} was not seen");
        promise.caught(control);
    }
}

#[test]
fn the_histories_of_three_seeds_have_the_figures_of_the_region() {
    let mut promise = Promise::of("R17", "the figures of the region");
    let days = i64::try_from(DAYS_OF_HISTORY.count()).unwrap();
    let mut seen = Vec::new();
    for seed in [1, 2, 3] {
        let figures = Figures::played(seed, days);
        figures.judge(days);
        seen.push(format!("seed {seed}: {figures}"));
    }
    promise.ran(seen.len(), seen.join("; "));
}

/// Seconds this thread has been at work, where the system tells; else since the test began.
fn seconds_of_work() -> f64 {
    static BEGAN: std::sync::LazyLock<Instant> = std::sync::LazyLock::new(Instant::now);
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
    nanoseconds.map_or_else(|| BEGAN.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}
