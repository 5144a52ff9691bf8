//! The hardest hours: who was asked, what is offered meanwhile, deviations, places above capacity, the directory.

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::call::{CloseReason, Whereabouts};
use akuttvakt::domain::command::Outcome;
use akuttvakt::domain::compensation::{CompensationKind, CompensationState};
use akuttvakt::domain::deviation::{
    Area, DeviationFacts, DeviationOutcome, DeviationState, Meanwhile, Missing, Supervision,
};
use akuttvakt::domain::directory::ContactRow;
use akuttvakt::domain::enquiry::{EnquiryDraft, EnquiryResult, NoReason};
use akuttvakt::domain::follow_up::{FollowUpEnd, FollowUpKind};
use akuttvakt::domain::ids::{CallId, ChildId, ContactId, DeviationId, EnquiryId, PlaceId, UnitId};
use akuttvakt::domain::measure::{MeasureKind, Wish};
use akuttvakt::domain::offer::Answer as Said;
use akuttvakt::domain::refusal::{BadTime, BadValue, Refusal, Stale};
use akuttvakt::domain::unit::PlaceState;
use akuttvakt::domain::unit_facts::UnitFact;
use akuttvakt::domain::unit_list::{UnitEdit, UnitRow};
use chrono::TimeDelta;

use super::contacts::{about_call, lately, past};
use super::routine::required;
use super::rows::{CompensationRow, DeviationRow, EnquiryRow, HomeRow};
use super::rules::{Answer, NAME, TEXT, kept, unknown_number};
use super::world::{At, FollowUpRow, PlaceRow, StateRow, World, index, number, row, those};

fn bad(value: BadValue) -> Answer {
    Err(Refusal::BadValue(value))
}

/// Whether two attempts asked the same: the unit, or without one the rung and the region.
fn is_same(one: &EnquiryRow, other: &EnquiryRow) -> bool {
    let of = |row: &EnquiryRow| match row.unit {
        Some(unit) => (Some(unit), None),
        None => (None, Some((row.rung, row.region))),
    };
    one.call == other.call && of(one) == of(other)
}

/// The levels of severity on a day: five from the first of January 2024 in Norway.
pub(super) fn levels_on(at: At) -> u8 {
    if at < "2023-12-31T23:00:00Z".parse::<At>().unwrap() { 3 } else { 5 }
}

/// What is promised comes, and within a week.
pub(super) fn promised(at: At, now: At) -> Result<(), Refusal> {
    if at <= now {
        Err(Refusal::BadTime(BadTime::Passed(at)))
    } else if at > now + TimeDelta::days(7) {
        Err(Refusal::BadTime(BadTime::TooFarAhead(at)))
    } else {
        Ok(())
    }
}

impl World {
    pub(super) fn log_enquiry(&mut self, given: &EnquiryDraft, now: At) -> Answer {
        let call = given.call;
        self.open(call)?;
        let who = kept("who", given.who.as_deref(), NAME)?;
        let note = kept("note", given.note.as_deref(), TEXT)?;
        let is_no = given.result == EnquiryResult::No;
        if is_no && given.reason.is_none() {
            return bad(BadValue::ReasonMissing);
        }
        if is_no && given.reason == Some(NoReason::Other) && note.is_none() {
            return bad(BadValue::NoteMissing);
        }
        if !is_no && given.reason.is_some() {
            return bad(BadValue::ReasonNotDeclined);
        }
        lately(given.at, now)?;
        if let Some(at) = given.ask_at {
            promised(at, now)?;
        }
        if let Some(unit) = given.unit {
            row(&self.units, unit.0).ok_or(unknown_number("unit", unit.0))?;
        }
        let asked = EnquiryRow {
            call: call.0,
            rung: given.rung,
            unit: given.unit.map(|unit| unit.0),
            region: given.region,
            by: self.hand,
            at: given.at.unwrap_or(now),
            result: given.result,
            reason: given.reason,
            ask_at: given.ask_at,
            decisions: given.decisions.clone(),
            who,
            note,
        };
        for at in self.open_follow_ups(|row| row.enquiry.is_some()) {
            let before = self.follow_ups[at].enquiry.unwrap();
            if is_same(&self.enquiries[index(before)], &asked) {
                self.follow_ups[at].ended = Some((now, FollowUpEnd::Done));
            }
        }
        self.enquiries.push(asked);
        let enquiry = number(self.enquiries.len() - 1);
        if let Some(due) = given.ask_at {
            let again = about_call(FollowUpKind::AskAgain, call.0, due, self.hand);
            self.follow_ups.push(FollowUpRow { enquiry: Some(enquiry), ..again });
        }
        Ok(Outcome::EnquiryLogged { enquiry: EnquiryId(enquiry), call, ask_at: given.ask_at })
    }

    /// Whether the same was asked after an attempt.
    pub(super) fn was_asked_after(&self, enquiry: i64) -> bool {
        let first = &self.enquiries[index(enquiry)];
        self.enquiries.iter().skip(index(enquiry) + 1).any(|later| is_same(first, later))
    }

    pub(super) fn set_compensation(
        &mut self,
        call: CallId,
        kind: CompensationKind,
        state: CompensationState,
        note: Option<&str>,
        now: At,
    ) -> Answer {
        let note = kept("note", note, TEXT)?;
        self.open(call)?;
        for row in self.compensations.iter_mut().filter(|row| row.call == call.0 && row.kind == kind) {
            row.is_over = true;
        }
        let by = self.hand;
        self.compensations.push(CompensationRow {
            call: call.0,
            kind,
            state,
            by,
            at: now,
            note,
            is_over: false,
        });
        Ok(Outcome::CompensationSet { call, kind, state })
    }

    pub(super) fn open_deviation(&self, child: i64) -> Option<i64> {
        those(&self.deviations, |row| row.child == child && row.closed.is_none()).first().copied()
    }

    pub(super) fn draft_deviation(&mut self, call: CallId, child: Option<ChildId>, now: At) -> Answer {
        self.open(call)?;
        let child = match child {
            Some(child) if self.children_of(call.0).contains(&child.0) => child,
            Some(child) => return Err(unknown_number("child", child.0)),
            None => match self.to_place(call.0).first() {
                Some(child) => ChildId(*child),
                None => return Err(Refusal::Stale(Stale::EveryChildPlaced(call))),
            },
        };
        if let Some(deviation) = self.open_deviation(child.0) {
            let deviation = DeviationId(deviation);
            return Err(Refusal::Stale(Stale::HasDeviation { child, deviation }));
        }
        let facts = self.facts_of_deviation(call.0);
        self.deviations.push(DeviationRow {
            call: call.0,
            child: child.0,
            facts,
            opened: now,
            registered: None,
            closed: None,
            supervision: None,
            note: None,
        });
        let deviation = DeviationId(number(self.deviations.len() - 1));
        Ok(Outcome::DeviationSet { deviation, call, state: DeviationState::Draft })
    }

    /// What the call says of a case that is drafted.
    fn facts_of_deviation(&self, call: i64) -> DeviationFacts {
        let facts = &self.calls[index(call)].facts;
        let is_home = |kind: &MeasureKind| {
            matches!(kind, MeasureKind::EmergencyHome | MeasureKind::FosterHome | MeasureKind::CrisisHome)
        };
        let kinds: Vec<_> = facts.wished.iter().flat_map(|wish: &Wish| wish.kinds()).collect();
        let only_homes = !kinds.is_empty() && kinds.iter().all(|kind| is_home(kind));
        let names_institutions = facts.basis.is_some_and(|basis: BasisCode| basis.names_institutions());
        let is_declined = |offer: &super::world::OfferRow| {
            offer.call == call && !offer.is_void && matches!(offer.answer, Some((Said::Declined, _)))
        };
        DeviationFacts {
            is_acute: facts.is_acute,
            area: if only_homes && !names_institutions { Area::Home } else { Area::Institution },
            basis: facts.basis,
            wished: facts.wished.clone(),
            missing: if self.offers.iter().any(is_declined) { Missing::NotFitting } else { Missing::NoOffer },
            first_request_at: facts.received_at.unwrap_or(facts.first_contact_at),
            meanwhile: match facts.whereabouts {
                Some(Whereabouts::Home) => Meanwhile::Home,
                Some(Whereabouts::Kin) => Meanwhile::StaffOrNetwork,
                None => Meanwhile::Unknown,
                Some(other) => panic!("nobody is thrown there: {other:?}"),
            },
            substance: None,
            crime: None,
            severity: None,
        }
    }

    fn deviation(&self, id: DeviationId) -> Result<&DeviationRow, Refusal> {
        row(&self.deviations, id.0).ok_or(unknown_number("deviation", id.0))
    }

    /// A deviation that has not ended.
    fn running(&self, id: DeviationId) -> Result<(), Refusal> {
        let is_over = self.deviation(id)?.closed.is_some();
        if is_over { Err(Refusal::Stale(Stale::DeviationClosed(id))) } else { Ok(()) }
    }

    fn as_set(&self, deviation: DeviationId) -> Outcome {
        let row = &self.deviations[index(deviation.0)];
        Outcome::DeviationSet { deviation, call: CallId(row.call), state: row.state() }
    }

    pub(super) fn edit_deviation(
        &mut self,
        id: DeviationId,
        facts: &DeviationFacts,
        note: Option<&str>,
        now: At,
    ) -> Answer {
        self.running(id)?;
        let words = kept("note", note, TEXT)?;
        past(Some(facts.first_request_at), now)?;
        let levels = levels_on(facts.first_request_at);
        if let Some(level) = facts.severity.filter(|level| *level < 1 || *level > levels) {
            return bad(BadValue::Severity { level, levels });
        }
        let row = &mut self.deviations[index(id.0)];
        row.facts = facts.clone();
        if note.is_some() {
            row.note = words;
        }
        Ok(self.as_set(id))
    }

    pub(super) fn register_deviation(&mut self, id: DeviationId, now: At) -> Answer {
        self.running(id)?;
        let row = &mut self.deviations[index(id.0)];
        if row.registered.is_some() {
            return Err(Refusal::Stale(Stale::DeviationRegistered(id)));
        }
        row.registered = Some(now);
        Ok(self.as_set(id))
    }

    pub(super) fn close_deviation(&mut self, id: DeviationId, outcome: DeviationOutcome, now: At) -> Answer {
        self.running(id)?;
        self.deviations[index(id.0)].closed = Some((now, outcome));
        Ok(self.as_set(id))
    }

    pub(super) fn supervise(&mut self, id: DeviationId, supervision: Supervision, now: At) -> Answer {
        self.deviation(id)?;
        past(Some(supervision.at), now)?;
        self.deviations[index(id.0)].supervision = Some(supervision);
        Ok(self.as_set(id))
    }

    /// A child was offered a place: what was open about it is over.
    pub(super) fn offered(&mut self, child: i64, now: At) {
        if let Some(open) = self.open_deviation(child) {
            self.deviations[index(open)].closed = Some((now, DeviationOutcome::Offered));
        }
    }

    /// What was open about the children of a call that is closed ends as the call did.
    pub(super) fn end_deviations(&mut self, call: i64, reason: CloseReason, now: At) {
        let outcome = match reason {
            CloseReason::Placed => DeviationOutcome::Offered,
            CloseReason::Withdrawn | CloseReason::ConsultationDone => DeviationOutcome::Withdrawn,
            CloseReason::SolvedOutside => DeviationOutcome::SolvedOutside,
            CloseReason::BecamePlanned => DeviationOutcome::BecamePlanned,
        };
        for row in self.deviations.iter_mut().filter(|row| row.call == call && row.closed.is_none()) {
            row.closed = Some((now, outcome));
        }
    }

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

    fn shut(&mut self, place: i64, now: At) {
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
        if before != edit.row.places {
            self.make_places(unit.0, now);
        }
        Ok(Outcome::UnitSet { unit })
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

    /// An entry as it is kept.
    fn entry(given: &ContactRow) -> Result<ContactRow, Refusal> {
        let (name, phone) = (required("name", &given.name, NAME)?, required("phone", &given.phone, NAME)?);
        let note = kept("note", given.note.as_deref(), TEXT)?;
        Ok(ContactRow { name, phone, note, ..given.clone() })
    }

    fn known_contact(&self, contact: ContactId) -> Result<(), Refusal> {
        let known = row(&self.contacts, contact.0).is_some_and(Option::is_some);
        if known { Ok(()) } else { Err(unknown_number("contact", contact.0)) }
    }

    pub(super) fn set_contact(&mut self, contact: Option<ContactId>, given: &ContactRow) -> Answer {
        let entry = Self::entry(given)?;
        let Some(contact) = contact else {
            self.contacts.push(Some(entry));
            return Ok(Outcome::ContactSet { contact: ContactId(number(self.contacts.len() - 1)) });
        };
        self.known_contact(contact)?;
        self.contacts[index(contact.0)] = Some(entry);
        Ok(Outcome::ContactSet { contact })
    }

    pub(super) fn remove_contact(&mut self, contact: ContactId) -> Answer {
        self.known_contact(contact)?;
        self.contacts[index(contact.0)] = None;
        Ok(Outcome::ContactSet { contact })
    }

    pub(super) fn import_contacts(&mut self, rows: &[ContactRow], dry_run: bool) -> Answer {
        let (mut added, mut updated, mut unchanged) = (0, 0, 0);
        let mut after = self.contacts.clone();
        for given in rows {
            let entry = Self::entry(given)?;
            let key = |row: &ContactRow| (row.kind, row.name.clone(), row.region, row.municipality);
            // The directory stands by kind, then by number.
            let same = after.iter_mut().flatten().find(|known| key(known) == key(&entry));
            match same {
                Some(known) if *known == entry => unchanged += 1,
                Some(known) => {
                    *known = entry;
                    updated += 1;
                }
                None => {
                    after.push(Some(entry));
                    added += 1;
                }
            }
        }
        if !dry_run {
            self.contacts = after;
        }
        Ok(Outcome::ContactsImported { added, updated, unchanged, dry_run })
    }
}
