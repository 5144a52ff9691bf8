//! What a case turns into, by keys: what can be, what cannot and why, and what comes of it.

use akuttvakt::app::key::{Code, Key};
use akuttvakt::app::model::Overlay;
use akuttvakt::app::turns_window::{Turn, TurnFault};
use akuttvakt::domain::call::CloseReason;
use akuttvakt::domain::command::Command;
use akuttvakt::domain::ids::{CallId, ChildId, OfferId};
use akuttvakt::domain::remark::RemarkKind;
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::rig::{Rig, night};

fn window(rig: &Rig) -> &akuttvakt::app::turns_window::TurnsWindow {
    match rig.model.overlays.last() {
        Some(Overlay::Turns(window)) => window,
        other => panic!("{other:?}"),
    }
}

/// A girl in Ringsaker who lives at Furuly since a few minutes.
fn placed(stays_open: bool) -> Rig {
    let mut rig = Rig::with_places();
    rig.register("ringsaker bvv j9 4-2 inst -60m nå hjemme tlf 00000000", night());
    rig.register("hamar bvt g6 4-2 bh -110m nå hjemme tlf 00000000", night());
    rig.refresh();
    rig.keys("f1\r\t←");
    while !rig.screen(120, 36).contains("o tilby Furuly") {
        rig.keys("↓");
    }
    rig.keys("oakutt plass i natt\rag\r\u{1b}");
    if stays_open {
        rig.keys(",o\r");
    }
    rig.by_hand(&Command::Arrive { offer: OfferId(1), at: None });
    rig.refresh();
    rig
}

#[test]
fn what_cannot_be_says_why_and_does_nothing() {
    let mut rig = Rig::ordinary();
    rig.keys(",");
    let screen = rig.screen(80, 24);
    for said in ["det er ett barn i saken", "ingen i saken har plass ennå", "l lukk"] {
        assert!(screen.contains(said), "{said}\n{screen}");
    }
    rig.keys("\r");
    assert!(rig.screen(80, 24).contains("Velg hva saken blir"));
    rig.keys("d\r");
    assert_eq!(window(&rig).fault, Some(TurnFault::CannotNow));
    rig.keys("o\r");
    assert_eq!(window(&rig).fault, Some(TurnFault::CannotNow));
    assert!(rig.commands.is_empty());
    let mut rig = Rig::with_places();
    rig.register("hamar bvt drøft g12", night());
    rig.refresh();
    rig.keys(",");
    assert!(rig.screen(80, 24).contains("saken er en drøfting"));
    let mut rig = Rig::with_places();
    rig.keys(",");
    assert!(rig.screen(80, 24).contains("ingen henvendelse er valgt"));
}

#[test]
fn arrows_go_through_the_list_and_letters_on_to_the_field() {
    let mut rig = Rig::ordinary();
    rig.keys(",↓↓↓");
    assert_eq!(window(&rig).turn(), Some(Turn::Disagreement));
    rig.keys("↑");
    assert_eq!(window(&rig).turn(), Some(Turn::StayOpen));
    rig.keys("mdet skal stå\r");
    let said = Command::Remark { call: CallId(1), kind: RemarkKind::Note, text: "det skal stå".to_owned() };
    assert_eq!(rig.commands, [said]);
    assert!(rig.model.overlays.is_empty());
}

#[test]
fn a_disagreement_is_a_fact_that_stops_nothing_and_grades_nobody() {
    let mut rig = Rig::ordinary();
    rig.keys(",u\r");
    assert!(rig.screen(80, 24).contains("Skriv hva som skal stå."));
    rig.keys("kommunen ønsket institusjon, vi så hjem som mulig");
    assert_snapshot!("disagreement_80x24", rig.screen(80, 24));
    rig.keys("\r");
    let Some(Command::Remark { kind, .. }) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    assert_eq!(*kind, RemarkKind::Disagreement);
    let board = rig.screen(80, 24);
    assert!(!board.contains("institusjon, vi"), "never on the board: {board}");
    rig.keys("o");
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Offer(_))), "it stops nothing");
}

#[test]
fn what_is_half_written_comes_back_and_is_gone_once_it_is_said() {
    let mut rig = Rig::ordinary();
    rig.keys(",mhalvt");
    rig.press(Key::ctrl('n'));
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::QuickLine(_)]));
    rig.keys("\u{1b}");
    rig.restart();
    rig.keys("f1\r,");
    assert_eq!(window(&rig).turn(), Some(Turn::Note));
    rig.code(Code::Tab);
    rig.keys(" sagt\r");
    let Some(Command::Remark { text, .. }) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    assert_eq!(text, "halvt sagt");
    assert!(rig.model.drafts.parked().is_empty());
    rig.keys(",");
    assert_eq!(window(&rig).turn(), None);
}

#[test]
fn a_call_stays_open_after_its_placement_is_looked_for_again_and_can_be_closed() {
    let rig = placed(false);
    assert!(rig.model.view.as_ref().unwrap().call_row(CallId(1)).is_none(), "placed: closed by itself");
    let mut rig = placed(true);
    let board = rig.screen(120, 36);
    assert!(board.contains("har plass, står åpen"), "{board}");
    let first = rig.model.view.as_ref().unwrap().calls[0].id;
    assert_eq!(first, CallId(2), "the one without a place stands first");
    assert_snapshot!("stays_open_80x24", rig.screen(80, 24));
    assert_snapshot!("stays_open_120x36", board);
    rig.keys("\r");
    assert!(rig.screen(120, 36).contains("Står åpen etter plasseringen"), "{}", rig.screen(120, 36));
    rig.keys("\u{1b},o");
    assert!(rig.screen(80, 24).contains("ikke lenger stående åpen"));
    rig.keys("\u{1b}lp\tbarnet blir der\r");
    let Some(Command::CloseCall { call, reason, .. }) = rig.commands.last() else {
        panic!("{:?}", rig.commands)
    };
    assert_eq!((*call, *reason), (CallId(1), CloseReason::BecamePlanned));
    assert!(rig.model.overlays.is_empty(), "{}", rig.screen(80, 24));
    let board = &rig.model.view.as_ref().unwrap().board;
    assert!(board.placements.iter().any(|placement| placement.arrived_at.is_some()), "the child lives there");

    let mut rig = placed(true);
    rig.keys(",o\r");
    assert!(rig.model.view.as_ref().unwrap().call_row(CallId(1)).is_none(), "every child has its place");
}

#[test]
fn the_same_child_is_found_linked_and_then_said_to_be() {
    let mut rig = Rig::with_places();
    rig.register("ringsaker bvv j9+g6 4-2 bh", night());
    rig.now = night() + TimeDelta::minutes(1);
    rig.register("ringsaker bvt j9 4-2 bh", rig.now);
    rig.refresh();
    rig.keys("f2\r,s");
    assert!(rig.screen(80, 24).contains("Ligner 1: samme kommune"), "{}", rig.screen(80, 24));
    rig.keys("7\r");
    assert_eq!(window(&rig).fault, Some(TurnFault::NotReadYet));
    assert!(rig.commands.is_empty());
    rig.code(Code::Backspace);
    rig.keys("1");
    let screen = rig.screen(80, 24);
    assert!(screen.contains("1 Ringsaker · 2 søsken 9 6") && screen.contains("▸jente 9"), "{screen}");
    assert_snapshot!("same_child_80x24", screen);
    rig.keys("\r");
    assert_eq!(rig.commands, [Command::LinkChild { child: ChildId(3), other: ChildId(1) }]);
    rig.keys(",s");
    let screen = rig.screen(80, 24);
    assert!(screen.contains("jente 9 er lenket med et barn i 1.") && !screen.contains("Ligner"), "{screen}");
    // The other of two children, and from the other side which child here.
    rig.keys("1\t2");
    assert!(rig.screen(80, 24).contains("Kjønn eller alder er ikke det samme"), "{}", rig.screen(80, 24));
    rig.keys("\r");
    assert_eq!(rig.commands.last(), Some(&Command::LinkChild { child: ChildId(3), other: ChildId(2) }));
    rig.keys("f1\r,s2\t2\r");
    assert_eq!(rig.commands.last(), Some(&Command::LinkChild { child: ChildId(2), other: ChildId(3) }));
}

#[test]
fn a_call_closed_long_ago_is_looked_for_before_it_is_linked() {
    let mut rig = Rig::with_places();
    rig.register("ringsaker bvv j9 4-2 bh", night());
    rig.close(CallId(1));
    rig.now = night() + TimeDelta::days(30);
    rig.register("hamar bvt j9 4-2 bh", rig.now);
    rig.refresh();
    assert!(rig.model.view.as_ref().unwrap().board.known_call(CallId(1)).is_none(), "not on the board");
    rig.keys(",s1");
    assert!(rig.screen(80, 24).contains("Enter finner 1."), "{}", rig.screen(80, 24));
    rig.keys("\r");
    assert!(rig.commands.is_empty(), "it is shown first");
    assert!(rig.screen(80, 24).contains("1 Ringsaker · jente 9"), "{}", rig.screen(80, 24));
    rig.keys("\r");
    assert_eq!(rig.commands, [Command::LinkChild { child: ChildId(2), other: ChildId(1) }]);
}

#[test]
fn the_window_opens_from_the_timeline_and_from_all_calls_and_a_closed_call_takes_a_remark() {
    let mut rig = Rig::ordinary();
    rig.keys("\r,");
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::Timeline(_), Overlay::Turns(_)]));
    rig.keys("mfra historien\r");
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::Timeline(_)]));
    let mut rig = Rig::ordinary();
    rig.close(CallId(1));
    rig.now += TimeDelta::days(3);
    rig.refresh();
    rig.keys("3");
    while !rig.screen(120, 36).contains("åpne 1 ") {
        rig.keys("↓");
    }
    rig.keys(",");
    assert!(rig.screen(80, 24).contains("saken er avsluttet"), "{}", rig.screen(80, 24));
    rig.keys("mmor ringte i dag\r");
    assert!(
        matches!(rig.commands.last(), Some(Command::Remark { call: CallId(1), .. })),
        "{:?}",
        rig.commands
    );
}

#[test]
fn a_decision_that_waits_for_a_place_and_a_place_that_must_not_be_known_are_said() {
    let mut rig = Rig::with_places();
    rig.register("ringsaker bvv j9 4-2 bh venter -10m nå hjemme tlf 00000000", night());
    rig.refresh();
    rig.keys("k");
    while !matches!(rig.model.overlays.last(), Some(Overlay::Checklist(talk)) if talk.item.code() == "protection")
    {
        rig.keys("↓");
    }
    rig.keys("nei\r\u{1b}");
    for (width, height) in [(120, 36), (80, 24)] {
        let board = rig.screen(width, height);
        assert!(board.contains("venter"), "{board}");
        assert!(board.contains("! Stedet må ikke bli kjent."), "{board}");
        assert_snapshot!(format!("waits_and_hides_{width}x{height}"), board);
        rig.keys("\r");
        let timeline = rig.screen(width, height);
        assert!(timeline.contains("! Stedet må ikke bli kjent."), "{timeline}");
        assert!(timeline.contains("Vedtaket er ikke fattet"), "{timeline}");
        rig.keys("\u{1b}");
    }
}
