//! R13: a backup can be used. Made while others write it is one moment of their history, rotated folders hold what the
//! rule says, and what was cut off a journal after a backup is seen.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Barrier};
use std::thread;
use std::time::Duration;

use akuttvakt::clock::Clock;
use akuttvakt::domain::command::{Command, OfferDraft};
use akuttvakt::domain::ids::{CallId, PlaceId};
use akuttvakt::domain::journal::JournalLine;
use akuttvakt::domain::local_time::in_norway;
use akuttvakt::domain::unit::PlaceState;
use akuttvakt::store::{BackupMade, Finding, Restoring, Store, StoreError, restore, usual_folder};
use chrono::{DateTime, Datelike, TimeDelta, Timelike, Utc};

use crate::fixture::{Fixture, girl_of_nine, night, options, passphrase, reference};
use crate::fixtures::copy;
use crate::support::dice::Dice;
use crate::support::promise::{Figure, Promise};

/// Backups taken while others write.
const WHILE_WRITING: Figure = Figure::new(6, 30);
/// How many write meanwhile.
const WRITERS: Figure = Figure::new(3, 8);
/// Hours between the backups of the virtual year, and how many of them stand for one that was really made: the rest
/// are empty files of the right name.
const PACE: Figure = Figure::new(4, 1);
const EMPTY_BETWEEN: Figure = Figure::new(90, 24);

fn history(store: &mut Store) -> Vec<JournalLine> {
    let mut lines = Vec::new();
    store.journal(|line| lines.push(line)).unwrap();
    lines
}

fn open(path: &Path) -> Store {
    Store::open(path, None, &passphrase(), reference(), options()).unwrap()
}

/// One of the commands of a night, in real time; what a rule refuses is as good. Whether the others wrote for too long:
/// eight who never pause on a slow disk are more than any night has, and what waits is not what is tried here.
fn write_something(store: &mut Store, dice: &mut Dice) -> bool {
    let now = Clock::system().now();
    let (call, place) = (CallId(dice.number(6)), PlaceId(dice.number(6)));
    let command = match dice.roll(5) {
        0 => Command::RegisterCall(Box::new(girl_of_nine(now))),
        1 => Command::Hold { call, place },
        2 => Command::Release { place },
        3 => Command::Offer(Box::new(OfferDraft::new(call, place))),
        _ => Command::SetPlace {
            place,
            state: dice.one_of(&[PlaceState::Free, PlaceState::Staffing]),
            reason: None,
        },
    };
    match store.execute(Store::new_command_id(now), &command, now) {
        Ok(_) | Err(StoreError::Refused(_)) => false,
        Err(StoreError::Busy) => true,
        Err(error) => panic!("{command:?}: {error}"),
    }
}

#[test]
fn a_backup_taken_while_others_write_is_a_moment_of_their_history() {
    let mut promise = Promise::of("R13", "backups while others write");
    let dice = Dice::of_test();
    let mut fixture = Fixture::with_places();
    let is_over = Arc::new(AtomicBool::new(false));
    let writers: Vec<_> = (0..WRITERS.count())
        .map(|writer| {
            let (mut store, is_over, dice) = (fixture.open(), Arc::clone(&is_over), dice.branch(writer));
            thread::spawn(move || {
                let (mut dice, mut count, mut busy) = (dice, 0, 0);
                while !is_over.load(Ordering::Relaxed) {
                    busy += usize::from(write_something(&mut store, &mut dice));
                    count += 1;
                    // Each copy is checked line by line: with no pause at all the history would outgrow that.
                    thread::sleep(Duration::from_millis(2));
                }
                (count, busy)
            })
        })
        .collect();
    // In a folder of their own, where nothing is thrown away.
    let (maker, folder) = (fixture.store.backup_maker(), fixture.folder.path().join("kopier"));
    let made: Vec<BackupMade> = (0..WHILE_WRITING.count())
        .map(|second| {
            let at = night() + TimeDelta::seconds(i64::try_from(second).unwrap());
            maker.make(Some(&folder), at).unwrap()
        })
        .collect();
    is_over.store(true, Ordering::Relaxed);
    let counts = writers.into_iter().map(|writer| writer.join().unwrap());
    let (written, busy) = counts.fold((0, 0), |sum, (count, busy)| (sum.0 + count, sum.1 + busy));
    let whole = history(&mut fixture.store);
    assert!(made.last().unwrap().lines > made[0].lines, "nobody wrote between the backups");
    for (at, backup) in made.iter().enumerate() {
        let lines = usize::try_from(backup.lines).unwrap();
        let mut copy = open(&backup.path);
        // Its tables equal its history too: that is part of the check.
        assert_eq!(copy.check().unwrap(), []);
        assert!(history(&mut copy) == whole[..lines], "{backup:?} is no moment of the history");
        drop(copy);
        let to = fixture.folder.path().join(format!("again-{at}.db"));
        let secret = passphrase();
        let wanted =
            Restoring { backup: &backup.path, to: &to, replaces: false, adviser: None, passphrase: &secret };
        assert_eq!(restore(&wanted, reference(), &options(), night()).unwrap().lines, backup.lines);
        let mut again = open(&to);
        assert_eq!(again.check().unwrap(), []);
        assert!(history(&mut again)[..lines] == whole[..lines]);
    }
    assert_eq!(fixture.store.check().unwrap(), []);
    promise.ran(
        made.len(),
        format!("{written} commands meanwhile ({busy} waited too long), {} lines", whole.len()),
    );
}

/// The rule in plain words: the newest of each hour of the last 24, of each day of the last 14, of each month of the
/// last 12, and the newest of all.
fn by_the_rule(all: &[DateTime<Utc>], now: DateTime<Utc>) -> Vec<DateTime<Utc>> {
    let mut newest: BTreeMap<String, DateTime<Utc>> = BTreeMap::new();
    for at in all {
        let (age, local) = (now - *at, in_norway(*at));
        let months = (in_norway(now).year() - local.year()) * 12
            + i32::try_from(in_norway(now).month()).unwrap()
            - i32::try_from(local.month()).unwrap();
        let mut slots = vec!["all".to_owned()];
        if age < TimeDelta::hours(24) {
            slots.push(format!("hour {} {}", at.date_naive(), at.hour()));
        }
        if age < TimeDelta::days(14) {
            slots.push(format!("day {}", local.date_naive()));
        }
        if months < 12 {
            slots.push(format!("month {} {}", local.year(), local.month()));
        }
        for slot in slots {
            let there = newest.entry(slot).or_insert(*at);
            *there = (*at).max(*there);
        }
    }
    let mut kept: Vec<_> = newest.into_values().collect();
    kept.sort_unstable();
    kept.dedup();
    kept
}

fn name_of(at: DateTime<Utc>) -> String {
    format!("vakt-{}.db", at.format("%Y%m%dT%H%M%SZ"))
}

#[test]
fn over_a_year_the_folder_holds_what_the_rule_says() {
    let mut promise = Promise::of("R13", "rotation over a virtual year");
    let mut dice = Dice::of_test();
    let fixture = Fixture::with_places();
    let (maker, folder) = (fixture.store.backup_maker(), usual_folder(&fixture.path));
    let mut all: Vec<DateTime<Utc>> = Vec::new();
    let mut now = night();
    let (mut runs, pace) = (0, i64::try_from(PACE.count()).unwrap());
    while now < night() + TimeDelta::days(400) {
        // Some minutes to and fro; now and then nobody was there for days.
        now += TimeDelta::minutes(60 * pace - 15) + TimeDelta::minutes(dice.number(30));
        if dice.roll(100) == 0 {
            now += TimeDelta::hours(dice.number(60));
        }
        all.push(now);
        if all.len() % EMPTY_BETWEEN.count() != 1 {
            fs::write(folder.join(name_of(now)), "").unwrap();
            continue;
        }
        maker.make(None, now).unwrap();
        runs += 1;
        let names =
            fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut found: Vec<_> = names.filter(|name| name.ends_with("Z.db")).collect();
        found.sort();
        let expected: Vec<_> = by_the_rule(&all, now).into_iter().map(name_of).collect();
        assert_eq!(found, expected, "at {now}");
    }
    promise.ran(runs, format!("{} backups in {} days", all.len(), (now - night()).num_days()));
}

#[test]
fn what_was_cut_off_after_a_backup_is_seen() {
    let mut promise = Promise::of("R13", "head in the backup");
    let mut fixture = Fixture::with_places();
    fixture.girl();
    let log = format!("{}-wal", fixture.path.display());
    let (early, early_log) = (fs::read(&fixture.path).unwrap(), fs::read(&log).unwrap());
    fixture.later(1);
    fixture.girl();
    let backup = fixture.store.backup_maker().make(None, fixture.now).unwrap();
    let Fixture { folder: _folder, path, store, .. } = fixture;
    drop(store);
    // Someone puts the file of before back: its own chain is whole, its end is gone.
    fs::write(&path, early).unwrap();
    fs::write(&log, early_log).unwrap();
    let mut store = open(&path);
    assert_eq!(store.check().unwrap(), [Finding::OtherThanBackup { line: backup.lines }]);
    promise.caught("cut tail");
    promise.ran(1, "the first missing line is named");
}

/// Whoever finds first that a backup is due makes it; the others find it made.
#[test]
fn of_several_who_find_that_a_backup_is_due_one_makes_it() {
    let hour = TimeDelta::hours(1);
    let mut fixture = Fixture::with_places();
    let makers: Vec<_> = (0..4).map(|_| fixture.open().backup_maker()).collect();
    for round in 1..=3 {
        let now = night() + hour * round;
        let barrier = Arc::new(Barrier::new(makers.len()));
        let threads: Vec<_> = (0_i64..)
            .zip(makers.iter().cloned())
            .map(|(second, maker)| {
                let barrier = Arc::clone(&barrier);
                thread::spawn(move || {
                    barrier.wait();
                    // Their clocks differ a little, so their backups would have different names.
                    maker
                        .make_when_due(now + TimeDelta::seconds(second), hour - TimeDelta::minutes(1))
                        .unwrap()
                })
            })
            .collect();
        let made = threads.into_iter().filter_map(|thread| thread.join().unwrap()).count();
        assert_eq!(made, 1, "in round {round}");
        fixture.now = now;
        fixture.girl();
    }
    let maker = &makers[0];
    assert_eq!(maker.make_when_due(fixture.now + TimeDelta::minutes(10), hour).unwrap(), None, "too early");
    assert!(maker.make_when_due(fixture.now + hour * 2, hour).unwrap().is_some());
    assert_eq!(maker.make_when_due(fixture.now + hour * 9, hour).unwrap(), None, "nothing was written since");
    // A clock that was set back makes nobody wait for the old time.
    fixture.girl();
    assert!(maker.make_when_due(night() - hour * 30, hour).unwrap().is_some());
}

#[test]
fn before_a_migration_the_database_is_kept_as_it_was() {
    let folder = copy("first_light.db");
    let path = folder.path().join("first_light.db");
    let calls = |store: &mut Store| store.calls(akuttvakt::store::CallFilter::All).unwrap().0.len();
    let there = calls(&mut open(&path));
    let kept: Vec<_> =
        fs::read_dir(usual_folder(&path)).unwrap().map(|entry| entry.unwrap().path()).collect();
    let kept = kept.iter().find(|path| path.extension().is_some_and(|end| end == "db")).unwrap();
    assert_eq!(
        crate::faults::raw::version(&crate::faults::raw::open(kept).unwrap()).unwrap(),
        1,
        "not brought up to date"
    );
    let to = folder.path().join("again.db");
    let secret = passphrase();
    let wanted = Restoring { backup: kept, to: &to, replaces: false, adviser: None, passphrase: &secret };
    restore(&wanted, reference(), &options(), night()).unwrap();
    let mut again = open(&to);
    assert_eq!((again.check().unwrap(), calls(&mut again)), (Vec::new(), there));
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("restoring")), "{left:?}");
}
