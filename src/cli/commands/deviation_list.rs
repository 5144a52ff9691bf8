//! `deviation list`: deviations that are open, and those that ended within a year.

use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::switch;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::cli::rows::DeviationRow;
use crate::domain::deviation::count;
use crate::domain::question::{Question, Told};
use crate::report::cells::csv_file;
use crate::text::Texts;

const OPEN: &str = "open";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![switch(OPEN, texts.help_deviation_list_open())]
}

#[derive(Serialize)]
struct Answer {
    cases: usize,
    children: usize,
    deviations: Vec<DeviationRow>,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let Told::Deviations(page) = context.ask(&Question::Deviations)? else { return Ok(Reply::empty()) };
    let mut found = page.deviations.clone();
    if matches.get_flag(OPEN) {
        found.retain(|one| one.closed_at.is_none());
    }
    let (cases, children) = count(&found, |child| page.reference_of(child));
    let now = context.clock.now();
    let rows = found.iter().map(|one| DeviationRow::of(one, now));
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { cases, children, deviations: rows.collect() }),
        Format::Csv => Reply::file(csv_file(DeviationRow::COLUMNS, rows.map(DeviationRow::cells))),
        Format::Text if found.is_empty() => Reply::text(context.texts.cli_no_deviations()),
        Format::Text => {
            let texts = context.texts;
            let catalog = &context.known()?.catalog;
            let lines: Vec<String> =
                found.iter().map(|one| DeviationRow::line(one, texts, catalog, now)).collect();
            Reply::text(lines.join("\n"))
        }
    })
}
