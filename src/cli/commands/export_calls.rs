//! `export calls`: coded facts of every call; no names, no free text, no protected address.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::report::calls::{Calls, Sources};
use crate::store::CallFilter;

pub fn run(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    let now = context.clock.now();
    let (calls, offers) = context.read(|store| store.calls(CallFilter::All))?;
    let board = context.read(|store| store.board(now))?;
    let calls = Calls::of(&Sources {
        calls: &calls,
        offers: &offers,
        units: &board.units,
        places: &board.places,
        region: board.region,
    });
    Ok(match context.format {
        Format::Json => Reply::json(&calls),
        Format::Text | Format::Csv => Reply::file(calls.csv()),
    })
}
