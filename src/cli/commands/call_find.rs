//! `call find WORDS`: calls by words that were written of them, the newest first. The words themselves are not told.

use clap::{Arg, ArgMatches};

use super::call_list;
use crate::cli::arguments::positional;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::clean::clean_line;
use crate::domain::question::{CallSearch, Question, Told};
use crate::store::CallFilter;
use crate::text::Texts;

const WORDS: &str = "words";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![positional(WORDS, texts.help_value_words(), texts.help_call_find_words()).num_args(1..)]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let words: Vec<_> =
        matches.get_many::<String>(WORDS).unwrap_or_default().map(|word| clean_line(word)).collect();
    let words = Some(words.join(" "));
    let search = CallSearch { words, limit: call_list::NO_LIMIT, ..CallSearch::default() };
    match context.ask(&Question::Calls(search))? {
        Told::Calls(page) => call_list::answer(context, CallFilter::All, &page.calls, &page.offers),
        _ => Ok(Reply::empty()),
    }
}
