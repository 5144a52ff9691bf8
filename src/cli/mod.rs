//! The command line: everything the screen does, linearly, for scripts and screen readers.
//!
//! Standard output holds the answer only; standard error one sentence a problem. Rules of the domain do not live
//! here: a command reads its arguments, asks the store, and says what came of it.

mod again;
mod alarms;
mod answer_objects;
mod answers;
mod arguments;
mod batch;
mod besides;
mod commands;
mod confirm;
mod context;
mod database;
pub mod demo;
mod failure;
mod format;
mod import_file;
mod item_values;
mod memory;
mod offer_fields;
mod pages;
mod passphrase;
mod placement_rows;
mod reply;
mod rows;
mod store_errors;
mod times;
mod usage;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use crate::text::Texts;
use context::Context;
use failure::Failure;
use format::Format;
use reply::Reply;

pub use store_errors::sentence as store_error_sentence;

/// Runs the program with its arguments, the program's own name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    memory::forbid_dumps();
    let words: Vec<OsString> = arguments.into_iter().skip(1).collect();
    let early = arguments::Early::of(&words);
    let language = early.language.as_deref().filter(|language| !commands::letter::has_own(language, &words));
    let loaded = Texts::load(language.unwrap_or(Texts::DEFAULT));
    let (texts, result) = match loaded {
        Ok(texts) => {
            let result = understand_and_run(&texts, &words);
            (Some(texts), result)
        }
        Err(error) => {
            let texts = Texts::load(Texts::DEFAULT).ok();
            let failure = texts.as_ref().map(|texts| usage::language(texts, &error));
            (texts, failure.map_or_else(|| Ok(Reply::empty()), Err))
        }
    };
    match (result, texts) {
        (Ok(reply), _) => reply.print(),
        (Err(failure), Some(texts)) => failure.print(&texts, early.wants_json),
        // The built-in texts are read by every test; without them nothing can be said.
        (Err(_), None) => ExitCode::FAILURE,
    }
}

fn understand_and_run(texts: &Texts, words: &[OsString]) -> Result<Reply, Failure> {
    let matches = match arguments::program(texts).try_get_matches_from(words) {
        Ok(matches) => matches,
        Err(error) => return usage::answer(texts, &error, words),
    };
    let Some((entry, own)) = commands::find(&matches) else {
        return commands::screen::run(&mut Context::new(texts, &matches), &matches);
    };
    let mut context = Context::new(texts, own);
    context.format = Format::chosen(own, entry.formats, entry.text_words)
        .map_err(|word| usage::format(texts, &word, &entry.format_words()))?;
    (entry.run)(&mut context, own)
}
