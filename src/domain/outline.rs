//! The outline of Norway and its counties, for drawing a map in a terminal.
//!
//! Simplified: never to be used to tell which municipality or county a point lies in.

use super::distance::Coordinates;

/// A closed line: the first point is also the last.
pub type Ring = Vec<Coordinates>;

/// Outlines of the country and of every county.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlines {
    /// The country, the mainland first.
    pub country: Vec<Ring>,
    /// The counties, by number; neighbours share their border points.
    pub counties: Vec<CountyOutline>,
}

/// The outline of one county.
#[derive(Debug, Clone, PartialEq)]
pub struct CountyOutline {
    /// Two digits: the first two of its municipalities' numbers.
    pub number: String,
    /// Its parts, in the order of the file.
    pub rings: Vec<Ring>,
}
