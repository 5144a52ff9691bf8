//! Who can sign on, by command: changed passphrases, new keys, removed advisers, and what is refused.

use std::fs;

use serde_json::{Value, json};

use crate::program::{ADVISER, Home, PASSPHRASE, PROGRAM, Ran, error_of, fields, ran};
use crate::support::promise::Promise;
use crate::terminal::Terminal;

const SECOND: &str = "Per S.";
const SECOND_PASSPHRASE: &str = "et ganske annet passord";
const NEW: &str = "nytt og langt";

fn with_second() -> Home {
    let home = Home::with_places();
    home.write("second", SECOND_PASSPHRASE);
    home.write("new", NEW);
    assert_eq!(home.add_adviser(SECOND, "second", &[]).code, 0);
    // From here on there are two, and someone must be named.
    home
}

/// Runs as an adviser, with the passphrase from this file, and a new one where the command takes it.
fn run_as(home: &Home, name: &str, key: &str, new: Option<&str>, arguments: &[&str]) -> Ran {
    let arguments = [&["--as", name], arguments].concat();
    let mut command = match new {
        Some(new) => home.with_new_key(new, &arguments),
        None => home.command(&home.on_database(&arguments)),
    };
    ran(&command.env("KEY_FILE", home.path(key)).output().unwrap())
}

#[track_caller]
fn refused_with(ran: &Ran, code: &str) -> Value {
    assert_eq!((ran.code, ran.out.as_str()), (1, ""), "{ran:?}");
    let error = error_of(ran);
    assert_eq!(error["code"], code, "{ran:?}");
    error
}

#[test]
fn a_changed_passphrase_opens_and_the_old_one_does_not() {
    let home = with_second();
    let json = ["passphrase", "--format", "json"];
    let wrong = run_as(&home, ADVISER, "second", Some("new"), &json);
    refused_with(&wrong, "wrong_key_or_damaged");
    home.write("empty", "");
    refused_with(&run_as(&home, ADVISER, "key", Some("empty"), &json), "bad_value");
    let same = ran(&home.command(&home.on_database(&["passphrase", "--new-key-fd", "3"])).output().unwrap());
    assert_eq!((same.code, same.out.as_str()), (2, ""), "{same:?}");

    let changed = run_as(&home, ADVISER, "key", Some("new"), &json);
    assert_eq!((changed.code, changed.err.as_str(), changed.out.as_str()), (0, "", "{\"ok\":true}\n"));
    refused_with(
        &run_as(&home, ADVISER, "key", None, &["check", "--format", "json"]),
        "wrong_key_or_damaged",
    );
    assert_eq!(home.as_adviser(ADVISER, "new", &["check"]), "Alt er i orden: fil, logg og plasser.\n");
    assert_eq!(home.as_adviser(SECOND, "second", &["call", "list"]), "Ingen henvendelser.\n");
    let back = run_as(&home, ADVISER, "new", Some("key"), &["passphrase"]);
    assert!(back.out.starts_with("Passordet er byttet."), "{back:?}");
}

/// At a terminal the old one is asked for, then the new one twice; nothing of it is shown.
#[test]
fn the_terminal_asks_for_the_old_and_twice_for_the_new_passphrase() {
    let home = Home::empty();
    home.write("new", NEW);
    let arguments = ["--db", home.db.to_str().unwrap(), "passphrase"].map(str::to_owned).to_vec();
    let environment = [("HOME", home.folder.path().to_str().unwrap())];
    let mut terminal = Terminal::start(PROGRAM, &arguments, &environment, (100, 30));
    for (question, typed) in [("Passord: ", PASSPHRASE), ("Nytt passord: ", NEW)] {
        terminal.wait_for(question);
        // The prompt is written before the terminal stops showing what is typed.
        std::thread::sleep(std::time::Duration::from_millis(300));
        terminal.send(&format!("{typed}\r"));
    }
    terminal.wait_for("En gang til: ");
    std::thread::sleep(std::time::Duration::from_millis(300));
    let shown = terminal.screen();
    assert!(!shown.contains(NEW) && !shown.contains(PASSPHRASE), "{shown}");
    assert_eq!(terminal.end(&format!("{NEW}\r")), 0);
    assert_eq!(home.as_adviser(ADVISER, "new", &["call", "list"]), "Ingen henvendelser.\n");
}

#[test]
fn a_new_key_is_given_only_alone_and_everyone_keeps_their_passphrase() {
    let home = Home::with_places();
    home.write("new", NEW);
    let json = ["rekey", "--format", "json"];
    let mut other = home.conversation();
    assert_eq!(other.say("call list")["calls"], json!([]));
    let error = refused_with(&home.run(&json), "not_alone");
    assert!(error["message"].as_str().unwrap().contains("vakt.db"), "{error}");
    refused_with(&run_as(&home, ADVISER, "key", Some("new"), &json), "not_alone");
    assert_eq!(other.say("undo")["error"]["code"], "stale", "the other works on");
    assert_eq!(other.end(), 0);
    assert_eq!(home.done(&["call", "list"]), "Ingen henvendelser.\n", "the passphrase is the old one");

    let before = fs::read(home.path("vakt.db.keys")).unwrap();
    let done = home.done(&json);
    assert_eq!(fields(&done), ["ok", "add_again"]);
    assert_ne!(fs::read(home.path("vakt.db.keys")).unwrap(), before);
    assert!(home.done(&["rekey"]).starts_with("Databasen har ny nøkkel."));
    // With a new passphrase both change.
    assert_eq!(run_as(&home, ADVISER, "key", Some("new"), &["rekey"]).code, 0);
    refused_with(&home.run(&["call", "list", "--format", "json"]), "wrong_key_or_damaged");
    assert_eq!(home.as_adviser(ADVISER, "new", &["check"]), "Alt er i orden: fil, logg og plasser.\n");
}

#[test]
fn keys_of_the_first_format_are_refused_a_new_key_until_the_passphrase_is_changed() {
    let home = Home::bare();
    for (from, to) in [("first_light.db", "vakt.db"), ("first_light.db.keys", "vakt.db.keys")] {
        use std::os::unix::fs::PermissionsExt as _;
        let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        fs::copy(fixtures.join(from), home.path(to)).unwrap();
        fs::set_permissions(home.path(to), fs::Permissions::from_mode(0o600)).unwrap();
    }
    home.refused(&["rekey"], "stale", 1);
    home.write("new", NEW);
    // The new passphrase that comes with it renews the keys.
    assert_eq!(run_as(&home, ADVISER, "key", Some("new"), &["rekey"]).code, 0);
    assert_eq!(home.as_adviser(ADVISER, "new", &["check"]), "Alt er i orden: fil, logg og plasser.\n");
}

#[test]
fn a_removed_adviser_is_refused_and_stays_on_the_list() {
    let mut promise = Promise::of("S2", "a removed adviser");
    let home = with_second();
    let remove = |name: &'static str| ["adviser", "remove", name, "--yes", "--format", "json"];
    refused_with(&run_as(&home, ADVISER, "key", None, &remove("Ola")), "unknown_adviser");
    refused_with(&run_as(&home, ADVISER, "key", None, &remove(ADVISER)), "stale");
    let asked = home.run_without_terminal(&["--as", ADVISER, "adviser", "remove", SECOND]);
    assert_eq!((asked.code, asked.out.as_str()), (2, ""), "{asked:?}");
    assert!(asked.err.contains("--yes"), "{asked:?}");
    let copied = fs::read(home.path("vakt.db.keys")).unwrap();
    assert_eq!(run_as(&home, SECOND, "second", None, &["call", "list"]).code, 0, "still there");

    let done = run_as(&home, ADVISER, "key", None, &remove(SECOND));
    assert_eq!((done.code, done.err.as_str()), (0, ""), "{done:?}");
    assert_eq!(fields(&done.out), ["ok", "adviser", "add_again"]);
    refused_with(
        &run_as(&home, SECOND, "second", None, &["call", "list", "--format", "json"]),
        "unknown_adviser",
    );
    let list = home.done(&["adviser", "list", "--format", "json"]);
    let list: Value = serde_json::from_str(&list).unwrap();
    let removed: Vec<_> =
        list["advisers"].as_array().unwrap().iter().map(|row| row["removed"].clone()).collect();
    assert_eq!(removed, [json!(false), json!(true)]);
    assert!(home.done(&["adviser", "list"]).lines().nth(1).unwrap().ends_with(", sluttet"));
    let journal = home.json(&["export", "journal"]);
    let acts: Vec<_> =
        journal["journal"].as_array().unwrap().iter().map(|line| line["act"].clone()).collect();
    assert!(acts.contains(&json!("adviser_left")) && acts.contains(&json!("rekey")), "{acts:?}");
    assert_eq!(home.done(&["check"]), "Alt er i orden: fil, logg og plasser.\n");
    // A key file the leaver had copied opens nothing any more.
    let now = fs::read(home.path("vakt.db.keys")).unwrap();
    fs::write(home.path("vakt.db.keys"), copied).unwrap();
    for (name, key) in [(SECOND, "second"), (ADVISER, "key")] {
        let old = run_as(&home, name, key, None, &["call", "list", "--format", "json"]);
        refused_with(&old, "wrong_key_or_damaged");
    }
    promise.caught("key file from before");
    fs::write(home.path("vakt.db.keys"), now).unwrap();
    assert_eq!(home.done(&["call", "list"]), "Ingen henvendelser.\n");
    promise.ran(1, "refused, and the old keys open nothing");
}

#[test]
fn at_a_terminal_the_name_of_the_leaver_is_typed_and_the_old_backups_are_named() {
    let home = with_second();
    for (typed, code) in [("Per", 1), (SECOND, 0)] {
        let key = home.path("key");
        let words = ["-c", "exec \"$@\" 3<\"$KEY_FILE\"", "sh", PROGRAM];
        let arguments = home.on_database(&["--as", ADVISER, "adviser", "remove", SECOND]);
        let arguments: Vec<_> = words.into_iter().chain(arguments).map(str::to_owned).collect();
        let environment =
            [("KEY_FILE", key.to_str().unwrap()), ("HOME", home.folder.path().to_str().unwrap())];
        let mut terminal = Terminal::start("sh", &arguments, &environment, (160, 30));
        terminal.wait_for("Fjerne Per S.?");
        terminal.send(&format!("{typed}\r"));
        terminal.wait_for(if code == 0 { "Gamle sikkerhetskopier" } else { "Navnet stemmer ikke." });
        assert_eq!(terminal.end(""), code);
        assert_eq!(run_as(&home, SECOND, "second", None, &["call", "list"]).code == 0, code == 1);
    }
}

#[test]
fn keys_backups_and_restores_are_not_for_batch() {
    let home = Home::empty();
    let lines = ["passphrase", "rekey", "adviser remove Ola --yes", "backup", "restore kopi.db --replace"];
    for (line, answer) in lines.iter().zip(home.batch(&lines)) {
        assert_eq!(answer["error"]["code"], "usage", "{line}: {answer}");
        assert!(
            answer["error"]["message"].as_str().unwrap().contains("går ikke i batch"),
            "{line}: {answer}"
        );
    }
}
