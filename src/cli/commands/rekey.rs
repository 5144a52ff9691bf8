//! `rekey`: gives the database a new key, for everyone who can sign on. With `--new-key-fd` one's own passphrase is
//! changed too.

use clap::ArgMatches;
use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::passphrase;
use crate::cli::reply::Reply;
use crate::store::Store;

#[derive(Serialize)]
struct Answer<'a> {
    ok: bool,
    add_again: &'a [String],
}

pub fn run(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    let texts = context.texts;
    context.refuse_same_fd()?;
    let old = context.open_keeping_passphrase()?;
    let now = context.clock.now();
    if context.new_key_fd().is_some() {
        let new = passphrase::choose_own_new(texts, context.new_key_fd())?;
        // Before the passphrase changes: what would stop the new key must not leave half of it done.
        context.read(|store| Store::alone(store))?;
        context.read(|store| store.change_passphrase(&old, &new, now))?;
    }
    let add_again = context.read(|store| store.rekey(now))?;
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { ok: true, add_again: &add_again }),
        Format::Text | Format::Csv => {
            let mut lines = vec![texts.cli_rekeyed().into_owned()];
            lines.extend(context.add_again_sentence(&add_again));
            Reply::text(lines.join("\n"))
        }
    })
}
