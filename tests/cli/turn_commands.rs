//! What a call turns into, by command: siblings apart, staying open, remarks.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::program::{Home, fields, now};

/// The sentence and the code of a refusal.
fn refused(home: &Home, arguments: &[&str]) -> (String, String) {
    let run = home.run(&[arguments, &["--format", "json"]].concat());
    assert!(run.code != 0 && run.out.is_empty(), "{arguments:?}");
    let object: Value = serde_json::from_str(&run.err).unwrap();
    let text = |field: &str| object["error"][field].as_str().unwrap().to_owned();
    (text("code"), text("message"))
}

#[test]
fn siblings_are_split_with_who_said_so_when_and_why() {
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker bvv j9+g6 sammen 4-2 bh -10m"]);
    let split = ["call", "split", "1", "--by", "Anne Ås, vakta", "--reason", "nær skolen"];
    let out = home.done(&[&split[..], &["--format", "json"]].concat());
    assert_eq!(fields(&out), ["ok", "call"]);
    let offered = home.json(&["offer", "1", "2", "--reason", "nær"]);
    assert_eq!(offered["ok"], true);
    let (code, said) = refused(&home, &split);
    assert_eq!(code, "stale");
    assert!(said.contains("hver for seg"), "{said}");
    // Each has a home of its own now.
    assert_eq!(home.json(&["offer", "1", "3", "--reason", "nær"])["ok"], true);
    let journal = home.done(&["export", "journal"]);
    assert!(
        journal.contains(",split,") && !journal.contains("Anne") && !journal.contains("skole"),
        "{journal}"
    );
}

#[test]
fn a_split_without_name_or_reason_is_refused_and_says_which() {
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker bvv j9+g6 sammen 4-2 bh -10m"]);
    home.done(&["call", "add", "hamar bvv j9 4-2 bh -10m"]);
    let run = home.run(&["call", "split", "1", "--by", "Anne"]);
    assert_eq!(run.code, 2, "{}", run.err);
    for (arguments, code, said) in [
        (&["call", "split", "1", "--by", " ", "--reason", "nær skolen"][..], "bad_value", "Navnet mangler"),
        (&["call", "split", "1", "--by", "Anne", "--reason", " "], "bad_value", "Grunnen mangler"),
        (&["call", "split", "2", "--by", "Anne", "--reason", "nær"], "stale", "gjelder ikke søsken"),
        (&["call", "split", "9", "--by", "Anne", "--reason", "nær"], "unknown_call", "9"),
        (
            &["call", "split", "1", "--by", "Anne", "--reason", "nær", "--at", "1926-11-21 02:00"],
            "bad_time",
            "",
        ),
    ] {
        let (told, message) = refused(&home, arguments);
        assert_eq!(told, code, "{arguments:?}: {message}");
        assert!(message.contains(said), "{message}");
    }
    let shown = home.json(&["call", "show", "1"]);
    let timeline = shown["timeline"].as_array().unwrap();
    assert!(timeline.iter().all(|line| line["act"] != "split"), "nothing was written");
}

#[test]
fn a_request_stays_open_after_a_placement_until_it_does_not() {
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker bvv j9 4-2 bh -10m"]);
    let (code, said) = refused(&home, &["call", "stay-open", "1"]);
    assert_eq!((code.as_str(), said.contains("har plass ennå")), ("stale", true), "{said}");
    home.done(&["offer", "1", "1", "--reason", "nær"]);
    home.done(&["answer", "1", "accepted"]);
    let out = home.done(&["call", "stay-open", "1", "--format", "json"]);
    assert_eq!(fields(&out), ["ok", "call", "stays_open", "closes_call"]);
    assert_eq!(serde_json::from_str::<Value>(&out).unwrap()["stays_open"], true);
    assert_eq!(refused(&home, &["call", "stay-open", "1"]).0, "stale");
    let off = home.json(&["call", "stay-open", "1", "--off"]);
    assert_eq!((&off["stays_open"], &off["closes_call"]), (&json!(false), &json!(false)), "not there yet");
}

#[test]
fn remarks_are_kept_on_open_and_closed_calls_and_stop_nothing() {
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker bvv j9 4-2 bh -10m"]);
    let out =
        home.done(&["call", "remark", "1", "--disagreement", "-- ønsket institusjon", "--format", "json"]);
    assert_eq!(fields(&out), ["ok", "call"]);
    assert_eq!(home.json(&["offer", "1", "1", "--reason", "nær"])["ok"], true, "it stops nothing");
    home.done(&["answer", "1", "withdrawn"]);
    home.done(&["call", "close", "1", "--reason", "withdrawn"]);
    assert_eq!(home.done(&["call", "remark", "1", "mor ringte igjen"]), "Skrevet ned på 1.\n");
    assert_eq!(refused(&home, &["call", "remark", "1", " "]).0, "bad_value");
    assert_eq!(refused(&home, &["call", "remark", "7", "x"]).0, "unknown_call");
}

#[test]
fn batch_takes_them_each_with_its_answer() {
    let home = Home::with_places();
    let lately = (now() - TimeDelta::minutes(3)).format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let answers = home.batch(&[
        "call add 'ringsaker bvv j9+g6 sammen 4-2 bh -10m'",
        &format!("call split 1 --by 'Anne Ås' --reason 'nær skolen' --at {lately}"),
        "call remark 1 'politi følger'",
        "call stay-open 1",
    ]);
    let codes: Vec<_> = answers.iter().map(|answer| answer["error"]["code"].clone()).collect();
    assert_eq!(codes, [Value::Null, Value::Null, Value::Null, json!("stale")], "{answers:?}");
}
