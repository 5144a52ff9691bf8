//! The handover as a page: what is open, what was done, what is free, and who gave and received it.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::capacity;
use super::entries::EntryRow;
use super::scene::Scene;
use super::{Item, Page, Part};
use crate::domain::handover::{HandoverSection, HandoverTold};
use crate::domain::handover_page::{HandoverPage, PageEntry};
use crate::domain::ids::{CallId, HandoverId, ShiftId};
use crate::domain::local_time::is_same_day;
use crate::domain::offer::DeclineReason;
use crate::domain::preparedness::CapacityGroup;
use crate::domain::shift_sums::ShiftSums;
use crate::report::times::iso;

/// The handover as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandoverRows {
    handover: Option<HandoverId>,
    shift: ShiftId,
    giver: String,
    receiver: Option<String>,
    started_at: String,
    until: String,
    signed_at: Option<String>,
    received_by: Option<String>,
    received_at: Option<String>,
    points: usize,
    gone_through: usize,
    named: bool,
    entries: Vec<EntryRow>,
    done: Sums,
    capacity: Vec<GroupRow>,
    to_confirm: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repeated: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Sums {
    received: usize,
    placed: Vec<CallId>,
    on_the_way: Vec<CallId>,
    awaiting: Vec<CallId>,
    without_offer: Vec<CallId>,
    ended_otherwise: Vec<CallId>,
    consultations: Vec<CallId>,
    earlier_accepted: Vec<CallId>,
    declined: Vec<Declined>,
    searched_in_vain: usize,
    median_minutes: Option<i64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Declined {
    call: CallId,
    reason: Option<DeclineReason>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct GroupRow {
    group: CapacityGroup,
    then: usize,
    now: usize,
}

/// A signed handover tells its clocks as they were then.
fn as_signed<'s>(scene: &Scene<'s>, told: &HandoverTold) -> Scene<'s> {
    Scene { now: told.until, ..*scene }
}

/// The handover as data.
#[must_use]
pub fn rows(scene: &Scene<'_>, told: &HandoverTold, page: &HandoverPage) -> HandoverRows {
    let signed = told.signed.as_ref();
    let words = |text: &Option<String>| text.clone().filter(|_| scene.has_words);
    let sums = &page.sums;
    let scene = &as_signed(scene, told);
    HandoverRows {
        handover: signed.map(|signed| signed.id),
        shift: told.shift.id,
        giver: told.shift.by.clone(),
        receiver: signed.and_then(|signed| signed.receiver.clone()),
        started_at: iso(told.shift.started_at),
        until: iso(told.until),
        signed_at: signed.map(|signed| iso(signed.signed_at)),
        received_by: signed.and_then(|signed| signed.received_by.clone()),
        received_at: signed.and_then(|signed| signed.received_at).map(iso),
        points: page.entries.len(),
        gone_through: page.gone_through(),
        named: scene.people.is_some(),
        entries: page
            .entries
            .iter()
            .zip(1..)
            .map(|(entry, place)| scene.row(place, entry, &told.watches))
            .collect(),
        done: Sums {
            received: sums.received(),
            placed: sums.placed.clone(),
            on_the_way: sums.on_the_way.clone(),
            awaiting: sums.awaiting.clone(),
            without_offer: sums.without_offer.clone(),
            ended_otherwise: sums.ended_otherwise.clone(),
            consultations: sums.consultations.clone(),
            earlier_accepted: sums.earlier_accepted.clone(),
            declined: sums.declined.iter().map(|&(call, reason)| Declined { call, reason }).collect(),
            searched_in_vain: sums.searched_in_vain,
            median_minutes: sums.median_minutes,
        },
        capacity: page
            .capacity
            .iter()
            .map(|group| GroupRow { group: group.group, then: group.then, now: group.now })
            .collect(),
        to_confirm: page.to_confirm,
        summary: words(&told.summary),
        note: words(&told.note),
        repeated: words(&told.repeated),
    }
}

/// The handover as a page.
#[must_use]
pub fn page(scene: &Scene<'_>, told: &HandoverTold, page: &HandoverPage) -> Page {
    let words = scene.words;
    let written_at = scene.now;
    let scene = &as_signed(scene, told);
    let mut written = Page::new(words.language, words.say("handover_title"));
    written.banners = scene.banners(page.entries.iter().map(|entry| entry.call));
    let at_once = GoneThrough::of(page);
    written.lines = head(scene, told, page, at_once.as_ref());
    let is_signed = told.signed.is_some();
    if is_signed {
        written.lines.push(words.fill("written_at", &[("time", &scene.time(written_at))]));
    }
    // Before it is signed a summary is only offered, and a note is still to be written.
    let summary = if is_signed { words.say("summary") } else { words.say("summary_offered") };
    let [no_summary, no_note] = match &told.summary {
        _ if is_signed => [None, None],
        Some(_) => [None, Some(words.say("note_later"))],
        None => [Some(words.say("summary_later")), Some(words.say("note_later"))],
    };
    written.parts.push(text_part(scene, summary, told.summary.as_deref(), no_summary));
    for &section in HandoverSection::ALL {
        let of_it = page.entries.iter().zip(1..).filter(|(entry, _)| entry.section == section);
        let item = |(entry, place): (&PageEntry, usize)| match at_once {
            Some(_) => scene.item(place, &PageEntry { gone_through: None, ..entry.clone() }, &told.watches),
            None => scene.item(place, entry, &told.watches),
        };
        let code = section.code();
        let items = of_it.map(item).collect();
        written.parts.push(Part::of(words.code("section", code), items, words.code("section_none", code)));
    }
    written.parts.push(done(scene, &page.sums));
    written.parts.push(capacity::against_start(scene, &page.capacity));
    let count = page.to_confirm.to_string();
    let to_confirm = match page.to_confirm {
        0 => None,
        1 => Some(words.say("to_confirm_one").to_owned()),
        _ => Some(words.fill("to_confirm_count", &[("count", &count)])),
    };
    let items = to_confirm.map(Item::plain).into_iter().collect();
    written.parts.push(Part::of(words.say("to_confirm"), items, words.say("to_confirm_none")));
    written.parts.push(text_part(scene, words.say("note"), told.note.as_deref(), no_note));
    if told.signed.as_ref().is_some_and(|signed| signed.received_at.is_some()) {
        written.parts.push(text_part(scene, words.say("repeated"), told.repeated.as_deref(), None));
    }
    written
}

/// That every point was gone through by one person: said once, not below each.
struct GoneThrough<'p> {
    by: &'p str,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
}

impl<'p> GoneThrough<'p> {
    /// None where a point is left, where several persons did it, and of a single point.
    fn of(page: &'p HandoverPage) -> Option<Self> {
        let each: Option<Vec<_>> = page.entries.iter().map(|entry| entry.gone_through.as_ref()).collect();
        let each = each.filter(|each| each.len() > 1)?;
        let (by, _) = each.first()?;
        let times = || each.iter().map(|(_, at)| *at);
        let is_one = each.iter().all(|(other, _)| other == by);
        is_one.then_some(Self { by, from: times().min()?, to: times().max()? })
    }
}

fn head(
    scene: &Scene<'_>,
    told: &HandoverTold,
    page: &HandoverPage,
    at_once: Option<&GoneThrough<'_>>,
) -> Vec<String> {
    let words = scene.words;
    let until = match &told.signed {
        Some(_) => scene.time(told.until),
        None => words.say("now").to_owned(),
    };
    let span = [("from", &*scene.time(told.shift.started_at)), ("to", &*until)];
    let to = match &told.signed {
        None => words.say("nobody_yet"),
        Some(signed) => signed.receiver.as_deref().unwrap_or_else(|| words.say("intake_unit")),
    };
    let people = words.fill("handover_people", &[("giver", &told.shift.by), ("receiver", to)]);
    let mut lines = vec![format!("{} · {people}", words.fill("handover_span", &span))];
    let Some(signed) = &told.signed else {
        lines.push(words.fill("handover_draft", &[("time", &scene.time(told.until))]));
        return lines;
    };
    let by = [
        ("number", &*signed.id.to_string()),
        ("time", &*scene.time(signed.signed_at)),
        ("name", &*signed.giver),
    ];
    let received = match (&signed.received_by, signed.received_at) {
        (Some(name), Some(at)) => {
            words.fill("handover_received", &[("time", &scene.time(at)), ("name", name)])
        }
        _ => words.say("handover_unreceived").to_owned(),
    };
    let counts = [("count", &*page.gone_through().to_string()), ("all", &*page.entries.len().to_string())];
    let gone_through = match at_once {
        None => words.fill("handover_gone_through", &counts),
        Some(GoneThrough { by, from, to }) => {
            let last = if is_same_day(*from, *to) { scene.texts.time(*to) } else { scene.near(*to) };
            let first = scene.near(*from);
            let time = if first.ends_with(&last) { first } else { format!("{first}–{last}") };
            let all = counts[1];
            words.fill("handover_all_gone_through", &[all, ("time", &time), ("name", by)])
        }
    };
    lines.push(format!("{} · {received} · {gone_through}", words.fill("handover_signed", &by)));
    lines
}

/// What a person wrote; whether something was, where it stays out; what is said instead while it cannot have been written.
fn text_part(scene: &Scene<'_>, title: &str, text: Option<&str>, not_yet: Option<&str>) -> Part {
    let words = scene.words;
    let none = if text.is_some() { words.say("words_hidden") } else { words.say("no_words") };
    let lines = text.filter(|_| scene.has_words).into_iter().flat_map(str::lines);
    let items = lines.filter(|line| !line.trim().is_empty()).map(Item::plain).collect();
    Part::of(title, items, not_yet.unwrap_or(none))
}

fn done(scene: &Scene<'_>, sums: &ShiftSums) -> Part {
    let words = scene.words;
    let title = words.say("done");
    let numbers = |calls: &[CallId]| calls.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let mut items = Vec::new();
    if sums.received() > 0 {
        let told = [
            (&sums.placed, words.say("placed")),
            (&sums.on_the_way, words.say("on_the_way")),
            (&sums.awaiting, words.say("awaiting")),
            (&sums.without_offer, words.say("without_offer")),
            (&sums.ended_otherwise, words.say("ended_otherwise")),
            (&sums.consultations, words.say("consultations")),
        ];
        let one = |(calls, word): (&Vec<CallId>, &str)| {
            (!calls.is_empty()).then(|| format!("{} {word} ({})", calls.len(), numbers(calls)))
        };
        let parts: Vec<String> = told.into_iter().filter_map(one).collect();
        let received = words.fill("received_count", &[("count", &sums.received().to_string())]);
        let median = sums.median_minutes.map(|minutes| {
            let length = scene.length(chrono::TimeDelta::minutes(minutes));
            words.fill("median", &[("time", &length)])
        });
        let line = std::iter::once(received).chain(parts).chain(median).collect::<Vec<_>>().join(" · ");
        items.push(Item::plain(line));
    }
    if !sums.earlier_accepted.is_empty() {
        let list = numbers(&sums.earlier_accepted);
        items.push(Item::plain(words.fill("earlier_accepted", &[("list", &list)])));
    }
    if !sums.declined.is_empty() {
        let one = |(call, reason): &(CallId, Option<DeclineReason>)| match reason {
            Some(reason) => format!("{call} ({})", words.code("decline", reason.code())),
            None => call.to_string(),
        };
        let list = sums.declined.iter().map(one).collect::<Vec<_>>().join(", ");
        items.push(Item::plain(words.fill("declined", &[("list", &list)])));
    }
    if sums.searched_in_vain > 0 {
        let count = sums.searched_in_vain.to_string();
        items.push(Item::plain(words.fill("in_vain", &[("count", &count)])));
    }
    Part::of(title, items, words.say("done_none"))
}
