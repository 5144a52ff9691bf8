//! The arguments of the program: global flags, and the tree of commands made from their table.
//!
//! Every sentence of the help comes from the texts; clap's own English headings are replaced.

use std::borrow::Cow;
use std::ffi::OsString;
use std::fmt::Write as _;

use clap::{Arg, ArgAction, Command};

use super::commands::{Entry, GROUPS, TABLE};
use super::format::Format;
use crate::text::{Texts, languages};

/// The id of `--db`.
pub const DB: &str = "db";
/// The id of `--as`.
pub const ADVISER: &str = "as";
/// The id of `--key-fd`.
pub const KEY_FD: &str = "key-fd";
/// The id of `--new-key-fd`.
pub const NEW_KEY_FD: &str = "new-key-fd";
/// The id of `--lang`.
pub const LANG: &str = "lang";
/// The id of `--format`.
pub const FORMAT: &str = "format";

/// The id of the mark with which the program starts itself again when it is put to sleep: it stops before it takes
/// the terminal. Not for people, so no help names it.
pub const STOPPED: &str = "stopped";
/// Why the program began anew: the clock jumped this many seconds.
pub const JUMPED: &str = "jumped";
/// Why the program began anew: the shift was handed over and signed.
pub const HANDED_OVER: &str = "handed-over";

/// Where `--help` stands among the flags of a command.
const HELP_ORDER: usize = 100;

/// The name people type.
pub const PROGRAM: &str = "akuttvakt";

/// What must be known before the arguments can be understood: the language of the sentences, and whether an
/// error is told as JSON.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Early {
    /// The value of `--lang`.
    pub language: Option<String>,
    /// Whether `--format json` stands there.
    pub wants_json: bool,
}

impl Early {
    /// Looks for the two flags among the words.
    pub fn of(words: &[OsString]) -> Self {
        let mut early = Self::default();
        let mut words = words.iter().map(|word| word.to_string_lossy()).take_while(|word| word != "--");
        while let Some(word) = words.next() {
            let mut value_of = |flag: &str| match word.strip_prefix(flag) {
                Some("") => words.next().map(Cow::into_owned),
                Some(rest) => rest.strip_prefix('=').map(str::to_owned),
                None => None,
            };
            if let Some(language) = value_of("--lang") {
                early.language = Some(language);
            } else if let Some(format) = value_of("--format") {
                early.wants_json = format == Format::Json.word();
            }
        }
        early
    }
}

/// The whole program as typed in a shell.
pub fn program(texts: &Texts) -> Command {
    let root = with_commands(root(texts), texts, &TABLE.iter().collect::<Vec<_>>());
    let flags = [
        text(DB, texts.help_value_path(), texts.help_flag_db())
            .value_parser(clap::value_parser!(std::path::PathBuf)),
        text(ADVISER, texts.help_value_adviser(), texts.help_flag_as()),
        text(KEY_FD, texts.help_value_number(), texts.help_flag_key_fd())
            .value_parser(clap::value_parser!(u32)),
        text(NEW_KEY_FD, texts.help_value_number(), texts.help_flag_new_key_fd())
            .value_parser(clap::value_parser!(u32)),
        text(LANG, texts.help_value_language(), with_values(texts, texts.help_flag_lang(), languages())),
        format_flag(texts),
    ];
    let version = Arg::new("version")
        .long("version")
        .short('V')
        .action(ArgAction::Version)
        .help(texts.help_flag_version().into_owned());
    let stopped = Arg::new(STOPPED).long(STOPPED).action(ArgAction::SetTrue).hide(true);
    let jumped = Arg::new(JUMPED).long(JUMPED).value_parser(clap::value_parser!(i64)).hide(true);
    let handed_over = Arg::new(HANDED_OVER).long(HANDED_OVER).action(ArgAction::SetTrue).hide(true);
    let root = root.args(flags.map(|flag| flag.global(true)));
    let root = root.args([version, stopped, jumped, handed_over]).no_binary_name(true);
    in_own_words(root, texts, PROGRAM)
}

/// The commands of one line of `batch`: no global flags but the form, which is always JSON there.
pub fn batch_line(texts: &Texts) -> Command {
    let entries: Vec<_> = TABLE.iter().filter(|entry| entry.in_batch).collect();
    let root = with_commands(root(texts), texts, &entries).arg(format_flag(texts).global(true));
    in_own_words(root.no_binary_name(true).subcommand_required(true), texts, PROGRAM)
}

/// An option that takes a text.
pub fn text(id: &'static str, value: impl Into<String>, help: impl Into<String>) -> Arg {
    Arg::new(id).long(id).value_name(value.into()).help(help.into())
}

/// An option that takes free text, which may begin with a hyphen.
pub fn free_text(id: &'static str, value: impl Into<String>, help: impl Into<String>) -> Arg {
    text(id, value, help).allow_hyphen_values(true)
}

/// A switch.
pub fn switch(id: &'static str, help: impl Into<String>) -> Arg {
    Arg::new(id).long(id).action(ArgAction::SetTrue).help(help.into())
}

/// A required argument without a flag.
pub fn positional(id: &'static str, value: impl Into<String>, help: impl Into<String>) -> Arg {
    Arg::new(id).required(true).value_name(value.into()).help(help.into())
}

/// A required number, from 1.
pub fn number(id: &'static str, value: impl Into<String>, help: impl Into<String>) -> Arg {
    positional(id, value, help).value_parser(clap::value_parser!(i64).range(1..))
}

/// An option that takes a number, from 1.
pub fn optional_number(id: &'static str, value: impl Into<String>, help: impl Into<String>) -> Arg {
    text(id, value, help).value_parser(clap::value_parser!(i64).range(1..))
}

/// A help sentence that lists the values there are.
pub fn with_values<'v>(
    texts: &Texts,
    help: impl AsRef<str>,
    values: impl Iterator<Item = &'v str>,
) -> String {
    texts.help_possible(help.as_ref(), values.collect::<Vec<_>>().join(", "))
}

fn root(texts: &Texts) -> Command {
    let help = Arg::new("help")
        .long("help")
        .short('h')
        .action(ArgAction::Help)
        .global(true)
        // After the command's own flags, not between them.
        .display_order(HELP_ORDER)
        .help(texts.help_flag_help().into_owned());
    Command::new(PROGRAM)
        .version(env!("CARGO_PKG_VERSION"))
        .about(texts.help_program().into_owned())
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .subcommand_value_name(texts.help_command_tag().into_owned())
        .arg(help)
}

fn format_flag(texts: &Texts) -> Arg {
    let forms = Format::ALL.iter().map(|format| format.word()).chain([Format::MARKDOWN, Format::HTML]);
    text(FORMAT, texts.help_value_format(), with_values(texts, texts.help_flag_format(), forms))
}

fn with_commands(mut root: Command, texts: &Texts, entries: &[&'static Entry]) -> Command {
    for (name, about) in GROUPS {
        let members = entries.iter().filter(|entry| entry.words.len() == 2 && entry.words[0] == *name);
        let group = Command::new(*name)
            .about(about(texts).into_owned())
            .subcommand_required(true)
            .subcommand_value_name(texts.help_command_tag().into_owned())
            .subcommands(members.map(|entry| leaf(entry, texts)));
        root = root.subcommand(group);
    }
    let alone = entries.iter().filter(|entry| entry.words.len() == 1);
    root.subcommands(alone.map(|entry| leaf(entry, texts)))
}

fn leaf(entry: &Entry, texts: &Texts) -> Command {
    let name = entry.words.last().copied().unwrap_or_default();
    Command::new(name).about((entry.about)(texts).into_owned()).args((entry.arguments)(texts))
}

/// Replaces clap's English headings and tags, command by command.
fn in_own_words(command: Command, texts: &Texts, path: &str) -> Command {
    let mut usage = path.to_owned();
    let mut template = format!("{{about}}\n\n{} {{usage}}\n", texts.help_heading_usage());
    let mut section = |heading: &str, tag: &str| {
        // Writing to a string cannot fail.
        let _ = write!(template, "\n{heading}\n{{{tag}}}\n");
    };
    if command.has_subcommands() {
        let _ = write!(usage, " {}", texts.help_command_tag());
        section(&texts.help_heading_commands(), "subcommands");
    }
    if command.get_positionals().next().is_some() {
        for argument in command.get_positionals() {
            let names = argument.get_value_names().unwrap_or_default();
            let name = names.iter().map(clap::builder::Str::as_str).collect::<Vec<_>>().join(" ");
            let _ = if argument.is_required_set() {
                write!(usage, " {name}")
            } else {
                write!(usage, " [{name}]")
            };
        }
        section(&texts.help_heading_arguments(), "positionals");
    }
    section(&texts.help_heading_options(), "options");
    let _ = write!(usage, " {}", texts.help_options_tag());
    let names: Vec<String> = command.get_subcommands().map(|own| own.get_name().to_owned()).collect();
    let command = names.iter().fold(command, |command, name| {
        let path = format!("{path} {name}");
        command.mut_subcommand(name, |own| in_own_words(own, texts, &path))
    });
    command.override_usage(usage).help_template(template)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn every_command(command: &Command, into: &mut Vec<Command>) {
        into.push(command.clone());
        command.get_subcommands().for_each(|inner| every_command(inner, into));
    }

    /// The two flags that are about keys take the number of an open file, and nothing takes the key itself.
    #[test]
    fn no_flag_takes_a_passphrase() {
        let texts = Texts::load(Texts::DEFAULT).unwrap();
        let mut commands = Vec::new();
        every_command(&program(&texts), &mut commands);
        every_command(&batch_line(&texts), &mut commands);
        let about_keys = ["pass", "passphrase", "password", "secret", "pin"];
        for argument in commands.iter().flat_map(Command::get_arguments) {
            let name = argument.get_id().as_str();
            assert!(!name.split(['-', '_']).any(|word| about_keys.contains(&word)), "{name}");
        }
        for flag in [KEY_FD, NEW_KEY_FD] {
            let typed = [format!("--{flag}"), "hemmelig".to_owned()];
            assert!(program(&texts).try_get_matches_from(typed).is_err(), "{flag}");
        }
    }

    /// What the program reads from its environment: whether colours may be used, and where its own folders are.
    #[test]
    fn no_variable_takes_a_passphrase() {
        let mut found = Vec::new();
        let mut folders = vec![std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if !path.ends_with("arguments.rs") && !path.ends_with("build.rs") {
                    let text = std::fs::read_to_string(&path).unwrap_or_default();
                    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
                    let calls = code.split("env::var").skip(1);
                    found.extend(calls.map(|call| call.chars().take(20).collect::<String>()));
                }
            }
        }
        assert_eq!(found, ["_os(\"NO_COLOR\").is_n"]);
    }
}
