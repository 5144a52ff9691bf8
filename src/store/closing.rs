//! The end of a call: the children arrive, or it is closed for another reason.

use chrono::{DateTime, Utc};

use super::case_watches;
use super::claims;
use super::deviations;
use super::error::StoreError;
use super::limits::{self, MAX_TEXT};
use super::list::{self, CallFilter};
use super::placements;
use super::places::end_follow_up;
use super::read::{coded, moment_if};
use super::table::Table;
use super::write::{Write, moment, text};
use crate::domain::call::{CallState, CloseReason};
use crate::domain::claim::ClaimEnd;
use crate::domain::command::Outcome;
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind};
use crate::domain::ids::{CallId, OfferId};
use crate::domain::refusal::{Refusal, Stale};

/// The children of an accepted offer have arrived. The call is closed when every child has, unless it stays open.
pub(super) fn arrive(
    write: &mut Write<'_>,
    offer: OfferId,
    at: Option<DateTime<Utc>>,
) -> Result<Outcome, StoreError> {
    let call = placements::arrive(write, offer, at)?;
    let found = list::calls(&write.tx, CallFilter::One(call))?.pop().ok_or(Refusal::UnknownCall(call))?;
    let closes_call = !found.stays_open && all_arrived(write, call)?;
    if closes_call {
        end_call(write, call, CloseReason::Placed)?;
    }
    Ok(Outcome::Arrived { offer, closes_call })
}

/// Whether every child of a call has arrived at a place, and none waits to move to another.
pub(super) fn all_arrived(write: &Write<'_>, call: CallId) -> Result<bool, StoreError> {
    let children = list::calls(&write.tx, CallFilter::One(call))?.pop().map_or(0, |call| call.children.len());
    let (placed, waiting): (i64, bool) = write
        .tx
        .prepare_cached(
            "SELECT count(DISTINCT CASE kind WHEN 'placement' THEN child END),
                    coalesce(max(kind = 'offer' AND ended_at IS NULL), 0)
             FROM claims WHERE call = ?1",
        )?
        .query_row([call.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(!waiting && usize::try_from(placed).is_ok_and(|placed| placed >= children))
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

/// Ends a call with its holds and what was still to be done about it. Where a child has its place, the steps of the
/// working days go on, and what the municipality was to send later is still asked for.
pub(super) fn end_call(write: &mut Write<'_>, call: CallId, reason: CloseReason) -> Result<(), StoreError> {
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
    let open: Vec<(i64, String, bool)> = write
        .tx
        .prepare_cached(
            "SELECT number, kind, EXISTS (SELECT 1 FROM claims WHERE call = ?1 AND kind = 'placement')
             FROM follow_ups WHERE call = ?1 AND ended_at IS NULL ORDER BY number",
        )?
        .query_map([call.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?
        .collect::<Result<_, _>>()?;
    for (follow_up, kind, has_place) in open {
        if !(has_place && coded(&kind, FollowUpKind::from_code)?.outlives_placement()) {
            end_follow_up(write, follow_up, FollowUpEnd::Dropped)?;
        }
    }
    deviations::call_closed(write, call, reason)?;
    case_watches::end(write, call)?;
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
