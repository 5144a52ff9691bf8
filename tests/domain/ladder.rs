//! The ladder: which rung a unit stands on, how many can take the child, whom to ask next.

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::board::Board;
use akuttvakt::domain::call::Call;
use akuttvakt::domain::child::{Age, Child, ChildFacts, Sex};
use akuttvakt::domain::claim::ClaimKind;
use akuttvakt::domain::enquiry::{Enquiry, EnquiryResult, NoReason};
use akuttvakt::domain::ids::{ChildId, EnquiryId, UnitId};
use akuttvakt::domain::ladder::{Ladder, LadderRow, Rung, Whom, rung_of};
use akuttvakt::domain::matching::{Order, match_full_units, match_units};
use akuttvakt::domain::measure::{MeasureKind, Ownership, Wish};
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::siblings::request_for;
use akuttvakt::domain::unit::{Acute, Place, PlaceState, Unit};
use chrono::{DateTime, TimeDelta, Utc};

use super::fixtures;
use super::matching::world::{claim, home, now, place, point_of};
use super::preparedness::board;

/// A boy of 15, § 4-4, institution wished.
fn boy() -> Call {
    Call {
        children: vec![Child { id: ChildId(1), facts: ChildFacts { sex: Sex::Boy, age: Age::Years(15) } }],
        basis: Some(BasisCode::A4_4),
        wished: vec![Wish::Institution],
        ..fixtures::call(None)
    }
}

fn institution(id: i64, name: &str) -> Unit {
    Unit {
        kind: MeasureKind::AcuteInstitution,
        bases: vec![BasisCode::A4_4],
        age_min: 13,
        age_max: 17,
        ..home(id, name)
    }
}

fn stopped(id: i64, unit: i64) -> Place {
    Place { state: PlaceState::IntakeStop, ..place(id, unit, 1) }
}

fn lived_in(id: i64, unit: i64) -> Place {
    Place { claim: Some(claim(ClaimKind::Placement, 7, None)), ..place(id, unit, 1) }
}

/// A region with one unit of each sort: nothing of it fits the boy.
fn region() -> Board {
    let care =
        |id, name: &str, acute| Unit { kind: MeasureKind::CareInstitution, acute, ..institution(id, name) };
    board(
        vec![
            institution(1, "Åsen"),
            institution(2, "Elvebakken"),
            Unit { bases: vec![BasisCode::A4_1], ..institution(3, "Solvang") },
            Unit { bases: vec![BasisCode::A4_1], age_max: 14, ..institution(4, "Langt unna") },
            care(5, "Fagerheim", Acute::Approved),
            care(6, "Bakken", Acute::No),
            Unit { ownership: Ownership::Framework, ..institution(7, "Fjellro") },
            Unit { kind: MeasureKind::TemporaryUnit, ..institution(8, "Brakka") },
            home(9, "Furuly"),
        ],
        vec![
            lived_in(1, 1),
            stopped(2, 2),
            place(3, 3, 1),
            place(4, 4, 1),
            place(5, 5, 1),
            place(6, 6, 1),
            stopped(7, 7),
            stopped(8, 8),
            place(9, 9, 1),
        ],
    )
}

fn ladder(board: &Board, call: &Call) -> Ladder {
    let request = request_for(call, &[], None);
    let found = match_units(&request, &board.offerable(), point_of, Order::OwnerFirst, now());
    let full = match_full_units(&request, &board.offerable(), point_of, Order::OwnerFirst, now());
    Ladder::of(board, call, &found, full)
}

fn asked(number: i64, row: LadderRow, result: EnquiryResult) -> Enquiry {
    let region = match row.whom {
        Whom::Region(region) => Some(region),
        _ => None,
    };
    Enquiry {
        id: EnquiryId(number),
        call: boy().id,
        rung: row.rung,
        unit: row.unit(),
        region,
        at: now(),
        by: "Kari Nordby".to_owned(),
        result,
        reason: (result == EnquiryResult::No).then_some(NoReason::Full),
        ask_at: None,
        decisions: Vec::new(),
        has_note: false,
    }
}

fn units(ladder: &Ladder, rung: Rung) -> Vec<i64> {
    let whom = &ladder.rung(rung).unwrap().whom;
    whom.iter().filter_map(|whom| LadderRow { rung, whom: *whom }.unit()).map(|unit| unit.0).collect()
}

#[test]
fn every_unit_stands_on_one_rung() {
    let rung = |unit: &Unit| rung_of(unit, Region::Ost);
    let board = region();
    let rungs: Vec<usize> = board.units.iter().map(|unit| rung(unit).number()).collect();
    assert_eq!(rungs, [1, 1, 1, 1, 2, 2, 3, 6, 1]);
    assert_eq!(rung(&Unit { region: Region::Sor, ..institution(1, "Åsen") }), Rung::OtherRegions);
    assert_eq!(
        rung(&Unit { ownership: Ownership::SinglePurchase, ..institution(1, "Åsen") }),
        Rung::SinglePurchase
    );
    assert_eq!(rung(&Unit { kind: MeasureKind::CrisisHome, ..home(1, "Åsen") }), Rung::CrisisTemporary);
}

#[test]
fn a_rung_counts_what_can_take_the_child_and_names_only_the_wished_sort() {
    let board = region();
    let ladder = ladder(&board, &boy());
    let counts: Vec<Option<usize>> = ladder.rungs.iter().map(|standing| standing.can_take).collect();
    // Care places count where acute children are allowed; full units only above their capacity.
    assert_eq!(counts, [None, Some(0), Some(1), Some(0), None, None, Some(0), Some(1)]);
    assert_eq!(
        units(&ladder, Rung::OwnAcute),
        [2, 3, 4],
        "no homes, and those with the least in the way first"
    );
    assert_eq!(units(&ladder, Rung::Care), [5, 6]);
    assert_eq!(units(&ladder, Rung::OverCapacity), [1]);
    let own = ladder.rung(Rung::OwnAcute).unwrap();
    assert_eq!((own.full, own.stopped), (1, 1));
    // Another type is the municipality's to decide.
    assert_eq!(ladder.one_thing, [8, 2, 3, 7].map(UnitId));
    assert_eq!(ladder.rung(Rung::OtherRegions).unwrap().whom.len(), 4);
}

#[test]
fn a_unit_that_has_closed_is_nobody_to_ask_and_counts_nowhere() {
    let closing = |at: DateTime<Utc>| {
        let mut board = region();
        for unit in &mut board.units {
            unit.closes_at = Some(at);
        }
        for place in &mut board.places {
            place.closes_at = Some(at);
        }
        ladder(&board, &boy())
    };
    let open = closing(now() + TimeDelta::milliseconds(1));
    assert_eq!((units(&open, Rung::OwnAcute), open.one_thing.len()), (vec![2, 3, 4], 4));
    let closed = closing(now());
    assert!(Rung::ALL.iter().all(|rung| units(&closed, *rung).is_empty()), "{:?}", closed.rungs);
    let counted =
        closed.rungs.iter().filter(|rung| rung.full + rung.stopped + rung.can_take.unwrap_or(0) > 0);
    assert_eq!((counted.count(), closed.one_thing.len()), (0, 0));
    assert_eq!(open.next_after(None).and_then(LadderRow::unit), Some(UnitId(2)));
    // One that would fit but for that is not one thing away either.
    let closed_since = |at| {
        let unit = Unit { closes_at: Some(at), ..institution(1, "Åsen") };
        let found = board(vec![unit], vec![Place { closes_at: Some(at), ..place(1, 1, 1) }]);
        ladder(&found, &boy())
    };
    assert_eq!(closed_since(now()).one_thing, []);
    assert_eq!(closed_since(now() + TimeDelta::hours(1)).rung(Rung::OwnAcute).unwrap().can_take, Some(1));
    // Whoever was asked before it closed stays in sight.
    let mut board = region();
    board.units[1].closes_at = Some(now());
    let row = LadderRow { rung: Rung::OwnAcute, whom: Whom::Unit(UnitId(2)) };
    board.enquiries = vec![asked(1, row, EnquiryResult::No)];
    assert_eq!(units(&ladder(&board, &boy()), Rung::OwnAcute), [3, 4, 2]);
}

#[test]
fn without_a_wish_a_care_place_for_acute_children_counts_and_another_does_not() {
    let call = Call { wished: Vec::new(), ..boy() };
    assert_eq!(ladder(&region(), &call).rung(Rung::Care).unwrap().can_take, Some(1));
    let planned = Call { is_acute: false, ..call };
    assert_eq!(ladder(&region(), &planned).rung(Rung::Care).unwrap().can_take, Some(2));
}

#[test]
fn whoever_is_worth_asking_is_next_in_order_and_each_but_once() {
    let mut board = region();
    let mut order = Vec::new();
    let mut next = ladder(&board, &boy()).next_after(None);
    while let Some(row) = next {
        order.push(row);
        let number = i64::try_from(order.len()).unwrap();
        board.enquiries.push(asked(number, row, EnquiryResult::No));
        next = ladder(&board, &boy()).next_after(Some(row));
    }
    let told: Vec<(usize, Option<i64>)> =
        order.iter().map(|row| (row.rung.number(), row.unit().map(|unit| unit.0))).collect();
    assert_eq!(
        told,
        [
            (1, Some(2)),
            (1, Some(3)),
            (2, Some(5)),
            (3, Some(7)),
            (4, None),
            (4, None),
            (4, None),
            (4, None),
            (5, None),
            (6, Some(8)),
            (7, Some(1)),
        ]
    );
    // Asked, they stand where they stood, and the rungs say that nobody is left.
    let ladder = ladder(&board, &boy());
    assert_eq!(units(&ladder, Rung::OwnAcute), [2, 3, 4]);
    let exhausted: Vec<bool> = ladder.rungs.iter().map(|standing| standing.is_exhausted).collect();
    assert_eq!(exhausted, [false, true, true, true, true, true, true, true]);
    assert_eq!(ladder.rung(Rung::OwnAcute).unwrap().asked, [1, 0], "the newest first");
}

#[test]
fn after_one_in_the_middle_the_next_is_below_it_and_then_from_the_top() {
    let board = region();
    let ladder = ladder(&board, &boy());
    let row = |rung, whom| LadderRow { rung, whom };
    let after = |from| ladder.next_after(Some(from));
    assert_eq!(
        after(row(Rung::Care, Whom::Rung)),
        Some(row(Rung::Care, Whom::Unit(UnitId(5)))),
        "a rung's own first"
    );
    assert_eq!(
        after(row(Rung::OverCapacity, Whom::Unit(UnitId(1)))),
        Some(row(Rung::OwnAcute, Whom::Unit(UnitId(2))))
    );
}

#[test]
fn a_group_of_siblings_is_not_put_above_the_capacity_of_a_unit_that_takes_fewer() {
    let three = Call { children: fixtures::call(None).children, basis: None, wished: Vec::new(), ..boy() };
    let unit = |siblings| Unit { max_siblings: siblings, age_min: 0, ..institution(1, "Åsen") };
    let with = |siblings| {
        units(&ladder(&board(vec![unit(siblings)], vec![lived_in(1, 1)]), &three), Rung::OverCapacity)
    };
    assert_eq!((with(2), with(3)), (vec![], vec![1]));
}

#[test]
fn only_own_units_with_nothing_but_their_capacity_in_the_way_are_put_above_it() {
    let units_there = vec![
        institution(1, "Åsen"),
        Unit { bases: vec![BasisCode::A4_1], ..institution(2, "Solvang") },
        Unit { region: Region::Nord, ..institution(3, "Fjæra") },
        institution(4, "Elvebakken"),
    ];
    let places = vec![lived_in(1, 1), lived_in(2, 2), lived_in(3, 3), stopped(4, 4)];
    assert_eq!(units(&ladder(&board(units_there, places), &boy()), Rung::OverCapacity), [1]);
}

#[test]
fn only_the_open_rung_shows_whom_one_asks_on_it() {
    let ladder = ladder(&region(), &boy());
    assert_eq!(ladder.rows(None).len(), 8);
    let rows = ladder.rows(Some(Rung::Care));
    assert_eq!(rows.len(), 10);
    assert_eq!(rows[3], LadderRow { rung: Rung::Care, whom: Whom::Unit(UnitId(5)) });
}

#[test]
fn a_home_of_another_kind_is_not_counted_for_who_wished_for_an_emergency_home() {
    let girl = Call {
        children: vec![Child { id: ChildId(1), facts: ChildFacts { sex: Sex::Girl, age: Age::Years(9) } }],
        basis: Some(BasisCode::A4_2),
        wished: vec![Wish::EmergencyHome],
        ..boy()
    };
    let foster = Unit { kind: MeasureKind::FosterHome, ..home(1, "Lia") };
    let crisis = Unit { kind: MeasureKind::CrisisHome, ..home(2, "Stua") };
    let ladder = ladder(&board(vec![foster, crisis], vec![place(1, 1, 1), place(2, 2, 1)]), &girl);
    assert_eq!(ladder.rung(Rung::OwnAcute).unwrap().can_take, Some(0), "the type is the municipality's");
    assert_eq!(ladder.rung(Rung::CrisisTemporary).unwrap().can_take, Some(1), "that is what the rung is for");
    assert_eq!(ladder.next_after(None).map(|row| row.rung), Some(Rung::OtherRegions), "not the foster home");
}
