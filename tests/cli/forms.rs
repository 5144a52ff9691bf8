//! The exact objects scripts rely on: fields, their order, their values.

use serde_json::{Value, json};

use crate::program::{ADVISER, Home, fields};

fn is_time(value: &Value) -> bool {
    let text = value.as_str().unwrap_or_default();
    text.len() == 20 && text.ends_with('Z') && text.parse::<chrono::DateTime<chrono::Utc>>().is_ok()
}

#[test]
fn a_registered_call_says_its_number_clock_and_gaps() {
    let home = Home::with_places();
    let out = home.done(&["call", "add", "ringsaker bvv j9 4-2 bh", "--format", "json"]);
    assert_eq!(
        fields(&out),
        [
            "ok",
            "call",
            "children",
            "municipality",
            "referral_received_at",
            "deadline",
            "minutes_left",
            "missing",
            "warnings"
        ]
    );
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert!(is_time(&answer["referral_received_at"]) && is_time(&answer["deadline"]), "{out}");
    let moment =
        |field: &str| answer[field].as_str().unwrap().parse::<chrono::DateTime<chrono::Utc>>().unwrap();
    assert_eq!((moment("deadline") - moment("referral_received_at")).num_minutes(), 120);
    assert_eq!(answer["ok"], true);
    assert_eq!(answer["call"], 1);
    assert_eq!(answer["children"], json!([1]));
    assert_eq!(answer["municipality"], "3411");
    assert_eq!(answer["minutes_left"], 120);
    assert_eq!(answer["missing"], json!(["callback", "decision", "whereabouts"]));
    assert_eq!(answer["warnings"], json!([]));

    let again = home.json(&["call", "add", "ringsaker bvt j9 tlf 00000000 vedtak nå hjemme -10m"]);
    assert_eq!(again["warnings"], json!(["duplicate_of:1"]));
    assert_eq!(again["minutes_left"], 110);
}

#[test]
fn a_line_may_begin_with_a_time_or_be_a_note() {
    let home = Home::empty();
    assert_eq!(home.json(&["call", "add", "-10m hamar bvt g4"])["minutes_left"], 110);
    assert_eq!(home.json(&["call", "add", "hamar g5 -- mor ringte selv"])["call"], 2);
    assert!(home.done(&["call", "show", "2"]).contains("Notat: mor ringte selv"));
}

#[test]
fn calls_are_listed_with_both_clocks() {
    let home = Home::with_places();
    home.batch(&[
        "call add 'ringsaker bvv j9 4-2 bh -15m'",
        "call add 'hamar bvt drøft g4'",
        "call add 'gjøvik bvt kode6 j8 4-2 bh -5m'",
        "offer 3 3",
    ]);
    let out = home.done(&["call", "list", "--format", "json"]);
    let answer: Value = serde_json::from_str(&out).unwrap();
    let calls = answer["calls"].as_array().unwrap();
    assert_eq!(fields(&out), ["calls"]);
    let first = serde_json::to_string(&calls[0]).unwrap();
    let inner = out.split_once('[').unwrap().1;
    assert_eq!(
        fields(&inner[..=inner.find('}').unwrap()]),
        ["call", "state", "municipality", "deadline", "minutes_left", "placeless_minutes", "offers"],
        "{first}"
    );
    assert_eq!(calls[0]["state"], "open");
    assert_eq!(calls[0]["minutes_left"], 105);
    assert_eq!(calls[0]["placeless_minutes"], 15);
    assert_eq!(calls[0]["offers"], 0);
    // A consultation has no clocks.
    for field in ["deadline", "minutes_left", "placeless_minutes"] {
        assert_eq!(calls[1][field], Value::Null, "{field}");
    }
    // A protected address is not told in a list; the response clock has stopped, the other goes on.
    assert_eq!(calls[2]["municipality"], Value::Null);
    assert_eq!((&calls[2]["minutes_left"], &calls[2]["placeless_minutes"]), (&Value::Null, &json!(5)));
    assert_eq!(calls[2]["offers"], 1);
    let lines = home.done(&["call", "list"]);
    assert!(lines.contains("1 Ringsaker · jente 9 · § 4-2 · BH · 105 min igjen"), "{lines}");
    assert!(lines.contains("3 skjermet"), "{lines}");
    assert!(!lines.contains("Gjøvik"), "{lines}");
    let table = home.done(&["call", "list", "--format", "csv"]);
    assert!(
        table.starts_with(
            "call,state,municipality,deadline,minutes_left,placeless_minutes,offers\n1,open,3411,"
        )
    );
}

#[test]
fn one_call_is_shown_with_children_offers_and_timeline() {
    let home = Home::with_places();
    home.batch(&[
        "call add 'ringsaker bvv j9 4-2 bh -41m'",
        "offer 1 1 --reason 'kjent fra før'",
        "answer 1 declined --reason too_far",
    ]);
    let out = home.done(&["call", "show", "1", "--format", "json"]);
    assert_eq!(
        fields(&out),
        [
            "call",
            "state",
            "municipality",
            "deadline",
            "minutes_left",
            "placeless_minutes",
            "children",
            "offers",
            "timeline"
        ]
    );
    let answer: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(answer["children"], json!([{"child": 1, "sex": "girl", "age": "9"}]));
    let offer = &answer["offers"][0];
    assert_eq!(offer["offer"], 1);
    assert_eq!(offer["place"], 1);
    assert!(offer["reason"].as_str().unwrap().starts_with("ønsket type · klarert § 4-2"), "{offer}");
    assert_eq!(offer["why"], "kjent fra før");
    assert!(is_time(&offer["at"]));
    assert_eq!(offer["answer"], "declined");
    assert_eq!(offer["response_minutes"], 41);
    let acts: Vec<_> =
        answer["timeline"].as_array().unwrap().iter().map(|line| line["act"].clone()).collect();
    for act in ["call", "offer", "answer"] {
        assert!(acts.contains(&json!(act)), "{act}");
    }
    let text = home.done(&["call", "show", "1"]);
    assert!(text.contains("Tilbud 1: plass 1, avslått. ønsket type"), "{text}");
    assert!(text.contains(&format!("tilbud ({ADVISER})")), "{text}");
}

#[test]
fn places_say_why_they_fit_or_not() {
    let home = Home::with_places();
    home.batch(&["call add 'ringsaker bvv j9 4-2 bh'", "place confirm 3", "place set 1 intake_stop"]);
    let out = home.done(&["places", "--for", "1", "--format", "json"]);
    let inner = out.split_once('[').unwrap().1;
    assert_eq!(
        fields(&inner[..=inner.find('}').unwrap()]),
        ["place", "unit", "kind", "state", "fits", "reasons", "km", "confirmed_at"]
    );
    let answer: Value = serde_json::from_str(&out).unwrap();
    let places = answer["places"].as_array().unwrap();
    let order: Vec<_> = places.iter().map(|place| place["place"].as_i64().unwrap()).collect();
    // State homes before the private one, the fresh one first; then those with something in the way.
    assert_eq!(order, [3, 2, 4, 1, 5, 6]);
    assert_eq!((&places[0]["unit"], &places[0]["kind"]), (&json!("Solbakken"), &json!("emergency_home")));
    assert_eq!((&places[0]["state"], &places[0]["fits"]), (&json!("free"), &json!(true)));
    assert!(is_time(&places[0]["confirmed_at"]), "{}", places[0]);
    assert!(places[0]["km"].as_i64().unwrap() > 5, "{}", places[0]);
    assert_eq!((&places[1]["confirmed_at"], &places[1]["km"]), (&Value::Null, &json!(0)));
    assert_eq!((&places[3]["state"], &places[3]["fits"]), (&json!("intake_stop"), &json!(false)));
    assert!(places[3]["reasons"][0].as_str().unwrap().starts_with("inntaksstopp siden"), "{}", places[3]);
    assert!(places[4]["reasons"].as_array().unwrap().contains(&json!("tar bare 13–17 år")));

    let list = home.json(&["places"]);
    let list = list["places"].as_array().unwrap();
    assert_eq!(
        list.iter().map(|place| place["place"].as_i64().unwrap()).collect::<Vec<_>>(),
        [1, 2, 3, 4, 5, 6]
    );
    assert_eq!(
        (&list[0]["fits"], &list[0]["reasons"], &list[0]["km"]),
        (&Value::Null, &json!([]), &Value::Null)
    );
    let free = home.json(&["places", "--free"]);
    assert_eq!(free["places"].as_array().unwrap().len(), 5);
    let line = home.done(&["places", "--for", "1", "--free"]);
    assert!(line.starts_with("plass 3 Solbakken · beredskapshjem · passer · "), "{line}");
}

#[test]
fn hold_offer_answer_release_and_undo_say_what_was_done() {
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker bvv j9 4-2 bh -41m"]);
    let out = home.done(&["hold", "1", "2", "--format", "json"]);
    assert_eq!(fields(&out), ["ok", "call", "place", "until"]);
    let held: Value = serde_json::from_str(&out).unwrap();
    assert_eq!((&held["call"], &held["place"]), (&json!(1), &json!(2)));
    assert!(is_time(&held["until"]));
    assert_eq!(home.json(&["places"])["places"][1]["state"], "held");
    assert_eq!(home.json(&["release", "2"]), json!({"ok": true, "place": 2}));
    let out = home.done(&["offer", "1", "2", "--format", "json"]);
    assert_eq!(out, "{\"ok\":true,\"offer\":1,\"call\":1,\"place\":2,\"response_minutes\":41}\n");
    assert_eq!(home.json(&["places"])["places"][1]["state"], "offered");
    let out = home.done(&["answer", "1", "accepted", "--format", "json"]);
    assert_eq!(out, "{\"ok\":true,\"offer\":1,\"answer\":\"accepted\"}\n");
    // Alone in its process, undo takes this adviser's newest act in the database.
    assert_eq!(home.json(&["undo"]), json!({"ok": true, "undone": "answer", "number": 1}));
    assert_eq!(home.json(&["places"])["places"][1]["state"], "offered");
}

#[test]
fn states_confirmations_and_settings_are_told() {
    let home = Home::with_places();
    assert_eq!(
        home.json(&["place", "set", "1", "holiday", "--reason", "til søndag"]),
        json!({"ok": true, "place": 1, "state": "holiday"})
    );
    let confirmed = home.json(&["place", "confirm", "1", "--how", "mail"]);
    assert_eq!((&confirmed["place"], is_time(&confirmed["confirmed_at"])), (&json!(1), true));
    assert_eq!(
        home.json(&["setting", "get", "hold.seconds"]),
        json!({"settings": [{"key": "hold.seconds", "value": "900", "default": true}]})
    );
    assert_eq!(
        home.json(&["setting", "set", "hold.seconds", "600"]),
        json!({"ok": true, "key": "hold.seconds", "value": "600"})
    );
    assert_eq!(home.done(&["setting", "get", "hold.seconds"]), "hold.seconds = 600\n");
    assert!(home.done(&["setting", "get"]).lines().count() > 5);
    assert_eq!(home.json(&["check"]), json!({"ok": true, "findings": []}));
}

#[test]
fn answers_for_people_are_sentences() {
    let home = Home::with_places();
    let said = home.done(&["call", "add", "ringsaker bvv j9 4-2 bh"]);
    assert!(said.starts_with("Henvendelse 1 registrert: Ringsaker, frist "), "{said}");
    assert!(said.contains("Ennå ikke kjent: nummer å ringe tilbake på, vedtak fattet?, hvor barnet er nå."));
    assert!(home.done(&["hold", "1", "1"]).starts_with("Plass 1 holdes for 1 til "));
    assert_eq!(home.done(&["release", "1"]), "Plass 1 holdes ikke lenger.\n");
    assert_eq!(home.done(&["offer", "1", "1"]), "Tilbud 1: plass 1 er tilbudt til 1 på 0 min.\n");
    assert_eq!(home.done(&["answer", "1", "accepted"]), "Tilbud 1: godtatt.\n");
    assert_eq!(home.done(&["check"]), "Alt er i orden: fil, logg og plasser.\n");
    let oslo = home.done(&["call", "add", "oslo bvt g9 5-1"]);
    assert!(oslo.contains("Oslo har eget barnevern") && oslo.contains("§ 5-1 er planlagt"), "{oslo}");
    assert_eq!(Home::empty().done(&["call", "list"]), "Ingen henvendelser.\n");
}
