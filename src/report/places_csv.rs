//! The file format `places`: one row a unit, comma separated, UTF-8, with a header line; `;` inside a cell
//! separates values.
//!
//! Writing and reading are each other's opposite: what was exported imports to the same units, and exports to
//! the same file. The only thing changed on the way is the guard against formulas ([`super::cells`]), which
//! reading takes away again.

use std::collections::HashMap;

use super::cells::csv_file;
use super::csv_rows::{self, Columns, LIST_SEPARATOR};
use super::places_rows;
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

/// The file with one row of these cells.
#[must_use]
pub fn file_of(cells: [Option<String>; COLUMNS.len()]) -> String {
    csv_file(COLUMNS, [cells])
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
    let mut first_lines: HashMap<(String, &'static str), u64> = HashMap::new();
    csv_rows::read(bytes, Columns { names: &COLUMNS, required: REQUIRED }, |row| {
        let unit = places_rows::unit(row, lists)?;
        let first_line = *first_lines.entry((unit.unit.clone(), unit.region.code())).or_insert(row.line());
        if first_line != row.line() {
            let fault = Fault::UnitTwice { unit: unit.unit.clone(), region: unit.region, first_line };
            row.note("unit", fault);
        }
        Some(unit)
    })
}

/// The cells of a unit, in the order of the columns.
#[must_use]
pub fn cells_of(unit: &UnitRow) -> [Option<String>; COLUMNS.len()] {
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
