//! `followup drop N`: it is no longer needed. A step of the routine is not relevant then.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::number;
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::Command;
use crate::domain::follow_up::FollowUpEnd;
use crate::domain::ids::FollowUpId;
use crate::text::Texts;

const FOLLOW_UP: &str = "follow_up";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![number(FOLLOW_UP, texts.help_value_follow_up(), texts.help_number_follow_up())]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let follow_up = FollowUpId(number_of(matches, FOLLOW_UP));
    let outcome = context.execute(&Command::EndFollowUp { follow_up, end: FollowUpEnd::Dropped })?;
    answers::reply(context, &outcome)
}
