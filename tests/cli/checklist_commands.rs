//! The intake checklist by command: all items in order, and answers whose words fill fields.

use serde_json::{Value, json};

use crate::program::{ADVISER, Home, fields};

fn item(shown: &Value, key: &str) -> Value {
    shown["items"].as_array().unwrap().iter().find(|row| row["item"] == key).unwrap().clone()
}

#[test]
fn every_item_is_shown_in_its_order() {
    let home = Home::empty();
    home.done(&["call", "add", "ringsaker bvv j9 4-2 bh nå hjemme allergi"]);
    let out = home.done(&["checklist", "show", "1", "--format", "json"]);
    assert_eq!(fields(&out), ["call", "settled", "items"]);
    let inner = out.split_once('[').unwrap().1;
    assert_eq!(fields(&inner[..=inner.find('}').unwrap()]), ["item", "state", "at", "by", "value", "text"]);
    let shown: Value = serde_json::from_str(&out).unwrap();
    let items = shown["items"].as_array().unwrap();
    assert_eq!(
        (items.len(), &items[0]["item"], &items[19]["item"]),
        (20, &json!("identity"), &json!("siblings"))
    );
    // Where the child is, the wish and the needs are told; one child has no siblings to ask about.
    assert_eq!(shown["settled"], 4);
    assert_eq!(item(&shown, "basis")["state"], "not_asked");
    assert_eq!(item(&shown, "basis")["value"], "4-2");
    assert_eq!(item(&shown, "whereabouts")["value"], "home");
    assert_eq!(item(&shown, "wished")["value"], "emergency_home");
    assert_eq!(item(&shown, "health")["value"], "allergi");
    assert_eq!(item(&shown, "siblings")["state"], "not_relevant");
    let text = home.done(&["checklist", "show", "1"]);
    assert_eq!(text.lines().count(), 21);
    for told in [
        "(basis) · ikke spurt · § 4-2 · ",
        "(whereabouts) · besvart · hjemme · ",
        "besvart · beredskapshjem · ",
    ] {
        assert!(text.contains(told), "{told} in {text}");
    }
    assert!(
        text.starts_with(
            "Henvendelse 1: 4 av 20 punkter er avklart.\n1 Navn og nummer (identity) · ikke spurt · Hva heter"
        ),
        "{text}"
    );
    let table = home.done(&["checklist", "show", "1", "--format", "csv"]);
    assert!(table.starts_with("number,item,label,question,state,at,by,value,text\n1,identity,"), "{table}");
    assert_eq!(table.lines().count(), 21);
}

#[test]
fn an_answers_words_are_kept_and_fill_fields() {
    let home = Home::empty();
    home.done(&["call", "add", "ringsaker bvv j9 bh"]);
    let out = home.done(&["checklist", "answer", "1", "basis", "4-2 vedtak", "--format", "json"]);
    assert_eq!(out, "{\"ok\":true,\"call\":1,\"item\":\"basis\",\"state\":\"answered\",\"due_at\":null}\n");
    assert_eq!(
        home.done(&["checklist", "answer", "1", "7", "stikker av om natten"]),
        "1: punktet er besvart.\n"
    );
    home.done(&["checklist", "answer", "1", "6", "nei"]);
    home.done(&["checklist", "answer", "1", "identity", "Liv L. 01010112345"]);
    let shown = home.json(&["checklist", "show", "1"]);
    let basis = item(&shown, "basis");
    assert_eq!(
        (&basis["state"], &basis["value"], &basis["text"]),
        (&json!("answered"), &json!("4-2;made"), &json!("4-2 vedtak"))
    );
    assert_eq!(basis["by"], ADVISER);
    assert!(basis["at"].as_str().unwrap().ends_with('Z'), "{basis}");
    assert_eq!(item(&shown, "danger")["text"], "stikker av om natten");
    assert_eq!(item(&shown, "protection")["value"], "no");
    // A name is hidden until it is revealed.
    let identity = item(&shown, "identity");
    assert_eq!(
        (&identity["state"], &identity["value"], &identity["text"]),
        (&json!("answered"), &Value::Null, &Value::Null)
    );
    assert_eq!(home.json(&["call", "reveal", "1"])["children"][0]["name"], "Liv L.");
    let text = home.done(&["checklist", "show", "1"]);
    assert!(text.contains(&format!(" ({ADVISER}) · stikker av om natten · ")), "{text}");
    assert!(!text.contains("Liv"), "{text}");
}

#[test]
fn an_item_may_be_unknown_not_relevant_or_sent_later() {
    let home = Home::empty();
    home.done(&["call", "add", "ringsaker bvv j9 4-2 bh"]);
    home.done(&["checklist", "answer", "1", "language", "--unknown"]);
    home.done(&["checklist", "answer", "1", "14", "--not-relevant"]);
    let later = home.json(&["checklist", "answer", "1", "doctor", "--later"]);
    assert_eq!((&later["item"], &later["state"]), (&json!("doctor"), &json!("later")));
    assert!(later["due_at"].as_str().unwrap().ends_with('Z'), "{later}");
    let said = home.done(&["checklist", "answer", "1", "escort", "sender navnet", "--later"]);
    assert!(said.starts_with("1: ettersendes, oppfølging "), "{said}");
    let shown = home.json(&["checklist", "show", "1"]);
    for (key, state) in
        [("language", "unknown"), ("faith", "not_relevant"), ("doctor", "later"), ("escort", "later")]
    {
        assert_eq!(item(&shown, key)["state"], state);
    }
}
