//! When people ring, and what about: the figures of Region øst in 2017 (report of the research circle, 4.2).
//!
//! Its table counts children placed and talks: 630 + 486 = 1,116; three of four in office hours; by term 358, 335 and
//! 423. A call here may be about several children, and some get no place, so that there are somewhat fewer calls.

use chrono::{DateTime, Datelike, NaiveTime, TimeDelta, Timelike, Utc};

use super::super::random::Random;
use crate::domain::basis::BasisCode;
use crate::domain::call::{
    CallFacts, CallKind, CallerRole, DecisionMaker, DecisionStatus, Need, NeedEffect, Shield, Whereabouts,
};
use crate::domain::child::{Age, ChildFacts, ChildIdentity, Sex, SiblingRule};
use crate::domain::local_time::in_norway;
use crate::domain::measure::Wish;
use crate::domain::municipality::Municipality;
use crate::domain::preparedness::CapacityGroup;
use crate::domain::working_days::{Hours, office_hours};

/// Minutes of one turn of the dice on whether someone rings.
const SLOT: i64 = 10;
/// Chances are so many of this.
const OF: usize = 10_000_000;
/// Chance of a call in one slot of office hours, in a year with 252 working days: 75 of a hundred calls.
const IN_OFFICE_HOURS: usize = 700_000;
/// The same out of hours, for a weight of one: 25 of a hundred calls.
const OUT_OF_HOURS: usize = 21_800;

/// Of a hundred contacts that come in, how many are talks: 486 of 1,116, some of which become requests.
const TALKS: usize = 45;

/// Minutes that the offices are open in a year with 252 working days.
pub(super) const OFFICE_MINUTES_A_YEAR: i64 = 252 * 450;

/// The moment so many minutes of office time later.
pub(super) fn after_office_minutes(after: DateTime<Utc>, minutes: i64) -> DateTime<Utc> {
    let (mut at, mut left) = (after, minutes);
    while left > 0 {
        // Where the offices are closed, quarter by quarter: no closed time is shorter.
        let step = if is_office_time(at) { left.min(15) } else { 15 };
        at += TimeDelta::minutes(step);
        left -= if is_office_time(at) { step } else { 0 };
    }
    at
}

/// Whether the offices are open, by the hours of Region øst.
pub(super) fn is_office_time(at: DateTime<Utc>) -> bool {
    let time = |hour, minute| NaiveTime::from_hms_opt(hour, minute, 0).unwrap_or_default();
    office_hours(at, time(8, 0), time(15, 30), &[]) == Hours::Ordinary
}

/// When someone rings next.
pub(super) fn next(random: &mut Random, after: DateTime<Utc>) -> DateTime<Utc> {
    let mut slot = after;
    loop {
        slot += TimeDelta::minutes(SLOT);
        if random.below(OF) < chance(slot) {
            return slot - TimeDelta::seconds(random.between(0, SLOT * 60 - 1));
        }
    }
}

fn chance(at: DateTime<Utc>) -> usize {
    let local = in_norway(at);
    let base = if is_office_time(at) {
        IN_OFFICE_HOURS
    } else {
        // Evenings most, the hours before dawn least; a day off work is like a quiet evening.
        let weight = match local.hour() {
            22 | 23 | 8..=14 => 3,
            15..=21 => 4,
            0..=2 => 2,
            _ => 1,
        };
        OUT_OF_HOURS * weight
    };
    let of_term = match local.month() {
        1..=4 => 976,
        5..=8 => 891,
        _ => 1134,
    };
    base * of_term / 1000
}

/// What is asked for. Of a hundred calls; homes for children get more of the siblings, so that of the children placed
/// about half are under 13, six of ten go to homes and nearly four of ten to institutions.
const GROUPS: [(usize, Option<CapacityGroup>); 6] = [
    (40, Some(CapacityGroup::HomeChild)),
    (17, Some(CapacityGroup::HomeYouth)),
    (33, Some(CapacityGroup::AcuteCare)),
    (8, Some(CapacityGroup::AcuteBehaviour)),
    (1, Some(CapacityGroup::Trafficking)),
    // Straight to a foster home, of which the list has none: 8 of 630.
    (1, None),
];

/// How many days a child stays, from and to. So many children live in so few places: 630 a year, 197 places nearly
/// full. The middle for homes is near the 117 days of the review of 2024.
pub(super) const fn days_of_stay(group: Option<CapacityGroup>) -> (i64, i64) {
    match group {
        Some(CapacityGroup::AcuteCare) => (4, 66),
        Some(CapacityGroup::AcuteBehaviour) => (6, 76),
        Some(CapacityGroup::HomeYouth) => (12, 205),
        _ => (12, 210),
    }
}

/// A contact as it is told.
pub(super) fn facts(random: &mut Random, east: &[Municipality], now: DateTime<Utc>) -> Option<CallFacts> {
    let municipality = east.get(random.below(east.len()))?.number;
    let talked = now - TimeDelta::minutes(random.between(1, 25));
    let kind = if random.percent(TALKS) { CallKind::Consultation } else { CallKind::Placement };
    let group = one_of(random, &GROUPS);
    let children = children(random, group);
    let is_placement = kind == CallKind::Placement;
    let later = |minutes: i64| talked + TimeDelta::minutes(minutes);
    let received_at = is_placement.then(|| later(random.between(0, 10)).min(now));
    let decision = is_placement.then(|| decision(random)).flatten();
    let is_made = decision == Some(DecisionStatus::Made);
    let caller = caller(random, now);
    let made_by = match caller {
        CallerRole::Municipality => DecisionMaker::Municipality,
        _ => DecisionMaker::PoliceOrOutOfHours,
    };
    Some(CallFacts {
        rung_from: random.percent(2).then(|| east[0].number).filter(|from| *from != municipality),
        caller: Some(caller),
        siblings: (children.len() > 1).then(|| siblings(random)),
        identities: identities(random, children.len()),
        children,
        basis: (is_placement && random.percent(95)).then(|| basis(random, group)),
        decision,
        decided_by: is_made.then_some(made_by),
        decided_at: is_made.then(|| talked - TimeDelta::minutes(random.between(5, 300))),
        wished: if is_placement { wished(random, group) } else { Vec::new() },
        needs: needs(random),
        whereabouts: random.percent(70).then(|| whereabouts(random)),
        holds_until: random.percent(20).then(|| now + TimeDelta::hours(random.between(1, 12))),
        may_be_known: random.percent(20).then(|| random.percent(80)),
        shield: random.percent(3).then(|| random.pick([Shield::Code6, Shield::Code7, Shield::Shielded])),
        received_at,
        callback: random.percent(70).then(|| "00 00 00 00".to_owned()),
        note: random.percent(30).then(|| "ringte to ganger, noter ferdig i morgen".to_owned()),
        ..CallFacts::new(kind, municipality, talked)
    })
}

fn one_of<T: Copy>(random: &mut Random, weighed: &[(usize, T)]) -> T {
    let mut left = random.below(weighed.iter().map(|(weight, _)| weight).sum());
    for (weight, value) in weighed {
        if left < *weight {
            return *value;
        }
        left -= weight;
    }
    weighed[0].1
}

fn children(random: &mut Random, group: Option<CapacityGroup>) -> Vec<ChildFacts> {
    let count = match group {
        Some(CapacityGroup::HomeChild) => one_of(random, &[(80, 1), (15, 2), (5, 3)]),
        _ => one_of(random, &[(97, 1), (3, 2)]),
    };
    (0..count)
        .map(|_| {
            let years = match group {
                Some(CapacityGroup::HomeChild) | None => random.between(1, 12),
                _ => one_of(random, &[(12, 13), (20, 14), (25, 15), (25, 16), (18, 17)]),
            };
            let young = group == Some(CapacityGroup::HomeChild);
            let age = match random.below(100) {
                0..4 if young => Age::Weeks(2),
                4..8 if young => Age::Months(7),
                8..10 if young => Age::Unknown,
                _ => Age::Years(u8::try_from(years).unwrap_or(9)),
            };
            ChildFacts { sex: random.pick([Sex::Girl, Sex::Boy]), age }
        })
        .collect()
}

fn identities(random: &mut Random, children: usize) -> Vec<ChildIdentity> {
    if random.percent(60) {
        return Vec::new();
    }
    let name = |number| ChildIdentity { name: Some(format!("Barn {number}")), national_id: None };
    (1..=children).map(name).collect()
}

fn siblings(random: &mut Random) -> SiblingRule {
    let rules = [
        (65, SiblingRule::Together),
        (20, SiblingRule::MaySplit),
        (10, SiblingRule::Apart),
        (5, SiblingRule::NotSiblings),
    ];
    one_of(random, &rules)
}

/// Most are acute care orders; how the rest are shared no table says.
fn basis(random: &mut Random, group: Option<CapacityGroup>) -> BasisCode {
    match group {
        Some(CapacityGroup::AcuteBehaviour) => BasisCode::A4_4,
        Some(CapacityGroup::Trafficking) => BasisCode::A4_5,
        Some(CapacityGroup::HomeChild) | None => {
            one_of(random, &[(75, BasisCode::A4_2), (13, BasisCode::A4_1), (12, BasisCode::A5_1)])
        }
        Some(CapacityGroup::HomeYouth | CapacityGroup::AcuteCare) => {
            one_of(random, &[(55, BasisCode::A4_2), (30, BasisCode::A4_1), (15, BasisCode::A5_1)])
        }
    }
}

fn wished(random: &mut Random, group: Option<CapacityGroup>) -> Vec<Wish> {
    if random.percent(5) {
        return Vec::new();
    }
    match group {
        Some(CapacityGroup::HomeYouth) if random.percent(20) => vec![Wish::EmergencyHome, Wish::Institution],
        Some(CapacityGroup::HomeChild | CapacityGroup::HomeYouth) => vec![Wish::EmergencyHome],
        Some(_) => vec![Wish::Institution],
        None => vec![Wish::FosterHome],
    }
}

fn caller(random: &mut Random, now: DateTime<Utc>) -> CallerRole {
    let shares: [usize; 4] = if is_office_time(now) { [92, 2, 4, 2] } else { [16, 68, 13, 3] };
    let roles = [CallerRole::Municipality, CallerRole::OutOfHours, CallerRole::Prosecutor, CallerRole::Other];
    let mut weighed = [(0, CallerRole::Other); 4];
    for (at, role) in roles.into_iter().enumerate() {
        weighed[at] = (shares[at], role);
    }
    one_of(random, &weighed)
}

fn decision(random: &mut Random) -> Option<DecisionStatus> {
    let statuses = [
        (75, Some(DecisionStatus::Made)),
        (15, Some(DecisionStatus::AwaitsPlace)),
        (2, Some(DecisionStatus::AwaitsTribunal)),
        (8, None),
    ];
    one_of(random, &statuses)
}

fn needs(random: &mut Random) -> Vec<Need> {
    let (word, effect) = match random.below(100) {
        0..6 => ("allergi", NeedEffect::NoAnimals),
        6..9 => ("alene", NeedEffect::NoOtherChildren),
        9..14 => ("astma", NeedEffect::Note),
        _ => return Vec::new(),
    };
    vec![Need { word: word.to_owned(), detail: None, effect }]
}

pub(super) fn whereabouts(random: &mut Random) -> Whereabouts {
    let places = [
        (45, Whereabouts::Home),
        (14, Whereabouts::Kin),
        (12, Whereabouts::FosterHome),
        (10, Whereabouts::Institution),
        (6, Whereabouts::Staff),
        (5, Whereabouts::MunicipalitySolution),
        (4, Whereabouts::Hospital),
        (3, Whereabouts::Custody),
        (1, Whereabouts::Unknown),
    ];
    one_of(random, &places)
}
