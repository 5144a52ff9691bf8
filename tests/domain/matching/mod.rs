//! Matching: each rule by an example, and all of them against a second, plain computation.

mod as_they_are;
mod plain;
mod random;
mod rows;
mod rules;
pub mod world;
