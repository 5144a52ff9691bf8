//! `report morning` and `report week`: what the intake unit has to know in the morning, and the capacity of the week.

use chrono::{DateTime, Utc};
use clap::{Arg, ArgMatches};

use crate::cli::arguments::{switch, text};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::pages;
use crate::cli::reply::Reply;
use crate::cli::times::Side;
use crate::domain::question::{DeviationPage, Question, Told};
use crate::domain::refusal::{BadTime, Refusal};
use crate::domain::steps::last_closing;
use crate::report::pages::morning::Morning;
use crate::report::pages::scene::Scene;
use crate::report::pages::week::{Sources, WEEK, Week};
use crate::store::{CallFilter, Store};
use crate::text::Texts;

const FROM: &str = "from";
const AT: &str = "at";
const ALL_CELLS: &str = "all-cells";

pub fn arguments_of_morning(texts: &Texts) -> Vec<Arg> {
    let mut all = vec![text(FROM, texts.help_value_time(), texts.help_report_morning_from())];
    all.extend(pages::named_arguments(texts));
    all.push(pages::file_argument(texts));
    all
}

pub fn arguments_of_week(texts: &Texts) -> Vec<Arg> {
    vec![
        text(AT, texts.help_value_time(), texts.help_report_week_at()),
        switch(ALL_CELLS, texts.help_report_week_all_cells()),
        pages::file_argument(texts),
    ]
}

/// A moment that is not still to come.
fn past(context: &Context<'_>, matches: &ArgMatches, id: &str) -> Result<Option<DateTime<Utc>>, Failure> {
    match context.time(matches, id, Side::Past)? {
        Some(at) if at > context.clock.now() => {
            Err(context.refused(&Refusal::BadTime(BadTime::InFuture(at))))
        }
        at => Ok(at),
    }
}

pub fn morning(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    pages::check_file(context, matches)?;
    let now = context.clock.now();
    let board = context.read(|store| store.board(now))?;
    let from = past(context, matches, FROM)?.unwrap_or_else(|| last_closing(now, &board.rules));
    let (texts, language) = (context.texts, pages::language(context));
    let catalog = context.known()?.catalog.clone();
    let words = catalog.report_words.in_language(language);
    let mut scene = Scene::without_names(&board, &catalog.municipalities, words, texts, now);
    let report = Morning::of(&scene, from);
    let people = pages::people(context, matches, &report.named_calls())?;
    scene.people = people.as_ref();
    // Of the calls that are named the places of protected addresses are told, too.
    let report = Morning::of(&scene, from);
    pages::reply(context, matches, &report.page(&scene), &report.rows(&scene))
}

pub fn week(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    pages::check_file(context, matches)?;
    let at = past(context, matches, AT)?;
    let now = at.unwrap_or_else(|| context.clock.now());
    let board = context.read(|store| store.board(now))?;
    let history = context.read(Store::capacity_history)?;
    let (calls, offers) = context.read(|store| store.calls(CallFilter::RegisteredSince(now - WEEK)))?;
    let deviations = match context.ask(&Question::Deviations)? {
        Told::Deviations(page) => page,
        _ => DeviationPage::default(),
    };
    let (texts, language) = (context.texts, pages::language(context));
    let catalog = &context.known()?.catalog;
    let words = catalog.report_words.in_language(language);
    let scene = Scene::without_names(&board, &catalog.municipalities, words, texts, now);
    let sources = Sources { history: &history, calls: &calls, offers: &offers, deviations: &deviations };
    let report = Week::of(&scene, &sources);
    let page = report.page(&scene, matches.get_flag(ALL_CELLS));
    pages::reply(context, matches, &page, &report)
}
