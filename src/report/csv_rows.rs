//! What every list that is read from a CSV file shares: UTF-8 with a header, one row a line, every wrong cell noted with
//! its line and column. A file counts only when nothing in it is wrong.

use super::cells::unguarded;
use super::problems::{Fault, Problem};
use crate::domain::clean::{check_length, clean_line};
use crate::domain::municipality::{Municipality, MunicipalityNumber, Region};
use crate::domain::municipality_index::{Found, Municipalities, Reach};
use crate::domain::unit_list::{MAX_SHORT_TEXT, MAX_TEXT};

/// What separates values inside a cell.
pub(super) const LIST_SEPARATOR: char = ';';

/// The columns of a list.
#[derive(Clone, Copy)]
pub(super) struct Columns {
    /// Their names, in order.
    pub(super) names: &'static [&'static str],
    /// How many of them a file must have: the first ones.
    pub(super) required: usize,
}

/// The rows of a file, or everything that is wrong with it, in the order of its lines.
pub(super) fn read<T>(
    bytes: &[u8],
    columns: Columns,
    mut row_of: impl FnMut(&mut RowReader<'_>) -> Option<T>,
) -> Result<Vec<T>, Vec<Problem>> {
    let text = decode(bytes)?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut records = reader.records().filter_map(Result::ok);
    let Some(header) = records.next() else {
        return Err(vec![Problem::of_file(Fault::Empty)]);
    };
    let positions = read_header(&header, columns)?;
    let mut problems = Vec::new();
    let mut rows = Vec::new();
    let mut count = 0_usize;
    for record in records {
        let line = record.position().map_or(0, csv::Position::line);
        count += 1;
        if record.len() != header.len() {
            problems.push(ragged_row(&record, &header, line, columns));
            continue;
        }
        let mut reader =
            RowReader { record: &record, columns, positions: &positions, line, problems: &mut problems };
        rows.extend(row_of(&mut reader));
    }
    if count == 0 {
        problems.push(Problem::of_file(Fault::NoRows));
    }
    if problems.is_empty() { Ok(rows) } else { Err(problems) }
}

fn decode(bytes: &[u8]) -> Result<&str, Vec<Problem>> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(vec![Problem::of_file(Fault::Utf16)]);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    std::str::from_utf8(bytes).map_err(|_| {
        (1_u64..)
            .zip(bytes.split(|byte| *byte == b'\n'))
            .filter(|(_, line)| std::str::from_utf8(line).is_err())
            .map(|(line, _)| Problem { line, column: None, fault: Fault::NotUtf8 })
            .collect()
    })
}

/// Where each column stands in the file; none for an optional one that is not there.
fn read_header(header: &csv::StringRecord, columns: Columns) -> Result<Vec<Option<usize>>, Vec<Problem>> {
    if header.len() == 1 && header.iter().any(|cell| cell.contains(LIST_SEPARATOR)) {
        return Err(vec![Problem::of_file(Fault::SemicolonsBetweenColumns)]);
    }
    let mut positions = vec![None; columns.names.len()];
    let mut unknown = Vec::new();
    let mut problems = Vec::new();
    for (at, name) in header.iter().map(str::trim).enumerate() {
        match columns.names.iter().position(|column| *column == name) {
            None => unknown.push(name.to_owned()),
            Some(column) if positions[column].is_some() => {
                problems.push(Problem::of_file(Fault::ColumnTwice(name.to_owned())));
            }
            Some(column) => positions[column] = Some(at),
        }
    }
    if !unknown.is_empty() {
        problems.push(Problem::of_file(Fault::UnknownColumns(unknown)));
    }
    let missing: Vec<_> = columns
        .names
        .iter()
        .zip(&positions)
        .take(columns.required)
        .filter(|(_, position)| position.is_none())
        .map(|(column, _)| *column)
        .collect();
    if !missing.is_empty() {
        problems.push(Problem::of_file(Fault::MissingColumns(missing)));
    }
    if problems.is_empty() { Ok(positions) } else { Err(problems) }
}

/// A quote that is never closed swallows the lines after it: that cell is to blame, not the count.
fn ragged_row(
    record: &csv::StringRecord,
    header: &csv::StringRecord,
    line: u64,
    columns: Columns,
) -> Problem {
    let Some(at) = record.iter().position(has_line_break) else {
        let fault = Fault::CellCount { expected: header.len(), found: record.len() };
        return Problem { line, column: None, fault };
    };
    let name = header.get(at).map_or("", str::trim);
    let column = columns.names.iter().copied().find(|column| *column == name);
    Problem { line, column, fault: Fault::LineBreak }
}

/// Whether a cell runs over more than one line of the file.
fn has_line_break(cell: &str) -> bool {
    cell.contains(['\n', '\r'])
}

/// One row, cell by cell. Every wrong cell is noted; the row counts when none is.
pub(super) struct RowReader<'r> {
    record: &'r csv::StringRecord,
    columns: Columns,
    positions: &'r [Option<usize>],
    line: u64,
    problems: &'r mut Vec<Problem>,
}

impl RowReader<'_> {
    /// Its line in the file.
    pub(super) const fn line(&self) -> u64 {
        self.line
    }

    /// The cell without its guard, cleaned and trimmed; none when it holds a line break.
    pub(super) fn cell(&mut self, column: &'static str) -> Option<String> {
        let position =
            self.columns.names.iter().position(|name| *name == column).and_then(|at| self.positions[at]);
        let raw = position.and_then(|at| self.record.get(at)).unwrap_or_default();
        let inner = unguarded(raw);
        if has_line_break(&inner) {
            self.note(column, Fault::LineBreak);
            return None;
        }
        Some(clean_line(&inner).trim().to_owned())
    }

    pub(super) fn note(&mut self, column: &'static str, fault: Fault) {
        self.problems.push(Problem { line: self.line, column: Some(column), fault });
    }

    pub(super) fn needed<T>(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Option<T> {
        let value = self.optional(column, parse)?;
        if value.is_none() {
            self.note(column, Fault::Required);
        }
        value
    }

    /// None when the cell is wrong; `Some(None)` when it is empty.
    #[expect(clippy::option_option, reason = "wrong, empty and given are three things")]
    pub(super) fn optional<T>(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Option<Option<T>> {
        let cell = self.cell(column)?;
        if cell.is_empty() {
            return Some(None);
        }
        match parse(&cell) {
            Ok(value) => Some(Some(value)),
            Err(fault) => {
                self.note(column, fault);
                None
            }
        }
    }

    #[expect(clippy::option_option, reason = "wrong, empty and given are three things")]
    pub(super) fn short(&mut self, column: &'static str) -> Option<Option<String>> {
        self.optional(column, |cell| text(cell, MAX_SHORT_TEXT))
    }

    #[expect(clippy::option_option, reason = "wrong, empty and given are three things")]
    pub(super) fn long(&mut self, column: &'static str) -> Option<Option<String>> {
        self.optional(column, |cell| text(cell, MAX_TEXT))
    }

    /// The values of a cell that holds several; a value that stands twice counts once.
    pub(super) fn values<T: PartialEq>(
        &mut self,
        column: &'static str,
        parse: impl Fn(&str) -> Result<T, Fault>,
    ) -> Option<Vec<T>> {
        let cell = self.cell(column)?;
        let mut values = Vec::new();
        let mut is_right = true;
        for part in cell.split(LIST_SEPARATOR).map(str::trim).filter(|part| !part.is_empty()) {
            match parse(part) {
                Ok(value) if values.contains(&value) => {}
                Ok(value) => values.push(value),
                Err(fault) => {
                    self.note(column, fault);
                    is_right = false;
                }
            }
        }
        is_right.then_some(values)
    }
}

/// The municipality of a cell: its number, or a name nobody else has.
pub(super) fn municipality(all: &Municipalities, cell: &str) -> Result<MunicipalityNumber, Fault> {
    if let Some(number) = MunicipalityNumber::parse(cell) {
        return match all.by_number(number) {
            Some(_) => Ok(number),
            None => Err(Fault::UnknownMunicipality(cell.to_owned())),
        };
    }
    let ambiguous = |hits: Vec<&Municipality>| Fault::AmbiguousMunicipality {
        value: cell.to_owned(),
        choices: joined(hits.iter().map(|m| format!("{} {} ({})", m.number, m.name, m.county))),
    };
    match all.find_with_county(cell, Reach::Country) {
        Found::One { municipality, by_prefix: false, .. } => Ok(municipality.number),
        Found::SameName(hits) => Err(ambiguous(hits)),
        // A list is not typed in haste: the beginning of a name is not taken for the name.
        Found::One { .. } | Found::Several(_) | Found::Nothing => {
            Err(Fault::UnknownMunicipality(cell.to_owned()))
        }
    }
}

/// The region of a cell.
pub(super) fn region(cell: &str) -> Result<Region, Fault> {
    let allowed = || joined(Region::ALL.iter().map(|region| region.code()));
    Region::from_word(cell).ok_or_else(|| Fault::NotInList { value: cell.into(), allowed: allowed() })
}

pub(super) fn code<T: Copy>(cell: &str, all: &[T], code_of: impl Fn(T) -> &'static str) -> Result<T, Fault> {
    all.iter().copied().find(|value| code_of(*value) == cell).ok_or_else(|| Fault::NotInList {
        value: cell.to_owned(),
        allowed: joined(all.iter().map(|value| code_of(*value))),
    })
}

pub(super) fn text(cell: &str, limit: usize) -> Result<String, Fault> {
    check_length("cell", cell, limit).map_err(|_| Fault::TooLong { limit })?;
    Ok(cell.to_owned())
}

pub(super) fn joined(words: impl Iterator<Item = impl Into<String>>) -> String {
    words.map(Into::into).collect::<Vec<String>>().join(", ")
}
