//! `shift take ADVISER`: takes over what an adviser has who is not on any more and handed nothing over.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::positional;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::Command;
use crate::text::Texts;

const ADVISER: &str = "adviser";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![positional(ADVISER, texts.help_value_adviser(), texts.help_shift_take_adviser())]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let adviser = Context::free_text(matches, ADVISER).unwrap_or_default();
    let outcome = context.execute(&Command::TakeShift { adviser })?;
    answers::reply(context, &outcome)
}
