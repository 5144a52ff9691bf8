//! What the screens ask for: calls, histories, the journal and its chain, hidden data; and half-written work.

use akuttvakt::domain::call::{CloseReason, Shield};
use akuttvakt::domain::claim::{ClaimEnd, ClaimKind};
use akuttvakt::domain::command::{Command, Outcome};
use akuttvakt::domain::draft::{Draft, DraftId, DraftKind};
use akuttvakt::domain::ids::{CallId, PlaceId, UnitId};
use akuttvakt::domain::journal::{Act, JournalLine};
use akuttvakt::domain::place_history::HistoryEvent;
use akuttvakt::domain::question::{
    CallPage, CallSearch, ChainState, JournalAbout, JournalFilter, JournalPage, JournalQuery, JournalWord,
    Question, Subject, Told,
};
use akuttvakt::domain::refusal::{BadValue, Refusal};
use akuttvakt::domain::unit::{ConfirmedHow, PlaceState};
use akuttvakt::store::{Passphrase, Store, StoreError, advisers};

use crate::fixture::{Fixture, girl_of_nine, gjovik, options, reference, ringsaker};

fn calls(fixture: &mut Fixture, search: CallSearch) -> CallPage {
    match fixture.store.tell(&Question::Calls(search), fixture.now).unwrap() {
        Told::Calls(page) => page,
        other => panic!("{other:?}"),
    }
}

fn journal(fixture: &mut Fixture, about: JournalAbout, before: Option<i64>, limit: usize) -> JournalPage {
    match fixture.store.tell(&Question::Journal(JournalQuery { about, before, limit }), fixture.now).unwrap()
    {
        Told::Journal(page) => page,
        other => panic!("{other:?}"),
    }
}

fn chain(fixture: &mut Fixture) -> ChainState {
    match fixture.store.tell(&Question::Chain, fixture.now).unwrap() {
        Told::Chain(state) => state,
        other => panic!("{other:?}"),
    }
}

#[test]
fn calls_are_found_by_number_and_place_but_protected_ones_by_number_alone() {
    let mut fixture = Fixture::with_places();
    for _ in 0..11 {
        fixture.girl();
    }
    let mut hidden = girl_of_nine(fixture.now);
    hidden.shield = Some(Shield::Code7);
    let hidden = fixture.register(hidden);
    fixture.run(Command::CloseCall { call: CallId(11), reason: CloseReason::Withdrawn, note: None });
    let base = CallSearch { limit: 3, ..CallSearch::default() };
    let cases: [(CallSearch, &[i64], usize); 7] = [
        (base.clone(), &[12, 11, 10], 12),
        (CallSearch { open_only: true, ..base.clone() }, &[12, 10, 9], 11),
        (CallSearch { number: Some("1".into()), ..base.clone() }, &[1, 12, 11], 4),
        (CallSearch { number: Some(hidden.to_string()), ..base.clone() }, &[12], 1),
        (CallSearch { number: Some("1%".into()), ..base.clone() }, &[], 0),
        (CallSearch { municipalities: Some(vec![ringsaker(), gjovik()]), ..base.clone() }, &[11, 10, 9], 11),
        (CallSearch { municipalities: Some(Vec::new()), ..base }, &[], 0),
    ];
    for (search, numbers, found) in cases {
        let page = calls(&mut fixture, search.clone());
        let read: Vec<_> = page.calls.iter().map(|call| call.id.0).collect();
        assert_eq!((read.as_slice(), page.found), (numbers, found), "{search:?}");
    }
}

#[test]
fn the_history_of_a_unit_tells_states_claims_and_confirmations() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let place = PlaceId(4);
    for how in [ConfirmedHow::Phoned, ConfirmedHow::Phoned, ConfirmedHow::Mail] {
        fixture.later(1);
        fixture.run(Command::ConfirmPlace { place, how, whole_unit: true });
    }
    fixture.later(1);
    let reason = Some("ferie til mandag".to_owned());
    fixture.run(Command::SetPlace { place, state: PlaceState::Holiday, reason: reason.clone() });
    fixture.run(Command::SetPlace { place, state: PlaceState::Free, reason: None });
    fixture.later(1);
    fixture.run(Command::Hold { call, place });
    fixture.later(30);
    let told = fixture.store.tell(&Question::PlaceHistory(UnitId(2)), fixture.now).unwrap();
    let Told::PlaceHistory(lines) = told else { panic!() };
    assert!(lines.is_sorted_by(|a, b| a.at >= b.at) && lines.iter().all(|line| line.place == place));
    assert_eq!(
        lines[0].event,
        HistoryEvent::Claim { kind: ClaimKind::Hold, call, end: Some(ClaimEnd::Lapsed) }
    );
    assert_eq!(lines[0].ended_at, Some(lines[0].at + crate::fixture::minutes(15)));
    let events: Vec<_> = lines.iter().map(|line| &line.event).collect();
    assert!(events.contains(&&HistoryEvent::State { state: PlaceState::Holiday, reason }));
    let how: Vec<_> = events
        .iter()
        .filter_map(|event| if let HistoryEvent::Confirmed { how } = event { Some(*how) } else { None })
        .collect();
    assert_eq!(how, [ConfirmedHow::Mail, ConfirmedHow::Phoned, ConfirmedHow::Phoned]);
    assert_eq!(lines[1].by.as_deref(), Some("Kari N."));
    let acts: Vec<_> = journal(&mut fixture, JournalAbout::Unit(UnitId(2)), None, 500)
        .lines
        .iter()
        .map(|line| line.entry.act)
        .collect();
    for act in [Act::Import, Act::Confirm, Act::Place, Act::Hold] {
        assert!(acts.contains(&act), "{act:?}");
    }
}

#[test]
fn the_journal_is_read_page_by_page_and_its_chain_is_gone_through() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    let head = fixture.head();
    let first = journal(&mut fixture, JournalAbout::All, None, 5);
    assert_eq!((first.lines[0].entry.seq, first.lines.len(), first.has_more), (head, 5, true));
    let rest = journal(&mut fixture, JournalAbout::All, Some(6), 5);
    assert_eq!((rest.lines[0].entry.seq, rest.lines.len(), rest.has_more), (5, 5, false));
    let about = journal(&mut fixture, JournalAbout::Call(call), None, 500);
    assert!(!about.lines.is_empty() && about.lines.iter().all(|line| line.entry.call == Some(call.0)));
    for _ in 0..2 {
        let state = chain(&mut fixture);
        assert_eq!((state.lines, state.broken_at, state.head.len()), (fixture.head(), None, 12));
        fixture.girl();
    }
}

#[test]
fn a_reveal_is_journalled_and_only_of_what_there_is() {
    let mut fixture = Fixture::with_places();
    let call = fixture.girl();
    for subject in [Subject::Call(call), Subject::Unit(UnitId(1))] {
        assert_eq!(fixture.run(Command::Reveal { subject }), Outcome::Revealed { subject });
    }
    let seen = journal(&mut fixture, JournalAbout::Unit(UnitId(1)), None, 1).lines;
    assert_eq!((seen[0].entry.act, seen[0].adviser.as_deref()), (Act::Reveal, Some("Kari N.")));
    let told = fixture.store.tell(&Question::Personal(Subject::Unit(UnitId(1))), fixture.now).unwrap();
    let Told::Personal(home) = told else { panic!() };
    assert_eq!(home.phone.as_deref(), Some("00 00 00 00"));
    let unit = BadValue::UnknownNumber { field: "unit", number: 9 };
    for (subject, refusal) in [
        (Subject::Call(CallId(9)), Refusal::UnknownCall(CallId(9))),
        (Subject::Unit(UnitId(9)), Refusal::BadValue(unit)),
    ] {
        assert_eq!(fixture.refused(&Command::Reveal { subject }), refusal);
    }
}

fn draft(fixture: &Fixture, count: u32, typed: &str) -> Draft {
    Draft {
        id: DraftId { sitting: uuid::Uuid::from_u128(7), count },
        kind: DraftKind::NewCall,
        call: None,
        about: None,
        begun_at: fixture.now,
        fields: vec![("note".to_owned(), typed.to_owned())],
    }
}

#[test]
fn a_draft_goes_with_its_command_and_stays_when_that_is_refused() {
    let mut fixture = Fixture::with_places();
    let (first, second) = (draft(&fixture, 1, "mor"), draft(&fixture, 2, "far"));
    let mut watch = fixture.store.watch().unwrap();
    for kept in [&first, &second] {
        fixture.store.save_draft(kept).unwrap();
    }
    let typed_on = draft(&fixture, 1, "mor ringte");
    fixture.store.save_draft(&typed_on).unwrap();
    assert_eq!(fixture.store.drafts().unwrap(), [typed_on.clone(), second.clone()]);
    watch.wait_for_change(std::time::Duration::ZERO).unwrap();
    assert_eq!(watch.journal_head().unwrap(), fixture.head(), "a draft is no change that others are told of");

    let now = fixture.now;
    let refused = Command::Release { place: PlaceId(1) };
    fixture.store.execute_finishing(Store::new_command_id(now), &refused, Some(first.id), now).unwrap_err();
    assert_eq!(fixture.store.drafts().unwrap().len(), 2);
    let register = Command::RegisterCall(Box::new(girl_of_nine(now)));
    fixture.store.execute_finishing(Store::new_command_id(now), &register, Some(first.id), now).unwrap();
    // Killed right after: what another process finds is the call and no draft of it.
    let mut other = fixture.open();
    assert_eq!(other.drafts().unwrap(), std::slice::from_ref(&second));
    other.drop_draft(second.id).unwrap();
    other.drop_draft(second.id).unwrap();
    assert_eq!(fixture.store.drafts().unwrap(), []);
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn another_adviser_signs_on_with_a_passphrase_of_their_own() {
    let mut fixture = Fixture::with_places();
    let word = Passphrase::new("elgen på myra".to_owned());
    let kept = draft(&fixture, 1, "mor");
    fixture.store.save_draft(&kept).unwrap();
    let now = fixture.now;
    let outcome = fixture.store.add_adviser(" Per S. ", &word, now).unwrap();
    assert_eq!(outcome, Outcome::AdviserAdded { adviser: 2 });
    assert_eq!(advisers(&fixture.path).unwrap(), ["Kari N.", "Per S."]);
    let listed = fixture.store.adviser_list().unwrap();
    assert_eq!((listed.len(), listed[1].name.as_deref(), listed[1].is_removed), (2, Some("Per S."), false));
    let mut theirs = Store::open(&fixture.path, Some("Per S."), &word, reference(), options()).unwrap();
    assert_eq!(theirs.drafts().unwrap(), [], "a draft is its adviser's alone");
    assert_eq!(theirs.check().unwrap(), []);
    let refusals = [
        ("Per S.", &word, BadValue::NameTaken("Per S.".to_owned())),
        (" ", &word, BadValue::EmptyName),
        ("Ola", &Passphrase::new(String::new()), BadValue::EmptyPassphrase),
    ];
    for (name, word, refusal) in refusals {
        let head = fixture.head();
        match fixture.store.add_adviser(name, word, now) {
            Err(StoreError::Refused(Refusal::BadValue(found))) => assert_eq!(found, refusal),
            other => panic!("{other:?}"),
        }
        assert_eq!(fixture.head(), head);
    }
    let left: Vec<_> = std::fs::read_dir(fixture.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".new"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    // A wrap that was left without its row is written over.
    let keys = fixture.path.with_file_name("vakt.db.keys");
    let leftover = std::fs::read_to_string(&keys).unwrap().replace("Per S.", "Eva L.");
    std::fs::write(&keys, leftover).unwrap();
    fixture.store.add_adviser("Eva L.", &word, now).unwrap();
    Store::open(&fixture.path, Some("Eva L."), &word, reference(), options()).unwrap();
}

/// Three advisers at work over six hours: two of them have the same first name, one is called as an act is.
fn three_at_work() -> (Fixture, Vec<JournalLine>) {
    let mut fixture = Fixture::with_places();
    let word = Passphrase::new("elgen på myra".to_owned());
    let by_name = |fixture: &mut Fixture, name: &str| {
        fixture.store.add_adviser(name, &word, fixture.now).unwrap();
        Store::open(&fixture.path, Some(name), &word, reference(), options()).unwrap()
    };
    let mut others = [by_name(&mut fixture, "Kari Sæther"), by_name(&mut fixture, "Hold Åsen")];
    for place in [1, 4, 5] {
        let call = fixture.girl();
        fixture.run(Command::Hold { call, place: PlaceId(place) });
        for other in &mut others {
            fixture.now += crate::fixture::minutes(55);
            let how = ConfirmedHow::Phoned;
            for command in [
                Command::ConfirmPlace { place: PlaceId(2), how, whole_unit: false },
                Command::Hold { call, place: PlaceId(3) },
                Command::Release { place: PlaceId(3) },
            ] {
                let _ = other.execute(Store::new_command_id(fixture.now), &command, fixture.now);
            }
        }
    }
    let lines = journal(&mut fixture, JournalAbout::All, None, 10_000).lines;
    (fixture, lines)
}

type Fits<'f> = &'f dyn Fn(&JournalLine) -> bool;

#[test]
fn journal_lines_are_found_by_call_by_adviser_by_act_by_time_and_together() {
    let (mut fixture, all) = three_at_work();
    let word = |name: &str, acts: &[Act]| JournalWord { name: name.to_owned(), acts: acts.to_vec() };
    let since = fixture.now - crate::fixture::minutes(120);
    let by = |line: &JournalLine, name: &str| line.adviser.as_deref() == Some(name);
    let is = |line: &JournalLine, act: Act| line.entry.act == act;
    let (kari, sæther, hold) = ("Kari N.", "Kari Sæther", "Hold Åsen");
    let (any, second) = (JournalAbout::All, JournalAbout::Call(CallId(2)));
    let of_second = |line: &JournalLine| line.entry.call == Some(2);
    let cases: [(JournalAbout, Vec<JournalWord>, bool, Fits<'_>); 14] = [
        (any, vec![], false, &|_| true),
        (second, vec![], false, &of_second),
        (any, vec![word("kari", &[])], false, &|line| by(line, kari) || by(line, sæther)),
        (any, vec![word("sæ", &[])], false, &|line| by(line, sæther)),
        // The beginning of a name, as it is said without its signs; not the middle of one.
        (any, vec![word("asen", &[])], false, &|line| by(line, hold)),
        (any, vec![word("ther", &[])], false, &|_| false),
        (any, vec![word("?", &[Act::Confirm])], false, &|line| is(line, Act::Confirm)),
        // Who is called as an act is, and everyone's act.
        (any, vec![word("hold", &[Act::Hold])], false, &|line| by(line, hold) || is(line, Act::Hold)),
        (any, vec![], true, &|line| line.entry.at >= since),
        (any, vec![word("kari", &[]), word("n", &[])], false, &|line| by(line, kari)),
        (any, vec![word("kari", &[]), word("åsen", &[])], false, &|_| false),
        (any, vec![word("?", &[Act::Hold]), word("?", &[Act::Release])], false, &|_| false),
        (second, vec![word("sæther", &[]), word("?", &[Act::Hold, Act::Release])], false, &|line| {
            of_second(line) && by(line, sæther) && (is(line, Act::Hold) || is(line, Act::Release))
        }),
        (any, vec![word("kari", &[]), word("hold", &[Act::Hold])], true, &|line| {
            (by(line, kari) || by(line, sæther)) && is(line, Act::Hold) && line.entry.at >= since
        }),
    ];
    for (about, words, is_late, fits) in cases {
        let filter = JournalFilter { words, since: is_late.then_some(since) };
        let expected: Vec<i64> = all.iter().filter(|line| fits(line)).map(|line| line.entry.seq).collect();
        // Whole, and page by page.
        for limit in [10_000, 3] {
            let (mut read, mut before) = (Vec::new(), None);
            loop {
                let asked = JournalQuery { about, before, limit };
                let asked = Question::JournalFound(asked, filter.clone());
                let told = fixture.store.tell(&asked, fixture.now).unwrap();
                let Told::Journal(page) = told else { panic!("{told:?}") };
                read.extend(page.lines.iter().map(|line| line.entry.seq));
                before = page.lines.last().map(|line| line.entry.seq);
                if !page.has_more {
                    break;
                }
                assert_eq!(page.lines.len(), limit);
            }
            assert_eq!(read, expected, "{about:?} {filter:?} by {limit}");
        }
    }
    let found = |fits: Fits<'_>| all.iter().filter(|line| fits(line)).count();
    assert!(found(&|line| by(line, hold) && is(line, Act::Hold)) > 0, "the cases are not empty");
    assert!(found(&|line| by(line, sæther) && of_second(line)) > 0);
}
