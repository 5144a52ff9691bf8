//! `deviation register N`: registers a draft as a possible breach.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::number;
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::Command;
use crate::domain::ids::DeviationId;
use crate::text::Texts;

const DEVIATION: &str = "deviation";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![number(DEVIATION, texts.help_value_deviation(), texts.help_number_deviation())]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let deviation = DeviationId(number_of(matches, DEVIATION));
    let outcome = context.execute(&Command::RegisterDeviation { deviation })?;
    answers::reply(context, &outcome)
}
