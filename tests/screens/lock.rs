//! The lock: what it shows and hides, what opens it, and that everything behind it stays.

use akuttvakt::app::key::{Code, Key};
use akuttvakt::app::model::{Overlay, Screen};
use akuttvakt::app::next_change;
use akuttvakt::domain::command::Command;
use chrono::TimeDelta;
use insta::assert_snapshot;

use crate::boards::overdue;
use crate::rig::{Rig, night};
use crate::support::promise::Promise;

/// What stands on the board of the ordinary night and must not stand on the lock.
const MARKERS: &[&str] = &[
    "Lillestrøm",
    "Gjøvik",
    "Ringsaker",
    "Furuly",
    "Solbakken",
    "Bråten",
    "Granlia",
    "jente",
    "gutt",
    "søsken",
    "§",
    "BH",
    "413",
    "Nordby",
    "00 00",
];

type Night = fn() -> Rig;

fn locked(rig: &mut Rig) -> &mut Rig {
    rig.press(Key::ctrl('l'));
    assert!(rig.model.lock.is_some());
    rig
}

#[test]
fn the_lock_shows_counts_and_clocks_and_nothing_else_of_the_board() {
    let mut promise = Promise::of("S4", "nothing of the board on the lock");
    let mut runs = 0;
    let cases: &[(Night, &str)] = &[
        (Rig::ordinary, ""),
        (Rig::ordinary, "2"),
        (Rig::ordinary, "3"),
        (Rig::ordinary, "8"),
        (Rig::ordinary, "o"),
        (Rig::ordinary, "v"),
        (Rig::ordinary, "nhamar bvv j9 4-2 -- Kari Markør"),
        (overdue, "k"),
    ];
    for (night, keys) in cases {
        let mut rig = night();
        rig.keys(keys);
        let board = rig.screen(120, 36);
        assert!(MARKERS.iter().any(|marker| board.contains(marker)), "{board}");
        locked(&mut rig);
        for (width, height) in [(120, 36), (80, 24), (60, 16), (59, 15), (40, 8)] {
            let screen = rig.screen(width, height);
            let found: Vec<_> =
                MARKERS.iter().chain(&["Markør", "hamar"]).filter(|m| screen.contains(**m)).collect();
            assert!(found.is_empty(), "{found:?} in\n{screen}");
            assert!(screen.contains("LÅST"), "{screen}");
            runs += 1;
        }
    }
    promise.ran(runs, "0 markers on the lock");
}

#[test]
fn small_terminals_show_the_lock_in_lines() {
    let mut rig = overdue();
    locked(&mut rig).keys("abc");
    assert_snapshot!("lock_small_59x15", rig.screen(59, 15));
    assert_snapshot!("lock_small_40x8", rig.screen(40, 8));
    rig.screen(1, 1);
    rig.screen(0, 0);
}

#[test]
fn everything_stands_as_before_after_the_passphrase() {
    for keys in ["", "2↓", "nhamar bvv j9 4-2", "oeneste ledige", "knoe er sagt", "e", ".lu", "fha", "+"] {
        let mut rig = Rig::ordinary();
        rig.keys(keys);
        let before = (rig.model.screen.clone(), rig.model.overlays.clone(), rig.model.marks.clone());
        let (head, commands) = (rig.store.as_ref().unwrap().journal_head().unwrap(), rig.commands.len());
        locked(&mut rig).keys("noh1 u\u{1b}↓↑?.");
        rig.paste("limt inn\r\n");
        rig.press(Key::ctrl('n'));
        rig.press(Key::ctrl('s'));
        rig.keys("\u{1b}hemmelig\r");
        assert!(rig.model.lock.is_none(), "{keys}");
        let after = (rig.model.screen.clone(), rig.model.overlays.clone(), rig.model.marks.clone());
        assert!(before == after, "{keys}: {before:?}\n{after:?}");
        assert_eq!(rig.commands.len(), commands);
        assert_eq!(rig.store.as_ref().unwrap().journal_head().unwrap(), head, "unlocking is no signing on");
    }
}

#[test]
fn the_board_goes_on_being_read_under_the_lock() {
    let mut rig = Rig::ordinary();
    locked(&mut rig);
    let at = rig.now;
    rig.register("moss pol g16 4-1 inst -1m", at);
    rig.refresh();
    assert!(rig.screen(80, 24).contains("Åpne 4"));
    rig.later(TimeDelta::minutes(1));
    assert!(rig.screen(80, 24).contains("02:38"));
}

#[test]
fn a_wrong_passphrase_is_counted_and_from_the_fifth_on_the_next_must_wait() {
    let mut rig = Rig::ordinary();
    locked(&mut rig);
    rig.keys("feil\rfeil\r");
    assert_snapshot!("lock_wrong_80x24", rig.screen(80, 24));
    rig.keys("feil\rfeil\rfeil\r");
    let screen = rig.screen(80, 24);
    assert!(screen.contains("5 feil, ny prøve fra 02:37:30"), "{screen}");
    assert!(next_change(&rig.model) <= rig.now + TimeDelta::seconds(30), "the screen says when it is over");
    rig.keys("hemmelig\r");
    assert!(rig.model.lock.is_some(), "it must wait");
    rig.later(TimeDelta::seconds(30));
    rig.code(Code::Enter);
    assert!(rig.model.lock.is_none(), "what was typed while it waited is still there");
}

#[test]
fn nothing_typed_is_said_and_another_failure_is_not_counted() {
    let mut rig = Rig::ordinary();
    locked(&mut rig).code(Code::Enter);
    assert!(rig.screen(80, 24).contains("Skriv passordet."));
}

#[test]
fn it_locks_by_itself_after_the_idle_time_of_the_region_and_sleeps_until_then() {
    let mut rig = Rig::ordinary();
    rig.model.locks_by_itself = true;
    rig.keys("nhamar");
    let begun = rig.now;
    let mut slept = 0;
    while rig.model.lock.is_none() {
        let next = next_change(&rig.model);
        assert!(next > rig.now && next <= begun + TimeDelta::minutes(5));
        let by = next - rig.now;
        rig.later(by);
        slept += 1;
    }
    assert_eq!(rig.now, begun + TimeDelta::minutes(5));
    assert!(slept <= 20, "it wakes for what is seen to change, not to look at the time: {slept}");
    rig.later(TimeDelta::milliseconds(299));
    rig.keys("x");
    assert_eq!(rig.model.lock.as_ref().unwrap().passphrase.signs(), 0, "a key that was meant for the board");
    rig.later(TimeDelta::milliseconds(1));
    rig.keys("hemmelig\r");
    assert!(rig.model.lock.is_none());
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::QuickLine(_))));
}

#[test]
fn the_region_sets_the_idle_time_and_every_key_begins_it_anew() {
    let mut rig = Rig::ordinary();
    rig.by_hand(&Command::SetSetting { key: "lock.idle_minutes".to_owned(), value: "2".to_owned() });
    rig.refresh();
    rig.model.locks_by_itself = true;
    rig.keys("↓");
    for _ in 0..3 {
        rig.later(TimeDelta::seconds(100));
        assert!(rig.model.lock.is_none());
        rig.keys("↓");
    }
    rig.later(TimeDelta::seconds(119));
    assert!(rig.model.lock.is_none());
    rig.later(TimeDelta::seconds(1));
    assert!(rig.model.lock.is_some());
    assert_eq!(rig.begun_anew, 0, "nobody slept");
}

#[test]
fn ctrl_l_takes_every_key_from_the_first_and_works_while_a_write_is_under_way() {
    let mut rig = Rig::ordinary();
    rig.hold_back();
    rig.keys("nmoss g5\ro");
    rig.press(Key::ctrl('l'));
    assert!(rig.model.lock.is_some(), "at once");
    rig.keys("hemmelig");
    rig.let_go();
    assert!(rig.model.lock.is_some());
    rig.keys("\r");
    assert!(rig.model.lock.is_none());
    assert!(matches!(rig.model.overlays.last(), Some(Overlay::Offer(_))), "what was typed before was done");
}

#[test]
fn keys_typed_while_the_passphrase_is_checked_are_played_back_only_if_it_was_right() {
    for (passphrase, opens) in [("hemmelig", true), ("feil", false)] {
        let mut rig = Rig::ordinary();
        locked(&mut rig).hold_back();
        rig.keys(passphrase).keys("\rn");
        assert!(rig.model.overlays.is_empty());
        rig.let_go();
        assert_eq!(rig.model.lock.is_none(), opens);
        assert_eq!(rig.model.overlays.len(), usize::from(opens));
    }
}

#[test]
fn what_was_revealed_is_hidden_again() {
    let mut rig = Rig::ordinary();
    rig.keys("v");
    assert!(rig.model.revealed.is_some());
    locked(&mut rig).keys("hemmelig\r");
    assert!(rig.model.revealed.is_none());
    assert!(rig.model.overlays.is_empty(), "{:?}", rig.model.overlays);
    // A reveal that is under way shows nothing under the lock either.
    rig.hold_back();
    rig.keys("v");
    locked(&mut rig);
    rig.let_go();
    assert!(rig.model.revealed.is_none());
}

#[test]
fn another_adviser_signs_on_and_finds_nothing_of_the_one_before() {
    let mut rig = Rig::ordinary();
    let passphrase = akuttvakt::store::Passphrase::new("noe annet".to_owned());
    let now = rig.now;
    rig.store.as_mut().unwrap().add_adviser("Per Sæther", &passphrase, now).unwrap();
    rig.keys("nhamar bvv j9 4-2");
    let head = rig.store.as_ref().unwrap().journal_head().unwrap();
    locked(&mut rig).keys("halvt\t");
    assert_snapshot!("lock_other_80x24", rig.screen(80, 24));
    // Back, and again: the passphrase that was begun is gone.
    rig.keys("\u{1b}");
    assert_eq!(rig.model.lock.as_ref().unwrap().passphrase.signs(), 0);
    rig.keys("\tp\tfeil\r");
    assert!(rig.screen(80, 24).contains("1 av 5"));
    assert_eq!(rig.model.session.as_ref().unwrap().adviser, "Kari Nordby");
    rig.keys("noe annet\r");
    assert!(rig.model.lock.is_none());
    assert_eq!(rig.model.session.as_ref().unwrap().adviser, "Per Sæther");
    assert_eq!((&rig.model.screen, rig.model.overlays.len()), (&Screen::Board, 0));
    assert!(rig.model.parked_lines.is_empty(), "half-written work stays with its owner");
    assert!(rig.screen(120, 36).contains("Per S."));
    assert!(rig.store.as_ref().unwrap().journal_head().unwrap() > head, "signing on is journalled");
    // And the owner finds it again.
    locked(&mut rig).keys("\tk\themmelig\r");
    assert_eq!(rig.model.session.as_ref().unwrap().adviser, "Kari Nordby");
    assert_eq!(rig.model.parked_lines.len(), 1);
}

#[test]
fn suspending_begins_the_program_anew_and_what_was_typed_comes_back() {
    let mut rig = Rig::ordinary();
    rig.keys("oeneste ledige");
    rig.press(Key::ctrl('n'));
    rig.keys("hamar bvv j9");
    rig.press(Key::ctrl('z'));
    assert_eq!((rig.begun_anew, rig.suspended), (1, 1));
    assert!(rig.store.is_none() && matches!(rig.model.screen, Screen::Entry(_)));
    rig.keys("hemmelig\r");
    assert_eq!(rig.model.parked_lines.len(), 1);
    assert_eq!(rig.model.parked_offers.len(), 1);
    // Under the soft lock and in the sign-on form too.
    locked(&mut rig).press(Key::ctrl('z'));
    assert_eq!((rig.begun_anew, rig.suspended), (2, 2));
    rig.press(Key::ctrl('z'));
    assert_eq!((rig.begun_anew, rig.suspended), (3, 3));
}

#[test]
fn suspending_waits_until_everything_typed_is_kept() {
    let mut rig = Rig::ordinary();
    rig.keys("n");
    rig.hold_back();
    rig.keys("hamar bvv j9");
    rig.press(Key::ctrl('z'));
    assert_eq!(rig.begun_anew, 0);
    assert!(rig.model.lock.is_some(), "nothing is shown meanwhile");
    rig.let_go();
    assert_eq!((rig.begun_anew, rig.suspended), (1, 1));
    rig.keys("hemmelig\r");
    assert_eq!(rig.model.parked_lines[0].text, "hamar bvv j9");
}

#[test]
fn what_could_not_be_kept_is_not_given_up() {
    use akuttvakt::app::Effect;
    use akuttvakt::app::message::{Failure, Msg, Reply};
    use akuttvakt::domain::refusal::ErrorCode;
    let mut rig = Rig::ordinary();
    rig.keys("n");
    rig.hold_back();
    rig.keys("hamar");
    let draft = rig.waiting.iter().find_map(|effect| match effect {
        Effect::SaveDraft { draft } => Some(draft.id),
        _ => None,
    });
    rig.waiting.clear();
    rig.press(Key::ctrl('z'));
    let failure = Failure::Store { code: ErrorCode::DiskFull, sentence: "Disken er full.".to_owned() };
    // The first failure is of an older text; the next try fails as well.
    for _ in 0..2 {
        rig.send(Msg::Replied(Reply::DraftKept { draft: draft.unwrap(), result: Err(failure.clone()) }));
    }
    rig.waiting.clear();
    assert_eq!(rig.begun_anew, 0);
    assert_snapshot!("lock_unsaved_80x24", rig.screen(80, 24));
    rig.waiting.clear();
    // Nobody else takes the screen from whoever would lose it.
    let sitting = rig.model.session.as_ref().unwrap().sitting;
    rig.let_go();
    rig.keys("\themmelig\r");
    assert!(rig.screen(80, 24).contains("ikke lagret ennå"));
    assert_eq!(rig.model.session.as_ref().unwrap().sitting, sitting);
}

#[test]
fn a_machine_that_slept_longer_than_the_idle_time_comes_back_to_the_sign_on_form() {
    let mut rig = Rig::ordinary();
    rig.model.locks_by_itself = true;
    rig.keys("nhamar bvv j9");
    rig.later(TimeDelta::minutes(5));
    assert_eq!(rig.begun_anew, 0, "the idle time itself is no sleep");
    rig.keys("hemmelig\r");
    rig.later(TimeDelta::seconds(301));
    assert_eq!((rig.begun_anew, rig.suspended), (1, 0));
    assert!(rig.store.is_none());
    rig.later(TimeDelta::hours(8));
    assert_eq!(rig.begun_anew, 1, "nobody is on: there is nothing to lock");
    rig.keys("hemmelig\r");
    assert!(rig.model.lock.is_none(), "the idle time begins when someone signs on");
    assert_eq!(rig.model.parked_lines.len(), 1);
}

#[test]
fn a_clock_that_is_put_back_does_not_keep_the_screen_open() {
    let mut rig = Rig::ordinary();
    rig.model.locks_by_itself = true;
    rig.keys("↓");
    rig.now = night() - TimeDelta::hours(3);
    rig.later(TimeDelta::zero());
    assert!(rig.model.lock.is_none());
    rig.later(TimeDelta::minutes(5));
    assert!(rig.model.lock.is_some());
}

#[test]
fn in_the_demo_enter_alone_opens_it_and_it_never_locks_by_itself() {
    let mut rig = Rig::ordinary();
    rig.model.is_demo = true;
    locked(&mut rig);
    assert_snapshot!("lock_demo_80x24", rig.screen(80, 24));
    rig.keys("\tabc");
    assert!(rig.model.lock.is_some() && rig.model.lock.as_ref().unwrap().other.is_none());
    rig.keys("\r");
    assert!(rig.model.lock.is_none());
    rig.press(Key::ctrl('z'));
    assert_eq!((rig.begun_anew, rig.suspended), (0, 1));
    rig.later(TimeDelta::hours(2));
    assert!(rig.model.lock.is_none());
}

#[test]
fn the_lock_can_be_quit_and_redrawn() {
    let mut rig = Rig::ordinary();
    locked(&mut rig).code(Code::F(5));
    assert!(!rig.has_quit);
    rig.press(Key::ctrl('q'));
    assert!(rig.has_quit);
}

#[test]
fn late_and_promised_calls_back_stand_on_the_lock() {
    let mut rig = Rig::ordinary();
    rig.keys("r+30\r");
    locked(&mut rig);
    assert!(rig.screen(80, 24).contains("neste beskjed 03:07"), "{}", rig.screen(80, 24));
    rig.later(TimeDelta::minutes(31));
    assert!(rig.screen(80, 24).contains("beskjed lovet 03:07"));
}
