//! Erasure and the access report by the built program.

use std::io::Write as _;
use std::process::Stdio;

use akuttvakt::domain::call::{CallFacts, CallKind, CloseReason};
use akuttvakt::domain::child::{Age, ChildFacts, ChildIdentity, Sex};
use akuttvakt::domain::command::Command;
use akuttvakt::domain::ids::CallId;
use akuttvakt::domain::municipality::MunicipalityNumber;
use akuttvakt::domain::unit_facts::UnitFact;
use akuttvakt::store::Store;
use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::program::{ADVISER, Home, Ran, fields, now, ran};
use crate::support::promise::Promise;

const NAME: &str = "MERKENAVN";
const NOTE: &str = "MERKENOTAT";

/// A database whose first call, of a named child, was closed this many days ago.
fn with_old_call(days: i64) -> Home {
    let home = Home::with_places();
    let at = now() - TimeDelta::days(days);
    let municipality = MunicipalityNumber::parse("3411").unwrap();
    let facts = CallFacts {
        children: vec![ChildFacts { sex: Sex::Girl, age: Age::Years(9) }],
        identities: vec![ChildIdentity { name: Some(NAME.to_owned()), national_id: None }],
        note: Some(NOTE.to_owned()),
        ..CallFacts::new(CallKind::Consultation, municipality, at)
    };
    let mut store = home.store();
    let mut run = |command: &Command| store.execute(Store::new_command_id(at), command, at).unwrap();
    run(&Command::RegisterCall(Box::new(facts)));
    run(&Command::CloseCall { call: CallId(1), reason: CloseReason::ConsultationDone, note: None });
    home
}

/// Runs `purge` with a line on standard input.
fn purge_with(home: &Home, line: &str) -> Ran {
    let db = home.db.to_str().unwrap();
    let mut child = home
        .command(&["--db", db, "--key-fd", "3", "purge"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(line.as_bytes()).unwrap();
    ran(&child.wait_with_output().unwrap())
}

#[test]
fn erasure_is_off_until_the_authority_turns_it_on_and_then_asks_for_the_name_of_the_database() {
    let home = with_old_call(400);
    let would = home.done(&["purge", "--dry-run"]);
    assert!(
        would.starts_with("Ville slettet 2 opplysninger i 1 henvendelse.\n1: 2 opplysninger\n"),
        "{would}"
    );
    assert!(would.contains("Myndigheten avgjør") && would.contains("setting set purge.on on"), "{would}");
    home.refused(&["purge", "--yes"], "bad_value", 1);
    home.done(&["setting", "set", "purge.on", "on"]);

    let head = home.journal_head();
    for wrong in ["", "ja\n", "vakt\n"] {
        let refused = purge_with(&home, wrong);
        assert_eq!((refused.code, refused.out.as_str()), (1, ""), "{refused:?}");
        assert!(refused.err.starts_with("Ingenting er slettet.") && refused.err.contains("vakt.db"));
    }
    assert_eq!(home.journal_head(), head);
    home.store().backup_maker().make(None, now()).unwrap();
    assert!(home.done(&["call", "reveal", "1"]).contains(NAME));

    let done = purge_with(&home, "vakt.db\n");
    assert_eq!((done.code, done.err.as_str()), (0, ""), "{done:?}");
    assert!(done.out.starts_with("Slettet 2 opplysninger i 1 henvendelse.\n1: 2 opplysninger\n"), "{done:?}");
    assert!(
        done.out.contains("1 sikkerhetskopi i ") && done.out.contains("har det slettede med"),
        "{done:?}"
    );
    assert_eq!(home.done(&["check"]), "Alt er i orden: fil, logg og plasser.\n");
    for form in ["text", "json"] {
        let shown = home.done(&["call", "show", "1", "--format", form]);
        let revealed = home.done(&["call", "reveal", "1", "--format", form]);
        for told in [&shown, &revealed] {
            assert!(!told.contains(NAME) && !told.contains(NOTE), "{told}");
            assert!(told.contains(if form == "json" { "erased_at" } else { "ble slettet" }), "{told}");
        }
    }
    let nothing = home.done(&["purge", "--yes"]);
    assert!(nothing.starts_with("Ingenting å slette: "), "{nothing}");
}

#[test]
fn erasure_as_data_counts_by_call() {
    let home = with_old_call(40);
    home.done(&["setting", "set", "purge.days", "30"]);
    home.done(&["setting", "set", "purge.on", "on"]);
    let calls = json!([{"call": 1, "values": 2}]);
    let would = home.json(&["purge", "--dry-run"]);
    assert_eq!(
        (&would["calls"], &would["dry_run"], &would["log_is_empty"]),
        (&calls, &json!(true), &Value::Null)
    );
    let done = home.json(&["purge", "--yes"]);
    assert_eq!((&done["calls"], &done["values"], &done["days"]), (&calls, &json!(2), &json!(30)));
    assert_eq!((&done["ok"], &done["log_is_empty"]), (&json!(true), &json!(true)));
    let journal = home.json(&["export", "journal", "--call", "1"]);
    let acts = journal["journal"].as_array().unwrap().iter().filter(|line| line["act"] == "purge");
    let fields: Vec<_> = acts.map(|line| line["field"].clone()).collect();
    assert_eq!(fields, [json!("erased_at")]);
    // What cannot be confirmed at a prompt is not for a list of commands either.
    assert_eq!(home.batch(&["purge --yes"])[0]["error"]["code"], "usage");
}

#[test]
fn the_access_report_tells_who_saw_whom_and_holds_no_name_of_a_child() {
    let home = with_old_call(2);
    home.write("second", "et annet passord\n");
    assert_eq!(home.add_adviser("Per S.", "second", &[]).code, 0);
    let first = |arguments: &[&str]| home.as_adviser(ADVISER, "key", arguments);
    let second = |arguments: &[&str]| home.as_adviser("Per S.", "second", arguments);
    second(&["call", "add", "ringsaker bvv j9+g3 4-2 bh"]);
    assert_eq!(
        first(&["access"]),
        "Ingen har sett navn eller numre, og ingen har logget seg på, med dette utvalget.\n"
    );
    assert!(first(&["call", "reveal", "1"]).contains(NAME));
    second(&["call", "reveal", "2"]);
    second(&["place", "reveal", "1"]);
    let passphrase = akuttvakt::store::Passphrase::new("et annet passord".to_owned());
    let mut store = Store::open(
        &home.db,
        Some("Per S."),
        &passphrase,
        std::sync::Arc::default(),
        crate::program::options(),
    )
    .unwrap();
    store.sign_on(now()).unwrap();

    let head = store.journal_head().unwrap();
    let text = first(&["access"]);
    let lines: Vec<_> = text.lines().collect();
    assert_eq!(lines.len(), 4, "{text}");
    for (line, who, what) in [
        (0, ADVISER, "så på navn og numre i 1 (barn 1)"),
        (1, "Per S.", "så på navn og numre i 2 (barn 2, 3)"),
        (2, "Per S.", "om tiltak 1 (plass 1, 2)"),
        (3, "Per S.", "logget seg på skjermen"),
    ] {
        assert!(lines[line].contains(who) && lines[line].contains(what), "{text}");
    }
    let json = first(&["access", "--format", "json"]);
    let told: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(told["access"][1]["children"], json!([2, 3]));
    let inner = json.split_once('[').unwrap().1;
    let columns = ["line", "at", "adviser", "act", "call", "children", "unit", "places"];
    assert_eq!(fields(&inner[..=inner.find('}').unwrap()]), columns);
    let csv = first(&["access", "--format", "csv"]);
    assert!(csv.starts_with(&columns.join(",")) && csv.contains(",Per S.,reveal,2,2;3,,\n"), "{csv}");
    for told in [&text, &json, &csv] {
        assert!(!told.contains(NAME) && !told.contains("Furuly") && !told.contains("00 00 00 00"), "{told}");
    }

    let count = |arguments: &[&str]| {
        let told: Value =
            serde_json::from_str(&first(&[&["access", "--format", "json"], arguments].concat())).unwrap();
        told["access"].as_array().unwrap().len()
    };
    let day = |days| (now() + TimeDelta::days(days)).format("%Y-%m-%d").to_string();
    assert_eq!(count(&["--call", "2"]), 1);
    assert_eq!(count(&["--adviser", "Per S."]), 3);
    assert_eq!(count(&["--adviser", "Per S.", "--call", "1"]), 0);
    assert_eq!(count(&["--from", &day(-2), "--to", &day(1)]), 4);
    assert_eq!(count(&["--to", &day(-2)]), 0);
    assert_eq!(count(&["--from", &day(2)]), 0);
    assert_eq!(store.journal_head().unwrap(), head, "reading it leaves no line");
    for (wrong, code) in [(["--call", "9"], "unknown_call"), (["--adviser", "Ola"], "unknown_adviser")] {
        let refused = home.run(&[&["--as", ADVISER, "access", "--format", "json"], &wrong[..]].concat());
        assert_eq!((refused.code, &crate::program::error_of(&refused)["code"]), (1, &json!(code)));
    }
}

/// Words that stand nowhere else, and a municipality that only protected calls are of.
const PROTECTED: [&str; 2] = ["3427", "Tynset"];

struct Secrets {
    marks: usize,
    personal: Vec<String>,
    words: Vec<String>,
}

impl Secrets {
    fn next(&mut self) -> String {
        self.marks += 1;
        format!("MERKE{:03}", self.marks)
    }

    fn personal(&mut self) -> String {
        let mark = self.next();
        self.personal.push(mark.clone());
        mark
    }

    fn word(&mut self) -> String {
        let mark = self.next();
        self.words.push(mark.clone());
        mark
    }
}

/// A database with markers in every field of calls and homes that names people or was told of them: the even calls
/// have a protected address.
fn with_secrets() -> (Home, Secrets) {
    let home = Home::empty();
    let mut secrets = Secrets { marks: 0, personal: Vec::new(), words: Vec::new() };
    let mut units = "unit,kind,ownership,region,municipality,phone,legal_bases,age_min,age_max,max_siblings,\
                     other_children,animals,places,note,presentation,languages,on_call_phone\n"
        .to_owned();
    for n in 1..=12 {
        let [phone, note, told, languages, night] = std::array::from_fn(|_| secrets.personal());
        let more = format!("{note},{told},{languages},{night}");
        units.push_str(&["Heim ", &n.to_string(), ",emergency_home,state,Øst,3411,", &phone].concat());
        units.push_str(&[",4-2,0,17,2,no,no,2,", &more, "\n"].concat());
    }
    home.done(&["import", "places", &home.write("secret.csv", units)]);
    let mut lines = Vec::new();
    for call in 1..=9 {
        let number = if call % 2 == 0 { "tynset bvv j9 4-2 bh kode6" } else { "ringsaker bvv j9 4-2 bh" };
        lines.push(format!("call add \"{number} tlf 998877{call:02} -- {}\"", secrets.word()));
        secrets.personal.push(format!("998877{call:02}"));
        let (name, id) = (secrets.personal(), secrets.personal());
        lines.push(format!("checklist answer {call} identity \"{name} {id}\""));
        for item in ["situation", "child_view", "danger"] {
            lines.push(format!("checklist answer {call} {item} {}", secrets.word()));
        }
        let (why, view, travel) = (secrets.word(), secrets.word(), secrets.word());
        lines.push(format!(
            "offer {call} {} --reason {why} --child-view {view} --travel-time {travel}",
            2 * call
        ));
        lines.push(format!("step done {call} contact_measure --note {}", secrets.word()));
        if call < 4 {
            // An offer makes two follow-ups: to phone about it, and to clear with the measure.
            lines.push(format!("followup move {} +600 --reason {}", 2 * call, secrets.word()));
        }
        if call == 2 {
            lines.push(format!("answer 2 accepted --by {}", secrets.word()));
        }
        if call > 4 {
            let (by, note) = (secrets.word(), secrets.word());
            lines.push(format!("answer {call} declined --reason other --by {by} --note {note}"));
        }
        if call > 6 {
            lines.push(format!("call close {call} --reason withdrawn --note {}", secrets.word()));
        }
    }
    for kind in ["home_consultant", "leader_on_duty"] {
        let [name, number, note] = std::array::from_fn(|_| secrets.personal());
        lines.push(format!("contact add {kind} {name} {number} --note {note}"));
    }
    for unit in 1..=12 {
        let flag = |fact: &UnitFact| format!("--{}", fact.code().replace('_', "-"));
        let facts: Vec<_> =
            UnitFact::ALL.iter().map(|fact| format!("{} {}", flag(fact), secrets.personal())).collect();
        let note = secrets.personal();
        lines.push(format!("unit edit {unit} {} --group-note {note}", facts.join(" ")));
    }
    lines.push(format!("place set 24 staffing --reason {}", secrets.word()));
    let lines: Vec<_> = lines.iter().map(String::as_str).collect();
    for (line, answer) in lines.iter().zip(home.batch(&lines)) {
        assert_eq!(answer["ok"], true, "{line}: {answer}");
        let answer = answer.to_string();
        assert!(!answer.contains("MERKE"), "{line}: {answer}");
    }
    (home, secrets)
}

#[test]
fn no_command_tells_what_is_hidden() {
    let mut promise = Promise::of("S5", "hidden data in what commands answer");
    let (home, secrets) = with_secrets();
    let lists: [&[&str]; 22] = [
        &["unit", "list"],
        &["unit", "show", "1"],
        &["call", "list", "--all"],
        &["call", "list", "--open"],
        &["places"],
        &["places", "--for", "1"],
        &["places", "--for", "2"],
        &["places", "--free"],
        &["adviser", "list"],
        &["setting", "get"],
        &["export", "calls"],
        &["export", "journal"],
        &["export", "journal", "--call", "2"],
        &["access"],
        &["check"],
        &["purge", "--dry-run"],
        &["place", "history", "1"],
        &["followup", "list"],
        &["followup", "list", "--all"],
        &["followup", "list", "--all", "--call", "2"],
        &["call", "find", "merke001"],
        &["capacity", "--units"],
    ];
    let (mut runs, mut shown) = (0, 0);
    let mut look = |arguments: &[&str], may_tell_words: bool| {
        for form in ["text", "json", "csv"] {
            let ran = home.run(&[arguments, &["--format", form]].concat());
            let told = format!("{}{}", ran.out, ran.err);
            let found = |words: &[String]| words.iter().filter(|word| told.contains(*word)).count();
            assert_eq!(found(&secrets.personal), 0, "{arguments:?} {form}: {told}");
            if may_tell_words {
                shown += found(&secrets.words);
            } else {
                assert_eq!(found(&secrets.words), 0, "{arguments:?} {form}: {told}");
            }
            for place in PROTECTED {
                // As a word of its own: hashes have any four digits somewhere.
                let is_told = told.split(|sign: char| !sign.is_alphanumeric()).any(|word| word == place);
                assert!(!is_told, "{arguments:?} {form}: {told}");
            }
            runs += 1;
        }
    };
    for arguments in lists {
        look(arguments, false);
    }
    for call in ["2", "5"] {
        look(&["call", "show", call], true);
        look(&["checklist", "show", call], true);
        look(&["step", "list", call], true);
        // Refused: what was typed before is not told by the refusal.
        look(&["call", "close", call, "--reason", "consultation_done"], false);
        look(&["call", "link", call, "99"], false);
    }
    assert!(shown > 10, "the words are found where one call is shown: {shown}");
    promise.caught("words of the call that is shown");
    let far = |call: &str| home.json(&["places", "--for", call])["places"][0]["km"].clone();
    assert_ne!(far("1"), Value::Null);
    assert_eq!(far("2"), Value::Null, "how far it is would tell where a protected address is");

    let head = home.journal_head();
    let revealed = home.done(&["call", "reveal", "2"]);
    assert!(revealed.contains("MERKE") && revealed.contains("Tynset"), "{revealed}");
    assert!(home.journal_head() > head, "a reveal is journalled");
    promise.ran(runs, format!("answers, {} markers, 0 seen", secrets.personal.len() + secrets.words.len()));
}
