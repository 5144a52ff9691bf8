//! `placement plan OFFER`: agrees on the journey of an accepted offer's children. What is not told stays as it is.

use clap::{Arg, ArgMatches};

use crate::cli::arguments::{free_text, number, text};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::times::Side;
use crate::cli::{answers, besides};
use crate::domain::command::Command;
use crate::domain::ids::OfferId;
use crate::domain::placement::PlacementPlan;
use crate::text::Texts;

const OFFER: &str = "offer";
const DRIVER: &str = "driver";
const LEAVES_AT: &str = "leaves-at";
const EXPECTED_AT: &str = "expected-at";
const MEDICINES: &str = "medicines";
const UNIT_TOLD_AT: &str = "unit-told-at";
const NIGHT_NUMBER: &str = "night-number";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let (words, time) = (|| texts.help_value_text(), || texts.help_value_time());
    vec![
        number(OFFER, texts.help_value_offer(), texts.help_number_offer()),
        // Nothing told is nothing to agree on.
        free_text(DRIVER, words(), texts.help_placement_driver()).required_unless_present_any([
            LEAVES_AT,
            EXPECTED_AT,
            MEDICINES,
            UNIT_TOLD_AT,
            NIGHT_NUMBER,
        ]),
        text(LEAVES_AT, time(), texts.help_placement_leaves_at()),
        text(EXPECTED_AT, time(), texts.help_placement_expected_at()),
        free_text(MEDICINES, words(), texts.help_placement_medicines()),
        text(UNIT_TOLD_AT, time(), texts.help_placement_unit_told_at()).allow_hyphen_values(true),
        free_text(NIGHT_NUMBER, words(), texts.help_placement_night_number()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let offer = OfferId(number_of(matches, OFFER));
    let plan = PlacementPlan {
        offer,
        driver: Context::told_text(matches, DRIVER),
        leaves_at: context.time(matches, LEAVES_AT, Side::Coming)?,
        expected_at: context.time(matches, EXPECTED_AT, Side::Coming)?,
        medicines: Context::told_text(matches, MEDICINES),
        unit_told_at: context.time(matches, UNIT_TOLD_AT, Side::Past)?,
        night_number: Context::told_text(matches, NIGHT_NUMBER),
    };
    let outcome = context.execute(&Command::PlanPlacement(Box::new(plan)))?;
    let reply = answers::reply(context, &outcome)?;
    besides::warn(context, reply, offer)
}
