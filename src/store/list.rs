//! Reading calls, their children and offers: the board, the lists and one call all read them here.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row, params};

use super::error::StoreError;
use super::read::{coded, coded_if, coded_list, moment_at, moment_if_at, municipality};
use super::table::Table;
use super::{Store, checklist, children, read};
use crate::domain::basis::BasisCode;
use crate::domain::call::{
    Call, CallKind, CallState, CallerRole, CloseReason, DecisionMaker, DecisionStatus, Need, Shield,
    Whereabouts,
};
use crate::domain::child::{Age, Child, ChildFacts, Sex, SiblingRule};
use crate::domain::ids::{CallId, ChildId, OfferId, PlaceId};
use crate::domain::measure::Wish;
use crate::domain::offer::{Answer, Offer};
use crate::domain::refusal::Refusal;

/// Which calls are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallFilter {
    /// Open ones.
    Open,
    /// Open ones, and those closed since.
    OpenOrClosedSince(DateTime<Utc>),
    /// All.
    All,
    /// Ones closed before this that follow-ups are left of.
    ClosedWithFollowUps(DateTime<Utc>),
    /// One.
    One(CallId),
}

impl Store {
    /// Calls by number, with their offers that were not voided.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn calls(&mut self, filter: CallFilter) -> Result<(Vec<Call>, Vec<Offer>), StoreError> {
        let path = self.path.clone();
        self.read(|connection| {
            let calls = calls(connection, filter)?;
            let offers = offers(connection, filter)?;
            Ok((calls, offers.into_iter().filter(|offer| !offer.is_void()).collect()))
        })
        .map_err(|error| error.about(&path))
    }
}

/// The condition on `calls` and its one parameter.
pub(super) fn condition(filter: CallFilter) -> (&'static str, i64) {
    match filter {
        CallFilter::Open => ("state = 'open' AND ?1 = 0", 0),
        CallFilter::OpenOrClosedSince(since) => (
            "number IN (SELECT number FROM calls WHERE state = 'open' UNION
              SELECT number FROM calls WHERE closed_at >= ?1)",
            since.timestamp_millis(),
        ),
        CallFilter::ClosedWithFollowUps(before) => (
            "number IN (SELECT f.call FROM follow_ups f JOIN calls c ON c.number = f.call
              WHERE f.ended_at IS NULL AND c.closed_at < ?1)",
            before.timestamp_millis(),
        ),
        CallFilter::All => ("?1 = 0", 0),
        CallFilter::One(call) => ("number = ?1", call.0),
    }
}

/// Calls by number.
pub(super) fn calls(connection: &Connection, filter: CallFilter) -> Result<Vec<Call>, StoreError> {
    let (condition, parameter) = condition(filter);
    let mut children = by_call(connection, condition, parameter)?;
    let names = read::adviser_names(connection)?;
    let sql = format!("SELECT * FROM calls WHERE {condition} ORDER BY number");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([parameter])?;
    let mut calls = Vec::new();
    while let Some(row) = rows.next()? {
        let mut call = call(row)?;
        call.by = names.get(&row.get("adviser")?).cloned().unwrap_or_else(|| "–".to_owned());
        call.children = children.remove(&call.id.0).unwrap_or_default();
        let needs = read::sensitive(connection, Table::Calls, call.id.0, "needs")?;
        call.needs = needs.map(|needs| needs_from(&needs)).transpose()?.unwrap_or_default();
        for need in checklist::needs_told(connection, call.id)? {
            if !call.needs.contains(&need) {
                call.needs.push(need);
            }
        }
        call.answers = checklist::answers(connection, call.id, &names)?;
        call.has_names = children::all_are_named(connection, &call)?;
        call.has_callback = read::sensitive(connection, Table::Calls, call.id.0, "callback")?.is_some();
        call.has_note = read::sensitive(connection, Table::Calls, call.id.0, "note")?.is_some();
        calls.push(call);
    }
    Ok(calls)
}

/// A call that work is left on.
pub(super) fn open_call(connection: &Connection, call: CallId) -> Result<Call, StoreError> {
    let found = calls(connection, CallFilter::One(call))?.pop().ok_or(Refusal::UnknownCall(call))?;
    if found.state == CallState::Closed {
        return Err(Refusal::Closed { call }.into());
    }
    Ok(found)
}

fn call(row: &Row<'_>) -> Result<Call, StoreError> {
    let text = |column: &str| row.get::<_, String>(column);
    let text_if = |column: &str| row.get::<_, Option<String>>(column);
    Ok(Call {
        id: CallId(row.get("number")?),
        kind: coded(&text("kind")?, CallKind::from_code)?,
        is_acute: row.get("is_acute")?,
        state: coded(&text("state")?, CallState::from_code)?,
        municipality: municipality(&text("municipality")?)?,
        rung_from: text_if("rung_from")?.map(|number| municipality(&number)).transpose()?,
        caller: coded_if(text_if("caller")?, CallerRole::from_code)?,
        children: Vec::new(),
        siblings: coded_if(text_if("siblings")?, SiblingRule::from_code)?,
        basis: coded_if(text_if("basis")?, BasisCode::from_code)?,
        decision: coded_if(text_if("decision")?, DecisionStatus::from_code)?,
        decided_by: coded_if(text_if("decided_by")?, DecisionMaker::from_code)?,
        decided_at: moment_if_at(row, "decided_at")?,
        wished: coded_list(&text("wished")?, Wish::from_code)?,
        needs: Vec::new(),
        whereabouts: coded_if(text_if("whereabouts")?, Whereabouts::from_code)?,
        holds_until: moment_if_at(row, "holds_until")?,
        may_be_known: row.get("may_be_known")?,
        shield: coded_if(text_if("shield")?, Shield::from_code)?,
        first_contact_at: moment_at(row, "first_contact_at")?,
        received_at: moment_if_at(row, "received_at")?,
        deadline: moment_if_at(row, "deadline")?,
        routine_version: text("routine_version")?,
        registered_at: match moment_if_at(row, "registered_at")? {
            Some(at) => at,
            None => moment_at(row, "first_contact_at")?,
        },
        by: String::new(),
        meeting_at: moment_if_at(row, "meeting_at")?,
        meeting_set_at: moment_if_at(row, "meeting_set_at")?,
        stays_open: row.get::<_, Option<bool>>("stays_open")?.unwrap_or(false),
        has_callback: false,
        has_note: false,
        has_names: false,
        answers: Vec::new(),
        closed_at: moment_if_at(row, "closed_at")?,
        close_reason: coded_if(text_if("close_reason")?, CloseReason::from_code)?,
        version: row.get("version")?,
    })
}

fn by_call(
    connection: &Connection,
    condition: &str,
    parameter: i64,
) -> Result<HashMap<i64, Vec<Child>>, StoreError> {
    let sql = format!(
        "SELECT number, call, sex, age FROM children
         WHERE removed_at IS NULL AND call IN (SELECT number FROM calls WHERE {condition}) ORDER BY number"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([parameter])?;
    let mut by_call: HashMap<i64, Vec<Child>> = HashMap::new();
    while let Some(row) = rows.next()? {
        let sex = coded(&row.get::<_, String>("sex")?, Sex::from_code)?;
        let age = coded(&row.get::<_, String>("age")?, Age::from_code)?;
        let child = Child { id: ChildId(row.get("number")?), facts: ChildFacts { sex, age } };
        by_call.entry(row.get("call")?).or_default().push(child);
    }
    Ok(by_call)
}

/// Offers by number, voided ones included.
pub(super) fn offers(connection: &Connection, filter: CallFilter) -> Result<Vec<Offer>, StoreError> {
    let (condition, parameter) = condition(filter);
    let mut children: HashMap<i64, Vec<ChildId>> = HashMap::new();
    let sql = format!(
        "SELECT DISTINCT offer, child FROM claims WHERE offer IS NOT NULL AND child IS NOT NULL
         AND call IN (SELECT number FROM calls WHERE {condition}) ORDER BY child"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([parameter])?;
    while let Some(row) = rows.next()? {
        children.entry(row.get(0)?).or_default().push(ChildId(row.get(1)?));
    }
    let sql = format!(
        "SELECT number, call, place, at, answer, answered_at, voided_at, cleared_at,
                EXISTS (SELECT 1 FROM claims c WHERE c.offer = offers.number AND c.kind = 'placement') AS has_arrived,
                (SELECT min(p.arrived_at) FROM placements p WHERE p.offer = offers.number) AS arrived_at
         FROM offers WHERE call IN (SELECT number FROM calls WHERE {condition}) ORDER BY number"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params![parameter])?;
    let mut offers = Vec::new();
    while let Some(row) = rows.next()? {
        let number: i64 = row.get("number")?;
        offers.push(Offer {
            id: OfferId(number),
            call: CallId(row.get("call")?),
            place: PlaceId(row.get("place")?),
            children: children.remove(&number).unwrap_or_default(),
            at: moment_at(row, "at")?,
            answer: coded_if(row.get("answer")?, Answer::from_code)?,
            answered_at: moment_if_at(row, "answered_at")?,
            cleared_at: moment_if_at(row, "cleared_at")?,
            has_arrived: row.get("has_arrived")?,
            arrived_at: moment_if_at(row, "arrived_at")?,
            voided_at: moment_if_at(row, "voided_at")?,
        });
    }
    Ok(offers)
}

/// Needs as they are kept: a free text that is JSON, because a need may be the adviser's own word.
pub(super) fn needs_from(text: &str) -> Result<Vec<Need>, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Value(error.to_string()))
}
