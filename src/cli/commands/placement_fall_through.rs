//! `placement fall-through OFFER`: an accepted offer came to nothing before its children arrived.

use clap::{Arg, ArgMatches};

use crate::cli::arguments::{free_text, number};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::{answers, besides};
use crate::domain::command::Command;
use crate::domain::ids::OfferId;
use crate::text::Texts;

const OFFER: &str = "offer";
const REASON: &str = "reason";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(OFFER, texts.help_value_offer(), texts.help_number_offer()),
        free_text(REASON, texts.help_value_text(), texts.help_placement_reason()).required(true),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let offer = OfferId(number_of(matches, OFFER));
    let reason = Context::free_text(matches, REASON).unwrap_or_default();
    let outcome = context.execute(&Command::FallThrough { offer, reason })?;
    let reply = answers::reply(context, &outcome)?;
    besides::tell_fits_of(context, reply, offer)
}
