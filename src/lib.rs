#![doc = include_str!("architecture.md")]

pub mod app;
pub mod catalog;
pub mod clock;
pub mod domain;
pub mod text;
