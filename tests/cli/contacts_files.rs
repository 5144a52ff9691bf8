//! Files of phone numbers as they come from other people's machines: all of a file is taken, or none.

use akuttvakt::catalog::Catalog;
use akuttvakt::domain::command::{Command, Outcome};
use akuttvakt::domain::directory::ContactRow;
use akuttvakt::domain::municipality_index::Municipalities;
use akuttvakt::domain::question::{Question, Told};
use akuttvakt::report::contacts_csv::{COLUMNS, read, write};
use akuttvakt::store::Store;
use akuttvakt::text::Texts;

use crate::places_files::damage;
use crate::program::{Home, now};
use crate::support::dice::Dice;
use crate::support::hostile::{fault_of, text};
use crate::support::promise::{Figure, Promise};

const FILES: Figure = Figure::new(600, 10_000);
/// One of so many goes through the real program too.
const THROUGH_THE_PROGRAM: usize = 100;

const GOOD: [[&str; 6]; 4] = [
    ["region_duty", "Vakttelefon Sør", "11 11 11 11", "Sør", "", "hele døgnet"],
    ["out_of_hours", "Barnevernvakten", "22 22 22 22", "", "3403", ""],
    ["leader_on_duty", "Aud T.", "33 33 33 33", "Øst", "", ""],
    ["psychiatric", "Ambulant team", "44 44 44 44", "", "Gjøvik", "til 22"],
];

/// Cells that a column does not take.
const WRONG: &[(usize, &[&str])] = &[
    (0, &["", "telefon", "=1+1", "\u{202e}"]),
    (1, &["", " "]),
    (2, &["", "\u{200b}"]),
    (3, &["Oslo", "Ø st"]),
    (4, &["9999", "Atlantis", "Herøy"]),
];

/// A list of so many numbers, some cells then made wrong: the file, and its wrong cells.
fn list(dice: &mut Dice, rows: usize) -> (Vec<u8>, Vec<(u64, &'static str)>) {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).unwrap();
    let mut bad = Vec::new();
    let spoils = dice.roll(2) == 0;
    for n in 0..rows {
        let mut cells = GOOD[n % GOOD.len()].map(str::to_owned);
        cells[1] = format!("{} {n}", cells[1]);
        if dice.roll(4) == 0 {
            cells[5] = text(dice).replace(['\r', '\n'], " ").chars().take(300).collect();
        }
        if spoils && dice.roll(rows.min(6)) == 0 {
            let (column, values) = dice.one_of(WRONG);
            cells[column] = dice.one_of(values).to_owned();
            bad.push((u64::try_from(n).unwrap() + 2, COLUMNS[column]));
        }
        writer.write_record(&cells).unwrap();
    }
    (writer.into_inner().unwrap(), bad)
}

fn import(store: &mut Store, rows: &[ContactRow]) -> (usize, usize, usize) {
    let command = Command::ImportContacts { rows: rows.to_vec(), dry_run: false };
    match store.execute(Store::new_command_id(now()), &command, now()).unwrap() {
        Outcome::ContactsImported { added, updated, unchanged, .. } => (added, updated, unchanged),
        other => panic!("{other:?}"),
    }
}

fn known(store: &mut Store) -> Vec<ContactRow> {
    let Told::Contacts(found) = store.tell(&Question::Contacts, now()).unwrap() else { panic!() };
    found.into_iter().map(|contact| contact.row).collect()
}

#[test]
fn ten_thousand_files_of_numbers_are_taken_whole_or_not_at_all() {
    let mut promise = Promise::of("R11", "files of phone numbers, good and damaged");
    let mut dice = Dice::of_test();
    let texts = Texts::load(Texts::DEFAULT).unwrap();
    let municipalities = Municipalities::new(Catalog::load().unwrap().municipalities);
    let (mut home, mut taken) = (Home::empty(), 0);
    let mut store = home.store();
    for n in 0..FILES.count() {
        if n % 100 == 99 {
            drop(store);
            home = Home::empty();
            store = home.store();
        }
        let rows = 1 + dice.roll(12);
        let (mut bytes, bad) = list(&mut dice, rows);
        let is_damaged = dice.roll(3) > 0;
        if is_damaged {
            (0..=dice.roll(2)).for_each(|_| damage(&mut dice, &mut bytes));
        }
        let result = read(&bytes, &municipalities);
        match &result {
            Ok(found) => {
                assert!(is_damaged || (bad.is_empty() && found.len() == rows));
                for text in found.iter().flat_map(|row| [Some(&row.name), row.note.as_ref()]).flatten() {
                    assert_eq!(fault_of(text), None, "{text:?}");
                }
                assert_eq!(read(write(found).as_bytes(), &municipalities).as_ref(), Ok(found));
                let (added, updated, unchanged) = import(&mut store, found);
                assert_eq!(added + updated + unchanged, found.len());
                let known = known(&mut store);
                assert!(found.iter().all(|row| known.contains(row)), "every row of it is there");
                assert_eq!(
                    import(&mut store, found),
                    (0, 0, found.len()),
                    "the second time it changes nothing"
                );
                taken += 1;
            }
            Err(problems) => {
                assert!(!problems.is_empty());
                for problem in problems {
                    assert!(
                        problem.line >= 1 && problem.column.is_none_or(|column| COLUMNS.contains(&column))
                    );
                    assert!(!problem.reason(&texts).trim().is_empty(), "{problem:?}");
                }
                if !is_damaged {
                    for (line, column) in &bad {
                        let is_told =
                            problems.iter().any(|one| one.line == *line && one.column == Some(*column));
                        assert!(is_told, "{line} {column}: {problems:?}");
                    }
                }
            }
        }
        if n % THROUGH_THE_PROGRAM == 0 {
            let head = home.journal_head();
            let ran = home.run(&["import", "contacts", &home.write("fil.csv", &bytes)]);
            assert_eq!(ran.code == 0, result.is_ok(), "{ran:?}");
            if result.is_err() {
                assert_eq!((home.journal_head(), ran.out.as_str()), (head, ""), "nothing of it was taken");
                assert_eq!(ran.err.lines().find_map(fault_of), None, "{ran:?}");
            }
        }
    }
    promise.ran(
        FILES.count(),
        format!("{taken} good ones taken twice, the others told by line, column and reason"),
    );
}
