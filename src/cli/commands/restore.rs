//! `restore FILE`: a backup becomes the database. The copy is checked first, and what was there is kept.

use std::path::PathBuf;

use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::{positional, switch};
use crate::cli::confirm::typed_at_terminal;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::cli::{database, passphrase, store_errors};
use crate::domain::refusal::ErrorCode;
use crate::store::{OpenOptions, Restoring, StoreError, check_is_backup, restore};
use crate::text::Texts;

const FILE: &str = "file";
const REPLACE: &str = "replace";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        positional(FILE, texts.help_value_path(), texts.help_restore_file())
            .value_parser(clap::value_parser!(PathBuf)),
        switch(REPLACE, texts.help_restore_replace()),
    ]
}

#[derive(Serialize)]
struct Answer {
    ok: bool,
    db: String,
    lines: i64,
    kept: Option<String>,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let texts = context.texts;
    let (path, is_usual) = context.path()?;
    let now = context.clock.now();
    let fail = |error: StoreError| store_errors::failure(texts, &error, now);
    let Some(backup) = matches.get_one::<PathBuf>(FILE) else {
        return Err(Failure::usage(texts.help_restore_file()));
    };
    // Before anything is asked for: a file that is not there is not restored from.
    check_is_backup(backup).map_err(fail)?;
    let mut replaces = matches.get_flag(REPLACE);
    if !replaces && path.symlink_metadata().is_ok() {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let shown = path.display().to_string();
        match typed_at_terminal(&texts.cli_confirm_restore(name.as_str(), shown.as_str())) {
            Some(typed) if typed == name => replaces = true,
            Some(_) => return Err(Failure::new(ErrorCode::BadValue, texts.error_not_confirmed())),
            None => {
                let message = texts.error_restore_exists(shown, format!("--{REPLACE}"));
                return Err(Failure::new(ErrorCode::Exists, message));
            }
        }
    }
    let passphrase = passphrase::ask_for_backup(texts, context.key_fd())?;
    if is_usual {
        database::make_folder_of(&path).map_err(fail)?;
    }
    let reference = database::reference(&context.known()?.catalog);
    let adviser = context.adviser();
    let restoring =
        Restoring { backup, to: &path, replaces, adviser: adviser.as_deref(), passphrase: &passphrase };
    let restored = restore(&restoring, reference, &OpenOptions::default(), now).map_err(fail)?;
    let db = path.display().to_string();
    let kept = restored.kept.map(|kept| kept.display().to_string());
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { ok: true, db, lines: restored.lines, kept }),
        Format::Text | Format::Csv => {
            let mut lines = vec![texts.cli_restored(db, restored.lines)];
            lines.extend(kept.map(|kept| texts.cli_restored_kept(kept)));
            Reply::text(lines.join("\n"))
        }
    })
}
