//! The page of a handover: what stands on it, for screen, command and report alike.

use chrono::{DateTime, Utc};

use super::board::Board;
use super::capacity::Capacity;
use super::case_watch::WatchLevel;
use super::handover::{HandoverSection, HandoverTold, Matter, level_of, open_matters};
use super::ids::{CallId, PointId};
use super::preparedness::CapacityGroup;
use super::shift_sums::ShiftSums;
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

impl GroupChange {
    /// What is free of each group at a moment against an earlier one.
    #[must_use]
    pub fn between(then: &Capacity, now: &Capacity) -> Vec<Self> {
        let free_then = |group| {
            let found = then.groups.iter().find(|counted| counted.of == group);
            found.map_or(0, |counted| counted.counts.free)
        };
        let groups = now.groups.iter();
        groups
            .map(|counted| Self { group: counted.of, then: free_then(counted.of), now: counted.counts.free })
            .collect()
    }
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
    /// The page of a handover, on the board as it is now. Of a signed one only what is over by now comes from there.
    #[must_use]
    pub fn of(board: &Board, told: &HandoverTold, now: DateTime<Utc>) -> Self {
        Self {
            entries: entries(board, told, now),
            sums: told.sums.clone(),
            capacity: told.capacity.clone(),
            to_confirm: told.to_confirm.unwrap_or_else(|| to_confirm(board, now)),
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

/// How many places are free on a list that is too old.
#[must_use]
pub fn to_confirm(board: &Board, now: DateTime<Utc>) -> usize {
    let is_old = |place: &&Place| {
        place.availability(now) == Availability::Free && place.is_stale(now, board.rules.fresh_hours)
    };
    board.places.iter().filter(is_old).count()
}
