//! Exports: the whole journal, coded facts of calls, and nothing that should stay in the house.

use serde_json::Value;

use crate::program::{ADVISER, Home};

fn rows(csv: &str) -> Vec<csv::StringRecord> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(csv.as_bytes())
        .records()
        .collect::<Result<_, _>>()
        .unwrap()
}

#[test]
fn the_journal_is_exported_line_by_line_and_is_not_itself_journalled() {
    let home = Home::with_places();
    home.batch(&["call add 'ringsaker j9 4-2 bh tlf 99887766 -- moren heter Kristine'", "hold 1 1"]);
    let head = home.journal_head();
    let csv = home.done(&["export", "journal"]);
    let rows = rows(&csv);
    assert_eq!(
        rows[0].iter().collect::<Vec<_>>(),
        [
            "sequence",
            "time",
            "adviser",
            "command_id",
            "act",
            "subject",
            "number",
            "call",
            "field",
            "old",
            "new",
            "hash"
        ]
    );
    let numbers: Vec<i64> = rows[1..].iter().map(|row| row[0].parse().unwrap()).collect();
    assert_eq!(numbers, (1..=head).collect::<Vec<_>>());
    assert!(rows[1..].iter().all(|row| row[11].len() == 64 && row[1].ends_with('Z')));
    let last = rows.last().unwrap();
    assert_eq!((&last[2], &last[4]), (ADVISER, "hold"));
    for secret in ["99887766", "Kristine", "Furuly", "00 00 00 00"] {
        assert!(!csv.contains(secret), "{secret}");
    }
    let object = home.json(&["export", "journal"]);
    assert_eq!(object["journal"].as_array().unwrap().len(), numbers.len());
    assert_eq!(object["journal"][0]["sequence"], 1);
    assert_eq!(home.journal_head(), head);
}

#[test]
fn calls_are_exported_as_coded_facts() {
    let home = Home::with_places();
    home.batch(&[
        "call add 'ringsaker bvv j9 g4 4-2 bh tlf 99887766 -- moren heter Kristine'",
        "call add 'gjøvik bvt kode7 j8 4-2 bh'",
        "call add 'hamar bvt drøft'",
        "offer 2 3",
        "answer 1 declined --reason other --note 'vil ikke'",
    ]);
    let csv = home.done(&["export", "calls"]);
    let rows = rows(&csv);
    assert_eq!(
        rows[0].iter().collect::<Vec<_>>().join(","),
        "call,kind,first_contact_at,referral_received_at,region,municipality,caller,legal_basis,wished_measure,\
         child,age,measure,ownership,offered_at,answer,placed_at,ended_at,decision"
    );
    // One row a child, one row a consultation.
    let calls: Vec<_> = rows[1..].iter().map(|row| (row[0].to_owned(), row[9].to_owned())).collect();
    let call = |call: &str, child: &str| (call.to_owned(), child.to_owned());
    assert_eq!(calls, [call("1", "1"), call("1", "2"), call("2", "3"), call("3", "")]);
    assert_eq!((&rows[1][5], &rows[1][8], &rows[1][10]), ("3411", "emergency_home", "9"));
    // A protected address is left out; what was offered and answered is not.
    assert_eq!(&rows[3][5], "");
    assert_eq!((&rows[3][11], &rows[3][12], &rows[3][14]), ("emergency_home", "state", "declined"));
    assert_eq!(&rows[4][1], "consultation");
    for secret in ["99887766", "Kristine", "vil ikke", "Furuly", "Solbakken"] {
        assert!(!csv.contains(secret), "{secret}");
    }
    let object = home.json(&["export", "calls"]);
    assert_eq!(object["calls"][2]["municipality"], Value::Null);
    assert_eq!(object["calls"][0]["age"], 9);
}

#[test]
fn exports_answer_as_csv_or_json_only() {
    let home = Home::with_places();
    assert_eq!(home.done(&["export", "places"]), home.done(&["export", "places", "--format", "csv"]));
    let object = home.json(&["export", "places"]);
    assert_eq!(object["places"][0]["legal_bases"], serde_json::json!(["4-1", "4-2"]));
    assert_eq!(object["places"][1]["animals"], Value::Null);
    assert_eq!(home.run(&["export", "places", "--format", "md"]).code, 2);
}
