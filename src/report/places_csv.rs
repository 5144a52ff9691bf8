//! The file format `places`: one row a unit, comma separated, UTF-8, with a header line; `;` inside a cell
//! separates values.
//!
//! Writing and reading are each other's opposite: what was exported imports to the same units, and exports to
//! the same file. The only thing changed on the way is the guard against formulas ([`super::cells`]), which
//! reading takes away again.

use std::collections::HashMap;

use super::cells::csv_file;
use super::places_rows::RowReader;
use super::problems::{Fault, Problem};
use crate::domain::basis::BasisCode;
use crate::domain::measure::TargetGroup;
use crate::domain::municipality_index::Municipalities;
use crate::domain::unit_list::UnitRow;

/// The columns, in their order.
pub const COLUMNS: [&str; 21] = [
    "unit",
    "kind",
    "ownership",
    "region",
    "municipality",
    "phone",
    "legal_bases",
    "age_min",
    "age_max",
    "max_siblings",
    "other_children",
    "animals",
    "places",
    "note",
    "target_groups",
    "presentation",
    "languages",
    "receives_from",
    "receives_to",
    "on_call_phone",
    "department",
];

/// How many of the columns a file must have: the first ones.
const REQUIRED: usize = 14;

/// What separates values inside a cell.
pub(super) const LIST_SEPARATOR: char = ';';

/// What a list of units is read with.
#[derive(Debug, Clone, Copy)]
pub struct Lists<'l> {
    /// The municipalities.
    pub municipalities: &'l Municipalities,
    /// The bases a unit can be cleared or approved for.
    pub bases: &'l [BasisCode],
}

/// The file with these units.
#[must_use]
pub fn write(units: &[UnitRow]) -> String {
    csv_file(COLUMNS, units.iter().map(cells_of))
}

/// The header and one row that shows what each column takes.
#[must_use]
pub fn template() -> String {
    let example = [
        "Furuly",
        "emergency_home",
        "state",
        "Øst",
        "3411",
        "00 00 00 00",
        "4-1;4-2",
        "0",
        "12",
        "2",
        "no",
        "no",
        "2",
        "Ring først etter 23",
        "acute_care",
        "",
        "norsk",
        "00:00",
        "23:59",
        "00 00 00 00",
        "Hedmark",
    ];
    csv_file(COLUMNS, [example.map(|cell| Some(cell.to_owned()))])
}

/// The units of a file, or everything that is wrong with it, in the order of its lines.
///
/// # Errors
/// All problems; then no row counts.
pub fn read(bytes: &[u8], lists: Lists<'_>) -> Result<Vec<UnitRow>, Vec<Problem>> {
    let text = decode(bytes)?;
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(text.as_bytes());
    let mut records = reader.records().filter_map(Result::ok);
    let Some(header) = records.next() else {
        return Err(vec![Problem::of_file(Fault::Empty)]);
    };
    let positions = read_header(&header)?;
    let mut problems = Vec::new();
    let mut units = Vec::new();
    let mut first_lines: HashMap<(String, &'static str), u64> = HashMap::new();
    let mut rows = 0_usize;
    for record in records {
        let line = record.position().map_or(0, csv::Position::line);
        rows += 1;
        if record.len() != header.len() {
            problems.push(ragged_row(&record, &header, line));
            continue;
        }
        let before = problems.len();
        let unit = RowReader::new(&record, &positions, line, lists, &mut problems).unit();
        if let Some(unit) = unit.filter(|_| problems.len() == before) {
            let key = (unit.unit.clone(), unit.region.code());
            if let Some(&first_line) = first_lines.get(&key) {
                let fault = Fault::UnitTwice { unit: unit.unit.clone(), region: unit.region, first_line };
                problems.push(Problem { line, column: Some("unit"), fault });
            } else {
                first_lines.insert(key, line);
                units.push(unit);
            }
        }
    }
    if rows == 0 {
        problems.push(Problem::of_file(Fault::NoRows));
    }
    if problems.is_empty() { Ok(units) } else { Err(problems) }
}

/// Where each column stands in the file; none for an optional one that is not there.
pub(super) type Positions = [Option<usize>; COLUMNS.len()];

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

fn read_header(header: &csv::StringRecord) -> Result<Positions, Vec<Problem>> {
    if header.len() == 1 && header.iter().any(|cell| cell.contains(LIST_SEPARATOR)) {
        return Err(vec![Problem::of_file(Fault::SemicolonsBetweenColumns)]);
    }
    let mut positions: Positions = [None; COLUMNS.len()];
    let mut unknown = Vec::new();
    let mut problems = Vec::new();
    for (at, name) in header.iter().map(str::trim).enumerate() {
        match COLUMNS.iter().position(|column| *column == name) {
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
    let missing: Vec<_> = COLUMNS
        .iter()
        .zip(&positions)
        .take(REQUIRED)
        .filter(|(_, position)| position.is_none())
        .map(|(column, _)| *column)
        .collect();
    if !missing.is_empty() {
        problems.push(Problem::of_file(Fault::MissingColumns(missing)));
    }
    if problems.is_empty() { Ok(positions) } else { Err(problems) }
}

/// A quote that is never closed swallows the lines after it: that cell is to blame, not the count.
fn ragged_row(record: &csv::StringRecord, header: &csv::StringRecord, line: u64) -> Problem {
    let Some(at) = record.iter().position(has_line_break) else {
        let fault = Fault::CellCount { expected: header.len(), found: record.len() };
        return Problem { line, column: None, fault };
    };
    let name = header.get(at).map_or("", str::trim);
    let column = COLUMNS.iter().copied().find(|column| *column == name);
    Problem { line, column, fault: Fault::LineBreak }
}

/// Whether a cell runs over more than one line of the file.
pub(super) fn has_line_break(cell: &str) -> bool {
    cell.contains(['\n', '\r'])
}

fn cells_of(unit: &UnitRow) -> [Option<String>; COLUMNS.len()] {
    let known = |value: Option<bool>| value.map(|yes| if yes { "yes" } else { "no" }.to_owned());
    let groups = unit.target_groups.iter().copied().map(TargetGroup::code);
    [
        Some(unit.unit.clone()),
        Some(unit.kind.code().to_owned()),
        Some(unit.ownership.code().to_owned()),
        Some(unit.region.code().to_owned()),
        Some(unit.municipality.as_str().to_owned()),
        unit.phone.clone(),
        Some(list(unit.legal_bases.iter().copied().map(BasisCode::code))),
        Some(unit.age_min.to_string()),
        Some(unit.age_max.to_string()),
        Some(unit.max_siblings.to_string()),
        known(unit.other_children),
        known(unit.animals),
        Some(unit.places.to_string()),
        unit.note.clone(),
        Some(list(groups)),
        unit.presentation.clone(),
        unit.languages.clone(),
        unit.receives_from.clone(),
        unit.receives_to.clone(),
        unit.on_call_phone.clone(),
        unit.department.clone(),
    ]
}

fn list(codes: impl Iterator<Item = &'static str>) -> String {
    codes.collect::<Vec<_>>().join(&LIST_SEPARATOR.to_string())
}
