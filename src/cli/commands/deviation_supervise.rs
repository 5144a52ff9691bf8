//! `deviation supervise N BY RESULT`: records supervision of a case, also of one that is over.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::{number, positional, text, with_values};
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::times::Side;
use crate::domain::command::Command;
use crate::domain::deviation::{Supervision, SupervisionBy, SupervisionResult};
use crate::domain::ids::DeviationId;
use crate::text::Texts;

const DEVIATION: &str = "deviation";
const BY: &str = "by";
const RESULT: &str = "result";
const AT: &str = "at";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let who = SupervisionBy::ALL.iter().map(|by| by.code());
    let found = SupervisionResult::ALL.iter().map(|result| result.code());
    vec![
        number(DEVIATION, texts.help_value_deviation(), texts.help_number_deviation()),
        positional(BY, texts.help_value_code(), with_values(texts, texts.help_supervision_by(), who)),
        positional(
            RESULT,
            texts.help_value_code(),
            with_values(texts, texts.help_supervision_result(), found),
        ),
        text(AT, texts.help_value_time(), texts.help_supervision_at()),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let deviation = DeviationId(number_of(matches, DEVIATION));
    let by = context.code(matches, BY, SupervisionBy::ALL, SupervisionBy::code)?;
    let result = context.code(matches, RESULT, SupervisionResult::ALL, SupervisionResult::code)?;
    let at = context.time(matches, AT, Side::Past)?.unwrap_or_else(|| context.clock.now());
    let Some((by, result)) = by.zip(result) else { return Ok(Reply::empty()) };
    let supervision = Supervision { by, at, result };
    let outcome = context.execute(&Command::Supervise { deviation, supervision })?;
    answers::reply(context, &outcome)
}
