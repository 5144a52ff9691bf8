//! One call as a timeline: what happened, as a note is written.

use akuttvakt::app::key::Code;
use akuttvakt::app::model::{Overlay, Screen};
use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::call::CloseReason;
use akuttvakt::domain::checklist::{AnswerState, ItemKey};
use akuttvakt::domain::child::{Age, ChildFacts, Sex};
use akuttvakt::domain::command::{CallEdit, Command, ItemAnswer, ItemFields, OfferDraft, UndoScope};
use akuttvakt::domain::ids::{CallId, OfferId, PlaceId};
use akuttvakt::domain::offer::{Answer, Clearance, DeclineReason};
use akuttvakt::domain::question::Subject;
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::rig::{Rig, night};

/// A call from the evening before: held, lapsed, offered, declined, offered again, taken back, offered, accepted.
fn long_night() -> (Rig, CallId) {
    let mut rig = Rig::with_places();
    let begun = night() - TimeDelta::minutes(186);
    let call = rig.register("ringsaker bvv j9 4-2 bh allergi -4m -- mor ringte selv", begun);
    let at = |rig: &mut Rig, minutes: i64, command: Command| {
        rig.now = begun + TimeDelta::minutes(minutes);
        rig.by_hand(&command);
    };
    at(&mut rig, 9, Command::Hold { call, place: PlaceId(1) });
    at(&mut rig, 30, Command::Hold { call, place: PlaceId(3) });
    let draft =
        |place, why: Option<&str>| OfferDraft { why: why.map(str::to_owned), ..OfferDraft::new(call, place) };
    at(
        &mut rig,
        38,
        Command::Offer(Box::new(OfferDraft {
            child_view: Some("vil være nær skolen; lagt vekt på".to_owned()),
            clearance: Clearance::Cleared,
            cleared_with: Some("Anne, fostermor, 00:08".to_owned()),
            ..draft(PlaceId(3), Some("tar henne til skolen i morgen"))
        })),
    );
    at(
        &mut rig,
        60,
        Command::Answer {
            offer: OfferId(1),
            answer: Answer::Declined,
            reason: Some(DeclineReason::TooFar),
            by: Some("Nina, barnevernsvakta".to_owned()),
            note: Some("vil ha noe i Hedmark".to_owned()),
        },
    );
    at(&mut rig, 70, Command::Offer(Box::new(draft(PlaceId(6), None))));
    at(&mut rig, 72, Command::Undo { scope: UndoScope::ThisProcess });
    at(&mut rig, 75, Command::Offer(Box::new(draft(PlaceId(1), Some("nærmest")))));
    at(
        &mut rig,
        96,
        Command::Answer { offer: OfferId(3), answer: Answer::Accepted, reason: None, by: None, note: None },
    );
    rig.now = night();
    rig.refresh();
    (rig, call)
}

#[test]
fn a_call_is_read_as_a_note() {
    let (mut rig, _) = long_night();
    rig.keys("\r");
    let wide = rig.screen(120, 36);
    assert_snapshot!("timeline_120x36", wide);
    assert_snapshot!("timeline_80x24", rig.screen(80, 24));
    for sentence in [
        "første samtale",
        "klokken startet, frist",
        "hold på Furuly gikk ut av seg selv",
        "tilbud Solbakken, ",
        "Hvorfor: tar henne til",
        "Barnets syn: vil være nær skolen",
        "takket nei, for langt (sagt av Nina,",
        "angret: tilbudet om Bråten",
        "svar om Furuly: godtatt",
    ] {
        assert!(wide.contains(sentence), "{sentence}\n{wide}");
    }
}

#[test]
fn the_lapsed_hold_stands_between_what_was_before_and_after_it_and_is_nobodys_doing() {
    let (mut rig, _) = long_night();
    rig.keys("\r");
    let screen = rig.screen(120, 36);
    let line_of = |text: &str| screen.lines().position(|line| line.contains(text)).unwrap();
    assert!(line_of("holdt Furuly") < line_of("gikk ut av seg selv"));
    assert!(line_of("gikk ut av seg selv") < line_of("holdt Solbakken"));
    let lapsed = screen.lines().nth(line_of("gikk ut av seg selv")).unwrap();
    assert!(!lapsed.contains("Kari") && lapsed.contains('–'), "{lapsed}");
}

#[test]
fn it_scrolls_by_facts_and_esc_closes_it() {
    let (mut rig, _) = long_night();
    rig.keys("\r");
    assert!(!rig.screen(80, 24).contains("første samtale"), "the newest is shown first");
    rig.code(Code::Home);
    assert!(rig.screen(80, 24).contains("første samtale"));
    for _ in 0..40 {
        rig.code(Code::Up);
    }
    rig.code(Code::Down);
    let screen = rig.screen(80, 24);
    assert!(screen.lines().any(|line| line.contains('▌') && line.contains("henvist")), "{screen}");
    rig.keys("\u{1b}");
    assert!(rig.model.overlays.is_empty() && rig.model.screen == Screen::Board);
}

#[test]
fn what_happens_meanwhile_is_read_anew_and_the_mark_stays_on_its_fact() {
    let (mut rig, call) = long_night();
    rig.keys("\r↑↑");
    let marked = |rig: &mut Rig| {
        rig.screen(120, 36)
            .lines()
            .find(|line| line.contains('▌'))
            .map(|line| line[10..60.min(line.len())].to_owned())
    };
    let before = marked(&mut rig);
    rig.by_hand(&Command::Arrive { offer: OfferId(3), at: None });
    rig.refresh();
    assert!(rig.screen(120, 36).contains("framme: Furuly"), "{}", rig.screen(120, 36));
    assert_eq!(marked(&mut rig), before);
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Timeline(window)) if window.call == call));
}

#[test]
fn keys_about_the_call_act_from_within_and_others_say_nothing_and_do_nothing() {
    let (mut rig, call) = long_night();
    rig.register("moss bvv g12 4-2 bh -20m", night());
    rig.refresh();
    rig.keys("\u{1b}");
    let other = rig.model.marks.call();
    rig.keys("f1\r\r");
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Timeline(window)) if window.call == call));
    rig.keys("e");
    assert!(
        matches!(rig.model.overlays.last(), Some(Overlay::Form(form)) if form.call == Some(call)),
        "{:?} {other:?}",
        rig.model.overlays
    );
    rig.keys("\u{1b}r");
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::CallBack(window)) if window.call == call));
    rig.keys("\u{1b}");
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::Timeline(_)]), "back to the timeline");
    rig.keys("ob");
    assert!(rig.commands.is_empty());
    rig.keys("n");
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::QuickLine(_)]), "a new call comes first");
}

#[test]
fn the_journal_of_the_call_opens_from_its_timeline() {
    let (mut rig, call) = long_night();
    rig.keys("\rj");
    assert_eq!(rig.model.screen, Screen::Journal);
    assert_eq!(rig.model.journal.about, akuttvakt::domain::question::JournalAbout::Call(call));
    assert!(rig.model.overlays.is_empty());
}

#[test]
fn no_size_breaks_it() {
    let (mut rig, _) = long_night();
    rig.keys("\r");
    for (width, height) in [(60, 16), (61, 17), (100, 30), (40, 8), (200, 60), (1, 1)] {
        rig.screen(width, height);
    }
}

/// A consultation that became a referral, was corrected, asked about, and closed.
fn talked_about() -> (Rig, CallId) {
    let mut rig = Rig::with_places();
    let call = rig.register("halden bvt drøft g12", night() - TimeDelta::minutes(60));
    let view_of = |rig: &mut Rig| {
        rig.refresh();
        rig.model.view.as_ref().unwrap().board.call(call).unwrap().clone()
    };
    let at = |rig: &mut Rig, minutes: i64, command: Command| {
        rig.now = night() - TimeDelta::minutes(60 - minutes);
        rig.by_hand(&command);
    };
    at(&mut rig, 10, Command::Refer { call, at: night() - TimeDelta::minutes(52) });
    let known = view_of(&mut rig);
    let before = known.facts();
    let mut after = before.clone();
    after.children[0].age = Age::Years(11);
    after.children.push(ChildFacts { sex: Sex::Girl, age: Age::Years(4) });
    after.basis = Some(BasisCode::A4_2);
    after.note = Some("mor ringte selv".to_owned());
    let children = known.children.iter().map(|child| child.id).collect();
    let edit = CallEdit { call, before, after, children, removed: Vec::new() };
    at(&mut rig, 15, Command::EditCall(Box::new(edit)));
    let answer = |item, state, text: Option<&str>| {
        Command::AnswerItem(Box::new(ItemAnswer {
            call,
            item,
            state,
            text: text.map(str::to_owned),
            fields: ItemFields::default(),
        }))
    };
    at(&mut rig, 20, answer(ItemKey::ChildView, AnswerState::Answered, Some("vil bo hos mormor")));
    at(&mut rig, 22, answer(ItemKey::ChildView, AnswerState::Unknown, None));
    at(&mut rig, 23, Command::Undo { scope: UndoScope::ThisProcess });
    at(&mut rig, 25, answer(ItemKey::Escort, AnswerState::Later, None));
    at(&mut rig, 30, Command::PromiseCallBack { call, due_at: night() + TimeDelta::minutes(23) });
    at(&mut rig, 31, Command::PromiseCallBack { call, due_at: night() + TimeDelta::minutes(53) });
    at(&mut rig, 32, Command::Undo { scope: UndoScope::ThisProcess });
    rig.now = night();
    rig.refresh();
    (rig, call)
}

#[test]
fn corrections_answers_and_promises_are_told_and_what_was_taken_back_is_told_as_taken_back() {
    let (mut rig, call) = talked_about();
    rig.keys("\r");
    let screen = rig.screen(120, 50);
    for sentence in [
        "første samtale. Halden, barnevernstjeneste: drøfting · gutt 12",
        "drøftingen ble henvisning: klokken startet, frist 03:45",
        "alder 11, ikke 12",
        "hjemmel § 4-2",
        "notat endret",
        "nytt barn:",
        "sjekkliste, Barnets syn: besvart",
        "«vil bo hos mormor»",
        "sjekkliste, Barnets syn: vet ikke (angret 02:00)",
        "angret: sjekkliste, Barnets syn",
        "ettersendes",
        "lovet å ringe tilbake 03:00",
        "lovet å ringe tilbake 03:30 (angret 02:09)",
        "angret: løftet om å ringe 03:30",
    ] {
        assert!(screen.contains(sentence), "{sentence}\n{screen}");
    }
    let correction = screen.lines().find(|line| line.contains("rettet:")).unwrap();
    assert!(!correction.contains("mor ringte"), "free text is not told as a correction: {correction}");
    let note = screen.lines().position(|line| line.contains("Notat: mor ringte selv")).unwrap();
    let asked = screen.lines().position(|line| line.contains("Barnets syn: besvart")).unwrap();
    assert_eq!(note + 1, asked, "the note stands where it was written");
    assert_snapshot!("timeline_talked_120x36", rig.screen(120, 36));
    rig.by_hand(&Command::CloseCall {
        call,
        reason: CloseReason::SolvedOutside,
        note: Some("bor hos mormor".to_owned()),
    });
    rig.refresh();
    let screen = rig.screen(120, 50);
    assert!(
        screen.contains("saken avsluttet: løst utenfor") && screen.contains("bor hos mormor"),
        "{screen}"
    );
}

#[test]
fn names_are_shown_only_after_v_and_the_look_is_told() {
    let mut rig = Rig::with_places();
    let call = rig.register("hamar bvv j9 4-2 bh -10m kode6 tlf 22334455", night());
    rig.refresh();
    rig.keys("\r");
    let hidden = rig.screen(120, 36);
    assert!(!hidden.contains("22334455") && !hidden.contains("Hamar"), "{hidden}");
    rig.keys("v");
    let shown = rig.screen(120, 36);
    assert!(shown.contains("22334455") && shown.contains("kommune Hamar"), "{shown}");
    assert!(shown.contains("så på navn og numre"), "the look is in the journal first:\n{shown}");
    assert!(
        matches!(rig.commands.as_slice(), [Command::Reveal { subject: Subject::Call(of) }] if *of == call)
    );
    rig.keys("v");
    assert!(!rig.screen(120, 36).contains("22334455"));
    assert_eq!(rig.commands.len(), 1, "hiding is no look");
}
