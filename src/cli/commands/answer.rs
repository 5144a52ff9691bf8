//! `answer OFFER accepted|declined|withdrawn`: records the municipality's answer.

use clap::{Arg, ArgMatches};

use crate::cli::arguments::{free_text, number, positional, text, with_values};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::{answers, besides};
use crate::domain::command::Command;
use crate::domain::ids::OfferId;
use crate::domain::offer::{Answer, DeclineReason};
use crate::text::Texts;

const OFFER: &str = "offer";
const ANSWER: &str = "answer";
const REASON: &str = "reason";
const BY: &str = "by";
const NOTE: &str = "note";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let answers = Answer::ALL.iter().map(|answer| answer.code());
    let reasons = DeclineReason::ALL.iter().map(|reason| reason.code());
    vec![
        number(OFFER, texts.help_value_offer(), texts.help_number_offer()),
        positional(
            ANSWER,
            texts.help_value_answer(),
            with_values(texts, texts.help_answer_answer(), answers),
        ),
        text(REASON, texts.help_value_code(), with_values(texts, texts.help_answer_reason(), reasons)),
        free_text(BY, texts.help_value_text(), texts.help_answer_by()),
        free_text(NOTE, texts.help_value_text(), texts.help_answer_note()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let offer = OfferId(number_of(matches, OFFER));
    let Some(answer) = context.code(matches, ANSWER, Answer::ALL, Answer::code)? else {
        return Ok(Reply::empty());
    };
    let reason = context.code(matches, REASON, DeclineReason::ALL, DeclineReason::code)?;
    let by = Context::free_text(matches, BY);
    let note = Context::free_text(matches, NOTE);
    let outcome = context.execute(&Command::Answer { offer, answer, reason, by, note })?;
    let reply = answers::reply(context, &outcome)?;
    match answer {
        Answer::Accepted => Ok(reply),
        Answer::Declined | Answer::Withdrawn => besides::tell_fits_of(context, reply, offer),
    }
}
