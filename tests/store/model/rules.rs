//! What each command does to the world, or why it is refused: the rules of the store, written a second time. Here
//! what is done with places: their list, their state, holds and offers. [`super::contacts`] has the rest.

use akuttvakt::domain::claim::ClaimKind;
use akuttvakt::domain::command::{Command, ImportReport, OfferCompletion, OfferDraft, Outcome};
use akuttvakt::domain::follow_up::{FollowUpEnd, FollowUpKind};
use akuttvakt::domain::ids::{CallId, OfferId, PlaceId, UnitId};
use akuttvakt::domain::measure::MeasureKind;
use akuttvakt::domain::offer::Clearance;
use akuttvakt::domain::refusal::{BadTime, BadValue, NotOfferable, Refusal, Stale};
use akuttvakt::domain::unit::{ConfirmedHow, PlaceState};
use akuttvakt::domain::unit_list::UnitRow;
use chrono::TimeDelta;

use super::ADVISERS;
use super::contacts::{about_call, lately};
use super::rows::HomeRow;
use super::world::{At, ClaimRow, FollowUpRow, OfferRow, StateRow, Words, World, index, number, row, those};

pub type Answer = Result<Outcome, Refusal>;

/// Longest text, and longest name or number, in characters.
pub(super) const TEXT: usize = 500;
pub(super) const NAME: usize = 100;
const REASON: usize = 200;

impl World {
    /// Does a command for adviser `by`. Undo and redo are no acts of their own.
    pub fn perform(&mut self, command: &Command, by: usize, now: At) -> Answer {
        self.hand = by;
        match command {
            Command::RegisterCall(facts) => self.register(facts, now),
            Command::SetPlace { place, state, reason } => {
                too_long("reason", reason.as_deref(), REASON)?;
                self.known_place(*place)?;
                self.set_states(&[place.0], *state, now);
                Ok(Outcome::PlaceSet { place: *place, state: *state })
            }
            Command::SetUnit { place, state, reason } => {
                self.known_place(*place)?;
                too_long("reason", reason.as_deref(), REASON)?;
                self.set_states(&self.unit_of(place.0), *state, now);
                Ok(Outcome::PlaceSet { place: *place, state: *state })
            }
            Command::ConfirmPlace { place, how, whole_unit } => {
                self.confirm(*place, *how, *whole_unit, by, now)
            }
            Command::Hold { call, place } => self.hold(*call, *place, by, now),
            Command::Release { place } => self.release(*place, now),
            Command::Offer(draft) => self.give(draft, by, now),
            Command::Answer { offer, answer, reason, by, note } => {
                self.record(*offer, (*answer, *reason), by.as_deref(), note.as_deref(), now)
            }
            Command::CompleteOffer(given) => self.complete(given, now),
            Command::Arrive { offer, at } => self.arrive(*offer, *at, now),
            Command::CloseCall { call, reason, note } => self.close(*call, *reason, note.as_deref(), now),
            Command::EditCall(edit) => self.edit(edit, now),
            Command::Refer { call, at } => self.refer(*call, *at, now),
            Command::AnswerItem(given) => self.answer_item(given, by, now),
            Command::PromiseCallBack { call, due_at } => self.promise(*call, *due_at, None, now),
            Command::RepeatCallBack { call, due_at, minutes } => {
                self.promise(*call, *due_at, Some(*minutes), now)
            }
            Command::EndFollowUp { follow_up, end } => self.end_one(*follow_up, *end, now),
            Command::LinkChild { child, other } => self.link(*child, *other),
            Command::Reveal { subject } => self.reveal(*subject),
            Command::Purge { dry_run } => self.purge(*dry_run, now),
            Command::ImportUnits { rows, dry_run } => Ok(self.import(rows, *dry_run, now)),
            Command::SetSetting { key, value } => self.set(key, value),
            Command::Undo { .. } => Err(Refusal::Stale(Stale::NothingToUndo)),
            Command::Redo => Err(Refusal::Stale(Stale::NothingToRedo)),
            Command::PlanPlacement(plan) => self.plan(plan, now),
            Command::FallThrough { offer, reason } => self.fall_through(*offer, reason, now),
            Command::EndPlacement(ending) => self.end_placement(ending, now),
            Command::EvaluatePlacement(views) => self.evaluate(views),
            Command::SplitSiblings(split) => self.split(split, now),
            Command::Remark { call, kind, text } => self.remark(*call, *kind, text, now),
            Command::StayOpen { call, stays_open } => self.stay_open(*call, *stays_open, now),
            Command::SetMeeting { call, at } => self.set_meeting(*call, *at, now),
            Command::DoStep { call, step, end, note } => {
                self.do_step(*call, *step, *end, note.as_deref(), now)
            }
            Command::MoveFollowUp { follow_up, due_at, reason } => {
                self.move_one(*follow_up, *due_at, reason, now)
            }
            Command::AssignFollowUp { follow_up, to } => self.assign(*follow_up, to),
            Command::SilenceAlarms { alarms } => Ok(self.silence(alarms)),
            Command::ExportNamed { call, reason } => self.export(*call, reason),
            Command::LogEnquiry(given) => self.log_enquiry(given, now),
            Command::SetCompensation { call, kind, state, note } => {
                self.set_compensation(*call, *kind, *state, note.as_deref(), now)
            }
            Command::DraftDeviation { call, child } => self.draft_deviation(*call, *child, now),
            Command::EditDeviation { deviation, facts, note } => {
                self.edit_deviation(*deviation, facts, note.as_deref(), now)
            }
            Command::RegisterDeviation { deviation } => self.register_deviation(*deviation, now),
            Command::CloseDeviation { deviation, outcome } => self.close_deviation(*deviation, *outcome, now),
            Command::Supervise { deviation, supervision } => self.supervise(*deviation, *supervision, now),
            Command::OpenExtraPlace { place, reason } => self.open_extra(*place, reason, now),
            Command::CloseExtraPlace { place } => self.close_extra(*place, now),
            Command::EditUnit(edit) => self.edit_unit(edit, now),
            Command::ExpectFree { place, at } => self.expect_free(*place, *at, now),
            Command::SetContact { contact, row } => self.set_contact(*contact, row),
            Command::StartShift => Ok(self.start_shift(now)),
            Command::SetWatch(draft) => self.watch(draft, now),
            Command::SignHandover(draft) => self.sign(draft, now),
            Command::GoThrough { handover, point } => self.go_through(*handover, *point, now),
            Command::ReceiveHandover { handover, repeated } => self.receive(*handover, repeated, now),
            Command::TakeShift { adviser } => self.take_shift(adviser, now),
            Command::RemoveContact { contact } => self.remove_contact(*contact),
            Command::ImportContacts { rows, dry_run } => self.import_contacts(rows, *dry_run),
        }
    }

    pub(super) fn known_place(&self, place: PlaceId) -> Result<(), Refusal> {
        let known = row(&self.places, place.0).filter(|row| !row.is_closed);
        known.map(drop).ok_or(Refusal::UnknownPlace(place))
    }

    fn set_states(&mut self, places: &[i64], state: PlaceState, now: At) {
        for place in places {
            let current = self.state(*place);
            let was_free = self.is_free(*place);
            self.states[current].is_over = true;
            self.states.push(StateRow { place: *place, state, from: now, is_over: false });
            match (state, was_free) {
                (PlaceState::Free, true) => {}
                (PlaceState::Free, false) => drop(self.tell(*place, None, now)),
                _ => self.forget_place(*place, now),
            }
        }
    }

    fn confirm(&mut self, place: PlaceId, how: ConfirmedHow, whole_unit: bool, by: usize, now: At) -> Answer {
        self.known_place(place)?;
        for each in if whole_unit { self.unit_of(place.0) } else { vec![place.0] } {
            self.places[index(each)].confirmed = Some((now, by, how));
            self.end_all(now, FollowUpEnd::Done, |row| {
                row.kind == FollowUpKind::ConfirmPlace && row.place == Some(each)
            });
        }
        Ok(Outcome::PlaceConfirmed { place, at: now })
    }

    fn import(&mut self, rows: &[UnitRow], dry_run: bool, now: At) -> Outcome {
        let mut report = ImportReport { dry_run, ..ImportReport::default() };
        let mut after = self.clone();
        for row in rows {
            let known = self.units.iter().position(|unit| unit.unit == row.unit && unit.region == row.region);
            match known {
                Some(at) if self.units[at] == *row => report.unchanged += 1,
                Some(at) => {
                    let unit = UnitId(number(at));
                    report.updated.push(unit);
                    if row.places < self.units[at].places {
                        report.fewer_places.push(unit);
                    }
                    after.units[at] = row.clone();
                    after.make_places(unit.0, now);
                }
                None => {
                    report.added += 1;
                    after.units.push(row.clone());
                    after.homes.push(HomeRow::default());
                    after.make_places(number(after.units.len() - 1), now);
                }
            }
        }
        let is_missing = |unit: &UnitRow| {
            rows.iter().any(|row| row.region == unit.region) && rows.iter().all(|row| row.unit != unit.unit)
        };
        report.missing = those(&self.units, is_missing).into_iter().map(UnitId).collect();
        report.places_added = after.places.len() - self.places.len();
        if !dry_run {
            *self = after;
        }
        Outcome::Imported(report)
    }

    /// The children an offer would be for, if anything can be offered.
    fn offerable(&self, call: CallId) -> Result<Vec<i64>, Refusal> {
        let is_consultation = self.open(call)?.is_consultation();
        let children = self.to_place(call.0);
        let why = if is_consultation { NotOfferable::Consultation } else { NotOfferable::EveryChildHasOffer };
        if is_consultation || children.is_empty() {
            return Err(Refusal::NotOfferable { call, why });
        }
        Ok(children)
    }

    fn takable(&self, call: i64, place: PlaceId, now: At) -> Result<(), Refusal> {
        self.known_place(place)?;
        let Some(claim) = self.live(place.0, now).filter(|_| !self.holds(call, place.0, now)) else {
            return Ok(());
        };
        let ClaimRow { by, from, until, call, .. } = self.claims[claim];
        Err(Refusal::Taken { place, by: ADVISERS[by].to_owned(), at: from, until, call: CallId(call) })
    }

    /// The named place, the unit's places the call holds, then its free ones.
    fn places_for(&self, call: i64, named: i64, count: usize, now: At) -> Vec<i64> {
        let others: Vec<_> = self.unit_of(named).into_iter().filter(|place| *place != named).collect();
        let held = others.iter().filter(|place| self.holds(call, **place, now));
        let free = others.iter().filter(|place| self.is_vacant(**place, now));
        std::iter::once(&named).chain(held).chain(free).take(count).copied().collect()
    }

    /// Each child takes a place, as far as there are places: an own hold grows, else a claim begins.
    fn take(&mut self, place: i64, children: &[i64], claim: &ClaimRow, now: At) {
        let places = self.places_for(claim.call, place, children.len(), now);
        for (place, child) in places.into_iter().zip(children) {
            let claim = ClaimRow { place, child: *child, ..claim.clone() };
            if let Some(own) = self.live(place, now) {
                self.claims[own] = ClaimRow { from: self.claims[own].from, ..claim.clone() };
            } else {
                self.end_lapsed(place);
                self.claims.push(claim.clone());
            }
            if claim.kind != ClaimKind::Hold {
                self.forget_place(place, now);
            }
            if claim.kind == ClaimKind::Offer {
                self.offered(claim.call, place, *child, now);
            }
        }
    }

    /// A hold that ran out ended when it ran out.
    pub(super) fn end_lapsed(&mut self, place: i64) {
        if let Some(lapsed) = self.unended(place) {
            self.claims[lapsed].ended = self.claims[lapsed].until;
        }
    }

    fn hold(&mut self, call: CallId, place: PlaceId, by: usize, now: At) -> Answer {
        let children = self.offerable(call)?;
        self.takable(call.0, place, now)?;
        let until = now + TimeDelta::seconds(self.setting_number("hold.seconds", "900"));
        let claim = new_claim(ClaimKind::Hold, call.0, by, now);
        self.take(place.0, &children, &ClaimRow { until: Some(until), ..claim }, now);
        Ok(Outcome::Held { call, place, until })
    }

    fn release(&mut self, place: PlaceId, now: At) -> Answer {
        self.known_place(place)?;
        let hold = self.live(place.0, now).filter(|claim| self.claims[*claim].kind == ClaimKind::Hold);
        self.claims[hold.ok_or(Refusal::Stale(Stale::NoHold(place)))?].ended = Some(now);
        Ok(Outcome::Released { place })
    }

    /// The children named, each without an offer; or those whose turn it is.
    fn whom(&self, draft: &OfferDraft) -> Result<Vec<i64>, Refusal> {
        let (call, turn) = (draft.call, self.offerable(draft.call)?);
        let all = self.children_of(call.0);
        if let Some(unknown) = draft.children.iter().find(|child| !all.contains(&child.0)) {
            return Err(unknown_number("child", unknown.0));
        }
        if draft.children.iter().any(|child| self.has_offer(child.0)) {
            return Err(Refusal::NotOfferable { call, why: NotOfferable::EveryChildHasOffer });
        }
        let named = |child: &i64| draft.children.iter().any(|named| named.0 == *child);
        Ok(if draft.children.is_empty() { turn } else { all.into_iter().filter(named).collect() })
    }

    fn give(&mut self, draft: &OfferDraft, by: usize, now: At) -> Answer {
        let why = kept("why", draft.why.as_deref(), TEXT)?;
        let child_view = kept("child_view", draft.child_view.as_deref(), TEXT)?;
        lately(draft.cleared_at, now)?;
        let children = self.whom(draft)?;
        let (call, place) = (draft.call, draft.place);
        self.takable(call.0, place, now)?;
        let seats = if draft.counts_double { children.len().max(1) * 2 } else { children.len() };
        if draft.counts_double {
            self.has_seats(call.0, place.0, seats, now)?;
        }
        if why.is_none() && !self.fits(call.0, place.0, &children, now) {
            return Err(Refusal::ReasonNeeded { place, call, blockers: Vec::new() });
        }
        let lacks_why = why.is_none();
        self.offers.push(OfferRow {
            call: call.0,
            place: place.0,
            at: now,
            answer: None,
            answer_reason: None,
            answered_by: None,
            answer_note: None,
            is_void: false,
            clearance: draft.clearance,
            cleared_at: draft.cleared_at,
            may_be_known: draft.may_be_known,
            why,
            child_view,
        });
        let offer = number(self.offers.len() - 1);
        let facts = &mut self.calls[index(call.0)].facts;
        facts.may_be_known = draft.may_be_known.or(facts.may_be_known);
        let claim = new_claim(ClaimKind::Offer, call.0, by, now);
        let whom: Vec<i64> = children.iter().copied().cycle().take(seats).collect();
        self.take(place.0, &whom, &ClaimRow { offer: Some(offer), ..claim }, now);
        let fresh = TimeDelta::hours(self.setting_number("places.fresh_hours", "24"));
        let is_fresh = self.places[index(place.0)].confirmed.is_some_and(|(at, ..)| now - at <= fresh);
        for (kind, is_needed) in [
            (FollowUpKind::OfferAnswer, true),
            (FollowUpKind::OfferReason, lacks_why),
            (FollowUpKind::ConfirmPlace, !is_fresh),
            (FollowUpKind::ClearWithMeasure, draft.clearance == Clearance::NotYet),
        ] {
            if is_needed {
                self.follow_offer(kind, offer, now);
            }
        }
        let received = self.calls[index(call.0)].facts.received_at;
        let response_minutes = received.map(|received| (now - received).num_minutes().max(0));
        Ok(Outcome::Offered { offer: OfferId(offer), call, place, response_minutes })
    }

    pub(super) fn follow_offer(&mut self, kind: FollowUpKind, offer: i64, now: At) {
        let OfferRow { call, place, .. } = self.offers[index(offer)];
        let due = now + TimeDelta::minutes(self.setting_number("offer.call_back_minutes", "30"));
        let (offer, place) = (Some(offer), Some(place));
        self.follow_ups.push(FollowUpRow { offer, place, ..about_call(kind, call, due, self.hand) });
    }

    /// Whether a unit has so many places for children who count double; else who was quicker, or that it has too few.
    fn has_seats(&self, call: i64, place: i64, seats: usize, now: At) -> Result<(), Refusal> {
        let unit = self.unit_of(place);
        if unit.iter().filter(|place| self.is_takable(call, **place, now)).count() >= seats {
            return Ok(());
        }
        let taken = unit.iter().filter_map(|place| self.live(*place, now));
        let others = taken.filter(|claim| {
            self.claims[*claim].call != call && self.claims[*claim].kind != ClaimKind::Placement
        });
        let last = others.max_by_key(|claim| self.claims[*claim].from);
        match last {
            Some(claim) => self.takable(call, PlaceId(self.claims[claim].place), now),
            None => Err(Refusal::NotOfferable { call: CallId(call), why: NotOfferable::TooFewForDouble }),
        }
    }

    fn is_takable(&self, call: i64, place: i64, now: At) -> bool {
        self.is_vacant(place, now)
            || self.is_free(place) && !self.has_closed(place, now) && self.holds(call, place, now)
    }

    /// Whether nothing about a place stands in the way of these children.
    pub(super) fn fits(&self, call: i64, place: i64, children: &[i64], now: At) -> bool {
        let facts = &self.calls[index(call)].facts;
        let unit = &self.units[index(self.places[index(place)].unit)];
        let is_home = unit.kind == MeasureKind::EmergencyHome;
        let is_wished =
            facts.wished.is_empty() || facts.wished.iter().any(|wish| wish.kinds().contains(&unit.kind));
        let is_cleared = facts
            .basis
            .is_none_or(|basis| unit.legal_bases.contains(&basis) || is_home && basis.names_institutions());
        let ages = unit.age_min..=unit.age_max;
        let age_of = |child: &i64| self.children[index(*child)].facts.age.years();
        let takes = |age: u8| ages.contains(&age) && (age > 0 || is_home);
        let room = self.unit_of(place).iter().filter(|place| self.is_takable(call, **place, now)).count();
        self.is_free(place)
            && !self.has_closed(place, now)
            && is_wished
            && is_cleared
            && children.iter().filter_map(age_of).all(takes)
            && (children.len() < 2 || room.min(usize::from(unit.max_siblings)) >= children.len())
    }

    fn complete(&mut self, given: &OfferCompletion, now: At) -> Answer {
        let offer = given.offer.0;
        let old = row(&self.offers, offer).ok_or(Refusal::UnknownOffer(given.offer))?.clone();
        if old.is_void {
            return Err(Refusal::Stale(Stale::Voided(given.offer)));
        }
        if !old.counts() {
            return Err(Refusal::Stale(Stale::Answered(given.offer)));
        }
        let call = CallId(old.call);
        if self.calls[index(old.call)].is_erased {
            return Err(Refusal::Stale(Stale::Erased(call)));
        }
        lately(given.cleared_at, now)?;
        let why = kept("why", given.why.as_deref(), TEXT)?;
        let child_view = kept("child_view", given.child_view.as_deref(), TEXT)?;
        let own = |kind| move |row: &FollowUpRow| row.offer == Some(offer) && row.kind == kind;
        let changed = &mut self.offers[index(offer)];
        let has_why = why.is_some();
        changed.why = why.or(old.why);
        changed.child_view = if given.child_view.is_some() { child_view } else { old.child_view };
        changed.clearance = given.clearance.unwrap_or(old.clearance);
        changed.cleared_at = given.cleared_at.or(old.cleared_at);
        changed.may_be_known = given.may_be_known.or(old.may_be_known);
        if has_why {
            self.end_all(now, FollowUpEnd::Done, own(FollowUpKind::OfferReason));
        }
        if self.open(call).is_ok() {
            let facts = &mut self.calls[index(call.0)].facts;
            facts.may_be_known = given.may_be_known.or(facts.may_be_known);
        }
        match given.clearance {
            Some(Clearance::Cleared) => {
                self.end_all(now, FollowUpEnd::Done, own(FollowUpKind::ClearWithMeasure));
            }
            Some(Clearance::NotYet) if old.clearance == Clearance::Cleared => {
                self.follow_offer(FollowUpKind::ClearWithMeasure, offer, now);
            }
            _ => {}
        }
        Ok(Outcome::OfferCompleted { offer: given.offer, call })
    }

    pub(super) fn end_all(&mut self, now: At, end: FollowUpEnd, wanted: impl Fn(&FollowUpRow) -> bool) {
        for row in self.open_follow_ups(wanted) {
            self.follow_ups[row].ended = Some((now, end));
        }
    }
}

fn new_claim(kind: ClaimKind, call: i64, by: usize, now: At) -> ClaimRow {
    ClaimRow { place: 0, kind, call, child: 0, offer: None, by, from: now, until: None, ended: None }
}

fn too_long(field: &'static str, text: Option<&str>, limit: usize) -> Result<(), Refusal> {
    match text {
        Some(text) if text.chars().count() > limit => {
            Err(Refusal::BadValue(BadValue::TooLong { field, limit }))
        }
        _ => Ok(()),
    }
}

/// A text as it is kept: nothing around it, and empty is none.
pub(super) fn kept(field: &'static str, text: Option<&str>, limit: usize) -> Result<Words, Refusal> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    too_long(field, text, limit)?;
    Ok(text.map(str::to_owned))
}

pub(super) fn unknown_number(field: &'static str, number: i64) -> Refusal {
    Refusal::BadValue(BadValue::UnknownNumber { field, number })
}

/// What is told to have happened has: clocks may differ by two minutes.
pub(super) fn not_to_come(at: Option<At>, now: At) -> Result<(), Refusal> {
    match at {
        Some(at) if at > now + TimeDelta::minutes(2) => Err(Refusal::BadTime(BadTime::InFuture(at))),
        _ => Ok(()),
    }
}
