//! Half-written work outlives a program that is killed: it is kept as it is typed.

use std::thread;
use std::time::Duration;

use crate::night::{self, LIST};

/// Longer than keeping what was typed takes.
const KEPT: Duration = Duration::from_millis(500);

#[test]
fn half_a_line_comes_back_after_a_kill() {
    let _alone = night::alone();
    let home = night::database(LIST);
    let mut terminal = night::screen(&home, (80, 24));
    terminal.wait_for("Ingen venter.");
    terminal.send("nhamar bvv j9 4-2");
    terminal.wait_for("akutt omsorgsovertakelse");
    thread::sleep(KEPT);
    terminal.signal("-KILL");
    drop(terminal);

    let mut terminal = night::screen(&home, (80, 24));
    terminal.wait_for("utkast");
    terminal.send("n");
    terminal.wait_for("pil opp henter");
    terminal.send("\u{1b}[A");
    terminal.wait_for("akutt omsorgsovertakelse");
    terminal.send(" bh\r");
    terminal.wait_for("1 registrert");
    assert_eq!(terminal.end("q"), 0);
    let call = home.json(&["call", "show", "1"]);
    assert_eq!((&call["municipality"], &call["state"]), (&"3403".into(), &"open".into()));

    let mut terminal = night::screen(&home, (80, 24));
    terminal.wait_for("Hamar");
    assert!(!terminal.screen().contains("utkast"), "it became the call, and is a draft no more");
    assert_eq!(terminal.end("q"), 0);
    night::assert_sound(&home);
}

#[test]
fn what_stands_in_an_open_form_and_an_open_offer_is_kept_by_q_and_by_a_kill() {
    let _alone = night::alone();
    let home = night::database(LIST);
    let mut terminal = night::screen(&home, (120, 36));
    terminal.wait_for("Ingen venter.");
    terminal.send("nringsaker bvv j9 4-2 bh\r");
    terminal.wait_for("tilby Furuly til 1");
    terminal.send("okjenner hjemmet fra før");
    terminal.wait_for("kjenner hjemmet fra før");
    terminal.send("\u{e}");
    terminal.wait_for("Ny henvendelse");
    terminal.send("moss g5\t");
    terminal.wait_for("skjema");
    assert_eq!(terminal.end("\u{11}"), 0, "it asks nothing: all of it is kept");

    let mut terminal = night::screen(&home, (120, 36));
    terminal.wait_for("skjema: Moss");
    terminal.send("\t");
    terminal.wait_for("tilby Furuly til 1");
    terminal.send("o");
    terminal.wait_for("kjenner hjemmet fra før");
    thread::sleep(KEPT);
    terminal.signal("-KILL");
    drop(terminal);

    let mut terminal = night::screen(&home, (120, 36));
    terminal.wait_for("skjema: Moss");
    terminal.send("\to");
    terminal.wait_for("kjenner hjemmet fra før");
    terminal.send("\r");
    terminal.wait_for("svar ventes");
    assert_eq!(terminal.end("q"), 0);
    assert_eq!(home.json(&["call", "show", "1"])["offers"][0]["why"], "kjenner hjemmet fra før");
    night::assert_sound(&home);
}
