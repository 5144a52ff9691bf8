//! `init`: makes a database with its first adviser. What is there already is not touched.

use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::{text, with_values};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::cli::{database, passphrase, store_errors};
use crate::domain::clean::clean_line;
use crate::domain::municipality::Region;
use crate::domain::refusal::BadValue;
use crate::store::{NewDatabase, OpenOptions, Store, StoreError};
use crate::text::Texts;

const NAME: &str = "adviser";
const REGION: &str = "region";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let regions = Region::ALL.iter().map(|region| region.code());
    vec![
        text(NAME, texts.help_value_adviser(), texts.help_init_adviser()).required(true),
        text(REGION, texts.help_value_region(), with_values(texts, texts.help_init_region(), regions))
            .required(true),
    ]
}

#[derive(Serialize)]
struct Answer {
    ok: bool,
    db: String,
    adviser: String,
    region: Region,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let texts = context.texts;
    let given = |id| matches.get_one::<String>(id).map(String::as_str).unwrap_or_default();
    let adviser = clean_line(given(NAME)).trim().to_owned();
    if adviser.is_empty() {
        return Err(context.bad_value(&BadValue::EmptyName));
    }
    let region = Region::from_word(given(REGION).trim()).ok_or_else(|| {
        context.bad_value(&BadValue::Code {
            field: REGION,
            value: given(REGION).to_owned(),
            allowed: Region::ALL.iter().map(|region| region.code()).collect::<Vec<_>>().join(", "),
        })
    })?;
    let (path, is_usual) = context.path()?;
    let now = context.clock.now();
    let fail = |error: StoreError| store_errors::failure(texts, &error, now);
    // Before a passphrase is thought out for nothing. The store looks again when it makes the file.
    if path.symlink_metadata().is_ok() {
        return Err(fail(StoreError::Exists(path)));
    }
    let passphrase = passphrase::choose(texts, context.key_fd())?;
    if is_usual {
        database::make_folder_of(&path).map_err(fail)?;
    }
    let reference = database::reference(&context.known()?.catalog);
    let new = NewDatabase { adviser: &adviser, region, passphrase: &passphrase };
    let store = Store::create(&path, new, reference, OpenOptions::default(), now).map_err(fail)?;
    let adviser = store.adviser_name().to_owned();
    let db = path.display().to_string();
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { ok: true, db, adviser, region }),
        Format::Text | Format::Csv => Reply::text(texts.cli_initialised(adviser, db, region.code())),
    })
}
