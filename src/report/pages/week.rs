//! The weekly capacity report that regions hold in summer. It answers what the preparedness plan of a region says it
//! follows each week: what is free against the targets, what is out of use and why, what was opened besides, and the cases
//! without an offer. What the tool does not know stands in it as to be confirmed.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Serialize;

use super::scene::Scene;
use super::{Item, Page, Part};
use crate::domain::call::{Call, CallKind};
use crate::domain::capacity::{CapacityHistory, Counted, Counts, PlaceMinutes};
use crate::domain::deviation::Deviation;
use crate::domain::ids::ChildId;
use crate::domain::measure::MeasureKind;
use crate::domain::municipality::Region;
use crate::domain::offer::Offer;
use crate::domain::preparedness::CapacityGroup;
use crate::domain::question::DeviationPage;
use crate::domain::settings::{Readiness, Rules};
use crate::domain::steps::hours_at;
use crate::domain::working_days::Hours;
use crate::report::times::iso;
use crate::text::forms::change;

/// How long the report looks back.
pub const WEEK: TimeDelta = TimeDelta::days(7);

/// Counts of people below this are hidden in what leaves the house.
const FEW: usize = 5;

/// What the report is made from.
#[derive(Clone, Copy)]
pub struct Sources<'s> {
    /// Capacity, then and now.
    pub history: &'s CapacityHistory,
    /// The calls registered in the week.
    pub calls: &'s [Call],
    /// Their offers that were not voided.
    pub offers: &'s [Offer],
    /// Every deviation.
    pub deviations: &'s DeviationPage,
}

/// The weekly report as data: whole, for whoever may see it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Week {
    region: Region,
    from: String,
    to: String,
    #[serde(skip)]
    span: (DateTime<Utc>, DateTime<Utc>),
    readiness: Readiness,
    capacity: Vec<GroupRow>,
    out: BTreeMap<&'static str, usize>,
    extra: Vec<ExtraRow>,
    above_capacity: usize,
    calls: CallCounts,
    deviations: DeviationCounts,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct GroupRow {
    group: CapacityGroup,
    free_at_start: usize,
    free_at_end: usize,
    free_at_least: usize,
    target: Option<i64>,
    below_target: bool,
    places: usize,
    out: usize,
    utilisation: Option<f64>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct ExtraRow {
    kind: MeasureKind,
    places: usize,
    free: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
struct CallCounts {
    placements: usize,
    out_of_hours: usize,
    with_offer: usize,
    in_time: usize,
    without_offer: usize,
    consultations: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
struct DeviationCounts {
    opened: usize,
    open: usize,
    open_children: usize,
    closed: usize,
}

impl Week {
    /// The week up to the scene's moment.
    #[must_use]
    pub fn of(scene: &Scene<'_>, sources: &Sources<'_>) -> Self {
        let (from, to) = (scene.now - WEEK, scene.now);
        let history = sources.history;
        let rules = history.rules_at(to);
        Self {
            region: scene.board.region,
            from: iso(from),
            to: iso(to),
            span: (from, to),
            readiness: rules.readiness,
            capacity: groups(history, from, to),
            out: history.out_at(to).into_iter().map(|(state, count)| (state.code(), count)).collect(),
            extra: extra(history, to),
            above_capacity: history.above_capacity_at(to),
            calls: calls(&rules, sources, from..=to),
            deviations: deviations(sources.deviations, from, to),
        }
    }

    /// The report as a page; counts of few people are hidden unless all are wanted.
    #[must_use]
    pub fn page(&self, scene: &Scene<'_>, has_all_cells: bool) -> Page {
        let words = scene.words;
        let mut page = Page::new(words.language, words.say("week_title"));
        let period = [("from", &*scene.time(self.span.0)), ("to", &*scene.time(self.span.1))];
        let region = words.fill("region", &[("name", self.region.code())]);
        let level = words.code("readiness", self.readiness.code());
        let readiness = words.fill("week_readiness", &[("level", level)]);
        page.lines = vec![format!("{region} · {} · {readiness}", words.fill("period", &period))];
        if !has_all_cells {
            page.lines.push(words.say("few_note").to_owned());
        }
        let cell = |count: usize, whole: Option<usize>| {
            if has_all_cells { count.to_string() } else { hidden_if_few(scene, count, whole) }
        };
        page.parts = vec![
            self.capacity_part(scene),
            self.out_part(scene),
            self.extra_part(scene),
            self.calls_part(scene, &cell),
            self.deviations_part(scene, &cell),
            unknown(scene),
        ];
        page
    }

    fn capacity_part(&self, scene: &Scene<'_>) -> Part {
        let words = scene.words;
        let row = |group: &GroupRow| {
            vec![
                words.code("group", group.group.code()).to_owned(),
                group.free_at_start.to_string(),
                group.free_at_end.to_string(),
                change(group.free_at_start, group.free_at_end),
                group.free_at_least.to_string(),
                group.target.map_or_else(|| "–".to_owned(), |target| target.to_string()),
                if group.below_target { words.say("yes") } else { words.say("no") }.to_owned(),
                group.out.to_string(),
                group.utilisation.map_or_else(|| "–".to_owned(), |share| format!("{:.0} %", share * 100.0)),
            ]
        };
        let head = vec![
            words.say("group"),
            words.say("free_start"),
            words.say("free_end"),
            words.say("change"),
            words.say("free_lowest"),
            words.say("target"),
            words.say("below"),
            words.say("out"),
            words.say("used"),
        ];
        Part::with_table(words.say("week_capacity"), head, self.capacity.iter().map(row).collect(), "")
    }

    fn out_part(&self, scene: &Scene<'_>) -> Part {
        let words = scene.words;
        let row = |(state, count): (&&'static str, &usize)| {
            vec![words.code("place_state", state).to_owned(), count.to_string()]
        };
        let head = vec![words.say("state"), words.say("places")];
        Part::with_table(
            words.say("week_out"),
            head,
            self.out.iter().map(row).collect(),
            words.say("week_out_none"),
        )
    }

    fn extra_part(&self, scene: &Scene<'_>) -> Part {
        let words = scene.words;
        let row = |extra: &ExtraRow| {
            let kind = words.code("measure", extra.kind.code()).to_owned();
            vec![kind, extra.places.to_string(), extra.free.to_string()]
        };
        let mut rows: Vec<Vec<String>> = self.extra.iter().map(row).collect();
        if self.above_capacity > 0 {
            let above = words.say("above_capacity").to_owned();
            rows.push(vec![above, self.above_capacity.to_string(), "–".to_owned()]);
        }
        let head = vec![words.say("unit_kind"), words.say("places"), words.say("free")];
        Part::with_table(words.say("week_extra"), head, rows, words.say("week_extra_none"))
    }

    fn calls_part(&self, scene: &Scene<'_>, cell: &impl Fn(usize, Option<usize>) -> String) -> Part {
        let words = scene.words;
        let calls = &self.calls;
        let all = Some(calls.placements);
        let rows = [
            (words.say("calls_placement"), calls.placements, None),
            (words.say("calls_out_of_hours"), calls.out_of_hours, all),
            (words.say("calls_with_offer"), calls.with_offer, all),
            (words.say("calls_in_time"), calls.in_time, Some(calls.with_offer)),
            (words.say("calls_without_offer"), calls.without_offer, all),
            (words.say("calls_consultation"), calls.consultations, None),
        ];
        let rows = counted(rows, calls.placements + calls.consultations > 0, cell);
        let head = vec![words.say("call_kind"), words.say("count")];
        Part::with_table(words.say("week_calls"), head, rows, words.say("week_calls_none"))
    }

    fn deviations_part(&self, scene: &Scene<'_>, cell: &impl Fn(usize, Option<usize>) -> String) -> Part {
        let words = scene.words;
        let counts = &self.deviations;
        let rows = [
            (words.say("deviations_opened"), counts.opened, None),
            (words.say("deviations_closed"), counts.closed, None),
            (words.say("deviations_open"), counts.open, None),
            (words.say("deviations_children"), counts.open_children, None),
        ];
        let rows = counted(rows, counts.opened + counts.closed + counts.open > 0, cell);
        let head = vec![words.say("deviation_kind"), words.say("count")];
        Part::with_table(words.say("week_deviations"), head, rows, words.say("week_deviations_none"))
    }
}

fn counted<const N: usize>(
    rows: [(&str, usize, Option<usize>); N],
    has_any: bool,
    cell: &impl Fn(usize, Option<usize>) -> String,
) -> Vec<Vec<String>> {
    let row = |(word, count, whole): (&str, usize, Option<usize>)| vec![word.to_owned(), cell(count, whole)];
    rows.into_iter().filter(|_| has_any).map(row).collect()
}

/// A count of people; hidden where it is of few, or where what is left of its whole is.
fn hidden_if_few(scene: &Scene<'_>, count: usize, whole: Option<usize>) -> String {
    let is_few = |count: usize| (1..FEW).contains(&count);
    if is_few(count) {
        scene.words.say("few").to_owned()
    } else if whole.is_some_and(|whole| is_few(whole) || is_few(whole.saturating_sub(count))) {
        scene.words.say("hidden").to_owned()
    } else {
        count.to_string()
    }
}

fn groups(history: &CapacityHistory, from: DateTime<Utc>, to: DateTime<Utc>) -> Vec<GroupRow> {
    let (start, end) = (history.at(from), history.at(to));
    let used = history.utilisation(from, to);
    let least = history.fewest_free(from, to);
    let counts_then =
        |group| start.groups.iter().find(|counted| counted.of == group).map(|counted| counted.counts);
    let row = |counted: &Counted<CapacityGroup>| GroupRow {
        group: counted.of,
        free_at_start: counts_then(counted.of).map_or(0, |counts: Counts| counts.free),
        free_at_end: counted.counts.free,
        free_at_least: least.get(&counted.of).copied().unwrap_or(0),
        target: counted.target,
        below_target: counted.is_below_target(),
        places: counted.counts.places(),
        out: counted.counts.out,
        utilisation: used.groups.get(&counted.of).and_then(PlaceMinutes::share),
    };
    end.groups.iter().map(row).collect()
}

/// Crisis homes and temporary units, and what is free in care institutions that may take acute placements.
fn extra(history: &CapacityHistory, at: DateTime<Utc>) -> Vec<ExtraRow> {
    let kinds = [MeasureKind::CrisisHome, MeasureKind::TemporaryUnit, MeasureKind::CareInstitution];
    let row = |kind: MeasureKind| {
        let (places, free) = history.of_kind_at(kind, at);
        ExtraRow { kind, places, free }
    };
    kinds.into_iter().map(row).filter(|row| row.places > 0).collect()
}

fn calls(rules: &Rules, sources: &Sources<'_>, week: RangeInclusive<DateTime<Utc>>) -> CallCounts {
    let of_week = || sources.calls.iter().filter(|call| week.contains(&call.registered_at));
    let requests = || of_week().filter(|call| call.kind == CallKind::Placement);
    let first_offer = |call: &Call| {
        let own = sources.offers.iter().filter(|offer| offer.call == call.id && !offer.is_void());
        own.map(|offer| offer.at).filter(|at| at <= week.end()).min()
    };
    let is_out_of_hours = |call: &&Call| {
        let at = call.received_at.unwrap_or(call.first_contact_at);
        hours_at(at, rules) == Hours::OutOfHours
    };
    let in_time = |call: &&Call| {
        first_offer(call).is_some_and(|at| call.deadline.is_some_and(|deadline| at <= deadline))
    };
    let placements = requests().count();
    let with_offer = requests().filter(|call| first_offer(call).is_some()).count();
    CallCounts {
        placements,
        out_of_hours: requests().filter(is_out_of_hours).count(),
        with_offer,
        in_time: requests().filter(in_time).count(),
        without_offer: placements - with_offer,
        consultations: of_week().count() - placements,
    }
}

fn deviations(page: &DeviationPage, from: DateTime<Utc>, to: DateTime<Utc>) -> DeviationCounts {
    let all = || page.deviations.iter().filter(|one| one.opened_at <= to);
    let closed = |one: &&Deviation| one.closed_at.is_some_and(|at| at <= to);
    let open = || all().filter(|one| !closed(one));
    let child = |one: &Deviation| page.reference_of(one.child);
    DeviationCounts {
        opened: all().filter(|one| one.opened_at >= from).count(),
        open: open().count(),
        open_children: open().map(child).collect::<BTreeSet<ChildId>>().len(),
        closed: all().filter(closed).filter(|one| one.closed_at.is_some_and(|at| at >= from)).count(),
    }
}

/// What the plan asks for and the tool does not know.
fn unknown(scene: &Scene<'_>) -> Part {
    let words = scene.words;
    let items = [
        words.say("week_unknown_form"),
        words.say("week_unknown_staff"),
        words.say("week_unknown_health"),
        words.say("week_unknown_moves"),
    ];
    Part::of(words.say("week_unknown"), items.into_iter().map(Item::plain).collect(), "")
}
