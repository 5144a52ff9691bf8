//! The handover and the reports as pages: printable as they are, in both forms of Norwegian, and with names only on purpose.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Command;

use akuttvakt::domain::call::{CallFacts, CallKind};
use akuttvakt::domain::child::{Age, ChildFacts, Sex};
use akuttvakt::domain::command::{Command as Act, OfferDraft};
use akuttvakt::domain::handover::{HandoverDraft, HandoverTo};
use akuttvakt::domain::ids::{CallId, OfferId, PlaceId};
use akuttvakt::domain::municipality::MunicipalityNumber;
use akuttvakt::domain::offer::Answer;
use akuttvakt::store::Store;
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

use crate::program::{ADVISER, Home};
use crate::shifts::{kari, night, per};
use crate::support::need::need;
use crate::support::promise::Promise;

/// Everything of [`night`] that names somebody, reaches them, or was written by a person.
const SECRETS: [&str; 8] =
    ["Merke Navn", "99887766", "merkenotat", "merkegjør", "merkePer", "merkehvis", "merkeord", "merkehusk"];

/// The night, signed by Kari for Per, who repeated it.
fn signed() -> Home {
    let home = night();
    kari(
        &home,
        &["shift", "end", "--to", "Per S.", "--summary", "merkeord rolig natt", "--note", "merkehusk Furuly"],
    );
    home
}

/// A page made by Chromium from an HTML file: its pages, and the text on them.
fn printed(html: &Path) -> (usize, String) {
    let folder = tempfile::tempdir().unwrap();
    let pdf = folder.path().join("page.pdf");
    let log = folder.path().join("net.json");
    let run = Command::new("chromium")
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-pdf-header-footer",
            "--disable-dev-shm-usage",
        ])
        .arg(format!("--user-data-dir={}", folder.path().join("profile").display()))
        .arg(format!("--log-net-log={}", log.display()))
        .arg(format!("--print-to-pdf={}", pdf.display()))
        .arg(format!("file://{}", html.display()))
        .output()
        .unwrap();
    assert!(run.status.success(), "{run:?}");
    let net = fs::read_to_string(&log).unwrap_or_default();
    let own = format!("file://{}", html.display());
    let asked: Vec<&str> =
        net.split("\"url\":\"").skip(1).filter_map(|part| part.split('"').next()).collect();
    let others: Vec<_> = asked.iter().filter(|url| **url != own && url.starts_with("file:")).collect();
    assert!(others.is_empty(), "the page asks for {others:?}");
    let told = |tool: &str, arguments: &[&str]| {
        let output = Command::new(tool).args(arguments).output().unwrap();
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let info = told("pdfinfo", &[pdf.to_str().unwrap()]);
    let pages = info.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap().trim().parse().unwrap();
    assert!(info.contains("A4"), "{info}");
    (pages, told("pdftotext", &["-layout", pdf.to_str().unwrap(), "-"]))
}

/// The text between the tags, unescaped.
fn visible(html: &str) -> String {
    let body = html.split_once("<body>").unwrap().1;
    let texts: Vec<&str> = body.split('>').filter_map(|part| part.split('<').next()).collect();
    let text = texts.join(" ");
    [("&#60;", "<"), ("&#62;", ">"), ("&#34;", "\""), ("&#39;", "'"), ("&#38;", "&")]
        .iter()
        .fold(text, |text, (code, sign)| text.replace(code, sign))
}

fn words_of(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn the_handover_of_an_ordinary_night_is_one_page_of_a4_with_nothing_cut_no_script_and_no_network() {
    let mut promise = Promise::of("S7", "the printed handover");
    let home = signed();
    let named = ["--named", "--reason", "til inntaksenheten"];
    let mut pages = 0;
    for (language, more) in [("nb", &[][..]), ("nn", &[]), ("nb", &named), ("nb", &[]), ("nb", &named)] {
        // The last ones as it was received.
        if pages == 3 {
            per(&home, &["handover", "point", "1", "--all"]);
            per(
                &home,
                &["handover", "receive", "1", "--repeat", "Hamar er kritisk; ring leverandøren 08:30"],
            );
        }
        let file = home.path(&format!("overlevering-{pages}.html"));
        let arguments = ["--lang", language, "handover", "export", "1", "--file", file.to_str().unwrap()];
        kari(&home, &[&arguments, more].concat());
        let html = fs::read_to_string(&file).unwrap();
        for forbidden in ["<script", "http:", "https:", "src=", "url(", "@import", "javascript:", "<link"] {
            assert!(!html.contains(forbidden), "{forbidden}");
        }
        assert!(html.contains("default-src 'none'"));
        if !need("chromium", "the printed handover") || !need("pdfinfo", "the printed handover") {
            return;
        }
        let (count, text) = printed(&file);
        assert_eq!(count, 1, "{text}");
        let shown = visible(&html);
        // Once for all of them, not below each.
        assert_eq!(shown.matches("gjennomgått").count(), usize::from(pages >= 3), "{shown}");
        // Where a line is broken within a word it is still whole when read without blanks.
        let squeezed: String = words_of(&text).concat();
        for word in words_of(&shown) {
            assert!(squeezed.contains(word), "«{word}» is cut off\n{text}");
        }
        pages += 1;
    }
    promise.ran(pages, "one page each, every word on it, nothing asked for besides");
}

#[test]
fn names_and_words_leave_the_house_only_with_a_reason_that_is_journalled_first() {
    let home = signed();
    let count = || {
        let lines = kari(&home, &["export", "journal", "--format", "json"]);
        let journal: Value = serde_json::from_str(&lines).unwrap();
        let exports = journal["journal"].as_array().unwrap().iter();
        exports.filter(|line| line["subject"] == "named_exports" && line["field"] == "call").count()
    };
    for command in [&["handover", "export", "1"][..], &["report", "morning"], &["report", "week"]] {
        for format in ["text", "md", "html", "json"] {
            for language in ["nb", "nn"] {
                let written = kari(&home, &[&["--lang", language], command, &["--format", format]].concat());
                for secret in SECRETS {
                    assert!(!written.contains(secret), "{secret} in {command:?} as {format}");
                }
                assert!(written.len() > 200, "{command:?} as {format}: {written}");
            }
        }
    }
    for format in ["md", "html"] {
        let shown = kari(&home, &["handover", "show", "1", "--format", format]);
        assert!(SECRETS.iter().all(|secret| !shown.contains(secret)), "{shown}");
    }
    assert_eq!(count(), 0);
    let named = ["handover", "export", "1", "--named", "--reason", "til inntaksenheten"];
    for format in ["text", "md", "html", "json"] {
        let written = kari(&home, &[&named[..], &["--format", format]].concat());
        for told in ["Merke Navn", "99887766", "merkegjør", "merkePer", "merkehvis", "merkeord", "merkehusk"]
        {
            assert!(written.contains(told), "{told} in {format}: {written}");
        }
    }
    // Two calls on the page, four times.
    assert_eq!(count(), 8);
    let morning = kari(&home, &["report", "morning", "--named", "--reason", "til inntaksenheten"]);
    assert!(morning.contains("Merke Navn") && !morning.contains("merkegjør"), "{morning}");
    assert_eq!(count(), 10);
}

#[test]
fn a_protected_address_is_on_no_page_without_names() {
    let home = Home::with_places();
    home.batch(&[
        "shift start",
        "call add 'gjøvik bvv j8 4-2 bh kode6 tlf 99887766 vedtak -30m -- merkenotat'",
        "handover watch 1 watch --action 'merkegjør i Gjøvik'",
        "offer 1 3",
        "answer 1 accepted",
    ]);
    let shown = home.done(&["handover", "show"]);
    home.done(&["shift", "end", "--to-intake", "--summary", "rolig"]);
    let mut pages = vec![shown];
    for format in ["text", "md", "html", "json"] {
        pages.push(home.done(&["handover", "show", "1", "--format", format]));
        pages.push(home.done(&["handover", "export", "1", "--format", format]));
        pages.push(home.done(&["report", "morning", "--format", format]));
    }
    for page in pages {
        for secret in ["Gjøvik", "3407", "Solbakken", "merkegjør", "99887766"] {
            assert!(!page.contains(secret), "{secret}: {page}");
        }
    }
    let named = ["handover", "export", "1", "--named", "--reason", "x"];
    let page = home.done(&named);
    for told in ["skjermet adresse. Vis det ikke", "1 Gjøvik", "Solbakken", "merkegjør i Gjøvik"] {
        assert!(page.contains(told), "{told}: {page}");
    }
}

#[test]
fn both_forms_of_norwegian_are_written() {
    let home = signed();
    for (command, nb, nn) in [
        (&["handover", "export", "1"][..], "Lovet å ringe", "Lova å ringje"),
        (&["report", "morning"], "Åpne henvendelser", "Opne førespurnader"),
        (&["report", "week"], "Ukentlig kapasitetsrapport", "Vekentleg kapasitetsrapport"),
    ] {
        let (bokmal, nynorsk) = (kari(&home, command), kari(&home, &[&["--lang", "nn"], command].concat()));
        assert!(bokmal.contains(nb) && !bokmal.contains(nn), "{bokmal}");
        assert!(nynorsk.contains(nn) && !nynorsk.contains(nb), "{nynorsk}");
    }
    // Nothing else is in nynorsk yet.
    home.refused(&["--as", ADVISER, "--lang", "nn", "call", "list"], "usage", 2);
}

#[test]
fn the_morning_report_tells_what_the_intake_unit_has_to_do() {
    let home = signed();
    per(&home, &["call", "back", "2", "--at", "+30"]);
    let morning = kari(&home, &["report", "morning", "--from", "2020-01-01 00:00"]);
    let open = morning.split_once("Åpne henvendelser\n").unwrap().1;
    let order = ["KRITISK: 2 Hamar", "rolig: 1 Ringsaker"].map(|line| open.find(line).unwrap());
    assert!(order[0] < order[1], "the most pressing first: {morning}");
    for told in [
        "godtatt, på vei · hos Per S.",
        "2 Hamar · ringe tilbake · hos Per S.",
        "Morgenrapport til inntaksenheten",
        "registrere i BIRK: 1 Ringsaker",
        "KRITISK: 2 Hamar",
        "avdelingen for Ringsaker",
        "BH barn",
        "Overlevering 1 fra Kari N. til Per S.",
    ] {
        assert!(morning.contains(told), "{told}\n{morning}");
    }
    let data = kari(&home, &["report", "morning", "--format", "json"]);
    let data: Value = serde_json::from_str(&data).unwrap();
    let steps: Vec<&str> =
        data["tasks"].as_array().unwrap().iter().filter_map(|task| task["step"].as_str()).collect();
    assert!(steps.contains(&"birk") && steps.contains(&"clarification_meeting"), "{data}");
    assert_eq!(data["open_calls"].as_array().unwrap().len(), 2);
    let of_calls = data["open_calls"].as_array().unwrap().iter();
    let told: Vec<_> =
        of_calls.map(|call| (&call["call"], &call["owner"], &call["offers"][0]["answer"])).collect();
    let owner = json!("Per S.");
    assert_eq!(told, [(&json!(2), &owner, &Value::Null), (&json!(1), &owner, &json!("accepted"))]);
    assert_eq!((&data["promises"][0]["call"], &data["promises"][0]["late"]), (&json!(2), &json!(false)));
    assert_eq!(data["handovers"][0]["handover"], 1);
    assert_eq!(data["capacity"].as_array().unwrap().len(), 5);
    // What was received stands there no more.
    per(&home, &["handover", "point", "1", "--all"]);
    per(&home, &["handover", "receive", "1", "--repeat", "to åpne"]);
    let after = kari(&home, &["report", "morning"]);
    assert!(after.contains("Alle overleveringer er mottatt."), "{after}");
    home.refused(&["--as", ADVISER, "report", "morning", "--from", "2099-01-01 00:00"], "bad_time", 2);
}

#[test]
fn a_placement_out_of_hours_is_to_be_told_and_one_of_office_hours_is_not() {
    let home = Home::with_places();
    home.batch(&["call add 'ringsaker bvv j9 4-2 bh'", "call add 'hamar bvv j8 4-2 bh'"]);
    let mut store = home.store();
    // Friday at ten, and the night after.
    for (call, place, at) in [(1, 1, "2026-11-20T09:00:00Z"), (2, 2, "2026-11-21T01:00:00Z")] {
        let at: DateTime<Utc> = at.parse().unwrap();
        let offer = Act::Offer(Box::new(OfferDraft::new(CallId(call), PlaceId(place))));
        store.execute(Store::new_command_id(at), &offer, at).unwrap();
        let offer = OfferId(call);
        let answer = Act::Answer { offer, answer: Answer::Accepted, reason: None, by: None, note: None };
        store.execute(Store::new_command_id(at), &answer, at).unwrap();
    }
    let told = |from: &str| {
        let data = home.json(&["report", "morning", "--from", from]);
        let placements = data["placements"].as_array().unwrap().clone();
        placements.iter().map(|one| one["call"].as_i64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(told("2026-11-19 16:00"), [2]);
    // What was not told yet stands there however long ago it was.
    assert_eq!(told("2026-11-25 16:00"), [2]);
    let tasks = home.json(&["followup", "list", "--all"])["follow_ups"].as_array().unwrap().clone();
    let inform = tasks.iter().find(|one| one["step"] == "inform_unit").unwrap()["follow_up"].to_string();
    home.done(&["followup", "done", &inform]);
    assert_eq!(told("2026-11-19 16:00"), [2]);
    assert!(home.done(&["report", "morning", "--from", "2026-11-19 16:00"]).contains("· meldt"));
    assert_eq!(told("2026-11-25 16:00"), Vec::<i64>::new());
}

#[test]
fn the_weekly_report_hides_counts_of_few_people_and_says_what_is_not_known() {
    let home = signed();
    let week = |more: &[&str]| kari(&home, &[&["report", "week"], more].concat());
    let hidden = week(&[]);
    for told in [
        "Antall under fem er skjult.",
        "plassering · < 5",
        "fikk tilbud · < 5",
        "drøfting · < 5",
        "Regionen fyller ut selv",
        "BH barn",
    ] {
        assert!(hidden.contains(told), "{told}\n{hidden}");
    }
    let all = week(&["--all-cells"]);
    for told in ["plassering · 4", "fikk tilbud · 1", "uten tilbud · 3", "drøfting · 2"] {
        assert!(all.contains(told), "{told}\n{all}");
    }
    assert!(!all.contains("under fem"), "{all}");
    let data: Value = serde_json::from_str(&week(&["--format", "json"])).unwrap();
    assert_eq!((&data["calls"]["placements"], &data["calls"]["with_offer"]), (&4.into(), &1.into()));
    // Two more with an offer and four without: few with an offer, and what is left of the whole must not tell them.
    for line in ["hamar bvt j5 4-2 bh", "hamar bvt j6 4-2 bh", "hamar bvt j7 4-2 bh"] {
        kari(&home, &["call", "add", line]);
    }
    let seven = week(&[]);
    assert!(seven.contains("plassering · 7") && seven.contains("uten tilbud · skjult"), "{seven}");
    assert!(seven.contains("fikk tilbud · < 5"), "{seven}");
}

#[test]
fn the_weekly_report_is_told_as_of_a_past_moment() {
    let home = signed();
    let week = |more: &[&str]| -> Value {
        let report = [&["report", "week", "--format", "json"], more].concat();
        serde_json::from_str(&kari(&home, &report)).unwrap()
    };
    kari(&home, &["place", "extra", "4", "--reason", "merkefullt"]);
    kari(&home, &["place", "set", "5", "staffing"]);
    // Times are told in whole seconds.
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let now = week(&[]);
    let again = week(&["--at", now["to"].as_str().unwrap()]);
    for part in ["to", "from", "readiness", "out", "extra", "above_capacity", "calls", "deviations"] {
        assert_eq!(again[part], now[part], "{part}");
    }
    assert_eq!((&now["above_capacity"], &now["out"]), (&1.into(), &json!({"staffing": 1})));
    // Of last year, when there was nothing yet.
    let before = week(&["--at", "2025-03-03 08:00"]);
    assert_eq!(before["to"], "2025-03-03T07:00:00Z");
    assert_eq!(
        (&before["above_capacity"], &before["out"], &before["extra"]),
        (&0.into(), &json!({}), &json!([]))
    );
    assert_eq!((&before["calls"]["placements"], &before["deviations"]["open"]), (&0.into(), &0.into()));
    let counts = before["capacity"].as_array().unwrap();
    assert!(counts.iter().all(|group| group["places"] == 0 && group["free_at_least"] == 0), "{before}");
    home.refused(&["--as", ADVISER, "report", "week", "--at", "2125-03-03 08:00"], "bad_time", 2);
}

#[test]
fn a_file_is_new_the_owners_alone_and_takes_its_form_from_its_name() {
    let home = signed();
    let path = home.path("uke.html");
    let write = || kari(&home, &["report", "week", "--file", path.to_str().unwrap()]);
    assert!(write().contains("uke.html"));
    let first = fs::read_to_string(&path).unwrap();
    assert!(first.starts_with("<!DOCTYPE html>"));
    let again = write();
    assert!(!again.contains("uke.html."), "{again}");
    assert_eq!(fs::read_to_string(&path).unwrap(), first, "never over another file");
    let files = fs::read_dir(home.folder.path()).unwrap().map(|file| file.unwrap());
    let pages: Vec<_> = files.filter(|file| file.file_name().to_string_lossy().starts_with("uke")).collect();
    assert_eq!(pages.len(), 2);
    for page in pages {
        assert_eq!(page.metadata().unwrap().permissions().mode() & 0o777, 0o600);
    }
    let data = home.path("uke.json");
    let answer = kari(&home, &["report", "week", "--file", data.to_str().unwrap(), "--format", "json"]);
    let answer: Value = serde_json::from_str(&answer).unwrap();
    assert_eq!((&answer["ok"], answer["file"].as_str()), (&true.into(), data.to_str()));
    let kept: Value = serde_json::from_str(&fs::read_to_string(&data).unwrap()).unwrap();
    assert_eq!(kept["region"], "Øst");
    let marked = home.path("natt.md");
    kari(&home, &["handover", "export", "1", "--file", marked.to_str().unwrap()]);
    assert!(fs::read_to_string(&marked).unwrap().starts_with("# Vaktskifte"));
    home.refused(&["--as", ADVISER, "report", "week", "--file", "/finnes/ikke/uke.html"], "bad_file", 1);
}

#[test]
fn a_signed_handover_tells_its_clocks_as_they_were() {
    let home = Home::with_places();
    let mut store = home.store();
    let signed: DateTime<Utc> = "2026-11-21T06:00:00Z".parse().unwrap();
    let mut run = |command: Act, minutes_before: i64| {
        let at = signed - TimeDelta::minutes(minutes_before);
        store.execute(Store::new_command_id(at), &command, at).unwrap();
    };
    run(Act::StartShift, 300);
    let came = signed - TimeDelta::minutes(90);
    let girl = CallFacts {
        children: vec![ChildFacts { sex: Sex::Girl, age: Age::Years(9) }],
        received_at: Some(came),
        ..CallFacts::new(CallKind::Placement, MunicipalityNumber::parse("3403").unwrap(), came)
    };
    run(Act::RegisterCall(Box::new(girl)), 90);
    let draft = HandoverDraft { to: HandoverTo::IntakeUnit, summary: None, note: None };
    run(Act::SignHandover(Box::new(draft)), 0);
    for command in ["show", "export"] {
        for format in ["text", "md", "html"] {
            let page = home.done(&["handover", command, "1", "--format", format]);
            assert!(page.contains("uten plass 1 t 30 min"), "{page}");
            assert!(page.contains("tilbud innen 07:30"), "{page}");
        }
    }
}

#[test]
fn a_file_of_another_form_is_refused_before_anything_is_journalled() {
    let home = signed();
    let path = home.path("natt.pdf");
    let file = path.to_str().unwrap();
    for command in [
        &["handover", "export", "1", "--named", "--reason", "x"][..],
        &["report", "week"],
        &["report", "morning"],
    ] {
        let arguments = [&["--as", ADVISER], command, &["--file", file]].concat();
        home.refused(&arguments[..], "usage", 2);
        let ran = home.run(&arguments);
        assert!(ran.err.contains("html, md, json, txt"), "{ran:?}");
    }
    assert!(!path.exists());
}
