//! Offers to siblings, offers that are filled in further, and what is said of them before Enter.

use akuttvakt::app::key::Code;
use akuttvakt::app::model::Overlay;
use akuttvakt::app::offer_window::OfferFault;
use akuttvakt::domain::command::{Command, OfferCompletion, OfferDraft};
use akuttvakt::domain::ids::{ChildId, OfferId, PlaceId};
use akuttvakt::domain::offer::Clearance;
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::rig::{Rig, night};

fn siblings(rule: &str) -> Rig {
    let mut rig = Rig::with_places();
    rig.register(&format!("nordre land bvv j9+g6+b2 {rule} 4-2 bh -20m nå hjemme tlf 00000000"), night());
    rig.refresh();
    rig
}

fn offered(rig: &Rig) -> &OfferDraft {
    match rig.commands.last() {
        Some(Command::Offer(draft)) => draft,
        other => panic!("{other:?}"),
    }
}

#[test]
fn siblings_go_as_one_group_or_one_by_one() {
    let mut rig = siblings("sammen");
    rig.keys("o");
    assert_snapshot!("siblings_120x36", rig.screen(120, 36));
    assert_snapshot!("siblings_80x24", rig.screen(80, 24));
    rig.keys("\t2");
    let one = rig.screen(80, 24);
    assert!(one.contains("Tilbud til Nordre Land for 1 · gutt 6"), "{one}");
    assert!(one.contains("Uten tilbud etter dette: 2 søsken 9 2"), "{one}");
    rig.keys("7");
    assert!(rig.screen(80, 24).contains("▸gutt 6"), "there is no seventh child");
    rig.keys("a");
    assert!(rig.screen(80, 24).contains("▸alle 3 som én gruppe"));
    rig.keys("\r");
    assert!(offered(&rig).children.is_empty(), "all of them: as the rule says");
}

#[test]
fn a_group_too_large_for_the_unit_says_so_and_one_child_is_matched_alone() {
    let mut rig = siblings("sammen");
    rig.keys("\t");
    // Furuly takes two: it does not fit the three of them.
    while !rig.screen(120, 36).contains("o tilby Furuly") {
        rig.keys("↓");
    }
    rig.keys("o");
    let group = rig.screen(120, 36);
    assert!(group.contains("plass til 2 av 3") && group.contains("Bare plass til 2 av 3 her."), "{group}");
    rig.keys("\t1");
    let one = rig.screen(120, 36);
    assert!(!one.contains("plass til 2 av 3") && !one.contains("I veien"), "{one}");
    assert!(one.contains("for 1 · jente 9"), "{one}");
}

#[test]
fn siblings_to_be_apart_begin_with_the_first_without_an_offer() {
    let mut rig = siblings("delt");
    rig.keys("o");
    let window = rig.screen(120, 36);
    assert!(
        window.contains("▸jente 9") && window.contains("Uten tilbud etter dette: 2 søsken 6 2"),
        "{window}"
    );
}

#[test]
fn a_place_that_must_not_be_known_is_said_in_the_window() {
    let mut rig = Rig::ordinary();
    let call = rig.model.view.as_mut().unwrap().board.calls.last_mut().unwrap();
    call.may_be_known = Some(false);
    rig.keys("↓o");
    let window = rig.screen(80, 24);
    assert!(window.contains("! Stedet må ikke bli kjent for foreldre og nettverk."), "{window}");
    rig.keys("\r");
    assert_eq!(offered(&rig).may_be_known, Some(false));
}

#[test]
fn the_measures_yes_has_its_person_and_its_time() {
    let mut rig = Rig::ordinary();
    rig.keys("↓o\t\t\t\tj\tAnne i hjemmet\t0230\r");
    let draft = offered(&rig);
    assert_eq!(draft.clearance, Clearance::Cleared);
    assert_eq!(draft.cleared_with.as_deref(), Some("Anne i hjemmet"));
    assert_eq!(draft.cleared_at, Some(night() - TimeDelta::minutes(7)));

    let mut rig = Rig::ordinary();
    rig.keys("↓o\t\t\t\tj\r");
    assert_eq!(offered(&rig).cleared_at, Some(night()), "an empty field is now");

    let mut rig = Rig::ordinary();
    rig.keys("↓o\t\t\t\tj\t\t0240\r");
    let Some(Overlay::Offer(window)) = rig.model.overlays.last() else { panic!() };
    assert!(matches!(window.fault, Some(OfferFault::Time(_))));
    assert!(rig.screen(80, 24).contains("kl. 02:40 er om 3 minutter"), "{}", rig.screen(80, 24));
}

#[test]
fn an_offer_is_filled_in_further_with_the_same_key() {
    let mut rig = Rig::ordinary();
    rig.keys("↓↓");
    assert!(rig.screen(120, 36).contains("o fyll ut tilbud 1"), "{}", rig.screen(120, 36));
    rig.keys("o");
    assert_snapshot!("fill_in_120x36", rig.screen(120, 36));
    assert_snapshot!("fill_in_80x24", rig.screen(80, 24));
    rig.keys("\r");
    assert!(rig.commands.is_empty() && rig.screen(80, 24).contains("Ingenting er fylt ut ennå."));
    rig.keys("skolen er nær\t\t\t\tj\r");
    let Some(Command::CompleteOffer(done)) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    assert_eq!(
        **done,
        OfferCompletion {
            offer: OfferId(1),
            why: Some("skolen er nær".to_owned()),
            child_view: None,
            travel_time: None,
            clearance: Some(Clearance::Cleared),
            cleared_with: None,
            cleared_at: Some(night()),
            may_be_known: None,
        }
    );
    let after = rig.screen(120, 36);
    assert!(
        rig.model.overlays.is_empty() && !after.contains("skriv hvorfor") && !after.contains("avklar med"),
        "{after}"
    );
}

#[test]
fn what_was_typed_to_an_offer_or_an_answer_comes_back() {
    let mut rig = siblings("sammen");
    rig.keys("oto søsken kan dele rom\t2\tvil hjem\u{1b}");
    rig.later(TimeDelta::minutes(3));
    let parked = &rig.model.parked_offers.values().next().unwrap();
    assert_eq!(parked.begun_at, night());
    let fields = parked.fields();
    assert!(fields.contains(&("children".to_owned(), "2".to_owned())), "{fields:?}");
    rig.keys("o\r");
    assert_eq!(offered(&rig).children, [ChildId(2)]);
    assert!(rig.screen(120, 36).contains("1 av 3 har tilbud"), "{}", rig.screen(120, 36));
    rig.keys("o\t2");
    assert!(rig.screen(120, 36).contains("gutt 6 (har tilbud)"), "{}", rig.screen(120, 36));
    rig.keys("\r");
    assert_eq!(offered(&rig).children, [ChildId(1), ChildId(3)][..0], "the rest as the rule says");

    let mut rig = Rig::ordinary();
    rig.keys("↓↓an\tvakthavende Berg\u{1b}");
    assert!(rig.model.overlays.is_empty() && !rig.model.drafts.parked().is_empty());
    rig.keys("anl\r");
    let Some(Command::Answer { by, .. }) = rig.commands.last() else { panic!("{:?}", rig.commands) };
    assert_eq!(
        by.as_deref(),
        Some("vakthavende Berg"),
        "the words come back; what was picked is picked again"
    );
}

#[test]
fn an_answer_names_the_child_and_goes_on_to_the_next_offer() {
    let mut rig = siblings("delt");
    rig.keys("o\ro\r");
    assert_eq!(rig.commands.len(), 2);
    rig.keys("a");
    assert_snapshot!("answer_siblings_80x24", rig.screen(80, 24));
    rig.code(Code::PageDown);
    assert!(rig.screen(80, 24).contains("Gjelder gutt 6."), "{}", rig.screen(80, 24));
    rig.keys("g\r");
    assert!(matches!(rig.commands.last(), Some(Command::Answer { offer: OfferId(2), .. })));
    assert!(rig.screen(120, 36).contains("2 av 3 har tilbud"));
}

#[test]
fn a_hold_near_its_end_is_marked_and_what_u_takes_back_is_named() {
    let mut rig = Rig::ordinary();
    rig.keys("↓h");
    assert!(!rig.screen(120, 36).contains("! hold"));
    rig.later(TimeDelta::minutes(10));
    for (width, height) in [(120, 36), (80, 24)] {
        let screen = rig.screen(width, height);
        assert!(screen.contains("! hold til 02:52"), "{screen}");
    }
    assert!(rig.screen(120, 36).contains("!02:52  hold på Furuly går ut"));
    rig.keys("o\r");
    assert_eq!(offered(&rig).place, PlaceId(1));
    rig.keys("u");
    assert!(rig.screen(120, 36).contains("Angret: tilbud av Furuly til 3"), "{}", rig.screen(120, 36));
}
