//! However the screen ends or stops, from wherever: the terminal is as before, and what was typed is kept.

use std::time::Duration;
use std::{env, thread};

use akuttvakt::app::model::{Model, Opening};
use akuttvakt::app::{Effect, Msg};
use akuttvakt::catalog::Catalog;
use akuttvakt::text::Texts;
use akuttvakt::tui::{self, Backstage, Theme};
use chrono::{DateTime, Utc};

use crate::night;
use crate::program::{Home, PASSPHRASE, now};
use crate::support::promise::Promise;
use crate::terminal::Terminal;

const SIZE: (u16, u16) = (120, 36);

/// Where the screen is when it ends: the keys to get there, what it says then, and what brings back what was typed.
const PLACES: &[(&str, &str, Option<&str>)] = &[
    ("", "tilby", None),
    ("2", "▸2", None),
    ("3", "▸3", None),
    ("8", "▸8", None),
    ("+", "Hjelp ·", None),
    ("nmoss bvv g5 halvferdig", "halvferdig", Some("n\u{1b}[A")),
    ("nmoss bvv g5 halvskjema\t", "halvskjema", Some("n\u{1b}[A\r")),
    ("ohalvt tilbud", "halvt tilbud", Some("o")),
    ("khalv samtale", "halv samtale", Some("k")),
    ("lt\thalv lukking", "halv lukking", Some("lt\t")),
];

/// A database with a call, and its screen.
fn open(home: &Home) -> Terminal {
    let mut terminal = night::screen(home, SIZE);
    terminal.wait_for("Vakt");
    terminal.wait_for("Hamar");
    terminal.wait_for_terminal(true);
    terminal
}

fn home_with_call() -> Home {
    let home = Home::with_places();
    home.done(&["call", "add", "hamar bvv j9 4-2 bh"]);
    home
}

fn assert_given_back(terminal: &mut Terminal, what: &str) {
    terminal.wait_for_terminal(false);
    let mut tries = 0;
    while !terminal.is_as_before() {
        assert!(tries < 300, "{what}: the terminal is not as before");
        tries += 1;
        thread::sleep(Duration::from_millis(10));
    }
}

#[test]
fn a_signal_from_anywhere_gives_the_terminal_back_and_keeps_what_was_typed() {
    let mut promise = Promise::of("R14", "signals from every screen and from windows with typed text");
    let _alone = night::alone();
    let mut ran = 0;
    for signal in ["-TERM", "-HUP", "-INT"] {
        for (keys, said, fetches) in PLACES {
            println!("{signal} {keys}");
            let home = home_with_call();
            let mut terminal = open(&home);
            terminal.send(keys);
            terminal.wait_for(said);
            terminal.signal(signal);
            assert_eq!(terminal.wait_for_end(), 0, "{signal} {keys}");
            assert_given_back(&mut terminal, &format!("{signal} {keys}"));
            if let Some(fetches) = fetches {
                let mut again = open(&home);
                // What was kept is read after the board.
                thread::sleep(Duration::from_millis(300));
                again.send(fetches);
                again.wait_for(said);
            }
            ran += 1;
        }
    }
    promise.ran(ran, "settings, own screen, cursor, pastes, exit code, drafts");
}

#[test]
fn asleep_and_awake_again_from_anywhere() {
    let mut promise = Promise::of("R14", "Ctrl-Z and fg from every screen and from windows with typed text");
    let _alone = night::alone();
    for (n, (keys, said, fetches)) in PLACES.iter().enumerate() {
        println!("{keys}");
        let home = home_with_call();
        let mut terminal = open(&home);
        terminal.send(keys);
        terminal.wait_for(said);
        if n % 2 == 0 {
            terminal.send("\u{1a}");
        } else {
            terminal.signal("-TSTP");
        }
        assert_given_back(&mut terminal, keys);
        terminal.wait_for_stop();
        terminal.signal("-CONT");
        terminal.wait_for_terminal(true);
        terminal.wait_for("logg på");
        assert!(!terminal.is_as_before(), "{keys}: keys come one by one again");
        terminal.send(&format!("{PASSPHRASE}\r"));
        terminal.wait_for("Hamar");
        if let Some(fetches) = fetches {
            // What was kept is read after the board.
            thread::sleep(Duration::from_millis(300));
            terminal.send(fetches);
            terminal.wait_for(said);
        }
        terminal.signal("-TERM");
        assert_eq!(terminal.wait_for_end(), 0, "{keys}");
        assert_given_back(&mut terminal, keys);
    }
    promise
        .ran(PLACES.len(), "given back while it sleeps, asks who is there after it, what was typed is kept");
}

#[test]
fn without_anything_to_write_to_it_ends_and_leaves_the_terminal_as_it_was() {
    let mut promise = Promise::of("R14", "standard output closed, full, or without a reader");
    let _alone = night::alone();
    let home = home_with_call();
    let outputs = ["exec \"$@\" 3<\"$KEY_FILE\" >/dev/full", "\"$@\" 3<\"$KEY_FILE\" | true; exit 1"];
    for output in outputs {
        let mut terminal = night::screen_through(&home, SIZE, output);
        assert_ne!(terminal.wait_for_end(), 0, "{output}");
        assert!(terminal.is_as_before() && !terminal.has_terminal(), "{output}:\n{}", terminal.screen());
    }
    // A reader that goes while the screen stands: what is typed then is still kept.
    let mut terminal = night::screen_through(&home, SIZE, "\"$@\" 3<\"$KEY_FILE\" | head -c 20000; exit 1");
    terminal.wait_for("Hamar");
    terminal.send("nmoss bvv g5 halvferdig");
    for _ in 0..40 {
        terminal.send("\u{1b}[15~");
        thread::sleep(Duration::from_millis(20));
    }
    assert_ne!(terminal.wait_for_end(), 0);
    assert!(terminal.is_as_before());
    let mut again = open(&home);
    again.wait_for("utkast");
    promise.ran(outputs.len() + 1, "it ends, the settings are as before, the draft is there");
}

const PANICS: &str = "AKUTTVAKT_TEST_PANICS";

/// A screen with a fault in it, on this thread or on another one.
struct Faulty {
    elsewhere: bool,
    waited: usize,
}

impl Backstage for Faulty {
    fn now(&self) -> DateTime<Utc> {
        now()
    }

    fn next(&mut self, _: Duration) -> Option<Msg> {
        self.waited += 1;
        thread::sleep(Duration::from_millis(300));
        match (self.waited, self.elsewhere) {
            (1..3, _) => None,
            (_, false) => panic!("a fault on the screen's thread"),
            (_, true) => thread::spawn(|| panic!("a fault on another thread")).join().map_or(None, |()| None),
        }
    }

    fn perform(&mut self, _: Effect) {}
}

/// Does nothing in a test run; started by the test below, in a terminal of its own.
#[test]
fn a_screen_that_panics() {
    let Ok(where_from) = env::var(PANICS) else { return };
    let texts = Texts::load(Texts::DEFAULT).unwrap();
    let catalog = std::sync::Arc::new(Catalog::load().unwrap());
    let (mut model, effects) = Model::new(Opening::FirstRun, catalog, String::new(), false, now());
    let mut faulty = Faulty { elsewhere: where_from == "elsewhere", waited: 0 };
    tui::run(&mut model, effects, &texts, Theme { has_colour: true }, &mut faulty).unwrap();
}

#[test]
fn a_panic_gives_the_terminal_back_and_is_told_after_it() {
    let mut promise = Promise::of("R14", "panics on the screen's thread and on another one");
    let _alone = night::alone();
    let program = env::current_exe().unwrap();
    for where_from in ["here", "elsewhere"] {
        let arguments = ["--exact", "screen_ends::a_screen_that_panics", "--nocapture", "--test-threads=1"];
        let mut terminal = Terminal::start(
            program.to_str().unwrap(),
            &arguments.map(ToOwned::to_owned),
            &[(PANICS, where_from), ("RUST_BACKTRACE", "0")],
            SIZE,
        );
        terminal.wait_for_terminal(true);
        assert!(!terminal.is_as_before());
        assert_eq!(terminal.wait_for_end(), 101, "{where_from}");
        assert_given_back(&mut terminal, where_from);
        terminal.wait_for("a fault on");
    }
    promise.ran(2, "settings, own screen, cursor, pastes; the message stands on the ordinary screen");
    // A screen that is killed gives nothing back: that must be seen.
    let home = home_with_call();
    let mut terminal = open(&home);
    terminal.signal("-KILL");
    assert_ne!(terminal.wait_for_end(), 0);
    assert!(terminal.has_terminal() && !terminal.is_as_before());
    promise.caught("killed without a chance to give it back");
}

#[test]
fn a_terminal_that_is_resized_shows_the_same_again() {
    let mut promise = Promise::of("R15", "sizes of a real terminal, with typed text");
    let _alone = night::alone();
    let home = home_with_call();
    let sizes = [(1, 1), (79, 23), (500, 200), (60, 16), (40, 8), (200, 3), (3, 100), (100, 30)];
    let mut ran = 0;
    for (keys, said, _) in PLACES {
        println!("{keys}");
        let mut terminal = open(&home);
        terminal.send(keys);
        terminal.wait_for(said);
        thread::sleep(Duration::from_millis(200));
        // The clock of the bar may go on in the meantime.
        let unhurried = |rows: Vec<String>| rows.join("\n").replace(|sign: char| sign.is_ascii_digit(), "#");
        let before = unhurried(terminal.rows());
        for size in sizes {
            terminal.resize(size);
            thread::sleep(Duration::from_millis(15));
            ran += 1;
        }
        terminal.resize(SIZE);
        let mut tries = 0;
        while unhurried(terminal.rows()) != before {
            tries += 1;
            assert!(tries < 500, "{before}\nnow\n{}", unhurried(terminal.rows()));
            thread::sleep(Duration::from_millis(10));
        }
        terminal.signal("-TERM");
        assert_eq!(terminal.wait_for_end(), 0, "{keys}");
    }
    promise.ran(ran, "no panic, the same screen at the first size");
}
