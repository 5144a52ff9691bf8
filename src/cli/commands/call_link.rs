//! `call link N OTHER`: the child of one call is the same as that of another, so that unique children can be counted.

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
const OTHER: &str = "other";
const CHILD: &str = "child";
const OTHER_CHILD: &str = "other-child";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        number(CALL, texts.help_value_call(), texts.help_number_call()),
        number(OTHER, texts.help_value_call(), texts.help_call_link_other()),
        optional_number(CHILD, texts.help_value_child(), texts.help_call_link_child()),
        optional_number(OTHER_CHILD, texts.help_value_child(), texts.help_call_link_other_child()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    // Which child is meant is read from the calls as they are now, not as they were at the first sending.
    if let Some(outcome) = context.earlier_outcome()? {
        return answers::reply(context, &outcome);
    }
    let child = child_of(context, matches, CALL, CHILD)?;
    let other = child_of(context, matches, OTHER, OTHER_CHILD)?;
    let outcome = context.execute(&Command::LinkChild { child, other })?;
    answers::reply(context, &outcome)
}

/// The child told by its number; where none is, the only one of the call.
fn child_of(
    context: &mut Context<'_>,
    matches: &ArgMatches,
    call: &str,
    child: &'static str,
) -> Result<ChildId, Failure> {
    let call = context.call(CallId(number_of(matches, call)))?;
    context.child_of(&call, matches.get_one::<i64>(child).copied(), child)
}
