//! Erasure: what names people or was told of them is nowhere any more, not in free pages, drafts, log or new backups;
//! figures, chain and history stay.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use akuttvakt::domain::call::{CallFacts, CloseReason, Need, NeedEffect};
use akuttvakt::domain::case_watch::{WatchDraft, WatchLevel};
use akuttvakt::domain::checklist::{AnswerState, ItemKey};
use akuttvakt::domain::child::ChildIdentity;
use akuttvakt::domain::command::{
    CallEdit, Command, ItemAnswer, ItemFields, OfferCompletion, OfferDraft, Outcome, PurgeReport, UndoScope,
};
use akuttvakt::domain::compensation::{CompensationKind, CompensationState};
use akuttvakt::domain::draft::{Draft, DraftId, DraftKind};
use akuttvakt::domain::enquiry::{EnquiryDraft, EnquiryResult};
use akuttvakt::domain::ids::{CallId, PlaceId};
use akuttvakt::domain::ladder::Rung;
use akuttvakt::domain::offer::{Answer, Clearance, DeclineReason};
use akuttvakt::domain::question::{Question, Subject, Told};
use akuttvakt::domain::refusal::{BadValue, Refusal, Stale};
use akuttvakt::domain::remark::RemarkKind;
use akuttvakt::report::calls::{Calls, Sources};
use akuttvakt::store::{CallFilter, Finding, Store};
use rusqlite::types::Value;

use crate::faults::raw;
use crate::fixture::{Fixture, girl_of_nine};
use crate::purged_handovers::handed_over;
use crate::support::dice::Dice;
use crate::support::promise::{Figure, Promise};

const MARKERS: Figure = Figure::new(200, 4000);
/// The fields of a call that take a marker, drafts included.
const OF_A_CALL: usize = 30;

/// Words that stand nowhere else.
pub struct Marks {
    dice: Dice,
    pub all: Vec<String>,
}

impl Marks {
    pub fn new(dice: &Dice, branch: usize) -> Self {
        Self { dice: dice.branch(branch), all: Vec::new() }
    }

    pub fn next(&mut self) -> String {
        let word = format!("MERKE{}Q{:016x}", self.all.len(), self.dice.next());
        // Some are long: a page then holds a few only, and values spill into pages of their own.
        let word = if self.dice.roll(4) == 0 { format!("{word} {}", "lang tekst ".repeat(30)) } else { word };
        self.all.push(word.split(' ').next().unwrap().to_owned());
        word.trim().to_owned()
    }

    fn short(&mut self) -> String {
        let word = format!("MERKE{}Q{:016x}", self.all.len(), self.dice.next());
        self.all.push(word.clone());
        word
    }
}

fn need(word: String) -> Need {
    Need { word: word.clone(), detail: Some(word), effect: NeedEffect::Note }
}

/// A call with a marker in every field that takes words, offered, declined and closed.
fn talked_of(fixture: &mut Fixture, marks: &mut Marks) -> CallId {
    let call = begun(fixture, marks);
    nothing_was_free(fixture, marks, call);
    let place = PlaceId(1);
    let offer = match fixture.run(Command::Offer(Box::new(OfferDraft {
        why: Some(marks.next()),
        child_view: Some(marks.next()),
        travel_time: Some(marks.short()),
        clearance: Clearance::Cleared,
        cleared_with: Some(marks.short()),
        ..OfferDraft::new(call, place)
    }))) {
        Outcome::Offered { offer, .. } => offer,
        other => panic!("{other:?}"),
    };
    fixture.run(Command::CompleteOffer(Box::new(OfferCompletion {
        offer,
        why: Some(marks.next()),
        child_view: None,
        travel_time: None,
        clearance: None,
        cleared_with: None,
        cleared_at: None,
        may_be_known: None,
    })));
    fixture.run(Command::Answer {
        offer,
        answer: Answer::Declined,
        reason: Some(DeclineReason::Other),
        by: Some(marks.short()),
        note: Some(marks.next()),
    });
    fixture.run(Command::CloseCall { call, reason: CloseReason::Withdrawn, note: Some(marks.next()) });
    call
}

/// Someone was asked in vain, a measure was offered meanwhile, a deviation drafted and its note corrected.
fn nothing_was_free(fixture: &mut Fixture, marks: &mut Marks, call: CallId) {
    fixture.run(Command::LogEnquiry(Box::new(EnquiryDraft {
        who: Some(marks.short()),
        note: Some(marks.next()),
        ..EnquiryDraft::new(call, Rung::Leader, EnquiryResult::NoAnswer)
    })));
    fixture.run(Command::SetCompensation {
        call,
        kind: CompensationKind::Mst,
        state: CompensationState::Offered,
        note: Some(marks.next()),
    });
    let Outcome::DeviationSet { deviation, .. } = fixture.run(Command::DraftDeviation { call, child: None })
    else {
        panic!("no deviation")
    };
    let facts = fixture.store.deviation(deviation).unwrap().0.facts;
    for _ in 0..2 {
        let (facts, note) = (Box::new(facts.clone()), Some(marks.next()));
        fixture.run(Command::EditDeviation { deviation, facts, note });
    }
}

/// The call itself, its checklist, and half-written work about it.
fn begun(fixture: &mut Fixture, marks: &mut Marks) -> CallId {
    let identity =
        |marks: &mut Marks| ChildIdentity { name: Some(marks.short()), national_id: Some(marks.short()) };
    let girl = girl_of_nine(fixture.now);
    let child = girl.children[0];
    let facts = CallFacts {
        children: vec![child, child],
        identities: vec![identity(marks), identity(marks)],
        callback: Some(marks.short()),
        note: Some(marks.next()),
        needs: vec![need(marks.short())],
        ..girl
    };
    let call = fixture.register(facts);
    let before = fixture.store.call_details(call).unwrap();
    let facts = before.call.facts();
    // The note is corrected: what stood there first must go too.
    let note = CallFacts { note: Some(marks.next()), ..facts.clone() };
    let children = before.call.children.iter().map(|child| child.id).collect();
    let facts = CallFacts { note: before.note, ..facts };
    fixture.run(Command::EditCall(Box::new(CallEdit {
        call,
        before: facts,
        after: note,
        children,
        removed: Vec::new(),
    })));
    for item in [ItemKey::Situation, ItemKey::ChildView, ItemKey::Danger] {
        let fields = ItemFields { needs: vec![need(marks.short())], ..ItemFields::default() };
        let text = Some(marks.next());
        let state = AnswerState::Answered;
        fixture.run(Command::AnswerItem(Box::new(ItemAnswer { call, item, state, text, fields })));
    }
    let (action, action_by, if_then) = (Some(marks.next()), Some(marks.short()), Some(marks.next()));
    let watch = WatchDraft { call, level: WatchLevel::Watch, action, action_at: None, action_by, if_then };
    fixture.run(Command::SetWatch(Box::new(watch.into())));
    draft(fixture, marks, Some(call));
    draft(fixture, marks, None);
    call
}

fn draft(fixture: &mut Fixture, marks: &mut Marks, call: Option<CallId>) {
    let count = u32::try_from(marks.all.len()).unwrap();
    let draft = Draft {
        id: DraftId { sitting: uuid::Uuid::new_v4(), count },
        kind: if call.is_some() { DraftKind::EditCall } else { DraftKind::Line },
        call,
        about: None,
        begun_at: fixture.now,
        fields: vec![("line".to_owned(), marks.next())],
    };
    fixture.store.save_draft(&draft).unwrap();
}

pub fn purge(fixture: &mut Fixture, dry_run: bool) -> PurgeReport {
    match fixture.run(Command::Purge { dry_run }) {
        Outcome::Purged(report) => report,
        other => panic!("{other:?}"),
    }
}

pub fn turn_on(fixture: &mut Fixture, days: i64) {
    for (key, value) in [("purge.on", "on".to_owned()), ("purge.days", days.to_string())] {
        fixture.run(Command::SetSetting { key: key.to_owned(), value });
    }
}

/// How many of these words stand somewhere in the pages of a database, free ones included.
pub fn found(path: &Path, words: &[String]) -> usize {
    let mut connection = raw::open(path).unwrap();
    let pages = connection.serialize("main").unwrap();
    let mut starts: BTreeSet<&[u8]> = BTreeSet::new();
    // Every marker begins alike, so that one pass over the pages finds them all.
    for at in memchr(&pages, b"MERKE") {
        let end =
            pages[at..].iter().position(|byte| !byte.is_ascii_alphanumeric()).map_or(pages.len(), |n| at + n);
        starts.insert(&pages[at..end]);
    }
    words.iter().filter(|word| starts.iter().any(|start| start.starts_with(word.as_bytes()))).count()
}

fn memchr<'b>(bytes: &'b [u8], word: &'b [u8]) -> impl Iterator<Item = usize> + 'b {
    bytes.windows(word.len()).enumerate().filter(move |(_, window)| *window == word).map(|(at, _)| at)
}

/// What figures are made from: the export, and every coded column of the tables of calls.
fn figures(fixture: &mut Fixture) -> (String, Vec<Vec<Value>>) {
    let now = fixture.now;
    let (calls, offers) = fixture.store.calls(CallFilter::All).unwrap();
    let board = fixture.store.board(now).unwrap();
    let sources = Sources {
        calls: &calls,
        offers: &offers,
        units: &board.units,
        places: &board.places,
        region: fixture.store.region(),
    };
    let csv = Calls::of(&sources).csv();
    let connection = raw::open(&fixture.path).unwrap();
    let mut rows = Vec::new();
    for table in ["calls", "children", "offers", "claims", "follow_ups", "checklist_answers"] {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY number")).unwrap();
        let columns: Vec<usize> = statement
            .column_names()
            .enumerate()
            .filter(|(_, name)| !["version", "erased_at"].contains(name))
            .map(|(at, _)| at)
            .collect();
        let found = statement.query_map([], |row| columns.iter().map(|at| row.get(*at)).collect()).unwrap();
        rows.extend(found.map(Result::unwrap));
    }
    (csv, rows)
}

#[test]
fn what_was_erased_is_nowhere_and_the_figures_are_the_same() {
    erased_is_nowhere(&Dice::of_test());
}

/// With this seed a page that was split keeps a copy of a value that had moved to its neighbour: overwriting the value
/// where it stands leaves the copy.
#[test]
fn no_copy_is_left_where_pages_were_split() {
    erased_is_nowhere(&Dice::from_seed(277_681_651));
}

fn erased_is_nowhere(dice: &Dice) {
    let mut promise = Promise::of("S9", "erasure");
    let mut fixture = Fixture::with_places();
    let (mut goes, mut stays) = (Marks::new(dice, 1), Marks::new(dice, 2));
    let mut calls = Vec::new();
    while goes.all.len() < MARKERS.count() {
        calls.push(talked_of(&mut fixture, &mut goes));
        fixture.later(7);
    }
    assert!(goes.all.len() / calls.len() >= OF_A_CALL);
    handed_over(&mut fixture, &mut goes);
    fixture.later(60 * 24 * 40);
    let recent = talked_of(&mut fixture, &mut stays);
    let open = begun(&mut fixture, &mut stays);
    handed_over(&mut fixture, &mut stays);
    fixture.later(60);

    // Off: nothing goes, and what would go is told.
    let would = purge(&mut fixture, true);
    assert_eq!((would.is_on, would.days, would.calls.len()), (false, 365, 0));
    assert_eq!(fixture.refused(&Command::Purge { dry_run: false }), Refusal::BadValue(BadValue::PurgeOff));
    turn_on(&mut fixture, 30);
    let would = purge(&mut fixture, true);
    assert_eq!(would.calls.iter().map(|of| of.call).collect::<Vec<_>>(), calls);
    let old_note_of_each = 3 * calls.len();
    // Three fields hold a later value by now; the draft is counted apart, and facts and needs are values of their own.
    assert!(would.values + would.drafts + old_note_of_each >= goes.all.len(), "{would:?}");
    assert_eq!((would.drafts, would.handovers), (2 * calls.len(), 1));
    assert_eq!(found(&fixture.path, &goes.all[goes.all.len() - 2..]), 2, "the search is blind");

    let control = control(&fixture, &goes.all);
    assert!(control > goes.all.len() / 2, "{control} of {} are found with cleaning off", goes.all.len());
    promise.caught("cleaning off");

    let before = figures(&mut fixture);
    let head = fixture.head();
    let earlier = fixture.store.backup_maker().make(None, fixture.now).unwrap();
    let done = purge(&mut fixture, false);
    assert_eq!((done.calls, done.values, done.drafts), (would.calls, would.values, would.drafts));
    assert!(fixture.head() > head, "it is journalled");
    assert!(fixture.store.leave_nothing_erased().unwrap());

    assert_eq!(found(&fixture.path, &goes.all), 0);
    assert_eq!(
        fs::metadata(raw::log_of(&fixture.path)).map_or(0, |log| log.len()),
        0,
        "the log holds old pages"
    );
    fixture.later(61);
    let later = fixture.store.backup_maker().make(None, fixture.now).unwrap();
    assert_eq!(found(&later.path, &goes.all), 0);
    assert!(found(&earlier.path, &goes.all) > 0, "an earlier backup holds it still, as is said in words");
    assert!(found(&fixture.path, &stays.all) > stays.all.len() / 2, "what is not due stays");

    assert_eq!(figures(&mut fixture), before);
    assert_eq!(fixture.store.check().unwrap(), []);
    let again = purge(&mut fixture, false);
    assert_eq!((again.calls.len(), again.values, again.drafts, again.handovers), (0, 0, 0, 0));
    for (call, is_erased) in [(calls[0], true), (recent, false), (open, false)] {
        let details = fixture.store.call_details(call).unwrap();
        assert_eq!(details.erased_at.is_some(), is_erased, "{call}");
        let lines: Vec<_> = details.timeline.iter().filter(|line| line.is_erased).collect();
        assert_eq!(!lines.is_empty(), is_erased, "{call}");
        assert_eq!(details.note.is_none(), is_erased, "{call}");
    }
    let now = fixture.now;
    match fixture.store.tell(&Question::Personal(Subject::Call(calls[0])), now).unwrap() {
        Told::Personal(personal) => {
            assert!(personal.erased_at.is_some());
            assert!(personal.children.iter().all(|(_, known)| *known == ChildIdentity::default()));
            assert_eq!(personal.callback, None);
        }
        other => panic!("{other:?}"),
    }
    promise.ran(goes.all.len(), format!("{control} found with cleaning off, 0 after erasure"));
}

/// How many words are found when the rows are deleted without overwriting, in a copy.
fn control(fixture: &Fixture, words: &[String]) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let copy = raw::copy(&fixture.path, folder.path());
    let connection = raw::open(&copy).unwrap();
    connection
        .execute_batch(
            "PRAGMA secure_delete = off;
             DELETE FROM personal_data WHERE subject <> 'advisers';
             DELETE FROM free_texts;
             DELETE FROM drafts;
             PRAGMA wal_checkpoint(TRUNCATE);",
        )
        .unwrap();
    drop(connection);
    found(&copy, words)
}

#[test]
fn nothing_is_taken_back_or_told_anew_in_a_call_that_was_erased() {
    let mut fixture = Fixture::with_places();
    let mut marks = Marks::new(&Dice::of_test(), 3);
    let call = fixture.girl();
    let offer = fixture.offer(call, PlaceId(1));
    fixture.run(Command::Answer {
        offer,
        answer: Answer::Accepted,
        reason: None,
        by: Some(marks.next()),
        note: None,
    });
    fixture.run(Command::Arrive { offer, at: None });
    turn_on(&mut fixture, 1);
    fixture.later(60 * 24 * 2);
    assert_eq!(purge(&mut fixture, false).calls.len(), 1);

    for scope in [UndoScope::ThisProcess, UndoScope::Database] {
        let refusal = fixture.refused(&Command::Undo { scope });
        assert_eq!(refusal, Refusal::Stale(Stale::Erased(call)), "{scope:?}");
    }
    let completion = OfferCompletion {
        offer,
        why: Some(marks.next()),
        child_view: None,
        travel_time: None,
        clearance: None,
        cleared_with: None,
        cleared_at: None,
        may_be_known: None,
    };
    let refusal = fixture.refused(&Command::CompleteOffer(Box::new(completion)));
    assert_eq!(refusal, Refusal::Stale(Stale::Erased(call)));
}

#[test]
fn what_was_taken_back_before_the_erasure_is_not_done_again_after_it() {
    let mut fixture = Fixture::with_places();
    let mut marks = Marks::new(&Dice::of_test(), 4);
    let call = fixture.girl();
    let (item, state, fields) = (ItemKey::Situation, AnswerState::Answered, ItemFields::default());
    let answer = ItemAnswer { call, item, state, text: Some(marks.next()), fields };
    fixture.run(Command::AnswerItem(Box::new(answer)));
    fixture.run(Command::Undo { scope: UndoScope::ThisProcess });
    let mut other = fixture.open();
    let mut by_another = |command: &Command, now| {
        other.execute(Store::new_command_id(now), command, now).unwrap();
    };
    by_another(&Command::CloseCall { call, reason: CloseReason::Withdrawn, note: None }, fixture.now);
    for (key, value) in [("purge.on", "on"), ("purge.days", "1")] {
        by_another(&Command::SetSetting { key: key.to_owned(), value: value.to_owned() }, fixture.now);
    }
    fixture.later(60 * 24 * 2);
    by_another(&Command::Purge { dry_run: false }, fixture.now);
    assert_eq!(fixture.refused(&Command::Redo), Refusal::Stale(Stale::Erased(call)));
}

#[test]
fn a_log_that_others_read_is_said_not_to_be_empty() {
    let mut fixture = Fixture::with_places();
    fixture.girl();
    let reader = raw::open(&fixture.path).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM journal").unwrap();
    fixture.girl();
    assert!(!fixture.store.leave_nothing_erased().unwrap());
    reader.execute_batch("COMMIT").unwrap();
    assert!(fixture.store.leave_nothing_erased().unwrap());
}

#[test]
fn an_index_that_another_wrote_after_the_erasure_is_not_called_damaged() {
    let mut fixture = Fixture::with_places();
    let facts = CallFacts { note: Some("ord".to_owned()), ..girl_of_nine(fixture.now) };
    let call = fixture.register(facts);
    fixture.run(Command::CloseCall { call, reason: CloseReason::Withdrawn, note: None });
    turn_on(&mut fixture, 1);
    fixture.later(60 * 24 * 2);
    purge(&mut fixture, false);
    let mut other = fixture.open();
    let facts = CallFacts { note: Some("andre ord".to_owned()), ..girl_of_nine(fixture.now) };
    let command = Command::RegisterCall(Box::new(facts));
    other.execute(Store::new_command_id(fixture.now), &command, fixture.now).unwrap();
    assert_eq!(fixture.store.check().unwrap(), []);
}

/// Two write in turn, one erases, and the other takes back what it wrote after that.
#[test]
fn an_index_that_was_made_anew_is_written_in_by_those_who_read_it_before() {
    let mut fixture = Fixture::with_places();
    let mut other = fixture.open();
    let run = |store: &mut Store, command: &Command, now| {
        store.execute(Store::new_command_id(now), command, now).unwrap()
    };
    let words = |text: &str| Some(text.to_owned());
    let facts = CallFacts { note: words("ord 21"), ..girl_of_nine(fixture.now) };
    let gone = fixture.register(facts);
    fixture.run(Command::CloseCall { call: gone, reason: CloseReason::Withdrawn, note: words("ord 25") });
    let call = fixture.girl();
    let draft =
        OfferDraft { why: words("ord 22"), child_view: words("ord 23"), ..OfferDraft::new(call, PlaceId(1)) };
    let Outcome::Offered { offer, .. } = run(&mut other, &Command::Offer(Box::new(draft)), fixture.now)
    else {
        panic!()
    };
    let remark = |text: &str| Command::Remark { call, kind: RemarkKind::Disagreement, text: text.to_owned() };
    fixture.run(remark("ord 38"));
    let completion = OfferCompletion {
        offer,
        why: words("ord 42"),
        child_view: None,
        travel_time: None,
        clearance: None,
        cleared_with: None,
        cleared_at: None,
        may_be_known: None,
    };
    run(&mut other, &Command::CompleteOffer(Box::new(completion)), fixture.now);
    turn_on(&mut fixture, 1);
    fixture.later(60 * 24 * 2);
    assert_eq!(purge(&mut fixture, false).calls.len(), 1);
    let note = words("ord 63");
    let answer = Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note };
    run(&mut other, &answer, fixture.now);
    run(&mut other, &Command::Undo { scope: UndoScope::ThisProcess }, fixture.now);
    assert_eq!(other.check().unwrap(), []);
    assert_eq!(fixture.open().check().unwrap(), []);
}

#[test]
fn a_value_put_back_after_erasure_differs_from_its_history() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    fixture.run(Command::CloseCall { call, reason: CloseReason::Withdrawn, note: Some("ord".to_owned()) });
    turn_on(&mut fixture, 1);
    fixture.later(60 * 24 * 2);
    purge(&mut fixture, false);
    raw::open(&fixture.path)
        .unwrap()
        .execute("INSERT INTO free_texts VALUES ('calls', ?1, 'close_note', x'00', 'ord')", [call.0])
        .unwrap();
    // The row differs from what the journal tells, and nothing finds the call by it.
    let found = fixture.store.check().unwrap();
    let expected =
        [Finding::DiffersFromHistory { table: "calls", number: call.0 }, Finding::SearchDiffers(call)];
    assert_eq!(found, expected);
}
