//! What every command that reads a list from a file shares: the file, its template, and what is wrong with it.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches};

use super::arguments::{positional, switch};
use super::context::Context;
use super::failure::Failure;
use super::format::Format;
use super::reply::Reply;
use crate::domain::refusal::ErrorCode;
use crate::report::problems::Problem;
use crate::text::Texts;

const FILE: &str = "file";
const DRY_RUN: &str = "dry-run";
const TEMPLATE: &str = "template";

/// Largest file that is read, in MiB: a country's units are a thousandth of that.
const MAX_MIB: u64 = 16;

/// A file, and the switches that say what is done with it.
pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        positional(FILE, texts.help_value_path(), texts.help_import_file())
            .value_parser(clap::value_parser!(PathBuf))
            .required(false)
            .required_unless_present(TEMPLATE),
        switch(DRY_RUN, texts.help_import_dry_run()),
        switch(TEMPLATE, texts.help_import_template()).conflicts_with_all([FILE, DRY_RUN]),
    ]
}

/// Whether only what would change is told.
pub fn is_dry_run(matches: &ArgMatches) -> bool {
    matches.get_flag(DRY_RUN)
}

/// The template, where that is what was asked for.
pub fn template(context: &Context<'_>, matches: &ArgMatches, template: fn() -> String) -> Option<Reply> {
    #[derive(serde::Serialize)]
    struct Template {
        ok: bool,
        template: String,
    }
    matches.get_flag(TEMPLATE).then(|| match context.format {
        Format::Json => Reply::json(&Template { ok: true, template: template() }),
        Format::Text | Format::Csv => Reply::file(template()),
    })
}

/// The rows of the file that was named; a failure with every problem when one of them is wrong.
pub fn rows<T>(
    texts: &Texts,
    matches: &ArgMatches,
    read_rows: impl FnOnce(&[u8]) -> Result<Vec<T>, Vec<Problem>>,
) -> Result<Vec<T>, Failure> {
    let Some(path) = matches.get_one::<PathBuf>(FILE) else { return Ok(Vec::new()) };
    read_rows(&read(texts, path)?).map_err(|problems| {
        let message = texts.error_import_failed(problems.len(), path.display().to_string());
        Failure::bad_file(message, problems)
    })
}

fn read(texts: &Texts, path: &Path) -> Result<Vec<u8>, Failure> {
    let shown = path.display().to_string();
    let cannot = |error: std::io::Error| {
        Failure::new(ErrorCode::BadFile, texts.error_cannot_read(shown.as_str(), error.to_string()))
    };
    let file = File::open(path).map_err(cannot)?;
    let mut bytes = Vec::new();
    // One byte more than allowed tells a file that is too large, whatever kind of file it is.
    let read = file.take((MAX_MIB << 20) + 1).read_to_end(&mut bytes).map_err(cannot)?;
    if read as u64 > MAX_MIB << 20 {
        return Err(Failure::new(ErrorCode::BadFile, texts.error_too_large(shown.as_str(), MAX_MIB)));
    }
    Ok(bytes)
}
