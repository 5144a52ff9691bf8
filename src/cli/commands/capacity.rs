//! `capacity`: what is free, or was at a past minute; played over a night; and how much the places were used.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};
use clap::{Arg, ArgMatches};
use serde::Serialize;

use crate::cli::arguments::{switch, text};
use crate::cli::context::Context;
use crate::cli::failure::Failure;
use crate::cli::format::Format;
use crate::cli::reply::Reply;
use crate::cli::times::Side;
use crate::domain::capacity::{Capacity, CapacityHistory, Counted, PlaceMinutes};
use crate::domain::ids::UnitId;
use crate::domain::preparedness::CapacityGroup;
use crate::domain::refusal::{BadTime, BadValue, Refusal};
use crate::domain::settings::Readiness;
use crate::report::cells::csv_file;
use crate::report::times::iso;
use crate::store::Store;
use crate::text::Texts;

const AT: &str = "at";
const FROM: &str = "from";
const TO: &str = "to";
const EVERY: &str = "every";
const UNITS: &str = "units";

/// The most moments of one answer.
const MOST_MOMENTS: i64 = 10_000;
/// The longest time between two: a week.
const MOST_MINUTES: i64 = 7 * 24 * 60;

const COLUMNS: [&str; 13] = [
    "at",
    "level",
    "group",
    "unit",
    "name",
    "free",
    "held",
    "offered",
    "occupied",
    "out",
    "places",
    "target",
    "below_target",
];
const USE_COLUMNS: [&str; 6] =
    ["group", "unit", "name", "occupied_minutes", "available_minutes", "utilisation"];

pub fn arguments(texts: &Texts) -> Vec<Arg> {
    vec![
        text(AT, texts.help_value_time(), texts.help_capacity_at()).conflicts_with_all([FROM, TO, EVERY]),
        text(FROM, texts.help_value_time(), texts.help_capacity_from()),
        text(TO, texts.help_value_time(), texts.help_capacity_to()).requires(FROM),
        text(EVERY, texts.help_value_number(), texts.help_capacity_every())
            .requires(FROM)
            .value_parser(clap::value_parser!(i64).range(1..=MOST_MINUTES)),
        switch(UNITS, texts.help_capacity_units()),
    ]
}

#[derive(Serialize)]
struct Moment {
    at: String,
    level: Readiness,
    groups: Vec<Row>,
    #[serde(skip_serializing_if = "Option::is_none")]
    units: Option<Vec<Row>>,
}

#[derive(Serialize)]
struct Row {
    group: Option<CapacityGroup>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<UnitId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    free: usize,
    held: usize,
    offered: usize,
    occupied: usize,
    out: usize,
    places: usize,
    target: Option<i64>,
    below_target: bool,
}

#[derive(Serialize)]
struct Series {
    capacity: Vec<Moment>,
}

#[derive(Serialize)]
struct Used {
    from: String,
    to: String,
    groups: Vec<UseRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    units: Option<Vec<UseRow>>,
}

#[derive(Serialize)]
struct UseRow {
    #[serde(skip_serializing_if = "Option::is_none")]
    group: Option<CapacityGroup>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<UnitId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    occupied_minutes: i64,
    available_minutes: i64,
    utilisation: Option<f64>,
}

pub fn run(context: &mut Context<'_>, matches: &ArgMatches) -> Result<Reply, Failure> {
    let now = context.clock.now();
    let past = |context: &Context<'_>, id| match context.time(matches, id, Side::Past)? {
        Some(at) if at > now => Err(context.refused(&Refusal::BadTime(BadTime::InFuture(at)))),
        at => Ok(at),
    };
    let (at, from, to) = (past(context, AT)?, past(context, FROM)?, past(context, TO)?);
    let with_units = matches.get_flag(UNITS);
    let history = context.read(Store::capacity_history)?;
    let Some(from) = from else {
        let moment = Moment::of(&history, history.at(at.unwrap_or(now)), with_units);
        return Ok(match context.format {
            Format::Json => Reply::json(&moment),
            Format::Csv => Reply::file(csv_file(COLUMNS, moment.cells())),
            Format::Text => Reply::text(moment.lines(context.texts, now)),
        });
    };
    let to = to.unwrap_or(now);
    if to <= from {
        return Err(context.refused(&Refusal::BadTime(BadTime::TooEarly { at: to, after: from })));
    }
    match matches.get_one::<i64>(EVERY) {
        Some(minutes) => series(context, &history, (from, to), *minutes, with_units),
        None => Ok(used(context, &history, (from, to), with_units)),
    }
}

/// Capacity at every so many minutes, both ends included where they fall on one.
fn series(
    context: &Context<'_>,
    history: &CapacityHistory,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    minutes: i64,
    with_units: bool,
) -> Result<Reply, Failure> {
    let count = (to - from).num_minutes() / minutes + 1;
    if count > MOST_MOMENTS {
        let least = (to - from).num_minutes() / MOST_MOMENTS + 1;
        let (value, allowed) = (minutes.to_string(), format!("{least}–{MOST_MINUTES}"));
        return Err(context.bad_value(&BadValue::Code { field: EVERY, value, allowed }));
    }
    let moments: Vec<Moment> = (0..count)
        .map(|n| history.at(from + TimeDelta::minutes(n * minutes)))
        .map(|capacity| Moment::of(history, capacity, with_units))
        .collect();
    Ok(match context.format {
        Format::Json => Reply::json(&Series { capacity: moments }),
        Format::Csv => Reply::file(csv_file(COLUMNS, moments.into_iter().flat_map(Moment::cells))),
        Format::Text => {
            let now = context.clock.now();
            let parts: Vec<_> = moments.iter().map(|moment| moment.lines(context.texts, now)).collect();
            Reply::text(parts.join("\n"))
        }
    })
}

fn used(
    context: &Context<'_>,
    history: &CapacityHistory,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
    with_units: bool,
) -> Reply {
    let found = history.utilisation(from, to);
    let groups = CapacityGroup::ALL.iter().map(|group| {
        UseRow::of(Some(*group), None, None, found.groups.get(group).copied().unwrap_or_default())
    });
    let name = |unit: UnitId| history.units.get(&unit).map(|unit| unit.name.clone());
    let units: Option<BTreeMap<UnitId, PlaceMinutes>> = with_units.then_some(found.units);
    let units = units.map(|units| {
        units.into_iter().map(|(unit, sum)| UseRow::of(None, Some(unit), name(unit), sum)).collect()
    });
    let answer = Used { from: iso(from), to: iso(to), groups: groups.collect(), units };
    match context.format {
        Format::Json => Reply::json(&answer),
        Format::Csv => {
            let rows = answer.groups.into_iter().chain(answer.units.into_iter().flatten());
            Reply::file(csv_file(USE_COLUMNS, rows.map(UseRow::cells)))
        }
        Format::Text => {
            let rows = answer.groups.iter().chain(answer.units.iter().flatten());
            Reply::text(rows.map(|row| row.line(context.texts)).collect::<Vec<_>>().join("\n"))
        }
    }
}

impl Moment {
    fn of(history: &CapacityHistory, capacity: Capacity, with_units: bool) -> Self {
        let unit = |(counted, group): (Counted<UnitId>, Option<CapacityGroup>)| {
            let name = history.units.get(&counted.of).map(|unit| unit.name.clone());
            Row::of(group, Some(counted.of), name, &counted)
        };
        Self {
            at: iso(capacity.at),
            level: capacity.readiness,
            groups: capacity
                .groups
                .iter()
                .map(|counted| Row::of(Some(counted.of), None, None, counted))
                .collect(),
            units: with_units.then(|| capacity.units.into_iter().map(unit).collect()),
        }
    }

    fn cells(self) -> Vec<Vec<Option<String>>> {
        let (at, level) = (self.at, self.level.code().to_owned());
        let rows = self.groups.into_iter().chain(self.units.into_iter().flatten());
        rows.map(|row| [Some(at.clone()), Some(level.clone())].into_iter().chain(row.cells()).collect())
            .collect()
    }

    fn lines(&self, texts: &Texts, now: DateTime<Utc>) -> String {
        let at = self.at.parse().map_or_else(|_| self.at.clone(), |at| texts.time_near(at, now));
        let title = texts.cli_capacity_title(at, texts.readiness(self.level));
        let rows = self.groups.iter().chain(self.units.iter().flatten());
        std::iter::once(title).chain(rows.map(|row| row.line(texts))).collect::<Vec<_>>().join("\n")
    }
}

impl Row {
    fn of<Of>(
        group: Option<CapacityGroup>,
        unit: Option<UnitId>,
        name: Option<String>,
        counted: &Counted<Of>,
    ) -> Self {
        let counts = counted.counts;
        Self {
            group,
            unit,
            name,
            free: counts.free,
            held: counts.held,
            offered: counts.offered,
            occupied: counts.occupied,
            out: counts.out,
            places: counts.places(),
            target: counted.target,
            below_target: counted.is_below_target(),
        }
    }

    fn cells(self) -> [Option<String>; COLUMNS.len() - 2] {
        let count = |count: usize| Some(count.to_string());
        [
            self.group.map(|group| group.code().to_owned()),
            self.unit.map(|unit| unit.to_string()),
            self.name,
            count(self.free),
            count(self.held),
            count(self.offered),
            count(self.occupied),
            count(self.out),
            count(self.places),
            self.target.map(|target| target.to_string()),
            Some(if self.below_target { "yes" } else { "no" }.to_owned()),
        ]
    }

    /// `BH barn: 10 ledig (mål 12) LAV · 1 holdt · 2 tilbudt · 40 i bruk · 3 ute`.
    fn line(&self, texts: &Texts) -> String {
        let mut free = texts.cli_capacity_free(self.free, name_of(texts, self.name.as_ref(), self.group));
        if let Some(target) = self.target {
            free = texts.cli_capacity_target(free, target);
        }
        if self.below_target {
            let none = self.free == 0;
            let word = if none { texts.preparedness_none() } else { texts.preparedness_low() };
            free = format!("{free} {word}");
        }
        let parts = [
            free,
            texts.cli_capacity_held(self.held),
            texts.cli_capacity_offered(self.offered),
            texts.cli_capacity_occupied(self.occupied),
            texts.cli_capacity_out(self.out),
        ];
        parts.join(" · ")
    }
}

impl UseRow {
    fn of(
        group: Option<CapacityGroup>,
        unit: Option<UnitId>,
        name: Option<String>,
        sum: PlaceMinutes,
    ) -> Self {
        let (occupied_minutes, available_minutes) = (sum.occupied, sum.available);
        Self { group, unit, name, occupied_minutes, available_minutes, utilisation: sum.share() }
    }

    fn cells(self) -> [Option<String>; USE_COLUMNS.len()] {
        [
            self.group.map(|group| group.code().to_owned()),
            self.unit.map(|unit| unit.to_string()),
            self.name,
            Some(self.occupied_minutes.to_string()),
            Some(self.available_minutes.to_string()),
            self.utilisation.map(|share| share.to_string()),
        ]
    }

    fn line(&self, texts: &Texts) -> String {
        let name = name_of(texts, self.name.as_ref(), self.group);
        match self.utilisation {
            Some(share) => texts.cli_capacity_used(name, format!("{:.0}", share * 100.0)),
            None => texts.cli_capacity_unused(name),
        }
    }
}

fn name_of(texts: &Texts, unit: Option<&String>, group: Option<CapacityGroup>) -> String {
    let of_group = || group.map(|group| texts.capacity_group(group).into_owned()).unwrap_or_default();
    unit.cloned().unwrap_or_else(of_group)
}
