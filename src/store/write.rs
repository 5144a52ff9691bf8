//! One command's transaction: every row it writes goes through here, so that no change is without its line in
//! the journal, and the row's version is the line that last touched it.

use chrono::{DateTime, TimeDelta, Utc};
use rusqlite::types::Value;
use rusqlite::{OptionalExtension, Transaction, params};
use uuid::Uuid;

use super::error::StoreError;
use super::keying::random;
use super::table::Table;
use super::{purge, search};
use crate::domain::command::CommandId;
use crate::domain::ids::{AdviserId, CallId};
use crate::domain::journal::{Act, Entry, Hash, commitment};

/// No writer waits longer for its turn.
const LONGEST_WAIT: TimeDelta = TimeDelta::seconds(15);

/// A field and its value, as written to a column.
pub(super) type Field = (&'static str, Value);

/// A text value, or null.
pub(super) fn text(value: Option<impl Into<String>>) -> Value {
    value.map_or(Value::Null, |value| Value::Text(value.into()))
}

/// A whole number, or null.
pub(super) fn int(value: Option<impl Into<i64>>) -> Value {
    value.map_or(Value::Null, |value| Value::Integer(value.into()))
}

/// How many there are.
pub(super) fn count(of: usize) -> Value {
    Value::Integer(i64::try_from(of).unwrap_or(i64::MAX))
}

/// A moment in UTC milliseconds, or null.
pub(super) fn moment(value: Option<DateTime<Utc>>) -> Value {
    value.map_or(Value::Null, |at| Value::Integer(at.timestamp_millis()))
}

/// A value as the journal writes it.
pub(super) fn journal_text(value: &Value) -> Option<String> {
    match value {
        Value::Null | Value::Blob(_) => None,
        Value::Integer(number) => Some(number.to_string()),
        Value::Real(number) => Some(number.to_string()),
        Value::Text(text) => Some(text.clone()),
    }
}

/// A fresh key between machines (UUID v7), in the order of time.
pub(super) fn uuid_at(at: DateTime<Utc>) -> Uuid {
    let seconds = u64::try_from(at.timestamp()).unwrap_or(0);
    Uuid::new_v7(uuid::Timestamp::from_unix(uuid::NoContext, seconds, at.timestamp_subsec_nanos()))
}

/// A writer that waited for its turn writes after the one before it, never a moment earlier: else a place given
/// back and taken again would seem to be taken twice. A clock that was set back further than anyone waits is
/// believed.
fn not_before(at: DateTime<Utc>, last: i64) -> DateTime<Utc> {
    let behind = last - at.timestamp_millis();
    let waited = (1..=LONGEST_WAIT.num_milliseconds()).contains(&behind);
    if waited { DateTime::from_timestamp_millis(last).unwrap_or(at) } else { at }
}

/// The open transaction of one command.
pub(super) struct Write<'c> {
    pub(super) tx: Transaction<'c>,
    pub(super) at: DateTime<Utc>,
    pub(super) adviser: Option<AdviserId>,
    command: CommandId,
    act: Act,
    call: Option<CallId>,
    first: i64,
    last: i64,
    hash: Hash,
}

impl<'c> Write<'c> {
    pub(super) fn new(
        tx: Transaction<'c>,
        at: DateTime<Utc>,
        adviser: Option<AdviserId>,
        command: CommandId,
        act: Act,
        start: Hash,
    ) -> Result<Self, StoreError> {
        let head = tx
            .prepare_cached("SELECT seq, hash, at FROM journal ORDER BY seq DESC LIMIT 1")?
            .query_row([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        let (last, hash, before) = head.unwrap_or((0, start, at.timestamp_millis()));
        let at = not_before(at, before);
        Ok(Self { tx, at, adviser, command, act, call: None, first: last + 1, last, hash })
    }

    /// The call that the lines from here on concern.
    pub(super) fn about_call(&mut self, call: Option<CallId>) {
        self.call = call;
    }

    /// The call that the lines now concern.
    pub(super) const fn call(&self) -> Option<CallId> {
        self.call
    }

    /// The first and the last line of this command so far; none written yet when the last is smaller.
    pub(super) const fn lines(&self) -> (i64, i64) {
        (self.first, self.last)
    }

    pub(super) fn adviser_number(&self) -> Value {
        int(self.adviser.map(|adviser| adviser.0))
    }

    /// Commits what was written.
    pub(super) fn commit(self) -> Result<(), StoreError> {
        Ok(self.tx.commit()?)
    }

    /// Commits what was written; where that fails, `put_back` undoes what was done outside the database before the
    /// lock is given back, so that nobody has built on it.
    pub(super) fn commit_or(
        self,
        put_back: impl FnOnce() -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let Err(error) = self.tx.execute_batch("COMMIT") else { return Ok(()) };
        // The failure itself is what matters.
        let _ = put_back();
        Err(error.into())
    }

    /// The next number of a table. Counted in a table of its own, so that no number is ever used again.
    fn next_number(&self, table: Table) -> Result<i64, StoreError> {
        let number = self
            .tx
            .prepare_cached(
                "INSERT INTO counters (kind, next) VALUES (?1, 2)
                 ON CONFLICT (kind) DO UPDATE SET next = next + 1 RETURNING next - 1",
            )?
            .query_row([table.name()], |row| row.get(0))?;
        Ok(number)
    }

    /// Adds a row and gives its number.
    pub(super) fn insert(&mut self, table: Table, fields: &[Field]) -> Result<i64, StoreError> {
        self.insert_as(table, uuid_at(self.at), fields)
    }

    /// Adds a row whose key between machines is given.
    pub(super) fn insert_as(
        &mut self,
        table: Table,
        uuid: Uuid,
        fields: &[Field],
    ) -> Result<i64, StoreError> {
        let number = self.next_number(table)?;
        if table == Table::Calls {
            self.about_call(Some(CallId(number)));
        }
        let uuid = uuid.to_string();
        self.line(table, number, "uuid", None, Some(uuid.clone()))?;
        for (field, value) in fields {
            if let Some(new) = journal_text(value) {
                self.line(table, number, field, None, Some(new))?;
            }
        }
        let columns = fields.iter().map(|(field, _)| *field).collect::<Vec<_>>().join(", ");
        let marks = vec!["?"; fields.len()].join(", ");
        let sql = format!(
            "INSERT INTO {} (number, uuid, version, {columns}) VALUES (?, ?, ?, {marks})",
            table.name()
        );
        let values = [Value::Integer(number), Value::Text(uuid), Value::Integer(self.last)];
        let all = values.into_iter().chain(fields.iter().map(|(_, value)| value.clone()));
        self.tx.prepare_cached(&sql)?.execute(rusqlite::params_from_iter(all))?;
        Ok(number)
    }

    /// Changes fields of a row. Fields that have the value already get no line; a row that is gone is an error.
    pub(super) fn update(&mut self, table: Table, number: i64, fields: &[Field]) -> Result<(), StoreError> {
        let names = fields.iter().map(|(field, _)| *field).collect::<Vec<_>>().join(", ");
        let sql = format!("SELECT {names} FROM {} WHERE number = ?1", table.name());
        let old: Vec<Value> = self
            .tx
            .prepare_cached(&sql)?
            .query_row([number], |row| (0..fields.len()).map(|at| row.get(at)).collect())?;
        let changed: Vec<_> = fields.iter().zip(old).filter(|((_, new), old)| new != old).collect();
        if changed.is_empty() {
            return Ok(());
        }
        for ((field, new), old) in &changed {
            self.line(table, number, field, journal_text(old), journal_text(new))?;
        }
        let sets =
            changed.iter().map(|((field, _), _)| format!("{field} = ?")).collect::<Vec<_>>().join(", ");
        let sql = format!("UPDATE {} SET {sets}, version = ? WHERE number = ?", table.name());
        let values = changed.into_iter().map(|((_, new), _)| new.clone());
        let all = values.chain([Value::Integer(self.last), Value::Integer(number)]);
        self.tx.prepare_cached(&sql)?.execute(rusqlite::params_from_iter(all))?;
        Ok(())
    }

    /// Sets or removes a sensitive field: the value goes to its erasable table, the journal gets a commitment.
    pub(super) fn set_sensitive(
        &mut self,
        table: Table,
        number: i64,
        field: &'static str,
        value: Option<&str>,
    ) -> Result<(), StoreError> {
        let Some(sensitive) = table.sensitive(field) else {
            return Err(StoreError::Value(format!("{}.{field} is not a sensitive field", table.name())));
        };
        // Whatever the way there, nothing is told anew of a call that was erased: nobody would erase it again.
        if value.is_some() && purge::goes_with_call(table) {
            purge::check_not_erased(&self.tx, self.call)?;
        }
        let erasable = sensitive.name();
        let old: Option<(Vec<u8>, String)> = self
            .tx
            .prepare_cached(&format!(
                "SELECT salt, value FROM {erasable} WHERE subject = ?1 AND number = ?2 AND field = ?3"
            ))?
            .query_row(params![table.name(), number, field], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        if old.as_ref().map(|(_, old)| old.as_str()) == value {
            return Ok(());
        }
        search::set(&self.tx, table, number, field, value)?;
        let old = old.map(|(salt, value)| commitment(&salt, &value));
        let new = if let Some(value) = value {
            let salt: [u8; 16] = random().map_err(|_| StoreError::Value("no random bytes".to_owned()))?;
            self.tx
                .prepare_cached(&format!(
                    "INSERT INTO {erasable} (subject, number, field, salt, value) VALUES (?1, ?2, ?3, ?4, ?5)
                     ON CONFLICT (subject, number, field) DO UPDATE SET salt = ?4, value = ?5"
                ))?
                .execute(params![table.name(), number, field, salt, value])?;
            Some(commitment(&salt, value))
        } else {
            self.tx
                .prepare_cached(&format!(
                    "DELETE FROM {erasable} WHERE subject = ?1 AND number = ?2 AND field = ?3"
                ))?
                .execute(params![table.name(), number, field])?;
            None
        };
        self.line(table, number, field, old, new)?;
        let sql = format!("UPDATE {} SET version = ?2 WHERE number = ?1", table.name());
        self.tx.prepare_cached(&sql)?.execute([number, self.last])?;
        Ok(())
    }

    fn line(
        &mut self,
        table: Table,
        number: i64,
        field: &'static str,
        old: Option<String>,
        new: Option<String>,
    ) -> Result<(), StoreError> {
        let entry = Entry {
            seq: self.last + 1,
            at: self.at,
            adviser: self.adviser.map(|adviser| adviser.0),
            command: self.command,
            act: self.act,
            subject: table.name().to_owned(),
            number,
            call: self.call.map(|call| call.0),
            field: field.to_owned(),
            old,
            new,
        };
        let hash = entry.hash(&self.hash);
        self.tx
            .prepare_cached(
                "INSERT INTO journal (seq, at, adviser, command, act, subject, number, call, field, old, new, hash)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)",
            )?
            .execute(params![
                entry.seq,
                entry.at.timestamp_millis(),
                entry.adviser,
                entry.command.0.to_string(),
                entry.act.code(),
                entry.subject,
                entry.number,
                entry.call,
                entry.field,
                entry.old,
                entry.new,
                hash,
            ])?;
        self.last = entry.seq;
        self.hash = hash;
        Ok(())
    }
}
