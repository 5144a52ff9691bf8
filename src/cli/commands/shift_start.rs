//! `shift start`: signs on. A shift that runs goes on.

use clap::ArgMatches;

use crate::cli::answers;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::command::Command;

pub fn run(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    let outcome = context.execute(&Command::StartShift)?;
    answers::reply(context, &outcome)
}
