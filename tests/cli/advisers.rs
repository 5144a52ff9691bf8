//! A second adviser in one database: added with a passphrase of their own, and each act has its right name.

use std::fs;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::program::{ADVISER, Home, PASSPHRASE, PROGRAM, contents, fields};
use crate::terminal::Terminal;

const SECOND: &str = "Per S.";
const SECOND_PASSPHRASE: &str = "et ganske annet passord";

#[test]
fn two_advisers_share_a_database_and_the_journal_tells_who_did_what() {
    let home = Home::with_places();
    home.write("second", format!("{SECOND_PASSPHRASE}\n"));
    let added = home.add_adviser(SECOND, "second", &["--format", "json"]);
    assert_eq!((added.code, added.err.as_str()), (0, ""), "{added:?}");
    assert_eq!(fields(&added.out), ["ok", "adviser"]);
    assert_eq!(serde_json::from_str::<Value>(&added.out).unwrap(), json!({"ok": true, "adviser": 2}));

    let first = |arguments: &[&str]| home.as_adviser(ADVISER, "key", arguments);
    let second = |arguments: &[&str]| home.as_adviser(SECOND, "second", arguments);
    assert!(first(&["call", "add", "ringsaker bvv j9 4-2 bh"]).contains("Henvendelse 1 registrert"));
    assert_eq!(second(&["offer", "1", "1"]), "Tilbud 1: plass 1 er tilbudt til 1 på 0 min.\n");
    assert_eq!(first(&["answer", "1", "accepted"]), "Tilbud 1: godtatt.\n");
    let journal = first(&["export", "journal", "--call", "1", "--format", "json"]);
    let journal: Value = serde_json::from_str(&journal).unwrap();
    let who = |act: &str| {
        let lines = journal["journal"].as_array().unwrap();
        lines.iter().find(|line| line["act"] == act).unwrap()["adviser"].clone()
    };
    assert_eq!((who("call"), who("offer"), who("answer")), (json!(ADVISER), json!(SECOND), json!(ADVISER)));
    assert_eq!(second(&["check"]), "Alt er i orden: fil, logg og plasser.\n");

    // One's own passphrase opens for oneself alone, and without a name nobody is guessed.
    let crossed = home.run(&["--as", SECOND, "call", "list"]);
    assert_eq!((crossed.code, crossed.out.as_str()), (1, ""), "{crossed:?}");
    let unnamed = home.run(&["call", "list", "--format", "json"]);
    let error = crate::program::error_of(&unnamed);
    assert_eq!((unnamed.code, &error["code"]), (1, &json!("unknown_adviser")));
    assert!(error["message"].as_str().unwrap().contains(SECOND), "{error}");
    for (at, bytes) in contents(home.folder.path()) {
        let is_key = ["key", "second"].iter().any(|name| at.ends_with(name));
        assert!(is_key || !String::from_utf8_lossy(&bytes).contains(SECOND_PASSPHRASE), "{at:?}");
    }
}

#[test]
fn advisers_are_listed() {
    let home = Home::empty();
    home.write("second", SECOND_PASSPHRASE);
    assert_eq!(home.add_adviser(SECOND, "second", &[]).out, "Rådgiveren er lagt til.\n");
    let list = |form: &str| home.as_adviser(SECOND, "second", &["adviser", "list", "--format", form]);
    let out = list("json");
    let told: Value = serde_json::from_str(&out).unwrap();
    let advisers = told["advisers"].as_array().unwrap();
    let inner = out.split_once('[').unwrap().1;
    assert_eq!(fields(&inner[..=inner.find('}').unwrap()]), ["adviser", "name", "added_at", "removed"]);
    let names: Vec<_> = advisers.iter().map(|row| (row["adviser"].clone(), row["name"].clone())).collect();
    assert_eq!(names, [(json!(1), json!(ADVISER)), (json!(2), json!(SECOND))]);
    assert!(advisers[1]["added_at"].as_str().unwrap().ends_with('Z'), "{out}");
    assert!(list("csv").starts_with("adviser,name,added_at,removed\n1,Kari N.,"), "{}", list("csv"));
    assert!(list("text").starts_with("1 Kari N."), "{}", list("text"));
}

/// Whoever can see the machine's processes sees no passphrase.
#[test]
fn the_second_passphrase_is_in_no_argument_and_not_in_the_environment() {
    let home = Home::empty();
    home.write("second", SECOND_PASSPHRASE);
    // The new passphrase comes from a pipe that stays open, so that the program waits and can be looked at.
    let mut command = home.adding(SECOND, "/dev/stdin", &[]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    std::io::Write::write_all(&mut input, SECOND_PASSPHRASE.as_bytes()).unwrap();
    let process = format!("/proc/{}", child.id());
    let mut seen = 0;
    for _ in 0..200 {
        for file in ["cmdline", "environ"] {
            let bytes = fs::read(format!("{process}/{file}")).unwrap();
            let shown = String::from_utf8_lossy(&bytes);
            assert!(!shown.contains(SECOND_PASSPHRASE), "{file}: {shown}");
            seen += usize::from(shown.starts_with(PROGRAM));
        }
        if seen > 20 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert!(seen > 0, "the program was looked at while it ran");
    drop(input);
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "Rådgiveren er lagt til.\n");
}

/// Without a file number the terminal is asked: the caller's own first, then the new one twice, none of it shown.
#[test]
fn the_terminal_asks_twice_for_the_new_passphrase() {
    let home = Home::empty();
    let db = home.db.to_str().unwrap();
    let adding: Vec<String> = ["--db", db, "adviser", "add", SECOND].map(str::to_owned).to_vec();
    let environment = [("HOME", home.folder.path().to_str().unwrap())];
    for (again, code) in [("noe annet", 1), (SECOND_PASSPHRASE, 0)] {
        let mut terminal = Terminal::start(PROGRAM, &adding, &environment, (100, 30));
        for (question, typed) in
            [("Passord: ", PASSPHRASE), ("Passord for den nye rådgiveren: ", SECOND_PASSPHRASE)]
        {
            terminal.wait_for(question);
            // The prompt is written before the terminal stops showing what is typed.
            std::thread::sleep(std::time::Duration::from_millis(300));
            terminal.send(&format!("{typed}\r"));
        }
        terminal.wait_for("En gang til: ");
        let shown = terminal.screen();
        assert!(!shown.contains(SECOND_PASSPHRASE) && !shown.contains(PASSPHRASE), "{shown}");
        assert_eq!(terminal.end(&format!("{again}\r")), code);
    }
    home.write("second", SECOND_PASSPHRASE);
    let list = home.as_adviser(SECOND, "second", &["adviser", "list"]);
    assert_eq!(list.lines().count(), 2, "{list}");
}

#[test]
fn an_adviser_is_not_added_in_batch() {
    let home = Home::empty();
    let answers = home.batch(&["adviser add 'Per S.'", "adviser list"]);
    assert_eq!(answers[0]["error"]["code"], "usage");
    assert!(answers[0]["error"]["message"].as_str().unwrap().contains("«adviser add» går ikke i batch."));
    assert_eq!(answers[1]["advisers"].as_array().unwrap().len(), 1);
}
