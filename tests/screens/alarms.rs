//! Alarms as the adviser has them: the bell over a night, the line, the key that silences for all, two screens, the
//! lock, and a clock that jumps.

use akuttvakt::app::key::{Code, Key};
use akuttvakt::app::model::Overlay;
use akuttvakt::app::{Msg, next_change};
use akuttvakt::domain::alarm::AlarmKind;
use akuttvakt::domain::command::{Command, OfferDraft};
use akuttvakt::domain::ids::{CallId, PlaceId};
use chrono::{DateTime, TimeDelta, Utc};

use crate::boards;
use crate::matrix::SCREENS;
use crate::rig::{Rig, night};
use crate::support::promise::Promise;

const F2: Key = Key::plain(Code::F(2));

/// The night with two alarms, and time to have read the line.
fn overdue() -> Rig {
    let mut rig = boards::overdue();
    rig.later(TimeDelta::milliseconds(300));
    rig
}

fn sounding(rig: &Rig) -> Vec<(AlarmKind, i64)> {
    rig.model.alarms.sounding().iter().map(|alarm| (alarm.kind, alarm.call.0)).collect()
}

/// Sleeps as the loop does, until a moment; every time something is drawn anew, another process has written.
fn sleep_until(rig: &mut Rig, until: DateTime<Utc>) {
    while rig.now < until {
        let next = next_change(&rig.model);
        assert!(next > rig.now);
        rig.now = next.min(until);
        rig.send(Msg::TimePassed);
        rig.refresh();
    }
}

/// When the bell rang, in minutes of the clock on the wall.
fn bells(rig: &Rig) -> Vec<String> {
    let wall = |at: &DateTime<Utc>| (*at + TimeDelta::hours(1)).format("%H:%M").to_string();
    rig.bells.iter().map(wall).collect()
}

fn at(hour: i64, minute: i64) -> DateTime<Utc> {
    night() + TimeDelta::minutes(hour * 60 + minute - (2 * 60 + 37))
}

#[test]
fn over_a_night_the_bell_rings_as_each_alarm_begins_and_three_times_more() {
    let mut rig = Rig::ordinary();
    sleep_until(&mut rig, at(7, 0));
    let half = ["02:55", "02:56", "03:00", "03:10"];
    let over = ["03:25", "03:26", "03:30", "03:40"];
    let half_other = ["03:57", "03:58", "04:02", "04:12"];
    let over_other = ["04:27", "04:28", "04:32", "04:42"];
    assert_eq!(bells(&rig), [half, over, half_other, over_other].concat(), "the offered call is silent");
    assert_eq!(
        sounding(&rig),
        [(AlarmKind::Overdue, 1), (AlarmKind::Overdue, 3)],
        "and they still stand there"
    );
}

#[test]
fn a_promise_keeps_an_overdue_call_silent_until_it_is_due() {
    let mut rig = Rig::with_places();
    rig.register("lillestrøm bvv g15 4-4 inst -110m", night());
    rig.refresh();
    rig.later(TimeDelta::milliseconds(300));
    rig.keys(" r0300\r");
    rig.bells.clear();
    sleep_until(&mut rig, at(3, 4));
    assert_eq!(bells(&rig), ["03:00", "03:01"]);
    assert!(rig.screen(120, 36).contains(" ! 1 Lillestrøm: lovet å ringe tilbake 03:00 "));
    // A new promise is a new alarm, and the old one has ended.
    rig.keys("r0330\r");
    sleep_until(&mut rig, at(3, 31));
    assert_eq!(bells(&rig), ["03:00", "03:01", "03:30", "03:31"]);
}

#[test]
fn an_offer_ends_the_alarm_and_taking_it_back_lets_it_go_on() {
    let mut rig = Rig::with_places();
    rig.register("hamar bvv g8 4-2 bh -119m", night());
    rig.refresh();
    sleep_until(&mut rig, at(2, 39));
    assert_eq!(bells(&rig), ["02:37", "02:38", "02:39"], "the half hour, and the deadline");
    rig.keys("oeneste ledige\r");
    assert_eq!(sounding(&rig), []);
    sleep_until(&mut rig, at(2, 50));
    rig.keys("u");
    sleep_until(&mut rig, at(2, 51));
    assert_eq!(sounding(&rig), [(AlarmKind::Overdue, 1)]);
    sleep_until(&mut rig, at(3, 30));
    assert_eq!(bells(&rig)[3..], ["02:50", "02:53"], "what was heard is not heard again; what was left is");
}

#[test]
fn space_silences_on_every_screen_and_is_told() {
    for screen in ["1", "2", "3", "8", "g", "t", "\r"] {
        let mut rig = overdue();
        rig.keys(screen);
        assert_eq!(sounding(&rig).len(), 2, "{screen}");
        let shown = rig.screen(120, 36);
        assert!(shown.contains(" !! 1 Lillestrøm gikk over fristen 02:25 uten tilbud · +1 til "), "{shown}");
        assert!(shown.contains("mellomrom: demp for alle"), "{shown}");
        rig.keys(" ");
        assert!(matches!(rig.commands.as_slice(), [Command::SilenceAlarms { alarms }] if alarms.len() == 2));
        let shown = rig.screen(120, 36);
        assert!(
            shown.contains("2 alarmer er dempet for alle.") && !shown.contains("demp for alle"),
            "{shown}"
        );
        rig.bells.clear();
        sleep_until(&mut rig, at(2, 50));
        assert_eq!(bells(&rig), [] as [&str; 0], "{screen}");
        sleep_until(&mut rig, at(2, 51));
        assert_eq!(bells(&rig), ["02:51"], "the next one is another alarm");
    }
}

#[test]
fn a_key_pressed_before_the_line_can_be_read_silences_nothing() {
    let mut rig = boards::overdue();
    rig.keys(" ");
    rig.press(F2);
    rig.later(TimeDelta::milliseconds(299));
    rig.keys(" ");
    assert_eq!((sounding(&rig).len(), rig.commands.len()), (2, 0));
    rig.later(TimeDelta::milliseconds(1));
    // Another begins as the key goes down: it stays.
    let now = rig.now;
    rig.register("moss pol g16 4-1 inst -130m", now);
    rig.refresh();
    assert_eq!(sounding(&rig).len(), 3);
    rig.keys(" ");
    assert_eq!(sounding(&rig), [(AlarmKind::Overdue, 8)]);
    // A clock that was set back does not keep it deaf.
    let mut rig = boards::overdue();
    rig.later(TimeDelta::hours(1));
    rig.restart();
    rig.jump(TimeDelta::minutes(-15));
    let before = sounding(&rig).len();
    rig.later(TimeDelta::milliseconds(300));
    rig.keys(" ");
    assert!(before > 0 && sounding(&rig).is_empty(), "{:?}", sounding(&rig));
    // On the lock the key is not typed either.
    let mut rig = boards::overdue();
    rig.press(Key::ctrl('l'));
    rig.keys(" ");
    assert_eq!((sounding(&rig).len(), rig.model.lock.as_ref().unwrap().passphrase.signs()), (2, 0));
}

#[test]
fn with_nothing_that_sounds_the_keys_say_so_and_write_nothing() {
    let mut rig = Rig::ordinary();
    let head = rig.store.as_ref().unwrap().journal_head().unwrap();
    rig.keys(" ");
    assert!(rig.screen(80, 24).contains("mellomrom: ingen alarm lyder."));
    rig.keys("n");
    rig.press(F2);
    assert!(rig.screen(80, 24).contains("ingen alarm lyder."));
    assert_eq!((rig.commands.len(), rig.store.as_ref().unwrap().journal_head().unwrap()), (0, head));
    rig.code(Code::Esc);
    rig.keys("+");
    assert!(rig.screen(120, 60).contains("ingen alarm lyder"), "help says why not");
}

#[test]
fn f2_silences_in_every_window_and_a_space_in_a_field_is_a_space() {
    for (name, _, keys) in SCREENS.iter().filter(|(name, ..)| *name != "lock") {
        let mut rig = overdue();
        rig.keys(keys);
        rig.later(TimeDelta::seconds(1));
        let (before, sounds) = (rig.model.overlays.clone(), !sounding(&rig).is_empty());
        assert!(sounds, "{name}");
        let screen = rig.screen(80, 24);
        assert!(screen.contains(": demp"), "the line is seen in {name}:\n{screen}");
        rig.press(F2);
        assert_eq!(sounding(&rig), [], "{name}");
        let kinds = |overlays: &[Overlay]| overlays.iter().map(std::mem::discriminant).collect::<Vec<_>>();
        assert_eq!(kinds(&before), kinds(&rig.model.overlays), "{name}: no window closes");
    }
    let mut rig = overdue();
    rig.keys("nhamar bvv j9 4-2");
    let Some(Overlay::QuickLine(line)) = rig.model.overlays.last() else { panic!() };
    assert_eq!(line.field.text(), "hamar bvv j9 4-2");
    assert!(rig.screen(120, 36).contains("F2: demp for alle"), "the key that works here");
    assert_eq!(sounding(&rig).len(), 2);
    for keys in ["oplass ", "oeneste ledige\ra ", "e ", "r ", "l ", "+ ", ". ", "f ", "k ", "\te ", "8f "] {
        let mut rig = overdue();
        rig.keys(keys);
        assert!(!rig.model.overlays.is_empty(), "{keys}: it is open");
        assert!(
            !rig.commands.iter().any(|command| matches!(command, Command::SilenceAlarms { .. })),
            "{keys}"
        );
    }
}

#[test]
fn it_rings_while_keys_wait_and_space_among_them_keeps_its_place() {
    let mut rig = overdue();
    rig.bells.clear();
    rig.hold_back();
    rig.keys("h");
    assert!(rig.model.awaiting.is_some());
    rig.keys(" nmoss pol");
    rig.later(TimeDelta::seconds(60));
    assert_eq!(rig.waiting.iter().filter(|effect| matches!(effect, akuttvakt::app::Effect::Bell)).count(), 1);
    rig.let_go();
    assert_eq!(sounding(&rig), []);
    let Some(Overlay::QuickLine(line)) = rig.model.overlays.last() else { panic!() };
    assert_eq!(line.field.text(), "moss pol");
}

/// Two screens of one database, as two processes.
fn two() -> (Rig, Rig) {
    let mut first = Rig::with_places();
    let mut second = first.second("Ola Vik");
    first.refresh();
    second.now = first.now;
    second.refresh();
    (first, second)
}

#[test]
fn a_new_call_sounds_for_the_other_adviser_alone_and_is_silenced_for_all() {
    let (mut kari, mut ola) = two();
    kari.keys("nlillestrøm bvv g15 4-4 inst -89m\r");
    ola.refresh();
    assert_eq!((kari.bells.len(), ola.bells.len()), (0, 1));
    let line = " ! 1 Lillestrøm er ny, skrevet inn av Kari N. 02:37 ";
    assert!(ola.screen(120, 36).contains(line), "{}", ola.screen(120, 36));
    assert!(!kari.screen(120, 36).contains(": demp"));
    // Kari's other screen is silent too.
    ola.model.session.as_mut().unwrap().adviser = "Kari Nordby".to_owned();
    ola.refresh();
    assert_eq!(sounding(&ola), []);
    ola.model.session.as_mut().unwrap().adviser = "Ola Vik".to_owned();
    ola.refresh();
    ola.later(TimeDelta::milliseconds(300));
    ola.keys(" ");
    sleep_until(&mut ola, at(2, 37) + TimeDelta::seconds(59));
    assert_eq!(ola.bells.len(), 1);
    // The half hour begins on both; one silences, the other is silent once it has read.
    sleep_until(&mut kari, at(2, 39));
    sleep_until(&mut ola, at(2, 39));
    assert_eq!((kari.bells.len(), ola.bells.len()), (2, 3));
    kari.later(TimeDelta::milliseconds(300));
    kari.keys(" ");
    ola.refresh();
    assert_eq!((sounding(&kari), sounding(&ola)), (vec![], vec![]));
    sleep_until(&mut kari, at(3, 6));
    sleep_until(&mut ola, at(3, 6));
    assert_eq!((kari.bells.len(), ola.bells.len()), (2, 3));
    // Both press at once: the second is told that there was nothing left.
    sleep_until(&mut kari, at(3, 9));
    sleep_until(&mut ola, at(3, 9));
    assert_eq!((sounding(&kari).len(), sounding(&ola).len()), (1, 1));
    kari.keys(" ");
    ola.keys(" ");
    assert!(ola.screen(120, 36).contains("Ingen alarm lyder."), "{}", ola.screen(120, 36));
    let mut silences = 0;
    kari.store
        .as_mut()
        .unwrap()
        .journal(|line| silences += i32::from(line.entry.field == "since_at"))
        .unwrap();
    assert_eq!(silences, 3, "each alarm is silenced once");
}

#[test]
fn twenty_calls_of_another_in_ten_minutes_ring_ten_times_at_most() {
    let (mut kari, mut ola) = two();
    for n in 0..20 {
        let now = kari.now;
        kari.register("hamar bvt drøft g12", now);
        ola.now = now;
        ola.refresh();
        sleep_until(&mut ola, now + TimeDelta::seconds(30));
        kari.now = ola.now;
        assert_eq!(sounding(&ola).len(), n + 1);
    }
    sleep_until(&mut ola, at(5, 0));
    assert!((4..=10).contains(&ola.bells.len()), "{:?}", bells(&ola));
    assert!(ola.bells.windows(2).all(|pair| pair[1] - pair[0] >= TimeDelta::minutes(1)));
}

#[test]
fn a_screen_that_opens_is_rung_for_what_is_young_and_shows_what_is_old() {
    let mut rig = overdue();
    assert_eq!(rig.bells.len(), 1);
    rig.later(TimeDelta::minutes(2));
    let rung = rig.bells.len();
    rig.restart();
    assert_eq!(rig.bells.len(), rung + 1, "14 minutes late and 11 before the deadline: both are young");
    rig.later(TimeDelta::minutes(17));
    rig.bells.clear();
    rig.restart();
    assert_eq!(bells(&rig), ["02:56"], "the second one has just passed its deadline");
    rig.later(TimeDelta::milliseconds(300));
    rig.keys(" ");
    rig.register("moss pol g16 4-1 inst -160m", at(2, 56));
    rig.now = at(3, 13);
    rig.bells.clear();
    rig.restart();
    let old: Vec<_> = sounding(&rig).into_iter().filter(|(kind, _)| *kind == AlarmKind::Overdue).collect();
    assert_eq!(old, [(AlarmKind::Overdue, 8)], "17 minutes old");
    rig.refresh();
    assert_eq!(bells(&rig), [] as [&str; 0], "it stands in the line, and that is enough");
}

#[test]
fn under_the_lock_it_goes_on_and_space_as_the_first_sign_silences() {
    let mut promise = Promise::of("S4", "alarms go on under the lock");
    let mut rig = overdue();
    rig.press(Key::ctrl('l'));
    rig.bells.clear();
    sleep_until(&mut rig, at(2, 42));
    assert_eq!(bells(&rig), ["02:38", "02:42"]);
    let screen = rig.screen(80, 24);
    assert!(screen.contains(" !! 2 alarmer lyder: over fristen, 30 minutter igjen "), "{screen}");
    assert!(screen.contains("mellomrom: demp") && screen.contains("mellomrom demper"), "{screen}");
    // After the first sign a space belongs to the passphrase.
    rig.keys("a b");
    assert_eq!(rig.model.lock.as_ref().unwrap().passphrase.signs(), 3);
    assert!(rig.screen(80, 24).contains("F2: demp"));
    assert_eq!(sounding(&rig).len(), 2);
    rig.keys("\u{1b} ");
    assert_eq!(rig.model.lock.as_ref().unwrap().passphrase.signs(), 0);
    assert_eq!(sounding(&rig), []);
    assert!(!rig.screen(80, 24).contains("alarm lyder"));
    // With nothing that sounds it is typed.
    rig.keys(" ");
    assert_eq!(rig.model.lock.as_ref().unwrap().passphrase.signs(), 1);
    rig.keys("\u{1b}hemmelig\r");
    assert!(rig.model.lock.is_none());
    promise.ran(1, "rung, and silenced without a passphrase");
}

#[test]
fn under_the_lock_f2_silences_everywhere_and_after_what_was_typed_before() {
    let mut rig = overdue();
    rig.press(Key::ctrl('l'));
    rig.keys("hem");
    rig.press(F2);
    assert_eq!(sounding(&rig), []);
    assert_eq!(rig.model.lock.as_ref().unwrap().passphrase.signs(), 3, "what is typed stays");
    // In the form of another adviser.
    let mut rig = overdue();
    rig.press(Key::ctrl('l'));
    rig.keys("\t ");
    assert!(rig.model.lock.as_ref().unwrap().other.is_some());
    assert_eq!(sounding(&rig).len(), 2, "a space is typed there");
    assert!(rig.screen(80, 24).contains("F2: demp"), "{}", rig.screen(80, 24));
    rig.press(F2);
    assert_eq!(sounding(&rig), []);
    // While a write is under way.
    let mut rig = overdue();
    rig.hold_back();
    rig.keys("h");
    rig.press(Key::ctrl('l'));
    rig.keys(" ");
    rig.let_go();
    assert_eq!(sounding(&rig), []);
    assert!(rig.model.lock.is_some());
    assert_eq!(rig.commands.len(), 2, "the hold, then the silence: {:?}", rig.commands);
    // In the demo there is no passphrase to type.
    let mut rig = overdue();
    rig.model.is_demo = true;
    rig.press(Key::ctrl('l'));
    rig.keys(" ");
    assert_eq!((sounding(&rig).len(), rig.model.lock.is_some()), (0, true));
}

/// A protected call, late in every way, with words that stand nowhere else.
fn shielded(rig: &mut Rig, ago: i64) -> CallId {
    let line = format!("aurskog-høland bvt g4 4-2 bh kode6 -{ago}m tlf 98765432 -- mor heter Markør");
    let now = rig.now;
    rig.register(&line, now)
}

#[test]
fn of_a_protected_address_the_line_tells_the_number_alone() {
    let mut promise = Promise::of("S5", "alarms of protected addresses");
    let (mut kari, mut ola) = two();
    let call = shielded(&mut kari, 89);
    let mut runs = 0;
    for (minutes, kind) in [
        (0, AlarmKind::NewCall),
        (1, AlarmKind::HalfHour),
        (32, AlarmKind::Overdue),
        (40, AlarmKind::CallBack),
    ] {
        if kind == AlarmKind::CallBack {
            kari.now = at(3, 9);
            kari.by_hand(&Command::PromiseCallBack { call, due_at: at(3, 17) });
        }
        ola.now = night() + TimeDelta::minutes(minutes);
        ola.refresh();
        assert_eq!(ola.model.alarms.sounding()[0].kind, kind);
        for (size, at_row) in [((120, 36), 2), ((80, 24), 1), ((59, 15), 1), ((40, 8), 1)] {
            let screen = ola.screen(size.0, size.1);
            let line = screen.lines().nth(at_row).unwrap();
            assert!(
                line.starts_with(" ! 1 ") || line.starts_with(" !! 1 ") || line.starts_with(" ! 1:"),
                "{screen}"
            );
            for marker in ["Aurskog", "Markør", "9876", "gutt", "kode", "skjermet", "§"] {
                assert!(!line.contains(marker), "{marker} in {line}");
                runs += 1;
            }
        }
        for (width, height) in [(120, 36), (80, 24), (59, 15), (40, 8)] {
            ola.press(Key::ctrl('l'));
            let screen = ola.screen(width, height);
            assert!(screen.contains("En alarm lyder") || screen.contains("alarmer lyder"), "{screen}");
            for marker in ["Aurskog", "Markør", "9876", "gutt", "kode", "skjermet", "§", " 1 A"] {
                assert!(!screen.contains(marker), "{marker} in {screen}");
                runs += 1;
            }
            ola.keys("\u{1b}");
            ola.model.lock = None;
        }
    }
    promise.ran(runs, "0 markers in the alarm line and on the lock");
}

#[test]
fn a_clock_that_jumps_loses_no_alarm_and_doubles_none() {
    let mut rig = Rig::ordinary();
    let hours = TimeDelta::hours(5);
    rig.jump(hours);
    assert_eq!(rig.bells.len(), 1, "one bell for all that was skipped");
    assert_eq!(sounding(&rig).len(), 2);
    rig.later(TimeDelta::minutes(2));
    assert_eq!(rig.bells.len(), 1);
    rig.jump(-hours);
    assert_eq!((sounding(&rig).len(), rig.bells.len()), (0, 1), "nothing is due by the clock as it is");
    rig.bells.clear();
    sleep_until(&mut rig, at(3, 50));
    let half = ["02:55", "02:56", "03:00", "03:10"];
    let over = ["03:25", "03:26", "03:30", "03:40"];
    assert_eq!(bells(&rig), [half, over].concat(), "each is heard when its time comes");
    // Set back a minute right after it rang, it is not heard twice.
    let mut rig = Rig::ordinary();
    sleep_until(&mut rig, at(3, 1));
    rig.jump(TimeDelta::minutes(-1));
    sleep_until(&mut rig, at(3, 24));
    assert_eq!(bells(&rig), half);
}

#[test]
fn hints_and_line_fit_at_every_size_and_nothing_blinks() {
    let mut rig = overdue();
    for (width, height) in [(60, 16), (80, 24), (100, 30), (120, 36), (200, 50)] {
        let screen = rig.screen(width, height);
        let line = screen.lines().find(|line| line.starts_with(" !! 1 Lillestrøm")).expect("the line");
        assert!(line.contains("mellomrom: demp"), "{line}");
        assert!(!line.contains('…') || width < 80, "{line}");
    }
    for (width, height) in [(59, 15), (40, 8)] {
        let screen = rig.screen(width, height);
        assert!(screen.lines().nth(1).unwrap().starts_with(" !! 1 Lillestrøm"), "{screen}");
        assert!(screen.contains("!! OVER +0:12") && screen.contains("demp"), "{screen}");
    }
    let buffer = crate::rig::cells_of(&rig.model, (80, 24));
    let blinks = ratatui::style::Modifier::SLOW_BLINK | ratatui::style::Modifier::RAPID_BLINK;
    assert!(buffer.content().iter().all(|cell| !cell.modifier.intersects(blinks)));
    // Every kind in a narrow line.
    let mut rig = Rig::with_places();
    rig.register("hamar bvv g8 4-2 bh -95m", night());
    rig.by_hand(&Command::PromiseCallBack { call: CallId(1), due_at: at(2, 39) });
    rig.refresh();
    assert!(
        rig.screen(60, 16).contains(" ! 1 Hamar har frist 03:02, ingen tilbud"),
        "{}",
        rig.screen(60, 16)
    );
    rig.later(TimeDelta::minutes(2));
    assert!(rig.screen(60, 16).contains("1 Hamar: lovet å ringe"), "{}", rig.screen(60, 16));
    rig.by_hand(&Command::Offer(Box::new(OfferDraft::new(CallId(1), PlaceId(4)))));
    rig.refresh();
    assert!(
        rig.screen(60, 16).contains("1 Hamar: lovet å ringe"),
        "a promise is kept though an offer was given"
    );
}
