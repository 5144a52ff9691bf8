//! Tests of the domain and of the built-in data it stands on.
#![cfg(test)]

mod assets;
mod cleaning;
mod clocks;
mod fixtures;
mod follow_up_list;
mod item_reading;
mod legal_clocks;
mod matching;
mod preparedness;
mod quick_line;
mod settings;
mod siblings;
