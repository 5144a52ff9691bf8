//! Places above capacity and units as they are corrected.

use akuttvakt::domain::command::Outcome;
use akuttvakt::domain::ids::{PlaceId, UnitId};
use akuttvakt::domain::refusal::{BadTime, BadValue, Refusal, Stale};
use akuttvakt::domain::unit::PlaceState;
use akuttvakt::domain::unit_facts::UnitFact;
use akuttvakt::domain::unit_list::{UnitEdit, UnitRow};
use chrono::TimeDelta;

use super::routine::required;
use super::rows::HomeRow;
use super::rules::{Answer, TEXT, kept, unknown_number};
use super::world::{At, PlaceRow, StateRow, World, index, number, row, those};

impl World {
    pub(super) fn open_extra(&mut self, place: PlaceId, reason: &str, now: At) -> Answer {
        required("reason", reason, TEXT)?;
        // Also by a place that was closed again its unit is known.
        let unit = row(&self.places, place.0).ok_or(Refusal::UnknownPlace(place))?.unit;
        self.places.push(PlaceRow {
            unit,
            confirmed: None,
            is_extra: true,
            is_closed: false,
            expected: None,
        });
        let extra = number(self.places.len() - 1);
        self.states.push(StateRow { place: extra, state: PlaceState::Free, from: now, is_over: false });
        self.tell(extra, None, now);
        Ok(Outcome::ExtraPlaceOpened { place: PlaceId(extra) })
    }

    pub(super) fn close_extra(&mut self, place: PlaceId, now: At) -> Answer {
        self.known_place(place)?;
        if !self.places[index(place.0)].is_extra {
            return Err(Refusal::Stale(Stale::NotExtra(place)));
        }
        if self.live(place.0, now).is_some() {
            return Err(Refusal::Stale(Stale::PlaceTaken(place)));
        }
        self.shut(place.0, now);
        Ok(Outcome::ExtraPlaceClosed { place })
    }

    pub(super) fn shut(&mut self, place: i64, now: At) {
        let state = self.state(place);
        self.states[state].is_over = true;
        self.places[index(place)].is_closed = true;
        self.forget_place(place, now);
    }

    /// A unit is added, or is what it should be. Places that nobody has are closed from the highest down.
    pub(super) fn edit_unit(&mut self, edit: &UnitEdit, now: At) -> Answer {
        let name = required("unit", &edit.row.unit, 120)?;
        let note = kept("group_note", edit.group_note.as_deref(), 500)?;
        let mut facts = Vec::new();
        for (fact, told) in &edit.facts {
            let limit = match fact {
                UnitFact::Languages | UnitFact::OnCallPhone => 120,
                UnitFact::Presentation => 2000,
                _ => 200,
            };
            facts.push((*fact, kept(fact.code(), told.as_deref(), limit)?));
        }
        let edited = edit.unit.map(|unit| index(unit.0));
        let has_name = |(at, unit): (usize, &UnitRow)| {
            Some(at) != edited && unit.region == edit.row.region && unit.unit == edit.row.unit
        };
        if self.units.iter().enumerate().any(has_name) {
            return Err(Refusal::BadValue(BadValue::UnitExists(name)));
        }
        let Some(unit) = edit.unit else {
            self.units.push(edit.row.clone());
            self.homes.push(HomeRow::default());
            self.tell_home(self.units.len() - 1, note, facts);
            let unit = UnitId(number(self.units.len() - 1));
            self.set_closing(unit, edit.closes_at);
            self.make_places(unit.0, now);
            return Ok(Outcome::UnitSet { unit });
        };
        let before = row(&self.units, unit.0).ok_or(unknown_number("unit", unit.0))?.places;
        if before != edit.row.places {
            let is_own = |place: &PlaceRow| place.unit == unit.0 && !place.is_extra && !place.is_closed;
            let own = those(&self.places, is_own);
            let (used, unused): (Vec<i64>, Vec<i64>) =
                own.iter().copied().partition(|place| self.live(*place, now).is_some());
            let wanted = usize::from(edit.row.places);
            if used.len() > wanted {
                return Err(Refusal::BadValue(BadValue::PlacesInUse { in_use: used.len() }));
            }
            for place in unused.into_iter().rev().take(own.len().saturating_sub(wanted)) {
                self.shut(place, now);
            }
        }
        let old = self.units[index(unit.0)].clone();
        let (presentation, languages, on_call_phone) = (old.presentation, old.languages, old.on_call_phone);
        self.units[index(unit.0)] = UnitRow { presentation, languages, on_call_phone, ..edit.row.clone() };
        self.tell_home(index(unit.0), note, facts);
        self.set_closing(unit, edit.closes_at);
        if before != edit.row.places {
            self.make_places(unit.0, now);
        }
        Ok(Outcome::UnitSet { unit })
    }

    fn set_closing(&mut self, unit: UnitId, at: Option<At>) {
        match at {
            Some(at) => drop(self.closing.insert(unit.0, at)),
            None => drop(self.closing.remove(&unit.0)),
        }
    }

    /// What the list has a column for stands there.
    fn tell_home(&mut self, at: usize, note: Option<String>, facts: Vec<(UnitFact, Option<String>)>) {
        let (row, home) = (&mut self.units[at], &mut self.homes[at]);
        home.group_note = note;
        for (fact, told) in facts {
            match (fact, told) {
                (UnitFact::Presentation, told) => row.presentation = told,
                (UnitFact::Languages, told) => row.languages = told,
                (UnitFact::OnCallPhone, told) => row.on_call_phone = told,
                (_, Some(told)) => drop(home.facts.insert(fact, told)),
                (_, None) => drop(home.facts.remove(&fact)),
            }
        }
    }

    pub(super) fn expect_free(&mut self, place: PlaceId, at: Option<At>, now: At) -> Answer {
        self.known_place(place)?;
        match at {
            Some(at) if at <= now => return Err(Refusal::BadTime(BadTime::Passed(at))),
            Some(at) if at > now + TimeDelta::days(120) => {
                return Err(Refusal::BadTime(BadTime::TooFarAhead(at)));
            }
            _ => {}
        }
        self.places[index(place.0)].expected = at;
        Ok(Outcome::FreeExpected { place, at })
    }
}
