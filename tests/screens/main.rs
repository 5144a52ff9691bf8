//! The screen from the outside: messages in, frames out, on a real store but without a terminal and without a clock.

#![cfg(test)]

mod boards;
mod drafts;
mod form;
mod keys;
mod rig;
mod streams;
mod typed_ahead;
mod windows;
