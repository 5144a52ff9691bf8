//! `placement arrive OFFER`: the children of an accepted offer have arrived.

use clap::{Arg, ArgMatches};

use crate::cli::arguments::{number, text};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::times::Side;
use crate::cli::{answers, besides};
use crate::domain::command::Command;
use crate::domain::ids::OfferId;
use crate::text::Texts;

const OFFER: &str = "offer";
const AT: &str = "at";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(OFFER, texts.help_value_offer(), texts.help_number_offer()),
        text(AT, texts.help_value_time(), texts.help_placement_arrive_at()).allow_hyphen_values(true),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let offer = OfferId(number_of(matches, OFFER));
    let at = context.time(matches, AT, Side::Past)?;
    let outcome = context.execute(&Command::Arrive { offer, at })?;
    let reply = answers::reply(context, &outcome)?;
    besides::warn(context, reply, offer)
}
