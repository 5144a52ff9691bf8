//! `redo`: does again what `undo` took back last in the same process, so it is of use in `batch` only.

use clap::ArgMatches;

use crate::cli::answers;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::Command;

pub fn run(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    let outcome = context.execute(&Command::Redo)?;
    answers::reply(context, &outcome)
}
