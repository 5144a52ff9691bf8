//! Tests of the domain and of the built-in data it stands on.
#![cfg(test)]

mod assets;
mod cleaning;
mod clocks;
mod deviations;
mod fixtures;
mod item_reading;
mod ladder;
mod matching;
mod preparedness;
mod quick_line;
mod settings;
mod siblings;
