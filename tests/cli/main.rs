//! The built program, driven from outside: arguments, answers, exit codes, and nothing else on the way.

#![cfg(test)]

mod batch;
mod errors;
mod exports;
mod files;
mod forms;
mod need;
mod places_file;
mod program;
mod usage;
