//! The nights of a seed are the same each time.
