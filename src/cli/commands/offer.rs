//! `offer CALL PLACE`: offers a place to the municipality.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{free_text, number};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::{Command, OfferDraft};
use crate::domain::ids::{CallId, PlaceId};
use crate::text::Texts;

const CALL: &str = "call";
const PLACE: &str = "place";
const REASON: &str = "reason";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(CALL, texts.help_value_call(), texts.help_number_call()),
        number(PLACE, texts.help_value_place(), texts.help_number_place()),
        free_text(REASON, texts.help_value_text(), texts.help_offer_reason()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let (call, place) = (CallId(number_of(matches, CALL)), PlaceId(number_of(matches, PLACE)));
    let why = Context::free_text(matches, REASON);
    let draft = OfferDraft { why, ..OfferDraft::new(call, place) };
    let outcome = context.execute(&Command::Offer(Box::new(draft)))?;
    answers::reply(context, &outcome)
}
