//! `placement list`: who is expected at a place and who lives there; of one call also who has moved out.

use chrono::{DateTime, Utc};
use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::optional_number;
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::placement_rows::PlacementRow;
use crate::cli::reply::Reply;
use crate::domain::ids::CallId;
use crate::domain::placement::{Placement, PlacementState};
use crate::report::cells::csv_file;
use crate::store::CallFilter;
use crate::text::Texts;

const CALL: &str = "call";

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![optional_number(CALL, texts.help_value_call(), texts.help_placement_list_call())]
}

#[derive(Serialize)]
struct Answer {
    placements: Vec<PlacementRow>,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let found = found(context, matches)?;
    let now = context.clock.now();
    let units = units_of(context, &found)?;
    let rows = found.iter().zip(&units).map(|(placement, unit)| PlacementRow::of(placement, unit, now));
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { placements: rows.collect() }),
        Format::Csv => Reply::file(csv_file(PlacementRow::COLUMNS, rows.map(PlacementRow::cells))),
        Format::Text if found.is_empty() => Reply::text(context.texts.cli_no_placements()),
        Format::Text => {
            let texts = context.texts;
            let lines = found.iter().zip(&units).map(|(placement, unit)| line(texts, placement, unit, now));
            Reply::text(lines.collect::<Vec<_>>().join("\n"))
        }
    })
}

fn found(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Vec<Placement>, Failure> {
    let Some(number) = matches.get_one::<i64>(CALL) else {
        let mut all = context.read(|store| store.placements(CallFilter::Open))?;
        all.retain(|placement| {
            matches!(placement.state(), PlacementState::Expected | PlacementState::Living)
        });
        return Ok(all);
    };
    let call = context.call(CallId(*number))?.id;
    let mut own = context.read(|store| store.placements(CallFilter::One(call)))?;
    own.retain(|placement| placement.call == call);
    Ok(own)
}

/// The names of the units, one a placement.
fn units_of(context: &mut Context<'_>, placements: &[Placement]) -> Result<Vec<String>, Failure> {
    let now = context.clock.now();
    let board = context.read(|store| store.board(now))?;
    let name = |placement: &Placement| {
        let place = board.places.iter().find(|place| place.id == placement.place)?;
        Some(board.unit(place.unit)?.name.clone())
    };
    Ok(placements.iter().map(|placement| name(placement).unwrap_or_default()).collect())
}

/// A placement as a line for people.
pub(super) fn line(texts: &Texts, placement: &Placement, unit: &str, now: DateTime<Utc>) -> String {
    let near = |at: DateTime<Utc>| texts.time_near(at, now);
    let days = placement.days(now).unwrap_or_default();
    let state = match placement.state() {
        PlacementState::Expected => match placement.expected_at {
            Some(at) => texts.cli_placement_expected(near(at)),
            None => texts.cli_placement_expected_some_time().into_owned(),
        },
        PlacementState::Living => {
            texts.cli_placement_living(days, near(placement.arrived_at.unwrap_or(placement.accepted_at)))
        }
        PlacementState::Ended => {
            let end = placement.end.map(|end| texts.stay_end(end).into_owned()).unwrap_or_default();
            texts.cli_placement_ended(days, end, near(placement.ended_at.unwrap_or(now)))
        }
        PlacementState::Cancelled => {
            texts.cli_placement_cancelled(near(placement.cancelled_at.unwrap_or(now)))
        }
    };
    let who = if placement.shield.is_some() {
        texts.cli_shielded().into_owned()
    } else {
        texts.children([&placement.facts].into_iter(), None)
    };
    texts.cli_placement(placement.call.0, placement.child.0, state, unit, who)
}
