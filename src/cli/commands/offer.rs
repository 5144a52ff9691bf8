//! `offer CALL PLACE`: offers a place to the municipality, with what the adviser says of it.

use clap::{Arg, ArgAction, ArgMatches};

use crate::cli::arguments::{number, optional_number, switch};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::offer_fields::OfferFields;
use crate::cli::reply::Reply;
use crate::cli::{answers, besides, offer_fields};
use crate::domain::command::{Command, OfferDraft, Outcome};
use crate::domain::ids::{CallId, ChildId, PlaceId};
use crate::domain::offer::Clearance;
use crate::text::Texts;

const CALL: &str = "call";
const PLACE: &str = "place";
const CHILD: &str = "child";
const DOUBLE: &str = "double";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let mut arguments = vec![
        number(CALL, texts.help_value_call(), texts.help_number_call()),
        number(PLACE, texts.help_value_place(), texts.help_number_place()),
        optional_number(CHILD, texts.help_value_child(), texts.help_offer_child()).action(ArgAction::Append),
    ];
    arguments.extend(offer_fields::arguments(texts));
    arguments.push(switch(DOUBLE, texts.help_offer_double()));
    arguments
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let (call, place) = (CallId(number_of(matches, CALL)), PlaceId(number_of(matches, PLACE)));
    let fields = OfferFields::of(context, matches)?;
    let children = matches.get_many::<i64>(CHILD).unwrap_or_default();
    let draft = OfferDraft {
        children: children.copied().map(ChildId).collect(),
        why: fields.why,
        child_view: fields.child_view,
        travel_time: fields.travel_time,
        clearance: fields.clearance.unwrap_or(Clearance::NotYet),
        cleared_with: fields.cleared_with,
        cleared_at: fields.cleared_at,
        may_be_known: fields.may_be_known,
        counts_double: matches.get_flag(DOUBLE),
        ..OfferDraft::new(call, place)
    };
    let outcome = context.execute(&Command::Offer(Box::new(draft)))?;
    let reply = answers::reply(context, &outcome)?;
    match outcome {
        Outcome::Offered { offer, .. } => besides::warn(context, reply, offer),
        _ => Ok(reply),
    }
}
