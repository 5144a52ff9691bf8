//! Tests of the domain and of the built-in data it stands on.
#![cfg(test)]

mod matching;
mod siblings;
