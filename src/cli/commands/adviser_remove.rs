//! `adviser remove NAME`: takes away an adviser's way in, and gives the database a new key.

use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::{positional, switch};
use crate::cli::confirm::typed_at_terminal;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::clean::clean_line;
use crate::domain::refusal::{BadValue, ErrorCode};
use crate::text::Texts;

const NAME: &str = "name";
const YES: &str = "yes";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        positional(NAME, texts.help_value_adviser(), texts.help_adviser_remove_name()),
        switch(YES, texts.help_adviser_remove_yes()),
    ]
}

#[derive(Serialize)]
struct Answer<'a> {
    ok: bool,
    adviser: &'a str,
    add_again: &'a [String],
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let texts = context.texts;
    let name = matches.get_one::<String>(NAME).map(|name| clean_line(name).trim().to_owned());
    let name = name.unwrap_or_default();
    if name.is_empty() {
        return Err(context.bad_value(&BadValue::EmptyName));
    }
    if !matches.get_flag(YES) {
        match typed_at_terminal(&texts.cli_confirm_adviser_remove(name.as_str())) {
            Some(typed) if typed == name => {}
            Some(_) => return Err(Failure::new(ErrorCode::BadValue, texts.error_not_confirmed())),
            None => return Err(Failure::usage(texts.error_confirm_with(format!("--{YES}")))),
        }
    }
    let now = context.clock.now();
    let add_again = context.read(|store| store.remove_adviser(&name, now))?;
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { ok: true, adviser: &name, add_again: &add_again }),
        Format::Text | Format::Csv => {
            let mut lines = vec![texts.cli_adviser_is_removed(name.as_str())];
            lines.extend(context.add_again_sentence(&add_again));
            lines.push(texts.cli_old_backups_still_open(name.as_str()));
            Reply::text(lines.join("\n"))
        }
    })
}
