//! `setting get [KEY]`: shared rules of the region.

use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::{positional, with_values};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::settings::{SETTINGS, setting};
use crate::report::cells::csv_file;
use crate::text::Texts;

const KEY: &str = "key";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    let keys = SETTINGS.iter().map(|setting| setting.key);
    vec![
        positional(KEY, texts.help_value_key(), with_values(texts, texts.help_setting_key(), keys))
            .required(false),
    ]
}

#[derive(Serialize)]
struct Answer {
    settings: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    key: String,
    value: String,
    default: bool,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let wanted = match matches.get_one::<String>(KEY) {
        Some(key) => {
            setting(key).map_err(|bad| context.bad_value(&bad))?;
            Some(key.as_str())
        }
        None => None,
    };
    let texts = context.texts;
    let rows = context
        .read(|store| store.settings())?
        .into_iter()
        .filter(|setting| wanted.is_none_or(|key| key == setting.key))
        .map(|setting| Row { key: setting.key, value: setting.value, default: !setting.is_set });
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { settings: rows.collect() }),
        Format::Csv => Reply::file(csv_file(["key", "value", "default"], rows.map(Row::cells))),
        Format::Text => {
            let own = |row: &Row| if row.default { "no" } else { "yes" };
            let lines: Vec<_> = rows
                .map(|row| texts.cli_setting_line(row.key.as_str(), own(&row), row.value.as_str()))
                .collect();
            Reply::text(lines.join("\n"))
        }
    })
}

impl Row {
    fn cells(self) -> [Option<String>; 3] {
        let default = if self.default { "yes" } else { "no" };
        [Some(self.key), Some(self.value), Some(default.to_owned())]
    }
}
