//! A shift that is handed over leaves its screens under the hard lock, wherever it was signed.

use akuttvakt::app::key::Key;
use akuttvakt::app::model::Screen;
use akuttvakt::app::news::{on_duty, own_shift};
use akuttvakt::domain::command::Command;
use akuttvakt::domain::handover::{HandoverDraft, HandoverTo};
use akuttvakt::store::{Passphrase, Store};
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::handover::to_give;
use crate::rig::{Rig, reference};
use crate::rig_store::options;

const TOLD: &str = "Vakta er avsluttet, og sakene er overlevert.";

/// The same adviser signs in another process, and the screen hears of it.
fn sign_elsewhere(rig: &mut Rig) {
    let draft = HandoverDraft { to: HandoverTo::IntakeUnit, summary: None, note: None };
    rig.by_hand(&Command::SignHandover(Box::new(draft)));
    rig.refresh();
}

#[track_caller]
fn is_at_the_form(rig: &mut Rig) -> bool {
    assert_eq!(rig.begun_anew > 0, rig.store.is_none());
    assert_eq!(rig.begun_anew > 0, matches!(rig.model.screen, Screen::Entry(_)));
    rig.begun_anew == 1 && rig.screen(80, 24).contains(TOLD)
}

#[test]
fn the_own_signature_ends_at_the_sign_on_form_which_says_so() {
    let mut rig = to_give();
    rig.keys("6mp\r");
    assert!(is_at_the_form(&mut rig), "{}", rig.screen(80, 24));
    assert_eq!(rig.suspended, 0);
    assert_snapshot!("sign_on_handed_over_80x24", rig.screen(80, 24));
    // Whoever comes back to look is on again, and stays.
    rig.keys("k\themmelig\r");
    rig.refresh();
    assert_eq!((rig.begun_anew, &rig.model.screen), (1, &Screen::Board));
    assert!(!rig.screen(80, 24).contains(TOLD));
    assert!(rig.model.view.as_ref().unwrap().board.on.iter().any(|shift| shift.by == "Kari Nordby"));
}

#[test]
fn what_was_typed_after_the_signature_is_kept_first() {
    let mut rig = to_give();
    rig.keys("6mp").hold_back();
    rig.keys("\rnhamar bvv j9");
    assert_eq!(rig.begun_anew, 0);
    rig.let_go();
    assert!(is_at_the_form(&mut rig));
    rig.keys("k\themmelig\r");
    assert_eq!(rig.model.parked_lines[0].text, "hamar bvv j9");
}

#[test]
fn put_to_sleep_meanwhile_it_still_says_so() {
    let mut rig = to_give();
    rig.keys("6mp").hold_back();
    rig.keys("\r");
    rig.press(Key::ctrl('z'));
    rig.let_go();
    assert!(is_at_the_form(&mut rig), "{}", rig.screen(80, 24));
    assert_eq!(rig.suspended, 1);
}

#[test]
fn signed_in_another_process_it_ends_too_with_what_was_half_written_kept() {
    for is_locked in [false, true] {
        let mut rig = to_give();
        rig.keys("nhamar bvv j9");
        if is_locked {
            rig.press(Key::ctrl('l'));
        }
        sign_elsewhere(&mut rig);
        assert!(is_at_the_form(&mut rig), "locked: {is_locked}");
        rig.keys("k\themmelig\r");
        assert_eq!(rig.model.parked_lines[0].text, "hamar bvv j9");
    }
}

#[test]
fn who_has_no_shift_or_goes_on_in_the_next_keeps_the_screen() {
    let mut rig = Rig::with_places();
    rig.refresh();
    assert_eq!(rig.begun_anew, 0, "nobody was on");
    let mut per = rig.second("Per Sæther");
    per.by_hand(&Command::StartShift);
    rig.refresh();
    sign_elsewhere(&mut per);
    rig.refresh();
    assert_eq!((per.begun_anew, rig.begun_anew), (0, 0), "a colleague's shift, whose screen never showed it");
    rig.by_hand(&Command::StartShift);
    rig.refresh();
    let first = rig.model.view.as_ref().unwrap().board.on[0].id;
    rig.now += TimeDelta::days(7);
    rig.by_hand(&Command::StartShift);
    rig.refresh();
    let second = rig.model.view.as_ref().unwrap().board.on[0].id;
    assert!(first != second && rig.begun_anew == 0, "a forgotten shift gave way to the next one");
}

#[test]
fn in_the_demo_the_screen_stays_and_says_that_the_shift_is_handed_over() {
    let mut rig = to_give();
    rig.model.is_demo = true;
    rig.keys("6mp\r");
    assert!(rig.begun_anew == 0 && rig.model.lock.is_none());
    let screen = rig.screen(80, 24);
    assert!(screen.contains("Vakta er overlevert: overlevering 1 er signert."), "{screen}");
}

/// Kari was on, was removed, for her passphrase was lost, and is added again.
fn added_again() -> Rig {
    let mut rig = Rig::with_places();
    rig.by_hand(&Command::StartShift);
    let mut per = rig.second("Per Sæther");
    let path = rig.store.take().unwrap().path().to_owned();
    let mut store = per.store.take().unwrap();
    let passphrase = Passphrase::new("hemmelig".to_owned());
    store.remove_adviser("Kari Nordby", rig.now).unwrap();
    store.add_adviser("Kari Nordby", &passphrase, rig.now).unwrap();
    drop(store);
    rig.store = Some(Store::open(&path, Some("Kari Nordby"), &passphrase, reference(), options()).unwrap());
    rig.restart();
    rig
}

#[test]
fn what_ran_of_one_of_the_same_name_who_was_removed_is_not_the_own_shift() {
    let mut rig = added_again();
    assert_eq!((on_duty(&rig.model).len(), own_shift(&rig.model)), (0, None));
    rig.by_hand(&Command::StartShift);
    rig.refresh();
    assert_eq!(on_duty(&rig.model).len(), 1);
    sign_elsewhere(&mut rig);
    assert!(is_at_the_form(&mut rig), "{}", rig.screen(80, 24));
}

#[test]
fn the_shift_of_one_who_was_removed_is_taken_over_at_once() {
    let mut rig = added_again();
    rig.keys("6");
    let screen = rig.screen(80, 24);
    assert!(screen.contains("Kari N. · ikke overlevert") && screen.contains("m overta sakene"), "{screen}");
    rig.keys("m");
    let on = &rig.model.view.as_ref().unwrap().board.on;
    assert_eq!((on.len(), own_shift(&rig.model)), (1, on.first()), "{on:?}");
}
