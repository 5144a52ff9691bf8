//! Placements of databases from before there were any, steps that others do in a region's routine, and whom a place
//! that comes free fits.

use std::collections::HashMap;
use std::sync::Arc;

use akuttvakt::domain::command::{Command, Outcome};
use akuttvakt::domain::ids::{CallId, ChildId, OfferId, PlaceId};
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::offer::Answer;
use akuttvakt::domain::placement::{Placement, PlacementPlan, PlacementState, StayEnd, StayEnding};
use akuttvakt::domain::refusal::{Refusal, Stale};
use akuttvakt::domain::routine::StepKey;
use akuttvakt::domain::steps::StepEnd;
use akuttvakt::store::{Reference, Store, StoreError};
use chrono::{DateTime, TimeDelta, Utc};

use crate::fixture::{ADVISER, Fixture, girl_of_nine, minutes, options, passphrase, reference};
use crate::fixtures::copy;

/// A copy of a database that an earlier version made.
fn earlier(name: &str) -> (tempfile::TempDir, Store) {
    let folder = copy(name);
    let path = folder.path().join(name);
    let store = Store::open(&path, Some(ADVISER), &passphrase(), reference(), options()).unwrap();
    (folder, store)
}

fn run(store: &mut Store, command: &Command, now: DateTime<Utc>) -> Outcome {
    store.execute(Store::new_command_id(now), command, now).unwrap()
}

fn accept(offer: OfferId) -> Command {
    Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None }
}

fn end(child: i64, at: Option<DateTime<Utc>>) -> Command {
    let end = StayEnd::Home;
    Command::EndPlacement(Box::new(StayEnding { child: ChildId(child), at, end, note: None }))
}

fn placements(store: &mut Store, call: CallId) -> Vec<Placement> {
    let details = store.call_details(call).unwrap();
    details.placements.into_iter().map(|(placement, _)| placement).collect()
}

#[test]
fn an_offer_accepted_by_an_earlier_version_is_planned_and_arrives() {
    let (_folder, mut store) = earlier("first_light.db");
    let (calls, offers) = store.calls(akuttvakt::store::CallFilter::All).unwrap();
    let accepted_at = offers[0].answered_at.unwrap();
    let now = accepted_at + minutes(40);
    let plan = PlacementPlan { expected_at: Some(now + minutes(60)), ..PlacementPlan::new(OfferId(1)) };
    run(&mut store, &Command::PlanPlacement(Box::new(plan)), now);
    let rows = placements(&mut store, CallId(1));
    assert_eq!(rows.len(), calls[0].children.len());
    assert_eq!((rows[0].accepted_at, rows[0].state()), (accepted_at, PlacementState::Expected));
    run(&mut store, &Command::Arrive { offer: OfferId(1), at: None }, now + minutes(70));
    assert_eq!(placements(&mut store, CallId(1))[0].arrived_at, Some(now + minutes(70)));
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn a_stay_begun_in_an_earlier_version_ends_and_its_siblings_live_on() {
    let (_folder, mut store) = earlier("nothing_lost.db");
    let call = CallId(1);
    assert_eq!(placements(&mut store, call), []);
    let closed_at = store.call_details(call).unwrap().call.closed_at.unwrap();
    let now = closed_at + TimeDelta::days(20);
    let ended = run(&mut store, &end(1, None), now);
    let Outcome::StayEnded { place, days, .. } = ended else { panic!("{ended:?}") };
    assert_eq!((place, days), (PlaceId(1), Some(20)), "the call was closed as they arrived");
    let states: Vec<_> = placements(&mut store, call).iter().map(Placement::state).collect();
    assert_eq!(states, [PlacementState::Ended, PlacementState::Living]);
    let again = store.execute(Store::new_command_id(now), &end(1, None), now);
    let is_over = |error: &StoreError| matches!(error, StoreError::Refused(Refusal::Stale(Stale::NoStay(_))));
    assert!(again.is_err_and(|error| is_over(&error)));
    // An end told afterwards, but not before the arrival.
    let early = store.execute(Store::new_command_id(now), &end(2, Some(closed_at - minutes(5))), now);
    assert!(matches!(early, Err(StoreError::Refused(Refusal::BadTime(_)))), "{early:?}");
    run(&mut store, &end(2, Some(closed_at + TimeDelta::days(3))), now);
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn a_step_that_others_do_in_the_routine_of_a_call_is_no_task_and_is_not_settled() {
    let mut fixture = Fixture::with_places();
    let other = Reference {
        points: HashMap::new(),
        routine_versions: [(Region::Ost, "test-2".to_owned())].into(),
        steps_of_others: [("test-2".to_owned(), vec![StepKey::InformUnit])].into(),
        purchase_papers: Vec::new(),
    };
    let earlier = fixture.girl();
    fixture.store = Store::open(&fixture.path, None, &passphrase(), Arc::new(other), options()).unwrap();
    let call = fixture.girl();
    let tasks = |fixture: &mut Fixture, call| {
        let now = fixture.now;
        let rows = fixture.store.board(now).unwrap().follow_ups;
        rows.into_iter().filter(|row| row.call == call).filter_map(|row| row.step).collect::<Vec<_>>()
    };
    for (call, place, has_task) in [(earlier, 4, true), (call, 1, false)] {
        let offer = fixture.offer(call, PlaceId(place));
        fixture.run(accept(offer));
        assert_eq!(tasks(&mut fixture, call).contains(&StepKey::InformUnit), has_task, "{call}");
        assert!(tasks(&mut fixture, call).contains(&StepKey::Birk));
    }
    let step = StepKey::InformUnit;
    let settle = |call| Command::DoStep { call, step, end: StepEnd::Done, note: None };
    assert_eq!(fixture.refused(&settle(call)), Refusal::Stale(Stale::StepOfOthers(step)));
    fixture.run(settle(earlier));
}

#[test]
fn the_end_of_a_stay_names_the_calls_its_place_fits_by_referral() {
    let mut fixture = Fixture::with_places();
    let first = fixture.girl();
    let offer = fixture.offer(first, PlaceId(4));
    fixture.run(accept(offer));
    fixture.run(Command::Arrive { offer, at: None });
    let late = fixture.girl();
    let mut facts = girl_of_nine(fixture.now - minutes(30));
    facts.first_contact_at = fixture.now;
    let early = fixture.register(facts.clone());
    facts.wished = vec![akuttvakt::domain::measure::Wish::Institution];
    let other = fixture.register(facts);
    fixture.later(60 * 24 * 3);
    let moved_out = fixture.now - TimeDelta::hours(5);
    let ended = fixture.run(end(1, Some(moved_out)));
    let fits = vec![early, late];
    assert_eq!(ended, Outcome::StayEnded { child: ChildId(1), place: PlaceId(4), days: Some(2), fits });
    let now = fixture.now;
    let told: Vec<_> = fixture.store.board(now).unwrap().follow_ups;
    assert!(told.iter().all(|row| row.call != other));
    let row = &placements(&mut fixture.store, first)[0];
    assert_eq!((row.ended_at, row.end), (Some(moved_out), Some(StayEnd::Home)));
    assert_eq!(row.length_of_stay(now), Some(TimeDelta::hours(67)));
    assert_eq!(fixture.store.check().unwrap(), []);
}
