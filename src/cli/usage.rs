//! A command line that was not understood, in one sentence of our own.

use std::ffi::OsString;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::arguments::PROGRAM;
use super::commands::TABLE;
use super::failure::Failure;
use super::reply::Reply;
use crate::text::{TextError, Texts, languages};

/// What clap answers: the help or the version as an answer, everything else as a failure.
pub fn answer(texts: &Texts, error: &clap::Error, words: &[OsString]) -> Result<Reply, Failure> {
    match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Ok(Reply::text(error.render().to_string())),
        _ => {
            let words: Vec<_> = words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
            Err(Failure::usage(sentence(texts, error, &words)))
        }
    }
}

/// The sentence for an error of clap.
pub fn sentence(texts: &Texts, error: &clap::Error, words: &[String]) -> String {
    let told = |kind| error.get(kind).map(words_of).unwrap_or_default();
    let argument = told(ContextKind::InvalidArg);
    let help = help_command(words);
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            texts.error_unknown_command(told(ContextKind::InvalidSubcommand), help)
        }
        ErrorKind::UnknownArgument if argument.starts_with('-') => texts.error_unknown_flag(argument, help),
        ErrorKind::UnknownArgument => texts.error_unexpected_word(help, argument),
        ErrorKind::MissingRequiredArgument => texts.error_missing_argument(argument, help),
        ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            texts.error_missing_command(help)
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let value = told(ContextKind::InvalidValue);
            if value.is_empty() {
                texts.error_missing_value(argument, help)
            } else {
                texts.error_bad_argument(argument, help, value)
            }
        }
        ErrorKind::ArgumentConflict => match told(ContextKind::PriorArg) {
            prior if prior.is_empty() || prior == argument => texts.error_argument_twice(argument, help),
            prior => texts.error_argument_conflict(argument, help, prior),
        },
        ErrorKind::InvalidUtf8 => texts.error_arguments_not_utf8().into_owned(),
        _ => texts.error_not_understood(help),
    }
}

/// Something a command cannot do without.
pub fn missing(texts: &Texts, what: &str, command: &str) -> Failure {
    Failure::usage(texts.error_missing_argument(what, format!("{PROGRAM} {command} --help")))
}

/// A flag the command does not know.
pub fn unknown_flag(texts: &Texts, flag: &str, command: &str) -> Failure {
    Failure::usage(texts.error_unknown_flag(flag, format!("{PROGRAM} {command} --help")))
}

/// A `--lang` without texts.
pub fn language(texts: &Texts, error: &TextError) -> Failure {
    let TextError::UnknownLanguage(word) = error else { return Failure::usage(error.to_string()) };
    Failure::usage(texts.error_unknown_language(languages().collect::<Vec<_>>().join(", "), word.as_str()))
}

/// A file whose ending is of no form that is written.
pub fn file(texts: &Texts, file: &str, allowed: &[&str]) -> Failure {
    Failure::usage(texts.error_file_form(allowed.join(", "), file))
}

/// A `--format` the command cannot answer in.
pub fn format(texts: &Texts, word: &str, allowed: &[&str]) -> Failure {
    Failure::usage(texts.error_unknown_format(allowed.join(", "), word))
}

fn words_of(value: &ContextValue) -> String {
    match value {
        ContextValue::String(word) => word.clone(),
        ContextValue::Strings(words) => words.join(", "),
        other => other.to_string(),
    }
}

/// `akuttvakt hold --help`, by the command the words begin with.
fn help_command(words: &[String]) -> String {
    let names: Vec<&str> = words.iter().map(String::as_str).filter(|word| !word.starts_with('-')).collect();
    let known = |count: usize| {
        let wanted = names.get(..count)?;
        TABLE.iter().any(|entry| entry.words.get(..count) == Some(wanted)).then(|| wanted.join(" "))
    };
    match known(2).or_else(|| known(1)) {
        Some(command) => format!("{PROGRAM} {command} --help"),
        None => format!("{PROGRAM} --help"),
    }
}
