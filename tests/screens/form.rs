//! The full form of a call.

use akuttvakt::app::key::{Code, Key};
use akuttvakt::domain::command::Command;
use akuttvakt::domain::draft::DraftKind;
use insta::assert_snapshot;

use crate::rig::Rig;

fn look(rig: &mut Rig, name: &str) {
    for (width, height) in [(120, 36), (100, 30), (80, 24)] {
        let screen = rig.screen(width, height);
        println!("{name} {width}x{height}\n{screen}");
    }
}

#[test]
fn look_at_them() {
    let mut rig = Rig::ordinary();
    rig.keys("n\t");
    look(&mut rig, "empty");
    rig.keys("\u{1b}n");
    rig.keys("hamar bvv fra moss j9+g6 4-2 bh/fh -10m allergi:hund tlf 00000000 nå hjemme venter btx -- mor ringte selv");
    look(&mut rig, "line");
    rig.keys("\t");
    look(&mut rig, "from line");
    rig.keys("\u{1b}e");
    look(&mut rig, "existing");
}
