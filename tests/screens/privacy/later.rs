//! What is hidden on the handover, and what is said once it is erased.

use akuttvakt::app::key::Code;
use akuttvakt::domain::command::Command;
use chrono::TimeDelta;

use super::{secret, seen};
use crate::rig::Rig;

#[test]
fn what_was_erased_is_said_to_be_erased() {
    let (mut rig, marks) = secret();
    for (key, value) in [("purge.on", "on"), ("purge.days", "1")] {
        rig.by_hand(&Command::SetSetting { key: key.to_owned(), value: value.to_owned() });
    }
    rig.now += TimeDelta::days(2);
    rig.by_hand(&Command::Purge { dry_run: false });
    rig.refresh();
    rig.keys("3f8\r\r");
    let frame = rig.screen(120, 36);
    assert!(frame.contains("Notat: (slettet)") && frame.contains("«(slettet)»"), "{frame}");
    assert!(frame.contains("navn, numre og fritekst er slettet"), "{frame}");
    assert_eq!(seen(&frame, &marks.words), Vec::<&str>::new(), "{frame}");
    rig.keys("v");
    assert_eq!(seen(&rig.screen(120, 36), &marks.personal), Vec::<&str>::new());
    rig.keys("\u{1b}\u{1b}8f8\r");
    rig.code(Code::PageDown);
    let frame = rig.screen(120, 36);
    assert!(frame.contains("(slettet)") && !frame.contains("(skjult)"), "{frame}");
    rig.keys("f7\r");
    let frame = rig.screen(120, 36);
    assert!(
        frame.contains("(skjult)") && !frame.contains("(slettet)"),
        "what is not erased is hidden:\n{frame}"
    );
}

#[test]
fn on_the_handover_words_are_of_the_marked_case_alone() {
    let (mut rig, marks) = secret();
    rig.keys("6");
    let words = |rig: &mut Rig| -> Vec<String> {
        seen(&rig.screen(120, 36), &marks.words).into_iter().map(ToOwned::to_owned).collect()
    };
    let first = words(&mut rig);
    rig.keys("↓");
    let second = words(&mut rig);
    assert_eq!((first.len(), second.len()), (3, 3), "what, by whom, what if");
    assert!(first.iter().all(|word| !second.contains(word)), "{first:?} {second:?}");
}
