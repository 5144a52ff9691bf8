//! S1: what is typed is nowhere in the clear. Two hundred words and numbers that occur nowhere else go into every field
//! that takes text, by command and on the screen, and are looked for in every file the program wrote.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use akuttvakt::domain::ids::HandoverId;
use akuttvakt::domain::question::{Question, Subject, Told};
use akuttvakt::domain::unit_facts::UnitFact;
use akuttvakt::store::{CallFilter, Passphrase, Store};
use rusqlite::Connection;

use crate::night;
use crate::program::{ADVISER, Home, PASSPHRASE, PROGRAM};
use crate::support::promise::Promise;
use crate::terminal::Terminal;
use crate::trace::Trace;

/// Longer than keeping what was typed takes.
const KEPT: Duration = Duration::from_millis(700);

/// Every item of the checklist that keeps what is said in words.
const ITEMS: [&str; 15] = [
    "situation",
    "protection",
    "danger",
    "help_at_home",
    "condition",
    "language",
    "child_knows",
    "doctor",
    "faith",
    "network",
    "escort",
    "child_view",
    "view_weight",
    "parents_view",
    "health",
];

/// What is asked about a home that has a column in the list of units.
const LISTED: [UnitFact; 3] = [UnitFact::Languages, UnitFact::OnCallPhone, UnitFact::Presentation];

/// Hands out markers: words of letters beyond ASCII, and numbers where only those are taken.
#[derive(Default)]
struct Markers {
    all: Vec<String>,
    /// Names of advisers stand in the key file by design: they say who can sign on.
    names: BTreeSet<String>,
}

impl Markers {
    fn word(&mut self) -> String {
        let word = format!("mærke{:03}ø", self.all.len());
        self.all.push(word.clone());
        word
    }

    fn number(&mut self) -> String {
        let number = format!("4{:03}7193", self.all.len());
        self.all.push(number.clone());
        number
    }

    fn adviser(&mut self) -> String {
        let name = self.word();
        self.names.insert(name.clone());
        name
    }
}

/// The forms a word can be written in.
fn forms(word: &str) -> Vec<Vec<u8>> {
    let mut forms = vec![word.as_bytes().to_vec()];
    forms.push(word.encode_utf16().flat_map(u16::to_le_bytes).collect());
    forms.push(word.encode_utf16().flat_map(u16::to_be_bytes).collect());
    let escaped = |escape: &dyn Fn(char) -> String| {
        let text: String =
            word.chars().map(|sign| if sign.is_ascii() { sign.to_string() } else { escape(sign) }).collect();
        text.into_bytes()
    };
    let percent = |sign: char, upper: bool| {
        let mut text = String::new();
        for byte in sign.to_string().bytes() {
            let _ = if upper { write!(text, "%{byte:02X}") } else { write!(text, "%{byte:02x}") };
        }
        text
    };
    forms.push(escaped(&|sign| percent(sign, true)));
    forms.push(escaped(&|sign| percent(sign, false)));
    forms.push(escaped(&|sign| format!("\\u{:04x}", u32::from(sign))));
    forms.push(escaped(&|sign| format!("\\u{:04X}", u32::from(sign))));
    // As numbers of bytes in text, which is how dumps and logs often have them.
    forms.push(word.bytes().fold(String::new(), |text, byte| format!("{text}{byte:02x}")).into_bytes());
    forms.sort();
    forms.dedup();
    forms
}

/// Which of the words stand in these files, in any form.
fn found(files: &BTreeSet<PathBuf>, words: &[String]) -> BTreeMap<PathBuf, Vec<String>> {
    // By their first four bytes, so that a file is gone through once.
    let mut needles: HashMap<[u8; 4], Vec<(&String, Vec<u8>)>> = HashMap::new();
    let mut begins = vec![false; 1 << 16];
    for word in words {
        for form in forms(word) {
            begins[usize::from(u16::from_le_bytes([form[0], form[1]]))] = true;
            needles.entry([form[0], form[1], form[2], form[3]]).or_default().push((word, form));
        }
    }
    let mut hits = BTreeMap::new();
    for file in files {
        // One that is gone again held what the next file of its kind holds, which is looked at.
        let Ok(bytes) = fs::read(file) else { continue };
        let mut here = BTreeSet::new();
        for (at, start) in bytes.windows(4).enumerate() {
            if begins[usize::from(u16::from_le_bytes([start[0], start[1]]))] {
                let known = needles.get(start).into_iter().flatten();
                here.extend(
                    known.filter(|(_, form)| bytes[at..].starts_with(form)).map(|(word, _)| (*word).clone()),
                );
            }
        }
        if !here.is_empty() {
            hits.insert(file.clone(), here.into_iter().collect());
        }
    }
    hits
}

/// Every file below a folder, but what the test itself put there.
fn below(folder: &Path, files: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            below(&path, files);
        } else if !["key", "key2", "list.csv"].iter().any(|own| path.ends_with(own)) {
            files.insert(path);
        }
    }
}

fn list_of_units(markers: &mut Markers) -> String {
    let mut list = "unit,kind,ownership,region,municipality,phone,legal_bases,age_min,age_max,max_siblings,\
                    other_children,animals,places,note,presentation,languages,on_call_phone\n"
        .to_owned();
    for _ in 0..13 {
        let (name, note, presentation, languages) =
            (markers.word(), markers.word(), markers.word(), markers.word());
        let (phone, on_call) = (markers.number(), markers.number());
        let _ = writeln!(
            list,
            "{name},emergency_home,state,Øst,3411,{phone},4-1;4-2,0,12,1,no,no,1,{note},{presentation},{languages},{on_call}"
        );
    }
    list
}

/// Lines of `batch` that put a marker into every field that takes text.
fn lines(markers: &mut Markers) -> Vec<String> {
    let mut lines = Vec::new();
    for call in 1..=10 {
        let (number, need, detail, note) = (markers.number(), markers.word(), markers.word(), markers.word());
        lines.push(format!("call add 'ringsaker bvv j9 4-2 bh tlf {number} #{need}:{detail} -- {note}'"));
        let (name, id) = (markers.word(), markers.number());
        lines.push(format!("call edit {call} --child {call} --name {name} --national-id {id}"));
    }
    for item in ITEMS {
        lines.push(format!("checklist answer 1 {item} {}", markers.word()));
    }
    for offer in 1..=5 {
        let (why, view, travel, with) = (markers.word(), markers.word(), markers.word(), markers.word());
        lines.push(format!(
            "offer {offer} {offer} --reason {why} --child-view {view} --travel-time {travel} --cleared-with {with}"
        ));
        let (by, note) = (markers.word(), markers.word());
        lines.push(format!("answer {offer} declined --reason other --by {by} --note {note}"));
    }
    let why = markers.word();
    lines.extend([format!("offer 6 12 --reason {why}"), "answer 6 accepted".to_owned()]);
    let (driver, medicines, night) = (markers.word(), markers.word(), markers.number());
    lines.push(format!("placement plan 6 --driver {driver} --medicines {medicines} --night-number {night}"));
    let (child, parents, note) = (markers.word(), markers.word(), markers.word());
    lines.push("placement arrive 6".to_owned());
    lines.push(format!("placement evaluate 6 --child-view {child} --parents-view {parents}"));
    lines.push(format!("placement end 6 other --note {note}"));
    let (why, reason) = (markers.word(), markers.word());
    lines.extend([format!("offer 7 13 --reason {why}"), "answer 7 accepted".to_owned()]);
    lines.push(format!("placement fall-through 7 --reason {reason}"));
    for unit in 1..=2 {
        let told = |markers: &mut Markers| {
            let flag = |fact: &UnitFact, word: String| format!("--{} {word}", fact.code().replace('_', "-"));
            // The others stand in the list already.
            let facts = UnitFact::ALL.iter().filter(|fact| !LISTED.contains(fact));
            let facts: Vec<_> = facts.map(|fact| flag(fact, markers.word())).collect();
            format!("{} --group-note {}", facts.join(" "), markers.word())
        };
        lines.push(format!("unit edit {unit} {}", told(markers)));
    }
    for place in 6..=11 {
        lines.push(format!("place set {place} maintenance --reason {}", markers.word()));
    }
    lines.push(format!("place extra 6 --reason {}", markers.word()));
    lines.push("call add 'ringsaker bvv j9+g6 kan deles 4-2 bh'".to_owned());
    lines.push(format!("call split 11 --by {} --reason {}", markers.word(), markers.word()));
    for flag in ["", " --disagreement"] {
        lines.push(format!("call remark 11 {}{flag}", markers.word()));
    }
    let (who, note) = (markers.word(), markers.word());
    lines.push(format!("enquiry log 11 --rung leader --result no_answer --who {who} --note {note}"));
    lines.push(format!("measure set 11 mst offered --note {}", markers.word()));
    lines.extend(["deviation draft 11".to_owned(), "deviation register 1".to_owned()]);
    for _ in 0..2 {
        lines.push(format!("deviation edit 1 --note {}", markers.word()));
    }
    lines.push("deviation supervise 1 governor open".to_owned());
    for kind in ["home_consultant", "leader_on_duty", "provider"] {
        let (name, number, note) = (markers.word(), markers.number(), markers.word());
        lines.push(format!("contact add {kind} {name} {number} --note {note}"));
    }
    for call in 9..=10 {
        lines.push(format!("call close {call} --reason withdrawn --note {}", markers.word()));
    }
    lines.push("shift start".to_owned());
    for call in 4..=5 {
        let (action, by, if_then) = (markers.word(), markers.word(), markers.word());
        lines.push(format!(
            "handover watch {call} critical --action {action} --at +600 --by {by} --if-then {if_then}"
        ));
    }
    let (summary, note) = (markers.word(), markers.word());
    lines.push(format!("shift end --to-intake --summary {summary} --note {note}"));
    for command in ["handover export 1", "report morning"] {
        lines.push(format!("{command} --named --reason {}", markers.word()));
    }
    lines
}

/// The second adviser receives the first handover, and gives a shift of their own to the first.
fn second_shift(home: &Home, second: &str, markers: &mut Markers) {
    let (repeated, summary, note) = (markers.word(), markers.word(), markers.word());
    for arguments in [
        &["shift", "start"][..],
        &["handover", "point", "1", "--all"],
        &["handover", "receive", "1", "--repeat", &repeated],
        &["shift", "end", "--to", ADVISER, "--summary", &summary, "--note", &note],
    ] {
        home.as_adviser(second, "key2", arguments);
    }
}

/// The screen with half-written work in it: a handover that is received, one that is given, what is to be done in a case, a
/// line, an offer and a form.
fn screen(home: &Home, words: &[String], markers: &mut Markers) -> Terminal {
    let key = home.path("key").display().to_string();
    let home_folder = home.folder.path().display().to_string();
    let tmp = home.path("tmp").display().to_string();
    let environment =
        [("KEY_FILE", &*key), ("HOME", &*home_folder), ("TMPDIR", &*tmp), ("RUST_BACKTRACE", "full")];
    let first = ["-c".to_owned(), "exec \"$@\" 3<\"$KEY_FILE\"".to_owned(), "sh".to_owned()];
    let last = [PROGRAM, "--key-fd", "3", "--as", ADVISER, "--db", home.db.to_str().unwrap()];
    let arguments: Vec<_> =
        first.into_iter().chain(words.iter().cloned()).chain(last.map(str::to_owned)).collect();
    let mut terminal = Terminal::start("sh", &arguments, &environment, (140, 45));
    terminal.wait_for("Ringsaker");
    let (line, why, form) = (markers.word(), markers.word(), markers.word());
    half_handed_over(&mut terminal, markers);
    terminal.send("o");
    terminal.wait_for("gi tilbud");
    terminal.send(&why);
    terminal.wait_for(&why);
    terminal.send("\u{e}");
    terminal.wait_for("Ny henvendelse");
    terminal.send(&format!("hamar bvv j9 4-2 -- {line}"));
    terminal.wait_for(&line);
    terminal.send("\u{e}");
    thread::sleep(KEPT);
    terminal.send(&format!("moss g5 -- {form}\t"));
    terminal.wait_for("skjema");
    thread::sleep(KEPT);
    terminal
}

fn half_handed_over(terminal: &mut Terminal, markers: &mut Markers) {
    let (repeated, action, summary) = (markers.word(), markers.word(), markers.word());
    terminal.send("6");
    terminal.wait_for("gjennomgått");
    // Every case is gone through: more keys than there are do nothing.
    for _ in 0..14 {
        terminal.send("\r");
    }
    for (keys, opened, word) in
        [("m", "Gjenta", &repeated), ("\te", "til neste vakt", &action), ("m", "Sammendrag", &summary)]
    {
        terminal.send(keys);
        terminal.wait_for(opened);
        terminal.send(&format!("{}{word}", if word == &summary { "\t" } else { "" }));
        terminal.wait_for(word);
        thread::sleep(KEPT);
        terminal.send("\u{1b}");
        thread::sleep(KEPT);
    }
    terminal.send("1");
    terminal.wait_for("Ringsaker");
}

/// What the calls and the half-written work say to who has the key.
fn told(home: &Home) -> String {
    let mut store = open(home);
    let mut told = Vec::new();
    let (calls, _) = store.calls(CallFilter::All).unwrap();
    for call in &calls {
        let details = store.call_details(call.id).unwrap();
        told.extend([details.note, details.close_note]);
        told.extend(details.remarks.into_iter().map(|remark| remark.text));
        told.extend(details.splits.into_iter().map(|split| split.reason));
        told.extend(details.enquiries.into_iter().map(|asked| asked.note));
        told.extend(details.compensation_notes.into_values().map(Some));
        told.extend(details.deviations.into_iter().map(|(_, note)| note));
        told.extend(details.told.into_values().map(Some));
        told.extend(call.needs.iter().flat_map(|need| [Some(need.word.clone()), need.detail.clone()]));
        for offer in details.offers {
            told.extend([offer.why, offer.child_view, offer.travel_time, offer.cleared_with]);
            told.extend([offer.answered_by, offer.answer_note]);
        }
        for (_, words) in details.placements {
            told.extend([
                words.driver,
                words.medicines,
                words.end_note,
                words.child_view,
                words.parents_view,
            ]);
        }
        let asked = store.tell(&Question::Personal(Subject::Call(call.id)), crate::program::now());
        let Ok(Told::Personal(personal)) = asked else { panic!() };
        told.push(personal.callback);
        told.extend(personal.night_numbers.into_iter().map(|(_, number)| Some(number)));
        told.extend(personal.children.into_iter().flat_map(|(_, child)| [child.name, child.national_id]));
    }
    for unit in store.board(crate::program::now()).unwrap().units {
        let asked = store.tell(&Question::Personal(Subject::Unit(unit.id)), crate::program::now());
        let Ok(Told::Personal(personal)) = asked else { panic!() };
        told.extend(personal.facts.into_values().map(Some));
        told.push(unit.group_note);
    }
    for number in 1..=2 {
        let handover = store.handover(Some(HandoverId(number)), crate::program::now()).unwrap().unwrap();
        told.extend([handover.summary, handover.note, handover.repeated]);
        told.extend(
            handover
                .watches
                .into_iter()
                .map(|watch| watch.draft)
                .flat_map(|draft| [draft.action, draft.action_by, draft.if_then]),
        );
    }
    let drafts = store.drafts().unwrap();
    let mut kinds: Vec<_> = drafts.iter().map(|draft| draft.kind.code()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert!(
        ["give_handover", "receive_handover", "watch"].iter().all(|kind| kinds.contains(kind)),
        "{kinds:?}"
    );
    told.extend(drafts.into_iter().flat_map(|draft| draft.fields).map(|(_, typed)| Some(typed)));
    told.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

fn open(home: &Home) -> Store {
    let passphrase = Passphrase::new(PASSPHRASE.to_owned());
    let (reference, options) = (std::sync::Arc::default(), crate::program::options());
    Store::open(&home.db, Some(ADVISER), &passphrase, reference, options).unwrap()
}

#[test]
fn two_hundred_markers_stand_in_no_file() {
    let mut promise = Promise::of("S1", "markers in every field that takes text");
    let Some(trace) = Trace::new("files the program writes") else { return };
    let _alone = night::alone();
    let mut markers = Markers::default();
    let home = Home::empty();
    fs::create_dir(home.path("tmp")).unwrap();
    let as_first = |arguments: &[&str]| home.done(&[&["--as", ADVISER], arguments].concat());
    let second = markers.adviser();
    home.write("key2", format!("{}\n", markers.word()));
    assert_eq!(home.add_adviser(&second, "key2", &[]).code, 0);
    let list = home.write("list.csv", list_of_units(&mut markers));
    as_first(&["import", "places", &list]);

    let lines = lines(&mut markers);
    let mut input =
        home.command(&["--db", home.db.to_str().unwrap(), "--key-fd", "3", "--as", ADVISER, "batch"]);
    let said = home.path("lines");
    fs::write(&said, lines.join("\n") + "\n").unwrap();
    input.env("TMPDIR", home.path("tmp")).stdin(fs::File::open(&said).unwrap());
    let answers = crate::program::ran(&input.output().unwrap());
    fs::remove_file(said).unwrap();
    assert_eq!(answers.out.lines().count(), lines.len());
    for (line, answer) in lines.iter().zip(answers.out.lines()) {
        assert!(!answer.contains("\"error\""), "{line}: {answer}");
    }

    second_shift(&home, &second, &mut markers);
    let terminal = screen(&home, &trace.words(), &mut markers);
    let mut files = BTreeSet::new();
    below(home.folder.path(), &mut files);
    assert!(files.iter().any(|file| file.to_string_lossy().ends_with("-wal")), "the log lies there");
    let mut hits = found(&files, &markers.all);
    assert_eq!(terminal.end("\u{11}"), 0);
    let killed = screen(&home, &[], &mut markers);
    killed.signal("-KILL");
    drop(killed);
    let maker = open(&home).backup_maker();
    maker.make(None, crate::program::now()).unwrap();
    maker.make(Some(&home.path("minnepinne")), crate::program::now()).unwrap();

    // Wherever the program wrote, not only where it is expected to.
    for event in trace.events().iter().filter(|event| event.writes() || event.call.starts_with("rename")) {
        files.extend(event.paths.iter().filter(|path| !path.starts_with("/dev")).cloned());
    }
    below(home.folder.path(), &mut files);
    while markers.all.len() < 200 {
        let spare = markers.word();
        assert_eq!(home.run(&["--as", ADVISER, "call", "add", &format!("hamar bvt j7 -- {spare}")]).code, 0);
    }
    below(home.folder.path(), &mut files);
    let mut secrets = markers.all.clone();
    secrets.push(PASSPHRASE.to_owned());
    hits.extend(found(&files, &secrets));
    // The one thing that is known without a key is who can sign on.
    for (file, words) in &mut hits {
        if file.to_string_lossy().ends_with(".keys") {
            words.retain(|word| !markers.names.contains(word));
        }
    }
    hits.retain(|_, words| !words.is_empty());
    assert_eq!(hits, BTreeMap::new());
    assert_eq!(fs::read_dir(home.path("tmp")).unwrap().count(), 0);

    // They are there, for who has the key.
    let shown = as_first(&["export", "places"])
        + &as_first(&["contact", "list"])
        + &as_first(&["adviser", "list"])
        + &told(&home);
    let missing: Vec<_> = markers.all.iter().filter(|word| !shown.contains(word.as_str())).collect();
    assert!(missing.len() < 15, "places' reasons, a passphrase, names: {missing:?}");
    let seen = markers.all.len() - missing.len();

    // The same search over a plain file finds all of them.
    let plain = home.path("plain.sqlite");
    let connection = Connection::open(&plain).unwrap();
    connection.execute_batch("CREATE TABLE typed (words TEXT)").unwrap();
    for word in &markers.all {
        connection.execute("INSERT INTO typed VALUES (?1)", [word]).unwrap();
    }
    drop(connection);
    assert_eq!(found(&BTreeSet::from([plain.clone()]), &markers.all)[&plain].len(), markers.all.len());
    promise.caught("no encryption");
    promise
        .ran(markers.all.len(), format_args!("0 in {} files, {seen} shown to who has the key", files.len()));
}

#[test]
fn a_marker_is_found_in_each_form_it_can_be_written_in() {
    let folder = tempfile::tempdir().unwrap();
    let word = "mærke001ø".to_owned();
    let utf16: Vec<u8> = word.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let texts = ["mærke001ø", "m%C3%A6rke001%C3%B8", "m%c3%a6rke001%c3%b8", "m\\u00e6rke001\\u00f8"];
    for content in texts.map(|text| text.as_bytes().to_vec()).into_iter().chain([utf16]) {
        let path = folder.path().join("file");
        fs::write(&path, [b"\0\0".as_slice(), &content, b"\0"].concat()).unwrap();
        assert_eq!(found(&BTreeSet::from([path]), std::slice::from_ref(&word)).len(), 1, "{content:?}");
    }
    fs::write(folder.path().join("other"), "merke001o mærke002ø").unwrap();
    assert!(found(&BTreeSet::from([folder.path().join("other")]), &[word]).is_empty());
}
