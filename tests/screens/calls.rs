//! All calls: what is found, and what is marked.

use akuttvakt::app::key::Code;
use akuttvakt::app::model::{Overlay, Screen};
use akuttvakt::domain::call::CloseReason;
use akuttvakt::domain::command::Command;
use akuttvakt::domain::ids::{CallId, OfferId};
use akuttvakt::domain::offer::Answer;
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::rig::{Rig, night};

/// Three open calls, one placed, one withdrawn, one consultation that is over, one with a protected address.
fn many() -> Rig {
    let mut rig = Rig::ordinary();
    rig.by_hand(&Command::Answer {
        offer: OfferId(1),
        answer: Answer::Accepted,
        reason: None,
        by: None,
        note: None,
    });
    rig.by_hand(&Command::Arrive { offer: OfferId(1), at: None });
    let moss = rig.register("moss bvt g16 4-1 inst -15m", night() - TimeDelta::hours(9));
    let halden = rig.register("halden bvt drøft g12", night() - TimeDelta::hours(3));
    rig.now = night();
    for (call, reason) in [(moss, CloseReason::Withdrawn), (halden, CloseReason::ConsultationDone)] {
        rig.by_hand(&Command::CloseCall { call, reason, note: None });
    }
    rig.register("gjerdrum bvv j9 4-2 bh kode6 -40m", night());
    rig.now = night();
    rig.refresh();
    rig
}

fn listed(rig: &Rig) -> Vec<i64> {
    rig.model.calls.page.iter().flat_map(|page| &page.calls).map(|call| call.id.0).collect()
}

#[test]
fn all_calls_are_there_the_newest_first() {
    let mut rig = many();
    rig.keys("3");
    assert_eq!(listed(&rig), [6, 5, 4, 3, 2, 1]);
    assert_snapshot!("calls_120x36", rig.screen(120, 36));
    assert_snapshot!("calls_80x24", rig.screen(80, 24));
    for (width, height) in [(60, 16), (100, 30), (40, 8), (1, 1)] {
        rig.screen(width, height);
    }
}

#[test]
fn a_protected_address_is_neither_shown_nor_found_by_its_place() {
    let mut rig = many();
    rig.keys("3");
    assert!(!rig.screen(120, 36).contains("Gjerdrum"));
    rig.keys("fgjerd");
    assert!(listed(&rig).is_empty());
    rig.keys("\u{1b}f6\r");
    assert_eq!(listed(&rig), [6]);
}

#[test]
fn find_narrows_at_every_key_and_esc_gives_back_what_was() {
    let mut rig = many();
    rig.keys("3↓");
    let before = rig.model.calls.marked();
    rig.keys("fhal");
    assert_eq!(listed(&rig), [5]);
    assert_eq!(rig.model.calls.marked(), Some(CallId(5)));
    assert_snapshot!("calls_find_80x24", rig.screen(80, 24));
    rig.keys("\u{1b}");
    assert_eq!(listed(&rig).len(), 6);
    assert_eq!(rig.model.calls.marked(), before, "the mark is where it was");
    rig.keys("fLILLESTROM\r");
    assert_eq!(listed(&rig), [1]);
    assert!(rig.model.overlays.is_empty());
    rig.keys("\u{1b}");
    assert_eq!((listed(&rig).len(), &rig.model.screen), (6, &Screen::Calls), "first all again");
    assert_eq!(rig.model.calls.marked(), Some(CallId(1)), "what was found stays marked");
    rig.keys("\u{1b}");
    assert_eq!(rig.model.screen, Screen::Board);
    rig.keys("3fxyz\r");
    assert!(rig.screen(80, 24).contains("Ingen henvendelser med «xyz»"));
}

#[test]
fn only_open_ones_with_an_arrow() {
    let mut rig = many();
    rig.keys("3→");
    assert_eq!(listed(&rig), [6, 3, 1]);
    assert!(rig.screen(80, 24).contains("Henvendelser · åpne 3"));
    rig.keys("←");
    assert_eq!(listed(&rig).len(), 6);
}

#[test]
fn a_fresh_list_moves_no_mark_and_enter_opens_the_marked_call() {
    let mut rig = many();
    rig.keys("3");
    rig.code(Code::Home);
    rig.keys("↓↓");
    assert_eq!(rig.model.calls.marked(), Some(CallId(4)));
    rig.register("os bvv g4 4-2 bh -5m", night());
    rig.now = night();
    rig.refresh();
    assert_eq!(listed(&rig)[0], 7);
    assert_eq!(rig.model.calls.marked(), Some(CallId(4)));
    rig.keys("\r");
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Timeline(window)) if window.call == CallId(4)));
    rig.keys("\u{1b}k");
    assert!(rig.model.overlays.is_empty(), "a closed call is asked nothing more");
    assert!(rig.screen(120, 36).contains("k: 4 er avsluttet"));
    rig.keys("le");
    assert!(rig.model.overlays.is_empty());
}

#[test]
fn the_title_says_when_there_are_more_than_are_shown() {
    let mut rig = many();
    rig.keys("3");
    rig.model.calls.page.as_mut().unwrap().found = 1204;
    assert!(rig.screen(80, 24).contains("Henvendelser · alle 6 av 1204"));
    assert!(rig.screen(120, 36).contains("alle 6 av 1204"));
}

#[test]
fn a_stale_answer_is_dropped() {
    let mut rig = many();
    rig.keys("3");
    rig.hold_back();
    rig.keys("fha");
    let oldest = rig.waiting.pop_front();
    rig.keys("l");
    rig.let_go();
    assert_eq!(listed(&rig), [5]);
    if let Some(effect) = oldest {
        rig.waiting.push_back(effect);
        rig.let_go();
    }
    assert_eq!(listed(&rig), [5], "the answer to an older search changes nothing");
}

#[test]
fn find_on_the_board_marks_at_every_key_and_esc_gives_the_mark_back() {
    let mut rig = Rig::ordinary();
    let before = rig.model.marks.call();
    assert_eq!(before, Some(CallId(1)));
    rig.keys("fri");
    assert_eq!(rig.model.marks.call(), Some(CallId(3)), "ringsaker");
    assert_snapshot!("find_board_80x24", rig.screen(80, 24));
    rig.keys("q");
    assert_eq!(rig.model.marks.call(), before, "nothing is called so");
    assert!(rig.screen(80, 24).contains("ingen treff"));
    rig.keys("\u{1b}");
    assert_eq!(rig.model.marks.call(), before);
    rig.keys("f2\r");
    assert_eq!(rig.model.marks.call(), Some(CallId(2)));
    assert!(rig.model.overlays.is_empty() && rig.commands.is_empty());
}

#[test]
fn find_among_the_places_marks_a_home_by_its_name() {
    let mut rig = Rig::ordinary();
    rig.keys("f3\r\tfsol");
    let unit = rig.model.marks.unit().unwrap();
    let view = rig.model.view.as_ref().unwrap();
    assert_eq!(view.board.unit(unit).unwrap().name, "Solbakken");
    assert_eq!(rig.model.marks.call(), Some(CallId(3)));
    rig.keys("\u{1b}");
    assert_ne!(rig.model.marks.unit(), Some(unit));
    rig.keys("/brat\r");
    let unit = rig.model.marks.unit().unwrap();
    assert_eq!(rig.model.view.as_ref().unwrap().board.unit(unit).unwrap().name, "Bråten");
}

#[test]
fn a_protected_call_is_not_found_by_its_municipality_on_the_board() {
    let mut rig = Rig::with_places();
    rig.register("hamar bvv j9 4-2 bh -10m", night());
    rig.register("gjerdrum bvv j9 4-2 bh kode6 -5m", night());
    rig.refresh();
    rig.keys("fgjer");
    assert_eq!(rig.model.marks.call(), Some(CallId(1)));
    assert!(rig.screen(80, 24).contains("ingen treff"));
}

#[test]
fn words_that_were_written_find_calls_and_are_not_in_the_list() {
    let mut rig = Rig::with_places();
    rig.register("hamar bvv j9 4-2 bh -- går i kor på tirsdager", night());
    rig.register("moss bvv g5 4-2 bh -- mange tirsdager hos besteforeldre", night());
    rig.register("gjøvik bvt kode6 j8 4-2 bh -- tirsdag", night());
    rig.refresh();
    rig.keys("3ftirsdag");
    let screen = rig.screen(120, 36);
    assert!(
        screen.contains("Hamar") && screen.contains("Moss") && !screen.contains("besteforeldre"),
        "{screen}"
    );
    let shown = |rig: &Rig| rig.model.calls.page.as_ref().map_or(0, |page| page.calls.len());
    assert_eq!(shown(&rig), 2);
    rig.keys(" kor");
    assert_eq!(shown(&rig), 1);
    rig.keys("x");
    assert_eq!(shown(&rig), 0);
    assert!(rig.screen(120, 36).contains("ord i notatene"));
}
