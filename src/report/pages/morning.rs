//! The morning report to the intake unit: what happened out of hours that it must know of, what its departments have to
//! do on the first working day, deviations, and what is free against the targets.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::scene::Scene;
use super::{Item, Page, Part, capacity};
use crate::domain::board::Board;
use crate::domain::call::{Call, CallOwner};
use crate::domain::case_watch::WatchLevel;
use crate::domain::deviation::{Deviation, DeviationState};
use crate::domain::follow_up::{FollowUp, FollowUpKind, Owner};
use crate::domain::handover::{Matter, level_of, open_matters};
use crate::domain::ids::{CallId, DeviationId, FollowUpId, HandoverId, OfferId, PlacementId};
use crate::domain::municipality::Region;
use crate::domain::offer::Answer;
use crate::domain::placement::{Placement, PlacementState};
use crate::domain::preparedness::{CapacityGroup, count_groups};
use crate::domain::purchase::PaperKey;
use crate::domain::routine::StepKey;
use crate::domain::steps::{closing_of, first_working_day, hours_at};
use crate::domain::working_days::Hours;
use crate::report::times::iso;

/// The morning report as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MorningRows {
    region: Region,
    from: String,
    to: String,
    named: bool,
    placements: Vec<PlacementRow>,
    tasks: Vec<TaskRow>,
    open_calls: Vec<CallRow>,
    promises: Vec<PromiseRow>,
    deviations: Vec<DeviationRow>,
    capacity: Vec<GroupRow>,
    handovers: Vec<HandoverRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct PlacementRow {
    placement: PlacementId,
    call: CallId,
    municipality: Option<String>,
    department: String,
    unit: Option<String>,
    accepted_at: String,
    state: PlacementState,
    told: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct TaskRow {
    department: String,
    follow_up: FollowUpId,
    call: CallId,
    kind: FollowUpKind,
    step: Option<StepKey>,
    paper: Option<PaperKey>,
    due_at: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct CallRow {
    call: CallId,
    municipality: Option<String>,
    level: WatchLevel,
    /// None: the intake unit.
    owner: Option<String>,
    deadline: Option<String>,
    offers: Vec<OfferRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct OfferRow {
    offer: OfferId,
    at: String,
    answer: Option<Answer>,
    arrived: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct PromiseRow {
    follow_up: FollowUpId,
    call: CallId,
    due_at: String,
    by: String,
    late: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct DeviationRow {
    deviation: DeviationId,
    call: CallId,
    state: DeviationState,
    days: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct GroupRow {
    group: CapacityGroup,
    free: usize,
    fresh: usize,
    target: i64,
    below_target: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct HandoverRow {
    handover: HandoverId,
    giver: String,
    receiver: Option<String>,
    signed_at: String,
}

fn open_call(board: &Board, matter: Matter) -> Option<&Call> {
    match matter {
        Matter::Call(id) => board.calls.iter().find(|call| call.id == id),
        _ => None,
    }
}

/// What stands in the report.
pub struct Morning<'s> {
    from: DateTime<Utc>,
    /// Placements since then that were made out of hours, and earlier ones that were not told yet.
    placements: Vec<(&'s Placement, bool)>,
    /// The tasks of the first working day by department.
    tasks: BTreeMap<String, Vec<&'s FollowUp>>,
    /// Open calls as a handover has them: the most pressing first.
    calls: Vec<&'s Call>,
    /// Promises to ring back.
    promises: Vec<&'s FollowUp>,
    deviations: Vec<&'s Deviation>,
}

impl<'s> Morning<'s> {
    /// What has to be told of what came since a moment.
    #[must_use]
    pub fn of(scene: &Scene<'s>, from: DateTime<Utc>) -> Self {
        let (board, now) = (scene.board, scene.now);
        let to_tell = |placement: &Placement| {
            let is_of = |task: &FollowUp| {
                task.step == Some(StepKey::InformUnit) && task.offer == Some(placement.offer)
            };
            board.follow_ups.iter().any(is_of)
        };
        let is_new = |placement: &Placement| {
            placement.accepted_at >= from
                && hours_at(placement.accepted_at, &board.rules) == Hours::OutOfHours
        };
        let standing = board.placements.iter().filter(|one| one.state() != PlacementState::Cancelled);
        let placements = standing.map(|one| (one, !to_tell(one)));
        let until = closing_of(first_working_day(now, &board.rules), &board.rules);
        let mut tasks: BTreeMap<String, Vec<&FollowUp>> = BTreeMap::new();
        let due = |task: &&FollowUp| task.kind.is_of_day() && task.due_at <= until;
        for task in board.follow_ups.iter().filter(due) {
            // The routine is the departments'; what an adviser took stands with its name.
            let name = match task.owner {
                Owner::Department => scene.department(task.call),
                Owner::Adviser => task.by.clone(),
            };
            tasks.entry(name).or_default().push(task);
        }
        let open = open_matters(board, now);
        Self {
            from,
            placements: placements.filter(|(one, is_told)| !is_told || is_new(one)).collect(),
            tasks,
            calls: open.iter().filter_map(|open| open_call(board, open.matter)).collect(),
            promises: board.follow_ups.iter().filter(|task| task.kind == FollowUpKind::CallBack).collect(),
            deviations: board.deviations.iter().filter(|one| one.closed_at.is_none()).collect(),
        }
    }

    /// The calls whose people the report is about.
    #[must_use]
    pub fn named_calls(&self) -> Vec<CallId> {
        let placed = self.placements.iter().map(|(one, _)| one.call);
        let mut calls: Vec<CallId> = placed.chain(self.calls.iter().map(|call| call.id)).collect();
        calls.sort_unstable();
        calls.dedup();
        calls
    }

    /// The report as data.
    #[must_use]
    pub fn rows(&self, scene: &Scene<'_>) -> MorningRows {
        let municipality = |call| scene.board.known_call(call).and_then(|call| scene.municipality(call));
        let placement = |(one, is_told): &(&Placement, bool)| PlacementRow {
            placement: one.id,
            call: one.call,
            municipality: municipality(one.call),
            department: scene.department(one.call),
            unit: scene.unit(one.call, one.place),
            accepted_at: iso(one.accepted_at),
            state: one.state(),
            told: *is_told,
        };
        let tasks = self.tasks.iter().flat_map(|(department, tasks)| {
            tasks.iter().map(|task| TaskRow {
                department: department.clone(),
                follow_up: task.id,
                call: task.call,
                kind: task.kind,
                step: task.step,
                paper: task.paper,
                due_at: iso(task.due_at),
            })
        });
        let call = |call: &&Call| CallRow {
            call: call.id,
            municipality: scene.municipality(call),
            level: level_of(scene.board, call.id),
            owner: match &call.owner {
                CallOwner::Adviser(name) => Some(name.clone()),
                CallOwner::IntakeUnit => None,
            },
            deadline: call.deadline.map(iso),
            offers: scene
                .board
                .offers
                .iter()
                .filter(|offer| offer.call == call.id && !offer.is_void())
                .map(|offer| OfferRow {
                    offer: offer.id,
                    at: iso(offer.at),
                    answer: offer.answer,
                    arrived: offer.has_arrived,
                })
                .collect(),
        };
        let promise = |task: &&FollowUp| PromiseRow {
            follow_up: task.id,
            call: task.call,
            due_at: iso(task.due_at),
            by: scene.owner(task),
            late: task.is_late(&scene.board.rules, scene.now),
        };
        let deviation = |one: &&Deviation| DeviationRow {
            deviation: one.id,
            call: one.call,
            state: one.state,
            days: one.days(scene.now),
        };
        let groups = count_groups(scene.board, scene.now).into_iter().map(|group| GroupRow {
            group: group.group,
            free: group.free,
            fresh: group.fresh,
            target: group.target,
            below_target: group.is_below_target(),
        });
        let handovers = scene.board.handovers.iter().map(|handover| HandoverRow {
            handover: handover.id,
            giver: handover.giver.clone(),
            receiver: handover.receiver.clone(),
            signed_at: iso(handover.signed_at),
        });
        MorningRows {
            region: scene.board.region,
            from: iso(self.from),
            to: iso(scene.now),
            named: scene.people.is_some(),
            placements: self.placements.iter().map(placement).collect(),
            tasks: tasks.collect(),
            open_calls: self.calls.iter().map(call).collect(),
            promises: self.promises.iter().map(promise).collect(),
            deviations: self.deviations.iter().map(deviation).collect(),
            capacity: groups.collect(),
            handovers: handovers.collect(),
        }
    }

    /// The report as a page.
    #[must_use]
    pub fn page(&self, scene: &Scene<'_>) -> Page {
        let words = scene.words;
        let mut page = Page::new(words.language, words.say("morning_title"));
        let tasks = self.tasks.values().flatten().map(|task| task.call);
        let promises = self.promises.iter().map(|task| task.call);
        let calls = self.named_calls().into_iter().chain(tasks).chain(promises);
        page.banners = scene.banners(calls.chain(self.deviations.iter().map(|one| one.call)));
        let period = [("from", &*scene.time(self.from)), ("to", &*scene.time(scene.now))];
        let region = words.fill("region", &[("name", scene.board.region.code())]);
        page.lines = vec![format!("{region} · {}", words.fill("period", &period))];
        page.parts = vec![
            Part::of(words.say("told"), self.told_items(scene), words.say("told_none")),
            Part::of(words.say("tasks"), self.task_items(scene), words.say("tasks_none")),
            Part::of(words.say("open_calls"), self.call_items(scene), words.say("open_calls_none")),
            Part::of(words.say("promises"), self.promise_items(scene), words.say("promises_none")),
            Part::of(words.say("deviations"), self.deviation_items(scene), words.say("deviations_none")),
            capacity::against_targets(scene),
            Part::of(words.say("handovers"), handover_items(scene), words.say("handovers_none")),
        ];
        page
    }

    fn told_items(&self, scene: &Scene<'_>) -> Vec<Item> {
        let item = |(one, is_told): &(&Placement, bool)| {
            let mut parts = vec![scene.call(one.call)];
            scene.placement_parts(one, &mut parts);
            parts.push(scene.words.fill("accepted_at", &[("time", &scene.near(one.accepted_at))]));
            parts.push(scene.department(one.call));
            if *is_told {
                parts.push(scene.words.say("told_already").to_owned());
            }
            Item { text: parts.join(" · "), more: scene.people_told(one.call), ..Item::default() }
        };
        self.placements.iter().map(item).collect()
    }

    /// A line a department, below it what is to be done, with the calls it is to be done for.
    fn task_items(&self, scene: &Scene<'_>) -> Vec<Item> {
        let item = |(department, tasks): (&String, &Vec<&FollowUp>)| {
            let mut by_task: BTreeMap<String, Vec<String>> = BTreeMap::new();
            for task in tasks {
                by_task.entry(scene.task(task)).or_default().push(scene.call(task.call));
            }
            let more = by_task.into_iter().map(|(task, calls)| format!("{task}: {}", calls.join(", ")));
            Item { text: department.clone(), more: more.collect(), ..Item::default() }
        };
        self.tasks.iter().map(item).collect()
    }

    fn call_items(&self, scene: &Scene<'_>) -> Vec<Item> {
        let item = |call: &&Call| {
            let mut parts = vec![scene.call(call.id)];
            scene.call_parts(call, &mut parts);
            scene.offer_parts(call.id, &mut parts);
            parts.push(scene.call_owner(call));
            let level = level_of(scene.board, call.id);
            let mark = Some((level, scene.words.code("level", level.code()).to_owned()));
            Item { mark, text: parts.join(" · "), more: scene.people_told(call.id), ..Item::default() }
        };
        self.calls.iter().map(item).collect()
    }

    fn promise_items(&self, scene: &Scene<'_>) -> Vec<Item> {
        let item = |task: &&FollowUp| {
            let mut parts = vec![scene.call(task.call)];
            scene.task_parts(task, &mut parts);
            Item::plain(parts.join(" · "))
        };
        self.promises.iter().map(item).collect()
    }

    fn deviation_items(&self, scene: &Scene<'_>) -> Vec<Item> {
        let item = |one: &&Deviation| {
            let mut parts = vec![scene.call(one.call)];
            scene.deviation_parts(one, &mut parts);
            Item::plain(parts.join(" · "))
        };
        self.deviations.iter().map(item).collect()
    }
}

fn handover_items(scene: &Scene<'_>) -> Vec<Item> {
    let words = scene.words;
    let item = |handover: &crate::domain::handover::Handover| {
        let receiver = handover.receiver.as_deref().unwrap_or_else(|| words.say("intake_unit"));
        let gaps = [
            ("number", &*handover.id.to_string()),
            ("giver", &*handover.giver),
            ("receiver", receiver),
            ("time", &*scene.near(handover.signed_at)),
        ];
        Item::plain(words.fill("handover_line", &gaps))
    };
    scene.board.handovers.iter().map(item).collect()
}
