//! The end of a call: the children arrive, or it is closed for another reason.

use rusqlite::OptionalExtension;

use super::claims;
use super::error::StoreError;
use super::limits::{self, MAX_TEXT};
use super::list::{self, CallFilter};
use super::places::end_follow_up;
use super::read::moment_if;
use super::table::Table;
use super::write::{Write, moment, text};
use crate::domain::call::{CallState, CloseReason};
use crate::domain::claim::{ClaimEnd, ClaimKind};
use crate::domain::command::Outcome;
use crate::domain::follow_up::FollowUpEnd;
use crate::domain::ids::{CallId, OfferId};
use crate::domain::offer::Answer;
use crate::domain::refusal::{Refusal, Stale};

/// The children of an accepted offer have arrived: their claims become placements.
pub(super) fn arrive(write: &mut Write<'_>, offer: OfferId) -> Result<Outcome, StoreError> {
    let (call, answer): (i64, Option<String>) = write
        .tx
        .prepare_cached("SELECT call, answer FROM offers WHERE number = ?1 AND voided_at IS NULL")?
        .query_row([offer.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?
        .ok_or(Refusal::UnknownOffer(offer))?;
    let call = CallId(call);
    let expected = expected_claims(write, offer)?;
    if answer.as_deref() != Some(Answer::Accepted.code()) || expected.is_empty() {
        return Err(Refusal::Stale(Stale::NotExpected(offer)).into());
    }
    write.about_call(Some(call));
    for claim in expected {
        write.update(Table::Claims, claim, &[("kind", text(Some(ClaimKind::Placement.code())))])?;
    }
    let placed: i64 = count_placed(write, call)?;
    let children = list::calls(&write.tx, CallFilter::One(call))?.pop().map_or(0, |call| call.children.len());
    let closes_call = usize::try_from(placed).is_ok_and(|placed| placed >= children);
    if closes_call {
        end_call(write, call, CloseReason::Placed)?;
    }
    Ok(Outcome::Arrived { offer, closes_call })
}

/// Closes a call. Its holds end; an open offer must have its answer first.
pub(super) fn close(
    write: &mut Write<'_>,
    call: CallId,
    reason: CloseReason,
    note: Option<&str>,
) -> Result<Outcome, StoreError> {
    let note = limits::kept("note", note, MAX_TEXT)?;
    list::open_call(&write.tx, call)?;
    write.about_call(Some(call));
    for offer in list::offers(&write.tx, CallFilter::One(call))? {
        if offer.awaits_answer() || !expected_claims(write, offer.id)?.is_empty() {
            return Err(Refusal::Stale(Stale::OfferOpen(call)).into());
        }
    }
    write.set_sensitive(Table::Calls, call.0, "close_note", note)?;
    end_call(write, call, reason)?;
    Ok(Outcome::Closed { call })
}

/// The live claims of an offer whose children have not arrived.
fn expected_claims(write: &Write<'_>, offer: OfferId) -> Result<Vec<i64>, StoreError> {
    Ok(write
        .tx
        .prepare_cached(
            "SELECT number FROM claims WHERE offer = ?1 AND kind = 'offer' AND ended_at IS NULL ORDER BY number",
        )?
        .query_map([offer.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?)
}

fn count_placed(write: &Write<'_>, call: CallId) -> Result<i64, StoreError> {
    Ok(write
        .tx
        .prepare_cached("SELECT count(DISTINCT child) FROM claims WHERE call = ?1 AND kind = 'placement'")?
        .query_row([call.0], |row| row.get(0))?)
}

fn end_call(write: &mut Write<'_>, call: CallId, reason: CloseReason) -> Result<(), StoreError> {
    let at = write.at;
    let holds: Vec<(i64, Option<i64>)> = write
        .tx
        .prepare_cached(
            "SELECT number, until_at FROM claims WHERE call = ?1 AND kind = 'hold' AND ended_at IS NULL
             ORDER BY number",
        )?
        .query_map([call.0], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (hold, until) in holds {
        match moment_if(until)? {
            Some(until) if until <= at => claims::end(write, hold, until, ClaimEnd::Lapsed)?,
            _ => claims::end(write, hold, at, ClaimEnd::Closed)?,
        }
    }
    let open: Vec<i64> = write
        .tx
        .prepare_cached("SELECT number FROM follow_ups WHERE call = ?1 AND ended_at IS NULL ORDER BY number")?
        .query_map([call.0], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    for follow_up in open {
        end_follow_up(write, follow_up, FollowUpEnd::Dropped)?;
    }
    write.update(
        Table::Calls,
        call.0,
        &[
            ("state", text(Some(CallState::Closed.code()))),
            ("closed_at", moment(Some(at))),
            ("close_reason", text(Some(reason.code()))),
        ],
    )
}
