//! The history that capacity at a past moment is told from. States are rows that keep their times; what a claim was when,
//! which group a unit counted in, and what the rules were stand in the journal.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::Store;
use super::error::StoreError;
use super::read::{coded, coded_list, moment, moment_at, moment_if, moment_if_at, sensitive_column, small};
use super::table::{Sensitive, Table};
use crate::domain::basis::BasisCode;
use crate::domain::capacity::{CapacityHistory, Changes, ClaimSpan, PlaceHistory, StateSpan, UnitHistory};
use crate::domain::claim::ClaimKind;
use crate::domain::ids::{PlaceId, UnitId};
use crate::domain::measure::MeasureKind;
use crate::domain::preparedness::CapacityGroup;
use crate::domain::unit::PlaceState;

impl Store {
    /// Everything that capacity at any moment is told from.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn capacity_history(&mut self) -> Result<CapacityHistory, StoreError> {
        let path = self.path.clone();
        self.read(history).map_err(|error| error.about(&path))
    }
}

pub(super) fn history(connection: &Connection) -> Result<CapacityHistory, StoreError> {
    Ok(CapacityHistory { units: units(connection)?, places: places(connection)?, rules: rules(connection)? })
}

fn places(connection: &Connection) -> Result<Vec<PlaceHistory>, StoreError> {
    let mut states: HashMap<i64, Vec<StateSpan>> = HashMap::new();
    let mut statement = connection
        .prepare_cached("SELECT place, state, from_at, ended_at FROM place_states ORDER BY number")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        states.entry(row.get(0)?).or_default().push(StateSpan {
            state: coded(&row.get::<_, String>(1)?, PlaceState::from_code)?,
            from: moment_at(row, "from_at")?,
            ended: moment_if_at(row, "ended_at")?,
        });
    }
    let mut claims = claims(connection)?;
    let mut statement =
        connection.prepare_cached("SELECT number, unit, is_extra FROM places ORDER BY number")?;
    let mut rows = statement.query([])?;
    let mut places = Vec::new();
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        places.push(PlaceHistory {
            place: PlaceId(number),
            unit: UnitId(row.get(1)?),
            states: states.remove(&number).unwrap_or_default(),
            claims: claims.remove(&number).unwrap_or_default(),
            is_extra: row.get::<_, Option<bool>>(2)?.unwrap_or(false),
        });
    }
    Ok(places)
}

/// The claims by place. A row holds what it came to; a hold that became an offer, or was prolonged, stands line by line.
fn claims(connection: &Connection) -> Result<HashMap<i64, Vec<ClaimSpan>>, StoreError> {
    let mut spans: BTreeMap<i64, ClaimSpan> = BTreeMap::new();
    each_change(connection, Table::Claims, &["kind", "until_at"], |line| {
        let span = spans.entry(line.number).or_default();
        match (line.field.as_str(), line.new) {
            ("kind", Some(kind)) => span.kinds.push(line.at, coded(&kind, ClaimKind::from_code)?),
            ("until_at", until) => span.untils.push(line.at, until.map(|until| time(&until)).transpose()?),
            _ => {}
        }
        Ok(())
    })?;
    let mut statement =
        connection.prepare_cached("SELECT number, place, ended_at FROM claims ORDER BY number")?;
    let mut rows = statement.query([])?;
    let mut by_place: HashMap<i64, Vec<ClaimSpan>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let mut span = spans.remove(&row.get(0)?).unwrap_or_default();
        span.ended = moment_if(row.get(2)?)?;
        by_place.entry(row.get(1)?).or_default().push(span);
    }
    Ok(by_place)
}

fn units(connection: &Connection) -> Result<BTreeMap<UnitId, UnitHistory>, StoreError> {
    let mut names = sensitive_column(connection, Sensitive::PersonalData, Table::Units, "name")?;
    let mut facts: HashMap<i64, (Option<MeasureKind>, Vec<BasisCode>, u8)> = HashMap::new();
    let mut units: BTreeMap<UnitId, UnitHistory> = BTreeMap::new();
    let fields = ["kind", "legal_bases", "age_min", "closes_at"];
    each_change(connection, Table::Units, &fields, |line| {
        let unit = units.entry(UnitId(line.number)).or_insert_with(|| UnitHistory {
            name: names.remove(&line.number).unwrap_or_else(|| format!("#{}", line.number)),
            kinds: Changes::default(),
            groups: Changes::default(),
            closes: Changes::default(),
        });
        if line.field == "closes_at" {
            unit.closes.push(line.at, line.new.map(|closes| time(&closes)).transpose()?);
            return Ok(());
        }
        let (kind, bases, age_min) = facts.entry(line.number).or_default();
        let new = line.new.unwrap_or_default();
        match line.field.as_str() {
            "kind" => {
                let new = coded(&new, MeasureKind::from_code)?;
                *kind = Some(new);
                unit.kinds.push(line.at, new);
            }
            "legal_bases" => *bases = coded_list(&new, BasisCode::from_code)?,
            _ => *age_min = small(new.parse().unwrap_or_default())?,
        }
        let group = kind.and_then(|kind| CapacityGroup::by_facts(kind, *age_min, bases));
        unit.groups.push(line.at, group);
        Ok(())
    })?;
    Ok(units)
}

fn rules(connection: &Connection) -> Result<BTreeMap<String, Changes<String>>, StoreError> {
    let mut keys: HashMap<i64, String> = HashMap::new();
    let mut rules: BTreeMap<String, Changes<String>> = BTreeMap::new();
    each_change(connection, Table::Settings, &["key", "value"], |line| {
        let new = line.new.unwrap_or_default();
        if line.field == "key" {
            keys.insert(line.number, new);
        } else if let Some(key) = keys.get(&line.number) {
            rules.entry(key.clone()).or_default().push(line.at, new);
        }
        Ok(())
    })?;
    Ok(rules)
}

/// A field of a row that the journal says was changed.
struct Change {
    number: i64,
    at: DateTime<Utc>,
    field: String,
    new: Option<String>,
}

/// Goes through the changes of some fields of a table: row by row, each in the order of its lines.
fn each_change(
    connection: &Connection,
    table: Table,
    fields: &[&str],
    mut each: impl FnMut(Change) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT number, at, field, new FROM journal WHERE subject = ?1 ORDER BY number, seq",
    )?;
    let mut rows = statement.query([table.name()])?;
    while let Some(row) = rows.next()? {
        let field: String = row.get(2)?;
        if fields.contains(&field.as_str()) {
            each(Change { number: row.get(0)?, at: moment(row.get(1)?)?, field, new: row.get(3)? })?;
        }
    }
    Ok(())
}

fn time(milliseconds: &str) -> Result<DateTime<Utc>, StoreError> {
    let parsed = milliseconds.parse().map_err(|_| StoreError::Value(format!("no time: {milliseconds}")))?;
    moment(parsed)
}
