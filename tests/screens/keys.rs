//! Help shows every row of the key table, and what does not work says why.

use akuttvakt::app::availability::why_not;
use akuttvakt::app::key::{Code, Key};
use akuttvakt::app::keymap::{Action, KEYS};
use akuttvakt::app::model::Overlay;
use insta::assert_snapshot;

use crate::rig::Rig;

#[test]
fn help_is_made_from_the_key_table() {
    let mut rig = Rig::ordinary();
    rig.keys("+");
    assert_snapshot!("help_80x24", rig.screen(80, 24));
    let whole = rig.screen(120, 70);
    let labels = [
        "tilby plassen",
        "hold plassen",
        "svar",
        "alle grunner",
        "bekreft plassen",
        "rekkefølge",
        "ny henvendelse",
        "sjekklisten, punkt for punkt",
        "avtal å ringe tilbake",
        "telefonnumre",
        "henvist inn",
        "lukk eller trekk saken",
        "rett saken",
        "vis eller skjul navn",
        "loggen for det",
        "finn i listen",
        "gjør om igjen",
        "alt som kan gjøres",
        "plasser",
        "henvendelser",
        "logg",
        "forrige utvalg",
        "neste utvalg",
        "lagre skjemaet",
        "angre det siste",
        "hjelp",
        "vakten",
        "rad opp",
        "rad ned",
        "ti rader opp",
        "ti rader ned",
        "første rad",
        "siste rad",
        "neste felt",
        "forrige felt",
        "åpne",
        "ett steg tilbake",
        "tegn på nytt",
        "dvale",
        "avslutt",
    ];
    assert_eq!(labels.len(), KEYS.len(), "one label a row");
    for label in labels {
        assert!(whole.contains(label), "{label} is not in help:\n{whole}");
    }
    assert!(whole.contains("svar: 1 har ingen tilbud"), "{whole}");
}

#[test]
fn help_opens_from_a_field_and_goes_back_to_it() {
    let mut rig = Rig::ordinary();
    rig.keys("nhamar");
    rig.code(Code::F(1));
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Help { .. })));
    rig.code(Code::Esc);
    rig.keys(" bvv");
    assert!(
        matches!(rig.model.overlays.as_slice(), [Overlay::QuickLine(line)] if line.field.text() == "hamar bvv")
    );
}

#[test]
fn every_action_of_the_table_does_something_or_says_why_not() {
    for row in KEYS {
        for mut rig in [Rig::ordinary(), Rig::with_places()] {
            let before = rig.screen(120, 36);
            let why = why_not(&rig.model, row.action);
            rig.press(row.keys[0]);
            let is_silent = matches!(
                row.action,
                Action::Board
                    | Action::Up
                    | Action::PageUp
                    | Action::First
                    | Action::Redraw
                    | Action::Suspend
            );
            let changed = before != rig.screen(120, 36) || rig.has_quit;
            assert!(changed || is_silent, "{:?} does nothing and says nothing", row.action);
            assert!(why.is_none() || rig.commands.is_empty(), "{:?} acted though it cannot", row.action);
        }
    }
}

#[test]
fn letters_are_typed_in_fields() {
    let mut rig = Rig::ordinary();
    rig.keys("nohagbyuq+1");
    let Some(Overlay::QuickLine(line)) = rig.model.overlays.last() else { panic!() };
    assert_eq!(line.field.text(), "ohagbyuq+1");
    assert!(rig.commands.is_empty() && !rig.has_quit);
    rig.press(Key::ctrl('q'));
    assert!(rig.has_quit, "what is half-written is kept, so it does not ask");
}
