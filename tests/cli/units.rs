//! Units by command: added, corrected, listed and shown.

use serde_json::json;

use crate::program::Home;

const NEW: [&str; 21] = [
    "unit",
    "add",
    "Rognli",
    "--kind",
    "care_institution",
    "--ownership",
    "state",
    "--region",
    "øst",
    "--municipality",
    "Hamar",
    "--age-min",
    "13",
    "--age-max",
    "17",
    "--places",
    "3",
    "--legal-bases",
    "4-4",
    "--receives-from",
    "07:00",
];

#[test]
fn a_unit_is_added_by_the_rules_of_the_file_and_listed() {
    let home = Home::with_places();
    let set = home.json(&NEW);
    assert_eq!(set, json!({"ok": true, "unit": 5}));
    let units = home.json(&["unit", "list"]);
    let last = &units["units"][4];
    assert_eq!((&last["name"], &last["acute"], &last["places"]), (&json!("Rognli"), &json!("no"), &json!(3)));
    assert_eq!(last["municipality"], "3403");
    let shown = home.json(&["unit", "show", "5"]);
    assert_eq!(shown["places_now"].as_array().unwrap().len(), 3);
    assert_eq!((&shown["receives_from"], &shown["legal_bases"]), (&json!("07:00"), &json!(["4-4"])));
    home.refused(&NEW, "bad_value", 1);
    let error = home.refused(&["unit", "add", "Tom", "--kind", "slott", "--places", "99"], "bad_value", 1);
    let message = error["message"].as_str().unwrap();
    for part in ["--kind:", "--ownership:", "--places:", "--age-min:"] {
        assert!(message.contains(part), "{part} in {message}");
    }
    home.refused(&["unit", "show", "77"], "bad_value", 1);
    assert!(home.done(&["unit", "list"]).contains("5 Rognli · omsorgsinstitusjon · statlig · 3 plasser"));
}

#[test]
fn only_what_is_told_is_corrected_and_the_journal_says_so() {
    let home = Home::with_places();
    let before = home.json(&["unit", "show", "1"]);
    let head = home.journal_head();
    home.done(&["unit", "edit", "1", "--age-max", "14", "--acute", "emergency_plan"]);
    // The age, and that nothing was known of acute children before.
    assert_eq!(home.journal_head(), head + 2);
    let mut after = home.json(&["unit", "show", "1"]);
    assert_eq!((&after["age_max"], &after["acute"]), (&json!(14), &json!("emergency_plan")));
    after["age_max"] = before["age_max"].clone();
    after["acute"] = before["acute"].clone();
    assert_eq!(after, before);
    home.refused(&["unit", "edit", "1", "--age-min", "16"], "bad_value", 1);
    home.refused(&["unit", "edit", "1", "--acute", "kanskje"], "bad_value", 1);
    home.refused(&["unit", "edit", "2", "--unit", "Furuly"], "bad_value", 1);
}

#[test]
fn a_unit_never_has_fewer_places_than_are_in_use() {
    let home = Home::with_places();
    let places = || home.json(&["unit", "show", "1"])["places_now"].as_array().unwrap().len();
    home.done(&["call", "add", "ringsaker bvv j9 4-2 bh"]);
    home.done(&["call", "add", "hamar bvv j8 4-2 bh"]);
    home.done(&["hold", "1", "2"]);
    home.done(&["unit", "edit", "1", "--places", "1", "--max-siblings", "1"]);
    assert_eq!(places(), 1);
    // The place that is held is the one that is left.
    assert_eq!(home.json(&["unit", "show", "1"])["places_now"][0]["place"], 2);
    home.done(&["unit", "edit", "1", "--places", "3"]);
    assert_eq!(places(), 3);
    home.done(&["hold", "2", &home.json(&["unit", "show", "1"])["places_now"][2]["place"].to_string()]);
    home.refused(&["unit", "edit", "1", "--places", "1"], "bad_value", 1);
    assert_eq!(places(), 3);
    assert!(home.json(&["check"])["findings"].as_array().unwrap().is_empty());
}

#[test]
fn a_temporary_unit_closes_and_says_so_in_the_reasons() {
    let home = Home::with_places();
    home.done(&["call", "add", "ringsaker bvv j9 4-2 bh"]);
    home.done(&["unit", "edit", "1", "--closes-at", "+60"]);
    assert!(home.done(&["unit", "list"]).contains("stenger"), "{}", home.done(&["unit", "list"]));
    assert!(!home.done(&["places", "--for", "1"]).contains("stengt"));
    home.done(&["unit", "edit", "1", "--closes-at", "2020-01-01 08:00"]);
    let listed = home.done(&["places", "--for", "1"]);
    assert!(listed.lines().any(|line| line.contains("Furuly") && line.contains("stengt 01.01")), "{listed}");
    home.done(&["unit", "edit", "1", "--closes-at", "-"]);
    assert!(!home.done(&["places", "--for", "1"]).contains("stengt"));
}

#[test]
fn a_list_tells_what_it_would_change_before_it_does_and_no_number_with_it() {
    let home = Home::with_places();
    let changed = crate::program::UNITS
        .replace("00 00 00 00,4-1;4-2,6,12,2,no,no,2", "91 23 45 67,4-2,6,14,2,no,,2")
        .replace("Åsen,acute_institution,state", "Åsen,acute_institution,framework");
    let file = home.write("changed.csv", changed);
    let head = home.journal_head();
    let told = home.json(&["import", "places", &file, "--dry-run"]);
    assert_eq!(told["updated"], json!([1, 4]));
    let of = |at: usize| {
        let columns = told["differences"][at]["changes"].as_array().unwrap();
        columns
            .iter()
            .map(|one| (one["column"].clone(), one["old"].clone(), one["new"].clone()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        of(0),
        [
            (json!("phone"), json!(null), json!(null)),
            (json!("legal_bases"), json!("4-1;4-2"), json!("4-2")),
            (json!("age_max"), json!("12"), json!("14")),
            (json!("animals"), json!("no"), json!(null)),
        ]
    );
    assert_eq!(of(1), [(json!("ownership"), json!("state"), json!("framework"))]);
    assert!(!told.to_string().contains("91 23 45 67"));
    let text = home.done(&["import", "places", &file, "--dry-run"]);
    let wanted = "Furuly: phone endret, legal_bases 4-1;4-2 → 4-2, age_max 12 → 14, animals no → –";
    assert!(text.lines().any(|line| line == wanted), "{text}");
    assert_eq!(home.journal_head(), head, "nothing is written");
    // What is done tells the same as what would be.
    let done = home.json(&["import", "places", &file]);
    assert_eq!((&done["updated"], &done["differences"]), (&json!([1, 4]), &told["differences"]));
    let back = home.write("back.csv", crate::program::UNITS);
    let text = home.done(&["import", "places", &back]);
    let wanted = "Furuly: phone endret, legal_bases 4-2 → 4-1;4-2, age_max 14 → 12, animals – → no";
    assert!(text.lines().any(|line| line == wanted), "{text}");
    assert!(!text.contains("91 23 45 67"));
    home.done(&["import", "places", &file]);
    let again = home.json(&["import", "places", &file, "--dry-run"]);
    assert_eq!(again["differences"], json!([]));
}

#[test]
fn what_is_asked_about_a_home_is_told_one_by_one_cleaned_and_shown_on_purpose_only() {
    let home = Home::with_places();
    let head = home.journal_head();
    let dirty = "to\u{1b}[31m voksne\u{202e}\u{200b}";
    home.done(&["unit", "edit", "1", "--adults", dirty, "--faith", "ingen", "--languages", "norsk"]);
    home.done(&["unit", "edit", "1", "--group-note", "ikke to\nfra samme gjeng"]);
    // A line a fact that was told.
    assert_eq!(home.journal_head(), head + 4);
    let shown = || home.json(&["place", "reveal", "1"]);
    let first = shown();
    assert_eq!((&first["adults"], &first["faith"]), (&json!("to voksne"), &json!("ingen")));
    assert_eq!((&first["languages"], &first["school"]), (&json!("norsk"), &json!(null)));
    assert_eq!(first["group_note"], "ikke to fra samme gjeng");
    let text = home.done(&["place", "reveal", "1"]);
    assert!(text.contains("voksne: to voksne\n") && text.contains("Ikke kjent: egne barn, "), "{text}");
    // Told anew, and not known any more: the rest stays.
    home.done(&["unit", "edit", "1", "--adults", "en", "--faith", ""]);
    let second = shown();
    assert_eq!((&second["adults"], &second["faith"]), (&json!("en"), &json!(null)));
    assert_eq!((&second["languages"], &second["group_note"]), (&first["languages"], &first["group_note"]));
    let long = "x".repeat(201);
    home.refused(&["unit", "edit", "1", "--school", &long], "bad_value", 1);
    home.refused(&["unit", "edit", "1", "--group-note", &"x".repeat(501)], "bad_value", 1);
    let told = format!("{} {}", home.done(&["unit", "show", "1"]), home.json(&["unit", "show", "1"]));
    assert!(told.contains("se merknad om gruppen") && told.contains("\"has_group_note\":true"), "{told}");
    assert!(!told.contains("gjeng") && !told.contains("norsk"), "{told}");
    home.done(&["unit", "edit", "1", "--group-note", ""]);
    assert_eq!(home.json(&["unit", "show", "1"])["has_group_note"], json!(false));
    assert!(home.json(&["check"])["findings"].as_array().unwrap().is_empty());
}

#[test]
fn a_new_unit_has_its_facts_and_the_note_on_its_group_is_a_reason_to_read_and_never_in_the_way() {
    let home = Home::with_places();
    let told = ["--school", "Berg", "--on-call-phone", "11 22 33 44", "--group-note", "spre gjengen"];
    home.json(&[&NEW[..], &told].concat());
    home.done(&["call", "add", "hamar bvv g15 4-4 oms"]);
    let listed = home.json(&["places", "--for", "1"]);
    let row = listed["places"].as_array().unwrap().iter().find(|row| row["unit"] == "Rognli").unwrap();
    assert_eq!(row["fits"], json!(true), "{row}");
    let reasons = row["reasons"].as_array().unwrap();
    assert!(reasons.contains(&json!("se merknad om gruppen")), "{row}");
    assert!(!listed.to_string().contains("gjengen"));
    let shown = home.json(&["place", "reveal", &row["place"].to_string()]);
    assert_eq!((&shown["school"], &shown["on_call_phone"]), (&json!("Berg"), &json!("11 22 33 44")));
}

#[test]
fn a_list_that_comes_back_is_the_same_and_leaves_what_it_has_no_column_for() {
    let home = Home::with_places();
    home.done(&[
        "unit",
        "edit",
        "1",
        "--adults",
        "to",
        "--languages",
        "norsk, somali",
        "--group-note",
        "se an",
    ]);
    home.done(&[
        "unit",
        "edit",
        "1",
        "--on-call-phone",
        "11 22 33 44",
        "--department",
        "Hedmark",
        "--receives-from",
        "07:00",
        "--receives-to",
        "22:00",
        "--presentation",
        "Hage, gate",
        "--target-groups",
        "acute_care",
    ]);
    let before = home.done(&["export", "places"]);
    for told in ["\"norsk, somali\"", "11 22 33 44", "Hedmark", "07:00,22:00", "\"Hage, gate\"", "acute_care"]
    {
        assert!(before.contains(told), "{told}: {before}");
    }
    assert!(!before.contains("se an") && !before.contains(",to,"), "{before}");
    let head = home.journal_head();
    let same = home.json(&["import", "places", &home.write("same.csv", before.clone())]);
    assert_eq!((&same["unchanged"], home.journal_head()), (&json!(4), head));
    let emptied = before.replace("\"norsk, somali\"", "");
    home.json(&["import", "places", &home.write("other.csv", emptied)]);
    home.json(&["import", "places", &home.write("again.csv", before.clone())]);
    assert_eq!(home.done(&["export", "places"]), before);
    let shown = home.json(&["place", "reveal", "1"]);
    assert_eq!((&shown["adults"], &shown["group_note"]), (&json!("to"), &json!("se an")));
}
