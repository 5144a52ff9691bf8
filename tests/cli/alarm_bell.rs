//! The bell of real processes: each rings its own terminal, and all are silent once one has silenced.

use std::thread;
use std::time::{Duration, Instant};

use crate::night::{self, ADVISER, LIST};
use crate::program::Home;

const SECOND: &str = "Ola Vik";
/// Another process's silence is on this screen within this time.
const SEEN_WITHIN: Duration = Duration::from_millis(250);
/// A key before the line can have been read does not count.
const READ: Duration = Duration::from_millis(400);
/// The first repetition comes a minute after the call.
const REPEATED: Duration = Duration::from_secs(61);

fn home() -> Home {
    let home = night::database(LIST);
    home.write("second", "et ganske annet passord\n");
    let added = home.add_adviser(SECOND, "second", &[]);
    assert_eq!(added.code, 0, "{added:?}");
    home
}

#[test]
fn each_screen_rings_for_a_call_of_another_and_all_stop_when_one_silences() {
    let alone = night::alone();
    let (silenced, ringing) = (home(), home());
    let mut one = night::screen_as(&silenced, (120, 36), ADVISER);
    let mut other = night::screen_as(&silenced, (80, 24), ADVISER);
    let mut theirs = night::screen_as(&ringing, (80, 24), ADVISER);
    for screen in [&mut one, &mut other, &mut theirs] {
        screen.wait_for("Ingen venter.");
        assert_eq!(screen.bells(), 0);
    }
    for home in [&silenced, &ringing] {
        home.as_adviser(SECOND, "second", &["call", "add", "ringsaker bvv j9 4-2 bh"]);
    }
    let rang_at = Instant::now();
    for screen in [&mut one, &mut other, &mut theirs] {
        screen.wait_for("1 Ringsaker er ny");
        assert_eq!(screen.bells(), 1, "at once, and not again for what is drawn anew");
    }
    thread::sleep(READ);
    let before = Instant::now();
    one.send(" ");
    let seen = other.wait_until("silence", |screen| !screen.contains("demp"));
    assert!(seen - before < SEEN_WITHIN, "after {:?}", seen - before);
    one.wait_for("Alarmen er dempet for alle.");
    drop(alone);
    thread::sleep(REPEATED.saturating_sub(rang_at.elapsed()));
    let bells = [&mut one, &mut other, &mut theirs].map(crate::terminal::Terminal::bells);
    assert_eq!(bells, [1, 1, 2], "only where nobody silenced it");
    assert!(theirs.screen().contains("1 Ringsaker er ny"));
    // From the command line too.
    ringing.as_adviser(ADVISER, "key", &["alarm", "silence"]);
    theirs.wait_until("silence", |screen| !screen.contains("demp"));
    assert_eq!((one.end("q"), other.end("q"), theirs.end("q")), (0, 0, 0));
}
