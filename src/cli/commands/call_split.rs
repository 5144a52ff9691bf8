//! `call split N`: siblings are placed apart, with who at the municipality said so, when and why.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{free_text, number, text};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::times::Side;
use crate::domain::command::{Command, SiblingSplit};
use crate::domain::ids::CallId;
use crate::text::Texts;

const CALL: &str = "call";
const BY: &str = "by";
const REASON: &str = "reason";
const AT: &str = "at";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(CALL, texts.help_value_call(), texts.help_number_call()),
        free_text(BY, texts.help_value_text(), texts.help_call_split_by()).required(true),
        free_text(REASON, texts.help_value_text(), texts.help_call_split_reason()).required(true),
        text(AT, texts.help_value_time(), texts.help_call_split_at()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let split = SiblingSplit {
        call: CallId(number_of(matches, CALL)),
        agreed_by: Context::free_text(matches, BY).unwrap_or_default(),
        agreed_at: context.time(matches, AT, Side::Past)?,
        reason: Context::free_text(matches, REASON).unwrap_or_default(),
    };
    let outcome = context.execute(&Command::SplitSiblings(Box::new(split)))?;
    answers::reply(context, &outcome)
}
