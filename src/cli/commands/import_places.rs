//! `import places FILE`: reads units and places from a list. Nothing is stored unless every row is right.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{positional, switch};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::basis::BasisCode;
use crate::domain::command::Command;
use crate::domain::local_time::day_in_norway;
use crate::domain::refusal::ErrorCode;
use crate::report::places_csv::{self, Lists};
use crate::text::Texts;

const FILE: &str = "file";
const DRY_RUN: &str = "dry-run";
const TEMPLATE: &str = "template";

/// Largest file that is read, in MiB: a country's units are a thousandth of that.
const MAX_MIB: u64 = 16;

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        positional(FILE, texts.help_value_path(), texts.help_import_places_file())
            .value_parser(clap::value_parser!(PathBuf))
            .required(false)
            .required_unless_present(TEMPLATE),
        switch(DRY_RUN, texts.help_import_places_dry_run()),
        switch(TEMPLATE, texts.help_import_places_template()).conflicts_with_all([FILE, DRY_RUN]),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    if matches.get_flag(TEMPLATE) {
        return Ok(template(context));
    }
    let Some(path) = matches.get_one::<PathBuf>(FILE) else { return Ok(Reply::empty()) };
    let texts = context.texts;
    let bytes = read(texts, path)?;
    let today = day_in_norway(context.clock.now());
    let known = context.known()?;
    let bases = bases_on(known, today);
    let lists = Lists { municipalities: &known.tables.municipalities, bases: &bases };
    let rows = places_csv::read(&bytes, lists).map_err(|problems| {
        let message = texts.error_import_failed(problems.len(), path.display().to_string());
        Failure::bad_file(message, problems)
    })?;
    let outcome = context.execute(&Command::ImportUnits { rows, dry_run: matches.get_flag(DRY_RUN) })?;
    answers::reply(context, &outcome)
}

fn template(context: &Context<'_>) -> Reply {
    #[derive(serde::Serialize)]
    struct Template {
        ok: bool,
        template: String,
    }
    match context.format {
        Format::Json => Reply::json(&Template { ok: true, template: places_csv::template() }),
        Format::Text | Format::Csv => Reply::file(places_csv::template()),
    }
}

fn bases_on(known: &crate::cli::context::Known, day: NaiveDate) -> Vec<BasisCode> {
    known.tables.bases_on(day).map(|basis| basis.code).collect()
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
