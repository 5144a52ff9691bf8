//! R8: what somebody else put in the place of our files. Each gets an answer of its own, at once, and nothing is
//! changed, followed, waited for or believed.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use akuttvakt::domain::refusal::ErrorCode;
use akuttvakt::store::{Restoring, Store, StoreError, restore, usual_folder};
use rusqlite::Connection;
use rustix::fs::{CWD, FileType, Mode, mknodat};
use serde_json::Value;

use super::night::{Seedling, open};
use super::raw::write_private;
use crate::fixture::{create, night, options, passphrase, reference};
use crate::support::promise::Promise;

/// Longer than any refusal may take.
const AT_ONCE: Duration = Duration::from_secs(1);

fn beside(path: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", path.display()))
}

/// What a folder holds: name, kind and rights of each, and the bytes of what can be read.
fn listing(folder: &Path) -> Vec<String> {
    let mut lines: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let metadata = fs::symlink_metadata(&path).unwrap();
            let bytes = if metadata.is_file() { fs::read(&path).unwrap() } else { Vec::new() };
            format!("{} {:o} {bytes:x?}", path.display(), metadata.permissions().mode())
        })
        .collect();
    lines.sort();
    lines
}

/// The error of something that must be refused at once and leave everything as it was.
#[track_caller]
fn refused<T>(folder: &Path, what: &str, attempt: impl FnOnce() -> Result<T, StoreError>) -> StoreError {
    let before = listing(folder);
    let start = Instant::now();
    let Err(error) = attempt() else { panic!("{what} was taken") };
    assert!(start.elapsed() < AT_ONCE, "{what} took {:?}", start.elapsed());
    assert_eq!(listing(folder), before, "{what} changed something");
    error
}

/// Puts something at a path, with the file that should be there lying elsewhere.
type Put = fn(&Path, &Path);

/// What can stand where a file of ours should.
const STAND_INS: [(&str, Put); 6] = [
    ("a link to the real one", |at, real| symlink(real, at).unwrap()),
    ("a link to nothing", |at, _| symlink("/nowhere/at/all", at).unwrap()),
    ("a folder", |at, _| fs::create_dir(at).unwrap()),
    ("a pipe", |at, _| mknodat(CWD, at, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap()),
    ("a link to an endless device", |at, _| symlink("/dev/zero", at).unwrap()),
    ("a file that others may write to", |at, real| {
        fs::copy(real, at).unwrap();
        fs::set_permissions(at, fs::Permissions::from_mode(0o666)).unwrap();
    }),
];

#[test]
fn nothing_that_is_no_file_of_ours_is_followed_or_waited_for() {
    let mut promise = Promise::of("R8", "links, pipes, folders and devices in the place of our files");
    let mut runs = 0;
    for suffix in ["", ".keys", "-wal", "-shm", "-journal"] {
        for (what, put) in STAND_INS {
            let seedling = Seedling::new();
            let (path, elsewhere) = (&seedling.path, tempfile::tempdir().unwrap());
            let (at, real) = (beside(path, suffix), elsewhere.path().join("real"));
            if at.exists() {
                fs::rename(&at, &real).unwrap();
            } else {
                write_private(&real, b"");
            }
            put(&at, &real);
            let told = refused(seedling.folder.path(), what, || open(path));
            assert!(matches!(&told, StoreError::Unsafe(told) if *told == at), "{suffix}, {what}: {told:?}");
            assert_eq!(told.code(), ErrorCode::BadFile);
            // A new database is not made over it either.
            let told = refused(seedling.folder.path(), what, || create(path, night()));
            assert_eq!(told.code(), ErrorCode::Exists, "{suffix}, {what}");
            runs += 2;
        }
    }
    promise.ran(runs, "told at once, nothing changed");
}

#[test]
fn a_log_that_an_earlier_database_left_is_not_taken_for_the_new_ones() {
    let mut promise = Promise::of("R8", "a log without its database");
    for suffix in ["-wal", "-shm", "-journal"] {
        let seedling = Seedling::new();
        let path = seedling.folder.path().join("ny.db");
        write_private(&beside(&path, suffix), b"frames of another database");
        let told = refused(seedling.folder.path(), suffix, || create(&path, night()));
        assert!(matches!(&told, StoreError::Exists(told) if *told == beside(&path, suffix)), "{told:?}");
        // A restore puts it aside.
        let made = open(&seedling.path).unwrap().backup_maker().make(None, night()).unwrap();
        let secret = passphrase();
        let wanted =
            Restoring { backup: &made.path, to: &path, replaces: false, adviser: None, passphrase: &secret };
        restore(&wanted, reference(), &options(), night()).unwrap();
        assert_eq!(open(&path).unwrap().check().unwrap(), [], "{suffix}");
        let names = fs::read_dir(seedling.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
        let is_aside = |name: &str| name.starts_with("ny.db.replaced-") && name.ends_with(suffix);
        assert!(names.into_iter().any(|name| is_aside(name.to_str().unwrap())), "{suffix}");
    }
    promise.ran(6, "refused by a new one, put aside by a restore");
}

#[test]
fn a_hostile_key_file_is_told_at_once() {
    let mut promise = Promise::of("R8", "hostile key files");
    let seedling = Seedling::new();
    let keys = beside(&seedling.path, ".keys");
    let good: Value = serde_json::from_slice(&fs::read(&keys).unwrap()).unwrap();
    let with = |field: &str, value: Value| {
        let mut file = good.clone();
        file["advisers"][0][field] = value;
        serde_json::to_vec(&file).unwrap()
    };
    let damaged = [
        ("empty", Vec::new()),
        ("cut", serde_json::to_vec(&good).unwrap()[..100].to_vec()),
        ("rubbish", (0..=255).collect()),
        ("deep", [b"[".repeat(500_000), b"]".repeat(500_000)].concat()),
        ("deep objects", b"{\"a\":".repeat(100_000)),
        ("a long number", [b"{\"format\":".to_vec(), b"9".repeat(500_000)].concat()),
        ("unknown field", with("admin", true.into())),
        ("one pass too many for ever", with("passes", u32::MAX.into())),
        ("all the memory there is", with("memory_kib", u32::MAX.into())),
        ("a gigabyte", with("memory_kib", (1 << 20).into())),
        ("long work", with("passes", 2_000_000.into())),
        ("sixteen million lanes", with("lanes", 0x00ff_ffff.into())),
        ("no lanes", with("lanes", 0.into())),
        ("no memory", with("memory_kib", 0.into())),
        ("a negative cost", with("passes", (-1).into())),
        ("salt of another length", with("salt", "00".into())),
        ("salt that is no hex", with("salt", "zz".repeat(16).into())),
        ("signs of two bytes", with("nonce", "åå".repeat(12).into())),
        ("no wrap", with("wrapped", "".into())),
        ("a very long wrap", with("wrapped", "00".repeat(200_000).into())),
        ("a public key for a sealed one", with("sealed", "00".repeat(32).into())),
    ];
    let mut runs = 0;
    for (what, content) in damaged {
        write_private(&keys, &content);
        let told = refused(seedling.folder.path(), what, || open(&seedling.path));
        assert_eq!(told.code(), ErrorCode::WrongKeyOrDamaged, "{what}: {told:?}");
        runs += 1;
    }
    // Larger than any key file, and a sparse one of a terabyte.
    write_private(&keys, &vec![b' '; (1 << 20) + 1]);
    let told = refused(seedling.folder.path(), "too large", || open(&seedling.path));
    assert_eq!(told.code(), ErrorCode::ForeignFile);
    let start = Instant::now();
    fs::File::options().write(true).open(&keys).unwrap().set_len(1 << 40).unwrap();
    let told = open(&seedling.path).map(|_| ()).unwrap_err();
    assert_eq!((told.code(), start.elapsed() < AT_ONCE), (ErrorCode::ForeignFile, true));
    promise.ran(runs + 2, "each told within a second");
}

#[test]
fn the_key_file_of_another_database_and_the_database_of_another_program_are_told() {
    let mut promise = Promise::of("R8", "files of others");
    let (one, two) = (Seedling::new(), Seedling::new());
    fs::copy(beside(&two.path, ".keys"), beside(&one.path, ".keys")).unwrap();
    let told = refused(one.folder.path(), "another key file", || open(&one.path));
    assert_eq!(told.code(), ErrorCode::WrongKeyOrDamaged);
    // The adviser's entry of another database under this one's number: it is bound to both.
    let two = Seedling::new();
    let keys = beside(&two.path, ".keys");
    let (mine, theirs): (Value, Value) = (
        serde_json::from_slice(&fs::read(&keys).unwrap()).unwrap(),
        serde_json::from_slice(&fs::read(beside(&one.path, ".keys")).unwrap()).unwrap(),
    );
    let mut mixed = mine;
    mixed["advisers"] = theirs["advisers"].clone();
    write_private(&keys, &serde_json::to_vec(&mixed).unwrap());
    let told = refused(two.folder.path(), "an entry of another database", || open(&two.path));
    assert_eq!(told.code(), ErrorCode::WrongKeyOrDamaged);

    // A plain database of another program, with and without a key file beside it.
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("places.sqlite");
    Connection::open(&path).unwrap().execute_batch("CREATE TABLE moz (id INTEGER)").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(refused(folder.path(), "plain", || open(&path)).code(), ErrorCode::ForeignFile);
    let three = Seedling::new();
    fs::copy(beside(&three.path, ".keys"), beside(&path, ".keys")).unwrap();
    let told = refused(folder.path(), "plain with keys", || open(&path));
    assert_eq!(told.code(), ErrorCode::WrongKeyOrDamaged);
    promise.ran(4, "told, byte for byte as before");
}

#[test]
fn backups_do_not_go_where_a_link_leads_and_heads_are_read_only_from_files() {
    let mut promise = Promise::of("R8", "hostile folders of backups");
    let seedling = Seedling::new();
    let folder = usual_folder(&seedling.path);
    let elsewhere = tempfile::tempdir().unwrap();
    symlink(elsewhere.path(), &folder).unwrap();
    let store = open(&seedling.path).unwrap();
    let told = store.backup_maker().make(None, night()).unwrap_err();
    assert!(matches!(told, StoreError::Unsafe(_)), "{told:?}");
    assert_eq!(listing(elsewhere.path()), Vec::<String>::new());
    fs::remove_file(&folder).unwrap();
    fs::write(&folder, b"a file").unwrap();
    assert!(matches!(store.backup_maker().make(None, night()), Err(StoreError::Unsafe(_))));
    fs::remove_file(&folder).unwrap();

    // A folder in which everybody may put one file in the place of another.
    let open_to_all = elsewhere.path().join("open");
    fs::create_dir(&open_to_all).unwrap();
    fs::set_permissions(&open_to_all, fs::Permissions::from_mode(0o777)).unwrap();
    let told = store.backup_maker().make(Some(&open_to_all), night()).unwrap_err();
    assert!(matches!(told, StoreError::Unsafe(_)), "{told:?}");
    let told = create(&open_to_all.join("vakt.db"), night()).map(|_| ()).unwrap_err();
    assert!(matches!(told, StoreError::Unsafe(_)), "{told:?}");
    assert_eq!(listing(&open_to_all), Vec::<String>::new());

    // Drafts of others are left alone, heads that are none say nothing and are not waited for.
    let made = store.backup_maker().make(None, night()).unwrap();
    for name in ["a.db", "b.db", "c.db"] {
        write_private(&folder.join(name), b"no backup");
    }
    mknodat(CWD, folder.join("a.db.head"), FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
    symlink("/dev/zero", folder.join("b.db.head")).unwrap();
    write_private(&folder.join("c.db.head"), b"rubbish");
    let start = Instant::now();
    drop(store);
    let mut store = open(&seedling.path).unwrap();
    assert_eq!((store.check().unwrap(), start.elapsed() < AT_ONCE), (vec![], true));
    assert_eq!(akuttvakt::store::newest_backup(&seedling.path), Some(made.path));
    promise.ran(6, "refused or left alone");
}

#[test]
fn what_a_killed_backup_left_is_removed_and_what_another_is_writing_stays() {
    let mut promise = Promise::of("R13", "drafts of backups");
    let seedling = Seedling::new();
    let folder = usual_folder(&seedling.path);
    let store = open(&seedling.path).unwrap();
    store.backup_maker().make(None, night()).unwrap();
    let stem = seedling.path.file_stem().unwrap().to_str().unwrap().to_owned();
    let killed = folder.join(format!("{stem}-20261121T000000Z.db.new"));
    let left =
        [killed.clone(), beside(&killed, "-journal"), beside(&killed, ".keys"), beside(&killed, ".head")];
    for half in &left {
        write_private(half, b"half");
    }
    // Whoever makes one has the folder for as long: then nothing in it is anybody's rest.
    let at_work = fs::File::open(&folder).unwrap();
    at_work.lock().unwrap();
    let due = store
        .backup_maker()
        .make_when_due(night() + chrono::TimeDelta::hours(1), chrono::TimeDelta::minutes(5));
    assert!(matches!(due, Ok(None)), "{due:?}");
    assert!(left.iter().all(|half| half.exists()));
    drop(at_work);
    store.backup_maker().make(None, night() + chrono::TimeDelta::hours(2)).unwrap();
    assert!(!left.iter().any(|half| half.exists()));

    // Many in the same second: one gets the name, the others are told, and it is whole.
    let makers: Vec<_> = (0..4).map(|_| store.backup_maker()).collect();
    let at = night() + chrono::TimeDelta::hours(3);
    let threads: Vec<_> =
        makers.into_iter().map(|maker| std::thread::spawn(move || maker.make(None, at))).collect();
    let results: Vec<_> = threads.into_iter().map(|thread| thread.join().unwrap()).collect();
    let made: Vec<_> = results.iter().flatten().collect();
    assert_eq!(made.len(), 1, "{results:?}");
    for result in &results {
        assert!(matches!(result, Ok(_) | Err(StoreError::Exists(_))), "{result:?}");
    }
    let mut copy = Store::open(&made[0].path, None, &passphrase(), reference(), options()).unwrap();
    assert_eq!(copy.check().unwrap(), []);
    promise.ran(4, "tidied, and no two in one another's way");
}
