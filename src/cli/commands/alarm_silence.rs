//! `alarm silence [CALL]`: silences what sounds for every adviser, in every process.

use clap::{Arg, ArgMatches};

use crate::cli::alarms::sounding;
use crate::cli::answers;
use crate::cli::arguments::number;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::call::CallState;
use crate::domain::command::Command;
use crate::domain::ids::CallId;
use crate::domain::refusal::Refusal;
use crate::text::Texts;

const CALL: &str = "call";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![number(CALL, texts.help_value_call(), texts.help_alarm_silence_call()).required(false)]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    // Sent twice it is answered as before, though nothing sounds any more.
    if let Some(outcome) = context.earlier_outcome()? {
        return answers::reply(context, &outcome);
    }
    let meant = matches.get_one::<i64>(CALL).copied().map(CallId);
    if let Some(id) = meant
        && context.call(id)?.state == CallState::Closed
    {
        return Err(context.refused(&Refusal::Closed { call: id }));
    }
    let found = sounding(context)?.into_iter().map(|one| one.alarm);
    let alarms = found.filter(|alarm| meant.is_none_or(|call| alarm.call == call)).collect();
    let outcome = context.execute(&Command::SilenceAlarms { alarms })?;
    answers::reply(context, &outcome)
}
