//! The hard hours by command: search log, measures meanwhile, deviations.

use serde_json::{Value, json};

use crate::program::{ADVISER, Home, fields};

/// A call about a boy on § 4-4; the list has only homes.
fn home() -> Home {
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker bvv g15 4-4 inst -130m nå kommune"]);
    home
}

#[test]
fn an_attempt_says_its_number_and_when_to_ask_again_and_is_listed() {
    let home = home();
    let out = home.done(&[
        "enquiry",
        "log",
        "1",
        "--unit",
        "1",
        "--result",
        "no",
        "--reason",
        "group",
        "--note",
        "går ikke sammen",
        "--format",
        "json",
    ]);
    assert_eq!(out, "{\"ok\":true,\"enquiry\":1,\"call\":1,\"ask_at\":null}\n");
    let asked = ["enquiry", "log", "1", "--region", "sør", "--result", "asked", "--ask-at", "+90"];
    let region = home.json(&asked);
    assert!(region["ask_at"].as_str().unwrap().ends_with('Z'), "{region}");
    let leader = home.json(&[
        "enquiry",
        "log",
        "1",
        "--rung",
        "0",
        "--result",
        "yes",
        "--decision",
        "single_purchase",
        "--decision",
        "over_capacity",
        "--who",
        "Vaktleder Vik",
    ]);
    assert_eq!(leader["enquiry"], 3);
    let listed = home.done(&["enquiry", "list", "1", "--format", "json"]);
    assert_eq!(fields(&listed), ["call", "enquiries"]);
    let listed: Value = serde_json::from_str(&listed).unwrap();
    let rows = listed["enquiries"].as_array().unwrap();
    assert_eq!(rows.len(), 3);
    assert_eq!(
        (&rows[0]["rung"], &rows[0]["unit"], &rows[0]["by"]),
        (&json!("own_acute"), &json!(1), &json!(ADVISER))
    );
    assert_eq!((&rows[0]["reason"], &rows[0]["note"]), (&json!("group"), &json!("går ikke sammen")));
    assert_eq!((&rows[1]["rung"], &rows[1]["region"]), (&json!("other_regions"), &json!("Sør")));
    assert_eq!(rows[2]["decisions"], json!(["single_purchase", "over_capacity"]));
    assert!(!listed.to_string().contains("Vaktleder"), "who was spoken to is personal data");
    let text = home.done(&["enquiry", "list", "1"]);
    assert!(text.contains("nei: gruppen · går ikke sammen") && text.contains("Sør · svarer"), "{text}");
    assert!(text.contains("kjøp: ja, ekstra plass: ja"), "{text}");
    let table = home.done(&["enquiry", "list", "1", "--format", "csv"]);
    assert!(
        table.starts_with(
            "enquiry,rung,unit,region,at,by,result,reason,ask_at,decisions,note\n1,own_acute,1,,"
        )
    );
}

#[test]
fn an_attempt_that_does_not_say_enough_is_refused() {
    let home = home();
    for (arguments, code, exit) in [
        (&["enquiry", "log", "1", "--result", "yes"][..], "usage", 2),
        (&["enquiry", "log", "1", "--unit", "1", "--result", "no"], "bad_value", 1),
        (&["enquiry", "log", "1", "--unit", "1", "--result", "no", "--reason", "other"], "bad_value", 1),
        (&["enquiry", "log", "1", "--unit", "99", "--result", "yes"], "bad_value", 1),
        (&["enquiry", "log", "1", "--place", "99", "--result", "yes"], "unknown_place", 1),
        (&["enquiry", "log", "1", "--region", "Nordland", "--result", "yes"], "bad_value", 1),
        (&["enquiry", "log", "9", "--rung", "leader", "--result", "yes"], "unknown_call", 1),
        (&["enquiry", "log", "1", "--rung", "8", "--result", "yes"], "bad_value", 1),
        (&["enquiry", "log", "1", "--rung", "0", "--result", "yes", "--decision", "maybe"], "bad_value", 1),
        (&["enquiry", "log", "1", "--rung", "0", "--result", "asked", "--ask-at", "snart"], "bad_time", 2),
        (&["enquiry", "list", "9"], "unknown_call", 1),
    ] {
        home.refused(arguments, code, exit);
    }
    assert!(home.done(&["enquiry", "list", "1"]).contains("Ingen er spurt ennå"), "nothing was written");
}

#[test]
fn a_later_word_on_a_measure_takes_the_place_of_an_earlier_one() {
    let home = home();
    assert_eq!(home.done(&["measure", "list", "1"]), "Ingenting er tilbudt imens.\n");
    let out = home.done(&["measure", "set", "1", "mst", "offered", "--format", "json"]);
    assert_eq!(out, "{\"ok\":true,\"call\":1,\"measure\":\"mst\",\"state\":\"offered\"}\n");
    home.done(&["measure", "set", "1", "phone_advice", "offered", "--note", "snakket med mor"]);
    home.done(&["measure", "set", "1", "mst", "declined"]);
    let listed = home.json(&["measure", "list", "1"]);
    let told: Vec<(&str, &str)> = listed["measures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["measure"].as_str().unwrap(), row["state"].as_str().unwrap()))
        .collect();
    assert_eq!(told, [("phone_advice", "offered"), ("mst", "declined")]);
    assert!(home.done(&["measure", "list", "1"]).contains("MST · takket nei · "));
    assert!(
        home.done(&["measure", "list", "1", "--format", "csv"])
            .starts_with("measure,state,at,by\nphone_advice,")
    );
    home.refused(&["measure", "set", "1", "mst", "maybe"], "bad_value", 1);
}

#[test]
fn a_deviation_goes_from_draft_to_its_end_and_supervision() {
    let home = home();
    let out = home.done(&["deviation", "draft", "1", "--format", "json"]);
    assert_eq!(out, "{\"ok\":true,\"deviation\":1,\"call\":1,\"state\":\"draft\"}\n");
    home.refused(&["deviation", "draft", "1"], "stale", 1);
    home.done(&["enquiry", "log", "1", "--unit", "1", "--result", "no", "--reason", "full"]);
    home.done(&["enquiry", "log", "1", "--rung", "leader", "--result", "yes"]);
    home.done(&["measure", "set", "1", "mst", "offered"]);
    home.done(&[
        "deviation",
        "edit",
        "1",
        "--severity",
        "3",
        "--substance",
        "yes",
        "--crime",
        "no",
        "--missing",
        "too_far",
        "--wished",
        "institution;care",
        "--note",
        "to tilbud for langt unna",
    ]);
    home.refused(&["deviation", "edit", "1", "--severity", "6"], "bad_value", 1);
    home.refused(&["deviation", "edit", "1", "--wished", "institution;hytte"], "bad_value", 1);
    assert_eq!(home.json(&["deviation", "register", "1"])["state"], "registered");
    home.refused(&["deviation", "register", "1"], "stale", 1);
    let shown = home.done(&["deviation", "show", "1", "--format", "json"]);
    let written = fields(&shown);
    assert_eq!(written[..5], ["deviation", "call", "child", "state", "days"]);
    assert_eq!(written.last().unwrap(), "note");
    let shown: Value = serde_json::from_str(&shown).unwrap();
    assert_eq!(
        (&shown["severity"], &shown["substance"], &shown["crime"], &shown["area"], &shown["meanwhile"]),
        (&json!(3), &json!(true), &json!(false), &json!("institution"), &json!("temporary"))
    );
    assert_eq!((&shown["missing"], &shown["wished"]), (&json!("too_far"), &json!(["institution", "care"])));
    assert_eq!(shown["note"], "to tilbud for langt unna");
    assert_eq!((&shown["asked"], &shown["answered_no"]), (&json!(2), &json!(1)));
    assert_eq!(shown["measures"], json!([{"measure": "mst", "state": "offered"}]));
    assert_eq!(
        (&shown["scheme"], &shown["basis"], &shown["outcome"]),
        (&json!("five"), &json!("4-4"), &Value::Null)
    );
    // What is not told stays; nought is «not assessed».
    home.done(&["deviation", "edit", "1", "--severity", "0", "--substance", "unknown"]);
    let shown = home.json(&["deviation", "show", "1"]);
    assert_eq!(
        (&shown["severity"], &shown["substance"], &shown["missing"]),
        (&Value::Null, &Value::Null, &json!("too_far"))
    );
    assert_eq!(shown["note"], "to tilbud for langt unna");
    assert_eq!(home.json(&["deviation", "close", "1", "solved_outside"])["state"], "closed");
    home.refused(&["deviation", "edit", "1", "--severity", "1"], "stale", 1);
    home.done(&["deviation", "supervise", "1", "governor", "breach"]);
    let text = home.done(&["deviation", "show", "1"]);
    let first = text.lines().find_map(|line| line.strip_prefix("Først bedt om: ")).unwrap();
    assert_eq!(first.split(' ').count(), 3, "a day's name, the day, the time, each once: {first}");
    assert!(text.contains("spurt 2, 1 nei · imens: MST tilbudt"), "{text}");
    assert!(text.contains("løst utenfor Bufetat") && text.contains("statsforvalteren selv: brudd"), "{text}");
    assert!(home.done(&["deviation", "list", "--open"]).starts_with("Ingen avvik"));
    let listed = home.json(&["deviation", "list"]);
    assert_eq!((&listed["cases"], &listed["children"]), (&json!(1), &json!(1)));
    let table = home.done(&["deviation", "list", "--format", "csv"]);
    assert!(table.starts_with("deviation,call,child,state,days,acute,area,"), "{table}");
    assert!(table.contains(",governor,") && table.contains(",breach"), "{table}");
    home.refused(&["deviation", "show", "7"], "bad_value", 1);
    // The words are for who asks for this one record.
    for form in ["text", "json", "csv"] {
        let format = ["--format", form];
        for list in [&["deviation", "list"][..], &["call", "show", "1"], &["export", "journal"]] {
            let told = home.run(&[list, &format].concat()).out;
            assert!(!told.contains("to tilbud"), "{list:?} {form}: {told}");
        }
    }
    for form in ["text", "json"] {
        let told = home.done(&["deviation", "show", "1", "--format", form]);
        assert!(told.contains("to tilbud for langt unna"), "{form}: {told}");
    }
}

#[test]
fn on_a_line_of_batch_a_command_sent_twice_is_done_once() {
    let home = home();
    let id = "id=018f0000-0000-7000-8000-000000000001";
    let log = format!("{id} enquiry log 1 --place 1 --result no --reason full");
    let draft = "id=018f0000-0000-7000-8000-000000000002 deviation draft 1";
    let edit = "id=018f0000-0000-7000-8000-000000000003 deviation edit 1 --severity 4";
    let answers = home.batch(&[
        &log,
        &log,
        draft,
        draft,
        edit,
        edit,
        "measure set 1 mst wanted",
        "deviation list --open",
    ]);
    assert_eq!((&answers[0], &answers[2], &answers[4]), (&answers[1], &answers[3], &answers[5]));
    assert_eq!(answers[7]["cases"], 1);
    assert_eq!(answers[7]["deviations"][0]["severity"], 4);
    assert_eq!(home.json(&["enquiry", "list", "1"])["enquiries"].as_array().unwrap().len(), 1);
}

#[test]
fn a_promise_to_ring_back_repeats_until_it_is_no_longer_needed() {
    let home = home();
    let promised = home.json(&["call", "back", "1", "--at", "+30", "--every", "60"]);
    assert!(promised["due_at"].as_str().unwrap().ends_with('Z'), "{promised}");
    home.refused(&["call", "back", "1", "--at", "+30", "--every", "2"], "bad_value", 1);
}
