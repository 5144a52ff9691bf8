//! `shift list`: who is on, and the shifts of the last week, with the hours they took in by the calendar.

use std::collections::BTreeMap;

use chrono::{TimeDelta, Utc};
use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::text;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::cli::times::Side;
use crate::domain::ids::ShiftId;
use crate::domain::settings::Rules;
use crate::domain::shift::{Shift, ShiftHours, hours_between};
use crate::report::cells::csv_file;
use crate::report::times::iso;
use crate::text::Texts;

const SINCE: &str = "since";
/// How far back without a time.
const SHOWN: TimeDelta = TimeDelta::days(7);
const COLUMNS: [&str; 11] = [
    "shift",
    "by",
    "started_at",
    "planned_until",
    "ended_at",
    "handed_over",
    "office_minutes",
    "evening_minutes",
    "night_minutes",
    "weekend_minutes",
    "holiday_minutes",
];

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![text(SINCE, texts.help_value_time(), texts.help_shift_list_since())]
}

#[derive(Serialize)]
struct Answer {
    shifts: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    shift: ShiftId,
    by: String,
    started_at: String,
    planned_until: String,
    ended_at: Option<String>,
    handed_over: bool,
    minutes: BTreeMap<&'static str, i64>,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let now = context.clock.now();
    let since = context.time(matches, SINCE, Side::Past)?.unwrap_or(now - SHOWN);
    let shifts = context.read(|store| store.shifts(since))?;
    let rules = context.read(|store| store.board(now))?.rules;
    let texts = context.texts;
    let rows = shifts.iter().map(|shift| Row::of(shift, &rules, now));
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { shifts: rows.collect() }),
        Format::Csv => Reply::file(csv_file(COLUMNS, rows.map(Row::cells))),
        Format::Text if shifts.is_empty() => Reply::text(texts.cli_no_shifts()),
        Format::Text => {
            let lines: Vec<String> = shifts.iter().map(|shift| line(texts, shift, now)).collect();
            Reply::text(lines.join("\n"))
        }
    })
}

fn line(texts: &Texts, shift: &Shift, now: chrono::DateTime<Utc>) -> String {
    let near = |at| texts.time_near(at, now);
    let from = near(shift.started_at);
    // The end without its day is of the day the shift began.
    let until = |at| texts.time_near(at, shift.started_at);
    match shift.ended_at {
        None => texts.cli_shift_on(shift.by.as_str(), from, shift.id.0, until(shift.planned_until)),
        Some(ended) if shift.is_handed_over => {
            texts.cli_shift_handed_over(shift.by.as_str(), until(ended), from, shift.id.0)
        }
        Some(ended) => texts.cli_shift_ended(shift.by.as_str(), until(ended), from, shift.id.0),
    }
}

impl Row {
    fn of(shift: &Shift, rules: &Rules, now: chrono::DateTime<Utc>) -> Self {
        let spent = hours_between(shift.started_at, shift.ended_at.unwrap_or(now), rules);
        Self {
            shift: shift.id,
            by: shift.by.clone(),
            started_at: iso(shift.started_at),
            planned_until: iso(shift.planned_until),
            ended_at: shift.ended_at.map(iso),
            handed_over: shift.is_handed_over,
            minutes: ShiftHours::ALL
                .iter()
                .map(|hours| (hours.code(), spent.get(hours).map_or(0, TimeDelta::num_minutes)))
                .collect(),
        }
    }

    fn cells(self) -> [Option<String>; COLUMNS.len()] {
        let minutes = |hours: ShiftHours| self.minutes.get(hours.code()).map(ToString::to_string);
        [
            Some(self.shift.to_string()),
            Some(self.by.clone()),
            Some(self.started_at.clone()),
            Some(self.planned_until.clone()),
            self.ended_at.clone(),
            Some(if self.handed_over { "yes" } else { "no" }.to_owned()),
            minutes(ShiftHours::Office),
            minutes(ShiftHours::Evening),
            minutes(ShiftHours::Night),
            minutes(ShiftHours::Weekend),
            minutes(ShiftHours::Holiday),
        ]
    }
}
