//! When pages of handover and reports have names and what people wrote, and what they say where they have not.

use akuttvakt::domain::command::{Command as Act, OfferDraft};
use akuttvakt::domain::ids::{CallId, OfferId, PlaceId};
use akuttvakt::domain::offer::Answer;
use akuttvakt::store::Store;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::program::{Home, now};
use crate::shifts::{kari, night};

#[test]
fn a_report_with_names_tells_no_protected_address_of_a_call_that_is_not_named() {
    let home = Home::with_places();
    home.batch(&["call add 'gjøvik bvv j8 4-2 bh kode6 vedtak'", "call add 'hamar bvv j9 4-2 bh'"]);
    let mut store = home.store();
    let at = now() - TimeDelta::days(2);
    let offer = OfferId(1);
    for act in [
        Act::Offer(Box::new(OfferDraft::new(CallId(1), PlaceId(3)))),
        Act::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None },
    ] {
        store.execute(Store::new_command_id(at), &act, at).unwrap();
    }
    home.done(&["placement", "arrive", "1"]);
    // The intake unit was told; its department still has to register it.
    for task in home.json(&["followup", "list", "--all"])["follow_ups"].as_array().unwrap() {
        if task["step"] == "inform_unit" {
            home.done(&["followup", "done", &task["follow_up"].to_string()]);
        }
    }
    let from = (at + TimeDelta::hours(1)).to_rfc3339();
    let page = home.done(&["report", "morning", "--from", &from, "--named", "--reason", "x"]);
    assert!(page.contains("2 Hamar") && page.contains("registrere i BIRK: 1 "), "{page}");
    assert!(page.contains("Sted og ord er utelatt") && !page.contains("Gjøvik"), "{page}");
    let exported = home.json(&["export", "journal"])["journal"].as_array().unwrap().clone();
    let calls: Vec<_> = exported
        .iter()
        .filter(|line| line["subject"] == "named_exports" && line["field"] == "call")
        .map(|line| line["new"].clone())
        .collect();
    assert_eq!(calls, [json!("2")]);
}

#[test]
fn names_are_journalled_once_for_each_call_under_the_id_of_a_line_and_never_left_out() {
    let home = Home::with_places();
    home.batch(&["call add 'hamar bvv j9 4-2 bh tlf 99887766'", "call add 'hamar bvv j8 4-2 bh'"]);
    let exported = || {
        let lines = home.json(&["export", "journal"])["journal"].as_array().unwrap().clone();
        let named = |line: &&Value| line["subject"] == "named_exports" && line["field"] == "call";
        lines.iter().filter(named).map(|line| line["new"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let id = "id=0199d1a0-0000-7000-8000-000000000004";
    let report = format!("{id} report morning --named --reason x");
    assert_eq!(home.batch(&[&report, &report])[1]["named"], true);
    assert_eq!(exported(), ["1", "2"]);
    // Sent again when there is one more.
    home.batch(&["call add 'hamar bvv g9 4-2 bh'", &report]);
    assert_eq!(exported(), ["1", "2", "3"]);
    // What was done under an id that something else had is done: then nothing hidden is told.
    let used = "id=0199d1a0-0000-7000-8000-000000000005";
    let mut lines = vec![format!("{used} call add 'hamar bvv g8 4-2 bh'")];
    let others = ["call reveal 1", "export call 1 --named --reason x", "report morning --named --reason x"];
    lines.extend(others.map(|other| format!("{used} {other}")));
    let answers = home.batch(&lines.iter().map(String::as_str).collect::<Vec<_>>());
    for answer in &answers[1..3] {
        assert_eq!(answer["error"]["code"], "usage", "{answer}");
        assert!(!answer.to_string().contains("99887766"), "{answer}");
    }
    assert_eq!(answers[3]["named"], true, "{}", answers[3]);
    assert_eq!(exported(), ["1", "2", "3", "1", "2", "3", "4"]);
}

#[test]
fn a_page_without_names_says_that_something_is_to_be_done_and_by_when() {
    let home = night();
    let left_out = ["gjør: skrevet, men ikke tatt med her · ", "hvis–så: skrevet, men ikke tatt med her"];
    let draft = kari(&home, &["handover", "export", "--format", "md"]);
    for told in ["08:30", "– nå", "Sammendrag, laget av dataene", "Notat", "Skrives når vakta overleveres."]
    {
        assert!(draft.contains(told), "{told}\n{draft}");
    }
    kari(&home, &["shift", "end", "--to", "Per S.", "--note", "merkehusk"]);
    let page = kari(&home, &["handover", "export", "1", "--format", "md"]);
    for told in left_out.into_iter().chain(["08:30"]) {
        assert!(draft.contains(told) && page.contains(told), "{told}\n{page}");
    }
    let data: Value =
        serde_json::from_str(&kari(&home, &["handover", "export", "1", "--format", "json"])).unwrap();
    let entries = data["entries"].as_array().unwrap();
    let call = entries.iter().find(|entry| entry["kind"] == "call" && entry["number"] == 2).unwrap();
    assert!(call["action_at"].is_string() && call["words_left_out"] == true, "{call}");
    assert!(call["action"].is_null() && call["if_then"].is_null(), "{call}");
    // To whoever goes on it is told in full.
    let shown = kari(&home, &["handover", "show", "1"]);
    assert!(shown.contains("gjør: merkegjør") && !shown.contains("tatt med her"), "{shown}");
}

#[test]
fn the_banner_says_names_only_where_there_are_names() {
    let home = Home::with_places();
    home.batch(&[
        "shift start",
        "call add 'hamar bvv j8 4-2 bh'",
        "handover watch 1 watch --action merkegjør",
    ]);
    let named = ["handover", "export", "--named", "--reason", "x"];
    let page = home.done(&named);
    assert!(
        page.contains("Inneholder det som er skrevet i fritekst.") && !page.contains("navn og numre"),
        "{page}"
    );
    home.done(&["call", "edit", "1", "--child", "1", "--name", "Merke Navn"]);
    let page = home.done(&named);
    assert!(page.contains("Inneholder navn og numre.") && !page.contains("i fritekst"), "{page}");
}
