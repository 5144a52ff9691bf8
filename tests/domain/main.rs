//! Tests of the domain and of the built-in data it stands on.
#![cfg(test)]

mod assets;
mod cleaning;
mod clocks;
mod fixtures;
mod item_reading;
mod matching;
mod preparedness;
mod quick_line;
mod settings;
mod siblings;
mod steps;
mod working_nights;
