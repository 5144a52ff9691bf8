//! Registering a call.

use super::error::StoreError;
use super::list::{self, CallFilter};
use super::read::joined;
use super::settings;
use super::table::Table;
use super::write::{Write, int, moment, text};
use crate::domain::call::{CallFacts, CallKind, CallState};
use crate::domain::child::{Age, ChildFacts, Sex};
use crate::domain::clocks::deadline_of;
use crate::domain::command::Outcome;
use crate::domain::gaps::Gap;
use crate::domain::ids::{CallId, ChildId};
use crate::domain::measure::Wish;
use crate::domain::refusal::{BadValue, Refusal};

/// Longest note, in characters.
const MAX_NOTE: usize = 500;
/// Longest list of needs as kept, in characters.
const MAX_NEEDS: usize = 4000;

/// Registers a call with its children; starts the clock where the facts say so.
pub(super) fn register(
    write: &mut Write<'_>,
    facts: &CallFacts,
    routine_version: &str,
) -> Result<Outcome, StoreError> {
    let mut facts = facts.clone();
    // A request is always for someone: a child nothing is known of yet.
    if facts.kind == CallKind::Placement && facts.children.is_empty() {
        facts.children.push(ChildFacts { sex: Sex::Unspecified, age: Age::Unknown });
    }
    let needs = serde_json::to_string(&facts.needs).map_err(|error| StoreError::Value(error.to_string()))?;
    for (field, value, limit) in
        [("note", facts.note.as_deref(), MAX_NOTE), ("needs", Some(&*needs), MAX_NEEDS)]
    {
        if value.is_some_and(|value| value.chars().count() > limit) {
            return Err(Refusal::BadValue(BadValue::TooLong { field, limit }).into());
        }
    }
    let rules = settings::rules(&write.tx)?;
    let deadline = deadline_of(&facts, &rules);
    let duplicates: Vec<CallId> = list::calls(&write.tx, CallFilter::Open)?
        .iter()
        .filter(|call| facts.may_be_same_as(call))
        .map(|call| call.id)
        .collect();

    let number = write.insert(
        Table::Calls,
        &[
            ("kind", text(Some(facts.kind.code()))),
            ("is_acute", int(Some(facts.is_acute))),
            ("state", text(Some(CallState::Open.code()))),
            ("adviser", write.adviser_number()),
            ("municipality", text(Some(facts.municipality.as_str()))),
            ("rung_from", text(facts.rung_from.map(|from| from.to_string()))),
            ("caller", text(facts.caller.map(super::super::domain::call::CallerRole::code))),
            ("siblings", text(facts.siblings.map(super::super::domain::child::SiblingRule::code))),
            ("basis", text(facts.basis.map(super::super::domain::basis::BasisCode::code))),
            ("decision", text(facts.decision.map(super::super::domain::call::DecisionStatus::code))),
            ("wished", text(Some(joined(&facts.wished, Wish::code)))),
            ("whereabouts", text(facts.whereabouts.map(super::super::domain::call::Whereabouts::code))),
            ("shield", text(facts.shield.map(super::super::domain::call::Shield::code))),
            ("first_contact_at", moment(Some(facts.first_contact_at))),
            ("received_at", moment(facts.received_at)),
            ("deadline", moment(deadline)),
            ("routine_version", text(Some(routine_version))),
        ],
    )?;
    let call = CallId(number);
    write.set_sensitive(Table::Calls, number, "callback", facts.callback.as_deref())?;
    write.set_sensitive(Table::Calls, number, "note", facts.note.as_deref())?;
    let needs = (!facts.needs.is_empty()).then_some(needs.as_str());
    write.set_sensitive(Table::Calls, number, "needs", needs)?;

    let mut children = Vec::with_capacity(facts.children.len());
    for child in &facts.children {
        let number = write.insert(
            Table::Children,
            &[
                ("call", int(Some(call.0))),
                ("sex", text(Some(child.sex.code()))),
                ("age", text(Some(child.age.code()))),
                ("reference", text(Some(uuid::Uuid::new_v4().to_string()))),
            ],
        )?;
        children.push(ChildId(number));
    }
    Ok(Outcome::CallRegistered {
        call,
        children,
        municipality: facts.municipality,
        received_at: facts.received_at,
        deadline,
        registered_at: write.at,
        missing: Gap::of(&facts),
        duplicates,
    })
}
