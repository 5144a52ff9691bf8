//! A simulator of nights: a seed makes weeks and years of a region's work, one act at a time, for several advisers.
//!
//! Pure: it is told the seed, the moment it begins and what the board says, and yields who does what next and when.
//! Whoever plays it gives the command to a store, and tells what came of it. The acts are one table ([`acts`]); what
//! the contacts are like, and how many there are, stands in [`contacts`]. Nothing in it happened to anyone.

mod acts;
mod besides;
mod contacts;
mod course;
mod fill;
mod nothing_free;
mod shifts;
mod stays;
mod tasks;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::random::Random;
use crate::domain::board::Board;
use crate::domain::call::CallState;
use crate::domain::command::{Command, OfferDraft, Outcome};
use crate::domain::deviation::DeviationState;
use crate::domain::distance::Coordinates;
use crate::domain::ids::{CallId, ChildId, ContactId, HandoverId, OfferId, PlaceId, PlacementId, ShiftId};
use crate::domain::journal::Act as Done;
use crate::domain::municipality::{Municipality, MunicipalityNumber, Region};
use crate::domain::offer::Answer;
use crate::domain::refusal::Refusal;
use crate::domain::unit::{Availability, PlaceState};
use acts::{ACTS, Act, Comes, Does, Event, Scene};

pub use fill::{DAYS_A_YEAR, Filling, fill, play};

/// What an act is about, as far as it is about anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct About {
    /// The call.
    pub call: Option<CallId>,
    /// The offer.
    pub offer: Option<OfferId>,
    /// The place.
    pub place: Option<PlaceId>,
    /// The child.
    pub child: Option<ChildId>,
    /// How often it was tried before.
    tries: u8,
}

/// Someone's turn to do something.
#[derive(Debug, Clone, Copy)]
pub struct Turn {
    /// When.
    pub at: DateTime<Utc>,
    /// By which of the advisers, from 0.
    pub adviser: usize,
    /// About what.
    pub about: About,
    act: &'static Act,
    /// Whether it came up by itself, and so will again.
    is_by_itself: bool,
}

impl Turn {
    /// What the act is called.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.act.name
    }
}

/// What the acts are called.
pub fn act_names() -> impl Iterator<Item = &'static str> {
    ACTS.iter().map(|act| act.name)
}

/// The nights of a seed.
pub struct Nights {
    random: Random,
    /// What is to come, by time and by the order it was thought of.
    agenda: BTreeMap<(DateTime<Utc>, u64), Turn>,
    thought_of: u64,
    advisers: usize,
    world: World,
}

/// What the acts know besides the board.
struct World {
    east: Vec<Municipality>,
    points: BTreeMap<MunicipalityNumber, Coordinates>,
    /// When stays are over.
    stays: BTreeMap<PlacementId, DateTime<Utc>>,
    calls_of_offers: BTreeMap<OfferId, CallId>,
    /// Entries of the directory that were added.
    contacts: Vec<ContactId>,
    newest_contact: Option<ContactId>,
    /// Whose shifts they are.
    shifts: BTreeMap<ShiftId, usize>,
    /// The number of a handover's first point, and of the one that is signed next.
    first_points: BTreeMap<HandoverId, i64>,
    next_point: i64,
}

impl Nights {
    /// The nights of a seed from a moment on, with so many advisers.
    #[must_use]
    pub fn new(seed: u64, municipalities: &[Municipality], advisers: usize, begins: DateTime<Utc>) -> Self {
        let is_east = |municipality: &&Municipality| municipality.region == Some(Region::Ost);
        let world = World {
            east: municipalities.iter().filter(is_east).cloned().collect(),
            points: municipalities
                .iter()
                .map(|municipality| (municipality.number, municipality.point))
                .collect(),
            stays: BTreeMap::new(),
            calls_of_offers: BTreeMap::new(),
            contacts: Vec::new(),
            newest_contact: None,
            shifts: BTreeMap::new(),
            first_points: BTreeMap::new(),
            next_point: 1,
        };
        let random = Random::new(seed, "nights");
        let mut nights =
            Self { random, agenda: BTreeMap::new(), thought_of: 0, advisers: advisers.max(1), world };
        for act in ACTS {
            nights.think_of_next(act, begins);
        }
        nights
    }

    /// Who does something next.
    pub fn next_turn(&mut self) -> Option<Turn> {
        let (_, turn) = self.agenda.pop_first()?;
        if turn.is_by_itself {
            self.think_of_next(turn.act, turn.at);
        }
        Some(turn)
    }

    /// What she does, seeing this board; none when there is nothing to do after all.
    pub fn command(&mut self, turn: &Turn, board: &Board) -> Option<Command> {
        let does = (turn.act.does)(&mut Scene {
            random: &mut self.random,
            world: &mut self.world,
            board,
            now: turn.at,
            about: turn.about,
            adviser: turn.adviser,
        });
        match does {
            Does::This(command) => Some(command),
            Does::Nothing => None,
            Does::Later { from, to } => {
                let tries = turn.about.tries.saturating_add(1);
                self.plan(turn.act, (from, to), turn.at, About { tries, ..turn.about }, None);
                None
            }
        }
    }

    /// The same place wanted for another call at the same moment, by another adviser who sees the same board.
    pub fn rival(&mut self, turn: &Turn, command: &Command, board: &Board) -> Option<(Turn, Command)> {
        let (call, place) = match command {
            Command::Hold { call, place } => (*call, *place),
            Command::Offer(draft) => (draft.call, draft.place),
            _ => return None,
        };
        if self.advisers < 2 {
            return None;
        }
        let other = board.calls.iter().rev().find(|other| {
            other.id != call
                && other.state == CallState::Open
                && other.received_at.is_some()
                && board.offers.iter().all(|offer| offer.call != other.id || !offer.awaits_answer())
        })?;
        let about = About { call: Some(other.id), ..About::default() };
        let adviser = (turn.adviser + 1) % self.advisers;
        let why = Some("haster, og plassen er den eneste".to_owned());
        let command = if self.random.percent(50) {
            Command::Hold { call: other.id, place }
        } else {
            Command::Offer(Box::new(OfferDraft { why, ..OfferDraft::new(other.id, place) }))
        };
        Some((Turn { adviser, about, ..*turn }, command))
    }

    /// What came of a command: what follows from it is planned.
    pub fn told(&mut self, turn: &Turn, answer: Result<&Outcome, &Refusal>) {
        let mut about = About { tries: 0, ..turn.about };
        let event = match answer {
            Ok(outcome) => self.event(turn.adviser, outcome, &mut about),
            Err(_) => turn.act.is_search.then_some(Event::Refused),
        };
        let Some(event) = event else { return };
        for act in ACTS {
            for comes in act.comes {
                if let Comes::After { event: when, percent, minutes } = comes
                    && *when == event
                    && self.random.percent(*percent)
                {
                    // What follows at once is done by the same hand.
                    let by = (minutes.1 <= 20).then_some(turn.adviser);
                    self.plan(act, *minutes, turn.at, about, by);
                }
            }
        }
    }

    fn event(&mut self, adviser: usize, outcome: &Outcome, about: &mut About) -> Option<Event> {
        match outcome {
            Outcome::CallRegistered { call, received_at, .. } => {
                about.call = Some(*call);
                Some(if received_at.is_some() { Event::Registered } else { Event::Consulted })
            }
            Outcome::Referred { .. } => Some(Event::Referred),
            Outcome::Held { call, place, .. } => {
                (about.call, about.place) = (Some(*call), Some(*place));
                Some(Event::Held)
            }
            Outcome::Released { .. } => Some(Event::Released),
            Outcome::Offered { offer, call, place, .. } => {
                *about =
                    About { call: Some(*call), offer: Some(*offer), place: Some(*place), ..About::default() };
                self.world.calls_of_offers.insert(*offer, *call);
                Some(Event::Offered)
            }
            Outcome::Answered { answer, .. } => {
                Some(if *answer == Answer::Accepted { Event::Accepted } else { Event::Declined })
            }
            Outcome::Arrived { closes_call, .. } => {
                Some(if *closes_call { Event::Arrived } else { Event::ArrivedInPart })
            }
            Outcome::Planned { .. } => Some(Event::Planned),
            Outcome::FellThrough { call, .. } => {
                about.call = Some(*call);
                Some(Event::FellThrough)
            }
            Outcome::StayEnded { child, .. } => {
                about.child = Some(*child);
                Some(Event::StayEnded)
            }
            Outcome::StaysOpen { stays_open: true, .. } => Some(Event::StaysOpen),
            Outcome::MeetingSet { call, .. } => {
                about.call = Some(*call);
                Some(Event::MeetingSet)
            }
            Outcome::StepSettled { .. } => Some(Event::StepSettled),
            // Only a task of the office hours is ended for its own sake.
            Outcome::FollowUpEnded { .. } if about.call.is_none() => Some(Event::StepSettled),
            Outcome::PlaceConfirmed { .. } => about.call.map(|_| Event::Confirmed),
            Outcome::CallBackPromised { .. } => Some(Event::Promised),
            Outcome::PlaceSet { place, state } => {
                about.place = Some(*place);
                (*state != PlaceState::Free).then_some(Event::OutOfUse)
            }
            Outcome::EnquiryLogged { .. } => Some(Event::Enquired),
            Outcome::DeviationSet { state, .. } if *state != DeviationState::Closed => {
                Some(Event::DeviationSet)
            }
            Outcome::ExtraPlaceOpened { place } => {
                about.place = Some(*place);
                Some(Event::ExtraOpened)
            }
            // What is taken out comes back as the number it had: numbers only grow.
            Outcome::ContactSet { contact } => {
                let newest = self.world.newest_contact.max(Some(*contact));
                if self.world.newest_contact != newest {
                    self.world.contacts.push(*contact);
                    self.world.newest_contact = newest;
                }
                None
            }
            Outcome::ShiftStarted { shift, .. } => {
                self.world.shifts.insert(*shift, adviser);
                None
            }
            Outcome::HandoverReceived { begun: Some(begun), .. } => {
                self.world.shifts.insert(begun.shift, adviser);
                None
            }
            Outcome::HandoverSigned { handover, points } => {
                self.world.first_points.insert(*handover, self.world.next_point);
                self.world.next_point += i64::try_from(*points).unwrap_or(0);
                Some(Event::HandedOver)
            }
            Outcome::WentThrough { left: 0, .. } => Some(Event::WentThroughAll),
            Outcome::WentThrough { .. } => Some(Event::WentThrough),
            Outcome::Redone { again } => self.event(adviser, again, about),
            Outcome::Undone { act: Done::Answer, number } => {
                let offer = OfferId(*number);
                (about.offer, about.call) = (Some(offer), self.world.calls_of_offers.get(&offer).copied());
                Some(Event::AnswerUndone)
            }
            Outcome::Undone { act: Done::Offer, number } => {
                about.call = self.world.calls_of_offers.get(&OfferId(*number)).copied();
                Some(Event::SearchUndone)
            }
            Outcome::Undone { act: Done::Hold, .. } => Some(Event::SearchUndone),
            Outcome::Undone { .. } => Some(Event::Undone),
            _ => None,
        }
    }

    /// The next time an act comes up by itself.
    fn think_of_next(&mut self, act: &'static Act, after: DateTime<Utc>) {
        let at = act.comes.iter().find_map(|comes| match comes {
            Comes::AsPeopleRing => Some(contacts::next(&mut self.random, after)),
            Comes::Yearly(times) => {
                // Twice the mean at most, so that the times are those of the year.
                let mean = DAYS_A_YEAR * 24 * 60 / times;
                Some(after + TimeDelta::minutes(self.random.between(1, 2 * mean - 1)))
            }
            Comes::InOfficeHours(times) => {
                let mean = contacts::OFFICE_MINUTES_A_YEAR / times;
                let minutes = self.random.between(1, 2 * mean - 1);
                Some(contacts::after_office_minutes(after, minutes))
            }
            Comes::After { .. } => None,
        });
        if let Some(at) = at {
            let adviser = self.on_duty(at);
            self.note(Turn { at, adviser, about: About::default(), act, is_by_itself: true });
        }
    }

    fn plan(
        &mut self,
        act: &'static Act,
        (from, to): (i64, i64),
        after: DateTime<Utc>,
        about: About,
        by: Option<usize>,
    ) {
        // Times of people are not whole minutes.
        let seconds = self.random.between(from * 60, to * 60);
        let at = after + TimeDelta::seconds(seconds);
        let adviser = by.unwrap_or_else(|| self.on_duty(at));
        self.note(Turn { at, adviser, about, act, is_by_itself: false });
    }

    fn note(&mut self, turn: Turn) {
        self.thought_of += 1;
        self.agenda.insert((turn.at, self.thought_of), turn);
    }

    /// In office hours any adviser; else the one on call, or now and then a colleague who helps.
    fn on_duty(&mut self, at: DateTime<Utc>) -> usize {
        let on_call = usize::try_from(at.timestamp() / 86_400).unwrap_or(0) % self.advisers;
        let helped = contacts::is_office_time(at) || self.random.percent(15);
        if helped { self.random.below(self.advisers) } else { on_call }
    }
}

/// How many places stand how: free, held or offered, out of use, lived in.
#[must_use]
pub fn standing(board: &Board, now: DateTime<Utc>) -> [usize; 4] {
    let mut standing = [0; 4];
    for place in &board.places {
        standing[match place.availability(now) {
            Availability::Free => 0,
            Availability::Held(_) | Availability::Offered(_) => 1,
            Availability::Out(_) | Availability::Closed(_) => 2,
            Availability::Occupied(_) => 3,
        }] += 1;
    }
    standing
}
