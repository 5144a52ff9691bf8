//! The terminal is given back whatever ends or stops the screen, also with a window open.

use crate::night::{self, LIST};
use crate::program::PASSPHRASE;

const SIZE: (u16, u16) = (80, 24);

#[test]
fn a_signal_ends_it_and_gives_the_terminal_back() {
    let _alone = night::alone();
    let home = night::database(LIST);
    for (signal, keys) in [("-TERM", ""), ("-HUP", "nhamar bvv"), ("-INT", "+")] {
        let mut terminal = night::screen(&home, SIZE);
        terminal.wait_for("Ingen venter.");
        terminal.wait_for_terminal(true);
        terminal.send(keys);
        terminal.signal(signal);
        terminal.wait_for_terminal(false);
        assert_eq!(terminal.end(""), 0, "{signal}");
    }
}

#[test]
fn it_sleeps_by_ctrl_z_and_goes_on_with_what_was_typed_once_the_adviser_is_back() {
    let _alone = night::alone();
    let home = night::database(LIST);
    let mut terminal = night::screen(&home, SIZE);
    terminal.wait_for("Ingen venter.");
    terminal.send("nhamar bvv");
    terminal.wait_for("Hamar (3403");
    terminal.send("\u{1a}");
    terminal.wait_for_terminal(false);
    terminal.wait_for_stop();
    terminal.signal("-CONT");
    terminal.wait_for_terminal(true);
    terminal.wait_for("logg på");
    assert!(!terminal.screen().contains("Hamar"), "{}", terminal.screen());
    terminal.send(&format!("{PASSPHRASE}\r"));
    terminal.wait_for("utkast");
    terminal.send("n");
    terminal.wait_for("pil opp henter");
    terminal.send("\u{1b}[A");
    terminal.wait_for("Hamar (3403");
    // F5 draws every cell anew; it asks the terminal nothing, so it never waits for an answer.
    terminal.send("\u{1b}[15~");
    terminal.send(" j9");
    terminal.wait_for("jente 9");
    terminal.send("\u{1b}");
    terminal.wait_for("utkast");
    assert_eq!(terminal.end("qq"), 0);
}
