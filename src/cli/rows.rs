//! Calls, places and deviations as rows of a list: the fixed objects for scripts, and a line for people.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::placement_rows::OwnPlacement;
use crate::catalog::Catalog;
use crate::domain::basis::BasisCode;
use crate::domain::call::{Call, CallKind, CallState};
use crate::domain::clocks::{ClockMark, PlacelessClock, ResponseClock, minutes_left};
use crate::domain::deviation::{
    Area, Deviation, DeviationOutcome, DeviationState, Meanwhile, Missing, Scheme, Supervision,
};
use crate::domain::ids::{CallId, ChildId, DeviationId};
use crate::domain::measure::Wish;
use crate::domain::municipality::MunicipalityNumber;
use crate::domain::offer::Offer;
use crate::domain::placement::Placement;
use crate::domain::quick_line::Tables;
use crate::report::times::iso;
use crate::text::Texts;

/// A call in a list.
#[derive(Debug, Clone, Serialize)]
pub struct CallRow {
    call: CallId,
    state: CallState,
    municipality: Option<MunicipalityNumber>,
    deadline: Option<String>,
    minutes_left: Option<i64>,
    placeless_minutes: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offers: Option<usize>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    placements: Vec<OwnPlacement>,
}

impl CallRow {
    /// The columns, as the fields of the object.
    pub const COLUMNS: [&'static str; 7] =
        ["call", "state", "municipality", "deadline", "minutes_left", "placeless_minutes", "offers"];

    /// The row of a call: a protected address is not told.
    pub fn of(call: &Call, offers: &[Offer], now: DateTime<Utc>) -> Self {
        let response = ResponseClock::of(call, offers);
        let placeless = PlacelessClock::of(call, offers);
        Self {
            call: call.id,
            state: call.state,
            municipality: Some(call.municipality).filter(|_| call.shield.is_none()),
            deadline: call.deadline.map(iso),
            minutes_left: response.left(now).map(minutes_left),
            placeless_minutes: placeless.elapsed(now).map(|elapsed| elapsed.num_minutes()),
            offers: Some(offers.iter().filter(|offer| offer.call == call.id && !offer.is_void()).count()),
            placements: Vec::new(),
        }
    }

    /// The row with those of these placements that are the call's.
    pub fn with_placements(mut self, placements: &[Placement], now: DateTime<Utc>) -> Self {
        let own = placements.iter().filter(|placement| placement.call == self.call);
        self.placements = own.map(|placement| OwnPlacement::of(placement, now)).collect();
        self
    }

    /// The row of an object that lists the offers themselves.
    pub fn without_count(self) -> Self {
        Self { offers: None, ..self }
    }

    /// The cells of a table row.
    pub fn cells(self) -> [Option<String>; 7] {
        [
            Some(self.call.to_string()),
            Some(self.state.code().to_owned()),
            self.municipality.map(|number| number.as_str().to_owned()),
            self.deadline,
            self.minutes_left.map(|minutes| minutes.to_string()),
            self.placeless_minutes.map(|minutes| minutes.to_string()),
            self.offers.map(|offers| offers.to_string()),
        ]
    }

    /// The row as a line: who and for whom, how long, what was offered.
    pub fn line(
        &self,
        texts: &Texts,
        call: &Call,
        tables: &Tables,
        offers: &[Offer],
        now: DateTime<Utc>,
    ) -> String {
        let place = match self.municipality {
            Some(number) => {
                tables.municipalities.by_number(number).map_or_else(|| number.to_string(), |m| m.name.clone())
            }
            None => texts.cli_shielded().into_owned(),
        };
        let mut parts = vec![format!("{} {place}", call.id)];
        parts.push(texts.children(call.children.iter().map(|child| &child.facts), call.siblings));
        parts.extend(call.basis.map(BasisCode::with_sign));
        let wished = call.wished.iter().map(|wish| texts.wish_short(*wish)).collect::<Vec<_>>().join("/");
        parts.extend(Some(wished).filter(|wished| !wished.is_empty()));
        parts.push(clock_words(texts, call, offers, now));
        parts.extend(self.offers.filter(|offers| *offers > 0).map(|offers| texts.cli_offers(offers)));
        parts.extend((call.state == CallState::Closed).then(|| texts.cli_closed().into_owned()));
        parts.join(" · ")
    }
}

/// The response clock in words: `110 min igjen`, `!! 12 min over`, `tilbud på 34 min`.
fn clock_words(texts: &Texts, call: &Call, offers: &[Offer], now: DateTime<Utc>) -> String {
    match ResponseClock::of(call, offers) {
        ResponseClock::None if call.kind == CallKind::Consultation => texts.cli_consultation().into_owned(),
        ResponseClock::None => texts.cli_no_clock().into_owned(),
        ResponseClock::Stopped { took } => texts.cli_offered_after(texts.duration(took)),
        ResponseClock::Running { deadline, .. } => {
            let left = deadline - now;
            let mark = ClockMark::for_time_left(left);
            let words = if mark == ClockMark::Over {
                texts.cli_minutes_over(texts.duration(-left), texts.time_near(deadline, now))
            } else {
                texts.cli_minutes_left(minutes_left(left), texts.time_near(deadline, now))
            };
            format!("{} {words}", mark.sign()).trim_start().to_owned()
        }
    }
}

/// A deviation in a list.
#[derive(Debug, Clone, Serialize)]
pub struct DeviationRow {
    deviation: DeviationId,
    call: CallId,
    child: ChildId,
    state: DeviationState,
    days: i64,
    acute: bool,
    area: Option<Area>,
    basis: Option<BasisCode>,
    wished: Vec<Wish>,
    missing: Option<Missing>,
    first_request_at: String,
    registered_at: Option<String>,
    offered_at: Option<String>,
    meanwhile: Meanwhile,
    substance: Option<bool>,
    crime: Option<bool>,
    scheme: Scheme,
    severity: Option<u8>,
    outcome: Option<DeviationOutcome>,
    closed_at: Option<String>,
    supervision: Option<Supervision>,
}

impl DeviationRow {
    /// The columns, as the fields of the object; supervision in three.
    pub const COLUMNS: [&'static str; 23] = [
        "deviation",
        "call",
        "child",
        "state",
        "days",
        "acute",
        "area",
        "basis",
        "wished",
        "missing",
        "first_request_at",
        "registered_at",
        "offered_at",
        "meanwhile",
        "substance",
        "crime",
        "scheme",
        "severity",
        "outcome",
        "closed_at",
        "supervision_by",
        "supervision_at",
        "supervision_result",
    ];

    /// The row of a deviation.
    pub fn of(found: &Deviation, now: DateTime<Utc>) -> Self {
        let facts = &found.facts;
        Self {
            deviation: found.id,
            call: found.call,
            child: found.child,
            state: found.state,
            days: found.days(now),
            acute: facts.is_acute,
            area: facts.area,
            basis: facts.basis,
            wished: facts.wished.clone(),
            missing: facts.missing,
            first_request_at: iso(facts.first_request_at),
            registered_at: found.registered_at.map(iso),
            offered_at: found.offered_at.map(iso),
            meanwhile: facts.meanwhile,
            substance: facts.substance,
            crime: facts.crime,
            scheme: found.scheme,
            severity: facts.severity,
            outcome: found.outcome,
            closed_at: found.closed_at.map(iso),
            supervision: found.supervision,
        }
    }

    /// The cells of a table row.
    pub fn cells(self) -> [Option<String>; 23] {
        let wished: Vec<&str> = self.wished.iter().map(|wish| wish.code()).collect();
        let told = self.supervision;
        [
            Some(self.deviation.to_string()),
            Some(self.call.to_string()),
            Some(self.child.to_string()),
            Some(self.state.code().to_owned()),
            Some(self.days.to_string()),
            Some(self.acute.to_string()),
            self.area.map(|area| area.code().to_owned()),
            self.basis.map(|basis| basis.code().to_owned()),
            Some(wished.join(";")).filter(|list| !list.is_empty()),
            self.missing.map(|missing| missing.code().to_owned()),
            Some(self.first_request_at),
            self.registered_at,
            self.offered_at,
            Some(self.meanwhile.code().to_owned()),
            self.substance.map(|told| told.to_string()),
            self.crime.map(|told| told.to_string()),
            Some(self.scheme.code().to_owned()),
            self.severity.map(|level| level.to_string()),
            self.outcome.map(|outcome| outcome.code().to_owned()),
            self.closed_at,
            told.map(|told| told.by.code().to_owned()),
            told.map(|told| iso(told.at)),
            told.map(|told| told.result.code().to_owned()),
        ]
    }

    /// The row as a line: number, call and child, where it stands, days, severity.
    pub fn line(found: &Deviation, texts: &Texts, catalog: &Catalog, now: DateTime<Utc>) -> String {
        let state = match found.outcome {
            Some(outcome) => texts.deviation_outcome(outcome),
            None => texts.deviation_state(found.state),
        };
        let severity = found.facts.severity.and_then(|level| catalog.severity(found.scheme, level));
        let severity = severity.map_or_else(|| texts.deviation_not_assessed(), Into::into);
        let (days, place) = (found.days(now), texts.meanwhile(found.facts.meanwhile));
        let parts = [
            texts.cli_deviation(found.call.0, found.child.0, found.id.0),
            state.into_owned(),
            texts.deviations_days(days),
            texts.cli_deviation_meanwhile(place),
            severity.into_owned(),
        ];
        let supervised = found.supervision.map(|told| {
            texts.cli_deviation_supervised(
                texts.supervision_by(told.by),
                texts.supervision_result(told.result),
                texts.time_or_day(told.at, now),
            )
        });
        parts.into_iter().chain(supervised).collect::<Vec<_>>().join(" · ")
    }

    /// The other facts, a line each.
    pub fn facts(found: &Deviation, texts: &Texts) -> Vec<String> {
        let facts = &found.facts;
        let wished: Vec<_> = facts.wished.iter().map(|wish| texts.wish(*wish)).collect();
        let told = |yes: Option<bool>| match yes {
            Some(true) => texts.call_back_yes().into_owned(),
            Some(false) => texts.call_back_no().into_owned(),
            None => texts.deviation_not_told().into_owned(),
        };
        let acute = if facts.is_acute { texts.deviation_is_acute() } else { texts.deviation_is_planned() };
        let basis = facts.basis.map_or_else(|| texts.deviation_not_told().into_owned(), BasisCode::with_sign);
        let area = facts.area.map_or_else(|| texts.deviation_not_told(), |area| texts.deviation_area(area));
        let missing = facts
            .missing
            .map_or_else(|| texts.deviation_not_told(), |missing| texts.deviation_missing(missing));
        let at = facts.first_request_at;
        let rows = [
            (texts.deviation_acute(), acute.into_owned()),
            (texts.deviation_area_label(), area.into_owned()),
            (texts.deviation_basis(), basis),
            (texts.deviation_wished(), wished.join(", ")),
            (texts.deviation_missing_label(), missing.into_owned()),
            (texts.deviation_first_at(), format!("{} {}", texts.day(at), texts.time(at))),
            (texts.deviation_substance(), told(facts.substance)),
            (texts.deviation_crime(), told(facts.crime)),
        ];
        rows.into_iter().map(|(label, value)| format!("{label}: {value}")).collect()
    }
}
