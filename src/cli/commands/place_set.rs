//! `place set N STATE`: sets the state of a place, by people.

use clap::{Arg, ArgMatches};

use crate::cli::arguments::{free_text, number, positional, with_values};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::{answers, besides};
use crate::domain::command::Command;
use crate::domain::ids::PlaceId;
use crate::domain::unit::PlaceState;
use crate::text::Texts;

const PLACE: &str = "place";
const STATE: &str = "state";
const REASON: &str = "reason";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let states = PlaceState::ALL.iter().map(|state| state.code());
    vec![
        number(PLACE, texts.help_value_place(), texts.help_number_place()),
        positional(STATE, texts.help_value_state(), with_values(texts, texts.help_place_set_state(), states)),
        free_text(REASON, texts.help_value_text(), texts.help_place_set_reason()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let place = PlaceId(number_of(matches, PLACE));
    let Some(state) = context.code(matches, STATE, PlaceState::ALL, PlaceState::code)? else {
        return Ok(Reply::empty());
    };
    let reason = Context::free_text(matches, REASON);
    let outcome = context.execute(&Command::SetPlace { place, state, reason })?;
    let reply = answers::reply(context, &outcome)?;
    if state == PlaceState::Free { besides::tell_fits(context, reply, place) } else { Ok(reply) }
}
