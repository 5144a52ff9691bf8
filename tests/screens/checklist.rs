//! The checklist as a conversation, and what the board says of it.

use crate::rig::Rig;

#[test]
fn look() {
    let mut rig = Rig::ordinary();
    println!("{}", rig.screen(120, 36));
    println!("{}", rig.screen(80, 24));
    rig.keys("↓k");
    println!("{}", rig.screen(120, 36));
    println!("{}", rig.screen(80, 24));
    rig.keys("4-2 vedtak kl 0210 bvv");
    println!("{}", rig.screen(80, 24));
    rig.keys("\u{1b}r0500");
    println!("{}", rig.screen(80, 24));
    rig.keys("\u{1b}l");
    println!("{}", rig.screen(80, 24));
    rig.keys("\u{1b}t");
    println!("{}", rig.screen(80, 24));
    rig.keys("\u{1b}\u{1b}↓r");
    println!("{}", rig.screen(80, 24));
    rig.keys("\u{1b}l");
    println!("{}", rig.screen(80, 24));
}
