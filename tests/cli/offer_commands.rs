//! Offers with everything the window of the screen asks, a place's history, redo, and one call's journal.

use chrono::{SecondsFormat, TimeDelta};
use serde_json::{Value, json};

use crate::program::{Home, fields, now};

#[test]
fn an_offer_takes_every_field_and_is_filled_in_later() {
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker bvv j9+g7 ikkesøsken 4-2 bh"]);
    let offer = home.json(&[
        "offer",
        "1",
        "1",
        "--child",
        "2",
        "--reason",
        "nær skolen",
        "--child-view",
        "vil være nær bror",
        "--travel-time",
        "40 min med bil",
        "--cleared-with",
        "fostermor",
        "--may-be-known",
        "no",
    ]);
    assert_eq!((&offer["offer"], &offer["place"]), (&json!(1), &json!(1)));
    home.done(&["offer", "1", "3", "--child", "1"]);
    let changes = |offer: i64| {
        let journal = home.json(&["export", "journal", "--call", "1"]);
        let lines = journal["journal"].as_array().unwrap().iter();
        let own = lines.filter(|line| line["subject"] == "offers" && line["number"] == offer);
        own.map(|line| line["field"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    for field in ["why", "child_view", "travel_time", "cleared_with", "may_be_known", "clearance"] {
        assert!(changes(1).iter().any(|changed| changed == field), "{field}");
    }
    assert!(!changes(2).iter().any(|changed| changed == "why"));
    let cleared_at = (now() - TimeDelta::hours(1)).to_rfc3339_opts(SecondsFormat::Secs, true);
    let out = home.done(&[
        "complete",
        "2",
        "--reason",
        "tar imot nå",
        "--cleared-at",
        &cleared_at,
        "--format",
        "json",
    ]);
    assert_eq!(out, "{\"ok\":true,\"offer\":2,\"call\":1}\n");
    assert_eq!(home.json(&["call", "show", "1"])["offers"][1]["why"], "tar imot nå");
    assert_eq!(home.done(&["complete", "2", "--travel-time", "1 t"]), "Tilbud 2 er fylt ut.\n");
}

#[test]
fn a_place_tells_what_happened_with_it() {
    let home = Home::with_places();
    home.batch(&[
        "call add 'ringsaker bvv j9 4-2 bh'",
        "place confirm 1",
        "hold 1 1",
        "release 1",
        "place set 1 holiday --reason 'til søndag'",
        "hold 1 2",
    ]);
    let out = home.done(&["place", "history", "1", "--format", "json"]);
    assert_eq!(fields(&out), ["place", "unit", "history"]);
    let inner = out.split_once('[').unwrap().1;
    assert_eq!(
        fields(&inner[..=inner.find('}').unwrap()]),
        ["at", "ended_at", "by", "event", "value", "call", "end", "reason"]
    );
    let shown: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&shown["place"], &shown["unit"]), (&json!(1), &json!("Furuly")));
    let told: Vec<_> = shown["history"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["event"].as_str().unwrap(), row["value"].as_str().unwrap()))
        .collect();
    for wanted in [("state", "holiday"), ("claim", "hold"), ("confirmed", "phoned"), ("state", "free")] {
        assert!(told.contains(&wanted), "{wanted:?} in {told:?}");
    }
    let held = shown["history"].as_array().unwrap().iter().find(|row| row["event"] == "claim").unwrap();
    assert_eq!((&held["call"], &held["end"]), (&json!(1), &json!("released")));
    let text = home.done(&["place", "history", "1"]);
    assert!(text.starts_with("plass 1 Furuly\n"), "{text}");
    assert!(
        text.contains("ferie: til søndag (Kari N.)") && text.contains("holdt for 1, gitt fra seg"),
        "{text}"
    );
    let table = home.done(&["place", "history", "1", "--format", "csv"]);
    assert!(table.starts_with("at,ended_at,by,event,value,call,end,reason\n"), "{table}");
    assert_eq!(table.lines().count(), told.len() + 1);
}

#[test]
fn redo_does_again_what_undo_took_back_in_the_same_batch() {
    let home = Home::with_places();
    let answers = home.batch(&["call add 'ringsaker bvv j9 4-2 bh'", "hold 1 1", "undo", "redo", "places"]);
    assert_eq!((&answers[3]["ok"], &answers[3]["place"]), (&json!(true), &json!(1)), "{:?}", answers[3]);
    assert_eq!(answers[4]["places"][0]["state"], "held");
}

#[test]
fn the_journal_of_one_call_holds_its_lines_alone() {
    let home = Home::with_places();
    home.batch(&["call add 'ringsaker bvv j9 4-2 bh'", "call add 'hamar j8 4-2'", "hold 2 1"]);
    let all = home.json(&["export", "journal"]);
    let own = home.json(&["export", "journal", "--call", "2"]);
    let of_call = |journal: &Value| {
        let lines = journal["journal"].as_array().unwrap().clone();
        lines.into_iter().filter(|line| line["call"] == 2).collect::<Vec<_>>()
    };
    assert_eq!(own["journal"].as_array().unwrap(), &of_call(&all));
    assert!(of_call(&own).iter().any(|line| line["act"] == "hold"));
    assert!(home.done(&["export", "journal", "--call", "2"]).starts_with("sequence,time,adviser,"));
}
