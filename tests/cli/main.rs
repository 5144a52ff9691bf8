//! The built program, driven from outside: arguments, answers, exit codes, and nothing else on the way.

#![cfg(test)]

mod acknowledged;
mod advisers;
mod alarm_bell;
mod alarm_commands;
mod batch;
mod batch_race;
mod call_commands;
mod capacity;
mod case_note;
mod checklist_commands;
mod clock_is_set;
mod contacts;
mod contacts_files;
mod demo;
mod drafts_survive;
mod errors;
mod errors_board;
mod export_payloads;
mod exports;
mod files;
mod follow_up_commands;
mod forms;
mod handed_over;
mod hostile;
mod key_commands;
mod killed;
mod kills;
mod markers;
mod memory;
mod night;
mod nothing_free;
mod offer_commands;
mod own_files;
mod placement_commands;
mod places_file;
mod places_files;
mod places_now;
mod privacy;
mod program;
mod reports;
mod reports_named;
mod restore_alone;
mod restoring;
mod screen_ends;
mod screen_first_offer;
mod screen_given_back;
mod shifts;
#[expect(dead_code, reason = "shared with the other test binaries")]
#[path = "../support/mod.rs"]
mod support;
mod terminal;
mod trace;
mod turn_commands;
mod two_screens;
mod units;
mod usage;
mod worker;
