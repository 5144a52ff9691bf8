//! Calls as exported: one row a child of a placement request, one row a consultation, in the columns of the file
//! format `calls`. Coded facts only: no name, no number, no free text. Of a protected address the municipality is
//! left out.

use serde::Serialize;

use super::cells::csv_file;
use super::times::iso;
use crate::domain::basis::BasisCode;
use crate::domain::call::{Call, CallKind, CallerRole, DecisionStatus};
use crate::domain::child::Child;
use crate::domain::ids::{CallId, ChildId};
use crate::domain::measure::{MeasureKind, Ownership, Wish};
use crate::domain::municipality::{MunicipalityNumber, Region};
use crate::domain::offer::{Answer, Offer};
use crate::domain::unit::{Place, Unit};

const COLUMNS: [&str; 18] = [
    "call",
    "kind",
    "first_contact_at",
    "referral_received_at",
    "region",
    "municipality",
    "caller",
    "legal_basis",
    "wished_measure",
    "child",
    "age",
    "measure",
    "ownership",
    "offered_at",
    "answer",
    "placed_at",
    "ended_at",
    "decision",
];

/// What the rows are made from.
#[derive(Debug, Clone, Copy)]
pub struct Sources<'s> {
    /// The calls.
    pub calls: &'s [Call],
    /// Their offers that were not voided.
    pub offers: &'s [Offer],
    /// The units, by number.
    pub units: &'s [Unit],
    /// Their places.
    pub places: &'s [Place],
    /// The region of the database.
    pub region: Region,
}

/// Every call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Calls {
    calls: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Row {
    call: CallId,
    kind: CallKind,
    first_contact_at: String,
    referral_received_at: Option<String>,
    region: Region,
    municipality: Option<MunicipalityNumber>,
    caller: Option<CallerRole>,
    legal_basis: Option<BasisCode>,
    wished_measure: Option<&'static str>,
    child: Option<ChildId>,
    age: Option<u8>,
    measure: Option<MeasureKind>,
    ownership: Option<Ownership>,
    offered_at: Option<String>,
    answer: Option<Answer>,
    placed_at: Option<String>,
    ended_at: Option<String>,
    /// A decision still to be made is counted apart.
    decision: Option<DecisionStatus>,
}

impl Calls {
    /// The rows of these calls, in their order.
    #[must_use]
    pub fn of(sources: &Sources<'_>) -> Self {
        let rows = |call| {
            let contact = row_of(sources, call);
            if contact.kind == CallKind::Consultation || call.children.is_empty() {
                return vec![contact];
            }
            let of_child = |child| with_child(sources, call, child, contact.clone());
            call.children.iter().map(of_child).collect()
        };
        Self { calls: sources.calls.iter().flat_map(rows).collect() }
    }

    /// The rows as a CSV file.
    #[must_use]
    pub fn csv(&self) -> String {
        csv_file(COLUMNS, self.calls.iter().map(Row::cells))
    }
}

fn row_of(sources: &Sources<'_>, call: &Call) -> Row {
    Row {
        call: call.id,
        kind: call.kind,
        first_contact_at: iso(call.first_contact_at),
        referral_received_at: call.received_at.map(iso),
        region: sources.region,
        municipality: Some(call.municipality).filter(|_| call.shield.is_none()),
        caller: call.caller,
        legal_basis: call.basis,
        wished_measure: call.wished.first().copied().and_then(wished_measure),
        child: None,
        age: None,
        measure: None,
        ownership: None,
        offered_at: None,
        answer: None,
        placed_at: None,
        ended_at: call.closed_at.map(iso),
        decision: call.decision,
    }
}

/// The first offer's time stands, declined or not; the measure and the answer are the last offer's.
fn with_child(sources: &Sources<'_>, call: &Call, child: &Child, contact: Row) -> Row {
    let is_own =
        |offer: &&Offer| offer.call == call.id && !offer.is_void() && offer.children.contains(&child.id);
    let offers = || sources.offers.iter().filter(is_own);
    let last = offers().max_by_key(|offer| (offer.at, offer.id));
    let unit = last
        .and_then(|offer| sources.places.iter().find(|place| place.id == offer.place))
        .and_then(|place| sources.units.iter().find(|unit| unit.id == place.unit));
    Row {
        child: Some(child.id),
        age: child.facts.age.years(),
        measure: unit.map(|unit| unit.kind),
        ownership: unit.map(|unit| unit.ownership),
        offered_at: offers().map(|offer| offer.at).min().map(iso),
        answer: last.and_then(|offer| offer.answer),
        ..contact
    }
}

/// The word of the file format; none where it has no word for the wish.
fn wished_measure(wish: Wish) -> Option<&'static str> {
    match wish {
        Wish::EmergencyHome => Some("emergency_home"),
        Wish::Institution => Some("institution"),
        Wish::FosterHome => Some("foster_home"),
        Wish::Care => Some("care"),
        Wish::Treatment | Wish::TreatmentLow | Wish::TreatmentHigh | Wish::Substance => Some("treatment"),
        Wish::CrisisHome | Wish::FamilyCentre => None,
    }
}

impl Row {
    fn cells(&self) -> [Option<String>; COLUMNS.len()] {
        let code = |code: &'static str| code.to_owned();
        [
            Some(self.call.to_string()),
            Some(code(self.kind.code())),
            Some(self.first_contact_at.clone()),
            self.referral_received_at.clone(),
            Some(code(self.region.code())),
            self.municipality.map(|number| number.to_string()),
            self.caller.map(|caller| code(caller.code())),
            self.legal_basis.map(|basis| code(basis.code())),
            self.wished_measure.map(code),
            self.child.map(|child| child.to_string()),
            self.age.map(|age| age.to_string()),
            self.measure.map(|kind| code(kind.code())),
            self.ownership.map(|ownership| code(ownership.code())),
            self.offered_at.clone(),
            self.answer.map(|answer| code(answer.code())),
            self.placed_at.clone(),
            self.ended_at.clone(),
            self.decision.map(|decision| code(decision.code())),
        ]
    }
}
