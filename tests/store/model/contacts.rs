//! What a conversation does to a call: its beginning and end, corrections, the referral, the checklist, promises,
//! what is followed up.

use akuttvakt::domain::call::{CallFacts, CallKind, CloseReason};
use akuttvakt::domain::checklist::AnswerState;
use akuttvakt::domain::child::{Age, ChildFacts, ChildIdentity, Sex};
use akuttvakt::domain::claim::ClaimKind;
use akuttvakt::domain::command::{CallEdit, ItemAnswer, Outcome};
use akuttvakt::domain::follow_up::{FollowUpEnd, FollowUpKind, Owner};
use akuttvakt::domain::gaps::Gap;
use akuttvakt::domain::ids::{CallId, ChildId, FollowUpId, OfferId};
use akuttvakt::domain::offer::{Answer as Said, DeclineReason};
use akuttvakt::domain::refusal::{BadTime, BadValue, Refusal, Stale};
use akuttvakt::domain::routine::StepKey;
use akuttvakt::domain::steps::StepEnd;
use chrono::{NaiveTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Europe::Oslo;

use super::nothing_free::promised;
use super::rules::{Answer, NAME, TEXT, kept, not_to_come, unknown_number};
use super::world::{AnswerRow, At, CallRow, ChildRow, FollowUpRow, World, index, number, row, those};

/// A child nothing is known of: a request is always for someone.
const UNKNOWN: ChildFacts = ChildFacts { sex: Sex::Unspecified, age: Age::Unknown };
const A_WEEK: TimeDelta = TimeDelta::days(7);

impl CallRow {
    pub fn is_consultation(&self) -> bool {
        self.facts.kind == CallKind::Consultation
    }
}

impl World {
    pub(super) fn register(&mut self, facts: &CallFacts, now: At) -> Answer {
        let callback = kept("callback", facts.callback.as_deref(), NAME)?;
        let note = kept("note", facts.note.as_deref(), TEXT)?;
        for at in [Some(facts.first_contact_at), facts.received_at, facts.decided_at] {
            past(at, now)?;
        }
        let mut facts = facts.clone();
        if facts.children.is_empty() && facts.kind == CallKind::Placement {
            facts.children.push(UNKNOWN);
        }
        let is_same = |call: i64| {
            let same_child = |child: i64| {
                let child = self.children[index(child)].facts;
                child.age != Age::Unknown && facts.children.contains(&child)
            };
            self.open(CallId(call)).is_ok_and(|call| call.facts.municipality == facts.municipality)
                && self.children_of(call).into_iter().any(same_child)
        };
        let duplicates = (1..number(self.calls.len())).filter(|call| is_same(*call)).map(CallId);
        let duplicates = duplicates.collect();
        let (missing, deadline) = (Gap::of(&facts), self.due(&facts));
        let (municipality, received_at) = (facts.municipality, facts.received_at);
        let children = std::mem::take(&mut facts.children);
        let identities = std::mem::take(&mut facts.identities);
        (facts.callback, facts.note) = (callback, note);
        self.calls.push(CallRow {
            facts,
            deadline,
            closed: None,
            close_note: None,
            is_erased: false,
            registered: (now, self.hand),
            meeting: None,
            stays_open: false,
            owner: Some(self.hand),
        });
        let call = number(self.calls.len() - 1);
        let mut numbers = Vec::new();
        for (at, facts) in children.into_iter().enumerate() {
            numbers.push(self.add_child(call, facts, identities.get(at))?);
        }
        let registered_at = now;
        Ok(Outcome::CallRegistered {
            call: CallId(call),
            children: numbers,
            municipality,
            received_at,
            deadline,
            registered_at,
            missing,
            duplicates,
        })
    }

    fn add_child(
        &mut self,
        call: i64,
        facts: ChildFacts,
        identity: Option<&ChildIdentity>,
    ) -> Result<ChildId, Refusal> {
        let name = kept("name", identity.and_then(|identity| identity.name.as_deref()), NAME)?;
        let same_as = number(self.children.len());
        self.children.push(ChildRow { call, facts, name, same_as, is_removed: false });
        Ok(ChildId(same_as))
    }

    pub(super) fn open(&self, call: CallId) -> Result<&CallRow, Refusal> {
        let row = row(&self.calls, call.0).ok_or(Refusal::UnknownCall(call))?;
        if row.closed.is_some() { Err(Refusal::Closed { call }) } else { Ok(row) }
    }

    pub(super) fn record(
        &mut self,
        offer: OfferId,
        (answer, reason): (Said, Option<DeclineReason>),
        by: Option<&str>,
        note: Option<&str>,
        now: At,
    ) -> Answer {
        let note = kept("note", note, TEXT)?;
        let by = kept("by", by, TEXT)?;
        match (answer, reason) {
            (Said::Declined, None) => return Err(Refusal::BadValue(BadValue::ReasonMissing)),
            (Said::Declined, Some(DeclineReason::Other)) if note.is_none() => {
                return Err(Refusal::BadValue(BadValue::NoteMissing));
            }
            (Said::Accepted | Said::Withdrawn, Some(_)) => {
                return Err(Refusal::BadValue(BadValue::ReasonNotDeclined));
            }
            _ => {}
        }
        let old = row(&self.offers, offer.0).ok_or(Refusal::UnknownOffer(offer))?;
        if old.is_void {
            return Err(Refusal::Stale(Stale::Voided(offer)));
        }
        if old.answer.is_some() {
            return Err(Refusal::Stale(Stale::Answered(offer)));
        }
        let changed = &mut self.offers[index(offer.0)];
        changed.answer = Some((answer, now));
        changed.answer_reason = reason;
        (changed.answered_by, changed.answer_note) = (by, note);
        let is_over = answer != Said::Accepted;
        let mut freed = Vec::new();
        for claim in self.claims.iter_mut().filter(|claim| is_over && claim.offer == Some(offer.0)) {
            if claim.ended.is_none() {
                claim.ended = Some(now);
                freed.push(claim.place);
            }
        }
        self.end_all(now, FollowUpEnd::Done, |row| {
            row.offer == Some(offer.0) && (is_over || row.kind == FollowUpKind::OfferAnswer)
        });
        if !is_over {
            self.accepted(offer.0, now);
        }
        let call = self.offers[index(offer.0)].call;
        for place in freed {
            self.tell(place, Some(call), now);
        }
        Ok(Outcome::Answered { offer, answer })
    }

    pub(super) fn close(&mut self, call: CallId, reason: CloseReason, note: Option<&str>, now: At) -> Answer {
        let close_note = kept("note", note, TEXT)?;
        self.open(call)?;
        let of_call = those(&self.offers, |offer| offer.call == call.0 && !offer.is_void);
        if of_call.into_iter().any(|offer| self.offers[index(offer)].awaits() || self.is_expected(offer)) {
            return Err(Refusal::Stale(Stale::OfferOpen(call)));
        }
        self.calls[index(call.0)].close_note = close_note;
        self.end_call(call.0, reason, now);
        Ok(Outcome::Closed { call })
    }

    pub(super) fn end_call(&mut self, call: i64, reason: CloseReason, now: At) {
        let own = |claim: &&mut super::world::ClaimRow| claim.call == call && claim.kind == ClaimKind::Hold;
        for hold in self.claims.iter_mut().filter(own) {
            hold.ended = hold.ended.or(hold.until.map(|until| until.min(now)));
        }
        let is_lived =
            |claim: &super::world::ClaimRow| claim.call == call && claim.kind == ClaimKind::Placement;
        let goes_on = self.claims.iter().any(is_lived);
        self.end_all(now, FollowUpEnd::Dropped, |row| {
            let stays =
                matches!(row.kind, FollowUpKind::Step | FollowUpKind::Paper | FollowUpKind::ItemLater);
            row.call == call && !(goes_on && stays)
        });
        self.end_deviations(call, reason, now);
        self.end_watch(call, now);
        self.calls[index(call)].closed = Some((now, reason));
    }

    pub(super) fn edit(&mut self, edit: &CallEdit, now: At) -> Answer {
        let call = edit.call;
        let old = self.open(call)?.clone();
        let (before, after) = (&edit.before, &edit.after);
        let stale = || Refusal::Stale(Stale::Changed);
        let mut facts = old.facts.clone();
        macro_rules! correct {
            ($($field:ident),+) => {$(
                if before.$field != after.$field {
                    if before.$field != old.facts.$field {
                        return Err(stale());
                    }
                    facts.$field.clone_from(&after.$field);
                }
            )+};
        }
        correct!(kind, is_acute, municipality, siblings, basis, decision, decided_at, wished, whereabouts);
        correct!(may_be_known, first_contact_at, received_at);
        if facts.received_at != old.facts.received_at {
            referral(facts.received_at, now)?;
        }
        if facts.decided_at != old.facts.decided_at {
            past(facts.decided_at, now)?;
        }
        if facts.first_contact_at != old.facts.first_contact_at {
            past(Some(facts.first_contact_at), now)?;
        }
        if !old.is_consultation() && facts.kind == CallKind::Consultation {
            if self.offers.iter().any(|offer| offer.call == call.0 && !offer.is_void) {
                return Err(Refusal::Stale(Stale::CallHasOffer(call)));
            }
            facts.received_at = None;
        }
        let clock = |facts: &CallFacts| (facts.kind, facts.is_acute, facts.decision, facts.received_at);
        let is_clock_touched = clock(&facts) != clock(&old.facts);
        let deadline = if is_clock_touched { self.due(&facts) } else { old.deadline };
        if before.callback != after.callback {
            facts.callback = kept("callback", after.callback.as_deref(), NAME)?;
        }
        if before.note != after.note {
            facts.note = kept("note", after.note.as_deref(), TEXT)?;
        }
        let kind = facts.kind;
        self.calls[index(call.0)] = CallRow { facts, deadline, ..old };
        let added = self.edit_children(edit, kind, now)?;
        self.forget_call(call.0, now);
        Ok(Outcome::Edited { call, deadline, added })
    }

    /// A child of the call; stale when it was one and was taken out.
    fn of_call(&self, call: i64, child: ChildId) -> Result<(), Refusal> {
        match row(&self.children, child.0).filter(|row| row.call == call) {
            None => Err(unknown_number("child", child.0)),
            Some(row) if row.is_removed => Err(Refusal::Stale(Stale::Changed)),
            Some(_) => Ok(()),
        }
    }

    fn edit_children(&mut self, edit: &CallEdit, kind: CallKind, now: At) -> Result<Vec<ChildId>, Refusal> {
        let call = edit.call.0;
        for child in edit.children.iter().chain(&edit.removed) {
            self.of_call(call, *child)?;
        }
        for (at, child) in edit.children.iter().enumerate().filter(|(_, child)| !edit.removed.contains(child))
        {
            let (before, after) = (edit.before.children[at], edit.after.children[at]);
            let row = &mut self.children[index(child.0)];
            let is_stale = before.sex != after.sex && before.sex != row.facts.sex
                || before.age != after.age && before.age != row.facts.age;
            if is_stale {
                return Err(Refusal::Stale(Stale::Changed));
            }
            row.facts.sex = if before.sex == after.sex { row.facts.sex } else { after.sex };
            row.facts.age = if before.age == after.age { row.facts.age } else { after.age };
            // The form does not know the name there is: what is given replaces it.
            if let Some(name) = edit.after.identities.get(at).and_then(|identity| identity.name.as_deref()) {
                row.name = kept("name", Some(name), NAME)?;
            }
        }
        for child in &edit.removed {
            let has_place = self.claims.iter().any(|claim| {
                let offer = claim.offer.map(|offer| &self.offers[index(offer)]);
                claim.child == child.0 && (claim.is_live(now) || offer.is_some_and(|offer| !offer.is_void))
            });
            if has_place {
                return Err(Refusal::Stale(Stale::ChildHasPlace(*child)));
            }
            self.children[index(child.0)].is_removed = true;
        }
        let mut added = Vec::new();
        for at in edit.children.len()..edit.after.children.len() {
            added.push(self.add_child(call, edit.after.children[at], edit.after.identities.get(at))?);
        }
        added.extend(self.ensure_a_child(call, kind));
        Ok(added)
    }

    fn ensure_a_child(&mut self, call: i64, kind: CallKind) -> Option<ChildId> {
        let is_missing = kind == CallKind::Placement && self.children_of(call).is_empty();
        is_missing.then(|| self.add_child(call, UNKNOWN, None).unwrap())
    }

    pub(super) fn refer(&mut self, call: CallId, at: At, now: At) -> Answer {
        let old = self.open(call)?;
        if !old.is_consultation() && old.facts.received_at.is_some() {
            return Err(Refusal::Stale(Stale::HasReferral(call)));
        }
        referral(Some(at), now)?;
        let facts = CallFacts { kind: CallKind::Placement, received_at: Some(at), ..old.facts.clone() };
        let deadline = self.due(&facts);
        self.calls[index(call.0)].deadline = deadline;
        self.calls[index(call.0)].facts = facts;
        self.ensure_a_child(call.0, CallKind::Placement);
        Ok(Outcome::Referred { call, received_at: at, deadline })
    }

    pub(super) fn answer_item(&mut self, given: &ItemAnswer, by: usize, now: At) -> Answer {
        let ItemAnswer { call, item, state, ref fields, .. } = *given;
        if state == AnswerState::NotAsked {
            return Err(Refusal::BadValue(BadValue::NotAnAnswer));
        }
        let told = kept("text", given.text.as_deref(), TEXT)?;
        // What is to be sent later is asked for after the call too.
        if self.open_follow_ups(|row| row.call == call.0 && row.item == Some(item)).is_empty() {
            self.open(call)?;
        }
        past(fields.decided_at, now)?;
        for (child, _) in &fields.identities {
            self.of_call(call.0, *child)?;
        }
        if let Some(before) = self.answer(call.0, item) {
            self.answers[before].is_over = true;
        }
        self.answers.push(AnswerRow { call: call.0, item, state, told, by, from: now, is_over: false });
        let mut facts = self.calls[index(call.0)].facts.clone();
        facts.basis = fields.basis.or(facts.basis);
        facts.whereabouts = fields.whereabouts.or(facts.whereabouts);
        facts.may_be_known = fields.may_be_known.or(facts.may_be_known);
        facts.siblings = fields.siblings.or(facts.siblings);
        facts.decided_at = fields.decided_at.or(facts.decided_at);
        if fields.decision.is_some() && fields.decision != facts.decision {
            facts.decision = fields.decision;
            self.calls[index(call.0)].deadline = self.due(&facts);
        }
        self.calls[index(call.0)].facts = facts;
        for (child, identity) in &fields.identities {
            if let Some(name) = &identity.name {
                self.children[index(child.0)].name = kept("name", Some(name), NAME)?;
            }
        }
        let open = self.open_follow_ups(|row| row.call == call.0 && row.item == Some(item));
        let due_at = (state == AnswerState::Later).then(|| self.offices_open(now));
        match (due_at, open.first()) {
            (None, _) => {
                self.end_all(now, FollowUpEnd::Done, |row| row.call == call.0 && row.item == Some(item));
            }
            (Some(due), Some(row)) => self.follow_ups[*row].due = due,
            (Some(due), None) => {
                let kind = FollowUpKind::ItemLater;
                self.follow_ups
                    .push(FollowUpRow { item: Some(item), ..about_call(kind, call.0, due, self.hand) });
            }
        }
        Ok(Outcome::ItemAnswered { call, item, state, due_at })
    }

    /// The next minute at which a clock in Norway shows that the offices open.
    fn offices_open(&self, now: At) -> At {
        let opens = NaiveTime::parse_from_str(self.setting("office.from", "08:00"), "%H:%M").unwrap();
        let this_minute = now
            - TimeDelta::nanoseconds(i64::from(now.nanosecond()))
            - TimeDelta::seconds(i64::from(now.second()));
        let minutes = (1..).map(|minute| this_minute + TimeDelta::minutes(minute));
        let shows = |at: &At| at.with_timezone(&Oslo).time() == opens;
        minutes.into_iter().find(shows).unwrap()
    }

    pub(super) fn promise(&mut self, call: CallId, due_at: At, repeats: Option<i64>, now: At) -> Answer {
        self.open(call)?;
        promised(due_at, now)?;
        if let Some(minutes) = repeats.filter(|minutes| *minutes < 5 || *minutes > 24 * 60) {
            let (value, allowed) = (minutes.to_string(), "5–1440".to_owned());
            return Err(Refusal::BadValue(BadValue::Code { field: "repeat_minutes", value, allowed }));
        }
        let kind = FollowUpKind::CallBack;
        let open = self.open_follow_ups(|row| row.call == call.0 && row.kind == kind).first().copied();
        let at = open.unwrap_or(self.follow_ups.len());
        if open.is_none() {
            self.follow_ups.push(about_call(kind, call.0, due_at, self.hand));
        }
        (self.follow_ups[at].due, self.follow_ups[at].repeats) = (due_at, repeats);
        Ok(Outcome::CallBackPromised { call, follow_up: FollowUpId(number(at)), due_at })
    }

    pub(super) fn end_one(&mut self, follow_up: FollowUpId, end: FollowUpEnd, now: At) -> Answer {
        let old = row(&self.follow_ups, follow_up.0).ok_or(unknown_number("follow_up", follow_up.0))?.clone();
        if old.ended.is_some() {
            return Err(Refusal::Stale(Stale::FollowUpEnded(follow_up)));
        }
        self.follow_ups[index(follow_up.0)].ended = Some((now, end));
        let is_last = |step: &StepKey| {
            self.settled(old.call, *step).is_none() && self.tasks(old.call, *step).is_empty()
        };
        if let Some(step) = old.step.filter(is_last) {
            let how = if end == FollowUpEnd::Done { StepEnd::Done } else { StepEnd::NotRelevant };
            self.settle(old.call, step, how, None, now);
        }
        let is_open = old.offer.is_some_and(|offer| match old.kind {
            FollowUpKind::OfferAnswer => self.offers[index(offer)].awaits(),
            FollowUpKind::Arrival => self.is_expected(offer),
            _ => false,
        });
        let is_open = is_open || old.repeats.is_some() && self.open(CallId(old.call)).is_ok();
        let next = (is_open && end == FollowUpEnd::Done).then(|| {
            let usual = self.setting_number("offer.call_back_minutes", "30");
            let due = match old.repeats {
                Some(minutes) => in_rhythm(old.due, minutes, now),
                None => now + TimeDelta::minutes(usual),
            };
            let again = FollowUpRow { place: old.place, ..about_call(old.kind, old.call, due, self.hand) };
            self.follow_ups.push(FollowUpRow { offer: old.offer, repeats: old.repeats, ..again });
            FollowUpId(number(self.follow_ups.len() - 1))
        });
        Ok(Outcome::FollowUpEnded { follow_up, next })
    }

    pub(super) fn link(&mut self, child: ChildId, other: ChildId) -> Answer {
        let known = |child: ChildId| {
            let found = row(&self.children, child.0).filter(|row| !row.is_removed);
            found.map(|row| (row.call, row.same_as)).ok_or(unknown_number("child", child.0))
        };
        let ((own_call, before), (call, same_as)) = (known(child)?, known(other)?);
        let calls_of = |same: i64| -> Vec<i64> {
            let named = index(child.0);
            let others = self.children.iter().enumerate().filter(|(at, row)| *at != named && !row.is_removed);
            others.filter(|(_, row)| row.same_as == same).map(|(_, row)| row.call).collect()
        };
        let joined = calls_of(same_as);
        if own_call == call || joined.contains(&own_call) {
            return Err(Refusal::BadValue(BadValue::SameCall(child)));
        }
        // A child is not the same as two of one call: then the newest word is about this child alone.
        let goes_alone = before != same_as && calls_of(before).iter().any(|call| joined.contains(call));
        for (at, row) in self.children.iter_mut().enumerate() {
            let moves = if goes_alone { at == index(child.0) } else { row.same_as == before };
            if moves {
                row.same_as = same_as;
            }
        }
        Ok(Outcome::Linked { child, other, call: CallId(call) })
    }
}

/// The next of the agreed times: as many minutes on, and again, until it is to come. One a day is at its time of day.
fn in_rhythm(due: At, minutes: i64, now: At) -> At {
    let mut days = 0;
    let mut next = due;
    loop {
        days += 1;
        let day = due.with_timezone(&Oslo).naive_local() + TimeDelta::days(days);
        next = match Oslo.from_local_datetime(&day).earliest() {
            Some(at) if minutes == 24 * 60 => at.with_timezone(&Utc),
            None if minutes == 24 * 60 => due + TimeDelta::days(days),
            _ => next + TimeDelta::minutes(minutes),
        };
        if next > now {
            return next;
        }
    }
}

pub(super) fn about_call(kind: FollowUpKind, call: i64, due: At, by: usize) -> FollowUpRow {
    FollowUpRow {
        kind,
        call,
        offer: None,
        place: None,
        item: None,
        step: None,
        enquiry: None,
        paper: None,
        child: None,
        repeats: None,
        due,
        owner: Owner::Adviser,
        by,
        moved: None,
        reason: None,
        ended: None,
    }
}

/// What happened lately did within a week.
pub(super) fn lately(at: Option<At>, now: At) -> Result<(), Refusal> {
    referral(at, now)
}

/// What was decided about a child was in its lifetime.
pub(super) fn past(at: Option<At>, now: At) -> Result<(), Refusal> {
    not_to_come(at, now)?;
    match at {
        Some(at) if now - at > TimeDelta::days(18 * 366) => Err(Refusal::BadTime(BadTime::WrongCentury(at))),
        _ => Ok(()),
    }
}

fn referral(at: Option<At>, now: At) -> Result<(), Refusal> {
    not_to_come(at, now)?;
    match at {
        Some(at) if at < now - A_WEEK => Err(Refusal::BadTime(BadTime::TooFarBack(at))),
        _ => Ok(()),
    }
}
