//! The directory of phone numbers by command.

use serde_json::json;

use crate::program::{Home, fields};

const LIST: &str = "\
kind,name,phone,region,municipality,note
region_duty,Vakttelefon Sør,11 11 11 11,sør,,hele døgnet
out_of_hours,Barnevernvakten i Hamar,22 22 22 22,,Hamar,
leader_on_duty,Aud T.,33 33 33 33,Øst,,
";

#[test]
fn a_number_is_added_corrected_and_taken_out() {
    let home = Home::empty();
    let added =
        home.json(&["contact", "add", "police", "Operasjonssentralen", "02800", "--municipality", "hamar"]);
    assert_eq!(added, json!({"ok": true, "contact": 1}));
    home.done(&[
        "contact",
        "add",
        "home_consultant",
        "Siv",
        "44 44 44 44",
        "--region",
        "øst",
        "--note",
        "til 22",
    ]);
    let out = home.done(&["contact", "list", "--format", "json"]);
    assert_eq!(
        out.trim(),
        r#"{"contacts":[{"contact":2,"kind":"home_consultant","name":"Siv","phone":"44 44 44 44","region":"Øst","municipality":null,"note":"til 22"},{"contact":1,"kind":"police","name":"Operasjonssentralen","phone":"02800","region":null,"municipality":"3403","note":null}]}"#
    );
    assert_eq!(
        home.done(&["contact", "list"]).lines().nth(1),
        Some("1 politi · Operasjonssentralen · 02800 · Hamar")
    );
    // What is not named stays, what is empty goes.
    home.done(&["contact", "edit", "2", "--phone", "55 55 55 55", "--note", ""]);
    let csv = home.done(&["contact", "list", "--kind", "home_consultant", "--format", "csv"]);
    assert_eq!(csv.lines().nth(1), Some("2,home_consultant,Siv,55 55 55 55,Øst,,"));
    assert_eq!(home.json(&["contact", "list", "--region", "nord"]), json!({"contacts": []}));
    home.done(&["contact", "remove", "2"]);
    assert_eq!(home.json(&["contact", "list"])["contacts"].as_array().map(Vec::len), Some(1));
    home.refused(&["contact", "remove", "2"], "bad_value", 1);
    home.refused(&["contact", "edit", "2", "--phone", "1"], "bad_value", 1);
    home.done(&["check"]);
}

#[test]
fn what_is_no_number_is_refused_by_name() {
    let home = Home::empty();
    home.refused(&["contact", "add", "naboen", "Per", "1"], "bad_value", 1);
    home.refused(&["contact", "add", "police", " ", "1"], "bad_value", 1);
    home.refused(&["contact", "add", "police", "Per", " "], "bad_value", 1);
    home.refused(&["contact", "add", "police", "Per", "1", "--region", "Oslo"], "bad_value", 1);
    home.refused(
        &["contact", "add", "police", "Per", "1", "--municipality", "Atlantis"],
        "unknown_municipality",
        2,
    );
    home.refused(
        &["contact", "add", "police", "Per", "1", "--municipality", "Herøy"],
        "ambiguous_municipality",
        2,
    );
}

#[test]
fn a_list_comes_in_whole_and_goes_out_as_it_came() {
    let home = Home::empty();
    let file = home.write("numre.csv", LIST);
    let told = home.json(&["import", "contacts", &file, "--dry-run"]);
    assert_eq!(told, json!({"ok": true, "added": 3, "updated": 0, "unchanged": 0, "dry_run": true}));
    assert_eq!(home.done(&["export", "contacts"]), "kind,name,phone,region,municipality,note\n");
    assert_eq!(home.json(&["import", "contacts", &file])["added"], 3);
    let exported = home.done(&["export", "contacts"]);
    let again = home.write("igjen.csv", &exported);
    assert_eq!(home.json(&["import", "contacts", &again])["unchanged"], 3);
    let changed = home.write("endret.csv", exported.replace("11 11 11 11", "+47 11"));
    assert_eq!(home.json(&["import", "contacts", &changed])["updated"], 1);
    assert!(home.done(&["export", "contacts"]).contains(",'+47 11,"), "no cell is run by a spreadsheet");
    let object = home.done(&["export", "contacts", "--format", "json"]);
    let first = object.split_once('[').unwrap().1;
    assert_eq!(
        fields(&first[..=first.find('}').unwrap()]),
        ["contact", "kind", "name", "phone", "region", "municipality", "note"]
    );
}

#[test]
fn the_template_of_the_list_is_a_list() {
    let home = Home::empty();
    let template = home.run_bare(&["import", "contacts", "--template"]).out;
    assert_eq!(home.json(&["import", "contacts", &home.write("mal.csv", &template)])["added"], 2);
    assert_eq!(home.done(&["export", "contacts"]).lines().count(), template.lines().count());
}

#[test]
fn a_list_that_is_wrong_says_where_and_leaves_everything() {
    let home = Home::empty();
    for (list, said) in [
        (LIST.replace("note", "notat"), "Linje 1: ukjente kolonner: notat."),
        (LIST.replace("phone", "note"), "Linje 1: kolonnen note står to ganger."),
        (LIST.replace("22 22 22 22", ""), "Linje 3, kolonne phone: cellen er tom"),
        (LIST.replace("Hamar,\n", "Atlantis,\n"), "Linje 3, kolonne municipality: det finnes ingen kommune"),
        (LIST.replace("leader_on_duty", "sjef"), "Linje 4, kolonne kind: «sjef» går ikke."),
        (format!("{LIST}leader_on_duty,Aud T.,1,Øst,,\n"), "Linje 5, kolonne name: «Aud T.»"),
    ] {
        let file = home.write("feil.csv", list);
        home.refused(&["import", "contacts", &file], "bad_file", 1);
        let ran = home.run(&["import", "contacts", &file]);
        assert!(ran.err.contains(said), "{said}: {}", ran.err);
    }
    assert_eq!(home.json(&["contact", "list"]), json!({"contacts": []}));
}
