//! `handover receive N --repeat TEXT`: the receiver repeats what was given over, and signs.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{free_text, number};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::Command;
use crate::domain::ids::HandoverId;
use crate::text::Texts;

const HANDOVER: &str = "handover";
const REPEAT: &str = "repeat";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(HANDOVER, texts.help_value_handover(), texts.help_number_handover()),
        free_text(REPEAT, texts.help_value_text(), texts.help_handover_receive_repeat()).required(true),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let handover = HandoverId(number_of(matches, HANDOVER));
    let repeated = Context::free_text(matches, REPEAT).unwrap_or_default();
    let outcome = context.execute(&Command::ReceiveHandover { handover, repeated })?;
    answers::reply(context, &outcome)
}
