//! What each command does, and what is refused; a refused command changes nothing.

use akuttvakt::domain::call::{CallKind, CloseReason, DecisionStatus};
use akuttvakt::domain::child::{Age, ChildFacts, Sex};
use akuttvakt::domain::clocks::{PlacelessClock, ResponseClock};
use akuttvakt::domain::command::{Command, OfferCompletion, OfferDraft, Outcome};
use akuttvakt::domain::follow_up::{FollowUpKind, Owner};
use akuttvakt::domain::gaps::Gap;
use akuttvakt::domain::ids::{CallId, OfferId, PlaceId};
use akuttvakt::domain::journal::JournalLine;
use akuttvakt::domain::matching::Fact;
use akuttvakt::domain::offer::{Answer, DeclineReason};
use akuttvakt::domain::refusal::{ErrorCode, Refusal, Stale};
use akuttvakt::domain::steps::AFTER_PLACEMENT;
use akuttvakt::domain::unit::{Availability, ConfirmedHow, PlaceState};
use akuttvakt::store::CallFilter;

use chrono::TimeDelta;

use crate::fixture::{Fixture, girl_of_nine, home, minutes};

/// Runs a command that must be refused, and looks that nothing was written.
fn refused(fixture: &mut Fixture, command: &Command) -> Refusal {
    fixture.refused(command)
}

fn offer(call: CallId, place: PlaceId) -> Command {
    Command::Offer(Box::new(OfferDraft::new(call, place)))
}

#[test]
fn a_call_starts_its_clock_and_names_what_is_missing() {
    let mut fixture = Fixture::with_places();
    let now = fixture.now;
    let outcome = fixture.run(Command::RegisterCall(Box::new(girl_of_nine(now))));
    let Outcome::CallRegistered { call, children, deadline, missing, duplicates, .. } = outcome else {
        panic!("{outcome:?}")
    };
    assert_eq!((call, children.len(), deadline), (CallId(1), 1, Some(now + minutes(120))));
    assert_eq!(missing, [Gap::Callback, Gap::Decision, Gap::Whereabouts]);
    assert_eq!(duplicates, []);

    let again = fixture.run(Command::RegisterCall(Box::new(girl_of_nine(now))));
    let Outcome::CallRegistered { call, duplicates, .. } = again else { panic!("{again:?}") };
    assert_eq!((call, duplicates), (CallId(2), vec![CallId(1)]));
}

#[test]
fn consultations_and_awaited_decisions_have_the_clock_the_region_wants() {
    let mut fixture = Fixture::with_places();
    let mut facts = girl_of_nine(fixture.now);
    facts.kind = CallKind::Consultation;
    let consultation = fixture.register(facts);
    let mut facts = girl_of_nine(fixture.now);
    facts.decision = Some(DecisionStatus::AwaitsPlace);
    let running = fixture.register(facts.clone());
    fixture.run(Command::SetSetting { key: "response.runs_while_awaiting".into(), value: "off".into() });
    let waiting = fixture.register(facts);
    let (calls, _) = fixture.store.calls(CallFilter::All).unwrap();
    let deadline = |id| calls.iter().find(|call| call.id == id).unwrap().deadline;
    assert_eq!(deadline(consultation), None);
    assert_eq!(deadline(running), Some(fixture.now + minutes(120)));
    assert_eq!(deadline(waiting), None);
}

#[test]
fn an_offer_keeps_the_facts_of_the_match_and_opens_its_follow_ups() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    fixture.later(41);
    let outcome = fixture.run(offer(call, PlaceId(1)));
    assert_eq!(
        outcome,
        Outcome::Offered { offer: OfferId(1), call, place: PlaceId(1), response_minutes: Some(41) }
    );
    let details = fixture.store.call_details(call).unwrap();
    let given = &details.offers[0];
    assert!(given.facts.iter().any(|fact| matches!(fact, Fact::WishedKind { .. })), "{:?}", given.facts);
    assert!(given.km.is_some());
    assert_eq!(given.why, None);
    let board = fixture.store.board(fixture.now).unwrap();
    let kinds: Vec<_> = board.follow_ups.iter().map(|follow_up| follow_up.kind).collect();
    assert_eq!(
        kinds,
        [
            FollowUpKind::OfferAnswer,
            FollowUpKind::OfferReason,
            FollowUpKind::ConfirmPlace,
            FollowUpKind::ClearWithMeasure
        ]
    );
    assert!(board.follow_ups.iter().all(|follow_up| follow_up.due_at == fixture.now + minutes(30)));
}

#[test]
fn declined_frees_the_place_and_the_clock_without_a_place_goes_on() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    fixture.later(20);
    let first = fixture.offer(call, PlaceId(1));
    fixture.later(10);
    let answer = |answer, reason| Command::Answer { offer: first, answer, reason, by: None, note: None };
    assert_eq!(refused(&mut fixture, &answer(Answer::Declined, None)).code(), ErrorCode::BadValue);
    assert_eq!(
        refused(&mut fixture, &answer(Answer::Declined, Some(DeclineReason::Other))).code(),
        ErrorCode::BadValue
    );
    fixture.run(answer(Answer::Declined, Some(DeclineReason::TooFar)));
    assert_eq!(refused(&mut fixture, &answer(Answer::Accepted, None)).code(), ErrorCode::Stale);
    assert_eq!(fixture.holder(PlaceId(1)), None);
    fixture.later(5);
    let second = fixture.offer(call, PlaceId(4));
    fixture.later(5);
    fixture.run(Command::Answer {
        offer: second,
        answer: Answer::Accepted,
        reason: None,
        by: None,
        note: None,
    });
    let (calls, offers) = fixture.store.calls(CallFilter::One(call)).unwrap();
    assert_eq!(ResponseClock::of(&calls[0], &offers), ResponseClock::Stopped { took: minutes(20) });
    assert_eq!(PlacelessClock::of(&calls[0], &offers), PlacelessClock::Stopped { took: minutes(40) });
    assert_eq!(fixture.holder(PlaceId(4)), Some(call));
    assert_eq!(refused(&mut fixture, &offer(call, PlaceId(1))).code(), ErrorCode::NotOfferable);
}

#[test]
fn what_is_in_the_way_needs_a_reason() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let Refusal::ReasonNeeded { blockers, .. } = refused(&mut fixture, &offer(call, PlaceId(5))) else {
        panic!("no reason asked for")
    };
    assert!(
        blockers.iter().any(|fact| matches!(fact, Fact::AgeOutside { min: 13, max: 17 })),
        "{blockers:?}"
    );
    let mut draft = OfferDraft::new(call, PlaceId(5));
    draft.why = Some("  ".to_owned());
    assert_eq!(
        refused(&mut fixture, &Command::Offer(Box::new(draft.clone()))).code(),
        ErrorCode::ReasonNeeded
    );
    draft.why = Some("bare til i morgen, leder har sagt ja".to_owned());
    fixture.run(Command::Offer(Box::new(draft)));
    let details = fixture.store.call_details(call).unwrap();
    assert_eq!(details.offers[0].why.as_deref(), Some("bare til i morgen, leder har sagt ja"));
}

#[test]
fn a_place_that_is_taken_says_by_whom_and_for_which_call() {
    let mut fixture = Fixture::with_places();
    let (first, second) = (fixture.girl(), fixture.girl());
    let held = fixture.run(Command::Hold { call: first, place: PlaceId(4) });
    let until = fixture.now + minutes(15);
    assert_eq!(held, Outcome::Held { call: first, place: PlaceId(4), until });
    for command in [Command::Hold { call: second, place: PlaceId(4) }, offer(second, PlaceId(4))] {
        let Refusal::Taken { by, until: told, call, .. } = refused(&mut fixture, &command) else {
            panic!("not taken")
        };
        assert_eq!((by.as_str(), told, call), ("Kari N.", Some(until), first));
    }
    fixture.later(15);
    assert_eq!(fixture.holder(PlaceId(4)), None, "the hold lapses by itself, on the minute");
    let offer = fixture.offer(second, PlaceId(4));
    fixture.later(600);
    assert_eq!(fixture.holder(PlaceId(4)), Some(second), "an offer never lapses");
    assert_eq!(offer, OfferId(1));
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn holding_again_renews_and_an_offer_turns_the_hold_into_itself() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    fixture.run(Command::Hold { call, place: PlaceId(4) });
    fixture.later(10);
    let renewed = fixture.run(Command::Hold { call, place: PlaceId(4) });
    assert_eq!(renewed, Outcome::Held { call, place: PlaceId(4), until: fixture.now + minutes(15) });
    fixture.offer(call, PlaceId(4));
    assert_eq!(refused(&mut fixture, &Command::Release { place: PlaceId(4) }).code(), ErrorCode::Stale);
    let other = fixture.girl();
    fixture.run(Command::Hold { call: other, place: PlaceId(1) });
    fixture.run(Command::Release { place: PlaceId(1) });
    assert_eq!(fixture.holder(PlaceId(1)), None);
    assert_eq!(refused(&mut fixture, &Command::Release { place: PlaceId(1) }).code(), ErrorCode::Stale);
}

#[test]
fn siblings_take_a_place_each_in_the_same_home() {
    let mut fixture = Fixture::with_places();
    let mut facts = girl_of_nine(fixture.now);
    facts.children.push(ChildFacts { sex: Sex::Boy, age: Age::Years(6) });
    let call = fixture.register(facts);
    let refusal = refused(&mut fixture, &offer(call, PlaceId(4)));
    let Refusal::ReasonNeeded { blockers, .. } = refusal else { panic!("{refusal:?}") };
    assert_eq!(blockers, [Fact::TooFewPlaces { children: 2, room: 1 }]);
    let given = fixture.offer(call, PlaceId(2));
    assert_eq!(fixture.holder(PlaceId(2)), Some(call));
    assert_eq!(fixture.holder(PlaceId(1)), Some(call), "the lowest free place of the home goes with it");
    assert_eq!(fixture.holder(PlaceId(3)), None);
    fixture.run(Command::Answer {
        offer: given,
        answer: Answer::Withdrawn,
        reason: None,
        by: None,
        note: None,
    });
    assert_eq!((fixture.holder(PlaceId(1)), fixture.holder(PlaceId(2))), (None, None));
}

#[test]
fn unknown_numbers_and_consultations_are_refused() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let mut facts = girl_of_nine(fixture.now);
    facts.kind = CallKind::Consultation;
    let talk = fixture.register(facts);
    let cases = [
        (offer(CallId(99), PlaceId(1)), ErrorCode::UnknownCall),
        (offer(call, PlaceId(99)), ErrorCode::UnknownPlace),
        (Command::Hold { call, place: PlaceId(99) }, ErrorCode::UnknownPlace),
        (Command::Release { place: PlaceId(99) }, ErrorCode::UnknownPlace),
        (
            Command::SetPlace { place: PlaceId(0), state: PlaceState::Free, reason: None },
            ErrorCode::UnknownPlace,
        ),
        (
            Command::ConfirmPlace { place: PlaceId(-1), how: ConfirmedHow::Phoned, whole_unit: false },
            ErrorCode::UnknownPlace,
        ),
        (
            Command::Answer {
                offer: OfferId(1),
                answer: Answer::Accepted,
                reason: None,
                by: None,
                note: None,
            },
            ErrorCode::UnknownOffer,
        ),
        (offer(talk, PlaceId(1)), ErrorCode::NotOfferable),
        (Command::SetSetting { key: "hold.second".into(), value: "60".into() }, ErrorCode::BadValue),
        (Command::SetSetting { key: "hold.seconds".into(), value: "0".into() }, ErrorCode::BadValue),
    ];
    for (command, code) in cases {
        assert_eq!(refused(&mut fixture, &command).code(), code, "{command:?}");
    }
}

#[test]
fn states_follow_one_another_and_confirming_is_kept() {
    let mut fixture = Fixture::with_places();
    let place = PlaceId(1);
    let reason = Some("slitasje".to_owned());
    fixture.run(Command::SetPlace { place, state: PlaceState::IntakeStop, reason });
    let board = fixture.store.board(fixture.now).unwrap();
    assert_eq!(board.places[0].availability(fixture.now), Availability::Out(PlaceState::IntakeStop));
    assert!(board.places[0].is_stale(fixture.now, 24), "a list never confirmed is stale");
    fixture.later(1);
    fixture.run(Command::SetPlace { place, state: PlaceState::Free, reason: None });
    fixture.run(Command::ConfirmPlace { place, how: ConfirmedHow::Phoned, whole_unit: false });
    let board = fixture.store.board(fixture.now).unwrap();
    assert_eq!(board.places[0].availability(fixture.now), Availability::Free);
    assert_eq!(board.places[0].confirmed.as_ref().unwrap().by, "Kari N.");
    assert!(!board.places[0].is_stale(fixture.now + minutes(24 * 60), 24));
    assert!(board.places[0].is_stale(fixture.now + minutes(24 * 60 + 1), 24));
}

#[test]
fn importing_again_updates_and_reports_what_is_gone() {
    let mut fixture = Fixture::with_places();
    let before = fixture.store.units().unwrap();
    let rows: Vec<_> = before.iter().map(|(_, row)| row.clone()).collect();
    let head = fixture.head();
    let same = fixture.run(Command::ImportUnits { rows: rows.clone(), dry_run: false });
    let Outcome::Imported(report) = same else { panic!("{same:?}") };
    assert_eq!((report.unchanged, report.added, fixture.head()), (3, 0, head));
    let mut larger = home("Furuly", 4);
    larger.note = Some("ring først etter 23".to_owned());
    for dry_run in [true, false] {
        let outcome =
            fixture.run(Command::ImportUnits { rows: vec![larger.clone(), home("Vika", 2)], dry_run });
        let Outcome::Imported(report) = outcome else { panic!("{outcome:?}") };
        assert_eq!((report.added, report.updated.len(), report.missing.len()), (1, 1, 2));
        assert_eq!((report.places_added, report.dry_run), (3, dry_run));
        assert_eq!(fixture.head() == head, dry_run, "a dry run writes nothing");
    }
    for (places, added) in [(2, 0), (5, 1)] {
        let outcome =
            fixture.run(Command::ImportUnits { rows: vec![home("Furuly", places)], dry_run: false });
        let Outcome::Imported(report) = outcome else { panic!("{outcome:?}") };
        assert_eq!(report.places_added, added, "four were there, whatever the shorter list said");
    }
    fixture.run(Command::ImportUnits { rows: vec![larger.clone()], dry_run: false });
    let after = fixture.store.units().unwrap();
    assert_eq!(after.len(), 4);
    assert_eq!(after[0].1, larger);
    assert_eq!(fixture.store.board(fixture.now).unwrap().places.len(), 10);
}

#[test]
fn the_same_command_twice_is_done_once_with_the_same_answer() {
    let mut fixture = Fixture::with_places();
    let now = fixture.now;
    let id = akuttvakt::store::Store::new_command_id(now);
    let command = Command::RegisterCall(Box::new(girl_of_nine(now)));
    let first = fixture.store.execute(id, &command, now).unwrap();
    let head = fixture.head();
    let mut other = fixture.open();
    let second = other.execute(id, &command, now + minutes(3)).unwrap();
    assert_eq!(first, second);
    assert_eq!(fixture.head(), head);
}

#[test]
fn arriving_occupies_the_place_and_closes_the_call() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    fixture.run(Command::Hold { call, place: PlaceId(1) });
    let offer = fixture.offer(call, PlaceId(4));
    let arrive = Command::Arrive { offer, at: None };
    assert_eq!(refused(&mut fixture, &arrive).code(), ErrorCode::Stale, "not accepted yet");
    let close = Command::CloseCall { call, reason: CloseReason::Withdrawn, note: None };
    assert_eq!(refused(&mut fixture, &close).code(), ErrorCode::Stale, "an offer is open");
    fixture.run(Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None });
    assert_eq!(refused(&mut fixture, &close).code(), ErrorCode::Stale, "the child is on its way");
    assert_eq!(fixture.run(arrive.clone()), Outcome::Arrived { offer, closes_call: true });
    assert_eq!(refused(&mut fixture, &arrive).code(), ErrorCode::Stale, "arrived already");
    let board = fixture.store.board(fixture.now).unwrap();
    let place = board.places.iter().find(|place| place.id == PlaceId(4)).unwrap();
    assert!(matches!(place.availability(fixture.now), Availability::Occupied(_)));
    assert_eq!(board.call(call).unwrap().close_reason, Some(CloseReason::Placed));
    let left: Vec<_> = board.follow_ups.iter().map(|task| (task.kind, task.step, task.owner)).collect();
    let task = |step| (FollowUpKind::Step, Some(step), Owner::Department);
    assert_eq!(left, AFTER_PLACEMENT.map(task), "the routine goes on after the arrival");
    assert_eq!(fixture.holder(PlaceId(1)), None, "its hold went with it");
    assert_eq!(refused(&mut fixture, &close).code(), ErrorCode::Closed);
    assert_eq!(refused(&mut fixture, &self::offer(call, PlaceId(2))).code(), ErrorCode::Closed);
}

#[test]
fn who_waited_for_a_turn_writes_after_the_one_before() {
    let mut fixture = Fixture::with_places();
    let (first, second) = (fixture.girl(), fixture.girl());
    let start = fixture.now;
    fixture.run(Command::Hold { call: first, place: PlaceId(4) });
    fixture.now = start + TimeDelta::seconds(2);
    fixture.run(Command::Release { place: PlaceId(4) });
    // Given a second before the release was written, done after it.
    fixture.now = start + TimeDelta::seconds(1);
    fixture.run(Command::Hold { call: second, place: PlaceId(4) });
    assert_eq!(fixture.store.check().unwrap(), [], "the place was never claimed twice");
    let board = fixture.store.board(fixture.now).unwrap();
    let place = board.places.iter().find(|place| place.id == PlaceId(4)).unwrap();
    assert_eq!(place.claim.as_ref().unwrap().from, start + TimeDelta::seconds(2));
}

#[test]
fn a_place_taken_again_after_the_clock_was_set_back_was_not_claimed_twice() {
    let mut fixture = Fixture::with_places();
    let (first, second) = (fixture.girl(), fixture.girl());
    fixture.run(Command::Hold { call: first, place: PlaceId(4) });
    fixture.later(5);
    fixture.run(Command::Release { place: PlaceId(4) });
    fixture.later(-60);
    fixture.offer(second, PlaceId(4));
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn nothing_is_written_about_an_offer_whose_call_was_erased() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let offer = fixture.offer(call, PlaceId(4));
    let accepted = Answer::Accepted;
    fixture.run(Command::Answer { offer, answer: accepted, reason: None, by: None, note: None });
    fixture.run(Command::Arrive { offer, at: None });
    for (key, value) in [("purge.on", "on"), ("purge.days", "1")] {
        fixture.run(Command::SetSetting { key: key.to_owned(), value: value.to_owned() });
    }
    let completion = Command::CompleteOffer(Box::new(OfferCompletion {
        offer,
        why: Some("nær skolen".to_owned()),
        child_view: None,
        travel_time: None,
        clearance: None,
        cleared_with: None,
        cleared_at: None,
        may_be_known: None,
    }));
    fixture.run(completion.clone());
    fixture.later(2 * 24 * 60);
    fixture.run(Command::Purge { dry_run: false });
    assert_eq!(fixture.refused(&completion), Refusal::Stale(Stale::Erased(call)));
}

#[test]
fn a_lapsed_hold_is_ended_by_the_next_claim_at_its_own_end() {
    let mut fixture = Fixture::with_places();
    let (first, second) = (fixture.girl(), fixture.girl());
    fixture.run(Command::Hold { call: first, place: PlaceId(4) });
    let until = fixture.now + minutes(15);
    fixture.later(40);
    fixture.run(Command::Hold { call: second, place: PlaceId(4) });
    let mut told = Vec::new();
    let is_end = |field: &str| matches!(field, "ended_at" | "end_reason");
    let keep = |line: JournalLine| {
        if line.entry.subject == "claims" && is_end(&line.entry.field) {
            told.push(line.entry.new.unwrap_or_default());
        }
    };
    fixture.store.journal(keep).unwrap();
    assert_eq!(told, [until.timestamp_millis().to_string(), "lapsed".to_owned()]);
}

#[test]
fn one_phone_call_confirms_every_place_of_a_home() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    fixture.offer(call, PlaceId(1));
    let confirm = Command::ConfirmPlace { place: PlaceId(3), how: ConfirmedHow::Phoned, whole_unit: true };
    fixture.run(confirm);
    let board = fixture.store.board(fixture.now).unwrap();
    let confirmed: Vec<_> =
        board.places.iter().filter(|place| place.confirmed.is_some()).map(|place| place.id.0).collect();
    assert_eq!(confirmed, [1, 2, 3], "Furuly's three, and no other home's");
    assert!(!board.follow_ups.iter().any(|follow_up| follow_up.kind == FollowUpKind::ConfirmPlace));
}
