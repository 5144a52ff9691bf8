//! What was done in a shift, and what is free against its start: worked out while it runs, kept when it is handed over.

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::error::StoreError;
use super::list::{self, CallFilter};
use super::read::{coded, coded_if};
use super::table::Table;
use super::write::{Write, count, int, text};
use super::{capacity, enquiries};
use crate::domain::handover_page::GroupChange;
use crate::domain::ids::{CallId, HandoverId};
use crate::domain::offer::{DeclineReason, Offer};
use crate::domain::preparedness::CapacityGroup;
use crate::domain::shift::Shift;
use crate::domain::shift_sums::{ShiftSums, ShiftWork, SumList};

/// What a page says of a shift, besides what is open.
pub(super) struct Done {
    pub(super) sums: ShiftSums,
    /// How many places were to be confirmed; none while the shift runs: the clock alone makes them more.
    pub(super) to_confirm: Option<usize>,
    pub(super) capacity: Vec<GroupChange>,
}

/// Of a shift up to a moment, as things stand.
pub(super) fn so_far(
    connection: &Connection,
    shift: &Shift,
    until: DateTime<Utc>,
) -> Result<Done, StoreError> {
    // A clock that was set back may have ended it before it began.
    let history = capacity::history(connection, Some(shift.started_at.min(until)))?;
    Ok(Done {
        sums: sums(connection, shift, until)?,
        to_confirm: None,
        capacity: GroupChange::between(&history.at(shift.started_at), &history.at(until)),
    })
}

fn sums(connection: &Connection, shift: &Shift, until: DateTime<Utc>) -> Result<ShiftSums, StoreError> {
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
pub(super) fn keep(write: &mut Write<'_>, handover: HandoverId, done: &Done) -> Result<(), StoreError> {
    let sums = &done.sums;
    let registered = sums.registered().map(|(list, call)| (list, call, None));
    let declined = sums.declined.iter().map(|&(call, reason)| (SumList::Declined, call, reason));
    let earlier = sums.earlier_accepted.iter().map(|&call| (SumList::EarlierAccepted, call, None));
    for (list, call, reason) in registered.chain(declined).chain(earlier) {
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
    write.about_call(None);
    for change in &done.capacity {
        write.insert(
            Table::HandoverCapacity,
            &[
                ("handover", int(Some(handover.0))),
                ("of_group", text(Some(change.group.code()))),
                ("free_then", count(change.then)),
                ("free_now", count(change.now)),
            ],
        )?;
    }
    Ok(())
}

/// Of a signed handover, as it was signed.
pub(super) fn kept(connection: &Connection, handover: HandoverId) -> Result<Done, StoreError> {
    let number = |count: i64| usize::try_from(count).unwrap_or(0);
    let mut sums = ShiftSums::default();
    let (in_vain, median, to_confirm) = connection
        .prepare_cached(
            "SELECT searched_in_vain, median_minutes, to_confirm FROM handovers WHERE number = ?1",
        )?
        .query_row([handover.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    (sums.searched_in_vain, sums.median_minutes) = (number(in_vain), median);
    let mut statement = connection
        .prepare_cached("SELECT list, call, reason FROM handover_sums WHERE handover = ?1 ORDER BY number")?;
    let mut rows = statement.query([handover.0])?;
    while let Some(row) = rows.next()? {
        let list = coded(&row.get::<_, String>(0)?, SumList::from_code)?;
        sums.put(list, CallId(row.get(1)?), coded_if(row.get(2)?, DeclineReason::from_code)?);
    }
    let mut statement = connection.prepare_cached(
        "SELECT of_group, free_then, free_now FROM handover_capacity WHERE handover = ?1 ORDER BY number",
    )?;
    let mut rows = statement.query([handover.0])?;
    let mut capacity = Vec::new();
    while let Some(row) = rows.next()? {
        capacity.push(GroupChange {
            group: coded(&row.get::<_, String>(0)?, CapacityGroup::from_code)?,
            then: number(row.get(1)?),
            now: number(row.get(2)?),
        });
    }
    Ok(Done { sums, to_confirm: Some(number(to_confirm)), capacity })
}
