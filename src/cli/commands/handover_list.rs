//! `handover list`: handovers that wait for their receiver, and those of the last week.

use chrono::TimeDelta;
use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::switch;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::handover::Handover;
use crate::domain::ids::{HandoverId, ShiftId};
use crate::report::cells::csv_file;
use crate::report::times::iso;
use crate::text::Texts;

const OPEN: &str = "open";
/// How far back those are listed that were received.
const SHOWN: TimeDelta = TimeDelta::days(7);
const COLUMNS: [&str; 9] = [
    "handover",
    "shift",
    "giver",
    "receiver",
    "signed_at",
    "received_by",
    "received_at",
    "points",
    "gone_through",
];

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![switch(OPEN, texts.help_handover_list_open())]
}

#[derive(Serialize)]
struct Answer {
    handovers: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    handover: HandoverId,
    shift: ShiftId,
    giver: String,
    /// None: the intake unit.
    receiver: Option<String>,
    signed_at: String,
    received_by: Option<String>,
    received_at: Option<String>,
    points: usize,
    gone_through: usize,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let (texts, now) = (context.texts, context.clock.now());
    let mut found = context.read(|store| store.handovers(now - SHOWN))?;
    if matches.get_flag(OPEN) {
        found.retain(|handover| handover.received_at.is_none());
    }
    let rows = found.iter().map(Row::of);
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { handovers: rows.collect() }),
        Format::Csv => Reply::file(csv_file(COLUMNS, rows.map(Row::cells))),
        Format::Text if found.is_empty() => Reply::text(texts.cli_no_handovers()),
        Format::Text => {
            let near = |at| texts.time_near(at, now);
            let line = |one: &Handover| {
                let receiver = one.receiver.clone().unwrap_or_else(|| texts.cli_intake_unit().into_owned());
                let state = match (&one.received_by, one.received_at) {
                    (Some(by), Some(at)) => texts.cli_handover_received(by.as_str(), near(at)),
                    _ => texts.cli_handover_waits(one.gone_through, one.points),
                };
                texts.cli_handover(one.giver.as_str(), one.id.0, receiver, near(one.signed_at), state)
            };
            Reply::text(found.iter().map(line).collect::<Vec<_>>().join("\n"))
        }
    })
}

impl Row {
    fn of(one: &Handover) -> Self {
        Self {
            handover: one.id,
            shift: one.shift,
            giver: one.giver.clone(),
            receiver: one.receiver.clone(),
            signed_at: iso(one.signed_at),
            received_by: one.received_by.clone(),
            received_at: one.received_at.map(iso),
            points: one.points,
            gone_through: one.gone_through,
        }
    }

    fn cells(self) -> [Option<String>; COLUMNS.len()] {
        [
            Some(self.handover.to_string()),
            Some(self.shift.to_string()),
            Some(self.giver),
            self.receiver,
            Some(self.signed_at),
            self.received_by,
            self.received_at,
            Some(self.points.to_string()),
            Some(self.gone_through.to_string()),
        ]
    }
}
