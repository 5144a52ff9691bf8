//! All places with a long list, and at every size.

use akuttvakt::app::Msg;
use akuttvakt::app::key::Code;
use akuttvakt::domain::command::Command;
use akuttvakt::domain::measure::MeasureKind;
use akuttvakt::domain::unit_list::UnitRow;

use crate::places::evening;
use crate::rig::{Rig, night, unit};

#[test]
fn two_thousand_places_stay_quick() {
    let mut rig = Rig::without_places();
    let rows: Vec<UnitRow> = (0..1000)
        .map(|n| unit(&format!("Hjem {n}"), MeasureKind::EmergencyHome, "3411", (0, 17), 2))
        .collect();
    rig.by_hand(&Command::ImportUnits { rows, dry_run: false });
    rig.register("hamar bvv j9 4-2 bh", night());
    rig.refresh();
    rig.keys("2");
    let start = std::time::Instant::now();
    for _ in 0..50 {
        rig.code(Code::Down);
        rig.screen(120, 36);
    }
    // Unoptimised and on a busy machine; it is some tens of times less when built to be used.
    assert!(start.elapsed().as_millis() < 50 * 150, "{:?}", start.elapsed());
}

#[test]
fn random_sizes_and_keys_never_panic() {
    let mut rig = evening();
    let sizes =
        [(120, 36), (80, 24), (100, 30), (99, 17), (60, 16), (59, 15), (1, 1), (0, 0), (500, 200), (101, 16)];
    let keys = "2↓↓\r\t↓↓bg\re i\u{1b}y\u{1b}2v↑v\rf\u{1b}h\teal\u{1b}2";
    let mut dice = 0x9e37_79b9_u32;
    for sign in keys.chars().cycle().take(400) {
        dice ^= dice << 13;
        dice ^= dice >> 17;
        dice ^= dice << 5;
        rig.keys(&sign.to_string());
        if dice.is_multiple_of(5) {
            rig.code(
                [Code::Left, Code::Right, Code::End, Code::Home, Code::PageDown][dice as usize % 25 / 5],
            );
        }
        let (width, height) = sizes[dice as usize % sizes.len()];
        rig.screen(width, height);
        rig.send(Msg::TimePassed);
    }
}
