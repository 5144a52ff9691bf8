//! The fixture `nothing_free.db`: how it was made, and that it opens and says what it said.
//!
//! Made once with `AKUTTVAKT_MAKE_FIXTURE=1`, as [`crate::nothing_lost`] tells.

use std::collections::BTreeMap;

use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::call::CallFacts;
use akuttvakt::domain::child::{Age, ChildFacts, Sex};
use akuttvakt::domain::command::{Command, OfferDraft, Outcome, UndoScope};
use akuttvakt::domain::compensation::{CompensationKind, CompensationState};
use akuttvakt::domain::deviation::{
    DeviationFacts, DeviationOutcome, DeviationState, Meanwhile, Scheme, Supervision, SupervisionBy,
    SupervisionResult,
};
use akuttvakt::domain::directory::{ContactKind, ContactRow};
use akuttvakt::domain::enquiry::{EnquiryDraft, EnquiryResult, LeaderDecision, NoReason};
use akuttvakt::domain::follow_up::{FollowUpEnd, FollowUpKind};
use akuttvakt::domain::ids::{CallId, ChildId, ContactId, DeviationId, EnquiryId, PlaceId, UnitId};
use akuttvakt::domain::journal::Act;
use akuttvakt::domain::ladder::Rung;
use akuttvakt::domain::measure::{Ownership, Wish};
use akuttvakt::domain::municipality::Region;
use akuttvakt::domain::offer::Answer;
use akuttvakt::domain::question::{JournalAbout, JournalQuery, Question, Told};
use akuttvakt::domain::unit::{Acute, PlaceState};
use akuttvakt::domain::unit_facts::UnitFact;
use akuttvakt::domain::unit_list::{UnitEdit, UnitRow};
use akuttvakt::store::Store;
use chrono::{DateTime, TimeDelta, Utc};

use crate::faults::raw;
use crate::fixture::{
    ADVISER, Fixture, girl_of_nine, home, institution, minutes, night, options, passphrase, reference,
};
use crate::fixtures::{copy, make_fixture};

const NAME: &str = "nothing_free.db";
const BOY: CallId = CallId(1);
const GIRL: CallId = CallId(2);
const REGISTERED: DeviationId = DeviationId(1);

/// When it was left.
fn left_at() -> DateTime<Utc> {
    night() + TimeDelta::hours(9)
}

#[expect(clippy::unnecessary_wraps, reason = "as the fields of a command have it")]
fn words(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn asked(call: CallId, rung: Rung, result: EnquiryResult) -> EnquiryDraft {
    EnquiryDraft::new(call, rung, result)
}

fn boy(now: DateTime<Utc>) -> CallFacts {
    CallFacts {
        children: vec![ChildFacts { sex: Sex::Boy, age: Age::Years(15) }],
        wished: vec![Wish::Institution],
        basis: Some(BasisCode::A4_4),
        note: words("rømte i natt"),
        ..girl_of_nine(now)
    }
}

/// Every kind of row of the hardest hours: a night and the morning after it.
fn write(fixture: &mut Fixture) {
    let bought = UnitRow { ownership: Ownership::SinglePurchase, ..home("Fjellro", 2) };
    let rows = vec![home("Furuly", 3), institution("Åsen", 1), bought];
    fixture.run(Command::ImportUnits { rows, dry_run: false });
    fixture.run(Command::SetUnit { place: PlaceId(4), state: PlaceState::Staffing, reason: None });
    the_list(fixture);
    a_boy_waits(fixture);
    a_girl_takes_two_places(fixture);
    a_place_is_bought(fixture);
    fixture.now = left_at();
}

/// Units as they are, and the directory.
fn the_list(fixture: &mut Fixture) {
    let told = [(UnitFact::Adults, words("to voksne")), (UnitFact::Faith, words("ingen"))];
    fixture.run(Command::EditUnit(Box::new(UnitEdit {
        unit: Some(UnitId(1)),
        row: home("Furuly", 3),
        facts: BTreeMap::from(told),
        group_note: words("ikke sammen med gutter over tolv"),
        acute: Acute::No,
        closes_at: None,
    })));
    fixture.run(Command::EditUnit(Box::new(UnitEdit {
        unit: None,
        row: institution("Hytta", 1),
        facts: BTreeMap::new(),
        group_note: None,
        acute: Acute::EmergencyPlan,
        closes_at: Some(fixture.now + TimeDelta::hours(6)),
    })));
    fixture.run(Command::OpenExtraPlace { place: PlaceId(4), reason: "leder har sagt ja".to_owned() });
    fixture.run(Command::OpenExtraPlace { place: PlaceId(4), reason: "én til".to_owned() });
    fixture.run(Command::CloseExtraPlace { place: PlaceId(9) });
    let at = Some(fixture.now + TimeDelta::days(3));
    fixture.run(Command::ExpectFree { place: PlaceId(4), at });
    let contact = |kind, name: &str, region| ContactRow {
        kind,
        name: name.to_owned(),
        phone: "00 00 00 09".to_owned(),
        region,
        municipality: None,
        note: None,
    };
    let rows = vec![
        contact(ContactKind::LeaderOnDuty, "Leder på vakt", None),
        contact(ContactKind::RegionDuty, "Vakttelefon", Some(Region::Sor)),
        contact(ContactKind::Police, "Operasjonssentralen", None),
    ];
    fixture.run(Command::ImportContacts { rows, dry_run: false });
    fixture.run(Command::RemoveContact { contact: ContactId(3) });
}

/// Nothing fits: asked, offered help meanwhile, promised, registered as a deviation with supervision.
fn a_boy_waits(fixture: &mut Fixture) {
    let call = fixture.register(boy(fixture.now));
    assert_eq!(call, BOY);
    fixture.run(Command::LogEnquiry(Box::new(EnquiryDraft {
        who: words("Leder L."),
        decisions: vec![LeaderDecision::SinglePurchase, LeaderDecision::OverCapacity],
        ..asked(call, Rung::Leader, EnquiryResult::Yes)
    })));
    fixture.run(Command::LogEnquiry(Box::new(EnquiryDraft {
        unit: Some(UnitId(2)),
        reason: Some(NoReason::Staffing),
        note: words("når nattevakta er byttet"),
        ask_at: Some(fixture.now + minutes(200)),
        ..asked(call, Rung::OwnAcute, EnquiryResult::No)
    })));
    fixture.run(Command::LogEnquiry(Box::new(EnquiryDraft {
        region: Some(Region::Sor),
        ..asked(call, Rung::OtherRegions, EnquiryResult::NoAnswer)
    })));
    let (kind, note) = (CompensationKind::Mst, words("kan komme i morgen"));
    fixture.run(Command::SetCompensation { call, kind, state: CompensationState::Offered, note });
    let kind = CompensationKind::FamilyCouncil;
    fixture.run(Command::SetCompensation { call, kind, state: CompensationState::Declined, note: None });
    fixture.run(Command::RepeatCallBack { call, due_at: fixture.now + minutes(60), minutes: 60 });
    fixture.run(Command::DraftDeviation { call, child: None });
    let facts = fixture.store.deviation(REGISTERED).unwrap().0.facts;
    let facts = Box::new(DeviationFacts {
        severity: Some(3),
        crime: Some(false),
        meanwhile: Meanwhile::StaffOrNetwork,
        ..facts
    });
    let note = words("ingen plass i natt");
    fixture.run(Command::EditDeviation { deviation: REGISTERED, facts, note });
    fixture.run(Command::RegisterDeviation { deviation: REGISTERED });
    let (by, result) = (SupervisionBy::Municipality, SupervisionResult::Open);
    let supervision = Supervision { by, at: fixture.now, result };
    fixture.run(Command::Supervise { deviation: REGISTERED, supervision });
    fixture.later(67);
    let now = fixture.now;
    let board = fixture.store.board(now).unwrap();
    let promise = board.follow_ups.iter().find(|task| task.kind == FollowUpKind::CallBack).unwrap().id;
    fixture.run(Command::EndFollowUp { follow_up: promise, end: FollowUpEnd::Done });
}

/// A girl that takes two places; her own deviation was drafted and ended with the offer.
fn a_girl_takes_two_places(fixture: &mut Fixture) {
    let call = fixture.girl();
    assert_eq!(call, GIRL);
    fixture.run(Command::DraftDeviation { call, child: None });
    let offer =
        OfferDraft { counts_double: true, why: words("trenger ro"), ..OfferDraft::new(call, PlaceId(1)) };
    let Outcome::Offered { offer, .. } = fixture.run(Command::Offer(Box::new(offer))) else { panic!() };
    fixture.run(Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None });
}

/// A place that is bought: its papers follow.
fn a_place_is_bought(fixture: &mut Fixture) {
    let call = fixture.girl();
    let bought = OfferDraft { why: words("nær skolen"), ..OfferDraft::new(call, PlaceId(5)) };
    let Outcome::Offered { offer, .. } = fixture.run(Command::Offer(Box::new(bought))) else { panic!() };
    fixture.run(Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None });
    fixture.run(Command::LinkChild { child: ChildId(3), other: ChildId(2) });
    fixture.run(Command::ExpectFree { place: PlaceId(3), at: Some(fixture.now + TimeDelta::days(9)) });
    fixture.run(Command::Undo { scope: UndoScope::ThisProcess });
}

/// Makes the fixture: run once, asked for by an environment variable.
#[test]
#[ignore = "makes a file of the repository; run alone with AKUTTVAKT_MAKE_FIXTURE=1"]
fn make_it() {
    make_fixture(NAME, write);
}

#[test]
fn what_is_written_is_sound_and_has_every_row_of_the_hard_hours() {
    let mut fixture = Fixture::empty();
    write(&mut fixture);
    assert_eq!(fixture.store.check().unwrap(), []);
    let tables = raw::tables(&raw::open(&fixture.path).unwrap()).unwrap();
    for table in ["enquiries", "compensations", "deviations", "contacts", "call_words_content"] {
        assert!(!tables[table].is_empty(), "there is no {table} in it");
    }
    says_what_it_said(&mut fixture.store);
}

#[test]
fn the_fifth_version_opens_and_is_sound() {
    let folder = copy(NAME);
    let path = folder.path().join(NAME);
    let mut store = Store::open(&path, Some(ADVISER), &passphrase(), reference(), options()).unwrap();
    assert_eq!(store.check().unwrap(), []);
    says_what_it_said(&mut store);
    // It can be worked in: the boy gets his place, and the deviation ends with it.
    let now = left_at() + minutes(5);
    let mut run = |command: &Command| store.execute(Store::new_command_id(now), command, now).unwrap();
    run(&Command::SetUnit { place: PlaceId(4), state: PlaceState::Free, reason: None });
    let offer = OfferDraft { why: words("godkjent og nær"), ..OfferDraft::new(BOY, PlaceId(4)) };
    run(&Command::Offer(Box::new(offer)));
    let (found, _) = store.deviation(REGISTERED).unwrap();
    assert_eq!((found.state, found.outcome), (DeviationState::Closed, Some(DeviationOutcome::Offered)));
    assert_eq!(found.offered_at, Some(now));
    assert_eq!(store.check().unwrap(), []);
}

fn says_what_it_said(store: &mut Store) {
    let now = left_at();
    let board = store.board(now).unwrap();

    // The search log, with what must be asked again.
    let log: Vec<_> = board.enquiries.iter().map(|row| (row.rung, row.result, row.reason)).collect();
    assert_eq!(
        log,
        [
            (Rung::Leader, EnquiryResult::Yes, None),
            (Rung::OwnAcute, EnquiryResult::No, Some(NoReason::Staffing)),
            (Rung::OtherRegions, EnquiryResult::NoAnswer, None),
        ]
    );
    assert_eq!(board.enquiries[0].decisions, [LeaderDecision::SinglePurchase, LeaderDecision::OverCapacity]);
    let again = board.follow_ups.iter().find(|task| task.kind == FollowUpKind::AskAgain).unwrap();
    assert_eq!((again.enquiry, again.due_at), (Some(EnquiryId(2)), night() + minutes(200)));

    // Meanwhile, and the promise that keeps its hour though it was kept seven minutes late.
    let told = store.call_details(BOY).unwrap();
    assert_eq!(told.enquiries[1].note.as_deref(), Some("når nattevakta er byttet"));
    let measures: Vec<_> = board.compensations.iter().map(|row| (row.kind, row.state)).collect();
    assert_eq!(
        measures,
        [
            (CompensationKind::Mst, CompensationState::Offered),
            (CompensationKind::FamilyCouncil, CompensationState::Declined),
        ]
    );
    let promise = board.follow_ups.iter().find(|task| task.kind == FollowUpKind::CallBack).unwrap();
    assert_eq!((promise.call, promise.due_at), (BOY, night() + minutes(120)));

    // Both deviations.
    let (registered, note) = store.deviation(REGISTERED).unwrap();
    assert_eq!((registered.state, registered.scheme), (DeviationState::Registered, Scheme::Five));
    assert_eq!((registered.facts.severity, registered.facts.crime), (Some(3), Some(false)));
    assert_eq!(registered.facts.meanwhile, Meanwhile::StaffOrNetwork);
    assert_eq!(registered.supervision.map(|asked| asked.by), Some(SupervisionBy::Municipality));
    assert_eq!(note.as_deref(), Some("ingen plass i natt"));
    let (ended, _) = store.deviation(DeviationId(2)).unwrap();
    assert_eq!((ended.call, ended.outcome), (GIRL, Some(DeviationOutcome::Offered)));

    // Places: two for one child, one above capacity, one closed again, one expected, a unit that has closed.
    let of = |place: i64| board.places.iter().find(|row| row.id == PlaceId(place));
    assert_eq!(of(1).and_then(|row| row.claim.as_ref()).map(|claim| claim.call), Some(GIRL));
    assert!(board.counts_double(of(1).unwrap()) && of(2).unwrap().claim.is_some());
    assert!(of(8).is_some_and(|row| row.is_extra) && of(9).is_none());
    assert_eq!(of(4).unwrap().expected_free_at, Some(night() + TimeDelta::days(3)));
    assert_eq!(of(3).unwrap().expected_free_at, None, "taken back");
    let hut = board.unit(UnitId(4)).unwrap();
    assert_eq!((hut.acute, hut.closes_at), (Acute::EmergencyPlan, Some(night() + TimeDelta::hours(6))));
    let furuly = board.unit(UnitId(1)).unwrap();
    assert_eq!(furuly.group_note.as_deref(), Some("ikke sammen med gutter over tolv"));

    // What must follow the purchase, the directory, what was written, who is the same.
    let papers = board.follow_ups.iter().filter(|task| task.paper.is_some()).count();
    assert_eq!(papers, 4);
    let Told::Contacts(contacts) = store.tell(&Question::Contacts, now).unwrap() else { panic!() };
    let kinds: Vec<_> = contacts.iter().map(|known| known.row.kind).collect();
    assert_eq!(kinds, [ContactKind::RegionDuty, ContactKind::LeaderOnDuty]);
    let third = store.call_details(CallId(3)).unwrap();
    assert_eq!((third.linked[0].child, third.linked[0].other), (ChildId(3), ChildId(2)));

    let query = JournalQuery { about: JournalAbout::All, before: None, limit: 10_000 };
    let Told::Journal(page) = store.tell(&Question::Journal(query), now).unwrap() else { panic!() };
    for act in [
        Act::Enquiry,
        Act::Compensation,
        Act::Deviation,
        Act::ExtraPlace,
        Act::ExpectFree,
        Act::Unit,
        Act::Contact,
    ] {
        assert!(page.lines.iter().any(|line| line.entry.act == act), "{act:?} is not in the journal");
    }
}
