//! Changes from outside are found. They go through the raw connection, as someone with the key could.

use super::Finding;
use super::fixture::Fixture;
use crate::domain::command::Command;
use crate::domain::ids::PlaceId;

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
