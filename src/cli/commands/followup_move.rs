//! `followup move N TIME --reason TEXT`: does it at another time, with the reason.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{free_text, number, positional};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::times::Side;
use crate::domain::command::Command;
use crate::domain::ids::FollowUpId;
use crate::text::Texts;

const FOLLOW_UP: &str = "follow_up";
const AT: &str = "at";
const REASON: &str = "reason";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(FOLLOW_UP, texts.help_value_follow_up(), texts.help_number_follow_up()),
        positional(AT, texts.help_value_time(), texts.help_call_back_at()),
        free_text(REASON, texts.help_value_text(), texts.help_followup_move_reason()).required(true),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let follow_up = FollowUpId(number_of(matches, FOLLOW_UP));
    let Some(due_at) = context.time(matches, AT, Side::Coming)? else { return Ok(Reply::empty()) };
    let reason = Context::free_text(matches, REASON).unwrap_or_default();
    let outcome = context.execute(&Command::MoveFollowUp { follow_up, due_at, reason })?;
    answers::reply(context, &outcome)
}
