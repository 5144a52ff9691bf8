//! `call refer N`: the referral was received, so a consultation becomes a placement request and its clock starts.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{number, text};
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
        text(AT, texts.help_value_time(), texts.help_call_refer_at()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let call = CallId(number_of(matches, CALL));
    let at = context.time(matches, AT, Side::Past)?.unwrap_or_else(|| context.clock.now());
    let outcome = context.execute(&Command::Refer { call, at })?;
    answers::reply(context, &outcome)
}
