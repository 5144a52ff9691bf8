//! The demo: an invented region east with its list of units, and a night of calls, drawn from a seed.
//!
//! Plain data only. Nothing here is a real institution, home or child; the municipalities are real.

mod evening;
mod handovers;
mod names;
pub mod nights;
mod occupancy;
pub mod places;
pub mod plan;
mod random;
pub mod region;
#[cfg(test)]
mod tests;
