//! Pages that a command answers with or writes to a file: plain lines, Markdown, one printable page, or data.

use std::collections::BTreeMap;
use std::path::Path;

use clap::{Arg, ArgMatches};
use serde::Serialize;

use super::arguments::{FORMAT, free_text, switch, text};
use super::context::Context;
use super::failure::Failure;
use super::format::Format;
use super::reply::{Reply, clean_json};
use super::usage;
use crate::domain::command::Command;
use crate::domain::ids::CallId;
use crate::domain::letter::LetterLanguage;
use crate::domain::question::{PersonalData, Question, Subject, Told};
use crate::report::pages::Page;
use crate::store::write_new;
use crate::text::Texts;

const FILE: &str = "file";
const NAMED: &str = "named";
const REASON: &str = "reason";

/// The file it is written to.
pub fn file_argument(texts: &Texts) -> Arg {
    text(FILE, texts.help_value_path(), texts.help_page_file())
}

/// With names, and why.
pub fn named_arguments(texts: &Texts) -> [Arg; 2] {
    [
        switch(NAMED, texts.help_page_named()).requires(REASON),
        free_text(REASON, texts.help_value_text(), texts.help_page_reason()).requires(NAMED),
    ]
}

/// The form of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Lines for a terminal.
    Plain,
    /// Markdown.
    Markdown,
    /// One printable page.
    Html,
    /// Data.
    Json,
}

impl Form {
    /// The form that was asked for: by `--format`, else by the ending of the file.
    pub fn of(context: &Context<'_>, matches: &ArgMatches) -> Self {
        let by_word = |word: &str| match word {
            Format::HTML => Some(Self::Html),
            Format::MARKDOWN => Some(Self::Markdown),
            word if word == Format::Json.word() => Some(Self::Json),
            _ => None,
        };
        let ending =
            file(matches).and_then(|file| Path::new(file).extension()?.to_str().map(str::to_lowercase));
        let given = matches.get_one::<String>(FORMAT).map(String::as_str);
        let answer = if context.format == Format::Json { Self::Json } else { Self::Plain };
        given.or(ending.as_deref()).and_then(by_word).unwrap_or(answer)
    }
}

/// Refuses a file whose ending is of no form, before anything is journalled of what is in it.
pub fn check_file(context: &Context<'_>, matches: &ArgMatches) -> Result<(), Failure> {
    const ENDINGS: [&str; 4] = [Format::HTML, Format::MARKDOWN, "json", "txt"];
    let Some(file) = file(matches) else { return Ok(()) };
    let ending = Path::new(file).extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match ending {
        Some(ending) if !ENDINGS.contains(&ending.as_str()) => {
            Err(usage::file(context.texts, file, &ENDINGS))
        }
        _ => Ok(()),
    }
}

/// The form of Norwegian that was asked for.
pub fn language(context: &Context<'_>) -> LetterLanguage {
    context.language().and_then(LetterLanguage::from_code).unwrap_or(LetterLanguage::Bokmal)
}

/// Whether names are asked for.
pub fn is_named(matches: &ArgMatches) -> bool {
    matches.get_flag(NAMED)
}

/// Journals that these calls leave the house with names, then reads them; none where nobody could be named.
pub fn people(
    context: &mut Context<'_>,
    matches: &ArgMatches,
    calls: &[CallId],
) -> Result<Option<BTreeMap<CallId, PersonalData>>, Failure> {
    if calls.is_empty() || !is_named(matches) {
        return Ok(None);
    }
    let reason = Context::free_text(matches, REASON).unwrap_or_default();
    for call in calls {
        context.execute_part(call.0, &Command::ExportNamed { call: *call, reason: reason.clone() })?;
    }
    let mut people = BTreeMap::new();
    for call in calls {
        if let Told::Personal(data) = context.ask(&Question::Personal(Subject::Call(*call)))? {
            people.insert(*call, data);
        }
    }
    Ok(Some(people))
}

/// What was asked for: on standard output, or in a new file of the owner's alone.
pub fn reply(
    context: &Context<'_>,
    matches: &ArgMatches,
    page: &Page,
    data: &impl Serialize,
) -> Result<Reply, Failure> {
    let body = match Form::of(context, matches) {
        Form::Plain => page.plain(),
        Form::Markdown => page.markdown(),
        Form::Html => page.html(),
        // Values made of texts, numbers and lists always have a JSON form.
        Form::Json => clean_json(&serde_json::to_string(data).unwrap_or_default()) + "\n",
    };
    let Some(file) = file(matches) else { return Ok(Reply::file(body)) };
    let written =
        write_new(Path::new(file), body.as_bytes()).map_err(|error| context.store_failure(&error))?;
    let written = written.display().to_string();
    Ok(match context.format {
        Format::Json => Reply::json(&serde_json::json!({ "ok": true, "file": written })),
        Format::Text | Format::Csv => Reply::text(context.texts.cli_page_written(written)),
    })
}

fn file(matches: &ArgMatches) -> Option<&String> {
    matches.try_get_one::<String>(FILE).ok().flatten()
}
