//! The fixture `nothing_lost.db`: how it was made, and that it opens and says what it said.
//!
//! The next fixture is made the same way: copy this file, change what is written, and run its maker once with
//! `AKUTTVAKT_MAKE_FIXTURE=1` before the version is released. A fixture is never made anew after that.

use akuttvakt::domain::call::{CallFacts, CallKind, CloseReason, DecisionStatus, Need, NeedEffect, Shield};
use akuttvakt::domain::checklist::{AnswerState, ItemKey};
use akuttvakt::domain::child::{Age, ChildFacts, ChildIdentity, Sex, SiblingRule};
use akuttvakt::domain::command::{
    Command, ItemAnswer, ItemFields, OfferCompletion, OfferDraft, Outcome, UndoScope,
};
use akuttvakt::domain::draft::{Draft, DraftId, DraftKind};
use akuttvakt::domain::follow_up::{FollowUpEnd, FollowUpKind};
use akuttvakt::domain::ids::{CallId, ChildId, OfferId, PlaceId, UnitId};
use akuttvakt::domain::journal::Act;
use akuttvakt::domain::offer::{Answer, Clearance, DeclineReason};
use akuttvakt::domain::question::{JournalAbout, JournalQuery, Question, Subject, Told};
use akuttvakt::domain::unit::{ConfirmedHow, PlaceState};
use akuttvakt::domain::unit_list::UnitRow;
use akuttvakt::store::{CallFilter, Passphrase, Store, StoreError};
use chrono::{DateTime, TimeDelta, Utc};

use crate::faults::raw;
use crate::fixture::{
    ADVISER, Fixture, girl_of_nine, gjovik, home, institution, minutes, night, options, passphrase, reference,
};
use crate::fixtures::{copy, make_fixture};

const NAME: &str = "nothing_lost.db";
const STAYS: &str = "Per S.";
const STAYS_WORD: &str = "annet";
const LEAVES: &str = "Ola B.";
const DRAFT: &str = "mor ringte, venter på tolk";

fn erased() -> DateTime<Utc> {
    night() + TimeDelta::days(40)
}

/// Every kind of row, in two sittings forty days apart: what the first was told is erased in the second.
fn write(fixture: &mut Fixture) {
    let furuly = UnitRow {
        note: Some("ring først etter 23".to_owned()),
        presentation: Some("gård ved sjøen".to_owned()),
        languages: Some("norsk, samisk".to_owned()),
        on_call_phone: Some("00 00 00 01".to_owned()),
        animals: Some(true),
        ..home("Furuly", 3)
    };
    let rows = vec![furuly, home("Solbakken", 2), institution("Åsen", 2)];
    fixture.run(Command::ImportUnits { rows, dry_run: false });
    fixture.store.add_adviser(STAYS, &Passphrase::new(STAYS_WORD.to_owned()), fixture.now).unwrap();
    fixture.store.add_adviser(LEAVES, &Passphrase::new("tredje".to_owned()), fixture.now).unwrap();
    fixture.store.sign_on(fixture.now).unwrap();
    first_sitting(fixture);
    fixture.now = erased();
    second_sitting(fixture);
    fixture.store.remove_adviser(LEAVES, fixture.now).unwrap();
    let draft = Draft {
        id: DraftId { sitting: uuid::Uuid::from_u128(0x6b75), count: 1 },
        kind: DraftKind::Line,
        call: None,
        about: None,
        begun_at: fixture.now,
        fields: vec![("line".to_owned(), DRAFT.to_owned())],
    };
    fixture.store.save_draft(&draft).unwrap();
}

/// A call that is placed and one that is withdrawn.
fn first_sitting(fixture: &mut Fixture) {
    let named = |name: &str| ChildIdentity {
        name: Some(name.to_owned()),
        national_id: Some("00000000000".to_owned()),
    };
    let mut facts = girl_of_nine(fixture.now);
    facts.children.push(ChildFacts { sex: Sex::Boy, age: Age::Years(4) });
    facts.siblings = Some(SiblingRule::Together);
    facts.identities = vec![named("Jente Eksempel"), named("Gutt Eksempel")];
    facts.callback = Some("00 00 00 02".to_owned());
    facts.note = Some("skal slettes".to_owned());
    let call = fixture.register(facts);
    fixture.run(Command::Reveal { subject: Subject::Call(call) });
    let answer = ItemAnswer {
        call,
        item: ItemKey::Danger,
        state: AnswerState::Answered,
        text: Some("skal også slettes".to_owned()),
        fields: ItemFields::default(),
    };
    fixture.run(Command::AnswerItem(Box::new(answer)));
    fixture.later(5);
    fixture.run(Command::Hold { call, place: PlaceId(4) });
    let declined = fixture.offer(call, PlaceId(4));
    fixture.run(Command::Answer {
        offer: declined,
        answer: Answer::Declined,
        reason: Some(DeclineReason::Other),
        by: Some("vakthavende".to_owned()),
        note: Some("for langt unna".to_owned()),
    });
    fixture.later(5);
    let draft = OfferDraft {
        why: Some("nær skolen".to_owned()),
        child_view: Some("vil være sammen".to_owned()),
        travel_time: Some("40 min".to_owned()),
        clearance: Clearance::Cleared,
        cleared_with: Some("fostermor".to_owned()),
        cleared_at: Some(fixture.now),
        may_be_known: Some(true),
        ..OfferDraft::new(call, PlaceId(1))
    };
    let Outcome::Offered { offer, .. } = fixture.run(Command::Offer(Box::new(draft))) else { panic!() };
    fixture.run(Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None });
    fixture.later(90);
    fixture.run(Command::Arrive { offer, at: None });

    let withdrawn = fixture.girl();
    fixture.run(Command::CloseCall {
        call: withdrawn,
        reason: CloseReason::Withdrawn,
        note: Some("ble hjemme".to_owned()),
    });
}

/// Open calls of every kind, places in every way out of use, things taken back and done again, an erasure.
fn second_sitting(fixture: &mut Fixture) {
    fixture.run(Command::SetSetting { key: "purge.on".to_owned(), value: "on".to_owned() });
    fixture.run(Command::SetSetting { key: "purge.days".to_owned(), value: "30".to_owned() });
    fixture.run(Command::Purge { dry_run: false });

    let mut facts = CallFacts {
        children: vec![ChildFacts { sex: Sex::Girl, age: Age::Years(9) }],
        shield: Some(Shield::Code7),
        callback: Some("00 00 00 03".to_owned()),
        note: Some("far skal ikke vite hvor".to_owned()),
        needs: vec![Need {
            word: "allergi".to_owned(),
            detail: Some("hund".to_owned()),
            effect: NeedEffect::NoAnimals,
        }],
        ..girl_of_nine(fixture.now)
    };
    facts.decision = Some(DecisionStatus::AwaitsPlace);
    let shielded = fixture.register(facts);
    fixture.run(Command::Reveal { subject: Subject::Unit(UnitId(1)) });
    fixture.run(Command::LinkChild { child: ChildId(4), other: ChildId(1) });
    let due_at = fixture.now + minutes(30);
    fixture.run(Command::PromiseCallBack { call: shielded, due_at });
    let open = fixture.offer(shielded, PlaceId(5));
    fixture.run(Command::CompleteOffer(Box::new(OfferCompletion {
        offer: open,
        why: Some("ingen dyr".to_owned()),
        child_view: None,
        travel_time: None,
        clearance: None,
        cleared_with: None,
        cleared_at: None,
        may_be_known: Some(false),
    })));
    let now = fixture.now;
    let board = fixture.store.board(now).unwrap();
    let of_offer = board.follow_ups.iter().find(|one| one.kind == FollowUpKind::OfferAnswer);
    if let Some(follow_up) = of_offer {
        fixture.run(Command::EndFollowUp { follow_up: follow_up.id, end: FollowUpEnd::Done });
    }

    let talk = CallFacts::new(CallKind::Consultation, gjovik(), fixture.now);
    let talk = fixture.register(talk);
    fixture.run(Command::Refer { call: talk, at: fixture.now });
    fixture.run(Command::SetPlace {
        place: PlaceId(2),
        state: PlaceState::Maintenance,
        reason: Some("nytt bad".to_owned()),
    });
    fixture.run(Command::SetUnit { place: PlaceId(6), state: PlaceState::Staffing, reason: None });
    fixture.run(Command::ConfirmPlace { place: PlaceId(3), how: ConfirmedHow::Phoned, whole_unit: false });
    fixture.run(Command::Hold { call: talk, place: PlaceId(3) });
    fixture.run(Command::Undo { scope: UndoScope::ThisProcess });
    fixture.run(Command::Redo);
}

/// Makes the fixture: run once, asked for by an environment variable.
#[test]
#[ignore = "makes a file of the repository; run alone with AKUTTVAKT_MAKE_FIXTURE=1"]
fn make_it() {
    make_fixture(NAME, write);
}

#[test]
fn the_third_version_opens_and_is_sound() {
    let folder = copy(NAME);
    let path = folder.path().join(NAME);
    let connection = raw::open(&path).unwrap();
    for (table, rows) in raw::tables(&connection).unwrap() {
        assert!(!rows.is_empty(), "there is no {table} in it");
    }
    drop(connection);
    let open = |name: &str, word: &str| {
        Store::open(&path, Some(name), &Passphrase::new(word.to_owned()), reference(), options())
    };
    let mut store = Store::open(&path, Some(ADVISER), &passphrase(), reference(), options()).unwrap();
    assert_eq!(store.check().unwrap(), []);
    let (calls, offers) = store.calls(CallFilter::All).unwrap();
    let closed: Vec<_> = calls.iter().map(|call| call.close_reason).collect();
    assert_eq!(closed, [Some(CloseReason::Placed), Some(CloseReason::Withdrawn), None, None]);
    let answers: Vec<_> = offers.iter().map(|offer| (offer.call, offer.answer)).collect();
    let first = CallId(1);
    assert_eq!(
        answers,
        [(first, Some(Answer::Declined)), (first, Some(Answer::Accepted)), (CallId(3), None)]
    );

    // What was erased is erased: coded facts stand, words and names are gone.
    let gone = store.call_details(first).unwrap();
    assert_eq!((gone.note, gone.told.len(), gone.call.has_names), (None, 0, false));
    assert_eq!((gone.call.children.len(), gone.offers[1].why.clone()), (2, None));
    let personal = |store: &mut Store, subject| match store.tell(&Question::Personal(subject), erased()) {
        Ok(Told::Personal(personal)) => personal,
        other => panic!("{other:?}"),
    };
    let hidden = personal(&mut store, Subject::Call(first));
    assert_eq!(hidden.callback, None);
    assert!(hidden.children.iter().all(|(_, child)| *child == ChildIdentity::default()));

    // What was not stands.
    let shielded = store.call_details(CallId(3)).unwrap();
    assert_eq!(shielded.note.as_deref(), Some("far skal ikke vite hvor"));
    assert_eq!(shielded.call.shield, Some(Shield::Code7));
    assert_eq!(shielded.offers[0].why.as_deref(), Some("ingen dyr"));
    assert_eq!(personal(&mut store, Subject::Call(CallId(3))).callback.as_deref(), Some("00 00 00 03"));
    let board = store.board(erased() + minutes(1)).unwrap();
    let states: Vec<_> = board.places.iter().map(|place| place.state).collect();
    assert_eq!((states[1], states[5], states[6]), {
        (PlaceState::Maintenance, PlaceState::Staffing, PlaceState::Staffing)
    });
    assert_eq!(board.rules.purge_days, 30);
    assert!(board.follow_ups.iter().any(|one| one.kind == FollowUpKind::CallBack));
    assert_eq!(store.drafts().unwrap()[0].field("line"), Some(DRAFT));
    let query = JournalQuery { about: JournalAbout::All, before: None, limit: 10_000 };
    let Told::Journal(page) = store.tell(&Question::Journal(query), erased()).unwrap() else { panic!() };
    for act in [Act::Purge, Act::Reveal, Act::Rekey, Act::SignOn, Act::Adviser, Act::Undo, Act::Arrive] {
        assert!(page.lines.iter().any(|line| line.entry.act == act), "{act:?}");
    }

    // Who stays signs on with the same words as before the key was changed, who left does not.
    assert!(open(STAYS, STAYS_WORD).is_ok());
    let refused = open(LEAVES, "tredje").map(|_| ()).unwrap_err();
    assert!(matches!(refused, StoreError::Refused(_)), "{refused:?}");

    // It can be worked in, and its keys can be changed.
    let now = erased() + minutes(5);
    let answer =
        Command::Answer { offer: OfferId(3), answer: Answer::Accepted, reason: None, by: None, note: None };
    store.execute(Store::new_command_id(now), &answer, now).unwrap();
    store.change_passphrase(&passphrase(), &Passphrase::new("nytt".to_owned()), now).unwrap();
    store.add_adviser("Ny N.", &Passphrase::new("fjerde".to_owned()), now).unwrap();
    assert_eq!(store.rekey(now).unwrap(), Vec::<String>::new());
    assert_eq!(store.check().unwrap(), []);
    drop(store);
    for (name, word) in [(ADVISER, "nytt"), (STAYS, STAYS_WORD), ("Ny N.", "fjerde")] {
        assert!(open(name, word).is_ok(), "{name}");
    }
}
