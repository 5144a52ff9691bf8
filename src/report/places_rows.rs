//! One row of the list of units, cell by cell. Every wrong cell is noted; the row counts when none is.

use super::cells::unguarded;
use super::places_csv::{COLUMNS, LIST_SEPARATOR, Lists, Positions, has_line_break};
use super::problems::{Fault, Problem};
use crate::domain::basis::BasisCode;
use crate::domain::child::Age;
use crate::domain::clean::{check_length, clean_line};
use crate::domain::measure::{MeasureKind, Ownership, TargetGroup};
use crate::domain::municipality::{MunicipalityNumber, Region};
use crate::domain::municipality_index::{Found, Reach};
use crate::domain::unit_list::{MAX_PLACES, MAX_SHORT_TEXT, MAX_TEXT, UnitRow};

pub(super) struct RowReader<'r> {
    record: &'r csv::StringRecord,
    positions: &'r Positions,
    line: u64,
    lists: Lists<'r>,
    problems: &'r mut Vec<Problem>,
}

impl<'r> RowReader<'r> {
    pub(super) fn new(
        record: &'r csv::StringRecord,
        positions: &'r Positions,
        line: u64,
        lists: Lists<'r>,
        problems: &'r mut Vec<Problem>,
    ) -> Self {
        Self { record, positions, line, lists, problems }
    }

    /// The unit of this row; none when a cell is wrong, which is then among the problems.
    pub(super) fn unit(mut self) -> Option<UnitRow> {
        let unit = self.needed("unit", |_, cell| text(cell, MAX_SHORT_TEXT));
        let kind = self.needed("kind", |_, cell| code(cell, MeasureKind::ALL, MeasureKind::code));
        let ownership = self.needed("ownership", |_, cell| code(cell, Ownership::ALL, Ownership::code));
        let region = self.needed("region", |_, cell| {
            let allowed = || joined(Region::ALL.iter().map(|region| region.code()));
            Region::from_word(cell).ok_or_else(|| Fault::NotInList { value: cell.into(), allowed: allowed() })
        });
        let municipality = self.needed("municipality", Self::municipality);
        let phone = self.short("phone");
        let legal_bases = self.bases();
        let age_min = self.needed("age_min", |_, cell| number(cell, 0, Age::MAX_YEARS));
        let age_max = self.needed("age_max", |_, cell| number(cell, 0, Age::MAX_YEARS));
        let max_siblings = self.optional("max_siblings", |_, cell| number(cell, 1, MAX_PLACES));
        let other_children = self.optional("other_children", |_, cell| yes_or_no(cell));
        let animals = self.optional("animals", |_, cell| yes_or_no(cell));
        let places = self.needed("places", |_, cell| number(cell, 1, MAX_PLACES));
        let note = self.long("note");
        let target_groups =
            self.values("target_groups", |cell| code(cell, TargetGroup::ALL, TargetGroup::code));
        let presentation = self.long("presentation");
        let languages = self.short("languages");
        let receives_from = self.optional("receives_from", |_, cell| time_of_day(cell));
        let receives_to = self.optional("receives_to", |_, cell| time_of_day(cell));
        let on_call_phone = self.short("on_call_phone");
        let department = self.short("department");
        if let (Some(min), Some(max)) = (age_min, age_max)
            && min > max
        {
            self.note("age_min", Fault::AgesReversed { min, max });
        }
        if let (Some(Some(max_siblings)), Some(places)) = (max_siblings, places)
            && max_siblings > places
        {
            self.note("max_siblings", Fault::GroupTooLarge { max_siblings, places });
        }
        Some(UnitRow {
            unit: unit?,
            kind: kind?,
            ownership: ownership?,
            region: region?,
            municipality: municipality?,
            phone: phone?,
            legal_bases: legal_bases?,
            age_min: age_min?,
            age_max: age_max?,
            max_siblings: max_siblings?.or(places)?,
            other_children: other_children?,
            animals: animals?,
            places: places?,
            note: note?,
            target_groups: target_groups?,
            presentation: presentation?,
            languages: languages?,
            receives_from: receives_from?,
            receives_to: receives_to?,
            on_call_phone: on_call_phone?,
            department: department?,
        })
    }

    /// The cell without its guard, cleaned and trimmed; none when it holds a line break.
    fn cell(&mut self, column: &'static str) -> Option<String> {
        let position = COLUMNS.iter().position(|name| *name == column).and_then(|at| self.positions[at]);
        let raw = position.and_then(|at| self.record.get(at)).unwrap_or_default();
        let inner = unguarded(raw);
        if has_line_break(&inner) {
            self.note(column, Fault::LineBreak);
            return None;
        }
        Some(clean_line(&inner).trim().to_owned())
    }

    fn note(&mut self, column: &'static str, fault: Fault) {
        self.problems.push(Problem { line: self.line, column: Some(column), fault });
    }

    fn needed<T>(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&Self, &str) -> Result<T, Fault>,
    ) -> Option<T> {
        let value = self.optional(column, parse)?;
        if value.is_none() {
            self.note(column, Fault::Required);
        }
        value
    }

    /// None when the cell is wrong; `Some(None)` when it is empty.
    #[expect(clippy::option_option, reason = "wrong, empty and given are three things")]
    fn optional<T>(
        &mut self,
        column: &'static str,
        parse: impl FnOnce(&Self, &str) -> Result<T, Fault>,
    ) -> Option<Option<T>> {
        let cell = self.cell(column)?;
        if cell.is_empty() {
            return Some(None);
        }
        match parse(self, &cell) {
            Ok(value) => Some(Some(value)),
            Err(fault) => {
                self.note(column, fault);
                None
            }
        }
    }

    #[expect(clippy::option_option, reason = "wrong, empty and given are three things")]
    fn short(&mut self, column: &'static str) -> Option<Option<String>> {
        self.optional(column, |_, cell| text(cell, MAX_SHORT_TEXT))
    }

    #[expect(clippy::option_option, reason = "wrong, empty and given are three things")]
    fn long(&mut self, column: &'static str) -> Option<Option<String>> {
        self.optional(column, |_, cell| text(cell, MAX_TEXT))
    }

    fn municipality(&self, cell: &str) -> Result<MunicipalityNumber, Fault> {
        let all = self.lists.municipalities;
        if let Some(number) = MunicipalityNumber::parse(cell) {
            return match all.by_number(number) {
                Some(_) => Ok(number),
                None => Err(Fault::UnknownMunicipality(cell.to_owned())),
            };
        }
        let ambiguous =
            |hits: Vec<&crate::domain::municipality::Municipality>| Fault::AmbiguousMunicipality {
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

    fn bases(&mut self) -> Option<Vec<BasisCode>> {
        let bases = self.lists.bases;
        self.values("legal_bases", |cell| {
            let known = BasisCode::from_code(cell).filter(|basis| bases.contains(basis));
            let allowed = || joined(bases.iter().map(|basis| basis.code()));
            known.ok_or_else(|| Fault::NotInList { value: cell.to_owned(), allowed: allowed() })
        })
    }

    /// The values of a cell that holds several; a value that stands twice counts once.
    fn values<T: PartialEq>(
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

fn code<T: Copy>(cell: &str, all: &[T], code_of: impl Fn(T) -> &'static str) -> Result<T, Fault> {
    all.iter().copied().find(|value| code_of(*value) == cell).ok_or_else(|| Fault::NotInList {
        value: cell.to_owned(),
        allowed: joined(all.iter().map(|value| code_of(*value))),
    })
}

fn text(cell: &str, limit: usize) -> Result<String, Fault> {
    check_length("cell", cell, limit).map_err(|_| Fault::TooLong { limit })?;
    Ok(cell.to_owned())
}

fn joined(words: impl Iterator<Item = impl Into<String>>) -> String {
    words.map(Into::into).collect::<Vec<String>>().join(", ")
}

fn number(cell: &str, min: u8, max: u8) -> Result<u8, Fault> {
    let is_digits = cell.bytes().all(|byte| byte.is_ascii_digit());
    match cell.parse() {
        Ok(number) if is_digits && (min..=max).contains(&number) => Ok(number),
        _ => Err(Fault::NotWithin { value: cell.to_owned(), min, max }),
    }
}

fn yes_or_no(cell: &str) -> Result<bool, Fault> {
    match cell {
        "yes" => Ok(true),
        "no" => Ok(false),
        _ => Err(Fault::NotInList { value: cell.to_owned(), allowed: "yes, no".to_owned() }),
    }
}

fn time_of_day(cell: &str) -> Result<String, Fault> {
    chrono::NaiveTime::parse_from_str(cell, "%H:%M")
        .map(|time| time.format("%H:%M").to_string())
        .map_err(|_| Fault::NotTimeOfDay(cell.to_owned()))
}
