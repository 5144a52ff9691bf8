//! `backup` and `restore` with the built program, and the backup an open screen makes by itself.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::night;
use crate::program::{Home, PROGRAM, Ran, contents, error_of, fields};
use crate::support::promise::Promise;
use crate::terminal::Terminal;

const CLEAN: &str = "Alt er i orden: fil, logg og plasser.\n";

fn backup(home: &Home, more: &[&str]) -> PathBuf {
    let made = home.json(&[&["backup"], more].concat());
    PathBuf::from(made["backup"].as_str().unwrap())
}

fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// The refusal, and that no file of the home changed.
#[track_caller]
fn untouched(home: &Home, code: &str, run: impl FnOnce() -> Ran) -> String {
    let before = contents(home.folder.path());
    let ran = run();
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
    let error = error_of(&ran);
    assert_eq!(error["code"], code, "{ran:?}");
    assert!(contents(home.folder.path()) == before, "{code}: a file changed");
    error["message"].as_str().unwrap().to_owned()
}

fn calls(home: &Home) -> usize {
    home.json(&["call", "list"])["calls"].as_array().unwrap().len()
}

#[test]
fn a_backup_is_restored_and_what_was_there_is_kept() {
    let mut promise = Promise::of("R13", "restore by the program");
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker j9 4-2 bh"]);
    let made = home.done(&["backup", "--format", "json"]);
    assert_eq!(fields(&made), ["ok", "backup", "lines", "thrown_away"]);
    let made: Value = serde_json::from_str(&made).unwrap();
    let copy = PathBuf::from(made["backup"].as_str().unwrap());
    assert_eq!(copy.parent().unwrap(), home.path("vakt.db.backups"));
    home.done(&["call", "add", "hamar g14 4-4 inst"]);

    let json = ["restore", text(&copy), "--format", "json"];
    let message = untouched(&home, "exists", || home.run_without_terminal(&json));
    assert!(message.contains("--replace"), "{message}");
    let mut other = home.conversation();
    other.say("call list");
    let replace = [&json[..], &["--replace"]].concat();
    untouched(&home, "not_alone", || home.run(&replace));
    assert_eq!(other.end(), 0);
    // A passphrase that opens the backup and not the database does not hide that others work in it.
    let copied = home.path("egen");
    let own = backup(&home, &[text(&copied)]);
    home.write("new", "nytt");
    assert_eq!(home.with_new_key("new", &["passphrase"]).output().unwrap().status.code(), Some(0));
    let mut command = home.command(&home.on_database(&["batch"]));
    command.env("KEY_FILE", home.path("new")).stdin(std::process::Stdio::piped());
    command.stdout(std::process::Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut answers = std::io::BufReader::new(child.stdout.take().unwrap());
    let mut lines = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut lines, b"call list\n").unwrap();
    std::io::BufRead::read_line(&mut answers, &mut String::new()).unwrap();
    untouched(&home, "not_alone", || home.run(&["restore", text(&own), "--replace", "--format", "json"]));
    drop(lines);
    assert!(child.wait().unwrap().success());

    let done = home.done(&replace);
    assert_eq!(fields(&done), ["ok", "db", "lines", "kept"]);
    let done: Value = serde_json::from_str(&done).unwrap();
    assert_eq!(done["lines"], made["lines"]);
    assert_eq!((calls(&home), home.done(&["check"]).as_str()), (1, CLEAN));
    let kept = done["kept"].as_str().unwrap();
    let mut old = home.command(&["--db", kept, "--key-fd", "3", "call", "list", "--format", "json"]);
    let old = old.env("KEY_FILE", home.path("new")).output().unwrap();
    let old: Value = serde_json::from_slice(&old.stdout).unwrap();
    assert_eq!(old["calls"].as_array().unwrap().len(), 2, "nothing that was there is lost");

    // Where nothing is, nothing is asked. A stick may know no owners.
    for part in [&copy, &PathBuf::from(format!("{}.keys", copy.display()))] {
        fs::set_permissions(part, fs::Permissions::from_mode(0o755)).unwrap();
    }
    let to = home.path("ny.db");
    let bare = ["--key-fd", "3", "--db", text(&to)];
    let ran = home.run_bare(&[&bare[..], &["restore", text(&copy)]].concat());
    assert!(ran.code == 0 && ran.out.contains("er gjenopprettet, med"), "{ran:?}");
    assert_eq!(fs::metadata(&to).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(home.run_bare(&[&bare[..], &["check"]].concat()).out, CLEAN);
    promise.ran(2, "check clean, the old file opens");
}

#[test]
fn a_backup_goes_where_it_is_told_and_is_private() {
    let home = Home::with_places();
    let folder = home.path("minne/kopier");
    let copy = backup(&home, &[text(&folder)]);
    assert_eq!(copy.parent().unwrap(), folder);
    assert_eq!(fs::metadata(&folder).unwrap().permissions().mode() & 0o777, 0o700);
    let names: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(names.len(), 3, "copy, key file and head: {names:?}");
    for path in names {
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600, "{path:?}");
    }
    assert!(home.done(&["backup"]).contains("er tatt og sjekket, med"));
    let file = home.write("fil", "");
    let ran = home.run(&["backup", &file, "--format", "json"]);
    assert_eq!(ran.code, 1, "{ran:?}");
}

#[test]
fn what_is_no_sound_backup_is_refused_and_nothing_is_touched() {
    let home = Home::with_places();
    let copy = backup(&home, &[]);
    let restore = |file: &Path| home.run(&["restore", text(file), "--replace", "--format", "json"]);
    let message = untouched(&home, "bad_file", || restore(&home.path("ingen.db")));
    assert!(message.contains("ingen.db"), "{message}");
    home.write("wrong", "feil");
    let mut command =
        home.command(&home.on_database(&["restore", text(&copy), "--replace", "--format", "json"]));
    command.env("KEY_FILE", home.path("wrong"));
    let message =
        untouched(&home, "wrong_key_or_damaged", || crate::program::ran(&command.output().unwrap()));
    assert!(message.contains(text(&copy)), "{message}");
    let link = home.path("lenke.db");
    std::os::unix::fs::symlink(&copy, &link).unwrap();
    untouched(&home, "bad_file", || restore(&link));
    let mut bytes = fs::read(&copy).unwrap();
    // In the last page: opening reads nothing of it.
    let last = bytes.len() - 50;
    bytes[last] ^= 1;
    fs::write(&copy, &bytes).unwrap();
    let message = untouched(&home, "bad_file", || restore(&copy));
    assert!(message.contains("1 feil"), "{message}");
    fs::remove_file(format!("{}.keys", copy.display())).unwrap();
    untouched(&home, "foreign_file", || restore(&copy));
}

#[test]
fn at_a_terminal_the_database_that_is_replaced_is_named() {
    let home = Home::with_places();
    let copy = backup(&home, &[]);
    home.done(&["call", "add", "ringsaker j9 4-2 bh"]);
    for (typed, code) in [("ja", 1), ("vakt.db", 0)] {
        let key = home.path("key");
        let words = ["-c", "exec \"$@\" 3<\"$KEY_FILE\"", "sh", PROGRAM];
        let arguments = home.on_database(&["restore", text(&copy)]);
        let arguments: Vec<_> = words.into_iter().chain(arguments).map(str::to_owned).collect();
        let environment =
            [("KEY_FILE", key.to_str().unwrap()), ("HOME", home.folder.path().to_str().unwrap())];
        let mut terminal = Terminal::start("sh", &arguments, &environment, (160, 30));
        terminal.wait_for("Skriv vakt.db");
        terminal.send(&format!("{typed}\r"));
        terminal.wait_for(if code == 0 { "er gjenopprettet" } else { "Navnet stemmer ikke." });
        assert_eq!(terminal.end(""), code);
        assert_eq!(calls(&home), usize::try_from(code).unwrap());
    }
}

/// An open screen makes the backup of the hour by itself, and two screens make it once; a demo makes none.
#[test]
fn an_open_screen_makes_a_backup_by_itself() {
    let _alone = night::alone();
    let home = Home::with_places();
    let mut screens = [night::screen(&home, (100, 30)), night::screen(&home, (100, 30))];
    for screen in &mut screens {
        screen.wait_for("Ingen venter.");
    }
    let demo_db = home.path("demo.db");
    let demo = ["demo", "--places", "20", "--calls", "2", "--db", text(&demo_db)];
    let demo: Vec<_> = demo.into_iter().map(str::to_owned).collect();
    let mut demo = Terminal::start(PROGRAM, &demo, &[("HOME", text(home.folder.path()))], (100, 30));
    demo.wait_for("OPPDIKTET");
    let folder = home.path("vakt.db.backups");
    let count = || {
        let there = fs::read_dir(&folder).into_iter().flatten();
        there
            .filter(|entry| entry.as_ref().unwrap().path().extension().is_some_and(|end| end == "db"))
            .count()
    };
    let deadline = std::time::Instant::now() + std::time::Duration::from_mins(1);
    while count() == 0 {
        assert!(std::time::Instant::now() < deadline, "no backup was made");
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    // The other screen and the demo, which began a little later, have looked too by then.
    std::thread::sleep(std::time::Duration::from_secs(5));
    assert_eq!(count(), 1, "made once");
    assert!(!home.path("demo.db.backups").exists());
    assert_eq!(demo.end("q"), 0);
    for screen in screens {
        assert_eq!(screen.end("q"), 0);
    }
    assert_eq!(home.done(&["check"]), CLEAN);
    let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "{left:?}");
}

/// A backup that fails is told once on the screen, and the screen works on.
#[test]
fn a_failing_backup_is_told_and_work_goes_on() {
    let _alone = night::alone();
    let home = Home::with_places();
    // A file where the folder should be.
    fs::write(home.path("vakt.db.backups"), "").unwrap();
    let mut screen = night::screen(&home, (80, 24));
    screen.wait_for("Sikkerhetskopien ble ikke tatt. Arbeid videre; kjør akuttvakt backup.");
    screen.send("nringsaker j9 4-2 bh\r");
    screen.wait_for("Furuly");
    assert_eq!(screen.end("q"), 0);
    assert_eq!(calls(&home), 1);
}
