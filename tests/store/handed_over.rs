//! The fixture `handed_over.db`: how it was made, and that it opens and says what it said.
//!
//! Made once with `AKUTTVAKT_MAKE_FIXTURE=1`, as [`crate::nothing_lost`] tells.

use akuttvakt::domain::call::{CallFacts, CallKind, CallOwner, CloseReason};
use akuttvakt::domain::case_watch::{WatchDraft, WatchLevel};
use akuttvakt::domain::command::{Command, Outcome};
use akuttvakt::domain::enquiry::{EnquiryDraft, EnquiryResult};
use akuttvakt::domain::handover::{HandoverDraft, HandoverSection, HandoverTo};
use akuttvakt::domain::handover_page::HandoverPage;
use akuttvakt::domain::ids::{CallId, HandoverId, PlaceId, ShiftId};
use akuttvakt::domain::journal::Act;
use akuttvakt::domain::ladder::Rung;
use akuttvakt::domain::offer::{Answer, DeclineReason};
use akuttvakt::domain::question::{JournalAbout, JournalQuery, Question, Told};
use akuttvakt::domain::shift_sums::ShiftSums;
use akuttvakt::store::Store;
use chrono::{DateTime, TimeDelta, Utc};

use crate::faults::raw;
use crate::fixture::{
    ADVISER, Fixture, girl_of_nine, home, institution, minutes, night, options, passphrase, reference,
};
use crate::fixtures::{copy, make_fixture};
use crate::purge::{purge, turn_on};

const NAME: &str = "handed_over.db";
const OTHER: &str = "Per S.";
const ERASED: HandoverId = HandoverId(1);
const RECEIVED: HandoverId = HandoverId(2);
const TO_KARI: HandoverId = HandoverId(3);
const TO_INTAKE_UNIT: HandoverId = HandoverId(4);
const OLD: CallId = CallId(1);
const ON_THE_WAY: CallId = CallId(2);
const FOLLOWED: CallId = CallId(3);
const ADVICE: CallId = CallId(4);
const LATE: CallId = CallId(5);

/// When the night began: what was handed over before it is erased.
fn evening() -> DateTime<Utc> {
    night() + TimeDelta::days(40)
}

/// When it was left.
fn left_at() -> DateTime<Utc> {
    evening() + minutes(600)
}

#[expect(clippy::unnecessary_wraps, reason = "as the fields of a command have it")]
fn words(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn signed(to: HandoverTo, summary: &str, note: Option<String>) -> Command {
    Command::SignHandover(Box::new(HandoverDraft { to, summary: words(summary), note }))
}

/// What the other adviser does, at a screen of their own.
fn by_other(fixture: &Fixture, commands: impl IntoIterator<Item = Command>) {
    let mut store = Store::open(&fixture.path, Some(OTHER), &passphrase(), reference(), options()).unwrap();
    for command in commands {
        store.execute(Store::new_command_id(fixture.now), &command, fixture.now).unwrap();
    }
}

/// Shifts of two advisers, and every kind of handover.
fn write(fixture: &mut Fixture) {
    let rows = vec![home("Furuly", 3), home("Solbakken", 1), institution("Åsen", 2)];
    fixture.run(Command::ImportUnits { rows, dry_run: false });
    fixture.store.add_adviser(OTHER, &passphrase(), fixture.now).unwrap();
    turn_on(fixture, 30);
    // Long ago, and erased by now.
    fixture.run(Command::StartShift);
    assert_eq!(fixture.girl(), OLD);
    fixture.run(Command::CloseCall { call: OLD, reason: CloseReason::Withdrawn, note: words("løste seg") });
    fixture.run(signed(HandoverTo::IntakeUnit, "mor ville likevel ikke", None));
    fixture.now = evening();
    assert_eq!(purge(fixture, false).handovers, 1);
    first_half(fixture);
    second_half(fixture);
    fixture.now = left_at();
}

/// Both are on; the first hands over to the other, who goes through it and receives it.
fn first_half(fixture: &mut Fixture) {
    fixture.run(Command::StartShift);
    by_other(fixture, [Command::StartShift]);
    fixture.later(10);
    assert_eq!((fixture.girl(), fixture.girl()), (ON_THE_WAY, FOLLOWED));
    let facts = CallFacts { kind: CallKind::Consultation, received_at: None, ..girl_of_nine(fixture.now) };
    assert_eq!(fixture.register(facts), ADVICE);
    fixture.later(20);
    let declined = fixture.offer(FOLLOWED, PlaceId(4));
    let reason = Some(DeclineReason::TooFar);
    fixture.run(Command::Answer { offer: declined, answer: Answer::Declined, reason, by: None, note: None });
    let offer = fixture.offer(ON_THE_WAY, PlaceId(1));
    fixture.run(Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None });
    let asked = EnquiryDraft::new(FOLLOWED, Rung::OtherRegions, EnquiryResult::NoAnswer);
    fixture.run(Command::LogEnquiry(Box::new(asked)));
    fixture.run(Command::PromiseCallBack { call: FOLLOWED, due_at: fixture.now + minutes(500) });
    let watch = WatchDraft {
        call: FOLLOWED,
        level: WatchLevel::Watch,
        action: words("ring vakten"),
        action_at: Some(fixture.now + minutes(120)),
        action_by: words("Per"),
        if_then: words("hvis far kommer: ring politiet"),
    };
    fixture.run(Command::SetWatch(Box::new(watch.clone().into())));
    fixture.later(30);
    fixture.run(Command::SetWatch(Box::new(WatchDraft { level: WatchLevel::Critical, ..watch }.into())));
    let to = HandoverTo::Adviser(OTHER.to_owned());
    let Outcome::HandoverSigned { handover, points } =
        fixture.run(signed(to, "én på vei, én uten plass", words("nøkkelen ligger i skuffen")))
    else {
        panic!("not signed")
    };
    assert_eq!(handover, RECEIVED);
    fixture.later(5);
    let now = fixture.now;
    let told = fixture.store.handover(Some(handover), now).unwrap().unwrap();
    assert_eq!(told.points.len(), points);
    let through = told.points.iter().map(|point| Command::GoThrough { handover, point: point.id });
    let repeated = "én kommer, én må følges".to_owned();
    by_other(fixture, through.chain([Command::ReceiveHandover { handover, repeated }]));
}

/// What came in late is handed over twice, and received by nobody yet.
fn second_half(fixture: &mut Fixture) {
    fixture.later(60);
    fixture.run(Command::StartShift);
    assert_eq!(fixture.girl(), LATE);
    fixture.run(Command::Hold { call: LATE, place: PlaceId(2) });
    fixture.later(5);
    by_other(fixture, [signed(HandoverTo::Adviser(ADVISER.to_owned()), "alt står bra", None)]);
    let now = fixture.now;
    let first = fixture.store.handover(Some(TO_KARI), now).unwrap().unwrap().points[0].id;
    fixture.run(Command::GoThrough { handover: TO_KARI, point: first });
    fixture.later(1);
    fixture.run(signed(HandoverTo::IntakeUnit, "ingen er på etter meg", None));
    // Nothing of this is on what was signed.
    fixture.later(60);
    fixture.run(Command::CloseCall { call: LATE, reason: CloseReason::Withdrawn, note: None });
    by_other(fixture, [Command::StartShift]);
}

/// Makes the fixture: run once, asked for by an environment variable.
#[test]
#[ignore = "makes a file of the repository; run alone with AKUTTVAKT_MAKE_FIXTURE=1"]
fn make_it() {
    make_fixture(NAME, write);
}

#[test]
fn what_is_written_is_sound_and_has_every_row_of_a_handover() {
    let mut fixture = Fixture::empty();
    write(&mut fixture);
    assert_eq!(fixture.store.check().unwrap(), []);
    let tables = raw::tables(&raw::open(&fixture.path).unwrap()).unwrap();
    for table in
        ["shifts", "case_watches", "handovers", "handover_points", "handover_sums", "handover_capacity"]
    {
        assert!(!tables[table].is_empty(), "there is no {table} in it");
    }
    says_what_it_said(&mut fixture.store);
}

#[test]
fn the_sixth_version_opens_and_is_sound() {
    let folder = copy(NAME);
    let path = folder.path().join(NAME);
    let mut store = Store::open(&path, Some(ADVISER), &passphrase(), reference(), options()).unwrap();
    assert_eq!(store.check().unwrap(), []);
    says_what_it_said(&mut store);
    // It can be worked in: the handover that waits for her is received.
    let now = left_at() + minutes(5);
    let points = store.handover(Some(TO_KARI), now).unwrap().unwrap().points;
    let through = points.iter().filter(|point| point.gone_through.is_none());
    let through = through.map(|point| Command::GoThrough { handover: TO_KARI, point: point.id });
    let received = Command::ReceiveHandover { handover: TO_KARI, repeated: "alt er sagt".to_owned() };
    for command in through.chain([received]) {
        store.execute(Store::new_command_id(now), &command, now).unwrap();
    }
    let told = store.handover(Some(TO_KARI), now).unwrap().unwrap();
    assert_eq!(told.signed.unwrap().received_by.as_deref(), Some(ADVISER));
    assert_eq!(store.check().unwrap(), []);
}

fn says_what_it_said(store: &mut Store) {
    let now = left_at();
    let board = store.board(now).unwrap();

    // Who is on, and the shifts of the night.
    assert_eq!(board.on.iter().map(|shift| &*shift.by).collect::<Vec<_>>(), [OTHER]);
    let shifts = store.shifts(evening()).unwrap();
    let shifts: Vec<_> = shifts.iter().map(|shift| (shift.id, &*shift.by, shift.is_handed_over)).collect();
    assert_eq!(
        shifts,
        [
            (ShiftId(5), OTHER, false),
            (ShiftId(4), ADVISER, true),
            (ShiftId(3), OTHER, true),
            (ShiftId(2), ADVISER, true),
        ]
    );

    // Three handovers that are told, of which two wait; the fourth has no words left.
    let waiting: Vec<_> = board.handovers.iter().map(|handover| handover.id).collect();
    assert_eq!(waiting, [TO_KARI, TO_INTAKE_UNIT]);
    assert_eq!(board.handovers[0].receiver.as_deref(), Some(ADVISER));
    assert_eq!((board.handovers[0].gone_through, board.handovers[1].gone_through), (1, 0));
    assert_eq!(board.handovers[1].receiver, None);
    let mut of = |handover| {
        let told = store.handover(Some(handover), now).unwrap().unwrap();
        let page = HandoverPage::of(&board, &told, now);
        (told, page)
    };
    let (old, page) = of(ERASED);
    assert_eq!((old.summary, old.signed.unwrap().received_at), (None, None));
    assert_eq!(page.sums, ShiftSums { ended_otherwise: vec![OLD], ..ShiftSums::default() });

    let (told, page) = of(RECEIVED);
    assert_eq!(told.summary.as_deref(), Some("én på vei, én uten plass"));
    assert_eq!(told.note.as_deref(), Some("nøkkelen ligger i skuffen"));
    assert_eq!(told.repeated.as_deref(), Some("én kommer, én må følges"));
    let signed = told.signed.unwrap();
    assert_eq!((&*signed.giver, signed.received_by.as_deref()), (ADVISER, Some(OTHER)));
    assert_eq!((signed.begun_at, signed.signed_at), (evening(), evening() + minutes(60)));
    assert_eq!(signed.received_at, Some(evening() + minutes(65)));
    assert_eq!(page.gone_through(), page.entries.len());
    let expected = ShiftSums {
        on_the_way: vec![ON_THE_WAY],
        without_offer: vec![FOLLOWED],
        consultations: vec![ADVICE],
        declined: vec![(FOLLOWED, Some(DeclineReason::TooFar))],
        searched_in_vain: 1,
        median_minutes: Some(20),
        ..ShiftSums::default()
    };
    assert_eq!((page.sums, page.to_confirm), (expected, 5));
    let open: Vec<_> = page.entries.iter().filter(|entry| entry.section == HandoverSection::Open).collect();
    assert_eq!(open[0].call, FOLLOWED, "the one that is followed most closely");
    let levels: Vec<_> = open.iter().filter_map(|entry| entry.level).collect();
    assert_eq!(levels, [WatchLevel::Critical, WatchLevel::Calm, WatchLevel::Calm]);

    let (_, page) = of(TO_INTAKE_UNIT);
    let late = page.entries.iter().find(|entry| entry.call == LATE).unwrap();
    assert!(late.is_over, "it was closed after it was signed");
    assert_eq!(page.sums, ShiftSums { without_offer: vec![LATE], ..ShiftSums::default() });

    // How it is followed now, and whose it is.
    let (watch, _) = of(TO_KARI);
    let followed: Vec<_> = watch.watches.iter().map(|watch| (watch.draft.call, watch.draft.level)).collect();
    assert_eq!(followed, [(FOLLOWED, WatchLevel::Critical)]);
    assert_eq!(watch.watches[0].draft.if_then, words("hvis far kommer: ring politiet"));
    let owner = |call| board.call(call).map(|call| call.owner.clone());
    assert_eq!(owner(FOLLOWED), Some(CallOwner::IntakeUnit));

    let query = JournalQuery { about: JournalAbout::All, before: None, limit: 10_000 };
    let Told::Journal(page) = store.tell(&Question::Journal(query), now).unwrap() else { panic!() };
    for act in [Act::ShiftStart, Act::Watch, Act::Handover, Act::GoThrough, Act::Receive, Act::Purge] {
        assert!(page.lines.iter().any(|line| line.entry.act == act), "{act:?} is not in the journal");
    }
}
