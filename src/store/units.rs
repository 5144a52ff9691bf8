//! Importing the list of units, and giving it out again.

use std::collections::{HashMap, HashSet};

use rusqlite::Row;

use super::Store;
use super::error::StoreError;
use super::places::begin_state;
use super::read::{coded, coded_list, joined, municipality, sensitive, small};
use super::table::Table;
use super::write::{Field, Write, int, moment, text};
use super::{board, extra_places, limits};
use crate::domain::basis::BasisCode;
use crate::domain::command::{ImportReport, Outcome};
use crate::domain::ids::{PlaceId, UnitId};
use crate::domain::measure::{MeasureKind, Ownership, TargetGroup};
use crate::domain::municipality::Region;
use crate::domain::refusal::{BadValue, Refusal};
use crate::domain::unit::{Acute, PlaceState};
use crate::domain::unit_facts::{MAX_GROUP_NOTE, UnitFact};
use crate::domain::unit_list::{MAX_SHORT_TEXT, UnitEdit, UnitRow};

impl Store {
    /// Every unit with everything the list says of it, by number.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn units(&mut self) -> Result<Vec<(UnitId, UnitRow)>, StoreError> {
        let path = self.path.clone();
        self.read(all).map_err(|error| error.about(&path))
    }
}

fn all(connection: &rusqlite::Connection) -> Result<Vec<(UnitId, UnitRow)>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT * FROM units ORDER BY number")?;
    let mut rows = statement.query([])?;
    let mut units = Vec::new();
    while let Some(row) = rows.next()? {
        let number: i64 = row.get("number")?;
        let field = |name| sensitive(connection, Table::Units, number, name);
        units.push((UnitId(number), unit_row(row, number, field)?));
    }
    Ok(units)
}

fn unit_row(
    row: &Row<'_>,
    number: i64,
    field: impl Fn(&'static str) -> Result<Option<String>, StoreError>,
) -> Result<UnitRow, StoreError> {
    let of = |column: &str| row.get::<_, String>(column);
    Ok(UnitRow {
        unit: field("name")?.unwrap_or_else(|| format!("#{number}")),
        kind: coded(&of("kind")?, MeasureKind::from_code)?,
        ownership: coded(&of("ownership")?, Ownership::from_code)?,
        region: coded(&of("region")?, Region::from_code)?,
        municipality: municipality(&of("municipality")?)?,
        phone: field("phone")?,
        legal_bases: coded_list(&of("legal_bases")?, BasisCode::from_code)?,
        age_min: small(row.get("age_min")?)?,
        age_max: small(row.get("age_max")?)?,
        max_siblings: small(row.get("max_siblings")?)?,
        other_children: row.get("other_children")?,
        animals: row.get("animals")?,
        places: small(row.get("places")?)?,
        note: field("note")?,
        target_groups: coded_list(&of("target_groups")?, TargetGroup::from_code)?,
        presentation: field("presentation")?,
        languages: field("languages")?,
        receives_from: row.get("receives_from")?,
        receives_to: row.get("receives_to")?,
        on_call_phone: field("on_call_phone")?,
        department: row.get("department")?,
    })
}

fn columns(row: &UnitRow) -> Vec<Field> {
    vec![
        ("region", text(Some(row.region.code()))),
        ("kind", text(Some(row.kind.code()))),
        ("ownership", text(Some(row.ownership.code()))),
        ("municipality", text(Some(row.municipality.as_str()))),
        ("legal_bases", text(Some(joined(&row.legal_bases, BasisCode::code)))),
        ("target_groups", text(Some(joined(&row.target_groups, TargetGroup::code)))),
        ("age_min", int(Some(row.age_min))),
        ("age_max", int(Some(row.age_max))),
        ("places", int(Some(row.places))),
        ("max_siblings", int(Some(row.max_siblings))),
        ("other_children", int(row.other_children)),
        ("animals", int(row.animals)),
        ("receives_from", text(row.receives_from.as_deref())),
        ("receives_to", text(row.receives_to.as_deref())),
        ("department", text(row.department.as_deref())),
    ]
}

/// Adds and updates units by region and name. What the list lacks is reported and left alone.
pub(super) fn import(write: &mut Write<'_>, rows: &[UnitRow], dry_run: bool) -> Result<Outcome, StoreError> {
    let known = all(&write.tx)?;
    let by_key: HashMap<(Region, &str), (UnitId, &UnitRow)> =
        known.iter().map(|(id, row)| ((row.region, row.unit.as_str()), (*id, row))).collect();
    let mut report = ImportReport { dry_run, ..ImportReport::default() };
    for row in rows {
        match by_key.get(&(row.region, row.unit.as_str())) {
            None => {
                report.added += 1;
                report.places_added += usize::from(row.places);
                if !dry_run {
                    let unit = UnitId(write.insert(Table::Units, &columns(row))?);
                    set_words_of_list(write, unit, row)?;
                    add_places(write, unit, row.places)?;
                }
            }
            Some((_, old)) if *old == row => report.unchanged += 1,
            Some((unit, old)) => {
                report.updated.push(*unit);
                report.places_added += usize::from(row.places.saturating_sub(count_places(write, *unit)?));
                if row.places < old.places {
                    report.fewer_places.push(*unit);
                }
                if !dry_run {
                    write.update(Table::Units, unit.0, &columns(row))?;
                    set_words_of_list(write, *unit, row)?;
                    add_places(write, *unit, row.places)?;
                }
            }
        }
    }
    let listed: HashSet<(Region, &str)> = rows.iter().map(|row| (row.region, row.unit.as_str())).collect();
    let regions: HashSet<Region> = rows.iter().map(|row| row.region).collect();
    report.missing = known
        .iter()
        .filter(|(_, row)| regions.contains(&row.region) && !listed.contains(&(row.region, &row.unit)))
        .map(|(unit, _)| *unit)
        .collect();
    Ok(Outcome::Imported(report))
}

/// Adds a unit, or makes one what it should be.
pub(super) fn set(write: &mut Write<'_>, edit: &UnitEdit) -> Result<Outcome, StoreError> {
    let row = &edit.row;
    limits::required("unit", &row.unit, MAX_SHORT_TEXT)?;
    let group_note = limits::kept("group_note", edit.group_note.as_deref(), MAX_GROUP_NOTE)?;
    let facts: Vec<(UnitFact, Option<&str>)> = edit
        .facts
        .iter()
        .map(|(fact, told)| Ok((*fact, limits::kept(fact.code(), told.as_deref(), fact.limit())?)))
        .collect::<Result<_, StoreError>>()?;
    let known = all(&write.tx)?;
    let is_other = |(id, other): &&(UnitId, UnitRow)| {
        Some(*id) != edit.unit && other.region == row.region && other.unit == row.unit
    };
    if known.iter().any(|other| is_other(&other)) {
        return Err(Refusal::BadValue(BadValue::UnitExists(row.unit.clone())).into());
    }
    let mut fields = columns(row);
    // As an imported one has it, where nothing is allowed.
    let acute = (edit.acute != Acute::No).then(|| edit.acute.code());
    fields.push(("acute", text(acute)));
    fields.push(("closes_at", moment(edit.closes_at)));
    let set_words = |write: &mut Write<'_>, unit: UnitId| -> Result<(), StoreError> {
        set_texts(write, unit, row)?;
        write.set_sensitive(Table::Units, unit.0, "group_note", group_note)?;
        facts.iter().try_for_each(|(fact, told)| set_fact(write, unit, *fact, *told))
    };
    let Some(unit) = edit.unit else {
        let unit = UnitId(write.insert(Table::Units, &fields)?);
        set_words(write, unit)?;
        add_places(write, unit, row.places)?;
        return Ok(Outcome::UnitSet { unit });
    };
    let unknown = BadValue::UnknownNumber { field: "unit", number: unit.0 };
    let (_, old) = known.iter().find(|(id, _)| *id == unit).ok_or(Refusal::BadValue(unknown))?;
    if old.places != row.places {
        close_surplus(write, unit, row.places)?;
    }
    write.update(Table::Units, unit.0, &fields)?;
    set_words(write, unit)?;
    if old.places != row.places {
        add_places(write, unit, row.places)?;
    }
    Ok(Outcome::UnitSet { unit })
}

/// Closes the highest places nobody has, until a unit has no more than it should.
fn close_surplus(write: &mut Write<'_>, unit: UnitId, places: u8) -> Result<(), StoreError> {
    let now = write.at;
    let mut own = board::places(&write.tx, Some(unit))?;
    own.retain(|place| !place.is_extra);
    let in_use = own.iter().filter(|place| place.live_claim(now).is_some()).count();
    if in_use > usize::from(places) {
        return Err(Refusal::BadValue(BadValue::PlacesInUse { in_use }).into());
    }
    let surplus = own.len().saturating_sub(usize::from(places));
    let unused = own.iter().rev().filter(|place| place.live_claim(now).is_none());
    for place in unused.take(surplus) {
        extra_places::shut(write, place.id)?;
    }
    Ok(())
}

/// How many ordinary places a unit has: those a shorter list left alone are among them.
fn count_places(write: &Write<'_>, unit: UnitId) -> Result<u8, StoreError> {
    let count: i64 = write
        .tx
        .prepare_cached(
            "SELECT count(*) FROM places WHERE unit = ?1 AND is_extra IS NOT 1 AND closed_at IS NULL",
        )?
        .query_row([unit.0], |row| row.get(0))?;
    small(count)
}

/// The number within its unit of a place that is added.
pub(super) fn next_ordinal(write: &Write<'_>, unit: UnitId) -> Result<i64, StoreError> {
    Ok(write
        .tx
        .prepare_cached("SELECT coalesce(max(ordinal), 0) + 1 FROM places WHERE unit = ?1")?
        .query_row([unit.0], |row| row.get(0))?)
}

/// What a list says of a unit in words. What it has no column for stays as it is.
fn set_words_of_list(write: &mut Write<'_>, unit: UnitId, row: &UnitRow) -> Result<(), StoreError> {
    set_texts(write, unit, row)?;
    set_fact(write, unit, UnitFact::OnCallPhone, row.on_call_phone.as_deref())?;
    set_fact(write, unit, UnitFact::Presentation, row.presentation.as_deref())?;
    set_fact(write, unit, UnitFact::Languages, row.languages.as_deref())
}

fn set_texts(write: &mut Write<'_>, unit: UnitId, row: &UnitRow) -> Result<(), StoreError> {
    let texts =
        [("name", Some(row.unit.as_str())), ("phone", row.phone.as_deref()), ("note", row.note.as_deref())];
    for (field, value) in texts {
        write.set_sensitive(Table::Units, unit.0, field, value)?;
    }
    Ok(())
}

fn set_fact(
    write: &mut Write<'_>,
    unit: UnitId,
    fact: UnitFact,
    told: Option<&str>,
) -> Result<(), StoreError> {
    write.set_sensitive(Table::Units, unit.0, fact.code(), told)
}

/// Makes the places that are not there yet. A list with fewer places than before leaves those it lacks alone.
fn add_places(write: &mut Write<'_>, unit: UnitId, places: u8) -> Result<(), StoreError> {
    for _ in count_places(write, unit)?..places {
        let fields = [("unit", int(Some(unit.0))), ("ordinal", int(Some(next_ordinal(write, unit)?)))];
        let place = PlaceId(write.insert(Table::Places, &fields)?);
        begin_state(write, place, PlaceState::Free)?;
    }
    Ok(())
}
