//! Help shows every row of the key table, and what does not work says why.

use akuttvakt::app::availability::{why_not, works_on};
use akuttvakt::app::key::{Code, Key};
use akuttvakt::app::keymap::{Action, KEYS};
use akuttvakt::app::model::{Overlay, Screen};
use akuttvakt::domain::command::Command;
use akuttvakt::domain::ids::CallId;
use akuttvakt::tui::named_actions;
use insta::assert_snapshot;

use crate::rig::{Rig, texts};

/// The labels of the window's rows, read off a screen that is high enough for all.
fn help_of(rig: &mut Rig) -> String {
    rig.keys("+");
    let whole = rig.screen(120, 100);
    rig.keys("\u{1b}");
    whole
}

#[test]
fn every_row_of_the_key_table_is_in_help() {
    let mut rig = Rig::ordinary();
    let whole = help_of(&mut rig);
    let named = named_actions(texts());
    assert_eq!(named.len(), KEYS.len());
    for row in named {
        assert!(whole.contains(&row.label), "{} is not in help:\n{whole}", row.label);
        assert!(whole.contains(&row.keys[0]), "{}", row.keys[0]);
    }
    assert!(whole.contains("1 har ingen tilbud"), "what does not work says why:\n{whole}");
}

#[test]
fn help_says_what_works_here_first_then_what_does_not_and_why() {
    let mut rig = Rig::ordinary();
    rig.keys("+");
    assert_snapshot!("help_80x24", rig.screen(80, 24));
    assert_snapshot!("help_120x36", rig.screen(120, 36));
    let whole = rig.screen(120, 100);
    let at = |text: &str| whole.find(text).unwrap_or_else(|| panic!("{text}\n{whole}"));
    assert!(at("for 1 er merket") < at("1 er valgt"));
    assert!(at("1 er valgt") < at("── ikke nå"));
    assert!(at("── ikke nå") < at("── alltid"));
    for (width, height) in [(60, 16), (100, 30), (200, 60), (1, 1)] {
        rig.screen(width, height);
    }
}

#[test]
fn typing_narrows_help_by_name_and_by_key_in_any_spelling() {
    let mut rig = Rig::ordinary();
    rig.keys("+SJEKK");
    let screen = rig.screen(120, 36);
    assert!(screen.contains("sjekklisten, punkt for punkt") && !screen.contains("tilby plassen"), "{screen}");
    assert_snapshot!("help_found_80x24", rig.screen(80, 24));
    rig.press(Key::ctrl('u'));
    rig.keys("r");
    assert_eq!(marked(&rig), Some(Action::CallBack), "its key comes before names");
    rig.press(Key::ctrl('u'));
    rig.keys("laas op");
    assert!(rig.screen(120, 36).contains("Ingenting her heter det"));
    rig.keys("+");
    assert!(!rig.model.overlays.is_empty(), "with something typed the sign is typed");
    rig.press(Key::ctrl('u'));
    rig.keys("+");
    assert!(rig.model.overlays.is_empty());
}

fn marked(rig: &Rig) -> Option<Action> {
    match rig.model.overlays.last() {
        Some(Overlay::Help(window)) => window.marked,
        _ => None,
    }
}

#[test]
fn every_key_that_opens_help_or_palette_closes_it() {
    let help = [Key::char('+'), Key::char('?'), Key::plain(Code::F(1))];
    let palette = [Key::char('.'), Key::char(':'), Key::ctrl('p')];
    let mut rig = Rig::ordinary();
    for keys in [help, palette] {
        for (open, close) in keys.into_iter().flat_map(|open| keys.map(|close| (open, close))) {
            rig.press(open);
            assert!(matches!(rig.model.overlays.as_slice(), [Overlay::Help(_)]), "{open:?}");
            rig.press(close);
            assert!(rig.model.overlays.is_empty(), "{open:?} {close:?}");
        }
    }
}

#[test]
fn enter_in_help_does_the_marked_action_on_the_screen_below() {
    let mut rig = Rig::ordinary();
    rig.keys("f3\r+h");
    assert_eq!(marked(&rig), Some(Action::Hold));
    rig.keys("\r");
    assert!(rig.model.overlays.is_empty());
    assert!(matches!(rig.commands.as_slice(), [Command::Hold { call: CallId(3), .. }]), "{:?}", rig.commands);
    rig.keys("+svar\r");
    assert_eq!(rig.commands.len(), 1);
    assert!(rig.screen(120, 36).contains("a: 3 har ingen tilbud"), "it says why not");
    rig.keys("+↓\r");
    assert_eq!(rig.commands.len(), 2, "arrows move the mark: {:?}", rig.commands);
}

#[test]
fn help_over_a_form_goes_back_to_it_and_does_there_only_what_works_there() {
    let mut rig = Rig::ordinary();
    rig.keys("nhamar");
    rig.code(Code::F(1));
    rig.keys("hold\r");
    assert!(rig.commands.is_empty(), "not behind the back of the window");
    assert!(
        matches!(rig.model.overlays.as_slice(), [Overlay::QuickLine(line)] if line.field.text() == "hamar")
    );
    rig.code(Code::F(1));
    rig.keys("ett steg\r");
    assert!(rig.model.overlays.is_empty());
    assert_eq!(rig.model.parked_lines.len(), 1, "Esc by name parks the line");
}

#[test]
fn the_palette_has_what_can_be_done_now_and_the_screens() {
    let mut rig = Rig::ordinary();
    rig.keys(".");
    assert_snapshot!("palette_80x24", rig.screen(80, 24));
    let screen = rig.screen(120, 60);
    for there in ["plasser", "henvendelser", "logg", "gjør om igjen", "dvale", "tilby plassen"] {
        assert!(screen.contains(there), "{there}\n{screen}");
    }
    for not_there in ["── ikke nå", "  a      ", "rad ned", "lagre skjemaet"] {
        assert!(!screen.contains(not_there), "{not_there}\n{screen}");
    }
    rig.keys("hen\r");
    assert_eq!(rig.model.screen, Screen::Calls);
    rig.press(Key::ctrl('p'));
    rig.keys("vakten\r");
    assert_eq!(rig.model.screen, Screen::Board);
}

#[test]
fn the_help_of_reasons_and_timeline_acts_in_them() {
    let mut rig = Rig::ordinary();
    rig.keys("f3\rg+o\r");
    assert!(matches!(rig.model.overlays.as_slice(), [Overlay::Offer(window)] if window.call == CallId(3)));
    rig.keys("\u{1b}\r+ring\r");
    assert!(
        matches!(rig.model.overlays.as_slice(), [Overlay::Timeline(_), Overlay::CallBack(window)] if window.call == CallId(3)),
        "{:?}",
        rig.model.overlays
    );
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

/// Keys that may leave the screen as it is: the mark stands at the end already, the screen is the one that is
/// shown, or the terminal alone has work.
const MAY_BE_QUIET: [Action; 13] = [
    Action::Board,
    Action::Places,
    Action::Calls,
    Action::Journal,
    Action::Up,
    Action::Down,
    Action::PageUp,
    Action::PageDown,
    Action::First,
    Action::Last,
    Action::Left,
    Action::Redraw,
    Action::Suspend,
];

#[test]
fn no_key_is_silent_on_any_screen() {
    for (screen, mut rig) in ["1", "2", "3", "8"]
        .into_iter()
        .flat_map(|screen| [(screen, Rig::ordinary()), (screen, Rig::with_places())])
    {
        rig.keys(screen);
        let before = rig.screen(120, 36);
        let model = rig.model.clone();
        for row in KEYS {
            rig.model = model.clone();
            rig.commands.clear();
            rig.has_quit = false;
            let why = why_not(&rig.model, row.action);
            rig.press(row.keys[0]);
            let changed = before != rig.screen(120, 36) || rig.has_quit;
            let is_quiet = why.is_none() && MAY_BE_QUIET.contains(&row.action);
            assert!(changed || is_quiet, "{:?} does nothing and says nothing on {screen}", row.action);
            assert!(why.is_none() || rig.commands.is_empty(), "{:?} acted though it cannot", row.action);
        }
    }
}

#[test]
fn what_does_nothing_on_a_screen_says_so() {
    let screens = [Screen::Board, Screen::Places, Screen::Calls, Screen::Journal];
    for screen in screens {
        let mut rig = Rig::ordinary();
        rig.model.screen = screen.clone();
        for row in KEYS.iter().filter(|row| !works_on(row.action, &screen)) {
            assert!(why_not(&rig.model, row.action).is_some(), "{:?} on {screen:?}", row.action);
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
