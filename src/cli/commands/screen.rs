//! No command: the screen, on the default database or the one given.

use std::sync::Arc;

use clap::ArgMatches;

use crate::catalog::Catalog;
use crate::cli::again;
use crate::cli::arguments::STOPPED;
use crate::cli::context::Context;
use crate::cli::database;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::store_errors;
use crate::domain::refusal::ErrorCode;
use crate::runner::{ScreenError, Start, Surroundings, run_screen};
use crate::store::{OpenOptions, StoreError, advisers};
use crate::tui::Ending;

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    if matches.get_flag(STOPPED) {
        again::stop(context.texts)?;
    }
    let (path, is_usual) = context.path()?;
    let start = if context.key_fd().is_some() {
        Start::SignedOn { store: Box::new(context.open_for_screen()?), is_demo: false }
    } else {
        // Not a look at the file alone: a restore that was killed is finished first.
        match advisers(&path) {
            Err(StoreError::Missing(_)) if is_usual => Start::FirstRun { path },
            _ => Start::SignOn { path, begun_anew: again::why(matches) },
        }
    };
    show(context, start, OpenOptions::default())
}

/// Shows the screen until the adviser quits.
pub fn show(context: &mut Context<'_>, start: Start, options: OpenOptions) -> Result<Reply, Failure> {
    let catalog = Arc::new(Catalog::clone(&context.known()?.catalog));
    let surroundings = Surroundings {
        texts: context.texts,
        clock: context.clock,
        reference: database::reference(&catalog),
        catalog,
        options,
        has_colour: std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()),
    };
    match run_screen(start, &surroundings) {
        Ok(Ending::Quit) => Ok(Reply::empty()),
        Ok(Ending::Anew { suspends, why }) => {
            Err(again::begin(context.texts, &context.flags_of_screen(), suspends, why))
        }
        Err(ScreenError::Store(error)) => {
            Err(store_errors::failure(context.texts, &error, context.clock.now()))
        }
        Err(ScreenError::Terminal(error)) => {
            Err(Failure::new(ErrorCode::BadFile, context.texts.error_no_screen(error.to_string())))
        }
    }
}
