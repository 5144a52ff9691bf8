//! The contacts of a year against the figures they are shaped by, and that a seed always makes the same nights.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, TimeDelta, Utc};

use super::super::random::Random;
use super::acts::{ACTS, Comes};
use super::contacts::{facts, is_office_time, next};
use super::{DAYS_A_YEAR, Filling, fill, standing};
use crate::catalog::Catalog;
use crate::domain::call::CallKind;
use crate::domain::local_time::in_norway;
use crate::domain::municipality::{Municipality, Region};

fn new_year() -> DateTime<Utc> {
    "2025-12-31T23:00:00Z".parse().unwrap()
}

#[test]
fn people_ring_as_often_and_at_such_hours_as_in_the_region() {
    let municipalities = Catalog::load().unwrap().municipalities;
    let east: Vec<Municipality> =
        municipalities.into_iter().filter(|known| known.region == Some(Region::Ost)).collect();
    for seed in 1..=3 {
        let mut random = Random::new(seed, "nights");
        let (mut at, mut calls, mut office, mut talks, mut terms) = (new_year(), 0, 0, 0, [0; 3]);
        loop {
            at = next(&mut random, at);
            if at >= new_year() + TimeDelta::days(DAYS_A_YEAR) {
                break;
            }
            let told = facts(&mut random, &east, at).unwrap();
            assert!(told.first_contact_at <= at && told.received_at.is_none_or(|received| received <= at));
            calls += 1;
            office += i32::from(is_office_time(at));
            talks += i32::from(told.kind == CallKind::Consultation);
            terms[usize::try_from(in_norway(at).month0() / 4).unwrap()] += 1;
        }
        let of_hundred = |part: i32| 100 * part / calls;
        println!("seed {seed}: {calls} calls, {office} in office hours, {talks} talks, terms {terms:?}");
        assert!((920..=1180).contains(&calls), "{calls} calls");
        assert!((70..=80).contains(&of_hundred(office)), "{office} of {calls} in office hours");
        assert!((41..=51).contains(&of_hundred(talks)), "{talks} talks of {calls}");
        assert!(terms[2] > terms[1], "the last term is the busiest: {terms:?}");
    }
}

#[test]
fn a_seed_makes_the_same_nights_and_another_seed_others() {
    let folder = tempfile::tempdir().unwrap();
    let until = new_year() + TimeDelta::days(20);
    let played = |name: &str, seed| {
        let filling = Filling { seed, places: 60, days: 3 };
        fill(&folder.path().join(name), filling, until).unwrap().board(until).unwrap()
    };
    let (one, same, other) = (played("one.db", 1), played("same.db", 1), played("other.db", 2));
    assert_eq!(one, same);
    assert_ne!(one, other);
    assert!(standing(&one, until)[3] > 30);
}

#[test]
fn acts_have_names_of_their_own_and_come_up() {
    let names: BTreeSet<_> = ACTS.iter().map(|act| act.name).collect();
    assert_eq!(names.len(), ACTS.len());
    for act in ACTS {
        assert!(!act.comes.is_empty(), "{} never comes up", act.name);
        let by_itself = act.comes.iter().filter(|comes| !matches!(comes, Comes::After { .. })).count();
        assert!(by_itself <= 1, "{} comes up by itself in two ways", act.name);
    }
}
