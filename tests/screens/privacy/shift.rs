//! After a shift that was handed over: what is told at signing on, what is new, the page to be received, the own page, their
//! windows, the journal that is looked through, and the files that are written.

use std::collections::BTreeSet;

use akuttvakt::app::greeting::Greeting;
use akuttvakt::app::key::Code;
use akuttvakt::app::model::Overlay;
use akuttvakt::domain::call::{CallState, CloseReason, Shield};
use akuttvakt::domain::case_watch::{WatchChange, WatchDraft, WatchLevel};
use akuttvakt::domain::checklist::{AnswerState, ItemKey};
use akuttvakt::domain::command::{Command, ItemAnswer, ItemFields, Outcome};
use akuttvakt::domain::handover::{HandoverDraft, HandoverTo};
use akuttvakt::domain::ids::{CallId, PlaceId};
use akuttvakt::domain::offer::{Answer, DeclineReason};
use akuttvakt::domain::remark::RemarkKind;
use akuttvakt::domain::unit::PlaceState;
use chrono::TimeDelta;

use super::{Marks, offer, protected_places, register, secret, seen, settle_and_move};
use crate::matrix::SIZES;
use crate::rig::{Rig, night};
use crate::support::promise::Promise;

/// What was written of a whole shift: on its page alone.
type OfShift = Vec<String>;

fn watch(marks: &mut Marks, call: CallId) -> Command {
    Command::SetWatch(Box::new(WatchChange::from(WatchDraft {
        call,
        level: WatchLevel::Critical,
        action: marks.word(),
        action_at: Some(night() + TimeDelta::hours(7)),
        action_by: marks.word(),
        if_then: marks.word(),
    })))
}

fn hand_over(rig: &mut Rig, marks: &mut Marks, of_shift: &mut OfShift, to: HandoverTo) {
    let mut mark = || {
        let mark = marks.next();
        of_shift.push(mark.clone());
        Some(mark)
    };
    rig.by_hand(&Command::SignHandover(Box::new(HandoverDraft { to, summary: mark(), note: mark() })));
}

/// Something of every kind happens with a call that was there.
fn happens(per: &mut Rig, marks: &mut Marks, call: CallId) {
    per.now += TimeDelta::minutes(2);
    for item in [ItemKey::Situation, ItemKey::Network, ItemKey::Faith] {
        let (text, state) = (marks.word(), AnswerState::Answered);
        let answer = ItemAnswer { call, item, state, text, fields: ItemFields::default() };
        per.by_hand(&Command::AnswerItem(Box::new(answer)));
    }
    for kind in [RemarkKind::Note, RemarkKind::Disagreement] {
        let text = marks.word().unwrap();
        per.by_hand(&Command::Remark { call, kind, text });
    }
    let command = watch(marks, call);
    per.try_by_hand(&command);
    per.by_hand(&Command::ExportNamed { call, reason: marks.word().unwrap() });
    per.try_by_hand(&Command::PromiseCallBack { call, due_at: per.now + TimeDelta::hours(2) });
}

/// The night of [`secret`] given away by Kari; Per works on with every call and takes new ones; Ida gives her shift to Kari,
/// who signs on again.
fn after_a_shift() -> (Rig, Marks, OfShift) {
    let (mut rig, mut marks) = secret();
    let mut of_shift = OfShift::new();
    rig.now = night();
    hand_over(&mut rig, &mut marks, &mut of_shift, HandoverTo::IntakeUnit);
    let mut ida = rig.second("Ida Berg");
    ida.now = night() + TimeDelta::minutes(2);
    ida.by_hand(&Command::StartShift);
    let mut per = rig.second("Per Sæther");
    per.now = night() + TimeDelta::minutes(4);
    per.by_hand(&Command::StartShift);
    let open: Vec<CallId> = per
        .store
        .as_mut()
        .unwrap()
        .board(per.now)
        .unwrap()
        .calls
        .iter()
        .filter(|call| call.state == CallState::Open)
        .map(|call| call.id)
        .collect();
    for call in open {
        happens(&mut per, &mut marks, call);
    }
    for (shield, place) in [(None, 27), (Some(Shield::Code6), 29), (Some(Shield::Code7), 31)] {
        let call = register(&mut per, &mut marks, shield);
        let command = watch(&mut marks, call);
        per.by_hand(&command);
        let Outcome::Offered { offer, .. } = offer(&mut per, &mut marks, call, place) else {
            panic!("{call}")
        };
        let (answer, reason) = (Answer::Declined, Some(DeclineReason::Other));
        let (by, note) = (marks.word(), marks.word());
        per.by_hand(&Command::Answer { offer, answer, reason, by, note });
        let words = [marks.word(), marks.word(), marks.word()];
        crate::deviations::noted(&mut per, call, marks.personal(), words);
        settle_and_move(&mut per, &mut marks, call);
    }
    let closed = register(&mut per, &mut marks, Some(Shield::Shielded));
    let note = marks.word();
    per.by_hand(&Command::CloseCall { call: closed, reason: CloseReason::Withdrawn, note });
    let (place, state) = (PlaceId(41), PlaceState::IntakeStop);
    per.by_hand(&Command::SetPlace { place, state, reason: marks.marked_home() });
    ida.now = per.now + TimeDelta::minutes(2);
    hand_over(&mut ida, &mut marks, &mut of_shift, HandoverTo::Adviser("Kari Nordby".to_owned()));
    rig.now = ida.now + TimeDelta::minutes(2);
    let now = rig.now;
    rig.store.as_mut().unwrap().sign_on(now).unwrap();
    rig.restart();
    (rig, marks, of_shift)
}

/// The words that were told of a call, and whether its address is protected.
fn of_call(rig: &mut Rig, call: CallId) -> (String, bool) {
    let details = rig.store.as_mut().unwrap().call_details(call).unwrap();
    let watch = rig.model.handover.watch(call).map(|watch| format!("{watch:?}")).unwrap_or_default();
    (format!("{details:?}{watch}"), details.call.shield.is_some())
}

/// The frames are the same but for what must not be there; `may` is the one call whose words may be shown.
struct Looked<'m> {
    marks: &'m Marks,
    of_shift: &'m OfShift,
    frames: usize,
    faults: BTreeSet<String>,
    words: BTreeSet<String>,
}

impl Looked<'_> {
    /// Looks at every size: words of this call alone, and of the shift where its page is shown.
    fn at(&mut self, name: &str, rig: &mut Rig, may: Option<CallId>, shows_shift: bool) {
        let told = may.map(|call| of_call(rig, call).0).unwrap_or_default();
        for (width, height) in SIZES {
            let frame = rig.screen(width, height);
            let mut fault = |what: &str, found: Vec<&str>| {
                if !found.is_empty() {
                    self.faults.insert(format!("{name} {width}x{height}: {what} {found:?}\n{frame}"));
                }
            };
            fault("personal", seen(&frame, &self.marks.personal));
            fault("homes", seen(&frame, &self.marks.homes));
            fault("marked homes", seen(&frame, &self.marks.marked_homes));
            fault("directory", seen(&frame, &self.marks.directory));
            fault("protected", protected_places(&frame));
            let words = seen(&frame, &self.marks.words);
            let foreign = words.iter().copied().filter(|word| !told.contains(*word)).collect();
            fault("words of another", foreign);
            let shift = seen(&frame, self.of_shift);
            if !shows_shift {
                fault("words of a shift", shift.clone());
            }
            let title: String = frame.lines().filter(|line| line.contains('┌')).collect();
            fault("in a title", seen(&title, &self.marks.words));
            fault("of a shift in a title", seen(&title, self.of_shift));
            self.words.extend(words.into_iter().chain(shift).map(str::to_owned));
            self.frames += 1;
        }
    }

    fn new<'m>(marks: &'m Marks, of_shift: &'m OfShift) -> Looked<'m> {
        Looked { marks, of_shift, frames: 0, faults: BTreeSet::new(), words: BTreeSet::new() }
    }

    #[track_caller]
    fn assert_nothing_hidden(&self) {
        let some: Vec<&str> = self.faults.iter().take(5).map(String::as_str).collect();
        assert!(some.is_empty(), "{} faults, as\n{}", self.faults.len(), some.join("\n"));
    }
}

/// The call of the marked row in the window of what is new.
fn marked_news(rig: &Rig) -> Option<CallId> {
    match rig.model.overlays.last() {
        Some(Overlay::Changes(window)) => window.marked_call(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn signing_on_tells_that_there_is_news_and_not_what() {
    let (mut rig, marks, of_shift) = after_a_shift();
    assert!(matches!(rig.model.greeting, Greeting::Shown { news: Some(Some(_)), .. }));
    let mut looked = Looked::new(&marks, &of_shift);
    looked.at("greeting", &mut rig, None, false);
    // Behind it lies the board, with its marked home.
    looked.faults.retain(|fault| !fault.contains(": marked homes "));
    assert!(rig.screen(120, 36).contains("Ikke mottatt: overlevering fra Ida B."), "{}", rig.screen(120, 36));
    looked.assert_nothing_hidden();
    assert_eq!(looked.words, BTreeSet::new());
}

#[test]
fn what_is_new_tells_words_of_the_marked_call_alone_and_never_of_a_protected_address() {
    let mut promise = Promise::of("S11", "words in what is new since the last shift");
    let (mut rig, marks, of_shift) = after_a_shift();
    rig.keys("d");
    let rows = match rig.model.overlays.last() {
        Some(Overlay::Changes(window)) => window.rows().len(),
        other => panic!("{other:?}"),
    };
    assert!(rows > 40, "{rows}");
    let (mut looked, mut calls) = (Looked::new(&marks, &of_shift), BTreeSet::new());
    for _ in 0..rows {
        let call = marked_news(&rig).unwrap();
        let is_protected = of_call(&mut rig, call).1;
        calls.insert((call, is_protected));
        looked.at("news", &mut rig, Some(call).filter(|_| !is_protected), false);
        rig.code(Code::Down);
    }
    looked.assert_nothing_hidden();
    assert!(calls.iter().filter(|(_, is_protected)| *is_protected).count() >= 4, "{calls:?}");
    assert!(looked.words.len() >= 20, "the words are found where they may be: {:?}", looked.words);
    promise.caught("words of the marked call");
    // One key hides all of them.
    rig.code(Code::F(3));
    let mut hidden = Looked::new(&marks, &of_shift);
    for _ in 0..rows {
        hidden.at("news, hidden", &mut rig, None, false);
        rig.code(Code::Up);
    }
    hidden.assert_nothing_hidden();
    promise.ran(looked.frames + hidden.frames, "frames; 0 of another call, 0 once hidden");
}

#[test]
fn the_page_of_a_shift_tells_words_of_the_marked_case_alone_and_one_key_hides_them() {
    let mut promise = Promise::of("S5", "hidden data on handovers, given and received");
    let (mut rig, marks, of_shift) = after_a_shift();
    let mut frames = 0;
    for (keys, least) in [("6", 10), ("6\t", 8)] {
        let (mut shown, mut hidden) = (Looked::new(&marks, &of_shift), Looked::new(&marks, &of_shift));
        rig.restart();
        rig.keys(keys);
        let rows = rig.model.handover.rows().len();
        assert!(rows > 15, "{rows}");
        rig.code(Code::Home);
        for _ in 0..rows {
            let call = rig.model.handover.marked_call();
            shown.at(keys, &mut rig, call, true);
            rig.code(Code::F(3));
            hidden.at(&format!("{keys} hidden"), &mut rig, None, false);
            rig.code(Code::F(3));
            rig.code(Code::Down);
        }
        shown.assert_nothing_hidden();
        hidden.assert_nothing_hidden();
        assert!(shown.words.len() >= least, "{keys}: {:?}", shown.words);
        frames += shown.frames + hidden.frames;
    }
    promise.caught("words of the marked case");
    promise.ran(frames, format!("frames, {} markers, 0 where they may not be", marks.count));
}

#[test]
fn in_the_windows_of_a_handover_one_key_covers_what_is_written() {
    let (mut rig, marks, of_shift) = after_a_shift();
    // What is recorded of each case, one after the other.
    rig.keys("6\t");
    rig.code(Code::Home);
    let cases: Vec<CallId> = {
        let rows = rig.model.handover.rows();
        rows.into_iter()
            .filter_map(|row| match row {
                akuttvakt::app::handover_screen::Row::Case(call) => Some(call),
                _ => None,
            })
            .collect()
    };
    assert!(cases.len() >= 6, "{cases:?}");
    let (mut shown, mut hidden) = (Looked::new(&marks, &of_shift), Looked::new(&marks, &of_shift));
    for call in cases {
        assert_eq!(rig.model.handover.marked_call(), Some(call));
        rig.keys("e");
        shown.at("watch", &mut rig, Some(call), true);
        rig.code(Code::F(3));
        hidden.at("watch, hidden", &mut rig, None, false);
        rig.code(Code::F(3));
        rig.keys("\u{1b}");
        rig.code(Code::Down);
    }
    assert!(shown.words.len() >= 18, "three of each case: {:?}", shown.words);
    shown.assert_nothing_hidden();
    hidden.assert_nothing_hidden();
    // Giving: the summary has what is to be done, but nothing of a case whose address is protected.
    rig.keys("m");
    rig.code(Code::Tab);
    let Some(Overlay::Handover(window)) = rig.model.overlays.last() else { panic!() };
    let summary = window.form.text(akuttvakt::app::form::FieldId::Summary).unwrap();
    assert!(!seen(&summary, &marks.words).is_empty(), "{summary}");
    assert_eq!(protected_places(&summary), Vec::<&str>::new());
    for word in seen(&summary, &marks.words) {
        let board = rig.store.as_mut().unwrap().board(rig.now).unwrap();
        let protected = board.calls.iter().filter(|call| call.shield.is_some());
        for call in protected {
            let told = rig.model.handover.watch(call.id).map(|watch| format!("{watch:?}"));
            assert!(!told.unwrap_or_default().contains(word), "{}: {summary}", call.id);
        }
    }
    rig.code(Code::F(3));
    let mut hidden = Looked::new(&marks, &of_shift);
    hidden.at("giving, hidden", &mut rig, None, false);
    rig.keys("\u{1b}");
    // Receiving: what is repeated.
    rig.restart();
    rig.keys("6");
    while rig.model.handover.unread_cases() > 0 {
        rig.keys("\r");
    }
    rig.keys("mÆ999");
    hidden.of_shift.iter().for_each(|mark| assert!(!mark.contains("Æ999")));
    assert!(rig.screen(80, 24).contains("Æ999"), "{}", rig.screen(80, 24));
    rig.code(Code::F(3));
    for (width, height) in SIZES {
        assert!(!rig.screen(width, height).contains("Æ999"));
    }
    hidden.at("receiving, hidden", &mut rig, None, false);
    hidden.assert_nothing_hidden();
}

#[test]
fn however_the_journal_is_looked_through_it_tells_no_word_and_no_protected_place() {
    let mut promise = Promise::of("S5", "hidden data in the journal, looked through");
    let (mut rig, marks, of_shift) = after_a_shift();
    let mut looked = Looked::new(&marks, &of_shift);
    for find in ["", "1", "2", "per", "kari", "overlevering", "merknad", "eksport", "1 per", "i natt", "Æ001"]
    {
        rig.restart();
        rig.keys("8");
        if !find.is_empty() {
            rig.keys("f").keys(find).keys("\r");
        }
        // All of what concerns a call; of everything there is, the newest.
        let pages = if find.starts_with(['1', '2']) { 400 } else { 40 };
        for page in 0..pages {
            let marked = rig.model.journal.marked();
            looked.at(&format!("journal «{find}» {page}"), &mut rig, None, false);
            rig.code(Code::PageDown);
            if rig.model.journal.marked() == marked {
                break;
            }
        }
        // The line that was looked for is what was typed, and is seen while it stands.
        looked.faults.retain(|fault| !(find == "Æ001" && fault.contains("«Æ001»")));
    }
    looked.assert_nothing_hidden();
    promise.ran(looked.frames, "frames, 0 markers");
}

#[test]
fn the_page_that_a_key_writes_has_no_word_no_name_and_no_protected_place() {
    let (mut rig, marks, of_shift) = after_a_shift();
    let files = |rig: &Rig| -> BTreeSet<String> {
        let names = std::fs::read_dir(rig.folder_name()).unwrap();
        names.map(|file| file.unwrap().file_name().into_string().unwrap()).collect()
    };
    for keys in ["6x", "6\tx"] {
        let before = files(&rig);
        rig.restart();
        rig.keys(keys);
        let new: Vec<String> = files(&rig).difference(&before).cloned().collect();
        let [name] = new.as_slice() else { panic!("{new:?}") };
        let page = std::fs::read_to_string(std::path::Path::new(&rig.folder_name()).join(name)).unwrap();
        assert!(page.contains("skjermet"), "it is told that addresses are protected: {page}");
        for hidden in
            [&marks.personal, &marks.words, &marks.homes, &marks.marked_homes, &marks.directory, &of_shift]
        {
            assert_eq!(seen(&page, hidden), Vec::<&str>::new(), "{keys}");
        }
        assert_eq!(protected_places(&page), Vec::<&str>::new(), "{keys}");
    }
}
