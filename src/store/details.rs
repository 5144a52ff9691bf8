//! One call with everything known of it: its offers with their reasons, and its timeline.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::error::StoreError;
use super::journal::Naming;
use super::list::{self, CallFilter};
use super::read::{coded_if, moment_if_at, sensitive};
use super::table::Table;
use super::{
    Store, board, checklist, compensations, deviations, enquiries, journal, placement_rows, purge, remarks,
    routine_steps,
};
use crate::domain::call_details::{CallDetails, EnquiryTold, LinkTold, OfferDetails};
use crate::domain::ids::{CallId, ChildId, FollowUpId};
use crate::domain::offer::{Clearance, Offer};
use crate::domain::placement::{Placement, PlacementWords};
use crate::domain::refusal::Refusal;

impl Store {
    /// Everything known of a call.
    ///
    /// # Errors
    /// [`Refusal::UnknownCall`] when there is none with this number.
    pub fn call_details(&mut self, call: CallId) -> Result<CallDetails, StoreError> {
        let path = self.path.clone();
        self.read(|connection| details(connection, call)).map_err(|error| error.about(&path))
    }
}

pub(super) fn details(connection: &Connection, id: CallId) -> Result<CallDetails, StoreError> {
    let filter = CallFilter::One(id);
    let call = list::calls(connection, filter)?.pop().ok_or(Refusal::UnknownCall(id))?;
    let offers = list::offers(connection, filter)?
        .into_iter()
        .filter(|offer| !offer.is_void())
        .map(|offer| offer_details(connection, offer))
        .collect::<Result<_, _>>()?;
    let named = Naming::of(connection)?;
    let timeline = journal::lines_where(connection, "call = ?1 ORDER BY seq", [id.0])?
        .into_iter()
        .map(|(entry, hash)| named.line(entry, hash))
        .collect();
    let field = |name| sensitive(connection, Table::Calls, id.0, name);
    Ok(CallDetails {
        call,
        offers,
        note: field("note")?,
        told: checklist::told(connection, id)?,
        close_note: field("close_note")?,
        placements: placements(connection, id)?,
        steps: routine_steps::with_notes(connection, id)?,
        enquiries: enquiries(connection, id)?,
        compensations: compensations::of_calls(connection, "number = ?1", id.0)?,
        compensation_notes: words(connection, "compensations", "note", id)?,
        deviations: deviations::of_call(connection, id)?,
        follow_ups: board::follow_ups_of(connection, id)?,
        moved: words(connection, "follow_ups", "reason", id)?
            .into_iter()
            .map(|(number, reason)| (FollowUpId(number), reason))
            .collect(),
        remarks: remarks::remarks_of(connection, id)?,
        splits: remarks::splits_of(connection, id)?,
        linked: linked(connection, id)?,
        exports: words(connection, "named_exports", "reason", id)?,
        erased_at: purge::erased_at(connection, id)?,
        timeline,
    })
}

/// The children of a call that were linked with the same child of another.
fn linked(connection: &Connection, call: CallId) -> Result<Vec<LinkTold>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT c.number, o.number, o.call FROM children c JOIN children o
         ON o.reference = c.reference AND o.number <> c.number
         WHERE c.call = ?1 AND c.removed_at IS NULL AND o.removed_at IS NULL ORDER BY c.number, o.number",
    )?;
    let rows = statement.query_map([call.0], |row| {
        Ok(LinkTold { child: ChildId(row.get(0)?), other: ChildId(row.get(1)?), call: CallId(row.get(2)?) })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn placements(connection: &Connection, call: CallId) -> Result<Vec<(Placement, PlacementWords)>, StoreError> {
    placement_rows::of_call(connection, call)?
        .into_iter()
        .map(|placement| Ok((placement.clone(), placement_rows::words(connection, placement.id)?)))
        .collect()
}

fn enquiries(connection: &Connection, call: CallId) -> Result<Vec<EnquiryTold>, StoreError> {
    enquiries::of_calls(connection, "number = ?1", call.0)?
        .into_iter()
        .map(|enquiry| {
            let unit = enquiry.unit.map(|unit| unit_name(connection, unit.0)).transpose()?;
            let note = enquiries::note(connection, enquiry.id)?;
            Ok(EnquiryTold { enquiry, unit, note })
        })
        .collect()
}

fn unit_name(connection: &Connection, unit: i64) -> Result<String, StoreError> {
    Ok(sensitive(connection, Table::Units, unit, "name")?.unwrap_or_else(|| format!("#{unit}")))
}

/// The words that stand in a field of the rows of a table of a call, by number.
fn words(
    connection: &Connection,
    table: &'static str,
    field: &'static str,
    call: CallId,
) -> Result<BTreeMap<i64, String>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT r.number, t.value FROM {table} r CROSS JOIN free_texts t
         ON t.subject = '{table}' AND t.number = r.number AND t.field = '{field}' WHERE r.call = ?1",
    ))?;
    let rows = statement.query_map([call.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn offer_details(connection: &Connection, offer: Offer) -> Result<OfferDetails, StoreError> {
    let number = offer.id.0;
    let field = |name| sensitive(connection, Table::Offers, number, name);
    let mut statement = connection.prepare_cached(
        "SELECT o.km, o.clearance, o.may_be_known, o.cleared_at, p.unit
         FROM offers o JOIN places p ON p.number = o.place WHERE o.number = ?1",
    )?;
    let mut rows = statement.query([number])?;
    let row = rows.next()?.ok_or(Refusal::UnknownOffer(offer.id))?;
    let unit: i64 = row.get("unit")?;
    let unit = unit_name(connection, unit)?;
    let facts = field("facts")?
        .map(|facts| serde_json::from_str(&facts).map_err(|error| StoreError::Value(error.to_string())))
        .transpose()?
        .unwrap_or_default();
    Ok(OfferDetails {
        offer,
        unit,
        facts,
        km: row.get("km")?,
        why: field("why")?,
        child_view: field("child_view")?,
        travel_time: field("travel_time")?,
        clearance: coded_if(row.get("clearance")?, Clearance::from_code)?,
        cleared_with: field("cleared_with")?,
        cleared_at: moment_if_at(row, "cleared_at")?,
        may_be_known: row.get("may_be_known")?,
        answered_by: field("answered_by")?,
        answer_note: field("answer_note")?,
    })
}
