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
use akuttvakt::domain::ids::{CallId, ChildId, ContactId, DeviationId, EnquiryId};
use akuttvakt::domain::measure::{MeasureKind, Wish};
use akuttvakt::domain::offer::{Answer as Said, DeclineReason};
use akuttvakt::domain::refusal::{BadTime, BadValue, Refusal, Stale};
use chrono::TimeDelta;

use super::contacts::{about_call, lately, past};
use super::routine::required;
use super::rows::{CompensationRow, DeviationRow, EnquiryRow};
use super::rules::{Answer, NAME, TEXT, kept, unknown_number};
use super::world::{At, FollowUpRow, World, index, number, row, those};

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
        let facts = self.facts_of_deviation(call.0, child.0);
        self.deviations.push(DeviationRow {
            call: call.0,
            child: child.0,
            facts,
            opened: now,
            registered: None,
            closed: None,
            offered: None,
            supervision: None,
            note: None,
        });
        let deviation = DeviationId(number(self.deviations.len() - 1));
        Ok(Outcome::DeviationSet { deviation, call, state: DeviationState::Draft })
    }

    /// What the call says of a case that is drafted.
    fn facts_of_deviation(&self, call: i64, child: i64) -> DeviationFacts {
        let facts = &self.calls[index(call)].facts;
        let is_home = |kind: &MeasureKind| {
            matches!(kind, MeasureKind::EmergencyHome | MeasureKind::FosterHome | MeasureKind::CrisisHome)
        };
        // Wishes are for one kind of measure each.
        let first = facts.wished.first().map(|wish: &Wish| is_home(&wish.kinds()[0]));
        let names_institutions = facts.basis.is_some_and(|basis: BasisCode| basis.names_institutions());
        let is_declined = |offer: &super::world::OfferRow| {
            offer.call == call && !offer.is_void && matches!(offer.answer, Some((Said::Declined, _)))
        };
        let declined = those(&self.offers, is_declined);
        let declined: Vec<_> = declined
            .into_iter()
            .filter(|offer| self.children_of_offer(*offer).contains(&child))
            .map(|offer| self.offers[index(offer)].answer_reason)
            .collect();
        let lacked = |reason: &Option<DeclineReason>| match reason {
            Some(DeclineReason::TooFar | DeclineReason::NotSameDay) => Some(Missing::TooFar),
            Some(DeclineReason::NotFitting | DeclineReason::OtherType) => Some(Missing::NotFitting),
            _ => None,
        };
        let declined_by_phone = self
            .enquiries
            .iter()
            .any(|row| row.call == call && row.reason == Some(NoReason::MunicipalityDeclined));
        let nothing_was_offered = declined.is_empty() && !declined_by_phone;
        DeviationFacts {
            is_acute: facts.is_acute,
            area: match first {
                _ if names_institutions => Some(Area::Institution),
                Some(true) => Some(Area::Home),
                Some(false) => Some(Area::Institution),
                None => None,
            },
            basis: facts.basis,
            wished: facts.wished.clone(),
            missing: declined
                .iter()
                .rev()
                .find_map(lacked)
                .or(nothing_was_offered.then_some(Missing::NoOffer)),
            first_request_at: facts.received_at.unwrap_or(facts.first_contact_at),
            meanwhile: match facts.whereabouts {
                _ if self.lived_by(child).is_some() => Meanwhile::OtherPlacement,
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
        let row = &mut self.deviations[index(id.0)];
        row.closed = Some((now, outcome));
        row.offered = (outcome == DeviationOutcome::Offered).then_some(now);
        Ok(self.as_set(id))
    }

    pub(super) fn supervise(&mut self, id: DeviationId, supervision: Supervision, now: At) -> Answer {
        self.deviation(id)?;
        past(Some(supervision.at), now)?;
        self.deviations[index(id.0)].supervision = Some(supervision);
        Ok(self.as_set(id))
    }

    /// A child was offered a place: what was open about it is over, unless it asked for something else.
    pub(super) fn offered(&mut self, call: i64, place: i64, child: i64, now: At) {
        let Some(open) = self.open_deviation(child) else { return };
        let unit = &self.units[index(self.places[index(place)].unit)];
        let home = |kind: MeasureKind| {
            matches!(kind, MeasureKind::EmergencyHome | MeasureKind::FosterHome | MeasureKind::CrisisHome)
        };
        let given = home(unit.kind);
        let asked = self.calls[index(call)].facts.basis;
        let row = &mut self.deviations[index(open)];
        let wished = &row.facts.wished;
        let is_other_basis = row.facts.basis.is_some() && row.facts.basis != asked;
        let is_other_kind = !wished.is_empty() && wished.iter().all(|wish| home(wish.kinds()[0]) != given);
        if !is_other_basis && !is_other_kind {
            row.closed = Some((now, DeviationOutcome::Offered));
            row.offered = Some(now);
        }
    }

    /// When a child got the place it has: its last offer that was accepted.
    fn got_place(&self, call: i64, child: i64) -> Vec<At> {
        let accepted = those(&self.offers, |offer| offer.call == call && offer.is_accepted());
        let own = accepted.into_iter().filter(|offer| self.children_of_offer(*offer).contains(&child));
        own.map(|offer| self.offers[index(offer)].at).collect()
    }

    /// A request stays open: what ended with the offer of a place that was taken is open again.
    pub(super) fn open_again(&mut self, call: i64) {
        for at in those(&self.deviations, |row| row.call == call && row.offered.is_some()) {
            let DeviationRow { child, offered, .. } = self.deviations[index(at)];
            let was_taken = self.got_place(call, child).into_iter().any(|given| Some(given) == offered);
            if was_taken && self.open_deviation(child).is_none() {
                let row = &mut self.deviations[index(at)];
                (row.closed, row.offered) = (None, None);
            }
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
        for at in those(&self.deviations, |row| row.call == call && row.closed.is_none()) {
            let given = self.got_place(call, self.deviations[index(at)].child).pop().unwrap_or(now);
            let row = &mut self.deviations[index(at)];
            row.closed = Some((now, outcome));
            row.offered = (outcome == DeviationOutcome::Offered).then_some(given);
        }
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
