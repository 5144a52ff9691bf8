//! `release PLACE`: gives back a hold.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::number;
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::Command;
use crate::domain::ids::PlaceId;
use crate::text::Texts;

const PLACE: &str = "place";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![number(PLACE, texts.help_value_place(), texts.help_number_place())]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let outcome = context.execute(&Command::Release { place: PlaceId(number_of(matches, PLACE)) })?;
    answers::reply(context, &outcome)
}
