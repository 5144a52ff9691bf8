//! Several openings at once: a place has one live claim, whoever is first.

use std::sync::Arc;
use std::sync::Barrier;
use std::thread;

use akuttvakt::domain::command::{Command, OfferDraft};
use akuttvakt::domain::ids::PlaceId;
use akuttvakt::domain::refusal::ErrorCode;
use akuttvakt::store::Store;

use crate::fixture::{Fixture, girl_of_nine};

#[test]
fn of_those_who_offer_at_once_exactly_one_gets_the_place() {
    let mut fixture = Fixture::with_places();
    let calls: Vec<_> = (0..6).map(|_| fixture.register(girl_of_nine(fixture.now))).collect();
    let barrier = Arc::new(Barrier::new(calls.len()));
    let now = fixture.now;
    let threads: Vec<_> = calls
        .into_iter()
        .map(|call| {
            let (mut store, barrier) = (fixture.open(), Arc::clone(&barrier));
            thread::spawn(move || {
                barrier.wait();
                let offer = Command::Offer(Box::new(OfferDraft::new(call, PlaceId(4))));
                store.execute(Store::new_command_id(now), &offer, now).map_err(|error| error.code())
            })
        })
        .collect();
    let results: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    let won = results.iter().filter(|result| result.is_ok()).count();
    let lost = results.iter().filter(|result| **result == Err(ErrorCode::Taken)).count();
    assert_eq!((won, lost), (1, 5), "{results:?}");
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn first_starts_at_once_make_one_database() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vakt.db");
    let barrier = Arc::new(Barrier::new(4));
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let (path, barrier) = (path.clone(), Arc::clone(&barrier));
            thread::spawn(move || {
                barrier.wait();
                crate::fixture::create(&path, crate::fixture::night())
                    .map(|_| ())
                    .map_err(|error| error.code())
            })
        })
        .collect();
    let results: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 1, "{results:?}");
    assert!(results.iter().all(|result| matches!(result, Ok(()) | Err(ErrorCode::Exists))), "{results:?}");
}
