//! What reading the board and giving a command cost does not grow with what is over.
//!
//! SQLite counts the steps of each statement. A call that is over is copied many times past the store; every statement
//! of the board must take as many steps afterwards as before, and those of commands too.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use rusqlite::trace::{TraceEvent, TraceEventCodes};
use rusqlite::{Connection, StatementStatus};

use super::Store;
use super::fixture::{Fixture, girl_of_nine, minutes, options, passphrase, reference};
use super::table::Table;
use crate::domain::alarm::{Alarm, AlarmKind};
use crate::domain::call::{CallState, CloseReason, Need, NeedEffect};
use crate::domain::case_watch::{WatchChange, WatchDraft, WatchLevel};
use crate::domain::checklist::{AnswerState, ItemKey};
use crate::domain::command::{Command, ItemAnswer, ItemFields, Outcome, SiblingSplit};
use crate::domain::compensation::{CompensationKind, CompensationState};
use crate::domain::enquiry::{EnquiryDraft, EnquiryResult};
use crate::domain::follow_up::FollowUpEnd;
use crate::domain::handover::{HandoverDraft, HandoverTo};
use crate::domain::ids::{CallId, OfferId, PlaceId};
use crate::domain::ladder::Rung;
use crate::domain::offer::Answer;
use crate::domain::placement::{PlacementPlan, StayEnd, StayEnding};
use crate::domain::question::Subject;
use crate::domain::remark::RemarkKind;
use crate::domain::routine::StepKey;
use crate::domain::steps::StepEnd;

/// How often the call that is over is copied.
const COPIES: i32 = 100;
/// Between the numbers of a row and of its copy.
const APART: i32 = 100_000;
/// Tables without a call that grow with the years all the same, or that stay as they are.
const WITHOUT_A_CALL: [&str; 10] = [
    "meta",
    "advisers",
    "shifts",
    "settings",
    "units",
    "places",
    "place_states",
    "contacts",
    "handovers",
    "handover_capacity",
];

/// Steps by statement, as they were counted since the connection was opened.
type Steps = BTreeMap<String, i32>;

fn steps_of(fixture: &mut Fixture, work: impl FnOnce(&mut Fixture)) -> Steps {
    // A new connection: nothing is counted yet.
    fixture.reopen();
    let counted = Arc::new(Mutex::new(Steps::new()));
    let count = Arc::clone(&counted);
    let each = move |event: TraceEvent<'_>| {
        if let TraceEvent::Profile(statement, _) = event {
            let steps = statement.get_status(StatementStatus::VmStep);
            count.lock().unwrap().insert(statement.sql().into_owned(), steps);
        }
    };
    let connection = &mut fixture.store.connection;
    connection.trace_v2(TraceEventCodes::SQLITE_TRACE_PROFILE, Some(each)).unwrap();
    work(fixture);
    let counted = counted.lock().unwrap();
    counted.clone()
}

fn of_board(fixture: &mut Fixture) -> Steps {
    steps_of(fixture, |fixture| {
        let now = fixture.now;
        fixture.store.board(now).unwrap();
    })
}

fn end_all(fixture: &mut Fixture, call: CallId) {
    loop {
        let now = fixture.now;
        let board = fixture.store.board(now).unwrap();
        let Some(open) = board.follow_ups.iter().find(|task| task.call == call) else { return };
        let (follow_up, end) = (open.id, FollowUpEnd::Dropped);
        fixture.run(Command::EndFollowUp { follow_up, end });
    }
}

/// Something in nearly every table, of a call that has no place yet.
fn sought(fixture: &mut Fixture, place: PlaceId) -> (CallId, OfferId) {
    let now = fixture.now;
    let mut facts = girl_of_nine(now);
    facts.children.push(facts.children[0]);
    facts.note = Some("går på Åsheim skole".to_owned());
    facts.needs = vec![Need { word: "hund".to_owned(), detail: None, effect: NeedEffect::Note }];
    let call = fixture.register(facts);
    let children: Vec<_> = fixture.store.board(now).unwrap().call(call).unwrap().children.clone();
    fixture
        .run(Command::SilenceAlarms { alarms: vec![Alarm { kind: AlarmKind::NewCall, call, since: now }] });
    let answer = ItemAnswer {
        call,
        item: ItemKey::Situation,
        state: AnswerState::Answered,
        text: Some("alene hjemme".to_owned()),
        fields: ItemFields::default(),
    };
    fixture.run(Command::AnswerItem(Box::new(answer)));
    let answer = EnquiryDraft {
        note: Some("ringer igjen".to_owned()),
        ask_at: Some(now + minutes(40)),
        ..EnquiryDraft::new(call, Rung::OtherRegions, EnquiryResult::Asked)
    };
    fixture.run(Command::LogEnquiry(Box::new(answer)));
    let (kind, state, note) = (CompensationKind::Mst, CompensationState::Offered, Some("tilbudt".to_owned()));
    fixture.run(Command::SetCompensation { call, kind, state, note });
    for child in &children {
        fixture.run(Command::DraftDeviation { call, child: Some(child.id) });
    }
    fixture.run(Command::RepeatCallBack { call, due_at: now + minutes(30), minutes: 30 });
    let text = "kommunen ville ha begge sammen".to_owned();
    fixture.run(Command::Remark { call, kind: RemarkKind::Disagreement, text });
    fixture.run(Command::SplitSiblings(Box::new(SiblingSplit {
        call,
        agreed_by: "vakten".to_owned(),
        agreed_at: None,
        reason: "bare en plass".to_owned(),
    })));
    fixture.run(Command::StartShift);
    fixture.run(Command::SetWatch(Box::new(WatchChange::from(WatchDraft {
        call,
        level: WatchLevel::Watch,
        action: Some("ring vakten".to_owned()),
        action_at: Some(now + minutes(60)),
        action_by: None,
        if_then: None,
    }))));
    fixture.run(Command::Reveal { subject: Subject::Call(call) });
    fixture.run(Command::ExportNamed { call, reason: "til kommunen".to_owned() });
    fixture.run(Command::Hold { call, place });
    let offer = fixture.offer(call, place);
    (call, offer)
}

/// Hands the shift over; another adviser goes through it and receives it.
fn hand_over(fixture: &mut Fixture) {
    let now = fixture.now;
    let _ = fixture.store.add_adviser("Per S.", &passphrase(), now);
    let draft = HandoverDraft { to: HandoverTo::IntakeUnit, summary: Some("rolig".to_owned()), note: None };
    let Outcome::HandoverSigned { handover, .. } = fixture.run(Command::SignHandover(Box::new(draft))) else {
        panic!("not signed")
    };
    let mut other =
        Store::open(&fixture.path, Some("Per S."), &passphrase(), reference(), options()).unwrap();
    let points = other.handover(Some(handover), now).unwrap().unwrap().points;
    let repeated = "mottatt".to_owned();
    let through = points.iter().map(|point| Command::GoThrough { handover, point: point.id });
    for command in through.chain([Command::ReceiveHandover { handover, repeated }]) {
        other.execute(Store::new_command_id(now), &command, now).unwrap();
    }
}

/// All that a call and its child can come to, and none of it is left open.
fn over(fixture: &mut Fixture, place: PlaceId) -> CallId {
    let (call, offer) = sought(fixture, place);
    hand_over(fixture);
    let answer = Answer::Accepted;
    fixture.run(Command::Answer { offer, answer, reason: None, by: Some("vakten".to_owned()), note: None });
    let plan = PlacementPlan { driver: Some("tjenesten".to_owned()), ..PlacementPlan::new(offer) };
    fixture.run(Command::PlanPlacement(Box::new(plan)));
    fixture.later(60);
    fixture.run(Command::Arrive { offer, at: None });
    let (step, end) = (StepKey::Birk, StepEnd::Done);
    fixture.run(Command::DoStep { call, step, end, note: Some("ført".to_owned()) });
    fixture.later(60 * 20);
    let now = fixture.now;
    for child in fixture.store.call_details(call).unwrap().call.children {
        let ending = StayEnding { child: child.id, at: Some(now), end: StayEnd::Home, note: None };
        drop(fixture.try_run(&Command::EndPlacement(Box::new(ending))));
    }
    end_all(fixture, call);
    drop(fixture.try_run(&Command::CloseCall { call, reason: CloseReason::Withdrawn, note: None }));
    end_all(fixture, call);
    assert_eq!(fixture.store.call_details(call).unwrap().call.state, CallState::Closed);
    let place = match fixture.run(Command::OpenExtraPlace { place, reason: "vaktleder".to_owned() }) {
        Outcome::ExtraPlaceOpened { place } => place,
        other => panic!("{other:?}"),
    };
    fixture.run(Command::CloseExtraPlace { place });
    call
}

/// Copies rows many times: these columns are told apart, and what is unique as a text.
fn copy(connection: &Connection, table: &str, apart: &[&str], which: &str) {
    let mut columns = connection.prepare(&format!("SELECT name FROM pragma_table_info('{table}')")).unwrap();
    let selected: Vec<String> = columns
        .query_map([], |row| row.get::<_, String>(0))
        .unwrap()
        .map(|column| match column.unwrap().as_str() {
            column @ ("uuid" | "id") => format!("t.{column} || apart"),
            // Numbers before the first: copies are older than everything else.
            column if apart.contains(&column) => format!("t.{column} - apart"),
            // More than a byte counts: places above capacity come and go.
            "ordinal" => format!("t.ordinal + 3 * (apart / {APART})"),
            column => format!("t.{column}"),
        })
        .collect();
    let sql = format!(
        "WITH RECURSIVE copies (apart) AS (
             SELECT {APART} UNION ALL SELECT apart + {APART} FROM copies WHERE apart < {COPIES} * {APART})
         INSERT INTO {table} SELECT {} FROM {table} t, copies WHERE {which}",
        selected.join(", ")
    );
    let copied = connection.execute(&sql, []).unwrap();
    assert!(copied > 0, "nothing in {table} is of a call that is over");
}

/// Copies all that is known of a call many times, past the store.
fn multiply(connection: &Connection, call: CallId) {
    connection.execute_batch("PRAGMA foreign_keys = OFF; BEGIN").unwrap();
    let of_call = |table: &str| {
        let column = if table == "calls" { "number" } else { "call" };
        format!("{column} = {}", call.0)
    };
    let growing: Vec<&str> =
        Table::ALL.map(Table::name).into_iter().filter(|name| !WITHOUT_A_CALL.contains(name)).collect();
    for texts in ["personal_data", "free_texts"] {
        let numbers = growing.iter().map(|table| {
            let of_call = of_call(table);
            format!("subject = '{table}' AND number IN (SELECT number FROM {table} WHERE {of_call})")
        });
        copy(connection, texts, &["number"], &numbers.collect::<Vec<_>>().join(" OR "));
    }
    for table in &growing {
        let apart = ["number", "call", "child", "offer", "enquiry", "handover", "matter"];
        copy(connection, table, &apart, &of_call(table));
    }
    copy(connection, "shifts", &["number"], "ended_at IS NOT NULL");
    copy(connection, "handovers", &["number", "shift"], "received_at IS NOT NULL");
    copy(connection, "handover_capacity", &["number", "handover"], "true");
    copy(connection, "journal", &["seq", "number", "call"], "true");
    copy(connection, "commands", &["first_seq", "last_seq"], "true");
    copy(connection, "place_states", &["number"], "ended_at IS NOT NULL");
    copy(connection, "places", &["number"], "closed_at IS NOT NULL");
    connection.execute_batch("COMMIT; PRAGMA foreign_keys = ON").unwrap();
}

/// What grew, of statements that took these steps before there was more that is over.
fn grown(before: &Steps, after: &Steps, by: i32) -> Vec<String> {
    let mut grown = Vec::new();
    for (sql, steps) in after {
        let known = before.get(sql).copied().unwrap_or_default();
        if *steps > known + by {
            grown.push(format!("{known} -> {steps} steps: {sql}"));
        }
    }
    grown
}

/// A database with a call that is over and one that is not; both have been through everything.
fn one_over_one_open() -> (Fixture, CallId) {
    let mut fixture = Fixture::with_places();
    let old = over(&mut fixture, PlaceId(1));
    fixture.later(60 * 48);
    sought(&mut fixture, PlaceId(2));
    (fixture, old)
}

/// What of the board costs more when more is over, in a database that was changed first.
fn board_grows(change: &str) -> Vec<String> {
    let (mut fixture, old) = one_over_one_open();
    // Whoever received what was handed over then is on again.
    let now = fixture.now;
    let mut other =
        Store::open(&fixture.path, Some("Per S."), &passphrase(), reference(), options()).unwrap();
    other.execute(Store::new_command_id(now), &Command::StartShift, now).unwrap();
    drop(other);
    fixture.store.connection.execute_batch(change).unwrap();
    let before = of_board(&mut fixture);
    multiply(&fixture.store.connection, old);
    grown(&before, &of_board(&mut fixture), 0)
}

#[test]
fn what_is_over_costs_the_board_nothing() {
    assert_eq!(board_grows(""), Vec::<String>::new());
    // Were an index missing, it would be seen.
    for index in [
        "deviations_of_call",
        "enquiries_of_call",
        "places_there",
        "calls_closed_at",
        "shifts_on",
        "handovers_received",
    ] {
        assert_ne!(board_grows(&format!("DROP INDEX {index}")), Vec::<String>::new(), "without {index}");
    }
}

#[test]
fn what_is_over_costs_commands_nothing() {
    let (mut fixture, old) = one_over_one_open();
    let everything = |fixture: &mut Fixture| assert!(over(fixture, PlaceId(3)) > old);
    let before = steps_of(&mut fixture, everything);
    // What was received in a shift that runs is on the board, with its points.
    let ended =
        format!("UPDATE shifts SET ended_at = {} WHERE ended_at IS NULL", fixture.now.timestamp_millis());
    fixture.store.connection.execute_batch(&ended).unwrap();
    fixture.later(60 * 48);
    multiply(&fixture.store.connection, old);
    let after = steps_of(&mut fixture, everything);
    // Not to a step, for the first time was not quite the second; but each row that is looked at takes three at least.
    // The index of words is SQLite's own, and finds without looking through.
    let mut grown = grown(&before, &after, 2 * COPIES);
    grown.retain(|told| !told.contains("call_words"));
    assert_eq!(grown, Vec::<String>::new());
}

/// What reading what would be handed over costs.
fn of_handover(fixture: &mut Fixture) -> Steps {
    steps_of(fixture, |fixture| {
        let now = fixture.now;
        assert!(fixture.store.handover(None, now).unwrap().is_some(), "a shift runs");
    })
}

/// What of a handover costs more when more is over, and when units were changed often, in a database that was changed
/// first.
fn handover_grows(change: &str) -> Vec<String> {
    let (mut fixture, old) = one_over_one_open();
    fixture.store.connection.execute_batch(change).unwrap();
    let before = of_handover(&mut fixture);
    multiply(&fixture.store.connection, old);
    // Later lines than those that tell in which group a unit counts, and from before the shift.
    let changed = format!(
        "WITH RECURSIVE copies (apart) AS (
             SELECT {APART} UNION ALL SELECT apart + {APART} FROM copies WHERE apart < {COPIES} * {APART})
         INSERT INTO journal
         SELECT t.seq + apart, t.at, t.adviser, t.command, t.act, t.subject, t.number, t.call, t.field, t.old, t.new, t.hash
         FROM journal t, copies WHERE t.subject = 'units' AND t.field = 'municipality' AND t.seq > 0"
    );
    assert!(fixture.store.connection.execute(&changed, []).unwrap() > 0);
    grown(&before, &of_handover(&mut fixture), 0)
}

#[test]
fn what_is_over_costs_a_handover_nothing() {
    assert_eq!(handover_grows(""), Vec::<String>::new());
    // Were an index missing, it would be seen.
    for index in ["offers_at", "offers_answered_at", "place_states_ended", "claims_ended", "journal_of_units"]
    {
        assert_ne!(handover_grows(&format!("DROP INDEX {index}")), Vec::<String>::new(), "without {index}");
    }
}
