//! `measure set CALL KIND STATE`: says where a compensating measure stands.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{free_text, number, positional, with_values};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::Command;
use crate::domain::compensation::{CompensationKind, CompensationState};
use crate::domain::ids::CallId;
use crate::text::Texts;

const CALL: &str = "call";
const KIND: &str = "kind";
const STATE: &str = "state";
const NOTE: &str = "note";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let kinds = CompensationKind::ALL.iter().map(|kind| kind.code());
    let states = CompensationState::ALL.iter().map(|state| state.code());
    vec![
        number(CALL, texts.help_value_call(), texts.help_number_call()),
        positional(KIND, texts.help_value_code(), with_values(texts, texts.help_measure_kind(), kinds)),
        positional(STATE, texts.help_value_state(), with_values(texts, texts.help_measure_state(), states)),
        free_text(NOTE, texts.help_value_text(), texts.help_measure_note()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let call = CallId(number_of(matches, CALL));
    let kind = context.code(matches, KIND, CompensationKind::ALL, CompensationKind::code)?;
    let state = context.code(matches, STATE, CompensationState::ALL, CompensationState::code)?;
    let Some((kind, state)) = kind.zip(state) else { return Ok(Reply::empty()) };
    let note = Context::free_text(matches, NOTE);
    let outcome = context.execute(&Command::SetCompensation { call, kind, state, note })?;
    answers::reply(context, &outcome)
}
