//! What the acts of the routine did: journeys, arrivals, stays, steps, tasks, and what was recorded as a fact.

use chrono::{DateTime, TimeDelta, Utc};

use super::group::Group;
use super::rows::{Rows, number};
use super::{Planned, Task, ToldField, What, moment};
use crate::domain::alarm::AlarmKind;
use crate::domain::follow_up::{FollowUpEnd, FollowUpKind, Owner};
use crate::domain::ids::{OfferId, PlaceId, PlacementId};
use crate::domain::journal::{Act, Entry};
use crate::domain::placement::StayEnd;
use crate::domain::remark::RemarkKind;
use crate::domain::routine::StepKey;
use crate::domain::steps::StepEnd;

/// What is told of a placement in words, or as a number.
const PLAN_WORDS: [&str; 3] = ["driver", "medicines", "night_number"];
const VIEWS: [&str; 2] = ["child_view", "parents_view"];

/// What an act did, where it is one of the routine; with the moment it happened at.
pub(super) fn told(group: &Group<'_>, rows: &Rows) -> Option<(DateTime<Utc>, What)> {
    let written_at = group.first.entry.at;
    let what = match group.first.entry.act {
        Act::Plan => planned(group, rows)?,
        Act::Arrive => return arrived(group, rows),
        Act::FallThrough => What::FellThrough(OfferId(group.rows("offers").first().copied()?)),
        Act::EndStay => return stays_ended(group, rows).into_iter().next(),
        Act::Evaluate => evaluated(group, rows)?,
        Act::Split => What::Split {
            number: group.rows("sibling_splits").first().copied()?,
            agreed_at: group.moment("sibling_splits", "agreed_at"),
        },
        Act::Remark => What::Remarked {
            number: group.rows("remarks").first().copied()?,
            kind: group.became("remarks", "kind").and_then(RemarkKind::from_code)?,
        },
        Act::StayOpen => What::StaysOpen(group.became("calls", "stays_open")? == "1"),
        Act::Meeting => meeting(group, rows)?,
        Act::Step => What::StepSettled {
            step: group.became("routine_steps", "step").and_then(StepKey::from_code)?,
            end: group.became("routine_steps", "state").and_then(StepEnd::from_code)?,
        },
        Act::Move => {
            let line = group.line("follow_ups", "due_at")?;
            What::FollowUpMoved {
                task: rows.task(line.number),
                from: line.old.as_deref().and_then(moment),
                to: line.new.as_deref().and_then(moment)?,
                is_replaced: false,
            }
        }
        Act::Assign => {
            let task = rows.task(group.rows("follow_ups").first().copied()?);
            let is_department = group.became("follow_ups", "owner") == Some(Owner::Department.code());
            let adviser = number(group.became("follow_ups", "adviser")).or(group.first.entry.adviser);
            What::FollowUpAssigned { task, adviser: adviser.filter(|_| !is_department) }
        }
        Act::Silence => What::Silenced(
            group
                .of("silences")
                .filter(|entry| entry.field == "kind")
                .filter_map(|entry| AlarmKind::from_code(entry.new.as_deref()?))
                .collect(),
        ),
        Act::Export => What::Exported { number: group.rows("named_exports").first().copied()? },
        _ => return None,
    };
    Some((written_at, what))
}

/// When something was written down, where that was later than it happened.
fn later(written_at: DateTime<Utc>, at: DateTime<Utc>) -> Option<DateTime<Utc>> {
    (written_at - at >= TimeDelta::minutes(1)).then_some(written_at)
}

fn planned(group: &Group<'_>, rows: &Rows) -> Option<What> {
    let placements = group.rows("placements");
    let first = *placements.first()?;
    let of_first = |field: &str| group.of("placements").find(|entry| is(entry, first, field));
    let at = |field| of_first(field)?.new.as_deref().and_then(moment);
    Some(What::Planned(Box::new(Planned {
        places: places(&placements, rows),
        leaves_at: at("leaves_at"),
        expected_at: at("expected_at"),
        unit_told_at: at("unit_told_at"),
        told: told_fields(group, first, &PLAN_WORDS),
        placements: ids(&placements),
    })))
}

fn arrived(group: &Group<'_>, rows: &Rows) -> Option<(DateTime<Utc>, What)> {
    let written_at = group.first.entry.at;
    // The stay that ends with a move may get its own arrival only now: it is no arrival.
    let ended: Vec<i64> = fields(group, "ended_at").map(|(number, _)| number).collect();
    let here: Vec<(i64, DateTime<Utc>)> =
        fields(group, "arrived_at").filter(|(number, _)| !ended.contains(number)).collect();
    let Some((first, at)) = here.first().copied() else {
        // From before there were placements.
        let places = rows.places(group, |claim| {
            claim.kind == Some(crate::domain::claim::ClaimKind::Placement) && !claim.is_over
        });
        let what = What::Arrived { placements: Vec::new(), places, expected_at: None, written_at: None };
        return (!group.rows("claims").is_empty() && ended.is_empty()).then_some((written_at, what));
    };
    let numbers: Vec<i64> = here.iter().map(|(number, _)| *number).collect();
    let what = What::Arrived {
        places: places(&numbers, rows),
        expected_at: rows.placement(first).expected_at,
        written_at: later(written_at, at),
        placements: ids(&numbers),
    };
    Some((at, what))
}

/// The stays that ended with a command: by its own act, or because the child moved to another place.
pub(super) fn stays_ended(group: &Group<'_>, rows: &Rows) -> Vec<(DateTime<Utc>, What)> {
    let written_at = group.first.entry.at;
    let end_of = |number| {
        let mut lines = group.of("placements");
        StayEnd::from_code(lines.find(|entry| is(entry, number, "end_kind"))?.new.as_deref()?)
    };
    fields(group, "ended_at")
        .filter_map(|(number, at)| {
            let read = rows.placement(number);
            let what = What::StayEnded {
                placement: PlacementId(number),
                place: read.place,
                end: end_of(number)?,
                days: read.arrived_at.map(|arrived| (at - arrived).num_days()),
                written_at: later(written_at, at),
            };
            Some((at, what))
        })
        .collect()
}

fn evaluated(group: &Group<'_>, rows: &Rows) -> Option<What> {
    let number = group.rows("placements").first().copied()?;
    Some(What::Evaluated {
        placement: PlacementId(number),
        place: rows.placement(number).place,
        told: told_fields(group, number, &VIEWS),
    })
}

fn meeting(group: &Group<'_>, rows: &Rows) -> Option<What> {
    let line = group.line("calls", "meeting_at")?;
    let moved = group
        .of("follow_ups")
        .filter(|entry| entry.field == "due_at")
        .filter_map(|entry| Some((rows.task(entry.number), entry.new.as_deref().and_then(moment)?)));
    // Those of several placements stand in one line.
    let mut moved: Vec<(Task, DateTime<Utc>)> = moved.collect();
    moved.dedup_by_key(|(task, at)| (task.step, *at));
    Some(What::MeetingSet {
        at: line.new.as_deref().and_then(moment)?,
        before: line.old.as_deref().and_then(moment),
        moved,
    })
}

/// Places that a command made free for this call, and those that it gave to another.
pub(super) fn freed(group: &Group<'_>, rows: &Rows, is_own: bool) -> Vec<What> {
    let of_free = |number: &i64| rows.task(*number).kind == Some(FollowUpKind::PlaceFree);
    let numbers = |field: &str, code: Option<&str>| -> Vec<Task> {
        let lines = group.of("follow_ups").filter(|entry| entry.field == field);
        let meant = lines.filter(|entry| code.is_none() || entry.new.as_deref() == code);
        meant.map(|entry| entry.number).filter(of_free).map(|number| rows.task(number)).collect()
    };
    let places = |tasks: Vec<Task>| -> Vec<PlaceId> { tasks.iter().filter_map(|task| task.place).collect() };
    let free = numbers("uuid", None);
    // What this call did itself is told as its own act.
    let taken =
        if is_own { Vec::new() } else { places(numbers("end_kind", Some(FollowUpEnd::Dropped.code()))) };
    let mut told = Vec::new();
    if !free.is_empty() {
        let tasks = free.iter().map(|task| task.id).collect();
        let is_extra = group.first.entry.act == Act::ExtraPlace;
        told.push(What::PlacesFree { places: places(free), tasks, is_extra });
    }
    if !taken.is_empty() {
        told.push(What::PlacesTaken(taken));
    }
    told
}

fn is(entry: &Entry, number: i64, field: &str) -> bool {
    entry.number == number && entry.field == field
}

/// The placements of which a moment was set, in order.
fn fields<'g>(group: &'g Group<'_>, field: &'static str) -> impl Iterator<Item = (i64, DateTime<Utc>)> + 'g {
    let lines = group.of("placements").filter(move |entry| entry.field == field);
    lines.filter_map(|entry| Some((entry.number, entry.new.as_deref().and_then(moment)?)))
}

fn told_fields(group: &Group<'_>, number: i64, wanted: &[&str]) -> Vec<ToldField> {
    let lines = group.of("placements").filter(|entry| entry.number == number);
    lines
        .filter(|entry| wanted.contains(&entry.field.as_str()))
        .map(|entry| ToldField {
            field: entry.field.clone(),
            is_removed: entry.new.is_none(),
            is_replaced: false,
        })
        .collect()
}

fn places(numbers: &[i64], rows: &Rows) -> Vec<PlaceId> {
    numbers.iter().filter_map(|number| rows.placement(*number).place).collect()
}

fn ids(numbers: &[i64]) -> Vec<PlacementId> {
    numbers.iter().copied().map(PlacementId).collect()
}
