//! The board as it is seen, wide and narrow.

use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::rig::{Rig, night};

#[test]
fn nobody_waits() {
    let mut rig = Rig::with_places();
    assert_snapshot!("empty_120x36", rig.screen(120, 36));
    assert_snapshot!("empty_80x24", rig.screen(80, 24));
}

#[test]
fn an_ordinary_night() {
    let mut rig = Rig::ordinary();
    rig.keys("↓");
    assert_snapshot!("ordinary_120x36", rig.screen(120, 36));
    assert_snapshot!("ordinary_80x24", rig.screen(80, 24));
    rig.keys("\t↓↓");
    assert_snapshot!("places_focused_120x36", rig.screen(120, 36));
}

#[test]
fn over_the_deadline_with_many_calls() {
    let mut rig = Rig::with_places();
    for (line, ago) in [
        ("lillestrøm bvt g15 4-4 inst", 132),
        ("hamar bvv j9+g6+b2 4-2 bh", 101),
        ("os bvv ufødt 4-2 fh", 94),
        ("moss pol g16 4-1 inst", 76),
        ("nordre follo bvv jx 4-1 bh", 49),
        ("aurskog-høland bvt g4 4-2 bh kode6", 22),
        ("halden bvt drøft g12", 12),
    ] {
        rig.register(&format!("{line} -{ago}m").replace("ufødt 4-2 fh -94m", "ufødt 4-2 fh"), night());
    }
    rig.refresh();
    rig.keys("↓↓");
    assert_snapshot!("overdue_120x36", rig.screen(120, 36));
    assert_snapshot!("overdue_80x24", rig.screen(80, 24));
    assert!(rig.screen(80, 24).contains("!! OVER +0:12"));
}

#[test]
fn the_last_ten_minutes_show_their_seconds() {
    let mut rig = Rig::with_places();
    rig.register("hamar bvv j9 4-2 bh -111m", night());
    rig.refresh();
    assert!(rig.screen(120, 36).contains("!! 9 min 0 s"));
    rig.later(TimeDelta::milliseconds(300));
    assert!(rig.screen(120, 36).contains("!! 9 min 0 s"), "rounded up while it lasts");
    rig.later(TimeDelta::seconds(1));
    assert!(rig.screen(120, 36).contains("!! 8 min 59 s"));
    assert_eq!(akuttvakt::app::next_change(&rig.model), night() + TimeDelta::seconds(2));
}

#[test]
fn too_small_a_screen_keeps_the_clocks() {
    let mut rig = Rig::ordinary();
    let small = rig.screen(40, 8);
    assert!(small.contains("For lite vindu") && small.contains("1 * 48 min"), "{small}");
}

#[test]
fn what_is_invented_says_so_at_every_size() {
    let mut rig = Rig::ordinary();
    rig.model.is_demo = true;
    for (width, height) in [(120, 36), (80, 24), (60, 16), (40, 8)] {
        assert!(rig.screen(width, height).contains("OPPDIKTET"), "{width}x{height}");
    }
}

#[test]
fn a_protected_address_is_nowhere_on_the_board() {
    let mut rig = Rig::with_places();
    rig.register("gjerdrum bvv j9 4-2 bh kode6", night());
    rig.refresh();
    for (width, height) in [(120, 36), (80, 24)] {
        let screen = rig.screen(width, height);
        assert!(!screen.contains("Gjerdrum") && screen.contains("skjermet, kode 6"), "{screen}");
    }
}

#[test]
fn a_note_is_never_on_the_board() {
    let mut rig = Rig::with_places();
    rig.register("hamar bvv j9 4-2 bh -- hemmelig merknad", night());
    rig.refresh();
    assert!(!rig.screen(120, 36).contains("hemmelig merknad"));
}
