//! `step skip N STEP`: a step of the routine is not relevant for this call.

use clap::ArgMatches;

use super::step_done::settle;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::reply::Reply;
use crate::domain::steps::StepEnd;

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    settle(context, matches, StepEnd::NotRelevant)
}
