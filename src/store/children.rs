//! The children of a call: added, named, and left out when they were told by mistake.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension};

use super::error::StoreError;
use super::limits::{self, MAX_NAME};
use super::read::sensitive;
use super::table::Table;
use super::write::{Write, int, moment, text};
use crate::domain::call::Call;
use crate::domain::child::{Age, ChildFacts, ChildIdentity, Sex};
use crate::domain::ids::{CallId, ChildId};
use crate::domain::refusal::{BadValue, Refusal, Stale};

/// A child nothing is known of yet: a request is always for someone.
pub(super) const UNKNOWN: ChildFacts = ChildFacts { sex: Sex::Unspecified, age: Age::Unknown };

/// Adds a child.
pub(super) fn add(write: &mut Write<'_>, call: CallId, facts: ChildFacts) -> Result<ChildId, StoreError> {
    let number = write.insert(
        Table::Children,
        &[
            ("call", int(Some(call.0))),
            ("sex", text(Some(facts.sex.code()))),
            ("age", text(Some(facts.age.code()))),
            ("reference", text(Some(uuid::Uuid::new_v4().to_string()))),
        ],
    )?;
    Ok(ChildId(number))
}

/// Refuses names and numbers that are too long.
pub(super) fn check_identity(identity: &ChildIdentity) -> Result<(), StoreError> {
    limits::kept("name", identity.name.as_deref(), MAX_NAME)?;
    limits::kept("national_id", identity.national_id.as_deref(), MAX_NAME)?;
    Ok(())
}

/// Names a child. What is none stays as it is; what is empty is removed.
pub(super) fn name(
    write: &mut Write<'_>,
    child: ChildId,
    identity: &ChildIdentity,
) -> Result<(), StoreError> {
    check_identity(identity)?;
    for (field, value) in [("name", &identity.name), ("national_id", &identity.national_id)] {
        if let Some(value) = value {
            let value = limits::kept(field, Some(value.as_str()), MAX_NAME)?;
            write.set_sensitive(Table::Children, child.0, field, value)?;
        }
    }
    Ok(())
}

/// Takes a child that was told by mistake out of its call. Refused while it has a hold, an offer or a place.
pub(super) fn remove(write: &mut Write<'_>, child: ChildId) -> Result<(), StoreError> {
    let has_place: bool = write
        .tx
        .prepare_cached(
            "SELECT EXISTS (
                 SELECT 1 FROM claims c LEFT JOIN offers o ON o.number = c.offer
                 WHERE c.child = ?1
                 AND ((c.ended_at IS NULL AND (c.until_at IS NULL OR c.until_at > ?2))
                      OR (o.number IS NOT NULL AND o.voided_at IS NULL)))",
        )?
        .query_row([child.0, write.at.timestamp_millis()], |row| row.get(0))?;
    if has_place {
        return Err(Refusal::Stale(Stale::ChildHasPlace(child)).into());
    }
    write.update(Table::Children, child.0, &[("removed_at", moment(Some(write.at)))])
}

/// Refuses a child that is not of the call: unknown, or taken out by someone else in the meantime.
pub(super) fn check_of_call(write: &Write<'_>, call: &Call, child: ChildId) -> Result<(), StoreError> {
    if call.children.iter().any(|known| known.id == child) {
        return Ok(());
    }
    let was_removed: bool = write
        .tx
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM children WHERE number = ?1 AND call = ?2)")?
        .query_row([child.0, call.id.0], |row| row.get(0))?;
    if was_removed { Err(Refusal::Stale(Stale::Changed).into()) } else { Err(unknown(child).into()) }
}

/// The first child that is the same, of each child that was linked with another.
pub(super) fn same(connection: &Connection) -> Result<BTreeMap<ChildId, ChildId>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT c.number, f.first FROM children c
         JOIN (SELECT reference, min(number) AS first FROM children
               GROUP BY reference HAVING count(*) > 1) f ON f.reference = c.reference",
    )?;
    let rows = statement.query_map([], |row| Ok((ChildId(row.get(0)?), ChildId(row.get(1)?))))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Makes a child the same as one of another call, whose call is given. Whoever was the same as the child comes along: if
/// A is B and B is C, A is C. Where that would make two children of one call the same, the newest word corrects an earlier
/// one, and the child goes alone.
pub(super) fn link(write: &mut Write<'_>, child: ChildId, other: ChildId) -> Result<CallId, StoreError> {
    let (own_call, old) = call_and_reference(write, child)?;
    let (call, reference) = call_and_reference(write, other)?;
    let joined = of_reference(write, &reference)?;
    let is_sibling = |same: &Same| same.call == own_call && same.child != child && !same.is_removed;
    if own_call == call || joined.iter().any(is_sibling) {
        return Err(Refusal::BadValue(BadValue::SameCall(child)).into());
    }
    write.about_call(Some(own_call));
    if old == reference {
        return Ok(call);
    }
    let mut moved = of_reference(write, &old)?;
    let is_apart = |same: &Same| {
        let is_sibling = |one: &Same| one.call == same.call && !one.is_removed;
        same.child != child && !same.is_removed && joined.iter().any(is_sibling)
    };
    if moved.iter().any(is_apart) {
        moved.retain(|same| same.child == child);
    }
    for same in moved {
        write.about_call(Some(same.call));
        write.update(Table::Children, same.child.0, &[("reference", text(Some(reference.clone())))])?;
    }
    Ok(call)
}

/// A child with a reference.
struct Same {
    child: ChildId,
    call: CallId,
    is_removed: bool,
}

/// Every child with a reference, by number.
fn of_reference(write: &Write<'_>, reference: &str) -> Result<Vec<Same>, StoreError> {
    let mut statement = write.tx.prepare_cached(
        "SELECT number, call, removed_at IS NOT NULL FROM children WHERE reference = ?1 ORDER BY number",
    )?;
    let rows = statement.query_map([reference], |row| {
        Ok(Same { child: ChildId(row.get(0)?), call: CallId(row.get(1)?), is_removed: row.get(2)? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The call and the reference of a child.
fn call_and_reference(write: &Write<'_>, child: ChildId) -> Result<(CallId, String), StoreError> {
    let found = write
        .tx
        .prepare_cached("SELECT call, reference FROM children WHERE number = ?1 AND removed_at IS NULL")?
        .query_row([child.0], |row| Ok((CallId(row.get(0)?), row.get(1)?)))
        .optional()?;
    Ok(found.ok_or(unknown(child))?)
}

/// No child has this number.
pub(super) const fn unknown(child: ChildId) -> Refusal {
    Refusal::BadValue(BadValue::UnknownNumber { field: "child", number: child.0 })
}

/// A child's name and number, as far as they are known.
pub(super) fn identity(connection: &Connection, child: ChildId) -> Result<ChildIdentity, StoreError> {
    Ok(ChildIdentity {
        name: sensitive(connection, Table::Children, child.0, "name")?,
        national_id: sensitive(connection, Table::Children, child.0, "national_id")?,
    })
}
