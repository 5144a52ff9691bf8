//! Shifts, how closely cases are followed, and handovers: their rules a second time.

use akuttvakt::domain::call::CallKind;
use akuttvakt::domain::case_watch::{WatchChange, WatchLevel};
use akuttvakt::domain::claim::ClaimKind;
use akuttvakt::domain::command::{Command, Outcome};
use akuttvakt::domain::follow_up::{FollowUpKind, Owner};
use akuttvakt::domain::handover::{HandoverDraft, HandoverSection, HandoverTo, Matter};
use akuttvakt::domain::ids::{
    CallId, ClaimId, DeviationId, FollowUpId, HandoverId, OfferId, PlacementId, PointId, ShiftId,
};
use akuttvakt::domain::outcome::BegunShift;
use akuttvakt::domain::preparedness::CapacityGroup;
use akuttvakt::domain::refusal::{Refusal, Stale};
use chrono::{TimeDelta, TimeZone, Utc};
use chrono_tz::Europe::Oslo;

use super::ADVISERS;
use super::commands::{Turn, pick};
use super::nothing_free::promised;
use super::routine::required;
use super::rows::{FreeRow, HandoverRow, PointRow, ShiftRow, SumRow, WatchRow};
use super::rules::{Answer, NAME, TEXT, kept, unknown_number};
use super::world::{At, World, index, number, row, those};
use crate::support::dice::Dice;

/// Longest summary, in characters.
const SUMMARY: usize = 4000;

impl World {
    pub(super) fn own_shift(&self, by: usize) -> Option<usize> {
        self.shifts.iter().position(|shift| shift.by == by && shift.ended.is_none())
    }

    /// Out of hours until the offices open, in office hours until they close.
    fn shift_ends(&self, now: At) -> At {
        if !self.is_office_time(now) {
            return self.next_office_day(now);
        }
        let day = now.with_timezone(&Oslo).date_naive();
        let closes = day.and_time(self.time_setting("office.to", "15:30"));
        Oslo.from_local_datetime(&closes).unwrap().with_timezone(&Utc)
    }

    pub(super) fn start_shift(&mut self, now: At) -> Outcome {
        let by = self.hand;
        if let Some(at) = self.own_shift(by) {
            let shift = &mut self.shifts[at];
            if now < shift.until + TimeDelta::hours(4) {
                shift.signed_on = now;
                return Outcome::ShiftStarted { shift: ShiftId(number(at)), until: shift.until };
            }
            shift.ended = Some(now);
        }
        let until = self.shift_ends(now);
        self.shifts.push(ShiftRow { by, started: now, until, signed_on: now, ended: None });
        Outcome::ShiftStarted { shift: ShiftId(number(self.shifts.len() - 1)), until }
    }

    /// What is not told stays as it was; an empty text, or no time, removes it. Only a new time is a promise.
    pub(super) fn watch(&mut self, change: &WatchChange, now: At) -> Answer {
        let WatchChange { call, .. } = *change;
        let before = self.watches.iter().find(|row| row.call == call.0 && row.ended.is_none()).cloned();
        let old = before.as_ref().map_or([None, None, None], |row| row.words.clone());
        let new = [
            ("action", &change.action, TEXT),
            ("action_by", &change.action_by, NAME),
            ("if_then", &change.if_then, TEXT),
        ];
        let mut words = [None, None, None];
        for (n, (field, told, limit)) in new.into_iter().enumerate() {
            words[n] = if told.is_some() { kept(field, told.as_deref(), limit)? } else { old[n].clone() };
        }
        let recorded_at = before.and_then(|row| row.action_at);
        let action_at = change.action_at.unwrap_or(recorded_at);
        if let Some(at) = action_at.filter(|_| action_at != recorded_at) {
            promised(at, now)?;
        }
        self.open(call)?;
        let level = change.level.unwrap_or_else(|| self.level(call.0));
        self.end_watch(call.0, now);
        self.watches.push(WatchRow {
            call: call.0,
            level,
            action_at,
            words,
            by: self.hand,
            at: now,
            ended: None,
        });
        Ok(Outcome::WatchSet { call, level, action_at })
    }

    pub(super) fn end_watch(&mut self, call: i64, now: At) {
        for row in self.watches.iter_mut().filter(|row| row.call == call) {
            row.ended = row.ended.or(Some(now));
        }
    }

    fn level(&self, call: i64) -> WatchLevel {
        let watch = self.watches.iter().find(|row| row.call == call && row.ended.is_none());
        watch.map_or(WatchLevel::Calm, |row| row.level)
    }

    /// Late without an offer, without a place, asked for an answer, looked for again, accepted, talked over; and from
    /// what time on.
    fn urgency(&self, call: i64, now: At) -> (u8, Option<At>) {
        let row = &self.calls[index(call)];
        if row.facts.kind == CallKind::Consultation {
            return (5, None);
        }
        let offers: Vec<i64> = those(&self.offers, |offer| offer.call == call && !offer.is_void);
        let has = |child: i64, counts: &dyn Fn(i64) -> bool| {
            offers.iter().any(|offer| counts(*offer) && self.children_of_offer(*offer).contains(&child))
        };
        let is_accepted = |offer: i64| self.offers[index(offer)].is_accepted();
        let awaits = |offer: i64| self.offers[index(offer)].awaits();
        let counts =
            |offer: i64| awaits(offer) || is_accepted(offer) && !(row.stays_open && self.has_arrived(offer));
        let children = self.children_of(call);
        let lacks = children.iter().any(|child| !has(*child, &counts));
        let has_all = row.stays_open && children.iter().all(|child| has(*child, &is_accepted));
        let is_late = offers.is_empty() && row.deadline.is_some_and(|deadline| deadline <= now);
        let awaited = offers.iter().filter(|offer| awaits(**offer));
        let asked = awaited.map(|offer| self.offers[index(*offer)].at).min();
        let on_way = self.placements.iter().any(|row| row.call == call && row.is_expected());
        let accepted = offers.iter().any(|offer| is_accepted(*offer));
        match asked {
            _ if lacks && !has_all => (u8::from(!is_late), row.deadline),
            Some(at) => (2, Some(at)),
            None if lacks && !on_way => (3, None),
            None if accepted => (4, None),
            None => (u8::from(!is_late), row.deadline),
        }
    }

    /// What is open, as it stands on the page.
    fn open_matters(&self, now: At) -> Vec<(HandoverSection, Matter, i64)> {
        let mut matters = Vec::new();
        let mut calls = those(&self.calls, |call| call.closed.is_none());
        calls.sort_by_key(|call| {
            let (rank, time) = self.urgency(*call, now);
            (self.level(*call), rank, time.is_none(), time, *call)
        });
        let open = |call: &i64| (HandoverSection::Open, Matter::Call(CallId(*call)), *call);
        matters.extend(calls.iter().map(open));
        for offer in those(&self.offers, super::world::OfferRow::awaits) {
            matters.push((
                HandoverSection::Awaiting,
                Matter::Offer(OfferId(offer)),
                self.offers[index(offer)].call,
            ));
        }
        let mut holds = those(&self.claims, |claim| claim.kind == ClaimKind::Hold && claim.is_live(now));
        holds.sort_by_key(|hold| (self.claims[index(*hold)].until, *hold));
        for hold in holds {
            matters.push((
                HandoverSection::Awaiting,
                Matter::Hold(ClaimId(hold)),
                self.claims[index(hold)].call,
            ));
        }
        for on_way in those(&self.placements, super::rows::PlacementRow::is_expected) {
            let call = self.placements[index(on_way)].call;
            matters.push((HandoverSection::OnTheWay, Matter::Placement(PlacementId(on_way)), call));
        }
        let mut tasks = self.open_follow_ups(|_| true);
        tasks.sort_by_key(|task| (self.follow_ups[*task].due, *task));
        for task in tasks {
            let section = self.section(task, now);
            matters.push((section, Matter::FollowUp(FollowUpId(number(task))), self.follow_ups[task].call));
        }
        for open in those(&self.deviations, |row| row.closed.is_none()) {
            let call = self.deviations[index(open)].call;
            matters.push((HandoverSection::Deviations, Matter::Deviation(DeviationId(open)), call));
        }
        matters.sort_by_key(|(section, ..)| *section);
        matters
    }

    /// A promise is one. What is of the next working day stands with it: steps always, the rest when no hour of the
    /// coming day is its own. The rest is due within 24 hours, or later.
    fn section(&self, task: usize, now: At) -> HandoverSection {
        let row = &self.follow_ups[task];
        let opens = self.next_office_day(now);
        let closes =
            opens.with_timezone(&Oslo).date_naive().and_time(self.time_setting("office.to", "15:30"));
        let is_of_next_day = row.due >= opens && row.due <= Oslo.from_local_datetime(&closes).unwrap();
        match row.kind {
            FollowUpKind::CallBack => HandoverSection::Promised,
            FollowUpKind::Step if is_of_next_day => HandoverSection::WorkingDay,
            _ if row.due <= now + TimeDelta::hours(24) => HandoverSection::Due,
            _ if is_of_next_day => HandoverSection::WorkingDay,
            _ => HandoverSection::Later,
        }
    }

    pub(super) fn sign(&mut self, draft: &HandoverDraft, now: At) -> Answer {
        let giver = self.hand;
        let shift = self.own_shift(giver).ok_or(Refusal::Stale(Stale::NoShift))?;
        let summary = kept("summary", draft.summary.as_deref(), SUMMARY)?;
        let note = kept("note", draft.note.as_deref(), TEXT)?;
        let receiver = match &draft.to {
            HandoverTo::IntakeUnit => None,
            HandoverTo::Adviser(name) => {
                let known = ADVISERS.iter().position(|adviser| *adviser == name.trim());
                Some(known.ok_or(Refusal::UnknownAdviser(name.trim().to_owned()))?)
            }
        };
        if receiver == Some(giver) {
            return Err(Refusal::Stale(Stale::OwnHandover));
        }
        let handover = number(self.handovers.len());
        let done = self.done_since(self.shifts[shift].started, now);
        self.sums.extend(done.lists.into_iter().map(|sum| SumRow { handover, sum }));
        self.free.extend(CapacityGroup::ALL.iter().map(|group| FreeRow { handover, group: *group }));
        self.handovers.push(HandoverRow {
            shift: number(shift),
            giver,
            receiver,
            begun: self.shifts[shift].started,
            signed: now,
            received: None,
            summary,
            note,
            repeated: None,
            is_erased: false,
            in_vain: done.in_vain,
            median: done.median,
            to_confirm: done.to_confirm,
        });
        let matters = self.open_matters(now);
        let points = matters.len();
        for (section, matter, call) in matters {
            let was_theirs = match matter {
                Matter::Call(id) => self.calls[index(id.0)].owner == Some(giver),
                Matter::FollowUp(id) => self.is_task_of(index(id.0), giver),
                _ => false,
            };
            let level = matches!(matter, Matter::Call(_)).then(|| self.level(call));
            self.points.push(PointRow {
                handover,
                section,
                matter,
                call,
                level,
                given: was_theirs,
                gone_through: None,
            });
            match matter {
                Matter::Call(id) if was_theirs => self.calls[index(id.0)].owner = receiver,
                Matter::FollowUp(id) if was_theirs => self.give_task(index(id.0), receiver),
                _ => {}
            }
        }
        self.shifts[shift].ended = Some(now);
        Ok(Outcome::HandoverSigned { handover: HandoverId(handover), points })
    }

    /// What an adviser has who is not on any more, or whose shift should have been over for four hours.
    pub(super) fn take_shift(&mut self, name: &str, now: At) -> Answer {
        let known = ADVISERS.iter().position(|adviser| *adviser == name.trim());
        let from = known.ok_or(Refusal::UnknownAdviser(name.trim().to_owned()))?;
        if from == self.hand {
            return Err(Refusal::Stale(Stale::OwnHandover));
        }
        let shift = self.own_shift(from);
        if let Some(at) = shift {
            let until = self.shifts[at].until + TimeDelta::hours(4);
            if now < until {
                return Err(Refusal::Stale(Stale::ShiftGoesOn { until }));
            }
        }
        let calls = those(&self.calls, |call| call.closed.is_none() && call.owner == Some(from));
        let tasks: Vec<usize> =
            (0..self.follow_ups.len()).filter(|task| self.is_task_of(*task, from)).collect();
        if shift.is_none() && calls.is_empty() && tasks.is_empty() {
            return Err(Refusal::Stale(Stale::NothingToTake));
        }
        for call in &calls {
            self.calls[index(*call)].owner = Some(self.hand);
        }
        for task in &tasks {
            self.give_task(*task, Some(self.hand));
        }
        if let Some(at) = shift {
            self.shifts[at].ended = Some(now);
        }
        let shift = shift.map(|at| ShiftId(number(at)));
        Ok(Outcome::ShiftTaken { shift, calls: calls.len(), tasks: tasks.len(), begun: self.be_on(now) })
    }

    /// Who receives or takes is on from there.
    fn be_on(&mut self, now: At) -> Option<BegunShift> {
        let goes_on = |at: usize| now < self.shifts[at].until + TimeDelta::hours(4);
        if self.own_shift(self.hand).is_some_and(goes_on) {
            return None;
        }
        match self.start_shift(now) {
            Outcome::ShiftStarted { shift, until } => Some(BegunShift { shift, until }),
            other => panic!("{other:?}"),
        }
    }

    fn is_task_of(&self, task: usize, adviser: usize) -> bool {
        let task = &self.follow_ups[task];
        task.ended.is_none() && task.owner == Owner::Adviser && task.by == adviser
    }

    fn give_task(&mut self, task: usize, to: Option<usize>) {
        let task = &mut self.follow_ups[task];
        match to {
            Some(adviser) => (task.owner, task.by) = (Owner::Adviser, adviser),
            None => task.owner = Owner::Department,
        }
    }

    fn to_receive(&self, handover: HandoverId) -> Result<&HandoverRow, Refusal> {
        let found = row(&self.handovers, handover.0).ok_or(unknown_number("handover", handover.0))?;
        match found {
            HandoverRow { received: Some(_), .. } => Err(Refusal::Stale(Stale::HandoverReceived(handover))),
            HandoverRow { is_erased: true, .. } => Err(Refusal::Stale(Stale::HandoverErased(handover))),
            HandoverRow { giver, .. } if *giver == self.hand => Err(Refusal::Stale(Stale::OwnHandover)),
            found => Ok(found),
        }
    }

    pub(super) fn points_left(&self, handover: i64) -> Vec<i64> {
        those(&self.points, |point| point.handover == handover && point.gone_through.is_none())
    }

    pub(super) fn go_through(&mut self, handover: HandoverId, point: PointId, now: At) -> Answer {
        self.to_receive(handover)?;
        let found = row(&self.points, point.0).filter(|row| row.handover == handover.0);
        if found.ok_or(unknown_number("point", point.0))?.gone_through.is_some() {
            return Err(Refusal::Stale(Stale::GoneThrough(point)));
        }
        self.points[index(point.0)].gone_through = Some((self.hand, now));
        Ok(Outcome::WentThrough { handover, left: self.points_left(handover.0).len() })
    }

    pub(super) fn receive(&mut self, handover: HandoverId, repeated: &str, now: At) -> Answer {
        let receiver = self.to_receive(handover)?.receiver;
        let repeated = required("repeated", repeated, TEXT)?;
        let left = self.points_left(handover.0).len();
        if left > 0 {
            return Err(Refusal::Stale(Stale::PointsLeft { handover, left }));
        }
        let by = self.hand;
        let signed = &mut self.handovers[index(handover.0)];
        (signed.received, signed.repeated) = (Some((by, now)), Some(repeated));
        let (mut calls, mut tasks) = (0, 0);
        for point in self.points.clone().iter().filter(|point| point.handover == handover.0) {
            match point.matter {
                Matter::Call(id) => {
                    let call = &mut self.calls[index(id.0)];
                    let is_theirs = call.owner.is_none() || point.given && call.owner == receiver;
                    if call.closed.is_none() && is_theirs {
                        call.owner = Some(by);
                        calls += 1;
                    }
                }
                Matter::FollowUp(id) if point.given && self.is_where_it_went(index(id.0), receiver) => {
                    self.give_task(index(id.0), Some(by));
                    tasks += 1;
                }
                _ => {}
            }
        }
        Ok(Outcome::HandoverReceived { handover, calls, tasks, begun: self.be_on(now) })
    }

    fn is_where_it_went(&self, task: usize, receiver: Option<usize>) -> bool {
        let row = &self.follow_ups[task];
        match receiver {
            Some(adviser) => self.is_task_of(task, adviser),
            None => row.ended.is_none() && row.owner == Owner::Department,
        }
    }

    /// Handovers as old as `until`, or whose calls are all as old or erased: by number.
    pub(super) fn handovers_due(&self, until: At) -> Vec<i64> {
        let is_over = |call: i64| {
            let call = &self.calls[index(call)];
            call.is_erased || call.closed.is_some_and(|(at, _)| at <= until)
        };
        let is_due = |at: usize| {
            let mut calls = self
                .points
                .iter()
                .filter(|point| point.handover == number(at))
                .map(|point| point.call)
                .peekable();
            self.handovers[at].signed <= until || calls.peek().is_some() && calls.all(is_over)
        };
        let kept = (0..self.handovers.len()).filter(|at| !self.handovers[*at].is_erased);
        kept.filter(|at| is_due(*at)).map(number).collect()
    }
}

impl Turn<'_> {
    /// What belongs to a shift.
    pub(super) fn of_shift(&self, dice: &mut Dice) -> Command {
        let open = those(&self.world.handovers, |row| row.received.is_none() && !row.is_erased);
        match dice.roll(32) {
            0..=4 => Command::StartShift,
            5..=9 => {
                let hours = dice.one_of(&[1, 1, 8, 30, -1, 24 * 9]);
                let told = |words: Option<String>, dice: &mut Dice| match dice.roll(4) {
                    0 => Some(String::new()),
                    1 | 2 => None,
                    _ => words,
                };
                let [action, action_by, if_then] = [(); 3].map(|()| {
                    let words = self.words(dice);
                    told(words, dice)
                });
                let action_at = match dice.roll(4) {
                    0 => Some(None),
                    1 => None,
                    _ => Some(Some(self.now + TimeDelta::hours(hours))),
                };
                Command::SetWatch(Box::new(WatchChange {
                    call: self.open_call(dice),
                    level: (dice.roll(4) > 0).then(|| dice.one_of(WatchLevel::ALL)),
                    action,
                    action_at,
                    action_by,
                    if_then,
                }))
            }
            10..=13 => {
                let names = [ADVISERS[0], ADVISERS[1], ADVISERS[1], "Ingen"];
                let is_to_unit = dice.roll(3) == 0;
                let name = dice.one_of(&names).to_owned();
                let to = if is_to_unit { HandoverTo::IntakeUnit } else { HandoverTo::Adviser(name) };
                let (summary, note) = (self.words(dice), self.words(dice));
                Command::SignHandover(Box::new(HandoverDraft { to, summary, note }))
            }
            14..=25 => {
                let handover = pick(dice, &open, self.world.handovers.len());
                let left = self.world.points_left(handover);
                let point = pick(dice, &left, self.world.points.len());
                Command::GoThrough { handover: HandoverId(handover), point: PointId(point) }
            }
            30..=31 => {
                let adviser = dice.one_of(&[ADVISERS[0], ADVISERS[1], ADVISERS[1], "Ingen"]).to_owned();
                Command::TakeShift { adviser }
            }
            _ => {
                let through = |handover: &i64| self.world.points_left(*handover).is_empty();
                let ready: Vec<_> = open.iter().copied().filter(through).collect();
                let apt = if ready.is_empty() { &open } else { &ready };
                let handover = HandoverId(pick(dice, apt, self.world.handovers.len()));
                let repeated = self.words(dice).unwrap_or_else(|| "gjentatt".to_owned());
                Command::ReceiveHandover { handover, repeated }
            }
        }
    }
}
