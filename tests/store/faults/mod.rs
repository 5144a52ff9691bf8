//! Faults: the power goes, the disk fails or fills, files are damaged. What was acknowledged is there afterwards,
//! what was refused is not, and nothing else is ever shown as truth.
//!
//! The real store runs on real files; only SQLite's file layer is ours ([`vfs`]). `AKUTTVAKT_FULL=1` runs the full
//! counts, `AKUTTVAKT_SEED` replays a failure.

mod damage;
pub mod disk;
mod full_disk;
mod hostile;
mod image;
mod io_errors;
mod log_size;
mod migrations;
mod mount;
pub mod night;
mod power_loss;
pub mod raw;
mod refusals;
#[expect(unsafe_code, reason = "SQLite asks for its file layer as a table of C functions")]
pub mod vfs;
