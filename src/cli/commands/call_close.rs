//! `call close N`: closes a call that asks for nothing more. As placed it closes by itself, at the last arrival.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{free_text, number, text, with_values};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::call::CloseReason;
use crate::domain::command::Command;
use crate::domain::ids::CallId;
use crate::text::Texts;

const CALL: &str = "call";
const REASON: &str = "reason";
const NOTE: &str = "note";

const REASONS: [CloseReason; 4] = [
    CloseReason::ConsultationDone,
    CloseReason::Withdrawn,
    CloseReason::SolvedOutside,
    CloseReason::BecamePlanned,
];

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let reasons = REASONS.iter().map(|reason| reason.code());
    vec![
        number(CALL, texts.help_value_call(), texts.help_number_call()),
        text(REASON, texts.help_value_code(), with_values(texts, texts.help_call_close_reason(), reasons))
            .required(true),
        free_text(NOTE, texts.help_value_text(), texts.help_call_close_note()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let call = CallId(number_of(matches, CALL));
    let Some(reason) = context.code(matches, REASON, &REASONS, CloseReason::code)? else {
        return Ok(Reply::empty());
    };
    let note = Context::free_text(matches, NOTE);
    let outcome = context.execute(&Command::CloseCall { call, reason, note })?;
    answers::reply(context, &outcome)
}
