//! `deviation show N`: everything told of a deviation.

use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::number;
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::cli::rows::DeviationRow;
use crate::domain::call_details::EnquiryTold;
use crate::domain::compensation::{CompensationKind, CompensationState};
use crate::domain::enquiry::EnquiryResult;
use crate::domain::ids::DeviationId;
use crate::report::times::iso;
use crate::text::Texts;

const DEVIATION: &str = "deviation";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![number(DEVIATION, texts.help_value_deviation(), texts.help_number_deviation())]
}

#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    row: DeviationRow,
    /// When an offer was due.
    deadline: Option<String>,
    asked: usize,
    answered_no: usize,
    measures: Vec<Measure>,
    note: Option<String>,
}

/// What was offered meanwhile.
#[derive(Serialize)]
struct Measure {
    measure: CompensationKind,
    state: CompensationState,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let id = DeviationId(number_of(matches, DEVIATION));
    let (found, note) = context.read(|store| store.deviation(id))?;
    let details = context.read(|store| store.call_details(found.call))?;
    let (texts, now) = (context.texts, context.clock.now());
    let asked = details.enquiries.len();
    let is_no = |asked: &&EnquiryTold| asked.enquiry.result == EnquiryResult::No;
    let answered_no = details.enquiries.iter().filter(is_no).count();
    let deadline = details.call.deadline;
    let measures = details.compensations;
    Ok(match context.format {
        Format::Json => Reply::json(&Answer {
            row: DeviationRow::of(&found, now),
            deadline: deadline.map(iso),
            asked,
            answered_no,
            measures: measures.iter().map(|one| Measure { measure: one.kind, state: one.state }).collect(),
            note,
        }),
        Format::Text | Format::Csv => {
            let catalog = &context.known()?.catalog;
            let mut lines = vec![DeviationRow::line(&found, texts, catalog, now)];
            lines.extend(DeviationRow::facts(&found, texts));
            let due = deadline.map(|due| texts.deviation_deadline(texts.time_near(due, now)));
            let log = (asked > 0).then(|| texts.deviation_asked(asked, answered_no));
            let measures = texts.deviation_measures_told(&measures);
            let known: Vec<String> = due.into_iter().chain(log).chain(measures).collect();
            lines.extend((!known.is_empty()).then(|| known.join(" · ")));
            lines.extend(note);
            Reply::text(lines.join("\n"))
        }
    })
}
