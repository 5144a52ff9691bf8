//! The command line: everything the screen does, linearly, for scripts and screen readers.

pub mod demo;
