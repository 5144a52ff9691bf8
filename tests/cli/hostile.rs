//! Text that wants to drive the terminal or mislead the eye, through every command: what is kept, what is said on both
//! outputs and what is exported is clean.

use serde_json::Value;

use crate::program::{Home, UNITS};
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
    "--as @ call list",
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
    &["export", "places"],
    &["export", "calls"],
    &["export", "journal"],
    &["check"],
];

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
