//! `demo`: the screen on an invented night, without set-up and without a prompt.

use std::path::{Path, PathBuf};

use clap::{Arg, ArgMatches};

use super::screen;
use crate::cli::arguments::text;
use crate::cli::context::Context;
use crate::cli::demo::places::PLACES as ALL_PLACES;
use crate::cli::demo::plan::OPEN_CALLS;
use crate::cli::demo::region::{self, DemoError, Wanted};
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::cli::times::moment;
use crate::cli::{database, store_errors};
use crate::clock::Clock;
use crate::domain::refusal::ErrorCode;
use crate::runner::Start;
use crate::store::{Store, make_private_folder};
use crate::text::Texts;

const SEED: &str = "seed";
const AT: &str = "at";
const PLACES: &str = "places";
const CALLS: &str = "calls";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let number = |id, help: std::borrow::Cow<'_, str>| text(id, texts.help_value_number(), help);
    vec![
        number(SEED, texts.help_demo_seed()).value_parser(clap::value_parser!(u64)),
        text(AT, texts.help_value_time(), texts.help_demo_at()),
        number(PLACES, texts.help_demo_places()).value_parser(clap::value_parser!(u16).range(1..=20_000)),
        number(CALLS, texts.help_demo_calls()).value_parser(clap::value_parser!(u16).range(0..=2_000)),
    ]
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    if let Some(at) = matches.get_one::<String>(AT) {
        let texts = context.texts;
        let at =
            moment(at).ok_or_else(|| Failure::new(ErrorCode::BadTime, texts.error_bad_time(at.as_str())))?;
        context.clock = Clock::starting_at(at);
    }
    let count = |id| matches.get_one::<u16>(id).copied().map(usize::from);
    let wanted = Wanted {
        seed: matches.get_one::<u64>(SEED).copied().unwrap_or(1),
        places: count(PLACES).unwrap_or(ALL_PLACES),
        calls: count(CALLS).unwrap_or(OPEN_CALLS),
    };
    if let Some(path) = context.given_path() {
        return show(context, &path, wanted);
    }
    let folder = ThrowAway::new(context)?;
    show(context, &folder.0.join("demo.db"), wanted)
}

/// Makes the demo where there is none, and shows it.
fn show(context: &mut Context<'_>, path: &Path, wanted: Wanted) -> Result<Reply, Failure> {
    let store = opened(context, path, wanted)?;
    screen::show(context, Start::SignedOn { store: Box::new(store), is_demo: true }, region::options())
}

fn opened(context: &mut Context<'_>, path: &Path, wanted: Wanted) -> Result<Store, Failure> {
    let (texts, now) = (context.texts, context.clock.now());
    let known = context.known()?;
    let store = if path.symlink_metadata().is_ok() {
        region::open(path, known)
    } else {
        region::make(path, wanted, known, now)
    };
    store.map_err(|error| match error {
        DemoError::Store(error) => store_errors::failure(texts, &error, now),
        DemoError::Catalog(_) | DemoError::Plan(_) => {
            Failure::new(ErrorCode::BadFile, texts.error_catalog(error.to_string()))
        }
    })
}

/// A folder of its own for one demo, removed when the demo is left.
struct ThrowAway(PathBuf);

impl ThrowAway {
    /// In the user's own cache; only where that cannot be written, among the temporary files of the machine.
    fn new(context: &Context<'_>) -> Result<Self, Failure> {
        let name = format!("demo-{}", uuid::Uuid::new_v4());
        let own = database::cache_folder().map(|folder| folder.join(&name));
        let made = own.filter(|folder| make_private_folder(folder).is_ok());
        if let Some(folder) = made {
            return Ok(Self(folder));
        }
        let folder = std::env::temp_dir().join(format!("akuttvakt-{name}"));
        make_private_folder(&folder)
            .map_err(|error| store_errors::failure(context.texts, &error, context.clock.now()))?;
        Ok(Self(folder))
    }
}

impl Drop for ThrowAway {
    fn drop(&mut self) {
        // What cannot be removed holds nothing real.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
