//! Backups: private, rotated with all their parts; restored only when sound, and nothing is lost by it.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use akuttvakt::store::{Restoring, Store, StoreError, restore, usual_folder};
use chrono::TimeDelta;

use crate::fixture::{Fixture, night, options, passphrase, reference};

fn restoring<'a>(
    backup: &'a Path,
    to: &'a Path,
    passphrase: &'a akuttvakt::store::Passphrase,
) -> Restoring<'a> {
    Restoring { backup, to, replaces: false, adviser: None, passphrase }
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn has_ending(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found == ending)
}

#[test]
fn nothing_of_a_backup_can_be_read_by_others_or_without_the_key() {
    let mut fixture = Fixture::with_places();
    fixture.girl();
    let backup = fixture.store.backup_maker().make(None, night()).unwrap();
    let folder = usual_folder(&fixture.path);
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    for name in files(&folder) {
        let mode = fs::metadata(folder.join(&name)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600, "{name}");
        assert!(!has_ending(&name, "new"), "{name}");
    }
    let bytes = fs::read(&backup.path).unwrap();
    assert!(!bytes.windows(7).any(|window| window == b"Furuly "), "plain text");
    assert!(!bytes.starts_with(b"SQLite format 3"));
    let wrong = akuttvakt::store::Passphrase::new("feil".to_owned());
    let to = fixture.folder.path().join("again.db");
    let refused = restore(&restoring(&backup.path, &to, &wrong), reference(), &options(), night());
    assert!(matches!(refused, Err(StoreError::WrongKeyOrDamaged(_))), "{refused:?}");
    assert!(!to.exists() && files(fixture.folder.path()).iter().all(|name| !name.contains("restoring")));
}

#[test]
fn the_rotation_throws_away_old_ones_with_their_key_files() {
    let mut fixture = Fixture::with_places();
    let maker = fixture.store.backup_maker();
    for hours in 0..30 {
        maker.make(None, night() + TimeDelta::hours(hours)).unwrap();
    }
    let folder = usual_folder(&fixture.path);
    let dbs = files(&folder).iter().filter(|name| has_ending(name, "db")).count();
    // 24 of the last day, and the first of them for the day before and for the month.
    assert!((24..=26).contains(&dbs), "{:?}", files(&folder));
    for kind in [".db.keys", ".db.head"] {
        assert_eq!(files(&folder).iter().filter(|name| name.ends_with(kind)).count(), dbs, "{kind}");
    }
    assert_eq!(fixture.store.check().unwrap(), []);
}

#[test]
fn a_restore_keeps_what_was_there_and_refuses_it_without_leave() {
    let mut fixture = Fixture::with_places();
    let backup = fixture.store.backup_maker().make(None, night()).unwrap();
    fixture.later(65);
    fixture.girl();
    let later = fixture.store.backup_maker().make(None, fixture.now).unwrap();
    let before = fs::read(&fixture.path).unwrap();
    let path = fixture.path.clone();
    let secret = passphrase();
    let mut wanted = restoring(&backup.path, &path, &secret);
    let refused = restore(&wanted, reference(), &options(), fixture.now);
    assert!(matches!(refused, Err(StoreError::Exists(_))), "{refused:?}");
    assert_eq!(fs::read(&path).unwrap(), before, "untouched");
    wanted.replaces = true;
    let refused = restore(&wanted, reference(), &options(), fixture.now);
    assert!(matches!(refused, Err(StoreError::NotAlone(_))), "{refused:?}");

    let Fixture { folder: _folder, path, store, now } = fixture;
    drop(store);
    let now = now + TimeDelta::minutes(1);
    let restored = restore(&wanted, reference(), &options(), now).unwrap();
    let kept = restored.kept.unwrap();
    let mut store = Store::open(&path, None, &secret, reference(), options()).unwrap();
    assert_eq!(store.board(now).unwrap().calls.len(), 0, "the girl's call came after the backup");
    // The head of the later backup is gone on purpose; what comes after is judged again.
    assert_eq!(store.check().unwrap(), []);
    let mut old = Store::open(&kept, None, &secret, reference(), options()).unwrap();
    assert_eq!(old.board(now).unwrap().calls.len(), 1, "nothing that was there is lost");
    assert!(later.path.exists());
}

#[test]
fn a_damaged_copy_is_refused_and_nothing_is_touched() {
    let mut fixture = Fixture::with_places();
    fixture.girl();
    let backup = fixture.store.backup_maker().make(None, night()).unwrap();
    let to = fixture.folder.path().join("again.db");
    let sound = fs::read(&backup.path).unwrap();
    for at in [4096 * 3 + 100, sound.len() / 2, sound.len() - 50] {
        let mut bytes = sound.clone();
        bytes[at] ^= 1;
        fs::write(&backup.path, &bytes).unwrap();
        let refused = restore(&restoring(&backup.path, &to, &passphrase()), reference(), &options(), night());
        assert!(
            matches!(refused, Err(StoreError::BackupUnsound(_) | StoreError::WrongKeyOrDamaged(_))),
            "byte {at}: {refused:?}"
        );
        assert!(!to.exists());
    }
    fs::write(&backup.path, &sound).unwrap();
    restore(&restoring(&backup.path, &to, &passphrase()), reference(), &options(), night()).unwrap();
}

#[test]
fn a_backup_of_an_older_version_is_restored_and_leaves_no_other_copy_behind() {
    let folder = crate::fixtures::copy("the_board.db");
    let (backup, to) = (folder.path().join("the_board.db"), folder.path().join("again.db"));
    let secret = passphrase();
    let mut wanted = restoring(&backup, &to, &secret);
    wanted.adviser = Some(crate::fixture::ADVISER);
    restore(&wanted, reference(), &options(), night()).unwrap();
    assert_eq!(
        files(folder.path()),
        ["again.db", "again.db.keys", "the_board.db", "the_board.db.keys"],
        "what it was worked on with is gone"
    );
    let mut store = Store::open(&to, Some(crate::fixture::ADVISER), &secret, reference(), options()).unwrap();
    assert_eq!(store.check().unwrap(), []);
}
