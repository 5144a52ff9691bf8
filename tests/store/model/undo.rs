//! Undo and redo of the model: every act keeps the world before and after it, and what it touched is the difference.
//!
//! The rule: an adviser takes back the newest act that can be taken back and is not over. Refused when anyone changed
//! a row of it since (of a call and its children: the same field), unless that was taken back too.

use std::collections::HashMap;

use akuttvakt::domain::command::{Command, CommandId, Outcome, UndoScope};
use akuttvakt::domain::follow_up::FollowUpEnd;
use akuttvakt::domain::ids::CallId;
use akuttvakt::domain::journal::Act;
use akuttvakt::domain::refusal::{Refusal, Stale};
use akuttvakt::domain::unit::PlaceState;
use chrono::TimeDelta;

use super::SEATS;
use super::commands::act_of;
use super::rules::Answer;
use super::taken_back::{
    give_back, is_closed_since, restore_call, restore_follow_up, rows, take_back_answer, take_back_change,
    take_back_end, take_back_expected, take_back_hold, take_back_offer, take_back_promise,
};
use super::touched::Touched;
use super::world::{AnswerRow, At, StateRow, World, index};

/// The acts that can be taken back.
const UNDOABLE: [Act; 12] = [
    Act::Hold,
    Act::Offer,
    Act::Answer,
    Act::Place,
    Act::ExtraPlace,
    Act::ExpectFree,
    Act::Checklist,
    Act::CallBack,
    Act::FollowUp,
    Act::Move,
    Act::Assign,
    Act::Step,
];
/// Those of them that are about follow-ups.
const ON_FOLLOW_UPS: [Act; 5] = [Act::CallBack, Act::FollowUp, Act::Move, Act::Assign, Act::Step];
/// A writer that waited for its turn writes after the one before it; a clock set back further is believed.
const LONGEST_WAIT: TimeDelta = TimeDelta::seconds(15);

/// Something that was done.
pub struct Deed {
    pub act: Act,
    pub by: usize,
    pub touched: Vec<Touched>,
    sitting: usize,
    pub(super) before: World,
    pub(super) after: World,
    is_undone: bool,
}

/// A command done in a sitting, its deed, and what came of it.
struct Done {
    deed: usize,
    command: Command,
    outcome: Outcome,
}

#[derive(Default)]
struct Sitting {
    done: Vec<Done>,
    /// With the deed of the undo.
    taken_back: Vec<(usize, Done)>,
}

/// The world, with all that was done in it.
pub struct Model {
    pub world: World,
    pub deeds: Vec<Deed>,
    sittings: Vec<Sitting>,
    /// The sitting at each seat.
    at: [usize; SEATS.len()],
    answers: HashMap<CommandId, Outcome>,
    last: At,
}

impl Model {
    pub fn new(world: World, now: At) -> Self {
        Self {
            world,
            deeds: Vec::new(),
            sittings: SEATS.iter().map(|_| Sitting::default()).collect(),
            at: std::array::from_fn(|seat| seat),
            answers: HashMap::new(),
            last: now,
        }
    }

    /// The database is opened anew at a seat.
    pub fn reopen(&mut self, seat: usize) {
        self.at[seat] = self.sittings.len();
        self.sittings.push(Sitting::default());
    }

    /// Does a command; a refused one changes nothing, and nor does one whose id was there before.
    pub fn execute(&mut self, id: CommandId, command: &Command, seat: usize, now: At) -> Answer {
        if let Some(outcome) = self.answers.get(&id) {
            return Ok(outcome.clone());
        }
        let behind = self.last - now;
        let has_waited = behind > TimeDelta::zero() && behind <= LONGEST_WAIT;
        let now = if has_waited { self.last } else { now };
        let count = self.deeds.len();
        let outcome = match command {
            Command::Undo { scope } => self.undo(*scope, seat, now)?,
            Command::Redo => self.redo(seat, now)?,
            _ => {
                let (deed, outcome) = self.go(command, seat, now)?;
                let sitting = &mut self.sittings[self.at[seat]];
                sitting.taken_back.clear();
                let (command, again) = (command.clone(), outcome.clone());
                sitting.done.push(Done { deed, command, outcome });
                again
            }
        };
        // What changes nothing is not kept.
        if self.deeds[count..].iter().any(|deed| !deed.touched.is_empty()) {
            self.last = now;
            self.answers.insert(id, outcome.clone());
        }
        Ok(outcome)
    }

    /// Whether a command would find something to do.
    pub fn is_apt(&self, command: &Command, seat: usize, now: At) -> bool {
        match command {
            Command::Undo { scope } => self.newest(*scope, seat, now).is_some(),
            Command::Redo => !self.sittings[self.at[seat]].taken_back.is_empty(),
            _ => self.world.clone().perform(command, SEATS[seat], now).is_ok(),
        }
    }

    fn go(&mut self, command: &Command, seat: usize, now: At) -> Result<(usize, Outcome), Refusal> {
        let mut after = self.world.clone();
        let outcome = after.perform(command, SEATS[seat], now)?;
        Ok((self.deed(act_of(command), seat, after), outcome))
    }

    fn deed(&mut self, act: Act, seat: usize, after: World) -> usize {
        let before = std::mem::replace(&mut self.world, after.clone());
        let touched = after.touched(&before);
        let (by, sitting) = (SEATS[seat], self.at[seat]);
        self.deeds.push(Deed { act, by, touched, sitting, before, after, is_undone: false });
        self.deeds.len() - 1
    }

    /// Whether someone changed what a deed changed, and did not take it back. A follow-up that is done is what it
    /// was there for; whether the place may be known is told anew without harm to an offer.
    fn is_built_on(&self, deed: usize, act: Act, except: Option<usize>) -> bool {
        let counts = |row: &Touched| match row.table {
            "follow_ups" => ON_FOLLOW_UPS.contains(&act),
            "calls" => act != Act::Offer,
            _ => true,
        };
        let own = &self.deeds[deed].touched;
        let is_own = |row: &Touched| {
            own.iter().any(|own| (own.table, own.number, own.field) == (row.table, row.number, row.field))
        };
        // A request that stays open opens again what an offer ended.
        let opens_again =
            |later: &Deed, row: &Touched| later.act == Act::StayOpen && row.table == "deviations";
        self.deeds.iter().skip(deed + 1).any(|later| {
            later.act != Act::Undo
                && !later.is_undone
                && Some(later.sitting) != except
                && later.touched.iter().any(|row| counts(row) && is_own(row) && !opens_again(later, row))
        })
    }

    /// Nothing of a call whose names and texts were erased is taken back or done again.
    fn check_not_erased(&self, deed: &Deed) -> Result<(), Refusal> {
        let call_of = |row: &Touched| match row.table {
            // A hold that lapsed on the way may have been another call's.
            "claims" => {
                Some(&deed.after.claims[row.at()]).filter(|claim| claim.ended.is_none()).map(|row| row.call)
            }
            "offers" => Some(deed.after.offers[row.at()].call),
            "checklist_answers" => Some(deed.after.answers[row.at()].call),
            "routine_steps" => Some(deed.after.steps[row.at()].call),
            // An offer, an answer and a place's state touch those of other calls too.
            "follow_ups" if ON_FOLLOW_UPS.contains(&deed.act) => Some(deed.after.follow_ups[row.at()].call),
            _ => None,
        };
        let erased =
            deed.touched.iter().filter_map(call_of).find(|call| self.world.calls[index(*call)].is_erased);
        erased.map_or(Ok(()), |call| Err(Refusal::Stale(Stale::Erased(CallId(call)))))
    }

    /// Whether nothing is left to take back: a hold that ended, a promise that was kept.
    fn is_over(&self, deed: &Deed, now: At) -> bool {
        match deed.act {
            Act::Hold => rows(deed, "claims").all(|claim| !self.world.claims[claim.at()].is_live(now)),
            Act::CallBack => {
                rows(deed, "follow_ups").all(|row| self.world.follow_ups[row.at()].ended.is_some())
            }
            _ => false,
        }
    }

    /// The newest deed that can be taken back.
    fn newest(&self, scope: UndoScope, seat: usize, now: At) -> Option<usize> {
        self.deeds.iter().rposition(|deed| {
            deed.by == SEATS[seat]
                && UNDOABLE.contains(&deed.act)
                && !deed.is_undone
                && !deed.touched.is_empty()
                && (scope == UndoScope::Database || deed.sitting == self.at[seat])
                && !self.is_over(deed, now)
        })
    }

    fn undo(&mut self, scope: UndoScope, seat: usize, now: At) -> Answer {
        let at = self.newest(scope, seat, now).ok_or(Refusal::Stale(Stale::NothingToUndo))?;
        let deed = &self.deeds[at];
        self.check_not_erased(deed)?;
        let mut after = World { hand: SEATS[seat], ..self.world.clone() };
        let number = if self.is_built_on(at, deed.act, None) {
            None
        } else {
            self.take_back(&mut after, deed, SEATS[seat], now)
        };
        let outcome =
            Outcome::Undone { act: deed.act, number: number.ok_or(Refusal::Stale(Stale::BuiltOn))? };
        self.deeds[at].is_undone = true;
        let undo = self.deed(Act::Undo, seat, after);
        let sitting = &mut self.sittings[self.at[seat]];
        match sitting.done.iter().rposition(|done| done.deed == at) {
            Some(done) => {
                let done = sitting.done.remove(done);
                sitting.taken_back.push((undo, done));
            }
            // It was done in another sitting: what was taken back before it is not the last any more.
            None => sitting.taken_back.clear(),
        }
        Ok(outcome)
    }

    fn redo(&mut self, seat: usize, now: At) -> Answer {
        let sitting = self.at[seat];
        let last = self.sittings[sitting].taken_back.last();
        let (undo, done) = last.ok_or(Refusal::Stale(Stale::NothingToRedo))?;
        let command = done.command.clone();
        self.check_not_erased(&self.deeds[done.deed])?;
        if self.is_built_on(*undo, act_of(&command), Some(sitting)) {
            return Err(Refusal::Stale(Stale::BuiltOn));
        }
        let (deed, outcome) = self.go(&command, seat, now)?;
        let own = &mut self.sittings[sitting];
        let old = own.taken_back.pop().unwrap().1.outcome;
        // What was built on it and may be done again too means the new one.
        for (_, later) in &mut own.taken_back {
            match (&old, &outcome, &mut later.command) {
                (
                    Outcome::Offered { offer: old, .. },
                    Outcome::Offered { offer: new, .. },
                    Command::Answer { offer, .. },
                ) if offer == old => *offer = *new,
                (
                    Outcome::CallBackPromised { follow_up: old, .. },
                    Outcome::CallBackPromised { follow_up: new, .. },
                    Command::EndFollowUp { follow_up, .. }
                    | Command::MoveFollowUp { follow_up, .. }
                    | Command::AssignFollowUp { follow_up, .. },
                ) if follow_up == old => *follow_up = *new,
                (
                    Outcome::ExtraPlaceOpened { place: old },
                    Outcome::ExtraPlaceOpened { place: new },
                    Command::Hold { place, .. }
                    | Command::SetPlace { place, .. }
                    | Command::SetUnit { place, .. }
                    | Command::OpenExtraPlace { place, .. }
                    | Command::CloseExtraPlace { place }
                    | Command::ExpectFree { place, .. },
                ) if place == old => *place = *new,
                (
                    Outcome::ExtraPlaceOpened { place: old },
                    Outcome::ExtraPlaceOpened { place: new },
                    Command::Offer(draft),
                ) if draft.place == *old => draft.place = *new,
                _ => {}
            }
        }
        let again = Box::new(outcome.clone());
        own.done.push(Done { deed, command, outcome });
        Ok(Outcome::Redone { again })
    }

    /// Takes a deed back and says what it was about; none when the work has gone on.
    fn take_back(&self, world: &mut World, deed: &Deed, by: usize, now: At) -> Option<i64> {
        match deed.act {
            Act::Hold => Some(take_back_hold(world, deed, now)),
            Act::Offer => Some(take_back_offer(world, deed, now)),
            Act::Answer => take_back_answer(world, deed, by, now),
            Act::Place => self.take_back_state(world, deed, now),
            Act::ExtraPlace => self.take_back_extra(world, deed, now),
            Act::ExpectFree => take_back_expected(world, deed),
            Act::Checklist => self.take_back_item(world, deed, now),
            Act::CallBack => take_back_promise(world, deed, now),
            Act::FollowUp | Act::Step => take_back_end(world, deed, now),
            Act::Move | Act::Assign => take_back_change(world, deed),
            _ => unreachable!("never taken back"),
        }
    }

    /// The row in force was made by the deed, or by an undo that went back to it.
    fn is_in_force(&self, deed: &Deed, table: &str, at: usize) -> bool {
        let made = |deed: &Deed| rows(deed, table).any(|row| row.is_new && row.at() == at);
        made(deed) || self.deeds.iter().any(|other| other.act == Act::Undo && made(other))
    }

    fn take_back_state(&self, world: &mut World, deed: &Deed, now: At) -> Option<i64> {
        let (mut about, mut out) = (None, Vec::new());
        for row in rows(deed, "place_states").filter(|row| !row.is_new) {
            let StateRow { place, state, .. } = world.states[row.at()];
            if world.places[index(place)].is_closed {
                return None;
            }
            let in_force = world.state(place);
            if !self.is_in_force(deed, "place_states", in_force) {
                return None;
            }
            world.states[in_force].is_over = true;
            world.states.push(StateRow { place, state, from: now, is_over: false });
            about = about.or(Some(place));
            out.extend((state != PlaceState::Free).then_some(place));
        }
        give_back(world, deed, now);
        for place in out {
            world.forget_place(place, now);
        }
        about
    }

    /// A place that was opened above capacity is closed, unless someone has it; one that was closed is as it was.
    fn take_back_extra(&self, world: &mut World, deed: &Deed, now: At) -> Option<i64> {
        let row = rows(deed, "places").next()?;
        let place = row.number;
        if row.is_new {
            let is_closed = world.places[row.at()].is_closed;
            if is_closed
                || !self.is_in_force(deed, "place_states", world.state(place))
                || world.live(place, now).is_some()
            {
                return None;
            }
            world.shut(place, now);
            return Some(place);
        }
        world.places[row.at()].is_closed = false;
        for before in rows(deed, "place_states") {
            let state = world.states[before.at()].state;
            world.states.push(StateRow { place, state, from: now, is_over: false });
        }
        give_back(world, deed, now);
        Some(place)
    }

    /// The answer before it is in force again, and what it filled is as it was. A name written over another is gone.
    fn take_back_item(&self, world: &mut World, deed: &Deed, now: At) -> Option<i64> {
        let of_deed = |new| rows(deed, "checklist_answers").find(|row| row.is_new == new);
        let AnswerRow { call, item, .. } = world.answers[of_deed(true)?.at()];
        let in_force = world.answer(call, item)?;
        if is_closed_since(world, deed, call) || !self.is_in_force(deed, "checklist_answers", in_force) {
            return None;
        }
        for row in rows(deed, "children") {
            if deed.before.children[row.at()].name.is_some() {
                return None;
            }
            world.children[row.at()].name = None;
        }
        for row in rows(deed, "calls") {
            restore_call(world, deed, row);
        }
        world.answers[in_force].is_over = true;
        if let Some(before) = of_deed(false) {
            let again = AnswerRow { is_over: false, ..world.answers[before.at()].clone() };
            world.answers.push(again);
        }
        for row in rows(deed, "follow_ups") {
            let ended = &mut world.follow_ups[row.at()].ended;
            if row.is_new {
                *ended = ended.or(Some((now, FollowUpEnd::Undone)));
            } else {
                restore_follow_up(world, deed, row.at());
            }
        }
        Some(call)
    }
}

/// The number of a deed's rows by table, as the journal names them.
pub fn rows_of(deed: &Deed) -> Vec<(&'static str, i64)> {
    let mut rows: Vec<_> = deed.touched.iter().map(|row| (row.table, row.number)).collect();
    rows.sort_unstable();
    rows.dedup();
    rows
}
