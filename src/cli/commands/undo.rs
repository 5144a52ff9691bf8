//! `undo`: takes back this adviser's newest undoable act; within `batch` only acts of the same batch.

use clap::ArgMatches;

use crate::cli::answers;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::Command;

pub fn run(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    let outcome = context.execute(&Command::Undo { scope: context.undo })?;
    answers::reply(context, &outcome)
}
