//! Tools some tests need besides the compiler. Without one a test is skipped, aloud; in CI it fails.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

/// Whether the tool is there. Where it is not, says so on the real standard error and in `target/skipped.txt`.
///
/// # Panics
/// With `CI` set, when the tool is missing: there nothing may be skipped.
pub fn need(tool: &str, why: &str) -> bool {
    let found = Command::new("sh")
        .args(["-c", "command -v -- \"$1\"", "sh", tool])
        .stdout(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    found || skipped(tool, why)
}

/// Whether the tool works here: it is there, and this trial of it succeeds.
///
/// # Panics
/// With `CI` set, when it does not.
pub fn need_working(tool: &str, trial: &[&str], why: &str) -> bool {
    let works = Command::new(tool)
        .args(trial)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    works || skipped(tool, why)
}

fn skipped(tool: &str, why: &str) -> bool {
    let line = format!("skipped: {why} (needs {tool})");
    assert!(std::env::var_os("CI").is_none(), "{line}");
    // Not `eprintln!`: the harness keeps that to itself while tests pass.
    let _ = writeln!(std::io::stderr(), "{line}");
    let list = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/skipped.txt");
    if let Ok(mut list) = OpenOptions::new().create(true).append(true).open(list) {
        let _ = writeln!(list, "{line}");
    }
    false
}
