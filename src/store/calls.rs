//! Registering a call.

use super::children;
use super::error::StoreError;
use super::limits::{self, MAX_NAME, MAX_TEXT};
use super::list::{self, CallFilter};
use super::read::joined;
use super::settings;
use super::table::Table;
use super::write::{Write, int, moment, text};
use crate::domain::basis::BasisCode;
use crate::domain::call::{
    CallFacts, CallKind, CallState, CallerRole, DecisionMaker, DecisionStatus, Shield, Whereabouts,
};
use crate::domain::child::SiblingRule;
use crate::domain::clocks::deadline_of;
use crate::domain::command::Outcome;
use crate::domain::gaps::Gap;
use crate::domain::ids::CallId;
use crate::domain::measure::Wish;

/// Registers a call with its children; starts the clock where the facts say so.
pub(super) fn register(
    write: &mut Write<'_>,
    facts: &CallFacts,
    routine_version: &str,
) -> Result<Outcome, StoreError> {
    let mut facts = facts.clone();
    if facts.kind == CallKind::Placement && facts.children.is_empty() {
        facts.children.push(children::UNKNOWN);
    }
    let needs = limits::kept_needs(&facts.needs)?;
    let callback = limits::kept("callback", facts.callback.as_deref(), MAX_NAME)?;
    let note = limits::kept("note", facts.note.as_deref(), MAX_TEXT)?;
    for at in [Some(facts.first_contact_at), facts.received_at, facts.decided_at] {
        limits::check_past(at, write.at)?;
    }
    limits::check_near(facts.holds_until, write.at)?;
    for identity in &facts.identities {
        children::check_identity(identity)?;
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
            ("caller", text(facts.caller.map(CallerRole::code))),
            ("siblings", text(facts.siblings.map(SiblingRule::code))),
            ("basis", text(facts.basis.map(BasisCode::code))),
            ("decision", text(facts.decision.map(DecisionStatus::code))),
            ("decided_by", text(facts.decided_by.map(DecisionMaker::code))),
            ("decided_at", moment(facts.decided_at)),
            ("wished", text(Some(joined(&facts.wished, Wish::code)))),
            ("whereabouts", text(facts.whereabouts.map(Whereabouts::code))),
            ("holds_until", moment(facts.holds_until)),
            ("may_be_known", int(facts.may_be_known)),
            ("shield", text(facts.shield.map(Shield::code))),
            ("first_contact_at", moment(Some(facts.first_contact_at))),
            ("received_at", moment(facts.received_at)),
            ("deadline", moment(deadline)),
            ("routine_version", text(Some(routine_version))),
            ("registered_at", moment(Some(write.at))),
        ],
    )?;
    let call = CallId(number);
    write.set_sensitive(Table::Calls, number, "callback", callback)?;
    write.set_sensitive(Table::Calls, number, "note", note)?;
    write.set_sensitive(Table::Calls, number, "needs", needs.as_deref())?;

    let mut numbers = Vec::with_capacity(facts.children.len());
    for (at, child) in facts.children.iter().enumerate() {
        let number = children::add(write, call, *child)?;
        if let Some(identity) = facts.identities.get(at) {
            children::name(write, number, identity)?;
        }
        numbers.push(number);
    }
    Ok(Outcome::CallRegistered {
        call,
        children: numbers,
        municipality: facts.municipality,
        received_at: facts.received_at,
        deadline,
        registered_at: write.at,
        missing: Gap::of(&facts),
        duplicates,
    })
}
