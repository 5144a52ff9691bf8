//! Each error code a command can give is provoked: one sentence, nothing on standard output, nothing changed.

use std::fs;
use std::process::{Command, Stdio};

use akuttvakt::domain::call::CloseReason;
use akuttvakt::domain::command::Command as Act;
use akuttvakt::domain::ids::CallId;
use akuttvakt::store::Store;
use serde_json::Value;

use crate::program::{ADVISER, Home, PASSPHRASE, PROGRAM, contents, error_of, now, ran};
use crate::support::need::{need, need_working};

fn message(error: &Value) -> &str {
    error["message"].as_str().unwrap()
}

#[test]
fn usage() {
    let home = Home::with_places();
    for arguments in [
        &["hold"][..],
        &["hold", "1"],
        &["hold", "1", "x"],
        &["hold", "1", "0"],
        &["hold", "1", "2", "3"],
        &["hold", "1", "2", "--nope"],
        &["nothing"],
        &["call"],
        &["call", "add"],
        &["call", "add", "ringsaker", "j9"],
        &["call", "list", "--open", "--all"],
        &["places", "--for"],
        &["import", "places"],
        &["import", "places", "x.csv", "--template"],
        &["init", "--adviser", "Per"],
    ] {
        home.refused(arguments, "usage", 2);
    }
}

#[test]
fn bad_line() {
    let home = Home::empty();
    for (line, named) in [
        ("hamar j9 btv", "«btv» kjenner jeg ikke. Mente du bvt?"),
        ("hamar j44", "Alder 44 går ikke, den må være 0–17. Ukjent alder: jx."),
        ("hamar j", "Uten alder: «j». Skriv j9, j8mnd eller jx."),
        ("hamar j9 4-9", "§ 4-9 gjaldt til 31.12.2022."),
        ("hamar j9 4-3", "gir ingen plassering"),
        ("hamar j9 0301", "0301: kl. 03:01 eller kommune Oslo?"),
        ("hamar j9 12345678", "12345678: skriv tlf foran nummeret."),
        ("hamar j9 tlf 1234567", "Nummeret har 7 siffer, det skal ha 8."),
        ("hamar j9 4-2 4-4", "4-4"),
        ("j9 4-2 bh", "Hvilken kommune?"),
    ] {
        let error = home.refused(&["call", "add", line], "bad_line", 2);
        assert!(message(&error).contains(named), "{line}: {error}");
    }
}

#[test]
fn unknown_municipality() {
    let home = Home::empty();
    let error = home.refused(&["call", "add", "lilehamer bvv j9"], "unknown_municipality", 2);
    assert_eq!(message(&error), "Fant ingen kommune «lilehamer». Nærmest: Lillehammer.");
}

#[test]
fn ambiguous_municipality() {
    let home = Home::empty();
    let error = home.refused(&["call", "add", "ring bvv j9"], "ambiguous_municipality", 2);
    assert!(message(&error).starts_with("«ring» kan være "), "{error}");
    let error = home.refused(&["call", "add", "våler bvv j9"], "ambiguous_municipality", 2);
    assert_eq!(
        message(&error),
        "Våler finnes i Østfold og Innlandet. Skriv våler østfold eller våler innlandet."
    );
    let error = home.refused(&["call", "add", "hamar ringsaker j9"], "ambiguous_municipality", 2);
    assert!(message(&error).starts_with("Både Hamar og Ringsaker."), "{error}");
}

#[test]
fn bad_time() {
    let home = Home::empty();
    let later = now() + chrono::TimeDelta::minutes(30);
    let later = akuttvakt::domain::local_time::in_norway(later).format("hamar j9 kl %H%M").to_string();
    for line in ["hamar j9 kl 2670", "hamar j9 kl"] {
        home.refused(&["call", "add", line], "bad_time", 2);
    }
    // What these say changes with the minute.
    for (line, said) in
        [(later.as_str(), "kl. "), ("hamar j9 -9000m", "-9000m er mer enn 48 timer siden. Skriv datoen: kl ")]
    {
        let run = home.run(&["call", "add", line, "--format", "json"]);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        let error = error_of(&run);
        assert_eq!(error["code"], "bad_time");
        assert!(message(&error).contains(said), "{error}");
    }
    assert_eq!(home.done(&["call", "list"]), "Ingen henvendelser.\n");
}

#[test]
fn unknown_call_place_and_offer() {
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker j9 4-2 bh"]);
    for arguments in
        [&["hold", "7", "1"][..], &["offer", "7", "1"], &["call", "show", "7"], &["places", "--for", "7"]]
    {
        let error = home.refused(arguments, "unknown_call", 1);
        assert_eq!(message(&error), "Det finnes ingen henvendelse 7.");
    }
    for arguments in [
        &["hold", "1", "77"][..],
        &["offer", "1", "77"],
        &["release", "77"],
        &["place", "confirm", "77"],
        &["place", "set", "77", "free"],
    ] {
        let error = home.refused(arguments, "unknown_place", 1);
        assert_eq!(message(&error), "Det finnes ingen plass 77.");
    }
    let error = home.refused(&["answer", "7", "accepted"], "unknown_offer", 1);
    assert_eq!(message(&error), "Det finnes ikke noe tilbud 7.");
}

#[test]
fn unknown_adviser() {
    let home = Home::empty();
    let error = home.refused(&["call", "list", "--as", "Ola"], "unknown_adviser", 1);
    assert!(message(&error).contains("«Ola»"), "{error}");
    assert_eq!(home.done(&["call", "list", "--as", ADVISER]), "Ingen henvendelser.\n");
}

#[test]
fn taken() {
    let home = Home::with_places();
    home.batch(&["call add 'ringsaker j9 4-2 bh'", "call add 'hamar j10 4-2 bh'", "hold 1 1", "offer 1 2"]);
    let error = home.refused(&["hold", "2", "1"], "taken", 1);
    assert_eq!((&error["by"], &error["call"]), (&Value::from(ADVISER), &Value::from(1)));
    assert!(error["at"].as_str().unwrap().ends_with('Z') && error["until"].as_str().unwrap().ends_with('Z'));
    assert!(
        message(&error).starts_with(&format!("Plass 1 er tatt: {ADVISER} holder den for 1 til ")),
        "{error}"
    );
    let error = home.refused(&["offer", "2", "2"], "taken", 1);
    assert_eq!((&error["call"], &error["until"]), (&Value::from(1), &Value::Null));
    assert!(message(&error).contains("tilbød den til 1"), "{error}");
    let fields: Vec<_> = error.as_object().unwrap().keys().cloned().collect();
    assert_eq!(fields, ["at", "by", "call", "code", "message", "until"]);
}

#[test]
fn reason_needed() {
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker g15 4-4 inst"]);
    let error = home.refused(&["offer", "1", "1"], "reason_needed", 1);
    assert!(message(&error).contains("tar bare 6–12 år"), "{error}");
    assert!(message(&error).contains("--reason"), "{error}");
    home.refused(&["offer", "1", "1", "--reason", "  "], "reason_needed", 1);
    home.done(&["offer", "1", "1", "--reason", "bror bor der"]);
}

#[test]
fn not_offerable() {
    let home = Home::with_places();
    home.batch(&["call add 'hamar drøft j9'", "call add 'ringsaker j9 4-2 bh'", "offer 2 1"]);
    let error = home.refused(&["offer", "1", "3"], "not_offerable", 1);
    assert!(message(&error).contains("drøfting"), "{error}");
    home.refused(&["offer", "2", "3"], "not_offerable", 1);
}

#[test]
fn closed() {
    let home = Home::with_places();
    home.done(&["call", "add", "hamar drøft j9"]);
    let close = Act::CloseCall { call: CallId(1), reason: CloseReason::ConsultationDone, note: None };
    home.store().execute(Store::new_command_id(now()), &close, now()).unwrap();
    home.refused(&["hold", "1", "1"], "closed", 1);
    assert_eq!(home.done(&["call", "list"]), "Ingen henvendelser.\n");
    assert!(home.done(&["call", "list", "--all"]).ends_with("lukket\n"));
}

#[test]
fn stale() {
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker j9 4-2 bh"]);
    home.refused(&["release", "1"], "stale", 1);
    home.refused(&["undo"], "stale", 1);
    home.batch(&["offer 1 1", "answer 1 accepted"]);
    home.refused(&["answer", "1", "declined", "--reason", "too_far"], "stale", 1);
}

#[test]
fn bad_value() {
    let home = Home::with_places();
    home.batch(&["call add 'ringsaker j9 4-2 bh'", "offer 1 1"]);
    for (arguments, named) in [
        (&["place", "set", "1", "asleep"][..], "Mulig: free, intake_stop"),
        (&["place", "confirm", "1", "--how", "guess"], "«guess»"),
        (&["answer", "1", "maybe"], "accepted, declined, withdrawn"),
        (&["answer", "1", "declined"], "--reason"),
        (&["answer", "1", "declined", "--reason", "mood"], "too_far"),
        (&["answer", "1", "declined", "--reason", "other"], "merknad"),
        (&["answer", "1", "accepted", "--reason", "too_far"], "avslag"),
        (&["setting", "set", "hold.seconds", "5"], "60–7200"),
        (&["setting", "set", "hold.minutes", "5"], "hold.minutes"),
        (&["setting", "get", "hold.minutes"], "hold.minutes"),
        (&["completions", "cmd"], "bash"),
    ] {
        let error = home.refused(arguments, "bad_value", 1);
        assert!(message(&error).contains(named), "{arguments:?}: {error}");
    }
    let long = "x".repeat(5000);
    home.refused(&["place", "set", "1", "free", "--reason", &long], "bad_value", 1);
    let line = format!("hamar j9 -- {long}");
    home.refused(&["call", "add", &line], "bad_value", 1);
}

#[test]
fn an_empty_passphrase_is_a_bad_value() {
    let home = Home::bare();
    for content in ["", "\n", "\nmer\n"] {
        fs::write(home.path("key"), content).unwrap();
        let run = home.run(&["init", "--adviser", "Kari", "--region", "øst", "--format", "json"]);
        assert_eq!((run.code, run.out.as_str()), (1, ""));
        assert_eq!(error_of(&run)["code"], "bad_value");
        assert!(!home.db.exists());
    }
    for region in ["Svalbard", ""] {
        let run = home.run(&["init", "--adviser", "Kari", "--region", region, "--format", "json"]);
        assert_eq!((run.code, &error_of(&run)["code"]), (1, &Value::from("bad_value")));
    }
    fs::write(home.path("key"), "x".repeat(5000)).unwrap();
    let run = home.run(&["init", "--adviser", "Kari", "--region", "øst", "--format", "json"]);
    assert_eq!(error_of(&run)["code"], "bad_value");
    assert!(!home.db.exists());
}

#[test]
fn wrong_key_or_damaged() {
    let home = Home::empty();
    fs::write(home.path("key"), "feil passord\n").unwrap();
    let before = contents(home.folder.path());
    let wrong = home.run(&["call", "list"]);
    assert_eq!((wrong.code, wrong.out.as_str()), (1, ""));
    for cause in ["feil passord", "skadet", "ukryptert", "noe annet enn en database"] {
        assert!(wrong.err.contains(cause), "{cause}: {}", wrong.err);
    }
    assert_eq!(contents(home.folder.path()), before);
    // The right passphrase and rubbish give the same sentence.
    fs::write(home.path("key"), PASSPHRASE).unwrap();
    fs::write(&home.db, vec![7; 8192]).unwrap();
    let rubbish = home.run(&["call", "list", "--format", "json"]);
    assert_eq!(error_of(&rubbish)["code"], "wrong_key_or_damaged");
    assert_eq!(error_of(&rubbish)["message"], wrong.err.trim_end());
}

#[test]
fn foreign_file() {
    let home = Home::empty();
    fs::remove_file(home.path("vakt.db.keys")).unwrap();
    let before = contents(home.folder.path());
    let run = home.run(&["call", "list", "--format", "json"]);
    assert_eq!((run.code, run.out.as_str(), &error_of(&run)["code"]), (1, "", &Value::from("foreign_file")));
    assert_eq!(contents(home.folder.path()), before);
}

#[test]
fn newer_schema() {
    let home = Home::empty();
    let keys = home.path("vakt.db.keys");
    let newer = fs::read_to_string(&keys).unwrap().replace("\"format\": 2", "\"format\": 3");
    fs::write(&keys, newer).unwrap();
    let run = home.run(&["call", "list", "--format", "json"]);
    assert_eq!((run.code, run.out.as_str(), &error_of(&run)["code"]), (1, "", &Value::from("newer_schema")));
}

#[test]
fn exists() {
    let home = Home::empty();
    let before = contents(home.folder.path());
    let run = home.run(&["init", "--adviser", "Per", "--region", "vest", "--format", "json"]);
    assert_eq!((run.code, run.out.as_str(), &error_of(&run)["code"]), (1, "", &Value::from("exists")));
    assert_eq!(contents(home.folder.path()), before);
}

#[test]
fn bad_file() {
    let home = Home::bare();
    let run = home.run(&["call", "list", "--format", "json"]);
    assert_eq!((run.code, run.out.as_str(), &error_of(&run)["code"]), (1, "", &Value::from("bad_file")));
    let home = Home::empty();
    let error = home.refused(&["import", "places", "/no/such/file.csv"], "bad_file", 1);
    assert!(message(&error).contains("/no/such/file.csv"), "{error}");
    home.refused(&["import", "places", home.folder.path().to_str().unwrap()], "bad_file", 1);
}

/// Runs a script as root of its own namespace, where it may mount things.
fn in_own_namespace(home: &Home, script: &str) -> crate::program::Ran {
    let output = Command::new("unshare")
        .args(["-rm", "sh", "-c", script, "sh", PROGRAM])
        .current_dir(home.folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    ran(&output)
}

#[test]
fn read_only() {
    if !need_working("unshare", &["-rm", "true"], "a read-only file system refuses changes") {
        return;
    }
    let home = Home::empty();
    let script = "mount --bind . . && mount -o remount,bind,ro . && cd \"$PWD\" && \
                  exec \"$1\" --db vakt.db --key-fd 3 --format json call add 'hamar j9' 3<key";
    let run = in_own_namespace(&home, script);
    assert_eq!((run.code, run.out.as_str(), &error_of(&run)["code"]), (1, "", &Value::from("read_only")));
}

#[test]
fn disk_full() {
    if !need_working("unshare", &["-rm", "true"], "a full disk is told and loses nothing") {
        return;
    }
    for room in ["-40000", "+0"] {
        disk_with(room);
    }
}

/// A disk whose last free bytes were given back as told.
fn disk_with(room: &str) {
    let home = Home::with_places();
    let script = "mkdir small && mount -t tmpfs -o size=1024k,mode=700 tmpfs small && \
                  cp -p vakt.db vakt.db.keys small/ && \
                  (cat /dev/zero > small/fill 2>/dev/null; truncate -s ROOM small/fill) && \
                  exec \"$1\" --db small/vakt.db --key-fd 3 --format json call add 'hamar j9' 3<key";
    let run = in_own_namespace(&home, &script.replace("ROOM", room));
    assert_eq!(
        (run.code, run.out.as_str(), &error_of(&run)["code"]),
        (1, "", &Value::from("disk_full")),
        "{room}"
    );
}

#[test]
fn busy() {
    if !need("perl", "someone who never stops writing is told as busy") {
        return;
    }
    let home = Home::with_places();
    // A second process keeps the files of the open database alive.
    let mut other = home.conversation();
    other.say("call list");
    // SQLite's lock for the one writer: byte 120 of the shared-memory file.
    let script = "open(F, '+<', $ARGV[0]) or die; my $lock = pack('s s x![l!] l! l! i x![l!]', 1, 0, 120, 1, 0); \
                  fcntl(F, 6, $lock) or die; $| = 1; print \"locked\\n\"; <STDIN>";
    let mut holder = Command::new("perl")
        .args(["-e", script, home.path("vakt.db-shm").to_str().unwrap()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut locked = [0; 7];
    std::io::Read::read_exact(holder.stdout.as_mut().unwrap(), &mut locked).unwrap();
    let run = home.run(&["call", "add", "hamar j9", "--format", "json"]);
    drop(holder.stdin.take());
    holder.wait().unwrap();
    assert_eq!((run.code, run.out.as_str(), &error_of(&run)["code"]), (1, "", &Value::from("busy")));
    assert_eq!(other.say("call list"), serde_json::json!({"calls": []}));
    assert_eq!(other.end(), 0);
}
