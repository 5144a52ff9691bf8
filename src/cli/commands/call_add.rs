//! `call add "LINE"`: registers a contact from one quick line and starts its clock.

use clap::{Arg, ArgMatches};

use crate::cli::answers;
use crate::cli::arguments::positional;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::clean::clean_line;
use crate::domain::command::Command;
use crate::domain::quick_line::{Mode, Notice, parse};
use crate::text::Texts;

const LINE: &str = "line";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        positional(LINE, texts.help_value_line(), texts.help_call_add_line())
            // A line may begin with `-10m` or `--`.
            .allow_hyphen_values(true),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    // The line is read against the clock: a second sending, hours later, could not be understood any more.
    if let Some(outcome) = context.earlier_outcome()? {
        return answers::reply(context, &outcome);
    }
    let line = matches.get_one::<String>(LINE).map(|line| clean_line(line).into_owned()).unwrap_or_default();
    let now = context.clock.now();
    let texts = context.texts;
    let (store, known) = context.open()?;
    let parsed = parse(&line, now, store.region(), &known.tables, Mode::Command);
    let problems: Vec<_> = parsed.problems().map(|(_, problem)| problem).collect();
    if !problems.is_empty() {
        return Err(Failure::of_line(texts, &problems));
    }
    let facts =
        parsed.to_facts(now).map_err(|problem| Failure::new(problem.code(), texts.line_error(&problem)))?;
    let outcome = context.execute(&Command::RegisterCall(Box::new(facts)))?;
    let reply = answers::reply(context, &outcome)?;
    Ok(match context.format {
        // The object is made from the stored outcome alone.
        Format::Json => reply,
        Format::Text | Format::Csv => with_notices(texts, &reply, &parsed.notices),
    })
}

fn with_notices(texts: &Texts, reply: &Reply, notices: &[Notice]) -> Reply {
    // Commands take a beginning only when no other name begins so.
    let notices = notices
        .iter()
        .filter(|notice| !matches!(notice, Notice::AlsoBeginsSo { .. }))
        .map(|notice| texts.line_notice(notice));
    let lines: Vec<_> = std::iter::once(reply.body().to_owned()).chain(notices).collect();
    Reply::text(lines.join("\n"))
}
