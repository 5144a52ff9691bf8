//! The demo: the same seed gives the same night, nothing is left behind, and no real database is taken for one.

use std::fs;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::program::{ADVISER, Home, contents, error_of};

const AT: &str = "2026-11-21T02:37";

/// Makes a kept demo; without a terminal the screen itself cannot open.
fn make(home: &Home, name: &str, arguments: &[&str]) -> String {
    let path = home.path(name).to_str().unwrap().to_owned();
    let mut all = vec!["demo", "--db", &path];
    if !arguments.contains(&"--at") {
        all.extend(["--at", AT]);
    }
    all.extend(arguments);
    let run = home.run_detached(&all);
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{run:?}");
    assert!(run.err.contains("Skjermen trenger en terminal"), "{run:?}");
    path
}

fn demo_home() -> Home {
    let home = Home::bare();
    fs::write(home.path("key"), "demo\n").unwrap();
    home
}

fn told(home: &Home, path: &str, arguments: &[&str]) -> String {
    let mut all = vec!["--db", path, "--as", "Kari N.", "--key-fd", "3"];
    all.extend(arguments);
    let run = home.run_bare(&all);
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{run:?}");
    run.out
}

#[test]
fn the_same_seed_gives_the_same_content() {
    let home = demo_home();
    let one = make(&home, "one.db", &["--seed", "7"]);
    let same = make(&home, "same.db", &["--seed", "7"]);
    let other = make(&home, "other.db", &["--seed", "8"]);
    for export in ["places", "calls"] {
        let first = told(&home, &one, &["export", export]);
        assert_eq!(told(&home, &same, &["export", export]), first, "{export}");
        assert_ne!(told(&home, &other, &["export", export]), first, "{export}");
    }
    assert_eq!(told(&home, &one, &["check"]), "Alt er i orden: fil, logg og plasser.\n");
}

#[test]
fn there_is_someone_to_phone_on_every_rung_that_is_phoned() {
    let home = demo_home();
    let path = make(&home, "demo.db", &[]);
    let told: Value =
        serde_json::from_str(&told(&home, &path, &["contact", "list", "--format", "json"])).unwrap();
    let contacts = told["contacts"].as_array().unwrap();
    let of = |kind: &str| contacts.iter().filter(|contact| contact["kind"] == kind).count();
    let kinds = ["leader_on_duty", "logistics", "home_consultant", "police", "psychiatric", "provider"];
    assert!(kinds.into_iter().all(|kind| of(kind) == 1), "{contacts:?}");
    assert_eq!(of("region_duty"), 4, "every other region");
    assert!(contacts.iter().all(|contact| contact["phone"] == "00 00 00 00"), "nobody is rung by mistake");
}

#[test]
fn there_are_197_places_in_mixed_states_and_a_nights_calls() {
    let home = demo_home();
    let path = make(&home, "demo.db", &[]);
    let places: Value = serde_json::from_str(&told(&home, &path, &["places", "--format", "json"])).unwrap();
    let places = places["places"].as_array().unwrap();
    assert_eq!(places.len(), 197);
    let count = |state: &str| places.iter().filter(|place| place["state"] == state).count();
    assert_eq!(count("occupied"), 164);
    assert!(count("free") >= 21 && count("intake_stop") >= 1 && count("offered") == 2, "{}", count("free"));
    let calls = told(&home, &path, &["call", "list"]);
    assert_eq!(calls.lines().count(), 8, "{calls}");
    let all = told(&home, &path, &["export", "calls"]);
    assert!(all.lines().count() > 100);
    // `--at`: the last referral was ten minutes before.
    assert!(all.contains(",2026-11-21T01:27:00Z,"), "the clock began at {AT}");
}

/// At noon of a working day too, when a shift of the night would have been forgotten long ago.
#[test]
fn at_any_time_she_and_a_colleague_are_on_and_a_handover_waits_for_her() {
    for at in [AT, "2026-11-24T12:40", "2026-11-24T15:20", "2026-10-25T04:10", "2027-03-26T11:00"] {
        let home = demo_home();
        let path = make(&home, "demo.db", &["--at", at]);
        let data = |arguments: &[&str]| -> Value {
            serde_json::from_str(&told(&home, &path, &[arguments, &["--format", "json"]].concat())).unwrap()
        };
        let shifts = data(&["shift", "list"]);
        let on: Vec<&str> = shifts["shifts"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|shift| shift["ended_at"].is_null())
            .map(|shift| shift["by"].as_str().unwrap())
            .collect();
        assert!(on.len() == 2 && on.contains(&"Kari N.") && on.contains(&"Per S."), "{at}: {shifts}");
        let handovers = data(&["handover", "list"]);
        let waiting: Vec<&Value> = handovers["handovers"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|handover| handover["received_at"].is_null())
            .collect();
        let [waiting] = waiting[..] else { panic!("{at}: {handovers}") };
        assert_eq!((&waiting["giver"], &waiting["receiver"]), (&"Ida B.".into(), &"Kari N.".into()), "{at}");
        assert!(waiting["points"].as_u64().unwrap() > 8, "{at}: {waiting}");
        assert_eq!(told(&home, &path, &["check"]), "Alt er i orden: fil, logg og plasser.\n", "{at}");
    }
}

#[test]
fn places_and_calls_can_be_scaled_and_a_kept_demo_is_opened_again() {
    let home = demo_home();
    let path = make(&home, "small.db", &["--places", "40", "--calls", "12"]);
    assert_eq!(told(&home, &path, &["places"]).lines().count(), 40);
    let calls = told(&home, &path, &["call", "list"]);
    assert_eq!(calls.lines().count(), 12);
    // Another time with other wishes: it is there already, and stays as it is.
    make(&home, "small.db", &["--places", "10", "--seed", "5"]);
    assert_eq!(told(&home, &path, &["places"]).lines().count(), 40);
}

#[test]
fn a_demo_is_made_quickly_and_leaves_nothing_behind() {
    let home = demo_home();
    let began = Instant::now();
    let run = home.run_detached(&["demo"]);
    let took = began.elapsed();
    assert_eq!(run.code, 1, "{run:?}");
    assert!(took < Duration::from_secs(10), "{took:?}, unoptimised and with others at work");
    let left: Vec<_> = contents(home.folder.path()).into_iter().map(|(path, _)| path).collect();
    assert_eq!(left, [home.path("key")]);
}

#[test]
fn a_real_database_is_not_taken_for_a_demo() {
    let home = Home::with_places();
    let before = contents(home.folder.path());
    let run = home.run_detached(&["demo", "--db", home.db.to_str().unwrap(), "--format", "json"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    // By the same adviser's name: the demo's passphrase opens nothing else.
    assert_eq!(error_of(&run)["code"], "wrong_key_or_damaged", "{ADVISER}");
    assert_eq!(contents(home.folder.path()), before);
}

#[test]
fn a_moment_that_is_none_is_refused() {
    let home = demo_home();
    for at in ["i går", "2027-03-28T02:30", "25:00"] {
        let run = home.run_detached(&["demo", "--at", at, "--format", "json"]);
        assert_eq!((run.code, run.out.as_str()), (2, ""));
        assert_eq!(error_of(&run)["code"], "bad_time");
    }
    assert_eq!(home.run_detached(&["demo", "--places", "0"]).code, 2);
}
