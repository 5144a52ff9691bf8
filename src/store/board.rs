//! The board: open calls, current units and places, open follow-ups. Years of closed calls cost it nothing.

use std::collections::HashMap;

use chrono::{DateTime, NaiveTime, TimeDelta, Utc};
use rusqlite::{Connection, Row};

use super::error::StoreError;
use super::list::{self, CallFilter};
use super::read::{adviser_names, coded_at, coded_if_at, coded_list, moment, moment_if, municipality, small};
use super::{
    alarms, case_watches, compensations, deviations, directory, enquiries, handovers, journal,
    placement_rows, routine_steps, settings, shifts,
};
use crate::domain::basis::BasisCode;
use crate::domain::board::Board;
use crate::domain::checklist::ItemKey;
use crate::domain::claim::{Claim, ClaimKind};
use crate::domain::follow_up::{FollowUp, FollowUpKind, Owner};
use crate::domain::ids::{CallId, ChildId, ClaimId, EnquiryId, FollowUpId, OfferId, PlaceId, UnitId};
use crate::domain::measure::{MeasureKind, Ownership, TargetGroup};
use crate::domain::municipality::Region;
use crate::domain::purchase::PaperKey;
use crate::domain::routine::StepKey;
use crate::domain::unit::{Acute, Confirmation, ConfirmedHow, Place, PlaceState, Unit};

/// How long a closed call stays on the board.
const CLOSED_STAYS: TimeDelta = TimeDelta::hours(24);

pub(super) fn read(connection: &Connection, region: Region, now: DateTime<Utc>) -> Result<Board, StoreError> {
    let since = now - CLOSED_STAYS;
    let filter = CallFilter::OpenOrClosedSince(since);
    let (condition, parameter) = list::condition(filter);
    let offers = list::offers(connection, filter)?;
    Ok(Board {
        read_at: now,
        journal_head: journal::head(connection)?,
        region,
        rules: settings::rules(connection)?,
        calls: list::calls(connection, filter)?,
        offers: offers.into_iter().filter(|offer| !offer.is_void()).collect(),
        units: units(connection)?,
        places: places(connection, None)?,
        follow_ups: open_follow_ups(connection, None)?,
        duty_phones: directory::duty_phones(connection)?,
        earlier: list::calls(connection, CallFilter::ClosedWithFollowUps(since))?,
        placements: placement_rows::of_board(connection, filter)?,
        steps: routine_steps::settled(connection, condition, parameter)?,
        enquiries: enquiries::of_calls(connection, condition, parameter)?,
        compensations: compensations::of_calls(connection, condition, parameter)?,
        deviations: deviations::of_board(connection, condition, parameter)?,
        watched: case_watches::levels(connection)?,
        on: shifts::running(connection)?,
        handovers: handovers::unreceived(connection)?,
        received: handovers::received_on_shift(connection)?,
        silenced: alarms::silenced(connection)?,
    })
}

/// All units, by number.
pub(super) fn units(connection: &Connection) -> Result<Vec<Unit>, StoreError> {
    units_where(connection, "?1 IS NULL", None)
}

/// One unit.
pub(super) fn unit_by_number(connection: &Connection, unit: UnitId) -> Result<Unit, StoreError> {
    let found = units_where(connection, "number = ?1", Some(unit.0))?.pop();
    found.ok_or_else(|| StoreError::Value(format!("no unit {unit}")))
}

fn units_where(
    connection: &Connection,
    condition: &str,
    number: Option<i64>,
) -> Result<Vec<Unit>, StoreError> {
    let mut words = UnitWords::read(connection, condition, number)?;
    let sql = format!("SELECT {UNIT} FROM units WHERE {condition} ORDER BY number");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([number])?;
    let mut units = Vec::new();
    while let Some(row) = rows.next()? {
        units.push(unit(row, &mut words)?);
    }
    Ok(units)
}

/// The columns of a unit, in the order they are read: by position, as places are.
const UNIT: &str = "number, kind, ownership, region, municipality, legal_bases, target_groups,
    age_min, age_max, places, max_siblings, other_children, animals,
    acute, closes_at, receives_from, receives_to, department";

/// What stands in words of each unit, by number and field.
struct UnitWords(HashMap<i64, Vec<(String, String)>>);

impl UnitWords {
    fn read(connection: &Connection, condition: &str, number: Option<i64>) -> Result<Self, StoreError> {
        let mut words: HashMap<i64, Vec<_>> = HashMap::new();
        for (erasable, fields) in
            [("personal_data", "'name', 'phone'"), ("free_texts", "'note', 'group_note'")]
        {
            let sql = format!(
                "SELECT number, field, value FROM {erasable}
                 WHERE subject = 'units' AND field IN ({fields}) AND {condition}"
            );
            let mut statement = connection.prepare_cached(&sql)?;
            let mut rows = statement.query([number])?;
            while let Some(row) = rows.next()? {
                words.entry(row.get(0)?).or_default().push((row.get(1)?, row.get(2)?));
            }
        }
        Ok(Self(words))
    }

    fn take(&mut self, unit: i64, field: &str) -> Option<String> {
        let words = self.0.get_mut(&unit)?;
        let at = words.iter().position(|(known, _)| known == field)?;
        Some(words.swap_remove(at).1)
    }
}

fn unit(row: &Row<'_>, words: &mut UnitWords) -> Result<Unit, StoreError> {
    let number: i64 = row.get(0)?;
    let text = |column: usize| row.get::<_, String>(column);
    Ok(Unit {
        id: UnitId(number),
        // After erasure a unit has no name left; its number still tells it apart.
        name: words.take(number, "name").unwrap_or_else(|| format!("#{number}")),
        kind: coded_at(row, 1, MeasureKind::from_code)?,
        ownership: coded_at(row, 2, Ownership::from_code)?,
        region: coded_at(row, 3, Region::from_code)?,
        municipality: municipality(&text(4)?)?,
        bases: coded_list(&text(5)?, BasisCode::from_code)?,
        target_groups: coded_list(&text(6)?, TargetGroup::from_code)?,
        age_min: small(row.get(7)?)?,
        age_max: small(row.get(8)?)?,
        places: small(row.get(9)?)?,
        max_siblings: small(row.get(10)?)?,
        other_children: row.get(11)?,
        animals: row.get(12)?,
        acute: coded_if_at(row, 13, Acute::from_code)?.unwrap_or(Acute::No),
        closes_at: moment_if(row.get(14)?)?,
        receives_from: time_of_day(row.get(15)?),
        receives_to: time_of_day(row.get(16)?),
        phone: words.take(number, "phone"),
        note: words.take(number, "note"),
        department: row.get(17)?,
        group_note: words.take(number, "group_note"),
    })
}

/// A time of the day as it is kept; one that cannot be read tells nothing.
fn time_of_day(kept: Option<String>) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(&kept?, "%H:%M").ok()
}

/// Places by unit and ordinal, with state and claim: of one unit, or all.
pub(super) fn places(connection: &Connection, unit: Option<UnitId>) -> Result<Vec<Place>, StoreError> {
    let advisers = adviser_names(connection)?;
    let condition = if unit.is_some() { "p.unit = ?1" } else { "?1 IS NULL" };
    let sql = format!(
        "SELECT p.number, p.unit, p.ordinal, p.confirmed_at, p.confirmed_by, p.confirmed_how,
                s.state, s.from_at AS state_since,
                c.number AS claim, c.kind, c.call, c.child, c.offer, c.adviser, c.from_at, c.until_at,
                p.expected_free_at, p.is_extra, u.closes_at
         FROM places p
         JOIN units u ON u.number = p.unit
         JOIN place_states s ON s.place = p.number AND s.ended_at IS NULL
         LEFT JOIN claims c ON c.place = p.number AND c.ended_at IS NULL
         WHERE p.closed_at IS NULL AND {condition} ORDER BY p.unit, p.ordinal"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([unit.map(|unit| unit.0)])?;
    let mut places = Vec::new();
    while let Some(row) = rows.next()? {
        places.push(place(row, &advisers)?);
    }
    Ok(places)
}

/// By position, in the order of [`places`]: there are hundreds, and looking up names costs more than the reading.
fn place(row: &Row<'_>, advisers: &HashMap<i64, String>) -> Result<Place, StoreError> {
    let name = |number: Option<i64>| {
        number.and_then(|number| advisers.get(&number)).cloned().unwrap_or_else(|| "–".to_owned())
    };
    let id = PlaceId(row.get(0)?);
    let confirmed = match row.get::<_, Option<i64>>(3)? {
        Some(at) => Some(Confirmation {
            at: moment(at)?,
            by: name(row.get(4)?),
            how: coded_if_at(row, 5, ConfirmedHow::from_code)?.unwrap_or(ConfirmedHow::Phoned),
        }),
        None => None,
    };
    let claim = match row.get::<_, Option<i64>>(8)? {
        Some(number) => Some(Claim {
            id: ClaimId(number),
            place: id,
            kind: coded_at(row, 9, ClaimKind::from_code)?,
            call: CallId(row.get(10)?),
            child: row.get::<_, Option<i64>>(11)?.map(ChildId),
            offer: row.get::<_, Option<i64>>(12)?.map(OfferId),
            by: name(row.get(13)?),
            from: moment(row.get(14)?)?,
            until: moment_if(row.get(15)?)?,
        }),
        None => None,
    };
    Ok(Place {
        id,
        unit: UnitId(row.get(1)?),
        ordinal: small(row.get(2)?)?,
        state: coded_at(row, 6, PlaceState::from_code)?,
        state_since: moment(row.get(7)?)?,
        expected_free_at: moment_if(row.get(16)?)?,
        is_extra: row.get::<_, Option<bool>>(17)?.unwrap_or(false),
        closes_at: moment_if(row.get(18)?)?,
        confirmed,
        claim,
    })
}

/// The open follow-ups of a call, by time.
pub(super) fn follow_ups_of(connection: &Connection, call: CallId) -> Result<Vec<FollowUp>, StoreError> {
    open_follow_ups(connection, Some(call))
}

fn open_follow_ups(connection: &Connection, call: Option<CallId>) -> Result<Vec<FollowUp>, StoreError> {
    let names = adviser_names(connection)?;
    let mut statement = connection.prepare_cached(
        "SELECT number, kind, call, offer, item, due_at, place, step, owner, adviser, moved_at IS NOT NULL,
                enquiry, paper, child
         FROM follow_ups WHERE ended_at IS NULL AND (?1 IS NULL OR call = ?1) ORDER BY due_at, number",
    )?;
    let mut rows = statement.query([call.map(|call| call.0)])?;
    let mut follow_ups = Vec::new();
    while let Some(row) = rows.next()? {
        let by = row.get::<_, Option<i64>>(9)?.and_then(|adviser| names.get(&adviser)).cloned();
        follow_ups.push(FollowUp {
            id: FollowUpId(row.get(0)?),
            kind: coded_at(row, 1, FollowUpKind::from_code)?,
            call: CallId(row.get(2)?),
            offer: row.get::<_, Option<i64>>(3)?.map(OfferId),
            item: coded_if_at(row, 4, ItemKey::from_code)?,
            due_at: moment(row.get(5)?)?,
            place: row.get::<_, Option<i64>>(6)?.map(PlaceId),
            step: coded_if_at(row, 7, StepKey::from_code)?,
            owner: coded_if_at(row, 8, Owner::from_code)?.unwrap_or(Owner::Adviser),
            by: by.unwrap_or_else(|| "–".to_owned()),
            is_moved: row.get(10)?,
            enquiry: row.get::<_, Option<i64>>(11)?.map(EnquiryId),
            paper: coded_if_at(row, 12, PaperKey::from_code)?,
            child: row.get::<_, Option<i64>>(13)?.map(ChildId),
        });
    }
    Ok(follow_ups)
}
