//! A call after it is registered: corrected, referred, linked, revealed, rung back and closed by command.

use akuttvakt::domain::unit_facts::UnitFact;
use chrono::{DateTime, Datelike, SecondsFormat, TimeDelta, Utc};
use chrono_tz::Europe::Oslo;
use serde_json::{Value, json};

use crate::program::{Home, fields, now};

fn moment(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap().parse().unwrap()
}

/// How long after `earlier` a moment is, in whole minutes.
fn minutes_after(value: &Value, earlier: DateTime<Utc>) -> i64 {
    (moment(value) - earlier).num_minutes()
}

/// How many reveals the journal tells of.
fn reveals(home: &Home) -> usize {
    let journal = home.json(&["export", "journal"])["journal"].clone();
    let lines = journal.as_array().unwrap().iter().filter(|line| line["act"] == "reveal");
    lines.map(|line| line["command_id"].as_str().unwrap()).collect::<std::collections::HashSet<_>>().len()
}

#[test]
fn an_edit_changes_only_what_its_line_tells() {
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker bvv j9 4-2 bh -10m"]);
    let out = home.done(&["call", "edit", "1", "hamar -30m", "--format", "json"]);
    assert_eq!(fields(&out), ["ok", "call", "deadline", "added_children"]);
    let edited: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&edited["call"], &edited["added_children"]), (&json!(1), &json!([])));
    let shown = home.json(&["call", "show", "1"]);
    assert_eq!((&shown["municipality"], &shown["minutes_left"]), (&json!("3403"), &json!(90)));
    assert_eq!(shown["deadline"], edited["deadline"]);
    assert_eq!(shown["children"], json!([{"child": 1, "sex": "girl", "age": "9"}]));
    assert_eq!(home.done(&["call", "edit", "1", "vedtak nå hjemme"]), "1 er rettet.\n");
    let line = home.done(&["call", "list"]);
    assert!(line.starts_with("1 Hamar · jente 9 · § 4-2 · BH · "), "{line}");
}

#[test]
fn an_edit_that_says_what_is_so_already_writes_nothing() {
    let home = Home::empty();
    home.done(&["call", "add", "ringsaker bvv j9 4-2 bh -- mor ringte"]);
    let head = home.journal_head();
    assert_eq!(home.json(&["call", "edit", "1", "bvv j9 4-2 -- mor ringte"])["ok"], true);
    assert_eq!(home.journal_head(), head);
}

#[test]
fn flags_tell_what_the_line_has_no_word_for() {
    let home = Home::empty();
    home.done(&["call", "add", "ringsaker bvv j9 4-2 bh vedtak nå hjemme"]);
    // Wednesday at four minutes past three, some weeks from now.
    let today = now().date_naive();
    let to_wednesday = 2 - i64::from(today.weekday().num_days_from_monday()) + 21;
    let until = (today + TimeDelta::days(to_wednesday)).and_hms_opt(2, 4, 0).unwrap().and_utc();
    let holds_until = until.to_rfc3339_opts(SecondsFormat::Secs, true);
    home.done(&[
        "call",
        "edit",
        "1",
        "--decided-by",
        "police_or_out_of_hours",
        "--decided-at",
        "2026-01-02 03:04",
        "--holds-until",
        &holds_until,
        "--may-be-known",
        "no",
    ]);
    let value = |item: &str| {
        let shown = home.json(&["checklist", "show", "1"]);
        let items = shown["items"].as_array().unwrap();
        items.iter().find(|row| row["item"] == item).unwrap()["value"].clone()
    };
    assert_eq!(value("basis"), "4-2;made;police_or_out_of_hours;2026-01-02T02:04:00Z");
    assert_eq!(value("whereabouts"), format!("home;{holds_until}"));
    assert_eq!(value("protection"), "no");
    let text = home.done(&["checklist", "show", "1"]);
    let spoken = until.with_timezone(&Oslo).format("hjemme, til ons %d.%m %H:%M").to_string();
    for told in [
        "§ 4-2, fattet, av påtale eller barnevernsvakt, fre 02.01 03:04",
        spoken.as_str(),
        "plassen må ikke bli kjent",
    ] {
        assert!(text.contains(told), "{told} in {text}");
    }
    home.done(&["call", "edit", "1", "--may-be-known", "unclear"]);
    assert_eq!(value("protection"), Value::Null);
}

#[test]
fn children_are_corrected_added_named_and_removed() {
    let home = Home::empty();
    home.done(&["call", "add", "ringsaker bvv jx 4-2 bh"]);
    assert_eq!(home.json(&["call", "edit", "1", "j9+g3"])["added_children"], json!([2]));
    home.done(&["call", "edit", "1", "g4", "--child", "2", "--name", "Ola", "--national-id", "010122"]);
    let children = |home: &Home| home.json(&["call", "show", "1"])["children"].clone();
    assert_eq!(
        children(&home),
        json!([{"child": 1, "sex": "girl", "age": "9"}, {"child": 2, "sex": "boy", "age": "4"}])
    );
    let named = |home: &Home| home.json(&["call", "reveal", "1"])["children"].clone();
    assert_eq!(
        named(&home),
        json!([
            {"child": 1, "name": null, "national_id": null},
            {"child": 2, "name": "Ola", "national_id": "010122"}
        ])
    );
    home.done(&["call", "edit", "1", "--child", "2", "--national-id", ""]);
    assert_eq!(named(&home)[1], json!({"child": 2, "name": "Ola", "national_id": null}));
    home.done(&["call", "edit", "1", "--remove-child", "1"]);
    assert_eq!(children(&home), json!([{"child": 2, "sex": "boy", "age": "4"}]));
    // One child is left, so it need not be named.
    home.done(&["call", "edit", "1", "--name", "Ola N."]);
    assert_eq!(named(&home)[0]["name"], "Ola N.");
}

#[test]
fn a_consultation_is_referred_and_its_clock_starts() {
    let home = Home::empty();
    home.done(&["call", "add", "hamar bvt drøft j9"]);
    let before = now();
    let out = home.done(&["call", "refer", "1", "--format", "json"]);
    assert_eq!(fields(&out), ["ok", "call", "referral_received_at", "deadline"]);
    let referred: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(minutes_after(&referred["referral_received_at"], before), 0);
    assert_eq!(minutes_after(&referred["deadline"], moment(&referred["referral_received_at"])), 120);
    home.done(&["call", "add", "hamar bvt drøft g4"]);
    let at = (before - TimeDelta::minutes(20)).to_rfc3339();
    let said = home.done(&["call", "refer", "2", "--at", &at]);
    assert!(said.starts_with("2 er henvist, frist "), "{said}");
    let left = home.json(&["call", "show", "2"])["minutes_left"].as_i64().unwrap();
    assert!((99..=100).contains(&left), "{left}");
}

#[test]
fn it_is_promised_to_ring_back() {
    let home = Home::empty();
    home.done(&["call", "add", "hamar bvt j9 4-2"]);
    let at = (now() + TimeDelta::minutes(30)).format("%Y-%m-%dT%H:%M:00Z").to_string();
    let out = home.done(&["call", "back", "1", "--at", &at, "--format", "json"]);
    assert_eq!(fields(&out), ["ok", "call", "follow_up", "due_at"]);
    let promised: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&promised["call"], &promised["due_at"]), (&json!(1), &json!(at)));
    let due = home.json(&["call", "back", "1", "--at", "+30"])["due_at"].clone();
    assert!((29..=30).contains(&minutes_after(&due, now())), "{due}");
    // An hour alone is the next such one: the minute that has passed comes again tomorrow.
    let passed = akuttvakt::domain::local_time::in_norway(now() - TimeDelta::minutes(1));
    let due =
        home.json(&["call", "back", "1", "--at", &passed.format("%H:%M").to_string()])["due_at"].clone();
    // A night may have 23 or 25 hours.
    assert!((22 * 60..=25 * 60).contains(&minutes_after(&due, now())), "{due}");
}

#[test]
fn two_calls_have_the_same_child() {
    let home = Home::empty();
    home.batch(&[
        "call add 'hamar bvt j9 4-2'",
        "call add 'hamar bvv j9 4-2'",
        "call add 'ringsaker bvt j9+g3 4-2'",
    ]);
    let out = home.done(&["call", "link", "2", "1", "--format", "json"]);
    assert_eq!(out, "{\"ok\":true,\"child\":2,\"same_as\":1,\"call\":1}\n");
    let linked = home.json(&["call", "link", "3", "1", "--child", "3"]);
    assert_eq!(linked, json!({"ok": true, "child": 3, "same_as": 1, "call": 1}));
    let said = home.done(&["call", "link", "1", "3", "--other-child", "3"]);
    assert_eq!(said, "Barn 1 er samme barn som 3 i 3.\n");
}

#[test]
fn what_is_hidden_is_journalled_before_it_is_shown() {
    let home = Home::with_places();
    home.done(&["call", "add", "gjøvik bvt kode6 j8 4-2 tlf 12121212"]);
    home.done(&["call", "edit", "1", "--name", "Liv L.", "--national-id", "01010112345"]);
    let out = home.done(&["call", "reveal", "1", "--format", "json"]);
    assert_eq!(fields(&out), ["ok", "call", "children", "callback", "municipality"]);
    let shown: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(shown["children"], json!([{"child": 1, "name": "Liv L.", "national_id": "01010112345"}]));
    assert_eq!((&shown["callback"], &shown["municipality"]), (&json!("12121212"), &json!("3407")));
    let text = home.done(&["call", "reveal", "1"]);
    assert_eq!(
        text,
        "Henvendelse 1. Visningen er loggført.\nBarn 1: Liv L., 01010112345\nRing tilbake: 12121212\nKommune: Gjøvik\n"
    );
    assert_eq!(reveals(&home), 2);
    let journal = home.done(&["export", "journal"]);
    assert!(!journal.contains("Liv") && !journal.contains("12121212"), "{journal}");
}

#[test]
fn a_homes_numbers_are_journalled_before_they_are_shown() {
    let home = Home::with_places();
    let out = home.done(&["place", "reveal", "1", "--format", "json"]);
    let told: Vec<_> = UnitFact::ALL.iter().map(|fact| fact.code()).collect();
    assert_eq!(fields(&out), [&["ok", "place", "unit", "phone", "group_note"], told.as_slice()].concat());
    let shown: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&shown["unit"], &shown["phone"]), (&json!("Furuly"), &json!("00 00 00 00")));
    assert_eq!(
        home.done(&["place", "reveal", "3"]),
        "Plass 3 Solbakken. Visningen er loggført.\nIkke kjent: voksne, egne barn, plasserte barn, hvilke dyr, språk, \
         tro, trapper, rullestol, babyutstyr, skole, kompetanse, tlf natt, om hjemmet.\n"
    );
    assert_eq!(reveals(&home), 2);
}

#[test]
fn a_call_is_closed_with_its_reason() {
    let home = Home::empty();
    home.batch(&["call add 'hamar drøft j9'", "call add 'ringsaker j9 4-2'"]);
    let out = home.done(&["call", "close", "1", "--reason", "consultation_done", "--format", "json"]);
    assert_eq!(out, "{\"ok\":true,\"call\":1}\n");
    let said = home.done(&["call", "close", "2", "--reason", "solved_outside", "--note", "hos bestemor"]);
    assert_eq!(said, "Henvendelse 2 er lukket.\n");
    assert_eq!(home.done(&["call", "list"]), "Ingen henvendelser.\n");
}

#[test]
fn calls_are_found_by_number_and_municipality() {
    let home = Home::empty();
    let mut lines = vec!["call add 'hamar j9 4-2'"; 11];
    lines.extend(["call add 'ringsaker j9 4-2'", "call add 'hamar kode6 g4 4-2'"]);
    lines.push("call close 11 --reason withdrawn");
    home.batch(&lines);
    let found = |arguments: &[&str]| {
        let calls = home.json(&[&["call", "list"], arguments].concat())["calls"].clone();
        calls.as_array().unwrap().iter().map(|call| call["call"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(found(&["--number", "1"]), [1, 10, 12, 13]);
    assert_eq!(found(&["--all", "--number", "1"]), [1, 10, 11, 12, 13]);
    assert_eq!(found(&["--number", "13"]), [13]);
    assert_eq!(found(&["--municipality", "ringsaker"]), [12]);
    assert_eq!(found(&["--municipality", "3411"]), [12]);
    // A protected address is found by its number alone.
    assert_eq!(found(&["--municipality", "Hamar"]), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    assert_eq!(found(&["--municipality", "hamar", "--number", "13"]), [0_i64; 0]);
}

#[test]
fn an_edit_sent_twice_is_done_once() {
    let home = Home::empty();
    home.done(&["call", "add", "ringsaker bvv j9 4-2 bh"]);
    let id = "id=0191e1f2-0000-7000-8000-000000000001";
    let edit = format!("{id} call edit 1 'j9+g3'");
    let answers = home.batch(&[&edit, &edit, "call show 1"]);
    assert_eq!((&answers[0]["added_children"], &answers[0]), (&json!([2]), &answers[1]));
    assert_eq!(answers[2]["children"].as_array().unwrap().len(), 2);
}

#[test]
fn calls_are_found_by_words_and_the_words_are_not_told() {
    let home = Home::with_places();
    home.batch(&[
        "call add 'ringsaker bvv j9 4-2 bh -- går i kor på tirsdager'",
        "call add 'hamar bvt g4 4-2 bh'",
        "call add 'gjøvik bvt kode6 j8 4-2 bh -- går i kor'",
        "checklist answer 2 situation 'synger i kor'",
        "call close 2 --reason withdrawn --note 'kommunen løste det'",
    ]);
    let numbers = |words: &[&str]| {
        let told = home.json(&[&["call", "find"], words].concat());
        told["calls"]
            .as_array()
            .unwrap()
            .iter()
            .map(|call| call["call"].as_i64().unwrap())
            .collect::<Vec<_>>()
    };
    assert_eq!(numbers(&["kor"]), [2, 1], "closed ones too, protected ones not");
    assert_eq!(numbers(&["kor", "tirs"]), [1]);
    assert_eq!(numbers(&["kor kommunen"]), [2]);
    assert_eq!(numbers(&["\"kor\" OR x"]), Vec::<i64>::new());
    assert_eq!(
        home.done(&["call", "find", "finnesikke"]).trim(),
        home.done(&["call", "find", "--", "--"]).trim()
    );
    for form in ["text", "json", "csv"] {
        let told = home.done(&["call", "find", "tirsdager", "--format", form]);
        assert!(told.contains('1') && !told.contains("tirs") && !told.contains("kor"), "{told}");
    }
}
