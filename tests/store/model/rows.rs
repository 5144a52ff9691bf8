//! Rows of the routine and of the hard hours: placements, settled steps, what is recorded of a call, who was asked,
//! measures meanwhile, deviations.

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::call::DecisionStatus;
use akuttvakt::domain::case_watch::WatchLevel;
use akuttvakt::domain::compensation::{CompensationKind, CompensationState};
use akuttvakt::domain::deviation::{DeviationFacts, DeviationOutcome, DeviationState, Supervision};
use akuttvakt::domain::enquiry::{EnquiryResult, LeaderDecision, NoReason};
use akuttvakt::domain::handover::{HandoverSection, Matter};
use akuttvakt::domain::ladder::Rung;
use akuttvakt::domain::measure::MeasureKind;
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::placement::StayEnd;
use akuttvakt::domain::preparedness::CapacityGroup;
use akuttvakt::domain::remark::RemarkKind;
use akuttvakt::domain::routine::StepKey;
use akuttvakt::domain::steps::StepEnd;

use super::sums::Sum;
use super::world::{At, Words};

#[derive(Clone, PartialEq)]
pub struct PlacementRow {
    pub call: i64,
    pub child: i64,
    pub place: i64,
    pub offer: i64,
    pub basis: Option<BasisCode>,
    pub decision: Option<DecisionStatus>,
    pub measure: MeasureKind,
    pub accepted: At,
    pub leaves: Option<At>,
    pub expected: Option<At>,
    pub unit_told: Option<At>,
    pub arrived: Option<At>,
    pub ended: Option<(At, StayEnd)>,
    pub cancelled: Option<At>,
    /// Its acceptance was taken back.
    pub is_void: bool,
    pub driver: Words,
    pub medicines: Words,
    pub night_number: Words,
    pub end_note: Words,
    pub child_view: Words,
    pub parents_view: Words,
}

impl PlacementRow {
    pub fn is_expected(&self) -> bool {
        !self.is_void && self.arrived.is_none() && self.cancelled.is_none()
    }

    pub fn is_lived(&self) -> bool {
        self.arrived.is_some() && self.ended.is_none()
    }

    pub fn words(&self) -> [&Words; 6] {
        [
            &self.driver,
            &self.medicines,
            &self.night_number,
            &self.end_note,
            &self.child_view,
            &self.parents_view,
        ]
    }
}

#[derive(Clone, PartialEq)]
pub struct StepRow {
    pub call: i64,
    pub step: StepKey,
    pub end: StepEnd,
    pub by: usize,
    pub at: At,
    pub note: Words,
    pub is_over: bool,
}

#[derive(Clone, PartialEq)]
pub struct SplitRow {
    pub call: i64,
    pub agreed_at: At,
    pub reason: String,
}

#[derive(Clone, PartialEq)]
pub struct RemarkRow {
    pub call: i64,
    pub kind: RemarkKind,
    pub by: usize,
    pub at: At,
    pub text: String,
}

#[derive(Clone, PartialEq)]
pub struct EnquiryRow {
    pub call: i64,
    pub rung: Rung,
    pub unit: Option<i64>,
    pub region: Option<Region>,
    pub by: usize,
    pub at: At,
    pub result: EnquiryResult,
    pub reason: Option<NoReason>,
    pub ask_at: Option<At>,
    pub decisions: Vec<LeaderDecision>,
    pub who: Words,
    pub note: Words,
}

#[derive(Clone, PartialEq)]
pub struct CompensationRow {
    pub call: i64,
    pub kind: CompensationKind,
    pub state: CompensationState,
    pub by: usize,
    pub at: At,
    pub note: Words,
    pub is_over: bool,
}

#[derive(Clone, PartialEq)]
pub struct DeviationRow {
    pub call: i64,
    pub child: i64,
    pub facts: DeviationFacts,
    pub opened: At,
    pub registered: Option<At>,
    pub closed: Option<(At, DeviationOutcome)>,
    pub offered: Option<At>,
    pub supervision: Option<Supervision>,
    pub note: Words,
}

impl DeviationRow {
    pub fn state(&self) -> DeviationState {
        match (self.closed, self.registered) {
            (Some(_), _) => DeviationState::Closed,
            (None, Some(_)) => DeviationState::Registered,
            (None, None) => DeviationState::Draft,
        }
    }
}

#[derive(Clone, PartialEq)]
pub struct ShiftRow {
    pub by: usize,
    pub started: At,
    pub until: At,
    pub signed_on: At,
    pub ended: Option<At>,
}

#[derive(Clone, PartialEq)]
pub struct WatchRow {
    pub call: i64,
    pub level: WatchLevel,
    pub action_at: Option<At>,
    /// What is to be done, by whom, and «if … then …».
    pub words: [Words; 3],
    pub by: usize,
    pub at: At,
    pub ended: Option<At>,
}

#[derive(Clone, PartialEq)]
pub struct HandoverRow {
    pub shift: i64,
    pub giver: usize,
    /// None: the intake unit.
    pub receiver: Option<usize>,
    pub begun: At,
    pub signed: At,
    pub received: Option<(usize, At)>,
    pub summary: Words,
    pub note: Words,
    pub repeated: Words,
    pub is_erased: bool,
    pub in_vain: usize,
    pub median: Option<i64>,
    pub to_confirm: usize,
}

impl HandoverRow {
    pub fn words(&self) -> [&Option<String>; 3] {
        [&self.summary, &self.note, &self.repeated]
    }
}

/// A call in a list of what was done in the shift that was handed over.
#[derive(Clone, PartialEq)]
pub struct SumRow {
    pub handover: i64,
    pub sum: Sum,
}

#[derive(Clone, PartialEq)]
pub struct PointRow {
    pub handover: i64,
    pub section: HandoverSection,
    pub matter: Matter,
    pub call: i64,
    pub level: Option<WatchLevel>,
    /// It was the giver's.
    pub given: bool,
    pub gone_through: Option<(usize, At)>,
}

/// What was free of a group; how much, the nights tell.
#[derive(Clone, PartialEq)]
pub struct FreeRow {
    pub handover: i64,
    pub group: CapacityGroup,
}

/// What is told of a unit and has no column in the list.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct HomeRow {
    pub facts: std::collections::BTreeMap<akuttvakt::domain::unit_facts::UnitFact, String>,
    pub group_note: Option<String>,
}
