//! The page of a handover: what stands on it and its sums, for screen, command and report alike.

use chrono::{DateTime, Utc};

use super::board::Board;
use super::call::{Call, CallKind, CallState, CloseReason};
use super::case_watch::WatchLevel;
use super::enquiry::EnquiryResult;
use super::handover::{HandoverSection, HandoverTold, Matter, level_of, open_matters};
use super::ids::{CallId, PointId};
use super::offer::{Answer, DeclineReason, Offer};
use super::preparedness::CapacityGroup;
use super::unit::{Availability, Place};

/// One thing on the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageEntry {
    /// Its point, once the handover is signed.
    pub point: Option<PointId>,
    /// Where it stands.
    pub section: HandoverSection,
    /// What it is.
    pub matter: Matter,
    /// Of which call.
    pub call: CallId,
    /// How closely the call is followed, of a call.
    pub level: Option<WatchLevel>,
    /// Who went through it, and when.
    pub gone_through: Option<(String, DateTime<Utc>)>,
    /// Whether it is over by now: it was open when the handover was signed.
    pub is_over: bool,
}

/// What was done in a shift: each call that was registered in it stands in one of these.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ShiftSums {
    /// Calls whose children have arrived.
    pub placed: Vec<CallId>,
    /// Calls with an accepted offer, the children on their way.
    pub on_the_way: Vec<CallId>,
    /// Calls whose offer awaits its answer.
    pub awaiting: Vec<CallId>,
    /// Open requests without any offer that stands.
    pub without_offer: Vec<CallId>,
    /// Requests that ended otherwise: withdrawn, solved elsewhere, planned.
    pub ended_otherwise: Vec<CallId>,
    /// Consultations.
    pub consultations: Vec<CallId>,
    /// Offers that were declined in it, of any call, with why.
    pub declined: Vec<(CallId, Option<DeclineReason>)>,
    /// How often someone was asked in it and said no, or did not answer.
    pub searched_in_vain: usize,
    /// Minutes from referral to first offer, the middle one of the calls that got one.
    pub median_minutes: Option<i64>,
}

impl ShiftSums {
    /// How many calls were registered in the shift.
    #[must_use]
    pub const fn received(&self) -> usize {
        self.placed.len()
            + self.on_the_way.len()
            + self.awaiting.len()
            + self.without_offer.len()
            + self.ended_otherwise.len()
            + self.consultations.len()
    }
}

/// What is free of a group against when the shift began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GroupChange {
    /// The group.
    pub group: CapacityGroup,
    /// Free when the shift began.
    pub then: usize,
    /// Free when it ended, or now.
    pub now: usize,
}

/// Everything on the page that is no free text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandoverPage {
    /// What is open, each once, in the order of the page.
    pub entries: Vec<PageEntry>,
    /// What was done in the shift.
    pub sums: ShiftSums,
    /// What is free, by group.
    pub capacity: Vec<GroupChange>,
    /// How many places are free on a list that is too old.
    pub to_confirm: usize,
}

impl HandoverPage {
    /// The page of a handover, on the board as it is now.
    #[must_use]
    pub fn of(board: &Board, told: &HandoverTold, now: DateTime<Utc>) -> Self {
        Self {
            entries: entries(board, told, now),
            sums: sums(told),
            capacity: capacity(told),
            to_confirm: to_confirm(board, now),
        }
    }

    /// What stands in a section.
    pub fn section(&self, section: HandoverSection) -> impl Iterator<Item = &PageEntry> {
        self.entries.iter().filter(move |entry| entry.section == section)
    }

    /// How many entries were gone through.
    #[must_use]
    pub fn gone_through(&self) -> usize {
        self.entries.iter().filter(|entry| entry.gone_through.is_some()).count()
    }
}

fn entries(board: &Board, told: &HandoverTold, now: DateTime<Utc>) -> Vec<PageEntry> {
    let open = open_matters(board, now);
    if told.signed.is_none() {
        let entry = |open: &super::handover::OpenMatter| PageEntry {
            point: None,
            section: open.section,
            matter: open.matter,
            call: open.call,
            level: matches!(open.matter, Matter::Call(_)).then(|| level_of(board, open.call)),
            gone_through: None,
            is_over: false,
        };
        return open.iter().map(entry).collect();
    }
    let is_open = |matter: Matter| open.iter().any(|known| known.matter == matter);
    let points = told.points.iter().map(|point| PageEntry {
        point: Some(point.id),
        section: point.open.section,
        matter: point.open.matter,
        call: point.open.call,
        level: point.level,
        gone_through: point.gone_through.clone(),
        is_over: !is_open(point.open.matter),
    });
    points.collect()
}

fn sums(told: &HandoverTold) -> ShiftSums {
    let mut sums = ShiftSums::default();
    let mut minutes = Vec::new();
    for call in &told.work.calls {
        let offers: Vec<&Offer> = told.work.offers.iter().filter(|offer| offer.call == call.id).collect();
        standing(call, &offers, &mut sums).push(call.id);
        let first = offers.iter().map(|offer| offer.at).min();
        if let (Some(received), Some(first)) = (call.received_at, first) {
            minutes.push((first - received).num_minutes());
        }
    }
    minutes.sort_unstable();
    sums.median_minutes = median(&minutes);
    let declined = told.work.moved_offers.iter().filter(|offer| offer.answer == Some(Answer::Declined));
    sums.declined = declined.map(|offer| (offer.call, offer.answer_reason)).collect();
    let in_vain = |result| matches!(result, EnquiryResult::No | EnquiryResult::NoAnswer);
    sums.searched_in_vain = told.work.enquiries.iter().filter(|asked| in_vain(asked.result)).count();
    sums
}

/// The list a call belongs in.
fn standing<'s>(call: &Call, offers: &[&Offer], sums: &'s mut ShiftSums) -> &'s mut Vec<CallId> {
    if call.kind == CallKind::Consultation {
        return &mut sums.consultations;
    }
    match (call.state, call.close_reason) {
        (CallState::Closed, Some(CloseReason::Placed)) => &mut sums.placed,
        (CallState::Closed, _) => &mut sums.ended_otherwise,
        (CallState::Open, _) if offers.iter().any(|offer| offer.awaits_answer()) => &mut sums.awaiting,
        (CallState::Open, _) if offers.iter().any(|offer| offer.is_expected()) => &mut sums.on_the_way,
        (CallState::Open, _) if offers.iter().any(|offer| offer.has_arrived) => &mut sums.placed,
        (CallState::Open, _) => &mut sums.without_offer,
    }
}

/// The middle of sorted numbers; of two the mean, rounded down.
fn median(sorted: &[i64]) -> Option<i64> {
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => None,
        count if count % 2 == 1 => sorted.get(middle).copied(),
        _ => Some(i64::midpoint(sorted[middle - 1], sorted[middle])),
    }
}

fn capacity(told: &HandoverTold) -> Vec<GroupChange> {
    let then = |group| {
        let found = told.capacity_then.groups.iter().find(|counted| counted.of == group);
        found.map_or(0, |counted| counted.counts.free)
    };
    let groups = told.capacity_now.groups.iter();
    groups
        .map(|counted| GroupChange { group: counted.of, then: then(counted.of), now: counted.counts.free })
        .collect()
}

fn to_confirm(board: &Board, now: DateTime<Utc>) -> usize {
    let is_old = |place: &&Place| {
        place.availability(now) == Availability::Free && place.is_stale(now, board.rules.fresh_hours)
    };
    board.places.iter().filter(is_old).count()
}
