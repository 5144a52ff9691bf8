//! Cells of CSV files that people open in spreadsheets, where a cell can turn into a formula.
//!
//! A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@`, in some languages also with the wide forms of these
//! signs, or hides one behind a tab or the end of a line. Such a cell is written with an apostrophe in front. A
//! spreadsheet set to Norwegian splits lines at semicolons, whatever quotes stand around, so the same is done behind each
//! semicolon and tab inside a cell. So that a file can be read back as it was, what already looks guarded (apostrophes,
//! then such a sign) gets one more, and reading takes exactly one away: `read(write(cell)) == cell` for every cell.

use std::borrow::Cow;

use crate::domain::clean::clean_text;

const GUARD: char = '\'';

/// Behind these a spreadsheet may begin a new cell, though for us the cell goes on.
const SPLITS: [char; 2] = [';', '\t'];

/// The cell as it is written.
#[must_use]
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if !starts(cell).any(|at| is_run(&cell[at..])) {
        return Cow::Borrowed(cell);
    }
    let mut written = String::with_capacity(cell.len() + 2);
    for (at, sign) in cell.char_indices() {
        if is_start(cell, at) && is_run(&cell[at..]) {
            written.push(GUARD);
        }
        written.push(sign);
    }
    Cow::Owned(written)
}

/// The cell as it was before it was written. A cell that never was guarded is left alone.
#[must_use]
pub fn unguarded(cell: &str) -> Cow<'_, str> {
    let is_guard = |at: usize| cell[at..].starts_with(GUARD) && is_run(&cell[at..]);
    if !starts(cell).any(is_guard) {
        return Cow::Borrowed(cell);
    }
    let kept = cell.char_indices().filter(|(at, _)| !(is_start(cell, *at) && is_guard(*at)));
    Cow::Owned(kept.map(|(_, sign)| sign).collect())
}

/// Where a spreadsheet may see the start of a cell.
fn starts(cell: &str) -> impl Iterator<Item = usize> + '_ {
    cell.char_indices().map(|(at, _)| at).filter(|at| is_start(cell, *at))
}

fn is_start(cell: &str, at: usize) -> bool {
    cell[..at].chars().next_back().is_none_or(|before| SPLITS.contains(&before))
}

/// Whether what follows is a formula, or looks like one that was guarded.
fn is_run(rest: &str) -> bool {
    begins_formula(rest.trim_start_matches(GUARD))
}

/// A CSV file of guarded cells, lines ending in `\n`.
///
/// `None` stands for what is not known: an empty cell.
#[must_use]
pub fn csv_file<'h, R>(header: impl IntoIterator<Item = &'h str>, rows: impl IntoIterator<Item = R>) -> String
where
    R: IntoIterator<Item = Option<String>>,
{
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail, and rows of one table have one length: the results carry nothing.
    let _ = writer.write_record(header);
    for row in rows {
        let cells = row.into_iter().map(|cell| match cell {
            // Text that an older program kept is cleaned on its way out.
            Some(cell) => guarded(&clean_text(&cell)).into_owned(),
            None => String::new(),
        });
        let _ = writer.write_record(cells.map(String::into_bytes));
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

fn begins_formula(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_guarded() {
        for payload in [
            "=1+1",
            "+47 00 00 00 00",
            "-2",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "=HYPERLINK(\"x\")",
            "＝1+1",
            "＋1",
            "－1",
            "＠SUM(A1)",
        ] {
            let written = guarded(payload);
            assert!(written.starts_with('\''), "{payload:?} became {written:?}");
            assert_eq!(unguarded(&written), payload);
        }
        for plain in ["Furuly", "4-1;4-2", "00 00 00 00", "", "'s-Hertogenbosch", "a=b"] {
            assert_eq!(guarded(plain), plain);
            assert_eq!(unguarded(plain), plain);
        }
    }

    #[test]
    fn behind_a_semicolon_or_a_tab_nothing_is_run_either() {
        assert_eq!(guarded("Furuly;=1+1"), "Furuly;'=1+1");
        assert_eq!(guarded("a;;@b;c;'-1"), "a;;'@b;c;''-1");
        assert_eq!(guarded("a\t=1"), "a\t'=1");
        for cell in ["Furuly;=1+1", "a;;@b;c;'-1", "a\t=1", ";=", "=;=;=", "'=;'=", "æ;＝å"] {
            assert_eq!(unguarded(&guarded(cell)), cell);
        }
        for plain in ["a; =1", "norsk;samisk", "4-1;4-2", "a=1;b", "';x"] {
            assert_eq!(guarded(plain), plain);
        }
    }

    #[test]
    fn a_cell_that_looks_guarded_comes_back_with_its_own_apostrophe() {
        for cell in ["'=1", "''=1", "'''@", "'"] {
            assert_eq!(unguarded(&guarded(cell)), cell);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_cell_comes_back(cell in "['=+@\\-\\t\\r\\na ;＝]{0,8}") {
            let written = guarded(&cell);
            prop_assert!(!begins_formula(&written));
            prop_assert!(!written.split(';').any(begins_formula));
            let back = unguarded(&written).into_owned();
            prop_assert_eq!(back, cell);
        }
    }
}
