//! The fewest places that were free in a span of time, however short that was.

use std::collections::BTreeMap;

use akuttvakt::domain::capacity::{
    CapacityHistory, Changes, ClaimSpan, PlaceHistory, StateSpan, UnitHistory,
};
use akuttvakt::domain::claim::ClaimKind;
use akuttvakt::domain::ids::{PlaceId, UnitId};
use akuttvakt::domain::measure::MeasureKind;
use akuttvakt::domain::preparedness::CapacityGroup;
use akuttvakt::domain::unit::PlaceState;
use chrono::{DateTime, TimeDelta, Utc};

use crate::support::dice::Dice;

fn at(minute: i64) -> DateTime<Utc> {
    let start: DateTime<Utc> = "2026-11-20T00:00:00Z".parse().unwrap();
    start + TimeDelta::minutes(minute)
}

fn changes<T>(all: impl IntoIterator<Item = (i64, T)>) -> Changes<T> {
    let mut changes = Changes::default();
    for (minute, to) in all {
        changes.push(at(minute), to);
    }
    changes
}

fn unit(group: CapacityGroup, closes: Option<i64>) -> UnitHistory {
    UnitHistory {
        name: "Furuly".to_owned(),
        kinds: changes([(0, MeasureKind::EmergencyHome)]),
        groups: changes([(0, Some(group))]),
        closes: changes(closes.map(|closes| (0, Some(at(closes))))),
    }
}

fn place(number: i64, unit: i64, from: i64, claims: Vec<ClaimSpan>) -> PlaceHistory {
    let states = vec![StateSpan { state: PlaceState::Free, from: at(from), ended: None }];
    PlaceHistory { place: PlaceId(number), unit: UnitId(unit), states, claims, is_extra: false }
}

/// A claim from one minute; it lapses, or is ended.
fn claim(from: i64, lapses: Option<i64>, ended: Option<i64>) -> ClaimSpan {
    ClaimSpan {
        kinds: changes([(from, ClaimKind::Hold)]),
        untils: changes([(from, lapses.map(at))]),
        ended: ended.map(at),
    }
}

#[test]
fn a_place_taken_for_ten_minutes_between_two_whole_hours_is_seen() {
    let group = CapacityGroup::HomeChild;
    let units = BTreeMap::from([(UnitId(1), unit(group, None))]);
    for taken in [claim(130, None, Some(140)), claim(130, Some(140), None)] {
        let places = vec![place(1, 1, 0, vec![taken]), place(2, 1, 0, Vec::new())];
        let history = CapacityHistory { units: units.clone(), places, ..CapacityHistory::default() };
        for hour in 0..=4 {
            assert_eq!(history.at(at(hour * 60)).groups[0].counts.free, 2, "on every whole hour");
        }
        assert_eq!(history.fewest_free(at(0), at(240)), BTreeMap::from([(group, 1)]));
        assert_eq!(history.fewest_free(at(0), at(129)), BTreeMap::from([(group, 2)]));
        assert_eq!(history.fewest_free(at(135), at(240)), BTreeMap::from([(group, 1)]));
        assert_eq!(history.fewest_free(at(0), at(130)), BTreeMap::from([(group, 1)]), "both ends");
        assert_eq!(history.fewest_free(at(140), at(240)), BTreeMap::from([(group, 2)]));
    }
}

#[test]
fn the_fewest_free_is_the_least_of_every_minute() {
    let mut dice = Dice::of_test();
    let groups = [CapacityGroup::HomeChild, CapacityGroup::AcuteCare];
    for _ in 0..200 {
        let minute = |dice: &mut Dice| i64::try_from(dice.roll(120)).unwrap();
        let units = (1..=3).map(|number| {
            let closes = (dice.roll(3) == 0).then(|| minute(&mut dice));
            let mut unit = unit(dice.one_of(&groups), closes);
            if dice.roll(3) == 0 {
                unit.groups.push(at(minute(&mut dice)), Some(dice.one_of(&groups)));
            }
            (UnitId(number), unit)
        });
        let units: BTreeMap<_, _> = units.collect();
        let places = (1..=6).map(|number| {
            let claims = (0..dice.roll(3)).map(|_| {
                let from = minute(&mut dice);
                let ends = (dice.roll(3) > 0).then(|| from + 1 + minute(&mut dice) / 4);
                if dice.roll(2) == 0 { claim(from, ends, None) } else { claim(from, None, ends) }
            });
            let claims = claims.collect();
            let from = if dice.roll(3) == 0 { minute(&mut dice) } else { 0 };
            place(number, 1 + number % 3, from, claims)
        });
        let history = CapacityHistory { places: places.collect(), units, ..CapacityHistory::default() };
        let (from, to) = (20 + minute(&mut dice) / 4, 60 + minute(&mut dice) / 2);
        let mut least: BTreeMap<CapacityGroup, usize> = BTreeMap::new();
        for counted in (from..=to).flat_map(|minute| history.at(at(minute)).groups) {
            let free = counted.counts.free;
            least.entry(counted.of).and_modify(|least| *least = free.min(*least)).or_insert(free);
        }
        let found = history.fewest_free(at(from), at(to));
        for (group, least) in least {
            assert_eq!(found.get(&group).copied().unwrap_or(0), least, "{group:?} {history:?}");
        }
    }
}
