//! The main job on the screen, on a real database: from a ringing phone to a recorded offer, in few keys.

use std::time::{Duration, Instant};

use crate::night::{self, LIST};
use crate::program::Home;
use crate::terminal::Terminal;

const LINE: &str = "ringsaker bvv j9 4-2 bh";
/// Quick line included, from a ringing phone to a recorded offer.
const MOST_KEYS: usize = 30;

fn start(home: &Home, size: (u16, u16)) -> Terminal {
    let mut terminal = night::screen(home, size);
    terminal.wait_for("Ingen venter.");
    terminal
}

/// What the offer must have left behind.
fn assert_recorded(home: &Home) {
    night::assert_sound(home);
    let call = home.json(&["call", "show", "1"]);
    assert_eq!((&call["municipality"], &call["state"]), (&"3411".into(), &"open".into()));
    let offer = &call["offers"][0];
    assert_eq!(
        (&offer["offer"], &offer["place"]),
        (&1.into(), &1.into()),
        "the nearest of the state's homes"
    );
    assert_eq!(offer["response_minutes"], 0);
    assert!(offer["why"].is_null(), "the adviser's own reason is never filled in");
    let reason = offer["reason"].as_str().unwrap();
    for fact in ["ønsket type", "klarert § 4-2", "statlig"] {
        assert!(reason.contains(fact), "«{fact}» is not among the facts: {reason}");
    }
    let journal = night::journal(home);
    let line = |act: &str, field: &str, new: &str| {
        journal.iter().any(|line| line["act"] == act && line["field"] == field && line["new"] == new)
    };
    assert!(line("sign_on", "adviser", "1"), "signing on is journalled");
    assert!(line("call", "municipality", "3411") && line("call", "basis", "4-2"));
    assert!(line("offer", "kind", "offer") && line("offer", "place", "1"));
    let facts = journal.iter().find(|line| line["field"] == "facts").unwrap();
    assert!(facts["new"].as_str().unwrap().starts_with("sha256:"), "texts stand as commitments");
}

#[test]
fn one_line_and_two_keys_record_an_offer() {
    let _alone = night::alone();
    for size in [(120, 36), (80, 24)] {
        let home = night::database(LIST);
        let mut terminal = start(&home, size);
        let keys = ["n", LINE, "\r", "o", "\r"];
        assert!(keys.iter().map(|keys| keys.chars().count()).sum::<usize>() <= MOST_KEYS);
        terminal.send("n");
        terminal.wait_for("Ny henvendelse");
        terminal.send(LINE);
        terminal.wait_until("the preview", |screen| screen.contains("3411") && screen.contains("Furuly"));
        terminal.send("\r");
        terminal.wait_for("tilby Furuly til 1");
        terminal.send("o");
        terminal.wait_for("Tilbud til Ringsaker for 1");
        terminal.send("\r");
        terminal.wait_for("svar ventes");
        assert_eq!(terminal.end("q"), 0, "{size:?}");
        assert_recorded(&home);
    }
}

#[test]
fn keys_typed_ahead_do_the_same() {
    let _alone = night::alone();
    for size in [(120, 36), (80, 24)] {
        let home = night::database(LIST);
        let mut terminal = start(&home, size);
        let before = Instant::now();
        for key in format!("n{LINE}\ro\r").chars() {
            terminal.send(&key.to_string());
        }
        assert!(before.elapsed() < Duration::from_millis(20), "typed in {:?}", before.elapsed());
        terminal.wait_for("svar ventes");
        assert_eq!(terminal.end("q"), 0);
        assert_recorded(&home);
    }
}

#[test]
fn a_wrong_line_is_said_and_the_second_enter_takes_the_clock_along() {
    let _alone = night::alone();
    let home = night::database(LIST);
    let mut terminal = start(&home, (120, 36));
    terminal.send("nlilehamer bvv j9 4-2 bh\r");
    terminal.wait_for("Lillehammer");
    terminal.send("\r");
    terminal.wait_for("lilehamer");
    assert_eq!(home.json(&["call", "list", "--all"])["calls"].as_array().unwrap().len(), 0);
    terminal.send("\u{1b}");
    terminal.wait_until("the board", |screen| !screen.contains("Ny henvendelse"));
    terminal.send("nringsaker btv j9 4-2 bh\r\r");
    terminal.wait_for("tilby Furuly til 1");
    // A resize and an unknown key in the middle of it change nothing.
    terminal.resize((80, 24));
    terminal.send("Z");
    terminal.wait_for("tilby Furuly til 1");
    assert_eq!(terminal.end("q"), 0, "the parked line is kept, so nothing is asked");
    assert_eq!(home.json(&["call", "list"])["calls"].as_array().unwrap().len(), 1);
    night::assert_sound(&home);
}
