//! Flags, help, languages and forms: what is understood, and what is said when it is not.

use std::os::unix::fs::PermissionsExt as _;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::program::{Home, PASSPHRASE, contents, error_of};

#[test]
fn global_flags_stand_before_or_after_the_command() {
    let home = Home::empty();
    let db = home.db.to_str().unwrap();
    for arguments in [
        ["--db", db, "--key-fd", "3", "--format", "json", "call", "list"],
        ["call", "list", "--db", db, "--key-fd", "3", "--format", "json"],
        ["--key-fd", "3", "call", "--db", db, "list", "--format", "json"],
    ] {
        let run = home.run_bare(&arguments);
        assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "{\"calls\":[]}\n", ""));
    }
}

#[test]
fn help_and_version_are_answers_in_norwegian() {
    let home = Home::bare();
    for arguments in [
        &["--help"][..],
        &["-h"],
        &["call", "--help"],
        &["call", "add", "-h"],
        &["hold", "1", "--help"],
        &["call", "edit", "--help"],
        &["call", "close", "--help"],
        &["call", "refer", "--help"],
        &["call", "back", "--help"],
        &["call", "link", "--help"],
        &["call", "reveal", "--help"],
        &["checklist", "--help"],
        &["checklist", "show", "--help"],
        &["checklist", "answer", "--help"],
        &["place", "history", "--help"],
        &["place", "reveal", "--help"],
        &["offer", "--help"],
        &["complete", "--help"],
        &["export", "call", "--help"],
        &["letter", "--help"],
        &["redo", "--help"],
        &["alarm", "--help"],
        &["alarm", "list", "--help"],
        &["alarm", "silence", "--help"],
        &["adviser", "--help"],
        &["adviser", "add", "--help"],
        &["adviser", "list", "--help"],
        &["adviser", "remove", "--help"],
        &["passphrase", "--help"],
        &["rekey", "--help"],
        &["backup", "--help"],
        &["restore", "--help"],
    ] {
        let run = home.run_bare(arguments);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}");
        assert!(run.out.contains("Bruk: akuttvakt") && run.out.contains("Valg:"), "{}", run.out);
        for word in
            ["Usage", "Options", "Commands", "Arguments", "Print", "possible values", "[OPTIONS]", "default"]
        {
            assert!(!run.out.contains(word), "{word} in {}", run.out);
        }
    }
    let version = home.run_bare(&["--version"]);
    assert_eq!(
        (version.code, version.out.as_str()),
        (0, concat!("akuttvakt ", env!("CARGO_PKG_VERSION"), "\n"))
    );
}

#[test]
fn a_command_line_that_is_not_understood_gets_one_norwegian_sentence() {
    let home = Home::bare();
    for (arguments, sentence) in [
        (&["hold"][..], "Det mangler noe: <HENVENDELSE>, <PLASS>. Se akuttvakt hold --help."),
        (&["hold", "1", "x"], "«x» går ikke for <PLASS>. Se akuttvakt hold --help."),
        (&["hold", "1", "2", "--nope"], "«--nope» kjenner jeg ikke. Se akuttvakt hold --help."),
        (&["holdt", "1", "2"], "«holdt» er ikke en kommando. Se akuttvakt --help."),
        (&["call"], "Det mangler en kommando. Se akuttvakt call --help."),
        (&["call", "ad"], "«ad» er ikke en kommando. Se akuttvakt call --help."),
        (&["places", "--for"], "--for <HENVENDELSE> mangler sin verdi. Se akuttvakt places --help."),
        (&["--lang", "fr"], "Det finnes ingen tekster på «fr». Mulig: nb."),
        (
            &["call", "list", "--format", "html"],
            "Denne kommandoen svarer ikke som «html». Mulig: text, json, csv.",
        ),
        (
            &["hold", "1", "2", "--format", "csv"],
            "Denne kommandoen svarer ikke som «csv». Mulig: text, json.",
        ),
        (&["--db", "a", "--db", "b", "check"], "--db <FIL> står to ganger. Se akuttvakt --help."),
    ] {
        let run = home.run_bare(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert_eq!(run.err.trim_end(), sentence, "{arguments:?}");
    }
    assert!(contents(home.folder.path()).len() == 1, "only the key");
}

#[test]
fn what_a_stranger_types_cannot_drive_the_terminal() {
    let home = Home::empty();
    for word in ["\u{1b}[2J", "a\u{202e}b", "\u{7}", "x\ny"] {
        for arguments in [vec!["call", "add", word], vec![word], vec!["place", "set", "1", word]] {
            let run = home.run(&arguments);
            assert_ne!(run.code, 0);
            assert_eq!(run.out, "");
            assert!(!run.err.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{arguments:?}: {:?}", run.err);
            assert_eq!(run.err.lines().count(), 1, "{:?}", run.err);
            let object = home.run(&[&["--format", "json"], arguments.as_slice()].concat());
            assert!(!object.err.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{:?}", object.err);
        }
    }
}

#[test]
fn without_a_terminal_the_passphrase_must_come_by_number() {
    let home = Home::empty();
    let db = home.db.to_str().unwrap();
    let run = home.run_bare(&["--db", db, "--key-fd", "9", "check", "--format", "json"]);
    assert_eq!((run.code, run.out.as_str(), &error_of(&run)["code"]), (2, "", &Value::from("usage")));
    assert!(run.err.contains("Filnummer 9"), "{}", run.err);
    let mut command = std::process::Command::new("setsid");
    command.args(["-w", crate::program::PROGRAM, "--db", db, "check"]).stdin(Stdio::null());
    if crate::support::need::need("setsid", "without a terminal nothing is asked") {
        let run = crate::program::ran(&command.output().unwrap());
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert!(run.err.contains("--key-fd"), "{}", run.err);
    }
}

#[test]
fn init_makes_a_private_database_in_the_usual_place() {
    let home = Home::bare();
    let run = home.run_bare(&[
        "init",
        "--adviser",
        " Per S. ",
        "--region",
        "OST",
        "--key-fd",
        "3",
        "--format",
        "json",
    ]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let answer: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(
        (&answer["ok"], &answer["adviser"], &answer["region"]),
        (&json!(true), &json!("Per S."), &json!("Øst"))
    );
    let path = std::path::PathBuf::from(answer["db"].as_str().unwrap());
    assert!(path.starts_with(home.folder.path()), "{path:?}");
    let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
    let run = home.run_bare(&["--key-fd", "3", "check"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    for (at, bytes) in contents(home.folder.path()) {
        let is_key = at.file_name().unwrap() == "key";
        assert!(is_key || !String::from_utf8_lossy(&bytes).contains(PASSPHRASE), "{at:?}");
    }
}

#[test]
fn about_names_those_whose_data_it_shows() {
    let home = Home::bare();
    let about = home.run_bare(&["about"]).out;
    assert!(about.contains("© Kartverket (CC BY 4.0)") && about.contains("GeoNames (CC BY 4.0)"), "{about}");
    assert!(about.contains(env!("CARGO_PKG_VERSION")));
    let object: Value = serde_json::from_str(&home.run_bare(&["about", "--format", "json"]).out).unwrap();
    assert_eq!(object["attributions"], json!(["© Kartverket (CC BY 4.0)", "GeoNames (CC BY 4.0)"]));
}

#[test]
fn shells_and_manual_know_every_command() {
    let home = Home::bare();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = home.run_bare(&["completions", shell]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        for word in ["akuttvakt", "confirm", "checklist", "reveal", "remove-child", "new-key-fd", "redo"] {
            assert!(run.out.contains(word), "{word} for {shell}");
        }
    }
    let manual = home.run_bare(&["man"]).out;
    for heading in [
        ".SH NAVN",
        ".SH BRUK",
        ".SH VALG",
        ".SH KOMMANDOER",
        "akuttvakt import places",
        "akuttvakt call edit HENVENDELSE LINJE",
        "akuttvakt checklist answer HENVENDELSE PUNKT TEKST",
        "akuttvakt place history PLASS",
        "akuttvakt complete TILBUD",
        "akuttvakt adviser add NAVN",
    ] {
        assert!(manual.contains(heading), "{heading} in {manual}");
    }
}
