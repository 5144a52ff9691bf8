//! The routine's acts in sentences: journeys, arrivals, stays, steps, tasks, and what was recorded as a fact.

use chrono::{DateTime, Utc};

use super::Teller;
use crate::domain::child::ChildFacts;
use crate::domain::ids::{ChildId, OfferId, PlaceId, PlacementId};
use crate::domain::placement::PlacementWords;
use crate::domain::remark::RemarkKind;
use crate::domain::routine::StepKey;
use crate::domain::steps::StepEnd;
use crate::domain::story::{Happening, Planned, Task, ToldField, What};

impl Teller<'_> {
    /// One act of the routine.
    pub(super) fn routine(&self, happening: &Happening) -> String {
        let texts = self.texts;
        let time = |at| self.time(at, happening.at);
        match &happening.what {
            What::Planned(plan) => self.planned(plan, happening.at),
            What::Arrived { placements, places, expected_at, written_at } => {
                let text = texts.story_arrived(self.where_and_who(places, placements));
                let expected =
                    expected_at.filter(|expected| texts.time(*expected) != texts.time(happening.at));
                let text = match expected {
                    Some(expected) => texts.story_arrived_expected(text, time(expected)),
                    None => text,
                };
                self.written_later(text, *written_at, happening.at)
            }
            What::FellThrough(offer) => texts.story_fell_through(self.unit_of(*offer, None)),
            What::StayEnded { placement, place, end, days, written_at } => {
                let unit = self.where_and_who(place.as_slice(), &[*placement]);
                let text = match days {
                    Some(days) => texts.story_stay_ended_days(*days, texts.stay_end(*end), unit),
                    None => texts.story_stay_ended(texts.stay_end(*end), unit),
                };
                self.written_later(text, *written_at, happening.at)
            }
            What::Evaluated { placement, place, .. } => {
                texts.story_evaluated(self.where_and_who(place.as_slice(), &[*placement]))
            }
            What::Split { agreed_at, .. } => match agreed_at {
                Some(at) => texts.story_split_agreed(time(*at)),
                None => texts.story_split().into_owned(),
            },
            What::Remarked { kind, .. } => match kind {
                RemarkKind::Disagreement => texts.story_disagreement().into_owned(),
                RemarkKind::Note => texts.story_remark().into_owned(),
            },
            What::StaysOpen(true) => texts.story_stays_open().into_owned(),
            What::StaysOpen(false) => texts.story_stays_open_no_more().into_owned(),
            What::MeetingSet { at, before, .. } => match before {
                Some(before) => texts.story_meeting_moved(time(*before), time(*at)),
                None => texts.story_meeting(time(*at)),
            },
            What::StepSettled { step, end } => match end {
                StepEnd::Done => texts.story_done(texts.step_name(*step)),
                StepEnd::NotRelevant => texts.story_step_not_relevant(texts.step_name(*step)),
            },
            What::FollowUpMoved { task, from, to, .. } => match from {
                Some(from) => texts.story_task_moved(time(*from), self.task(task), time(*to)),
                None => texts.story_task_moved_to(self.task(task), time(*to)),
            },
            What::FollowUpAssigned { task, adviser } => match adviser {
                None => texts.story_task_to_department(self.task(task)),
                Some(adviser) => texts.story_task_to(self.adviser(*adviser), self.task(task)),
            },
            What::Silenced(kinds) => {
                let kinds: Vec<_> = kinds.iter().map(|kind| texts.alarm_kind(*kind)).collect();
                texts.story_silenced(kinds.join(", "))
            }
            What::Exported { .. } => texts.story_exported().into_owned(),
            What::PlacesFree { places, is_extra: true, .. } => texts.story_extra_place(self.units(places)),
            What::PlacesFree { places, .. } => texts.story_place_free(self.units(places)),
            What::PlacesTaken(places) => texts.story_place_taken(self.units(places)),
            _ => String::new(),
        }
    }

    /// What was told besides such an act, a line each.
    pub(super) fn more_of_routine(&self, what: &What, at: DateTime<Utc>) -> Vec<String> {
        let texts = self.texts;
        let reason = |reason: Option<String>| reason.map(|reason| texts.story_reason(reason));
        match what {
            What::Planned(plan) => {
                let told = plan.placements.first().map(|placement| (*placement, &plan.told));
                told.map(|(placement, told)| self.plan_words(placement, told)).unwrap_or_default()
            }
            What::FellThrough(offer) => {
                let note = self.offer(*offer).and_then(|details| {
                    self.kept_of_offer(*offer, details.answer_note.as_deref(), "answer_note")
                });
                reason(note).into_iter().collect()
            }
            What::StayEnded { placement, .. } => {
                let note = self.words_of(*placement).and_then(|words| words.end_note.as_deref());
                reason(self.kept(note, "placements", placement.0, "end_note")).into_iter().collect()
            }
            What::Evaluated { placement, told, .. } => self.views(*placement, told),
            What::Split { number, .. } => {
                let split = self.details.splits.iter().find(|split| split.number == *number);
                let why = split.and_then(|split| split.reason.as_deref());
                reason(self.kept(why, "sibling_splits", *number, "reason")).into_iter().collect()
            }
            What::Remarked { number, .. } => {
                let remark = self.details.remarks.iter().find(|remark| remark.number == *number);
                let text = remark.and_then(|remark| remark.text.as_deref());
                let text = self.kept(text, "remarks", *number, "text");
                text.map(|text| texts.story_told(text)).into_iter().collect()
            }
            What::MeetingSet { moved, .. } => moved
                .iter()
                .map(|(task, due)| texts.story_due(self.time(*due, at), self.task(task)))
                .collect(),
            What::StepSettled { step, .. } => self.step_note(*step).into_iter().collect(),
            What::FollowUpMoved { task, is_replaced: false, .. } => {
                let why = self.details.moved.get(&task.id).map(String::as_str);
                reason(self.kept(why, "follow_ups", task.id.0, "reason")).into_iter().collect()
            }
            What::Exported { number } => {
                let why = self.details.exports.get(number).map(String::as_str);
                reason(self.kept(why, "named_exports", *number, "reason")).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }

    fn planned(&self, plan: &Planned, at: DateTime<Utc>) -> String {
        let texts = self.texts;
        let time = |moment| self.time(moment, at);
        let parts = [
            plan.leaves_at.map(|leaves| texts.story_plan_leaves(time(leaves))),
            plan.expected_at.map(|expected| texts.story_plan_expected(time(expected))),
            plan.unit_told_at.map(|told| texts.story_plan_unit_told(time(told))),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let unit = self.where_and_who(&plan.places, &plan.placements);
        if parts.is_empty() { texts.story_plan(unit) } else { texts.story_planned(parts.join(" · "), unit) }
    }

    fn plan_words(&self, placement: PlacementId, told: &[ToldField]) -> Vec<String> {
        let texts = self.texts;
        let words = self.words_of(placement);
        let line = |field: &ToldField| {
            let value = match field.field.as_str() {
                "driver" => words.and_then(|words| words.driver.as_deref()),
                "medicines" => words.and_then(|words| words.medicines.as_deref()),
                // It is revealed, not read.
                _ => None,
            };
            let name = texts.field(&field.field);
            Some(if field.is_removed {
                texts.story_told_removed(name)
            } else if field.is_replaced {
                texts.story_told_replaced(name)
            } else {
                match self.kept(value, "placements", placement.0, &field.field) {
                    Some(value) => texts.story_told_field(name, value),
                    None => texts.story_told_given(name),
                }
            })
        };
        told.iter().filter_map(line).collect()
    }

    fn views(&self, placement: PlacementId, told: &[ToldField]) -> Vec<String> {
        let texts = self.texts;
        let words = self.words_of(placement);
        told.iter()
            .filter_map(|field| {
                let is_child = field.field == "child_view";
                let name = texts.field(&field.field);
                if field.is_removed {
                    return Some(texts.story_told_removed(name));
                }
                if field.is_replaced {
                    return Some(texts.story_told_replaced(name));
                }
                let value = words.and_then(|words| {
                    if is_child { words.child_view.as_deref() } else { words.parents_view.as_deref() }
                });
                let value = self.kept(value, "placements", placement.0, &field.field)?;
                Some(texts.story_told_field(name, value))
            })
            .collect()
    }

    fn step_note(&self, step: StepKey) -> Option<String> {
        let settled = self.details.steps.iter().find(|(settled, _)| settled.step == step);
        let note = settled.and_then(|(_, note)| note.as_deref());
        let mut lines = self.details.timeline.iter().map(|line| &line.entry);
        let row = lines.rfind(|entry| {
            entry.subject == "routine_steps"
                && entry.field == "step"
                && entry.new.as_deref() == Some(step.code())
        })?;
        let note = self.kept(note, "routine_steps", row.number, "note")?;
        // With the measure it is about what was arranged for the child (routine step 10).
        Some(if step == StepKey::ContactMeasure {
            self.texts.story_arranged(note)
        } else {
            self.texts.story_note(note)
        })
    }

    /// What was to be done, with what it is about.
    pub(super) fn task(&self, task: &Task) -> String {
        let texts = self.texts;
        if let Some(step) = task.step {
            return texts.step_name(step).into_owned();
        }
        let what =
            task.kind.map_or_else(|| texts.story_to_do_any().into_owned(), |kind| texts.follow_up_kind(kind));
        let about = task
            .item
            .map(|item| self.names.item(item))
            .or(task.place.map(|place| self.names.place(place)))
            .or_else(|| self.whom(task.enquiry?));
        about.map_or(what.clone(), |about| format!("{what} ({about})"))
    }

    fn written_later(&self, text: String, written_at: Option<DateTime<Utc>>, at: DateTime<Utc>) -> String {
        match written_at {
            Some(written_at) => self.texts.story_written_later(text, self.time(written_at, at)),
            None => text,
        }
    }

    /// An adviser by number, as far as their name stands in this story.
    fn adviser(&self, number: i64) -> String {
        let mut lines = self.details.timeline.iter();
        let known = lines.find(|line| line.entry.adviser == Some(number));
        let name = known.and_then(|line| line.adviser.clone());
        name.unwrap_or_else(|| self.texts.story_another_adviser().into_owned())
    }

    fn words_of(&self, placement: PlacementId) -> Option<&PlacementWords> {
        let mut placements = self.details.placements.iter();
        placements.find(|(known, _)| known.id == placement).map(|(_, words)| words)
    }

    fn where_and_who(&self, places: &[PlaceId], placements: &[PlacementId]) -> String {
        let children = self.details.placements.iter().filter(|(known, _)| placements.contains(&known.id));
        let children: Vec<ChildId> = children.map(|(known, _)| known.child).collect();
        self.with_children(self.units(places), &children)
    }

    pub(super) fn children_of_offer(&self, offer: OfferId) -> Vec<ChildId> {
        self.offer(offer).map(|details| details.offer.children.clone()).unwrap_or_default()
    }

    /// Whose it is, where it is not for all of the call's children.
    pub(super) fn with_children(&self, unit: String, children: &[ChildId]) -> String {
        let call = &self.details.call;
        let facts: Vec<&ChildFacts> = call
            .children
            .iter()
            .filter(|child| children.contains(&child.id))
            .map(|child| &child.facts)
            .collect();
        if facts.is_empty() || facts.len() == call.children.len() {
            unit
        } else {
            self.texts.story_for(self.texts.children(facts.into_iter(), call.siblings), unit)
        }
    }
}
