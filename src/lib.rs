#![doc = include_str!("architecture.md")]

// Lets the test fixtures serve the unit tests too.
#[cfg(test)]
extern crate self as akuttvakt;

pub mod app;
pub mod catalog;
pub mod cli;
pub mod clock;
pub mod domain;
pub mod report;
pub mod runner;
pub mod store;
pub mod text;
pub mod tui;
