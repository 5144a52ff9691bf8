//! One call with everything known of it: its offers with their reasons, and its timeline.

use chrono::{DateTime, Utc};
use rusqlite::Connection;

use super::error::StoreError;
use super::list::{self, CallFilter};
use super::read::{adviser_names, coded_if, sensitive};
use super::table::Table;
use super::{Store, journal};
use crate::domain::call::Call;
use crate::domain::ids::CallId;
use crate::domain::journal::Act;
use crate::domain::matching::Fact;
use crate::domain::offer::{Clearance, DeclineReason, Offer};
use crate::domain::refusal::Refusal;

/// A call with its offers and its timeline.
#[derive(Debug, Clone, PartialEq)]
pub struct CallDetails {
    /// The call.
    pub call: Call,
    /// Its offers that were not voided, by number.
    pub offers: Vec<OfferDetails>,
    /// The adviser's note.
    pub note: Option<String>,
    /// The number to ring back on.
    pub callback: Option<String>,
    /// What happened, one entry a journal line.
    pub timeline: Vec<TimelineLine>,
}

/// An offer with what was kept with it.
#[derive(Debug, Clone, PartialEq)]
pub struct OfferDetails {
    /// The offer.
    pub offer: Offer,
    /// The facts of the match at that moment; empty after erasure.
    pub facts: Vec<Fact>,
    /// Air line in whole kilometres.
    pub km: Option<u32>,
    /// The adviser's own reason.
    pub why: Option<String>,
    /// The child's view.
    pub child_view: Option<String>,
    /// Travel time as typed.
    pub travel_time: Option<String>,
    /// Whether the measure said yes.
    pub clearance: Option<Clearance>,
    /// With whom.
    pub cleared_with: Option<String>,
    /// Whether parents and network may know the place.
    pub may_be_known: Option<bool>,
    /// Why it was declined.
    pub answer_reason: Option<DeclineReason>,
    /// What was said besides.
    pub answer_note: Option<String>,
}

/// One journal line of a call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimelineLine {
    /// Its place in the order.
    pub seq: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub adviser: Option<String>,
    /// What was done.
    pub act: Act,
    /// The table it is about.
    pub subject: String,
    /// The row's number.
    pub number: i64,
    /// The field.
    pub field: String,
    /// Its old value, or the commitment to it.
    pub old: Option<String>,
    /// Its new value, or the commitment to it.
    pub new: Option<String>,
}

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

fn details(connection: &Connection, id: CallId) -> Result<CallDetails, StoreError> {
    let filter = CallFilter::One(id);
    let call = list::calls(connection, filter)?.pop().ok_or(Refusal::UnknownCall(id))?;
    let offers = list::offers(connection, filter)?
        .into_iter()
        .filter(|offer| !offer.is_void())
        .map(|offer| offer_details(connection, offer))
        .collect::<Result<_, _>>()?;
    let names = adviser_names(connection)?;
    let timeline = journal::lines_of_call(connection, id.0)?
        .into_iter()
        .map(|entry| TimelineLine {
            seq: entry.seq,
            at: entry.at,
            adviser: entry.adviser.and_then(|number| names.get(&number).cloned()),
            act: entry.act,
            subject: entry.subject,
            number: entry.number,
            field: entry.field,
            old: entry.old,
            new: entry.new,
        })
        .collect();
    let field = |name| sensitive(connection, Table::Calls, id.0, name);
    Ok(CallDetails { call, offers, note: field("note")?, callback: field("callback")?, timeline })
}

fn offer_details(connection: &Connection, offer: Offer) -> Result<OfferDetails, StoreError> {
    let number = offer.id.0;
    let field = |name| sensitive(connection, Table::Offers, number, name);
    let (km, clearance, may_be_known, answer_reason): (
        Option<u32>,
        Option<String>,
        Option<bool>,
        Option<String>,
    ) = connection
        .prepare_cached("SELECT km, clearance, may_be_known, answer_reason FROM offers WHERE number = ?1")?
        .query_row([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))?;
    let facts = field("facts")?
        .map(|facts| serde_json::from_str(&facts).map_err(|error| StoreError::Value(error.to_string())))
        .transpose()?
        .unwrap_or_default();
    Ok(OfferDetails {
        offer,
        facts,
        km,
        why: field("why")?,
        child_view: field("child_view")?,
        travel_time: field("travel_time")?,
        clearance: coded_if(clearance, Clearance::from_code)?,
        cleared_with: field("cleared_with")?,
        may_be_known,
        answer_reason: coded_if(answer_reason, DeclineReason::from_code)?,
        answer_note: field("answer_note")?,
    })
}
