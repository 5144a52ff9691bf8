//! `adviser list`: everyone who is or was an adviser of the database.

use clap::ArgMatches;
use serde::Serialize;

use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::offer_fields::yes_or_no;
use crate::cli::reply::Reply;
use crate::domain::ids::AdviserId;
use crate::report::cells::csv_file;
use crate::report::times::iso;
use crate::store::{ListedAdviser, Store};

const COLUMNS: [&str; 4] = ["adviser", "name", "added_at", "removed"];

#[derive(Serialize)]
struct Answer {
    advisers: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    adviser: AdviserId,
    name: Option<String>,
    added_at: String,
    removed: bool,
}

pub fn run(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    let advisers = context.read(Store::adviser_list)?;
    let (texts, now) = (context.texts, context.clock.now());
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { advisers: advisers.into_iter().map(Row::from).collect() }),
        Format::Csv => {
            Reply::file(csv_file(COLUMNS, advisers.into_iter().map(|adviser| Row::from(adviser).cells())))
        }
        Format::Text => {
            let line = |adviser: ListedAdviser| {
                let (number, at) = (adviser.number.0, texts.time_near(adviser.added_at, now));
                let name = adviser.name.unwrap_or_else(|| texts.cli_adviser_erased().into_owned());
                if adviser.is_removed {
                    texts.cli_adviser_removed(at, name, number)
                } else {
                    texts.cli_adviser(at, name, number)
                }
            };
            Reply::text(advisers.into_iter().map(line).collect::<Vec<_>>().join("\n"))
        }
    })
}

impl From<ListedAdviser> for Row {
    fn from(adviser: ListedAdviser) -> Self {
        Self {
            adviser: adviser.number,
            name: adviser.name,
            added_at: iso(adviser.added_at),
            removed: adviser.is_removed,
        }
    }
}

impl Row {
    fn cells(self) -> [Option<String>; COLUMNS.len()] {
        [
            Some(self.adviser.to_string()),
            self.name,
            Some(self.added_at),
            Some(yes_or_no(self.removed).to_owned()),
        ]
    }
}
