//! R16: the log stays small however long a screen is open, whether it only stands there or reads after each change.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use akuttvakt::domain::command::Command;
use akuttvakt::domain::ids::PlaceId;
use akuttvakt::domain::unit::{ConfirmedHow, PlaceState};
use akuttvakt::store::Store;

use super::raw::log_of;
use crate::fixture::{Fixture, home};
use crate::support::promise::{Figure, Promise};

/// Writes while a screen is open.
const LOG_WRITES: Figure = Figure::new(2_000, 50_000);

const MOST: u64 = 8 << 20;

/// Writes, looks at the log after each, and gives the most it had.
fn write(fixture: &mut Fixture, count: usize) -> u64 {
    let log = log_of(&fixture.path);
    let mut most = 0;
    for part in 0..count {
        let place = PlaceId(i64::try_from(1 + part % 6).unwrap());
        let command = match part % 4 {
            0 => Command::SetPlace { place, state: PlaceState::Staffing, reason: Some("syk".repeat(30)) },
            1 => Command::SetPlace { place, state: PlaceState::Free, reason: None },
            _ => Command::ConfirmPlace { place, how: ConfirmedHow::Phoned, whole_unit: true },
        };
        fixture.now += chrono::TimeDelta::seconds(1);
        let now = fixture.now;
        fixture.store.execute(Store::new_command_id(now), &command, now).unwrap();
        most = most.max(fs::metadata(&log).unwrap().len());
    }
    most
}

#[test]
fn the_log_stays_small_while_a_screen_is_open() {
    let mut promise = Promise::of("R16", "log, a screen that stands there");
    let mut fixture = Fixture::with_places();
    let mut idle = fixture.open();
    idle.board(fixture.now).unwrap();
    let watch = idle.watch().unwrap();
    let count = LOG_WRITES.count();
    let most = write(&mut fixture, count);
    assert!(most <= MOST, "{most} bytes");
    idle.board(fixture.now).unwrap();
    drop((watch, idle));
    promise.ran(count, format_args!("{count} writes, at most {} KiB", most >> 10));
}

#[test]
fn the_log_stays_small_while_screens_read_after_each_change() {
    let mut promise = Promise::of("R16", "log, screens that read");
    let mut fixture = Fixture::with_places();
    let (is_over, reads) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
    let now = fixture.now;
    let screens: Vec<_> = (0..2)
        .map(|_| {
            let (mut store, is_over, reads) = (fixture.open(), Arc::clone(&is_over), Arc::clone(&reads));
            thread::spawn(move || {
                let mut watch = store.watch().unwrap();
                while !is_over.load(Ordering::Relaxed) {
                    if watch.wait_for_change(Duration::from_millis(50)).unwrap() {
                        store.board(now).unwrap();
                        reads.fetch_add(1, Ordering::Relaxed);
                    }
                }
            })
        })
        .collect();
    let count = LOG_WRITES.count();
    let most = write(&mut fixture, count);
    is_over.store(true, Ordering::Relaxed);
    for screen in screens {
        screen.join().unwrap();
    }
    let reads = reads.load(Ordering::Relaxed);
    assert!(reads > count / 50, "they read: {reads}");
    assert!(most <= MOST, "{most} bytes, {reads} boards read");
    let most = most >> 10;
    promise.ran(count, format_args!("{count} writes, {reads} boards read, at most {most} KiB"));
}

#[test]
fn the_log_is_small_again_after_a_large_import() {
    let mut promise = Promise::of("R16", "log, after a large import");
    let mut fixture = Fixture::with_places();
    let mut idle = fixture.open();
    idle.board(fixture.now).unwrap();
    let log = log_of(&fixture.path);
    let rows = (0..2_000).map(|number| home(&format!("Hjem {number}"), 2)).collect();
    fixture.run(Command::ImportUnits { rows, dry_run: false });
    let after_import = fs::metadata(&log).unwrap().len();
    assert!(after_import > MOST, "one change larger than the limit: {after_import} bytes");
    write(&mut fixture, 3);
    let later = fs::metadata(&log).unwrap().len();
    assert!(later <= MOST, "{later} bytes");
    let (after_import, later) = (after_import >> 10, later >> 10);
    promise.ran(1, format_args!("{after_import} KiB, three writes later {later} KiB"));
}
