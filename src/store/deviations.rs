//! Deviations: drafted from what is known, registered, open until an offer, a withdrawal or another outcome.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::{Connection, OptionalExtension, Row};

use super::error::StoreError;
use super::limits::{self, MAX_TEXT};
use super::list::{self, CallFilter};
use super::read::{coded, coded_if, coded_list, joined, moment_at, moment_if_at, sensitive};
use super::table::Table;
use super::write::{Field, Write, int, moment, text};
use super::{Store, enquiries, placement_rows};
use crate::domain::basis::BasisCode;
use crate::domain::call::{Call, CloseReason};
use crate::domain::command::Outcome;
use crate::domain::deviation::{
    Area, Deviation, DeviationFacts, DeviationOutcome, DeviationState, Known, Meanwhile, Missing, Scheme,
    Supervision, SupervisionBy, SupervisionResult, draft_of,
};
use crate::domain::ids::{CallId, ChildId, DeviationId};
use crate::domain::measure::{MeasureKind, Wish};
use crate::domain::offer::Offer;
use crate::domain::question::DeviationPage;
use crate::domain::refusal::{BadValue, Refusal, Stale};
use crate::domain::siblings::children_to_place;

/// Drafts a deviation: for the child named, or for the first without a place.
pub(super) fn draft(
    write: &mut Write<'_>,
    call: CallId,
    child: Option<ChildId>,
) -> Result<Outcome, StoreError> {
    let found = list::open_call(&write.tx, call)?;
    let offers = list::offers(&write.tx, CallFilter::One(call))?;
    let child = match child {
        Some(child) if found.children.iter().any(|known| known.id == child) => child,
        Some(child) => return Err(super::children::unknown(child).into()),
        None => *children_to_place(&found, &offers)
            .first()
            .ok_or(Refusal::Stale(Stale::EveryChildPlaced(call)))?,
    };
    if let Some(deviation) = open_of_child(write, child)? {
        return Err(Refusal::Stale(Stale::HasDeviation { child, deviation }).into());
    }
    write.about_call(Some(call));
    let facts = draft_of(
        Known {
            call: &found,
            offers: &offers,
            enquiries: &enquiries::of_calls(&write.tx, "number = ?1", call.0)?,
            placements: &placement_rows::of_call(&write.tx, call)?,
        },
        child,
    );
    let mut fields = vec![
        ("call", int(Some(call.0))),
        ("child", int(Some(child.0))),
        ("adviser", write.adviser_number()),
        ("state", text(Some(DeviationState::Draft.code()))),
        ("scheme", text(Some(Scheme::on(facts.first_request_at).code()))),
        ("opened_at", moment(Some(write.at))),
    ];
    fields.extend(columns(&facts));
    let number = write.insert(Table::Deviations, &fields)?;
    Ok(Outcome::DeviationSet { deviation: DeviationId(number), call, state: DeviationState::Draft })
}

fn columns(facts: &DeviationFacts) -> Vec<Field> {
    vec![
        ("is_acute", int(Some(facts.is_acute))),
        ("area", text(facts.area.map(Area::code))),
        ("basis", text(facts.basis.map(BasisCode::code))),
        ("wished", text(Some(joined(&facts.wished, Wish::code)))),
        ("missing", text(facts.missing.map(Missing::code))),
        ("first_request_at", moment(Some(facts.first_request_at))),
        ("meanwhile", text(Some(facts.meanwhile.code()))),
        ("substance", int(facts.substance)),
        ("crime", int(facts.crime)),
        ("severity", int(facts.severity)),
    ]
}

fn open_of_child(write: &Write<'_>, child: ChildId) -> Result<Option<DeviationId>, StoreError> {
    Ok(write
        .tx
        .prepare_cached("SELECT number FROM deviations WHERE child = ?1 AND closed_at IS NULL")?
        .query_row([child.0], |row| row.get(0))
        .optional()?
        .map(DeviationId))
}

/// A deviation that is not closed.
fn open_one(write: &Write<'_>, id: DeviationId) -> Result<Deviation, StoreError> {
    let found = by_number(&write.tx, id)?;
    if found.state == DeviationState::Closed {
        return Err(Refusal::Stale(Stale::DeviationClosed(id)).into());
    }
    Ok(found)
}

fn by_number(connection: &Connection, id: DeviationId) -> Result<Deviation, StoreError> {
    let unknown = BadValue::UnknownNumber { field: "deviation", number: id.0 };
    read(connection, "number = ?1", id.0)?.pop().ok_or_else(|| Refusal::BadValue(unknown).into())
}

/// Corrects the facts.
pub(super) fn edit(
    write: &mut Write<'_>,
    id: DeviationId,
    facts: &DeviationFacts,
    note: Option<&str>,
) -> Result<Outcome, StoreError> {
    let found = open_one(write, id)?;
    let words = limits::kept("note", note, MAX_TEXT)?;
    limits::check_past(Some(facts.first_request_at), write.at)?;
    let scheme = Scheme::on(facts.first_request_at);
    if let Some(level) = facts.severity
        && !(1..=scheme.levels()).contains(&level)
    {
        return Err(Refusal::BadValue(BadValue::Severity { level, levels: scheme.levels() }).into());
    }
    write.about_call(Some(found.call));
    let mut fields = columns(facts);
    fields.push(("scheme", text(Some(scheme.code()))));
    write.update(Table::Deviations, id.0, &fields)?;
    if note.is_some() {
        write.set_sensitive(Table::Deviations, id.0, "note", words)?;
    }
    Ok(Outcome::DeviationSet { deviation: id, call: found.call, state: found.state })
}

/// Registers a draft as a possible breach.
pub(super) fn register(write: &mut Write<'_>, id: DeviationId) -> Result<Outcome, StoreError> {
    let found = open_one(write, id)?;
    if found.state == DeviationState::Registered {
        return Err(Refusal::Stale(Stale::DeviationRegistered(id)).into());
    }
    write.about_call(Some(found.call));
    let state = DeviationState::Registered;
    let at = moment(Some(write.at));
    write.update(Table::Deviations, id.0, &[("state", text(Some(state.code()))), ("registered_at", at)])?;
    Ok(Outcome::DeviationSet { deviation: id, call: found.call, state })
}

/// Ends a deviation.
pub(super) fn close(
    write: &mut Write<'_>,
    id: DeviationId,
    outcome: DeviationOutcome,
) -> Result<Outcome, StoreError> {
    let found = open_one(write, id)?;
    write.about_call(Some(found.call));
    end(write, id, outcome, write.at)?;
    Ok(Outcome::DeviationSet { deviation: id, call: found.call, state: DeviationState::Closed })
}

/// Ends it; an offer that ended it was given at a time of its own.
fn end(
    write: &mut Write<'_>,
    id: DeviationId,
    outcome: DeviationOutcome,
    offered_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    let mut fields = vec![
        ("state", text(Some(DeviationState::Closed.code()))),
        ("outcome", text(Some(outcome.code()))),
        ("closed_at", moment(Some(write.at))),
    ];
    if outcome == DeviationOutcome::Offered {
        fields.push(("offered_at", moment(Some(offered_at))));
    }
    write.update(Table::Deviations, id.0, &fields)
}

/// A child of a call was offered a place of a kind: its open deviation ends with it, where the offer answers its request.
/// A place meanwhile ends nothing.
pub(super) fn offered(
    write: &mut Write<'_>,
    call: &Call,
    child: ChildId,
    kind: MeasureKind,
) -> Result<(), StoreError> {
    let Some(open) = open_of_child(write, child)? else { return Ok(()) };
    if by_number(&write.tx, open)?.facts.is_answered_by(call.basis, kind) {
        end(write, open, DeviationOutcome::Offered, write.at)?;
    }
    Ok(())
}

/// The request stays open though there is a place: what ended with the offer of that place is open again, as the same.
pub(super) fn stay_open(write: &mut Write<'_>, call: CallId, offers: &[Offer]) -> Result<(), StoreError> {
    for ended in read(&write.tx, "call = ?1 AND outcome = 'offered'", call.0)? {
        let gave_place = |offer: &Offer| {
            offer.is_accepted() && offer.children.contains(&ended.child) && ended.offered_at == Some(offer.at)
        };
        if offers.iter().any(gave_place) && may_be_open(write, ended.id)? {
            let state = match ended.registered_at {
                Some(_) => DeviationState::Registered,
                None => DeviationState::Draft,
            };
            let none = || text(None::<String>);
            let fields = [
                ("state", text(Some(state.code()))),
                ("outcome", none()),
                ("offered_at", moment(None)),
                ("closed_at", moment(None)),
            ];
            write.update(Table::Deviations, ended.id.0, &fields)?;
        }
    }
    Ok(())
}

/// A request stays open no more: an offer that answered it would have ended its deviations, so what is open of them was
/// given up.
pub(super) fn given_up(write: &mut Write<'_>, call: CallId) -> Result<(), StoreError> {
    for open in open_of_call(write, call)? {
        end(write, open.id, DeviationOutcome::Withdrawn, write.at)?;
    }
    Ok(())
}

/// Whether a deviation that ended may be open again: its child has no other open one.
pub(super) fn may_be_open(write: &Write<'_>, id: DeviationId) -> Result<bool, StoreError> {
    let child = by_number(&write.tx, id)?.child;
    Ok(open_of_child(write, child)?.is_none())
}

/// A call was closed: its open deviations end the same way. Where the child has its place, with the offer of that.
pub(super) fn call_closed(
    write: &mut Write<'_>,
    call: CallId,
    reason: CloseReason,
) -> Result<(), StoreError> {
    let outcome = match reason {
        CloseReason::Withdrawn | CloseReason::ConsultationDone => DeviationOutcome::Withdrawn,
        CloseReason::SolvedOutside => DeviationOutcome::SolvedOutside,
        CloseReason::BecamePlanned => DeviationOutcome::BecamePlanned,
        CloseReason::Placed => DeviationOutcome::Offered,
    };
    let offers = list::offers(&write.tx, CallFilter::One(call))?;
    for open in open_of_call(write, call)? {
        let gave_place = |offer: &&Offer| offer.is_accepted() && offer.children.contains(&open.child);
        let offered_at = offers.iter().rfind(gave_place).map_or(write.at, |offer| offer.at);
        end(write, open.id, outcome, offered_at)?;
    }
    Ok(())
}

fn open_of_call(write: &Write<'_>, call: CallId) -> Result<Vec<Deviation>, StoreError> {
    read(&write.tx, "call = ?1 AND closed_at IS NULL", call.0)
}

/// Records supervision, also of a closed case: it comes later.
pub(super) fn supervise(
    write: &mut Write<'_>,
    id: DeviationId,
    supervision: &Supervision,
) -> Result<Outcome, StoreError> {
    let found = by_number(&write.tx, id)?;
    limits::check_past(Some(supervision.at), write.at)?;
    write.about_call(Some(found.call));
    write.update(
        Table::Deviations,
        id.0,
        &[
            ("supervision_by", text(Some(supervision.by.code()))),
            ("supervision_at", moment(Some(supervision.at))),
            ("supervision_result", text(Some(supervision.result.code()))),
        ],
    )?;
    Ok(Outcome::DeviationSet { deviation: id, call: found.call, state: found.state })
}

/// Deviations that are not closed, and those of the calls of a condition, by number.
pub(super) fn of_board(
    connection: &Connection,
    condition: &str,
    parameter: i64,
) -> Result<Vec<Deviation>, StoreError> {
    // Each half by its index: years of closed cases are not looked through.
    let of_board = format!(
        "number IN (SELECT number FROM deviations WHERE closed_at IS NULL
         UNION ALL SELECT number FROM deviations WHERE call IN (SELECT number FROM calls WHERE {condition}))"
    );
    read(connection, &of_board, parameter)
}

/// Deviations that are open, and those that ended within a year, with their calls.
pub(super) fn page(connection: &Connection, now: DateTime<Utc>) -> Result<DeviationPage, StoreError> {
    let since = (now - TimeDelta::days(365)).timestamp_millis();
    let of_year = "number IN (SELECT number FROM deviations WHERE closed_at IS NULL
         UNION ALL SELECT number FROM deviations WHERE closed_at >= ?1)";
    let mut deviations = read(connection, of_year, since)?;
    deviations.sort_by_key(|found| match found.closed_at {
        None => (false, found.facts.first_request_at.timestamp_millis(), found.id),
        Some(at) => (true, -at.timestamp_millis(), found.id),
    });
    let numbers: BTreeSet<CallId> = deviations.iter().map(|found| found.call).collect();
    let mut calls = Vec::with_capacity(numbers.len());
    for call in numbers {
        calls.extend(list::calls(connection, CallFilter::One(call))?);
    }
    let same = super::children::same(connection)?;
    Ok(DeviationPage { deviations, calls, same })
}

impl Store {
    /// A deviation, with what else was told of it.
    ///
    /// # Errors
    /// When there is none with this number.
    pub fn deviation(&mut self, id: DeviationId) -> Result<(Deviation, Option<String>), StoreError> {
        let path = self.path.clone();
        let found = self.read(|connection| {
            let found = by_number(connection, id)?;
            Ok((found, sensitive(connection, Table::Deviations, id.0, "note")?))
        });
        found.map_err(|error| error.about(&path))
    }
}

/// The deviations of a call, by number, with what else was told.
pub(super) fn of_call(
    connection: &Connection,
    call: CallId,
) -> Result<Vec<(Deviation, Option<String>)>, StoreError> {
    read(connection, "call = ?1", call.0)?
        .into_iter()
        .map(|deviation| {
            let note = sensitive(connection, Table::Deviations, deviation.id.0, "note")?;
            Ok((deviation, note))
        })
        .collect()
}

fn read(connection: &Connection, condition: &str, parameter: i64) -> Result<Vec<Deviation>, StoreError> {
    let sql = format!("SELECT * FROM deviations WHERE {condition} ORDER BY number");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([parameter])?;
    let mut deviations = Vec::new();
    while let Some(row) = rows.next()? {
        deviations.push(deviation(row)?);
    }
    Ok(deviations)
}

fn deviation(row: &Row<'_>) -> Result<Deviation, StoreError> {
    let text = |column: &str| row.get::<_, String>(column);
    let text_if = |column: &str| row.get::<_, Option<String>>(column);
    let supervision = match coded_if(text_if("supervision_by")?, SupervisionBy::from_code)? {
        Some(by) => Some(Supervision {
            by,
            at: moment_at(row, "supervision_at")?,
            result: coded(&text("supervision_result")?, SupervisionResult::from_code)?,
        }),
        None => None,
    };
    Ok(Deviation {
        id: DeviationId(row.get("number")?),
        call: CallId(row.get("call")?),
        child: ChildId(row.get("child")?),
        state: coded(&text("state")?, DeviationState::from_code)?,
        facts: DeviationFacts {
            is_acute: row.get("is_acute")?,
            area: coded_if(text_if("area")?, Area::from_code)?,
            basis: coded_if(text_if("basis")?, BasisCode::from_code)?,
            wished: coded_list(&text("wished")?, Wish::from_code)?,
            missing: coded_if(text_if("missing")?, Missing::from_code)?,
            first_request_at: moment_at(row, "first_request_at")?,
            meanwhile: coded(&text("meanwhile")?, Meanwhile::from_code)?,
            substance: row.get("substance")?,
            crime: row.get("crime")?,
            severity: row.get("severity")?,
        },
        scheme: coded(&text("scheme")?, Scheme::from_code)?,
        opened_at: moment_at(row, "opened_at")?,
        registered_at: moment_if_at(row, "registered_at")?,
        offered_at: moment_if_at(row, "offered_at")?,
        outcome: coded_if(text_if("outcome")?, DeviationOutcome::from_code)?,
        closed_at: moment_if_at(row, "closed_at")?,
        supervision,
    })
}
