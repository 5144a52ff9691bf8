//! `place history N`: what happened with one place: states, claims and confirmations, the newest first.

use chrono::{DateTime, Utc};
use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::number;
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::cli::words;
use crate::domain::claim::ClaimEnd;
use crate::domain::ids::{CallId, PlaceId};
use crate::domain::place_history::{HistoryEvent, HistoryLine};
use crate::domain::question::{Question, Told};
use crate::report::cells::csv_file;
use crate::report::times::iso;
use crate::text::Texts;

const PLACE: &str = "place";
const COLUMNS: [&str; 8] = ["at", "ended_at", "by", "event", "value", "call", "end", "reason"];

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![number(PLACE, texts.help_value_place(), texts.help_number_place())]
}

#[derive(Serialize)]
struct Answer {
    place: PlaceId,
    unit: String,
    history: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    at: String,
    ended_at: Option<String>,
    by: Option<String>,
    event: &'static str,
    value: &'static str,
    call: Option<CallId>,
    end: Option<&'static str>,
    reason: Option<String>,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let place = PlaceId(number_of(matches, PLACE));
    let unit = context.unit_of(place)?;
    let lines = match context.ask(&Question::PlaceHistory(unit.id))? {
        Told::PlaceHistory(lines) => lines,
        _ => Vec::new(),
    };
    let own: Vec<_> = lines.into_iter().filter(|line| line.place == place).collect();
    let (texts, now) = (context.texts, context.clock.now());
    Ok(match context.format {
        Format::Json => {
            Reply::json(&Answer { place, unit: unit.name, history: own.into_iter().map(Row::from).collect() })
        }
        Format::Csv => Reply::file(csv_file(COLUMNS, own.into_iter().map(|line| Row::from(line).cells()))),
        Format::Text => {
            let title = texts.cli_place(place.0, unit.name);
            let lines = own.iter().map(|line| in_words(texts, line, now));
            Reply::text(std::iter::once(title).chain(lines).collect::<Vec<_>>().join("\n"))
        }
    })
}

impl From<HistoryLine> for Row {
    fn from(line: HistoryLine) -> Self {
        let (event, value, call, end, reason) = match line.event {
            HistoryEvent::State { state, reason } => ("state", state.code(), None, None, reason),
            HistoryEvent::Claim { kind, call, end } => {
                ("claim", kind.code(), Some(call), end.map(ClaimEnd::code), None)
            }
            HistoryEvent::Confirmed { how } => ("confirmed", how.code(), None, None, None),
        };
        Self {
            at: iso(line.at),
            ended_at: line.ended_at.map(iso),
            by: line.by,
            event,
            value,
            call,
            end,
            reason,
        }
    }
}

impl Row {
    fn cells(self) -> [Option<String>; COLUMNS.len()] {
        [
            Some(self.at),
            self.ended_at,
            self.by,
            Some(self.event.to_owned()),
            Some(self.value.to_owned()),
            self.call.map(|call| call.to_string()),
            self.end.map(str::to_owned),
            self.reason,
        ]
    }
}

/// `02:31–03:10 holdt for 412 (Kari N.), gitt tilbake`.
fn in_words(texts: &Texts, line: &HistoryLine, now: DateTime<Utc>) -> String {
    let mut when = texts.time_near(line.at, now);
    if let Some(ended_at) = line.ended_at {
        when = format!("{when}–{}", texts.time_near(ended_at, now));
    }
    let what = match &line.event {
        HistoryEvent::State { state, reason } => {
            let state = texts.place_state(*state).into_owned();
            reason.iter().fold(state, |state, reason| format!("{state}: {reason}"))
        }
        HistoryEvent::Claim { kind, call, end } => {
            let claim = texts.cli_history_claim(call.0, words::claim(texts, *kind));
            end.iter().fold(claim, |claim, end| format!("{claim}, {}", texts.claim_end(*end)))
        }
        HistoryEvent::Confirmed { how } => texts.cli_history_confirmed(texts.confirmed_how(*how)),
    };
    let by = line.by.as_ref().map(|by| format!(" ({by})")).unwrap_or_default();
    format!("{when} · {what}{by}")
}
