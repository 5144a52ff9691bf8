//! `handover show [N]`: a signed handover, or what would be handed over now. `handover export [N]` writes it for others.
//!
//! Plain lines and data of `show` are for the adviser who is to go on, and have what the giver wrote. A page that leaves the
//! house has it, and names, only with a reason, which is journalled first.

use clap::{Arg, ArgMatches};

use crate::cli::arguments::number;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::pages::{self, Form};
use crate::cli::reply::Reply;
use crate::domain::handover::HandoverTold;
use crate::domain::handover_page::HandoverPage;
use crate::domain::ids::{CallId, HandoverId};
use crate::domain::question::{Question, Told};
use crate::domain::refusal::{Refusal, Stale};
use crate::report::pages::handover;
use crate::report::pages::scene::Scene;
use crate::text::Texts;

const HANDOVER: &str = "handover";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![number(HANDOVER, texts.help_value_handover(), texts.help_number_handover_or_now()).required(false)]
}

pub fn arguments_of_export(texts: &Texts) -> Vec<Arg> {
    let mut all = arguments(texts);
    all.extend(pages::named_arguments(texts));
    all.push(pages::file_argument(texts));
    all
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let has_words = matches!(Form::of(context, matches), Form::Plain | Form::Json);
    answer(context, matches, false, has_words)
}

pub fn export(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    answer(context, matches, pages::is_named(matches), false)
}

fn answer(
    context: &mut Context<'_>,
    matches: &ArgMatches,
    is_named: bool,
    has_words: bool,
) -> Result<Reply, Failure> {
    pages::check_file(context, matches)?;
    let wanted = matches.get_one::<i64>(HANDOVER).copied().map(HandoverId);
    let Told::Handover(Some(mut told)) = context.ask(&Question::Handover(wanted))? else {
        return Err(context.refused(&Refusal::Stale(Stale::NoShift)));
    };
    let now = context.clock.now();
    let board = context.read(|store| store.board(now))?;
    let page = HandoverPage::of(&board, &told, now);
    let calls = if is_named { named_calls(&told, &page) } else { Vec::new() };
    // Of what has left the board nothing but its number is shown.
    let known: Vec<CallId> = calls.into_iter().filter(|call| board.known_call(*call).is_some()).collect();
    let people = if is_named { pages::people(context, matches, &known)? } else { None };
    let (texts, language) = (context.texts, pages::language(context));
    let catalog = &context.known()?.catalog;
    let words = catalog.report_words.in_language(language);
    let scene = Scene {
        people: people.as_ref(),
        has_words: has_words || people.is_some(),
        ..Scene::without_names(&board, &catalog.municipalities, words, texts, now)
    };
    // What is signed when no other summary is told.
    if told.signed.is_none() {
        told.summary = Some(texts.handover_summary(&board, &told, now));
    }
    let written = handover::page(&scene, &told, &page);
    let rows = handover::rows(&scene, &told, &page);
    pages::reply(context, matches, &written, &rows)
}

/// The calls on the page; where none is, those of the shift, which the giver's words may be about.
fn named_calls(told: &HandoverTold, page: &HandoverPage) -> Vec<CallId> {
    let mut calls: Vec<CallId> = page.entries.iter().map(|entry| entry.call).collect();
    if calls.is_empty() {
        calls.extend(told.sums.registered().map(|(_, call)| call));
    }
    calls.sort_unstable();
    calls.dedup();
    calls
}
