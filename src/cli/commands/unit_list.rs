//! `unit list` and `unit show N`: the units, and everything of one that is no secret.

use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::number;
use crate::cli::context::{Context, number_of};
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::domain::ids::{PlaceId, UnitId};
use crate::domain::measure::{MeasureKind, Ownership, TargetGroup};
use crate::domain::municipality::{MunicipalityNumber, Region};
use crate::domain::refusal::BadValue;
use crate::domain::unit::{Acute, Place, PlaceState, Unit};
use crate::domain::unit_list::UnitRow;
use crate::report::cells::csv_file;
use crate::report::times::iso;
use crate::text::Texts;

const UNIT: &str = "number";
const COLUMNS: [&str; 9] =
    ["unit", "name", "kind", "ownership", "region", "municipality", "places", "acute", "closes_at"];

pub fn arguments_of_show(texts: &Texts) -> Vec<Arg> {
    vec![number(UNIT, texts.help_value_number(), texts.help_unit_number())]
}

#[derive(Serialize)]
struct Answer {
    units: Vec<Row>,
}

#[derive(Serialize)]
struct Row {
    unit: UnitId,
    name: String,
    kind: MeasureKind,
    ownership: Ownership,
    region: Region,
    municipality: MunicipalityNumber,
    places: u8,
    acute: Acute,
    closes_at: Option<String>,
}

#[derive(Serialize)]
struct Shown {
    #[serde(flatten)]
    row: Row,
    legal_bases: Vec<&'static str>,
    target_groups: Vec<TargetGroup>,
    age_min: u8,
    age_max: u8,
    max_siblings: u8,
    other_children: Option<bool>,
    animals: Option<bool>,
    receives_from: Option<String>,
    receives_to: Option<String>,
    department: Option<String>,
    has_group_note: bool,
    places_now: Vec<PlaceRow>,
}

#[derive(Serialize)]
struct PlaceRow {
    place: PlaceId,
    state: PlaceState,
    is_extra: bool,
    expected_free_at: Option<String>,
}

/// A unit with the row the list has of it.
pub struct Listed {
    pub id: UnitId,
    pub row: UnitRow,
    pub unit: Unit,
}

/// The unit with this number.
pub fn unit_of(context: &mut Context<'_>, unit: UnitId) -> Result<Listed, Failure> {
    let now = context.clock.now();
    let board = context.read(|store| store.board(now))?;
    let rows = context.read(crate::store::Store::units)?;
    let row = rows.into_iter().find(|(id, _)| *id == unit).map(|(_, row)| row);
    let found = row.zip(board.unit(unit).cloned());
    let (row, found) =
        found.ok_or_else(|| context.bad_value(&BadValue::UnknownNumber { field: "unit", number: unit.0 }))?;
    Ok(Listed { id: unit, row, unit: found })
}

pub fn list(context: &mut Context<'_>, _: &ArgMatches) -> Result<Reply, Failure> {
    let now = context.clock.now();
    let board = context.read(|store| store.board(now))?;
    let rows = board.units.iter().map(Row::of);
    Ok(match context.format {
        Format::Json => Reply::json(&Answer { units: rows.collect() }),
        Format::Csv => Reply::file(csv_file(COLUMNS, rows.map(Row::cells))),
        Format::Text if board.units.is_empty() => Reply::text(context.texts.cli_no_places()),
        Format::Text => {
            let lines = board.units.iter().map(|unit| line(context.texts, unit));
            Reply::text(lines.collect::<Vec<_>>().join("\n"))
        }
    })
}

pub fn show(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let Listed { id, row, unit } = unit_of(context, UnitId(number_of(matches, UNIT)))?;
    let now = context.clock.now();
    let board = context.read(|store| store.board(now))?;
    let own: Vec<&Place> = board.places.iter().filter(|place| place.unit == id).collect();
    let texts = context.texts;
    if context.format != Format::Json {
        let mut lines = vec![line(texts, &unit)];
        lines.push(texts.home_ages(unit.age_max, unit.age_min));
        lines.extend(unit.group_note.as_ref().map(|_| texts.fact_group_noted().into_owned()));
        lines.extend(own.iter().map(|place| {
            let mut parts = vec![texts.place_state(place.state).into_owned()];
            parts.extend(place.is_extra.then(|| texts.cli_place_is_extra().into_owned()));
            let expected = place.expected_free(now).map(|at| texts.time_or_day(at, now));
            parts.extend(expected.map(|when| texts.all_places_expected(when)));
            texts.cli_unit_place(place.id.0, parts.join(", "))
        }));
        return Ok(Reply::text(lines.join("\n")));
    }
    let places_now = own.iter().map(|place| PlaceRow {
        place: place.id,
        state: place.state,
        is_extra: place.is_extra,
        expected_free_at: place.expected_free_at.map(iso),
    });
    Ok(Reply::json(&Shown {
        legal_bases: row.legal_bases.iter().map(|basis| basis.code()).collect(),
        target_groups: row.target_groups,
        age_min: row.age_min,
        age_max: row.age_max,
        max_siblings: row.max_siblings,
        other_children: row.other_children,
        animals: row.animals,
        receives_from: row.receives_from,
        receives_to: row.receives_to,
        department: row.department,
        has_group_note: unit.group_note.is_some(),
        places_now: places_now.collect(),
        row: Row::of(&unit),
    }))
}

impl Row {
    fn of(unit: &Unit) -> Self {
        Self {
            unit: unit.id,
            name: unit.name.clone(),
            kind: unit.kind,
            ownership: unit.ownership,
            region: unit.region,
            municipality: unit.municipality,
            places: unit.places,
            acute: unit.acute,
            closes_at: unit.closes_at.map(iso),
        }
    }

    fn cells(self) -> [Option<String>; COLUMNS.len()] {
        [
            Some(self.unit.to_string()),
            Some(self.name),
            Some(self.kind.code().to_owned()),
            Some(self.ownership.code().to_owned()),
            Some(self.region.code().to_owned()),
            Some(self.municipality.as_str().to_owned()),
            Some(self.places.to_string()),
            Some(self.acute.code().to_owned()),
            self.closes_at,
        ]
    }
}

fn line(texts: &Texts, unit: &Unit) -> String {
    let mut parts = vec![
        texts.cli_unit(unit.name.as_str(), unit.id.0),
        texts.kind(unit.kind).into_owned(),
        texts.ownership(unit.ownership).into_owned(),
        texts.home_places(unit.places),
    ];
    match unit.acute {
        Acute::No => {}
        Acute::Approved => parts.push(texts.fact_acute_approved().into_owned()),
        Acute::EmergencyPlan => parts.push(texts.fact_acute_by_plan().into_owned()),
    }
    parts.extend(unit.closes_at.map(|at| texts.cli_unit_closes(texts.date_time(at))));
    parts.join(" · ")
}
