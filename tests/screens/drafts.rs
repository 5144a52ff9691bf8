//! Half-written work is never lost.
