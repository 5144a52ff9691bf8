//! `call list`: calls with their clocks.

use clap::{Arg, ArgMatches};

use crate::cli::arguments::switch;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::cli::rows::CallRow;
use crate::report::cells::csv_file;
use crate::store::CallFilter;
use crate::text::Texts;

const OPEN: &str = "open";
const ALL: &str = "all";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        switch(OPEN, texts.help_call_list_open()).conflicts_with(ALL),
        switch(ALL, texts.help_call_list_all()),
    ]
}

#[derive(serde::Serialize)]
struct Answer {
    calls: Vec<CallRow>,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let filter = if matches.get_flag(ALL) { CallFilter::All } else { CallFilter::Open };
    let (calls, offers) = context.read(|store| store.calls(filter))?;
    let now = context.clock.now();
    let rows = calls.iter().map(|call| CallRow::in_list(call, &offers, now));
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { calls: rows.collect() }),
        Format::Csv => Reply::file(csv_file(CallRow::COLUMNS, rows.map(CallRow::cells))),
        Format::Text => {
            let texts = context.texts;
            let known = context.known()?;
            let lines: Vec<_> = calls
                .iter()
                .map(|call| {
                    CallRow::in_list(call, &offers, now).line(texts, call, &known.tables, &offers, now)
                })
                .collect();
            if lines.is_empty() { Reply::text(texts.cli_no_calls()) } else { Reply::text(lines.join("\n")) }
        }
    })
}
