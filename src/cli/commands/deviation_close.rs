//! `deviation close N OUTCOME`: ends a deviation with another outcome than an offer or the end of its call.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{number, positional, with_values};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::Command;
use crate::domain::deviation::DeviationOutcome;
use crate::domain::ids::DeviationId;
use crate::text::Texts;

const DEVIATION: &str = "deviation";
const OUTCOME: &str = "outcome";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let outcomes = DeviationOutcome::ALL.iter().map(|outcome| outcome.code());
    vec![
        number(DEVIATION, texts.help_value_deviation(), texts.help_number_deviation()),
        positional(
            OUTCOME,
            texts.help_value_code(),
            with_values(texts, texts.help_deviation_outcome(), outcomes),
        ),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let deviation = DeviationId(number_of(matches, DEVIATION));
    let Some(outcome) = context.code(matches, OUTCOME, DeviationOutcome::ALL, DeviationOutcome::code)? else {
        return Ok(Reply::empty());
    };
    let outcome = context.execute(&Command::CloseDeviation { deviation, outcome })?;
    answers::reply(context, &outcome)
}
