//! The store's guarantees, on real files: keys and files, commands and refusals, undo, the chain, two openings, faults.

#![cfg(test)]

mod acts;
mod backup;
mod backup_promise;
mod checklist;
mod deviations;
mod double;
mod edits;
mod faults;
mod findings;
mod fixture;
mod fixtures;
mod follow_ups;
mod handed_over;
mod handovers;
mod hard_hours;
mod journal;
mod key_changes;
mod keys;
mod model;
mod nights;
mod nothing_lost;
mod placements;
mod purge;
mod purged_handovers;
mod questions;
mod race;
mod signed_sums;
#[expect(dead_code, reason = "shared with the other test binaries")]
#[path = "../support/mod.rs"]
mod support;
mod the_routine;
mod transitions;
mod undo;
mod writers;
