//! Files of places as they come from other people's machines: whole, damaged, wrong. All of a file is taken, or none.

use akuttvakt::catalog::Catalog;
use akuttvakt::domain::basis::BasisCode;
use akuttvakt::domain::command::{Command, Outcome};
use akuttvakt::domain::municipality_index::Municipalities;
use akuttvakt::domain::unit_list::UnitRow;
use akuttvakt::report::places_csv::{COLUMNS, Lists, read, write};
use akuttvakt::report::problems::Problem;
use akuttvakt::store::Store;
use akuttvakt::text::Texts;

use crate::program::{Home, UNITS, now};
use crate::support::dice::Dice;
use crate::support::hostile::{fault_of, text};
use crate::support::promise::{Figure, Promise};

const FILES: Figure = Figure::new(600, 10_000);
/// One of so many goes through the real program too.
const THROUGH_THE_PROGRAM: usize = 60;
const BASES: [BasisCode; 4] = [BasisCode::A4_1, BasisCode::A4_2, BasisCode::A4_4, BasisCode::A4_5];

/// A file, and what is known of it.
struct File {
    bytes: Vec<u8>,
    /// Lines with a cell that cannot be taken, and its column.
    bad: Vec<(u64, &'static str)>,
    /// Whether anything else was done to it.
    is_damaged: bool,
}

/// Cells that a column does not take.
const WRONG: &[(&str, &[&str])] = &[
    ("kind", &["", "telt", "=1+1", "emergency home", "\u{202e}"]),
    ("ownership", &["", "kommune", "-"]),
    ("region", &["", "Oslo", "Ø st"]),
    ("municipality", &["", "9999", "Atlantis", "Herøy", "=HYPERLINK(\"x\")"]),
    ("age_min", &["", "-1", "18", "999999999999999999999", "1.5", "seks", "0x6"]),
    ("age_max", &["", "18", "+5", "NaN"]),
    ("places", &["", "0", "51", "-3", "1e9", "=2"]),
    ("other_children", &["kanskje", "2"]),
    ("animals", &["hund", "-"]),
    ("legal_bases", &["9-9", "4-1,4-2", "§"]),
];

/// A good list of so many units, some cells then made wrong.
fn list(dice: &mut Dice, units: usize) -> File {
    let lines: Vec<Vec<String>> =
        UNITS.lines().map(|line| line.split(',').map(ToOwned::to_owned).collect()).collect();
    let (header, rows) = lines.split_first().unwrap();
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).unwrap();
    let mut bad = Vec::new();
    let spoils = dice.roll(2) == 0;
    for n in 0..units {
        let mut cells = rows[n % rows.len()].clone();
        cells[0] = format!("Heim {n}");
        if dice.roll(4) == 0 {
            cells[13] = text(dice).replace(['\r', '\n'], " ").chars().take(300).collect();
        }
        if spoils && dice.roll(units.min(6)) == 0 {
            let (column, values) = dice.one_of(WRONG);
            cells[COLUMNS.iter().position(|name| *name == column).unwrap()] = dice.one_of(values).to_owned();
            bad.push((u64::try_from(n).unwrap() + 2, column));
        }
        writer.write_record(&cells).unwrap();
    }
    File { bytes: writer.into_inner().unwrap(), bad, is_damaged: false }
}

/// Something that happens to files on their way.
pub fn damage(dice: &mut Dice, bytes: &mut Vec<u8>) {
    let at = dice.roll(bytes.len());
    let header = || String::from_utf8_lossy(bytes).split(',').next().unwrap_or_default().to_owned();
    match dice.roll(14) {
        0 => bytes.splice(0..0, *b"\xef\xbb\xbf").for_each(drop),
        1 => *bytes = String::from_utf8_lossy(bytes).replace('\n', "\r\n").into_bytes(),
        2 => *bytes = String::from_utf8_lossy(bytes).replace('\n', "\r").into_bytes(),
        3 => bytes.insert(at, b'"'),
        4 => bytes.insert(at, 0),
        5 => bytes.insert(at, 0xff),
        6 => bytes.truncate(at + 1),
        7 => bytes.splice(at..at, std::iter::repeat_n(b'x', 1 + dice.roll(200_000))).for_each(drop),
        8 => bytes.splice(0..0, format!("{},", header()).into_bytes()).for_each(drop),
        9 => *bytes = String::from_utf8_lossy(bytes).replacen("kind", "slag", 1).into_bytes(),
        10 => *bytes = String::from_utf8_lossy(bytes).replace(',', ";").into_bytes(),
        11 => *bytes = String::from_utf8_lossy(bytes).encode_utf16().flat_map(u16::to_le_bytes).collect(),
        12 => bytes.splice(at..at, text(dice).into_bytes()).for_each(drop),
        _ => (0..=dice.roll(8)).for_each(|_| {
            let at = dice.roll(bytes.len());
            bytes[at] = u8::try_from(dice.roll(256)).unwrap();
        }),
    }
}

fn assert_told(file: &File, problems: &[Problem], texts: &Texts) {
    let text = String::from_utf8_lossy(&file.bytes);
    let lines = u64::try_from(text.split(['\n', '\r']).count()).unwrap() + 1;
    assert!(!problems.is_empty());
    for problem in problems {
        assert!((1..=lines).contains(&problem.line), "{problem:?} of {lines}");
        assert!(problem.column.is_none_or(|column| COLUMNS.contains(&column)), "{problem:?}");
        assert!(!problem.reason(texts).trim().is_empty(), "{problem:?}");
    }
    if !file.is_damaged {
        for (line, column) in &file.bad {
            let is_told = |problem: &&Problem| problem.line == *line && problem.column == Some(*column);
            assert!(
                problems.iter().any(|problem| is_told(&problem)),
                "{line} {column}: {problems:?}\n{text}"
            );
        }
        let is_known = |problem: &Problem| file.bad.iter().any(|(line, _)| *line == problem.line);
        assert!(problems.iter().all(is_known), "{problems:?}\n{text}");
    }
}

fn import(store: &mut Store, rows: &[UnitRow]) -> (usize, usize, usize) {
    let command = Command::ImportUnits { rows: rows.to_vec(), dry_run: false };
    match store.execute(Store::new_command_id(now()), &command, now()).unwrap() {
        Outcome::Imported(report) => (report.added, report.updated.len(), report.unchanged),
        other => panic!("{other:?}"),
    }
}

#[test]
fn ten_thousand_files_are_taken_whole_or_not_at_all() {
    let mut promise = Promise::of("R11", "files of places, good and damaged");
    let mut dice = Dice::of_test();
    let texts = Texts::load(Texts::DEFAULT).unwrap();
    let municipalities = Municipalities::new(Catalog::load().unwrap().municipalities);
    let lists = Lists { municipalities: &municipalities, bases: &BASES };
    let (mut home, mut taken) = (Home::empty(), 0);
    let mut store = home.store();
    for n in 0..FILES.count() {
        if n % 250 == 249 {
            drop(store);
            home = Home::empty();
            store = home.store();
        }
        let units = if n % 150 == 7 { 2_000 + dice.roll(2_000) } else { 1 + dice.roll(12) };
        let mut file = list(&mut dice, units);
        if dice.roll(3) > 0 {
            file.is_damaged = true;
            (0..=dice.roll(2)).for_each(|_| damage(&mut dice, &mut file.bytes));
        }
        let result = read(&file.bytes, lists);
        match &result {
            Ok(rows) => {
                assert!(file.is_damaged || (file.bad.is_empty() && rows.len() == units));
                for text in rows.iter().flat_map(|row| [Some(&row.unit), row.note.as_ref()]).flatten() {
                    assert_eq!(fault_of(text), None, "{text:?}");
                }
                assert_eq!(read(write(rows).as_bytes(), lists).as_ref(), Ok(rows));
                let (added, updated, unchanged) = import(&mut store, rows);
                assert_eq!(added + updated + unchanged, rows.len());
                assert_eq!(
                    import(&mut store, rows),
                    (0, 0, rows.len()),
                    "the second time it changes nothing"
                );
                taken += 1;
            }
            Err(problems) => assert_told(&file, problems, &texts),
        }
        if n % THROUGH_THE_PROGRAM == 0 {
            let head = home.journal_head();
            let ran = home.run(&["import", "places", &home.write("fil.csv", &file.bytes)]);
            assert_eq!(ran.code == 0, result.is_ok(), "{ran:?}");
            if let Err(problems) = result {
                assert_eq!((home.journal_head(), ran.out.as_str()), (head, ""), "nothing of it was taken");
                assert!(ran.err.lines().count() > problems.len().min(1), "{ran:?}");
                assert_eq!(ran.err.lines().find_map(fault_of), None, "{ran:?}");
            }
        }
    }
    promise.ran(
        FILES.count(),
        format!("{taken} good ones taken twice, the others told by line, column and reason"),
    );
}
