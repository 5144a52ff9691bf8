//! Two real processes on one database: each sees the other's work at once, and a place is given to one of them.

use std::thread;
use std::time::{Duration, Instant};

use crate::night::{self, LIST};

/// Another process's change is on this screen within this time.
const SEEN_WITHIN: Duration = Duration::from_millis(250);

#[test]
fn a_call_registered_in_one_is_on_the_others_screen_at_once() {
    let _alone = night::alone();
    let home = night::database(LIST);
    let mut one = night::screen(&home, (120, 36));
    let mut other = night::screen(&home, (80, 24));
    one.wait_for("Ingen venter.");
    other.wait_for("Ingen venter.");
    thread::sleep(Duration::from_millis(500));
    let calls = [
        ("ringsaker bvv j9 4-2 bh", "Ringsaker", "Først: Furuly"),
        ("gjøvik bvt g7 4-2 bh", "Gjøvik", "Først: Solbakken"),
    ];
    for (line, name, preview) in calls {
        one.send("n");
        one.wait_for("Ny henvendelse");
        one.send(line);
        one.wait_for(preview);
        let before = Instant::now();
        one.send("\r");
        let seen = other.wait_for(name);
        assert!(seen - before < SEEN_WITHIN, "{name} after {:?}", seen - before);
        one.wait_until("the board", |screen| !screen.contains("Ny henvendelse"));
    }
    assert_eq!((one.end("q"), other.end("q")), (0, 0));
    night::assert_sound(&home);
}

#[test]
fn of_two_who_offer_the_same_place_at_once_one_gets_it_and_the_other_is_told_who_has_it() {
    let _alone = night::alone();
    let one_place = LIST
        .lines()
        .take(2)
        .collect::<Vec<_>>()
        .join("\n")
        .replace("no,2,ring", "no,1,ring")
        .replace(",2,yes", ",1,yes");
    let home = night::database(&one_place);
    home.done(&["call", "add", "ringsaker bvv j9 4-2 bh"]);
    let mut one = night::screen(&home, (120, 36));
    let mut other = night::screen(&home, (120, 36));
    one.wait_for("Ringsaker");
    other.wait_for("Ringsaker");
    home.done(&["call", "add", "gjøvik bvt g7 4-2 bh"]);
    for terminal in [&mut one, &mut other] {
        terminal.wait_for("Gjøvik");
    }
    // The first has 1 selected; the other goes to 2.
    other.send("\u{1b}[B");
    one.send("o");
    one.wait_for("Tilbud til Ringsaker for 1");
    other.send("o");
    other.wait_for("Tilbud til Gjøvik for 2");
    one.send("\r");
    other.send("\r");
    let told = |screen: &str| screen.contains("er tatt");
    let given = |screen: &str| screen.contains("svar ventes");
    one.wait_until("an outcome", |screen| told(screen) || given(screen));
    other.wait_until("an outcome", |screen| told(screen) || given(screen));
    thread::sleep(Duration::from_millis(400));
    let (first, second) = (one.screen(), other.screen());
    assert!(told(&first) != told(&second), "one is told:\n{first}\n{second}");
    let loser = if told(&first) { &first } else { &second };
    assert!(loser.contains(night::ADVISER), "by whom:\n{loser}");
    drop((one, other));
    let offers = home.json(&["call", "show", "1"])["offers"].as_array().unwrap().len()
        + home.json(&["call", "show", "2"])["offers"].as_array().unwrap().len();
    assert_eq!(offers, 1);
    night::assert_sound(&home);
}
