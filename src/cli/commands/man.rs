//! `man`: the manual page, all commands on one page.

use clap::builder::Str;
use clap::{ArgMatches, Command};
use clap_mangen::Man;
use clap_mangen::roff::{Inline, Roff, bold, roman};

use crate::cli::arguments::{self, PROGRAM};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;

#[expect(clippy::unnecessary_wraps, reason = "has the shape of every command")]
pub fn run(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    let texts = context.texts;
    let program = arguments::program(texts);
    let mut title = Vec::new();
    // Writing to memory cannot fail.
    let _ = Man::new(program.clone()).title(PROGRAM.to_uppercase()).manual(PROGRAM).render_title(&mut title);
    let mut page = Roff::new();
    page.control("SH", [texts.help_man_name().as_ref()]);
    page.text([roman(format!("{PROGRAM} - {}", texts.help_program()))]);
    page.control("SH", [texts.help_man_usage().as_ref()]);
    page.text([
        bold(PROGRAM),
        roman(format!(" [{}] {}", texts.help_command_tag(), texts.help_options_tag())),
    ]);
    page.control("SH", [texts.help_man_options().as_ref()]);
    options(&mut page, &program);
    page.control("SH", [texts.help_man_commands().as_ref()]);
    commands(&mut page, &program, PROGRAM);
    Ok(Reply::file(format!("{}{}", String::from_utf8_lossy(&title), page.render())))
}

fn commands(page: &mut Roff, parent: &Command, path: &str) {
    for command in parent.get_subcommands() {
        let path = format!("{path} {}", command.get_name());
        if command.has_subcommands() {
            commands(page, command, &path);
            continue;
        }
        let names = command.get_positionals().filter_map(clap::Arg::get_value_names).flatten();
        let words: Vec<_> = std::iter::once(path.as_str()).chain(names.map(Str::as_str)).collect();
        page.control("SS", [words.join(" ").as_str()]);
        page.text([roman(command.get_about().map(ToString::to_string).unwrap_or_default())]);
        options(page, command);
    }
}

fn options(page: &mut Roff, command: &Command) {
    for argument in command.get_arguments() {
        let value = argument.get_value_names().and_then(<[_]>::first).map(ToString::to_string);
        let takes_value = argument.get_action().takes_values();
        let mut name: Vec<Inline> = Vec::new();
        if let Some(long) = argument.get_long() {
            name.push(bold(format!("--{long}")));
            name.extend(value.filter(|_| takes_value).map(|value| roman(format!(" {value}"))));
        } else {
            name.extend(value.map(roman));
        }
        page.control("TP", []);
        page.text(name);
        page.text([roman(argument.get_help().map(ToString::to_string).unwrap_or_default())]);
    }
}
