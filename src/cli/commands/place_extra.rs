//! `place extra N`, `place close N`: opens a place above the capacity of a place's unit, and closes it again.

use clap::{Arg, ArgMatches};

use crate::cli::arguments::{free_text, number};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::{answers, besides};
use crate::domain::command::{Command, Outcome};
use crate::domain::ids::PlaceId;
use crate::text::Texts;

const PLACE: &str = "place";
const REASON: &str = "reason";

pub fn arguments_of_open(texts: &Texts) -> Vec<Arg> {
    vec![
        number(PLACE, texts.help_value_place(), texts.help_place_extra_of()),
        free_text(REASON, texts.help_value_text(), texts.help_place_extra_reason()).required(true),
    ]
}

pub fn arguments_of_close(texts: &Texts) -> Vec<Arg> {
    vec![number(PLACE, texts.help_value_place(), texts.help_number_place())]
}

pub fn open(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let place = PlaceId(number_of(matches, PLACE));
    let reason = Context::free_text(matches, REASON).unwrap_or_default();
    let outcome = context.execute(&Command::OpenExtraPlace { place, reason })?;
    let reply = answers::reply(context, &outcome)?;
    match outcome {
        Outcome::ExtraPlaceOpened { place } => besides::tell_fits(context, reply, place),
        _ => Ok(reply),
    }
}

pub fn close(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let place = PlaceId(number_of(matches, PLACE));
    let outcome = context.execute(&Command::CloseExtraPlace { place })?;
    answers::reply(context, &outcome)
}
