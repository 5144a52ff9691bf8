//! The journal as exported: every line with its hash. It holds no names of children, no numbers, no free text.

use serde::Serialize;

use super::cells::csv_file;
use super::times::iso_millis;
use crate::domain::command::CommandId;
use crate::domain::journal::{Act, Entry, Hash};

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
    /// The row of a line, with its adviser's name and its hash.
    #[must_use]
    pub fn of(entry: &Entry, adviser: Option<String>, hash: &Hash) -> Self {
        Self {
            sequence: entry.seq,
            time: iso_millis(entry.at),
            adviser,
            command_id: entry.command,
            act: entry.act,
            subject: entry.subject.clone(),
            number: entry.number,
            call: entry.call,
            field: entry.field.clone(),
            old: entry.old.clone(),
            new: entry.new.clone(),
            hash: hex(hash),
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
