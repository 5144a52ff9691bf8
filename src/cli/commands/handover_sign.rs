//! `handover sign` and `shift end`: hands the running shift over and signs. The shift ends with it.
//! A summary that is not told is the one made from the data, as `handover show` has it before; an empty one is none.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{free_text, switch, text};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::usage;
use crate::domain::command::Command;
use crate::domain::handover::{HandoverDraft, HandoverTo};
use crate::domain::question::{Question, Told};
use crate::text::Texts;

const TO: &str = "to";
const TO_INTAKE: &str = "to-intake";
const SUMMARY: &str = "summary";
const NOTE: &str = "note";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        text(TO, texts.help_value_adviser(), texts.help_handover_sign_to()),
        switch(TO_INTAKE, texts.help_handover_sign_to_intake()).conflicts_with(TO),
        free_text(SUMMARY, texts.help_value_text(), texts.help_handover_sign_summary()),
        free_text(NOTE, texts.help_value_text(), texts.help_handover_sign_note()),
    ]
}

/// The summary as it is made from the data; none without a shift.
fn made_summary(context: &mut Context<'_>) -> Result<Option<String>, Failure> {
    let Told::Handover(Some(told)) = context.ask(&Question::Handover(None))? else { return Ok(None) };
    let now = context.clock.now();
    let board = context.read(|store| store.board(now))?;
    Ok(Some(context.texts.handover_summary(&board, &told, now)))
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let to = match Context::free_text(matches, TO) {
        _ if matches.get_flag(TO_INTAKE) => HandoverTo::IntakeUnit,
        Some(name) => HandoverTo::Adviser(name),
        // Clap would name one of the two alone.
        None => {
            return Err(usage::missing(context.texts, &context.texts.cli_handover_receiver(), "shift end"));
        }
    };
    let summary = match Context::told_text(matches, SUMMARY) {
        Some(told) => Some(told),
        None => made_summary(context)?,
    };
    let note = Context::free_text(matches, NOTE);
    let draft = HandoverDraft { to, summary, note };
    let outcome = context.execute(&Command::SignHandover(Box::new(draft)))?;
    answers::reply(context, &outcome)
}
