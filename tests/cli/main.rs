//! The built program, driven from outside: arguments, answers, exit codes, and nothing else on the way.

#![cfg(test)]

use std::sync::{Mutex, MutexGuard, PoisonError};

mod batch;
mod batch_race;
mod demo;
mod errors;
mod exports;
mod files;
mod forms;
mod need;
mod places_file;
mod program;
#[expect(dead_code, reason = "the speed comparison uses the rest")]
mod real;
mod screen_first_offer;
#[expect(dead_code, reason = "the speed comparison uses the rest")]
mod terminal;
mod two_screens;
mod usage;

/// Waits for the tests that load the machine: one of them at a time.
fn alone() -> MutexGuard<'static, ()> {
    static ONE: Mutex<()> = Mutex::new(());
    ONE.lock().unwrap_or_else(PoisonError::into_inner)
}
