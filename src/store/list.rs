//! Reading calls, their children and offers: the board, the lists and one call all read them here.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use rusqlite::{Connection, Row, params};

use super::error::StoreError;
use super::read::{coded_at, coded_if_at, coded_list, moment, moment_if, municipality};
use super::{Store, checklist, read};
use crate::domain::basis::BasisCode;
use crate::domain::call::{
    Call, CallKind, CallOwner, CallState, CallerRole, CloseReason, DecisionMaker, DecisionStatus, Need,
    Shield, Whereabouts,
};
use crate::domain::child::{Age, Child, ChildFacts, Sex, SiblingRule};
use crate::domain::ids::{CallId, ChildId, OfferId, PlaceId};
use crate::domain::measure::Wish;
use crate::domain::offer::{Answer, DeclineReason, Offer};
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
    /// Ones registered since this.
    RegisteredSince(DateTime<Utc>),
    /// Ones with an offer that was given or answered since this.
    WithOffersSince(DateTime<Utc>),
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
            // All: a plain UNION merges two lists in order, and reads every call there ever was for it.
            "number IN (SELECT number FROM calls WHERE state = 'open' UNION ALL
              SELECT number FROM calls WHERE closed_at >= ?1)",
            since.timestamp_millis(),
        ),
        CallFilter::ClosedWithFollowUps(before) => (
            // From the few open follow-ups, never from all that was ever closed.
            "number IN (SELECT f.call FROM follow_ups f JOIN calls c ON c.number = f.call
              WHERE f.ended_at IS NULL AND +c.closed_at < ?1)",
            before.timestamp_millis(),
        ),
        CallFilter::All => ("?1 = 0", 0),
        CallFilter::RegisteredSince(since) => (
            // By itself it would go through all calls, because they come in order that way.
            "number IN (SELECT number FROM calls WHERE registered_at >= ?1)",
            since.timestamp_millis(),
        ),
        CallFilter::WithOffersSince(since) => (
            "number IN (SELECT call FROM offers WHERE at >= ?1 OR answered_at >= ?1)",
            since.timestamp_millis(),
        ),
        CallFilter::One(call) => ("number = ?1", call.0),
    }
}

/// The columns of a call, by position: looking up names costs more than the reading. What is hidden is only said to be
/// there, but for the needs, which are codes.
const CALL: &str = "number, kind, is_acute, state, municipality, rung_from, caller, siblings, basis, decision,
    decided_by, decided_at, wished, whereabouts, holds_until, may_be_known, shield, first_contact_at, received_at,
    deadline, routine_version, registered_at, meeting_at, meeting_set_at, stays_open, closed_at, close_reason, version,
    adviser,
    (SELECT value FROM free_texts t WHERE t.subject = 'calls' AND t.number = calls.number AND t.field = 'needs'),
    (SELECT t.value FROM checklist_answers a JOIN free_texts t
         ON t.subject = 'checklist_answers' AND t.number = a.number AND t.field = 'needs'
     WHERE a.call = calls.number AND a.item = 'health' AND a.ended_at IS NULL),
    EXISTS (SELECT 1 FROM personal_data t
            WHERE t.subject = 'calls' AND t.number = calls.number AND t.field = 'callback'),
    EXISTS (SELECT 1 FROM free_texts t WHERE t.subject = 'calls' AND t.number = calls.number AND t.field = 'note'),
    owner_kind, owner";

/// Calls by number.
pub(super) fn calls(connection: &Connection, filter: CallFilter) -> Result<Vec<Call>, StoreError> {
    let (condition, parameter) = condition(filter);
    let names = read::adviser_names(connection)?;
    let mut children = children_by_call(connection, condition, parameter)?;
    let mut answers = checklist::answers(connection, condition, parameter, &names)?;
    let sql = format!("SELECT {CALL} FROM calls WHERE {condition} ORDER BY number");
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([parameter])?;
    let mut calls = Vec::new();
    while let Some(row) = rows.next()? {
        let mut call = call(row)?;
        let name = |number: i64| names.get(&number).cloned().unwrap_or_else(|| "–".to_owned());
        call.by = name(row.get(28)?);
        call.owner = match (row.get::<_, Option<String>>(33)?.as_deref(), row.get(34)?) {
            (Some("intake_unit"), _) => CallOwner::IntakeUnit,
            (_, Some(owner)) => CallOwner::Adviser(name(owner)),
            (_, None) => CallOwner::Adviser(call.by.clone()),
        };
        (call.children, call.has_names) = children.remove(&call.id.0).unwrap_or_default();
        call.answers = answers.remove(&call.id.0).unwrap_or_default();
        for needs in [row.get::<_, Option<String>>(29)?, row.get(30)?].into_iter().flatten() {
            for need in needs_from(&needs)? {
                if !call.needs.contains(&need) {
                    call.needs.push(need);
                }
            }
        }
        (call.has_callback, call.has_note) = (row.get(31)?, row.get(32)?);
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
    let text = |column: usize| row.get::<_, String>(column);
    let moment = |column: usize| moment(row.get(column)?);
    let moment_if = |column: usize| moment_if(row.get(column)?);
    let first_contact_at = moment(17)?;
    Ok(Call {
        id: CallId(row.get(0)?),
        kind: coded_at(row, 1, CallKind::from_code)?,
        is_acute: row.get(2)?,
        state: coded_at(row, 3, CallState::from_code)?,
        municipality: municipality(&text(4)?)?,
        rung_from: row.get::<_, Option<String>>(5)?.map(|number| municipality(&number)).transpose()?,
        caller: coded_if_at(row, 6, CallerRole::from_code)?,
        children: Vec::new(),
        siblings: coded_if_at(row, 7, SiblingRule::from_code)?,
        basis: coded_if_at(row, 8, BasisCode::from_code)?,
        decision: coded_if_at(row, 9, DecisionStatus::from_code)?,
        decided_by: coded_if_at(row, 10, DecisionMaker::from_code)?,
        decided_at: moment_if(11)?,
        wished: coded_list(&text(12)?, Wish::from_code)?,
        needs: Vec::new(),
        whereabouts: coded_if_at(row, 13, Whereabouts::from_code)?,
        holds_until: moment_if(14)?,
        may_be_known: row.get(15)?,
        shield: coded_if_at(row, 16, Shield::from_code)?,
        first_contact_at,
        received_at: moment_if(18)?,
        deadline: moment_if(19)?,
        routine_version: text(20)?,
        // Of one from before it was kept only the first talk is known.
        registered_at: moment_if(21)?.unwrap_or(first_contact_at),
        by: String::new(),
        owner: CallOwner::IntakeUnit,
        meeting_at: moment_if(22)?,
        meeting_set_at: moment_if(23)?,
        stays_open: row.get::<_, Option<bool>>(24)?.unwrap_or(false),
        has_callback: false,
        has_note: false,
        has_names: false,
        answers: Vec::new(),
        closed_at: moment_if(25)?,
        close_reason: coded_if_at(row, 26, CloseReason::from_code)?,
        version: row.get(27)?,
    })
}

/// The children of calls, and whether the name of each is known.
type Children = HashMap<i64, (Vec<Child>, bool)>;

fn children_by_call(
    connection: &Connection,
    condition: &str,
    parameter: i64,
) -> Result<Children, StoreError> {
    let sql = format!(
        "SELECT number, call, sex, age,
                EXISTS (SELECT 1 FROM personal_data t
                        WHERE t.subject = 'children' AND t.number = children.number AND t.field = 'name')
         FROM children
         WHERE removed_at IS NULL AND call IN (SELECT number FROM calls WHERE {condition}) ORDER BY number"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query([parameter])?;
    let mut by_call = Children::new();
    while let Some(row) = rows.next()? {
        let sex = coded_at(row, 2, Sex::from_code)?;
        let age = coded_at(row, 3, Age::from_code)?;
        let child = Child { id: ChildId(row.get(0)?), facts: ChildFacts { sex, age } };
        let (children, are_named) = by_call.entry(row.get(1)?).or_insert((Vec::new(), true));
        children.push(child);
        *are_named &= row.get::<_, bool>(4)?;
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
                EXISTS (SELECT 1 FROM claims c WHERE c.offer = offers.number AND c.kind = 'placement'),
                (SELECT min(p.arrived_at) FROM placements p WHERE p.offer = offers.number), answer_reason
         FROM offers WHERE call IN (SELECT number FROM calls WHERE {condition}) ORDER BY number"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params![parameter])?;
    let mut offers = Vec::new();
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        offers.push(Offer {
            id: OfferId(number),
            call: CallId(row.get(1)?),
            place: PlaceId(row.get(2)?),
            children: children.remove(&number).unwrap_or_default(),
            at: moment(row.get(3)?)?,
            answer: coded_if_at(row, 4, Answer::from_code)?,
            answer_reason: coded_if_at(row, 10, DeclineReason::from_code)?,
            answered_at: moment_if(row.get(5)?)?,
            cleared_at: moment_if(row.get(7)?)?,
            has_arrived: row.get(8)?,
            arrived_at: moment_if(row.get(9)?)?,
            voided_at: moment_if(row.get(6)?)?,
        });
    }
    Ok(offers)
}

/// Needs as they are kept: a free text that is JSON, because a need may be the adviser's own word.
pub(super) fn needs_from(text: &str) -> Result<Vec<Need>, StoreError> {
    serde_json::from_str(text).map_err(|error| StoreError::Value(error.to_string()))
}
