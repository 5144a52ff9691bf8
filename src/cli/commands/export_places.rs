//! `export places`: every unit, in the form `import places` reads.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::report::{places, places_csv};
use crate::store::Store;

pub fn run(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    let units: Vec<_> = context.read(Store::units)?.into_iter().map(|(_, unit)| unit).collect();
    Ok(match context.format {
        Format::Json => Reply::json(&places::Places::of(&units)),
        Format::Text | Format::Csv => Reply::file(places_csv::write(&units)),
    })
}
