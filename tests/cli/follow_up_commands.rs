//! Follow-ups, the routine's steps and the clarification meeting by command; the settings they go by.

use akuttvakt::domain::settings::Rules;
use akuttvakt::domain::steps::tasks_after_placement;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::program::{ADVISER, Home, fields, now};

fn moment(value: &Value) -> DateTime<Utc> {
    value.as_str().unwrap().parse().unwrap()
}

/// The rules of the database.
fn rules(home: &Home) -> Rules {
    home.store().board(now()).unwrap().rules
}

/// A girl from Ringsaker with a place at Furuly: the steps of the first working day are there.
fn placed() -> Home {
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker bvv j9 4-2 bh tlf 00000000"]);
    home.done(&["offer", "1", "1", "--reason", "nær skolen"]);
    home.done(&["answer", "1", "accepted"]);
    home
}

fn listed(home: &Home, arguments: &[&str]) -> Vec<Value> {
    let answer = home.json(&[&["followup", "list"], arguments].concat());
    answer["follow_ups"].as_array().unwrap().clone()
}

fn steps(home: &Home) -> Vec<Value> {
    home.json(&["step", "list", "1"])["steps"].as_array().unwrap().clone()
}

fn step(home: &Home, key: &str) -> Value {
    steps(home).into_iter().find(|row| row["step"] == key).unwrap()
}

/// The number of the follow-up of a step.
fn task(home: &Home, key: &str) -> String {
    let all = listed(home, &["--all"]);
    all.iter().find(|row| row["step"] == key).unwrap()["follow_up"].to_string()
}

#[test]
fn the_list_says_what_is_due_when_and_whose_it_is() {
    let home = placed();
    let out = home.done(&["followup", "list", "--all", "--format", "json"]);
    let inner = out.split_once('[').unwrap().1;
    assert_eq!(
        fields(&inner[..=inner.find('}').unwrap()]),
        [
            "follow_up",
            "section",
            "kind",
            "call",
            "step",
            "item",
            "offer",
            "place",
            "enquiry",
            "paper",
            "child",
            "due_at",
            "late_from",
            "owner",
            "by",
            "moved"
        ]
    );
    let all = listed(&home, &["--all"]);
    let of_steps: Vec<(String, DateTime<Utc>)> = all
        .iter()
        .filter(|row| row["kind"] == "step")
        .map(|row| (row["step"].as_str().unwrap().to_owned(), moment(&row["due_at"])))
        .collect();
    let expected: Vec<(String, DateTime<Utc>)> = tasks_after_placement(now(), &rules(&home))
        .into_iter()
        .map(|(step, due)| (step.code().to_owned(), due))
        .collect();
    assert_eq!(of_steps, expected);
    for row in all.iter().filter(|row| row["kind"] == "step") {
        assert_eq!(
            (&row["owner"], &row["by"], &row["moved"]),
            (&json!("department"), &json!(ADVISER), &json!(false))
        );
        assert!(moment(&row["late_from"]) > moment(&row["due_at"]), "late when the offices close: {row}");
    }
    // The measure was not asked yet; that is the adviser's and due at a time.
    let clear = all.iter().find(|row| row["kind"] == "clear_with_measure").unwrap();
    assert_eq!(
        (&clear["owner"], &clear["section"], &clear["offer"]),
        (&json!("adviser"), &json!("shift"), &json!(1))
    );
    assert!(
        listed(&home, &["--due"]).iter().all(|row| row["section"] == "late" || row["section"] == "shift")
    );
    assert_eq!(listed(&home, &["--late"]), Vec::<Value>::new());
    let table = home.done(&["followup", "list", "--all", "--format", "csv"]);
    assert!(
        table.starts_with(
            "follow_up,section,kind,call,step,item,offer,place,enquiry,paper,child,due_at,late_from,owner,by,moved\n"
        )
    );
    assert_eq!(table.lines().count(), all.len() + 1);
    let text = home.done(&["followup", "list", "--all"]);
    assert!(text.contains(&format!("1 Ringsaker · avklar med Furuly · {ADVISER}")), "{text}");
    assert!(text.contains("1 Ringsaker · registrere i BIRK · avd. for Ringsaker"), "{text}");
    assert!(
        !text.contains("nær skolen") && !text.contains("00000000") && !text.contains("00 00 00 00"),
        "{text}"
    );
    assert_eq!(home.done(&["followup", "list", "--late"]), "Ingenting å følge opp.\n");
}

#[test]
fn the_list_of_one_call_and_of_a_protected_one() {
    let home = placed();
    home.done(&["call", "add", "gjøvik bvt g4 4-2 bh kode6"]);
    home.done(&["setting", "set", "department.3407", "avd. Oppland"]);
    home.done(&["call", "back", "2", "--at", "+30"]);
    assert!(listed(&home, &["--all", "--call", "2"]).iter().all(|row| row["call"] == 2));
    home.done(&["offer", "2", "3", "--reason", "nær"]);
    home.done(&["answer", "2", "accepted"]);
    let text = home.done(&["followup", "list", "--all", "--call", "2"]);
    assert!(text.contains("2 skjermet · ring skjermet tilbake"), "{text}");
    assert!(text.contains("registrere i BIRK · inntaksavdelingen"), "{text}");
    assert!(!text.contains("Gjøvik") && !text.contains("Oppland"), "{text}");
    let error = home.refused(&["followup", "list", "--call", "7"], "unknown_call", 1);
    assert_eq!(error["message"], "Det finnes ingen henvendelse 7.");
}

#[test]
fn a_follow_up_is_moved_given_done_and_dropped() {
    let home = placed();
    home.write("hennes", "noe helt annet\n");
    assert_eq!(home.add_adviser("Per S.", "hennes", &[]).code, 0);
    let as_kari = |arguments: &[&str]| home.as_adviser(ADVISER, "key", arguments);
    let birk = {
        let all: Value =
            serde_json::from_str(&as_kari(&["followup", "list", "--all", "--format", "json"])).unwrap();
        let all = all["follow_ups"].as_array().unwrap().clone();
        all.iter().find(|row| row["step"] == "birk").unwrap()["follow_up"].to_string()
    };
    let at = (now() + TimeDelta::days(3)).format("%Y-%m-%dT%H:%MZ").to_string();
    let moved = as_kari(&["followup", "move", &birk, &at, "--reason", "BIRK er nede", "--format", "json"]);
    let moved: Value = serde_json::from_str(&moved).unwrap();
    assert_eq!((&moved["ok"], moved["follow_up"].to_string()), (&json!(true), birk.clone()));
    assert_eq!(moment(&moved["due_at"]).format("%Y-%m-%dT%H:%MZ").to_string(), at);
    let given = as_kari(&["followup", "assign", &birk, "--to", "Per S.", "--format", "json"]);
    assert_eq!(given, format!("{{\"ok\":true,\"follow_up\":{birk},\"owner\":\"adviser\"}}\n"));
    let text = as_kari(&["followup", "list", "--all"]);
    assert!(
        text.lines().any(|line| line.starts_with(&format!("{birk} · ")) && line.ends_with("· Per S.")),
        "{text}"
    );
    assert!(!text.contains("BIRK er nede"), "why is told in words: {text}");
    assert_eq!(
        as_kari(&["followup", "assign", &birk, "--department"]),
        "Oppfølgingen er gitt til inntaksavdelingen.\n"
    );
    assert_eq!(as_kari(&["followup", "done", &birk]), "Oppfølgingen er avsluttet.\n");
}

#[test]
fn a_task_that_ends_settles_its_step_and_a_step_its_task() {
    let home = placed();
    home.done(&["followup", "done", &task(&home, "birk")]);
    assert_eq!(step(&home, "birk")["state"], "done");
    home.done(&["followup", "drop", &task(&home, "commitment")]);
    assert_eq!(step(&home, "commitment")["state"], "not_relevant");
    home.done(&["undo"]);
    assert_eq!(step(&home, "commitment")["state"], "open");
    let out = home.json(&["step", "done", "1", "contact_measure", "--note", "-eget rom"]);
    assert_eq!(out, json!({"ok": true, "call": 1, "step": "contact_measure", "state": "done"}));
    assert_eq!(step(&home, "contact_measure")["note"], "-eget rom");
    assert_eq!(home.done(&["step", "skip", "1", "13"]), "1: søknad på vanlig måte er ikke aktuelt.\n");
    home.done(&["step", "done", "1", "12"]);
    assert!(listed(&home, &["--all"]).iter().all(|row| row["step"] != "clarification_meeting"));
}

#[test]
fn the_steps_are_those_of_the_calls_routine() {
    let home = placed();
    let answer = home.json(&["step", "list", "1"]);
    assert_eq!((&answer["call"], &answer["routine"]), (&json!(1), &json!("ost-1")));
    let all = steps(&home);
    assert!(all.len() == 13, "one of clearing and telling belongs to the other hours: {}", all.len());
    for (key, state) in [
        ("received", "done"),
        ("allocate", "done"),
        ("database", "others"),
        ("birk", "open"),
        ("notify_nit", "waits"),
    ] {
        assert_eq!(step(&home, key)["state"], state, "{key}");
    }
    assert!(all.iter().filter(|row| row["scope"] == "others").all(|row| row["late"] == false));
    assert_eq!(step(&home, "notify_nit")["waits_for"], "clarification_meeting");
    let text = home.done(&["step", "list", "1"]);
    assert!(
        text.starts_with("Henvendelse 1: stegene i rutinen ost-1.\n1 ta imot henvisningen (received) · ✓ "),
        "{text}"
    );
    assert!(!text.contains("Til orientering"), "neither decided nor carried out: {text}");
    let table = home.done(&["step", "list", "1", "--format", "csv"]);
    assert!(
        table.starts_with(
            "number,step,text,scope,responsible,state,at,due_at,late,owner,follow_up\n1,received,"
        )
    );
    home.done(&[
        "call",
        "edit",
        "1",
        "vedtak",
        "--decided-at",
        &now().format("%Y-%m-%dT%H:%M:%SZ").to_string(),
    ]);
    let text = home.done(&["step", "list", "1"]);
    assert!(
        text.contains("Til orientering, kommunens og nemndas frister: begjæring til nemnda innen seks uker"),
        "{text}"
    );
}

#[test]
fn the_meeting_moves_the_commitment_to_the_working_day_after_it() {
    let home = placed();
    // A Wednesday, far enough from every holiday of the year.
    let day = (now() + TimeDelta::days(7))
        .date_naive()
        .iter_days()
        .take(30)
        .find(|day| is_quiet_wednesday(*day))
        .unwrap();
    let set = home.json(&["meeting", "set", "1", &format!("{day} 10:00")]);
    assert_eq!(fields(&set.to_string()).len(), 4, "{set}");
    let next = moment(&set["commitment_due_at"]).with_timezone(&chrono_tz::Europe::Oslo);
    assert_eq!(
        (next.date_naive(), next.format("%H:%M").to_string()),
        (day.succ_opt().unwrap(), "08:00".to_owned())
    );
    assert_eq!(step(&home, "clarification_meeting")["state"], "done");
    assert_eq!(moment(&step(&home, "commitment")["due_at"]), next.to_utc());
}

fn is_quiet_wednesday(day: NaiveDate) -> bool {
    use akuttvakt::domain::working_days::is_working_day;
    day.format("%u").to_string() == "3"
        && is_working_day(day, &[])
        && is_working_day(day.succ_opt().unwrap(), &[])
}

#[test]
fn the_routine_forbids_with_a_sentence() {
    let home = placed();
    home.done(&["call", "add", "hamar bvt drøft j9"]);
    let birk = task(&home, "birk");
    home.done(&["followup", "done", &birk]);
    let open = task(&home, "commitment");
    let open = open.as_str();
    let past = "2020-01-01 10:00";
    let far = "2035-01-01 10:00";
    for (arguments, code, exit) in [
        (&["followup", "done", birk.as_str()][..], "stale", 1),
        (&["followup", "move", birk.as_str(), "+30", "--reason", "x"], "stale", 1),
        (&["followup", "assign", birk.as_str(), "--department"], "stale", 1),
        (&["followup", "done", "99"], "bad_value", 1),
        (&["followup", "drop", "99"], "bad_value", 1),
        (&["followup", "assign", open, "--to", "Ola"], "unknown_adviser", 1),
        (&["followup", "move", open, "snart", "--reason", "x"], "bad_time", 2),
        (&["followup", "move", open, past, "--reason", "x"], "bad_time", 2),
        (&["followup", "move", open, far, "--reason", "x"], "bad_time", 2),
        (&["followup", "move", open, "+30", "--reason", " "], "bad_value", 1),
        (&["followup", "move", open, "+30"], "usage", 2),
        (&["followup", "assign", open], "usage", 2),
        (&["followup", "assign", open, "--to", "Ola", "--department"], "usage", 2),
        (&["followup", "list", "--late", "--all"], "usage", 2),
        (&["step", "done", "1", "birk"], "stale", 1),
        (&["step", "done", "1", "arrival"], "stale", 1),
        (&["step", "skip", "1", "database"], "stale", 1),
        (&["step", "done", "2", "birk"], "stale", 1),
        (&["step", "list", "2"], "stale", 1),
        (&["step", "done", "1", "15"], "bad_value", 1),
        (&["step", "done", "1", "nei"], "bad_value", 1),
        (&["step", "done", "7", "birk"], "unknown_call", 1),
        (&["step", "list", "7"], "unknown_call", 1),
        (&["meeting", "set", "2", "+30"], "stale", 1),
        (&["meeting", "set", "7", "+30"], "unknown_call", 1),
        (&["meeting", "set", "1", past], "bad_time", 2),
        (&["meeting", "set", "1", far], "bad_time", 2),
        (&["meeting", "set", "1", "snart"], "bad_time", 2),
        (&["meeting", "set", "1"], "usage", 2),
    ] {
        let error = home.refused(arguments, code, exit);
        assert!(error["message"].as_str().is_some_and(|said| said.len() > 10), "{arguments:?}: {error}");
    }
    let long = "å".repeat(501);
    home.refused(&["step", "done", "1", "13", "--note", &long], "bad_value", 1);
    home.refused(&["followup", "move", open, "+30", "--reason", &long], "bad_value", 1);
}

#[test]
fn batch_takes_them_and_one_that_is_sent_twice_is_done_once() {
    let home = placed();
    let birk = task(&home, "birk");
    let id = "id=7f5b3c1e-0000-4000-8000-00000000000d";
    let lines = [
        format!("{id} followup done {birk}"),
        format!("{id} followup done {birk}"),
        "step skip 1 onward --note 'bor hjemme igjen'".to_owned(),
        "followup list --all".to_owned(),
        "step list 1".to_owned(),
        "meeting set 1 +120".to_owned(),
        "undo".to_owned(),
    ];
    let answers = home.batch(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0]["ok"], true);
    assert_eq!(answers[2]["state"], "not_relevant");
    assert!(answers[3]["follow_ups"].as_array().unwrap().iter().all(|row| row["step"] != "birk"));
    assert_eq!(answers[4]["steps"].as_array().unwrap().len(), 13);
    assert_eq!(answers[5]["call"], 1);
    assert_eq!(answers[6]["undone"], "step", "a meeting is not taken back, the step before it is");
}

#[test]
fn departments_and_closed_days_are_settings() {
    let home = placed();
    assert_eq!(
        home.done(&["setting", "set", "department.3411", "avd. Hedmark"]),
        "department.3411 er avd. Hedmark.\n"
    );
    assert!(home.done(&["followup", "list", "--all"]).contains("registrere i BIRK · avd. Hedmark\n"));
    assert_eq!(home.done(&["setting", "get", "department.3411"]), "department.3411 = avd. Hedmark\n");
    home.done(&["setting", "set", "department.3411", ""]);
    assert!(home.done(&["followup", "list", "--all"]).contains("avd. for Ringsaker"));
    home.done(&["setting", "set", "office.closed_days", "2026-12-31 2026-12-24"]);
    assert_eq!(
        home.done(&["setting", "get", "office.closed_days"]),
        "office.closed_days = 2026-12-24 2026-12-31\n"
    );
    for (key, value) in [
        ("office.closed_days", "julaften"),
        ("office.closed_days", "2026-12-24, 2026-12-31"),
        ("department.99", "avd. Nord"),
        ("department.3411", "x".repeat(61).as_str()),
    ] {
        home.refused(&["setting", "set", key, value], "bad_value", 1);
    }
    // A closed day is no working day: what an accepted offer makes is due after it.
    let due =
        tasks_after_placement(now(), &rules(&home))[0].1.with_timezone(&chrono_tz::Europe::Oslo).date_naive();
    home.done(&["setting", "set", "office.closed_days", &due.to_string()]);
    home.done(&["call", "add", "gjøvik bvt g4 4-2 bh"]);
    home.done(&["offer", "2", "3", "--reason", "nær"]);
    home.done(&["answer", "2", "accepted"]);
    let later = listed(&home, &["--all", "--call", "2"]);
    let birk = later.iter().find(|row| row["step"] == "birk").unwrap();
    assert!(moment(&birk["due_at"]).with_timezone(&chrono_tz::Europe::Oslo).date_naive() > due, "{birk}");
}
