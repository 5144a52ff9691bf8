//! What whoever signs on is told, and what is new since the last shift.

use akuttvakt::app::greeting::Greeting;
use akuttvakt::app::key::Code;
use akuttvakt::app::model::{Overlay, Screen};
use akuttvakt::app::news::News;
use akuttvakt::domain::call::Shield;
use akuttvakt::domain::command::{Command, OfferDraft, UndoScope};
use akuttvakt::domain::handover::{HandoverDraft, HandoverTo};
use akuttvakt::domain::ids::{CallId, PlaceId};
use akuttvakt::domain::unit::PlaceState;
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::rig::{Rig, night};

fn hand_over(rig: &mut Rig, to: HandoverTo) {
    rig.by_hand(&Command::SignHandover(Box::new(HandoverDraft { to, summary: None, note: None })));
}

/// Kari was on until eleven hours ago. Since then Per has worked, and Ida gave her shift over to Kari.
pub fn after_a_shift() -> Rig {
    let mut rig = Rig::with_places();
    rig.register("moss bvv g10 4-2 bh -30m -- gutten har pakket", night() - TimeDelta::hours(14));
    rig.register("halden bvv j7 4-2 bh -30m -- ingenting skjer", night() - TimeDelta::hours(13));
    rig.now = night() - TimeDelta::hours(13);
    rig.by_hand(&Command::StartShift);
    rig.now = night() - TimeDelta::hours(11);
    hand_over(&mut rig, HandoverTo::IntakeUnit);
    let mut ida = rig.second("Ida Berg");
    ida.now = night() - TimeDelta::hours(10);
    ida.by_hand(&Command::StartShift);
    let mut per = rig.second("Per Sæther");
    per.now = night() - TimeDelta::hours(9);
    per.by_hand(&Command::StartShift);
    per.register(
        "lillestrøm bvv g15 4-4 inst -72m tlf 00000000 nå hjemme vedtak -- mor ringte selv",
        night() - TimeDelta::hours(2),
    );
    let offered = CallId(1);
    per.now = night() - TimeDelta::minutes(90);
    per.by_hand(&Command::Offer(Box::new(OfferDraft::new(offered, PlaceId(6)))));
    per.by_hand(&Command::SetPlace { place: PlaceId(4), state: PlaceState::IntakeStop, reason: None });
    ida.now = night() - TimeDelta::minutes(40);
    hand_over(&mut ida, HandoverTo::Adviser("Kari Nordby".to_owned()));
    rig.now = night();
    rig.store.as_mut().unwrap().sign_on(night()).unwrap();
    rig.restart();
    rig
}

fn news(rig: &Rig) -> &News {
    let window = rig.model.overlays.iter().find_map(|overlay| match overlay {
        Overlay::Changes(window) => Some(window),
        _ => None,
    });
    window.unwrap().news.as_ref().unwrap().as_ref().unwrap()
}

#[test]
fn whoever_signs_on_is_told_the_shift_who_is_on_what_was_not_received_and_how_much_is_new() {
    let mut rig = after_a_shift();
    for (width, height) in [(120, 36), (80, 24)] {
        let screen = rig.screen(width, height);
        for told in [
            "natt, helg · lør 21.11 02:37 – man 23.11 08:00",
            "Også på   Per S.",
            "Ikke mottatt: overlevering fra Ida B. 01:57. Skjerm 6.",
            "Siden fre 20.11 15:37: 2 saker, ingen avvik, 1 enhet endret (d).",
        ] {
            assert!(screen.contains(told) || told.starts_with("natt"), "{told}\n{screen}");
        }
        assert_snapshot!(format!("greeting_{width}x{height}"), screen);
    }
    let bar = rig.screen(120, 36).lines().next().unwrap().to_owned();
    assert!(bar.contains("6 Skifte (1)") && bar.contains("Kari N.") && !bar.contains("Per"), "{bar}");
    let narrow = rig.screen(80, 24).lines().next().unwrap().to_owned();
    assert!(narrow.contains("Kari N.") && !narrow.contains("Per"), "{narrow}");
}

#[test]
fn the_first_key_takes_the_lines_away_and_does_its_work() {
    let mut rig = after_a_shift();
    rig.keys("2");
    assert_eq!((&rig.model.screen, &rig.model.greeting), (&Screen::Places, &Greeting::Gone));
    rig.keys("1");
    assert!(!rig.screen(120, 36).contains("Du er på vakt"));
    let mut alone = Rig::ordinary();
    assert!(!alone.screen(120, 36).contains("Du er på vakt"), "nobody signed on");
    alone.refresh();
    assert_eq!(alone.model.greeting, Greeting::Gone);
}

#[test]
fn who_is_on_stands_in_help_where_the_bar_has_no_room() {
    let mut rig = after_a_shift();
    rig.keys("+");
    assert!(rig.screen(80, 24).contains("på vakt: Kari N., Per S."));
    rig.keys("\u{1b}.");
    assert!(rig.screen(80, 24).contains("på vakt: Kari N., Per S."));
}

#[test]
fn what_is_new_is_told_by_case_the_newest_first_and_only_what_came_after() {
    let mut rig = after_a_shift();
    rig.keys("d");
    let told: Vec<(i64, usize, bool)> =
        news(&rig).calls.iter().map(|call| (call.details.call.id.0, call.facts.len(), call.is_new)).collect();
    assert_eq!(told, [(1, 1, false), (3, 2, true)], "the second call is as it was");
    let wide = rig.screen(120, 36);
    assert!(!wide.contains("gutten har pakket"), "the first talk was before:\n{wide}");
    assert!(wide.contains("Enheter endret: "), "{wide}");
    assert_snapshot!("changes_since_120x36", wide);
    rig.keys("↓↓↓");
    let marked = rig.screen(80, 24);
    assert!(marked.contains("mor ringte selv"), "{marked}");
    assert_snapshot!("changes_since_80x24", marked);
    rig.keys("\r");
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Timeline(window)) if window.call == CallId(3)));
    rig.keys("\u{1b}");
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Changes(_))));
    rig.code(Code::Home);
    assert!(!rig.screen(120, 36).contains("mor ringte selv"), "words of the marked call alone");
    rig.code(Code::End);
    assert!(rig.screen(120, 36).contains("mor ringte selv"));
    rig.code(Code::F(3));
    assert!(!rig.screen(120, 36).contains("mor ringte selv"));
}

#[test]
fn what_is_written_while_the_window_stands_comes_on_top_and_the_mark_stays() {
    let mut rig = after_a_shift();
    rig.keys("d↓↓");
    let mut oda = rig.second("Oda Moe");
    oda.by_hand(&Command::PromiseCallBack { call: CallId(2), due_at: night() + TimeDelta::hours(1) });
    rig.refresh();
    let calls: Vec<i64> = news(&rig).calls.iter().map(|call| call.details.call.id.0).collect();
    assert_eq!(calls, [2, 1, 3]);
    rig.keys("\r");
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Timeline(window)) if window.call == CallId(3)));
}

#[test]
fn of_a_protected_address_neither_place_nor_words_are_told() {
    let mut rig = after_a_shift();
    let mut facts = rig.facts("tynset bvv g6 4-2 bh -5m -- bor hos onkel", night());
    facts.shield = Some(Shield::Code6);
    let mut oda = rig.second("Oda Moe");
    oda.by_hand(&Command::RegisterCall(Box::new(facts)));
    rig.refresh();
    rig.keys("d↓");
    let screen = rig.screen(120, 36);
    assert!(screen.contains("kode 6") && !screen.contains("Tynset") && !screen.contains("onkel"), "{screen}");
}

#[test]
fn without_a_shift_before_there_is_nothing_to_compare_with() {
    let mut rig = Rig::ordinary();
    rig.keys("d");
    for (width, height) in [(120, 36), (80, 24), (60, 16)] {
        assert!(rig.screen(width, height).contains("Ingen tidligere vakt er avsluttet"));
    }
    rig.keys("\r\u{1b}");
    assert!(rig.model.overlays.is_empty());
}

#[test]
fn a_long_list_scrolls_and_the_mark_is_always_seen() {
    let mut rig = after_a_shift();
    for minute in 0..40 {
        rig.register("hamar bvv j9 4-2 bh -5m allergi", night() + TimeDelta::minutes(minute));
    }
    rig.refresh();
    rig.keys("d");
    for code in [Code::Down, Code::PageDown, Code::End, Code::PageUp, Code::Up, Code::Home] {
        for (width, height) in [(120, 36), (80, 24), (60, 16)] {
            rig.code(code);
            let screen = rig.screen(width, height);
            assert!(screen.lines().any(|line| line.contains("│ ▌")), "{code:?}\n{screen}");
        }
    }
}

#[test]
fn what_was_undone_since_is_new_and_what_was_undone_before_is_not() {
    let mut rig = Rig::with_places();
    let at = |hours: i64| night() - TimeDelta::hours(hours);
    rig.register("moss bvv g10 4-2 bh -30m", at(14));
    rig.register("halden bvv j7 4-2 bh -30m", at(14));
    rig.register("hamar bvv j8 4-2 bh -30m", at(14));
    rig.now = at(13);
    rig.by_hand(&Command::StartShift);
    let mut per = rig.second("Per Sæther");
    let offer = |per: &mut Rig, call: i64, place: i64| {
        per.by_hand(&Command::Offer(Box::new(OfferDraft::new(CallId(call), PlaceId(place)))));
    };
    let undo = |per: &mut Rig| per.by_hand(&Command::Undo { scope: UndoScope::Database });
    per.now = at(12);
    offer(&mut per, 2, 1);
    undo(&mut per);
    offer(&mut per, 1, 6);
    rig.now = at(11);
    hand_over(&mut rig, HandoverTo::IntakeUnit);
    rig.now = at(10);
    rig.store.as_mut().unwrap().sign_on(at(10)).unwrap();
    rig.restart();
    rig.keys("d");
    assert!(rig.screen(120, 36).contains("ingen saker"), "{}", rig.screen(120, 36));
    // Taken back in the next shift: the offer that was known, as it stands now.
    per.now = at(9);
    undo(&mut per);
    // Offered and taken back in it.
    offer(&mut per, 3, 3);
    undo(&mut per);
    rig.now = night();
    rig.refresh();
    let told: Vec<(i64, usize, bool)> =
        news(&rig).calls.iter().map(|call| (call.details.call.id.0, call.facts.len(), call.is_new)).collect();
    assert_eq!(told, [(3, 2, false), (1, 2, false)], "{}", rig.screen(120, 36));
    let screen = rig.screen(120, 36);
    assert_eq!(screen.matches("(angret 17:37)").count(), 2, "{screen}");
    let known = screen.lines().find(|line| line.contains("14:37")).unwrap();
    assert!(known.contains("(angret 17:37)") && known.contains("Per S."), "{known}");
}
