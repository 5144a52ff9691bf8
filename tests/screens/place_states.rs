//! Places as they are: above capacity, expected free, and what the window of a state offers of a place that is taken.

use akuttvakt::app::key::Code;
use akuttvakt::app::model::Overlay;
use akuttvakt::app::places_screen::find;
use akuttvakt::domain::command::Command;
use akuttvakt::domain::ids::PlaceId;
use akuttvakt::domain::unit::{ConfirmedHow, Place, PlaceState};
use insta::assert_snapshot;

use crate::places::evening;
use crate::rig::Rig;

fn place(rig: &Rig, number: i64) -> Option<&Place> {
    rig.model.view.as_ref().unwrap().place(PlaceId(number))
}

fn newest(rig: &Rig) -> &Place {
    rig.model.view.as_ref().unwrap().board.places.iter().max_by_key(|place| place.id).unwrap()
}

#[test]
fn a_place_above_capacity_is_opened_with_who_decided_and_closed_again() {
    let mut rig = evening();
    find(&mut rig.model, "furuly");
    let before = rig.model.view.as_ref().unwrap().board.places.len();
    rig.keys("en\r");
    assert!(rig.screen(80, 24).contains("! Skriv hvem som bestemte det, og hvorfor."));
    assert!(rig.commands.is_empty());
    rig.keys("Vik, alt er fullt");
    assert_snapshot!("state_extra_80x24", rig.screen(80, 24));
    rig.keys("\r");
    assert!(rig.model.overlays.is_empty());
    let extra = newest(&rig).clone();
    assert!(extra.is_extra && extra.state == PlaceState::Free);
    let shown = rig.screen(120, 36);
    assert!(
        shown.lines().any(|line| line.contains("Furuly") && line.contains("over kapasitet, ledig")),
        "{shown}"
    );
    // It is the one to confirm; the others of the unit cannot be closed.
    find(&mut rig.model, "furuly");
    rig.keys("ek\r");
    assert!(
        matches!(rig.commands.last(), Some(Command::CloseExtraPlace { place }) if *place == extra.id),
        "{:?}",
        rig.commands
    );
    assert_eq!(rig.model.view.as_ref().unwrap().board.places.len(), before);
    find(&mut rig.model, "furuly");
    rig.keys("e");
    assert!(!rig.screen(80, 24).contains("lukk ekstra"), "{}", rig.screen(80, 24));
}

#[test]
fn a_place_above_capacity_is_closed_from_the_row_it_shares_with_an_ordinary_one() {
    let mut rig = evening();
    find(&mut rig.model, "furuly");
    rig.keys("enVik, alt er fullt\r");
    assert!(rig.screen(120, 36).contains("Furuly har fått en plass over ordinær kapasitet."));
    let extra = newest(&rig).clone();
    rig.by_hand(&Command::ConfirmPlace { place: extra.id, how: ConfirmedHow::Phoned, whole_unit: false });
    rig.refresh();
    find(&mut rig.model, "furuly");
    rig.keys("e");
    let window = rig.screen(80, 24);
    assert!(window.contains("plass 1 av 2") && window.contains("k lukk ekstra"), "{window}");
    rig.keys("k\r");
    assert!(
        matches!(rig.commands.last(), Some(Command::CloseExtraPlace { place }) if *place == extra.id),
        "{:?}",
        rig.commands
    );
    assert!(rig.screen(120, 36).contains("Plassen over ordinær kapasitet er lukket."));
    assert!(place(&rig, extra.id.0).is_none());
}

#[test]
fn a_place_someone_has_is_expected_free_and_the_state_is_left_alone() {
    let mut rig = evening();
    find(&mut rig.model, "bråten");
    rig.keys("e");
    let window = rig.screen(80, 24);
    assert!(window.contains("Tilbudt til 2") && window.contains("ny ekstra plass"), "{window}");
    assert!(!window.contains("inntaksstopp"), "nothing to set: {window}");
    rig.keys("\r");
    assert!(rig.screen(80, 24).contains("! Skriv når plassen ventes ledig"), "{}", rig.screen(80, 24));
    rig.keys("i går\r");
    assert!(rig.screen(80, 24).contains("! Skriv en dato eller tid som kommer"), "{}", rig.screen(80, 24));
    for _ in 0.."i går".chars().count() {
        rig.code(Code::Backspace);
    }
    rig.keys("1.12\r");
    let Some(Command::ExpectFree { place: at, at: Some(_) }) = rig.commands.last() else {
        panic!("{:?}", rig.commands)
    };
    let at = *at;
    assert_eq!(rig.commands.len(), 1);
    let shown = rig.screen(120, 36);
    assert!(shown.contains("ventes ledig 01.12") && shown.contains("ventes 01.12, tilbud"), "{shown}");
    rig.keys("e");
    assert!(rig.screen(80, 24).contains("(nå 01.12; ny dato eller tid"), "{}", rig.screen(80, 24));
    rig.keys("-\r");
    assert_eq!(place(&rig, at.0).unwrap().expected_free_at, None);
    assert!(!rig.screen(120, 36).contains("ventes ledig"));
}

#[test]
fn a_state_and_when_it_ends_are_told_in_one_window() {
    let mut rig = evening();
    find(&mut rig.model, "granlia");
    rig.keys("efferie i uke 49\t1.12 0800\r");
    assert!(rig.model.overlays.is_empty());
    let [
        ..,
        Command::SetPlace { place: first, state: PlaceState::Holiday, .. },
        Command::ExpectFree { place: then, at: Some(_) },
    ] = rig.commands.as_slice()
    else {
        panic!("{:?}", rig.commands)
    };
    assert_eq!(first, then);
    let first = *first;
    assert_eq!(place(&rig, first.0).unwrap().state, PlaceState::Holiday);
    assert!(rig.screen(120, 36).contains("ventes 01.12, ferie"), "{}", rig.screen(120, 36));
    // Free again, nothing is expected of it.
    rig.keys("el\r");
    assert!(!rig.screen(120, 36).contains("ventes ledig"));
}

#[test]
fn a_window_that_was_open_when_the_place_was_taken_offers_what_can_still_be_done() {
    let mut rig = evening();
    find(&mut rig.model, "granlia");
    rig.keys("el\r");
    rig.keys("eislitasje");
    let Some(Overlay::PlaceState(window)) = rig.model.overlays.last() else { panic!() };
    let place = window.place;
    rig.by_hand(&Command::Offer(Box::new(akuttvakt::domain::command::OfferDraft {
        why: Some("nær".to_owned()),
        ..akuttvakt::domain::command::OfferDraft::new(akuttvakt::domain::ids::CallId(3), place)
    })));
    rig.refresh();
    let commands = rig.commands.len();
    rig.keys("\r");
    assert_eq!(rig.commands.len(), commands, "the state of an offered place is not set");
    assert!(rig.screen(80, 24).contains("Tilbudt til 3"), "{}", rig.screen(80, 24));
}
