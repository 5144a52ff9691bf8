//! One row a unit: which place it shows, how many are free, and which units have no row.

use akuttvakt::domain::child::Age;
use akuttvakt::domain::claim::ClaimKind;
use akuttvakt::domain::ids::{CallId, PlaceId, UnitId};
use akuttvakt::domain::matching::{
    Order, Request, UnitMatch, UnitMatches, match_places, match_units, match_units_in_part,
};
use akuttvakt::domain::unit::{Place, PlaceState, Unit};
use chrono::TimeDelta;

use super::plain::Sight;
use super::world::{List, Random, child, claim, home, now, place, point_of, request};

fn rows(list: &List) -> UnitMatches {
    match_units(&request(), &list.offerable(), point_of, Order::OwnerFirst, now())
}

/// Furuly with six places.
fn six(change: impl Fn(&mut Place)) -> List {
    let mut places: Vec<_> = (1..=6).map(|ordinal| place(10 - i64::from(ordinal), 1, ordinal)).collect();
    places.iter_mut().for_each(change);
    List { units: vec![Unit { places: 6, ..home(1, "Furuly") }], places }
}

fn take(place: &mut Place) {
    place.claim = Some(claim(ClaimKind::Placement, 396, None));
}

#[test]
fn a_unit_is_one_row_with_its_lowest_free_place_and_two_of_six() {
    let rows = rows(&six(|place| {
        if place.ordinal != 3 && place.ordinal != 5 {
            take(place);
        }
    }));
    let [row] = &rows.fits[..] else { panic!("{rows:?}") };
    assert_eq!((row.unit, row.place.place), (UnitId(1), PlaceId(7)), "ordinal 3");
    assert_eq!((row.free, row.total), (2, 6));
    assert_eq!((rows.out.len(), rows.full_units, rows.occupied_places), (0, 0, 4));
}

#[test]
fn a_place_the_call_holds_already_is_shown_before_a_lower_free_one() {
    let rows = rows(&six(|place| {
        if place.ordinal == 4 {
            place.claim = Some(claim(ClaimKind::Hold, 412, Some(now() + TimeDelta::minutes(1))));
        }
    }));
    assert_eq!(rows.fits[0].place.place, PlaceId(6), "ordinal 4");
    assert_eq!((rows.fits[0].free, rows.fits[0].total), (6, 6));
}

#[test]
fn a_place_a_child_lives_in_is_not_shown_while_another_is_only_held_or_closed() {
    let rows = rows(&six(|place| match place.ordinal {
        5 => place.claim = Some(claim(ClaimKind::Hold, 411, Some(now() + TimeDelta::minutes(1)))),
        6 => place.state = PlaceState::Maintenance,
        _ => take(place),
    }));
    assert_eq!(rows.out[0].place.place, PlaceId(5), "ordinal 5");
    assert_eq!((rows.out[0].free, rows.out[0].total, rows.full_units), (0, 6, 0));
}

#[test]
fn a_full_unit_has_no_row_and_is_counted() {
    let rows = rows(&six(take));
    assert_eq!((rows.fits.len(), rows.out.len()), (0, 0));
    assert_eq!((rows.full_units, rows.occupied_places), (1, 6));
}

#[test]
fn a_unit_where_nothing_fits_shows_the_place_with_the_least_in_the_way() {
    let mut list = six(|place| match place.ordinal {
        1 => take(place),
        2 => {
            place.claim = Some(claim(ClaimKind::Offer, 411, None));
            place.state = PlaceState::Staffing;
        }
        4 => {}
        _ => place.state = PlaceState::Holiday,
    });
    list.units[0].age_max = 8;
    let rows = rows(&list);
    let [row] = &rows.out[..] else { panic!("{rows:?}") };
    assert_eq!(row.place.place, PlaceId(6), "ordinal 4, only its age");
    assert_eq!((row.free, row.total), (1, 6));
}

#[test]
fn on_random_lists_every_unit_is_a_row_or_full_and_its_counts_are_right() {
    let seed = 20_261_122;
    println!("seed {seed}");
    for at in 0..200 {
        let mut random = Random(seed + at);
        let list = random.list(197);
        let request = random.request();
        let matches = match_places(&request, &list.offerable(), point_of, Order::DistanceFirst, now());
        let rows = match_units(&request, &list.offerable(), point_of, Order::DistanceFirst, now());
        let row = |unit: UnitId| rows.fits.iter().chain(&rows.out).filter(move |row| row.unit == unit);
        let mut occupied = 0;
        for unit in &list.units {
            let places: Vec<_> = list.places.iter().filter(|place| place.unit == unit.id).collect();
            let lived_in = |place: &&&Place| {
                place.live_claim(now()).is_some_and(|claim| claim.kind == ClaimKind::Placement)
            };
            occupied += places.iter().filter(lived_in).count();
            let found: Vec<&UnitMatch> = row(unit.id).collect();
            if places.iter().all(|place| lived_in(&place)) {
                assert!(found.is_empty(), "seed {seed}+{at}: {} is full", unit.id);
                continue;
            }
            let [found] = found[..] else { panic!("seed {seed}+{at}: {} has {} rows", unit.id, found.len()) };
            let free = places.iter().filter(|place| is_free(place, request.call)).count();
            assert_eq!((usize::from(found.free), usize::from(found.total)), (free, places.len()));
            let fitting = |place: &&&Place| {
                let sight = Sight { request: &request, list: &list, unit, place };
                !sight.sayable().iter().any(|fact| fact.is_blocker() && sight.is_true(fact))
            };
            let own = |place: &&&Place| place.live_claim(now()).is_some();
            let fits: Vec<_> = places.iter().filter(fitting).collect();
            assert_eq!(found.place.fits(), !fits.is_empty(), "seed {seed}+{at}");
            assert_eq!(rows.fits.contains(found), !fits.is_empty(), "seed {seed}+{at}");
            // A place that fits and has a claim is held by the call itself.
            let own_hold = fits.iter().copied().find(own);
            if let Some(first) = own_hold.or(fits.first().copied()) {
                assert_eq!(found.place.place, first.id, "seed {seed}+{at}");
            }
        }
        assert_eq!(rows.occupied_places, occupied, "seed {seed}+{at}");
        for (rows, places) in [(&rows.fits, &matches.fits), (&rows.out, &matches.out)] {
            let at_of = |row: &UnitMatch| places.iter().position(|found| *found == row.place).unwrap();
            assert!(rows.is_sorted_by_key(at_of), "seed {seed}+{at}: rows keep the order of the places");
        }
    }
}

fn is_free(place: &Place, call: Option<CallId>) -> bool {
    let claimed = place.claim.as_ref().filter(|claim| claim.until.is_none_or(|until| until > now()));
    place.state == PlaceState::Free
        && place.closes_at.is_none_or(|closes| closes > now())
        && claimed.is_none_or(|claim| claim.kind == ClaimKind::Hold && Some(claim.call) == call)
}

#[test]
fn of_a_group_that_may_be_split_a_unit_takes_those_it_may_have_as_far_as_it_has_room() {
    let ages = |min, max| move |unit: Unit| Unit { age_min: min, age_max: max, ..unit };
    let unit = |id: i64, name: &str, room: u8, change: &dyn Fn(Unit) -> Unit| {
        change(Unit { places: room, max_siblings: room, ..home(id, name) })
    };
    let units = vec![
        unit(1, "Alle", 3, &ages(0, 17)),
        unit(2, "Store", 3, &ages(8, 17)),
        unit(3, "To", 2, &ages(0, 17)),
        unit(4, "Én", 1, &ages(0, 17)),
        unit(5, "Ingen", 3, &ages(14, 17)),
        unit(6, "Utenfor", 2, &|unit| Unit { bases: Vec::new(), ..unit }),
    ];
    let places = units
        .iter()
        .flat_map(|unit| (1..=unit.places).map(|n| place(unit.id.0 * 10 + i64::from(n), unit.id.0, n)))
        .collect();
    let list = List { units, places };
    let children = [9, 6, 12].map(|years| child(Age::Years(years))).to_vec();
    let request = Request { children, ..request() };
    let found = match_units_in_part(&request, &list.offerable(), point_of, Order::OwnerFirst, now());
    let rows: Vec<_> = found.fits.iter().map(|row| (row.unit.0, row.part.clone())).collect();
    assert_eq!(
        rows,
        [(1, None), (2, Some(vec![0, 2])), (3, Some(vec![0, 1])), (4, Some(vec![0]))],
        "all of them first, then the larger part"
    );
    assert!(found.fits.iter().all(|row| row.place.fits()));
    assert_eq!((found.count_whole(), found.count_parts()), (1, 3));
    let out: Vec<_> = found.out.iter().map(|row| row.unit.0).collect();
    assert_eq!(out.len(), 2);
    assert!(out.contains(&5) && out.contains(&6), "a part that does not fit is no part: {out:?}");
    let together = match_units(&request, &list.offerable(), point_of, Order::OwnerFirst, now());
    assert_eq!(together.fits.len(), 1, "a group that is to be together is not taken in parts");
}
