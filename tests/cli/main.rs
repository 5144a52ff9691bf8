//! The built program, driven from outside: arguments, answers, exit codes, and nothing else on the way.

#![cfg(test)]

mod batch;
mod batch_race;
mod demo;
mod drafts_survive;
mod errors;
mod exports;
mod files;
mod forms;
mod need;
mod night;
mod places_file;
mod program;
mod screen_first_offer;
mod screen_given_back;
mod terminal;
mod two_screens;
mod usage;
