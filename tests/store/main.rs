//! The store's guarantees, on real files: keys and files, commands and refusals, undo, the chain, two openings.

#![cfg(test)]

mod acts;
mod backup;
mod fixture;
mod fixtures;
mod journal;
mod keys;
mod race;
mod undo;
