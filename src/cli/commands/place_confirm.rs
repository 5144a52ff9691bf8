//! `place confirm N`: what the list says of a place holds now.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{number, text, with_values};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::Command;
use crate::domain::ids::PlaceId;
use crate::domain::unit::ConfirmedHow;
use crate::text::Texts;

const PLACE: &str = "place";
const HOW: &str = "how";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let ways = ConfirmedHow::ALL.iter().map(|how| how.code());
    vec![
        number(PLACE, texts.help_value_place(), texts.help_number_place()),
        text(HOW, texts.help_value_code(), with_values(texts, texts.help_place_confirm_how(), ways)),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let place = PlaceId(number_of(matches, PLACE));
    let how = context.code(matches, HOW, ConfirmedHow::ALL, ConfirmedHow::code)?;
    let how = how.unwrap_or(ConfirmedHow::Phoned);
    let outcome = context.execute(&Command::ConfirmPlace { place, how, whole_unit: false })?;
    answers::reply(context, &outcome)
}
