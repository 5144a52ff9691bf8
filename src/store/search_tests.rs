//! Finding calls by words: what is found and what is not, that the index always says what was written, and that erasure
//! leaves nothing of it in the pages.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use super::fixture::{ADVISER, Fixture, girl_of_nine, night, options, passphrase, reference};
use super::{Finding, Store};
use crate::domain::call::{CallFacts, CloseReason, Need, NeedEffect, Shield};
use crate::domain::checklist::{AnswerState, ItemKey};
use crate::domain::child::ChildIdentity;
use crate::domain::command::{CallEdit, Command, ItemAnswer, ItemFields, OfferDraft, Outcome, UndoScope};
use crate::domain::enquiry::{EnquiryDraft, EnquiryResult};
use crate::domain::ids::{CallId, PlaceId};
use crate::domain::ladder::Rung;
use crate::domain::offer::{Answer, Clearance, DeclineReason};
use crate::domain::question::{CallSearch, Question, Told};
use crate::domain::remark::RemarkKind;

fn found(fixture: &mut Fixture, words: &str) -> Vec<i64> {
    let search = CallSearch { words: Some(words.to_owned()), limit: 100, ..CallSearch::default() };
    match fixture.store.tell(&Question::Calls(search), fixture.now).unwrap() {
        Told::Calls(page) => page.calls.iter().map(|call| call.id.0).collect(),
        other => panic!("{other:?}"),
    }
}

fn noted(fixture: &mut Fixture, note: &str) -> CallId {
    let facts = CallFacts { note: Some(note.to_owned()), ..girl_of_nine(fixture.now) };
    fixture.register(facts)
}

fn answered(fixture: &mut Fixture, call: CallId, text: &str) {
    let (item, state, text) = (ItemKey::Situation, AnswerState::Answered, Some(text.to_owned()));
    let fields = ItemFields::default();
    fixture.run(Command::AnswerItem(Box::new(ItemAnswer { call, item, state, text, fields })));
}

#[test]
fn every_word_must_be_there_and_three_letters_of_it_are_enough() {
    let mut fixture = Fixture::with_places();
    let first = noted(&mut fixture, "Har Epilepsi, må ha fast voksen");
    let second = noted(&mut fixture, "epilepsi hos søster; går på ÅSHEIM skole");
    answered(&mut fixture, first, "svømming på mandager");
    for (words, calls) in [
        ("epilepsi", &[second.0, first.0][..]),
        ("EPI", &[second.0, first.0]),
        ("ep", &[]),
        ("ha", &[first.0]),
        ("epilepsi svømming", &[first.0]),
        ("svømming epilepsi åsheim", &[]),
        ("åsh", &[second.0]),
        ("leps", &[]),
        ("mandag", &[first.0]),
    ] {
        assert_eq!(found(&mut fixture, words), calls, "{words}");
    }
}

#[test]
fn nothing_that_is_typed_is_an_operator() {
    let mut fixture = Fixture::with_places();
    let call = noted(&mut fixture, "mor og far, OR i navnet");
    for words in [
        "\"",
        "'",
        "\"\"",
        "*",
        "mor*",
        "(mor",
        "mor)",
        "mor AND",
        "NOT",
        "NEAR(",
        "mor NOT far",
        "words:mor",
        "call:1",
        "^mor",
        "-mor",
        "--",
        "mor\" OR \"x",
        "{call source}",
        "+",
        "\\",
        "%",
        "_",
        "\u{0}",
        "a\u{30a}",
    ] {
        let hits = found(&mut fixture, words);
        assert!(hits.len() <= 1, "{words:?}: {hits:?}");
    }
    assert_eq!(found(&mut fixture, "mor far"), [call.0]);
    assert_eq!(found(&mut fixture, "mor OR far"), [call.0]);
    assert_eq!(found(&mut fixture, "mor OR ukjent"), Vec::<i64>::new());
    assert_eq!(found(&mut fixture, "call:1"), Vec::<i64>::new(), "the number is no word");
    assert_eq!(found(&mut fixture, " -- "), Vec::<i64>::new(), "what is no word finds nothing");
}

/// Words that share no beginning, so that the index keeps each whole.
const MARKS: [&str; 14] = [
    "askeladden",
    "bjarkeland",
    "dyrendalen",
    "elvestuebu",
    "fjellvokte",
    "grantoppen",
    "hvitsymren",
    "innsjødrag",
    "jordskokke",
    "kattugleri",
    "lyngheiene",
    "myrulldott",
    "nattravnen",
    "oterfaret",
];
/// Of people: never among what is looked through.
const PEOPLE: [&str; 6] = ["Pilegrimsen", "Qvistgaard", "Rødseterli", "Tuftemoen", "Ulvesaker", "Vesterhaug"];

/// A call with a mark in every field that is looked through, and names in those that are not.
fn told_of(fixture: &mut Fixture) -> CallId {
    let girl = girl_of_nine(fixture.now);
    let text = |at: usize| Some(MARKS[at].to_owned());
    let person = |at: usize| Some(PEOPLE[at].to_owned());
    let need = Need { word: PEOPLE[5].to_owned(), detail: None, effect: NeedEffect::Note };
    let facts = CallFacts {
        identities: vec![ChildIdentity { name: person(0), national_id: person(1) }],
        callback: person(2),
        note: text(0),
        needs: vec![need],
        ..girl
    };
    let call = fixture.register(facts);
    let before = fixture.store.call_details(call).unwrap();
    let facts = CallFacts { note: before.note.clone(), ..before.call.facts() };
    let children = before.call.children.iter().map(|child| child.id).collect();
    fixture.run(Command::EditCall(Box::new(CallEdit {
        call,
        after: CallFacts { note: text(1), ..facts.clone() },
        before: facts,
        children,
        removed: Vec::new(),
    })));
    answered(fixture, call, MARKS[2]);
    answered(fixture, call, MARKS[3]);
    fixture.run(Command::Remark { call, kind: RemarkKind::ALL[0], text: MARKS[4].to_owned() });
    fixture.run(Command::LogEnquiry(Box::new(EnquiryDraft {
        who: person(3),
        note: text(5),
        ..EnquiryDraft::new(call, Rung::OtherRegions, EnquiryResult::Asked)
    })));
    let offer = match fixture.run(Command::Offer(Box::new(OfferDraft {
        why: text(6),
        child_view: text(7),
        clearance: Clearance::Cleared,
        cleared_with: person(4),
        ..OfferDraft::new(call, PlaceId(1))
    }))) {
        Outcome::Offered { offer, .. } => offer,
        other => panic!("{other:?}"),
    };
    fixture.run(Command::Answer {
        offer,
        answer: Answer::Declined,
        reason: Some(DeclineReason::Other),
        by: person(4),
        note: text(8),
    });
    fixture.run(Command::CloseCall { call, reason: CloseReason::Withdrawn, note: text(9) });
    call
}

#[test]
fn every_free_text_finds_its_call_and_no_name_does() {
    let mut fixture = Fixture::with_places();
    let call = told_of(&mut fixture);
    assert_eq!(found(&mut fixture, MARKS[0]), Vec::<i64>::new(), "the note was corrected");
    for mark in &MARKS[1..10] {
        assert_eq!(found(&mut fixture, mark), [call.0], "{mark}");
    }
    for name in PEOPLE.iter().chain(&[ADVISER]) {
        assert_eq!(found(&mut fixture, name), Vec::<i64>::new(), "{name}");
    }
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn protected_calls_are_found_by_number_alone() {
    let mut fixture = Fixture::with_places();
    let note = Some("bor i Storgata".to_owned());
    let shield = Some(Shield::Code6);
    fixture.register(CallFacts { note: note.clone(), shield, ..girl_of_nine(fixture.now) });
    let open = fixture.register(CallFacts { note, ..girl_of_nine(fixture.now) });
    assert_eq!(found(&mut fixture, "storgata"), [open.0]);
}

#[test]
fn what_is_taken_back_is_found_no_more_and_what_is_done_again_is() {
    let mut fixture = Fixture::with_places();
    let call = noted(&mut fixture, "stille");
    answered(&mut fixture, call, "grantoppen");
    fixture.run(Command::Undo { scope: UndoScope::ThisProcess });
    assert_eq!(fixture.store.check().unwrap(), []);
    fixture.run(Command::Redo);
    assert_eq!(found(&mut fixture, "grantoppen"), [call.0]);
    assert_eq!(fixture.store.check().unwrap(), []);
}

/// The words of which anything from five letters on stands in the pages, free ones included.
fn left(fixture: &mut Fixture) -> BTreeSet<&'static str> {
    let pages = fixture.store.connection.serialize("main").unwrap().to_ascii_lowercase();
    // The index has letters without their marks.
    let is_left = |mark: &&str| {
        let start: String = mark.chars().take(5).collect();
        pages.windows(start.len()).any(|window| window == start.as_bytes())
    };
    MARKS.iter().copied().filter(|mark| is_left(mark)).collect()
}

/// The numbered words that stand whole in the pages.
fn numbered(fixture: &mut Fixture) -> BTreeSet<usize> {
    let pages = fixture.store.connection.serialize("main").unwrap().to_ascii_lowercase();
    let number = |window: &[u8]| {
        let digits = window.strip_prefix(b"felles")?;
        digits.iter().all(u8::is_ascii_digit).then(|| std::str::from_utf8(digits).ok()?.parse().ok())?
    };
    pages.windows(11).filter_map(number).collect()
}

#[test]
fn not_even_what_tells_pages_of_the_index_apart_is_left() {
    let mut fixture = Fixture::with_places();
    for n in 0..200 {
        // Words that differ in their last signs only: what tells two pages apart is a whole word.
        let words: Vec<String> = (0..40).map(|word| format!("felles{:05}", word * 200 + n)).collect();
        let call = noted(&mut fixture, &words.join(" "));
        if n % 2 == 0 {
            fixture.run(Command::CloseCall { call, reason: CloseReason::Withdrawn, note: None });
        }
    }
    let of_closed = |found: BTreeSet<usize>| found.into_iter().filter(|word| word % 2 == 0).count();
    assert!(of_closed(numbered(&mut fixture)) > 1000, "the control: before, they stand there");
    erase(&mut fixture);
    assert_eq!(of_closed(numbered(&mut fixture)), 0);
    assert_eq!(fixture.store.check().unwrap(), []);
}

fn erase(fixture: &mut Fixture) {
    for (key, value) in [("purge.on", "on"), ("purge.days", "1")] {
        fixture.run(Command::SetSetting { key: key.to_owned(), value: value.to_owned() });
    }
    fixture.later(3 * 24 * 60);
    fixture.run(Command::Purge { dry_run: false });
    assert!(fixture.store.leave_nothing_erased().unwrap());
}

#[test]
fn nothing_of_what_was_erased_is_left_in_any_page() {
    let mut fixture = Fixture::with_places();
    // So much that the index has several levels and pages, with separators of its own.
    for n in 0..120_i64 {
        let words: Vec<String> = (0..60).map(|word| format!("ord{}x{n}", word * 7919 % 997)).collect();
        noted(&mut fixture, &words.join(" ").chars().take(480).collect::<String>());
    }
    let call = told_of(&mut fixture);
    let kept = noted(&mut fixture, MARKS[13]);
    let seen = left(&mut fixture).len();
    assert!(seen >= 9, "the control: before, {seen} stand there");
    erase(&mut fixture);
    assert_eq!(left(&mut fixture), BTreeSet::from([MARKS[13]]), "only what is of another call");
    for mark in MARKS {
        let calls = if mark == MARKS[13] { vec![kept.0] } else { Vec::new() };
        assert_eq!(found(&mut fixture, mark), calls, "{mark} of {call}");
    }
    assert_eq!(found(&mut fixture, "ord7x3").len(), 0);
    assert_eq!(fixture.store.check().unwrap(), []);
}

/// A change as SQL, and whether what `check` says tells of it.
type Case = (&'static str, fn(&[Finding]) -> bool);

#[test]
fn an_index_that_differs_is_found() {
    let cases: [Case; 5] = [
        ("DELETE FROM call_words", |found| found == [Finding::SearchDiffers(CallId(1))]),
        ("UPDATE call_words SET words = 'noe annet'", |found| found == [Finding::SearchDiffers(CallId(1))]),
        ("INSERT INTO call_words (call, source, words) VALUES (7, 'calls 7 note', 'x')", |found| {
            found == [Finding::SearchDiffers(CallId(7))]
        }),
        (
            "INSERT INTO call_words (call, source, words) SELECT call, source, words FROM call_words",
            |found| found == [Finding::SearchDiffers(CallId(1))],
        ),
        ("DELETE FROM call_words_data WHERE id > 10", |found| {
            found.iter().any(|finding| matches!(finding, Finding::Structure(_)))
        }),
    ];
    for (change, is_found) in cases {
        let mut fixture = Fixture::with_places();
        noted(&mut fixture, "går på skole");
        assert_eq!(fixture.store.check().unwrap(), []);
        fixture.store.connection.execute_batch(change).unwrap();
        let findings = fixture.store.check().unwrap();
        assert!(is_found(&findings), "{change}: {findings:?}");
    }
}

#[test]
fn an_older_database_gets_its_index_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["first_light.db", "first_light.db.keys"] {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
        fs::copy(from, folder.path().join(name)).unwrap();
        fs::set_permissions(folder.path().join(name), fs::Permissions::from_mode(0o600)).unwrap();
    }
    let path = folder.path().join("first_light.db");
    let store = Store::open(&path, None, &passphrase(), reference(), options()).unwrap();
    let mut fixture = Fixture { folder, path, store, now: night() };
    assert_eq!(found(&mut fixture, "mor ringte"), [1]);
    assert_eq!(found(&mut fixture, "nær skolen"), [1], "why it was offered");
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn what_one_writes_after_another_erased_is_found_and_sound() {
    let mut fixture = Fixture::with_places();
    for (key, value) in [("purge.on", "on"), ("purge.days", "1")] {
        fixture.run(Command::SetSetting { key: key.to_owned(), value: value.to_owned() });
    }
    let mut other = fixture.open();
    let register = |store: &mut Store, note: Option<&str>, now| {
        let facts = CallFacts { note: note.map(str::to_owned), ..girl_of_nine(now) };
        match store.execute(Store::new_command_id(now), &Command::RegisterCall(Box::new(facts)), now).unwrap()
        {
            Outcome::CallRegistered { call, .. } => call,
            outcome => panic!("{outcome:?}"),
        }
    };
    let call = register(&mut other, None, fixture.now);
    fixture.later(5);
    fixture.run(Command::CloseCall { call, reason: CloseReason::SolvedOutside, note: None });
    fixture.later(60 * 30);
    fixture.run(Command::Purge { dry_run: false });
    fixture.later(1);
    register(&mut other, Some("ord"), fixture.now);
    let mut fresh = fixture.open();
    let checks = [fresh.check().unwrap(), other.check().unwrap(), fixture.store.check().unwrap()];
    assert_eq!(checks, [vec![], vec![], vec![]]);
    assert_eq!(found(&mut fixture, "ord").len(), 1);
}
