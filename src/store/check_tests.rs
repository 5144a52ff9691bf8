//! Changes from outside are found. They go through the raw connection, as someone with the key could.

use super::Finding;
use super::fixture::Fixture;
use crate::domain::command::Command;
use crate::domain::ids::{ChildId, PlaceId};
use crate::domain::offer::Answer;
use crate::domain::placement::{StayEnd, StayEnding};

/// A change as SQL, and whether what `check` says tells of it.
type Case = (&'static str, fn(&[Finding]) -> bool);

#[test]
fn a_change_from_outside_is_found() {
    let cases: [Case; 6] = [
        (
            "UPDATE journal SET new = 'emergency_home' WHERE field = 'kind' AND new = 'acute_institution'",
            |found| matches!(found[0], Finding::BrokenChain(_)),
        ),
        ("DELETE FROM journal WHERE seq = 9", |found| found.contains(&Finding::BrokenChain(9))),
        ("DELETE FROM journal WHERE seq > 20", |found| {
            found.iter().any(|finding| matches!(finding, Finding::CutTail { head: 20, .. }))
        }),
        ("UPDATE units SET age_max = 17 WHERE number = 1", |found| {
            found == [Finding::DiffersFromHistory { table: "units", number: 1 }]
        }),
        (
            "UPDATE personal_data SET value = 'Granlia' WHERE subject = 'units' AND number = 2 AND field = 'name'",
            |found| found == [Finding::DiffersFromHistory { table: "units", number: 2 }],
        ),
        ("DELETE FROM place_states WHERE number = 1", |found| {
            found == [Finding::DiffersFromHistory { table: "place_states", number: 1 }]
        }),
    ];
    for (change, is_found) in cases {
        let mut fixture = Fixture::with_places();
        fixture.girl();
        assert_eq!(fixture.store.check().unwrap(), []);
        fixture.store.connection.execute_batch(change).unwrap();
        let findings = fixture.store.check().unwrap();
        assert!(is_found(&findings), "{change}: {findings:?}");
    }
}

#[test]
fn two_claims_at_one_moment_are_found() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    fixture.run(Command::Hold { call, place: PlaceId(4) });
    fixture
        .store
        .connection
        .execute_batch(
            "DROP INDEX claims_live;
             INSERT INTO claims (number, uuid, version, place, kind, call, adviser, from_at)
             SELECT 99, 'x', version, place, kind, call, adviser, from_at + 1000 FROM claims",
        )
        .unwrap();
    let findings = fixture.store.check().unwrap();
    assert!(findings.contains(&Finding::ClaimedTwice(PlaceId(4))), "{findings:?}");
}

/// A girl who lives at place 4, another who is expected at place 1, and one who moved out of place 2.
fn placed() -> Fixture {
    let mut fixture = Fixture::with_places();
    for place in [4, 1, 2] {
        let call = fixture.girl();
        let offer = fixture.offer(call, PlaceId(place));
        fixture.run(Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None });
        if place != 1 {
            fixture.run(Command::Arrive { offer, at: None });
        }
    }
    let ending = StayEnding { child: ChildId(3), at: None, end: StayEnd::Home, note: None };
    fixture.run(Command::EndPlacement(Box::new(ending)));
    fixture
}

#[test]
fn placements_and_claims_that_say_different_things_are_found() {
    let cases: [(&str, &[Finding]); 7] = [
        (
            "UPDATE claims SET ended_at = from_at, end_reason = 'ended' WHERE place = 4",
            &[Finding::PlacementWithoutClaim { placement: 1 }],
        ),
        (
            "UPDATE claims SET ended_at = from_at, end_reason = 'declined' WHERE place = 1",
            &[Finding::PlacementWithoutClaim { placement: 2 }],
        ),
        ("UPDATE claims SET kind = 'offer' WHERE place = 4", &[Finding::PlacementWithoutClaim { placement: 1 }]),
        (
            "UPDATE placements SET ended_at = arrived_at, end_kind = 'home' WHERE number = 1",
            &[Finding::ClaimAfterEnd(PlaceId(4))],
        ),
        ("UPDATE claims SET ended_at = NULL, end_reason = NULL WHERE place = 2", &[Finding::ClaimAfterEnd(PlaceId(2))]),
        (
            "DROP INDEX placements_now;
             INSERT INTO placements (number, uuid, version, call, child, place, offer, adviser, measure, accepted_at, arrived_at)
             SELECT 99, 'x', version, call, child, place, offer, adviser, measure, accepted_at, arrived_at
             FROM placements WHERE number = 1",
            &[Finding::LivesTwice { child: 1 }],
        ),
        (
            "UPDATE placements SET child = 1, offer = 1 WHERE number = 2;
             UPDATE claims SET child = 1, kind = 'placement' WHERE place = 1",
            &[Finding::LivesTwice { child: 1 }, Finding::PlacementWithoutClaim { placement: 2 }],
        ),
    ];
    for (change, expected) in cases {
        let mut fixture = placed();
        assert_eq!(fixture.store.check().unwrap(), []);
        fixture.store.connection.execute_batch(change).unwrap();
        let mut findings = fixture.store.check().unwrap();
        findings.retain(|finding| !matches!(finding, Finding::DiffersFromHistory { .. }));
        assert_eq!(findings, expected, "{change}");
    }
}
