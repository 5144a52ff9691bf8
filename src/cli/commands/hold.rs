//! `hold CALL PLACE`: keeps a place for a call while the unit is phoned.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::number;
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::Command;
use crate::domain::ids::{CallId, PlaceId};
use crate::text::Texts;

const CALL: &str = "call";
const PLACE: &str = "place";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(CALL, texts.help_value_call(), texts.help_number_call()),
        number(PLACE, texts.help_value_place(), texts.help_number_place()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let (call, place) = (CallId(number_of(matches, CALL)), PlaceId(number_of(matches, PLACE)));
    let outcome = context.execute(&Command::Hold { call, place })?;
    answers::reply(context, &outcome)
}
