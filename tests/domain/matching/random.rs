//! 500 random requests against 197 random places: nothing said that is not true, nothing true left unsaid.

use std::collections::HashSet;
use std::time::Instant;

use akuttvakt::domain::matching::{Fact, Order, PlaceMatch, match_place, match_places, match_units};

use super::plain::{Sight, air_line, in_order};
use super::world::{List, Random, now, point_of};

const REQUESTS: u64 = 500;
const PLACES: i64 = 197;

/// The seed of the run; `TEST_SEED` replays another.
fn seed() -> u64 {
    let seed = std::env::var("TEST_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(20_261_121);
    println!("TEST_SEED={seed}");
    seed
}

/// Each request with a list of its own, both drawn from one seed.
fn each(mut check: impl FnMut(u64, &mut Random, &List)) {
    let seed = seed();
    for at in 0..REQUESTS {
        let mut random = Random(seed.wrapping_add(at.wrapping_mul(0x1000_0001)));
        let list = random.list(PLACES);
        check(at, &mut random, &list);
    }
}

#[test]
fn every_place_is_in_exactly_one_of_the_two_with_every_true_reason_and_no_other() {
    let (mut fitting, mut kinds_of_fact) = (0, HashSet::new());
    each(|at, random, list| {
        let request = random.request();
        let matches = match_places(&request, &list.offerable(), point_of, Order::OwnerFirst, now());
        let mut seen = HashSet::new();
        for (found, fits) in matches
            .fits
            .iter()
            .map(|found| (found, true))
            .chain(matches.out.iter().map(|found| (found, false)))
        {
            assert!(seen.insert(found.place), "request {at}: place {} is there twice", found.place);
            let place = list.place(found.place);
            let sight = Sight { request: &request, list, unit: list.unit_of(place), place };
            let true_facts: Vec<_> = sight.sayable().into_iter().filter(|fact| sight.is_true(fact)).collect();
            // Equal as sets: all that is true is said, nothing else, and nothing twice.
            assert!(
                found.facts.len() == true_facts.len()
                    && true_facts.iter().all(|fact| found.facts.contains(fact)),
                "request {at}, place {}: said {:#?}, true {true_facts:#?}\n{request:?}\n{:?}\n{place:?}",
                found.place,
                found.facts,
                sight.unit
            );
            assert!(
                found.facts.iter().all(|fact| sight.is_true(fact)),
                "request {at}, place {}",
                found.place
            );
            assert_eq!(
                fits,
                !found.facts.iter().any(Fact::is_blocker),
                "request {at}, place {}",
                found.place
            );
            assert!(
                found.facts.is_sorted_by_key(|fact| !fact.is_blocker()),
                "request {at}, place {}: what is in the way does not stand first",
                found.place
            );
            kinds_of_fact.extend(found.facts.iter().map(std::mem::discriminant));
        }
        assert_eq!(seen.len(), list.places.len(), "request {at}: a place is missing");
        fitting += matches.fits.len();
    });
    // A run that never meets a rule proves nothing of it.
    assert_eq!(kinds_of_fact.len(), 29, "kinds of fact met");
    assert!(fitting > 500, "only {fitting} places fitted in the whole run");
}

#[test]
fn both_orders_are_the_stated_keys_one_after_the_other() {
    each(|at, random, list| {
        let request = random.request();
        for order in [Order::OwnerFirst, Order::DistanceFirst] {
            let matches = match_places(&request, &list.offerable(), point_of, order, now());
            let ids = |places: &[PlaceMatch]| places.iter().map(|found| found.place).collect::<Vec<_>>();
            for places in [&matches.fits, &matches.out] {
                let expected = in_order(places.clone(), &request, list, order);
                assert_eq!(ids(places), ids(&expected), "request {at}, {order:?}\n{request:?}");
            }
        }
    });
}

#[test]
fn the_air_line_is_known_exactly_where_both_points_are() {
    each(|at, random, list| {
        let request = random.request();
        let matches = match_places(&request, &list.offerable(), point_of, Order::DistanceFirst, now());
        for found in matches.fits.iter().chain(&matches.out) {
            let expected = air_line(&request, list.unit_of(list.place(found.place)));
            match (found.km, expected) {
                (None, None) => {}
                (Some(km), Some(expected)) => {
                    assert!((f64::from(km) - expected).abs() <= 0.5 + 1e-6, "request {at}: {km}, {expected}");
                }
                (km, expected) => panic!("request {at}: {km:?} where {expected:?} is known"),
            }
        }
    });
}

#[test]
fn one_place_alone_is_matched_as_in_the_whole_list() {
    each(|at, random, list| {
        let request = random.request();
        let matches = match_places(&request, &list.offerable(), point_of, Order::OwnerFirst, now());
        for found in matches.fits.iter().chain(&matches.out).step_by(13) {
            let unit = list.place(found.place).unit;
            let alone = List {
                units: list.units.iter().filter(|one| one.id == unit).cloned().collect(),
                places: list.places.iter().filter(|one| one.unit == unit).cloned().collect(),
            };
            let one = match_place(&request, &alone.offerable(), found.place, point_of, now());
            assert_eq!(one.as_ref(), Some(found), "request {at}");
        }
    });
}

/// Printed, not judged: the machine decides. Run with `--release -- --nocapture`.
#[test]
fn how_long_it_takes() {
    for count in [197, 2_000] {
        let mut random = Random(seed());
        let list = random.list(count);
        let requests: Vec<_> = (0..200).map(|_| random.request()).collect();
        let list = list.offerable();
        let (mut by_place, mut by_unit) = (Vec::new(), Vec::new());
        for request in &requests {
            let started = Instant::now();
            let places = match_places(request, &list, point_of, Order::OwnerFirst, now());
            by_place.push(started.elapsed());
            drop(places);
            let started = Instant::now();
            let units = match_units(request, &list, point_of, Order::OwnerFirst, now());
            by_unit.push(started.elapsed());
            drop(units);
        }
        by_place.sort_unstable();
        by_unit.sort_unstable();
        println!("{count} places, median: match_places {:?}, match_units {:?}", by_place[100], by_unit[100]);
    }
}
