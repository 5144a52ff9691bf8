//! What the lines have told so far of the rows that later lines touch.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};

use super::group::Group;
use super::{Task, moment};
use crate::domain::checklist::ItemKey;
use crate::domain::claim::{ClaimEnd, ClaimKind};
use crate::domain::deviation::Scheme;
use crate::domain::follow_up::FollowUpKind;
use crate::domain::ids::{DeviationId, EnquiryId, FollowUpId, PlaceId};
use crate::domain::journal::Entry;
use crate::domain::routine::StepKey;

/// A claim of the call.
#[derive(Debug, Clone, Default)]
pub(super) struct ClaimRead {
    pub(super) place: Option<PlaceId>,
    pub(super) kind: Option<ClaimKind>,
    pub(super) until: Option<DateTime<Utc>>,
    pub(super) is_over: bool,
}

/// A follow-up of the call.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct TaskRead {
    pub(super) kind: Option<FollowUpKind>,
    pub(super) item: Option<ItemKey>,
    pub(super) step: Option<StepKey>,
    pub(super) place: Option<PlaceId>,
    pub(super) enquiry: Option<EnquiryId>,
}

/// A deviation of the call: what its later lines build on, by code.
#[derive(Debug, Clone, Default)]
struct DeviationRead {
    scheme: Option<Scheme>,
    severity: Option<u8>,
    supervision: Supervised,
}

/// Who asked for supervision, when, and what it found, by code.
pub(super) type Supervised = (Option<String>, Option<String>, Option<String>);

/// A placement of the call.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PlacementRead {
    pub(super) place: Option<PlaceId>,
    pub(super) expected_at: Option<DateTime<Utc>>,
    pub(super) arrived_at: Option<DateTime<Utc>>,
}

/// The rows of the call.
#[derive(Debug, Clone, Default)]
pub(super) struct Rows {
    pub(super) claims: BTreeMap<i64, ClaimRead>,
    pub(super) tasks: BTreeMap<i64, TaskRead>,
    pub(super) items: BTreeMap<i64, ItemKey>,
    pub(super) placements: BTreeMap<i64, PlacementRead>,
    pub(super) steps: BTreeMap<i64, StepKey>,
    deviations: BTreeMap<i64, DeviationRead>,
}

impl Rows {
    /// Takes what the lines of a command tell.
    pub(super) fn read(&mut self, group: &Group<'_>) {
        for entry in group.of("claims") {
            self.read_claim(entry);
        }
        for entry in group.of("follow_ups") {
            let task = self.tasks.entry(entry.number).or_default();
            match (entry.field.as_str(), entry.new.as_deref()) {
                ("kind", Some(code)) => task.kind = FollowUpKind::from_code(code),
                ("item", Some(code)) => task.item = ItemKey::from_code(code),
                ("step", Some(code)) => task.step = StepKey::from_code(code),
                ("place", code) => task.place = number(code).map(PlaceId),
                ("enquiry", code) => task.enquiry = number(code).map(EnquiryId),
                _ => {}
            }
        }
        for entry in group.of("placements") {
            let placement = self.placements.entry(entry.number).or_default();
            let new = entry.new.as_deref();
            match entry.field.as_str() {
                "place" => placement.place = number(new).map(PlaceId),
                "expected_at" => placement.expected_at = new.and_then(moment),
                "arrived_at" => placement.arrived_at = new.and_then(moment),
                _ => {}
            }
        }
        for entry in group.of("deviations") {
            let read = self.deviations.entry(entry.number).or_default();
            let new = entry.new.clone();
            match entry.field.as_str() {
                "scheme" => read.scheme = new.as_deref().and_then(Scheme::from_code),
                "severity" => read.severity = new.and_then(|level| level.parse().ok()),
                "supervision_by" => read.supervision.0 = new,
                "supervision_at" => read.supervision.1 = new,
                "supervision_result" => read.supervision.2 = new,
                _ => {}
            }
        }
        for entry in group.of("checklist_answers").filter(|entry| entry.field == "item") {
            self.items
                .extend(entry.new.as_deref().and_then(ItemKey::from_code).map(|item| (entry.number, item)));
        }
        for entry in group.of("routine_steps").filter(|entry| entry.field == "step") {
            self.steps
                .extend(entry.new.as_deref().and_then(StepKey::from_code).map(|step| (entry.number, step)));
        }
    }

    /// Claims of other calls that a command ended on its way are not this call's story.
    fn read_claim(&mut self, entry: &Entry) {
        if entry.field == "uuid" {
            self.claims.insert(entry.number, ClaimRead::default());
        }
        let Some(claim) = self.claims.get_mut(&entry.number) else { return };
        let new = entry.new.as_deref();
        match entry.field.as_str() {
            "place" => claim.place = number(new).map(PlaceId),
            "kind" => claim.kind = new.and_then(ClaimKind::from_code),
            "until_at" => claim.until = new.and_then(moment),
            "end_reason" if new != Some(ClaimEnd::Lapsed.code()) => claim.is_over = new.is_some(),
            _ => {}
        }
    }

    /// The places of the claims that a command touched, each once.
    pub(super) fn places(&self, group: &Group<'_>, is_meant: impl Fn(&ClaimRead) -> bool) -> Vec<PlaceId> {
        let mut places: Vec<PlaceId> = group
            .rows("claims")
            .iter()
            .filter_map(|number| self.claims.get(number))
            .filter(|claim| is_meant(claim))
            .filter_map(|claim| claim.place)
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// A follow-up by its number.
    pub(super) fn task(&self, number: i64) -> Task {
        let TaskRead { kind, item, step, place, enquiry } =
            self.tasks.get(&number).copied().unwrap_or_default();
        Task { id: FollowUpId(number), kind, item, step, place, enquiry }
    }

    /// How severe a deviation is, with its scale; none when not assessed.
    pub(super) fn severity(&self, id: DeviationId) -> Option<(Scheme, u8)> {
        let read = self.deviations.get(&id.0)?;
        read.scheme.zip(read.severity)
    }

    /// What is known of the supervision of a deviation.
    pub(super) fn supervision(&self, id: DeviationId) -> Supervised {
        self.deviations.get(&id.0).map(|read| read.supervision.clone()).unwrap_or_default()
    }

    /// A placement by its number.
    pub(super) fn placement(&self, number: i64) -> PlacementRead {
        self.placements.get(&number).copied().unwrap_or_default()
    }
}

pub(super) fn number(value: Option<&str>) -> Option<i64> {
    value?.parse().ok()
}
