//! `deviation draft CALL`: drafts a deviation from clocks, log and measures.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{number, optional_number};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::Command;
use crate::domain::ids::{CallId, ChildId};
use crate::text::Texts;

const CALL: &str = "call";
const CHILD: &str = "child";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(CALL, texts.help_value_call(), texts.help_number_call()),
        optional_number(CHILD, texts.help_value_number(), texts.help_deviation_child()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let call = CallId(number_of(matches, CALL));
    let child = matches.get_one::<i64>(CHILD).copied().map(ChildId);
    let outcome = context.execute(&Command::DraftDeviation { call, child })?;
    answers::reply(context, &outcome)
}
