//! The machine's clock is set while the real screen is open.

use std::fs;
use std::process::Command;
use std::time::Duration;

use crate::night;
use crate::program::{Home, PASSPHRASE};
use crate::support::need::need_working;
use crate::support::promise::Promise;
use crate::terminal::Terminal;

/// A jump past the idle limit: told at the sign-on form.
const LOCKED: &str = "";

const F5: &str = "\u{1b}[15~";

/// The library that tells a program another time.
pub fn library() -> String {
    let told = Command::new("faketime").args(["-f", "+0", "printenv", "LD_PRELOAD"]).output().unwrap();
    String::from_utf8(told.stdout).unwrap().trim().to_owned()
}

fn screen(home: &Home) -> Terminal {
    let (file, library) = (home.write("clock", "+0\n"), library());
    let environment = [
        ("LD_PRELOAD", library.as_str()),
        ("FAKETIME_TIMESTAMP_FILE", &file),
        ("FAKETIME_NO_CACHE", "1"),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
        ("DONT_FAKE_MONOTONIC", "1"),
    ];
    night::screen_with(home, (120, 36), &environment)
}

/// Sets the clock to this many seconds from the right time, and wakes the screen.
fn set(home: &Home, terminal: &mut Terminal, seconds: i64) {
    // In one go: the program may read it at any moment.
    fs::write(home.path("clock.new"), format!("{seconds:+}\n")).unwrap();
    fs::rename(home.path("clock.new"), home.path("clock")).unwrap();
    terminal.send(F5);
}

#[test]
fn a_clock_that_is_set_is_told_on_the_screen() {
    let why = "the clock is set under the real screen";
    if !need_working("faketime", &["-f", "+0", "true"], why) {
        return;
    }
    let mut promise = Promise::of("R10", "the clock set under the real screen");
    let _alone = night::alone();
    let home = Home::with_places();
    let mut terminal = screen(&home);
    terminal.wait_for("Ingen venter.");
    terminal.send("nhamar bvv j9 4-2 bh\r");
    terminal.wait_for("1 registrert");
    let steps = [
        (1, "Klokka hoppet 1 s fram. Ingen er over fristen."),
        (121, "Klokka hoppet 2 min fram. Ingen er over fristen."),
        (3_721, LOCKED),
        (10_921, LOCKED),
        (7_321, "Klokka ble stilt 1 t tilbake. Over fristen nå: 1."),
        (121, "Klokka ble stilt 2 t tilbake. Ingen er over fristen. Ikke lenger over: 1."),
        (86_521, LOCKED),
        (121, "Klokka ble stilt 24 t tilbake."),
        (315_619_321, LOCKED),
        (121, "Klokka ble stilt 3653 døgn tilbake. Ingen er over fristen."),
    ];
    let mut before = 0;
    for (seconds, said) in steps {
        set(&home, &mut terminal, seconds);
        if said == LOCKED {
            // The machine may have slept for as long, and someone else may sit there now.
            let length = match seconds - before {
                3_600 => "1 t",
                7_200 => "2 t",
                86_400 => "24 t",
                _ => "3653 døgn",
            };
            terminal.wait_for(&format!("Klokka hoppet {length} fram, og skjermen ble låst."));
            terminal.send(&format!("{PASSPHRASE}\r"));
            terminal.wait_for("Hamar");
        } else {
            terminal.wait_for(said);
        }
        before = seconds;
    }
    // Stopped and woken, with the clock running on all the while: nothing is to be told.
    terminal.send("3");
    terminal.wait_for("▸3");
    terminal.signal("-STOP");
    std::thread::sleep(Duration::from_millis(1_200));
    terminal.signal("-CONT");
    terminal.send(&format!("1{F5}"));
    terminal.wait_for("▸1");
    // At most what was told before stands there still.
    let screen = terminal.screen();
    assert!(!screen.contains("hoppet") && !screen.contains(" s tilbake"), "{screen}");
    assert_eq!(terminal.end("q"), 0);
    let seqs: Vec<_> = night::journal(&home).iter().map(|line| line["sequence"].as_i64().unwrap()).collect();
    assert!(seqs.is_sorted_by(|a, b| a + 1 == *b));
    night::assert_sound(&home);
    promise.ran(steps.len(), "told with its length and what is late");
}
