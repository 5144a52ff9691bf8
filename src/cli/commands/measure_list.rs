//! `measure list CALL`: what the municipality is offered meanwhile, as it stands.

use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::number;
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::compensation::{Compensation, CompensationKind, CompensationState};
use crate::domain::ids::CallId;
use crate::report::cells::csv_file;
use crate::report::times::iso;
use crate::text::Texts;

const CALL: &str = "call";
const COLUMNS: [&str; 4] = ["measure", "state", "at", "by"];

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![number(CALL, texts.help_value_call(), texts.help_number_call())]
}

#[derive(Serialize)]
struct Answer {
    call: CallId,
    measures: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    measure: CompensationKind,
    state: CompensationState,
    at: String,
    by: String,
}

impl Row {
    fn of(one: Compensation) -> Self {
        Self { measure: one.kind, state: one.state, at: iso(one.at), by: one.by }
    }

    fn cells(self) -> [Option<String>; 4] {
        [
            Some(self.measure.code().to_owned()),
            Some(self.state.code().to_owned()),
            Some(self.at),
            Some(self.by),
        ]
    }
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let call = CallId(number_of(matches, CALL));
    let measures = context.read(|store| store.call_details(call))?.compensations;
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { call, measures: measures.into_iter().map(Row::of).collect() }),
        Format::Csv => Reply::file(csv_file(COLUMNS, measures.into_iter().map(|one| Row::of(one).cells()))),
        Format::Text if measures.is_empty() => Reply::text(context.texts.cli_no_measures()),
        Format::Text => {
            let (texts, now) = (context.texts, context.clock.now());
            let line = |one: &Compensation| {
                let (kind, state) = (texts.compensation(one.kind), texts.compensation_state(one.state));
                texts.cli_measure(one.by.as_str(), state, texts.time_or_day(one.at, now), kind)
            };
            Reply::text(measures.iter().map(line).collect::<Vec<_>>().join("\n"))
        }
    })
}
