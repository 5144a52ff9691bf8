//! No command: the screen, on the default database or the one given.

use clap::ArgMatches;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;

pub fn run(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    let store = context.open_for_screen()?;
    drop(store);
    Ok(Reply::empty())
}
