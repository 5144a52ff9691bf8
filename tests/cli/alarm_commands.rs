//! What sounds, by command: listed in three forms, and silenced for all.

use serde_json::{Value, json};

use crate::program::{ADVISER, Home, fields};

const SECOND: &str = "Per S.";

/// A late call, a protected one with half an hour left, and one that is calm.
fn evening() -> Home {
    let home = Home::empty();
    home.done(&["call", "add", "ringsaker bvv j9 4-2 bh -100m"]);
    home.done(&["call", "add", "hamar bvt g8 4-2 bh kode6 -130m"]);
    home.done(&["call", "add", "gjøvik bvt g7 4-2 bh"]);
    home
}

fn listed(home: &Home) -> Vec<Value> {
    home.json(&["alarm", "list"])["alarms"].as_array().unwrap().clone()
}

#[test]
fn what_sounds_is_listed_the_most_urgent_first_and_of_a_protected_address_only_the_number() {
    let home = evening();
    let alarms = listed(&home);
    assert_eq!(fields(&alarms[0].to_string()).len(), 5);
    let of = |at: usize| {
        (alarms[at]["alarm"].clone(), alarms[at]["call"].clone(), alarms[at]["municipality"].clone())
    };
    assert_eq!(of(0), (json!("overdue"), json!(2), Value::Null));
    assert_eq!(of(1), (json!("half_hour"), json!(1), json!("3411")));
    assert_eq!(alarms.len(), 2);
    let shown = home.json(&["call", "show", "1"]);
    assert_eq!(alarms[1]["about"], shown["deadline"], "what is told is the deadline");
    assert!(alarms[1]["since"].as_str().unwrap() > "2026");

    let csv = home.done(&["alarm", "list", "--format", "csv"]);
    let mut lines = csv.lines();
    assert_eq!(lines.next(), Some("alarm,call,municipality,about,since"));
    assert!(lines.next().unwrap().starts_with("overdue,2,,20"), "{csv}");
    assert!(lines.next().unwrap().starts_with("half_hour,1,3411,20"), "{csv}");

    let text = home.done(&["alarm", "list"]);
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[0].starts_with("2 gikk over fristen ") && lines[0].ends_with(" uten tilbud"), "{text}");
    assert!(lines[1].starts_with("1 Ringsaker nærmer seg fristen "), "{text}");
    assert!(!text.contains("Hamar") && !csv.contains("3403"), "{text}{csv}");
}

#[test]
fn silencing_is_for_all_of_them_or_those_of_one_call_and_is_journalled_once() {
    let home = evening();
    assert_eq!(home.json(&["alarm", "silence", "1"]), json!({"ok": true, "silenced": 1}));
    let left: Vec<Value> = listed(&home).iter().map(|alarm| alarm["call"].clone()).collect();
    assert_eq!(left, [2]);
    assert_eq!(home.done(&["alarm", "silence"]), "Alarmen er dempet for alle.\n");
    assert_eq!((listed(&home), home.done(&["alarm", "list"])), (vec![], "Ingen alarm lyder.\n".to_owned()));
    let head = home.journal_head();
    assert_eq!(home.done(&["alarm", "silence"]), "Ingen alarm lyder.\n");
    assert_eq!(home.json(&["alarm", "silence", "3"]), json!({"ok": true, "silenced": 0}));
    assert_eq!(home.journal_head(), head, "nothing was silenced, so nothing is written");
    home.refused(&["alarm", "silence", "9"], "unknown_call", 1);
    home.done(&["call", "close", "1", "--reason", "withdrawn"]);
    home.refused(&["alarm", "silence", "1"], "closed", 1);
    home.refused(&["alarm", "silence", "alle"], "usage", 2);
    let journal = home.json(&["export", "journal"])["journal"].clone();
    let kinds: Vec<&Value> =
        journal.as_array().unwrap().iter().filter(|line| line["act"] == "silence").collect();
    let silenced: Vec<&Value> =
        kinds.iter().filter(|line| line["field"] == "kind").map(|line| &line["new"]).collect();
    assert_eq!(silenced, [&json!("half_hour"), &json!("overdue")]);
    assert_eq!(home.run(&["check"]).code, 0);
}

#[test]
fn in_batch_a_silence_that_is_sent_twice_is_done_once() {
    let home = evening();
    let line = "id=018f3a00-0000-7000-8000-000000000001 alarm silence 2";
    let answers = home.batch(&[
        line,
        line,
        "alarm list",
        "call close 2 --reason withdrawn",
        line,
        "alarm silence 2",
        "alarm silence",
    ]);
    assert_eq!(answers[0], json!({"ok": true, "silenced": 1}));
    assert_eq!(answers[1], answers[0]);
    assert_eq!(answers[2]["alarms"].as_array().unwrap().len(), 1);
    assert_eq!(answers[4], answers[0], "also when the call is closed by then");
    assert_eq!(answers[5]["error"]["code"], "closed");
    assert_eq!(answers[6], json!({"ok": true, "silenced": 1}));
}

#[test]
fn a_new_call_sounds_for_everyone_but_the_one_who_entered_it() {
    let home = Home::empty();
    home.write("second", "et ganske annet passord\n");
    assert_eq!(home.add_adviser(SECOND, "second", &[]).code, 0);
    home.as_adviser(SECOND, "second", &["call", "add", "hamar bvt drøft g12"]);
    assert_eq!(home.as_adviser(SECOND, "second", &["alarm", "list"]), "Ingen alarm lyder.\n");
    let told = home.as_adviser(ADVISER, "key", &["alarm", "list"]);
    assert!(told.starts_with("1 Hamar er ny, skrevet inn av Per S. "), "{told}");
    // Silenced by the one it sounds for, it is silent for all.
    home.as_adviser(ADVISER, "key", &["alarm", "silence"]);
    assert_eq!(home.as_adviser(ADVISER, "key", &["alarm", "list"]), "Ingen alarm lyder.\n");
}
