//! The lines of one command, and what is picked out of them.

use chrono::{DateTime, Utc};

use super::{Change, moment};
use crate::domain::child::{Age, ChildFacts, Sex};
use crate::domain::journal::{Entry, JournalLine};

/// The lines of one command.
pub(super) struct Group<'l> {
    pub(super) lines: &'l [JournalLine],
    pub(super) first: &'l JournalLine,
}

impl<'l> Group<'l> {
    pub(super) fn of(&self, subject: &'static str) -> impl Iterator<Item = &'l Entry> {
        self.lines.iter().map(|line| &line.entry).filter(move |entry| entry.subject == subject)
    }

    pub(super) fn line(&self, subject: &'static str, field: &str) -> Option<&'l Entry> {
        self.of(subject).find(|entry| entry.field == field)
    }

    /// What a field of a table became in this command.
    pub(super) fn became(&self, subject: &'static str, field: &str) -> Option<&'l str> {
        self.line(subject, field)?.new.as_deref()
    }

    pub(super) fn moment(&self, subject: &'static str, field: &str) -> Option<DateTime<Utc>> {
        moment(self.became(subject, field)?)
    }

    /// The numbers of the rows touched, each once, in order.
    pub(super) fn rows(&self, subject: &'static str) -> Vec<i64> {
        let mut rows: Vec<i64> = self.of(subject).map(|entry| entry.number).collect();
        rows.dedup();
        rows
    }

    /// The children that came with this command.
    pub(super) fn new_children(&self) -> Vec<i64> {
        self.of("children").filter(|entry| entry.field == "uuid").map(|entry| entry.number).collect()
    }

    pub(super) fn child(&self, number: i64) -> Option<ChildFacts> {
        let of = |field: &str| {
            let mut lines = self.of("children");
            lines.find(|entry| entry.number == number && entry.field == field)?.new.as_deref()
        };
        Some(ChildFacts { sex: Sex::from_code(of("sex")?)?, age: Age::from_code(of("age")?)? })
    }

    pub(super) fn changes(&self, subjects: &[&str]) -> Vec<Change> {
        let is_meant = |entry: &&Entry| {
            subjects.contains(&entry.subject.as_str())
                && !matches!(entry.field.as_str(), "uuid" | "call" | "reference" | "adviser")
        };
        let change = |entry: &Entry| Change {
            subject: entry.subject.clone(),
            number: entry.number,
            field: entry.field.clone(),
            old: entry.old.clone(),
            new: entry.new.clone(),
        };
        self.lines.iter().map(|line| &line.entry).filter(is_meant).map(change).collect()
    }
}
