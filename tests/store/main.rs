//! The store's guarantees, on real files: keys and files, commands and refusals, undo, the chain, two openings.

#![cfg(test)]

mod acts;
mod checklist;
mod edits;
mod fixture;
mod fixtures;
mod follow_ups;
mod journal;
mod keys;
mod questions;
mod race;
mod undo;
