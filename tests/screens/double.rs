//! A child that takes two places: told in the offer before Enter, and seen where places are counted.

use akuttvakt::app::model::Overlay;
use akuttvakt::app::offer_window::OfferFault;
use akuttvakt::domain::command::{Command, OfferDraft};
use akuttvakt::domain::ids::PlaceId;
use akuttvakt::domain::offer::Answer;
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::rig::{Rig, night};

/// A girl for whom Solbakken, with three places, is marked.
fn at_solbakken() -> Rig {
    let mut rig = Rig::with_places();
    rig.register("ringsaker bvv j9 4-2 bh -20m nå hjemme tlf 00000000", night());
    rig.refresh();
    rig.keys("\t");
    while !rig.screen(120, 36).contains("o tilby Solbakken") {
        rig.keys("↓");
    }
    rig
}

/// To the field, which is the last one.
const FIELD: &str = "\t\t\t\t\t";

fn given(rig: &Rig) -> &OfferDraft {
    match rig.commands.last() {
        Some(Command::Offer(draft)) => draft,
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_offer_says_which_places_it_takes_before_it_is_given() {
    let mut rig = at_solbakken();
    rig.keys("o");
    let before = rig.screen(80, 24);
    assert!(before.contains("Teller dobbelt") && before.contains("▸nei"), "{before}");
    assert!(!before.contains("Tilbudet tar 2 plasser"), "{before}");
    rig.keys(FIELD).keys("j");
    let after = rig.screen(120, 36);
    assert!(after.contains("Tilbudet tar 2 plasser: Solbakken 1 og 2."), "{after}");
    assert!(after.contains("teller dobbelt: 2 plasser"), "among the facts: {after}");
    assert_snapshot!("double_120x36", after);
    assert_snapshot!("double_80x24", rig.screen(80, 24));
    rig.keys("\r");
    assert!(given(&rig).counts_double);
    assert!(rig.model.overlays.is_empty());
    // A second girl sees what is left.
    rig.register("hamar bvv j9 4-2 bh -10m tlf 00000000", night());
    rig.refresh();
    let row = rig.screen(120, 36).lines().find(|line| line.contains("Solbakken")).unwrap().to_owned();
    assert!(row.contains("1 av 3"), "{row}");
    rig.keys("2");
    let places = rig.screen(120, 36);
    let rows: Vec<&str> = places.lines().filter(|line| line.contains("Solbakken")).collect();
    let taken = rows.iter().find(|row| row.contains("teller dobbelt")).unwrap();
    assert!(taken.contains("2 av 3"), "{places}");
    assert!(rows.iter().any(|row| row.contains("1 av 3")), "{places}");
}

#[test]
fn the_place_that_is_held_is_the_first_of_the_two() {
    let mut rig = at_solbakken();
    rig.by_hand(&Command::Hold { call: akuttvakt::domain::ids::CallId(1), place: PlaceId(5) });
    rig.refresh();
    rig.keys("o").keys(FIELD).keys("j");
    assert!(
        rig.screen(120, 36).contains("Tilbudet tar 2 plasser: Solbakken 1 og 3."),
        "{}",
        rig.screen(120, 36)
    );
}

#[test]
fn a_home_with_one_free_place_says_so_and_nothing_is_given() {
    let mut rig = at_solbakken();
    // Someone lives in two of the three.
    for place in [3, 4] {
        let call = rig.register("hamar bvv j9 4-2 bh -10m", night());
        let draft = OfferDraft { why: Some("nær".to_owned()), ..OfferDraft::new(call, PlaceId(place)) };
        let outcome = rig.by_hand(&Command::Offer(Box::new(draft)));
        let akuttvakt::domain::command::Outcome::Offered { offer, .. } = outcome else { panic!() };
        rig.by_hand(&Command::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None });
        rig.by_hand(&Command::Arrive { offer, at: None });
    }
    rig.refresh();
    rig.keys("o").keys(FIELD).keys("j");
    let screen = rig.screen(80, 24);
    assert!(screen.contains("Barnet tar to plasser. Så mange er ikke ledige her."), "{screen}");
    assert!(screen.contains("teller dobbelt: 2 plasser, her er 1 ledig"), "{screen}");
    // A reason does not help.
    rig.keys("\ttrenger to voksne\r");
    let Some(Overlay::Offer(window)) = rig.model.overlays.last() else { panic!("{:?}", rig.commands) };
    assert_eq!(window.fault, Some(OfferFault::TooFewForDouble));
    assert!(rig.commands.is_empty());
    // The mark stands on the field that is in the way.
    rig.keys("n\r");
    assert!(!given(&rig).counts_double);
}

#[test]
fn the_choice_is_kept_with_what_was_typed() {
    let mut rig = at_solbakken();
    rig.keys("otrenger to voksne").keys(FIELD).keys("j\u{1b}");
    rig.later(TimeDelta::seconds(5));
    rig.restart();
    rig.keys("\t");
    while !rig.screen(120, 36).contains("o tilby Solbakken") {
        rig.keys("↓");
    }
    rig.keys("o");
    assert!(
        rig.screen(120, 36).contains("Tilbudet tar 2 plasser: Solbakken 1 og 2."),
        "{}",
        rig.screen(120, 36)
    );
}
