//! `deviation show N`: everything told of a deviation.

use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::number;
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::cli::rows::DeviationRow;
use crate::domain::ids::DeviationId;
use crate::text::Texts;

const DEVIATION: &str = "deviation";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![number(DEVIATION, texts.help_value_deviation(), texts.help_number_deviation())]
}

#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    row: DeviationRow,
    note: Option<String>,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let id = DeviationId(number_of(matches, DEVIATION));
    let (found, note) = context.read(|store| store.deviation(id))?;
    let (texts, now) = (context.texts, context.clock.now());
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { row: DeviationRow::of(&found, now), note }),
        Format::Text | Format::Csv => {
            let catalog = &context.known()?.catalog;
            let mut lines = vec![DeviationRow::line(&found, texts, catalog, now)];
            lines.extend(DeviationRow::facts(&found, texts));
            lines.extend(note);
            Reply::text(lines.join("\n"))
        }
    })
}
