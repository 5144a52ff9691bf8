//! What was done in a shift: worked out while it runs, kept when it is handed over.

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::enquiries;
use super::error::StoreError;
use super::list::{self, CallFilter};
use super::read::{coded, coded_if};
use super::table::Table;
use super::write::{Write, int, text};
use crate::domain::ids::{CallId, HandoverId};
use crate::domain::offer::{DeclineReason, Offer};
use crate::domain::shift::Shift;
use crate::domain::shift_sums::{ShiftSums, ShiftWork, SumList};

/// The sums of a shift up to a moment, as things stand.
pub(super) fn so_far(
    connection: &Connection,
    shift: &Shift,
    until: DateTime<Utc>,
) -> Result<ShiftSums, StoreError> {
    let from = shift.started_at;
    let in_shift = |at: DateTime<Utc>| (from..=until).contains(&at);
    let registered = CallFilter::RegisteredSince(from);
    let mut calls = list::calls(connection, registered)?;
    calls.retain(|call| in_shift(call.registered_at));
    let offers = list::offers(connection, registered)?;
    let moved = list::offers(connection, CallFilter::WithOffersSince(from))?;
    let was_moved =
        |offer: &Offer| !offer.is_void() && (in_shift(offer.at) || offer.answered_at.is_some_and(in_shift));
    let (condition, parameter) = list::condition(CallFilter::OpenOrClosedSince(from));
    let enquiries = enquiries::of_calls(connection, condition, parameter)?;
    Ok(ShiftSums::of(&ShiftWork {
        offers: offers.into_iter().filter(|offer| !offer.is_void()).collect(),
        moved_offers: moved.into_iter().filter(was_moved).collect(),
        enquiries: enquiries.into_iter().filter(|enquiry| in_shift(enquiry.at)).collect(),
        calls,
    }))
}

/// Keeps the lists of a handover that is signed; the counts stand in its own row.
pub(super) fn keep(write: &mut Write<'_>, handover: HandoverId, sums: &ShiftSums) -> Result<(), StoreError> {
    let registered = sums.registered().map(|(list, call)| (list, call, None));
    let declined = sums.declined.iter().map(|&(call, reason)| (SumList::Declined, call, reason));
    for (list, call, reason) in registered.chain(declined) {
        write.about_call(Some(call));
        write.insert(
            Table::HandoverSums,
            &[
                ("handover", int(Some(handover.0))),
                ("list", text(Some(list.code()))),
                ("call", int(Some(call.0))),
                ("reason", text(reason.map(DeclineReason::code))),
            ],
        )?;
    }
    Ok(())
}

/// The sums of a signed handover, and how many places were to be confirmed.
pub(super) fn kept(connection: &Connection, handover: HandoverId) -> Result<(ShiftSums, usize), StoreError> {
    let mut sums = ShiftSums::default();
    let (in_vain, median, to_confirm): (i64, Option<i64>, i64) = connection
        .prepare_cached(
            "SELECT searched_in_vain, median_minutes, to_confirm FROM handovers WHERE number = ?1",
        )?
        .query_row([handover.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    sums.searched_in_vain = usize::try_from(in_vain).unwrap_or(0);
    sums.median_minutes = median;
    let mut statement = connection
        .prepare_cached("SELECT list, call, reason FROM handover_sums WHERE handover = ?1 ORDER BY number")?;
    let mut rows = statement.query([handover.0])?;
    while let Some(row) = rows.next()? {
        let list = coded(&row.get::<_, String>(0)?, SumList::from_code)?;
        sums.put(list, CallId(row.get(1)?), coded_if(row.get(2)?, DeclineReason::from_code)?);
    }
    Ok((sums, usize::try_from(to_confirm).unwrap_or(0)))
}
