//! The program killed in the middle of what changes keys and whole files: at exact system calls and at random moments.
//! Whatever the moment, the next start finds a whole database that opens with the old key or with the new one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus};
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use akuttvakt::domain::refusal::Refusal;
use akuttvakt::store::{CallFilter, Passphrase, Reference, Restoring, Store, StoreError, restore};

use crate::night;
use crate::program::{ADVISER, Home, PASSPHRASE, PROGRAM, now, options};
use crate::support::dice::Dice;
use crate::support::need::need_working;
use crate::support::promise::{Figure, Promise, is_full};

const SECOND: &str = "Per S.";
const SECOND_PASSPHRASE: &str = "et ganske annet passord";
const NEW: &str = "nytt og langt";

/// What writes, names or removes files.
const CALLS: [&str; 8] =
    ["rename", "renameat2", "fsync", "fdatasync", "pwrite64", "write", "unlink", "ftruncate"];

/// Exact moments tried for each command, besides each renaming; in the full run all there are, up to this many.
const EXACT: Figure = Figure::new(4, 600);
/// Random moments tried for each command.
const RANDOM: Figure = Figure::new(1, 60);

/// A command that is killed: its words on a home, and what must be true after.
struct Killed {
    name: &'static str,
    words: fn(&Home) -> Vec<String>,
    takes_new: bool,
    sound: fn(&Home),
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

/// Two advisers, two calls, a backup from before the second call.
fn home() -> Home {
    let home = Home::with_places();
    home.write("second", SECOND_PASSPHRASE);
    home.write("new", NEW);
    home.done(&["call", "add", "ringsaker j9 4-2 bh"]);
    home.done(&["backup", home.path("kopier").to_str().unwrap()]);
    home.done(&["call", "add", "hamar g14 4-4 inst"]);
    let mut store = home.store();
    store.add_adviser(SECOND, &Passphrase::new(SECOND_PASSPHRASE.to_owned()), now()).unwrap();
    home
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name())).unwrap();
        if path.is_dir() {
            fs::create_dir(to.join(&name)).unwrap();
            copy(&path, &to.join(&name));
        } else {
            fs::copy(&path, to.join(&name)).unwrap();
        }
    }
}

fn copy_of(home: &Home) -> Home {
    let folder = tempfile::tempdir().unwrap();
    copy(home.folder.path(), folder.path());
    let db = folder.path().join("vakt.db");
    Home { folder, db }
}

fn backup_in(home: &Home) -> PathBuf {
    let entries = fs::read_dir(home.path("kopier")).unwrap().map(|entry| entry.unwrap().path());
    entries.into_iter().find(|path| path.extension().is_some_and(|end| end == "db")).unwrap()
}

fn open(db: &Path, name: &str, passphrase: &str) -> Result<Store, StoreError> {
    let passphrase = Passphrase::new(passphrase.to_owned());
    Store::open(db, Some(name), &passphrase, Arc::new(Reference::default()), options())
}

fn kari(home: &Home) -> Store {
    open(&home.db, ADVISER, PASSPHRASE).unwrap()
}

/// The calls of a database that must open and be sound.
fn calls(db: &Path, passphrase: &str) -> usize {
    let mut store = open(db, ADVISER, passphrase).unwrap();
    assert_eq!(store.check().unwrap(), []);
    store.calls(CallFilter::All).unwrap().0.len()
}

/// The command with these words before the program's own.
fn command(home: &Home, killed: &Killed, before: &[String]) -> Command {
    let words = (killed.words)(home);
    let words: Vec<&str> = ["--as", ADVISER].into_iter().chain(words.iter().map(String::as_str)).collect();
    let plain = if killed.takes_new {
        home.with_new_key("new", &words)
    } else {
        home.command(&home.on_database(&words))
    };
    let mut command = Command::new("sh");
    for word in plain.get_args() {
        if word == PROGRAM {
            command.args(before);
        }
        command.arg(word);
    }
    command.envs(plain.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.stdin(std::process::Stdio::null()).stdout(std::process::Stdio::null());
    command
}

/// How often the command makes each system call, and how long it takes.
fn moments(template: &Home, killed: &Killed) -> (Vec<(&'static str, usize)>, Duration) {
    let home = copy_of(template);
    let begun = Instant::now();
    assert!(command(&home, killed, &[]).status().unwrap().success(), "{}", killed.name);
    let took = begun.elapsed();
    let home = copy_of(template);
    let log = home.path("trace");
    let mut before = words(&["strace", "-f", "-o", log.to_str().unwrap(), "-e"]);
    before.push(format!("trace={}", CALLS.join(",")));
    assert!(command(&home, killed, &before).status().unwrap().success(), "{}", killed.name);
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    for line in fs::read_to_string(log).unwrap().lines() {
        let name = line.split_whitespace().nth(1).and_then(|call| call.split_once('('));
        if let Some(name) = name.and_then(|(name, _)| CALLS.into_iter().find(|known| *known == name)) {
            *counts.entry(name).or_default() += 1;
        }
    }
    let all = counts.into_iter().flat_map(|(name, count)| (1..=count).map(move |nth| (name, nth)));
    (all.collect(), took)
}

fn kill_at(home: &Home, killed: &Killed, (call, nth): (&str, usize)) -> ExitStatus {
    let mut before = words(&["strace", "-f", "-o", "/dev/null", "-e"]);
    before.push(format!("inject={call}:signal=KILL:when={nth}"));
    command(home, killed, &before).stderr(std::process::Stdio::null()).status().unwrap()
}

fn kill_after(home: &Home, killed: &Killed, pause: Duration) {
    let mut child = command(home, killed, &[]).spawn().unwrap();
    thread::sleep(pause);
    // It may have ended by itself.
    let _ = child.kill();
    child.wait().unwrap();
}

/// Kills a command at many moments; after each, what must be true is looked at, and the command is given again.
fn try_killing(killed: &Killed, what: &'static str) {
    if !need_working("strace", &["-f", "-o", "/dev/null", "true"], "killing at exact system calls") {
        return;
    }
    let _alone = night::alone();
    let mut promise = Promise::of("S2", what);
    let mut dice = Dice::of_test();
    let template = home();
    let (all, took) = moments(&template, killed);
    assert!(all.len() > 5, "{all:?}");
    let exact: Vec<_> = if is_full() {
        all.iter().copied().take(EXACT.count()).collect()
    } else {
        let renamings = all.iter().copied().filter(|(name, _)| name.starts_with("rename"));
        renamings.chain((0..EXACT.count()).map(|_| dice.one_of(&all))).collect()
    };
    let mut died = 0;
    for moment in &exact {
        let home = copy_of(&template);
        died += usize::from(!kill_at(&home, killed, *moment).success());
        look(&home, killed, &format!("at {moment:?}"));
    }
    assert_eq!(died, exact.len(), "each of them is a moment of the command");
    for _ in 0..RANDOM.count() {
        let home = copy_of(&template);
        let pause = took * u32::try_from(dice.roll(1000)).unwrap() / 1000;
        kill_after(&home, killed, pause);
        look(&home, killed, &format!("after {pause:?}"));
    }
    let runs = exact.len() + RANDOM.count();
    promise.ran(runs, format!("{} of {} system calls", exact.len(), all.len()));
}

fn look(home: &Home, killed: &Killed, moment: &str) {
    let seen = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| (killed.sound)(home)));
    assert!(seen.is_ok(), "{} killed {moment}", killed.name);
}

fn rekey_is_sound(home: &Home) {
    assert_eq!(calls(&home.db, PASSPHRASE), 2);
    assert!(open(&home.db, SECOND, SECOND_PASSPHRASE).is_ok(), "everyone who stays");
    kari(home).rekey(now()).unwrap();
    assert_eq!(calls(&home.db, PASSPHRASE), 2);
    assert!(open(&home.db, SECOND, SECOND_PASSPHRASE).is_ok());
}

#[test]
fn a_new_key_that_was_cut_short_opens_with_the_old_or_the_new() {
    let rekey = |_: &Home| words(&["rekey"]);
    let killed = Killed { name: "rekey", words: rekey, takes_new: false, sound: rekey_is_sound };
    try_killing(&killed, "rekey killed");
    // The control: the key file from before a whole change opens nothing.
    let home = home();
    let before = fs::read(home.path("vakt.db.keys")).unwrap();
    kari(&home).rekey(now()).unwrap();
    fs::write(home.path("vakt.db.keys"), before).unwrap();
    for (name, passphrase) in [(ADVISER, PASSPHRASE), (SECOND, SECOND_PASSPHRASE)] {
        let old = open(&home.db, name, passphrase).map(|_| ());
        assert!(matches!(old, Err(StoreError::WrongKeyOrDamaged(_))), "{old:?}");
    }
}

fn removal_is_sound(home: &Home) {
    assert_eq!(calls(&home.db, PASSPHRASE), 2);
    let mut store = kari(home);
    let is_removed = store.adviser_list().unwrap()[1].is_removed;
    drop(store);
    match (is_removed, open(&home.db, SECOND, SECOND_PASSPHRASE).map(|_| ())) {
        (true, Err(StoreError::Refused(Refusal::UnknownAdviser(_)))) | (false, Ok(())) => {}
        other => panic!("{other:?}"),
    }
    // Given again it is finished: the key file forgets the name, and the old key opens nothing.
    let before = fs::read(home.path("vakt.db.keys")).unwrap();
    let is_known = String::from_utf8(before.clone()).unwrap().contains(SECOND);
    match kari(home).remove_adviser(SECOND, now()) {
        Ok(_) if is_known => {}
        Err(StoreError::Refused(Refusal::UnknownAdviser(_))) if !is_known => return,
        other => panic!("known: {is_known}, {other:?}"),
    }
    let after = fs::read_to_string(home.path("vakt.db.keys")).unwrap();
    assert!(!after.contains(SECOND), "{after}");
    assert_eq!(calls(&home.db, PASSPHRASE), 2);
    fs::write(home.path("vakt.db.keys"), before).unwrap();
    assert!(open(&home.db, SECOND, SECOND_PASSPHRASE).is_err());
}

#[test]
fn a_removal_that_was_cut_short_is_finished_when_it_is_given_again() {
    let remove = |_: &Home| words(&["adviser", "remove", SECOND, "--yes"]);
    let killed = Killed { name: "remove", words: remove, takes_new: false, sound: removal_is_sound };
    try_killing(&killed, "adviser remove killed");
}

fn passphrase_is_sound(home: &Home) {
    let opens = |passphrase: &str| open(&home.db, ADVISER, passphrase).is_ok();
    assert_ne!(opens(PASSPHRASE), opens(NEW), "one of them, never both or none");
    let now_valid = if opens(NEW) { NEW } else { PASSPHRASE };
    assert_eq!(calls(&home.db, now_valid), 2);
    assert!(open(&home.db, SECOND, SECOND_PASSPHRASE).is_ok());
}

#[test]
fn a_changed_passphrase_that_was_cut_short_is_the_old_or_the_new() {
    let change = |_: &Home| words(&["passphrase"]);
    let killed = Killed { name: "passphrase", words: change, takes_new: true, sound: passphrase_is_sound };
    try_killing(&killed, "passphrase killed");
}

fn restore_is_sound(home: &Home) {
    // As the next start does: who can sign on, and then opening.
    assert_eq!(akuttvakt::store::advisers(&home.db).unwrap()[0], ADVISER);
    assert!(!home.path("vakt.db.restored").exists(), "finished");
    let now_there = calls(&home.db, PASSPHRASE);
    let kept: Vec<_> = fs::read_dir(home.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.to_str().unwrap().contains(".replaced-") && path.extension().unwrap() != "keys")
        .collect();
    match (now_there, kept.as_slice()) {
        (2, []) => {}
        (1, [kept]) => assert_eq!(calls(kept, PASSPHRASE), 2, "nothing that was there is lost"),
        other => panic!("{other:?}"),
    }
    // Given again, it is done.
    let (backup, passphrase) = (backup_in(home), Passphrase::new(PASSPHRASE.to_owned()));
    let wanted = Restoring {
        backup: &backup,
        to: &home.db,
        replaces: true,
        adviser: Some(ADVISER),
        passphrase: &passphrase,
    };
    restore(&wanted, Arc::new(Reference::default()), &options(), now()).unwrap();
    assert_eq!(calls(&home.db, PASSPHRASE), 1);
    let left: Vec<_> = fs::read_dir(home.folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains(".restor"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}

#[test]
fn a_restore_that_was_cut_short_is_finished_by_the_next_start_or_never_happened() {
    let restore = |home: &Home| words(&["restore", backup_in(home).to_str().unwrap(), "--replace"]);
    let killed = Killed { name: "restore", words: restore, takes_new: false, sound: restore_is_sound };
    try_killing(&killed, "restore killed");
}

fn backups_are_whole(home: &Home) {
    let folder = home.path("vakt.db.backups");
    let names = || -> Vec<PathBuf> {
        let entries = fs::read_dir(&folder).into_iter().flatten();
        let mut names: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        names.sort();
        names
    };
    let whole = |names: Vec<PathBuf>| -> Vec<PathBuf> {
        names.into_iter().filter(|path| path.extension().is_some_and(|end| end == "db")).collect()
    };
    for backup in whole(names()) {
        assert_eq!(calls(&backup, PASSPHRASE), 2, "what has its final name is whole");
    }
    assert_eq!(calls(&home.db, PASSPHRASE), 2);
    let later = now() + chrono::TimeDelta::hours(2);
    kari(home).backup_maker().make(None, later).unwrap();
    let parts = names();
    assert_eq!(parts.len(), 3 * whole(parts.clone()).len(), "nothing half is left: {parts:?}");
}

#[test]
fn a_backup_that_was_cut_short_leaves_nothing_under_a_final_name() {
    let backup = |_: &Home| words(&["backup"]);
    let killed = Killed { name: "backup", words: backup, takes_new: false, sound: backups_are_whole };
    try_killing(&killed, "backup killed");
}
