//! The built program, driven from outside: arguments, answers, exit codes, and nothing else on the way.

#![cfg(test)]

mod acknowledged;
mod advisers;
mod batch;
mod batch_race;
mod call_commands;
mod checklist_commands;
mod demo;
mod drafts_survive;
mod errors;
mod errors_board;
mod exports;
mod files;
mod forms;
mod kills;
mod night;
mod offer_commands;
mod places_file;
mod program;
mod screen_first_offer;
mod screen_given_back;
#[expect(dead_code, reason = "shared with the other test binaries")]
#[path = "../support/mod.rs"]
mod support;
mod terminal;
mod two_screens;
mod usage;
mod worker;
