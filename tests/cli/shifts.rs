//! Shifts and handovers by commands: on, watched, signed, gone through, repeated, received; and what is refused.

use akuttvakt::domain::command::Command;
use akuttvakt::domain::handover::{HandoverDraft, HandoverTo};
use akuttvakt::store::Store;
use serde_json::{Value, json};

use crate::program::{ADVISER, Home, now};

/// Kari and Per, six calls in Kari's shift of which two are open: one with an accepted offer on its way, one without any.
pub fn night() -> Home {
    let home = Home::with_places();
    home.write("key2", "annet\n");
    assert_eq!(home.add_adviser("Per S.", "key2", &["--as", ADVISER]).code, 0);
    let lines = [
        "shift start",
        "call add 'ringsaker bvv j9 4-2 bh vedtak tlf 99887766 nå hjemme -50m -- merkenotat'",
        "call edit 1 --child 1 --name 'Merke Navn'",
        "offer 1 1",
        "answer 1 accepted",
        "call add 'hamar pol g15 4-4 inst -95m'",
        "handover watch 2 critical --action 'merkegjør ring leverandøren' --at 08:30 --by 'merkePer' \
         --if-then 'merkehvis: ekstra plass på Åsen'",
        "call add 'gjøvik bvt drøft g4'",
        "call close 3 --reason consultation_done",
        "call add 'gjøvik bvt drøft j7'",
        "call close 4 --reason consultation_done",
        "call add 'hamar bvt j6 4-2 bh'",
        "call close 5 --reason withdrawn",
        "call add 'ringsaker bvt g8 4-1 bh'",
        "call close 6 --reason solved_outside",
    ];
    for line in lines {
        let words = shlex::split(line).unwrap();
        let words: Vec<&str> =
            [&["--as", ADVISER], words.iter().map(String::as_str).collect::<Vec<_>>().as_slice()].concat();
        home.done(&words);
    }
    home
}

pub fn kari(home: &Home, arguments: &[&str]) -> String {
    home.done(&[&["--as", ADVISER], arguments].concat())
}

pub fn per(home: &Home, arguments: &[&str]) -> String {
    home.as_adviser("Per S.", "key2", arguments)
}

fn object(written: &str) -> Value {
    serde_json::from_str(written).unwrap()
}

fn per_json(home: &Home, arguments: &[&str]) -> Value {
    object(&per(home, &[arguments, &["--format", "json"]].concat()))
}

fn kari_json(home: &Home, arguments: &[&str]) -> Value {
    object(&kari(home, &[arguments, &["--format", "json"]].concat()))
}

#[track_caller]
fn refused(home: &Home, arguments: &[&str], code: &str, exit: i32) {
    home.refused(&[&["--as", ADVISER], arguments].concat(), code, exit);
}

#[test]
fn a_night_is_handed_over_between_two_processes_by_commands() {
    let home = night();
    // What would be handed over, with what the giver wrote.
    let draft = kari(&home, &["handover", "show"]);
    for told in
        ["Utkast", "KRITISK: 2 Hamar · gutt 15 · § 4-4", "merkegjør ring leverandøren", "hvis–så: merkehvis"]
    {
        assert!(draft.contains(told), "{told}\n{draft}");
    }
    assert!(!draft.contains("Merke Navn") && !draft.contains("99887766"), "{draft}");
    let before = kari_json(&home, &["handover", "show"]);
    assert_eq!((&before["handover"], &before["signed_at"]), (&Value::Null, &Value::Null));

    let signed = kari_json(
        &home,
        &["shift", "end", "--to", "Per S.", "--summary", "merkeord rolig natt", "--note", "merkehusk Furuly"],
    );
    assert_eq!(signed["ok"], true);
    assert_eq!(signed["points"].as_u64().unwrap(), before["entries"].as_array().unwrap().len() as u64);
    let number = signed["handover"].to_string();

    // Whoever receives sees it waits, and what it says.
    let list = per(&home, &["handover", "list", "--open"]);
    assert!(
        list.contains(&format!("{number} fra {ADVISER} til Per S.")) && list.contains("ikke mottatt"),
        "{list}"
    );
    let shown = per_json(&home, &["handover", "show", &number]);
    assert_eq!(
        (&shown["summary"], &shown["note"]),
        (&json!("merkeord rolig natt"), &json!("merkehusk Furuly"))
    );
    assert_eq!(shown["giver"], ADVISER);
    // Each line begins with the number that `handover point` takes.
    let lines = per(&home, &["handover", "show", &number]);
    for entry in shown["entries"].as_array().unwrap() {
        let start = format!("  {}. ", entry["point"]);
        assert_eq!(lines.lines().filter(|line| line.starts_with(&start)).count(), 1, "{start}{lines}");
    }
    let matters = |page: &Value| {
        let entries = page["entries"].as_array().unwrap().iter();
        entries.map(|entry| (entry["kind"].clone(), entry["number"].clone())).collect::<Vec<_>>()
    };
    assert_eq!(matters(&shown), matters(&before), "the points are what was open");
    assert_eq!(shown["done"]["received"], 6);
    assert_eq!(shown["done"]["consultations"], json!([3, 4]));
    assert_eq!(shown["done"]["on_the_way"], json!([1]));
    assert_eq!(shown["done"]["without_offer"], json!([2]));
    assert_eq!(shown["done"]["ended_otherwise"], json!([5, 6]));

    // Not before every point was gone through.
    let head = home.journal_head();
    let early = home.run_as("Per S.", "key2", &["handover", "receive", &number, "--repeat", "alt"]);
    assert_eq!((early.code, early.out.as_str()), (1, ""), "{early:?}");
    assert_eq!(home.journal_head(), head);
    let first = shown["entries"][0]["point"].to_string();
    assert_eq!(first, "1");
    let left = per_json(&home, &["handover", "point", &number, &first]);
    assert_eq!(left["points_left"].as_u64().unwrap() + 1, signed["points"].as_u64().unwrap());
    assert_eq!(per_json(&home, &["handover", "point", &number, "--all"])["points_left"], 0);
    let twice = home.run_as("Per S.", "key2", &["handover", "point", &number, "--all"]);
    assert_eq!(twice.code, 1, "{twice:?}");
    let received =
        per_json(&home, &["handover", "receive", &number, "--repeat", "merkegjentatt: ring 08:30"]);
    assert_eq!((&received["calls"], &received["follow_ups"].as_u64().is_some()), (&json!(2), &true));
    let began = &received["shift_started"];
    let shifts = per_json(&home, &["shift", "list"])["shifts"].as_array().unwrap().clone();
    let own = shifts.iter().find(|shift| shift["by"] == "Per S.").unwrap();
    assert_eq!([&own["shift"], &own["planned_until"]], [&began["shift"], &began["planned_until"]]);
    assert_eq!(own["ended_at"], Value::Null, "whoever receives is on");

    let received = per(&home, &["handover", "show", &number]);
    for told in ["Mottatt", "Per S.", "merkegjentatt: ring 08:30"] {
        assert!(received.contains(told), "{told}\n{received}");
    }
    assert!(per(&home, &["handover", "list", "--open"]).contains("Ingen overleveringer."));
    // The shift is over, and what was hers is his.
    assert!(kari(&home, &["shift", "list"]).contains(", overlevert"));
    let report = object(&per(&home, &["shift", "list", "--format", "json"]));
    assert_eq!(report["shifts"][1]["handed_over"], true);
    refused(&home, &["handover", "show"], "stale", 1);
}

#[test]
fn what_cannot_be_is_refused_and_nothing_is_changed() {
    let home = night();
    for (arguments, code, exit) in [
        (&["shift", "end"][..], "usage", 2),
        (&["shift", "end", "--to", "Per S.", "--to-intake"], "usage", 2),
        (&["shift", "end", "--to", ADVISER], "stale", 1),
        (&["handover", "sign", "--to", "Ingen K."], "unknown_adviser", 1),
        (&["handover", "watch", "2", "urgent"], "bad_value", 1),
        (&["handover", "watch", "2"], "usage", 2),
        (&["handover", "watch", "5", "calm"], "closed", 1),
        (&["handover", "watch", "99", "calm"], "unknown_call", 1),
        (&["handover", "watch", "2", "calm", "--at", "snart"], "bad_time", 2),
        (&["handover", "show", "9"], "bad_value", 1),
        (&["handover", "export", "9"], "bad_value", 1),
        (&["handover", "point", "9", "1"], "bad_value", 1),
        (&["handover", "point", "9", "--all"], "bad_value", 1),
        (&["handover", "point", "9"], "usage", 2),
        (&["handover", "receive", "9", "--repeat", "x"], "bad_value", 1),
        (&["handover", "receive", "9"], "usage", 2),
        (&["handover", "export", "--named"], "usage", 2),
        (&["handover", "export", "--named", "--reason", " "], "bad_value", 1),
        (&["shift", "list", "--since", "snart"], "bad_time", 2),
    ] {
        refused(&home, arguments, code, exit);
    }
    // A form that a command does not answer in.
    for (arguments, form) in [
        (&["handover", "show"][..], "csv"),
        (&["handover", "export"], "csv"),
        (&["report", "morning"], "csv"),
        (&["report", "week"], "svg"),
        (&["shift", "list"], "html"),
        (&["handover", "list"], "md"),
    ] {
        let ran = home.run(&[&["--as", ADVISER], arguments, &["--format", form]].concat());
        assert_eq!((ran.code, ran.out.as_str(), ran.err.lines().count()), (2, "", 1), "{ran:?}");
    }
    let number = kari_json(&home, &["handover", "sign", "--to-intake"])["handover"].to_string();
    refused(&home, &["handover", "point", &number, "--all"], "stale", 1);
    refused(&home, &["handover", "receive", &number, "--repeat", "mitt eget"], "stale", 1);
    refused(&home, &["shift", "end", "--to-intake"], "stale", 1);
}

#[test]
fn shifts_are_listed_with_their_hours_and_an_own_line_of_batch_is_done_once() {
    let home = Home::with_places();
    assert!(home.done(&["shift", "list"]).contains("Ingen vakter."));
    let id = "id=0199d1a0-0000-7000-8000-000000000001";
    let answers = home.batch(&[&format!("{id} shift start"), &format!("{id} shift start"), "shift list"]);
    assert_eq!(answers[0], answers[1]);
    let shifts = answers[2]["shifts"].as_array().unwrap();
    assert_eq!(shifts.len(), 1, "{answers:?}");
    let minutes = shifts[0]["minutes"].as_object().unwrap();
    assert_eq!(minutes.len(), 5);
    let spent: i64 = minutes.values().filter_map(Value::as_i64).sum();
    assert!((0..5).contains(&spent), "{minutes:?}");
    let table = home.done(&["shift", "list", "--format", "csv"]);
    assert!(
        table.starts_with("shift,by,started_at,planned_until,ended_at,handed_over,office_minutes,"),
        "{table}"
    );
    assert!(home.done(&["shift", "list"]).contains(&format!("{ADVISER}: på vakt fra ")));
    // Every point in one line that is sent twice.
    home.batch(&["call add 'hamar bvt j9 4-2 bh'", "call add 'hamar bvt j8 4-2 bh'"]);
    let signed = home.json(&["shift", "end", "--to-intake"]);
    assert_eq!(signed["points"], 2);
    home.write("key2", "annet\n");
    assert_eq!(home.add_adviser("Per S.", "key2", &[]).code, 0);
    let all = "id=0199d1a0-0000-7000-8000-000000000002 handover point 1 --all";
    let answers = home.batch_as("Per S.", "key2", &[all, all, "handover receive 1 --repeat 'to åpne'"]);
    assert_eq!((&answers[0]["points_left"], &answers[1]), (&json!(0), &answers[0]));
    assert_eq!(answers[2]["ok"], true, "{answers:?}");
}

#[test]
fn a_level_alone_keeps_what_else_is_recorded_and_an_empty_value_removes_it() {
    let home = night();
    let recorded = |home: &Home| {
        let page = kari_json(home, &["handover", "show"]);
        let entries = page["entries"].as_array().unwrap().clone();
        let call = entries.into_iter().find(|entry| entry["kind"] == "call" && entry["number"] == 2).unwrap();
        ["level", "action", "action_at", "action_by", "if_then"].map(|field| call[field].clone())
    };
    let [level, action, at, by, if_then] = recorded(&home);
    assert_eq!(level, "critical");
    kari(&home, &["handover", "watch", "2", "calm"]);
    assert_eq!(recorded(&home), [json!("calm"), action.clone(), at.clone(), by.clone(), if_then]);
    kari(&home, &["handover", "watch", "2", "watch", "--if-then", " ", "--by", "Ida"]);
    assert_eq!(recorded(&home), [json!("watch"), action, at, json!("Ida"), Value::Null]);
    kari(&home, &["handover", "watch", "2", "watch", "--action", "", "--at", "", "--by", ""]);
    assert_eq!(recorded(&home), [json!("watch"), Value::Null, Value::Null, Value::Null, Value::Null]);
    // The word that a text is shown after is not said twice.
    let words = ["--if-then", "Hvis de sier nei: spør Åsen", "--action", "gjør: ring"];
    kari(&home, &[&["handover", "watch", "2", "watch"], &words[..]].concat());
    let lines = kari(&home, &["handover", "show"]);
    assert!(lines.contains("gjør: ring") && lines.contains("hvis–så: de sier nei: spør Åsen"), "{lines}");
    assert_eq!(recorded(&home)[4], "Hvis de sier nei: spør Åsen", "as it was written");
}

#[test]
fn a_handover_signed_without_a_summary_has_the_one_made_from_the_data() {
    let home = night();
    // One with a protected address: what is written of it stays out.
    kari(&home, &["call", "add", "hamar bvt g12 4-2 bh kode6"]);
    kari(&home, &["handover", "watch", "7", "critical", "--action", "merkeadresse"]);
    let made = kari_json(&home, &["handover", "show"])["summary"].as_str().unwrap().to_owned();
    for told in ["3 åpne saker", "merkegjør ring leverandøren", "; hvis merkehvis: ekstra plass", "I vakta 7"]
    {
        assert!(made.contains(told), "{told}\n{made}");
    }
    assert!(!made.contains("merkeadresse"), "{made}");
    assert!(kari(&home, &["handover", "show"]).contains(&made), "it is read before it is signed");
    assert!(!kari(&home, &["handover", "export"]).contains("merkegjør"), "without words");
    let id = "id=0199d1a0-0000-7000-8000-000000000001";
    let sign = format!("{id} shift end --to 'Per S.'");
    let answers = home.batch_as(ADVISER, "key", &[&sign, &sign]);
    assert_eq!((&answers[0]["ok"], &answers[0]), (&json!(true), &answers[1]));
    assert_eq!(per_json(&home, &["handover", "show", "1"])["summary"], made);
    kari(&home, &["shift", "start"]);
    kari(&home, &["handover", "sign", "--to-intake", "--summary", ""]);
    assert_eq!(per_json(&home, &["handover", "show", "2"])["summary"], Value::Null);
}

#[test]
fn what_an_adviser_had_who_is_gone_is_taken_over_by_command() {
    let home = Home::with_places();
    home.write("key2", "annet\n");
    assert_eq!(home.add_adviser("Per S.", "key2", &["--as", ADVISER]).code, 0);
    kari(&home, &["shift", "start"]);
    kari(&home, &["call", "add", "hamar bvt j9 4-2 bh"]);
    let early = home.run_as("Per S.", "key2", &["shift", "take", ADVISER]);
    assert_eq!((early.code, early.out.as_str()), (1, ""), "{early:?}");
    assert!(early.err.contains("kan du overta den fra"), "{early:?}");
    kari(&home, &["shift", "end", "--to-intake"]);
    // Registered after the shift.
    kari(&home, &["call", "add", "hamar bvt j8 4-2 bh"]);
    let id = "id=0199d1a0-0000-7000-8000-000000000003";
    let take = format!("{id} shift take '{ADVISER}'");
    let answers = home.batch_as("Per S.", "key2", &[&take, &take, &format!("shift take '{ADVISER}'")]);
    assert_eq!(answers[0], answers[1]);
    assert!(answers[0]["shift_started"]["shift"].is_i64(), "{answers:?}");
    let told = ["ok", "shift", "calls", "follow_ups"].map(|field| answers[0][field].clone());
    assert_eq!(told, [json!(true), Value::Null, json!(1), json!(0)], "{answers:?}");
    assert_eq!(answers[2]["error"]["code"], "stale", "{answers:?}");
    refused(&home, &["shift", "take", "Ingen K."], "unknown_adviser", 1);
    refused(&home, &["shift", "take", ADVISER], "stale", 1);
    refused(&home, &["shift", "take"], "usage", 2);
}

#[test]
fn a_summary_made_of_very_many_cases_can_be_signed() {
    let home = Home::with_places();
    let long = "ring leverandøren om igjen ".repeat(17);
    let mut lines = vec!["shift start".to_owned()];
    for number in 1..=14 {
        lines.push("call add 'hamar bvt j9 4-2 bh'".to_owned());
        lines.push(format!("handover watch {number} watch --action '{long}'"));
    }
    lines.push("shift end --to-intake".to_owned());
    let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
    let answers = home.batch(&lines);
    assert!(answers.iter().all(|answer| answer["ok"] == true), "{answers:?}");
    let summary = home.json(&["handover", "show", "1"])["summary"].as_str().unwrap().to_owned();
    assert!(summary.chars().count() <= 4000, "{}", summary.chars().count());
    assert!(summary.starts_with("14 åpne saker. 1 (jente 9), følg med, uten tilbud, frist "), "{summary}");
    assert!(
        summary.contains(" Og 7 saker til. ")
            && summary
                .ends_with("I vakta 14: 14 uten tilbud (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14)."),
        "{summary}"
    );
}

#[test]
fn points_are_counted_from_one_on_each_handover_and_what_came_over_is_told() {
    let home = night();
    kari(&home, &["shift", "end", "--to-intake"]);
    per(&home, &["handover", "point", "1", "--all"]);
    let received = per(&home, &["handover", "receive", "1", "--repeat", "to åpne"]);
    assert!(received.contains("Overlevering 1 er mottatt. 2 saker og "), "{received}");
    assert!(received.contains("er dine fra nå. Vakta di varer til "), "{received}");
    // What he has now, given on; its points are counted from one again.
    per(&home, &["shift", "end", "--to-intake"]);
    for call in ["1", "2"] {
        let number = kari_json(&home, &["handover", "show", "2"])["entries"].as_array().unwrap().len();
        assert!(number > 2);
        let lines = kari(&home, &["handover", "show", "2"]);
        assert!(lines.contains(&format!("  {call}. ")), "{lines}");
        kari(&home, &["handover", "point", "2", call]);
    }
    for (place, message) in
        [("1", "Punktet er gjennomgått allerede."), ("99", "Det finnes ikke noe punkt med nummer 99 her.")]
    {
        let ran = home.run(&["--as", ADVISER, "handover", "point", "2", place]);
        assert_eq!((ran.code, ran.err.trim()), (1, message));
    }
    let ran = home.run(&["--as", ADVISER, "handover", "show", "7"]);
    assert_eq!(ran.err.trim(), "Det finnes ingen overlevering med nummer 7 her.");
    // With nothing open.
    let home = Home::with_places();
    home.write("key2", "annet\n");
    assert_eq!(home.add_adviser("Per S.", "key2", &["--as", ADVISER]).code, 0);
    kari(&home, &["shift", "start"]);
    kari(&home, &["shift", "end", "--to", "Per S."]);
    let received = per(&home, &["handover", "receive", "1", "--repeat", "ingenting"]);
    assert!(
        received.starts_with("Overlevering 1 er mottatt. Ingen saker skiftet eier. Vakta di "),
        "{received}"
    );
}

#[test]
fn what_is_recorded_is_echoed_with_its_day_and_the_level_stays_when_none_is_told() {
    let home = night();
    // A minute ago: that is tomorrow.
    let then = (now() - chrono::TimeDelta::minutes(1)).with_timezone(&chrono_tz::Europe::Oslo);
    let time = then.format("%H:%M").to_string();
    let told = kari(&home, &["handover", "watch", "2", "--at", &time]);
    let day = (then + chrono::TimeDelta::days(1)).format("%d.%m").to_string();
    assert!(told.starts_with("2: kritisk, innen "), "{told}");
    assert!(told.trim().ends_with(&format!(" {day} {time}.")), "{told}");
    assert!(kari_json(&home, &["handover", "watch", "2", "--by", "Ida"])["action_at"].is_string());
    refused(&home, &["handover", "watch", "2"], "usage", 2);
    let bad = home.run(&["--as", ADVISER, "handover", "watch", "2", "viktig"]);
    assert!(bad.err.starts_with("«viktig» går ikke for oppmerksomhet."), "{bad:?}");
    let nobody = home.run(&["--as", ADVISER, "shift", "end"]);
    assert!(nobody.err.contains("--to RÅDGIVER eller --to-intake"), "{nobody:?}");
}

#[test]
fn the_end_of_a_shift_has_its_day_when_it_is_another_than_that_it_began_on() {
    let home = Home::with_places();
    let started = now() - chrono::TimeDelta::days(2);
    let mut store = home.store();
    let run = |store: &mut Store, command: Command, at| {
        store.execute(Store::new_command_id(at), &command, at).unwrap();
    };
    run(&mut store, Command::StartShift, started);
    let to_unit = HandoverDraft { to: HandoverTo::IntakeUnit, summary: None, note: None };
    run(&mut store, Command::SignHandover(Box::new(to_unit)), now());
    let listed = home.done(&["shift", "list"]);
    let day = now().with_timezone(&chrono_tz::Europe::Oslo).format("%d.%m").to_string();
    let (_, end) = listed.split_once(" – ").unwrap();
    assert!(end.contains(&day), "{listed}");
}
