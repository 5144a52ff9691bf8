//! The window of a case on screen 6: what is typed ahead, the level, whose case it is, and times that have passed.

use akuttvakt::app::key::{Code, Key};
use akuttvakt::app::model::Overlay;
use akuttvakt::domain::case_watch::{WatchChange, WatchDraft, WatchLevel};
use akuttvakt::domain::command::Command;
use akuttvakt::domain::ids::CallId;
use chrono::TimeDelta;

use crate::handover::to_give;
use crate::rig::{Rig, night};

fn recorded(rig: &Rig) -> &WatchChange {
    match rig.commands.last() {
        Some(Command::SetWatch(change)) => change,
        other => panic!("{other:?}"),
    }
}

#[test]
fn words_typed_ahead_are_what_is_to_be_done_and_leave_the_level_alone() {
    let mut rig = to_give();
    rig.keys("6\r");
    rig.press(Key::ctrl('u'));
    rig.keys("ring far først\r");
    let change = recorded(&rig);
    assert_eq!(change.action.as_deref(), Some("ring far først"));
    assert_eq!((change.call, change.level), (CallId(1), Some(WatchLevel::Critical)));
}

#[test]
fn to_the_right_is_closer_in_the_list_and_in_the_window() {
    let mut rig = to_give();
    rig.keys("6←");
    assert_eq!(recorded(&rig).level, Some(WatchLevel::Watch));
    rig.keys("e↑→\r");
    assert_eq!(recorded(&rig).level, Some(WatchLevel::Critical));
    rig.keys("e↑←\r");
    assert_eq!(recorded(&rig).level, Some(WatchLevel::Watch));
    rig.keys("→");
    assert_eq!(recorded(&rig).level, Some(WatchLevel::Critical));
}

#[test]
fn a_level_that_is_taken_out_of_its_field_stays_as_it_was() {
    let mut rig = to_give();
    rig.keys("6e↑").code(Code::Backspace);
    rig.keys("\r");
    assert_eq!(recorded(&rig).level, Some(WatchLevel::Critical));
}

#[test]
fn a_level_that_was_picked_and_not_saved_is_kept_and_one_that_was_not_is_not() {
    let mut rig = to_give();
    rig.keys("6e↑f");
    rig.restart();
    rig.keys("6e");
    rig.keys("\r");
    assert_eq!(recorded(&rig).level, Some(WatchLevel::Watch));
    // What is typed of a case does not bring back the level it had then.
    rig.keys("e nå\u{1b}→e");
    rig.keys("\r");
    let change = recorded(&rig);
    assert_eq!(change.level, Some(WatchLevel::Critical));
    assert_eq!(change.action.as_deref(), Some("leverandør ringer nå"));
}

#[test]
fn whose_case_it_is_is_said_of_the_case_of_another() {
    let mut rig = to_give();
    rig.keys("6e");
    assert!(!rig.screen(80, 24).contains("Saken er ikke din"), "{}", rig.screen(80, 24));
    let mut rig = to_give();
    let mut ida = rig.second("Ida Berg");
    let call = ida.register("gran bvt j4 4-2 bh -30m", night());
    rig.refresh();
    rig.keys("6");
    while rig.model.handover.marked_call() != Some(call) {
        rig.keys("↓");
    }
    rig.keys("e");
    assert!(rig.screen(80, 24).contains("Saken er ikke din: Ida Berg har den."), "{}", rig.screen(80, 24));
}

#[test]
fn a_time_that_has_passed_is_asked_about_before_it_becomes_tomorrow() {
    let mut rig = to_give();
    rig.keys("6↓e\t0230");
    let passed = "passert, altså søn 22.11 02:30";
    assert!(rig.screen(80, 24).contains(passed), "{}", rig.screen(80, 24));
    let before = rig.commands.len();
    rig.keys("\r");
    assert_eq!(rig.commands.len(), before, "it is asked first");
    let screen = rig.screen(60, 16);
    assert!(screen.contains("! 0230 er passert. Enter en gang til: søn 22.11 02:30."), "{screen}");
    rig.keys("\r");
    assert_eq!(recorded(&rig).action_at, Some(Some(night() + TimeDelta::minutes(23 * 60 + 53))));
    assert!(!rig.model.overlays.iter().any(|overlay| matches!(overlay, Overlay::Watch(_))));
    // With its day, or of the same night, it is taken at once.
    for written in ["i morgen 0230", "+30", "22.11 0230", "0330"] {
        rig.keys("e\t");
        rig.press(Key::ctrl('u'));
        rig.keys(&format!("{written}\r"));
        assert!(rig.model.overlays.is_empty(), "{written}: {}", rig.screen(80, 24));
    }
    rig.later(TimeDelta::hours(20));
    rig.keys("e\t");
    rig.press(Key::ctrl('u'));
    rig.keys("0230\r");
    assert!(rig.model.overlays.is_empty(), "in the evening it is of this night: {}", rig.screen(80, 24));
}

#[test]
fn a_time_without_words_is_seen_in_the_list() {
    let mut rig = to_give();
    rig.by_hand(&Command::SetWatch(Box::new(WatchChange::from(WatchDraft {
        call: CallId(2),
        level: WatchLevel::Watch,
        action: None,
        action_at: Some(night() + TimeDelta::hours(3)),
        action_by: Some("Ida".to_owned()),
        if_then: None,
    }))));
    rig.refresh();
    rig.keys("6");
    let screen = rig.screen(80, 24);
    assert!(screen.contains("gjør: 05:37") && !screen.contains("Ida"), "{screen}");
    rig.keys("↓");
    assert!(rig.screen(80, 24).contains("gjør: 05:37 (Ida)"), "{}", rig.screen(80, 24));
}
