//! Screen 6: what was received in the shift that runs can be read again.

use akuttvakt::domain::command::Command;
use akuttvakt::domain::handover::{HandoverDraft, HandoverTo};
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::handover::to_receive;
use crate::rig::Rig;

/// Kari is on, and has received what Per gave.
fn received() -> Rig {
    let mut rig = to_receive();
    rig.by_hand(&Command::StartShift);
    rig.refresh();
    rig.keys("6\r\rmleverandør 0830, ellers Åsen\r");
    rig
}

#[test]
fn what_was_received_is_reached_with_tab_while_the_shift_runs() {
    let mut rig = received();
    assert!(rig.screen(120, 36).contains("– nå · Kari N."), "the own shift comes next");
    rig.keys("\t");
    let told =
        ["Per S. → Kari N.", "er alvorlig; resten", "ring først hvis", "Gjentatt", "0830, ellers Åsen"];
    let screen = rig.screen(120, 40);
    assert!(told.iter().all(|words| screen.contains(words)), "{screen}");
    assert_snapshot!("handover_received_120x36", rig.screen(120, 36));
    assert_snapshot!("handover_received_80x24", rig.screen(80, 24));
    rig.register("gran bvt j4 4-2 bh", rig.now);
    rig.refresh();
    assert!(rig.screen(120, 36).contains("Per S. → Kari N."), "a fresh board leaves it");
    let before = rig.commands.len();
    rig.keys("→m");
    assert_eq!(rig.commands.len(), before);
    assert!(rig.screen(120, 36).contains("denne er mottatt"), "{}", rig.screen(120, 36));
    rig.keys("\t");
    assert!(rig.screen(120, 36).contains("– nå · Kari N."), "and round");
    rig.later(TimeDelta::hours(6));
    rig.keys("1");
    rig.restart();
    rig.keys("6\t");
    assert!(rig.screen(120, 40).contains("0830, ellers Åsen"), "also after a new start");
}

#[test]
fn with_the_shift_what_was_received_in_it_goes() {
    let mut rig = received();
    rig.keys("1");
    let to = HandoverTo::Adviser("Per Sæther".to_owned());
    let draft = HandoverDraft { to, summary: None, note: None };
    rig.by_hand(&Command::SignHandover(Box::new(draft)));
    rig.later(TimeDelta::hours(8));
    rig.by_hand(&Command::StartShift);
    rig.refresh();
    rig.keys("6");
    for _ in 0..4 {
        assert!(!rig.screen(120, 36).contains("Per S. → Kari N."), "{}", rig.screen(120, 36));
        rig.keys("\t");
    }
}
