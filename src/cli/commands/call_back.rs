//! `call back N --at TIME [--every MINUTES]`: promises the municipality to ring back, once or until the child is placed.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{number, optional_number, text};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::times::Side;
use crate::domain::command::Command;
use crate::domain::ids::CallId;
use crate::text::Texts;

const CALL: &str = "call";
const AT: &str = "at";
const EVERY: &str = "every";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(CALL, texts.help_value_call(), texts.help_number_call()),
        text(AT, texts.help_value_time(), texts.help_call_back_at()).required(true),
        optional_number(EVERY, texts.help_value_number(), texts.help_call_back_every()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let call = CallId(number_of(matches, CALL));
    let Some(due_at) = context.time(matches, AT, Side::Coming)? else { return Ok(Reply::empty()) };
    let command = match matches.get_one::<i64>(EVERY) {
        Some(minutes) => Command::RepeatCallBack { call, due_at, minutes: *minutes },
        None => Command::PromiseCallBack { call, due_at },
    };
    let outcome = context.execute(&command)?;
    answers::reply(context, &outcome)
}
