//! `passphrase`: changes one's own passphrase.

use clap::ArgMatches;
use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::passphrase;
use crate::cli::reply::Reply;

#[derive(Serialize)]
struct Answer {
    ok: bool,
}

pub fn run(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    let texts = context.texts;
    context.refuse_same_fd()?;
    let old = context.open_keeping_passphrase()?;
    let new = passphrase::choose_own_new(texts, context.new_key_fd())?;
    let now = context.clock.now();
    context.read(|store| store.change_passphrase(&old, &new, now))?;
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { ok: true }),
        Format::Text | Format::Csv => Reply::text(texts.cli_passphrase_changed()),
    })
}
