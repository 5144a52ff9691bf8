//! `export journal`: every line with its hash.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::report::journal::{Journal, Row};

pub fn run(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    let mut rows = Vec::new();
    context.read(|store| store.journal(|line| rows.push(Row::of(&line.entry, line.adviser, &line.hash))))?;
    let journal = Journal { journal: rows };
    Ok(match context.format {
        Format::Json => Reply::json(&journal),
        Format::Text | Format::Csv => Reply::file(journal.csv()),
    })
}
