//! The store's guarantees, on real files: keys and files, commands and refusals, undo, the chain, two openings, faults.

#![cfg(test)]

mod acts;
mod backup;
mod checklist;
mod edits;
mod faults;
mod fixture;
mod fixtures;
mod follow_ups;
mod journal;
mod key_changes;
mod keys;
mod nights;
mod questions;
mod race;
#[expect(dead_code, reason = "shared with the other test binaries")]
#[path = "../support/mod.rs"]
mod support;
mod undo;
