//! What the database should say: plain rows in memory. A row's number is its place in the list, from 1; no row goes.

use std::collections::BTreeMap;

use akuttvakt::domain::alarm::Alarm;
use akuttvakt::domain::call::{CallFacts, CallKind, CloseReason, DecisionStatus};
use akuttvakt::domain::checklist::{AnswerState, ItemKey};
use akuttvakt::domain::child::{ChildFacts, SiblingRule};
use akuttvakt::domain::claim::ClaimKind;
use akuttvakt::domain::directory::ContactRow;
use akuttvakt::domain::follow_up::{FollowUpEnd, FollowUpKind, Owner};
use akuttvakt::domain::offer::{Answer, Clearance, DeclineReason};
use akuttvakt::domain::purchase::PaperKey;
use akuttvakt::domain::question::Subject;
use akuttvakt::domain::routine::StepKey;
use akuttvakt::domain::unit::{ConfirmedHow, PlaceState};
use akuttvakt::domain::unit_list::UnitRow;
use chrono::{DateTime, TimeDelta, Utc};

use super::rows::{
    CompensationRow, DeviationRow, EnquiryRow, FreeRow, HandoverRow, HomeRow, PlacementRow, PointRow,
    RemarkRow, ShiftRow, SplitRow, StepRow, SumRow, WatchRow,
};

pub type At = DateTime<Utc>;
/// A text as typed.
pub type Words = Option<String>;

#[derive(Clone, PartialEq)]
pub struct PlaceRow {
    pub unit: i64,
    pub confirmed: Option<(At, usize, ConfirmedHow)>,
    /// Above the capacity of its unit.
    pub is_extra: bool,
    pub is_closed: bool,
    pub expected: Option<At>,
}

#[derive(Clone, PartialEq)]
pub struct StateRow {
    pub place: i64,
    pub state: PlaceState,
    pub from: At,
    pub is_over: bool,
}

#[derive(Clone, PartialEq)]
pub struct CallRow {
    /// Without children, whose rows are their own.
    pub facts: CallFacts,
    pub deadline: Option<At>,
    pub closed: Option<(At, CloseReason)>,
    pub close_note: Words,
    pub is_erased: bool,
    pub registered: (At, usize),
    /// When it is, and when it was set.
    pub meeting: Option<(At, At)>,
    pub stays_open: bool,
    /// Who has it; none: the intake unit.
    pub owner: Option<usize>,
}

#[derive(Clone, PartialEq)]
pub struct ChildRow {
    pub call: i64,
    pub facts: ChildFacts,
    pub name: Words,
    /// The first child known to be the same: at first itself.
    pub same_as: i64,
    pub is_removed: bool,
}

#[derive(Clone, PartialEq)]
pub struct OfferRow {
    pub call: i64,
    pub place: i64,
    pub at: At,
    pub answer: Option<(Answer, At)>,
    pub answer_reason: Option<DeclineReason>,
    pub answered_by: Words,
    pub answer_note: Words,
    pub is_void: bool,
    pub clearance: Clearance,
    pub cleared_at: Option<At>,
    pub may_be_known: Option<bool>,
    pub why: Words,
    pub child_view: Words,
}

impl OfferRow {
    pub fn awaits(&self) -> bool {
        !self.is_void && self.answer.is_none()
    }

    pub fn is_accepted(&self) -> bool {
        !self.is_void && self.answer.is_some_and(|(answer, _)| answer == Answer::Accepted)
    }

    /// It waits for its answer, or was accepted.
    pub fn counts(&self) -> bool {
        self.awaits() || self.is_accepted()
    }
}

#[derive(Clone, PartialEq)]
pub struct ClaimRow {
    pub place: i64,
    pub kind: ClaimKind,
    pub call: i64,
    pub child: i64,
    pub offer: Option<i64>,
    pub by: usize,
    pub from: At,
    pub until: Option<At>,
    pub ended: Option<At>,
}

impl ClaimRow {
    pub fn is_live(&self, now: At) -> bool {
        self.ended.is_none() && self.until.is_none_or(|until| now < until)
    }
}

#[derive(Clone, PartialEq)]
pub struct FollowUpRow {
    pub kind: FollowUpKind,
    pub call: i64,
    pub offer: Option<i64>,
    pub place: Option<i64>,
    pub item: Option<ItemKey>,
    pub step: Option<StepKey>,
    pub enquiry: Option<i64>,
    pub paper: Option<PaperKey>,
    pub child: Option<i64>,
    /// Minutes to the next, while the call is open.
    pub repeats: Option<i64>,
    pub due: At,
    pub owner: Owner,
    pub by: usize,
    pub moved: Option<At>,
    pub reason: Words,
    pub ended: Option<(At, FollowUpEnd)>,
}

#[derive(Clone, PartialEq)]
pub struct AnswerRow {
    pub call: i64,
    pub item: ItemKey,
    pub state: AnswerState,
    pub told: Words,
    pub by: usize,
    pub from: At,
    pub is_over: bool,
}

#[derive(Clone)]
pub struct World {
    pub units: Vec<UnitRow>,
    /// When units that were set up for a time close.
    pub closing: BTreeMap<i64, At>,
    /// What is told of each unit besides.
    pub homes: Vec<HomeRow>,
    pub places: Vec<PlaceRow>,
    pub states: Vec<StateRow>,
    pub calls: Vec<CallRow>,
    pub children: Vec<ChildRow>,
    pub offers: Vec<OfferRow>,
    pub claims: Vec<ClaimRow>,
    pub follow_ups: Vec<FollowUpRow>,
    pub answers: Vec<AnswerRow>,
    pub reveals: Vec<Subject>,
    pub settings: Vec<(String, String)>,
    pub placements: Vec<PlacementRow>,
    pub steps: Vec<StepRow>,
    pub splits: Vec<SplitRow>,
    pub remarks: Vec<RemarkRow>,
    pub silences: Vec<Alarm>,
    /// Calls that left the house with names.
    pub exports: Vec<i64>,
    pub enquiries: Vec<EnquiryRow>,
    pub compensations: Vec<CompensationRow>,
    pub deviations: Vec<DeviationRow>,
    /// The directory; what was taken out leaves its number.
    pub contacts: Vec<Option<ContactRow>>,
    pub shifts: Vec<ShiftRow>,
    pub watches: Vec<WatchRow>,
    pub handovers: Vec<HandoverRow>,
    pub points: Vec<PointRow>,
    pub sums: Vec<SumRow>,
    pub free: Vec<FreeRow>,
    /// Who is doing something.
    pub hand: usize,
}

pub fn index(number: i64) -> usize {
    usize::try_from(number - 1).unwrap()
}

pub fn number(index: usize) -> i64 {
    i64::try_from(index).unwrap() + 1
}

/// The row with a number, if there is one.
pub fn row<T>(list: &[T], number: i64) -> Option<&T> {
    usize::try_from(number - 1).ok().and_then(|at| list.get(at))
}

/// The numbers of the rows that are wanted.
pub fn those<T>(list: &[T], wanted: impl Fn(&T) -> bool) -> Vec<i64> {
    list.iter().enumerate().filter(|(_, row)| wanted(row)).map(|(at, _)| number(at)).collect()
}

impl World {
    /// Units with all their places free, and nothing else.
    pub fn new(units: Vec<UnitRow>, now: At) -> Self {
        let mut world = Self {
            units: Vec::new(),
            closing: BTreeMap::new(),
            homes: Vec::new(),
            places: Vec::new(),
            states: Vec::new(),
            calls: Vec::new(),
            children: Vec::new(),
            offers: Vec::new(),
            claims: Vec::new(),
            follow_ups: Vec::new(),
            answers: Vec::new(),
            reveals: Vec::new(),
            settings: Vec::new(),
            placements: Vec::new(),
            steps: Vec::new(),
            splits: Vec::new(),
            remarks: Vec::new(),
            silences: Vec::new(),
            exports: Vec::new(),
            enquiries: Vec::new(),
            compensations: Vec::new(),
            deviations: Vec::new(),
            contacts: Vec::new(),
            shifts: Vec::new(),
            watches: Vec::new(),
            handovers: Vec::new(),
            points: Vec::new(),
            sums: Vec::new(),
            free: Vec::new(),
            hand: 0,
        };
        for unit in units {
            world.units.push(unit);
            world.homes.push(HomeRow::default());
            world.make_places(number(world.units.len() - 1), now);
        }
        world
    }

    /// Makes the places that a unit is said to have and has not yet.
    pub fn make_places(&mut self, unit: i64, now: At) {
        let wanted = usize::from(self.units[index(unit)].places);
        for _ in those(&self.places, |place| place.unit == unit && !place.is_extra && !place.is_closed).len()
            ..wanted
        {
            let (is_extra, is_closed) = (false, false);
            self.places.push(PlaceRow { unit, confirmed: None, is_extra, is_closed, expected: None });
            let place = number(self.places.len() - 1);
            self.states.push(StateRow { place, state: PlaceState::Free, from: now, is_over: false });
        }
    }

    /// A setting's value, or what holds until it is set.
    pub fn setting<'a>(&'a self, key: &str, default: &'a str) -> &'a str {
        self.settings.iter().find(|(known, _)| known == key).map_or(default, |(_, value)| value)
    }

    pub fn setting_number(&self, key: &str, default: &str) -> i64 {
        self.setting(key, default).parse().unwrap()
    }

    /// The places of a place's unit, in order.
    pub fn unit_of(&self, place: i64) -> Vec<i64> {
        let unit = self.places[index(place)].unit;
        those(&self.places, |other| other.unit == unit && !other.is_closed)
    }

    /// The children a call has now.
    pub fn children_of(&self, call: i64) -> Vec<i64> {
        those(&self.children, |child| child.call == call && !child.is_removed)
    }

    /// The children an offer was ever for, in order.
    pub fn children_of_offer(&self, offer: i64) -> Vec<i64> {
        let mut children: Vec<_> =
            self.claims.iter().filter(|claim| claim.offer == Some(offer)).map(|claim| claim.child).collect();
        children.sort_unstable();
        children.dedup();
        children
    }

    /// Whether a child has an offer besides one, so that no other can be given it: a request that stays open looks on
    /// for those who have arrived.
    pub fn has_offer_besides(&self, child: i64, own: Option<i64>) -> bool {
        let offers = self.claims.iter().filter(|claim| claim.child == child).filter_map(|claim| claim.offer);
        offers.into_iter().filter(|offer| Some(*offer) != own).any(|offer| {
            let row = &self.offers[index(offer)];
            let looks_on = self.calls[index(row.call)].stays_open && self.has_arrived(offer);
            row.awaits() || row.is_accepted() && !looks_on
        })
    }

    pub fn has_offer(&self, child: i64) -> bool {
        self.has_offer_besides(child, None)
    }

    /// Whether the children of an offer have arrived.
    pub fn has_arrived(&self, offer: i64) -> bool {
        let is_lived = |claim: &ClaimRow| claim.offer == Some(offer) && claim.kind == ClaimKind::Placement;
        self.claims.iter().any(is_lived)
    }

    /// The children whose turn it is.
    pub fn to_place(&self, call: i64) -> Vec<i64> {
        let children = self.children_of(call);
        let is_alone = matches!(
            self.calls[index(call)].facts.siblings,
            Some(SiblingRule::Apart | SiblingRule::NotSiblings)
        );
        let most = if is_alone { 1 } else { children.len() };
        children.into_iter().filter(|child| !self.has_offer(*child)).take(most).collect()
    }

    /// The claim on a place that nobody ended, though it may have lapsed.
    pub fn unended(&self, place: i64) -> Option<usize> {
        self.claims.iter().position(|claim| claim.place == place && claim.ended.is_none())
    }

    pub fn live(&self, place: i64, now: At) -> Option<usize> {
        self.unended(place).filter(|claim| self.claims[*claim].is_live(now))
    }

    pub fn holds(&self, call: i64, place: i64, now: At) -> bool {
        self.live(place, now)
            .map(|claim| &self.claims[claim])
            .is_some_and(|claim| claim.kind == ClaimKind::Hold && claim.call == call)
    }

    /// The state of a place that is in force.
    pub fn state(&self, place: i64) -> usize {
        self.states.iter().position(|row| row.place == place && !row.is_over).unwrap()
    }

    pub fn is_free(&self, place: i64) -> bool {
        let in_force = self.states.iter().find(|row| row.place == place && !row.is_over);
        in_force.is_some_and(|row| row.state == PlaceState::Free)
    }

    /// Whether its unit was set up for a time that is over.
    pub fn has_closed(&self, place: i64, now: At) -> bool {
        self.closing.get(&self.places[index(place)].unit).is_some_and(|at| *at <= now)
    }

    /// Nobody has it, it is in use, and its unit has not closed.
    pub fn is_vacant(&self, place: i64, now: At) -> bool {
        self.is_free(place) && !self.has_closed(place, now) && self.live(place, now).is_none()
    }

    /// The answer to an item that is in force.
    pub fn answer(&self, call: i64, item: ItemKey) -> Option<usize> {
        self.answers.iter().position(|row| row.call == call && row.item == item && !row.is_over)
    }

    pub fn open_follow_ups(&self, wanted: impl Fn(&FollowUpRow) -> bool) -> Vec<usize> {
        let open = those(&self.follow_ups, |row| row.ended.is_none() && wanted(row));
        open.into_iter().map(index).collect()
    }

    /// Whether children of an offer are still to arrive.
    pub fn is_expected(&self, offer: i64) -> bool {
        self.claims.iter().any(|claim| {
            claim.offer == Some(offer) && claim.kind == ClaimKind::Offer && claim.ended.is_none()
        })
    }

    /// When an offer is due.
    pub fn due(&self, facts: &CallFacts) -> Option<At> {
        let waits = facts.decision == Some(DecisionStatus::AwaitsPlace)
            && self.setting("response.runs_while_awaiting", "on") == "off";
        let runs = facts.kind == CallKind::Placement && facts.is_acute && !waits;
        let limit = TimeDelta::minutes(self.setting_number("response.minutes", "120"));
        facts.received_at.filter(|_| runs).map(|received| received + limit)
    }
}
