//! `handover watch N [LEVEL]`: how closely an open case is followed, what is to be done, and what if not. What is
//! not told stays as it was recorded; an empty value removes it.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{free_text, number, positional, text, with_values};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::times::Side;
use crate::domain::case_watch::{WatchChange, WatchLevel};
use crate::domain::command::Command;
use crate::domain::ids::CallId;
use crate::text::Texts;

const CALL: &str = "call";
const LEVEL: &str = "level";
const ACTION: &str = "action";
const AT: &str = "at";
const BY: &str = "by";
const IF_THEN: &str = "if-then";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let levels = WatchLevel::ALL.iter().map(|level| level.code());
    vec![
        number(CALL, texts.help_value_call(), texts.help_number_call()),
        positional(
            LEVEL,
            texts.help_value_code(),
            with_values(texts, texts.help_handover_watch_level(), levels),
        )
        .required(false)
        .required_unless_present_any([ACTION, AT, BY, IF_THEN]),
        free_text(ACTION, texts.help_value_text(), texts.help_handover_watch_action()),
        text(AT, texts.help_value_time(), texts.help_handover_watch_at()),
        free_text(BY, texts.help_value_text(), texts.help_handover_watch_by()),
        free_text(IF_THEN, texts.help_value_text(), texts.help_handover_watch_if_then()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let level = context.code(matches, LEVEL, WatchLevel::ALL, WatchLevel::code)?;
    let told = |id| Context::told_text(matches, id);
    let action_at = match told(AT) {
        Some(empty) if empty.is_empty() => Some(None),
        _ => context.time(matches, AT, Side::Coming)?.map(Some),
    };
    let change = WatchChange {
        call: CallId(number_of(matches, CALL)),
        level,
        action: told(ACTION),
        action_at,
        action_by: told(BY),
        if_then: told(IF_THEN),
    };
    let outcome = context.execute(&Command::SetWatch(Box::new(change)))?;
    answers::reply(context, &outcome)
}
