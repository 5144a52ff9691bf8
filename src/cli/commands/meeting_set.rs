//! `meeting set N TIME`: all parties are called to the clarification meeting at this time (routine step 12).

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{number, positional};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::times::Side;
use crate::domain::command::Command;
use crate::domain::ids::CallId;
use crate::text::Texts;

const CALL: &str = "call";
const AT: &str = "at";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(CALL, texts.help_value_call(), texts.help_number_call()),
        positional(AT, texts.help_value_time(), texts.help_meeting_set_at()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let call = CallId(number_of(matches, CALL));
    let Some(at) = context.time(matches, AT, Side::Coming)? else { return Ok(Reply::empty()) };
    let outcome = context.execute(&Command::SetMeeting { call, at })?;
    answers::reply(context, &outcome)
}
