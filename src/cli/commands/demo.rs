//! `demo`: the screen on an invented night.

use clap::{Arg, ArgMatches};

use crate::cli::arguments::text;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
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
        number(PLACES, texts.help_demo_places()).value_parser(clap::value_parser!(u32).range(1..=20_000)),
        number(CALLS, texts.help_demo_calls()).value_parser(clap::value_parser!(u32).range(0..=2_000)),
    ]
}

#[expect(clippy::unnecessary_wraps, reason = "has the shape of every command")]
pub fn run(_: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    Ok(Reply::empty())
}
