//! Tests of the domain and of the built-in data it stands on.

mod assets;
mod cleaning;
