//! `access`: who saw whose names and numbers, and when, for whoever answers for it. Reading it is not journalled.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::{optional_number, text};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::cli::times::Side;
use crate::domain::access::{Access, AccessLine, AccessQuery};
use crate::domain::clean::clean_line;
use crate::domain::ids::{CallId, ChildId, PlaceId, UnitId};
use crate::domain::local_time::moments_of;
use crate::report::cells::csv_file;
use crate::report::times::iso;
use crate::text::Texts;

const CALL: &str = "call";
const FROM: &str = "from";
const TO: &str = "to";
const ADVISER: &str = "adviser";
const COLUMNS: [&str; 8] = ["line", "at", "adviser", "act", "call", "children", "unit", "places"];

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        optional_number(CALL, texts.help_value_call(), texts.help_access_call()),
        text(FROM, texts.help_value_time(), texts.help_access_from()),
        text(TO, texts.help_value_time(), texts.help_access_to()),
        text(ADVISER, texts.help_value_adviser(), texts.help_access_adviser()),
    ]
}

#[derive(Serialize)]
struct Answer {
    access: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    line: i64,
    at: String,
    adviser: Option<String>,
    act: &'static str,
    call: Option<CallId>,
    children: Vec<ChildId>,
    unit: Option<UnitId>,
    places: Vec<PlaceId>,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let query = AccessQuery {
        call: matches.get_one::<i64>(CALL).copied().map(CallId),
        from: moment(context, matches, FROM, 0)?,
        // A day alone is meant whole.
        to: moment(context, matches, TO, 1)?,
        adviser: matches.get_one::<String>(ADVISER).map(|name| clean_line(name).trim().to_owned()),
    };
    let lines = context.read(|store| store.access(&query))?;
    let (texts, now) = (context.texts, context.clock.now());
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { access: lines.into_iter().map(Row::from).collect() }),
        Format::Csv => Reply::file(csv_file(COLUMNS, lines.into_iter().map(|line| Row::from(line).cells()))),
        Format::Text if lines.is_empty() => Reply::text(texts.cli_access_none()),
        Format::Text => {
            let lines = lines.iter().map(|line| in_words(texts, line, now));
            Reply::text(lines.collect::<Vec<_>>().join("\n"))
        }
    })
}

/// A moment; a day alone is its beginning, or with `more` days that of a later one.
fn moment(
    context: &Context<'_>,
    matches: &ArgMatches,
    id: &str,
    more: u64,
) -> Result<Option<DateTime<Utc>>, Failure> {
    let day = matches
        .get_one::<String>(id)
        .and_then(|written| NaiveDate::parse_from_str(written.trim(), "%Y-%m-%d").ok())
        .and_then(|day| day.checked_add_days(Days::new(more)));
    match day.and_then(|day| moments_of(day.and_time(NaiveTime::MIN)).earliest()) {
        Some(at) => Ok(Some(at)),
        None => context.time(matches, id, Side::Past),
    }
}

impl From<AccessLine> for Row {
    fn from(line: AccessLine) -> Self {
        let (act, call, children, unit, places) = match line.what {
            Access::SignedOn => ("sign_on", None, Vec::new(), None, Vec::new()),
            Access::SawCall { call, children } => ("reveal", Some(call), children, None, Vec::new()),
            Access::ExportedCall { call, children } => ("export", Some(call), children, None, Vec::new()),
            Access::SawUnit { unit, places } => ("reveal", None, Vec::new(), Some(unit), places),
        };
        let (at, adviser) = (iso(line.at), line.adviser);
        Self { line: line.line, at, adviser, act, call, children, unit, places }
    }
}

impl Row {
    fn cells(self) -> [Option<String>; COLUMNS.len()] {
        [
            Some(self.line.to_string()),
            Some(self.at),
            self.adviser,
            Some(self.act.to_owned()),
            self.call.map(|call| call.to_string()),
            joined(&self.children, ";"),
            self.unit.map(|unit| unit.to_string()),
            joined(&self.places, ";"),
        ]
    }
}

fn joined(numbers: &[impl ToString], between: &str) -> Option<String> {
    let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    (!numbers.is_empty()).then(|| numbers.join(between))
}

/// `21.11 02:31 Kari N. så navn og numre i henvendelse 412, barn 7, 8 (linje 4021)`.
fn in_words(texts: &Texts, line: &AccessLine, now: DateTime<Utc>) -> String {
    let what = match &line.what {
        Access::SignedOn => texts.cli_access_signed_on().into_owned(),
        Access::SawCall { call, children } => match joined(children, ", ") {
            Some(children) => texts.cli_access_call_with(call.0, children),
            None => texts.cli_access_call(call.0),
        },
        Access::ExportedCall { call, children } => {
            texts.cli_access_exported(call.0, joined(children, ", ").unwrap_or_default())
        }
        Access::SawUnit { unit, places } => {
            texts.cli_access_unit(joined(places, ", ").unwrap_or_default(), unit.0)
        }
    };
    let adviser = line.adviser.clone().unwrap_or_else(|| texts.cli_adviser_erased().into_owned());
    texts.cli_access_line(adviser, line.line, texts.time_near(line.at, now), what)
}
