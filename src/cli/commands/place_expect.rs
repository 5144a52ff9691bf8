//! `place expect N TIME`: when a place is expected to be free; `-` when nobody knows any more.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{number, positional};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::times::Side;
use crate::domain::command::Command;
use crate::domain::ids::PlaceId;
use crate::domain::quick_line::day_or_time_ahead;
use crate::text::Texts;

const PLACE: &str = "place";
const AT: &str = "at";
/// What stands for no time.
const NOT_EXPECTED: &str = "-";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(PLACE, texts.help_value_place(), texts.help_number_place()),
        positional(AT, texts.help_value_time(), texts.help_place_expect_at()).allow_hyphen_values(true),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let place = PlaceId(number_of(matches, PLACE));
    let written = matches.get_one::<String>(AT).map(String::as_str).unwrap_or_default();
    let at = if written == NOT_EXPECTED {
        None
    } else {
        // A day alone is enough: nobody promises the hour.
        match day_or_time_ahead(written, context.clock.now()) {
            Some(at) => Some(at),
            None => context.time(matches, AT, Side::Coming)?,
        }
    };
    let outcome = context.execute(&Command::ExpectFree { place, at })?;
    answers::reply(context, &outcome)
}
