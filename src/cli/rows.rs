//! Calls and places as rows of a list: the fixed objects for scripts, and a line for people.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::placement_rows::OwnPlacement;
use crate::domain::basis::BasisCode;
use crate::domain::call::{Call, CallKind, CallState};
use crate::domain::clocks::{ClockMark, PlacelessClock, ResponseClock, minutes_left};
use crate::domain::ids::CallId;
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
