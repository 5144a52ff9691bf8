//! Places as they are, by command: above capacity, expected free.

use chrono::TimeDelta;
use serde_json::json;

use crate::program::{Home, now};

#[test]
fn a_place_above_capacity_is_opened_used_and_closed_again() {
    let home = Home::with_places();
    let count = || home.json(&["places"])["places"].as_array().unwrap().len();
    let before = count();
    home.refused(&["place", "extra", "1"], "usage", 2);
    home.refused(&["place", "extra", "1", "--reason", " "], "bad_value", 1);
    home.refused(&["place", "extra", "777", "--reason", "Vik"], "unknown_place", 1);
    let extra = home.json(&["place", "extra", "1", "--reason", "Vik: alt er fullt"]);
    let number = extra["place"].as_i64().unwrap().to_string();
    assert_eq!((extra["ok"].clone(), count()), (json!(true), before + 1));
    let listed = home.done(&["places"]);
    let of_extra = |line: &&str| line.starts_with(&format!("{number} ")) || line.contains("over kapasitet");
    assert_eq!(listed.lines().filter(of_extra).count(), 1, "{listed}");
    assert!(home.done(&["place", "history", &number]).contains("ledig: Vik: alt er fullt"));

    home.done(&["call", "add", "ringsaker bvv j9 4-2 bh"]);
    home.done(&["hold", "1", &number]);
    home.refused(&["place", "close", &number], "stale", 1);
    home.refused(&["place", "close", "1"], "stale", 1);
    home.done(&["release", &number]);
    home.done(&["place", "close", &number]);
    assert_eq!(count(), before);
    home.refused(&["hold", "1", &number], "unknown_place", 1);
    assert!(home.json(&["check"])["findings"].as_array().unwrap().is_empty());
}

#[test]
fn when_a_place_is_expected_free_is_told_by_day_or_time_and_taken_back() {
    let home = Home::with_places();
    home.done(&["place", "set", "1", "holiday"]);
    let then = now() + TimeDelta::days(10);
    let written = then.format("%d.%m").to_string();
    let day = home.json(&["place", "expect", "1", &written]);
    let at = day["expected_free_at"].as_str().unwrap();
    assert!(at.starts_with(&then.format("%Y-%m-%dT").to_string()), "the middle of that day: {day}");
    assert!(home.done(&["places"]).contains(&format!("ferie · ventes ledig {written}")));
    home.refused(&["place", "expect", "1", "2020-01-01 08:00"], "bad_time", 2);
    home.refused(&["place", "expect", "1", "snart"], "bad_time", 2);
    let none = home.json(&["place", "expect", "1", "-"]);
    assert_eq!(none["expected_free_at"], json!(null));
    assert!(!home.done(&["places"]).contains("ventes"));
}

#[test]
fn a_child_that_counts_double_takes_two_places_until_its_stay_ends() {
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker bvv j9 4-2 bh"]);
    let states = || {
        let listed = home.json(&["places"]);
        let of = |at: usize| listed["places"][at]["state"].as_str().unwrap().to_owned();
        [of(0), of(1)]
    };
    // Solbakken has one place.
    home.refused(&["offer", "1", "3", "--double"], "not_offerable", 1);
    assert_eq!(home.json(&["call", "show", "1"])["offers"].as_array().unwrap().len(), 0);
    home.done(&["offer", "1", "1", "--double"]);
    assert_eq!(states(), ["offered", "offered"]);
    home.done(&["undo"]);
    assert_eq!(states(), ["free", "free"]);
    home.done(&["offer", "1", "1", "--double"]);
    home.done(&["answer", "2", "declined", "--reason", "too_far"]);
    assert_eq!(states(), ["free", "free"]);
    home.done(&["undo"]);
    assert_eq!(states(), ["offered", "offered"]);
    home.done(&["answer", "2", "accepted"]);
    assert_eq!(home.json(&["placement", "list"])["placements"].as_array().unwrap().len(), 1);
    home.done(&["placement", "arrive", "2"]);
    assert_eq!(states(), ["occupied", "occupied"]);
    home.done(&["placement", "end", "1", "home"]);
    assert_eq!(states(), ["free", "free"]);
    assert!(home.json(&["check"])["findings"].as_array().unwrap().is_empty(), "{}", home.json(&["check"]));
}
