//! `call stay-open N`: the request stays open though its children have a place, or no longer does.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{number, switch};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::Command;
use crate::domain::ids::CallId;
use crate::text::Texts;

const CALL: &str = "call";
const OFF: &str = "off";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(CALL, texts.help_value_call(), texts.help_number_call()),
        switch(OFF, texts.help_call_stay_open_off()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let call = CallId(number_of(matches, CALL));
    let outcome = context.execute(&Command::StayOpen { call, stays_open: !matches.get_flag(OFF) })?;
    answers::reply(context, &outcome)
}
