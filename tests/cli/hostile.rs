//! Text that wants to drive the terminal or mislead the eye, through every command: what is kept, what is said on both
//! outputs and what is exported is clean.

use akuttvakt::domain::call::{CallFacts, CallKind};
use akuttvakt::domain::case_watch::{WatchChange, WatchDraft, WatchLevel};
use akuttvakt::domain::child::{Age, ChildFacts, ChildIdentity, Sex};
use akuttvakt::domain::clean::{clean_line, first_chars};
use akuttvakt::domain::command::{Command, OfferDraft, Outcome};
use akuttvakt::domain::handover::{HandoverDraft, HandoverTo};
use akuttvakt::domain::ids::{CallId, OfferId, PlaceId};
use akuttvakt::domain::municipality::MunicipalityNumber;
use akuttvakt::domain::offer::Answer;
use akuttvakt::store::{Passphrase, Store};
use serde_json::Value;

use crate::program::{ADVISER, Home, UNITS};
use crate::support::dice::Dice;
use crate::support::hostile::{LETTERS, fault_of, text};
use crate::support::promise::{Figure, Promise};

const TEXTS: Figure = Figure::new(240, 10_000);
/// Texts for one database, and for one run of the program that writes.
const AT_ONCE: usize = 240;

/// Commands that take text, `@` standing for it.
const WRITES: &[&str] = &[
    "call add @",
    "call add 'hamar bvv j9 4-2 bh -- '@",
    "call add 'gjøvik bvt g12 4-2 bh #allergi:katt' @",
    "call edit 1 @",
    "call edit 1 --note @",
    "call list --municipality @",
    "call close 9 withdrawn --note @",
    "checklist answer 1 situation @",
    "checklist answer 1 @ ja",
    "offer 1 1 --why @",
    "offer 1 1 --why @ --child-view @ --travel-time @ --cleared-with @",
    "answer 1 decline --reason other --by @ --note @",
    "placement plan 1 --driver @ --medicines @ --night-number @",
    "placement plan 1 --expected-at @",
    "placement fall-through 9 --reason @",
    "placement end 3 @ --note @",
    "placement evaluate 3 --child-view @ --parents-view @",
    "place set 3 intake_stop --reason @",
    "place set @ free",
    "hold @ 1",
    "places @",
    "call back 1 @",
    "alarm silence @",
    "call refer 1 @",
    "setting set @ 3",
    "setting set hold_minutes @",
    "setting get @",
    "undo @",
    "@",
    "call show @",
    "call reveal @",
    "export @",
    "import places @",
    "contact add police @ @ --note @",
    "contact edit 1 --name @ --phone @",
    "contact add @ Per 1 --municipality @",
    "contact list --region @",
    "call find @",
    "capacity --at @",
    "--as @ call list",
    "shift start",
    "shift list --since @",
    "handover watch 1 critical --action @ --by @ --if-then @",
    "handover watch 2 @ --at @",
    "handover sign --to @ --summary @",
    "shift end --to-intake --summary @ --note @",
    "handover receive 1 --repeat @",
    "handover point 1 @",
    "handover export 1 --named --reason @",
    "report morning --named --reason @",
    "report morning --from @",
];

const READS: &[&[&str]] = &[
    &["call", "list"],
    &["call", "show", "1"],
    &["call", "show", "2"],
    &["call", "reveal", "1"],
    &["call", "show", "3"],
    &["call", "reveal", "3"],
    &["placement", "list"],
    &["placement", "list", "--call", "3"],
    &["places"],
    &["place", "history", "1"],
    &["place", "history", "3"],
    &["place", "reveal", "1"],
    &["checklist", "show", "1"],
    &["alarm", "list"],
    &["adviser", "list"],
    &["setting", "get"],
    &["contact", "list"],
    &["export", "contacts"],
    &["export", "places"],
    &["export", "calls"],
    &["export", "journal"],
    &["check"],
    &["shift", "list"],
    &["handover", "list"],
];

/// What is answered as a page, too.
const PAGES: &[&[&str]] = &[
    &["handover", "show"],
    &["handover", "show", "1"],
    &["handover", "export", "1"],
    &["handover", "export", "1", "--named", "--reason", "x"],
    &["report", "morning"],
    &["report", "morning", "--named", "--reason", "x"],
    &["report", "week"],
    &["report", "week", "--all-cells"],
];

/// Every page in every form and in both forms of Norwegian, for this adviser.
#[track_caller]
fn assert_pages(home: &Home, adviser: &str) -> usize {
    let mut read = 0;
    for words in PAGES {
        for format in ["text", "md", "html", "json"] {
            for language in ["nb", "nn"] {
                let arguments = ["--as", adviser, "--lang", language, "--format", format];
                let ran = home.run(&[&arguments, *words].concat());
                assert_clean(&ran.out, &format!("{words:?} {format}"));
                assert_clean(&ran.err, &format!("{words:?} {format}"));
                read += usize::from(ran.code == 0);
            }
        }
    }
    read
}

#[track_caller]
fn assert_clean(said: &str, what: &str) {
    for line in said.lines() {
        assert_eq!(fault_of(line), None, "{what}: {line:?}");
        if let Ok(value) = serde_json::from_str(line) {
            assert_value(&value, what);
        }
    }
}

#[track_caller]
fn assert_value(value: &Value, what: &str) {
    match value {
        Value::String(text) => {
            text.lines().for_each(|line| assert_eq!(fault_of(line), None, "{what}: {text:?}"));
        }
        Value::Array(values) => values.iter().for_each(|value| assert_value(value, what)),
        Value::Object(fields) => fields.iter().for_each(|(name, value)| {
            assert_eq!(fault_of(name), None, "{what}");
            assert_value(value, what);
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// As a shell takes it; a command line holds no NUL, and a line of `batch` no break.
fn quoted(text: &str, may_break: bool) -> String {
    let text: String =
        text.chars().filter(|sign| *sign != '\0' && (may_break || !"\r\n".contains(*sign))).collect();
    shlex::try_quote(&text).unwrap().into_owned()
}

fn write(home: &Home, dice: &mut Dice, count: usize) {
    let lines: Vec<String> = (0..count)
        .map(|n| {
            let command = WRITES[n % WRITES.len()];
            command.split('@').collect::<Vec<_>>().join(&quoted(&text(dice), false))
        })
        .collect();
    let ran = home.batch_bytes((lines.join("\n") + "\n").as_bytes());
    assert_clean(&ran.out, "batch");
    assert_clean(&ran.err, "batch");
    // A line that is empty or a remark gets no answer.
    assert!(ran.out.lines().count() > count / 2, "{ran:?}");
}

/// A list of places with such texts in the cells where text is free, and one in a cell where it is not.
fn list(dice: &mut Dice, spoilt: bool) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for (n, line) in UNITS.lines().enumerate() {
        let mut cells: Vec<String> = line.split(',').map(ToOwned::to_owned).collect();
        if n > 0 {
            // Longer ones are refused for their length.
            let mut cell = || text(dice).replace(['\r', '\n'], " ").chars().take(100).collect::<String>();
            cells[0] = format!("Heim {n} {}", cell());
            cells[13] = cell();
            if spoilt {
                cells[1 + dice.roll(12)] = text(dice);
            }
        }
        writer.write_record(&cells).unwrap();
    }
    String::from_utf8(writer.into_inner().unwrap()).unwrap()
}

#[test]
fn nothing_a_command_takes_comes_out_as_it_should_not() {
    let mut promise = Promise::of("S6", "texts through every command, its answers and the exports");
    let mut dice = Dice::of_test();
    let mut taken = 0;
    while taken < TEXTS.count() {
        let home = Home::with_places();
        home.batch(&["call add 'hamar bvv j9 4-2 bh'", "call add 'gjøvik bvt g12 4-2 bh'"]);
        home.batch(&["call add 'ringsaker bvv j9 4-2 bh'", "offer 3 1", "answer 1 accepted"]);
        for spoilt in [false, true] {
            let ran = home.run(&["import", "places", &home.write("heimer.csv", list(&mut dice, spoilt))]);
            assert!(spoilt || ran.code == 0, "{ran:?}");
            assert_clean(&(ran.out + &ran.err), "import places");
        }
        write(&home, &mut dice, AT_ONCE.min(TEXTS.count() - taken));
        taken += AT_ONCE;
        for words in READS {
            for format in ["text", "csv", "json"] {
                let ran = home.run(&[words, &["--format", format][..]].concat());
                assert_clean(&ran.out, &format!("{words:?} {format}"));
                assert_clean(&ran.err, &format!("{words:?} {format}"));
            }
        }
        // There is no shift where the last one was given.
        assert!(assert_pages(&home, ADVISER) >= 7 * 8);
        // As arguments of a process of its own: breaks go through too.
        for command in ["call add @", "@", "place set 3 intake_stop --reason @"] {
            let words = shlex::split(&command.replace('@', &quoted(&text(&mut dice), true))).unwrap();
            let ran = home.run(&words.iter().map(String::as_str).collect::<Vec<_>>());
            assert_clean(&ran.out, command);
            assert_clean(&ran.err, command);
        }
    }
    promise.ran(taken, format!("{} commands that write, {} that read", WRITES.len(), READS.len()));
    assert!(std::panic::catch_unwind(|| assert_clean("a\u{202e}b", "")).is_err());
    promise.caught("cleaning off");
}

#[test]
fn letters_of_norwegian_and_sami_come_back_as_they_were() {
    let home = Home::with_places();
    home.done(&["place", "set", "3", "intake_stop", "--reason", LETTERS]);
    assert!(home.done(&["place", "history", "3"]).contains(LETTERS));
    let history = home.json(&["place", "history", "3"]).to_string();
    assert!(history.contains(LETTERS), "{history}");
}

/// Hands out texts as an older program kept them: nothing between here and the disk cleans.
struct Older<'d> {
    dice: &'d mut Dice,
    raw: Vec<String>,
}

impl Older<'_> {
    fn text(&mut self, limit: usize) -> String {
        loop {
            let text = first_chars(&text(self.dice), limit).to_owned();
            if !clean_line(&text).trim().is_empty() {
                self.raw.push(text.clone());
                return text;
            }
        }
    }
}

/// A shift that was given and received and another that runs, with such texts wherever people write.
fn shifts_of_an_older_program(older: &mut Older<'_>) -> Home {
    let home = Home::with_places();
    home.write("key2", "annet\n");
    assert_eq!(home.add_adviser("Per S.", "key2", &[]).code, 0);
    home.batch_as(
        ADVISER,
        "key",
        &["call add 'ringsaker bvv g8 4-2 bh vedtak'", "call add 'gjøvik bvt j10 4-2 bh'"],
    );
    let at = crate::program::now();
    let mut kari = home.store();
    let passphrase = Passphrase::new("annet".to_owned());
    let options = crate::program::options();
    let mut per =
        Store::open(&home.db, Some("Per S."), &passphrase, std::sync::Arc::default(), options).unwrap();
    let run = |store: &mut Store, command: &Command| {
        store
            .execute(Store::new_command_id(at), command, at)
            .unwrap_or_else(|error| panic!("{command:?}: {error}"))
    };
    run(&mut kari, &Command::SetSetting { key: "department.3411".to_owned(), value: older.text(40) });
    let named = CallFacts {
        children: vec![ChildFacts { sex: Sex::Girl, age: Age::Years(9) }],
        identities: vec![ChildIdentity { name: Some(older.text(40)), national_id: None }],
        callback: Some(older.text(40)),
        received_at: Some(at),
        ..CallFacts::new(CallKind::Placement, MunicipalityNumber::parse("3403").unwrap(), at)
    };
    run(&mut kari, &Command::RegisterCall(Box::new(named)));
    for (call, place) in [(3, 1), (1, 2)] {
        run(&mut kari, &Command::Offer(Box::new(OfferDraft::new(CallId(call), PlaceId(place)))));
    }
    let (offer, answer) = (OfferId(2), Answer::Accepted);
    run(&mut kari, &Command::Answer { offer, answer, reason: None, by: Some(older.text(40)), note: None });
    for to in [HandoverTo::Adviser("Per S.".to_owned()), HandoverTo::IntakeUnit] {
        run(&mut kari, &Command::StartShift);
        for (call, level) in [(3, WatchLevel::Critical), (2, WatchLevel::Watch)] {
            run(
                &mut kari,
                &Command::SetWatch(Box::new(WatchChange::from(WatchDraft {
                    call: CallId(call),
                    level,
                    action: Some(older.text(200)),
                    action_at: None,
                    action_by: Some(older.text(40)),
                    if_then: Some(older.text(200)),
                }))),
            );
        }
        if to == HandoverTo::IntakeUnit {
            break;
        }
        let (summary, note) = (Some(older.text(400)), Some(older.text(200)));
        let draft = HandoverDraft { to, summary, note };
        let Outcome::HandoverSigned { handover, .. } =
            run(&mut kari, &Command::SignHandover(Box::new(draft)))
        else {
            panic!("not signed")
        };
        for point in per.handover(Some(handover), at).unwrap().unwrap().points {
            run(&mut per, &Command::GoThrough { handover, point: point.id });
        }
        run(&mut per, &Command::ReceiveHandover { handover, repeated: older.text(200) });
    }
    home
}

#[test]
fn what_an_older_program_kept_is_clean_on_every_page() {
    let mut promise = Promise::of("S6", "texts kept by an older program, on pages");
    let mut dice = Dice::of_test();
    let (mut taken, mut pages) = (0, 0);
    while taken < TEXTS.count() / 8 {
        let mut older = Older { dice: &mut dice, raw: Vec::new() };
        let home = shifts_of_an_older_program(&mut older);
        let read = assert_pages(&home, ADVISER);
        assert_eq!(read, PAGES.len() * 8, "every page is there");
        pages += read;
        taken += older.raw.len();
        let dirty = older.raw.iter().find(|raw| fault_of(raw).is_some()).unwrap();
        assert!(std::panic::catch_unwind(|| assert_clean(dirty, "")).is_err());
    }
    promise.caught("cleaning off");
    promise.ran(taken, format!("{pages} pages in plain lines, Markdown, HTML and JSON"));
}
