//! Tests of the domain and of the built-in data it stands on.
#![cfg(test)]

mod alarms;
mod assets;
mod capacity;
mod cleaning;
mod clocks;
mod deviations;
mod fixtures;
mod follow_up_list;
mod item_reading;
mod ladder;
mod legal_clocks;
mod matching;
mod placements;
mod preparedness;
mod quick_line;
mod rhythm;
mod settings;
mod shifts;
mod siblings;
mod steps;
#[expect(dead_code, reason = "shared with the other test binaries")]
#[path = "../support/mod.rs"]
mod support;
mod working_nights;
