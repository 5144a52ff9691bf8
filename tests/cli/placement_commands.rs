//! Who is expected, lives somewhere, has moved out: by command, in each form, with what is refused.

use serde_json::{Value, json};

use crate::program::{Home, fields};

/// A girl of nine whose offer of place 1 is accepted.
fn accepted() -> Home {
    let home = Home::with_places();
    home.batch(&["call add 'ringsaker bvv j9 4-2 bh'", "offer 1 1", "answer 1 accepted"]);
    home
}

fn placements(home: &Home) -> Value {
    home.json(&["placement", "list", "--call", "1"])["placements"].clone()
}

#[test]
fn a_placement_is_listed_from_the_accepted_offer_to_the_end_of_the_stay() {
    let home = accepted();
    let out = home.done(&["placement", "list", "--format", "json"]);
    assert_eq!(fields(&out), ["placements"]);
    let inner = out.split_once('[').unwrap().1;
    assert_eq!(
        fields(&inner[..=inner.find('}').unwrap()]),
        [
            "call",
            "offer",
            "unit",
            "leaves_at",
            "child",
            "place",
            "state",
            "expected_at",
            "arrived_at",
            "ended_at",
            "end",
            "days"
        ]
    );
    let row = &placements(&home)[0];
    assert_eq!(
        (&row["state"], &row["expected_at"], &row["days"]),
        (&json!("expected"), &json!(null), &json!(null))
    );
    let planned = home.json(&[
        "placement",
        "plan",
        "1",
        "--driver",
        "drosje",
        "--leaves-at",
        "+10",
        "--expected-at",
        "+30",
    ]);
    assert_eq!(fields(&planned.to_string()).len(), 3, "{planned}");
    assert_eq!((&planned["ok"], &planned["offer"]), (&json!(true), &json!(1)));
    assert_eq!(placements(&home)[0]["expected_at"], planned["expected_at"]);
}

#[test]
fn a_journey_that_leaves_after_it_is_expected_is_refused_and_one_that_is_told_stays() {
    let home = accepted();
    home.done(&["placement", "plan", "1", "--leaves-at", "+60", "--medicines", "astma"]);
    let late = ["placement", "plan", "1", "--expected-at", "+30"];
    home.refused(&late, "bad_time", 2);
    home.done(&["placement", "plan", "1", "--expected-at", "+90", "--medicines", ""]);
    let row = placements(&home)[0].clone();
    assert!(row["leaves_at"].is_string() && row["expected_at"].is_string(), "{row}");
}

#[test]
fn a_stay_is_told_with_its_length_and_its_end_in_every_form() {
    let home = accepted();
    let said = home.done(&["placement", "arrive", "1"]);
    assert_eq!(said, "Barna i tilbud 1 er framme. Saken er lukket som plassert.\n");
    let shown = home.json(&["call", "show", "1"]);
    let own = &shown["placements"][0];
    assert_eq!(
        fields(&own.to_string()).len(),
        8,
        "child, place, state, expected_at, arrived_at, ended_at, end, days: {own}"
    );
    assert_eq!((&own["child"], &own["state"], &own["days"]), (&json!(1), &json!("living"), &json!(0)));
    let listed = home.json(&["call", "list", "--all"]);
    assert_eq!(listed["calls"][0]["placements"][0], *own);
    let line = home.done(&["placement", "list"]);
    assert!(line.starts_with("1 barn 1, jente 9 · ") && line.contains("bor der siden"), "{line}");

    home.refused(&["placement", "end", "1", "unplanned_move"], "bad_value", 1);
    home.refused(&["placement", "end", "1", "bedre"], "bad_value", 1);
    home.refused(&["placement", "end", "1", "home", "--at", "2020-01-02 03:04"], "bad_time", 2);
    let ended = home.json(&["placement", "end", "1", "other", "--note", "flyttet til tante"]);
    assert_eq!(ended, json!({"ok": true, "child": 1, "place": 1, "days": 0, "fits": []}));
    home.refused(&["placement", "end", "1", "home"], "stale", 1);
    let said = home.done(&["placement", "evaluate", "1", "--child-view", "fint der"]);
    assert_eq!(said, "Synet på oppholdet er skrevet ned for barn 1.\n");

    assert_eq!(home.done(&["placement", "list"]), "Ingen er ventet eller bor på en plass.\n");
    let line = home.done(&["placement", "list", "--call", "1"]);
    assert!(line.contains("annet") && line.contains("etter 0 døgn"), "{line}");
    let table = home.done(&["placement", "list", "--call", "1", "--format", "csv"]);
    let (head, row) = table.split_once('\n').unwrap();
    assert_eq!(head, "call,offer,unit,leaves_at,child,place,state,expected_at,arrived_at,ended_at,end,days");
    assert!(
        row.starts_with("1,1,") && row.contains(",1,1,ended,,20") && row.trim_end().ends_with(",other,0"),
        "{row}"
    );
    // What was told in words stands in none of them.
    for out in [line, table, home.done(&["export", "journal"]), home.done(&["export", "calls"])] {
        assert!(!out.contains("tante") && !out.contains("fint der"), "{out}");
    }
}

#[test]
fn an_offer_that_came_to_nothing_needs_its_reason_and_names_whom_the_place_fits() {
    let home = Home::with_places();
    home.batch(&["call add 'ringsaker bvv j9 4-2 bh'", "offer 1 1", "answer 1 accepted"]);
    home.refused(&["placement", "fall-through", "1", "--reason", " "], "bad_value", 1);
    // Another girl waits, and nothing else is free for her.
    home.done(&["call", "add", "ringsaker bvv j8 4-2 bh"]);
    let said = home.done(&["placement", "fall-through", "1", "--reason", "hjemmet ble sykt"]);
    let mut lines = said.lines();
    assert_eq!(
        lines.next(),
        Some("Tilbud 1 ble det ikke noe av. Plassen er ledig, og 1 trenger plass igjen.")
    );
    assert_eq!(lines.next(), Some("Ledig igjen, passer for 2."));
    home.refused(&["placement", "arrive", "1"], "stale", 1);
    assert_eq!(placements(&home)[0]["state"], "cancelled");
}

#[test]
fn a_place_that_comes_free_names_whom_it_fits_by_decline_and_by_state_too() {
    let home = Home::with_places();
    home.batch(&["call add 'ringsaker bvv j9 4-2 bh'", "offer 1 1", "call add 'ringsaker bvv j8 4-2 bh'"]);
    let said = home.done(&["answer", "1", "declined", "--reason", "too_far"]);
    assert!(said.ends_with("\nLedig igjen, passer for 2.\n"), "{said}");
    home.done(&["place", "set", "1", "maintenance"]);
    let said = home.done(&["place", "set", "1", "free"]);
    assert!(said.contains("Ledig igjen, passer for 1, 2.") || said.contains("passer for 2"), "{said}");
    // The exact object of an answer stays as it is.
    home.done(&["offer", "2", "1"]);
    let out = home.done(&["answer", "2", "declined", "--reason", "too_far", "--format", "json"]);
    assert_eq!(out, "{\"ok\":true,\"offer\":2,\"answer\":\"declined\"}\n");
}

#[test]
fn numbers_for_the_night_and_who_agreed_are_told_by_a_reveal_alone() {
    let home = accepted();
    home.done(&["placement", "plan", "1", "--night-number", "99887766"]);
    for arguments in [
        &["call", "show", "1"][..],
        &["call", "show", "1", "--format", "json"],
        &["placement", "list"],
        &["placement", "list", "--format", "json"],
        &["export", "journal"],
        &["export", "calls"],
    ] {
        assert!(!home.done(arguments).contains("99887766"), "{arguments:?}");
    }
    let revealed = home.json(&["call", "reveal", "1"]);
    assert_eq!(revealed["night_numbers"], json!([{"child": 1, "number": "99887766"}]));
    assert!(home.done(&["call", "reveal", "1"]).contains("barn 1, nattnummer: 99887766"));
    assert!(home.done(&["export", "journal"]).contains(",reveal,"));
}

#[test]
fn that_the_place_must_not_be_known_is_said_with_the_offer_and_the_journey() {
    const SAID: &str = "\nStedet må ikke bli kjent for foreldre og nettverk.\n";
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker bvv j9 4-2 bh"]);
    assert!(home.done(&["offer", "1", "1", "--may-be-known", "no"]).ends_with(SAID));
    home.done(&["answer", "1", "accepted"]);
    assert!(home.done(&["placement", "plan", "1", "--driver", "drosje"]).ends_with(SAID));
    assert!(home.done(&["placement", "arrive", "1"]).ends_with(SAID));
    let other = accepted();
    assert!(!other.done(&["placement", "arrive", "1"]).contains("kjent"));
}

#[test]
fn what_is_not_there_is_refused_by_its_code() {
    let home = accepted();
    for (arguments, code, exit) in [
        (&["placement", "arrive", "9"][..], "unknown_offer", 1),
        (&["placement", "plan", "9", "--driver", "drosje"], "unknown_offer", 1),
        (&["placement", "fall-through", "9", "--reason", "nei"], "unknown_offer", 1),
        (&["placement", "end", "9", "home"], "bad_value", 1),
        (&["placement", "evaluate", "9", "--child-view", "fint"], "bad_value", 1),
        (&["placement", "list", "--call", "9"], "unknown_call", 1),
        // Nobody has arrived yet.
        (&["placement", "end", "1", "home"], "stale", 1),
        (&["placement", "arrive", "1", "--at", "25:00"], "bad_time", 2),
        (&["placement", "plan", "1"], "usage", 2),
        (&["placement", "evaluate", "1"], "usage", 2),
        (&["placement", "fall-through", "1"], "usage", 2),
        (&["placement", "end", "1"], "usage", 2),
        (&["placement", "arrive"], "usage", 2),
        (&["placement"], "usage", 2),
    ] {
        home.refused(arguments, code, exit);
    }
    let long = "a".repeat(501);
    home.refused(&["placement", "plan", "1", "--driver", &long], "bad_value", 1);
}

#[test]
fn batch_takes_every_command_and_does_one_with_an_id_once() {
    let home = accepted();
    let id = "id=0190a000-0000-7000-8000-000000000001";
    let answers = home.batch(&[
        "placement plan 1 --driver drosje --unit-told-at -10m",
        &format!("{id} placement arrive 1"),
        &format!("{id} placement arrive 1"),
        "placement evaluate 1 --parents-view 'god beskjed'",
        "placement end 1 home",
        "placement list --call 1",
    ]);
    assert_eq!(answers[1], json!({"ok": true, "offer": 1, "closes_call": true}));
    assert_eq!(answers[2], answers[1]);
    assert_eq!(answers[4]["days"], 0);
    assert_eq!(answers[5]["placements"][0]["state"], "ended");
}
