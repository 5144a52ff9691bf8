//! What was done in a shift: worked out while it runs, as it was signed ever after.

use akuttvakt::domain::call::{CallKind, CloseReason};
use akuttvakt::domain::capacity::CapacityHistory;
use akuttvakt::domain::enquiry::EnquiryResult;
use akuttvakt::domain::handover::HandoverTold;
use akuttvakt::domain::handover_page::{GroupChange, HandoverPage};
use akuttvakt::domain::ids::CallId;
use akuttvakt::domain::offer::{Answer, DeclineReason};
use chrono::TimeDelta;

use super::world::{At, World, index, number, those};

/// A list, a call in it, and why it was declined.
pub type Sum = (&'static str, i64, Option<DeclineReason>);

/// The lists, in order.
const LISTS: [&str; 8] =
    ["placed", "on the way", "awaiting", "without offer", "ended", "consultation", "declined", "earlier"];

/// What was done.
pub struct Done {
    pub lists: Vec<Sum>,
    pub in_vain: usize,
    pub median: Option<i64>,
    pub to_confirm: usize,
}

impl Done {
    pub fn told(&self) -> Vec<String> {
        told(self.lists.iter(), self.in_vain, self.median, self.to_confirm)
    }
}

fn told<'a>(
    lists: impl Iterator<Item = &'a Sum>,
    in_vain: usize,
    median: Option<i64>,
    to_confirm: usize,
) -> Vec<String> {
    let counts = format!("{in_vain} in vain, {median:?} minutes, {to_confirm} to confirm");
    lists.map(|sum| format!("{sum:?}")).chain([counts]).collect()
}

impl World {
    /// What was done in the running shift of an adviser.
    pub fn so_far(&self, by: usize, now: At) -> Option<Done> {
        self.own_shift(by).map(|shift| self.done_since(self.shifts[shift].started, now))
    }

    /// What was done from a moment on.
    pub(super) fn done_since(&self, from: At, now: At) -> Done {
        let is_in = |at: At| from <= at && at <= now;
        let calls = those(&self.calls, |call| is_in(call.registered.0));
        let mut lists: Vec<Sum> = calls.iter().map(|call| (self.became(*call), *call, None)).collect();
        let declined = self.offers.iter().filter(|offer| {
            let answer = offer.answer.filter(|(answer, _)| *answer == Answer::Declined);
            !offer.is_void && answer.is_some_and(|(_, at)| is_in(at) || is_in(offer.at))
        });
        lists.extend(declined.map(|offer| ("declined", offer.call, offer.answer_reason)));
        let mut earlier: Vec<i64> = Vec::new();
        for offer in self.offers.iter().filter(|offer| !offer.is_void && offer.is_accepted()) {
            let is_moved = is_in(offer.at) || offer.answer.is_some_and(|(_, at)| is_in(at));
            if is_moved && !calls.contains(&offer.call) && !earlier.contains(&offer.call) {
                earlier.push(offer.call);
            }
        }
        lists.extend(earlier.into_iter().map(|call| ("earlier", call, None)));
        lists.sort_by_key(|(list, ..)| LISTS.iter().position(|known| known == list));
        let mut minutes: Vec<i64> = calls.iter().filter_map(|call| self.minutes_to_offer(*call)).collect();
        minutes.sort_unstable();
        let last = minutes.len() / 2;
        let median = minutes.get(last).map(|upper| match minutes.len() % 2 {
            0 => (minutes[last - 1] + upper) / 2,
            _ => *upper,
        });
        // Of calls that were closed before, nobody asks; where a clock was set back some were, after all.
        let was_open = |call: i64| self.calls[index(call)].closed.is_none_or(|(at, _)| at >= from);
        let in_vain = self.enquiries.iter().filter(|row| {
            let is_no = matches!(row.result, EnquiryResult::No | EnquiryResult::NoAnswer);
            is_no && is_in(row.at) && was_open(row.call)
        });
        let fresh = TimeDelta::hours(self.setting_number("places.fresh_hours", "24"));
        let is_old = |at: &usize| {
            let place = &self.places[*at];
            let is_fresh = place.confirmed.is_some_and(|(at, ..)| now - at <= fresh);
            !place.is_closed && !is_fresh && self.is_vacant(number(*at), now)
        };
        let to_confirm = (0..self.places.len()).filter(is_old).count();
        Done { in_vain: in_vain.count(), lists, median, to_confirm }
    }

    /// What became of a call.
    fn became(&self, call: i64) -> &'static str {
        let row = &self.calls[index(call)];
        if row.facts.kind == CallKind::Consultation {
            return "consultation";
        }
        let has = |wanted: &dyn Fn(i64) -> bool| {
            let standing = those(&self.offers, |offer| offer.call == call && !offer.is_void);
            standing.into_iter().any(wanted)
        };
        match row.closed {
            Some((_, CloseReason::Placed)) => "placed",
            Some(_) => "ended",
            None if has(&|offer| self.offers[index(offer)].awaits()) => "awaiting",
            None if has(&|offer| self.offers[index(offer)].is_accepted() && !self.has_arrived(offer)) => {
                "on the way"
            }
            None if has(&|offer| self.has_arrived(offer)) => "placed",
            None => "without offer",
        }
    }

    /// From the referral to the first offer that was not taken back, of a call with a deadline.
    fn minutes_to_offer(&self, call: i64) -> Option<i64> {
        let row = &self.calls[index(call)];
        let received = row.facts.received_at.filter(|_| row.deadline.is_some())?;
        let offers = self.offers.iter().filter(|offer| offer.call == call && !offer.is_void);
        offers.map(|offer| offer.at).min().map(|first| (first - received).num_minutes().max(0))
    }
}

/// What was done, as a page says it.
pub fn of_store(page: &HandoverPage) -> Vec<String> {
    let sums = &page.sums;
    let registered = [
        &sums.placed,
        &sums.on_the_way,
        &sums.awaiting,
        &sums.without_offer,
        &sums.ended_otherwise,
        &sums.consultations,
    ];
    let of = |(list, calls): (&'static str, &Vec<CallId>)| {
        calls.iter().map(|call| (list, call.0, None)).collect::<Vec<Sum>>()
    };
    let mut lists: Vec<Sum> = LISTS.into_iter().zip(registered).flat_map(of).collect();
    lists.extend(sums.declined.iter().map(|(call, reason)| ("declined", call.0, *reason)));
    lists.extend(sums.earlier_accepted.iter().map(|call| ("earlier", call.0, None)));
    told(lists.iter(), sums.searched_in_vain, sums.median_minutes, page.to_confirm)
}

/// What was done when a handover was signed, as the model knows it.
pub fn of_model(world: &World, handover: i64) -> Vec<String> {
    let row = &world.handovers[index(handover)];
    let lists = world.sums.iter().filter(|row| row.handover == handover).map(|row| &row.sum);
    told(lists, row.in_vain, row.median, row.to_confirm)
}

/// Where what is free in a running shift is told otherwise than from the whole history.
pub fn differing_capacity(told: &HandoverTold, history: &CapacityHistory) -> Option<String> {
    let expected = GroupChange::between(&history.at(told.shift.started_at), &history.at(told.until));
    let found = &told.capacity;
    (*found != expected).then(|| format!("free: {found:?}\nof all {expected:?}"))
}
