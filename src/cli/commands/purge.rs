//! `purge`: erases names, numbers and free text of calls that have been over long enough, where the authority has
//! turned it on. What cannot be undone is confirmed by naming the database.

use std::io::{self, BufRead as _, IsTerminal as _, Write as _};

use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::switch;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::clean::clean_line;
use crate::domain::command::{Command, Outcome, PurgeReport};
use crate::domain::refusal::{BadValue, ErrorCode};
use crate::store::{Store, backups_of, usual_folder};
use crate::text::Texts;

const DRY_RUN: &str = "dry-run";
const YES: &str = "yes";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![switch(DRY_RUN, texts.help_purge_dry_run()), switch(YES, texts.help_purge_yes())]
}

#[derive(Serialize)]
struct Answer<'r> {
    ok: bool,
    #[serde(flatten)]
    report: &'r PurgeReport,
    /// Whether nothing of what was erased is left in the file or the log beside it; none for a dry run.
    log_is_empty: Option<bool>,
    /// Backups that were made before: they still hold what was erased.
    earlier_backups: usize,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let would = report(context, true)?;
    let (path, _) = context.path()?;
    let backups = backups_of(&path).len();
    if matches.get_flag(DRY_RUN) {
        return Ok(answer(context, &would, None, backups));
    }
    if !would.is_on {
        return Err(context.bad_value(&BadValue::PurgeOff));
    }
    let has_something = !would.calls.is_empty() || would.drafts > 0 || would.handovers > 0;
    if has_something && !matches.get_flag(YES) {
        confirm(context, &would)?;
    }
    let done = report(context, false)?;
    // Also when nothing was due: an earlier erasure may not have had the database to itself.
    let is_emptied = context.read(Store::leave_nothing_erased)?;
    Ok(answer(context, &done, Some(is_emptied), backups))
}

fn report(context: &mut Context<'_>, dry_run: bool) -> Result<PurgeReport, Failure> {
    match context.execute(&Command::Purge { dry_run })? {
        Outcome::Purged(report) => Ok(report),
        _ => Ok(PurgeReport::default()),
    }
}

/// Has the database named, by the name of its file.
fn confirm(context: &Context<'_>, would: &PurgeReport) -> Result<(), Failure> {
    let texts = context.texts;
    let (path, _) = context.path()?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    if io::stdin().is_terminal() {
        let what = texts.cli_purged(would.calls.len(), "yes", would.values);
        let question = texts.cli_purge_confirm(clean_line(&name), what);
        let mut out = io::stderr().lock();
        // Who does not see the question does not answer it with the name.
        let _ = write!(out, "{question} ").and_then(|()| out.flush());
    }
    let mut typed = String::new();
    let read = io::stdin().lock().read_line(&mut typed);
    if read.is_ok() && typed.trim() == name {
        return Ok(());
    }
    Err(Failure::new(ErrorCode::BadValue, texts.error_purge_not_confirmed(clean_line(&name))))
}

fn answer(context: &Context<'_>, report: &PurgeReport, is_emptied: Option<bool>, backups: usize) -> Reply {
    let texts = context.texts;
    if context.format == Format::Json {
        let (log_is_empty, earlier_backups) = (is_emptied, backups);
        return Reply::json(&Answer { ok: true, report, log_is_empty, earlier_backups });
    }
    let dry = if report.dry_run { "yes" } else { "no" };
    let mut lines = Vec::new();
    if report.calls.is_empty() {
        lines.push(texts.cli_purge_nothing(report.days));
    } else {
        lines.push(texts.cli_purged(report.calls.len(), dry, report.values));
        lines.extend(report.calls.iter().map(|of| texts.cli_purge_call(of.call.0, of.values)));
    }
    if report.drafts > 0 {
        lines.push(texts.cli_purge_drafts(report.drafts, dry));
    }
    if report.handovers > 0 {
        lines.push(texts.cli_purge_handovers(report.handovers, dry));
    }
    if !report.is_on {
        lines.push(texts.cli_purge_is_off(report.days));
    }
    match is_emptied {
        Some(true) => lines.push(texts.cli_purge_log_empty().into_owned()),
        Some(false) => lines.push(texts.cli_purge_log_in_use().into_owned()),
        None => {}
    }
    if backups > 0
        && let Ok((path, _)) = context.path()
    {
        lines.push(texts.cli_purge_backups(backups, clean_line(&usual_folder(&path).to_string_lossy())));
    }
    Reply::text(lines.join("\n"))
}
