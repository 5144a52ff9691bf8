//! S7: what leaves the house as a file neither runs nor misleads where it is opened, and names nobody.
//!
//! CSV, JSON, HTML and the pages in Markdown here, the case note in `case_note`. Rights of files that are written are tried in
//! `reports` and in `tests/screens/export_note.rs`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde_json::Value;

use crate::night;
use crate::program::{ADVISER, Home};
use crate::support::promise::Promise;

/// What is typed, and how it stands in a CSV file once it was read and stored.
const PAYLOADS: [(&str, &str); 22] = [
    ("=1+1", "'=1+1"),
    ("+47 00 00", "'+47 00 00"),
    ("-2+3", "'-2+3"),
    ("@SUM(A1:A9)", "'@SUM(A1:A9)"),
    ("=HYPERLINK(\"http://x\";\"klikk\")", "'=HYPERLINK(\"http://x\";\"klikk\")"),
    ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
    ("＝1+1", "'＝1+1"),
    ("＠a", "'＠a"),
    ("Furu;=1+1", "Furu;'=1+1"),
    ("Furu;'=1+1", "Furu;''=1+1"),
    ("'=1", "''=1"),
    ("'", "'"),
    ("'s-Hertogenbosch", "'s-Hertogenbosch"),
    ("Furu, lia", "Furu, lia"),
    ("Furu \"den gamle\"", "Furu \"den gamle\""),
    ("\"", "\""),
    ("\",\"=1", "\",\"=1"),
    ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    ("<img src=x onerror=y>", "<img src=x onerror=y>"),
    ("[klikk](javascript:x) | `a` | **b**", "[klikk](javascript:x) | `a` | **b**"),
    ("\\u003d1", "\\u003d1"),
    ("Kárášjohka æøå", "Kárášjohka æøå"),
];

/// Signs that end a line or hide what stands before them: cleaned away when the list is read.
const CLEANED: [(&str, &str); 4] =
    [("\t=1", "=1"), ("Furu\u{202e}lia", "Furulia"), ("Furu\u{200b}lia", "Furulia"), ("\u{feff}=1", "=1")];

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

/// A list with a unit for each text, which stands in every column that takes one.
fn list(texts: &[&str]) -> String {
    let mut list = "unit,kind,ownership,region,municipality,phone,legal_bases,age_min,age_max,max_siblings,\
                    other_children,animals,places,note,presentation,languages,on_call_phone,department\n"
        .to_owned();
    for text in texts {
        let text = quoted(text);
        let facts = "emergency_home,state,Øst,3411";
        let texts = [&*text; 5].join(",");
        let _ = writeln!(list, "{text},{facts},{text},4-2,0,12,1,no,no,1,{texts}");
    }
    list
}

/// The rows below the header.
fn rows(csv: &str) -> Vec<csv::StringRecord> {
    let mut reader = csv::ReaderBuilder::new().from_reader(csv.as_bytes());
    reader.records().collect::<Result<_, _>>().unwrap()
}

/// The cells of a file that a spreadsheet would run: with commas between cells, and with semicolons as it is set to in
/// Norwegian.
fn run_by_a_spreadsheet(csv: &str) -> Vec<String> {
    let mut runs = Vec::new();
    for separator in *b",;\t" {
        let reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(separator)
            .from_reader(csv.as_bytes());
        for record in reader.into_records() {
            let record = record.unwrap();
            let is_run = |cell: &&str| {
                cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
            };
            runs.extend(record.iter().filter(is_run).map(str::to_owned));
        }
    }
    runs
}

#[test]
fn no_cell_of_a_file_runs_and_every_text_comes_back() {
    let mut promise = Promise::of("S7", "payloads in exports of places");
    let home = Home::empty();
    let typed: Vec<_> = PAYLOADS.iter().map(|(typed, _)| *typed).collect();
    // What is read as a guard is taken away: as written by an earlier export.
    let guarded: Vec<_> = PAYLOADS.iter().map(|(_, written)| *written).collect();
    home.done(&["import", "places", &home.write("list.csv", list(&guarded))]);
    let exported = home.done(&["export", "places"]);
    assert_eq!(run_by_a_spreadsheet(&exported), Vec::<String>::new());
    let columns = [0, 5, 13, 15, 16, 19, 20];
    let mut cells = 0;
    for row in rows(&exported) {
        let (_, written) = PAYLOADS.iter().find(|(_, written)| *written == &row[0]).unwrap();
        for column in columns {
            assert_eq!(&row[column], *written);
            cells += 1;
        }
    }
    let object = home.json(&["export", "places"]);
    let names: Vec<_> =
        object["places"].as_array().unwrap().iter().map(|unit| unit["unit"].clone()).collect();
    for text in &typed {
        assert!(names.contains(&Value::from(*text)), "{text} is whole as data: {names:?}");
    }
    // Back again, into this database and an empty one, and out.
    let again = home.write("again.csv", &exported);
    assert_eq!(home.json(&["import", "places", &again])["unchanged"], PAYLOADS.len());
    assert_eq!(home.done(&["export", "places"]), exported);
    let other = Home::empty();
    other.done(&["import", "places", &again]);
    assert_eq!(other.done(&["export", "places"]), exported);
    // The other lists that are files take the same way.
    for arguments in [&["places"][..], &["adviser", "list"]] {
        let csv = home.done(&[arguments, &["--format", "csv"]].concat());
        assert_eq!(run_by_a_spreadsheet(&csv), Vec::<String>::new(), "{arguments:?}");
    }
    // Without guards the same reader sees every one of them.
    let plain = list(&typed);
    let caught = run_by_a_spreadsheet(&plain);
    assert!(caught.len() >= 9 * columns.len(), "{caught:?}");
    promise.caught("no guards");
    promise.ran(cells, format_args!("{} payloads in {} columns", PAYLOADS.len(), columns.len()));
}

#[test]
fn what_hides_or_breaks_lines_is_cleaned_on_the_way_in() {
    let mut promise = Promise::of("S7", "hidden signs and line breaks in lists");
    for (typed, stored) in CLEANED {
        let home = Home::empty();
        home.done(&["import", "places", &home.write("list.csv", list(&[typed]))]);
        let object = home.json(&["export", "places"]);
        assert_eq!(object["places"][0]["unit"], stored, "{typed:?}");
        assert_eq!(run_by_a_spreadsheet(&home.done(&["export", "places"])), Vec::<String>::new());
    }
    for typed in ["Furu\n=1", "Furu\r=1", "Furu\r\nlia"] {
        let home = Home::empty();
        home.refused(&["import", "places", &home.write("list.csv", list(&[typed]))], "bad_file", 1);
    }
    promise.ran(7, "cleaned or refused");
}

#[test]
fn exports_of_calls_and_journal_name_nobody_whatever_was_typed() {
    let mut promise = Promise::of("S7", "names and free text in exports of calls and journal");
    let home = night::database(night::LIST);
    let secrets = [
        "=NAVN()",
        "+4799887766",
        "@notat",
        "-grunn",
        "=syn",
        "=reise",
        "=hvem",
        "behov",
        "=detalj",
        "01010112345",
    ];
    let answers = home.batch(&[
        "call add 'ringsaker bvv j9 4-2 bh tlf 99887766 #behov:=detalj -- @notat'",
        "call edit 1 --child 1 '--name==NAVN()' --national-id 01010112345",
        "offer 1 1 --reason=-grunn --child-view==syn --travel-time==reise --cleared-with==hvem",
        "answer 1 declined --reason other --note=@notat --by==hvem",
        "place set 2 maintenance --reason==NAVN()",
        "call show 1",
    ]);
    assert!(answers.iter().all(|answer| answer.get("error").is_none()), "{answers:?}");
    let head = home.journal_head();
    let mut runs = 0;
    for what in ["calls", "journal"] {
        let csv = home.done(&["export", what]);
        let json = home.done(&["export", what, "--format", "json"]);
        assert!(rows(&csv).len() > usize::from(what == "journal"));
        assert_eq!(run_by_a_spreadsheet(&csv), Vec::<String>::new(), "{what}");
        for secret in secrets.iter().chain(&["99887766", "Furuly"]) {
            assert!(!csv.contains(secret) && !json.contains(secret), "{secret} in the export of {what}");
            runs += 2;
        }
    }
    // Nothing named left, so there is nothing to give a reason for and nothing to journal.
    assert_eq!(home.journal_head(), head);
    promise.ran(runs, "no name, number or free text in CSV and JSON");
}

#[test]
fn an_advisers_name_is_no_formula_in_the_journal() {
    let mut promise = Promise::of("S7", "names of advisers in exports");
    let home = Home::empty();
    home.write("key2", "annet\n");
    assert_eq!(home.add_adviser("=Per;@S.", "key2", &[]).code, 0);
    home.as_adviser("=Per;@S.", "key2", &["call", "add", "hamar bvt j9"]);
    for arguments in [&["export", "journal"][..], &["adviser", "list", "--format", "csv"]] {
        let csv = home.done(&[&["--as", ADVISER], arguments].concat());
        assert!(csv.contains("'=Per;'@S."), "{csv}");
        assert_eq!(run_by_a_spreadsheet(&csv), Vec::<String>::new(), "{arguments:?}");
    }
    promise.ran(2, "guarded");
}

#[test]
fn the_template_runs_nothing() {
    let home = Home::bare();
    let template = home.run_bare(&["import", "places", "--template"]).out;
    assert_eq!(run_by_a_spreadsheet(&template), Vec::<String>::new());
}

/// Tags, attributes, entities, links and formulas as people could type them, with nothing that is cleaned away.
const MARKUP: [&str; 9] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</title></style><h1>x</h1>",
    "\" onload=\"alert(1)",
    "' onload='alert(1)",
    "&lt;b&gt;",
    "[klikk](javascript:x) | `a` | **b**",
    "# tittel",
    "{{ page.title }}",
];

#[test]
fn no_markup_in_a_page_is_what_somebody_typed() {
    let mut promise = Promise::of("S7", "payloads in pages");
    let mut runs = 0;
    for typed in MARKUP {
        let home = Home::with_places();
        let word = format!("'{}'", typed.replace('\'', "'\\''"));
        let answers = home.batch(&[
            "shift start",
            "call add 'hamar bvt j9 4-2 bh tlf 99887766'",
            &format!("call edit 1 --child 1 --name {word}"),
            &format!("handover watch 1 critical --action {word} --by {word} --if-then {word}"),
            &format!("shift end --to-intake --summary {word} --note {word}"),
        ]);
        assert!(answers.iter().all(|answer| answer.get("error").is_none()), "{answers:?}");
        let named = ["handover", "export", "1", "--named", "--reason", "x", "--format"];
        let html = home.done(&[&named[..], &["html"]].concat());
        let plain = home.done(&["handover", "export", "1", "--format", "html"]);
        let tags = |page: &str| {
            page.split('<')
                .skip(1)
                .map(|tag| tag.split([' ', '>']).next().unwrap().to_owned())
                .collect::<BTreeSet<_>>()
        };
        let known = tags(&plain);
        assert!(tags(&html).is_subset(&known), "{typed}: {:?} in {html}", tags(&html));
        assert!(!html.contains(" onload=\"") && !html.contains(" onload='"), "{html}");
        let escaped: String =
            typed
                .chars()
                .map(|sign| {
                    if "<>&\"'".contains(sign) { format!("&#{};", u32::from(sign)) } else { sign.to_string() }
                })
                .collect();
        assert!(html.matches(&escaped).count() >= 6, "{typed} is shown as it was typed: {html}");
        // Markdown: the same headings as without it, and no link or tag.
        let marked = home.done(&[&named[..], &["md"]].concat());
        let headings = |page: &str| page.lines().filter(|line| line.starts_with('#')).count();
        assert_eq!(
            headings(&marked),
            headings(&home.done(&["handover", "export", "1", "--format", "md"])),
            "{marked}"
        );
        for live in ["](javascript", "<script", "<img", "</title", "**b**"] {
            let at: Vec<_> = marked.match_indices(live).collect();
            assert!(at.iter().all(|(at, _)| marked[..*at].ends_with('\\')), "{live} in {marked}");
        }
        runs += 2;
    }
    promise.ran(runs, "in HTML and Markdown");
}

/// A night whose units, advisers, departments, children and words are all called so.
fn called(typed: &str) -> Home {
    let home = Home::empty();
    let mut list = list(&[typed]).replace(",1,no,no,1,", ",2,no,no,4,");
    // The department is told of a home, the places are what matters here.
    list.truncate(list.trim_end().len());
    home.done(&["import", "places", &home.write("list.csv", list)]);
    home.write("key2", "annet\n");
    assert_eq!(home.add_adviser(typed, "key2", &[]).code, 0);
    let word = format!("'{}'", typed.replace('\'', "'\\''"));
    let answers = home.batch_as(
        ADVISER,
        "key",
        &[
            "shift start",
            &format!("setting set department.3403 {word}"),
            "call add 'hamar bvv j9 4-2 bh tlf 99887766 vedtak'",
            &format!("call edit 1 --child 1 --name {word}"),
            "offer 1 1",
            "answer 1 accepted",
            "call add 'hamar bvv g7 4-2 bh'",
            "offer 2 2",
            &format!("handover watch 2 critical --action {word} --by {word} --if-then {word}"),
            &format!("shift end --to {word} --summary {word} --note {word}"),
        ],
    );
    assert!(answers.iter().all(|answer| answer.get("error").is_none()), "{answers:?}");
    home.as_adviser(typed, "key2", &["shift", "start"]);
    home.as_adviser(typed, "key2", &["handover", "point", "1", "--all"]);
    home.as_adviser(typed, "key2", &["handover", "receive", "1", "--repeat", typed]);
    home.as_adviser(typed, "key2", &["shift", "end", "--to-intake", "--summary", typed]);
    home
}

/// What begins with a sign that means something in Markdown, line by line, without the text.
fn skeleton(marked: &str) -> Vec<String> {
    marked.lines().map(|line| line.chars().take_while(|sign| " #>-|*+".contains(*sign)).collect()).collect()
}

#[test]
fn no_markup_in_a_report_is_what_somebody_was_called_or_wrote() {
    let mut promise = Promise::of("S7", "payloads in handovers and reports, by every name and word");
    let pages: [(&[&str], usize); 4] = [
        (&["handover", "export", "1", "--named", "--reason", "x"], 9),
        (&["handover", "export", "2", "--named", "--reason", "x"], 3),
        (&["report", "morning", "--named", "--reason", "x"], 4),
        (&["report", "week", "--all-cells"], 0),
    ];
    let plain = called("vanlig");
    let written = |home: &Home, page: &[&str], format: &str| {
        home.done(&[&["--as", ADVISER], page, &["--format", format]].concat())
    };
    let tags = |html: &str| -> Vec<String> {
        html.split('<').skip(1).map(|tag| tag.split('>').next().unwrap().to_owned()).collect()
    };
    let plain: Vec<_> = pages
        .map(|(page, _)| (tags(&written(&plain, page, "html")), skeleton(&written(&plain, page, "md"))))
        .into();
    let mut runs = 0;
    for typed in MARKUP {
        let home = called(typed);
        let escaped: String =
            typed
                .chars()
                .map(|sign| {
                    if "<>&\"'".contains(sign) { format!("&#{};", u32::from(sign)) } else { sign.to_string() }
                })
                .collect();
        for ((page, least), (plain_tags, plain_lines)) in pages.into_iter().zip(&plain) {
            let html = written(&home, page, "html");
            assert_eq!(tags(&html), *plain_tags, "{typed}: {html}");
            assert!(html.matches(&escaped).count() >= least, "{typed} in {page:?}: {html}");
            let marked = written(&home, page, "md");
            assert_eq!(skeleton(&marked), *plain_lines, "{typed}: {marked}");
            for live in ["](javascript", "<script", "<img", "</title", "**b**", "`a`", "| `"] {
                let at: Vec<_> = marked.match_indices(live).collect();
                assert!(at.iter().all(|(at, _)| marked[..*at].ends_with('\\')), "{live} in {marked}");
            }
            runs += 2;
        }
    }
    promise.ran(runs, "pages in HTML and Markdown");
}
