//! `complete OFFER`: fills in what an offer was given without. What is not told stays as it is.

use clap::{Arg, ArgMatches};

use crate::cli::arguments::number;
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::offer_fields::OfferFields;
use crate::cli::reply::Reply;
use crate::cli::{answers, offer_fields};
use crate::domain::command::{Command, OfferCompletion};
use crate::domain::ids::OfferId;
use crate::text::Texts;

const OFFER: &str = "offer";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let [first, others @ ..] = offer_fields::ALL;
    let mut arguments = vec![number(OFFER, texts.help_value_offer(), texts.help_number_offer())];
    // Nothing told is nothing to fill in.
    arguments.extend(offer_fields::arguments(texts).into_iter().map(|argument| {
        if argument.get_id() == first { argument.required_unless_present_any(others) } else { argument }
    }));
    arguments
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let fields = OfferFields::of(context, matches)?;
    let completion = OfferCompletion {
        offer: OfferId(number_of(matches, OFFER)),
        why: fields.why,
        child_view: fields.child_view,
        travel_time: fields.travel_time,
        clearance: fields.clearance,
        cleared_with: fields.cleared_with,
        cleared_at: fields.cleared_at,
        may_be_known: fields.may_be_known,
    };
    let outcome = context.execute(&Command::CompleteOffer(Box::new(completion)))?;
    answers::reply(context, &outcome)
}
