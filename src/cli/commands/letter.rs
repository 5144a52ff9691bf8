//! `letter`: the page that tells municipalities what they will be asked, made from the checklist itself.

use std::ffi::OsString;

use clap::ArgMatches;
use serde::Serialize;

use crate::cli::arguments;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::letter::LetterLanguage;
use crate::report::letter::letter;
use crate::text::Texts;

#[derive(Serialize)]
struct Answer {
    language: LetterLanguage,
    letter: String,
}

pub fn run(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    let language = context.language().and_then(LetterLanguage::from_code);
    let language = language.unwrap_or(LetterLanguage::Bokmal);
    let format = context.format;
    let catalog = &context.known()?.catalog;
    let text = letter(&catalog.letters, &catalog.checklist, language);
    Ok(match format {
        Format::Json => Reply::json(&Answer { language, letter: text }),
        Format::Text | Format::Csv => Reply::file(text),
    })
}

/// Whether the words call for something in a language that it alone has: only letter, handover and reports are written
/// in the receiver's form of Norwegian before the whole program is.
pub fn has_own(language: &str, words: &[OsString]) -> bool {
    let Ok(texts) = Texts::load(Texts::DEFAULT) else { return false };
    let called = || {
        let matches = arguments::program(&texts).try_get_matches_from(words).ok()?;
        super::find(&matches).map(|(entry, _)| entry.has_both_forms)
    };
    LetterLanguage::from_code(language).is_some() && called() == Some(true)
}
