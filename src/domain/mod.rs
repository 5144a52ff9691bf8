//! Types and rules of acute intake. Pure: no I/O, no clock of its own, nothing from the other folders.

pub mod basis;
pub mod board;
pub mod call;
pub mod child;
pub mod claim;
pub mod clocks;
mod codes;
pub mod command;
pub mod distance;
pub mod follow_up;
pub mod gaps;
pub mod ids;
pub mod journal;
pub mod local_time;
pub mod matching;
pub mod measure;
pub mod municipality;
pub mod offer;
pub mod outline;
pub mod preparedness;
pub mod refusal;
pub mod settings;
pub mod siblings;
pub mod unit;
pub mod unit_list;
