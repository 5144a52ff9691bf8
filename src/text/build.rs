//! Makes one function a message from the Fluent files.

fn main() {}
