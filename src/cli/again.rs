//! The hard lock's end: the program takes its own place, with the same number and terminal. The system gives the new
//! one empty memory, so of the one before nothing is left: no key, no passphrase, no name, in whoever's buffer it lay.

use std::ffi::OsString;
use std::io;
use std::os::unix::process::CommandExt as _;
use std::process::Command;

use chrono::TimeDelta;
use clap::ArgMatches;
use signal_hook::consts::SIGTSTP;
use signal_hook::low_level::emulate_default_handler;

use super::arguments::{JUMPED, STOPPED};
use super::failure::Failure;
use crate::domain::refusal::ErrorCode;
use crate::text::Texts;

/// Begins the program anew; comes back only when that fails, and then the program ends.
pub fn begin(texts: &Texts, flags: &[OsString], stops: bool, jumped: Option<TimeDelta>) -> Failure {
    // The second path holds while the file itself was replaced by a newer one.
    let own = std::env::current_exe().ok().filter(|path| path.exists());
    let mut command = Command::new(own.unwrap_or_else(|| "/proc/self/exe".into()));
    command.args(flags);
    if stops {
        command.arg(format!("--{STOPPED}"));
    }
    if let Some(jumped) = jumped {
        command.arg(format!("--{JUMPED}={}", jumped.num_seconds()));
    }
    failed(texts, &command.exec())
}

/// How far the clock jumped before the program began anew.
pub fn jumped(matches: &ArgMatches) -> Option<TimeDelta> {
    TimeDelta::try_seconds(*matches.get_one::<i64>(JUMPED)?)
}

/// Stops, as the shell's Ctrl-Z does, until the shell lets the program go on.
pub fn stop(texts: &Texts) -> Result<(), Failure> {
    emulate_default_handler(SIGTSTP).map_err(|error| failed(texts, &error))
}

fn failed(texts: &Texts, error: &io::Error) -> Failure {
    Failure::new(ErrorCode::BadFile, texts.error_not_anew(error.to_string()))
}
