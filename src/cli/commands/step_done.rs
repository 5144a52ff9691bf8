//! `step done N STEP`: a step of the routine is done, with what was agreed where something was.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{free_text, number, positional, with_values};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::Command;
use crate::domain::ids::CallId;
use crate::domain::refusal::BadValue;
use crate::domain::routine::StepKey;
use crate::domain::steps::StepEnd;
use crate::text::Texts;

const CALL: &str = "call";
const STEP: &str = "step";
const NOTE: &str = "note";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let steps = StepKey::ALL.iter().map(|step| step.code());
    vec![
        number(CALL, texts.help_value_call(), texts.help_number_call()),
        positional(STEP, texts.help_value_step(), with_values(texts, texts.help_step_step(), steps)),
        free_text(NOTE, texts.help_value_text(), texts.help_step_note()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    settle(context, matches, StepEnd::Done)
}

/// Settles the step with this number or name.
pub fn settle(context: &mut Context<'_>, matches: &ArgMatches, end: StepEnd) -> Result<Reply, Failure> {
    let call = CallId(number_of(matches, CALL));
    let given = matches.get_one::<String>(STEP).map(String::as_str).unwrap_or_default();
    let is_meant = |(number, step): &(usize, &StepKey)| step.code() == given || number.to_string() == given;
    let Some((_, step)) = (1..).zip(StepKey::ALL).find(is_meant) else {
        return Err(context.bad_value(&BadValue::Code {
            field: STEP,
            value: given.to_owned(),
            allowed: StepKey::ALL.iter().map(|step| step.code()).collect::<Vec<_>>().join(", "),
        }));
    };
    let note = Context::free_text(matches, NOTE);
    let outcome = context.execute(&Command::DoStep { call, step: *step, end, note })?;
    answers::reply(context, &outcome)
}
