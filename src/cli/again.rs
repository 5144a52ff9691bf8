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

use super::arguments::{HANDED_OVER, JUMPED, STOPPED};
use super::failure::Failure;
use crate::app::entry::BegunAnew;
use crate::domain::refusal::ErrorCode;
use crate::text::Texts;

/// Begins the program anew; comes back only when that fails, and then the program ends.
pub fn begin(texts: &Texts, flags: &[OsString], stops: bool, why: Option<BegunAnew>) -> Failure {
    // The second path holds while the file itself was replaced by a newer one.
    let own = std::env::current_exe().ok().filter(|path| path.exists());
    let mut command = Command::new(own.unwrap_or_else(|| "/proc/self/exe".into()));
    command.args(flags);
    if stops {
        command.arg(format!("--{STOPPED}"));
    }
    match why {
        Some(BegunAnew::Jumped(by)) => drop(command.arg(format!("--{JUMPED}={}", by.num_seconds()))),
        Some(BegunAnew::HandedOver) => drop(command.arg(format!("--{HANDED_OVER}"))),
        None => {}
    }
    failed(texts, &command.exec())
}

/// Why the program began anew.
pub fn why(matches: &ArgMatches) -> Option<BegunAnew> {
    if matches.get_flag(HANDED_OVER) {
        return Some(BegunAnew::HandedOver);
    }
    TimeDelta::try_seconds(*matches.get_one::<i64>(JUMPED)?).map(BegunAnew::Jumped)
}

/// Stops, as the shell's Ctrl-Z does, until the shell lets the program go on.
pub fn stop(texts: &Texts) -> Result<(), Failure> {
    emulate_default_handler(SIGTSTP).map_err(|error| failed(texts, &error))
}

fn failed(texts: &Texts, error: &io::Error) -> Failure {
    Failure::new(ErrorCode::BadFile, texts.error_not_anew(error.to_string()))
}
