//! What was found by playing nights on the real program, each as it was noticed.

use crate::rig::{Rig, night};

#[test]
fn a_second_call_of_the_same_child_is_told_in_a_sentence_of_its_own() {
    let mut rig = Rig::with_places();
    rig.register("ringsaker bvv j9 4-2 bh", night());
    rig.refresh();
    rig.keys("nringsaker bvv j9 4-2 bh\r");
    let screen = rig.screen(120, 36);
    assert!(screen.contains("passer. Kan være samme sak som 1."), "{screen}");
}

#[test]
fn a_letter_that_is_no_key_says_so() {
    let mut rig = Rig::ordinary();
    rig.keys("z");
    assert!(rig.screen(80, 24).contains("z gjør ingenting her. + viser tastene."));
}

#[test]
fn the_journal_tells_how_a_place_was_confirmed_in_words() {
    let mut rig = Rig::ordinary();
    rig.keys("2b8");
    let screen = rig.screen(120, 36);
    assert!(screen.contains("på telefon") && !screen.contains("phoned"), "{screen}");
}
