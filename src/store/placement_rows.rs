//! Reading placements: the board's, a call's, and what was told about them in words.

use std::collections::{BTreeMap, HashMap};

use rusqlite::{Connection, Row};

use super::Store;
use super::error::StoreError;
use super::list::{self, CallFilter};
use super::read::{coded_at, coded_if_at, moment, moment_if, sensitive};
use super::table::{Sensitive, Table};
use crate::domain::basis::BasisCode;
use crate::domain::call::{DecisionStatus, Shield};
use crate::domain::child::{Age, ChildFacts, Sex};
use crate::domain::ids::{CallId, ChildId, OfferId, PlaceId, PlacementId};
use crate::domain::measure::MeasureKind;
use crate::domain::placement::{Placement, PlacementWords, StayEnd};

/// By position: there is one for every occupied place.
const COLUMNS: &str =
    "p.number, p.call, p.child, p.place, p.offer, p.basis, p.decision, p.measure, p.accepted_at,
    p.leaves_at, p.expected_at, p.unit_told_at, p.arrived_at, p.ended_at, p.end_kind, p.cancelled_at,
    h.sex, h.age, k.shield";

impl Store {
    /// Every child that lives at a place or is expected there, and every placement of the calls of a filter, by
    /// number.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn placements(&mut self, filter: CallFilter) -> Result<Vec<Placement>, StoreError> {
        let path = self.path.clone();
        self.read(|connection| of_board(connection, filter)).map_err(|error| error.about(&path))
    }
}

/// Children that live at a place or are expected there, and every placement of the calls of a filter.
pub(super) fn of_board(connection: &Connection, filter: CallFilter) -> Result<Vec<Placement>, StoreError> {
    let (condition, parameter) = list::condition(filter);
    read(
        connection,
        &format!(
            "p.number IN (
                 SELECT number FROM placements WHERE ended_at IS NULL AND cancelled_at IS NULL AND voided_at IS NULL
                 UNION ALL SELECT number FROM placements WHERE call IN (SELECT number FROM calls WHERE {condition}))"
        ),
        parameter,
    )
}

/// The placements of a call, by number.
pub(super) fn of_call(connection: &Connection, call: CallId) -> Result<Vec<Placement>, StoreError> {
    read(connection, "p.call = ?1", call.0)
}

/// The placements of an offer, by number.
pub(super) fn of_offer(connection: &Connection, offer: OfferId) -> Result<Vec<Placement>, StoreError> {
    read(connection, "p.offer = ?1", offer.0)
}

/// The placements of a child, by number.
pub(super) fn of_child(connection: &Connection, child: ChildId) -> Result<Vec<Placement>, StoreError> {
    // By way of its call, which has an index.
    read(connection, "p.call = (SELECT call FROM children WHERE number = ?1) AND p.child = ?1", child.0)
}

fn read(connection: &Connection, condition: &str, parameter: i64) -> Result<Vec<Placement>, StoreError> {
    let condition = format!("p.voided_at IS NULL AND {condition}");
    let told = told(connection, &condition, parameter)?;
    let sql = format!(
        "SELECT {COLUMNS} FROM placements p
         JOIN children h ON h.number = p.child JOIN calls k ON k.number = p.call
         WHERE {condition} ORDER BY p.number"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([parameter])?;
    let mut placements = Vec::new();
    while let Some(row) = rows.next()? {
        placements.push(placement(row, &told)?);
    }
    Ok(placements)
}

/// Which words are told of each placement, without reading them.
fn told(
    connection: &Connection,
    condition: &str,
    parameter: i64,
) -> Result<HashMap<i64, Vec<String>>, StoreError> {
    let mut told: HashMap<i64, Vec<String>> = HashMap::new();
    for erasable in Sensitive::ALL {
        // In this order: what is told of the few that are asked for, not of all there ever were.
        let sql = format!(
            "SELECT t.number, t.field FROM placements p
             CROSS JOIN {} t ON t.subject = 'placements' AND t.number = p.number WHERE {condition}",
            erasable.name()
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let mut rows = statement.query([parameter])?;
        while let Some(row) = rows.next()? {
            told.entry(row.get(0)?).or_default().push(row.get(1)?);
        }
    }
    Ok(told)
}

fn placement(row: &Row<'_>, told: &HashMap<i64, Vec<String>>) -> Result<Placement, StoreError> {
    let number: i64 = row.get(0)?;
    let fields = told.get(&number);
    let has = |field: &str| fields.is_some_and(|fields| fields.iter().any(|known| known == field));
    Ok(Placement {
        id: PlacementId(number),
        call: CallId(row.get(1)?),
        child: ChildId(row.get(2)?),
        facts: ChildFacts {
            sex: coded_at(row, 16, Sex::from_code)?,
            age: coded_at(row, 17, Age::from_code)?,
        },
        shield: coded_if_at(row, 18, Shield::from_code)?,
        place: PlaceId(row.get(3)?),
        offer: OfferId(row.get(4)?),
        basis: coded_if_at(row, 5, BasisCode::from_code)?,
        decision: coded_if_at(row, 6, DecisionStatus::from_code)?,
        measure: coded_at(row, 7, MeasureKind::from_code)?,
        accepted_at: moment(row.get(8)?)?,
        leaves_at: moment_if(row.get(9)?)?,
        expected_at: moment_if(row.get(10)?)?,
        unit_told_at: moment_if(row.get(11)?)?,
        arrived_at: moment_if(row.get(12)?)?,
        ended_at: moment_if(row.get(13)?)?,
        end: coded_if_at(row, 14, StayEnd::from_code)?,
        cancelled_at: moment_if(row.get(15)?)?,
        has_driver: has("driver"),
        has_medicines: has("medicines"),
        has_night_number: has("night_number"),
        has_child_view: has("child_view"),
        has_parents_view: has("parents_view"),
    })
}

/// What was told in words about a placement. The number for the night is not in it: it is revealed.
pub(super) fn words(connection: &Connection, id: PlacementId) -> Result<PlacementWords, StoreError> {
    let field = |name| sensitive(connection, Table::Placements, id.0, name);
    Ok(PlacementWords {
        driver: field("driver")?,
        medicines: field("medicines")?,
        end_note: field("end_note")?,
        child_view: field("child_view")?,
        parents_view: field("parents_view")?,
    })
}

/// The numbers for the night of a call's children, by child: each once, of the newest placement that has one.
pub(super) fn night_numbers(
    connection: &Connection,
    call: CallId,
) -> Result<Vec<(ChildId, String)>, StoreError> {
    let mut numbers: BTreeMap<ChildId, String> = BTreeMap::new();
    for placement in of_call(connection, call)? {
        if let Some(number) = sensitive(connection, Table::Placements, placement.id.0, "night_number")? {
            numbers.insert(placement.child, number);
        }
    }
    Ok(numbers.into_iter().collect())
}
