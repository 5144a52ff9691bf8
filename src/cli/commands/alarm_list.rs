//! `alarm list`: the alarms that sound now, the most urgent first. Of a protected address only the number is told.

use chrono::{DateTime, Utc};
use clap::ArgMatches;
use serde::Serialize;

use crate::cli::alarms::{SoundingAlarm, sounding};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::alarm::AlarmKind;
use crate::domain::ids::CallId;
use crate::domain::municipality::MunicipalityNumber;
use crate::report::cells::csv_file;
use crate::report::times::iso;

const COLUMNS: [&str; 5] = ["alarm", "call", "municipality", "about", "since"];

#[derive(Serialize)]
struct Answer {
    alarms: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    alarm: AlarmKind,
    call: CallId,
    municipality: Option<MunicipalityNumber>,
    /// The deadline, the promise, or when the call was entered.
    about: String,
    since: String,
}

pub fn run(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    let found = sounding(context)?;
    let now = context.clock.now();
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { alarms: found.iter().map(Row::of).collect() }),
        Format::Csv => Reply::file(csv_file(COLUMNS, found.iter().map(|one| Row::of(one).cells()))),
        Format::Text if found.is_empty() => Reply::text(context.texts.cli_no_alarms()),
        Format::Text => Reply::text(lines(context, &found, now)?.join("\n")),
    })
}

fn lines(
    context: &mut Context<'_>,
    found: &[SoundingAlarm],
    now: DateTime<Utc>,
) -> Result<Vec<String>, Failure> {
    let texts = context.texts;
    let municipalities = &context.known()?.tables.municipalities;
    let line = |SoundingAlarm { alarm, call }: &SoundingAlarm| {
        let place = Some(call.municipality).filter(|_| call.shield.is_none()).map(|number| {
            municipalities.by_number(number).map_or_else(|| number.to_string(), |found| found.name.clone())
        });
        let subject = place.map_or_else(|| call.id.to_string(), |place| format!("{} {place}", call.id));
        texts.alarm(*alarm, call, &subject, &call.by, now)
    };
    Ok(found.iter().map(line).collect())
}

impl Row {
    fn of(SoundingAlarm { alarm, call }: &SoundingAlarm) -> Self {
        Self {
            alarm: alarm.kind,
            call: call.id,
            municipality: Some(call.municipality).filter(|_| call.shield.is_none()),
            about: iso(alarm.about(call)),
            since: iso(alarm.since),
        }
    }

    fn cells(self) -> [Option<String>; COLUMNS.len()] {
        [
            Some(self.alarm.code().to_owned()),
            Some(self.call.to_string()),
            self.municipality.map(|number| number.as_str().to_owned()),
            Some(self.about),
            Some(self.since),
        ]
    }
}
