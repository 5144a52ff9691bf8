//! `enquiry list CALL`: the search log of a call, the oldest first. Who was spoken to is not in it.

use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::number;
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::call_details::EnquiryTold;
use crate::domain::enquiry::{EnquiryResult, LeaderDecision, NoReason};
use crate::domain::ids::{CallId, EnquiryId, UnitId};
use crate::domain::ladder::Rung;
use crate::domain::municipality::Region;
use crate::report::cells::csv_file;
use crate::report::times::iso;
use crate::text::Texts;

const CALL: &str = "call";
const COLUMNS: [&str; 11] =
    ["enquiry", "rung", "unit", "region", "at", "by", "result", "reason", "ask_at", "decisions", "note"];

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![number(CALL, texts.help_value_call(), texts.help_number_call())]
}

#[derive(Serialize)]
struct Answer {
    call: CallId,
    enquiries: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    enquiry: EnquiryId,
    rung: Rung,
    unit: Option<UnitId>,
    region: Option<Region>,
    at: String,
    by: String,
    result: EnquiryResult,
    reason: Option<NoReason>,
    ask_at: Option<String>,
    decisions: Vec<LeaderDecision>,
    note: Option<String>,
}

impl Row {
    fn of(EnquiryTold { enquiry: one, note, .. }: EnquiryTold) -> Self {
        Self {
            enquiry: one.id,
            rung: one.rung,
            unit: one.unit,
            region: one.region,
            at: iso(one.at),
            by: one.by,
            result: one.result,
            reason: one.reason,
            ask_at: one.ask_at.map(iso),
            decisions: one.decisions,
            note,
        }
    }

    fn cells(self) -> [Option<String>; 11] {
        let decisions: Vec<&str> = self.decisions.iter().map(|one| one.code()).collect();
        [
            Some(self.enquiry.to_string()),
            Some(self.rung.code().to_owned()),
            self.unit.map(|unit| unit.to_string()),
            self.region.map(|region| region.code().to_owned()),
            Some(self.at),
            Some(self.by),
            Some(self.result.code().to_owned()),
            self.reason.map(|reason| reason.code().to_owned()),
            self.ask_at,
            Some(decisions.join(";")).filter(|list| !list.is_empty()),
            self.note,
        ]
    }
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let call = CallId(number_of(matches, CALL));
    let enquiries = context.read(|store| store.call_details(call))?.enquiries;
    Ok(match context.format {
        Format::Json => {
            Reply::json(&Answer { call, enquiries: enquiries.into_iter().map(Row::of).collect() })
        }
        Format::Csv => Reply::file(csv_file(COLUMNS, enquiries.into_iter().map(|one| Row::of(one).cells()))),
        Format::Text => {
            let (texts, now) = (context.texts, context.clock.now());
            let lines: Vec<String> = enquiries
                .iter()
                .map(|EnquiryTold { enquiry: one, unit, note }| {
                    let told = texts.enquiry_told(one, now);
                    let line = texts.cli_enquiry(
                        one.id.0,
                        texts.time_or_day(one.at, now),
                        told,
                        texts.asked(one, unit.as_deref()),
                    );
                    note.as_ref().map_or_else(|| line.clone(), |note| format!("{line} · {note}"))
                })
                .collect();
            if lines.is_empty() {
                Reply::text(texts.cli_no_enquiries())
            } else {
                Reply::text(lines.join("\n"))
            }
        }
    })
}
