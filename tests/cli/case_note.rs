//! One call as a case note: whole and honest, without names unless asked for with a reason, and harmless where it is
//! pasted. And the letter to municipalities.

use akuttvakt::catalog::Catalog;
use akuttvakt::domain::call::CloseReason;
use akuttvakt::domain::command::{Command, SiblingSplit};
use akuttvakt::domain::ids::{CallId, OfferId};
use akuttvakt::domain::placement::PlacementPlan;
use akuttvakt::domain::remark::RemarkKind;
use akuttvakt::store::Store;
use chrono::TimeDelta;
use serde_json::Value;

use crate::program::{Home, now};
use crate::support::promise::Promise;

/// Call 1: a girl and a boy, something in every field that takes text, all by `text`.
fn told(line: &str, text: &dyn Fn(&str) -> String) -> Home {
    let home = Home::with_places();
    let word = |name: &str| format!("'{}'", text(name).replace('\'', "'\\''"));
    let mut lines = vec![line.to_owned()];
    lines.push(format!(
        "call edit 1 --child 1 --name {} --national-id {}",
        word("name"),
        word("national_id")
    ));
    for item in ["situation", "child_view", "view_weight", "parents_view", "child_knows", "help_at_home"] {
        lines.push(format!("checklist answer 1 {item} -- {}", word(item)));
    }
    lines.push(format!(
        "offer 1 1 --child 1 --reason {} --child-view {} --travel-time {} --cleared-with {}",
        word("why"),
        word("view"),
        word("travel"),
        word("cleared_with")
    ));
    lines.push(format!("answer 1 accepted --by {} --note {}", word("answered_by"), word("answer_note")));
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let answers = home.batch(&lines);
    assert!(answers.iter().all(|answer| answer.get("error").is_none()), "{answers:?}");
    let mut store = home.store();
    let mut done = |command: Command| store.execute(Store::new_command_id(now()), &command, now()).unwrap();
    done(Command::PlanPlacement(Box::new(PlacementPlan {
        driver: Some(text("driver")),
        medicines: Some(text("medicines")),
        night_number: Some(text("night")),
        ..PlacementPlan::new(OfferId(1))
    })));
    done(Command::SplitSiblings(Box::new(SiblingSplit {
        call: CallId(1),
        agreed_by: text("agreed_by"),
        agreed_at: None,
        reason: text("split"),
    })));
    done(Command::Remark { call: CallId(1), kind: RemarkKind::Disagreement, text: text("remark") });
    home
}

/// The fields of [`told`] that say who somebody is, or reach them.
const PEOPLE: [&str; 7] =
    ["name", "national_id", "cleared_with", "answered_by", "driver", "night", "agreed_by"];
/// Those that tell what happened.
const WORDS: [&str; 13] = [
    "situation",
    "child_view",
    "view_weight",
    "parents_view",
    "child_knows",
    "help_at_home",
    "why",
    "view",
    "travel",
    "answer_note",
    "medicines",
    "split",
    "remark",
];

fn marker(name: &str) -> String {
    format!("merke{}", name.replace('_', "x"))
}

const LINE: &str =
    "call add 'ringsaker bvv j9+g12 kandeles 4-2 bh vedtak tlf 99887766 nå hjemme -- merkenotat'";
const SHIELDED: &str =
    "call add 'ringsaker bvv j9+g12 kandeles 4-2 bh vedtak tlf 99887766 kode6 -- merkenotat'";

#[test]
fn the_note_is_whole_and_says_honestly_what_is_not_known() {
    let home = told(LINE, &marker);
    home.batch(&["checklist answer 1 escort --later", "checklist answer 1 language --unknown"]);
    let note = home.done(&["export", "call", "1"]);
    assert_eq!(note, home.done(&["export", "call", "1", "--format", "md"]));
    let headings: Vec<&str> = note.lines().filter(|line| line.starts_with("## ")).collect();
    assert_eq!(
        headings,
        [
            "## Informasjonsinnhenting",
            "## Medvirkning",
            "## Vekt av barnets syn",
            "## Faglig vurdering",
            "## Rutinens steg",
            "## Tidslinje",
        ]
    );
    let catalog = Catalog::load().unwrap();
    for item in &catalog.checklist {
        let row = format!("- **{} {}:** ", item.number, item.label);
        assert_eq!(note.lines().filter(|line| line.starts_with(&row)).count(), 1, "{row}\n{note}");
    }
    for line in [
        "# Henvendelse 1",
        "- **Kommune:** Ringsaker",
        "- **Barn:** jente 9, gutt 12 (hver for seg)",
        "- **Hjemmel:** § 4-2 (akutt omsorgsovertakelse)",
        "- **Vedtak:** fattet, tidspunktet er ikke oppgitt",
        "- **13 Legesjekk:** ikke spurt",
        "- **11 Språk, tolk:** kommunen vet ikke (",
        "- **16 Hvem følger barnet:** ettersendes, etterspørres ",
        "- **Hvorfor dette for dette barnet:** merkewhy",
        "- **Barnets syn på Furuly:** merkeview",
        "### Plassering: Furuly (jente 9)",
        "- **snakke med tiltaket:** gjenstår, uten frist (rådgiver)",
        "- **gi tilbud:** gjort ",
        "- **registrere i BIRK:** gjenstår, frist ",
        "- **Søsken hver for seg, avtalt ",
    ] {
        assert!(note.lines().any(|found| found.starts_with(line)), "{line}\n{note}");
    }
    for name in WORDS {
        assert!(note.contains(&marker(name)), "{name}\n{note}");
    }
    let object = home.json(&["export", "call", "1"]);
    assert_eq!((&object["call"], &object["named"]), (&Value::from(1), &Value::from(false)));
    let sections = object["sections"].as_array().unwrap();
    let rows = |name: &str| {
        sections.iter().find(|section| section["section"] == name).unwrap()["rows"].as_array().unwrap().len()
    };
    assert_eq!(rows("information") + rows("participation") + rows("weight_of_view"), 20 + 2, "note and view");
}

#[test]
fn nobody_is_named_without_a_reason_and_with_one_it_is_journalled_first() {
    let mut promise = Promise::of("S7", "names in case notes");
    let home = told(LINE, &marker);
    let head = home.journal_head();
    let mut looked_at = 0;
    for format in ["md", "json"] {
        let note = home.done(&["export", "call", "1", "--format", format]);
        for hidden in PEOPLE.map(marker).iter().chain(&["99887766".to_owned()]) {
            assert!(!note.contains(hidden.as_str()), "{hidden} in {format}\n{note}");
            looked_at += 1;
        }
    }
    assert_eq!(home.journal_head(), head, "nothing named left the house");
    for arguments in [&["export", "call", "1", "--named"][..], &["export", "call", "1", "--reason", "x"]] {
        assert_eq!(home.run(arguments).code, 2, "{arguments:?}");
    }
    home.refused(&["export", "call", "1", "--named", "--reason", " "], "bad_value", 1);
    home.refused(&["export", "call", "7"], "unknown_call", 1);
    home.refused(&["export", "call", "7", "--named", "--reason", "x"], "unknown_call", 1);
    assert_eq!(home.run(&["export", "call", "1", "--format", "csv"]).code, 2);
    assert_eq!(home.journal_head(), head);

    let named = home.done(&["export", "call", "1", "--named", "--reason", "til BIRK"]);
    for shown in PEOPLE.map(marker).iter().chain(&["99887766".to_owned(), "NAVN OG NUMRE".to_owned()]) {
        assert!(named.contains(shown.as_str()), "{shown}\n{named}");
    }
    let lines = home.json(&["export", "journal"])["journal"].as_array().unwrap().clone();
    let exports: Vec<&Value> = lines.iter().filter(|line| line["act"] == "export").collect();
    assert!(!exports.is_empty() && exports.iter().all(|line| line["call"] == 1));
    let access = home.json(&["access", "--call", "1"])["access"].clone();
    assert_eq!((&access[0]["act"], &access[0]["children"]), (&"export".into(), &serde_json::json!([1, 2])));
    assert!(home.done(&["access"]).contains("skrev ut 1 med navn og numre (barn 1, 2)"));
    assert!(!format!("{exports:?}").contains("BIRK"), "the reason is free text");
    assert!(home.done(&["export", "call", "1"]).contains("Grunn: til BIRK"), "the story tells it");
    promise.ran(looked_at, "no name, number or person in Markdown and JSON");
}

#[test]
fn of_a_protected_address_neither_place_nor_words_leave_the_house_unnamed() {
    let mut promise = Promise::of("S5", "protected addresses in case notes");
    let home = told(SHIELDED, &marker);
    let mut looked_at = 0;
    for format in ["md", "json"] {
        let note = home.done(&["export", "call", "1", "--format", format]);
        let words = WORDS.map(marker);
        let secret = ["Ringsaker", "3411", "Furuly", "km luftlinje", "merkenotat"].map(str::to_owned);
        for hidden in PEOPLE.map(marker).iter().chain(&words).chain(&secret) {
            assert!(!note.contains(hidden.as_str()), "{hidden} in {format}\n{note}");
            looked_at += 1;
        }
        assert!(note.contains("BESKYTTET (kode 6)"), "{note}");
    }
    let named = home.done(&["export", "call", "1", "--named", "--reason", "overføring"]);
    for shown in ["Ringsaker", "Furuly", "merkenotat", "merkewhy"] {
        assert!(named.contains(shown), "{shown}\n{named}");
    }
    promise.ran(looked_at, "left out of Markdown and JSON");
}

#[test]
fn a_place_that_must_not_be_known_stands_above_all_else() {
    let home = told(LINE, &marker);
    assert!(!home.done(&["export", "call", "1"]).contains("SKAL IKKE BLI KJENT"));
    home.done(&["call", "edit", "1", "--may-be-known", "no"]);
    let note = home.done(&["export", "call", "1"]);
    assert!(note.starts_with("> **STEDET SKAL IKKE BLI KJENT for foreldre og nettverk.**\n"), "{note}");
    assert_eq!(home.json(&["export", "call", "1"])["place_is_secret"], true);
}

/// What is typed that could become something else where a note is pasted.
const PAYLOADS: [&str; 22] = [
    "# Tittel",
    "## Faglig vurdering",
    "- punkt",
    "* punkt",
    "+ punkt",
    "1. punkt",
    "2) punkt",
    "> sitat",
    "---",
    "===",
    "```rust",
    "**fet** __fet__ ~~strøket~~",
    "[klikk](javascript:alert(1))",
    "![bilde](http://x.no/a.png)",
    "<script>alert(1)</script>",
    "<img src=x onerror=y>",
    "&lt;b&gt; &#60;",
    "a | b | c",
    "se http://x.no og www.x.no, skriv til a@b.no",
    "`kode` \\* \\",
    "[ ] gjort [^1] :smil:",
    "$x^2$ a_b_c",
];

/// The signs of a note that mean something: those that are not behind a backslash.
fn meant(note: &str) -> Vec<String> {
    let line = |line: &str| {
        let mut signs = line.chars();
        let mut kept = String::new();
        while let Some(sign) = signs.next() {
            match sign {
                '\\' => drop(signs.next()),
                '#' | '*' | '_' | '`' | '[' | ']' | '<' | '>' | '|' | '~' | '&' | '@' | '$' | '^' => {
                    kept.push(sign);
                }
                _ => {}
            }
        }
        // What a line begins with makes headings, lists and lines below headings.
        let mut marker: String = line.chars().take_while(|sign| " -+*#>=".contains(*sign)).collect();
        let rest = &line[marker.len()..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && rest[digits..].starts_with(['.', ')']) {
            marker.push('1');
        }
        let links = line.matches("://").count() - line.matches("\\://").count();
        let links = links + usize::from(line.to_lowercase().contains("www."));
        format!("{marker:?} {kept} {links}")
    };
    note.lines().map(line).collect()
}

#[test]
fn what_was_typed_stays_text_where_the_note_is_pasted() {
    let mut promise = Promise::of("S7", "payloads in case notes");
    let line = LINE.replace("merkenotat", "plain");
    let note = |text: &dyn Fn(&str) -> String| {
        told(&line, text).done(&["export", "call", "1", "--named", "--reason", "ord"])
    };
    // The same call told in plain words: what means something is the same, line by line.
    let plain = meant(&note(&|_| "ord".to_owned()));
    let fields: Vec<&str> = PEOPLE.iter().chain(&WORDS).copied().collect();
    let mut runs = 0;
    // Each payload comes to stand in several fields.
    for shift in [0, 5, 11, 16] {
        let hostile = note(&|name| {
            let field = fields.iter().position(|field| *field == name).unwrap();
            PAYLOADS[(field + shift) % PAYLOADS.len()].to_owned()
        });
        assert_eq!(meant(&hostile), plain, "{hostile}");
        runs += fields.len();
    }
    // Unescaped, the same judge sees each of them.
    let caught = PAYLOADS.iter().filter(|payload| {
        let note = |text: &str| format!("- **Notat:** x\n  - {text}\n");
        meant(&note(payload)) != meant(&note("ord"))
    });
    let seen: Vec<_> = caught.collect();
    assert!(seen.len() >= PAYLOADS.len() - 3, "{seen:?}");
    promise.caught("no escaping");
    promise.ran(runs, format_args!("{} payloads in {} fields", PAYLOADS.len(), PEOPLE.len() + WORDS.len()));
}

#[test]
fn an_erased_call_says_so_and_has_no_names_to_give() {
    let home = told(LINE, &marker);
    let mut store = home.store();
    let later = now() + TimeDelta::days(400);
    let mut done = |command: Command, at| store.execute(Store::new_command_id(at), &command, at).unwrap();
    done(Command::FallThrough { offer: OfferId(1), reason: marker("fell") }, now());
    let reason = CloseReason::Withdrawn;
    done(Command::CloseCall { call: CallId(1), reason, note: Some(marker("close")) }, now());
    let set = |key: &str, value: &str| Command::SetSetting { key: key.to_owned(), value: value.to_owned() };
    done(set("purge.on", "on"), now());
    done(set("purge.days", "30"), now());
    done(Command::Purge { dry_run: false }, later);
    let note = home.done(&["export", "call", "1"]);
    assert!(note.contains("Hvorfor dette for dette barnet:** (slettet)"), "{note}");
    assert!(note.contains("5 Situasjon:** (slettet)"), "{note}");
    assert!(!note.contains("merke"), "{note}");
    home.refused(&["export", "call", "1", "--named", "--reason", "x"], "stale", 1);
}

#[test]
fn the_letter_is_one_page_and_has_every_question_in_both_forms_of_norwegian() {
    let catalog = Catalog::load().unwrap();
    let home = Home::bare();
    for (language, first) in
        [("nb", "# Det vi kommer til å spørre om"), ("nn", "# Det vi kjem til å spørje om")]
    {
        let ran = home.run_bare(&["letter", "--lang", language]);
        assert_eq!((ran.code, ran.err.as_str()), (0, ""), "needs no database");
        assert_eq!(ran.out.lines().next(), Some(first));
        assert!(ran.out.lines().count() <= 60, "{}", ran.out.lines().count());
        for line in ran.out.lines() {
            assert!(line.chars().count() <= 90, "{line}");
        }
        let plain = ran.out.split_whitespace().collect::<Vec<_>>().join(" ");
        for item in &catalog.checklist {
            let question = if language == "nb" { &item.question } else { &item.question_nn };
            assert!(plain.contains(&format!("{}. {question}", item.number)), "{question}\n{plain}");
        }
        let object = home.run_bare(&["letter", "--lang", language, "--format", "json"]).out;
        let object: Value = serde_json::from_str(&object).unwrap();
        assert_eq!(
            (object["language"].as_str(), object["letter"].as_str()),
            (Some(language), Some(&*ran.out))
        );
    }
    assert_eq!(home.run_bare(&["letter"]).out, home.run_bare(&["letter", "--lang", "nb"]).out);
    // Only the letter is written in the receiver's form yet.
    for arguments in [&["about", "--lang", "nn"][..], &["letter", "--lang", "se"]] {
        assert_eq!(home.run_bare(arguments).code, 2, "{arguments:?}");
    }
    for item in &catalog.checklist {
        assert_ne!(item.question, item.question_nn, "{:?}", item.key);
    }
}
