//! The terminal takes any size, in every screen and window: what was typed and marked stays, and at the first size the
//! screen is the same again.

use akuttvakt::app::message::Msg;

use crate::changes::after_a_shift;
use crate::handover::to_receive;
use crate::matrix::SCREENS;
use crate::rig::Rig;
use crate::support::dice::Dice;
use crate::support::promise::{Figure, Promise};

/// Resizes a screen.
const RESIZES: Figure = Figure::new(60, 1_000);
const EDGES: &[(u16, u16)] = &[
    (0, 0),
    (1, 1),
    (79, 23),
    (500, 200),
    (0, 24),
    (80, 0),
    (59, 15),
    (60, 16),
    (3, 100),
    (200, 3),
    (65, 1),
];
const FIRST: [(u16, u16); 2] = [(120, 36), (80, 24)];

/// All that the adviser has typed, marked and opened.
fn state(rig: &Rig) -> String {
    let model = &rig.model;
    format!(
        "{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}\n{:?}",
        model.screen,
        model.overlays,
        model.marks,
        model.places,
        model.calls,
        model.journal,
        model.follow_ups,
        model.deviations,
        model.handover,
        model.parked_lines,
        model.noticed,
        model.greeting
    )
}

type MakeRig = fn() -> Rig;

#[test]
fn a_thousand_sizes_leave_every_screen_and_window_as_it_was() {
    let mut promise = Promise::of("R15", "a thousand sizes in every screen and window");
    let mut dice = Dice::of_test();
    let mut entries = [("first_run", Rig::first_run()), ("sign_on", Rig::sign_on(&["Kari Nordby"]))];
    for (name, rig) in &mut entries {
        rig.keys("Kari Å\t");
        resize(name, rig, &mut dice);
    }
    let mut screens = entries.len();
    for (name, data, keys) in SCREENS {
        // The fullest data has the most that can get lost.
        let mut rig = data[data.len() - 2].after(keys);
        resize(name, &mut rig, &mut dice);
        screens += 1;
    }
    // A shift of another that is received, and what is told after one.
    let shifts: [(&str, MakeRig, &str); 4] = [
        ("received", to_receive, "6↓"),
        ("repeated", to_receive, "6\r\rmleverandør 0830"),
        ("greeting", after_a_shift, ""),
        ("news", after_a_shift, "d↓↓"),
    ];
    for (name, rig, keys) in shifts {
        let mut rig = rig();
        rig.keys(keys);
        resize(name, &mut rig, &mut dice);
        screens += 1;
    }
    promise.ran(RESIZES.count() * screens, format!("{screens} screens and windows"));
}

fn resize(name: &str, rig: &mut Rig, dice: &mut Dice) {
    let (width, height) = dice.one_of(&FIRST);
    let before = state(rig);
    let first = rig.screen(width, height);
    assert_eq!(state(rig), before, "{name} at {width}x{height}, the first");
    for n in 0..RESIZES.count() {
        let (width, height) = match dice.roll(12) {
            // Large ones take long to draw.
            0 if n % 10 == 0 => (500, 200),
            0..=5 => (size(dice, 130), size(dice, 45)),
            6..=8 => (size(dice, 30), size(dice, 10)),
            _ => *EDGES.iter().filter(|size| size.0 < 500).nth(dice.roll(EDGES.len() - 1)).unwrap(),
        };
        if dice.roll(4) == 0 {
            // Several sizes may come before one frame.
            rig.send(Msg::Resized { width: size(dice, 300), height: size(dice, 90) });
        }
        rig.screen(width, height);
        assert_eq!(state(rig), before, "{name} at {width}x{height}");
    }
    let after = rig.screen(width, height);
    assert!(after == first, "{name}: before\n{first}\nafter\n{after}");
}

fn size(dice: &mut Dice, below: usize) -> u16 {
    u16::try_from(dice.roll(below)).unwrap()
}
