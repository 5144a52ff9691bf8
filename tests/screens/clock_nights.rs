//! The nights the clocks change, every minute: no call late or early, the times right, and the loop awake in time.

use akuttvakt::app::{Msg, next_change, update};
use akuttvakt::domain::claim::ClaimKind;
use akuttvakt::domain::command::{Command, OfferDraft};
use akuttvakt::domain::ids::{CallId, PlaceId};
use chrono::{DateTime, TimeDelta, Timelike, Utc};

use ratatui::buffer::{Buffer, Cell};

use crate::matrix::SCREENS;
use crate::rig::{Rig, cells_of};
use crate::support::dice::Dice;
use crate::support::promise::{Figure, Promise};

const AUTUMN: &str = "2026-10-25T01:00:00Z";
const SPRING: &str = "2027-03-28T01:00:00Z";
const SIZES: [(u16, u16); 2] = [(120, 36), (80, 24)];
/// Minutes at which every screen and window is tried.
const SAMPLES: Figure = Figure::new(12, 400);

/// The clock on a Norwegian wall, worked out from the hour of the change alone.
fn on_the_wall(at: DateTime<Utc>) -> String {
    let (autumn, spring): (DateTime<Utc>, DateTime<Utc>) = (AUTUMN.parse().unwrap(), SPRING.parse().unwrap());
    let is_summer = at < autumn || at >= spring;
    let hours = if is_summer { 2 } else { 1 };
    let shown = (at + TimeDelta::hours(hours)).format("%H:%M").to_string();
    match (at - autumn).num_seconds().div_euclid(3_600) {
        -1 => shown + "s",
        0 => shown + "v",
        _ => shown,
    }
}

/// What the clock of a call says, in seconds of the world's time.
fn clock_of(deadline: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let seconds_left = (deadline.timestamp_millis() - now.timestamp_millis() + 999).div_euclid(1_000);
    let minutes_left = (seconds_left + 59).div_euclid(60);
    match seconds_left {
        ..=0 => format!("!! OVER +{}:{:02}", -seconds_left / 3_600, -seconds_left / 60 % 60),
        1..=600 => format!("!! {} min {} s", seconds_left / 60, seconds_left % 60),
        601..=900 => format!("!! {minutes_left} min"),
        901..=1_800 => format!(" ! {minutes_left} min"),
        1_801..=3_600 => format!("* {minutes_left} min"),
        _ => format!(" {minutes_left} min"),
    }
}

/// A board with calls of many deadlines, three hours before the clocks change.
fn evening(change: DateTime<Utc>) -> Rig {
    let mut rig = Rig::with_places_at(change - TimeDelta::hours(3));
    for (line, ago) in
        [("lillestrøm bvt g15 4-4 inst", 119), ("hamar bvv j9 4-2 bh", 58), ("moss pol g16 4-1 inst", 7)]
    {
        let now = rig.now;
        rig.register(&format!("{line} -{ago}m"), now);
    }
    rig.refresh();
    rig
}

/// What others do in the course of the night, so that every deadline and every kind of follow-up falls in it.
fn others(rig: &mut Rig, minute: usize) {
    let (now, minute_of) = (rig.now, minute % 41);
    let open: Vec<CallId> = rig.model.view.as_ref().unwrap().calls.iter().map(|row| row.id).collect();
    if minute_of == 0 {
        rig.register("ringsaker bvv j9 4-2 bh", now);
    }
    if minute_of == 9 && open.len() > 5 {
        rig.close(open[0]);
    }
    let Some(last) = open.last().copied() else { return };
    let place = PlaceId(1 + i64::try_from(minute % 7).unwrap());
    let done = match minute_of {
        11 => Some(Command::Hold { call: last, place }),
        23 => Some(Command::PromiseCallBack { call: last, due_at: now + TimeDelta::minutes(31) }),
        29 => Some(Command::Offer(Box::new(OfferDraft::new(last, place)))),
        _ => None,
    };
    if let Some(command) = done {
        rig.try_by_hand(&command);
    }
}

fn differing_rows(before: &Buffer, after: &Buffer) -> String {
    let width = usize::from(before.area.width.max(1));
    let rows = before.content().chunks(width).zip(after.content().chunks(width));
    let text = |row: &[Cell]| row.iter().map(Cell::symbol).collect::<String>();
    rows.filter(|(a, b)| a != b).flat_map(|(a, b)| [text(a), text(b)]).collect::<Vec<_>>().join("\n")
}

/// Whatever is drawn now is drawn until the moment the loop sleeps to.
fn assert_awake_in_time(rig: &Rig, what: &str) {
    let next = next_change(&rig.model);
    assert!(next > rig.model.now && next <= rig.model.now + TimeDelta::minutes(1), "{what}");
    let mut later = rig.model.clone();
    let _ = update(&mut later, Msg::TimePassed, next - TimeDelta::milliseconds(1));
    for size in SIZES {
        let (now, then) = (cells_of(&rig.model, size), cells_of(&later, size));
        let changed = differing_rows(&now, &then);
        assert!(now == then, "{what} at {}: changes before {next}\n{changed}", rig.model.now);
    }
}

fn assert_clocks_are_right(rig: &mut Rig) {
    let now = rig.now;
    let screen = rig.screen(120, 36);
    let wall = on_the_wall(now);
    assert!(screen.lines().next().unwrap().trim_end().ends_with(&wall), "{now}: not {wall}\n{screen}");
    let view = rig.model.view.as_ref().unwrap();
    let mut late = 0;
    for row in &view.calls {
        let call = view.board.call(row.id).unwrap();
        let offered = view.board.offers.iter().any(|offer| offer.call == row.id);
        let (Some(received), false) = (call.received_at, offered) else { continue };
        let deadline = received + TimeDelta::minutes(120);
        late += usize::from(deadline.timestamp_millis() <= now.timestamp_millis());
        let number = format!("{} ", row.id.0);
        let line = screen.lines().find(|line| {
            line.trim_start_matches(['│', '▌', '▏', ' ']).starts_with(&number) && line.starts_with('│')
        });
        let shown = line.unwrap_or_else(|| panic!("{now}: no {number}\n{screen}"));
        let pane: String = shown.chars().take(40).collect();
        let clock = clock_of(deadline, now);
        assert!(pane.contains(&clock), "{now}: {clock}\n{screen}");
        if deadline <= now && late == 1 {
            let due = on_the_wall(deadline);
            assert!(screen.lines().nth(2).unwrap().contains(&due), "{now}: late since {due}\n{screen}");
        }
    }
    let title = format!("Åpne {}", view.calls.len());
    let title = if late > 0 { format!("{title} · {late} OVER FRISTEN") } else { format!("{title} ─") };
    assert!(screen.contains(&title), "{now}: {title}\n{screen}");
    for place in &view.board.places {
        let Some(claim) = &place.claim else { continue };
        let lapsed = claim.until.is_some_and(|until| until.timestamp_millis() <= now.timestamp_millis());
        assert_eq!(
            place.live_claim(now).is_none(),
            lapsed && claim.kind == ClaimKind::Hold,
            "{now}: {place:?}"
        );
    }
}

#[test]
fn every_minute_of_the_nights_the_clocks_change() {
    let mut promise = Promise::of("R10", "every minute of the nights the clocks change");
    let mut minutes = 0;
    for change in [AUTUMN, SPRING] {
        let mut rig = evening(change.parse().unwrap());
        for minute in 0..8 * 60 {
            others(&mut rig, minute);
            rig.refresh();
            assert_clocks_are_right(&mut rig);
            assert_awake_in_time(&rig, "the board");
            // Not always on the minute.
            rig.later(TimeDelta::milliseconds(if minute % 3 == 0 { 60_000 } else { 59_950 }));
            minutes += 1;
        }
    }
    promise.ran(minutes, "clocks, marks, titles, holds and times on the board");
}

#[test]
fn no_screen_changes_while_the_loop_sleeps() {
    let mut promise = Promise::of("R10", "asleep until something visible changes");
    let mut dice = Dice::of_test();
    let mut tried = 0;
    for n in 0..SAMPLES.count() {
        let change: DateTime<Utc> = dice.one_of(&[AUTUMN, SPRING]).parse().unwrap();
        let mut rig = evening(change);
        let steps = dice.roll(60);
        for minute in 0..steps {
            others(&mut rig, minute);
            rig.later(TimeDelta::milliseconds(dice.number(300_000)));
            rig.refresh();
        }
        let (name, _, keys) = SCREENS[(n + dice.roll(2) * 7) % SCREENS.len()];
        rig.keys(keys);
        for _ in 0..60 {
            assert_awake_in_time(&rig, name);
            let next = next_change(&rig.model);
            rig.now = if dice.roll(3) == 0 { next + TimeDelta::milliseconds(dice.number(30)) } else { next };
            rig.send(Msg::TimePassed);
            tried += 1;
        }
    }
    promise.ran(tried, "no frame differs a millisecond before the loop wakes");
}

/// A form that is opened in the hour that comes twice is about the hour it was opened in.
#[test]
fn a_time_in_the_hour_that_comes_twice_stays_itself_in_a_form() {
    let first: DateTime<Utc> = "2026-10-25T00:30:00Z".parse().unwrap();
    let mut rig = Rig::with_places_at(first);
    rig.keys("nhamar bvv j9 4-2 bh\t");
    rig.later(TimeDelta::minutes(75));
    rig.press(akuttvakt::app::key::Key::ctrl('s'));
    let [Command::RegisterCall(facts)] = rig.commands.as_slice() else { panic!("{:?}", rig.commands) };
    assert_eq!((facts.first_contact_at, facts.received_at), (first, Some(first)));
    let shown = rig.screen(120, 36);
    assert!(shown.contains("45 min") && rig.now.minute() == 45, "{shown}");
    rig.keys("\te");
    assert!(rig.screen(120, 36).contains("02:30s"), "{}", rig.screen(120, 36));
}
