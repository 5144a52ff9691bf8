//! Random keys, pastes, sizes, times and changes by others: never a panic, and what is marked is always there.

use akuttvakt::app::Msg;
use akuttvakt::app::form::FieldId;
use akuttvakt::app::key::{Code, Key};
use akuttvakt::app::message::Input;
use akuttvakt::app::model::Screen;
use akuttvakt::app::next_change;
use akuttvakt::domain::call::CallState;
use akuttvakt::domain::command::Command;
use chrono::TimeDelta;

use crate::handover::to_receive;
use crate::rig::Rig;
use crate::support::dice::Dice;

/// Xorshift: small, and the same everywhere.
const CODES: &[Code] = &[
    Code::Enter,
    Code::Enter,
    Code::Enter,
    Code::Esc,
    Code::Tab,
    Code::BackTab,
    Code::Backspace,
    Code::Delete,
    Code::Up,
    Code::Down,
    Code::Down,
    Code::Left,
    Code::Right,
    Code::Home,
    Code::End,
    Code::PageUp,
    Code::PageDown,
    Code::F(1),
    Code::F(5),
    Code::F(9),
];
const SIGNS: &[char] = &[
    'n', 'o', 'o', 'h', 'h', 'a', 'g', 'b', 'y', 'u', '+', '?', '1', 'l', 't', 'x', 'j', ' ', '4', '-', '2',
    'ø', 'é', '日', '\u{202e}', '\u{200b}', '🤦', 'n', '6', '6', 'm', 'e', 'd', 'w', 'p', 'i',
];
const PASTES: &[&str] = &[
    "hamar bvv j9 4-2 bh",
    "g14 4-4 inst kl 0230 -- notat",
    "\u{1b}[2J\u{7}\r\n\tåæø",
    "j44 4-9 tlf 123",
    "",
    "våler østfold bvt ufødt termin 24.11",
];
const SIZES: &[(u16, u16)] = &[
    (120, 36),
    (80, 24),
    (79, 23),
    (60, 16),
    (59, 15),
    (40, 8),
    (1, 1),
    (0, 0),
    (500, 200),
    (100, 28),
    (3, 100),
    (200, 3),
];

fn assert_marked_is_there(rig: &Rig, seed: u64) {
    let Some(view) = &rig.model.view else { return };
    if let Some(call) = rig.model.marks.call() {
        let found = view.board.call(call).unwrap_or_else(|| panic!("seed {seed}: {call} is marked and gone"));
        assert_eq!(found.state, CallState::Open, "seed {seed}");
        if let Some(unit) = rig.model.marks.unit() {
            assert!(view.unit_row(call, unit).is_some(), "seed {seed}: unit {unit} is marked and gone");
        }
    } else {
        assert_eq!(rig.model.marks.unit(), None, "seed {seed}");
    }
    assert!(next_change(&rig.model) > rig.model.now, "seed {seed}: sleeps for no time");
}

/// Unlocks after a while, and signs on again after the hard lock.
fn come_back(rig: &mut Rig, dice: &mut Dice) {
    if rig.model.lock.is_some() && dice.roll(6) == 0 {
        rig.let_go();
        // Longer than the longest wait after wrong passphrases.
        rig.later(TimeDelta::minutes(20));
        if rig.store.is_some() {
            rig.keys("\u{1b}\u{1b}hemmelig\r");
            assert!(rig.model.lock.is_none(), "the passphrase opens the lock");
        }
    }
    if rig.store.is_none() {
        rig.let_go();
        // Where there are several advisers it is Kari who goes on, the first of them.
        if !matches!(&rig.model.screen, Screen::Entry(entry) if entry.form.focused() == FieldId::Passphrase) {
            rig.code(Code::Tab);
        }
        rig.keys("hemmelig\r");
        assert!(rig.store.is_some(), "the passphrase opens it");
    }
}

/// Locks, types and pastes, and unlocks: everything stands as before.
fn lock_and_type(rig: &mut Rig, dice: &mut Dice, seed: u64) {
    rig.let_go();
    if rig.store.is_none() || rig.model.lock.is_some() || rig.model.revealed.is_some() {
        return;
    }
    let before = (rig.model.screen.clone(), rig.model.overlays.clone(), rig.model.marks.clone());
    rig.press(Key::ctrl('l'));
    for _ in 0..12 {
        match dice.roll(4) {
            0 => rig.paste(dice.one_of(PASTES)),
            1 => rig.code(dice.one_of(&[Code::Up, Code::Down, Code::Home, Code::Delete, Code::F(1)])),
            _ => rig.press(Key::char(dice.one_of(SIGNS))),
        }
    }
    rig.keys("\u{1b}hemmelig\r");
    assert!(rig.model.lock.is_none(), "seed {seed}");
    let after = (rig.model.screen.clone(), rig.model.overlays.clone(), rig.model.marks.clone());
    assert!(before == after, "seed {seed}: the lock changed what lies behind it");
}

#[test]
fn random_streams_never_panic_and_marks_follow_their_items() {
    let mut total = 0;
    for seed in 1..=12_u64 {
        let mut dice = Dice::from_seed(seed);
        let mut rig = match seed % 4 {
            0 => Rig::with_places(),
            1 => to_receive(),
            _ => Rig::ordinary(),
        };
        if seed % 2 == 0 {
            rig.by_hand(&Command::StartShift);
            rig.refresh();
        }
        for _ in 0..350 {
            come_back(&mut rig, &mut dice);
            match dice.roll(25) {
                0 => rig.paste(dice.one_of(PASTES)),
                1 => {
                    let (width, height) = dice.one_of(SIZES);
                    rig.screen(width, height);
                }
                2 => {
                    rig.later(TimeDelta::seconds(i64::try_from(dice.roll(400)).unwrap()));
                }
                3 => {
                    let at = rig.now;
                    rig.register(
                        dice.one_of(&["moss pol g16 4-1 inst", "hamar bvv j9 4-2 bh", "os bvt ufødt"]),
                        at,
                    );
                    rig.refresh();
                }
                4 => rig.hold_back(),
                24 => lock_and_type(&mut rig, &mut dice, seed),
                23 => {
                    if let Some(call) = rig.model.marks.call() {
                        rig.close(call);
                        rig.refresh();
                    }
                }
                5 | 6 => rig.let_go(),
                7 => rig.press(Key::ctrl(dice.one_of(&['n', 'c', 'g', 'u', 'w', 'a', 'z', 'l']))),
                8..=12 => rig.code(dice.one_of(CODES)),
                _ => rig.press(Key::char(dice.one_of(SIGNS))),
            }
            total += 1;
            assert_marked_is_there(&rig, seed);
            if dice.roll(8) == 0 {
                rig.screen(120, 36);
            }
        }
        rig.let_go();
        come_back(&mut rig, &mut dice);
        rig.send(Msg::Input(Input::Key(Key::plain(Code::Esc))));
        rig.screen(80, 24);
    }
    assert!(total >= 4000);
}
