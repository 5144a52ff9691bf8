//! The clocks of the law, as information: they are the municipality's and the tribunal's, never the adviser's. Counted
//! only from what is known, by what `assets/` says of the basis; what it does not say is not guessed (domain section 4).

use std::collections::BTreeMap;

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};

use super::basis::{BasisCode, LegalBasis};
use super::call::Call;
use super::codes::coded;
use super::ids::ChildId;
use super::local_time::in_norway;
use super::placement::Placement;

coded! {
    /// What the law sets a time for.
    pub enum LegalClockKind {
        /// The tribunal decides on the approval.
        Tribunal = "tribunal",
        /// The decision lapses without a petition.
        Petition = "petition",
        /// A complaint is dealt with.
        Complaint = "complaint",
    }
}

/// Until when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LegalUntil {
    /// A moment, so many hours after the decision was carried out.
    Moment {
        /// Which moment.
        at: DateTime<Utc>,
        /// How many hours.
        hours: u32,
    },
    /// The last day, so many days after the decision.
    Day {
        /// Which day, in Norway.
        last: NaiveDate,
        /// How many days.
        days: u32,
    },
    /// So many days after something that is not recorded here.
    DaysAfter(u32),
}

/// One clock of the law.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LegalClock {
    /// What for.
    pub kind: LegalClockKind,
    /// Until when.
    pub until: LegalUntil,
    /// Whether the source says «if possible».
    pub if_possible: bool,
}

/// The clocks that follow from a basis: from when it was decided, and from when it was carried out. What is not known
/// starts none.
#[must_use]
pub fn clocks(
    basis: &LegalBasis,
    decided_at: Option<DateTime<Utc>>,
    carried_out_at: Option<DateTime<Utc>>,
) -> Vec<LegalClock> {
    let tribunal = basis.tribunal_hours.zip(carried_out_at).map(|(hours, at)| LegalClock {
        kind: LegalClockKind::Tribunal,
        until: LegalUntil::Moment { at: at + TimeDelta::hours(hours.into()), hours },
        if_possible: true,
    });
    // Weeks are counted in days of the calendar, so that a change of the clock does not move the last day.
    let petition = basis.lapses_after_days.zip(decided_at).and_then(|(days, at)| {
        let last = in_norway(at).date_naive().checked_add_days(Days::new(days.into()))?;
        Some(LegalClock {
            kind: LegalClockKind::Petition,
            until: LegalUntil::Day { last, days },
            if_possible: false,
        })
    });
    let complaint = basis.complaint_days.filter(|_| decided_at.is_some()).map(|days| LegalClock {
        kind: LegalClockKind::Complaint,
        until: LegalUntil::DaysAfter(days),
        if_possible: false,
    });
    [tribunal, petition, complaint].into_iter().flatten().collect()
}

/// What the clocks of some of a call's children are counted from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegalStart {
    /// The basis.
    pub basis: BasisCode,
    /// When it was decided, where that is known.
    pub decided_at: Option<DateTime<Utc>>,
    /// When it was carried out: the first arrival.
    pub carried_out_at: Option<DateTime<Utc>>,
    /// Whose clocks they are; empty for those who have not arrived.
    pub children: Vec<ChildId>,
}

/// What a call's clocks are counted from: for each child that has arrived the basis it was placed on and its first
/// arrival on it, and, while a child has not arrived or another basis is asked for, the basis of the call. The time of
/// the decision belongs to the basis of the call: of another one it is not known.
#[must_use]
pub fn starts(call: &Call, placements: &[Placement]) -> Vec<LegalStart> {
    let mut arrivals: BTreeMap<(ChildId, BasisCode), DateTime<Utc>> = BTreeMap::new();
    for placement in placements.iter().filter(|placement| placement.call == call.id) {
        let (Some(at), Some(basis)) = (placement.arrived_at, placement.basis) else { continue };
        let first = arrivals.entry((placement.child, basis)).or_insert(at);
        *first = (*first).min(at);
    }
    let decided_of = |basis| call.decided_at.filter(|_| call.basis == Some(basis));
    let mut starts: Vec<LegalStart> = Vec::new();
    for ((child, basis), at) in &arrivals {
        let same = |start: &&mut LegalStart| start.basis == *basis && start.carried_out_at == Some(*at);
        match starts.iter_mut().find(same) {
            Some(start) => start.children.push(*child),
            None => starts.push(LegalStart {
                basis: *basis,
                decided_at: decided_of(*basis),
                carried_out_at: Some(*at),
                children: vec![*child],
            }),
        }
    }
    starts.sort_by_key(|start| start.carried_out_at);
    if let Some(basis) = call.basis
        && (call.children.is_empty()
            || call.children.iter().any(|child| !arrivals.contains_key(&(child.id, basis))))
    {
        let decided_at = decided_of(basis);
        starts.push(LegalStart { basis, decided_at, carried_out_at: None, children: Vec::new() });
    }
    starts
}
