//! The board with everything worked out from it: the order of calls, matched places, counts. Worked out when the
//! board, the order or the minute changes, never while drawing.

use std::collections::BTreeMap;

use chrono::{DateTime, TimeDelta, Utc};

use crate::catalog::Catalog;
use crate::domain::board::Board;
use crate::domain::call::{Call, CallKind, CallState};
use crate::domain::child::SiblingRule;
use crate::domain::distance::Coordinates;
use crate::domain::follow_up::FollowUpKind;
use crate::domain::follow_up_list::FollowUpList;
use crate::domain::ids::{CallId, ChildId, OfferId, PlaceId, UnitId};
use crate::domain::ladder::Ladder;
use crate::domain::matching::{self, Order, Request, UnitMatch, UnitMatches};
use crate::domain::municipality::{Municipality, MunicipalityNumber};
use crate::domain::offer::{Answer, Offer};
use crate::domain::preparedness::{GroupCount, UnitCount, count_groups, units_below_target};
use crate::domain::siblings::{children_to_place, needs_offer, request_for_these, searched_for, turns};
use crate::domain::unit::{Place, Unit};

use super::call_row::CallRow;

/// A board and what follows from it.
#[derive(Debug, Clone, PartialEq)]
pub struct BoardView {
    /// What was read.
    pub board: Board,
    /// Open calls, the most urgent first.
    pub calls: Vec<CallRow>,
    /// Calls closed in the last day, the newest first.
    pub closed: Vec<CallId>,
    /// Free places of each group.
    pub groups: Vec<GroupCount>,
    /// Units with fewer free places than their own target.
    pub low_units: Vec<UnitCount>,
    /// Free places in all, and how many of them must be confirmed.
    pub free: FreeCount,
    /// Open follow-ups, in the order to work from.
    pub follow_ups: FollowUpList,
    found: BTreeMap<CallId, Found>,
    /// The child that is looked for first, where the adviser chose one.
    chosen: BTreeMap<CallId, ChildId>,
    /// The ladders of calls that need a place, or look for another.
    ladders: BTreeMap<CallId, Ladder>,
    /// Offers that were on the board before and are gone: what was taken back is still named.
    gone: Vec<Offer>,
    good_until: DateTime<Utc>,
}

/// The matched places of a call, and whom they were looked for.
#[derive(Debug, Clone, PartialEq)]
struct Found {
    children: Vec<ChildId>,
    units: UnitMatches,
}

/// Free places in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct FreeCount {
    /// Can be held or offered now.
    pub free: usize,
    /// Of these, how many were confirmed too long ago.
    pub stale: usize,
}

/// The municipality with this number.
#[must_use]
pub fn municipality(catalog: &Catalog, number: MunicipalityNumber) -> Option<&Municipality> {
    let all = &catalog.municipalities;
    all.binary_search_by_key(&number, |municipality| municipality.number).ok().map(|at| &all[at])
}

/// The point distances to and from a municipality are measured from.
#[must_use]
pub fn point_of(catalog: &Catalog, number: MunicipalityNumber) -> Option<Coordinates> {
    municipality(catalog, number).map(|municipality| municipality.point)
}

/// Matches the board's places with a request, one row a unit.
#[must_use]
pub fn match_units(
    board: &Board,
    catalog: &Catalog,
    request: &Request,
    order: Order,
    now: DateTime<Utc>,
) -> UnitMatches {
    matching::match_units(request, &board.offerable(), |number| point_of(catalog, number), order, now)
}

impl BoardView {
    /// Works out everything from a board.
    #[must_use]
    pub fn new(board: Board, catalog: &Catalog, order: Order, now: DateTime<Utc>) -> Self {
        let follow_ups = FollowUpList::of(&[], &board.rules, now);
        let mut view = Self {
            board,
            calls: Vec::new(),
            closed: Vec::new(),
            groups: Vec::new(),
            low_units: Vec::new(),
            free: FreeCount::default(),
            follow_ups,
            found: BTreeMap::new(),
            chosen: BTreeMap::new(),
            ladders: BTreeMap::new(),
            gone: Vec::new(),
            good_until: now,
        };
        view.work_out(catalog, order, now);
        view
    }

    /// Keeps what the board before it knew of offers that are gone, and which child is looked for first.
    #[must_use]
    pub fn after(
        mut self,
        before: Option<&Self>,
        catalog: &Catalog,
        order: Order,
        now: DateTime<Utc>,
    ) -> Self {
        let is_gone = |offer: &&Offer| self.board.offers.iter().all(|known| known.id != offer.id);
        let known = before.into_iter().flat_map(|before| before.gone.iter().chain(&before.board.offers));
        self.gone = known.filter(is_gone).cloned().collect();
        for (call, child) in before.into_iter().flat_map(|before| &before.chosen) {
            self.look_for(*call, *child, catalog, order, now);
        }
        self
    }

    /// Looks for another child or group of a call first, the next one or the one before; false where there is none.
    pub fn turn(
        &mut self,
        call: CallId,
        forward: bool,
        catalog: &Catalog,
        order: Order,
        now: DateTime<Utc>,
    ) -> bool {
        let Some(known) = self.board.call(call) else { return false };
        let turns = turns(known, &self.board.offers);
        let at = turns.iter().position(|turn| Some(turn.as_slice()) == self.looked_for(call));
        let to = at.and_then(|at| if forward { Some(at + 1) } else { at.checked_sub(1) });
        match to.and_then(|to| turns.get(to)) {
            // The usual turn needs no choice.
            Some(turn) if *turn == turns[0] => {
                self.chosen.remove(&call);
                self.match_call(call, catalog, order, now);
                true
            }
            Some(turn) => {
                let child = turn[0];
                self.look_for(call, child, catalog, order, now);
                true
            }
            None => false,
        }
    }

    fn look_for(
        &mut self,
        call: CallId,
        child: ChildId,
        catalog: &Catalog,
        order: Order,
        now: DateTime<Utc>,
    ) {
        let Some(known) = self.board.call(call) else { return };
        let is_turn = |turn: &Vec<ChildId>| turn.as_slice() == [child];
        if turns(known, &self.board.offers).iter().any(is_turn) {
            self.chosen.insert(call, child);
            self.match_call(call, catalog, order, now);
        }
    }

    fn match_call(&mut self, call: CallId, catalog: &Catalog, order: Order, now: DateTime<Utc>) {
        if let Some(known) = self.board.call(call).filter(|known| known.state == CallState::Open) {
            let found = find(&self.board, known, self.chosen.get(&call).copied(), catalog, order, now);
            if let Some(row) = self.calls.iter_mut().find(|row| row.id == call) {
                row.count(Some(&found.units));
            }
            self.found.insert(call, found);
            self.ladders = self.work_out_ladders(catalog, order, now);
        }
    }

    /// Whom the matched places of a call were looked for.
    #[must_use]
    pub fn looked_for(&self, call: CallId) -> Option<&[ChildId]> {
        self.found.get(&call).map(|found| found.children.as_slice())
    }

    /// How many turns there are to choose from: more than one where a child may be looked for first.
    #[must_use]
    pub fn count_turns(&self, call: CallId) -> usize {
        self.board.call(call).map_or(0, |call| turns(call, &self.board.offers).len())
    }

    /// Which of those looked for a unit takes: all of them, or part of the group.
    #[must_use]
    pub fn taken_by(&self, call: CallId, unit: UnitId) -> Option<Vec<ChildId>> {
        let children = self.looked_for(call)?;
        match &self.unit_row(call, unit)?.part {
            Some(part) => Some(part.iter().filter_map(|at| children.get(*at).copied()).collect()),
            None => Some(children.to_vec()),
        }
    }

    /// Works out everything anew: another order, or time has passed.
    pub fn work_out(&mut self, catalog: &Catalog, order: Order, now: DateTime<Utc>) {
        let board = &self.board;
        let open = || board.calls.iter().filter(|call| call.state == CallState::Open);
        self.found = open()
            .map(|call| {
                let chosen = self.chosen.get(&call.id).copied();
                (call.id, find(board, call, chosen, catalog, order, now))
            })
            .collect();
        let found = |call: &Call| self.found.get(&call.id).map(|found| &found.units);
        self.calls = open().map(|call| CallRow::of(call, board, found(call), now)).collect();
        self.calls.sort_by(CallRow::order);
        self.ladders = self.work_out_ladders(catalog, order, now);
        let board = &self.board;
        let mut closed: Vec<&Call> =
            board.calls.iter().filter(|call| call.state == CallState::Closed).collect();
        closed.sort_by_key(|call| std::cmp::Reverse((call.closed_at, call.id)));
        self.closed = closed.into_iter().map(|call| call.id).collect();
        self.groups = count_groups(board, now);
        self.low_units = units_below_target(board, now);
        self.free = count_free(board, now);
        self.follow_ups = FollowUpList::of(&board.follow_ups, &board.rules, now);
        let moves = self.follow_ups.next_change(&board.rules, now);
        self.good_until = good_until(board, now).min(moves);
    }

    fn work_out_ladders(
        &self,
        catalog: &Catalog,
        order: Order,
        now: DateTime<Utc>,
    ) -> BTreeMap<CallId, Ladder> {
        let board = &self.board;
        let looked_for = self.calls.iter().filter(|row| row.is_looked_for());
        looked_for
            .filter_map(|row| {
                let (call, found) = (board.call(row.id)?, self.found.get(&row.id)?);
                let from = point_of(catalog, call.municipality);
                let request = request_for_these(call, &found.children, from);
                let point = |number| point_of(catalog, number);
                let full = matching::match_full_units(&request, &board.offerable(), point, order, now);
                Some((call.id, Ladder::of(board, call, &found.units, full)))
            })
            .collect()
    }

    /// Until when what was worked out holds, if the board stays as it is.
    #[must_use]
    pub const fn good_until(&self) -> DateTime<Utc> {
        self.good_until
    }

    /// Whether time has made what was worked out old: a minute has gone, a hold has lapsed, a follow-up is late.
    #[must_use]
    pub fn is_old(&self, now: DateTime<Utc>) -> bool {
        now >= self.good_until
    }

    /// The matched places of an open call.
    #[must_use]
    pub fn found(&self, call: CallId) -> Option<&UnitMatches> {
        self.found.get(&call).map(|found| &found.units)
    }

    /// The ladder of a call that needs a place, or looks for another.
    #[must_use]
    pub fn ladder(&self, call: CallId) -> Option<&Ladder> {
        self.ladders.get(&call)
    }

    /// Whether nothing on the list fits a call that looks for a place: then its ladder is shown by itself.
    #[must_use]
    pub fn has_nothing_that_fits(&self, call: CallId) -> bool {
        let nothing_fits = self.found(call).is_some_and(|found| found.fits.is_empty());
        nothing_fits && !self.board.units.is_empty() && self.ladders.contains_key(&call)
    }

    /// Whether a unit fits a call.
    #[must_use]
    pub fn fits(&self, call: CallId, unit: UnitId) -> bool {
        self.found(call).is_some_and(|found| found.fits.iter().any(|row| row.unit == unit))
    }

    /// The row of a unit for a call, whether it fits or not.
    #[must_use]
    pub fn unit_row(&self, call: CallId, unit: UnitId) -> Option<&UnitMatch> {
        let found = self.found(call)?;
        let full = self.ladder(call).map_or(&[][..], |ladder| &ladder.full);
        found.fits.iter().chain(&found.out).chain(full).find(|row| row.unit == unit)
    }

    /// The row of an open call.
    #[must_use]
    pub fn call_row(&self, call: CallId) -> Option<&CallRow> {
        self.calls.iter().find(|row| row.id == call)
    }

    /// The place with this number.
    #[must_use]
    pub fn place(&self, place: PlaceId) -> Option<&Place> {
        self.board.places.iter().find(|candidate| candidate.id == place)
    }

    /// The place a unit's row shows. Places stand by unit, so this is quick however long the list is.
    #[must_use]
    pub fn place_of(&self, row: &UnitMatch) -> Option<&Place> {
        let places = &self.board.places;
        let from = places.partition_point(|place| place.unit < row.unit);
        places[from..]
            .iter()
            .take_while(|place| place.unit == row.unit)
            .find(|place| place.id == row.place.place)
    }

    /// When the first place of a unit is expected to be free. As quick as [`Self::place_of`].
    #[must_use]
    pub fn expected_free(&self, unit: UnitId, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let places = &self.board.places;
        let from = places.partition_point(|place| place.unit < unit);
        let own = places[from..].iter().take_while(|place| place.unit == unit);
        own.filter_map(|place| place.expected_free(now)).min()
    }

    /// The unit of a place.
    #[must_use]
    pub fn unit_of_place(&self, place: PlaceId) -> Option<&Unit> {
        self.place(place).and_then(|place| self.board.unit(place.unit))
    }

    /// The offers of a call that await an answer, the oldest first.
    pub fn awaited_offers(&self, call: CallId) -> impl Iterator<Item = &Offer> {
        self.board.offers.iter().filter(move |offer| offer.call == call && offer.awaits_answer())
    }

    /// An offer of the board, or one that was taken back while this screen was open.
    #[must_use]
    pub fn offer(&self, offer: OfferId) -> Option<&Offer> {
        self.board.offers.iter().chain(&self.gone).find(|known| known.id == offer)
    }

    /// Whether a child has its offer: none other may be given for it now.
    #[must_use]
    pub fn has_offer(&self, call: CallId, child: ChildId) -> bool {
        self.board.call(call).is_some_and(|call| !needs_offer(call, &self.board.offers, child))
    }

    /// The newest offer of a call whose every child has one: it can be filled in further.
    #[must_use]
    pub fn to_fill_in(&self, call: &Call) -> Option<&Offer> {
        if call.kind == CallKind::Consultation || !children_to_place(call, &self.board.offers).is_empty() {
            return None;
        }
        self.standing_offers(call.id).max_by_key(|offer| offer.id)
    }

    /// Whether something of an offer is still to be done.
    #[must_use]
    pub fn lacks(&self, offer: OfferId, kind: FollowUpKind) -> bool {
        let follow_ups = &self.board.follow_ups;
        follow_ups.iter().any(|follow_up| follow_up.kind == kind && follow_up.offer == Some(offer))
    }

    fn standing_offers(&self, call: CallId) -> impl Iterator<Item = &Offer> {
        let stands = |offer: &Offer| offer.awaits_answer() || offer.is_accepted();
        self.board.offers.iter().filter(move |offer| offer.call == call && stands(offer))
    }

    /// The newest decline of a place of this unit by this call.
    #[must_use]
    pub fn declined(&self, call: CallId, unit: UnitId) -> Option<&Offer> {
        self.board.offers.iter().rev().find(|offer| {
            offer.call == call
                && offer.answer == Some(Answer::Declined)
                && !offer.is_void()
                && self.place(offer.place).is_some_and(|place| place.unit == unit)
        })
    }

    /// The first unit that fits a call and was not declined by it.
    #[must_use]
    pub fn first_fitting(&self, call: CallId) -> Option<UnitId> {
        let found = self.found(call)?;
        found.fits.iter().map(|row| row.unit).find(|unit| self.declined(call, *unit).is_none())
    }
}

/// Matches the list for those of a call who are looked for now.
fn find(
    board: &Board,
    call: &Call,
    chosen: Option<ChildId>,
    catalog: &Catalog,
    order: Order,
    now: DateTime<Utc>,
) -> Found {
    let children = searched_for(call, &board.offers, chosen);
    let request = request_for_these(call, &children, point_of(catalog, call.municipality));
    let units = if call.siblings == Some(SiblingRule::MaySplit) {
        let point = |number| point_of(catalog, number);
        matching::match_units_in_part(&request, &board.offerable(), point, order, now)
    } else {
        match_units(board, catalog, &request, order, now)
    };
    Found { children, units }
}

fn count_free(board: &Board, now: DateTime<Utc>) -> FreeCount {
    let is_free = |place: &&Place| place.availability(now) == crate::domain::unit::Availability::Free;
    board.places.iter().filter(is_free).fold(FreeCount::default(), |count, place| FreeCount {
        free: count.free + 1,
        stale: count.stale + usize::from(place.is_stale(now, board.rules.fresh_hours)),
    })
}

/// Ages are shown in minutes at their finest, holds lapse at a moment, and follow-ups become late at one.
fn good_until(board: &Board, now: DateTime<Utc>) -> DateTime<Utc> {
    let next_minute = now + TimeDelta::milliseconds(60_000 - now.timestamp_millis().rem_euclid(60_000));
    let lapses = board.places.iter().filter_map(|place| place.claim.as_ref()?.until);
    let expected = board.places.iter().filter_map(|place| place.expected_free_at);
    let closes = board.units.iter().filter_map(|unit| unit.closes_at);
    lapses.chain(expected).chain(closes).filter(|until| *until > now).fold(next_minute, DateTime::min)
}
