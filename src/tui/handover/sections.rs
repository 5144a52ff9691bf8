//! A section of the handover in one run of words.

use std::collections::{BTreeMap, BTreeSet};

use crate::app::board_view::BoardView;
use crate::app::follow_ups_screen::unit_of;
use crate::domain::follow_up::{FollowUp, FollowUpKind};
use crate::domain::handover::{HandoverSection, Matter};
use crate::domain::handover_page::{HandoverPage, PageEntry};
use crate::domain::ids::{CallId, ClaimId, DeviationId, OfferId, PlacementId};

use crate::tui::scene::Scene;
use crate::tui::tasks;

/// How many of the units that came free for a call are named.
const FREED_NAMED: usize = 3;

/// Everything that stands in a section; empty where nothing does.
#[must_use]
pub fn words(scene: Scene<'_>, view: &BoardView, page: &HandoverPage, section: HandoverSection) -> String {
    let texts = scene.texts;
    let entries: Vec<&PageEntry> = page.section(section).filter(|entry| !entry.is_over).collect();
    let over = page.section(section).filter(|entry| entry.is_over).count();
    let mut parts = match section {
        HandoverSection::WorkingDay => by_owner(scene, view, &entries),
        HandoverSection::OnTheWay => journeys(scene, view, &entries),
        HandoverSection::Due | HandoverSection::Later => tasks_of_calls(scene, view, &entries),
        _ => entries.iter().filter_map(|entry| part(scene, view, entry)).collect(),
    };
    if over > 0 {
        parts.push(texts.handover_over(over));
    }
    parts.join(" · ")
}

fn part(scene: Scene<'_>, view: &BoardView, entry: &PageEntry) -> Option<String> {
    match entry.matter {
        Matter::Offer(offer) => offer_words(scene, view, offer),
        Matter::Hold(claim) => hold_words(scene, view, claim),
        Matter::Deviation(deviation) => deviation_words(scene, view, deviation),
        Matter::FollowUp(_) => promise(scene, view, task_of(view, entry)?),
        Matter::Call(_) | Matter::Placement(_) => None,
    }
}

fn task_of<'v>(view: &'v BoardView, entry: &PageEntry) -> Option<&'v FollowUp> {
    view.board.follow_ups.iter().find(|task| Matter::FollowUp(task.id) == entry.matter)
}

fn offer_words(scene: Scene<'_>, view: &BoardView, offer: OfferId) -> Option<String> {
    let offer = view.offer(offer)?;
    let unit = view.unit_of_place(offer.place).map_or("", |unit| unit.name.as_str());
    let time = scene.texts.time_near(offer.at, scene.now());
    Some(scene.texts.handover_offer(offer.call.0, time, unit))
}

fn hold_words(scene: Scene<'_>, view: &BoardView, claim: ClaimId) -> Option<String> {
    let places = view.board.places.iter();
    let (claim, unit) = places
        .filter_map(|place| Some((place.live_claim(scene.now())?, place.unit)))
        .find(|(known, _)| known.id == claim)?;
    let until = claim.until.map(|until| scene.texts.time_near(until, scene.now())).unwrap_or_default();
    let unit = view.board.unit(unit).map_or("", |unit| unit.name.as_str());
    Some(scene.texts.handover_hold(claim.call.0, until, unit))
}

fn deviation_words(scene: Scene<'_>, view: &BoardView, deviation: DeviationId) -> Option<String> {
    let found = view.board.deviations.iter().find(|known| known.id == deviation)?;
    let state = scene.texts.deviation_state(found.state);
    Some(scene.texts.handover_deviation(found.call.0, found.days(scene.now()), state))
}

fn promise(scene: Scene<'_>, view: &BoardView, task: &FollowUp) -> Option<String> {
    let call = view.board.known_call(task.call)?;
    let who = format!("{} {}", call.id, scene.caller_place(call));
    let (texts, now) = (scene.texts, scene.now());
    let time = texts.time_due(task.due_at, now);
    Some(if task.is_late(&view.board.rules, now) {
        texts.handover_promise_late(time, who)
    } else {
        texts.handover_promise(time, who)
    })
}

/// What is to be done of each call at the same time stands together, and so do the units that came free for it.
fn tasks_of_calls(scene: Scene<'_>, view: &BoardView, entries: &[&PageEntry]) -> Vec<String> {
    let (texts, now) = (scene.texts, scene.now());
    let tasks: Vec<&FollowUp> = entries.iter().filter_map(|entry| task_of(view, entry)).collect();
    let is_freed = |task: &&&FollowUp| task.kind == FollowUpKind::PlaceFree;
    let mut groups: Vec<(CallId, String, bool, Vec<String>)> = Vec::new();
    for task in tasks.iter().filter(|task| !is_freed(task)) {
        let Some(call) = view.board.known_call(task.call) else { continue };
        let (time, is_late) = (texts.time_due(task.due_at, now), task.is_late(&view.board.rules, now));
        let what = tasks::what(scene, view, call, task);
        match groups.iter_mut().find(|(of, at, late, _)| *of == task.call && *at == time && *late == is_late)
        {
            Some((.., whats)) => whats.push(what),
            None => groups.push((task.call, time, is_late, vec![what])),
        }
    }
    let mut parts: Vec<String> = groups
        .into_iter()
        .map(|(call, time, is_late, whats)| {
            let what = whats.join(", ");
            if is_late {
                texts.handover_late(call.0, time, what)
            } else {
                texts.handover_due(call.0, time, what)
            }
        })
        .collect();
    let mut freed: BTreeMap<CallId, Vec<&str>> = BTreeMap::new();
    for task in tasks.iter().filter(is_freed) {
        let unit = unit_of(view, task).and_then(|unit| view.board.unit(unit));
        freed.entry(task.call).or_default().extend(unit.map(|unit| unit.name.as_str()));
    }
    parts.extend(freed.into_iter().map(|(call, units)| {
        let named = units[..units.len().min(FREED_NAMED)].join(", ");
        match units.len().saturating_sub(FREED_NAMED) {
            0 => texts.handover_freed(call.0, named),
            more => texts.handover_freed_more(call.0, more, named),
        }
    }));
    parts
}

/// The children that travel together are named once.
fn journeys(scene: Scene<'_>, view: &BoardView, entries: &[&PageEntry]) -> Vec<String> {
    let texts = scene.texts;
    let placement = |id: PlacementId| view.board.placements.iter().find(|placement| placement.id == id);
    let mut offers = Vec::new();
    let mut parts = Vec::new();
    for entry in entries {
        let Matter::Placement(id) = entry.matter else { continue };
        let Some(found) = placement(id).filter(|found| !offers.contains(&found.offer)) else { continue };
        offers.push(found.offer);
        let unit = view.unit_of_place(found.place).map_or("", |unit| unit.name.as_str());
        parts.push(match found.expected_at {
            Some(at) => texts.handover_journey(found.call.0, texts.time_due(at, scene.now()), unit),
            None => texts.handover_journey_unplanned(found.call.0, unit),
        });
    }
    parts
}

/// What the departments have: those with the same to do are named together, each with its calls.
fn by_owner(scene: Scene<'_>, view: &BoardView, entries: &[&PageEntry]) -> Vec<String> {
    let texts = scene.texts;
    let mut owners: BTreeMap<String, (BTreeSet<CallId>, Vec<String>)> = BTreeMap::new();
    for task in entries.iter().filter_map(|entry| task_of(view, entry)) {
        let Some(call) = view.board.known_call(task.call) else { continue };
        let (calls, steps) = owners.entry(tasks::owner(scene, call, task)).or_default();
        let word = match task.step {
            Some(step) => texts.step_short(step).into_owned(),
            None => tasks::what(scene, view, call, task),
        };
        calls.insert(call.id);
        if !steps.contains(&word) {
            steps.push(word);
        }
    }
    let mut same: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    for (owner, (calls, steps)) in owners {
        let calls = calls.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let named = texts.handover_owner(calls, owner);
        match same.iter_mut().find(|(known, _)| *known == steps) {
            Some((_, owners)) => owners.push(named),
            None => same.push((steps, vec![named])),
        }
    }
    let words = |(steps, names): (Vec<String>, Vec<String>)| {
        texts.handover_by_owner(names.join(", "), steps.join(", "))
    };
    same.into_iter().map(words).collect()
}
