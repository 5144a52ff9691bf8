//! Cells of CSV files that people open in spreadsheets, where a cell can turn into a formula.
//!
//! A spreadsheet runs a cell that begins with `=`, `+`, `-` or `@` (or hides one behind a tab or a carriage
//! return). Such a cell is written with an apostrophe in front. So that a file can be read back as it was, a
//! cell that already looks guarded (apostrophes, then such a sign) gets one more, and reading takes exactly one
//! away: `read(write(cell)) == cell` for every cell.

use std::borrow::Cow;

use crate::domain::clean::clean_text;

const GUARD: char = '\'';

/// The cell as it is written.
#[must_use]
pub fn guarded(cell: &str) -> Cow<'_, str> {
    if begins_formula(cell.trim_start_matches(GUARD)) {
        Cow::Owned(format!("{GUARD}{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// The cell as it was before it was written. A cell that never was guarded is left alone.
#[must_use]
pub fn unguarded(cell: &str) -> &str {
    match cell.strip_prefix(GUARD) {
        Some(rest) if begins_formula(rest.trim_start_matches(GUARD)) => rest,
        _ => cell,
    }
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
    cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_guarded() {
        for payload in ["=1+1", "+47 00 00 00 00", "-2", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"x\")"] {
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
    fn a_cell_that_looks_guarded_comes_back_with_its_own_apostrophe() {
        for cell in ["'=1", "''=1", "'''@", "'"] {
            assert_eq!(unguarded(&guarded(cell)), cell);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn any_cell_comes_back(cell in "['=+@\\-\\t\\ra ]{0,6}") {
            let written = guarded(&cell);
            prop_assert!(!begins_formula(&written));
            prop_assert_eq!(unguarded(&written), cell.as_str());
        }
    }
}
