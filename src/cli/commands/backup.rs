//! `backup [DIR]`: a copy that is checked before it counts; among the usual ones, which rotate, or in a folder given.

use std::path::PathBuf;

use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::positional;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::text::Texts;

const FOLDER: &str = "dir";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        positional(FOLDER, texts.help_value_folder(), texts.help_backup_folder())
            .required(false)
            .value_parser(clap::value_parser!(PathBuf)),
    ]
}

#[derive(Serialize)]
struct Answer {
    ok: bool,
    backup: String,
    lines: i64,
    thrown_away: usize,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let folder = matches.get_one::<PathBuf>(FOLDER);
    let now = context.clock.now();
    let made = context.read(|store| store.backup_maker().make(folder.map(PathBuf::as_path), now))?;
    let backup = made.path.display().to_string();
    Ok(match context.format {
        Format::Json => {
            let (lines, thrown_away) = (made.lines, made.thrown_away);
            Reply::json(&Answer { ok: true, backup, lines, thrown_away })
        }
        Format::Text | Format::Csv => {
            Reply::text(context.texts.cli_backup_made(backup, made.lines, made.thrown_away))
        }
    })
}
