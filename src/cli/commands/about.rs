//! `about`: what the program is, its version, and whose data it shows.

use clap::ArgMatches;
use serde::Serialize;

use crate::catalog::ATTRIBUTIONS;
use crate::cli::arguments::PROGRAM;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;

#[derive(Serialize)]
struct Answer {
    name: &'static str,
    version: &'static str,
    attributions: [&'static str; 2],
}

#[expect(clippy::unnecessary_wraps, reason = "has the shape of every command")]
pub fn run(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    let version = env!("CARGO_PKG_VERSION");
    let [boundaries, points] = ATTRIBUTIONS;
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { name: PROGRAM, version, attributions: ATTRIBUTIONS }),
        Format::Text | Format::Csv => Reply::text(context.texts.cli_about(boundaries, points, version)),
    })
}
