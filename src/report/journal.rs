//! The journal as exported: every line with its hash. It holds no names of children, no numbers, no free text, and
//! of a protected address nothing that tells where it is.

use serde::Serialize;

use super::cells::csv_file;
use super::times::iso_millis;
use crate::domain::command::CommandId;
use crate::domain::journal::{Act, Hash, JournalLine};

const COLUMNS: [&str; 12] = [
    "sequence",
    "time",
    "adviser",
    "command_id",
    "act",
    "subject",
    "number",
    "call",
    "field",
    "old",
    "new",
    "hash",
];

/// What stands for a value that must not be told.
pub const HIDDEN: &str = "hidden";

/// The whole journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Journal {
    /// Its lines, in order.
    pub journal: Vec<Row>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    sequence: i64,
    time: String,
    adviser: Option<String>,
    command_id: CommandId,
    act: Act,
    subject: String,
    number: i64,
    call: Option<i64>,
    field: String,
    old: Option<String>,
    new: Option<String>,
    hash: String,
}

impl Row {
    /// The row of a line, with its adviser's name and its hash. What must not be told is replaced by a word; the hash
    /// is that of the line as it stands in the database.
    #[must_use]
    pub fn of(line: JournalLine) -> Self {
        let JournalLine { entry, adviser, hash, hides_place, .. } = line;
        let told =
            |value: Option<String>| value.map(|value| if hides_place { HIDDEN.to_owned() } else { value });
        Self {
            sequence: entry.seq,
            time: iso_millis(entry.at),
            adviser,
            command_id: entry.command,
            act: entry.act,
            subject: entry.subject,
            number: entry.number,
            call: entry.call,
            field: entry.field,
            old: told(entry.old),
            new: told(entry.new),
            hash: hex(&hash),
        }
    }

    fn cells(&self) -> [Option<String>; COLUMNS.len()] {
        [
            Some(self.sequence.to_string()),
            Some(self.time.clone()),
            self.adviser.clone(),
            Some(self.command_id.0.to_string()),
            Some(self.act.code().to_owned()),
            Some(self.subject.clone()),
            Some(self.number.to_string()),
            self.call.map(|call| call.to_string()),
            Some(self.field.clone()),
            self.old.clone(),
            self.new.clone(),
            Some(self.hash.clone()),
        ]
    }
}

impl Journal {
    /// The journal as a CSV file.
    #[must_use]
    pub fn csv(&self) -> String {
        csv_file(COLUMNS, self.journal.iter().map(Row::cells))
    }
}

fn hex(hash: &Hash) -> String {
    let digit = |value: u8| char::from_digit(u32::from(value), 16).unwrap_or('0');
    hash.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
