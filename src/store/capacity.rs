//! The history that capacity at a past moment is told from. States are rows that keep their times; what a claim was when,
//! which group a unit counted in, and what the rules were stand in the journal.

use std::collections::{BTreeMap, BTreeSet, HashMap};

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
        self.read(|connection| history(connection, None)).map_err(|error| error.about(&path))
    }
}

/// Everything that capacity at any moment is told from; `since` leaves out what was over before that moment, and tells
/// what it was from then on.
pub(super) fn history(
    connection: &Connection,
    since: Option<DateTime<Utc>>,
) -> Result<CapacityHistory, StoreError> {
    Ok(CapacityHistory {
        units: units(connection, since)?,
        places: places(connection, since)?,
        rules: rules(connection, since)?,
    })
}

/// The condition on rows that end, and its one parameter.
fn lasting(table: Table, since: Option<DateTime<Utc>>) -> (String, i64) {
    let table = table.name();
    let Some(since) = since else { return ("?1 = 0".to_owned(), 0) };
    let condition = format!(
        "number IN (SELECT number FROM {table} WHERE ended_at IS NULL
             UNION ALL SELECT number FROM {table} WHERE ended_at > ?1)"
    );
    (condition, since.timestamp_millis())
}

fn places(connection: &Connection, since: Option<DateTime<Utc>>) -> Result<Vec<PlaceHistory>, StoreError> {
    let mut states: BTreeMap<i64, Vec<StateSpan>> = BTreeMap::new();
    let (condition, from) = lasting(Table::PlaceStates, since);
    let mut statement = connection.prepare_cached(&format!(
        "SELECT place, state, from_at, ended_at FROM place_states WHERE {condition} ORDER BY number"
    ))?;
    let mut rows = statement.query([from])?;
    while let Some(row) = rows.next()? {
        states.entry(row.get(0)?).or_default().push(StateSpan {
            state: coded(&row.get::<_, String>(1)?, PlaceState::from_code)?,
            from: moment_at(row, "from_at")?,
            ended: moment_if_at(row, "ended_at")?,
        });
    }
    let mut claims = claims(connection, since)?;
    // What has neither a state nor a claim was not there.
    let numbers: BTreeSet<i64> = states.keys().chain(claims.keys()).copied().collect();
    let mut place = connection.prepare_cached("SELECT unit, is_extra FROM places WHERE number = ?1")?;
    let mut places = Vec::with_capacity(numbers.len());
    for number in numbers {
        let (unit, is_extra): (i64, Option<bool>) =
            place.query_row([number], |row| Ok((row.get(0)?, row.get(1)?)))?;
        places.push(PlaceHistory {
            place: PlaceId(number),
            unit: UnitId(unit),
            states: states.remove(&number).unwrap_or_default(),
            claims: claims.remove(&number).unwrap_or_default(),
            is_extra: is_extra.unwrap_or(false),
        });
    }
    Ok(places)
}

/// The claims by place. A row holds what it came to; a hold that became an offer, or was prolonged, stands line by line.
fn claims(
    connection: &Connection,
    since: Option<DateTime<Utc>>,
) -> Result<HashMap<i64, Vec<ClaimSpan>>, StoreError> {
    let (condition, from) = lasting(Table::Claims, since);
    let mut statement = connection.prepare_cached(&format!(
        "SELECT number, place, ended_at FROM claims WHERE {condition} ORDER BY number"
    ))?;
    let rows = statement.query_map([from], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let claims: Vec<(i64, i64, Option<i64>)> = rows.collect::<Result<_, _>>()?;
    let numbers: Vec<i64> = claims.iter().map(|(number, ..)| *number).collect();
    let mut spans: HashMap<i64, ClaimSpan> = HashMap::new();
    each_change(connection, Table::Claims, &["kind", "until_at"], (&numbers, since), |line| {
        let span = spans.entry(line.number).or_default();
        match (line.field.as_str(), line.new) {
            ("kind", Some(kind)) => span.kinds.push(line.at, coded(&kind, ClaimKind::from_code)?),
            ("until_at", until) => span.untils.push(line.at, until.map(|until| time(&until)).transpose()?),
            _ => {}
        }
        Ok(())
    })?;
    let mut by_place: HashMap<i64, Vec<ClaimSpan>> = HashMap::new();
    for (number, place, ended) in claims {
        let mut span = spans.remove(&number).unwrap_or_default();
        span.ended = moment_if(ended)?;
        by_place.entry(place).or_default().push(span);
    }
    Ok(by_place)
}

fn units(
    connection: &Connection,
    since: Option<DateTime<Utc>>,
) -> Result<BTreeMap<UnitId, UnitHistory>, StoreError> {
    let mut names = sensitive_column(connection, Sensitive::PersonalData, Table::Units, "name")?;
    let mut facts: HashMap<i64, (Option<MeasureKind>, Vec<BasisCode>, u8)> = HashMap::new();
    let mut units: BTreeMap<UnitId, UnitHistory> = BTreeMap::new();
    let mut statement = connection.prepare_cached("SELECT number FROM units ORDER BY number")?;
    let numbers: Vec<i64> = statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let fields = ["kind", "legal_bases", "age_min", "closes_at"];
    each_change(connection, Table::Units, &fields, (&numbers, since), |line| {
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

fn rules(
    connection: &Connection,
    since: Option<DateTime<Utc>>,
) -> Result<BTreeMap<String, Changes<String>>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT number, key FROM settings ORDER BY number")?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let keys: BTreeMap<i64, String> = rows.collect::<Result<_, _>>()?;
    let numbers: Vec<i64> = keys.keys().copied().collect();
    let mut rules: BTreeMap<String, Changes<String>> = BTreeMap::new();
    each_change(connection, Table::Settings, &["value"], (&numbers, since), |line| {
        if let Some(key) = keys.get(&line.number) {
            rules.entry(key.clone()).or_default().push(line.at, line.new.unwrap_or_default());
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

/// Goes through the changes of some fields of a table: row by row, each in the order of its lines. With a moment only
/// those of the given rows that tell what a field was then or later.
fn each_change(
    connection: &Connection,
    table: Table,
    fields: &[&str],
    (numbers, since): (&[i64], Option<DateTime<Utc>>),
    mut each: impl FnMut(Change) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    if let Some(since) = since {
        return numbers.iter().try_for_each(|number| {
            let lines = changes_since(connection, table, fields, *number, since)?;
            lines.into_values().try_for_each(&mut each)
        });
    }
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

/// The changes of a row by line. What a field was at a moment is its last line from before it: where that is met, going
/// back from the newest, nothing earlier says anything, whatever its time.
fn changes_since(
    connection: &Connection,
    table: Table,
    fields: &[&str],
    number: i64,
    since: DateTime<Utc>,
) -> Result<BTreeMap<i64, Change>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT seq, at, new FROM journal
         WHERE subject = '{}' AND number = ?1 AND field = ?2 ORDER BY seq DESC",
        table.name()
    ))?;
    let mut lines = BTreeMap::new();
    for field in fields {
        let mut rows = statement.query((number, field))?;
        while let Some(row) = rows.next()? {
            let at = moment(row.get(1)?)?;
            lines.insert(row.get(0)?, Change { number, at, field: (*field).to_owned(), new: row.get(2)? });
            if at <= since {
                break;
            }
        }
    }
    Ok(lines)
}

fn time(milliseconds: &str) -> Result<DateTime<Utc>, StoreError> {
    let parsed = milliseconds.parse().map_err(|_| StoreError::Value(format!("no time: {milliseconds}")))?;
    moment(parsed)
}
