//! `export journal`: every line with its hash, or those that concern one call.

use clap::{Arg, ArgMatches};

use crate::cli::arguments::optional_number;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::ids::CallId;
use crate::domain::refusal::Refusal;
use crate::report::journal::{Journal, Row};
use crate::text::Texts;

const CALL: &str = "call";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![optional_number(CALL, texts.help_value_call(), texts.help_export_journal_call())]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let call = matches.get_one::<i64>(CALL).copied();
    let mut rows = Vec::new();
    context.read(|store| {
        store.journal(|line| {
            if call.is_none() || line.entry.call == call {
                rows.push(Row::of(line));
            }
        })
    })?;
    // A call that is there has its line.
    if let Some(call) = call.filter(|_| rows.is_empty()) {
        return Err(context.refused(&Refusal::UnknownCall(CallId(call))));
    }
    let journal = Journal { journal: rows };
    Ok(match context.format {
        Format::Json => Reply::json(&journal),
        Format::Text | Format::Csv => Reply::file(journal.csv()),
    })
}
