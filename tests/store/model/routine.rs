//! From the accepted offer to the end of a stay, and the routine's steps with their tasks.

use std::collections::BTreeSet;

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::call::CloseReason;
use akuttvakt::domain::claim::ClaimKind;
use akuttvakt::domain::command::Outcome;
use akuttvakt::domain::follow_up::{FollowUpEnd, FollowUpKind, Owner};
use akuttvakt::domain::ids::{CallId, ChildId, OfferId, PlaceId};
use akuttvakt::domain::measure::MeasureKind;
use akuttvakt::domain::offer::Answer as Said;
use akuttvakt::domain::placement::{PlacementPlan, StayEnd, StayEnding, StayViews};
use akuttvakt::domain::refusal::{BadTime, BadValue, Refusal, Stale};
use akuttvakt::domain::routine::StepKey;
use akuttvakt::domain::steps::StepEnd;
use chrono::{DateTime, Datelike, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Oslo;

use super::contacts::{about_call, lately};
use super::rows::{PlacementRow, StepRow};
use super::rules::{Answer, NAME, TEXT, kept, not_to_come, unknown_number};
use super::world::{At, ClaimRow, FollowUpRow, World, index, number, row, those};

/// Days off in the weeks that are played, besides Saturdays and Sundays.
const DAYS_OFF: [&str; 7] =
    ["2026-12-25", "2027-01-01", "2027-03-25", "2027-03-26", "2027-03-29", "2027-05-06", "2027-05-17"];

fn is_working_day(day: NaiveDate) -> bool {
    day.weekday().number_from_monday() < 6 && !DAYS_OFF.contains(&day.to_string().as_str())
}

/// A text that must be there.
pub(super) fn required(field: &'static str, text: &str, limit: usize) -> Result<String, Refusal> {
    kept(field, Some(text), limit)?.ok_or(Refusal::BadValue(BadValue::TextMissing(field)))
}

/// Not before what it follows; they may fall in the same minute.
fn in_order(at: At, after: At) -> Result<(), Refusal> {
    let is_early = after - at >= TimeDelta::minutes(1);
    if is_early { Err(Refusal::BadTime(BadTime::TooEarly { at, after })) } else { Ok(()) }
}

fn within(at: Option<At>, now: At, days: i64) -> Result<(), Refusal> {
    match at {
        Some(at) if at < now - TimeDelta::days(7) => Err(Refusal::BadTime(BadTime::TooFarBack(at))),
        Some(at) if at > now + TimeDelta::days(days) => Err(Refusal::BadTime(BadTime::TooFarAhead(at))),
        _ => Ok(()),
    }
}

impl World {
    pub(super) fn time_setting(&self, key: &str, default: &str) -> NaiveTime {
        NaiveTime::parse_from_str(self.setting(key, default), "%H:%M").unwrap()
    }

    /// The first time after a moment that the offices open on a working day.
    pub(super) fn next_office_day(&self, after: At) -> At {
        let opens = self.time_setting("office.from", "08:00");
        let days = after.with_timezone(&Oslo).date_naive().iter_days().filter(|day| is_working_day(*day));
        let mut openings = days
            .map(|day| Oslo.from_local_datetime(&day.and_time(opens)).unwrap().with_timezone(&Utc))
            .skip_while(|at: &DateTime<Utc>| *at <= after);
        openings.next().unwrap()
    }

    pub(super) fn is_office_time(&self, at: At) -> bool {
        let (opens, closes) =
            (self.time_setting("office.from", "08:00"), self.time_setting("office.to", "15:30"));
        let local = at.with_timezone(&Oslo);
        is_working_day(local.date_naive()) && opens <= local.time() && local.time() < closes
    }

    /// Whether a child of the call has a place.
    pub(super) fn is_placed(&self, call: i64) -> bool {
        self.offers.iter().any(|offer| offer.call == call && offer.is_accepted())
    }

    fn looks_for_place(&self, call: i64) -> bool {
        self.open(CallId(call)).is_ok_and(|row| !row.is_consultation()) && !self.to_place(call).is_empty()
    }

    fn is_free_for(&self, place: i64, call: i64, now: At) -> bool {
        self.looks_for_place(call)
            && self.is_vacant(place, now)
            && self.fits(call, place, &self.to_place(call), now)
    }

    fn tells_of(&self, row: &FollowUpRow, place: i64) -> bool {
        let unit = self.places[index(place)].unit;
        row.kind == FollowUpKind::PlaceFree
            && row.place.is_some_and(|told| self.places[index(told)].unit == unit)
    }

    /// Every call that a free place fits is told of it, the first referred first, and once of a unit.
    pub(super) fn tell(&mut self, place: i64, except: Option<i64>, now: At) -> Vec<CallId> {
        let mut fits: Vec<i64> = (1..number(self.calls.len()))
            .filter(|call| Some(*call) != except && self.is_free_for(place, *call, now))
            .collect();
        fits.sort_by_key(|call| {
            let facts = &self.calls[index(*call)].facts;
            (facts.received_at.unwrap_or(facts.first_contact_at), *call)
        });
        for call in &fits {
            if self.open_follow_ups(|row| row.call == *call && self.tells_of(row, place)).is_empty() {
                let row = about_call(FollowUpKind::PlaceFree, *call, now, self.hand);
                self.follow_ups.push(FollowUpRow { place: Some(place), ..row });
            }
        }
        fits.into_iter().map(CallId).collect()
    }

    /// What told of a place that is taken tells of another of the unit, or is over.
    pub(super) fn forget_place(&mut self, place: i64, now: At) {
        let told =
            self.open_follow_ups(|row| row.kind == FollowUpKind::PlaceFree && row.place == Some(place));
        for at in told {
            let call = self.follow_ups[at].call;
            let other = self.unit_of(place).into_iter().find(|other| self.is_free_for(*other, call, now));
            let row = &mut self.follow_ups[at];
            match other {
                Some(other) => row.place = Some(other),
                None => row.ended = Some((now, FollowUpEnd::Dropped)),
            }
        }
    }

    /// A call that needs no place is told of none.
    pub(super) fn forget_call(&mut self, call: i64, now: At) {
        if !self.looks_for_place(call) {
            self.end_all(now, FollowUpEnd::Dropped, |row| {
                row.call == call && row.kind == FollowUpKind::PlaceFree
            });
        }
    }

    /// Whether a call may be told of a place again.
    pub(super) fn may_tell_again(&self, call: i64, place: i64, now: At) -> bool {
        self.is_free_for(place, call, now)
            && self.open_follow_ups(|row| row.call == call && self.tells_of(row, place)).is_empty()
    }

    /// What an accepted offer begins: its children are expected, and the department has its tasks.
    pub(super) fn accepted(&mut self, offer: i64, now: At) {
        let call = self.offers[index(offer)].call;
        let facts = &self.calls[index(call)].facts;
        let (basis, decision, meeting) = (facts.basis, facts.decision, self.calls[index(call)].meeting);
        let mut claims: Vec<_> =
            self.claims.iter().filter(|claim| claim.offer == Some(offer) && claim.ended.is_none()).collect();
        // A child that counts double is placed once, at the first of its places.
        claims.sort_by_key(|claim| (claim.child, claim.place));
        claims.dedup_by_key(|claim| claim.child);
        let rows: Vec<_> = claims
            .into_iter()
            .map(|claim| PlacementRow {
                call,
                child: claim.child,
                place: claim.place,
                offer,
                basis,
                decision,
                measure: self.units[index(self.places[index(claim.place)].unit)].kind,
                accepted: now,
                leaves: None,
                expected: None,
                unit_told: None,
                arrived: None,
                ended: None,
                cancelled: None,
                is_void: false,
                driver: None,
                medicines: None,
                night_number: None,
                end_note: None,
                child_view: None,
                parents_view: None,
            })
            .collect();
        self.placements.extend(rows);
        let steps: &[StepKey] = if self.is_office_time(now) {
            &[StepKey::Birk, StepKey::Commitment, StepKey::ClarificationMeeting]
        } else {
            &[StepKey::InformUnit, StepKey::Birk, StepKey::Commitment, StepKey::ClarificationMeeting]
        };
        for step in steps {
            let is_meeting = *step == StepKey::ClarificationMeeting;
            let own = (!is_meeting).then_some(offer);
            let is_there = !self.needs_step(call, *step, None) || !self.tasks(call, *step).is_empty();
            if is_meeting && is_there {
                continue;
            }
            if let Some(settled) = self.settled(call, *step) {
                let at = self.steps[settled].at;
                let is_earlier = |row: &PlacementRow| {
                    !row.is_void && row.call == call && row.offer != offer && row.accepted <= at
                };
                let is_again =
                    if is_meeting { meeting.is_some() } else { self.placements.iter().any(is_earlier) };
                if !is_again {
                    continue;
                }
                self.steps[settled].is_over = true;
            }
            let soon = self.next_office_day(now);
            let due = match meeting {
                Some((at, _)) if *step == StepKey::Commitment => soon.max(self.next_office_day(at)),
                _ => soon,
            };
            self.begin_task(call, *step, own, due);
        }
        self.begin_papers(offer, now);
        self.forget_call(call, now);
    }

    fn begin_task(&mut self, call: i64, step: StepKey, offer: Option<i64>, due: At) {
        let place = offer.map(|offer| self.offers[index(offer)].place);
        let row = about_call(FollowUpKind::Step, call, due, self.hand);
        let owner = Owner::Department;
        self.follow_ups.push(FollowUpRow { step: Some(step), owner, offer, place, ..row });
    }

    pub(super) fn settled(&self, call: i64, step: StepKey) -> Option<usize> {
        self.steps.iter().position(|row| row.call == call && row.step == step && !row.is_over)
    }

    /// The call of an offer whose children are on their way.
    fn of_expected(&self, offer: OfferId) -> Result<i64, Refusal> {
        let row = row(&self.offers, offer.0).filter(|row| !row.is_void);
        let row = row.ok_or(Refusal::UnknownOffer(offer))?;
        if !row.is_accepted() || self.has_arrived(offer.0) {
            return Err(Refusal::Stale(Stale::NotExpected(offer)));
        }
        Ok(row.call)
    }

    fn expected_placements(&self, offer: i64) -> Vec<usize> {
        let expected = those(&self.placements, |row| row.offer == offer && row.is_expected());
        expected.into_iter().map(index).collect()
    }

    pub(super) fn plan(&mut self, plan: &PlacementPlan, now: At) -> Answer {
        let call = self.of_expected(plan.offer)?;
        let rows = self.expected_placements(plan.offer.0);
        let driver = kept("driver", plan.driver.as_deref(), TEXT)?;
        let medicines = kept("medicines", plan.medicines.as_deref(), TEXT)?;
        let night_number = kept("night_number", plan.night_number.as_deref(), NAME)?;
        within(plan.leaves_at, now, 60)?;
        within(plan.expected_at, now, 60)?;
        lately(plan.unit_told_at, now)?;
        let leaves = plan.leaves_at.or(self.placements[rows[0]].leaves);
        let expected_at = plan.expected_at.or(self.placements[rows[0]].expected);
        if let (Some(leaves), Some(expected)) = (leaves, expected_at) {
            in_order(expected, leaves)?;
        }
        for at in rows {
            let row = &mut self.placements[at];
            row.leaves = leaves;
            row.expected = expected_at;
            row.unit_told = plan.unit_told_at.or(row.unit_told);
            for (told, words, kept) in [
                (&plan.driver, &mut row.driver, &driver),
                (&plan.medicines, &mut row.medicines, &medicines),
                (&plan.night_number, &mut row.night_number, &night_number),
            ] {
                if told.is_some() {
                    words.clone_from(kept);
                }
            }
        }
        if let Some(expected) = plan.expected_at {
            let due = expected + TimeDelta::hours(1);
            if let Some(row) = self.asks_arrival(plan.offer.0).first() {
                self.follow_ups[*row].due = due;
            } else {
                let row = about_call(FollowUpKind::Arrival, call, due, self.hand);
                self.follow_ups.push(FollowUpRow { offer: Some(plan.offer.0), ..row });
            }
        }
        Ok(Outcome::Planned { offer: plan.offer, expected_at })
    }

    pub(super) fn asks_arrival(&self, offer: i64) -> Vec<usize> {
        self.open_follow_ups(|row| row.kind == FollowUpKind::Arrival && row.offer == Some(offer))
    }

    pub(super) fn arrive(&mut self, offer: OfferId, at: Option<At>, now: At) -> Answer {
        let call = self.of_expected(offer)?;
        lately(at, now)?;
        let arrived = at.unwrap_or(now);
        for at in self.expected_placements(offer.0) {
            in_order(arrived, self.placements[at].accepted)?;
            let child = self.placements[at].child;
            if let Some(lived) = self.lived_by(child) {
                in_order(arrived, self.placements[lived].arrived.unwrap())?;
                self.end_stay(lived, StayEnd::PlannedMove, arrived, now);
            }
            let facts = &self.calls[index(call)].facts;
            let row = &mut self.placements[at];
            (row.arrived, row.basis, row.decision) = (Some(arrived), facts.basis, facts.decision);
        }
        let own = |claim: &&mut ClaimRow| claim.offer == Some(offer.0) && claim.ended.is_none();
        for claim in self.claims.iter_mut().filter(own) {
            claim.kind = ClaimKind::Placement;
        }
        self.end_all(now, FollowUpEnd::Done, |row| {
            row.kind == FollowUpKind::Arrival && row.offer == Some(offer.0)
        });
        let closes_call = !self.calls[index(call)].stays_open && self.all_arrived(call);
        if closes_call {
            self.end_call(call, CloseReason::Placed, now);
        }
        Ok(Outcome::Arrived { offer, closes_call })
    }

    /// Every child has come to a place, and none waits to move to another.
    pub(super) fn all_arrived(&self, call: i64) -> bool {
        let of_call = || self.claims.iter().filter(|claim| claim.call == call);
        let lived = of_call().filter(|claim| claim.kind == ClaimKind::Placement);
        let lived: BTreeSet<_> = lived.map(|claim| claim.child).collect();
        let waits = of_call().any(|claim| claim.kind == ClaimKind::Offer && claim.ended.is_none());
        !waits && self.children_of(call).iter().all(|child| lived.contains(child))
    }

    pub(super) fn lived_by(&self, child: i64) -> Option<usize> {
        self.placements.iter().position(|row| row.child == child && row.is_lived())
    }

    /// A stay is over; whom its place fits.
    fn end_stay(&mut self, stay: usize, end: StayEnd, at: At, now: At) -> Vec<CallId> {
        let row = &mut self.placements[stay];
        row.ended = Some((at, end));
        let (call, child, offer) = (row.call, row.child, row.offer);
        let own =
            |claim: &ClaimRow| claim.child == child && claim.offer == Some(offer) && claim.ended.is_none();
        let mut fits = Vec::new();
        for claim in those(&self.claims, own) {
            self.claims[index(claim)].ended = Some(now);
            let told = self.tell(self.claims[index(claim)].place, Some(call), now);
            fits.extend(told.into_iter().filter(|call| !fits.contains(call)).collect::<Vec<_>>());
        }
        fits
    }

    pub(super) fn fall_through(&mut self, offer: OfferId, reason: &str, now: At) -> Answer {
        let call = self.of_expected(offer)?;
        let reason = required("reason", reason, TEXT)?;
        for at in self.expected_placements(offer.0) {
            self.placements[at].cancelled = Some(now);
        }
        let row = &mut self.offers[index(offer.0)];
        (row.answer, row.answer_note) = (Some((Said::Withdrawn, now)), Some(reason));
        let mut places = Vec::new();
        for claim in self.claims.iter_mut().filter(|claim| claim.offer == Some(offer.0)) {
            if claim.ended.is_none() {
                claim.ended = Some(now);
                places.push(claim.place);
            }
        }
        self.end_all(now, FollowUpEnd::Dropped, |row| row.call == call && row.offer == Some(offer.0));
        self.drop_of_day(call, now);
        for place in places {
            self.tell(place, Some(call), now);
        }
        Ok(Outcome::FellThrough { offer, call: CallId(call) })
    }

    /// The stay of a child, or why there is none.
    fn stay_of(&self, child: ChildId) -> Result<usize, Refusal> {
        row(&self.children, child.0).ok_or(unknown_number("child", child.0))?;
        let is_expected = |row: &PlacementRow| row.child == child.0 && row.is_expected();
        let waits = self.placements.iter().any(is_expected);
        let why = if waits { Stale::NotArrived(child) } else { Stale::NoStay(child) };
        self.lived_by(child.0).ok_or(Refusal::Stale(why))
    }

    pub(super) fn end_placement(&mut self, ending: &StayEnding, now: At) -> Answer {
        let (child, end) = (ending.child, ending.end);
        let note = kept("note", ending.note.as_deref(), TEXT)?;
        if note.is_none() && matches!(end, StayEnd::UnplannedMove | StayEnd::Other) {
            return Err(Refusal::BadValue(BadValue::TextMissing("note")));
        }
        let stay = self.stay_of(child)?;
        not_to_come(ending.at, now)?;
        let at = ending.at.unwrap_or(now);
        let row = &mut self.placements[stay];
        let (arrived, place) = (row.arrived.unwrap(), PlaceId(row.place));
        in_order(at, arrived)?;
        if !self.calls[index(row.call)].is_erased {
            row.end_note = note;
        }
        let fits = self.end_stay(stay, end, at, now);
        Ok(Outcome::StayEnded { child, place, days: Some((at - arrived).num_days()), fits })
    }

    pub(super) fn evaluate(&mut self, views: &StayViews) -> Answer {
        let child_view = kept("child_view", views.child_view.as_deref(), TEXT)?;
        let parents_view = kept("parents_view", views.parents_view.as_deref(), TEXT)?;
        let newest =
            self.placements.iter().rposition(|row| row.child == views.child.0 && row.arrived.is_some());
        let stay = newest.map_or_else(|| self.stay_of(views.child), Ok)?;
        if views.child_view.is_none() && views.parents_view.is_none() {
            return Err(Refusal::BadValue(BadValue::TextMissing("child_view")));
        }
        let call = self.placements[stay].call;
        self.not_erased(call, child_view.is_some() || parents_view.is_some())?;
        let row = &mut self.placements[stay];
        if views.child_view.is_some() {
            row.child_view = child_view;
        }
        if views.parents_view.is_some() {
            row.parents_view = parents_view;
        }
        Ok(Outcome::Evaluated { child: views.child })
    }

    /// Nothing is told anew of a call whose words were erased.
    pub(super) fn not_erased(&self, call: i64, has_words: bool) -> Result<(), Refusal> {
        let is_refused = has_words && self.calls[index(call)].is_erased;
        if is_refused { Err(Refusal::Stale(Stale::Erased(CallId(call)))) } else { Ok(()) }
    }

    fn request(&self, call: CallId) -> Result<(), Refusal> {
        let row = row(&self.calls, call.0).ok_or(Refusal::UnknownCall(call))?;
        if row.is_consultation() { Err(Refusal::Stale(Stale::NoSteps(call))) } else { Ok(()) }
    }

    pub(super) fn set_meeting(&mut self, call: CallId, at: At, now: At) -> Answer {
        self.request(call)?;
        if !self.is_placed(call.0) {
            return Err(Refusal::Stale(Stale::NotPlaced(call)));
        }
        within(Some(at), now, 120)?;
        self.calls[index(call.0)].meeting = Some((at, now));
        for task in self.tasks(call.0, StepKey::ClarificationMeeting) {
            self.follow_ups[task].ended = Some((now, FollowUpEnd::Done));
        }
        let due = self.next_office_day(at);
        let commitments = self.tasks(call.0, StepKey::Commitment);
        for task in &commitments {
            self.follow_ups[*task].due = due;
        }
        let facts = &self.calls[index(call.0)].facts;
        let is_treatment =
            [BasisCode::A6_1, BasisCode::A6_2, BasisCode::A6_6].map(Some).contains(&facts.basis)
                || facts.wished.iter().any(|wish| wish.kinds().contains(&MeasureKind::TreatmentInstitution));
        match self.tasks(call.0, StepKey::NotifyNit).first() {
            _ if !is_treatment || self.settled(call.0, StepKey::NotifyNit).is_some() => {}
            Some(task) => self.follow_ups[*task].due = at,
            None => self.begin_task(call.0, StepKey::NotifyNit, None, at),
        }
        Ok(Outcome::MeetingSet { call, at, commitment_due_at: (!commitments.is_empty()).then_some(due) })
    }

    pub(super) fn do_step(
        &mut self,
        call: CallId,
        step: StepKey,
        end: StepEnd,
        note: Option<&str>,
        now: At,
    ) -> Answer {
        let note = kept("note", note, TEXT)?;
        self.request(call)?;
        if matches!(step, StepKey::Database | StepKey::Arrival) {
            return Err(Refusal::Stale(Stale::StepOfOthers(step)));
        }
        if self.settled(call.0, step).is_some() {
            return Err(Refusal::Stale(Stale::StepSettled { call, step }));
        }
        self.not_erased(call.0, note.is_some())?;
        self.settle(call.0, step, end, note, now);
        for task in self.tasks(call.0, step) {
            let how = if end == StepEnd::Done { FollowUpEnd::Done } else { FollowUpEnd::Dropped };
            self.follow_ups[task].ended = Some((now, how));
        }
        Ok(Outcome::StepSettled { call, step, end })
    }

    pub(super) fn settle(&mut self, call: i64, step: StepKey, end: StepEnd, note: Option<String>, now: At) {
        let by = self.hand;
        self.steps.push(StepRow { call, step, end, by, at: now, note, is_over: false });
    }
}
