//! `completions SHELL`: what a shell needs to complete the commands.

use clap::{Arg, ArgMatches, ValueEnum as _};
use clap_complete::Shell;

use crate::cli::arguments::{self, PROGRAM, positional, with_values};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::refusal::BadValue;
use crate::text::Texts;

const SHELL: &str = "shell";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let names: Vec<_> = Shell::value_variants().iter().map(ToString::to_string).collect();
    let names = names.iter().map(String::as_str);
    vec![positional(
        SHELL,
        texts.help_value_shell(),
        with_values(texts, texts.help_completions_shell(), names),
    )]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let given = matches.get_one::<String>(SHELL).map(String::as_str).unwrap_or_default();
    let shells = Shell::value_variants();
    let Some(shell) = shells.iter().find(|shell| shell.to_string() == given) else {
        return Err(context.bad_value(&BadValue::Code {
            field: SHELL,
            value: given.to_owned(),
            allowed: shells.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        }));
    };
    let mut script = Vec::new();
    clap_complete::generate(*shell, &mut arguments::program(context.texts), PROGRAM, &mut script);
    Ok(Reply::file(String::from_utf8_lossy(&script).into_owned()))
}
