//! `placement end CHILD END`: a child's stay is over, and its place is free again.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{free_text, number, positional, text, with_values};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::times::Side;
use crate::domain::command::Command;
use crate::domain::ids::ChildId;
use crate::domain::placement::{StayEnd, StayEnding};
use crate::text::Texts;

const CHILD: &str = "child";
const END: &str = "end";
const AT: &str = "at";
const NOTE: &str = "note";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let ends = StayEnd::ALL.iter().map(|end| end.code());
    vec![
        number(CHILD, texts.help_value_child(), texts.help_number_child()),
        positional(END, texts.help_value_code(), with_values(texts, texts.help_placement_end_how(), ends)),
        text(AT, texts.help_value_time(), texts.help_placement_end_at()).allow_hyphen_values(true),
        free_text(NOTE, texts.help_value_text(), texts.help_placement_end_note()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let child = ChildId(number_of(matches, CHILD));
    let Some(end) = context.code(matches, END, StayEnd::ALL, StayEnd::code)? else {
        return Ok(Reply::empty());
    };
    let at = context.time(matches, AT, Side::Past)?;
    let note = Context::free_text(matches, NOTE);
    let ending = StayEnding { child, at, end, note };
    let outcome = context.execute(&Command::EndPlacement(Box::new(ending)))?;
    answers::reply(context, &outcome)
}
