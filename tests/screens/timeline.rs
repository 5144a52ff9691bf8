//! One call as a timeline: what happened, as a note is written.

use akuttvakt::app::key::Code;
use akuttvakt::app::model::{Overlay, Screen};
use akuttvakt::domain::command::{Command, OfferDraft};
use akuttvakt::domain::ids::{CallId, OfferId, PlaceId};
use akuttvakt::domain::offer::{Answer, Clearance, DeclineReason};
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
    at(&mut rig, 72, Command::Undo { scope: akuttvakt::domain::command::UndoScope::ThisProcess });
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
    rig.by_hand(&Command::Arrive { offer: OfferId(3) });
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
