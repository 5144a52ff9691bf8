//! What is recorded of a call besides its facts: siblings placed apart, a request that stays open, remarks, and that
//! it left the house with names.

use rusqlite::Connection;

use super::closing;
use super::deviations;
use super::error::StoreError;
use super::limits::{self, MAX_NAME, MAX_TEXT};
use super::list::{self, CallFilter};
use super::purge;
use super::read::{adviser_names, coded, moment_at, sensitive};
use super::table::Table;
use super::write::{Write, int, moment, text};
use crate::domain::call::{Call, CloseReason};
use crate::domain::call_details::{RemarkTold, SplitTold};
use crate::domain::child::SiblingRule;
use crate::domain::command::{Outcome, SiblingSplit};
use crate::domain::ids::CallId;
use crate::domain::offer::Offer;
use crate::domain::refusal::{Refusal, Stale};
use crate::domain::remark::RemarkKind;

/// Siblings are placed apart: only with who at the municipality said so, when and why (domain section 3, item 20).
pub(super) fn split(write: &mut Write<'_>, split: &SiblingSplit) -> Result<Outcome, StoreError> {
    let call = list::open_call(&write.tx, split.call)?;
    let agreed_by = limits::required("agreed_by", &split.agreed_by, MAX_NAME)?;
    let reason = limits::required("reason", &split.reason, MAX_TEXT)?;
    limits::check_lately(split.agreed_at, write.at)?;
    if call.children.len() < 2 || call.siblings == Some(SiblingRule::NotSiblings) {
        return Err(Refusal::Stale(Stale::NoSiblings(call.id)).into());
    }
    if call.siblings == Some(SiblingRule::Apart) {
        return Err(Refusal::Stale(Stale::ApartAlready(call.id)).into());
    }
    write.about_call(Some(call.id));
    let number = write.insert(
        Table::SiblingSplits,
        &[
            ("call", int(Some(call.id.0))),
            ("adviser", write.adviser_number()),
            ("agreed_at", moment(Some(split.agreed_at.unwrap_or(write.at)))),
        ],
    )?;
    write.set_sensitive(Table::SiblingSplits, number, "agreed_by", Some(agreed_by))?;
    write.set_sensitive(Table::SiblingSplits, number, "reason", Some(reason))?;
    let apart = text(Some(SiblingRule::Apart.code()));
    write.update(Table::Calls, call.id.0, &[("siblings", apart)])?;
    Ok(Outcome::Split { call: call.id })
}

/// Records something as a fact: on an open call or a closed one.
pub(super) fn remark(
    write: &mut Write<'_>,
    call: CallId,
    kind: RemarkKind,
    words: &str,
) -> Result<Outcome, StoreError> {
    let words = limits::required("text", words, MAX_TEXT)?;
    known(write, call)?;
    write.about_call(Some(call));
    let number = write.insert(
        Table::Remarks,
        &[
            ("call", int(Some(call.0))),
            ("kind", text(Some(kind.code()))),
            ("adviser", write.adviser_number()),
            ("at", moment(Some(write.at))),
        ],
    )?;
    write.set_sensitive(Table::Remarks, number, "text", Some(words))?;
    Ok(Outcome::Remarked { call })
}

/// Journals that a call leaves the house with names, and why.
pub(super) fn export(write: &mut Write<'_>, call: CallId, reason: &str) -> Result<Outcome, StoreError> {
    let reason = limits::required("reason", reason, MAX_TEXT)?;
    known(write, call)?;
    purge::check_not_erased(&write.tx, Some(call))?;
    write.about_call(Some(call));
    let number = write.insert(
        Table::NamedExports,
        &[("call", int(Some(call.0))), ("adviser", write.adviser_number()), ("at", moment(Some(write.at)))],
    )?;
    write.set_sensitive(Table::NamedExports, number, "reason", Some(reason))?;
    Ok(Outcome::NamedExport { call })
}

fn known(write: &Write<'_>, call: CallId) -> Result<Call, StoreError> {
    list::calls(&write.tx, CallFilter::One(call))?.pop().ok_or_else(|| Refusal::UnknownCall(call).into())
}

/// Keeps a request open though its children have a place: one was found on another basis, and the right one is still
/// looked for. When it does not stay open any more and every child has its place, the call is closed as placed.
pub(super) fn stay_open(
    write: &mut Write<'_>,
    call: CallId,
    stays_open: bool,
) -> Result<Outcome, StoreError> {
    let found = list::open_call(&write.tx, call)?;
    if found.stays_open == stays_open {
        return Err(Refusal::Stale(Stale::StaysOpenAlready(call)).into());
    }
    let offers = list::offers(&write.tx, CallFilter::One(call))?;
    if stays_open && !offers.iter().any(Offer::is_accepted) {
        return Err(Refusal::Stale(Stale::NotPlaced(call)).into());
    }
    write.about_call(Some(call));
    write.update(Table::Calls, call.0, &[("stays_open", int(Some(stays_open)))])?;
    if stays_open {
        deviations::stay_open(write, call, &offers)?;
    }
    let closes_call = !stays_open && closing::all_arrived(write, call)?;
    if closes_call {
        deviations::given_up(write, call)?;
        closing::end_call(write, call, CloseReason::Placed)?;
    }
    Ok(Outcome::StaysOpen { call, stays_open, closes_call })
}

/// The remarks of a call, the oldest first.
pub(super) fn remarks_of(connection: &Connection, call: CallId) -> Result<Vec<RemarkTold>, StoreError> {
    let names = adviser_names(connection)?;
    let mut statement = connection
        .prepare_cached("SELECT number, kind, adviser, at FROM remarks WHERE call = ?1 ORDER BY number")?;
    let mut rows = statement.query([call.0])?;
    let mut remarks = Vec::new();
    while let Some(row) = rows.next()? {
        remarks.push(RemarkTold {
            number: row.get("number")?,
            kind: coded(&row.get::<_, String>("kind")?, RemarkKind::from_code)?,
            at: moment_at(row, "at")?,
            by: names.get(&row.get("adviser")?).cloned().unwrap_or_else(|| "–".to_owned()),
            text: sensitive(connection, Table::Remarks, row.get("number")?, "text")?,
        });
    }
    Ok(remarks)
}

/// What was told of siblings placed apart, the oldest first. The name is not in it: it is revealed.
pub(super) fn splits_of(connection: &Connection, call: CallId) -> Result<Vec<SplitTold>, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT number, agreed_at FROM sibling_splits WHERE call = ?1 ORDER BY number")?;
    let mut rows = statement.query([call.0])?;
    let mut splits = Vec::new();
    while let Some(row) = rows.next()? {
        splits.push(SplitTold {
            number: row.get("number")?,
            agreed_at: moment_at(row, "agreed_at")?,
            reason: sensitive(connection, Table::SiblingSplits, row.get("number")?, "reason")?,
        });
    }
    Ok(splits)
}

/// Who said that siblings are placed apart, the oldest first.
pub(super) fn split_names(connection: &Connection, call: CallId) -> Result<Vec<String>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT number FROM sibling_splits WHERE call = ?1 ORDER BY number")?;
    let numbers: Vec<i64> = statement.query_map([call.0], |row| row.get(0))?.collect::<Result<_, _>>()?;
    let mut names = Vec::new();
    for number in numbers {
        names.extend(sensitive(connection, Table::SiblingSplits, number, "agreed_by")?);
    }
    Ok(names)
}
