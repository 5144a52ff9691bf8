//! The full run: every promise of the README at its full figure, by one command, and a table of what came of it.
//!
//! `cargo bench --profile dev --bench promises` runs all tests with `AKUTTVAKT_FULL=1`; it fails when a test failed, when
//! a promise was not tried, or when a control that must be caught was not. With `-- table` it prints the table of the
//! tests that ran last, and runs nothing.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a program for the developer's terminal: it prints its table"
)]

mod list;

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::process::{Command, ExitCode};

/// The program itself is optimised a little: what takes minutes in short takes hours in full, and its users' build is faster
/// still.
const OPTIMISED: &str = "profile.dev.opt-level=1";

/// Runs all tests at full length; whether none failed.
fn run(written: &[&Path]) -> Result<bool, String> {
    for list in written {
        match fs::remove_file(list) {
            Err(error) if error.kind() != ErrorKind::NotFound => {
                return Err(format!("{}: {error}", list.display()));
            }
            _ => {}
        }
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["test", "--locked", "--offline", "--no-fail-fast", "--config", OPTIMISED])
        .env("AKUTTVAKT_FULL", "1")
        .status();
    status.map(|status| status.success()).map_err(|error| format!("cargo: {error}"))
}

fn tell(promises: &Path, skipped: &Path, is_run: bool) -> Result<bool, String> {
    let succeeded = !is_run || run(&[promises, skipped])?;
    let tried = list::read(
        &fs::read_to_string(promises).map_err(|error| format!("{}: {error}", promises.display()))?,
    )?;
    println!("\n{}", list::table(&tried));
    let skips = fs::read_to_string(skipped).unwrap_or_default();
    println!("{}", if skips.is_empty() { "skipped: nothing" } else { skips.trim_end() });
    let mut faults = list::faults(&tried);
    if !succeeded {
        faults.push("tests failed".to_owned());
    }
    for fault in &faults {
        println!("{fault}");
    }
    Ok(faults.is_empty())
}

fn main() -> ExitCode {
    let arguments: Vec<_> = std::env::args().collect();
    // `cargo test --all-targets` runs benchmarks once to see that they work; this one would run the tests in the tests.
    if !arguments.iter().any(|argument| argument == "--bench") {
        return ExitCode::SUCCESS;
    }
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
    let is_run = !arguments.iter().any(|argument| argument == "table");
    match tell(&target.join("promises.txt"), &target.join("skipped.txt"), is_run) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
