//! Reports and exports: pure functions from data to CSV, JSON and Markdown, and the reader of the list of units.
//!
//! Nothing here opens a file or knows the store: callers hand in values and print what comes back.

pub mod calls;
pub mod case_note;
pub mod cells;
pub mod contacts_csv;
mod csv_rows;
pub mod journal;
pub mod letter;
pub mod markdown;
pub mod pages;
pub mod places;
pub mod places_csv;
mod places_rows;
pub mod problems;
pub mod times;
