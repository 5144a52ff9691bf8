//! What is wrong with an imported file: every problem with its line, its column and a sentence.

use crate::domain::municipality::Region;
use crate::text::Texts;

/// One thing wrong in a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The line, from 1; the header is line 1.
    pub line: u64,
    /// The column by its name, where one is to blame.
    pub column: Option<&'static str>,
    /// What is wrong.
    pub fault: Fault,
}

/// What can be wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Bytes that are not UTF-8.
    NotUtf8,
    /// Another encoding, told by its first bytes.
    Utf16,
    /// Nothing in the file.
    Empty,
    /// A header, and no rows.
    NoRows,
    /// Semicolons between the columns.
    SemicolonsBetweenColumns,
    /// Columns that are not of this format.
    UnknownColumns(Vec<String>),
    /// Required columns that are not there.
    MissingColumns(Vec<&'static str>),
    /// A column that stands twice.
    ColumnTwice(String),
    /// More or fewer cells than the header has.
    CellCount {
        /// Cells of the header.
        expected: usize,
        /// Cells of the row.
        found: usize,
    },
    /// A line break inside a quoted cell.
    LineBreak,
    /// An empty cell where a value is needed.
    Required,
    /// A word that is not in its list.
    NotInList {
        /// What stands there.
        value: String,
        /// What could.
        allowed: String,
    },
    /// Not a whole number within the limits.
    NotWithin {
        /// What stands there.
        value: String,
        /// Smallest.
        min: u8,
        /// Largest.
        max: u8,
    },
    /// The youngest age is above the oldest.
    AgesReversed {
        /// Youngest.
        min: u8,
        /// Oldest.
        max: u8,
    },
    /// The largest group is larger than the places.
    GroupTooLarge {
        /// Largest group.
        max_siblings: u8,
        /// Places.
        places: u8,
    },
    /// No municipality of that number or name.
    UnknownMunicipality(String),
    /// Several municipalities of that name.
    AmbiguousMunicipality {
        /// The name.
        value: String,
        /// What to write instead.
        choices: String,
    },
    /// Not a time of day.
    NotTimeOfDay(String),
    /// Longer than allowed.
    TooLong {
        /// Characters allowed.
        limit: usize,
    },
    /// The same unit on an earlier line.
    UnitTwice {
        /// Its name.
        unit: String,
        /// Its region.
        region: Region,
        /// The earlier line.
        first_line: u64,
    },
    /// The same entry of the directory on an earlier line.
    ContactTwice {
        /// Its name.
        name: String,
        /// The earlier line.
        first_line: u64,
    },
}

impl Problem {
    /// A problem of the file as a whole, told at its first line.
    #[must_use]
    pub const fn of_file(fault: Fault) -> Self {
        Self { line: 1, column: None, fault }
    }

    /// The sentence: where, what, and what to do.
    #[must_use]
    pub fn sentence(&self, texts: &Texts) -> String {
        let reason = self.reason(texts);
        match self.column {
            Some(column) => texts.problem_in_column(column, self.line, reason),
            None => texts.problem_in_line(self.line, reason),
        }
    }

    /// What is wrong and what to do, without the place in the file.
    #[must_use]
    pub fn reason(&self, texts: &Texts) -> String {
        match &self.fault {
            Fault::NotUtf8 => texts.problem_not_utf8().into_owned(),
            Fault::Utf16 => texts.problem_utf16().into_owned(),
            Fault::Empty => texts.problem_empty().into_owned(),
            Fault::NoRows => texts.problem_no_rows().into_owned(),
            Fault::SemicolonsBetweenColumns => texts.problem_semicolons().into_owned(),
            Fault::UnknownColumns(names) => texts.problem_unknown_columns(names.join(", ")),
            Fault::MissingColumns(names) => texts.problem_missing_columns(names.join(", ")),
            Fault::ColumnTwice(name) => texts.problem_column_twice(name.as_str()),
            Fault::CellCount { expected, found } => texts.problem_cell_count(*expected, *found),
            Fault::LineBreak => texts.problem_line_break().into_owned(),
            Fault::Required => texts.problem_required().into_owned(),
            Fault::NotInList { value, allowed } => {
                texts.problem_not_in_list(allowed.as_str(), value.as_str())
            }
            Fault::NotWithin { value, min, max } => texts.problem_not_within(*max, *min, value.as_str()),
            Fault::AgesReversed { min, max } => texts.problem_ages_reversed(*max, *min),
            Fault::GroupTooLarge { max_siblings, places } => {
                texts.problem_group_too_large(*places, *max_siblings)
            }
            Fault::UnknownMunicipality(value) => texts.problem_unknown_municipality(value.as_str()),
            Fault::AmbiguousMunicipality { value, choices } => {
                texts.problem_ambiguous_municipality(choices.as_str(), value.as_str())
            }
            Fault::NotTimeOfDay(value) => texts.problem_not_time_of_day(value.as_str()),
            Fault::TooLong { limit } => texts.problem_too_long(*limit),
            Fault::UnitTwice { unit, region, first_line } => {
                texts.problem_unit_twice(*first_line, region.code(), unit.as_str())
            }
            Fault::ContactTwice { name, first_line } => {
                texts.problem_contact_twice(*first_line, name.as_str())
            }
        }
    }
}
